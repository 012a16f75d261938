package gold

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// A found is an extracted fact of any kind as the score sees it.
type found struct {
	text                      string
	start, end                int
	name, rank                string
	former, acting            bool
	value                     string // of a date
	figure                    float64
	unit, change, bound, what string
	of, upper                 *float64
	period, baseline          string
	indicator                 string
}

// foundOf lists the facts of one kind.
func foundOf(kind string, f *corpus.Facts) []found {
	var out []found
	switch kind {
	case Dates:
		for _, x := range f.Dates {
			one := quoted(x.Source)
			one.value = x.Value
			out = append(out, one)
		}
	case Officials:
		for _, x := range f.Officials {
			one := quoted(x.Source)
			one.name, one.rank = x.Name, x.Rank
			for _, p := range x.Positions {
				one.former, one.acting = one.former || p.Former, one.acting || p.Acting
			}
			out = append(out, one)
		}
	case Counts:
		for _, x := range f.Counts {
			one := figured(x.Figure)
			one.unit, one.of = x.Unit, float(x.Of)
			out = append(out, one)
		}
	case Percentages:
		for _, x := range f.Percentages {
			out = append(out, figured(x.Figure))
		}
	}
	return out
}

func quoted(s corpus.Source) found { return found{text: s.Text, start: s.Start, end: s.End} }

func figured(f corpus.Figure) found {
	one := quoted(f.Source)
	one.figure, one.upper = f.Value.Float(), float(f.Upper)
	one.change, one.bound, one.what = string(f.Change), string(f.Bound), f.What
	one.period, one.baseline, one.indicator = f.Period, f.Baseline, f.Indicator
	return one
}

func float(d *corpus.Decimal) *float64 {
	if d == nil {
		return nil
	}
	f := d.Float()
	return &f
}

// sameKey reports whether a found fact is the gold one.
func sameKey(kind string, g *Fact, p *found) bool {
	switch kind {
	case Dates:
		return anyInterval(g.Value.Text, p.value)
	case Officials:
		return fold(g.Name) == fold(p.name)
	case Percentages:
		return round4(g.Value.Number) == round4(p.figure)
	default:
		return round4(g.Value.Number) == round4(p.figure) &&
			slices.ContainsFunc(g.Unit, func(u string) bool { return fold(u) == fold(p.unit) })
	}
}

// anyInterval reports whether a date value covers the days of one of several,
// which commas part.
func anyInterval(want, have string) bool {
	for w := range strings.SplitSeq(want, ",") {
		if interval(w) == interval(have) {
			return true
		}
	}
	return false
}

// An attribute is one that is scored, with what it should be and what it is.
type attribute struct {
	name       string
	ok         bool
	want, have string
}

// attributesOf lists the scored attributes of a pair whose keys agree.
func attributesOf(kind string, g *Fact, p *found) []attribute {
	switch kind {
	case Officials:
		return officialAttributes(g, p)
	case Counts, Percentages:
		return figureAttributes(g, p)
	default:
		return nil
	}
}

func figureAttributes(g *Fact, p *found) []attribute {
	out := []attribute{{"change", g.Change == p.change, g.Change, p.change}, {"bound", g.Bound == p.bound, g.Bound, p.bound}}
	for _, x := range []struct {
		name       string
		want, have *float64
	}{{"of", g.Of, p.of}, {"upper", g.Upper, p.upper}} {
		if x.want != nil {
			ok := x.have != nil && round4(*x.want) == round4(*x.have)
			out = append(out, attribute{x.name, ok, show(x.want), show(x.have)})
		}
	}
	for _, x := range []struct {
		name string
		want *string
		have string
	}{{"period", g.Period, p.period}, {"baseline", g.Baseline, p.baseline}} {
		if x.want != nil {
			out = append(out, attribute{x.name, anyInterval(*x.want, x.have), *x.want, x.have})
		}
	}
	if g.Indicator != nil {
		out = append(out, attribute{"indicator", *g.Indicator == p.indicator, *g.Indicator, p.indicator})
	}
	if g.What != nil {
		both := strings.Join([]string{p.what, p.text}, " ")
		ok := max(wordsF1(*g.What, p.what), wordsF1(*g.What, both)) >= 0.5
		out = append(out, attribute{"what", ok, *g.What, p.what})
	}
	return out
}

func officialAttributes(g *Fact, p *found) []attribute {
	var out []attribute
	if g.Rank != nil {
		out = append(out, attribute{"rank", fold(p.rank) == fold(*g.Rank), *g.Rank, p.rank})
	}
	if g.Former != nil {
		out = append(out, attribute{"former", p.former, fmt.Sprint(*g.Former), fmt.Sprint(p.former)})
	}
	if g.Acting != nil {
		out = append(out, attribute{"acting", p.acting, fmt.Sprint(*g.Acting), fmt.Sprint(p.acting)})
	}
	return out
}

func show(f *float64) string {
	if f == nil {
		return ""
	}
	return fmt.Sprint(*f)
}

// closeness is how well a found fact fits, beyond its key.
func closeness(kind string, g *Fact, p *found) float64 {
	out := 0.0
	for _, a := range attributesOf(kind, g, p) {
		if a.ok {
			out++
		}
	}
	if g.What != nil {
		out += wordsF1(*g.What, p.what)
	}
	if g.Text == p.text {
		out++
	}
	return out
}

// key is what a fact is compared by, for people.
func (g *Fact) key(kind string) string {
	switch kind {
	case Officials:
		return g.Name
	case Counts:
		return g.Value.String() + " " + strings.Join(g.Unit, "|")
	default:
		return g.Value.String()
	}
}

func (p *found) key(kind string) string {
	switch kind {
	case Officials:
		return p.name
	case Dates:
		return p.value
	default:
		return strings.TrimSpace(fmt.Sprint(p.figure, " ", p.unit))
	}
}
