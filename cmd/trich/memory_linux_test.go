package main

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestMonstersTakeLittleMemory crawls pages of a million tags and of endless
// text, which as trees and facts would take gigabytes, beside a good one.
func TestMonstersTakeLittleMemory(t *testing.T) {
	monsters := []string{
		strings.Repeat("<p>a</p>", 200_000),
		"<article><h1>Báo cáo</h1><p>" + strings.Repeat("Ngày 4/3/2024 có 12 vụ, 15 đối tượng, tăng 20%. ", 25_000) + "</p></article>",
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := 0
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch {
		case r.URL.Path == "/":
			for i := range 5 {
				fmt.Fprintf(w, `<a href="/tin/%d.html">Tin số %d</a>`, i, i)
			}
		case scanPath(r.URL.Path, "/tin/%d.html", &n) && n < 4:
			fmt.Fprintf(w, "<html><head><title>Tin %d</title></head><body>%s", n, monsters[n%2])
		case n == 4:
			fmt.Fprint(w, reportPage("Công an tỉnh triển khai công tác năm mới", 12))
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	db := filepath.Join(t.TempDir(), "t.db")
	cmd := trichRun(t.Context(), site.URL, db)
	out, err := cmd.CombinedOutput()
	if err != nil || !bytes.Contains(out, []byte("pages without an article: 4 (too large)")) {
		t.Errorf("%v\n%s", err, out)
	}
	if all := articlesIn(t, db); len(all) != 1 || all[0].Counts == 0 {
		t.Errorf("%d articles, want the good one", len(all))
	}
	const most = 900 << 10 // with the race detector; a fifth of it without
	if used, known := cmd.ProcessState.SysUsage().(*syscall.Rusage); known && used.Maxrss > most {
		t.Errorf("%d MB of memory", used.Maxrss>>10)
	} else if known {
		t.Logf("%d MB of memory", used.Maxrss>>10)
	}
}
