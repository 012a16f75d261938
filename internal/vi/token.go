package vi

import (
	"unicode"
	"unicode/utf8"
)

// A Kind is what a token is made of.
type Kind uint8

// The kinds of token.
const (
	Word   Kind = iota // letters and marks, with apostrophes inside (K'Choi)
	Digits             // one run of ASCII digits
	Punct              // one other character
)

// Flags tell what stands around and in a token.
type Flags uint8

// The flags.
const (
	Space Flags = 1 << iota // white space before it, or the start of the text
	Line                    // a line end before it, or the start of the text
	Upper                   // the first letter is a capital
	Caps                    // two letters or more, all capitals
)

// A Token is a piece of a text between white space: a syllable, a run of
// digits or one mark. Start and End are bytes; Rune is the code point at which
// it starts and Runes their number.
type Token struct {
	Start, End uint32
	Rune       uint32
	ID         ID
	Runes      uint16
	Kind       Kind
	Flags      Flags
}

// Has reports whether all of f is set.
func (t Token) Has(f Flags) bool { return t.Flags&f == f }

// Is reports whether the token is the mark r.
func (t Token) Is(r rune) bool { return t.ID == Mark(r) }

// RuneEnd returns the code point after the token.
func (t Token) RuneEnd() int { return int(t.Rune) + int(t.Runes) }

// Value returns the number a Digits token spells, and false when it is longer
// than nine digits.
func (t Token) Value() (int, bool) {
	if t.Kind != Digits || t.End-t.Start > 9 {
		return 0, false
	}
	return int(t.ID &^ numberBit), true
}

const longest = 60 // bytes of a syllable that can be known

// Tokenize appends the tokens of s, which must be clean, to dst. Texts over
// 4 GiB are not supported.
func Tokenize(dst []Token, s string, v *Vocab) []Token {
	var (
		buf  [longest + utf8.UTFMax]byte
		gap  = Space | Line
		runs = 0 // code points so far
	)
	for i := 0; i < len(s); {
		c := s[i]
		switch c {
		case ' ', '\t':
			gap |= Space
			i++
			runs++
			continue
		case '\n':
			gap |= Space | Line
			i++
			runs++
			continue
		}
		t := Token{Start: uint32(i), Rune: uint32(runs), Flags: gap}
		gap = 0
		switch {
		case c >= '0' && c <= '9':
			n, j := uint64(0), i
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				if n <= maxNumber {
					n = n*10 + uint64(s[j]-'0')
				}
				j++
			}
			t.Kind, t.ID = Digits, Number(n)
			t.Runes = uint16(min(j-i, 0xffff))
			runs += j - i
			i = j
		default:
			r, n := rune(c), 1
			if c >= utf8.RuneSelf {
				r, n = utf8.DecodeRuneInString(s[i:])
			}
			if !letter(r) {
				t.Kind, t.ID, t.Runes = Punct, Mark(r), 1
				i += n
				runs++
				if unicode.IsSpace(r) { // a space that Clean would have folded
					gap |= Space
					continue
				}
				break
			}
			i = syllable(&t, &buf, s, i, v)
			runs += int(t.Runes)
		}
		t.End = uint32(i)
		dst = append(dst, t)
	}
	return dst
}

// syllable reads the word at s[i:] into t and returns its end.
func syllable(t *Token, buf *[longest + utf8.UTFMax]byte, s string, i int, v *Vocab) int {
	w, runes, letters, caps := 0, 0, 0, 0
	for i < len(s) {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		if !letter(r) && !(apostrophe(r) && runes > 0 && startsWithLetter(s[i+n:])) {
			break
		}
		if runes == 0xffff {
			break
		}
		if letter(r) {
			letters++
			if upper(r) {
				caps++
				if runes == 0 {
					t.Flags |= Upper
				}
			}
		}
		if w <= longest {
			w += utf8.EncodeRune(buf[w:], lower(r))
		}
		runes++
		i += n
	}
	if caps == letters && letters > 1 {
		t.Flags |= Caps
	}
	t.Kind, t.Runes = Word, uint16(runes)
	if w <= longest {
		t.ID = v.lookup(canonical(buf[:w]))
	}
	return i
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' }

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return letter(r)
}
