package page

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"github.com/trich-vn/trich/internal/vi"
)

// A legacy is an encoding of Vietnamese from before Unicode. Old portals serve
// it under the name of a Western charset, and texts pasted from old documents
// carry it into pages that are otherwise UTF-8.
type legacy struct {
	name string
	// single maps the bytes 0x80-0xFF, zero for the same as Windows-1252;
	// low the few control codes that VISCII uses.
	single [128]rune
	low    map[byte]rune
	// pairs maps a letter and the byte after it, for VNI.
	pairs map[[2]byte]rune
}

// tcvn3 is TCVN 5712:1993 VN3, the encoding of the fonts .VnTime. Capitals with
// tone marks exist only as fonts.
const tcvn3Letters = "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ " +
	"B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ " +
	"D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ " +
	"F5ừ F6ử F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"

// viscii is RFC 1456.
const visciiLetters = "02Ẳ 05Ẵ 06Ẫ 14Ỷ 19Ỹ 1EỴ " +
	"80Ạ 81Ắ 82Ằ 83Ặ 84Ấ 85Ầ 86Ẩ 87Ậ 88Ẽ 89Ẹ 8AẾ 8BỀ 8CỂ 8DỄ 8EỆ 8FỐ 90Ồ 91Ổ 92Ỗ 93Ộ 94Ợ 95Ớ 96Ờ 97Ở 98Ị 99Ỏ 9AỌ 9BỈ 9CỦ 9DŨ 9EỤ 9FỲ " +
	"A0Õ A1ắ A2ằ A3ặ A4ấ A5ầ A6ẩ A7ậ A8ẽ A9ẹ AAế ABề ACể ADễ AEệ AFố B0ồ B1ổ B2ỗ B3Ỡ B4Ơ B5ộ B6ờ B7ở B8ị B9Ự BAỨ BBỪ BCỬ BDơ BEớ BFƯ " +
	"C0À C1Á C2Â C3Ã C4Ả C5Ă C6ẳ C7ẵ C8È C9É CAÊ CBẺ CCÌ CDÍ CEĨ CFỳ D0Đ D1ứ D2Ò D3Ó D4Ô D5ạ D6ỷ D7ừ D8ử D9Ù DAÚ DBỹ DCỵ DDÝ DEỡ DFư " +
	"E0à E1á E2â E3ã E4ả E5ă E6ữ E7ẫ E8è E9é EAê EBẻ ECì EDí EEĩ EFỉ F0đ F1ự F2ò F3ó F4ô F5õ F6ỏ F7ọ F8ụ F9ù FAú FBũ FCủ FDý FEợ FFỮ"

// vniSingle and vniPairs are VNI-Windows: a letter and a sign after it.
const vniSingle = "ECì EDí E6ỉ F3ĩ F2ị F4ơ F6ư EEỵ F1đ CCÌ CDÍ C6Ỉ D3Ĩ D2Ị D4Ơ D6Ư CEỴ D1Đ"

var vniMarks = map[string]string{
	"a": "F8à F9á FBả F5ã EFạ E2â E0ầ E1ấ E5ẩ E3ẫ E4ậ EAă E8ằ E9ắ FAẳ FCẵ EBặ",
	"e": "F8è F9é FBẻ F5ẽ EFẹ E2ê E0ề E1ế E5ể E3ễ E4ệ",
	"o": "F8ò F9ó FBỏ F5õ EFọ E2ô E0ồ E1ố E5ổ E3ỗ E4ộ",
	"u": "F8ù F9ú FBủ F5ũ EFụ",
	"y": "F8ỳ F9ý FBỷ F5ỹ",
	"ô": "F8ờ F9ớ FBở F5ỡ EFợ",
	"ö": "F8ừ F9ứ FBử F5ữ EFự",
}

var legacies = sync.OnceValue(func() []*legacy {
	tcvn := newLegacy("tcvn3", tcvn3Letters)
	viscii := newLegacy("viscii", visciiLetters)
	vni := newLegacy("vni", vniSingle)
	vni.pairs = map[[2]byte]rune{}
	for base, marks := range vniMarks {
		b, _ := charmap.Windows1252.EncodeRune([]rune(base)[0])
		for m := range strings.FieldsSeq(marks) {
			code, r := hexLetter(m)
			vni.pairs[[2]byte{b, code}] = r
			// Capitals: both bytes in capitals.
			upper := []rune(strings.ToUpper(string(r)))[0]
			vni.pairs[[2]byte{b - 0x20, code - 0x20}] = upper
			vni.pairs[[2]byte{b - 0x20, code}] = upper
		}
	}
	return []*legacy{tcvn, vni, viscii}
})

func newLegacy(name, letters string) *legacy {
	l := &legacy{name: name}
	for part := range strings.FieldsSeq(letters) {
		code, r := hexLetter(part)
		if code < 0x80 {
			if l.low == nil {
				l.low = map[byte]rune{}
			}
			l.low[code] = r
			continue
		}
		l.single[code-0x80] = r
	}
	return l
}

// hexLetter reads an entry like "B8á".
func hexLetter(s string) (byte, rune) {
	r, _ := utf8.DecodeRuneInString(s[2:])
	return unhex(s[0])<<4 | unhex(s[1]), r
}

func unhex(c byte) byte {
	if c >= 'A' {
		return c - 'A' + 10
	}
	return c - '0'
}

// decode turns bytes into text.
func (l *legacy) decode(b []byte) string {
	var out strings.Builder
	out.Grow(len(b) + len(b)/4)
	for i := 0; i < len(b); i++ {
		c := b[i]
		if l.pairs != nil && i+1 < len(b) {
			if r, ok := l.pairs[[2]byte{c, b[i+1]}]; ok {
				out.WriteRune(r)
				i++
				continue
			}
		}
		switch {
		case c < 0x80:
			if r, ok := l.low[c]; ok {
				out.WriteRune(r)
			} else {
				out.WriteByte(c)
			}
		case l.single[c-0x80] != 0:
			out.WriteRune(l.single[c-0x80])
		default:
			out.WriteRune(charmap.Windows1252.DecodeByte(c))
		}
	}
	return out.String()
}

// encode turns text into bytes; ok is false when a letter has no code.
func (l *legacy) encode(s string) (b []byte, ok bool) {
	back := map[rune][]byte{}
	for i, r := range l.single {
		if r != 0 {
			back[r] = []byte{byte(i + 0x80)}
		}
	}
	for c, r := range l.low {
		back[r] = []byte{c}
	}
	for p, r := range l.pairs {
		if _, have := back[r]; !have || p[1] < back[r][len(back[r])-1] {
			back[r] = []byte{p[0], p[1]}
		}
	}
	for _, r := range norm.NFC.String(s) {
		if code, have := back[r]; have {
			b = append(b, code...)
			continue
		}
		c, have := charmap.Windows1252.EncodeRune(r)
		if !have || c >= 0x80 && l.single[c-0x80] != 0 {
			return nil, false
		}
		b = append(b, c)
	}
	return b, true
}

// latin1 turns text back to the bytes of Windows-1252 it was misread from;
// ok is false when it holds other characters.
func latin1(s string) (b []byte, ok bool) {
	b = make([]byte, 0, len(s))
	for _, r := range s {
		if r >= 0x80 && r < 0xa0 {
			b = append(b, byte(r)) // a C1 control: Latin-1 proper
			continue
		}
		c, have := charmap.Windows1252.EncodeRune(r)
		if !have {
			return nil, false
		}
		b = append(b, c)
	}
	return b, true
}

// repair returns what a text says that was decoded as Windows-1252 though it
// was written in an older Vietnamese encoding or in UTF-8, and the encoding's
// name; the text itself and "" when it reads well as it is.
func repair(s string) (string, string) {
	if !suspicious(s) {
		return s, ""
	}
	b, ok := latin1(s)
	if !ok {
		return s, ""
	}
	best, name := s, ""
	bestScore := vietnamese(s) + 2
	if utf8.Valid(b) {
		if v := vietnamese(string(b)); v > bestScore {
			best, name, bestScore = string(b), "utf-8 twice", v
		}
	}
	for _, l := range legacies() {
		t := l.decode(b)
		if v := vietnamese(t); v > bestScore {
			best, name, bestScore = t, l.name, v
		}
	}
	return best, name
}

// suspicious says that a text holds letters of Western Europe and none that
// only Vietnamese has.
func suspicious(s string) bool {
	western := 0
	for _, r := range s {
		switch {
		case r >= 0x1ea0 && r <= 0x1ef9 || r == 'ơ' || r == 'ư' || r == 'đ' || r == 'Đ' || r == 'ă' || r == 'Ơ' || r == 'Ư' || r == 'Ă':
			return false
		case r >= 0x80 && r < 0x180:
			western++
		}
	}
	return western >= 3 && western*40 >= len(s)
}

// vietnamese counts the common Vietnamese words of a text.
func vietnamese(s string) int {
	words, err := commonWords()
	if err != nil {
		return 0
	}
	n := 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return r < 'A' || r > 'z' && r < 0xaa || r == 0xd7 || r == 0xf7 || r >= 0x2000 }) {
		if words[vi.Key(w)] {
			n++
		}
	}
	return n
}

var commonWords = sync.OnceValues(func() (map[string]bool, error) {
	rows, err := vi.ReadTable(data, "data/common.tsv")
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, r := range rows {
		out[vi.Key(r.Get("word"))] = true
	}
	return out, nil
})
