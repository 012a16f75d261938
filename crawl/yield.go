package crawl

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// A redesign goes unnoticed for weeks unless somebody compares. These are the
// bounds of what counts as far below.
const (
	// HistoryCycles is how many earlier cycles Judge wants to see.
	HistoryCycles = 14
	minHistory    = 3
	farBelow      = 0.25
	// A portal that published λ articles a cycle is silent by chance for k
	// cycles with probability e^(-λk); 7 makes that one in a thousand.
	silence      = 7
	silentCycles = 3
	minLinks     = 3.0
	minArticle   = 0.3
	minPages     = 5
)

// An Alarm says that a portal, or a section of it, gives nothing or far less
// than it used to.
type Alarm struct {
	Portal string
	// Section is empty when the whole portal is meant.
	Section string
	// Measure is what was compared: one of Measures, Silence or NoLists. Now and
	// Usual are its values; of Silence the cycles it has lasted, and the articles
	// of one before.
	Measure    string
	Now, Usual float64
	// Reason says the same in English words.
	Reason string
	// Sample is a page to look at.
	Sample string
}

// Judge compares what a cycle gave with earlier cycles of the same portals.
// It looks at rates that do not depend on how much was due: links to articles
// on a list page, articles among the pages taken for some, facts in an article;
// and, for a whole portal, at nights in a row without a new article. complete
// says that the cycle came to its end: else nothing is said of what is missing.
func Judge(now, history []corpus.Yield, complete bool) []Alarm {
	var alarms []Alarm
	for _, portal := range portalsOf(now) {
		mine := func(y corpus.Yield) bool { return y.Portal == portal }
		today, before := keep(now, mine), keep(history, mine)
		var found []Alarm
		for _, section := range sectionsOf(today, before, complete) {
			in := func(y corpus.Yield) bool { return y.Section == section }
			if a, alarmed := judgeSection(sum(keep(today, in)), byCycle(keep(before, in)), complete); alarmed {
				a.Portal, a.Section, a.Sample = portal, section, sampleOf(keep(today, in), before)
				found = append(found, a)
			}
		}
		if a, alarmed := judgePortal(sum(today), byCycle(before), complete); alarmed {
			a.Portal, a.Sample = portal, sampleOf(today, before)
			found = append([]Alarm{a}, found...)
		}
		alarms = append(alarms, found...)
	}
	return alarms
}

// portalsOf names the portals that the cycle visited; others are not judged.
func portalsOf(now []corpus.Yield) []string {
	var out []string
	for _, y := range now {
		if !slices.Contains(out, y.Portal) {
			out = append(out, y.Portal)
		}
	}
	slices.Sort(out)
	return out
}

func sectionsOf(now, history []corpus.Yield, complete bool) []string {
	var out []string
	add := func(list []corpus.Yield) {
		for _, y := range list {
			if !slices.Contains(out, y.Section) {
				out = append(out, y.Section)
			}
		}
	}
	add(now)
	if complete {
		add(history)
	}
	slices.Sort(out)
	return out
}

func keep(list []corpus.Yield, want func(corpus.Yield) bool) []corpus.Yield {
	var out []corpus.Yield
	for _, y := range list {
		if want(y) {
			out = append(out, y)
		}
	}
	return out
}

func sum(list []corpus.Yield) corpus.Yield {
	var total corpus.Yield
	for _, y := range list {
		addYield(&total, y)
	}
	return total
}

// byCycle sums up each cycle, the newest first.
func byCycle(list []corpus.Yield) []corpus.Yield {
	sums := map[time.Time]*corpus.Yield{}
	for _, y := range list {
		s := sums[y.Cycle]
		if s == nil {
			s = &corpus.Yield{Cycle: y.Cycle}
			sums[y.Cycle] = s
		}
		addYield(s, y)
	}
	var out []corpus.Yield
	for _, s := range sums {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b corpus.Yield) int { return b.Cycle.Compare(a.Cycle) })
	return out
}

// A measure is a rate of a yield; it counts only where there was enough to measure.
type measure struct {
	name   string
	of     func(y *corpus.Yield) (part, whole int)
	enough int     // least whole now
	floor  float64 // usual values below say nothing
}

var measures = []measure{
	{"links to articles on a list page", func(y *corpus.Yield) (int, int) { return y.Links, y.Lists }, 1, minLinks},
	{"articles among the pages fetched", func(y *corpus.Yield) (int, int) { return y.Articles, y.Pages }, minPages, minArticle},
	{"facts in an article", func(y *corpus.Yield) (int, int) { return y.Facts, y.New + y.Changed }, minPages, 1},
}

// What alarms compare beside Measures.
const (
	Silence = "nights without a new article"
	NoLists = "no list page could be read"
)

// Measures names the rates that Judge compares.
func Measures() (names []string) {
	for _, m := range measures {
		names = append(names, m.name)
	}
	return names
}

func judgeSection(now corpus.Yield, before []corpus.Yield, complete bool) (a Alarm, alarmed bool) {
	for _, m := range measures {
		usual, known := m.usual(before)
		if !known || usual < m.floor {
			continue
		}
		part, whole := m.of(&now)
		if whole < m.enough {
			continue
		}
		if rate := float64(part) / float64(whole); rate < farBelow*usual {
			return Alarm{Measure: m.name, Now: rate, Usual: usual, Reason: fmt.Sprintf("%s: %.1f, usually %.1f", m.name, rate, usual)}, true
		}
	}
	if complete && now.Lists == 0 && now.Failed > 0 && alwaysListed(before) {
		return Alarm{Measure: NoLists, Reason: NoLists}, true
	}
	return Alarm{}, false
}

// usual is the median rate of the earlier cycles that had anything to measure.
func (m *measure) usual(before []corpus.Yield) (median float64, known bool) {
	var rates []float64
	for i := range before {
		if part, whole := m.of(&before[i]); whole > 0 {
			rates = append(rates, float64(part)/float64(whole))
		}
	}
	if len(rates) < minHistory {
		return 0, false
	}
	slices.SortFunc(rates, cmp.Compare)
	return rates[len(rates)/2], true
}

func alwaysListed(before []corpus.Yield) bool {
	if len(before) < minHistory {
		return false
	}
	for _, y := range before[:minHistory] {
		if y.Lists == 0 {
			return false
		}
	}
	return true
}

// judgePortal looks for silence: cycles in a row without a new article on a
// portal that used to publish. The first cycle, which takes in the archive, and
// the richest are left out of the average.
func judgePortal(now corpus.Yield, before []corpus.Yield, complete bool) (a Alarm, alarmed bool) {
	if !complete || now.New > 0 {
		return Alarm{}, false
	}
	quiet := 1
	for quiet <= len(before) && before[quiet-1].New == 0 {
		quiet++
	}
	earlier := before[min(quiet-1, len(before)):]
	if quiet < silentCycles || len(earlier) < minHistory {
		return Alarm{}, false
	}
	total, most := 0, 0
	for _, y := range earlier {
		total += y.New
		most = max(most, y.New)
	}
	usual := float64(total-most) / float64(len(earlier)-1)
	if usual*float64(quiet) < silence {
		return Alarm{}, false
	}
	return Alarm{Measure: Silence, Now: float64(quiet), Usual: usual, Reason: fmt.Sprintf("no new article for %d cycles, usually %.1f in each", quiet, usual)}, true
}

// sampleOf prefers a page of today that gave nothing.
func sampleOf(now, before []corpus.Yield) string {
	for _, list := range [][]corpus.Yield{now, before} {
		best, least := "", math.MaxInt
		for _, y := range list {
			if y.Sample != "" && y.Articles < least {
				best, least = y.Sample, y.Articles
			}
		}
		if best != "" {
			return best
		}
	}
	return ""
}
