package crawl

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

func TestMetrics(t *testing.T) {
	start := time.Unix(1_700_000_000, 0)
	r := &Report{
		Started: start, Ended: start.Add(90 * time.Second), Bytes: 2048, New: 3, Changed: 1, Unchanged: 7, Facts: 40,
		By:     map[corpus.TargetState]int{corpus.TargetDone: 11, corpus.TargetFailed: 2},
		Hosts:  []HostReport{{Host: "stp.tinh.example", Pages: 13, Failures: 2, Mean: 250 * time.Millisecond, Parked: start}},
		Yields: []corpus.Yield{{Portal: "stp", Section: `/tin"a\`, Articles: 4, Facts: 40}},
	}
	path := filepath.Join(t.TempDir(), "trich.prom")
	if err := WriteMetricsFile(path, r, []Alarm{{Portal: "stp", Section: "/tin"}}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"trich_run_end_timestamp_seconds 1.70000009e+09", "trich_run_duration_seconds 90", "trich_run_bytes 2048",
		`trich_run_pages{state="done"} 11`, `trich_run_pages{state="failed"} 2`, `trich_run_articles{change="new"} 3`,
		`trich_host_pages{host="stp.tinh.example"} 13`, `trich_host_seconds{host="stp.tinh.example"} 0.25`, `trich_host_parked{host="stp.tinh.example"} 1`,
		`trich_yield_articles{portal="stp",section="/tin\"a\\"} 4`, `trich_yield_alarms{portal="stp",section="/tin"} 1`,
	} {
		if !strings.Contains(string(got), line+"\n") {
			t.Errorf("no line %s in\n%s", line, got)
		}
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if err := WriteMetricsFile(filepath.Join(path, "x"), r, nil); err == nil {
		t.Error("no error for a path that cannot be")
	}
}
