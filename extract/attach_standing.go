package extract

import (
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// How many tokens before a figure the words stand that say that it measures how far or
// how big something is, how many its subject takes, and how many words may follow what
// is there.
const (
	measuredBack = 6
	haverMost    = 10
	thereMost    = 7
)

// standing reports that ms[k] tells how things are, and not what came about in a time: a
// dimension, "rộng 90 m2", or what a place or somebody has, "Xã có 9 thôn, 1.860 hộ".
func (x *attaches) standing(d *doc, tl *timeline, ms []mention, k int) bool {
	m := &ms[k]
	if m.change != "" {
		return false
	}
	if k > 0 && ms[k-1].standing && ms[k-1].sentence == m.sentence && (m.percentage || m.class == "money") && m.i-ms[k-1].j <= haverMost {
		return !d.wordIn(ms[k-1].j, m.i, x.predicates) // "có 540 hộ, trong đó 48% …", "dài 11 km, tổng kinh phí 5 tỷ đồng"
	}
	if m.percentage {
		return false
	}
	if p := max(k-1, 0); p < k && ms[p].sentence == m.sentence && !x.marked(d, ms[p].j, m.i) && !ms[p].standing {
		return false // "thắp sáng 56 tuyến đường dài 73 km"
	}
	return x.dimension(d, m) || (!x.onMonths(d, tl) || d.dates[tl.first].i > m.i) && x.has(d, ms, k)
}

// dimension reports that m is how long, how wide or how strong something is.
func (x *attaches) dimension(d *doc, m *mention) bool {
	i := m.i - 1
	switch {
	case i < 1 || d.toks[m.i].Has(vi.Line):
		return false
	case x.dimensions.has(d.id(i)) && (m.class == "length" || m.class == "area"):
		return !x.stretching.has(d.id(i - 1))
	case x.built(d, i-1):
		return true // "công suất 5.000 m3/ngày đêm", "dung tích 300 m3"
	case m.class != "length":
		return false
	}
	for j := i; j >= 0 && j >= i-measuredBack && d.toks[j].Kind == vi.Word && !d.toks[j+1].Has(vi.Line); j-- {
		if d.id(j) == x.away {
			return true // "cách trung tâm xã 14 km"
		}
	}
	return false
}

// onMonths reports that the article reports on a month or longer, which what there is in
// it is of too.
func (x *attaches) onMonths(d *doc, tl *timeline) bool {
	if tl.first < 0 || x.bygone(d, tl.first) {
		return false
	}
	first, last, ok := spanOf(dayOnly(d.dates[tl.first].Value))
	return ok && last.Sub(first) >= (monthLeast-1)*24*time.Hour
}

// has reports that "có" leads from the subject of its sentence to ms[k], or to the figure
// that it is joined to, and that nothing is told of what there is.
func (x *attaches) has(d *doc, ms []mention, k int) bool {
	m, i := &ms[k], ms[k].i-1
	joined := k > 0 && ms[k-1].standing && ms[k-1].sentence == m.sentence && i-ms[k-1].j < measuredBack && !x.parted(d, ms[k-1].j, m.i)
	if !joined && (i < 1 || d.id(i) != x.having) || m.class == "case" || m.class == "event" || !x.plain(d, m) {
		return false
	}
	if joined {
		return !d.wordIn(ms[k-1].j, m.i, x.predicates)
	}
	words := 0
	if i--; d.id(i) == x.atHand {
		i-- // "hiện có"
	}
	for j := i; j > 0 && words < haverMost; j-- {
		if d.toks[j].Is(',') {
			named := d.toks[j-1].Flags&vi.Upper != 0 && d.owners[j-1] != ownDate // "Gia đình ông Páo, thôn Đồng Con có …"
			return words > 0 && (named || x.details.has(d.id(d.sents[m.sentence].First))) && x.haver(d, j+1)
		}
		if d.toks[j].Kind != vi.Word || d.owners[j] == ownDate || (d.toks[j].Flags&vi.Upper == 0 || d.opens(j)) && x.predicates.has(d.id(j)) {
			return false
		}
		words++
		if d.opens(j) {
			return x.haver(d, j)
		}
	}
	return false
}

// haver reports that the words from token i can name who or what has something: "Toàn
// huyện", "Trên địa bàn xã", but not "Lúc xảy ra cháy".
func (x *attaches) haver(d *doc, i int) bool {
	return !x.circumstances.has(d.id(i)) || d.id(i+1) == d.x.figures.whats.dia && d.id(i+2) == d.x.figures.whats.ban
}

// built reports that "công suất", "dung tích", "thiết kế" stands at token i.
func (x *attaches) built(d *doc, i int) bool {
	return d.id(i+1) == x.power && d.id(i) == x.works || d.id(i+1) == x.bulk && d.id(i) == x.room || d.id(i+1) == x.plot && d.id(i) == x.laid
}

// plain reports that nothing but a few words of what it is stands behind m in its part of
// the sentence: "9 con trâu", but not "12 xã đạt chuẩn".
func (x *attaches) plain(d *doc, m *mention) bool {
	for j, words := m.u0, 0; !d.newLine(j) && (d.toks[j].Kind == vi.Word || d.figureAt(j)); j++ {
		if words++; d.figureAt(j) {
			words = 0 // "8 tập thể và 15 cá nhân được tặng giấy khen"
		}
		if x.predicates.has(d.id(j)) || words > thereMost || j > m.j+fromBack {
			return false
		}
	}
	return true
}
