package gold

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

const shared = "../../../shared/"

func decimal(s string) corpus.Decimal {
	d, err := corpus.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

func source(text string, start int) corpus.Source {
	return corpus.Source{Span: corpus.Span{Text: text, Start: start, End: start + len([]rune(text))}}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Đồng chí NGUYỄN  Văn-Ân.": "dong chi nguyen van an",
		"y tế, 10 kg":              "y te 10 kg",
		"hoà / hòa":                "hoa hoa",
		"…":                        "",
		"a_b ½ ²":                  "a_b ½ ²",
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestIntervals(t *testing.T) {
	for in, want := range map[string]days{
		"2024":                  {"2024-01-01", "2024-12-31"},
		"2024-02":               {"2024-02-01", "2024-02-29"},
		"2024-12":               {"2024-12-01", "2024-12-31"},
		"2023-H2":               {"2023-07-01", "2023-12-31"},
		"2024-q1":               {"2024-01-01", "2024-03-31"},
		"2018/2023":             {"2018-01-01", "2023-12-31"},
		"2024-01/2024-06":       {"2024-01-01", "2024-06-30"},
		"2024-07-01/..":         {"2024-07-01", ".."},
		"2024-04-12T20:30":      {"2024-04-12", "2024-04-12"},
		"2025-03-04TAF":         {"2025-03-04", "2025-03-04"},
		"2025-03-04TMO/2025-04": {"2025-03-04", "2025-04-30"},
		"":                      {"", ""},
	} {
		if got := interval(in); got != want {
			t.Errorf("interval(%q) = %v, want %v", in, got, want)
		}
	}
}

const annotated = `{"doc": "a.txt", "article": {"title": "Một", "published": "2024-05-06", "byline": null, "body_has": ["vụ"], "body_lacks": ["lượt"]},
 "dates": [{"text": "năm 2024", "value": "2024"}, {"text": "năm 2024", "value": "2024"}, {"text": "cùng kỳ", "value": "2023", "optional": true}],
 "officials": [{"text": "Lê A", "name": "Lê A", "rank": "Đại tá", "positions": ["Giám đốc Công an tỉnh", "Tỉnh ủy viên"]},
   {"text": "Lê A", "name": "Lê A", "positions": ["Giám đốc Công an tỉnh"]}, {"text": "Bà B", "name": "B", "optional": true, "positions": ["chuyên gia"]}],
 "counts": [{"text": "12 vụ", "value": 12, "unit": ["vụ", "vụ án"], "change": "decrease", "of": 20, "period": "2024", "what": "vụ phạm pháp hình sự"},
   {"text": "5 năm", "value": 5, "unit": ["năm"], "optional": true}],
 "percentages": [{"text": "7,5%", "value": 7.5, "bound": "over"}]}`

func annotatedSet(t *testing.T) []Gold {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.json"), []byte(annotated), 0o644); err != nil {
		t.Fatal(err)
	}
	golds, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return golds
}

func TestScore(t *testing.T) {
	twenty := decimal("20")
	record := corpus.Record{Source: "some/where/a.txt", Article: &corpus.Article{Title: "MỘT", Published: "2024-05-06T07:08", Byline: "X", Text: "Đã xảy ra 12 vụ"}}
	record.Dates = []corpus.Date{{Source: source("năm 2024", 0), Value: "2024-01/2024-12"}, {Source: source("xảy", 3), Value: "2020"}}
	record.Officials = []corpus.Official{
		{Source: source("x", 0), Name: "LÊ A", Rank: "đại tá", Positions: []corpus.Position{{Title: "Giám đốc", Organisation: "Công an tỉnh"}}},
		{Source: source("x", 0), Name: "C", Positions: []corpus.Position{{Title: "Chủ tịch UBND tỉnh", Organisation: "UBND tỉnh"}}},
		{Source: source("x", 0), Name: "B", Positions: []corpus.Position{{Title: "Trưởng phòng"}}}}
	record.Counts = []corpus.Count{
		{Figure: corpus.Figure{Source: source("12 vụ", 10), Value: decimal("12"), What: "phạm pháp", Period: "2024-H1"}, Unit: "Vụ án", Of: &twenty},
		{Figure: corpus.Figure{Source: source("5", 0), Value: decimal("5")}, Unit: "đồng"}}
	record.Percentages = []corpus.Percentage{{Figure: corpus.Figure{Source: source("7,5%", 0), Value: decimal("7.50"), Bound: corpus.Over}}}
	got := Score(annotatedSet(t), []corpus.Record{record, {Source: "unknown.txt"}})
	wantF1 := map[string]F1{
		Dates:       {0.5, 0.5, 0.5, 1, 1, 1},
		Officials:   {0.5, 0.5, 0.5, 1, 1, 1}, // B is optional, C spurious
		Counts:      {1, 1, 1, 1, 0, 0},       // 5 is another reading of an optional quote
		Percentages: {1, 1, 1, 1, 0, 0},
		Positions:   {0.5, 0.5, 0.5, 1, 1, 1},
	}
	if !reflect.DeepEqual(got.F1, wantF1) {
		t.Errorf("F1\n got %v\nwant %v", got.F1, wantF1)
	}
	wantShares := map[string]Share{
		"article.title": {1, 1, 1}, "article.published": {1, 1, 1}, "article.byline": {0, 1, 0}, "article.body_has": {1, 1, 1},
		"article.body_lacks": {1, 1, 1}, "offsets": {2, 8, 0.25}, "officials.rank": {1, 1, 1}, "counts.change": {0, 1, 0}, "counts.bound": {1, 1, 1},
		"counts.of": {1, 1, 1}, "counts.period": {0, 1, 0}, "counts.what": {1, 1, 1}, "percentages.change": {1, 1, 1}, "percentages.bound": {1, 1, 1},
	}
	if !reflect.DeepEqual(got.Attributes, wantShares) {
		t.Errorf("attributes\n got %v\nwant %v", got.Attributes, wantShares)
	}
	misses := fmt.Sprint(got.Misses)
	for _, want := range []string{"a.txt\tdates\tmissed\t\"năm 2024\"\t2024\t", "dates\tspurious\t\"xảy\"\t\t2020", "counts.period\twrong\t\"12 vụ\"\t2024\t2024-H1",
		"positions\tmissed\t\"Lê A\"\tTỉnh ủy viên", "positions\tspurious\t\"C\"\t\tChủ tịch UBND tỉnh"} {
		if !strings.Contains(misses, want) {
			t.Errorf("no miss %q in\n%s", want, strings.ReplaceAll(misses, " a.txt", "\na.txt"))
		}
	}
	if table := got.String(); !strings.Contains(table, "dates        P 0.500  R 0.500  F1 0.500   (1 right, 1 spurious, 1 missed)") {
		t.Errorf("table\n%s", table)
	}
}

func TestNothingExtracted(t *testing.T) {
	golds := annotatedSet(t)
	missing := Score(golds, nil)
	if missing.Articles != 0 || !reflect.DeepEqual(missing.Missing, []string{"a.txt"}) || missing.F1[Dates].FN != 2 || missing.F1[Counts].F1 != 0 {
		t.Errorf("without records: %+v", missing)
	}
	empty := Score(golds, []corpus.Record{{Source: "a.txt"}})
	if empty.F1[Officials].FN != 2 || empty.F1[Positions].FN != 2 || empty.Attributes["article.byline"].Right != 1 {
		t.Errorf("with an empty record: %+v", empty)
	}
}

func TestCheck(t *testing.T) {
	r := Score(annotatedSet(t), []corpus.Record{{Source: "a.txt", Article: &corpus.Article{Title: "Một"}}})
	got := Check(r, Floors{"article.title": 1, "dates": 0.5, "offsets": 0.9, "nonsense": 0.1})
	want := []string{"dates: 0.0000 is below the floor 0.5000", "nonsense: nothing was scored, the floor is 0.1000", "offsets: nothing was scored, the floor is 0.9000"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Check(Score(annotatedSet(t), nil), Floors{}); len(got) != 1 || got[0] != "no record for [a.txt]" {
		t.Errorf("a missing record: %q", got)
	}
	floors, err := SetFloors("seeds")
	if err != nil || floors["dates"] < 0.92 {
		t.Errorf("floors of the seeds: %v, %v", floors, err)
	}
	if _, err := SetFloors("nonsense"); err == nil {
		t.Error("an unknown set has floors")
	}
}

func TestMistakesInGoldAreNamed(t *testing.T) {
	for raw, want := range map[string]string{
		`{"doc": "a", "dated": []}`:                          `unknown field "dated"`,
		`{"doc": "a", "dates": [{"txt": "x"}]}`:              `unknown field "txt"`,
		`{"doc": "a", "article": {"lead": "x"}}`:             "article.lead: unknown key",
		`{"doc": "a", "article": {"body_has": "x"}}`:         "article.body_has: json",
		`{"doc": "a", "only": ["people"]}`:                   `unknown kind "people"`,
		`{"dates": []}`:                                      `"doc" is missing`,
		`{"doc": "a", "counts": [{"text":"x","value":[1]}]}`: "cannot unmarshal",
		`{`: "unexpected EOF",
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, "x.json")
		if err := os.WriteFile(file, []byte(raw), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "x.json") {
			t.Errorf("%s: got %v, want %q", raw, err, want)
		}
	}
	if _, err := Load(t.TempDir()); err == nil || !strings.Contains(err.Error(), "holds no annotations") {
		t.Errorf("an empty folder: %v", err)
	}
}

// python runs the score tool, or skips where it or Python is missing.
func python(t *testing.T, goldDir string, records []corpus.Record) Result {
	t.Helper()
	tool := shared + "tools/score.py"
	if _, err := os.Stat(tool); err != nil {
		t.Skip("no score tool beside the checkout")
	}
	interpreter, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	var in bytes.Buffer
	enc := json.NewEncoder(&in)
	for _, r := range records {
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(interpreter, tool, goldDir, "--json")
	cmd.Stdin = &in
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("score.py: %v\n%s", err, errs.String())
	}
	var r Result
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func compare(t *testing.T, name, goldDir string, records []corpus.Record) {
	t.Helper()
	golds, err := Load(goldDir)
	if err != nil {
		t.Fatal(err)
	}
	got, want := Score(golds, records), python(t, goldDir, records)
	got.Misses = nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
	}
}

// TestAgreesWithTheToolOnSharedGold scores what is made of the gold itself,
// well and badly, with both.
func TestAgreesWithTheToolOnSharedGold(t *testing.T) {
	sets := 0
	for _, dir := range []string{"corpus/gold", "corpus/dev/gold", "corpus/tricky/gold"} {
		golds, err := Load(shared + dir)
		if err != nil {
			if _, missing := os.Stat(shared); missing != nil {
				t.Skip("no gold beside the checkout")
			}
			t.Fatal(err)
		}
		sets++
		for seed := range uint64(2) {
			compare(t, fmt.Sprint(dir, " ", seed), shared+dir, imitate(golds, rand.New(rand.NewPCG(seed, 7)), int(seed)*30))
		}
	}
	if sets != 3 {
		t.Errorf("%d sets", sets)
	}
}

// TestAgreesWithTheToolOnInventedGold does so on small random cases, where
// rare ways of pairing are not rare.
func TestAgreesWithTheToolOnInventedGold(t *testing.T) {
	for seed := range uint64(4) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		dir := t.TempDir()
		for n := range 30 {
			raw, err := json.Marshal(invent(rnd, n))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%02d.json", n)), raw, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		golds, err := Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, fmt.Sprint("seed ", seed), dir, imitate(golds, rnd, 40))
	}
}

func pick[T any](rnd *rand.Rand, list ...T) T { return list[rnd.IntN(len(list))] }

// invent makes gold with few values, so that many facts share a key.
func invent(rnd *rand.Rand, n int) map[string]any {
	list := func(make func() map[string]any) []map[string]any {
		out := []map[string]any{}
		for range rnd.IntN(5) {
			x := make()
			if rnd.IntN(4) == 0 {
				x["optional"] = true
			}
			out = append(out, x)
		}
		return out
	}
	some := func(x map[string]any, key string, values ...any) {
		if rnd.IntN(2) == 0 {
			x[key] = pick(rnd, values...)
		}
	}
	figure := func(x map[string]any) map[string]any {
		x["value"] = pick[any](rnd, 1, 2, 2.5, 3.14159)
		some(x, "change", "increase", "decrease")
		some(x, "bound", "over", "about")
		some(x, "upper", 4, 5.5)
		some(x, "period", "2024", "2024-H1,2023", "2024-01/2024-06")
		some(x, "baseline", "2023", "2022-Q4")
		some(x, "indicator", "crime.cases")
		some(x, "what", "số vụ phạm pháp", "vụ án ma túy", "đối tượng")
		return x
	}
	g := map[string]any{
		"doc":     fmt.Sprintf("d%d.txt", n),
		"article": map[string]any{"title": pick[any](rnd, "Một hai", "Ba", nil), "published": pick[any](rnd, "2024-05-06", nil), "body_has": []string{"vụ", "án"}, "body_lacks": []string{"x"}},
		"dates": list(func() map[string]any {
			return map[string]any{"text": pick(rnd, "năm 2024", "ngày 5", "năm"), "value": pick(rnd, "2024", "2024-05", "2023,2022", "2024-H1")}
		}),
		"officials": list(func() map[string]any {
			x := map[string]any{"text": "Lê A", "name": pick(rnd, "Lê A", "LÊ Á", "Trần B")}
			some(x, "rank", "Đại tá", "Thượng tá")
			some(x, "former", true)
			some(x, "acting", true)
			some(x, "positions", []string{"Giám đốc Công an tỉnh"}, []string{"Chủ tịch", "Bí thư Huyện ủy"})
			return x
		}),
		"counts": list(func() map[string]any {
			x := figure(map[string]any{"text": pick(rnd, "2 vụ", "vụ", "2 vụ án"), "unit": pick(rnd, []string{"vụ"}, []string{"vụ", "vụ án"})})
			some(x, "of", 7, 8)
			return x
		}),
		"percentages": list(func() map[string]any { return figure(map[string]any{"text": pick(rnd, "2%", "2,5%")}) }),
	}
	if rnd.IntN(4) == 0 {
		g["only"] = []string{"dates", pick(rnd, "counts", "officials")}
	}
	return g
}

// imitate makes records out of gold and spoils so many of a hundred values.
func imitate(golds []Gold, rnd *rand.Rand, spoil int) []corpus.Record {
	bad := func() bool { return rnd.IntN(100) < spoil }
	either := func(good string, others ...string) string {
		if bad() {
			return pick(rnd, append(others, "", "Hai vụ", "2024-03")...)
		}
		return good
	}
	text := func(p *string) string {
		if p == nil {
			return ""
		}
		return either(*p)
	}
	var out []corpus.Record
	for _, g := range golds {
		if rnd.IntN(300) < spoil {
			continue // a document without a record
		}
		r := corpus.Record{Source: "folder/" + g.Doc, Article: &corpus.Article{Text: "Đã xảy ra 12 vụ án năm 2024 x"}}
		if t := g.Article.Fields["title"]; t != nil {
			r.Article.Title = text(t)
		}
		if p := g.Article.Fields["published"]; p != nil {
			r.Article.Published = text(p)
		}
		at := func(f Fact) corpus.Source { return source(either(f.Text, "năm 2024", "2 vụ"), rnd.IntN(20)-2) }
		figure := func(f Fact) corpus.Figure {
			x := corpus.Figure{Source: at(f), Value: decimal(fmt.Sprintf("%.5f", f.Value.Number)), Change: corpus.Change(either(f.Change)),
				Bound: corpus.Bound(either(f.Bound)), Indicator: text(f.Indicator), What: text(f.What)}
			if bad() {
				x.Value = decimal("2.50")
			}
			first := func(p *string) string {
				if p == nil {
					return ""
				}
				value, _, _ := strings.Cut(*p, ",")
				return value
			}
			x.Period, x.Baseline = either(first(f.Period)), first(f.Baseline)
			if f.Upper != nil && !bad() {
				u := decimal(fmt.Sprint(*f.Upper))
				x.Upper = &u
			}
			return x
		}
		times := func() int { return pick(rnd, 1, 1, 1, 1, rnd.IntN(3)) }
		for _, f := range g.Dates {
			for range times() {
				value, _, _ := strings.Cut(f.Value.Text, ",")
				r.Dates = append(r.Dates, corpus.Date{Source: at(f), Value: either(value, "2024")})
			}
		}
		for _, f := range g.Officials {
			for range times() {
				o := corpus.Official{Source: at(f), Name: either(f.Name, "Lê A"), Rank: text(f.Rank)}
				for _, p := range f.Positions {
					title, organisation, _ := strings.Cut(p, " Công an")
					if organisation = strings.TrimSpace(organisation); organisation != "" {
						organisation = "Công an " + organisation
					}
					o.Positions = append(o.Positions, corpus.Position{Title: either(title, "Chủ tịch"), Organisation: organisation,
						Former: f.Former != nil && !bad(), Acting: f.Acting != nil && !bad()})
				}
				r.Officials = append(r.Officials, o)
			}
		}
		for _, f := range g.Counts {
			for range times() {
				c := corpus.Count{Figure: figure(f), Unit: either(pick(rnd, f.Unit...), "vụ")}
				if f.Of != nil && !bad() {
					of := decimal(fmt.Sprint(*f.Of))
					c.Of = &of
				}
				r.Counts = append(r.Counts, c)
			}
		}
		for _, f := range g.Percentages {
			for range times() {
				r.Percentages = append(r.Percentages, corpus.Percentage{Figure: figure(f)})
			}
		}
		out = append(out, r)
	}
	return out
}
