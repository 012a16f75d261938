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
	var counts map[rateKey]*mention
	for _, r := range x.ratios {
		for k := range d.mentions {
			m := &d.mentions[k]
			if m.indicator != r.rate || !m.percentage || !m.plain() || m.check != "" {
				continue
			}
			if counts == nil {
				counts = onlyCounts(d.mentions)
			}
			part, whole := counts[rateKey{r.part, m.period, m.country}], counts[rateKey{r.whole, m.period, m.country}]
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

// A rateKey names the counts that a rate can be of.
type rateKey struct {
	indicator, period string
	country           bool
}

// onlyCounts returns the exact counts of series that are the only ones of their
// key; where there are several it has nil.
func onlyCounts(ms []mention) map[rateKey]*mention {
	counts := map[rateKey]*mention{}
	for k := range ms {
		m := &ms[k]
		if m.indicator == "" || m.percentage || !m.plain() {
			continue
		}
		key := rateKey{m.indicator, m.period, m.country}
		if _, several := counts[key]; several {
			m = nil
		}
		counts[key] = m
	}
	return counts
}
