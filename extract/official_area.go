package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// districtsEnd is the day on which districts ceased to be.
const districtsEnd = "2025-07-01"

// A gazetteer knows the administrative units by name, before and after
// July 2025.
type gazetteer struct {
	names *lexicon
	// kinds holds, by name, the units that bear it: bit k for row k of
	// area_units.tsv. A province counts as tỉnh and, when it is a city, as thành phố.
	kinds []uint32
	// within maps "xã long phú" to the places it may lie in.
	within, withinNew map[string]string
	provinces         map[string]province
}

// A province is one of the 63, and what it belongs to since July 2025.
type province struct {
	name string
	// city is the day since which it is a centrally run city, "always" for the
	// old ones, "" for a province.
	city string
	now  string
}

// isCity says that the province is a city on a day ("" is today's map).
func (p province) isCity(day string) bool {
	return p.city == "always" || p.city != "" && (day == "" || day >= p.city)
}

func (x *officials) readGazetteer() error {
	g := &x.gaz
	g.names = &lexicon{phrases: vi.NewPhrases(x.vocab)}
	g.within, g.withinNew = map[string]string{}, map[string]string{}
	g.provinces = map[string]province{}
	at := map[string]int32{} // key of a name → row
	enter := func(name string, unit int32) {
		key := vi.Key(name)
		i, ok := at[key]
		if !ok {
			i = int32(len(g.kinds))
			at[key] = i
			g.kinds = append(g.kinds, 0)
			g.names.phrases.Add(name, int32(len(g.names.entries)))
			g.names.entries = append(g.names.entries, lexEntry{row: i, caps: allCaps(name)})
		}
		g.kinds[i] |= 1 << unit
	}
	for file, within := range map[string]map[string]string{"areas_old.tsv": g.within, "areas_new.tsv": g.withinNew} {
		rows, err := vi.ReadTable(x.data, "data/"+file)
		if err != nil {
			return err
		}
		for _, r := range rows {
			area := r.Get("area")
			unit, name := x.splitUnit(area)
			if unit < 0 || name == "" {
				return r.Errorf("%q begins with no unit of area_units.tsv", area)
			}
			enter(name, unit)
			within[vi.Key(area)] = r.Get("within")
		}
	}
	rows, err := vi.ReadTable(x.data, "data/provinces.tsv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		p := province{r.Get("province"), r.Get("city"), r.Get("now")}
		for _, name := range append(r.List("aliases"), p.name) {
			enter(name, x.unitTinh)
			if p.city != "" {
				enter(name, x.unitCity)
			}
			g.provinces[vi.Key(name)] = p
		}
	}
	countries, err := vi.ReadTable(x.data, "data/countries.tsv")
	if err != nil {
		return err
	}
	for _, r := range countries {
		for _, name := range append(r.List("variants"), r.First()) {
			enter(name, country)
		}
	}
	for _, r := range rows {
		if _, ok := g.provinces[vi.Key(r.Get("now"))]; !ok {
			return r.Errorf("now names no province: %q", r.Get("now"))
		}
	}
	return nil
}

// country is the kind of a country among the units.
const country = 31

// abroad says that an area is a foreign country.
func (a *area) abroad() bool { return a.unit < 0 && a.kinds&(1<<country) != 0 }

// splitUnit splits "thị trấn Long Phú" into the row of its unit and its name.
func (x *officials) splitUnit(area string) (unit int32, name string) {
	toks := vi.Tokenize(nil, area, x.vocab)
	unit, n := x.unitAt(toks, 0)
	if n == 0 || n >= len(toks) {
		return -1, ""
	}
	return unit, area[toks[n].Start:]
}

// An area is a place as an office names it: "xã Quảng Phú, huyện Krông Nô".
// The tokens [i, j) hold all of it, [ni, nj) the name of its first part.
type area struct {
	i, j   int
	unit   int32 // row of area_units.tsv, -1 for a bare name
	ni, nj int
	// up holds the places it is said to lie in, n of them.
	up [2]upperArea
	n  int
	// kinds are the units that bear the name of a place without a unit.
	kinds uint32
}

// An upperArea is a place that another lies in: its unit, -1 for a bare name,
// and the tokens of its name.
type upperArea struct {
	unit int32
	i, j int
}

func (a *area) named() bool { return a.nj > a.ni }

// area reads the area at token k. bare allows a place without its unit. In
// context it is what follows an organisation, and a person may follow it.
func (x *officials) area(d *doc, k, end int, bare bool) (a area, ok bool) {
	if k >= end {
		return a, false
	}
	if unit, n := x.unit(d, k); n > 0 {
		return x.areaAfterUnit(d, k, k+n, end, unit), true
	}
	if !bare || !d.toks[k].Has(vi.Upper) {
		return a, false
	}
	row, n := x.gaz.names.at(d.toks, k)
	if n == 0 || k+n > end {
		return a, false
	}
	kinds := x.gaz.kinds[row]
	rest := x.placeRun(d, k, end) - k - n
	if kinds == 1<<country {
		return area{i: k, j: k + n, unit: -1, ni: k, nj: k + n, kinds: kinds}, true
	}
	if rest == 1 || rest > 1 && !x.surname(d, k+n, surnameAny) && (rest != 3 || kinds&x.districtKinds == 0 || n < 2) {
		return a, false
	}
	if kinds&(x.provinceKinds|x.districtKinds) == 0 && rest != 0 {
		return a, false
	}
	a = area{i: k, j: k + n, unit: -1, ni: k, nj: k + n, kinds: kinds}
	x.extendArea(d, &a, end)
	return a, true
}

// unitAt returns the kind of unit at token k; before a capital, the unit and not the word
// that begins like it: "[xã] Hội Cư".
func (x *officials) unitAt(toks []vi.Token, k int) (row int32, n int) {
	row, n = x.units.at(toks, k)
	if n > 1 && x.unitRows[row].level == "none" && toks[k+1].Has(vi.Upper) && !toks[k].Has(vi.Upper) {
		return x.units.at(toks[:k+1], k)
	}
	return row, n
}

// unit reads the kind of unit at token k; a name that only begins like one
// (Sóc Trăng, Buôn Hồ) is none.
func (x *officials) unit(d *doc, k int) (row int32, n int) {
	if !x.is(d, k, startsUnit) {
		return -1, 0
	}
	row, n = x.unitAt(d.toks, k)
	if n == 0 || x.unitRows[row].level == "none" {
		return -1, 0
	}
	if row == x.unitZone && (k+n >= len(d.toks) || d.toks[k+n].Kind != vi.Digits) { // a region, no court's
		return -1, 0
	}
	if d.toks[k].Has(vi.Upper) {
		if _, m := x.gaz.names.at(d.toks, k); m > n {
			return -1, 0
		}
	}
	return row, n
}

// areaAfterUnit reads the name after a unit at [k, m), if there is one.
func (x *officials) areaAfterUnit(d *doc, k, m, end int, unit int32) area {
	m += x.lie(d, m, end)
	a := area{i: k, j: m, unit: unit, ni: m, nj: m}
	if n := x.areaName(d, m, end, unit); n > 0 {
		a.nj, a.j = m+n, m+n
		x.extendArea(d, &a, end)
	}
	return a
}

// lie returns the length of the words at token m that say where a unit lies,
// before its name: "huyện [vùng cao] Phước Sơn".
func (x *officials) lie(d *doc, m, end int) int {
	for _, w := range x.lieIDs {
		if d.id(m) == w[0] && d.id(m+1) == w[1] && m+2 < end && d.toks[m+2].Has(vi.Upper) && !d.toks[m].Has(vi.Upper) {
			return 2
		}
	}
	return 0
}

// areaName returns the number of tokens at m that name a unit, 0 when the unit
// stands alone ("Chủ tịch UBND thành phố Huỳnh Vĩnh Khánh").
func (x *officials) areaName(d *doc, m, end int, unit int32) int {
	if m >= end {
		return 0
	}
	t := d.toks[m]
	if t.Kind == vi.Digits && t.Flags&vi.Line == 0 {
		return 1
	}
	if d.id(m) == x.wordNo && m+1 < end && d.toks[m+1].Kind == vi.Digits { // "số 4"
		return 2
	}
	if t.Kind != vi.Word || !t.Has(vi.Upper) || t.Flags&vi.Line != 0 {
		return 0
	}
	run := x.placeRun(d, m, end) - m
	if n := x.hamlet(d, m, run, end, unit); n > 0 {
		return n
	}
	row, n := x.gaz.names.at(d.toks, m)
	if n > 0 && m+n <= end && x.gaz.kinds[row]&x.likeUnit(unit) != 0 {
		switch {
		case run-n >= 2 && x.surname(d, m, surnameHigh|surnameFair) && !x.surname(d, m+n, surnameAny):
			return 0 // Đảng ủy xã [Hồ Tấn Lực]
		case n >= run || run-n >= 2:
			return n
		case x.surname(d, m, surnameHigh|surnameFair):
			return 0
		}
		return run
	}
	if unit == x.unitTinh { // a commune's name, and after "tỉnh" rather a person's
		n = 0
	}
	if x.stopsName(d, m, m) {
		return 0
	}
	if n != run && x.personAfterUnit(d, m, run, unit) {
		return 0
	}
	if q := x.holderAfter(d, m, run); q > m {
		return q - m
	}
	return min(run, 4)
}

// holderAfter returns the token at which the name of a person begins among the run of
// capitalised words at m, behind the name of a place: one of two syllables rather than
// another, "huyện Vĩnh Lâm [Hồ Thị Sen]". m where none does.
func (x *officials) holderAfter(d *doc, m, run int) int {
	at := m
	for q := m + 1; q+2 <= m+run; q++ {
		if m+run-q <= 4 && (x.surname(d, q, surnameHigh|surnameFair) && (at == m || q == m+2) || x.middled(d, q, m+run)) {
			at = q
		}
	}
	return at
}

// placeRun returns the end of the capitalised words at m that may name a place:
// a rank or a title ends them ("Công an tỉnh Quảng Ninh [Đại tá …]").
func (x *officials) placeRun(d *doc, m, end int) int {
	j := x.capitals(d, m, end)
	for q := m + 1; q < j; q++ {
		if !x.is(d, q, startsRank|startsTitle) {
			continue
		}
		if _, n := x.ranks.at(d.toks, q); n >= 2 {
			return q
		}
		if _, n := x.titles.at(d.toks, q); n >= 2 {
			return q
		}
	}
	return j
}

// hamlet returns the length of a name of run words that what follows shows to be
// a place below a commune: its number ("thôn Tả Thồ 1") or where it lies ("thôn
// Cao Hoong, xã Lũng Cao"); 0 where nothing does.
func (x *officials) hamlet(d *doc, m, run, end int, unit int32) int {
	k := m + run
	if x.unitRows[unit].level != "commune" || unit <= x.unitWard || k+1 >= end || run > 3 || d.toks[k].Flags&vi.Line != 0 {
		return 0
	}
	if d.toks[k].Kind == vi.Digits && d.toks[k].Runes <= 2 && d.toks[k].Has(vi.Space) {
		return run + 1
	}
	if upper, n := x.unit(d, k+1); run <= 2 && d.toks[k].Is(',') && n > 0 && x.above(upper, unit) {
		return run
	}
	return 0
}

// personAfterUnit says that the capitalised words [m, m+run) after a unit are a
// person's name and not the unit's: "Chủ tịch UBND tỉnh Tôn Thị Ngọc". Provinces
// are all known by name, communes are not.
func (x *officials) personAfterUnit(d *doc, m, run int, unit int32) bool {
	if run < 2 || run > 5 && !shout(d.toks[m]) || run == 2 && x.unitRows[unit].level == "commune" && x.behindName(d) {
		return false
	}
	if run == 5 && x.surname(d, m+2, surnameHigh|surnameFair) && x.isMiddle(d, m+3) {
		return false // "xã Đồng Mít [Bùi Văn Khuê]"
	}
	if x.surname(d, m, surnameHigh|surnameFair) || run >= 3 && x.isMiddle(d, m+1) {
		return true
	}
	if run == 5 && x.surname(d, m+2, surnameHigh|surnameFair) {
		return false // "huyện Sơn Giang [Đỗ Thế Anh]"
	}
	if !x.surname(d, m, surnameAny) {
		return unit == x.unitTinh && run >= 3
	}
	switch x.unitRows[unit].level {
	case "province":
		return true
	case "district", "city":
		return run >= 3 || d.toks[m].Runes == 1 // huyện [Y Nhơn]
	}
	_, known := x.gaz.names.at(d.toks, m)
	return known == 0 && (run >= 3 && (unit <= x.unitWard || x.actsAt(d, m+run)) || d.id(m) == x.wordY) // xã [Rơ Lan Chiêu], thôn [Y Nhơn], but bản A Via
}

// actsAt says that something is done or said at token k: what stands before it is a
// person rather than a place.
func (x *officials) actsAt(d *doc, k int) bool {
	if k >= len(d.toks) || d.toks[k].Has(vi.Upper) || !x.is(d, k, startsDeed) {
		return false
	}
	_, n := x.deed(d, k)
	return n > 0 && !x.places.has(d.id(k))
}

// behindName says that the office being read stands behind a name and a mark, so that it
// has its holder: "Ông Giàng A Dế, [Trưởng bản Cao Chải]".
func (x *officials) behindName(d *doc) bool {
	p := d.off.pieces
	if len(p) < 2 || p[len(p)-1].kind != aMark {
		return false
	}
	mark := d.toks[p[len(p)-1].i]
	return p[len(p)-2].kind == aName && (mark.Is(',') || mark.Is('-') || mark.Is('–') || mark.Is('('))
}

// likeUnit returns the kinds whose names may follow a unit: a commune may have
// become a ward, a town a city.
func (x *officials) likeUnit(unit int32) uint32 {
	switch x.unitRows[unit].level {
	case "commune":
		return x.communeKinds
	case "district", "city":
		return x.districtKinds | x.cityKinds
	}
	return 1<<unit | x.provinceKinds
}

// extendArea takes in the places an area is said to lie in: ", huyện Krông Nô",
// "(Phú Yên)", "tỉnh Sóc Trăng".
func (x *officials) extendArea(d *doc, a *area, end int) {
	paren, outer := false, a.j // inside brackets, and where they open
	lower := a.unit
	for a.n < len(a.up) {
		k := a.j
		if k >= end {
			break
		}
		comma := d.toks[k].Is(',') || (d.toks[k].Is('-') || d.toks[k].Is('–')) && d.toks[k].Has(vi.Space)
		opens := !paren && d.toks[k].Is('(')
		if comma || opens {
			k++
		}
		up, ok := x.upper(d, k, end, lower, opens, comma || paren)
		if !ok {
			break
		}
		if opens {
			paren, outer = true, a.j
		}
		a.up[a.n], a.j = up, up.j
		a.n++
		lower = up.unit
		if lower < 0 {
			break
		}
	}
	if paren {
		if a.j < end && d.toks[a.j].Is(')') {
			a.j++
		} else {
			a.n, a.j = 0, outer
		}
	}
}

// upper reads a place at token k that a unit may lie in. Without a unit of its
// own it must be a province, or stand in brackets.
func (x *officials) upper(d *doc, k, end int, lower int32, opens, comma bool) (up upperArea, ok bool) {
	if k >= end || d.toks[k].Kind != vi.Word || d.toks[k].Flags&vi.Line != 0 {
		return up, false
	}
	if unit, n := x.unit(d, k); n > 0 {
		m := x.areaName(d, k+n, end, unit)
		return upperArea{unit, k + n, k + n + m}, m > 0 && x.above(unit, lower)
	}
	if !opens && !(comma && lower >= 0) {
		return up, false
	}
	row, n := x.gaz.names.at(d.toks, k)
	if n == 0 || k+n > end || x.gaz.kinds[row]&x.provinceKinds == 0 && !opens && lower != x.unitZone || x.capitals(d, k, end) != k+n {
		return up, false
	}
	return upperArea{-1, k, k + n}, true
}

// above says that a unit can contain another.
func (x *officials) above(upper, lower int32) bool {
	rank := func(u int32) int {
		if u < 0 {
			return 3
		}
		switch x.unitRows[u].level {
		case "province":
			return 0
		case "city":
			return 1
		case "district":
			return 2
		}
		if u <= x.unitWard {
			return 3
		}
		return 4
	}
	return rank(upper) < rank(lower) || rank(upper) == 1 && lower >= 0 && rank(lower) >= 2
}

// placeLevel settles the level of an area's first part.
func (x *officials) placeLevel(d *doc, a *area) string {
	if a.unit < 0 {
		switch {
		case a.abroad():
			return "central"
		case a.kinds&x.provinceKinds != 0:
			return "province"
		case a.kinds&x.districtKinds != 0 && (d.art.Published == "" || d.art.Published < districtsEnd):
			return "district"
		}
		return "commune"
	}
	level := x.unitRows[a.unit].level
	if level != "city" {
		return level
	}
	if a.named() {
		if p, ok := x.gaz.provinces[vi.Key(d.text(a.ni, a.nj))]; ok && p.isCity(d.art.Published) {
			return "province"
		}
		return "district"
	}
	return ""
}

// placeName returns an area in full, as far as the text and the gazetteer tell:
// "xã Quảng Phú, huyện Krông Nô, Đắk Nông".
func (x *officials) placeName(d *doc, a *area) string {
	if !a.named() {
		return x.unnamed(d, a.unit)
	}
	first := d.text(a.ni, a.nj)
	if a.abroad() {
		return first
	}
	unit := ""
	if a.unit >= 0 {
		unit = x.unitRows[a.unit].unit + " "
	} else if p, ok := x.gaz.provinces[vi.Key(first)]; ok {
		return p.full(d.art.Published)
	}
	if a.unit == x.unitTinh || a.unit == x.unitCity {
		if p, ok := x.gaz.provinces[vi.Key(first)]; ok && (a.unit == x.unitTinh || p.isCity(d.art.Published)) {
			return p.full(d.art.Published)
		}
	}
	name := unit + first
	for _, up := range a.up[:a.n] {
		name += ", " + x.upperName(d, up)
	}
	if a.n > 0 {
		return name
	}
	return x.withProvince(d, name)
}

// upperName returns a place that another lies in, with its unit.
func (x *officials) upperName(d *doc, up upperArea) string {
	name := d.text(up.i, up.j)
	if p, ok := x.gaz.provinces[vi.Key(name)]; ok && (up.unit < 0 || up.unit == x.unitTinh || up.unit == x.unitCity && p.isCity(d.art.Published)) {
		return p.full(d.art.Published)
	}
	if up.unit >= 0 {
		return x.unitRows[up.unit].unit + " " + name
	}
	return name
}

// unnamed returns the place that "tỉnh" or "huyện" alone means in the article.
func (x *officials) unnamed(d *doc, unit int32) string {
	if unit < 0 {
		return ""
	}
	if name := d.off.places[unit]; name != "" {
		return name
	}
	p, ok := x.gaz.provinces[vi.Key(d.off.province)]
	if !ok {
		return ""
	}
	if unit == x.unitTinh || unit == x.unitCity && p.isCity(d.art.Published) {
		return p.full(d.art.Published)
	}
	return ""
}

// full returns a province with its unit on a day.
func (p province) full(day string) string {
	if p.isCity(day) {
		return "thành phố " + p.name
	}
	return "tỉnh " + p.name
}

// withProvince appends what a unit lies in where the gazetteer leaves one
// answer, or where the article's province picks it.
func (x *officials) withProvince(d *doc, name string) string {
	maps := [2]map[string]string{x.gaz.withinNew, x.gaz.within}
	if d.art.Published != "" && d.art.Published < districtsEnd {
		maps[0], maps[1] = maps[1], maps[0]
	}
	key := vi.Key(name)
	for _, m := range maps {
		places := strings.Split(m[key], "|")
		if len(places) == 1 && places[0] != "" {
			return name + ", " + places[0]
		}
		for _, p := range places {
			if d.off.province != "" && strings.HasSuffix(p, d.off.province) {
				return name + ", " + p
			}
		}
	}
	if d.off.province != "" {
		return name + ", " + d.off.province
	}
	return name
}
