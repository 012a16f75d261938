package extract

import (
	"strconv"

	"github.com/govalues/decimal"

	"github.com/trich-vn/trich/internal/vi"
)

// A unit is what a count counts in.
type unit struct {
	name   string
	class  string
	power  int  // "trđ" is a million đồng: 6
	tokens int  // of the name
	digits bool // counts only after a number in digits
}

// units finds the units of the table data/units.tsv.
type units struct {
	names *vi.Phrases
	rows  []unit
}

func newUnits(v *vi.Vocab) (*units, error) {
	x := &units{names: vi.NewPhrases(v)}
	rows, err := vi.ReadTable(vi.Data, "data/units.tsv")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		u := unit{name: r.Get("unit"), class: r.Get("class")}
		switch needs := r.Get("needs"); needs {
		case "", "digits":
			u.digits = needs != ""
		default:
			return nil, r.Errorf("needs %q", needs)
		}
		if u.class == "" {
			return nil, r.Errorf("unit %q has no class", u.name)
		}
		if p := r.Get("power"); p != "" {
			if u.power, err = strconv.Atoi(p); err != nil || u.power < 0 || u.power > 12 {
				return nil, r.Errorf("power %q of unit %q", p, u.name)
			}
			u.name = "đồng"
		}
		u.tokens = len(vi.Tokenize(nil, r.Get("unit"), v))
		at := int32(len(x.rows))
		x.rows = append(x.rows, u)
		for _, name := range append([]string{r.Get("unit")}, r.List("variants")...) {
			if old := x.names.Add(name, at); old >= 0 {
				return nil, r.Errorf("%q stands already for %q", name, x.rows[old].name)
			}
		}
	}
	return x, nil
}

// byName returns the unit of a name, nil when the table has none.
func (x *units) byName(name string) *unit {
	for k := range x.rows {
		if x.rows[k].name == name {
			return &x.rows[k]
		}
	}
	return nil
}

// at returns the unit at token i and the tokens it takes, nil when there is
// none. A capital begins a name, not a unit, except in abbreviations, in lines
// of capitals, in what is given as an honour ("Bằng khen"), in titles ("Phó
// Chủ tịch") and in public bodies ("16 Cục Hải quan"). Where a word stands that
// only begins like a unit ("tấn công"), it returns no unit, but the tokens of
// the word.
func (x *units) at(d *doc, i int) (*unit, int) {
	if i >= len(d.toks) || d.toks[i].Has(vi.Line) || d.owners[i] != free {
		return nil, 0
	}
	k, n := x.names.Longest(d.toks, i)
	if n == 0 {
		return nil, 0
	}
	t := d.toks[i]
	if t.Flags&(vi.Upper|vi.Caps) == vi.Upper && t.Runes > 1 && !x.titled(d, i, n, x.rows[k].class) {
		return nil, 0
	}
	if t.Flags&vi.Upper != 0 && t.Runes == 1 && n == 1 && x.rows[k].class != "power" {
		return nil, 0
	}
	if n == 1 && t.Runes <= 2 && i+1 < len(d.toks) && d.toks[i+1].Kind != vi.Punct && d.glued(i+1) {
		return nil, 0 // the first letter of a code
	}
	if x.rows[k].class == "none" {
		return nil, n
	}
	return &x.rows[k], n
}

// opening returns the unit at token i, where a clause begins perhaps with a capital,
// and the tokens it takes.
func (x *units) opening(d *doc, i int) (*unit, int) {
	if u, n := x.at(d, i); u != nil || d.toks[i].Has(vi.Caps) {
		return u, n
	}
	k, n := x.names.Longest(d.toks, i)
	if n == 0 || x.rows[k].class == "none" {
		return nil, 0
	}
	return &x.rows[k], n
}

// titled reports that the n tokens at i, of which the first has a capital, are
// a unit of a class all the same.
func (x *units) titled(d *doc, i, n int, class string) bool {
	if n < 2 {
		return class == "organisation" && d.counted(i) || figured[class] && !(i+1 < len(d.toks) && d.toks[i+1].Flags&vi.Upper != 0)
	}
	return class == "person" || class == "organisation" || d.toks[i+1].Flags&vi.Upper == 0
}

// figured are the classes of units that are measured: "4.433 triệu Kwh".
var figured = map[string]bool{"energy": true, "power": true, "mass": true, "length": true, "area": true, "volume": true}

// counted reports that a number in digits before token i counts, and is not the
// number of something named before it ("Cảnh sát 113 Công an").
func (d *doc) counted(i int) bool {
	if i < 2 || d.toks[i-1].Kind != vi.Digits || d.toks[i-1].Has(vi.Line) {
		return false
	}
	p := d.toks[i-2]
	return p.Is('/') || p.Kind == vi.Word && (p.Flags&vi.Upper == 0 || d.opens(i-2)) && !d.x.figures.words.named.has(p.ID)
}

// head returns the end of the unit's own name in the n tokens that stand at i
// for it: "vụ" of "vụ tai nạn giao thông".
func (u *unit) head(i, n int) int {
	return i + min(n, u.tokens)
}

// scaleBy multiplies the values by the unit's own scale.
func (u *unit) scaleBy(m *mention) bool {
	if u.power == 0 {
		return true
	}
	f := decimal.MustNew(1, 0)
	for range u.power {
		f, _ = f.Mul(decimal.Ten)
	}
	for _, v := range []*decimal.Decimal{&m.value, &m.upper, &m.of} {
		p, err := v.Mul(f)
		if err != nil {
			return false
		}
		*v = p.Trim(0)
	}
	return true
}
