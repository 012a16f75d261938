package crawl

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// Why a run ended.
const (
	StopDrained  = "drained"  // nothing is due any more
	StopWaiting  = "waiting"  // what is left is due later
	StopDeadline = "deadline" // Config.For
	StopPages    = "pages"    // Config.MaxPages
	StopBytes    = "bytes"    // Config.MaxBytes
	StopSignal   = "signal"   // the context ended
)

// A Report says what a run did.
type Report struct {
	Cycle          corpus.Cycle
	Started, Ended time.Time
	// Stopped is one of the Stop constants.
	Stopped string
	// Fetched counts answers of any kind to requests for pages, feeds and
	// sitemaps; Bytes their size on the wire.
	Fetched int
	Bytes   int64
	// By counts targets by what became of them.
	By map[corpus.TargetState]int
	// NotModified counts 304 answers and equal bodies.
	NotModified int
	// Articles is the sum of New, Changed and Unchanged; Facts those in new and
	// changed articles.
	Articles, New, Changed, Unchanged, Facts int
	// Found counts URLs that were new to the frontier.
	Found int
	// Reasons counts what was not plain success by its reason.
	Reasons map[string]int
	// Failures lists pages that were given up, and start pages that gave nothing;
	// Dead lists links that lead nowhere or to no page, as every portal has
	// them. Each holds up to maxListed.
	Failures, Dead []Failure
	// Cuts counts URLs that were never asked for, by why.
	Cuts map[string]*Cut
	// Hosts says how each server fared, the slowest first.
	Hosts []HostReport
	// Yields counts what each section gave; see Judge.
	Yields []corpus.Yield
	// NextDue is when the earliest page to retry is due, zero when none is.
	NextDue time.Time
}

// A Failure is a page that was given up.
type Failure struct {
	URL, From, Reason string
	State             corpus.TargetState
	Status            int
}

// A Cut counts URLs left out for one reason and names one.
type Cut struct {
	Count  int
	Sample string
}

// A HostReport says how a server fared.
type HostReport struct {
	Host            string
	Pages, Failures int
	Bytes           int64
	Mean, Slowest   time.Duration
	// Parked is until when the server is left alone, and Reason why.
	Parked time.Time
	Reason string

	total time.Duration
}

const (
	maxListed  = 500
	maxHosts   = 500
	maxYields  = 1000
	otherYield = "(other)"
)

// A tally collects a Report while the run goes on. Every part is bounded.
type tally struct {
	r      Report
	hosts  map[string]*HostReport
	yields map[[2]string]*corpus.Yield
}

func newTally(cycle corpus.Cycle, started time.Time) *tally {
	return &tally{
		r:     Report{Cycle: cycle, Started: started, By: map[corpus.TargetState]int{}, Reasons: map[string]int{}, Cuts: map[string]*Cut{}},
		hosts: map[string]*HostReport{}, yields: map[[2]string]*corpus.Yield{},
	}
}

func (t *tally) host(name string) *HostReport {
	h := t.hosts[name]
	if h == nil {
		if len(t.hosts) >= maxHosts {
			name = otherYield
			if h = t.hosts[name]; h != nil {
				return h
			}
		}
		h = &HostReport{Host: name}
		t.hosts[name] = h
	}
	return h
}

func (t *tally) yield(portal, section string) *corpus.Yield {
	k := [2]string{portal, section}
	y := t.yields[k]
	if y == nil {
		if len(t.yields) >= maxYields {
			k[1] = otherYield
			if y = t.yields[k]; y != nil {
				return y
			}
		}
		y = &corpus.Yield{Portal: portal, Section: k[1], Cycle: t.r.Cycle.Start}
		t.yields[k] = y
	}
	return y
}

func (t *tally) cut(c cut) {
	x := t.r.Cuts[c.reason]
	if x == nil {
		x = &Cut{Sample: c.url}
		t.r.Cuts[c.reason] = x
	}
	x.Count++
}

// count takes an outcome into the report.
func (t *tally) count(o *outcome) {
	h := t.host(o.t.Host)
	h.Pages++
	h.Bytes += o.bytes
	h.total += o.elapsed
	h.Slowest = max(h.Slowest, o.elapsed)
	t.r.Fetched++
	t.r.Bytes += o.bytes
	t.r.By[o.t.State]++
	if o.reason != "" {
		t.r.Reasons[o.reason]++
	}
	for _, c := range o.cuts {
		t.cut(c)
	}
	switch o.t.State {
	case corpus.TargetFailed:
		h.Failures++
		list(&t.r.Failures, &o.t, o.reason)
	case corpus.TargetGone, corpus.TargetSkipped:
		to := &t.r.Dead
		if o.t.Kind == corpus.SeedTarget {
			to = &t.r.Failures
		}
		if o.reason != "" {
			list(to, &o.t, o.reason)
		}
	case corpus.TargetRetry:
		h.Failures++
	}
	t.countYield(o)
}

func list(to *[]Failure, t *corpus.Target, reason string) {
	if len(*to) < maxListed {
		*to = append(*to, Failure{URL: t.URL, From: t.From, Reason: reason, State: t.State, Status: t.Status})
	}
}

// countYield counts a page under its portal and section.
func (t *tally) countYield(o *outcome) {
	done := o.t.State == corpus.TargetDone
	article := o.page && o.verdict.Kind == corpus.ArticleTarget
	list := o.job.target.Kind == corpus.ListTarget || o.job.target.Kind == corpus.SeedTarget
	if done && !o.changed {
		t.r.NotModified++
	}
	portal, section := o.t.Portal, o.t.Section
	if portal == "" {
		portal = o.t.Host
	}
	if list || done && !article && o.links > 0 {
		section = o.job.section
	}
	y := t.yield(portal, section)
	switch {
	case article:
		t.countArticle(y, o)
	case o.t.State == corpus.TargetFailed:
		y.Failed++
	case done && (list || o.links > 0):
		// One that was not modified shows what it showed before.
		if o.status != http.StatusNotModified {
			y.Lists++
			y.Links += o.links
			y.Sample = cmp.Or(y.Sample, o.t.URL)
		}
	case done && o.page && o.verdict.Kind != "": // a sink that does not judge says nothing of yields
		if y.Articles == 0 {
			y.Sample = o.t.URL
		}
		y.Pages++
	}
}

func (t *tally) countArticle(y *corpus.Yield, o *outcome) {
	y.Pages++
	y.Articles++
	t.r.Articles++
	switch o.verdict.Change {
	case New:
		y.New++
		t.r.New++
	case Changed:
		y.Changed++
		t.r.Changed++
	default:
		y.Unchanged++
		t.r.Unchanged++
	}
	if o.verdict.Change != Unchanged {
		y.Facts += o.verdict.Facts
		t.r.Facts += o.verdict.Facts
	}
	y.Sample = cmp.Or(y.Sample, o.t.URL)
}

// addYield adds b to a.
func addYield(a *corpus.Yield, b corpus.Yield) {
	a.Lists += b.Lists
	a.Links += b.Links
	a.Pages += b.Pages
	a.Articles += b.Articles
	a.New += b.New
	a.Changed += b.Changed
	a.Unchanged += b.Unchanged
	a.Facts += b.Facts
	a.Failed += b.Failed
	if a.Sample == "" {
		a.Sample = b.Sample
	}
}

// listYields gives the yields in order; those that saw nothing are left out.
func (t *tally) listYields() []corpus.Yield {
	var out []corpus.Yield
	for _, y := range t.yields {
		if y.Lists+y.Pages+y.Failed > 0 {
			out = append(out, *y)
		}
	}
	slices.SortFunc(out, func(a, b corpus.Yield) int {
		return cmp.Or(cmp.Compare(a.Portal, b.Portal), cmp.Compare(a.Section, b.Section))
	})
	return out
}

// close finishes the report.
func (t *tally) close(now time.Time) Report {
	t.r.Ended = now
	for _, h := range t.hosts {
		if h.Pages > 0 {
			h.Mean = h.total / time.Duration(h.Pages)
		}
		t.r.Hosts = append(t.r.Hosts, *h)
	}
	slices.SortFunc(t.r.Hosts, func(a, b HostReport) int {
		return cmp.Or(cmp.Compare(b.Mean, a.Mean), cmp.Compare(a.Host, b.Host))
	})
	t.r.Yields = t.listYields()
	return t.r
}
