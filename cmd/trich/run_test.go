package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/gofrs/flock"

	"github.com/trich-vn/trich/store"
)

// A nightSite is a portal with one section, which lists as many articles as the
// test says, and counts what it is asked for.
type nightSite struct {
	*httptest.Server
	articles atomic.Int64
	// rebuilt is served for everything but robots.txt once it is set.
	rebuilt atomic.Pointer[string]
	// before, where it is given, is called before an article is served.
	before func()

	mu   sync.Mutex
	hits map[string]int
}

func newNightSite(t *testing.T, articles int, before func()) *nightSite {
	t.Helper()
	s := &nightSite{hits: map[string]int{}, before: before}
	s.articles.Store(int64(articles))
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *nightSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.hits[r.URL.Path]++
	s.mu.Unlock()
	n := 0
	switch {
	case r.URL.Path == "/robots.txt" || r.URL.Path == "/sitemap.xml":
		http.NotFound(w, r)
	case s.rebuilt.Load() != nil:
		fmt.Fprint(w, *s.rebuilt.Load())
	case r.URL.Path == "/":
		fmt.Fprint(w, `<html><head><title>Cổng thông tin</title></head><body><a href="/tin-tuc">Tin tức</a>`)
	case r.URL.Path == "/tin-tuc":
		fmt.Fprint(w, `<html><head><title>Tin tức</title></head><body>`)
		for i := range s.articles.Load() {
			fmt.Fprintf(w, `<h3><a href="/tin/%d.html">Công an tỉnh triển khai công tác đợt thứ %d trong năm</a></h3>`, i, i)
		}
	case scanPath(r.URL.Path, "/tin/%d.html", &n):
		if s.before != nil {
			s.before()
		}
		fmt.Fprint(w, reportPage(fmt.Sprintf("Công an tỉnh triển khai công tác đợt thứ %d trong năm", n), 10+7*n))
	default:
		http.NotFound(w, r)
	}
}

func (s *nightSite) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hits[path]
}

func TestRunReport(t *testing.T) {
	site, dir := newNightSite(t, 6, nil), t.TempDir()
	db, metrics := filepath.Join(dir, "t.db"), filepath.Join(dir, "trich.prom")
	code, out, errw := call(t, "run", site.URL, site.URL+"/khong-co.html", "--db", db, "--allow-loopback", "--metrics", metrics, "--log", "json")
	if code != exitPartial {
		t.Errorf("exit code %d, want %d for a start page that is not there\n%s%s", code, exitPartial, out, errw)
	}
	for _, want := range []string{"fetched: ", "done: 8", "gone: 1", "articles: 6 (6 new, 0 changed, 0 unchanged)", "6 dates, 6 officials", "server 127.0.0.1"} {
		if !strings.Contains(out, want) {
			t.Errorf("the report does not say %q:\n%s", want, out)
		}
	}
	if !strings.Contains(errw, "khong-co.html: HTTP 404") {
		t.Errorf("standard error does not name what was given up:\n%s", errw)
	}
	for line := range strings.Lines(errw) {
		if !strings.HasPrefix(line, "trich: ") && !json.Valid([]byte(line)) {
			t.Errorf("neither a message nor a JSON log line: %s", line)
		}
	}
	text, err := os.ReadFile(metrics)
	if err != nil || !bytes.Contains(text, []byte(`trich_run_articles{change="new"} 6`)) {
		t.Errorf("metrics: %v\n%s", err, text)
	}
	if code, out, _ = call(t, "runs", "--db", db); code != exitDone || !strings.Contains(out, "partial") {
		t.Errorf("runs: exit code %d\n%s", code, out)
	}
	_, out, _ = call(t, "runs", "show", "1", "--db", db)
	var kept runReport
	if err := json.Unmarshal([]byte(out), &kept); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if c := kept.Crawl; c.New != 6 || c.Bytes == 0 || len(c.Hosts) != 1 || len(c.Failures) != 1 || kept.Store.Facts.Counts == 0 {
		t.Errorf("the kept report: %+v", kept)
	}
	if code, out, errw = call(t, "run", site.URL, "--db", db, "--allow-loopback", "--report", "json"); code != exitPartial || !json.Valid([]byte(out)) {
		t.Errorf("exit code %d\n%s%s", code, out, errw)
	}
	if site.count("/tin/3.html") != 1 {
		t.Errorf("an article was fetched %d times in two runs", site.count("/tin/3.html"))
	}
}

func TestRunIsRefused(t *testing.T) {
	for _, name := range []string{"TRICH_CONTACT", "HTTP_PROXY", "HTTPS_PROXY"} {
		t.Setenv(name, "")
	}
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	db := filepath.Join(t.TempDir(), "t.db")
	lock := flock.New(filepath.Join(filepath.Dir(db), "held.db.lock"))
	if ok, err := lock.TryLock(); err != nil || !ok {
		t.Fatal(ok, err)
	}
	defer func() { _ = lock.Unlock() }()
	for _, c := range []struct {
		name string
		env  string
		args []string
		code int
		says string
	}{
		{"another run at work", "", []string{"run", "http://127.0.0.1:1/", "--db", strings.TrimSuffix(lock.Path(), ".lock"), "--allow-loopback"}, exitLocked, "another run works on"},
		{"nobody to write to", "", []string{"run", "https://cong.example/", "--db", db}, exitUsage, "--contact you@example.org"},
		{"a proxy that is none", "gopher://proxy.example", []string{"run", "https://cong.example/", "--contact", "a@b.vn", "--db", db}, exitUsage, "proxy proxy.example"},
		{"no portal", "", []string{"run", "tinh-nao-do", "--db", db}, exitUsage, "neither a URL nor a portal"},
		{"a report in no format", "", []string{"run", "http://127.0.0.1:1/", "--db", db, "--allow-loopback", "--report", "pdf"}, exitUsage, "unknown format"},
	} {
		t.Setenv("TRICH_PROXY", c.env)
		if code, _, errw := call(t, c.args...); code != c.code || !strings.Contains(errw, c.says) {
			t.Errorf("%s: exit code %d, want %d and %q:\n%s", c.name, code, c.code, c.says, errw)
		}
	}
}

// TestRedesignEndsWithFour lets a portal be rebuilt, so that nothing is found on
// it any more: the run says which portal and names a page to look at.
func TestRedesignEndsWithFour(t *testing.T) {
	site, db := newNightSite(t, 12, nil), filepath.Join(t.TempDir(), "t.db")
	night := func() (int, string) {
		code, out, errw := call(t, "run", site.URL, "--db", db, "--allow-loopback")
		return code, out + errw
	}
	for range 4 {
		if code, out := night(); code != exitDone {
			t.Fatalf("exit code %d\n%s", code, out)
		}
		site.articles.Add(2)
	}
	shell := `<html><head><title>Cổng thông tin mới</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>`
	site.rebuilt.Store(&shell)
	code, out := night()
	host := strings.TrimPrefix(site.URL, "http://")
	if code != exitYield || !strings.Contains(out, "portal "+host) || !strings.Contains(out, "for example "+site.URL) {
		t.Errorf("exit code %d, want %d with the portal and a page of it:\n%s", code, exitYield, out)
	}
	if n := len(articlesIn(t, db)); n != 18 {
		t.Errorf("%d articles are left, want all 18", n)
	}
}

// TestTerminatedRunGoesOn stops a run with SIGTERM in its middle, and lets the
// next one do the rest.
func TestTerminatedRunGoesOn(t *testing.T) {
	const articles = 40
	var child atomic.Pointer[os.Process]
	var stop sync.Once
	site := newNightSite(t, articles, func() {
		if p := child.Load(); p != nil {
			stop.Do(func() { _ = p.Signal(syscall.SIGTERM) })
		}
	})
	db := filepath.Join(t.TempDir(), "t.db")
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Args = []string{"trich", "run", site.URL, "--db", db, "--allow-loopback", "--lang", "en", "--workers", "1", "--delay", "5ms"}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	child.Store(cmd.Process)
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != exitPartial || !strings.Contains(out.String(), "stopped before the end") {
		t.Fatalf("%v\n%s", err, &out)
	}
	verifyDB(t, db)
	stored := len(articlesIn(t, db))
	if stored == articles {
		t.Error("the run came to its end before it was stopped")
	}
	runs, err := openTest(t, db).Runs(t.Context(), 0)
	if err != nil || len(runs) != 1 || runs[0].Status != store.RunPartial || runs[0].FinishedAt.IsZero() {
		t.Errorf("%+v, %v", runs, err)
	}
	if code, out, errw := call(t, "run", site.URL, "--db", db, "--allow-loopback"); code != exitDone {
		t.Fatalf("exit code %d\n%s%s", code, out, errw)
	}
	if n := len(articlesIn(t, db)); n != articles {
		t.Errorf("%d articles after %d and a second run, want %d", n, stored, articles)
	}
	again := 0
	for n := range articles {
		again += site.count("/tin/"+strconv.Itoa(n)+".html") - 1
	}
	if again > 1 {
		t.Errorf("%d pages were asked for again", again)
	}
}
