package extract

import (
	"slices"
	"sort"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// again finds the people of the article wherever else they are named, and
// mends names by the way the article prints them elsewhere.
func (x *officials) again(d *doc) {
	if len(d.off.firsts) == 0 {
		return // nobody is known by name
	}
	found := d.facts.Officials
	x.mend(d, found)
	sortByPlace(found, func(o *corpus.Official) corpus.Span { return o.Span })
	next, taken := 0, 0 // the first mention not yet passed, and where the ones passed end
	for k := 0; k < len(d.toks); k++ {
		t := d.toks[k]
		for ; next < len(found) && found[next].Start <= int(t.Rune); next++ {
			taken = max(taken, found[next].End)
		}
		if t.Kind != vi.Word || !t.Has(vi.Upper) || int(t.Rune) < taken || !x.surname(d, k, surnameAny) {
			continue
		}
		n := x.knownAt(d, k)
		if n == 0 || x.namesAPlace(d, k) || next < len(found) && found[next].Start < d.toks[k+n-1].RuneEnd() {
			continue
		}
		off := corpus.Official{Source: d.source(k, k+n, officialRules[ruleAgain].name), Name: printedName(d, k, k+n)}
		off.Honorific, off.Rank = x.before(d, k)
		if (off.Honorific == "anh" || off.Honorific == "chị" || off.Honorific == "") && x.linkIs(d, k+n+1, "about") {
			continue // a namesake with a birthday
		}
		d.facts.Officials = append(d.facts.Officials, off)
		k += n - 1
	}
}

// mend lengthens a name whose last syllable lost its capital, and cuts one
// printed in capitals, to the name the article prints elsewhere.
func (x *officials) mend(d *doc, found []corpus.Official) {
	for i := range found {
		f := &found[i]
		k := sort.Search(len(d.toks), func(k int) bool { return int(d.toks[k].Rune) >= f.Start })
		n := x.knownAt(d, k)
		if n == 0 {
			continue
		}
		name := printedName(d, k, k+n)
		if len(name) > len(f.Name) && vi.Key(name) != vi.Key(f.Name) || shout(d.toks[k]) {
			f.Source = d.source(k, k+n, f.Rule)
			f.Name = name
		}
	}
}

// knownAt returns the length of the longest known name at token k.
func (x *officials) knownAt(d *doc, k int) int {
	if !slices.Contains(d.off.firsts, d.id(k)) {
		return 0
	}
	most := k + 1
	for most < len(d.toks) && most-k < longestName && d.toks[most].Kind == vi.Word && d.toks[most].Flags&vi.Line == 0 {
		most++
	}
	for j := most; j > k+1; j-- {
		if d.off.known[vi.Key(oneLine(d.text(k, j)))] && (d.toks[j-1].Has(vi.Upper) || j > k+2) {
			return j - k
		}
	}
	return 0
}

// namesAPlace says that what is named at k is a street, a school or a
// prize, or that the name is an author's.
func (x *officials) namesAPlace(d *doc, k int) bool {
	for s := 1; s <= 3 && k-s >= 0; s++ {
		if !x.is(d, k-s, startsLink) {
			continue
		}
		if row, m := x.links.at(d.toks, k-s); m == s {
			if c := x.linkRows[row].class; c == "place" || c == "credit" {
				return true
			}
		}
	}
	if k == 0 || d.toks[k].Flags&vi.Line != 0 {
		return false
	}
	_, u := x.unit(d, k-1)
	return u == 1
}

// before returns the honorific and the rank that stand before token k.
func (x *officials) before(d *doc, k int) (honorific, rank string) {
	for s := 1; s <= 4 && k-s >= 0; s++ {
		if row, n := x.honorifics.at(d.toks, k-s); n == s {
			honorific = x.honorificRows[row].honorific
		}
		if row, n := x.ranks.at(d.toks, k-s); n == s {
			rank = x.rankRows[row].rank
		}
	}
	return honorific, rank
}

// noteNameless notes the offices of a sentence that do something without a name
// beside them: "Phó Chủ tịch UBND tỉnh yêu cầu …".
func (x *officials) noteNameless(d *doc) {
	p := d.off.pieces
	for i := 0; i+1 < len(p); i++ {
		if p[i].kind != anOffice || p[i+1].kind != aDeed {
			continue
		}
		o := &d.off.offices[p[i].row]
		deed := &x.deedRows[p[i+1].row]
		if o.held || o.private || o.former || deed.role == "does" || deed.role == "appointed" || i > 0 && x.many(d, &p[i-1]) {
			continue
		}
		d.off.nameless = append(d.off.nameless, nameless{
			x.position(d, o), d.source(o.i, o.j, officialRules[ruleNameless].name), deed.role, d.text(p[i+1].i, p[i+1].j),
		})
	}
}

// many says that a piece makes an office that of several: "các".
func (x *officials) many(d *doc, p *piece) bool {
	return p.kind == aLink && x.linkRows[p.row].class == "plural" || d.toks[p.j-1].Kind == vi.Digits
}

// resolve finds the holder of a nameless office: the only person whom the
// article names with this office, at this level and place.
func (x *officials) resolve(d *doc) {
	if len(d.off.nameless) == 0 {
		return
	}
	type key struct{ canonical, level, place string }
	holders := map[key]string{}
	for _, o := range d.facts.Officials {
		for _, p := range o.Positions {
			k := key{p.Canonical, p.Level, p.Jurisdiction}
			if name, ok := holders[k]; ok && vi.Key(name) != vi.Key(o.Name) {
				holders[k] = "" // two hold it
			} else if !ok && !p.Former {
				holders[k] = o.Name
			}
		}
	}
	for _, n := range d.off.nameless {
		name := holders[key{n.position.Canonical, n.position.Level, n.position.Jurisdiction}]
		if name == "" {
			continue
		}
		n.position.Inferred = true
		d.facts.Resolved = append(d.facts.Resolved, corpus.Official{
			Source: n.source, Name: name, Positions: []corpus.Position{n.position}, Role: n.role, Verb: n.verb, Inferred: true,
		})
	}
}
