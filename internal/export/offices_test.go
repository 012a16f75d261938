package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

var officialsTable = func() corpus.Table {
	t := corpus.Table{Name: "officials"}
	for _, name := range []string{
		"n", "name", "rank", "honorific", "title", "organisation", "canonical", "jurisdiction", "level", "person_id", "former", "acting", "inferred",
		"sentence", "article_title", "published", "url", "source", "portal", PersonKey, PersonName,
	} {
		t.Columns = append(t.Columns, corpus.Column{Name: name, Type: corpus.String})
	}
	return t
}()

// official is a row of the table; empty texts are absent.
type official struct {
	n                                                                    int64
	name, rank, title, organisation, canonical, place, level, key, known string
	former, acting, inferred                                             bool
	sentence, published, url, source                                     string
}

func (o official) row() corpus.Row {
	opt := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	article := "Bài " + o.url + o.source
	return corpus.Row{
		o.n, o.name, opt(o.rank), nil, opt(o.title), opt(o.organisation), opt(o.canonical), opt(o.place), opt(o.level), nil, o.former, o.acting, o.inferred,
		opt(o.sentence), article, opt(o.published), opt(o.url), opt(o.source), "vidu", opt(o.key), opt(o.known),
	}
}

func rowsOfOfficials(all ...official) corpus.Rows {
	var rows []corpus.Row
	for _, o := range all {
		rows = append(rows, o.row())
	}
	return stream(rows, nil)
}

// Rows as the store gives them, newest article first.
var someOfficials = []official{
	{n: 0, name: "LÊ VĂN MẪU", title: "Giám đốc", organisation: "Công an tỉnh Hòa Bình", canonical: "Giám đốc Công an", place: "tỉnh Hòa Bình", level: "province", key: "lê văn mẫu|hòa bình", known: "Lê Văn Mẫu",
		sentence: "LÊ VĂN MẪU, Giám đốc Công an tỉnh Hòa Bình, trao quà.", published: "2024-03-02", url: "https://vidu.vn/tin tức/2.html", source: "w.warc"},
	{n: 1, name: "Bùi Văn Dụ", title: "Chủ tịch", organisation: "UBND huyện Lạc Sơn", canonical: "Chủ tịch Ủy ban nhân dân", place: "huyện Lạc Sơn, Hòa Bình", level: "district", key: "bùi văn dụ|hòa bình", known: "Bùi Văn Dụ",
		former: true, sentence: "Ông Bùi Văn Dụ, nguyên Chủ tịch UBND huyện Lạc Sơn.", published: "2024-03-02", url: "https://vidu.vn/tin tức/2.html", source: "w.warc"},
	{n: 0, name: "Lê Văn Mẫu", rank: "Đại tá", title: "Giám đốc", organisation: "Công an tỉnh", canonical: "Giám đốc Công an", place: "tỉnh Hòa Bình", level: "province", key: "lê văn mẫu|hòa bình", known: "Lê Văn Mẫu",
		sentence: "Đại tá Lê Văn Mẫu, Giám đốc Công an tỉnh.", published: "2024-01-10", url: "https://vidu.vn/1.html"},
	{n: 1, name: "Bùi Văn Dụ", title: "Chủ tịch", organisation: "Uỷ ban nhân dân huyện Lạc Sơn", canonical: "Chủ tịch Ủy ban nhân dân", place: "huyện Lạc Sơn, Hòa Bình", level: "district", key: "bùi văn dụ|hòa bình", known: "Bùi Văn Dụ",
		acting: true, sentence: "Ông Bùi Văn Dụ, Quyền Chủ tịch Uỷ ban nhân dân huyện Lạc Sơn.", published: "2024-01-10", url: "https://vidu.vn/1.html"},
	{n: 2, name: "Lê Văn Mẫu", title: "Giám đốc", organisation: "Công an tỉnh", canonical: "Giám đốc Công an", place: "tỉnh Hòa Bình", level: "province", key: "lê văn mẫu|hòa bình", known: "Lê Văn Mẫu",
		inferred: true, sentence: "Giám đốc Công an tỉnh yêu cầu.", published: "2024-01-10", url: "https://vidu.vn/1.html"},
	{n: 0, name: "Lê Văn Mẫu", title: "Chủ tịch", organisation: "UBND huyện", canonical: "Chủ tịch Ủy ban nhân dân", level: "district", published: "2023-05-01", source: "in/3.txt", sentence: "Ông Lê Văn Mẫu, Chủ tịch UBND huyện."},
	{n: 0, name: "Lê Văn Mẫu", title: "Phó Chủ tịch", organisation: "HĐND huyện", canonical: "Phó Chủ tịch Hội đồng nhân dân", level: "district", published: "2023-05-01", source: "in/3.txt", sentence: "Ông Lê Văn Mẫu, Chủ tịch UBND huyện."},
	{n: 0, name: "Trần Thị Thử", title: "Chủ tịch", organisation: "UBND huyện", canonical: "Chủ tịch Ủy ban nhân dân", level: "district", published: "2023-05-01", source: "in/4.txt", sentence: "Bà Trần Thị Thử, Chủ tịch UBND huyện."},
	{n: 1, name: "Hồ Thị Không", source: "in/4.txt", sentence: "Bà Hồ Thị Không."},
}

// spell stands for the program's function: "Uỷ" and "Ủy" are one.
func spell(s string) string { return strings.ReplaceAll(strings.ToLower(s), "uỷ", "ủy") }

func exported(t *testing.T, format string, rows ...official) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, officialsTable, rowsOfOfficials(rows...), Options{Unify: spell}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// find returns the one entity of the schema that has the value.
func find(t *testing.T, entities map[string]entity, schema, property, value string) entity {
	t.Helper()
	var found []entity
	for _, e := range entities {
		if e.Schema == schema && slices.Contains(e.Properties[property], value) {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d %s with %s %q; want one", len(found), schema, property, value)
	}
	return found[0]
}

func TestFTM(t *testing.T) {
	entities := readFTM(t, exported(t, "ftm", someOfficials...))
	for _, slip := range readFTMModel(t).check(entities) {
		t.Error(slip)
	}
	count := map[string]int{}
	for _, e := range entities {
		count[e.Schema]++
	}
	// The linked person is one; the same name without a link is another, and
	// so are two presidents of a district that nobody knows.
	for schema, want := range map[string]int{"Article": 4, "Mention": 8, "Person": 5, "PublicBody": 5, "Position": 5, "Occupancy": 6} {
		if count[schema] != want {
			t.Errorf("%d entities of %s; want %d", count[schema], schema, want)
		}
	}
	post := find(t, entities, "Position", "name", "Giám đốc Công an tỉnh Hòa Bình")
	held := find(t, entities, "Occupancy", "post", post.ID)
	same(t, "date", held.Properties["date"], "2024-01-10", "2024-03-02")
	same(t, "status", held.Properties["status"], "current")
	same(t, "sourceUrl", held.Properties["sourceUrl"], "https://vidu.vn/tin%20t%E1%BB%A9c/2.html", "https://vidu.vn/1.html")
	same(t, "description", held.Properties["description"], someOfficials[0].sentence, someOfficials[2].sentence)
	if n := len(held.Properties["proof"]); n != 2 {
		t.Errorf("%d proofs; want both articles", n)
	}
	for _, day := range []string{"startDate", "endDate"} {
		if days := held.Properties[day]; days != nil {
			t.Errorf("%s %q, which no article says", day, days)
		}
	}
	body := entities[post.Properties["organization"][0]]
	same(t, "name", body.Properties["name"], "Công an tỉnh Hòa Bình")
	same(t, "weakAlias", body.Properties["weakAlias"], "Công an tỉnh")
	person := entities[held.Properties["holder"][0]]
	same(t, "name", person.Properties["name"], "Lê Văn Mẫu")
	same(t, "alias", person.Properties["alias"], "LÊ VĂN MẪU")
	same(t, "title", person.Properties["title"], "Đại tá")

	// Acting for an office ends with holding it or with having held it.
	former := find(t, entities, "Occupancy", "summary", "Chủ tịch Ủy ban nhân dân huyện Lạc Sơn, Hòa Bình (former)")
	acting := find(t, entities, "Occupancy", "summary", "Chủ tịch Ủy ban nhân dân huyện Lạc Sơn, Hòa Bình (acting) (former)")
	same(t, "status", former.Properties["status"], "ended")
	same(t, "status", acting.Properties["status"], "ended")
	same(t, "date", former.Properties["date"])
	same(t, "post", acting.Properties["post"], former.Properties["post"]...)

	// Where the place is unknown the printed words say most.
	for _, e := range entities {
		if e.Schema == "PublicBody" && strings.HasSuffix(e.Properties["name"][0], "huyện") {
			count["of a district"]++
		}
	}
	if n := count["of a district"]; n != 3 {
		t.Errorf("%d bodies of unknown districts; want 3", n)
	}

	mention := find(t, entities, "Mention", "name", "LÊ VĂN MẪU")
	same(t, "resolved", mention.Properties["resolved"], person.ID)
	same(t, "publishedAt", entities[mention.Properties["document"][0]].Properties["publishedAt"], "2024-03-02")
	same(t, "fileName", entities[mention.Properties["document"][0]].Properties["fileName"], "2.html")
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s\n got %q\nwant %q", what, got, want)
	}
}

func TestPopolo(t *testing.T) {
	text := exported(t, "popolo", someOfficials...)
	for _, slip := range readPopoloModel(t).check([]byte(text)) {
		t.Error(slip)
	}
	var doc popolo
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Persons) != 5 || len(doc.Organizations) != 5 || len(doc.Areas) != 2 || len(doc.Posts) != 5 || len(doc.Memberships) != 6 {
		t.Fatalf("%d persons, %d organizations, %d areas, %d posts, %d memberships", len(doc.Persons), len(doc.Organizations), len(doc.Areas), len(doc.Posts), len(doc.Memberships))
	}
	at := slices.IndexFunc(doc.Memberships, func(m popoloMembership) bool { return m.Label == "Giám đốc Công an tỉnh Hòa Bình" })
	if at < 0 {
		t.Fatalf("memberships %+v", doc.Memberships)
	}
	m := doc.Memberships[at]
	if len(m.Sources) != 2 || m.Sources[1] != (popoloSource{"https://vidu.vn/1.html", "2024-01-10 – Bài https://vidu.vn/1.html – Đại tá Lê Văn Mẫu, Giám đốc Công an tỉnh."}) {
		t.Errorf("sources %+v", m.Sources)
	}
	if i := slices.IndexFunc(doc.Areas, func(a popoloArea) bool { return a.ID == m.AreaID }); i < 0 || doc.Areas[i] != (popoloArea{m.AreaID, "tỉnh Hòa Bình", "province"}) {
		t.Errorf("area %q of %+v", m.AreaID, doc.Areas)
	}
}

// TestSameAgain: the same rows give the same file, and the rows of one article
// alone give the same identifiers.
func TestSameAgain(t *testing.T) {
	for _, format := range []string{"ftm", "popolo"} {
		if a, b := exported(t, format, someOfficials...), exported(t, format, someOfficials...); a != b {
			t.Errorf("%s differs from run to run", format)
		}
	}
	all := readFTM(t, exported(t, "ftm", someOfficials...))
	for id, e := range readFTM(t, exported(t, "ftm", someOfficials[2:5]...)) {
		if all[id].Schema != e.Schema {
			t.Errorf("%s %s stands alone only", e.Schema, id)
		}
	}
}

func TestTenures(t *testing.T) {
	base := official{name: "A", title: "Giám đốc", organisation: "Sở X", canonical: "Giám đốc Sở X", place: "tỉnh Y", level: "province", key: "a"}
	at := func(day string, former, acting bool) official {
		o := base
		o.published, o.former, o.acting, o.source = day, former, acting, day+".txt"
		return o
	}
	for name, tt := range map[string]struct {
		rows []official
		want []string // status and days
	}{
		"held":                    {[]official{at("2024-02-01", false, false), at("2024-01-01", false, false)}, []string{"current 2024-01-01 2024-02-01"}},
		"held, then former":       {[]official{at("2024-02-01", true, false), at("2024-01-01", false, false)}, []string{"ended 2024-01-01"}},
		"former, then held again": {[]official{at("2024-02-01", false, false), at("2024-01-01", true, false)}, []string{"current 2024-02-01"}},
		"former only":             {[]official{at("2024-02-01", true, false)}, []string{"ended"}},
		"both on one day":         {[]official{at("2024-02-01", true, false), at("2024-02-01", false, false)}, []string{"ended 2024-02-01"}},
		"no day":                  {[]official{at("", false, false)}, []string{"current"}},
		"a day and none":          {[]official{at("2024-02-01", false, false), at("", false, false)}, []string{"current 2024-02-01"}},
		"acting":                  {[]official{at("2024-02-01", false, true)}, []string{"current 2024-02-01"}},
		"acting, then in full":    {[]official{at("2024-02-01", false, false), at("2024-01-01", false, true)}, []string{"current 2024-02-01", "ended 2024-01-01"}},
	} {
		var got []string
		for _, e := range readFTM(t, exported(t, "ftm", tt.rows...)) {
			if e.Schema == "Occupancy" {
				got = append(got, strings.Join(append(slices.Clone(e.Properties["status"]), e.Properties["date"]...), " "))
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q; want %q", name, got, tt.want)
		}
	}
}

func TestNames(t *testing.T) {
	n := naming(spell)
	for _, tt := range []struct{ title, canonical, organisation, place, want string }{
		{"Giám đốc", "Giám đốc Công an", "Công an tỉnh", "tỉnh Hòa Bình", "Công an tỉnh Hòa Bình"},
		{"Giám đốc", "Giám đốc Công an", "Công an tỉnh Hòa Bình", "tỉnh Hòa Bình", "Công an tỉnh Hòa Bình"},
		{"CHỦ TỊCH", "Chủ tịch Ủy ban nhân dân", "UBND TỈNH", "tỉnh Sóc Trăng", "Ủy ban nhân dân tỉnh Sóc Trăng"},
		{"Bí thư", "Bí thư Huyện ủy", "Huyện ủy", "huyện Lạc Sơn, Hòa Bình", "Huyện ủy Lạc Sơn, Hòa Bình"},
		{"Bí thư", "Bí thư Thành ủy", "Thành uỷ Rạch Giá", "thành phố Rạch Giá, Kiên Giang", "Thành uỷ Rạch Giá, Kiên Giang"},
		{"Giám đốc", "Giám đốc Sở Du lịch", "Sở Du lịch thành phố Huế", "thành phố Huế, Huế", "Sở Du lịch thành phố Huế"},
		// What the canonical title adds is not the organisation.
		{"Chánh Văn phòng", "Chánh Văn phòng Điều phối nông thôn mới", "Văn phòng Điều phối nông thôn mới tỉnh", "tỉnh Đắk Nông", "Văn phòng Điều phối nông thôn mới tỉnh Đắk Nông"},
		{"Trưởng Công an", "Trưởng Công an", "Công an huyện Long Phú", "huyện Long Phú, Sóc Trăng", "Công an huyện Long Phú, Sóc Trăng"},
		{"Phó Ban", "Phó Trưởng Ban thi đua", "Ban thi đua tỉnh", "tỉnh Đắk Nông", "Ban thi đua tỉnh Đắk Nông"},
		{"Thứ trưởng", "Thứ trưởng Bộ Công an", "Bộ Công an", "", "Bộ Công an"},
		{"Tỉnh ủy viên", "Tỉnh ủy viên", "", "tỉnh Thái Bình", ""},
	} {
		got := n.body(tt.title, tt.canonical, tt.organisation)
		if got != "" {
			got = n.placed(got, tt.place)
		}
		if n.key(got) != n.key(tt.want) {
			t.Errorf("%s, %s, %s: %q; want %q", tt.canonical, tt.organisation, tt.place, got, tt.want)
		}
	}
}

func TestLongNamesAreClipped(t *testing.T) {
	long := official{name: strings.Repeat("Ă", 400), title: "Giám đốc", organisation: strings.Repeat("Sở ", 300), canonical: strings.Repeat("Giám đốc ", 300), sentence: strings.Repeat("ấ", 70000), source: strings.Repeat("x", 500)}
	for _, slip := range readFTMModel(t).check(readFTM(t, exported(t, "ftm", long))) {
		t.Error(slip)
	}
	for s, want := range map[string]string{"ăâê": "ăâê", "ăâêđ": "ăâ…", "": ""} {
		if got := clip(s, 3); got != want {
			t.Errorf("%q clipped to %q; want %q", s, got, want)
		}
	}
}

func TestOfficesAreOfOfficialsOnly(t *testing.T) {
	for _, format := range []string{"ftm", "popolo"} {
		if !OfOfficials(format) {
			t.Errorf("%s is of officials", format)
		}
		if err := Write(&bytes.Buffer{}, format, testTable, stream(testRows, nil), Options{}); !errors.Is(err, errNoOfficials) {
			t.Errorf("%s of counts: %v", format, err)
		}
	}
}

// FuzzPeople: whatever the cells hold, the schemas have nothing against it.
func FuzzPeople(f *testing.F) {
	f.Add("Lê Văn Mẫu", "Giám đốc", "Công an tỉnh", "Giám đốc Công an", "tỉnh Hòa Bình", "https://vidu.vn/tin?id=ấ b#c", "Câu.", true)
	f.Add("A", "CT", "UBND", "", "xã", "http://[::1", "", false)
	f.Add("A", "", ",", " x", ", ,", "https://", "\xff", false)
	ftm, popolo := readFTMModel(f), readPopoloModel(f)
	f.Fuzz(func(t *testing.T, name, title, organisation, canonical, place, url, sentence string, former bool) {
		if name == "" {
			return // the store has no such mention
		}
		one := official{name: name, title: title, organisation: organisation, canonical: canonical, place: place, url: url, sentence: sentence, former: former, source: "s"}
		two := one
		two.n, two.level, two.key, two.acting, two.published = 1, "district", "k", true, "2024-01-01"
		for _, slip := range ftm.check(readFTM(t, exported(t, "ftm", one, two))) {
			t.Error(slip)
		}
		for _, slip := range popolo.check([]byte(exported(t, "popolo", one, two))) {
			t.Error(slip)
		}
	})
}
