package extract

import (
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
	"golang.org/x/text/unicode/norm"
)

// FuzzDates holds what is true of every date: its offsets give its quote, its
// value covers its first and last day in this order, dates stand in order of
// place without overlap, and NFD input gives what NFC input gives.
func FuzzDates(f *testing.F) {
	for _, c := range readDateCases(f) {
		f.Add(c.sentence, c.published)
	}
	for _, form := range dateForms {
		f.Add(form.example, "")
	}
	x, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, published string) {
		a := &corpus.Article{Text: vi.Clean(text), Published: published}
		facts := x.Extract(a)
		runes := []rune(a.Text)
		end := 0
		for _, d := range facts.Dates {
			if d.Start < end || d.End <= d.Start || d.End > len(runes) || string(runes[d.Start:d.End]) != d.Text {
				t.Fatalf("%q [%d, %d) after %d in %q", d.Text, d.Start, d.End, end, a.Text)
			}
			end = d.End
			first, last, err := corpus.Days(d.Value)
			if err != nil || first != d.First || last != d.Last {
				t.Fatalf("%q: value %s covers %s to %s (%v), not %s to %s", d.Text, d.Value, first, last, err, d.First, d.Last)
			}
			if d.Last != "" && d.First > d.Last {
				t.Fatalf("%q ends on %s before it begins on %s", d.Text, d.Last, d.First)
			}
		}
		again := x.Extract(&corpus.Article{Text: vi.Clean(norm.NFD.String(text)), Published: published})
		if vi.Clean(norm.NFD.String(text)) == a.Text && len(again.Dates) != len(facts.Dates) {
			t.Fatalf("%d dates in NFC, %d in NFD: %q", len(facts.Dates), len(again.Dates), text)
		}
	})
}
