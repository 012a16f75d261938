package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/trich-vn/trich/internal/vi"
)

// Names of more syllables than this are no names.
const longestName = 6

// is says that some table of the classes in bits begins with token i.
func (x *officials) is(d *doc, i int, bits wordClass) bool {
	id := d.id(i)
	return int(id) < len(x.class) && x.class[id]&bits != 0
}

// surname says that token i is a capitalised surname of the trust in bits, or
// begins a name as the Highland peoples write theirs (H’Lan, K’Choi, Y Hoa).
func (x *officials) surname(d *doc, i int, bits wordClass) bool {
	if i >= len(d.toks) || d.toks[i].Kind != vi.Word || !d.toks[i].Has(vi.Upper) {
		return false
	}
	return x.is(d, i, bits) || prefixed(d.s[d.toks[i].Start:d.toks[i].End])
}

// prefixed says that a word is a name with its prefix: H’Vi, K'Choi.
func prefixed(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	if n == 0 || n == len(w) || r != 'H' && r != 'K' && r != 'N' {
		return false
	}
	r, m := utf8.DecodeRuneInString(w[n:])
	if r != '\'' && r != '’' && r != 'ʼ' && r != '‘' {
		return false
	}
	r, _ = utf8.DecodeRuneInString(w[n+m:])
	return unicode.IsLetter(r)
}

// capitals returns the end of the run of capitalised words at k on one line.
func (x *officials) capitals(d *doc, k, end int) int {
	j := k
	for j < end && d.toks[j].Kind == vi.Word && d.toks[j].Has(vi.Upper) &&
		(j == k || d.toks[j].Flags&vi.Line == 0 && d.toks[j].Has(vi.Space) && (!shout(d.toks[j]) || shout(d.toks[k]))) && j-k < 12 {
		j++
	}
	return j
}

// name reads the person's name at token p and returns its end, p when there is
// none. sure says that something before it (an honorific, a rank) promises a
// name, so that its first word need not be a known surname.
func (x *officials) name(d *doc, p, end int, sure bool) int {
	if p >= end || d.toks[p].Kind != vi.Word || !d.toks[p].Has(vi.Upper) {
		return p
	}
	if !sure && !x.surname(d, p, surnameAny) && !x.middled(d, p, end) {
		return p
	}
	caps := shout(d.toks[p])
	j := p + 1
	for j < end && j-p < longestName+1 && x.goesOn(d, p, j, caps) {
		j++
	}
	if caps {
		j = x.cutShout(d, p, j)
	}
	n := j - p
	if n > longestName {
		return p
	}
	if n == 1 {
		if prefixed(d.text(p, j)) && (sure || j+1 < end && d.toks[j].Kind == vi.Punct && x.beginsTitle(d, j+1, end)) {
			return j
		}
		return p
	}
	if sure && !x.surname(d, p, surnameAny) && x.isPlaceOrOrgan(d, p) {
		return p
	}
	return j
}

// middled says that a middle name shows the capitalised word at p for a surname
// that no table knows: "[Quảng] Văn Ngọc", "[Kon] Thị Thu Hà".
func (x *officials) middled(d *doc, p, end int) bool {
	if p+2 >= end || !x.isMiddle(d, p+1) || !d.toks[p+1].Has(vi.Upper) || !d.toks[p+2].Has(vi.Upper) ||
		x.is(d, p, startsTitle|startsOrgan|startsUnit|startsHonorific) {
		return false
	}
	n := x.capitals(d, p, end) - p
	return n == 3 || n == 4
}

// foreign returns the end of a name of a foreigner at k, of two to five words of
// which one is spelled with hyphens ("Bun-nhong Sỉ-văn-thoong"); k when there is
// none.
func (x *officials) foreign(d *doc, k, end int) int {
	j, words, hyphens := k, 0, 0
	for j < end && words < 5 && d.toks[j].Kind == vi.Word && d.toks[j].Has(vi.Upper) && (words == 0 || d.toks[j].Has(vi.Space) && d.toks[j].Flags&vi.Line == 0) {
		for j++; j+1 < end && d.toks[j].Is('-') && d.glued(j) && d.glued(j+1) && d.toks[j+1].Kind == vi.Word && !shout(d.toks[j+1]) && !x.beginsOffice(d, j+1, end); j += 2 {
			hyphens++
		}
		words++
	}
	if words < 2 || hyphens == 0 {
		return k
	}
	return j
}

// beginsOffice says that an office, perhaps a former one, begins at token k.
func (x *officials) beginsOffice(d *doc, k, end int) bool {
	return x.beginsTitle(d, k, end) || x.linkIs(d, k, "former") || x.linkIs(d, k, "acting")
}

// shout says that a token is written in capitals, so that the whole name is.
func shout(t vi.Token) bool { return t.Has(vi.Caps) }

// goesOn says that token j continues the name that began at p.
func (x *officials) goesOn(d *doc, p, j int, caps bool) bool {
	t := d.toks[j]
	if t.Kind != vi.Word || t.Flags&vi.Line != 0 || !t.Has(vi.Space) {
		return false
	}
	if !t.Has(vi.Upper) {
		return (x.isMiddle(d, j) || x.particles.has(d.id(j)) && !x.surname(d, p, surnameAny)) && j+1 < len(d.toks) && d.toks[j+1].Has(vi.Upper|vi.Space) && d.toks[j+1].Flags&vi.Line == 0
	}
	if shout(t) != caps && t.Runes > 1 && (!caps || j-p < 2) && shout(t) {
		return false
	}
	if caps && !shout(t) && t.Runes > 1 {
		return false
	}
	return !x.stopsName(d, p, j)
}

// isMiddle says that token j is a middle name often printed without a capital.
func (x *officials) isMiddle(d *doc, j int) bool {
	id := d.id(j)
	return id == x.wordVan || id == x.wordThi
}

// stopsName says that something else than the name begins at token j.
func (x *officials) stopsName(d *doc, p, j int) bool {
	if x.is(d, j, startsTitle) {
		if _, n := x.titles.at(d.toks, j); n >= 2 && (n >= 3 || j-p != 1) {
			return true
		}
	}
	if j > p && x.is(d, j, startsRank) {
		if _, n := x.ranks.at(d.toks, j); n >= 2 && j-p >= 2 {
			return true
		}
	}
	if x.is(d, j, startsOrgan) && j-p != 1 {
		if _, n := x.organs.at(d.toks, j); n >= 2 || n == 1 && (d.toks[j].Has(vi.Caps) || j-p >= 2 && d.id(j) == x.wordSo) {
			return !shout(d.toks[p]) || n >= 2
		}
	}
	return false
}

// cutShout ends a name in capitals where the sentence in capitals goes on: at
// a verb, or after the usual three syllables, four with a middle name.
func (x *officials) cutShout(d *doc, p, j int) int {
	for k := p + 2; k < j; k++ {
		if x.is(d, k, startsDeed) {
			// A single syllable in third place is rather the given name: LÊ HỒNG
			// PHONG, NGUYỄN ĐÌNH DỰ.
			if _, n := x.deed(d, k); n > 1 || n == 1 && k >= p+3 {
				return k
			}
		}
		if x.is(d, k, startsLink) {
			if _, n := x.links.at(d.toks, k); n > 0 && k >= p+3 {
				return k
			}
		}
	}
	if j-p > 4 {
		return p + 3
	}
	return j
}

// isPlaceOrOrgan says that the capitalised words at p are known as something
// else than a person.
func (x *officials) isPlaceOrOrgan(d *doc, p int) bool {
	for _, l := range [...]*lexicon{x.titles, x.organs, x.ranks, x.units, x.gaz.names} {
		if _, n := l.at(d.toks, p); n >= 2 || n == 1 && l == x.units {
			return true
		}
	}
	return false
}

// capitalised restores a name printed in capitals or with a slip to normal
// case: "LÊ QUANG VIỆT" is "Lê Quang Việt", "H’VI Ê BAN" is "H’Vi Ê Ban".
func capitalised(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	letters := 0 // of this word so far
	for _, r := range name {
		switch {
		case r == ' ' || r == '\n':
			letters = 0
			r = ' '
		case !unicode.IsLetter(r):
			if letters == 1 { // H’Vi, K'Choi
				letters = 0
			}
		case letters == 0:
			r = unicode.ToUpper(r)
			letters++
		default:
			r = unicode.ToLower(r)
			letters++
		}
		b.WriteRune(r)
	}
	return b.String()
}

// oneLine joins words that a line end parts.
func oneLine(s string) string {
	if strings.IndexByte(s, '\n') < 0 {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// printedName returns the name on [i, j) in normal case: as printed, unless it
// is in capitals.
func printedName(d *doc, i, j int) string {
	s := d.text(i, j)
	for _, t := range d.toks[i:j] {
		if t.Runes > 1 && !shout(t) {
			return oneLine(s)
		}
	}
	return capitalised(s)
}
