package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"
	"time"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/extract"
	"github.com/trich-vn/trich/extract/page"
	"github.com/trich-vn/trich/internal/fingerprint"
	"github.com/trich-vn/trich/internal/portal"
	"github.com/trich-vn/trich/internal/vi"
)

// A pipeline is the way from a page to its record: boilerplate off, facts out.
// It may be used by many goroutines.
type pipeline struct {
	portals *portal.Set
	pages   *page.Extractor
	facts   *extract.Extractor
	explain bool
	// outside adds what is known of a page from outside it, nil for nothing.
	outside func(*corpus.Page)
	// big has one place, for the page whose tree or text needs much memory.
	big chan struct{}
}

// Bounds of a page. Portals' pages have a few thousand tags, those of the worst
// some tens of thousands; a long report is a hundred kilobytes of text.
const (
	maxTags    = 150_000
	maxArticle = 512 << 10
	// Pages with more than these take turns: a tree takes about a kilobyte a tag,
	// and a text more than a hundred times its length where it is full of figures.
	bigTags = 20_000
	bigPage = 256 << 10

	tooLarge = "too large"
)

func (a *app) pipeline() (*pipeline, error) {
	portals, err := portal.Load(a.conf.Portals)
	if err != nil {
		return nil, usage(err, a.tr("'trich portals lint' checks the portal files"))
	}
	facts, err := extract.New()
	if err != nil {
		return nil, err
	}
	return &pipeline{portals: portals, pages: page.New(portals), facts: facts, outside: a.outside, big: make(chan struct{}, 1)}, nil
}

// rulesVersion names the code and the word tables that turn a page into facts.
var rulesVersion = sync.OnceValue(func() string {
	v, err := fingerprint.Of(vi.Data, vi.Code, corpus.Code, portal.Code, page.Files, extract.Code)
	if err != nil {
		panic(err) // the files are embedded
	}
	return v
})

// version names all that decides what a page's record is, the rules and the
// portal files: records stored under another version may differ.
func (p *pipeline) version() string { return rulesVersion() + "-" + p.portals.Version() }

// record returns what a page says. A page without an article gives a record
// with a reason and no error.
func (p *pipeline) record(pg *corpus.Page) (*corpus.Record, error) {
	if p.outside != nil {
		p.outside(pg)
	}
	if pg.Portal == "" && pg.URL != "" {
		if prof := p.portals.ForURL(pg.URL, when(pg)); prof != nil {
			pg.Portal = prof.ID
		}
	}
	rec := &corpus.Record{Source: pg.Source, Facts: corpus.NoFacts()}
	fromWeb := pg.MediaType == corpus.HTML
	tags := 0
	if fromWeb {
		tags = bytes.Count(pg.Body, []byte("<"))
	}
	if tags > maxTags {
		rec.Reason = tooLarge
		return rec, nil
	}
	if tags > bigTags || len(pg.Body) > bigPage {
		p.big <- struct{}{}
		defer func() { <-p.big }()
	}
	art, err := p.pages.Article(pg)
	var none *page.NoArticle
	switch {
	case errors.As(err, &none):
		rec.Reason = none.Reason
	case err != nil:
		return nil, fmt.Errorf("%s: %w", pg.Source, err)
	case fromWeb && len(art.Text) > maxArticle:
		rec.Reason = tooLarge
	case p.explain:
		rec.Article, rec.Facts = art, p.facts.Explain(art)
	default:
		rec.Article, rec.Facts = art, p.facts.Extract(art)
	}
	return rec, nil
}

// when returns the time at which a portal's layout is looked up.
func when(pg *corpus.Page) time.Time {
	if !pg.FetchedAt.IsZero() {
		return pg.FetchedAt
	}
	return time.Now()
}

// A done is a page with its record, or the reason why there is none.
type done struct {
	page   *corpus.Page
	record *corpus.Record
	err    error
}

// records reads pages on all cores and gives their records in the order of the
// pages. A bad page is a done with an error, and the others go on.
func (p *pipeline) records(ctx context.Context, pages iter.Seq2[*corpus.Page, error]) iter.Seq[done] {
	return func(yield func(done) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		queue := make(chan chan done, 2*runtime.GOMAXPROCS(0))
		go func() {
			defer close(queue)
			for pg, err := range pages {
				one := make(chan done, 1)
				select {
				case queue <- one:
				case <-ctx.Done():
					return
				}
				if err != nil {
					one <- done{err: err}
					continue
				}
				go func() { one <- p.safely(pg) }()
			}
		}()
		for one := range queue {
			if !yield(<-one) {
				cancel()
				for one := range queue {
					<-one
				}
				return
			}
		}
	}
}

// safely is record for hostile pages: a panic is an error of that page.
func (p *pipeline) safely(pg *corpus.Page) (d done) {
	defer func() {
		if r := recover(); r != nil {
			d = done{page: pg, err: fmt.Errorf("%s: cannot be read: %v", pg.Source, r)}
		}
	}()
	rec, err := p.record(pg)
	return done{page: pg, record: rec, err: err}
}
