package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/trich-vn/trich/internal/demo"
	"github.com/trich-vn/trich/store"
)

// TestKilledRunsLoseNothing kills `trich run` with SIGKILL at random moments,
// checks the database each time, and lets the last run end: it must hold what
// an undisturbed run holds. TRICH_TEST_KILLS sets the number of kills.
func TestKilledRunsLoseNothing(t *testing.T) {
	kills := 8
	if n, err := strconv.Atoi(os.Getenv("TRICH_TEST_KILLS")); err == nil {
		kills = n
	}
	site := httptest.NewServer(demo.Handler())
	defer site.Close()
	undisturbed := func() (titles map[string]string, took time.Duration) {
		t.Helper()
		path, started := filepath.Join(t.TempDir(), "whole.db"), time.Now()
		if out, err := trichRun(t.Context(), site.URL, path).CombinedOutput(); err != nil {
			t.Fatalf("an undisturbed run: %v\n%s", err, out)
		}
		return titlesIn(t, path), time.Since(started)
	}
	want, _ := undisturbed()
	if len(want) < 12 {
		t.Fatalf("an undisturbed run stores %d articles", len(want))
	}
	_, usual := undisturbed() // the first one warmed up

	path := filepath.Join(t.TempDir(), "killed.db")
	for killed := 0; killed < kills; {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.Int64N(int64(usual)))+5*time.Millisecond)
		out, err := trichRun(ctx, site.URL, path).CombinedOutput()
		cancel()
		var exit *exec.ExitError
		switch {
		case errors.As(err, &exit) && exit.ExitCode() == -1:
			killed++
		case err != nil && !errors.Is(err, context.DeadlineExceeded): // killed when it had ended
			t.Fatalf("a run after %d kills: %v\n%s", killed, err, out)
		default: // it came to its end: another begins
			holdsAll(t, path, want)
			path = filepath.Join(t.TempDir(), "killed.db")
		}
		if _, err := os.Stat(path); err == nil {
			verifyDB(t, path)
		}
	}
	if out, err := trichRun(t.Context(), site.URL, path).CombinedOutput(); err != nil {
		t.Fatalf("the run after %d kills: %v\n%s", kills, err, out)
	}
	verifyDB(t, path)
	holdsAll(t, path, want)
}

// holdsAll compares the articles of a database with those of an undisturbed run.
func holdsAll(t *testing.T, path string, want map[string]string) {
	t.Helper()
	got := titlesIn(t, path)
	for url := range want {
		if got[url] == "" {
			t.Errorf("%s is missing", url)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d articles, want %d", len(got), len(want))
	}
}

// trichRun is this test binary, called as `trich run`; it is killed when ctx
// ends.
func trichRun(ctx context.Context, url, db string) *exec.Cmd {
	exe, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd := exec.CommandContext(ctx, exe)
	cmd.Args = []string{"trich", "run", url, "--db", db, "--allow-loopback", "--lang", "en"}
	return cmd
}

func verifyDB(t *testing.T, path string) {
	t.Helper()
	db, err := store.Open(t.Context(), path, storeOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	checks, err := db.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	archived, err := db.VerifyArchive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range append(checks, archived...) {
		if !c.OK() {
			t.Errorf("%s: %v", c.Name, c.Problems)
		}
	}
}

func titlesIn(t *testing.T, path string) map[string]string {
	t.Helper()
	db, err := store.Open(t.Context(), path, storeOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	out := map[string]string{}
	for a, err := range db.Articles(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		out[a.URL] = a.Title
	}
	return out
}
