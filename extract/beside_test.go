package extract

import (
	"fmt"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

// TestBeside reads testdata/beside.tsv: one figure of each text, named by its
// quote, with its verb, its status, its area and level, and the kind of its pair.
func TestBeside(t *testing.T) {
	verbs, statuses := map[string]bool{}, map[corpus.Status]bool{}
	for _, r := range sentences(t, "beside.tsv") {
		a := article(r.Get("text"), "2024-06-10")
		if title, _, titled := strings.Cut(r.Get("text"), "¶¶"); titled {
			a.Title = title
		}
		f := extractor.Extract(a)
		var got []string
		for i := range f.Counts {
			if c := &f.Counts[i]; c.Text == r.Get("quote") {
				got = append(got, besideOf(&c.Figure)+"|"+string(c.OfKind))
			}
		}
		for i := range f.Percentages {
			if p := &f.Percentages[i]; p.Text == r.Get("quote") {
				got = append(got, besideOf(&p.Figure)+"|")
			}
		}
		want := strings.Join([]string{r.Get("verb"), r.Get("status"), r.Get("area"), r.Get("level"), r.Get("of")}, "|")
		if len(got) != 1 || got[0] != want {
			t.Error(r.Errorf("%s\n got %q of %s\nwant %q", r.Get("text"), got, printed(f), want))
		}
		verbs[r.Get("verb")], statuses[corpus.Status(r.Get("status"))] = true, true
	}
	for _, s := range corpus.Statuses() {
		if !statuses[s] {
			t.Errorf("no text shows status %s", s)
		}
	}
	if len(verbs) < 8 {
		t.Errorf("the texts show only %d verbs", len(verbs))
	}
}

func besideOf(f *corpus.Figure) string {
	return fmt.Sprintf("%s|%s|%s|%s", f.Verb, f.Status, f.Area, f.Level)
}
