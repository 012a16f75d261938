package extract

import (
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// TestHardTexts reads long hostile texts to their end and finds every quote
// where it says. What they cost is measured by BenchmarkHard, per byte; were
// the work quadratic, this test would not end within the time of a test run.
func TestHardTexts(t *testing.T) {
	for name, unit := range hardTexts {
		a := &corpus.Article{Text: vi.Clean(hardText(unit, 150_000))}
		facts := extractor.Extract(a)
		text := []rune(a.Text)
		for _, s := range spansOf(&facts) {
			if s.Start < 0 || s.End > len(text) || s.Start >= s.End || string(text[s.Start:s.End]) != s.Text {
				t.Fatalf("%s: %q is not at [%d, %d)", name, s.Text, s.Start, s.End)
			}
		}
	}
}

func spansOf(f *corpus.Facts) (out []corpus.Span) {
	for i := range f.Dates {
		out = append(out, f.Dates[i].Span)
	}
	for i := range f.Officials {
		out = append(out, f.Officials[i].Span)
	}
	for i := range f.Counts {
		out = append(out, f.Counts[i].Span)
	}
	for i := range f.Percentages {
		out = append(out, f.Percentages[i].Span)
	}
	return out
}

// TestWideTable reads a table of very many columns, whose every cell asks for the name of
// its column and for a unit beside it.
func TestWideTable(t *testing.T) {
	const columns = 30_000
	a := &corpus.Article{Text: "a" + strings.Repeat("|xyz", columns) + "\na" + strings.Repeat("|1", columns) + "|7 vụ"}
	if facts := extractor.Extract(a); len(facts.Counts) != 1 || facts.Counts[0].Text != "7 vụ" {
		t.Errorf("a table of numbers without a unit counts %v", facts.Counts)
	}
}
