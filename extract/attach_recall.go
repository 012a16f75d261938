package extract

import (
	"github.com/govalues/decimal"

	"github.com/trich-vn/trich/internal/vi"
)

// recallBack is how many figures are gone back over to the one that is told of once
// more.
const recallBack = 40

// recallLeast is how much is counted at least so that the number alone tells which
// figure is told of once more.
var recallLeast = decimal.MustNew(5, 0)

// recallable are the classes of units that a pair tells a part of once more: 19/19
// criteria are those of any year.
var recallable = map[string]bool{"case": true, "person": true, "household": true, "event": true}

// recall gives a figure that takes up one told before its time, and with it those
// behind it in its sentence that tell no other: "xảy ra 318 vụ … Trong 318 vụ nói
// trên, làm rõ 83 vụ", "5 trong 9 vụ".
func (x *attaches) recall(d *doc, tl *timeline, ms []mention, k int) {
	m := &ms[k]
	if x.left(d, tl, m) >= 0 || tl.said.at > d.sents[m.sentence].First {
		return
	}
	if k > 0 && ms[k-1].recalled && ms[k-1].sentence == m.sentence {
		m.period, m.recalled = ms[k-1].period, true
		return
	}
	value := m.value
	if m.hasOf && recallable[m.class] {
		value = m.of
	} else if !x.takesUp(d, m) {
		return
	}
	if value.Cmp(recallLeast) < 0 {
		return
	}
	for j := k - 1; j >= 0 && j >= k-recallBack; j-- {
		if p := &ms[j]; p.unit == m.unit && p.sentence < m.sentence && p.value.Cmp(value) == 0 {
			if p.period != "" || p.standing {
				m.period, m.recalled = p.period, true
			}
			return
		}
	}
}

// takesUp reports that "trong số" or "trong" opens the clause of m right before it.
func (x *attaches) takesUp(d *doc, m *mention) bool {
	j := m.i - 1
	for j > 0 && j > m.i-besideFigure && x.many.has(d.id(j)) {
		j--
	}
	return j >= 0 && x.within.has(d.id(j)) && d.opens(j) && d.toks[j].Kind == vi.Word
}
