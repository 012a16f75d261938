package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/trich-vn/trich/corpus"
)

// memory is a Store over records in memory: a record's identifier is its
// place in the list, from 1. It answers the questions the tests ask the way a
// store does, without an index.
type memory struct {
	records []*corpus.Record
	// fail is returned by every question when set.
	fail error
	// failAfter breaks streams of rows after so many.
	failAfter int
	asked     []Query
	// beside is what the rows of articles hold beside the records.
	beside map[int64]rowMap
}

// fold makes words comparable without case and diacritics.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(strings.ToLower(s)))
	return strings.ReplaceAll(s, "đ", "d")
}

func in(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }

func (m *memory) articleMatches(q Query, id int64, a *corpus.Article) bool {
	return in(q.Portals, a.Portal) && in(q.Provinces, a.Province) &&
		(q.PublishedFrom == "" || a.Published >= q.PublishedFrom) && (q.PublishedTo == "" || a.Published <= q.PublishedTo) &&
		(q.ArticleID == 0 || q.ArticleID == id)
}

var memoryTables = map[string]corpus.Table{
	"articles": tableWith("articles", "id title lead published portal province url source gone_since gone_reason near_duplicates", "dates officials counts percentages"),
	"facts": tableWith("facts", "kind text value unit class bound change what of_kind indicator period period_first period_last baseline "+
		"place check note sentence article_title url source portal province published rule", "article_id n start end"),
	"officials": tableWith("officials", "text name honorific rank title organisation level canonical jurisdiction role verb sentence "+
		"article_title url source portal province published rule", "article_id n position start end person_id"),
}

func tableWith(name, texts, integers string) corpus.Table {
	t := corpus.Table{Name: name}
	for _, c := range strings.Fields(integers) {
		t.Columns = append(t.Columns, corpus.Column{Name: c, Type: corpus.Integer})
	}
	for _, c := range strings.Fields(texts) {
		t.Columns = append(t.Columns, corpus.Column{Name: c, Type: corpus.String})
	}
	for _, c := range map[string][]string{"facts": {"upper", "of"}}[name] {
		t.Columns = append(t.Columns, corpus.Column{Name: c, Type: corpus.Number})
	}
	for _, c := range map[string][]string{"officials": {"former", "acting", "inferred"}}[name] {
		t.Columns = append(t.Columns, corpus.Column{Name: c, Type: corpus.Boolean})
	}
	return t
}

// rowMap is a row by the names of its columns.
type rowMap map[string]any

func (r rowMap) text(name string) string { s, _ := r[name].(string); return s }

// rowsOf returns every row of a table that q asks for, in order.
func (m *memory) rowsOf(table string, q Query) []rowMap {
	var rows []rowMap
	for i, rec := range m.records {
		id, a := int64(i+1), rec.Article
		if !m.articleMatches(q, id, a) {
			continue
		}
		about := rowMap{"article_id": id, "article_title": a.Title, "url": a.URL, "source": rec.Source, "portal": a.Portal,
			"province": a.Province, "published": a.Published}
		switch table {
		case "articles":
			if !strings.Contains(fold(a.Text), fold(q.Text)) {
				continue
			}
			rows = append(rows, with(about, rowMap{"id": id, "title": a.Title, "lead": a.Lead, "dates": int64(len(rec.Dates)),
				"officials": int64(len(rec.Officials)), "counts": int64(len(rec.Counts)), "percentages": int64(len(rec.Percentages))}, m.beside[id]))
		case "facts":
			rows = append(rows, factRows(about, rec, q)...)
		case "officials":
			rows = append(rows, officialRows(about, rec, q)...)
		}
	}
	slices.SortStableFunc(rows, func(a, b rowMap) int { return cmp.Compare(b.text("published"), a.text("published")) })
	if column := strings.TrimPrefix(q.Sort, "-"); column != "" {
		slices.SortStableFunc(rows, func(a, b rowMap) int {
			n := cmp.Compare(a.text(column), b.text(column))
			if column == "value" {
				x, _ := corpus.ParseDecimal(a.text(column))
				y, _ := corpus.ParseDecimal(b.text(column))
				n = cmp.Compare(x.Float(), y.Float())
			}
			if column != q.Sort {
				n = -n
			}
			return n
		})
	}
	return rows
}

func with(rows ...rowMap) rowMap {
	out := rowMap{}
	for _, r := range rows {
		for name, v := range r {
			if s, isText := v.(string); !isText || s != "" {
				out[name] = v
			}
		}
	}
	return out
}

func sourceRow(a *corpus.Article, s corpus.Source, n int) rowMap {
	return rowMap{"n": int64(n), "text": s.Text, "start": int64(s.Start), "end": int64(s.End), "rule": s.Rule,
		"sentence": string([]rune(a.Text)[s.Sentence[0]:s.Sentence[1]])}
}

func figureRow(f corpus.Figure) rowMap {
	first, last, _ := corpus.Days(f.Period)
	r := rowMap{"value": f.Value.String(), "bound": string(f.Bound), "change": string(f.Change), "what": f.What, "indicator": f.Indicator,
		"period": f.Period, "period_first": first, "period_last": last, "baseline": f.Baseline, "place": f.Place, "check": f.Check, "note": f.Note}
	if f.Upper != nil {
		r["upper"] = *f.Upper
	}
	return r
}

func factRows(about rowMap, rec *corpus.Record, q Query) []rowMap {
	var rows []rowMap
	wanted := q.Kinds
	if len(wanted) == 0 {
		wanted = []string{"count", "percentage"}
	}
	add := func(r rowMap) {
		bound, change := cmp.Or(r.text("bound"), "exact"), cmp.Or(r.text("change"), "level")
		if slices.Contains(wanted, r.text("kind")) && in(q.Units, r.text("unit")) && in(q.Indicators, r.text("indicator")) &&
			in(q.Classes, r.text("class")) && in(q.Bounds, bound) && in(q.Changes, change) && in(q.Checks, r.text("check")) &&
			strings.Contains(fold(r.text("sentence")+" "+r.text("what")), fold(q.Text)) {
			rows = append(rows, r)
		}
	}
	for i, x := range rec.Counts {
		r := with(about, sourceRow(rec.Article, x.Source, i), figureRow(x.Figure),
			rowMap{"kind": "count", "unit": x.Unit, "class": x.Class, "of_kind": string(x.OfKind)})
		if x.Of != nil {
			r["of"] = *x.Of
		}
		add(r)
	}
	for i, x := range rec.Dates {
		add(with(about, sourceRow(rec.Article, x.Source, i), rowMap{"kind": "date", "value": x.Value}))
	}
	for i, x := range rec.Percentages {
		add(with(about, sourceRow(rec.Article, x.Source, i), figureRow(x.Figure), rowMap{"kind": "percentage", "unit": "%"}))
	}
	return rows
}

func officialRows(about rowMap, rec *corpus.Record, q Query) []rowMap {
	var rows []rowMap
	for i, x := range rec.Officials {
		if !strings.Contains(fold(x.Name), fold(q.Name)) || len(q.Names) > 0 && !slices.ContainsFunc(q.Names, func(n string) bool { return fold(n) == fold(x.Name) }) {
			continue
		}
		base := with(about, sourceRow(rec.Article, x.Source, i), rowMap{"name": x.Name, "honorific": x.Honorific, "rank": x.Rank,
			"role": x.Role, "verb": x.Verb, "inferred": x.Inferred, "position": int64(0)})
		if len(x.Positions) == 0 {
			rows = append(rows, base)
		}
		for n, p := range x.Positions {
			rows = append(rows, with(base, rowMap{"position": int64(n), "title": p.Title, "organisation": p.Organisation, "level": p.Level,
				"canonical": p.Canonical, "jurisdiction": p.Jurisdiction, "former": p.Former, "acting": p.Acting}))
		}
	}
	return rows
}

func (m *memory) Rows(ctx context.Context, table string, q Query) (corpus.Table, corpus.Rows, error) {
	m.asked = append(m.asked, q)
	if m.fail != nil {
		return corpus.Table{}, nil, m.fail
	}
	t, known := memoryTables[table]
	if !known {
		return t, nil, fmt.Errorf("no table %q", table)
	}
	rows := m.rowsOf(table, q)
	rows = rows[min(q.Offset, len(rows)):]
	if q.Limit > 0 {
		rows = rows[:min(q.Limit, len(rows))]
	}
	return t, func(yield func(corpus.Row, error) bool) {
		for i, r := range rows {
			if m.failAfter > 0 && i >= m.failAfter {
				yield(nil, fmt.Errorf("the disk is gone"))
				return
			}
			row := make(corpus.Row, len(t.Columns))
			for j, c := range t.Columns {
				row[j] = r[c.Name]
			}
			if !yield(row, ctx.Err()) {
				return
			}
		}
	}, nil
}

func (m *memory) Count(_ context.Context, table string, q Query) (int64, error) {
	return int64(len(m.rowsOf(table, q))), m.fail
}

func (m *memory) Facets(_ context.Context, table, column string, q Query, limit int) ([]Facet, error) {
	rows := map[string]int64{}
	for _, r := range m.rowsOf(table, q) {
		v := r.text(column)
		if column == "year" && len(r.text("published")) > 4 {
			v = r.text("published")[:4]
		}
		if v != "" {
			rows[v]++
		}
	}
	var facets []Facet
	for v, n := range rows {
		facets = append(facets, Facet{v, n})
	}
	slices.SortFunc(facets, func(a, b Facet) int { return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Value, b.Value)) })
	if limit > 0 {
		facets = facets[:min(limit, len(facets))]
	}
	return facets, m.fail
}

func (m *memory) Search(_ context.Context, q Query) ([]Hit, error) {
	if strings.Trim(q.Text, "- ") == "" {
		return nil, fmt.Errorf("%w: %q", ErrQuery, q.Text)
	}
	if m.fail != nil {
		return nil, m.fail
	}
	var hits []Hit
	for _, r := range m.rowsOf("articles", q) {
		a := m.records[r["id"].(int64)-1].Article
		at := strings.Index(fold(a.Text), fold(q.Text)) // fold keeps the number of code points of NFC text
		from := utf8.RuneCountInString(fold(a.Text)[:at])
		to := from + utf8.RuneCountInString(q.Text)
		runes := []rune(a.Text)
		begin := max(0, from-40)
		hits = append(hits, Hit{ID: r["id"].(int64), Title: a.Title, Published: a.Published, Portal: a.Portal, Province: a.Province,
			Snippet:      strings.ReplaceAll(string(runes[begin:min(len(runes), to+60)]), "\n", " "),
			SnippetMarks: [][2]int{{from - begin, to - begin}}, Exact: strings.Contains(a.Text, q.Text),
			Counts: r["counts"].(int64), Dates: r["dates"].(int64), Officials: r["officials"].(int64), Percentages: r["percentages"].(int64)})
	}
	hits = hits[min(q.Offset, len(hits)):]
	if q.Limit > 0 {
		hits = hits[:min(q.Limit, len(hits))]
	}
	return hits, nil
}

func (m *memory) Record(_ context.Context, id int64) (*corpus.Record, error) {
	if m.fail != nil {
		return nil, m.fail
	}
	if id > int64(len(m.records)) {
		return nil, fmt.Errorf("article %d: %w", id, ErrNotFound)
	}
	return m.records[id-1], nil
}

// source finds a quote in an article: its nth occurrence, from 0.
func source(t testing.TB, a *corpus.Article, quote string, nth int) corpus.Source {
	t.Helper()
	at := 0
	for range nth + 1 {
		i := strings.Index(a.Text[at:], quote)
		if i < 0 {
			t.Fatalf("%q does not stand %d times in %q", quote, nth+1, a.Title)
		}
		at += i + len(quote)
	}
	end := utf8.RuneCountInString(a.Text[:at])
	from := strings.LastIndexAny(a.Text[:at-len(quote)], ".\n") + 1
	to := at + strings.IndexAny(a.Text[at:]+"\n", ".\n")
	s := corpus.Source{Rule: "test-rule", Sentence: [2]int{utf8.RuneCountInString(a.Text[:from]), utf8.RuneCountInString(a.Text[:to])}}
	s.Text, s.Start, s.End = quote, end-utf8.RuneCountInString(quote), end
	return s
}

func dec(t testing.TB, s string) corpus.Decimal {
	t.Helper()
	d, err := corpus.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// article builds a record from lines of invented text; text is the title, an
// empty line and the rest.
func record(province, portal, published, title string, body ...string) *corpus.Record {
	a := &corpus.Article{Title: title, Province: province, Portal: portal, Published: published,
		URL: "https://" + portal + ".example.vn/bai/" + published, Text: title + "\n\n" + strings.Join(body, "\n")}
	if len(body) > 0 {
		a.Lead = body[0]
	}
	return &corpus.Record{Source: a.URL, Article: a}
}

// sample is a store of invented articles.
func sample(t testing.TB) *memory {
	t.Helper()
	m := &memory{}
	for _, x := range []struct{ province, portal, year, cases, solved, share, share2 string }{
		{"Long Sơn", "congan-longson", "2022", "1.196", "1.003", "83,86", ""},
		{"Long Sơn", "congan-longson", "2023", "1.107", "951", "85,9", ""},
		{"Long Sơn", "longson", "2024", "1.018", "899", "88,3", "88,1"},
		{"Bình Châu", "binhchau", "2022", "640", "512", "80", ""},
		{"Bình Châu", "binhchau", "2023", "702", "590", "84,05", ""},
		{"Bình Châu", "binhchau", "2024", "655", "571", "87,18", ""},
	} {
		m.records = append(m.records, report(t, x.province, x.portal, x.year, x.cases, x.solved, x.share))
		if x.share2 != "" {
			m.records = append(m.records, report(t, x.province, "bao-"+x.portal, x.year, x.cases, x.solved, x.share2))
		}
	}
	return m
}

func report(t testing.TB, province, portal, year, cases, solved, share string) *corpus.Record {
	t.Helper()
	rec := record(province, portal, year+"-12-27", "Công an tỉnh "+province+" tổng kết công tác năm "+year,
		"Ngày 26/12, Công an tỉnh "+province+" tổ chức hội nghị tổng kết công tác năm "+year+".",
		"Đồng chí Đặng Hữu Thuận - Ủy viên Ban Thường vụ Tỉnh ủy, Giám đốc Công an tỉnh chủ trì hội nghị.",
		"Năm "+year+", toàn tỉnh xảy ra "+cases+" vụ phạm pháp hình sự; đã điều tra làm rõ "+solved+" vụ, đạt tỷ lệ "+share+"%, thu giữ khoảng 12,50 kg ma túy.",
		"Đơn vị | Số vụ | Tỷ lệ", "Thành phố | "+solved+" vụ | "+share+"%")
	a := rec.Article
	plain := func(s string) string { return strings.NewReplacer(".", "", ",", ".").Replace(s) }
	date := source(t, a, "năm "+year, 0)
	day := source(t, a, "Ngày 26/12", 0)
	rec.Dates = []corpus.Date{
		{Source: date, Value: year, First: year + "-01-01", Last: year + "-12-31"},
		{Source: day, Value: year + "-12-26", First: year + "-12-26", Last: year + "-12-26", Inferred: "year"},
	}
	figure := func(quote, value, what, indicator string) corpus.Figure {
		return corpus.Figure{Source: source(t, a, quote, 0), Value: dec(t, plain(value)), What: what, Indicator: indicator, Period: year}
	}
	of := dec(t, plain(cases))
	drugs := figure("khoảng 12,50 kg", "12,50", "ma túy", "")
	drugs.Bound = corpus.About
	rec.Counts = []corpus.Count{
		{Figure: figure(cases+" vụ", cases, "phạm pháp hình sự", "crime.order.cases"), Unit: "vụ", Class: "case"},
		{Figure: figure(solved+" vụ", solved, "đã điều tra làm rõ", ""), Unit: "vụ", Class: "case", Of: &of, OfKind: corpus.OfTotal},
		{Figure: drugs, Unit: "kg", Class: "mass"},
	}
	rate := figure(share+"%", share, "tỷ lệ điều tra làm rõ", "crime.solved.share")
	rate.Check, rate.Note = "consistent", solved+"/"+cases
	if share == "88,1" {
		rate.Check = "inconsistent"
	}
	rec.Percentages = []corpus.Percentage{{Figure: rate}}
	official := source(t, a, "Đồng chí Đặng Hữu Thuận - Ủy viên Ban Thường vụ Tỉnh ủy, Giám đốc Công an tỉnh", 0)
	rec.Officials = []corpus.Official{{Source: official, Name: "Đặng Hữu Thuận", Honorific: "đồng chí", Role: "presides", Verb: "chủ trì",
		Positions: []corpus.Position{
			{Title: "Ủy viên Ban Thường vụ", Organisation: "Tỉnh ủy", Level: "province", Jurisdiction: province},
			{Title: "Giám đốc", Organisation: "Công an tỉnh", Level: "province", Canonical: "Giám đốc Công an tỉnh", Jurisdiction: province},
		}}}
	return rec
}
