package extract

import (
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

var extractor = func() *Extractor {
	x, err := New()
	if err != nil {
		panic(err)
	}
	return x
}()

// article makes an article of a text in which ¶ stands for a line end.
func article(text, published string) *corpus.Article {
	return &corpus.Article{Text: vi.Clean(strings.ReplaceAll(text, "¶", "\n")), Published: published}
}

// printed writes the figures of f as the tables of sentences do:
// "[bound] [change] value[..upper][/of] unit", in order of place.
func printed(f corpus.Facts) string {
	type placed struct {
		at int
		s  string
	}
	var out []placed
	write := func(x *corpus.Figure, of *corpus.Decimal, unit string) {
		var b strings.Builder
		for _, w := range []string{string(x.Bound), string(x.Change)} {
			if w != "" {
				b.WriteString(w + " ")
			}
		}
		b.WriteString(x.Value.String())
		if x.Upper != nil {
			b.WriteString(".." + x.Upper.String())
		}
		if of != nil {
			b.WriteString("/" + of.String())
		}
		b.WriteString(" " + unit)
		out = append(out, placed{x.Start, b.String()})
	}
	for i := range f.Counts {
		write(&f.Counts[i].Figure, f.Counts[i].Of, f.Counts[i].Unit)
	}
	for i := range f.Percentages {
		write(&f.Percentages[i].Figure, nil, "%")
	}
	sort.Slice(out, func(i, j int) bool { return out[i].at < out[j].at })
	var s []string
	for _, p := range out {
		s = append(s, p.s)
	}
	if len(s) == 0 {
		return "-"
	}
	return strings.Join(s, "; ")
}

func sentences(t *testing.T, file string) []vi.Row {
	t.Helper()
	rows, err := vi.ReadTable(os.DirFS("testdata"), file)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		t.Fatalf("%s is empty", file)
	}
	return rows
}

// TestFigureSentences reads testdata/figures.tsv: sentences and their figures,
// "-" where nothing may be found.
func TestFigureSentences(t *testing.T) {
	for _, r := range sentences(t, "figures.tsv") {
		if got := printed(extractor.Extract(article(r.Get("sentence"), "2024-06-10"))); got != r.Get("figures") {
			t.Error(r.Errorf("%s\n got %s\nwant %s", r.Get("sentence"), got, r.Get("figures")))
		}
	}
}

// TestFigureRules finds each rule's figure in its own example, and each rule
// among the sentences, both where it finds something and where it must not.
func TestFigureRules(t *testing.T) {
	found, nothing := map[string]bool{}, map[string]bool{}
	for _, r := range sentences(t, "figures.tsv") {
		if r.Get("figures") == "-" {
			nothing[r.Get("rule")] = true
		} else {
			found[r.Get("rule")] = true
		}
	}
	for _, rule := range figureRules {
		if !found[rule.name] || !nothing[rule.name] {
			t.Errorf("%s: testdata/figures.tsv needs a sentence with its figure and one without", rule.name)
		}
		f, ok := extractor.Extract(article(rule.example, "2024-06-10")), false
		for _, c := range f.Counts {
			ok = ok || c.Rule == rule.name
		}
		for _, p := range f.Percentages {
			ok = ok || p.Rule == rule.name
		}
		if !ok {
			t.Errorf("%s finds nothing in its example %q: %s", rule.name, rule.example, printed(f))
		}
	}
}

// TestGuardSentences reads testdata/guards.tsv: each guard's sentences, with
// the figures that stand beside the guarded number.
func TestGuardSentences(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range sentences(t, "guards.tsv") {
		f := extractor.Explain(article(r.Get("sentence"), "2024-06-10"))
		if got := printed(f); got != r.Get("figures") {
			t.Error(r.Errorf("%s\n got %s\nwant %s", r.Get("sentence"), got, r.Get("figures")))
		}
		var rules []string
		for _, g := range f.Guards {
			if !strings.HasPrefix(g.Rule, "guard.") {
				continue
			}
			rules = append(rules, g.Rule)
			seen[g.Rule] = true
			if g.Reason == "" || g.Text == "" {
				t.Error(r.Errorf("guard %+v tells no reason or place", g))
			}
		}
		if got := strings.Join(rules, " "); got != r.Get("guards") {
			t.Error(r.Errorf("%s\n got guards %q\nwant %q", r.Get("sentence"), got, r.Get("guards")))
		}
	}
	for kind := range guardKinds {
		if !seen["guard."+kind] {
			t.Errorf("no sentence shows guard.%s", kind)
		}
	}
}

// TestAttachments reads testdata/attach.tsv: one figure of each text, named by
// its quote, with its period, baseline, what it counts, kind of pair and check.
func TestAttachments(t *testing.T) {
	for _, r := range sentences(t, "attach.tsv") {
		a := article(r.Get("text"), r.Get("published"))
		f := extractor.Extract(a)
		var fig *corpus.Figure
		var kind corpus.OfKind
		for i := range f.Counts {
			if f.Counts[i].Text == r.Get("quote") {
				fig, kind = &f.Counts[i].Figure, f.Counts[i].OfKind
			}
		}
		for i := range f.Percentages {
			if f.Percentages[i].Text == r.Get("quote") {
				fig = &f.Percentages[i].Figure
			}
		}
		if fig == nil {
			t.Error(r.Errorf("%s: no figure %q in %s", r.Get("text"), r.Get("quote"), printed(f)))
			continue
		}
		got := fmt.Sprintf("period %s, baseline %s, of %s, check %s", fig.Period, fig.Baseline, kind, fig.Check)
		want := fmt.Sprintf("period %s, baseline %s, of %s, check %s", r.Get("period"), r.Get("baseline"), r.Get("of"), r.Get("check"))
		if got != want {
			t.Error(r.Errorf("%s\n got %s\nwant %s", r.Get("quote"), got, want))
		}
		if w := r.Get("what"); w != "" && fig.What != w {
			t.Error(r.Errorf("%s counts %q, want %q", r.Get("quote"), fig.What, w))
		}
	}
}

// TestIndicatorSentences runs the sentences of the table of series.
func TestIndicatorSentences(t *testing.T) {
	rows, err := vi.ReadTable(vi.Data, "data/indicators.tsv")
	if err != nil {
		t.Fatal(err)
	}
	series := func(s string) (out []string) {
		f := extractor.Extract(article(s, "2024-06-10"))
		for _, c := range f.Counts {
			out = append(out, c.Indicator)
		}
		for _, p := range f.Percentages {
			out = append(out, p.Indicator)
		}
		return out
	}
	has := func(list []string, id string) bool {
		for _, x := range list {
			if x == id {
				return true
			}
		}
		return false
	}
	for _, r := range rows {
		for _, s := range r.List("match") {
			if got := series(s); !has(got, r.Get("id")) {
				t.Error(r.Errorf("%q has series %q, want %s", s, got, r.Get("id")))
			}
		}
		for _, s := range r.List("nomatch") {
			if got := series(s); has(got, r.Get("id")) {
				t.Error(r.Errorf("%q has series %q, which must not hold %s", s, got, r.Get("id")))
			}
		}
	}
}

// The line before tells the series of figures that have no words of their own.
func TestIndicatorUnderHeading(t *testing.T) {
	for text, want := range map[string]string{
		"4. Số vụ phạm tội về ma túy:¶Toàn tỉnh xảy ra 49 vụ, so với tháng trước tăng 3 vụ.":         "drug.cases drug.cases",
		"3. Phạm tội về môi trường, an toàn thực phẩm¶Toàn tỉnh xảy ra 75 vụ.":                       "crime.environment.cases",
		"Tình hình tội phạm về ma túy¶Toàn tỉnh xảy ra 49 vụ.":                                       "", // no heading
		"4. Số vụ phạm tội về ma túy:¶Toàn tỉnh xảy ra 49 vụ.¶Toàn tỉnh xảy ra 12 vụ.":               "drug.cases ",
		"4. Số vụ phạm tội về ma túy:¶Toàn tỉnh xảy ra 49 vụ tai nạn giao thông.":                    "traffic.accidents",
		"2. Bắt 31 đối tượng phạm tội về ma túy:¶Toàn tỉnh xảy ra 49 vụ.":                            "drug.persons ",
		"1. Số vụ phạm tội về trật tự xã hội:¶Toàn quốc xảy ra 3.558 vụ; khám phá 3.043 vụ; đạt 9%.": "crime.order.cases crime.order.solved crime.order.clearance_rate",
	} {
		f := extractor.Extract(article("Số liệu tháng 5¶¶"+text, "2024-06-10"))
		var got []string
		for _, c := range f.Counts {
			got = append(got, c.Indicator)
		}
		for _, p := range f.Percentages {
			got = append(got, p.Indicator)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: series %q, want %q", text, got, want)
		}
	}
}

// TestUnitTable holds the table of units to its size and its classes.
func TestUnitTable(t *testing.T) {
	rows, err := vi.ReadTable(vi.Data, "data/units.tsv")
	if err != nil {
		t.Fatal(err)
	}
	classes := map[string]int{}
	for _, r := range rows {
		classes[r.Get("class")]++
	}
	if len(rows) < 300 || classes["case"] == 0 || classes["person"] == 0 || classes["money"] == 0 || classes["mass"] == 0 || classes["area"] == 0 {
		t.Fatalf("%d units in classes %v", len(rows), classes)
	}
}

func TestShiftAndPrevious(t *testing.T) {
	for _, c := range []struct {
		v    string
		by   int
		want string
	}{
		{"2024", -1, "2023"}, {"2024-H1", -1, "2023-H1"}, {"2024-01/2024-09", -1, "2023-01/2023-09"},
		{"2024-02-29", -1, "2023-02-28"}, {"2018/2023", 1, "2019/2024"}, {"2024-07-01/..", -2, "2022-07-01/.."}, {"", -1, ""},
	} {
		if got := shiftYears(c.v, c.by); got != c.want {
			t.Errorf("shiftYears(%s, %d) = %s, want %s", c.v, c.by, got, c.want)
		}
	}
	for v, want := range map[string]string{
		"2024": "2023", "2024-01": "2023-12", "2024-Q1": "2023-Q4", "2024-H2": "2024-H1", "2024-03-01": "2024-02-29",
		"2025-04-16/2025-04-22": "2025-04-09/2025-04-15", "2024-07-01/..": "", "": "",
	} {
		if got := previous(v); got != want {
			t.Errorf("previous(%s) = %s, want %s", v, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	for text, want := range map[string]string{
		"Trên địa bàn tỉnh Sóc Trăng xảy ra 12 vụ cháy.":          "tỉnh Sóc Trăng",
		"Toàn huyện có 7 xã đạt chuẩn.":                           "Toàn huyện",
		"Tại thành phố Tuy Hòa xảy ra 2 vụ tai nạn.":              "thành phố Tuy Hòa",
		"Lực lượng chức năng ở Cư Jút bắt 3 đối tượng.":           "Cư Jút",
		"Tại hội nghị, 26 tập thể được khen.":                     "",
		"Trên địa bàn toàn tỉnh hiện có 45 mô hình tự quản.":      "toàn tỉnh",
		"Tại huyện Cư Jút có 3 vụ; bắt giữ 9 đối tượng trộm cắp.": "huyện Cư Jút",
	} {
		f := extractor.Extract(article(text, ""))
		if len(f.Counts) == 0 || f.Counts[0].Place != want {
			t.Errorf("%s: %+v, want place %q", text, f.Counts, want)
		}
	}
}

// TestDeterministic reads the same article again and again.
func TestDeterministic(t *testing.T) {
	a := article("Năm 2024, phát hiện 1.107 vụ, bắt 64 đối tượng; tỷ lệ đạt 82,29%, tăng 5% so với cùng kỳ.", "2025-01-10")
	want := fmt.Sprint(extractor.Extract(a))
	for range 20 {
		if got := fmt.Sprint(extractor.Extract(a)); got != want {
			t.Fatalf("second reading differs:\n%s\n%s", got, want)
		}
	}
}
