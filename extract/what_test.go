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
		figures := quoted(f, r.Get("quote"))
		for _, fig := range figures {
			if fig.What != r.Get("what") {
				t.Error(r.Errorf("%s counts %q, want %q", fig.Text, fig.What, r.Get("what")))
			}
		}
		if len(figures) == 0 {
			t.Error(r.Errorf("%s: no figure %q in %s", r.Get("text"), r.Get("quote"), printed(f)))
		}
	}
}

// quoted returns the counts and percentages of f that quote says.
func quoted(f corpus.Facts, quote string) []corpus.Figure {
	var out []corpus.Figure
	for i := range f.Counts {
		if f.Counts[i].Text == quote {
			out = append(out, f.Counts[i].Figure)
		}
	}
	for i := range f.Percentages {
		if f.Percentages[i].Text == quote {
			out = append(out, f.Percentages[i].Figure)
		}
	}
	return out
}
