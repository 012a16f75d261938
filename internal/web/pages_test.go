package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/trich-vn/trich/corpus"
)

// flat folds the white space of HTML, so that a piece can be compared.
func flat(s string) string {
	s = strings.ReplaceAll(s, "&#43;", "+")
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "> <", "><")
}

func TestArticlePieces(t *testing.T) {
	body := flat(page(t, newSite(sample(t)), "/article/1"))
	for _, want := range []string{
		`<h1>Công an tỉnh Long Sơn tổng kết công tác <mark class="f f-date" data-fact="d0" id="d0" tabindex="0" aria-describedby="tip-d0">năm 2022<span class="tip"`,
		`<p class="lead"><mark class="f f-date" data-fact="d1" id="d1" tabindex="0" aria-describedby="tip-d1">Ngày 26/12<span`,
		`<span class="tip-kind">Số lượng <span class="tip-id">#c2</span></span>` +
			`<span class="tip-line"><span class="tip-name">Giá trị</span><span class="tip-value">khoảng 12,50 kg</span></span>` +
			`<span class="tip-line"><span class="tip-name">Nhóm</span><span class="tip-value">khối lượng</span></span>` +
			`<span class="tip-line"><span class="tip-name">Đếm gì</span><span class="tip-value">ma túy</span></span>` +
			`<span class="tip-line"><span class="tip-name">Thời gian</span><span class="tip-value">2022</span></span>` +
			`<span class="tip-line"><span class="tip-name">Quy tắc</span><span class="tip-value">test-rule</span></span></span></mark> ma túy.</p>`,
		`<table class="inset"><tr><td>Đơn vị</td><td>Số vụ</td><td>Tỷ lệ</td></tr><tr><td>Thành phố</td><td>1.003 vụ</td><td>83,86%</td></tr></table>`,
		`<a rel="external noopener noreferrer" href="https://congan-longson.example.vn/bai/2022-12-27">`,
		`<a href="#c0">1.196 vụ</a>`,
	} {
		wantIn(t, body, want)
	}
}

func TestArticleTellsOfItsFate(t *testing.T) {
	m := sample(t)
	m.beside = map[int64]rowMap{1: {"gone_since": "2024-03-04T18:30:00Z", "gone_reason": "HTTP 410", "near_duplicates": "[2]"}}
	h := newSite(m)
	wantIn(t, flat(page(t, h, "/article/1")), `không còn đăng bài này từ 05/03/2024`, `(HTTP 410)`,
		`Bài gần như giống hệt`, `<a href="/article/2">`+m.records[1].Article.Title+`</a>`)
	if other := page(t, h, "/article/2"); strings.Contains(other, "không còn đăng") || strings.Contains(other, "giống hệt") {
		t.Error("an article that is still served and has no repost says otherwise")
	}
}

func TestArticleShowsOnlyWhatIsAskedFor(t *testing.T) {
	h := newSite(sample(t))
	body := page(t, h, "/article/1?show=-&show=date")
	wantIn(t, body, `value="date" checked`, `value="count">`)
	body = page(t, h, "/article/1")
	wantIn(t, body, `value="date" checked`, `value="count" checked`)
}

// An official's offices beside the name are marked lightly, once.
func TestOfficeParts(t *testing.T) {
	const text = "Ông Lê Tư, Tỉnh ủy viên, Trưởng Ban Chỉ đạo 138 tỉnh, gặp Chủ tịch UBND xã. Chủ tịch UBND tỉnh vắng."
	runes := []rune(text)
	official := corpus.Official{Source: corpus.Source{Span: corpus.Span{Start: 4, End: 9}, Sentence: [2]int{0, 74}},
		Positions: []corpus.Position{{Title: "Tỉnh ủy viên"}, {Title: "Trưởng Ban Chỉ đạo", Organisation: "Ban Chỉ đạo 138 tỉnh"},
			{Title: "Giám đốc"}, {Title: "Chủ tịch", Inferred: true}}}
	var got []string
	for _, p := range officeParts(official, runes) {
		got = append(got, string(runes[p[0]:p[1]]))
	}
	if want := []string{"Tỉnh ủy viên", "Trưởng Ban Chỉ đạo 138 tỉnh"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	official.Sentence = [2]int{50, 20}
	if parts := officeParts(official, runes); parts != nil {
		t.Errorf("a broken sentence gives %v", parts)
	}
}

func TestSearchPieces(t *testing.T) {
	h := newSite(sample(t))
	body := flat(page(t, h, "/search?q=ma+tuy"))
	wantIn(t, body, `7 bài viết`, `<mark>ma túy</mark>`, `href="/facts?q=ma+tuy"`, `value="ma tuy"`,
		`<a href="/search?from=2024-01-01&amp;q=ma+tuy&amp;to=2024-12-31">2024</a>`, `<a href="/article/7?q=ma+tuy">`)
	if strings.Contains(body, "khớp khi bỏ dấu") {
		t.Error("words typed without diacritics are said to match without them")
	}
	wantIn(t, page(t, h, "/search?q=ma+tùy"), "khớp khi bỏ dấu")
	body = flat(page(t, h, "/search?from=2024-01-01&q=ma+tuy&to=2024-12-31&province=Long+Sơn"))
	wantIn(t, body, `2 bài viết`, `<a href="/search?province=Long+S%C6%A1n&amp;q=ma+tuy" aria-current="true">2024</a>`)
	wantIn(t, page(t, h, "/search?q=khongcogi"), "Không tìm thấy bài nào.")
}

var factLink = regexp.MustCompile(`<td class="figure"[^>]*><a href="(/article/\d+#[cpd]\d+)"`)

// Every figure is on one page, and on one only.
func TestFactsPaging(t *testing.T) {
	for _, sort := range []string{"", "value", "-value", "-published", "province"} {
		h := newSite(sample(t))
		address := "/facts?per=5&kind=count&kind=percentage&kind=date&sort=" + sort
		next := regexp.MustCompile(`<a rel="next" href="([^"]+)"`)
		seen := map[string]bool{}
		pages := 0
		for ; address != ""; pages++ {
			body := page(t, h, address)
			for _, m := range factLink.FindAllStringSubmatch(body, -1) {
				if seen[m[1]] {
					t.Errorf("sort %q: %s is shown twice", sort, m[1])
				}
				seen[m[1]] = true
			}
			address = ""
			if m := next.FindStringSubmatch(body); m != nil {
				address = html.UnescapeString(m[1])
			}
			if pages > 20 {
				t.Fatal("the pages do not end")
			}
		}
		if len(seen) != 42 || pages != 9 {
			t.Errorf("sort %q: %d figures on %d pages, want 42 on 9", sort, len(seen), pages)
		}
	}
}

func TestFactsFilters(t *testing.T) {
	m := sample(t)
	h := newSite(m)
	body := flat(page(t, h, "/facts?unit=vụ&bound=exact&province=Bình+Châu&lang=en"))
	wantIn(t, body, "6 figures", `<input type="checkbox" name="unit" value="vụ" checked>`, `<input type="hidden" name="lang" value="en">`,
		`<a href="/facts?bound=exact&amp;lang=en&amp;province=B%C3%ACnh+Ch%C3%A2u" title="Lift this filter">Unit: vụ`,
		`<a href="/facts?lang=en">Clear all</a>`, `<a href="/export/facts.csv?bound=exact&amp;lang=en&amp;province=B%C3%ACnh+Ch%C3%A2u&amp;unit=v%E1%BB%A5" download>CSV</a>`)
	q := m.asked[len(m.asked)-1]
	if !slices.Equal(q.Units, []string{"vụ"}) || !slices.Equal(q.Bounds, []string{"exact"}) || q.Limit != defPerPage+1 {
		t.Errorf("the store was asked %+v", q)
	}
	// A value that the store does not know stays ticked, so that it can be lifted.
	wantIn(t, page(t, h, "/facts?unit=con+voi"), `value="con voi" checked`, "Không có số liệu nào")
	// NFD in the address is NFC in the question.
	get(t, h, "/facts?unit="+url.QueryEscape("vu\u0323"))
	if q := m.asked[len(m.asked)-1]; !slices.Equal(q.Units, []string{"vụ"}) {
		t.Errorf("the store was asked for unit %+q", q.Units)
	}
	wantIn(t, flat(page(t, h, "/facts?check=inconsistent")), "1 số liệu", "⚠ không khớp")
}

func TestFactsSortLinks(t *testing.T) {
	body := flat(page(t, newSite(sample(t)), "/facts?sort=-value"))
	wantIn(t, body, `<th scope="col" aria-sort="descending"><a href="/facts">Con số ▼</a></th>`, `<th scope="col"><a href="/facts?sort=published">`)
	values := regexp.MustCompile(`<b>([\d.,]+)</b>`).FindAllStringSubmatch(body, -1)
	if len(values) < 20 || values[0][1] != "1.196" || values[1][1] != "1.107" {
		t.Errorf("got values %v", values)
	}
	if body := page(t, New(sample(t), Options{}), "/facts"); strings.Contains(body, "sort=") {
		t.Error("a store that cannot sort is offered sorting")
	}
}

// A quote that stands in its sentence twice is not marked in the wrong place.
func TestQuoted(t *testing.T) {
	for _, test := range []struct{ sentence, quote, want string }{
		{"có 89 vụ mới", "89 vụ", "có [89 vụ] mới"}, {"89 vụ, rồi 89 vụ", "89 vụ", "89 vụ, rồi 89 vụ"},
		{"89 vụ", "89 vụ", "[89 vụ]"}, {"không có", "89", "không có"}, {"x", "", "x"},
	} {
		var got string
		for _, p := range quoted(test.sentence, test.quote) {
			if p.Mark {
				got += "[" + p.Text + "]"
			} else {
				got += p.Text
			}
		}
		if got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestOfficialPages(t *testing.T) {
	m := sample(t)
	// The same man, in an article of a district, and once more as the former.
	rec := record("Long Sơn", "longson", "2021-05-04", "Khai trương trụ sở", "Ông Đặng Hữu Thuận, nguyên Chủ tịch UBND huyện Mỹ Khê đến dự.")
	rec.Officials = []corpus.Official{{Source: source(t, rec.Article, "Đặng Hữu Thuận", 0), Name: "Đặng Hữu Thuận", Honorific: "ông", Positions: []corpus.Position{
		{Title: "Chủ tịch", Organisation: "UBND huyện Mỹ Khê", Canonical: "Chủ tịch Ủy ban nhân dân", Jurisdiction: "huyện Mỹ Khê, Long Sơn", Level: "district", Former: true}}}}
	m.records = append(m.records, rec)
	h := newSite(m)
	body := flat(page(t, h, "/officials?name=huu+thuan"))
	wantIn(t, body, `<a href="/official?name=%C4%90%E1%BA%B7ng+H%E1%BB%AFu+Thu%E1%BA%ADn"><b>Đặng Hữu Thuận</b></a>`,
		"Ủy viên Ban Thường vụ Tỉnh ủy; Giám đốc Công an tỉnh Long Sơn", "Long Sơn; Bình Châu", `>15</td>`)
	wantIn(t, page(t, h, "/officials?name=khong+ai"), "Không có ai khớp")
	body = flat(page(t, h, "/official?name=đặng+hữu+thuận"))
	wantIn(t, body, "<h1>Đặng Hữu Thuận</h1>", "xuất hiện ở 2 nơi", "<h2>Long Sơn</h2>", "<h2>Bình Châu</h2>", "5 bài viết", "04/05/2021–27/12/2024",
		"<b>nguyên Chủ tịch Ủy ban nhân dân huyện Mỹ Khê, Long Sơn</b>", `<a href="/article/8#o0"><title>04/05/2021: Khai trương trụ sở</title><circle cx="8"`)
	if n := strings.Count(body, `<section class="person">`); n != 2 {
		t.Errorf("got %d people, want 2", n)
	}
	for _, address := range []string{"/official", "/official?name=Không+Có+Ai"} {
		if w := get(t, h, address); w.Code != 404 {
			t.Errorf("%s: got status %d, want 404", address, w.Code)
		}
	}
}

func TestProvinceOf(t *testing.T) {
	for area, want := range map[string]string{"tỉnh Đắk Nông": "Đắk Nông", "huyện Krông Nô, Đắk Nông": "Đắk Nông", "xã A, huyện B, tỉnh Phú Yên": "Phú Yên",
		"thành phố Đà Nẵng": "Đà Nẵng", "Đắk Nông": "Đắk Nông", "": "", ",": ""} {
		if got := provinceOf(area); got != want {
			t.Errorf("%q: got %q, want %q", area, got, want)
		}
	}
}

// People whom the store tells apart stay apart in one province.
func TestPeopleOfTheStoreStayApart(t *testing.T) {
	c := &call{lang: languages()["vi"], site: &site{}}
	mentions := []mention{
		{Article: 1, Person: 7, Published: "2024-01-01", Office: office{Title: "Giám đốc", Jurisdiction: "tỉnh A"}},
		{Article: 2, Person: 8, Published: "2023-01-01", Office: office{Title: "Phó Giám đốc", Jurisdiction: "tỉnh A"}},
		{Article: 3, Person: 7, Published: "2022-01-01", Office: office{Title: "Trưởng phòng", Jurisdiction: "tỉnh B"}},
	}
	people := c.people(mentions)
	if len(people) != 2 || len(people[0].Offices) != 2 || people[0].First != "2022-01-01" || people[0].Last != "2024-01-01" {
		t.Errorf("got %+v", people)
	}
}

func TestComparePage(t *testing.T) {
	h := newSite(sample(t))
	body := flat(page(t, h, "/compare?indicator=crime.solved.share"))
	wantIn(t, body, "So sánh các tỉnh: crime.solved.share (%)", `<th scope="col">2022</th><th scope="col">2023</th><th scope="col">2024</th>`,
		`<td class="disagree"><div class="said"><b>88,3</b><a class="note" href="/article/3#p0" title="27/12/2024: Công an tỉnh Long Sơn tổng kết công tác năm 2024">[1]</a></div>`+
			`<div class="said"><b>88,1</b><a class="note" href="/article/4#p0"`, "⚠ các câu khác nhau", "ở 1 ô", ">88,1–88,3 ⚠</text>",
		`<a href="/facts?change=level&amp;indicator=crime.solved.share">`)
	if n := strings.Count(body, "<rect class="); n != 7 { // six solid bars and one open
		t.Errorf("got %d bars, want 7", n)
	}
	body = flat(page(t, h, "/compare?indicator=crime.order.cases&chart=line&province=Bình+Châu"))
	if n := strings.Count(body, `<line class="series s1"`); n != 2 {
		t.Errorf("got %d lines, want 2", n)
	}
	wantIn(t, body, `<a href="/article/5#c0" aria-label="Bình Châu, 2022: 640 vụ`)
	body = flat(page(t, h, "/compare?unit=vụ"))
	wantIn(t, body, "có thể đếm những việc khác nhau", "phạm pháp hình sự", "đã điều tra làm rõ")
	if strings.Contains(body, `<line class="series`) || strings.Contains(body, "<rect class=") {
		t.Error("figures that may count different things are joined")
	}
	wantIn(t, page(t, h, "/compare?indicator=none"), "Không có số liệu nào với khoảng thời gian này.")
	wantIn(t, page(t, h, "/compare"), `<a href="/compare?indicator=crime.order.cases">crime.order.cases</a>`)
	if w := get(t, h, "/compare?unit=vụ&by=decade"); w.Code != 400 {
		t.Errorf("got status %d, want 400", w.Code)
	}
}

// A series says where it breaks, on the page that compares it.
func TestCompareNotes(t *testing.T) {
	h := New(sample(t), Options{Note: func(id, lang string) string {
		if id == "crime.order.cases" {
			return "đếm khác từ năm 2022 (" + lang + ")"
		}
		return ""
	}})
	wantIn(t, page(t, h, "/compare?indicator=crime.order.cases"), `<p class="hint">đếm khác từ năm 2022 (vi)</p>`)
	if body := page(t, h, "/compare?indicator=crime.solved.share"); strings.Contains(body, "đếm khác") {
		t.Error("another series has the note")
	}
}

func TestPeriods(t *testing.T) {
	for _, test := range []struct {
		by, first, last, want string
		fits                  bool
	}{
		{"year", "2024-01-01", "2024-12-31", "2024", true}, {"year", "2023-12-15", "2024-12-14", "2024", true}, {"year", "2024-01-01", "2024-09-30", "", false},
		{"half", "2024-07-01", "2024-12-31", "2024-H2", true}, {"quarter", "2024-04-01", "2024-06-30", "2024-Q2", true},
		{"month", "2024-02-01", "2024-02-29", "2024-02", true}, {"month", "2023-02-01", "2023-02-29", "", false}, {"month", "2024-02-01", "2024-02-28", "", false},
		{"any", "2024-01-01", "2024-09-30", "P", true}, {"year", "", "", "", false},
	} {
		p, fits := periodOf(fact{First: test.first, Last: test.last, Period: "P"}, test.by)
		if fits && p.Label != test.want || fits != test.fits {
			t.Errorf("%s of %s–%s: got %q %v, want %q %v", test.by, test.first, test.last, p.Label, fits, test.want, test.fits)
		}
	}
	quarter := func(label, basis string) period {
		return periodKeyed(corpus.Period{Label: label, By: "quarter", Basis: basis})
	}
	got := filled([]period{quarter("2022-Q3", "calendar"), quarter("2023-Q1", "reporting"), quarter("2023-Q2", "calendar")}, "quarter")
	var labels []string
	for _, p := range got {
		labels = append(labels, p.Label)
	}
	if want := []string{"2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2"}; !slices.Equal(labels, want) {
		t.Errorf("got %v, want %v", labels, want)
	}
}

// What does not belong into the grid is counted, not lost.
func TestGridLeavesNothingUnsaid(t *testing.T) {
	f := func(province, place, first, last string) comparedFact {
		return comparedFact{fact: fact{Province: province, Place: place, First: first, Last: last, Period: "x"}, value: dec(t, "1")}
	}
	of := func(level, area string) comparedFact {
		x := f("A", "đâu đó", "2024-01-01", "2024-12-31")
		x.Level, x.Area = level, area
		return x
	}
	all := []comparedFact{
		of("province", "tỉnh A"), of("province", ""), of("province", "tỉnh B"), of("country", "cả nước"), of("district", "huyện C, A"),
		f("A", "", "2024-01-01", "2024-12-31"), f("A", "toàn tỉnh", "2024-01-01", "2024-12-31"), f("A", "tỉnh A", "2024-01-01", "2024-12-31"),
		f("A", "huyện B", "2024-01-01", "2024-12-31"), f("A", "", "", ""), f("A", "", "2024-01-01", "2024-06-30"), f("", "", "2024-01-01", "2024-12-31"),
	}
	g := newGrid(all, "year")
	if g.placed != 5 || g.local != 4 || g.undated != 1 || g.otherLength != 1 || g.nowhere != 1 {
		t.Errorf("got %+v", g)
	}
}

func TestCellsDisagree(t *testing.T) {
	c := &call{lang: languages()["vi"]}
	f := func(value, bound, what string, article int64) comparedFact {
		return comparedFact{fact: fact{Value: value, Bound: bound, What: what, Link: fmt.Sprint(article)}, value: dec(t, value)}
	}
	status := func(f comparedFact, status string) comparedFact {
		f.Status = status
		return f
	}
	verb := func(f comparedFact, verb string) comparedFact {
		f.Verb = verb
		return f
	}
	for _, test := range []struct {
		name   string
		facts  []comparedFact
		loose  bool
		values int
		want   bool
	}{
		{"one", []comparedFact{f("5", "", "", 1)}, false, 1, false},
		{"the same twice", []comparedFact{f("12.5", "", "", 1), f("12.50", "", "", 2)}, false, 1, false},
		{"two", []comparedFact{f("5", "", "", 1), f("6", "", "", 2)}, false, 2, true},
		{"a bound beside an exact figure", []comparedFact{f("1018", "", "", 1), f("1000", "over", "", 2)}, false, 2, false},
		{"two bounds", []comparedFact{f("1000", "over", "", 1), f("1100", "nearly", "", 2)}, false, 2, true},
		{"of different verbs", []comparedFact{verb(f("5", "", "", 1), "xảy ra"), verb(f("6", "", "", 2), "phát hiện")}, false, 2, false},
		{"first and final counts", []comparedFact{status(f("5", "", "", 1), "preliminary"), status(f("6", "", "", 2), "final")}, false, 2, false},
		{"of one verb", []comparedFact{verb(f("5", "", "", 1), "xảy ra"), verb(f("6", "", "", 2), "xảy ra")}, false, 2, true},
		{"of different things", []comparedFact{f("5", "", "án", 1), f("6", "", "tai nạn", 2)}, true, 2, false},
		{"of the same thing", []comparedFact{f("5", "", "án", 1), f("6", "", "Án", 2)}, true, 2, true},
	} {
		cell := c.cellOf(test.facts, test.loose)
		if cell.Disagree != test.want || len(cell.Values) != test.values {
			t.Errorf("%s: disagree %v with %d values, want %v with %d", test.name, cell.Disagree, len(cell.Values), test.want, test.values)
		}
	}
}

func TestNiceStep(t *testing.T) {
	for step, want := range map[float64]float64{0: 1, 0.3: 0.5, 1: 1, 1.2: 2, 3: 5, 7: 10, 239: 500, 12e9: 20e9} {
		if got := niceStep(step); got != want {
			t.Errorf("%v: got %v, want %v", step, got, want)
		}
	}
}

func TestAPI(t *testing.T) {
	h := newSite(sample(t))
	var answer struct {
		Table   string
		Columns []struct{ Name, Type string }
		Rows    []map[string]any
		Total   int
		Next    string
	}
	address, rows := "/api/facts?per=10&unit=vụ", 0
	for address != "" {
		answer.Rows, answer.Next = nil, ""
		w := get(t, h, address)
		if got := w.Header().Get("Content-Type"); got != "application/json; charset=utf-8" {
			t.Errorf("got type %q", got)
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		rows += len(answer.Rows)
		address = answer.Next
	}
	if rows != 14 || answer.Total != 14 || answer.Rows[0]["unit"] != "vụ" || len(answer.Columns) < 20 {
		t.Errorf("got %d rows of %d: %+v", rows, answer.Total, answer)
	}
	var rec corpus.Record
	if err := json.Unmarshal(get(t, h, "/api/article/1").Body.Bytes(), &rec); err != nil || rec.Counts[2].Value.String() != "12.50" {
		t.Errorf("got %+v, %v", rec.Counts, err)
	}
	var facets struct{ Values []Facet }
	if err := json.Unmarshal(get(t, h, "/api/facets/facts/unit?kind=count").Body.Bytes(), &facets); err != nil || len(facets.Values) != 2 || facets.Values[0] != (Facet{"vụ", 14}) {
		t.Errorf("got %+v, %v", facets, err)
	}
	var hits struct{ Hits []Hit }
	if err := json.Unmarshal(get(t, h, "/api/search?q=cong+an").Body.Bytes(), &hits); err != nil || len(hits.Hits) != 7 {
		t.Errorf("got %+v, %v", hits, err)
	}
	for address, status := range map[string]int{"/api/": 404, "/api/runs": 404, "/api/article/99": 404, "/api/facets/facts/text": 404, "/api/facts?from=x": 400,
		"/api/search?q=-": 400} {
		w := get(t, h, address)
		var failure struct{ Error string }
		if err := json.Unmarshal(w.Body.Bytes(), &failure); err != nil || w.Code != status || failure.Error == "" {
			t.Errorf("%s: status %d, want %d: %s", address, w.Code, status, w.Body)
		}
	}
}

func TestDownloadsHoldEverything(t *testing.T) {
	h := newSite(sample(t))
	for table, want := range map[string]int{"facts": 28, "articles": 7, "officials": 14} {
		body := get(t, h, "/export/"+table+".jsonl?per=5&page=2").Body.String()
		if got := strings.Count(body, "\n"); got != want {
			t.Errorf("%s: got %d lines, want %d", table, got, want)
		}
	}
}

// The language of a page is that of every page it leads to.
func TestLinksKeepTheLanguage(t *testing.T) {
	h := newSite(sample(t))
	for _, address := range []string{"/?lang=en", "/search?q=cong&lang=en", "/facts?lang=en", "/article/1?lang=en", "/officials?lang=en",
		"/official?name=Đặng+Hữu+Thuận&lang=en", "/compare?lang=en", "/compare?indicator=crime.solved.share&lang=en", "/help?lang=en", "/nowhere?lang=en"} {
		doc, err := html.Parse(get(t, h, address).Body)
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode || n.Data != "a" && n.Data != "form" {
				continue
			}
			var href, hreflang string
			for _, a := range n.Attr {
				switch a.Key {
				case "href":
					href = a.Val
				case "hreflang":
					hreflang = a.Val
				}
			}
			if n.Data == "form" && !hasHidden(n, "lang", "en") {
				t.Errorf("%s: a form forgets the language", address)
			}
			if strings.HasPrefix(href, "/") && hreflang == "" && !strings.Contains(href, "lang=en") {
				t.Errorf("%s: %s forgets the language", address, href)
			}
		}
	}
}

func hasHidden(form *html.Node, name, value string) bool {
	for n := range form.Descendants() {
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		if n.Data == "input" && attrs["name"] == name && attrs["value"] == value {
			return true
		}
	}
	return false
}

func TestIndicatorsHaveNames(t *testing.T) {
	h := New(sample(t), Options{Indicator: func(id, lang string) string {
		if id == "crime.order.cases" && lang == "vi" {
			return "Số vụ phạm pháp hình sự"
		}
		return ""
	}})
	wantIn(t, page(t, h, "/facts"), `<b class="indicator">Số vụ phạm pháp hình sự</b>`, `<b class="indicator">crime.solved.share</b>`)
	wantIn(t, page(t, h, "/facts?lang=en"), `<b class="indicator">crime.order.cases</b>`)
}

func TestEmptyStore(t *testing.T) {
	h := newSite(&memory{})
	wantIn(t, page(t, h, "/"), "Chưa có bài nào")
	for _, address := range []string{"/search", "/facts", "/officials", "/compare", "/compare?unit=vụ", "/api/facts", "/export/facts.csv"} {
		page(t, h, address)
	}
}
