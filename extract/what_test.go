package extract

import (
	"testing"

	"github.com/trich-vn/trich/corpus"
)

// TestWhats reads testdata/whats.tsv: one figure of each text, named by its
// quote, and what it counts. Pairs of rows show a rule and where it must not act.
func TestWhats(t *testing.T) {
	for _, r := range sentences(t, "whats.tsv") {
		f := extractor.Extract(article(r.Get("text"), "2024-06-10"))
		var figures []corpus.Figure
		for i := range f.Counts {
			figures = append(figures, f.Counts[i].Figure)
		}
		for i := range f.Percentages {
			figures = append(figures, f.Percentages[i].Figure)
		}
		found := false
		for _, fig := range figures {
			if fig.Text != r.Get("quote") {
				continue
			}
			found = true
			if fig.What != r.Get("what") {
				t.Error(r.Errorf("%s counts %q, want %q", fig.Text, fig.What, r.Get("what")))
			}
		}
		if !found {
			t.Error(r.Errorf("%s: no figure %q in %s", r.Get("text"), r.Get("quote"), printed(f)))
		}
	}
}
