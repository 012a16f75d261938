package extract

import "github.com/trich-vn/trich/internal/vi"

// A habit is how an article parts thousands.
type habit uint8

const (
	unknownHabit habit = iota
	pointThousands
	commaThousands
)

// settle chooses the reading of a number whose separator can be read in two
// ways, by what is counted and by the article's habit.
func (d *doc) settle(m *mention, n vi.Numeral, class string) {
	m.value = n.Value
	if !n.Ambiguous {
		return
	}
	exact := false // only whole things are counted
	switch class {
	case "percentage":
		if !n.Comma {
			m.value, m.other, m.ambiguous = n.Other, n.Value, true
		}
		return
	case "mass", "length", "area", "volume", "energy", "power", "voltage", "money", "rate", "times", "temperature", "pressure", "speed", "data":
	default:
		exact = n.Power == 0
	}
	if exact {
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
		case n.OK && !n.Ambiguous:
			votes--
		}
		i += max(n.Tokens-2, 0)
	}
	if votes > 0 {
		d.habit = commaThousands
	}
	return d.habit == commaThousands
}
