package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// An office is a title with its organisation, found in the text. Places are
// token indexes.
type office struct {
	i, j   int   // all of it
	ti, tj int   // the title
	title  int32 // row of offices.tsv
	oi, oj int   // the organisation as printed, with its place; empty when none
	organs [4]organAt
	n      int // organs found
	place  area
	// private says that it belongs to a business or a religious body.
	private        bool
	former, acting bool
	// held says that some name of the sentence holds it.
	held bool
}

// An organAt is one organisation of a chain such as "Phòng Tham mưu, Công an
// tỉnh": its row, and its field as tokens.
type organAt struct {
	row    int32
	i, j   int   // the words of the kind of organisation
	field  int32 // row of fields.tsv, -1
	fi, fj int
}

// hasPlace says that the office names where it is.
func (o *office) hasPlace() bool { return o.place.j > o.place.i }

// office reads the office whose title begins at token i.
func (x *officials) office(d *doc, i, end int) (o office, ok bool) {
	row, n := x.title(d, i, end)
	if n == 0 || i+n > end {
		return o, false
	}
	o = office{i: i, ti: i, tj: i + n, title: row}
	o.place.unit = -1
	k := x.modifiers(d, &o, i+n, end)
	if k+1 < end && d.toks[k].Is('.') && d.toks[k-1].Flags&vi.Caps != 0 && x.beginsOrgan(d, k+1, end) { // PCT. Hội …
		k++
	}
	o.j = k
	needs := x.titleRows[row].needs
	switch {
	case x.organInTitle(d, &o, end):
	case d.toks[o.tj-1].Flags&vi.Caps == 0 && x.unitInTitle(d, &o, end):
	case x.organFrom(d, &o, k, end):
	case x.unitInTitle(d, &o, end):
	case needs == "unit":
		return o, false
	default:
		x.placeOnly(d, &o, k, end)
	}
	if (o.n > 0 || o.hasPlace()) && o.j < end && d.id(o.j) == x.wordThis { // "Phó giám đốc sở [này]"
		o.j++
	}
	if row, n := x.links.at(d.toks, o.j); n > 1 && x.linkRows[row].class == "now" && x.surname(d, o.j+n, surnameAny) && x.name(d, o.j+n, end, false) > o.j+n {
		o.j += n // "Phó Chủ tịch UBND huyện [đương nhiệm] Lê Công Bình"
	}
	if o.hasPlace() && d.id(o.j) == x.modifierIDs[0][0] && d.id(o.j+1) == x.modifierIDs[0][1] && d.toks[o.j].Flags&vi.Line == 0 {
		o.j = x.duties(d, o.j, end)
	}
	for range 3 {
		if !x.skipTerm(d, &o, end) {
			break
		}
	}
	if o.n == 0 && !o.hasPlace() && needs == "organ" {
		o.private = true
	}
	for k, g := range o.organs[:o.n] {
		o.private = o.private || x.organRows[g.row].private && (k == 0 || x.organRows[o.organs[0].row].tail != "area" && x.organRows[g.row].organ != "Chi nhánh")
	}
	return o, true
}

// title reads the title at token i: one of the table, or its deputy with a
// shortened Phó ("P.Trưởng phòng", "P. Chủ tịch").
func (x *officials) title(d *doc, i, end int) (row int32, n int) {
	if d.id(i) == x.wordP && d.toks[i].Has(vi.Upper) && i+2 < end {
		k := i + 1
		if d.toks[k].Is('.') {
			k++
		}
		if row, n := x.titles.at(d.toks, k); n > 0 && x.deputies[row] >= 0 {
			return x.deputies[row], k + n - i
		}
		return -1, 0
	}
	return x.titles.at(d.toks, i)
}

// modifiers reads what may follow a title: thường trực, chuyên trách, phụ
// trách, with their commas left out.
func (x *officials) modifiers(d *doc, o *office, k, end int) int {
	for range 3 {
		n := 0
		for _, m := range x.modifierIDs {
			if d.id(k) == m[0] && d.id(k+1) == m[1] && k+2 <= end {
				n = 2
				if m == x.modifierIDs[0] { // phụ trách
					if !x.heads(d, k+2, end) {
						return x.portfolio(d, o, k, end)
					}
					o.acting = true
				}
			}
		}
		if n == 0 {
			return k
		}
		k += n
		o.tj = k
	}
	return k
}

// portfolio passes a deputy's field of work before his organisation: "Phó Chủ
// tịch [phụ trách kinh tế] UBND huyện".
func (x *officials) portfolio(d *doc, o *office, k, end int) int {
	for j := k + 3; j < end && j-k < 8 && d.toks[j].Kind == vi.Word && d.toks[j].Flags&vi.Line == 0; j++ {
		if x.beginsOrgan(d, j, end) && (d.toks[j].Has(vi.Upper) || d.toks[j].Has(vi.Caps)) {
			o.tj = j
			return j
		}
		if x.stopsField(d, j, end) && !x.beginsOrgan(d, j+1, end) { // văn [xã] UBND huyện
			break
		}
	}
	return k
}

// duties returns the end of the field of work at k behind an office, where its holder
// follows: "Phó Chủ tịch UBND xã [phụ trách văn xã] Lê Văn A"; k where none does.
func (x *officials) duties(d *doc, k, end int) int {
	const longest = 8
	for j := k + 2; j < end && j-k < longest && d.toks[j].Kind == vi.Word && d.toks[j].Flags&vi.Line == 0; j++ {
		if d.toks[j].Has(vi.Upper) {
			if x.surname(d, j, surnameAny) && x.name(d, j, end, false) > j {
				return j
			}
			return k
		}
	}
	return k
}

// heads says that "phụ trách" before token k means the head's duties, not a
// portfolio (phụ trách kinh tế): an organisation follows, or nothing.
func (x *officials) heads(d *doc, k, end int) bool {
	return k >= end || d.toks[k].Kind == vi.Punct || x.beginsOrgan(d, k, end) || x.linkIs(d, k, "appoint") || x.linkIs(d, k, "dismiss") || x.linkIs(d, k, "is")
}

// beginsOrgan says that an organisation's name begins at token k.
func (x *officials) beginsOrgan(d *doc, k, end int) bool {
	if k >= end || !x.is(d, k, startsOrgan) {
		return false
	}
	_, n := x.organs.at(d.toks, k)
	return n > 0
}

// organInTitle reads the organisation that the title's last words begin:
// Trưởng [Ban Chỉ đạo 138], Trưởng [phòng Tư pháp huyện].
func (x *officials) organInTitle(d *doc, o *office, end int) bool {
	if o.tj != o.j {
		return false
	}
	for k := o.ti + 1; k < o.tj; k++ {
		if !x.is(d, k, startsOrgan) || d.toks[k].Has(vi.Caps) && !d.toks[o.ti].Has(vi.Caps) || d.id(k) == x.wordTT {
			continue
		}
		row, n := x.organs.at(d.toks, k)
		if n == 0 || k+n < o.tj || k+n > end {
			continue
		}
		if k+n == o.tj && x.beginsOrgan(d, o.tj, end) { // Trưởng ban Ban Tổ chức
			if again, m := x.organs.at(d.toks, o.tj); m > 0 && (again == row || x.longerOrgan(again, row)) {
				return x.organFrom(d, o, o.tj, end)
			}
		}
		o.tj = max(o.tj, k+n)
		x.organTail(d, o, row, k, k+n, end)
		if o.oj <= o.tj && o.n == 1 && !o.hasPlace() {
			o.oi, o.oj = k, k+n
		}
		return true
	}
	return false
}

// longerOrgan says that one organisation's kind is a closer word for another:
// Ban Tổ chức for Ban.
func (x *officials) longerOrgan(closer, kind int32) bool {
	a, b := x.organRows[closer].organ, x.organRows[kind].organ
	return len(a) > len(b) && a[:len(b)] == b
}

// organFrom reads the organisation that begins at token k, after "của" or
// without.
func (x *officials) organFrom(d *doc, o *office, k, end int) bool {
	if x.linkIs(d, k, "of") {
		k++
	}
	if k >= end || d.toks[k].Kind != vi.Word {
		return false
	}
	if x.is(d, k, startsOrgan) {
		if row, n := x.organs.at(d.toks, k); n > 0 && k+n <= end && (x.organHere(d, k, n) || d.id(k) == d.id(o.ti)) {
			x.organTail(d, o, row, k, k+n, end)
			return true
		}
	}
	if row, n := x.fields.at(d.toks, k); n > 0 && k+n <= end && (d.toks[k].Has(vi.Upper) || n >= 2 && !x.actsAt(d, k)) {
		o.oi = k
		o.organs[0] = organAt{row: x.noOrgan, i: k, j: k, field: row, fi: k, fj: k + n}
		o.n = 1
		x.afterField(d, o, k+n, end)
		return true
	}
	return false
}

// organHere says that the organisation's word at [k, k+n) is meant as one:
// single everyday syllables (đoàn, tổ, hội, ban) count only in capitals.
func (x *officials) organHere(d *doc, k, n int) bool {
	if d.toks[k].Flags&vi.Line != 0 {
		return false
	}
	if n == 1 && x.surnameOrgan(d, k) || n == 2 && x.is(d, k, startsUnit) && x.surnameOrgan(d, k+1) {
		return false
	}
	if d.toks[k].Has(vi.Upper) {
		return true
	}
	if x.is(d, k, startsDeed) {
		if _, m := x.deed(d, k); m >= n {
			return false
		}
	}
	if n >= 2 {
		return true
	}
	if k+1 >= len(d.toks) {
		return false
	}
	if row, _ := x.organs.at(d.toks, k); x.organRows[row].level == "province" && d.toks[k+1].Is(',') { // "Giám đốc [sở], ông A"
		return true
	}
	_, f := x.fields.at(d.toks, k+1)
	return f > 0 || d.toks[k+1].Has(vi.Upper) || x.is(d, k+1, startsUnit) || d.id(k+1) == x.wordThis
}

// surnameOrgan says that the word at k is a surname that only looks like an
// organisation: "Giám đốc Sở Nội vụ [Đoàn Văn Quý]", "UBND tỉnh [Đoàn Văn Ba]".
func (x *officials) surnameOrgan(d *doc, k int) bool {
	if !x.surname(d, k, surnameAny) || k+1 >= len(d.toks) || x.youthUnion(d, k) {
		return false
	}
	if x.isMiddle(d, k+1) && d.toks[k+1].Has(vi.Upper) {
		return true
	}
	return x.surname(d, k, surnameHigh|surnameFair) && x.capitals(d, k, len(d.toks)) >= k+3 && !x.beginsOrgan(d, k+1, len(d.toks)) && !x.is(d, k+1, startsUnit) &&
		x.name(d, k, len(d.toks), false) >= k+3
}

// youthUnion says that "Đoàn" at token k is the Youth Union of a place: "Tỉnh
// [Đoàn] Bắc Ninh".
func (x *officials) youthUnion(d *doc, k int) bool {
	if k == 0 || !x.is(d, k-1, startsUnit) {
		return false
	}
	unit, u := x.unit(d, k-1)
	row, n := x.gaz.names.at(d.toks, k+1)
	return u == 1 && n > 0 && x.gaz.kinds[row]&(1<<unit) != 0 && x.capitals(d, k, len(d.toks)) == k+1+n
}

// unitInTitle reads the place that the title's last word names: Trưởng [ấp 2].
func (x *officials) unitInTitle(d *doc, o *office, end int) bool {
	if x.titleRows[o.title].needs == "none" && o.tj < end && (x.name(d, o.tj, end, false) > o.tj || prefixed(d.text(o.tj, o.tj+1))) { // Già làng [Y Thơng]
		return false
	}
	if _, n := x.titles.at(d.toks, o.ti); n > 0 && o.ti+n < o.tj { // Phó Chủ tịch [phụ trách văn xã]
		return false
	}
	for k := o.ti + 1; k < o.tj; k++ {
		if !x.is(d, k, startsUnit) || d.id(k) == x.wordTT {
			continue
		}
		unit, n := x.unit(d, k)
		if n == 0 || k+n != o.tj {
			continue
		}
		o.place = x.areaAfterUnit(d, k, k+n, end, unit)
		o.oi, o.oj, o.j = k, o.place.j, o.place.j
		return true
	}
	return false
}

// placeOnly reads a place that follows a title at once: "Chủ tịch xã Long Phú",
// "Bí thư huyện".
func (x *officials) placeOnly(d *doc, o *office, k, end int) {
	if x.linkIs(d, k, "of") && k+1 < end {
		k++
	}
	a, ok := x.area(d, k, end, true)
	if !ok || a.kinds == 1<<country && x.titleRows[o.title].level != "central" {
		return
	}
	o.place, o.oi, o.oj, o.j = a, k, a.j, a.j
	if a.abroad() {
		o.j = x.skipPost(d, o.j, end)
	}
}

// skipPost passes where an envoy is posted: "Đại sứ Nhật Bản [tại Việt Nam]".
func (x *officials) skipPost(d *doc, k, end int) int {
	if k+1 >= end || d.id(k) != x.wordTai {
		return k
	}
	if j := x.skipNation(d, k+1, end); j > k+1 {
		return j
	}
	if a, ok := x.area(d, k+1, end, true); ok && a.named() {
		return a.j
	}
	return k
}

// organTail reads what follows an organisation's words at [i, k): its field,
// its parents and its place.
func (x *officials) organTail(d *doc, o *office, row int32, i, k, end int) {
	if o.n == 0 {
		o.oi = i
	}
	g := organAt{row: row, i: i, j: k, field: -1}
	r := &x.organRows[row]
	switch r.tail {
	case "none":
	case "field":
		g.field, g.fi, g.fj = x.field(d, row, k, end)
	case "named":
		g.field, g.fi, g.fj = -1, k, x.openField(d, k, end, true)
	}
	o.organs[o.n] = g
	o.n++
	if g.fj > k {
		k = g.fj
	}
	x.afterField(d, o, k, end)
}

// field reads the field of an organisation at token k: a known one, a number,
// or whatever words go on until something else begins. organ is the row of the
// organisation's kind; a province's department has a known field and no more.
func (x *officials) field(d *doc, organ int32, k, end int) (row int32, i, j int) {
	known := x.organRows[organ].level == "province"
	if k >= end || d.toks[k].Flags&vi.Line != 0 {
		return -1, k, k
	}
	if row, n := x.fields.at(d.toks, k); n > 0 && k+n <= end {
		if x.acting(d, organ, k, n) {
			return -1, k, k
		}
		j := k + n
		if d.toks[k].Kind == vi.Word && !known {
			j = x.moreField(d, j, end)
			if j == k+n && x.themed(organ) {
				j = x.theme(d, j, end)
			}
		}
		if j+1 < end && d.id(j) == x.wordNo && d.toks[j+1].Kind == vi.Digits { // Đội CSGT số 3
			j++
		}
		if j < end && d.toks[j].Kind == vi.Digits && d.toks[j].Flags&vi.Line == 0 { // Chỉ thị 05
			j++
		}
		return row, k, j
	}
	if d.toks[k].Kind == vi.Digits { // Quân khu 4, Đội 1/46
		j := k + 1
		for j+1 < end && (d.toks[j].Is('/') || d.toks[j].Is('.')) && d.toks[j+1].Kind == vi.Digits && !d.toks[j].Has(vi.Space) {
			j += 2
		}
		return -1, k, j
	}
	if _, n := x.deed(d, k); n > 1 && x.themed(organ) && x.carriesOut.has(d.id(k)) { // Ban Chỉ đạo [thực hiện chính sách BHXH]
		if j := x.openField(d, k+n, end, false); j > k+n && d.toks[k+n].Flags&vi.Line == 0 {
			return -1, k, j
		}
	}
	return -1, k, x.openField(d, k, end, false)
}

// acting says that the field of n words at token k is rather what the holder of the office
// does: "Giám đốc Trung tâm [giám sát]". Boards and groups have such fields.
func (x *officials) acting(d *doc, organ int32, k, n int) bool {
	if d.toks[k].Has(vi.Upper) || !x.is(d, k, startsDeed) {
		return false
	}
	switch x.organRows[organ].organ {
	case "Ban", "Tổ", "Đoàn", "Đội", "Tiểu ban", "Hội đồng", "Ban Chỉ đạo", "Ủy ban":
		return false
	}
	_, m := x.deed(d, k)
	return m == n
}

// themed says that the fields of an organisation are too many to know all: those
// of the nation's departments, of committees and groups.
func (x *officials) themed(organ int32) bool {
	switch x.organRows[organ].organ {
	case "Tổ", "Tiểu ban", "Hội", "Hội đồng", "Ban Chỉ đạo", "Ban Quản lý dự án", "Viện", "Cục", "Vụ", "Tổng cục":
		return true
	}
	return false
}

// theme goes on in lower case after a known field at j, to a mark, a place or a
// capital: Cục Y tế [dự phòng] (Bộ Y tế).
func (x *officials) theme(d *doc, j, end int) int {
	const longest = 10
	m := j
	for m < end && m-j <= longest && d.toks[m].Kind == vi.Word && !d.toks[m].Has(vi.Upper) && d.toks[m].Flags&vi.Line == 0 &&
		!x.stopsField(d, m, end) && !x.places.has(d.id(m)) {
		m++
	}
	if m-j > longest || m == j {
		return j
	}
	if m < end && d.toks[m].Kind == vi.Word && !d.toks[m].Has(vi.Upper) && !x.is(d, m, startsUnit) {
		return j
	}
	return m
}

// moreField lets a committee's theme go on after a known field: "phòng, chống
// tội phạm" – ", tệ nạn xã hội và xây dựng phong trào …".
func (x *officials) moreField(d *doc, j, end int) int {
	for j < end {
		if d.toks[j].Is(',') {
			if _, n := x.joins.at(d.toks, j+1); n > 0 && j+1+n <= end {
				j += 1 + n
				j = x.openField(d, j, end, false)
				continue
			}
			if n := x.lists(d, j, end); n > 0 {
				return x.openField(d, j+n, end, false)
			}
			return j
		}
		if x.linkIs(d, j, "and") && j+1 < end && d.toks[j].Kind == vi.Word {
			if _, n := x.fields.at(d.toks, j+1); n > 0 && !x.beginsOrgan(d, j+1, end) && !x.beginsTitle(d, j+1, end) {
				j += 1 + n
				continue
			}
		}
		return j
	}
	return j
}

// lists returns the number of tokens from a comma at j to behind the "và" that ends a
// row of fields in capitals: "Cục Chất lượng[, Chế biến và] Phát triển thị trường"; 0
// where none does, or where offices, bodies or persons are named.
func (x *officials) lists(d *doc, j, end int) int {
	const most = 5 // words between the comma and "và"
	begins := func(k int) bool {
		return k < end && d.toks[k].Kind == vi.Word && d.toks[k].Has(vi.Upper) && d.toks[k].Flags&(vi.Line|vi.Caps) == 0 &&
			!x.beginsTitle(d, k, end) && !x.beginsOrgan(d, k, end) && !x.honorificAt(d, k) && x.name(d, k, end, false) == k
	}
	if !begins(j + 1) {
		return 0
	}
	for k := j + 2; k < end && k-j <= most && d.toks[k].Kind == vi.Word && d.toks[k].Flags&vi.Line == 0; k++ {
		if x.linkIs(d, k, "and") && begins(k+1) {
			return k + 1 - j
		}
	}
	return 0
}

func (x *officials) beginsTitle(d *doc, k, end int) bool {
	if k >= end || !x.is(d, k, startsTitle) {
		return false
	}
	row, n := x.titles.at(d.toks, k)
	return n > 0 && (n > 1 || x.titleRows[row].needs != "unit")
}

// openField returns the end of a name of unknown words at k. named lets a
// person's name be part of it (Trường THPT Nguyễn Huệ).
func (x *officials) openField(d *doc, k, end int, named bool) int {
	const longest, lower = 26, 16
	j, lows := k, 0
	people := 0
	for j < end && j-k < longest {
		t := d.toks[j]
		if t.Flags&vi.Line != 0 {
			break
		}
		if t.Kind != vi.Word {
			n := x.markInField(d, k, j, end)
			if n == 0 {
				break
			}
			j += n
			continue
		}
		if x.is(d, j, startsTitle) && j > k {
			if _, n := x.titles.at(d.toks, j); n >= 2 {
				break
			}
		}
		if _, n := x.fields.at(d.toks, j); n > 0 && j+n <= end {
			if j > k && !t.Has(vi.Upper) && x.is(d, j, startsDeed) && (d.toks[j-1].Kind == vi.Digits || d.toks[j-1].Has(vi.Upper)) {
				break // "Đội 3 [giám sát]"
			}
			j += n
			continue
		}
		if t.Has(vi.Upper) {
			if j == k && named && len(d.off.known) > 0 && d.off.known[vi.Key(d.text(j, x.name(d, j, end, false)))] {
				return k
			}
			if j == k && !named && (x.surname(d, j, surnameHigh|surnameFair) || x.middled(d, j, end)) && x.name(d, j, end, false) >= j+3 { // Đảng ủy [Nguyễn Văn Hiếu]
				if _, n := x.gaz.names.at(d.toks, j); n == 0 || x.surname(d, j, surnameHigh) {
					return k
				}
			}
			if j > k && x.surname(d, j, surnameHigh|surnameFair) && !(x.surname(d, j+1, surnameHigh) && x.isMiddle(d, j+2)) {
				if m := x.name(d, j, end, false); m > j && x.capitals(d, j, end) == m {
					if !named || d.off.known[vi.Key(d.text(j, m))] || (x.isMiddle(d, j+1) || m-j >= 3) && x.bearsName(d, k, j) || people > 0 || d.toks[j-1].Has(vi.Upper) && m-j >= 3 && people > 0 {
						break
					}
					people++
					j = x.eponym(d, j, m)
					continue
				}
			}
			if x.stopsOrgan(d, j) || j > k && x.cityHere(d, j) {
				break
			}
			j++
			continue
		}
		if x.stopsField(d, j, end) {
			break
		}
		lows++
		if lows > lower {
			return k
		}
		j++
	}
	if j-k >= longest {
		return k
	}
	for j > k && (d.toks[j-1].Kind == vi.Punct && !d.toks[j-1].Is('”') && !d.toks[j-1].Is('"') || x.linkIs(d, j-1, "and")) {
		j--
	}
	return j
}

// bearsName says that the words [k, j) of an organisation end in a name of its own, so
// that a person's name behind them is its head's: Trường THPT [Đốc Binh Kiều].
func (x *officials) bearsName(d *doc, k, j int) bool {
	if j > k+1 && d.toks[j-1].Kind == vi.Digits && d.id(j-2) != x.wordNo { // Bệnh viện Nhi đồng 1
		return true
	}
	n := 0
	for i := j - 1; i >= k && d.toks[i].Kind == vi.Word && d.toks[i].Has(vi.Upper) && !shout(d.toks[i]); i-- {
		n++
	}
	return n >= 2
}

// cityHere says that the short form of a city or town stands at token j: TP.HCM.
func (x *officials) cityHere(d *doc, j int) bool {
	if d.toks[j].Flags&vi.Caps == 0 {
		return false
	}
	if _, n := x.gaz.names.at(d.toks, j); n > 1 {
		return true
	}
	unit, n := x.unit(d, j)
	return n > 0 && (unit == x.unitCity || x.unitRows[unit].level == "district")
}

// eponym returns the end of the name that a school at [j, m) is called by, when
// a person's name follows it: Trường THPT [Nguyễn Huệ] Trần Văn Phú.
func (x *officials) eponym(d *doc, j, m int) int {
	for q := j + 2; q+2 <= m; q++ {
		if x.surname(d, q, surnameHigh|surnameFair) {
			return q
		}
	}
	return m
}

// stopsOrgan says that an organisation of its own begins at j, in capitals.
func (x *officials) stopsOrgan(d *doc, j int) bool {
	if !x.is(d, j, startsOrgan|startsHonorific|startsRank) {
		return false
	}
	if row, n := x.organs.at(d.toks, j); n >= 2 || n == 1 && d.toks[j].Has(vi.Caps) || n == 1 && x.organRows[row].tail == "area" {
		return true
	} else if n == 1 {
		if _, m := x.fields.at(d.toks, j+1); m > 0 {
			return true
		}
	}
	_, n := x.ranks.at(d.toks, j)
	return n > 0
}

// stopsField says that the lower-case word at j is no part of an organisation's
// name: a verb, a unit, a small word.
func (x *officials) stopsField(d *doc, j, end int) bool {
	if !x.is(d, j, startsDeed|startsUnit|startsLink|startsHonorific) {
		return false
	}
	if _, n := x.deed(d, j); n > 0 {
		return true
	}
	if _, n := x.unit(d, j); n > 0 {
		return true
	}
	if row, n := x.honorifics.at(d.toks, j); n > 0 && (x.honorificRows[row].class == "address" || x.honorificHere(d, row, j, n)) {
		return true
	}
	row, n := x.links.at(d.toks, j)
	if n == 0 {
		return false
	}
	if x.linkRows[row].class != "and" {
		return x.linkRows[row].class != "place" && x.linkRows[row].class != "credit" && (x.linkRows[row].class != "plural" || n > 1)
	}
	// "và" goes on unless another organisation, office or person follows.
	k := j + n
	return k >= end || d.toks[k].Kind == vi.Digits || x.beginsOrgan(d, k, end) && x.organHere(d, k, 1) && d.toks[k].Has(vi.Upper) ||
		x.beginsTitle(d, k, end) || x.is(d, k, startsHonorific|startsRank) && !d.toks[k].Has(vi.Caps) && x.honorificAt(d, k)
}

func (x *officials) honorificAt(d *doc, k int) bool {
	_, n := x.honorifics.at(d.toks, k)
	_, m := x.ranks.at(d.toks, k)
	return n+m > 0
}

// markInField returns how many tokens to take at a mark inside a name that
// began at k, 0 when the name ends there.
func (x *officials) markInField(d *doc, k, j, end int) int {
	t := d.toks[j]
	switch {
	case t.Kind == vi.Digits:
		return 1
	case t.Is('&') || t.Is('/'):
		if j > k && j+1 < end {
			return 1
		}
	case t.Is('-') || t.Is('–'):
		if j > k && j+1 < end && d.toks[j+1].Kind != vi.Punct && !x.beginsTitle(d, j+1, end) && !x.beginsOrgan(d, j+1, end) &&
			(!d.toks[j].Has(vi.Space) || !d.toks[j+1].Has(vi.Space) || d.toks[j+1].Has(vi.Upper) && x.name(d, j+1, end, false) == j+1) {
			return 1
		}
	case t.Is(','):
		if _, n := x.joins.at(d.toks, j+1); n > 0 && j > k {
			return 1 + n
		}
		if j > k {
			return x.lists(d, j, end)
		}
	case t.Is('“') || t.Is('"'):
		for m := j + 1; m < end && m-j < 20; m++ {
			if d.toks[m].Is('”') || d.toks[m].Is('"') {
				return m - j + 1
			}
		}
	}
	return 0
}

// afterField reads parents and the place after an organisation and its field.
func (x *officials) afterField(d *doc, o *office, k, end int) {
	o.oj, o.j = k, k
	k += x.code(d, k, end)
	if o.n < len(o.organs) {
		if p, n := x.parent(d, o, k, end); n > 0 {
			row, m := x.organs.at(d.toks, p)
			if m > 0 {
				x.organTail(d, o, row, p, p+m, end)
				if d.id(k) == x.parenOpen && o.j < end && d.toks[o.j].Is(')') {
					o.j++
					o.oj = o.j
				}
				return
			}
		}
	}
	k = x.skipNation(d, k, end)
	if n := x.aside(d, k, end); n > 0 {
		k += n
	}
	if j := x.lowerUnit(d, o, k, end); j > k {
		k = j
		o.oj, o.j = k, k
	}
	if a, ok := x.area(d, k, end, true); ok && !(a.abroad() && a.kinds == 1<<country && !x.central(o)) && !x.personOverPlace(d, o, &a, end) {
		if u := x.organRows[o.organs[o.n-1].row].unit; a.unit < 0 && u >= 0 {
			a.unit = u
		}
		o.place, o.oj, o.j = a, a.j, a.j
		return
	}
	if x.linkIs(d, k, "of") || d.id(k) == x.wordCap || d.id(k) == x.wordTai {
		if a, ok := x.area(d, k+1, end, d.id(k) != x.wordTai); ok && (d.id(k) != x.wordTai || a.named()) {
			if d.id(k) != x.wordTai {
				o.place, o.oj, o.j = a, a.j, a.j
			}
			return
		}
	}
	if k > o.oj {
		o.oj, o.j = k, k
	}
}

// personOverPlace says that a place without its unit right behind an organisation of a
// province is a person's name instead: a commune lends its name to no "Sở".
func (x *officials) personOverPlace(d *doc, o *office, a *area, end int) bool {
	return a.unit < 0 && a.kinds&x.provinceKinds == 0 && x.organRows[o.organs[o.n-1].row].level == "province" &&
		x.surname(d, a.ni, surnameHigh|surnameFair) && x.name(d, a.ni, end, false) == x.capitals(d, a.ni, end)
}

// code returns the length of a unit's short name in brackets: (PC08), (CAND).
func (x *officials) code(d *doc, k, end int) int {
	if k+2 >= end || !d.toks[k].Is('(') || !d.toks[k+1].Has(vi.Caps) && !roman(d, k+1) || x.beginsOrgan(d, k+1, end) {
		return 0
	}
	for j := k + 2; j < end && j-k < 5; j++ {
		if d.toks[j].Is(')') {
			if _, n := x.unit(d, j+1); n > 0 || j+1 < end && (x.cityHere(d, j+1) || d.toks[j+1].Is(',') || x.beginsOrgan(d, j+1, end)) {
				return j + 1 - k
			}
			return 0
		}
	}
	return 0
}

// lowerUnit reads on in a committee's name that has the word of a unit in it:
// "Hội đồng thẩm định [xã nông thôn mới] tỉnh".
func (x *officials) lowerUnit(d *doc, o *office, k, end int) int {
	last := o.organs[o.n-1]
	if x.organRows[last.row].tail != "field" || last.fj != k || last.fj == last.fi {
		return k
	}
	_, n := x.unit(d, k)
	j := k + n
	if n == 0 || j >= end || d.toks[j].Kind != vi.Word || d.toks[j].Has(vi.Upper) || d.toks[j].Flags&vi.Line != 0 || x.stopsField(d, j, end) {
		return k
	}
	if m := x.openField(d, j, end, false); m > j && m-j <= 5 {
		o.organs[o.n-1].fj = m
		return m
	}
	return k
}

// central says that an organisation of the chain is the nation's.
func (x *officials) central(o *office) bool {
	for _, g := range o.organs[:o.n] {
		if x.organRows[g.row].level == "central" {
			return true
		}
	}
	return false
}

// skipNation passes "Việt Nam" after an organisation's words.
func (x *officials) skipNation(d *doc, k, end int) int {
	if k < end && d.id(k) == x.wordVN && d.toks[k].Has(vi.Caps) {
		return k + 1
	}
	if k+1 < end && d.id(k) == x.wordViet && d.id(k+1) == x.wordNam && d.toks[k].Has(vi.Upper) {
		return k + 2
	}
	return k
}

// aside returns the length of a short name in brackets between an organisation
// and its place: "… (Ban Chỉ đạo 138) tỉnh", "Uỷ ban nhân dân (UBND) tỉnh".
func (x *officials) aside(d *doc, k, end int) int {
	if k >= end || !d.toks[k].Is('(') {
		return 0
	}
	for j := k + 1; j < end && j-k < 10; j++ {
		if d.toks[j].Is(')') {
			if _, n := x.unit(d, j+1); j+1 < end && (n > 0 || x.cityHere(d, j+1)) {
				return j + 1 - k
			}
			return 0
		}
	}
	return 0
}

// parent finds the organisation that the one just read is part of, and returns
// where its words begin: at once (Phòng Tham mưu Công an tỉnh), after "của", a
// comma, a dash or a bracket.
func (x *officials) parent(d *doc, o *office, k, end int) (p, n int) {
	p = k
	if k >= end {
		return k, 0
	}
	sep := false
	switch {
	case x.linkIs(d, k, "of"):
		p++
	case d.toks[k].Is(',') || (d.toks[k].Is('-') || d.toks[k].Is('–')) && (d.toks[k].Has(vi.Space) || k+1 < end && d.toks[k+1].Has(vi.Space)) || d.toks[k].Is('('):
		p++
		sep = true
	}
	if !x.beginsOrgan(d, p, end) || x.beginsTitle(d, p, end) {
		return k, 0
	}
	row, n := x.organs.at(d.toks, p)
	if p+n > end || !x.organHere(d, p, n) {
		return k, 0
	}
	if n == 1 && !d.toks[p].Has(vi.Upper) && p == k {
		return k, 0
	}
	last := o.organs[o.n-1]
	if sep {
		r := &x.organRows[row]
		if row == last.row {
			return k, 0
		}
		if x.organRows[last.row].tail == "area" || r.tail == "field" && r.level != "province" && r.level != "central" && r.organ != "Văn phòng" && !x.inside(last.row, row) {
			return k, 0
		}
	}
	return p, n
}

// inside says that an organisation of one row is a part of one of the other: an
// Đội or a Ban of a Phòng, a Phòng of a Ban.
func (x *officials) inside(part, whole int32) bool {
	switch x.organRows[part].organ {
	case "Đội", "Tổ", "Ban":
		return x.organRows[whole].organ == "Phòng"
	case "Phòng", "Văn phòng":
		return strings.HasPrefix(x.organRows[whole].organ, "Ban")
	}
	return false
}

// skipTerm passes the term of office after an organisation: "nhiệm kỳ
// 2021-2026", "khóa XV".
func (x *officials) skipTerm(d *doc, o *office, end int) bool {
	k := o.j
	if k < end && d.toks[k].Is(',') {
		k++
	}
	if k >= end || !x.linkIs(d, k, "term") {
		return false
	}
	_, n := x.links.at(d.toks, k)
	j := k + n
	if d.id(j) == x.wordYear {
		j++
	}
	for j < end && j-k < 8 && (d.toks[j].Kind == vi.Digits || (d.toks[j].Is('-') || d.toks[j].Is('–')) && j+1 < end && d.toks[j+1].Kind == vi.Digits || roman(d, j)) {
		j++
	}
	if j == k+n {
		return false
	}
	o.j = j
	x.afterTerm(d, o, end)
	return true
}

// afterTerm reads on after a term: "khóa XV tỉnh Sóc Trăng".
func (x *officials) afterTerm(d *doc, o *office, end int) {
	if o.hasPlace() {
		return
	}
	if a, ok := x.area(d, o.j, end, false); ok {
		o.place, o.j = a, a.j
	}
}

// roman says that token j is a number in Roman figures.
func roman(d *doc, j int) bool {
	t := d.toks[j]
	if t.Kind != vi.Word || !t.Has(vi.Upper) {
		return false
	}
	for _, c := range []byte(d.s[t.Start:t.End]) {
		if c != 'I' && c != 'V' && c != 'X' {
			return false
		}
	}
	return true
}

// unplaced says that an office lacks its organisation, or names only its kind:
// "Phó giám đốc", "Phó giám đốc Sở".
func (x *officials) unplaced(o *office) bool {
	if needs := x.titleRows[o.title].needs; o.hasPlace() || needs != "" && needs != "organ" {
		return false
	}
	if o.n == 0 {
		return true
	}
	g := &o.organs[0]
	return o.n == 1 && g.fj <= g.fi && x.organRows[g.row].tail == "field"
}

// workplace completes an unplaced office by the organisation that the sentence
// opens with, up to a comma ("Tại Sở Tài chính, …"), or, where it is an
// appointment, by the one that it is said to lead to ("về công tác tại Sở Y tế,
// giữ chức …").
func (x *officials) workplace(d *doc, o *office, appointed bool) {
	const near = 8 // tokens between a place of work and the office there
	if x.titleRows[o.title].needs != "organ" && !appointed {
		return
	}
	first := d.sentence(o.i).First
	for k := o.i - 2; k >= first; k-- {
		at, opens, ok := x.placeOfWork(d, first, k, o.i)
		if !ok || !opens && !(appointed && o.i-at.j <= near && !x.personIn(d, at.j, o.i)) ||
			o.n == 1 && at.organs[0].row != o.organs[0].row && !x.longerOrgan(at.organs[0].row, o.organs[0].row) {
			continue
		}
		o.oi, o.oj, o.organs, o.n, o.place, o.private = at.oi, at.oj, at.organs, at.n, at.place, at.private
		return
	}
}

// represents completes an office in brackets by the organisation right before them, at
// token k, and reports that it did: "Sở Tài chính (ông A, Phó Giám đốc)".
func (x *officials) represents(d *doc, o *office, k int) bool {
	const most = 14 // tokens of an organisation
	first, found := d.sentence(k).First, false
	for i := k - 1; i >= first && k-i <= most; i-- {
		if !d.toks[i].Has(vi.Upper) || !x.beginsOrgan(d, i, k) {
			continue
		}
		row, n := x.organs.at(d.toks, i)
		at := office{i: i, ti: i, tj: i, private: x.organRows[row].private}
		at.place.unit = -1
		if x.organTail(d, &at, row, i, i+n, k); at.j == k {
			o.oi, o.oj, o.organs, o.n, o.place, o.private = at.oi, at.oj, at.organs, at.n, at.place, at.private
			found = true
		}
	}
	return found
}

// placeOfWork reads the organisation that a place word at token k leads to, or
// that token k begins itself. opens says that the sentence, which begins at token
// first, opens with it: "Tại Sở Y tế, …", "Sở Y tế có hai Phó giám đốc …".
func (x *officials) placeOfWork(d *doc, first, k, end int) (at office, opens, ok bool) {
	begins, i := k-first <= 3 && (k == first || d.toks[k-1].Is(',')), k
	led := x.places.has(d.id(k))
	if led {
		i++
	}
	if !led && !begins || i >= end || !d.toks[i].Has(vi.Upper) || !x.beginsOrgan(d, i, end) {
		return at, false, false
	}
	row, n := x.organs.at(d.toks, i)
	at = office{i: i, ti: i, tj: i, private: x.organRows[row].private}
	at.place.unit = -1
	x.organTail(d, &at, row, i, i+n, end)
	if led {
		return at, begins && d.toks[at.j].Is(','), true
	}
	has := d.id(at.j) == x.wordCo
	return at, has, has
}

// personIn says that somebody is named in the tokens [i, j).
func (x *officials) personIn(d *doc, i, j int) bool {
	for _, m := range d.off.mentions {
		if m.i >= i && m.i < j {
			return true
		}
	}
	return false
}

// linkIs says that a link of the class begins at token k.
func (x *officials) linkIs(d *doc, k int, class string) bool {
	if k >= len(d.toks) || !x.is(d, k, startsLink) {
		return false
	}
	row, n := x.links.at(d.toks, k)
	return n > 0 && x.linkRows[row].class == class
}
