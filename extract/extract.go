// Package extract reads the text of an article and finds the facts in it:
// dates, officials, counts and percentages. It is pure: a prepared text goes
// in, facts come out, without I/O, clock or error.
//
//	extract.go   the extractor: tables read once, articles read one by one
//	doc.go       an article prepared for the rules: tokens, sentences, claims
//	rule.go      what a rule is and how rules are tried
//	guard.go     what looks like a figure and is none
//	date.go      expressions of time
//	figure.go    counts and percentages, what they count, when, against what
//	official.go  holders of public office: the words (official_words.go), names,
//	             offices, areas and levels, the rules (official_rules.go)
//	people.go    who is who across articles
//
// The kinds are read in this order, and each leaves the tokens it claimed to
// itself: a number belongs to one fact. That is the one place where
// overlapping facts are settled (doc.claim).
package extract

import (
	"embed"
	"fmt"
	"sync"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// Code is the rules themselves: facts found by other rules may differ.
//
//go:embed *.go
var Code embed.FS

// An Extractor finds facts. It is made once and may be used by many goroutines.
type Extractor struct {
	vocab     *vi.Vocab
	guards    *guards
	dates     *dates
	figures   *figures
	officials *officials
	docs      sync.Pool
}

// New reads the embedded word tables. An error names the table's file and line.
func New() (*Extractor, error) {
	x := &Extractor{vocab: vi.NewVocab()}
	var err error
	if x.guards, err = newGuards(x.vocab); err != nil {
		return nil, fmt.Errorf("guards: %w", err)
	}
	if x.dates, err = newDates(x.vocab); err != nil {
		return nil, fmt.Errorf("dates: %w", err)
	}
	if x.figures, err = newFigures(x.vocab); err != nil {
		return nil, fmt.Errorf("figures: %w", err)
	}
	if x.officials, err = newOfficials(x.vocab); err != nil {
		return nil, fmt.Errorf("officials: %w", err)
	}
	x.docs.New = func() any { return new(doc) }
	return x, nil
}

// Extract returns the facts of an article, each kind in order of place.
func (x *Extractor) Extract(a *corpus.Article) corpus.Facts { return x.extract(a, false) }

// Explain is Extract that also lists the guards: what looked like a figure,
// and why it is none.
func (x *Extractor) Explain(a *corpus.Article) corpus.Facts { return x.extract(a, true) }

func (x *Extractor) extract(a *corpus.Article, explain bool) corpus.Facts {
	d := x.docs.Get().(*doc)
	defer x.docs.Put(d)
	d.prepare(x, a, explain)
	x.guards.find(d)
	x.dates.find(d)
	x.figures.find(d)
	x.officials.find(d)
	x.figures.areas(d)
	x.figures.emit(d)
	return d.take()
}
