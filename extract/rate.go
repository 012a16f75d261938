package extract

import (
	"fmt"
	"slices"
	"strings"
)

// A rateOf says that a series of rates is one series over another: the
// clearance rate is the cases solved over the cases.
type rateOf struct{ rate, part, whole string }

func newRates() ([]rateOf, error) {
	all, err := Indicators()
	if err != nil {
		return nil, err
	}
	var rates []rateOf
	for id, i := range all {
		if i.Part != "" {
			rates = append(rates, rateOf{id, i.Part, i.Of})
		}
	}
	slices.SortFunc(rates, func(a, b rateOf) int { return strings.Compare(a.rate, b.rate) })
	return rates, nil
}

// rates notes on a rate that the article's own figures give it: "phát hiện 1.107
// vụ", "điều tra làm rõ 911 vụ", "tỷ lệ đạt 82,29%". A rate that they do not give
// is left alone: solved cases may be those of other years.
func (x *checks) rates(d *doc) {
	for _, r := range x.ratios {
		for k := range d.mentions {
			m := &d.mentions[k]
			if m.indicator != r.rate || !m.percentage || !m.plain() || m.check != "" {
				continue
			}
			part, whole := only(d.mentions, r.part, m), only(d.mentions, r.whole, m)
			if part == nil || whole == nil || floats(whole) <= 0 {
				continue
			}
			if got := floats(part) / floats(whole) * 100; near(got, m) {
				m.settleCheck(true, fmt.Sprintf("%s / %s = %.2f %%", plainly(floats(part)), plainly(floats(whole)), got))
			}
		}
	}
}

// plain says that a mention is an exact level: no change, bound, range or pair.
func (m *mention) plain() bool {
	return m.change == "" && m.bound == "" && !m.hasUpper && !m.hasOf
}

// only returns the one exact count of a series for the period of m, nil where
// there are none or several.
func only(ms []mention, indicator string, m *mention) *mention {
	var found *mention
	for k := range ms {
		c := &ms[k]
		if c.indicator != indicator || c.percentage || !c.plain() || c.period != m.period || c.country != m.country {
			continue
		}
		if found != nil {
			return nil
		}
		found = c
	}
	return found
}
