package page

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// pangram holds every letter of Vietnamese in lower case.
const pangram = "Ngày 5/3, Ủy ban nhân dân huyện đã tổ chức hội nghị: aàảãáạ ăằẳẵắặ âầẩẫấậ eèẻẽéẹ êềểễếệ iìỉĩíị oòỏõóọ ôồổỗốộ ơờởỡớợ uùủũúụ ưừửữứự yỳỷỹýỵ đ"

func TestLegacyEncodingsGoRound(t *testing.T) {
	for _, l := range legacies() {
		text := pangram
		if l.name == "tcvn3" {
			text = text[len("Ngày 5/3, Ủ"):] // VN3 has no capital with a tone mark
		} else {
			text += " AÀẢÃÁẠ ĂẰẲẴẮẶ ÂẦẨẪẤẬ EÈẺẼÉẸ ÊỀỂỄẾỆ IÌỈĨÍỊ OÒỎÕÓỌ ÔỒỔỖỐỘ ƠỜỞỠỚỢ UÙỦŨÚỤ ƯỪỬỮỨỰ YỲỶỸÝỴ Đ"
		}
		b, ok := l.encode(text)
		if !ok {
			t.Errorf("%s: cannot write %q", l.name, text)
			continue
		}
		if got := l.decode(b); got != text {
			t.Errorf("%s:\n got %q\nwant %q", l.name, got, text)
		}
	}
}

func TestDecode(t *testing.T) {
	const text = "<html><body><p>Sáng ngày 12/4, Ban Chỉ đạo của huyện đã tổ chức hội nghị với các xã, thị trấn và được đại biểu đánh giá cao.</p></body></html>"
	const plain = "sáng ngày 12/4, các đồng chí lãnh đạo của huyện đã tổ chức hội nghị với các xã, thị trấn và được đại biểu đánh giá cao"
	legacyBytes := func(i int, s string) []byte {
		b, ok := legacies()[i].encode(s)
		if !ok {
			t.Fatalf("%s cannot write %q", legacies()[i].name, s)
		}
		return b
	}
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy) []byte {
		b, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	win1258, err := charmap.Windows1258.NewEncoder().Bytes([]byte(combining(text)))
	if err != nil {
		t.Fatal(err)
	}
	twice, err := charmap.ISO8859_1.NewDecoder().Bytes([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, header string
		in           []byte
		want         string
		charset      string
	}{
		{"utf-8", "", []byte(text), text, "utf-8"},
		{"utf-8 with mark", "", []byte("\ufeff" + text), text, "utf-8"},
		{"utf-8 called something else", "text/html; charset=iso-8859-1", []byte(text), text, "utf-8"},
		{"decomposed", "", []byte(norm.NFD.String(text)), text, "utf-8"},
		{"utf-16 with mark", "", utf16(unicode.LittleEndian, unicode.UseBOM), text, "utf-16le"},
		{"utf-16 without mark", "", utf16(unicode.BigEndian, unicode.IgnoreBOM), text, "utf-16be"},
		{"windows-1258 in the header", "text/html; charset=windows-1258", win1258, text, "windows-1258"},
		{"windows-1258 unnamed", "", win1258, text, "windows-1258"},
		{"tcvn3", "text/html; charset=iso-8859-1", legacyBytes(0, plain), plain, "tcvn3"},
		{"vni", "", legacyBytes(1, text), text, "vni"},
		{"viscii", "", legacyBytes(2, text), text, "viscii"},
		{"utf-8 twice", "", twice, plain, "utf-8 twice"},
		{"western", "text/html; charset=windows-1252", []byte("caf\xe9 \x96 cr\xe8me br\xfbl\xe9e"), "café – crème brûlée", "windows-1252"},
		{"empty", "", nil, "", "utf-8"},
	} {
		got, charset := Decode(tt.in, tt.header)
		if got != tt.want || charset != tt.charset {
			t.Errorf("%s:\n got %s %q\nwant %s %q", tt.name, charset, got, tt.charset, tt.want)
		}
	}
}

// combining writes Vietnamese as Windows-1258 does: the letter, then its tone.
func combining(s string) string {
	var out []rune
	for _, r := range s {
		d := []rune(norm.NFD.String(string(r)))
		if len(d) < 2 {
			out = append(out, r)
			continue
		}
		tone := rune(0)
		rest := d[:0:0]
		for _, m := range d {
			switch m {
			case 0x300, 0x301, 0x303, 0x309, 0x323:
				tone = m
			default:
				rest = append(rest, m)
			}
		}
		out = append(out, []rune(norm.NFC.String(string(rest)))...)
		if tone != 0 {
			out = append(out, tone)
		}
	}
	return string(out)
}
