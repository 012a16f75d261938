package extract

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

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

// TestDateRemarks holds what a date says beside its value.
func TestDateRemarks(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, check, inferred, first, last string }{
		{"Thứ Ba, 27/12/2022, họp.", "consistent", "", "2022-12-27", "2022-12-27"},
		{"Sáng thứ Hai (27/12/2022), họp.", "inconsistent", "", "2022-12-27", "2022-12-27"},
		{"Ngày 27/12, họp.", "", "year", "2022-12-27", "2022-12-27"},
		{"Tối qua, họp.", "", "publication", "2022-12-27", "2022-12-27"},
		{"Lệnh ký ngày 3/5/22, họp.", "", "century", "2022-05-03", "2022-05-03"},
		{"Trong quý II/2022, họp.", "", "", "2022-04-01", "2022-06-30"},
		{"Từ tháng 2/2022 đến nay, họp.", "", "", "2022-02-01", ""},
		{"Giai đoạn 2018 - 2023, họp.", "", "", "2018-01-01", "2023-12-31"},
	} {
		f := x.Extract(&corpus.Article{Text: c.text, Published: "2022-12-28"})
		if len(f.Dates) != 1 {
			t.Errorf("%s: %d dates, want 1", c.text, len(f.Dates))
			continue
		}
		d := f.Dates[0]
		if d.Check != c.check || d.Inferred != c.inferred || d.First != c.first || d.Last != c.last {
			t.Errorf("%s: check %q, inferred %q, %s to %s; want %q, %q, %s to %s",
				c.text, d.Check, d.Inferred, d.First, d.Last, c.check, c.inferred, c.first, c.last)
		}
		if (d.Note != "") != (c.check == "inconsistent") {
			t.Errorf("%s: note %q", c.text, d.Note)
		}
	}
}

// TestDateExplain holds what is said of a day that is none.
func TestDateExplain(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	f := x.Explain(&corpus.Article{Text: "Nổ ở chợ 2/9; đã xong 3/4 đoạn tuyến."})
	got := map[string]string{}
	for _, g := range f.Guards {
		if g.Kind == "date" {
			got[g.Text] = g.Reason
		}
	}
	if len(f.Dates) > 0 || got["2/9"] != "part of the name of a place" || got["3/4"] != "something is counted after it" {
		t.Errorf("dates %v, rejected %v", f.Dates, got)
	}
}

// TestDateTables spoils one line of each table: the error names file and line.
func TestDateTables(t *testing.T) {
	for name, c := range map[string]struct{ line, want string }{
		"date-words.tsv":     {"ngày\tdawn", `date-words.tsv:LAST: no role is called "dawn"`},
		"date-months.tsv":    {"mười ba\t13", `date-months.tsv:LAST: month is "13", not a number from 1 to 12`},
		"date-weekdays.tsv":  {"thứ tám\t8", `date-weekdays.tsv:LAST: day is "8", not a number from 1 to 7`},
		"date-parts.tsv":     {"hoàng hôn\tDUSK", `date-parts.tsv:LAST: no part of the day is called "DUSK"`},
		"date-days.tsv":      {"chủ nhật\t0", `date-days.tsv:LAST: "chủ nhật" stands in another table too`},
		"date-holidays.tsv":  {"tết tây\tjulian\t1\t1", `date-holidays.tsv:LAST: calendar is "julian", not solar or lunar`},
		"date-relatives.tsv": {"nọ\tx", `date-relatives.tsv:LAST: shift is "x", not a number from -2 to 1`},
		"date-canchi.tsv":    {"mèo\tanimal\t3", `date-canchi.tsv:LAST: kind is "animal", not stem or branch`},
		"date-leans.tsv":     {"nay mai\tsoon", `date-leans.tsv:LAST: side is "soon", not past or future`},
		"date-feasts.tsv":    {"31/4\tkhông có", `date-feasts.tsv:LAST: "31/4" is no day`},
	} {
		files := fstest.MapFS{}
		for n := range strings.SplitSeq("words months weekdays parts days holidays relatives canchi feasts leans", " ") {
			path := "data/date-" + n + ".tsv"
			b, err := vi.Data.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if "date-"+n+".tsv" == name {
				if name == "date-words.tsv" {
					b = []byte(strings.Replace(string(b), "\nngày\t", "\nngây\t", 1))
				}
				b = append(b, c.line...)
				c.want = strings.Replace(c.want, "LAST", strconv.Itoa(strings.Count(string(b), "\n")+1), 1)
			}
			files[path] = &fstest.MapFile{Data: b}
		}
		if _, err := newDateWords(vi.NewVocab(), files); err == nil || err.Error() != "data/"+c.want {
			t.Errorf("%s: error %v, want data/%s", name, err, c.want)
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
