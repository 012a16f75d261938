package extract

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// FuzzFigures holds what must be true of the figures of any text.
func FuzzFigures(f *testing.F) {
	for _, r := range append(fuzzRows(f, "figures.tsv", "sentence"), append(fuzzRows(f, "guards.tsv", "sentence"), fuzzRows(f, "attach.tsv", "text")...)...) {
		f.Add(r)
	}
	for _, unit := range hardTexts {
		f.Add(unit + unit + unit)
	}
	f.Add("1.234.567,89 tỷ 999.999.999 triệu 12345678901234567890 vụ 9223372036854775807 tỷ đồng")
	f.Fuzz(func(t *testing.T, in string) {
		a := &corpus.Article{Text: vi.Clean(in), Published: "2024-02-29"}
		facts := extractor.Explain(a)
		text := []rune(a.Text)
		check := func(x *corpus.Figure) {
			if x.Start < 0 || x.End > len(text) || x.Start >= x.End || string(text[x.Start:x.End]) != x.Text {
				t.Fatalf("quote %q is not at [%d, %d) of %q", x.Text, x.Start, x.End, a.Text)
			}
			if x.Sentence[0] > x.Start || x.Sentence[1] < x.End {
				t.Fatalf("%q at [%d, %d) is outside its sentence %v", x.Text, x.Start, x.End, x.Sentence)
			}
			if v := x.Value.Float(); math.IsNaN(v) || math.IsInf(v, 0) || v < 0 && !strings.HasPrefix(strings.NewReplacer("–", "-", "−", "-").Replace(x.Text), "-") {
				t.Fatalf("%q has the value %v", x.Text, v)
			}
			if x.Upper != nil && x.Upper.Cmp(x.Value.Decimal) <= 0 {
				t.Fatalf("%q runs from %v to %v", x.Text, x.Value, x.Upper)
			}
			if x.Rule == "" {
				t.Fatalf("%q has no rule", x.Text)
			}
		}
		for i := range facts.Counts {
			check(&facts.Counts[i].Figure)
			if facts.Counts[i].Unit == "" || facts.Counts[i].Class == "" {
				t.Fatalf("%q has no unit or class", facts.Counts[i].Text)
			}
		}
		for i := range facts.Percentages {
			check(&facts.Percentages[i].Figure)
		}
		b := &corpus.Article{Text: vi.Clean(norm.NFD.String(in)), Published: a.Published}
		if b.Text == a.Text {
			if got, want := fmt.Sprint(extractor.Explain(b)), fmt.Sprint(facts); got != want {
				t.Fatalf("decomposed text gives other facts:\n%s\n%s", got, want)
			}
		}
	})
}

func fuzzRows(f *testing.F, file, column string) (out []string) {
	rows, err := vi.ReadTable(os.DirFS("testdata"), file)
	if err != nil {
		f.Fatal(err)
	}
	for _, r := range rows {
		out = append(out, r.Get(column))
	}
	return out
}
