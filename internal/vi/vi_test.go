package vi

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"clean stays", "Công an tỉnh\n\nNgày 4/3", "Công an tỉnh\n\nNgày 4/3"},
		{"decomposed", norm.NFD.String("Uỷ ban nhân dân"), "Uỷ ban nhân dân"},
		{"no-break and narrow spaces", "1\u202f107\u00a0vụ", "1 107 vụ"},
		{"zero width and soft hyphen", "tội\u200b ph\u00adạm\ufeff", "tội phạm"},
		{"runs and edges", "  a \t b  \r\n  c \rd ", "a b\nc\nd"},
		{"controls", "a\x00b\x07c", "abc"},
		{"broken bytes", "a\xffb", "a�b"},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestKeyJoinsSpellingsOnly(t *testing.T) {
	for _, c := range [][2]string{
		{"hoà giải", "hòa giải"}, {"Uỷ ban", "ủy ban"}, {"tỉ lệ", "tỷ lệ"}, {"cùng kì", "cùng kỳ"},
		{"Ðắk Lắk", "đắk lắk"}, {"HOÀ", "hòa"}, {"khoẻ", "khỏe"}, {"qúy", "quý"}, {"Thuý", "thúy"}, {"K’Ré", "k'ré"},
	} {
		if Key(c[0]) != Key(c[1]) {
			t.Errorf("Key(%q) = %q, Key(%q) = %q: want the same", c[0], Key(c[0]), c[1], Key(c[1]))
		}
	}
	for _, c := range [][2]string{{"năm", "nam"}, {"sáu", "sau"}, {"mười", "muối"}, {"quý", "quy"}, {"hòa", "hoa"}} {
		if Key(c[0]) == Key(c[1]) {
			t.Errorf("Key joins %q and %q", c[0], c[1])
		}
	}
}

// Key goes through a text once; this is what it means.
func TestKeyIsOfSyllables(t *testing.T) {
	slow := func(s string) string {
		var out, syllable []byte
		for _, r := range s {
			if !letter(r) {
				out = append(out, canonical(syllable)...)
				syllable = nil
				out = utf8.AppendRune(out, lower(r))
				continue
			}
			syllable = utf8.AppendRune(syllable, lower(r))
		}
		return string(append(out, canonical(syllable)...))
	}
	for r := rune(0); r < 0x3200; r++ {
		for _, form := range []string{"%c", "ho%c", "QU%c thu%c.", "t%c 1%c", "%c%c x%cy", "h%ca %c"} {
			s := strings.ReplaceAll(form, "%c", string(r))
			if got, want := Key(s), slow(s); got != want {
				t.Fatalf("Key(%q) = %q, want %q", s, got, want)
			}
		}
	}
}

func TestFold(t *testing.T) {
	if got, want := Fold("ĐƯỜNG DÂY Hoà Bình, Ủy ban"), "duong day hoa binh, uy ban"; got != want {
		t.Errorf("Fold = %q, want %q", got, want)
	}
	for r := rune(0x80); r < 0x3200; r++ {
		if got, want := Fold(string(r)), string(appendFolded(nil, r)); got != want {
			t.Errorf("Fold(%q) = %q, want %q", r, got, want)
		}
	}
}

func words(s string, toks []Token) string {
	var out []string
	for _, tok := range toks {
		out = append(out, s[tok.Start:tok.End])
	}
	return strings.Join(out, "|")
}

func TestTokenize(t *testing.T) {
	v := NewVocab()
	for _, c := range [][2]string{
		{"Bắt 12vụ, 1.107 vụ", "Bắt|12|vụ|,|1|.|107|vụ"},
		{"lúc17h30 ngày 04/3", "lúc|17|h|30|ngày|04|/|3"},
		{"bà H’Lan và K'Ré", "bà|H’Lan|và|K'Ré"},
		{"‘tín dụng’ 'đen'", "‘|tín|dụng|’|'|đen|'"},
		{"COVID-19, m2", "COVID|-|19|,|m|2"},
	} {
		if got := words(c[0], Tokenize(nil, c[0], v)); got != c[1] {
			t.Errorf("Tokenize(%q) = %s, want %s", c[0], got, c[1])
		}
	}
	toks := Tokenize(nil, "UBND Tỉnh y\nA 1234567890123", v)
	for i, want := range []Flags{Space | Line | Upper | Caps, Space | Upper, Space, Space | Line | Upper, Space} {
		if toks[i].Flags != want {
			t.Errorf("token %d has flags %b, want %b", i, toks[i].Flags, want)
		}
	}
	if _, ok := toks[4].Value(); ok {
		t.Error("a number of thirteen digits has a value")
	}
}

func TestPhrases(t *testing.T) {
	v := NewVocab()
	p := NewPhrases(v)
	for i, s := range []string{"đối tượng", "đối", "phòng, chống", "Uỷ ban nhân dân", "24 giờ"} {
		if old := p.Add(s, int32(i)); old != -1 {
			t.Fatalf("Add(%q) replaces %d", s, old)
		}
	}
	for _, c := range []struct {
		text  string
		value int32
		n     int
	}{
		{"đối tượng truy nã", 0, 2}, {"ĐỐI thoại", 1, 1}, {"phòng, chống tội phạm", 2, 3}, {"phòng chống", -1, 0},
		{"ủy ban nhân dân tỉnh", 3, 4}, {"ủy ban\nnhân dân", -1, 0}, {"24 giờ", 4, 2}, {"25 giờ", -1, 0}, {"", -1, 0},
	} {
		value, n := p.Longest(Tokenize(nil, c.text, v), 0)
		if value != c.value || n != c.n {
			t.Errorf("Longest(%q) = %d, %d, want %d, %d", c.text, value, n, c.value, c.n)
		}
	}
}

func TestSentences(t *testing.T) {
	v := NewVocab()
	for _, c := range [][]string{
		{"Năm 2024 có 1.107 vụ.", "Tăng 5%.", "Ông A nói gì?", "Hết…"},
		{"TP. Bến Tre có 5 vụ.", "PGS. TS. Lê A dự."},
		{"Số vụ giảm so với quý I.", "Đối tượng T. khai nhận."},
		{"Tiêu đề", "Thân bài một.", "Câu hai”.", "(Ảnh: A.B)"},
		{"Đạt 83%,... không để xảy ra."},
		{"Trao thưởng./.", "Hết."},
	} {
		text := strings.Join(c, " ")
		text = strings.Replace(text, "Tiêu đề ", "Tiêu đề\n", 1)
		toks := Tokenize(nil, text, v)
		var got []string
		for _, st := range Sentences(nil, text, toks) {
			got = append(got, text[toks[st.First].Start:toks[st.Last()].End])
		}
		if strings.Join(got, "¦") != strings.Join(c, "¦") {
			t.Errorf("Sentences(%q) = %q", text, got)
		}
	}
}

func TestReadTable(t *testing.T) {
	read := func(s string) ([]Row, error) {
		return ReadTable(fstest.MapFS{"units.tsv": {Data: []byte(s)}}, "units.tsv")
	}
	rows, err := read("# source: hand\nunit\tclass\tvariants\nvụ\tcase\nkg\tmass\tki lô | kí\n")
	if err != nil || len(rows) != 2 || rows[0].Get("variants") != "" || strings.Join(rows[1].List("variants"), ",") != "ki lô,kí" {
		t.Fatalf("rows %v, error %v", rows, err)
	}
	for want, text := range map[string]string{
		"units.tsv:3: \"vụ\" stands already in line 2": "unit\nvụ\nvụ\n",
		"units.tsv:2: 2 cells, but 1 columns":          "unit\nvụ\tcase\n",
		"units.tsv:2: the first cell is empty":         "unit\tclass\n\tcase\n",
		"units.tsv:2: text is not NFC":                 "unit\n" + norm.NFD.String("vụ") + "\n",
		"units.tsv: no line names the columns":         "# nothing\n",
	} {
		if _, err := read(text); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("Ngày 04/3/2025, tại Công\u00a0an tỉnh: 1.107 vụ (H’Lan).\r\n\r\nHết.")
	f.Add("a\xff\u0301\u200b ٣ \u2028x")
	v := NewVocab()
	v.Add("vụ")
	f.Fuzz(func(t *testing.T, in string) {
		s := Clean(in)
		if again := Clean(s); again != s {
			t.Fatalf("Clean is not idempotent: %q, then %q", s, again)
		}
		if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) {
			t.Fatalf("Clean gives %q", s)
		}
		runes := []rune(s)
		toks := Tokenize(nil, s, v)
		end := uint32(0)
		for _, tok := range toks {
			if tok.Start < end || tok.End <= tok.Start {
				t.Fatalf("token [%d, %d) after %d in %q", tok.Start, tok.End, end, s)
			}
			if got, want := string(runes[tok.Rune:tok.RuneEnd()]), s[tok.Start:tok.End]; got != want {
				t.Fatalf("code points give %q, bytes give %q", got, want)
			}
			end = tok.End
		}
		next := 0
		for _, st := range Sentences(nil, s, toks) {
			if st.First != next || st.End <= st.First {
				t.Fatalf("sentence [%d, %d) after %d", st.First, st.End, next)
			}
			next = st.End
		}
		if next != len(toks) {
			t.Fatalf("sentences cover %d of %d tokens", next, len(toks))
		}
	})
}

func BenchmarkTokenize(b *testing.B) {
	v := NewVocab()
	text := strings.Repeat("Năm 2024, lực lượng Công an toàn tỉnh đã phát hiện 1.107 vụ phạm tội về trật tự xã hội, giảm 89 vụ. ", 2000)
	for _, w := range strings.Fields(text[:200]) {
		v.Add(w)
	}
	var toks []Token
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		toks = Tokenize(toks[:0], text, v)
	}
}
