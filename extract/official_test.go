package extract

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/unicode/norm"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// showOfficials writes officials as testdata/officials.tsv does.
func showOfficials(list []corpus.Official) string {
	var out []string
	for _, o := range list {
		who := strings.Join(slicesOf(o.Honorific, o.Rank), ", ")
		if who != "" {
			who = " (" + who + ")"
		}
		var offices []string
		for _, p := range o.Positions {
			offices = append(offices, showPosition(p))
		}
		out = append(out, strings.TrimSpace(o.Name+who+": "+strings.Join(offices, "; ")))
	}
	return strings.Join(out, " | ")
}

// showPosition writes a position as its printed words, once.
func showPosition(p corpus.Position) string {
	s := p.Title
	if p.Organisation != "" {
		// The organisation may begin inside the title: Trưởng [Ban] Tổ chức.
		overlap := ""
		for i := range p.Title {
			if (i == 0 || p.Title[i-1] == ' ') && strings.HasPrefix(p.Organisation, p.Title[i:]) {
				overlap = p.Title[i:]
				break
			}
		}
		rest := p.Organisation[len(overlap):]
		if overlap == "" {
			rest = " " + rest
		}
		s += rest
	}
	if p.Former {
		s += " [former]"
	}
	if p.Acting {
		s += " [acting]"
	}
	return s
}

func slicesOf(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

func TestOfficialSentences(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := vi.ReadTable(os.DirFS("testdata"), "officials.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, r := range rows {
		text := strings.ReplaceAll(r.Get("sentence"), "⏎", "\n")
		got := x.Extract(&corpus.Article{Text: vi.Clean(text), Published: r.Get("published")}).Officials
		if s := showOfficials(got); s != r.Get("want") {
			t.Errorf("%s\n got %s\nwant %s", text, s, r.Get("want"))
		}
		if len(got) > 0 {
			seen[got[0].Rule]++
		}
		if want := r.Get("rule"); want != "" && (len(got) == 0 || got[0].Rule != want) {
			t.Errorf("%s\nwant rule %q first, got %v", text, want, got)
		}
	}
}

func TestOfficialRulesHaveExamples(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range officialRules {
		found := false
		f := x.Extract(&corpus.Article{Text: r.example})
		for _, o := range append(f.Officials, f.Resolved...) {
			found = found || o.Rule == r.name
		}
		if !found {
			t.Errorf("rule %q finds nothing in its example %q", r.name, r.example)
		}
	}
}

func TestOfficialLevels(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := vi.ReadTable(os.DirFS("testdata"), "official_levels.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		got := x.Extract(&corpus.Article{Text: vi.Clean(r.First()), Published: r.Get("published"), Province: r.Get("province")}).Officials
		var offices []string
		if len(got) > 0 {
			for _, p := range got[0].Positions {
				offices = append(offices, strings.TrimSpace(p.Canonical+"; "+p.Level+"; "+p.Jurisdiction))
			}
		}
		if s := strings.Join(offices, " | "); s != r.Get("want") {
			t.Errorf("%s\n got %s\nwant %s", r.First(), s, r.Get("want"))
		}
	}
}

func TestOfficialRoles(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Chủ tịch UBND tỉnh Trần Quốc Bảo trao bằng khen cho các tập thể.":                                 "awards trao bằng khen",
		"Ông Lê Văn Tám, Giám đốc Sở Y tế cho biết dịch đã lắng.":                                          "speaks cho biết",
		"Phát biểu tại buổi lễ, đồng chí Lê Văn Tám, Giám đốc Sở Y tế, cảm ơn đại biểu.":                   "speaks Phát biểu",
		"Đồng chí Lê Văn Tám, Giám đốc Sở Y tế chủ trì hội nghị.":                                          "presides chủ trì",
		"Bí thư Huyện ủy Lê Văn Tám yêu cầu các xã khẩn trương thực hiện.":                                 "demands yêu cầu",
		"Dự lễ có đồng chí Lê Văn Tám, Giám đốc Sở Y tế; đồng chí Võ Ba, Bí thư Huyện ủy.":                 "attends Dự",
		"Hội tổ chức họp mặt, đến dự có đồng chí Lê Văn Tám, Giám đốc Sở Y tế.":                            "attends đến dự",
		"Đại tá Lê Văn Tám, Giám đốc Công an tỉnh trồng cây tại lễ phát động.":                             " ",
		"Ủy ban Kiểm tra Tỉnh ủy, ông Lê Văn Tám, Giám đốc Sở Y tế.":                                       " ",
		"Thăm ông Lê Văn Tám, Giám đốc Sở Y tế.":                                                           " ",
		"Trong khuôn khổ chương trình, bên cạnh ông Lê Văn Tám, Giám đốc Sở Y tế còn nhiều khách mời khác": " ",
	} {
		got := x.Extract(&corpus.Article{Text: text}).Officials
		if len(got) == 0 || got[0].Role+" "+got[0].Verb != want {
			t.Errorf("%s\ngot %v, want %s", text, got, want)
		}
	}
}

// overlay is the embedded tables with one of them replaced.
type overlay struct {
	fs.FS
	name, text string
}

func (o overlay) Open(name string) (fs.File, error) {
	if name == o.name {
		return fstest.MapFS{name: {Data: []byte(o.text)}}.Open(name)
	}
	return o.FS.Open(name)
}

func TestOfficialTablesAreChecked(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		{"offices.tsv", "title\tlevel\tneeds\talone\tvariants\tstaff\nGiám đốc\tplanet\n", `data/offices.tsv:2: unknown level "planet" (known: central, province, district, commune)`},
		{"offices.tsv", "title\tlevel\tneeds\talone\tvariants\tstaff\nGiám đốc\t\tmoney\n", `data/offices.tsv:2: unknown needs "money" (known: organ, unit, none, name)`},
		{"offices.tsv", "title\tlevel\tneeds\talone\tvariants\tstaff\nGiám đốc\nGiám thị\t\t\t\tgiám đốc\n", `data/offices.tsv:3: variant "giám đốc" stands already in the table`},
		{"offices.tsv", "title\tlevel\tneeds\talone\tvariants\tstaff\nChủ tịch\t\t\t\tUỷ viên\nỦy viên\n", `data/offices.tsv:3: "Ủy viên" is already a variant above`},
		{"offices.tsv", "title\tlevel\tneeds\talone\tvariants\tstaff\n" + norm.NFD.String("Giám đốc") + "\n", `data/offices.tsv:2: text is not NFC`},
		{"organs.tsv", "organ\ttail\tlevel\tsector\tunit\tvariants\nSở\tlong\n", `data/organs.tsv:2: unknown tail "long" (known: area, field, named, none)`},
		{"organs.tsv", "organ\ttail\tlevel\tsector\tunit\tvariants\nHuyện ủy\tarea\t\t\tđảo\n", `data/organs.tsv:2: unknown unit "đảo"`},
		{"ranks.tsv", "rank\ttier\tforces\tvariants\nĐại tá\tcao\n", `data/ranks.tsv:2: unknown tier "cao" (known: tướng, tá, úy, hạ sĩ quan, chiến sĩ, quân nhân chuyên nghiệp)`},
		{"honorifics.tsv", "honorific\tclass\tvariants\nông\tking\n", `data/honorifics.tsv:2: unknown class "king" (known: address, degree, state, clergy, private, accused, victim)`},
		{"deeds.tsv", "verb\trole\tvariants\nnói\tsings\n", `data/deeds.tsv:2: unknown role "sings" (known: ` + strings.Join(deedRoles, ", ") + `)`},
		{"surnames.tsv", "surname\ttrust\tnames\tshare\tpeople\nLê\tsure\n", `data/surnames.tsv:2: unknown trust "sure" (known: high, fair, low)`},
		{"areas_new.tsv", "area\twithin\nđảo Ngọc\tKiên Giang\n", `data/areas_new.tsv:2: "đảo Ngọc" begins with no unit of area_units.tsv`},
		{"provinces.tsv", "province\tcity\tnow\taliases\nSóc Trăng\t\tCần Thơ\n", `data/provinces.tsv:2: now names no province: "Cần Thơ"`},
		{"abbreviations.tsv", "short\tfull\nUBND\n", `data/abbreviations.tsv:2: "UBND" has no full form`},
	} {
		_, err := readOfficials(vi.NewVocab(), overlay{vi.Data, "data/" + c.file, c.text})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: error %v, want %s", c.file, err, c.want)
		}
	}
}

func TestOfficesWithoutAName(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	const one, two = "Ông Lê Văn Tám, Phó Chủ tịch UBND tỉnh, đến dự. ", "Bà Võ Thị Ba, Phó Chủ tịch UBND tỉnh, chủ trì. "
	for text, want := range map[string]string{
		one + "Phó Chủ tịch UBND tỉnh yêu cầu làm rõ.":                                      "Lê Văn Tám demands yêu cầu",
		one + two + "Phó Chủ tịch UBND tỉnh yêu cầu làm rõ.":                                "",
		one + "Phó Chủ tịch UBND huyện Kế Sách yêu cầu làm rõ.":                             "",
		one + "Các Phó Chủ tịch UBND tỉnh chỉ đạo thực hiện.":                               "",
		one + "Giám đốc Sở Y tế yêu cầu làm rõ.":                                            "",
		"Phó Chủ tịch UBND tỉnh yêu cầu các sở, ngành thực hiện.":                           "",
		"Ông Lê Văn Tám, nguyên Chủ tịch UBND tỉnh, dự. Chủ tịch UBND tỉnh yêu cầu làm rõ.": "",
	} {
		got := ""
		for _, o := range x.Extract(&corpus.Article{Text: text}).Resolved {
			if !o.Inferred || !o.Positions[0].Inferred {
				t.Errorf("%s: not marked as inferred: %+v", text, o)
			}
			got += o.Name + " " + o.Role + " " + o.Verb
		}
		if got != want {
			t.Errorf("%s\ngot %q, want %q", text, got, want)
		}
	}
}

func TestOfficialsAreExplained(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Bị cáo Lê Văn Hùng bị phạt; ông Võ Ba, Chủ tịch UBND xã, dự.": "a person named as accused",
		"Ông Lê Văn Tèo, Giám đốc HTX Thành Công, chia sẻ.":            "a post outside public office",
		"Chủ tịch Hồ Chí Minh; ông Võ Ba, Chủ tịch UBND xã, dự.":       "",
	} {
		got := ""
		for _, g := range x.Explain(&corpus.Article{Text: text}).Guards {
			if g.Kind == "official" {
				got = g.Reason
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
