package warc

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestMain lets the test program be its own victim: with TRICH_WARC_VICTIM it
// writes exchanges into that folder until it is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("TRICH_WARC_VICTIM"); dir != "" {
		victim(dir)
	}
	os.Exit(m.Run())
}

// victim tells each exchange's place as soon as it is written.
func victim(dir string) {
	w, err := NewWriter(dir, "test", Options{MaxSize: 40_000})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	for n := 0; ; n++ {
		at, err := w.WriteExchange(context.Background(), exchange(n%50))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		fmt.Println(n%50, at.File, at.Offset, at.Length)
	}
}

// TestKilledWriters kills a writer again and again. Whatever it told of before
// its death is there, and the archives hold nothing but whole records.
func TestKilledWriters(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	dir := t.TempDir()
	told := 0
	for round := range 8 {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), "TRICH_WARC_VICTIM="+dir)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if n == 0 {
				time.AfterFunc(time.Duration(3+7*round)*time.Millisecond, func() { _ = cmd.Process.Kill() })
			}
			var number int
			var at Location
			if _, err := fmt.Sscan(lines.Text(), &number, &at.File, &at.Offset, &at.Length); err != nil {
				break // the last line may be torn
			}
			told++
			if n%20 > 0 {
				continue
			}
			if _, resp, err := Load(dir, at, 1<<20); err != nil || !bytes.Equal(resp.Body, exchange(number).Body) {
				t.Errorf("round %d: what was told of is not there: %+v: %v", round, at, err)
			}
		}
		_ = cmd.Wait()
		if errs.Len() > 0 {
			t.Fatalf("the victim says: %s", errs.String())
		}
	}
	if err := open(t, dir, Options{}).Close(); err != nil { // repairs the last
		t.Fatal(err)
	}
	files, err := Files(dir, "test")
	if err != nil {
		t.Fatal(err)
	}
	responses := 0
	for _, file := range files {
		records, damages := readAll(t, bytes.NewReader(readFile(t, file)))
		if len(damages) > 0 {
			t.Errorf("%s: %q", filepath.Base(file), damages)
		}
		for _, r := range records {
			if r.kind == TypeResponse {
				responses++
			}
		}
	}
	if told < 8 || responses < told {
		t.Errorf("%d exchanges were told of, %d are there", told, responses)
	}
}
