package extract

import (
	"slices"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// A piece is one part of a sentence as the officials' rules see it.
type piece struct {
	kind pieceKind
	i, j int
	// row is the row of the word table, the index of the office or mention.
	row int32
}

type pieceKind uint8

const (
	other pieceKind = iota
	anOffice
	aName
	anHonorific
	aRank
	aMark // , - – ( ) : |
	aSemicolon
	anAnd
	aLink
	aDeed
)

// A holder is a name with what was found around it.
type holder struct {
	i, j      int
	honorific int32  // row, -1
	rank      int32  // row, -1
	class     string // of the honorific
	offices   []int32
	rule      int8 // -1 when nothing makes the name an official's
	credit    bool // an author, a photographer, a street
	listed    bool // on a list of an organisation's people
	titled    bool // an office stands right before the name
	// role and verb say what the holder does in the sentence.
	role, verb string
}

// addressed says that an honorific or a rank stands before the name.
func (m *holder) addressed() bool { return m.honorific >= 0 || m.rank >= 0 }

// A nameless is an office that does something and has no name beside it.
type nameless struct {
	position   corpus.Position
	source     corpus.Source
	role, verb string
}

// officialScratch is what the officials keep between articles.
type officialScratch struct {
	pieces   []piece
	offices  []office
	mentions []holder
	soft     []int // tokens whose line end was taken for a space
	// pre and header lend their room to the clauses.
	pre, header []int32
	// nameless are the offices of the article that act without a name.
	nameless []nameless
	actors   []int
	// known are the names found, by key.
	known map[string]bool
	// firsts are the first syllables of the names found.
	firsts []vi.ID
	// What the article is about, once read: its province, and the level of
	// the city it speaks of.
	read           bool
	province, city string
	places         [32]string // by unit, the first of the kind that is named
}

// first keeps the first syllable of a name.
func (s *officialScratch) first(id vi.ID) {
	if !slices.Contains(s.firsts, id) {
		s.firsts = append(s.firsts, id)
	}
}

// pieces reads the tokens [a, b) of a sentence. It reports whether anything in
// them can name an official.
func (x *officials) pieces(d *doc, a, b int) bool {
	s := &d.off
	s.pieces = s.pieces[:0]
	found := false
	for k := a; k < b; {
		p := x.piece(d, k, b)
		if p.kind == other && len(s.pieces) > 0 && s.pieces[len(s.pieces)-1].kind == other {
			s.pieces[len(s.pieces)-1].j = p.j
		} else {
			s.pieces = append(s.pieces, p)
		}
		found = found || p.kind == anOffice || p.kind == aRank || p.kind == anHonorific
		k = p.j
	}
	return found
}

// piece reads the piece that begins at token k.
func (x *officials) piece(d *doc, k, b int) piece {
	t := d.toks[k]
	one := piece{kind: other, i: k, j: k + 1}
	if t.Kind == vi.Punct {
		switch {
		case t.Is(','), t.Is('-'), t.Is('–'), t.Is('—'), t.Is('('), t.Is(')'), t.Is(':'), t.Is('|'):
			one.kind = aMark
		case t.Is(';'):
			one.kind = aSemicolon
		}
		return one
	}
	if t.Kind != vi.Word {
		return one
	}
	id := int(t.ID)
	var c wordClass
	if id < len(x.class) {
		c = x.class[id]
	}
	afterHon := t.Has(vi.Upper) && (x.afterPerson(d) || x.heldHere(d, k, b))
	if c == 0 && (t.Flags&vi.Upper == 0 ||
		!afterHon && !prefixed(d.s[t.Start:t.End]) && !x.afterOffice(d, k) && !x.afterItem(d, k) && !x.middled(d, k, b)) {
		return one
	}
	if c&startsHonorific != 0 && !(c&surnameAny != 0 && x.namedHere(d, k, b)) {
		if row, n := x.honorifics.at(d.toks, k); n > 0 && k+n < b && x.honorificHere(d, row, k, n) {
			n += x.point(d, k+n, b)
			return piece{anHonorific, k, k + n, row}
		}
	}
	if c&startsRank != 0 {
		if row, n := x.ranks.at(d.toks, k); n > 0 {
			return piece{aRank, k, k + n, row}
		}
	}
	if c&startsTitle != 0 && !x.presides(d, k) && !(afterHon && c&surnameAny != 0 && x.name(d, k, b, true) > k+1) {
		if o, ok := x.office(d, k, b); ok && x.officeHere(d, &o, b) {
			d.off.offices = append(d.off.offices, o)
			return piece{anOffice, k, o.j, int32(len(d.off.offices) - 1)}
		}
	}
	if c&startsOrgan != 0 && t.Has(vi.Upper) && !afterHon {
		if j := x.school(d, k, b); j > k {
			return piece{other, k, j, 0}
		}
	}
	if j := x.listed(d, k, b); j > k {
		d.off.mentions = append(d.off.mentions, holder{i: k, j: j, honorific: -1, rank: -1, rule: -1})
		return piece{aName, k, j, int32(len(d.off.mentions) - 1)}
	}
	if t.Has(vi.Upper) && (afterHon || x.afterOffice(d, k)) {
		if j := x.foreign(d, k, b); j > k {
			d.off.mentions = append(d.off.mentions, holder{i: k, j: j, honorific: -1, rank: -1, rule: -1})
			return piece{aName, k, j, int32(len(d.off.mentions) - 1)}
		}
	}
	if t.Has(vi.Upper) {
		if j := x.name(d, k, b, afterHon || prefixed(d.s[t.Start:t.End]) && x.afterOffice(d, k)); j > k && (afterHon || x.stands(d, k, j, b)) {
			d.off.mentions = append(d.off.mentions, holder{i: k, j: j, honorific: -1, rank: -1, rule: -1})
			return piece{aName, k, j, int32(len(d.off.mentions) - 1)}
		}
	}
	if c&startsLink != 0 {
		if row, n := x.links.at(d.toks, k); n > 0 && k+n <= b && x.linkHere(d, row, k+n) {
			kind := aLink
			if x.linkRows[row].class == "and" {
				kind = anAnd
			}
			if deed, m := x.deed(d, k); c&startsDeed != 0 && m > n && k+m <= b {
				return piece{aDeed, k, k + m, deed}
			}
			return piece{kind, k, k + n, row}
		}
	}
	if c&startsDeed != 0 {
		if row, n := x.deed(d, k); n > 0 && k+n <= b {
			return piece{aDeed, k, k + n, row}
		}
	}
	return one
}

// afterItem says that token k stands in its sentence right behind a semicolon or a colon,
// where the next of a list may be named.
func (x *officials) afterItem(d *doc, k int) bool {
	return len(d.off.pieces) > 0 && d.toks[k].Flags&vi.Line == 0 && (d.toks[k-1].Is(';') || d.toks[k-1].Is(':'))
}

// listed returns the end of a name at k whose surname no table knows, where an item of
// a list begins with it and goes on with an office; k when there is none.
func (x *officials) listed(d *doc, k, b int) int {
	if !d.toks[k].Has(vi.Upper) || !x.afterItem(d, k) || x.isPlaceOrOrgan(d, k) || shout(d.toks[k]) {
		return k
	}
	j := x.capitals(d, k, b)
	if j-k < 2 || j-k > 4 || j+1 >= b || !d.toks[j].Is(',') && !d.toks[j].Is('-') && !d.toks[j].Is('–') || !x.beginsTitle(d, j+1, b) && !x.linkIs(d, j+1, "former") {
		return k
	}
	return j
}

// afterOffice says that token k is a capital right behind an office.
func (x *officials) afterOffice(d *doc, k int) bool {
	p := d.off.pieces
	return len(p) > 0 && p[len(p)-1].kind == anOffice && p[len(p)-1].j == k && d.toks[k].Has(vi.Upper) && d.toks[k].Flags&vi.Line == 0
}

// presides says that the title at token k is what the person named just before
// does: "Thẩm phán A [chủ tọa phiên tòa]".
func (x *officials) presides(d *doc, k int) bool {
	p := d.off.pieces
	if len(p) == 0 || p[len(p)-1].kind != aName || d.toks[k].Has(vi.Upper) || !x.is(d, k, startsDeed) {
		return false
	}
	_, n := x.deed(d, k)
	return n > 0
}

// heldHere says that the capitals at token k, right after an office that says
// where it is, are its holder even where the surname is unknown: "Trưởng thôn Tả
// Thồ 1 [Lồ Seo Lử]".
func (x *officials) heldHere(d *doc, k, b int) bool {
	p := d.off.pieces
	if len(p) == 0 || p[len(p)-1].kind != anOffice || p[len(p)-1].j != k || d.toks[k].Flags&vi.Line != 0 || shout(d.toks[k]) {
		return false
	}
	n := x.capitals(d, k, b) - k
	return d.off.offices[p[len(p)-1].row].place.named() && (n == 3 || n == 4) && !x.isPlaceOrOrgan(d, k)
}

// stands says that a name which nothing before it promises is one: it follows
// an office at once, or its surname can be trusted and no place bears it.
func (x *officials) stands(d *doc, k, j, b int) bool {
	p := d.off.pieces
	if len(p) > 0 && p[len(p)-1].kind == anOffice {
		row, n := x.gaz.names.at(d.toks, k)
		if n > 0 && n < j-k && j-k >= 3 && x.gaz.kinds[row]&x.provinceKinds == 0 && x.surname(d, k, surnameAny) && x.level(d, &d.off.offices[p[len(p)-1].row]) == "province" {
			return true // Tỉnh ủy [Kim Ngọc Thái]
		}
		return x.surname(d, k, surnameHigh|surnameFair) || x.middled(d, k, b) || !x.isPlaceOrOrgan(d, k)
	}
	if _, n := x.gaz.names.at(d.toks, k); n == j-k {
		return x.surname(d, k, surnameAny) && x.inRoster(d)
	}
	if _, n := x.organs.at(d.toks, k); n > 1 { // [Đoàn Chủ] tọa
		return false
	}
	if x.surname(d, k, surnameHigh|surnameFair) || x.isMiddle(d, k+1) && j >= k+3 {
		return true
	}
	if n := len(p); d.toks[k].Runes == 1 && x.surname(d, k, surnameLow) && n > 1 && p[n-2].kind == aName &&
		(p[n-1].kind == anAnd || p[n-1].kind == aMark && d.toks[k-1].Is(',')) {
		return true // "các ông Lê Khôi, [Y Lim]"
	}
	if j < b && (d.toks[j].Is('-') || d.toks[j].Is('–') || d.toks[j].Is(',') || d.toks[j].Is('(')) {
		return x.beginsTitle(d, j+1, b) || x.linkIs(d, j+1, "former")
	}
	return false
}

// inRoster says that only names and what stands in brackets part the next piece from
// "các đồng chí:" or an office and a colon, so that somebody is named there even where a
// place is called like him: "các Phó Chủ tịch gồm các đồng chí: [Mai Sơn], Lê An".
func (x *officials) inRoster(d *doc) bool {
	const most = 24 // pieces looked back
	p := d.off.pieces
	for i := len(p) - 1; i > 0 && len(p)-i < most; i-- {
		switch {
		case p[i].kind == aMark && d.toks[p[i].i].Is(':'):
			return p[i-1].kind == anHonorific || p[i-1].kind == anOffice || p[i-1].kind == aLink
		case p[i].kind == other && !(p[i-1].kind == aMark && d.toks[p[i-1].i].Is('(')):
			return false
		case p[i].kind == anOffice, p[i].kind == aDeed, p[i].kind == aLink:
			return false
		}
	}
	return false
}

// school returns the end of an organisation that may be called after a person
// and is named at token k, in capitals: Trường ĐH Phạm Văn Đồng; k when none is.
func (x *officials) school(d *doc, k, b int) int {
	row, n := x.organs.at(d.toks, k)
	if n == 0 || x.organRows[row].tail != "named" {
		return k
	}
	j := k + n
	for j < b && j-k < 5 && !d.toks[j].Has(vi.Upper) && !x.stopsField(d, j, b) || j < b && d.toks[j].Kind == vi.Word && shout(d.toks[j]) && !shout(d.toks[k]) {
		j++
	}
	end := x.capitals(d, j, b)
	if !x.surname(d, j, surnameHigh|surnameFair) || end < j+2 {
		return k
	}
	return x.eponym(d, j, end)
}

// deed reads what officials do at token k.
func (x *officials) deed(d *doc, k int) (row int32, n int) {
	row, n = x.deeds.at(d.toks, k)
	if n > 0 && x.deedRows[row].role == "none" {
		return -1, 0
	}
	return row, n
}

// point returns 1 when the token at k is the point of a short form ("TS.").
func (x *officials) point(d *doc, k, b int) int {
	if k < b && (d.toks[k].Is('.') || d.toks[k].Is(',') && d.toks[k-1].Has(vi.Upper) && k+1 < b && x.is(d, k+1, startsHonorific)) && !d.toks[k].Has(vi.Space) && k+1 < b {
		return 1
	}
	return 0
}

// afterPerson says that the last piece promises a name.
func (x *officials) afterPerson(d *doc) bool {
	p := d.off.pieces
	if len(p) == 0 {
		return false
	}
	last := p[len(p)-1]
	return last.kind == anHonorific || last.kind == aRank || last.kind == anOffice && d.off.offices[last.row].place.abroad()
}

// namedHere says that a surname which is also an honorific (Ông, Bác) begins a
// name here: a capital in the middle of a sentence, after another honorific.
func (x *officials) namedHere(d *doc, k, b int) bool {
	return x.afterPerson(d) && d.toks[k].Has(vi.Upper) && x.capitals(d, k, b) >= k+2
}

// honorificHere says that the honorific of row at [k, k+n) is one: it stands before a
// capital or another word about a person.
func (x *officials) honorificHere(d *doc, row int32, k, n int) bool {
	j := k + n
	j += x.point(d, j, len(d.toks))
	if j >= len(d.toks) || d.toks[j].Flags&vi.Line != 0 && !d.toks[j].Has(vi.Upper) {
		return false
	}
	if n == 1 && x.honorificRows[row].class == "private" && !d.toks[j].Has(vi.Upper) { // trẻ [em], được hỗ trợ
		return false
	}
	if d.toks[j].Is(':') || d.toks[j].Is('(') || d.toks[j].Is(',') {
		return true
	}
	if d.toks[j].Kind != vi.Word {
		return false
	}
	if d.toks[j].Has(vi.Upper) {
		return true
	}
	return x.is(d, j, startsTitle|startsRank|startsHonorific|startsLink)
}

// adverbMost is how many adverbs stand at most before an appointment.
const adverbMost = 8

// linkHere says that the link before token k is one: an adverb only where an
// appointment follows it, a plural before no number.
func (x *officials) linkHere(d *doc, row int32, k int) bool {
	if x.linkRows[row].class == "plural" && k < len(d.toks) && d.toks[k].Kind == vi.Digits { // the year: năm 2004
		return false
	}
	for adverbs := 1; x.linkRows[row].class == "adverb"; adverbs++ {
		next, n := x.links.at(d.toks, k)
		if n == 0 || adverbs > adverbMost {
			return false
		}
		row, k = next, k+n
		if c := x.linkRows[row].class; c == "appoint" || c == "dismiss" {
			return true
		}
	}
	return true
}

// inNumber says that the short form at token k ends a document's number:
// "908/QĐ-[TTg]".
func (x *officials) inNumber(d *doc, k int) bool {
	return k > 1 && !d.toks[k].Has(vi.Space) && (d.toks[k-1].Is('-') || d.toks[k-1].Is('/')) && !d.toks[k-1].Has(vi.Space) &&
		(d.toks[k-2].Flags&vi.Caps != 0 || d.toks[k-2].Kind == vi.Digits)
}

// officeHere weighs an office found at its place: a bare word that may mean
// something else counts only where it can be a title.
func (x *officials) officeHere(d *doc, o *office, b int) bool {
	if d.id(o.ti) == x.wordThuong && d.id(o.ti-1) == x.wordBan { // Ban [Thường vụ Tỉnh ủy]
		return false
	}
	if _, n := x.organs.at(d.toks, max(o.ti-1, 0)); o.ti > 0 && n > o.tj-o.ti && d.toks[o.ti-1].Has(vi.Upper) && d.toks[o.ti].Flags&vi.Line == 0 {
		return false // [Đoàn Chủ tịch]
	}
	if x.inNumber(d, o.ti) || d.id(o.ti-1) == x.wordDoan && d.toks[o.ti-1].Has(vi.Upper) && x.titleRows[o.title].needs == "none" { // Đoàn [Chủ tịch nước]
		return false
	}
	if o.n == 0 && o.hasPlace() && o.place.unit < 0 && x.historic[vi.Key(d.text(o.place.ni, o.place.nj))] { // Chủ tịch Hồ Chí Minh
		return false
	}
	if o.n > 0 || o.hasPlace() {
		return true
	}
	needs := x.titleRows[o.title].needs
	if needs == "name" { // đại biểu
		j := o.j
		if x.is(d, j, startsHonorific) {
			_, n := x.honorifics.at(d.toks, j)
			j += n
		}
		return j < b && x.surname(d, j, surnameAny) && x.name(d, j, b, true) > j
	}
	return needs != "unit"
}

// addresses reports that an honorific or a rank and the capital of a name behind it stand at
// token k.
func (x *officials) addresses(d *doc, k int) bool {
	_, n := x.honorifics.at(d.toks, k)
	_, rank := x.ranks.at(d.toks, k)
	n = max(n, rank)
	return n > 0 && k+n < len(d.toks) && d.toks[k+n].Kind == vi.Word && d.toks[k+n].Flags&vi.Upper != 0
}
