package extract

import "github.com/trich-vn/trich/internal/vi"

// The most words before a figure that leave open what it was for, and the most of what
// it was for.
const (
	purposeOwn  = 4
	purposeSum  = 6 // before a sum of money
	purposeMost = 8
	offenceMost = 10 // of the offence that someone is held for
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
	if m.percentage && x.ratedAs(d, m) != 0 || m.change != "" || m.harm != 0 || m.class == "case" || !c.left() || c.right() && (c.r0 < m.u0 || x.count(d, m.j, i) > verbWords) || c.p1 > c.p0 || c.t1 > c.t0 ||
		c.m1 > c.m0 && c.m0 < c.l1 || x.series(d, c.l0, c.l1) >= 0 {
		return ""
	}
	few := x.count(d, c.l0, c.l1)+x.count(d, c.m0, c.m1)+x.count(d, m.j, i) <= most
	for n := k + 1; n < len(ms) && n <= k+listMost && ms[n].coordinated && ms[n].sentence == m.sentence && ms[n].clause.r1 <= ms[n].j; n++ {
		i = ms[n].j
	}
	if d.id(i) != x.so || x.splits(d, i+1) {
		return ""
	}
	j := i + 1
	for to := d.sents[m.sentence].End; j < to && (d.toks[j].Kind == vi.Word || x.quote(d, j)) && d.owners[j] == free || j < to && d.toks[j].Is(',') && x.lists(d, j, to); j++ {
		if t := d.id(j); j > i+1 && (x.begins.has(t) || x.stops(d, j) || x.places.has(t)) && !x.splits(d, j) && !x.splits(d, j+1) {
			break
		}
	}
	if h := x.heldFor(d, i+1, j); h > 0 && m.class == "person" {
		return x.first(d, h, j, offenceMost)
	} else if !few {
		return ""
	}
	if n := k + 1; n < len(ms) && ms[n].i == j && x.counted(&ms[n]) {
		return join(x.first(d, i, j, purposeMost), d.text(ms[n].u0, ms[n].j)) // "9 tỷ đồng để xây 3 trạm bơm"
	} else if n < len(ms) && ms[n].i == j && measures[ms[n].class] {
		return join(x.first(d, i, j, purposeMost), x.first(d, max(ms[n].clause.r0, ms[n].j), ms[n].clause.r1, purposeMost)) // "để kè 300 m bờ suối"
	}
	return x.first(d, i, j, purposeMost)
}

// heldFor returns where the words begin that tell for which offence someone is held, in [i, j)
// behind a "để": of "để điều tra về hành vi đánh bạc" the "về", of "để làm rõ hành vi đánh
// bạc" the "để". 0 where they tell none.
func (x *whats) heldFor(d *doc, i, j int) int {
	for k := i; k+2 < j; k++ {
		if n := x.compound(d, k); d.id(k) == x.deed && n == 2 || d.id(k) == x.crime && n == 0 {
			if x.near.has(d.id(k - 1)) {
				return k - 1
			}
			return i - 1
		}
	}
	return 0
}
