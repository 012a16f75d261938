package extract

import "github.com/trich-vn/trich/internal/vi"

// The most words before a figure that leave open what it was for, and the most of what
// it was for.
const (
	purposeOwn  = 4
	purposeSum  = 6 // before a sum of money
	purposeMost = 8
)

// purpose returns what was to be done with the things, persons or money of mention k, of
// which little but a verb and who did it is told: of "huy động 200 người, 15 xe để tìm kiếm
// nạn nhân" the last four words. "" where more is told, or where it is not said.
func (x *whats) purpose(d *doc, ms []mention, k int) string {
	m := &ms[k]
	c := &m.clause
	most := purposeOwn
	if m.class == "money" {
		most = purposeSum
	}
	i := max(m.j, c.r1)
	if m.percentage || m.change != "" || m.harm != 0 || m.class == "case" || !c.left() || c.right() && (c.r0 < m.u0 || x.count(d, m.j, i) > verbWords) || c.p1 > c.p0 || c.t1 > c.t0 ||
		c.m1 > c.m0 && c.m0 < c.l1 || x.count(d, c.l0, c.l1)+x.count(d, c.m0, c.m1)+x.count(d, m.j, i) > most || x.series(d, c.l0, c.l1) >= 0 {
		return ""
	}
	for n := k + 1; n < len(ms) && n <= k+listMost && ms[n].coordinated && ms[n].sentence == m.sentence && ms[n].clause.r1 <= ms[n].j; n++ {
		i = ms[n].j
	}
	if d.id(i) != x.so || x.splits(d, i+1) {
		return ""
	}
	j := i + 1
	for to := d.sents[m.sentence].End; j < to && d.toks[j].Kind == vi.Word && d.owners[j] == free || j < to && d.toks[j].Is(',') && x.lists(d, j, to); j++ {
		if t := d.id(j); j > i+1 && (x.begins.has(t) || x.stops(d, j) || x.places.has(t)) && !x.splits(d, j) && !x.splits(d, j+1) {
			break
		}
	}
	if n := k + 1; n < len(ms) && ms[n].i == j && x.counted(&ms[n]) {
		return join(x.first(d, i, j, purposeMost), d.text(ms[n].u0, ms[n].j)) // "9 tỷ đồng để xây 3 trạm bơm"
	} else if n < len(ms) && ms[n].i == j && measures[ms[n].class] {
		return join(x.first(d, i, j, purposeMost), x.first(d, max(ms[n].clause.r0, ms[n].j), ms[n].clause.r1, purposeMost)) // "để kè 300 m bờ suối"
	}
	return x.first(d, i, j, purposeMost)
}
