// Package vi holds what Trích knows of Vietnamese as a written language:
// normalising, syllables and tokens, sentences, phrases and word tables.
//
//	clean.go     text into its one normal form
//	fold.go      lower case, spelling variants, search folding
//	token.go     text into tokens
//	vocab.go     syllables into numbers
//	phrases.go   the longest known phrase at a token
//	sentence.go  tokens into sentences
//	table.go     word tables with checked rows
package vi

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean returns s as Trích keeps text: valid UTF-8, NFC, no invisible or
// control characters, every run of white space within a line one space, lines
// trimmed, line ends \n. Blank lines are kept. It is idempotent, and returns s
// itself when nothing has to change.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "�")
	}
	s = strip(s)
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	return s
}

// strip removes what cannot be seen and folds white space.
func strip(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space, line := false, true // a space is owed; nothing stands on this line yet
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch {
		case r == '\r' && i < len(s) && s[i] == '\n':
			continue
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			b.WriteByte('\n')
			space, line = false, true
		case unicode.IsSpace(r) || r == '\u00a0':
			space = true
		case invisible(r):
		default:
			if space && !line {
				b.WriteByte(' ')
			}
			space, line = false, false
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isClean says that Clean would return s as it is. It may say no to a clean
// text that holds characters outside Vietnamese.
func isClean(s string) bool {
	prev := byte('\n')
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' && c != '\n' || c == 0x7f {
				return false
			}
			if (c == ' ' || c == '\n') && prev == ' ' || c == ' ' && prev == '\n' {
				return false
			}
			prev = c
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !plain(r) || r == utf8.RuneError && n == 1 {
			return false
		}
		prev = 'x'
		i += n
	}
	return prev != ' '
}

// plain says that r is visible and starts no decomposed sequence: the letters
// of Vietnamese and the punctuation of its press.
func plain(r rune) bool {
	return r >= 0xa1 && r < 0x300 && r != 0xad || r >= 0x1ea0 && r <= 0x1ef9 || r >= 0x2010 && r <= 0x2027 || r == '€' || r == '•'
}

// invisible says that r leaves no mark on paper: controls, zero-width
// characters, direction marks, soft hyphens, private use.
func invisible(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0 || r == 0xad || r == 0x34f || r == 0x61c ||
		r == 0x115f || r == 0x1160 || r == 0x17b4 || r == 0x17b5 || r >= 0x180b && r <= 0x180e ||
		r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f ||
		r >= 0xe000 && r <= 0xf8ff || r >= 0xfe00 && r <= 0xfe0f || r == 0xfeff || r >= 0xfff9 && r <= 0xfffb ||
		r >= 0xe0000 && r <= 0xe0fff
}
