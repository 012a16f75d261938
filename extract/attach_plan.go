package extract

import "github.com/trich-vn/trich/internal/vi"

// planBack is how many tokens before a figure the words of the plan stand whose
// amount it is.
const planBack = 7

// planAmount reports that m is the amount of a year's plan: "đạt 92% chỉ tiêu cả năm
// (220 tỷ đồng)", "183 đơn vị (kế hoạch 170)", "Kế hoạch cả năm là 3 triệu lượt", "mục tiêu 2,3 tỷ USD cả năm".
func (x *attaches) planAmount(d *doc, m *mention) bool {
	if m.i < 2 || m.percentage {
		return false
	}
	if x.aim.has(d.id(m.i-1)) && d.id(m.j) == x.all && d.id(m.j+1) == x.year {
		return true
	}
	if m.i > 2 && d.toks[m.i-3].Is('(') && x.none.has(d.id(m.i-2)) && x.aim.has(d.id(m.i-1)) {
		return true
	}
	if d.toks[m.i-1].Is('(') == (d.id(m.i-1) == x.isWord) || d.id(m.i-2) != x.year || d.owners[m.i-2] != free {
		return false
	}
	for j := m.i - 3; j > 0 && j > m.i-planBack && d.toks[j].Kind == vi.Word && !d.toks[j+1].Has(vi.Line); j-- {
		if x.aim.has(d.id(j)) && x.none.has(d.id(j-1)) {
			return true
		}
	}
	return false
}

// yearsTold gives the amount of a year's plan its year, with what is joined to it,
// and each of the figures told "lần lượt" of two years its own.
func (x *attaches) yearsTold(d *doc, tl *timeline, ms []mention, k int) {
	m := &ms[k]
	m.planned = x.planAmount(d, m) || k > 0 && ms[k-1].planned && m.coordinated && !m.percentage
	if m.planned && m.period != "" {
		m.period = lastYearOf(m.period)
		return
	}
	at := x.left(d, tl, m)
	if !m.respectively || at < 1 || !x.nextInList(d, at) {
		return
	}
	if second := k > 0 && ms[k-1].respectively && m.coordinated; !second {
		at--
	}
	m.period = dayOnly(d.dates[at].Value)
}
