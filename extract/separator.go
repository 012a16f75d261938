package extract

import "github.com/trich-vn/trich/internal/vi"

// A habit is how an article parts thousands.
type habit uint8

const (
	unknownHabit habit = iota
	pointThousands
	commaThousands
)

// divisible are the classes of units that come in parts too: "40.56 ha".
var divisible = map[string]bool{
	"mass": true, "length": true, "area": true, "volume": true, "energy": true, "power": true, "voltage": true, "money": true,
	"rate": true, "times": true, "temperature": true, "pressure": true, "speed": true, "data": true,
}

// settle chooses the reading of a number whose separator can be read in two
// ways, by what is counted and by the article's habit.
func (d *doc) settle(m *mention, n vi.Numeral, class string) {
	m.value = n.Value
	if !n.Ambiguous {
		return
	}
	if class == "percentage" {
		if !n.Comma {
			m.value, m.other, m.ambiguous = n.Other, n.Value, true
		}
		return
	}
	if !divisible[class] && n.Power == 0 { // only whole things are counted
		if n.Comma {
			m.value = n.Other
		}
		return
	}
	m.other, m.ambiguous = n.Other, n.Comma
	if d.commaHabit() {
		m.value, m.other, m.ambiguous = n.Other, n.Value, true
	}
}

// whole reports that what is counted at token i comes only in whole numbers, so that
// the point in "2.160 hộ" before it parts thousands.
func (d *doc) whole(i int) bool {
	units := d.x.figures.units
	k, n := units.names.Longest(d.toks, i)
	return n > 0 && units.rows[k].class != "none" && !divisible[units.rows[k].class]
}

// commaHabit reports that the article parts thousands with commas, as English
// does. The text is looked through once, and only when the question comes up.
func (d *doc) commaHabit() bool {
	if d.habit != unknownHabit {
		return d.habit == commaThousands
	}
	d.habit = pointThousands
	votes := 0
	for i := 1; i+1 < len(d.toks); i++ {
		if t := d.toks[i]; !(t.Is(',') || t.Is('.')) || d.owners[i] == ownDate || d.toks[i-1].Kind != vi.Digits || d.toks[i+1].Kind != vi.Digits || !d.glued(i) || !d.glued(i+1) {
			continue
		}
		n := d.x.figures.numbers.Read(d.s, d.toks, i-1)
		switch {
		case n.OK && n.Swapped:
			votes++
		case n.OK && !n.Ambiguous && n.Value.Scale() > 0 && d.toks[i].Is('.') && n.Tokens == 3:
			votes++
		case n.OK && (!n.Ambiguous || d.toks[i].Is('.') && d.whole(i-1+n.Tokens)):
			votes--
		}
		i += max(n.Tokens-2, 0)
	}
	if votes > 0 {
		d.habit = commaThousands
	}
	return d.habit == commaThousands
}
