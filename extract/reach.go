package extract

import (
	"math/bits"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// areas gives each mention the area it holds for, in full, and its level: the
// country, the place its sentence names, or else the district or commune that
// the article's title is about. It runs behind the officials, who read what
// "tỉnh" and "thành phố" alone mean in the article.
func (x *figures) areas(d *doc) {
	if len(d.mentions) == 0 {
		return
	}
	o := d.x.officials
	o.context(d)
	titleArea, titleLevel := o.titleArea(d)
	for k := range d.mentions {
		m := &d.mentions[k]
		switch {
		case m.country:
			m.area, m.level = "cả nước", corpus.LevelCountry
		case o.subjectArea(d, k):
		case m.p1 > m.p0:
			if m.area, m.level = o.areaIn(d, m.p0, m.p1, false); m.area == "" && m.level == titleLevel {
				m.area = titleArea
			}
		default:
			m.area, m.level = titleArea, titleLevel
		}
	}
}

// subjectArea gives mention k the area that stands nearest before it, behind the
// place of the sentence: "… tỉnh Bình Phước xảy ra 1.107 vụ, trong đó thành phố
// Đồng Xoài xảy ra 210 vụ", "Công an huyện Kỳ Sơn bắt 5 đối tượng".
func (x *officials) subjectArea(d *doc, k int) bool {
	m := &d.mentions[k]
	from := max(d.sents[m.sentence].First, m.p1, m.i-besideBack)
	if k > 0 && d.mentions[k-1].sentence == m.sentence {
		from = max(from, d.mentions[k-1].j)
	}
	for i := m.i - 1; i >= from && !d.toks[i].Is(';'); i-- {
		if a, ok := x.area(d, i, m.i, false); ok && a.named() && d.owners[i] == free {
			m.area, m.level = x.placeName(d, &a), x.placeLevel(d, &a)
			return true
		}
	}
	return false
}

// areaIn returns the first area in [i, j) in full, and its level; both are
// empty when there is none in the country. named asks for an area with a name:
// not "toàn tỉnh".
func (x *officials) areaIn(d *doc, i, j int, named bool) (name, level string) {
	for k := i; k < j; k++ {
		a, ok := x.area(d, k, j, true)
		if !ok || named && !a.named() {
			continue
		}
		if a.abroad() {
			return "", ""
		}
		if level = x.placeLevel(d, &a); level == "" {
			level = x.cityLevel(d)
		}
		if only := a.kinds & x.districtKinds; a.unit < 0 && level == corpus.LevelDistrict && bits.OnesCount32(only) == 1 {
			a.unit = int32(bits.TrailingZeros32(only)) // Biên Hòa is a thành phố
		}
		return x.placeName(d, &a), level
	}
	return "", ""
}

// titleArea returns the district or commune that the title is about. A title
// that names a province first is about the province.
func (x *officials) titleArea(d *doc) (name, level string) {
	if d.art.Title == "" {
		return "", ""
	}
	end := 1
	for end < len(d.toks) && !d.toks[end].Has(vi.Line) {
		end++
	}
	if name, level = x.areaIn(d, 0, end, true); level == corpus.LevelProvince {
		return "", ""
	}
	return name, level
}
