package vi

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s as the search index knows it: lower case, without
// diacritics, đ as d. Facts are never matched on folded text.
func Fold(s string) string {
	table := folds()
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			out = append(out, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if int(r) < len(table) && table[r] != foldedSlowly {
			if table[r] != foldedAway {
				out = utf8.AppendRune(out, table[r])
			}
			continue
		}
		out = appendFolded(out, r)
	}
	return string(out)
}

// What stands in folds for a rune that leaves nothing, and for one that leaves
// several.
const foldedAway, foldedSlowly = -1, -2

// folds holds what is left of every rune up to the last Vietnamese letter.
var folds = sync.OnceValue(func() *[0x1f00]rune {
	var table [0x1f00]rune
	for r := range table {
		rest := appendFolded(nil, rune(r))
		one, n := utf8.DecodeRune(rest)
		switch {
		case n == 0:
			one = foldedAway
		case n < len(rest):
			one = foldedSlowly
		}
		table[r] = one
	}
	return &table
})

func appendFolded(out []byte, r rune) []byte {
	for _, r := range norm.NFD.String(string(r)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'đ' || r == 'Đ' || r == 'ð' || r == 'Ð':
			out = append(out, 'd')
		default:
			out = utf8.AppendRune(out, unicode.ToLower(r))
		}
	}
	return out
}

// Key returns s as rules compare it: lower case, tone marks in one place
// ("hoà" and "hòa", "uỷ" and "ủy"), i and y of "kỳ", "tỷ", "lý" as one, "Ð" as
// "Đ". Diacritics stay: năm is not nam. s must be NFC.
func Key(s string) string {
	out := make([]byte, 0, len(s)+8)
	syllable, marked := 0, false // where the last one begins, and whether it is more than ASCII
	for i := 0; i < len(s); {
		if small := s[i] | 0x20; small >= 'a' && small <= 'z' {
			out = append(out, small)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if small := smallLetter(r); small != 0 {
			out = utf8.AppendRune(out, small)
			marked = true
			continue
		}
		if marked {
			out = append(out[:syllable], canonical(out[syllable:])...)
		}
		out = utf8.AppendRune(out, lower(r))
		syllable, marked = len(out), false
	}
	return string(append(out[:syllable], canonical(out[syllable:])...))
}

// smallLetters holds what smallLetter gives up to the last Vietnamese letter.
var smallLetters = func() (table [0x1f00]rune) {
	for r := range table {
		if r >= utf8.RuneSelf && letter(rune(r)) {
			table[r] = lower(rune(r))
		}
	}
	return table
}()

// smallLetter is the small letter of one beyond ASCII that is part of a
// syllable, and 0 for all else.
func smallLetter(r rune) rune {
	switch {
	case int(r) < len(smallLetters):
		return smallLetters[r]
	case letter(r):
		return lower(r)
	}
	return 0
}

// letter says that r is part of a syllable.
func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return r >= 0xc0 && r <= 0x24f && r != 0xd7 && r != 0xf7 || r >= 0x1ea0 && r <= 0x1ef9 ||
		r >= 0x250 && (unicode.IsLetter(r) || unicode.Is(unicode.M, r))
}

// lower is unicode.ToLower with a short way for Vietnamese, and joins Ð to đ.
func lower(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r == 'Đ' || r == 'Ð' || r == 'ð':
		return 'đ'
	case r >= 0xc0 && r <= 0xde && r != 0xd7:
		return r + 0x20
	case r >= 0x1ea0 && r <= 0x1ef9:
		return r | 1
	case r == '’' || r == 'ʼ' || r == '‘':
		return '\''
	}
	return unicode.ToLower(r)
}

// upper says that r is a capital.
func upper(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'A' && r <= 'Z'
	}
	if r >= 0x1ea0 && r <= 0x1ef9 {
		return r&1 == 0
	}
	return unicode.IsUpper(r)
}

// spellings lists endings that are written in two ways; the right one is the
// form rules know. Tone marks: the older placement (hòa, ủy) is canonical.
var spellings = [...][2]string{
	{"oà", "òa"}, {"oá", "óa"}, {"oả", "ỏa"}, {"oã", "õa"}, {"oạ", "ọa"},
	{"oè", "òe"}, {"oé", "óe"}, {"oẻ", "ỏe"}, {"oẽ", "õe"}, {"oẹ", "ọe"},
	{"uỳ", "ùy"}, {"uý", "úy"}, {"uỷ", "ủy"}, {"uỹ", "ũy"}, {"uỵ", "ụy"},
}

// doubles are whole syllables written with i or y.
var doubles = map[string]string{
	"tỉ": "tỷ", "kì": "kỳ", "kĩ": "kỹ", "kỉ": "kỷ", "kí": "ký", "lí": "lý", "mĩ": "mỹ", "sĩ": "sỹ",
}

// canonical rewrites a lower-case syllable to the spelling that rules know.
// The result may share memory with b.
func canonical(b []byte) []byte {
	if len(b) < 3 {
		return b
	}
	switch last, n := utf8.DecodeLastRune(b); last {
	case 'ỉ', 'ì', 'ĩ', 'í':
		if len(b) <= 4 {
			if s, ok := doubles[string(b)]; ok {
				return append(b[:0], s...)
			}
		}
	case 'à', 'á', 'ả', 'ã', 'ạ', 'è', 'é', 'ẻ', 'ẽ', 'ẹ', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ':
		if at := len(b) - n - 1; at < 0 || b[at] != 'o' && b[at] != 'u' {
			return b
		}
		for _, p := range spellings {
			if n := len(b) - len(p[0]); n >= 0 && string(b[n:]) == p[0] {
				if n > 0 && b[n-1] == 'q' {
					return b
				}
				return append(b[:n], p[1]...)
			}
		}
	case 'y', 'a', 'e':
		// "qúy" is a slip for "quý", never the other way round.
		if string(b) == "qúy" {
			return append(b[:0], "quý"...)
		}
	}
	return b
}
