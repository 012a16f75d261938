package corpus

import (
	"strings"
	"testing"
)

// sound is a record that passes; each test hurts a copy.
func sound() *Record {
	const text = "Thử\n\nPhát hiện 12 vụ, tăng 5%."
	source := func(quote string) Source {
		start := len([]rune(text[:strings.Index(text, quote)]))
		return Source{Span{quote, start, start + len([]rune(quote))}, "rule", [2]int{5, len([]rune(text))}}
	}
	return &Record{
		Source:  "a.txt",
		Article: &Article{Title: "Thử", Text: text, Published: "2024-05-06"},
		Facts: Facts{
			Counts:      []Count{{Figure: Figure{Source: source("12 vụ"), Value: NewDecimal(12, 0)}, Unit: "vụ"}},
			Percentages: []Percentage{{Figure{Source: source("5%"), Value: NewDecimal(5, 0), Change: Increase}}},
		},
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name string
		hurt func(r *Record)
		want string
	}{
		{"sound", func(*Record) {}, ""},
		{"no article", func(r *Record) { *r = Record{Source: "a", Reason: "list page"} }, ""},
		{"facts of nothing", func(r *Record) { r.Article = nil }, "2 facts without an article"},
		{"other text", func(r *Record) { r.Article.Text = "x" + r.Article.Text }, "counts[0]"},
		{"behind the text", func(r *Record) { r.Percentages[0].End = 999 }, "percentages[0]"},
		{"before the text", func(r *Record) { r.Counts[0].Start = -1 }, "counts[0]"},
		{"sentence outside", func(r *Record) { r.Counts[0].Sentence[1] = 999 }, "outside the text"},
		{"unknown bound", func(r *Record) { r.Counts[0].Bound = "roughly" }, `bound "roughly"`},
		{"unknown change", func(r *Record) { r.Percentages[0].Change = "up" }, `change "up"`},
		{"unknown kind of pair", func(r *Record) { r.Counts[0].OfKind = "x" }, `of_kind "x"`},
		{"no day", func(r *Record) { r.Article.Published = "06/05/2024" }, "no ISO day"},
		{"no UTF-8", func(r *Record) { r.Article.Text = "\xff" }, "UTF-8"},
	} {
		r := sound()
		c.hurt(r)
		err := r.Check()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}
