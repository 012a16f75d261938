package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// level returns the level of an office: by its place, its organisation or its
// title.
func (x *officials) level(d *doc, o *office) string {
	title := &x.titleRows[o.title]
	if title.needs == "none" && title.level != "" {
		return title.level
	}
	if o.hasPlace() {
		if l := x.placeLevel(d, &o.place); l != "" && !(o.place.unit == x.unitCity && x.ofProvince(o)) {
			return l
		}
	}
	for k := o.n - 1; k >= 0; k-- {
		r := &x.organRows[o.organs[k].row]
		if r.level != "" {
			return r.level
		}
		if r.unit == x.unitCity {
			return x.cityLevel(d)
		}
	}
	if title.level != "" {
		return title.level
	}
	if o.hasPlace() { // a city without its name
		return x.cityLevel(d)
	}
	return ""
}

// ofProvince says that the organisation is always a province's, so that the
// city it names is one: Sở Du lịch thành phố Huế.
func (x *officials) ofProvince(o *office) bool {
	for _, g := range o.organs[:o.n] {
		if x.organRows[g.row].level == "province" {
			return true
		}
	}
	return false
}

// jurisdiction returns the area of an office in full, as far as it is known.
func (x *officials) jurisdiction(d *doc, o *office) string {
	if o.hasPlace() {
		return x.placeName(d, &o.place)
	}
	for k := o.n - 1; k >= 0; k-- {
		if unit := x.organRows[o.organs[k].row].unit; unit >= 0 {
			return x.unnamed(d, unit)
		}
	}
	if p, ok := x.gaz.provinces[vi.Key(d.off.province)]; ok && x.level(d, o) == "province" {
		return p.full(d.art.Published)
	}
	return ""
}

// cityLevel tells what "thành phố" alone means in the article.
func (x *officials) cityLevel(d *doc) string {
	x.context(d)
	switch {
	case d.off.city != "":
		return d.off.city
	case d.art.Published >= districtsEnd:
		return "province"
	}
	return "district"
}

// context finds, once an article, the province it is about and whether the
// city it speaks of is a province's equal.
func (x *officials) context(d *doc) {
	if d.off.read {
		return
	}
	d.off.read = true
	if p, ok := x.gaz.provinces[vi.Key(strings.TrimPrefix(strings.TrimPrefix(d.art.Province, "Thành phố "), "Tỉnh "))]; ok {
		d.off.province = p.name
		if p.isCity(d.art.Published) {
			d.off.city = "province"
		}
	}
	first := map[int32]area{}
	for k := 0; k < len(d.toks); k++ {
		unit, n := x.unit(d, k)
		if n == 0 || k+n >= len(d.toks) || !d.toks[k+n].Has(vi.Upper) {
			continue
		}
		row, m := x.gaz.names.at(d.toks, k+n)
		if m == 0 || x.gaz.kinds[row]&(1<<unit) == 0 {
			continue
		}
		if _, ok := first[unit]; !ok && unit != x.unitTinh {
			first[unit] = area{i: k, j: k + n + m, unit: unit, ni: k + n, nj: k + n + m}
		}
		if unit != x.unitTinh && unit != x.unitCity {
			continue
		}
		p, known := x.gaz.provinces[vi.Key(d.text(k+n, k+n+m))]
		if d.off.province == "" && known && (unit == x.unitTinh || p.isCity(d.art.Published)) {
			d.off.province = p.name
		}
		if unit == x.unitCity && d.off.city == "" {
			d.off.city = "district"
			if known && p.isCity(d.art.Published) {
				d.off.city = "province"
			}
		}
	}
	for unit, a := range first {
		d.off.places[unit] = x.placeName(d, &a)
	}
}

// canonical returns the office in full, without abbreviations and without its
// place: "Phó Chủ tịch Ủy ban nhân dân", "Trưởng Ban Chỉ đạo 138".
func (x *officials) canonical(d *doc, o *office) string {
	title := &x.titleRows[o.title]
	var b strings.Builder
	organs := o.organs[:o.n]
	words := strings.Fields(title.title)
	if o.n > 0 && o.organs[0].i < o.tj { // the title's last words begin the organisation
		if title.needs == "none" {
			organs = organs[1:]
		} else {
			words = words[:len(words)-overlap(words, strings.Fields(x.organRows[o.organs[0].row].organ))]
		}
	}
	b.WriteString(strings.Join(words, " "))
	if o.n == 0 && o.hasPlace() && title.alone != "" {
		b.WriteString(" " + title.alone)
	}
	for _, g := range organs {
		if organ := x.organRows[g.row].organ; organ != "" {
			b.WriteString(" " + organ)
		}
		switch {
		case g.field >= 0 && g.fj-g.fi > 0:
			b.WriteString(" " + x.fieldRows[g.field])
			if _, n := x.fields.at(d.toks, g.fi); g.fi+n < g.fj {
				b.WriteString(x.rest(d, g.fi+n, g.fj))
			}
		case g.fj > g.fi:
			b.WriteString(" " + x.expand(d, g.fi, g.fj))
		}
	}
	return b.String()
}

// overlap returns the number of the last words of a title that the words of an
// organisation begin with: one for "Trưởng ban" and "Ban Chỉ đạo".
func overlap(title, organ []string) int {
	for n := min(len(title), len(organ)); n > 0; n-- {
		if vi.Key(strings.Join(title[len(title)-n:], " ")) == vi.Key(strings.Join(organ[:n], " ")) {
			return n
		}
	}
	return 0
}

// rest returns the words [i, j) after a known field, with the space or mark
// that parts them from it.
func (x *officials) rest(d *doc, i, j int) string {
	s := x.expand(d, i, j)
	if d.toks[i].Has(vi.Space) {
		s = " " + s
	}
	return s
}

// expand returns the words [i, j) with their abbreviations in full.
func (x *officials) expand(d *doc, i, j int) string {
	var b strings.Builder
	for k := i; k < j; {
		if k > i && d.toks[k].Has(vi.Space) {
			b.WriteByte(' ')
		}
		if row, n := x.abbreviations.at(d.toks, k); n > 0 && k+n <= j {
			b.WriteString(x.expansions[row])
			k += n
			continue
		}
		b.WriteString(d.text(k, k+1))
		k++
	}
	return b.String()
}

func (x *officials) readAbbreviations() error {
	rows, err := vi.ReadTable(x.data, "data/abbreviations.tsv")
	if err != nil {
		return err
	}
	x.abbreviations = &lexicon{phrases: vi.NewPhrases(x.vocab)}
	for i, r := range rows {
		if r.Get("full") == "" {
			return r.Errorf("%q has no full form", r.Get("short"))
		}
		if !x.add(x.abbreviations, 0, r.Get("short"), int32(i)) {
			return r.Errorf("%q stands already in the table", r.Get("short"))
		}
		x.expansions = append(x.expansions, r.Get("full"))
	}
	return nil
}
