package extract

import (
	"os"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// dateCase is a line of testdata/dates.tsv: the rule, the day of publication,
// a sentence and the date values in it, in order. A line without values is a
// sentence in which the rule must find nothing.
type dateCase struct {
	line                      int
	rule, published, sentence string
	want                      []string
}

func readDateCases(t testing.TB) []dateCase {
	t.Helper()
	b, err := os.ReadFile("testdata/dates.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []dateCase
	for n, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 3 && len(cells) != 4 {
			t.Fatalf("testdata/dates.tsv:%d: %d cells, want rule, published, sentence and values", n+1, len(cells))
		}
		c := dateCase{line: n + 1, rule: cells[0], published: cells[1], sentence: vi.Clean(strings.ReplaceAll(cells[2], "\\n", "\n"))}
		if len(cells) == 4 {
			c.want = strings.Fields(cells[3])
		}
		out = append(out, c)
	}
	return out
}

func dateValues(f corpus.Facts) []string {
	var out []string
	for _, d := range f.Dates {
		out = append(out, d.Value)
	}
	for _, r := range f.Invalid {
		out = append(out, "invalid:"+strings.ReplaceAll(r.Text, " ", "_"))
	}
	return out
}

func TestDateSentences(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, f := range dateForms {
		known[f.name] = true
	}
	yes, no := map[string]bool{}, map[string]bool{}
	for _, c := range readDateCases(t) {
		if !known[c.rule] {
			t.Errorf("testdata/dates.tsv:%d: no rule is called %q", c.line, c.rule)
		}
		f := x.Extract(&corpus.Article{Text: c.sentence, Published: c.published})
		if got, want := strings.Join(dateValues(f), " "), strings.Join(c.want, " "); got != want {
			t.Errorf("testdata/dates.tsv:%d: %s\n  got  %s\n  want %s", c.line, c.sentence, got, want)
		}
		fired := false
		for _, d := range f.Dates {
			fired = fired || d.Rule == c.rule
		}
		if len(c.want) == 0 {
			no[c.rule] = true
		} else if yes[c.rule] = true; !fired && len(f.Dates) > 0 {
			t.Errorf("testdata/dates.tsv:%d: %s: %s found nothing, but %s", c.line, c.sentence, c.rule, f.Dates[0].Rule)
		}
	}
	for _, form := range dateForms {
		if !yes[form.name] || !no[form.name] {
			t.Errorf("%s: testdata/dates.tsv needs a sentence with and one without it", form.name)
		}
	}
}

func TestDateExamples(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range dateForms {
		found := false
		f := x.Extract(&corpus.Article{Text: form.example, Published: "2024-05-10"})
		for _, d := range f.Dates {
			found = found || d.Rule == form.name
		}
		if !found {
			t.Errorf("%s finds nothing in its example %q: %+v", form.name, form.example, f.Dates)
		}
	}
}
