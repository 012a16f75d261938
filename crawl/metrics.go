package crawl

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// WriteMetrics writes a run in the text format of Prometheus.
func WriteMetrics(w io.Writer, r *Report, alarms []Alarm) error {
	m := metrics{bufio.NewWriter(w)}
	m.head("trich_run_end_timestamp_seconds", "when the last run ended")
	m.value("trich_run_end_timestamp_seconds", float64(r.Ended.Unix()))
	m.head("trich_run_duration_seconds", "how long the last run took")
	m.value("trich_run_duration_seconds", r.Ended.Sub(r.Started).Seconds())
	m.head("trich_run_bytes", "bytes of all answers as sent")
	m.value("trich_run_bytes", float64(r.Bytes))
	m.head("trich_run_pages", "pages by what became of them")
	for _, state := range slices.Sorted(maps.Keys(r.By)) {
		m.value("trich_run_pages", float64(r.By[state]), "state", string(state))
	}
	m.head("trich_run_articles", "articles, against what was known of them")
	m.value("trich_run_articles", float64(r.New), "change", "new")
	m.value("trich_run_articles", float64(r.Changed), "change", "changed")
	m.value("trich_run_articles", float64(r.Unchanged), "change", "unchanged")
	m.head("trich_run_facts", "facts in new and changed articles")
	m.value("trich_run_facts", float64(r.Facts))
	m.hosts(r)
	m.yields(r)
	m.head("trich_yield_alarms", "1 for each portal or section that gives far less than it used to")
	for _, a := range alarms {
		m.value("trich_yield_alarms", 1, "portal", a.Portal, "section", a.Section)
	}
	return m.w.Flush()
}

// WriteMetricsFile writes them to a file for the textfile collector, which
// never sees half of it.
func WriteMetricsFile(path string, r *Report, alarms []Alarm) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("metrics: %w", err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
			err = fmt.Errorf("metrics %s: %w", path, err)
		}
	}()
	if err = WriteMetrics(f, r, alarms); err != nil {
		_ = f.Close()
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		_ = f.Close()
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

type metrics struct{ w *bufio.Writer }

func (m metrics) head(name, help string) {
	fmt.Fprintf(m.w, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name)
}

// value writes one sample; labels are names and values in turn.
func (m metrics) value(name string, v float64, labels ...string) {
	fmt.Fprint(m.w, name)
	for i := 0; i+1 < len(labels); i += 2 {
		open := ","
		if i == 0 {
			open = "{"
		}
		fmt.Fprintf(m.w, `%s%s="%s"`, open, labels[i], labelValue.Replace(labels[i+1]))
	}
	if len(labels) > 0 {
		fmt.Fprint(m.w, "}")
	}
	fmt.Fprintf(m.w, " %g\n", v)
}

var labelValue = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func (m metrics) hosts(r *Report) {
	for _, x := range []struct {
		name, help string
		of         func(h *HostReport) float64
	}{
		{"trich_host_pages", "answers of a server", func(h *HostReport) float64 { return float64(h.Pages) }},
		{"trich_host_failures", "failures of a server", func(h *HostReport) float64 { return float64(h.Failures) }},
		{"trich_host_seconds", "mean time of an answer", func(h *HostReport) float64 { return h.Mean.Round(time.Millisecond).Seconds() }},
		{"trich_host_parked", "1 when the server is left alone for now", func(h *HostReport) float64 {
			if h.Parked.IsZero() {
				return 0
			}
			return 1
		}},
	} {
		m.head(x.name, x.help)
		for i := range r.Hosts {
			m.value(x.name, x.of(&r.Hosts[i]), "host", r.Hosts[i].Host)
		}
	}
}

func (m metrics) yields(r *Report) {
	m.head("trich_yield_articles", "articles of a section in this run")
	for _, y := range r.Yields {
		m.value("trich_yield_articles", float64(y.Articles), "portal", y.Portal, "section", y.Section)
	}
	m.head("trich_yield_facts", "facts of a section in this run")
	for _, y := range r.Yields {
		m.value("trich_yield_facts", float64(y.Facts), "portal", y.Portal, "section", y.Section)
	}
}
