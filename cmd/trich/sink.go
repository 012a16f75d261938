package main

import (
	"context"
	"errors"
	"net/http"
	"sync"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/crawl"
	"github.com/trich-vn/trich/store"
)

// A sink takes the pages of a crawl into the store. Pages are extracted on the
// crawl's workers and written by one transaction at each flush, so that the
// database's one writing connection is free in between.
type sink struct {
	a       *app
	db      *store.DB
	archive crawl.Archive // nil keeps the pages' bytes in the database
	run     int64
	pipe    *pipeline // nil keeps raw pages only

	mu      sync.Mutex
	pending []done
	facts   int // in pending
	tally   tally
}

// maxPending is the number of facts from which on pages are written without
// waiting for the crawl's next flush.
const maxPending = 20_000

// Page takes one answer of a server.
func (s *sink) Page(ctx context.Context, p *corpus.Page) (crawl.Verdict, error) {
	d := done{page: p}
	var v crawl.Verdict
	if s.pipe != nil && p.Status == http.StatusOK {
		d = s.pipe.safely(p)
		d.page = p
		v = verdict(d)
		var err error
		if v.Change, err = s.change(ctx, d.record); err != nil {
			return v, err
		}
	}
	if p.Archived != nil {
		p.Body = nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.err != nil {
		s.tally.Failed++
		s.a.report(d.err)
	}
	s.pending = append(s.pending, d)
	if s.facts += v.Facts; s.facts <= maxPending {
		return v, nil
	}
	if s.archive != nil {
		if err := s.archive.Flush(ctx); err != nil {
			return v, err
		}
	}
	return v, s.flush(ctx)
}

// verdict tells the crawl what a page was found to be.
func verdict(d done) crawl.Verdict {
	switch {
	case d.err != nil:
		return crawl.Verdict{Kind: corpus.PageTarget, Reason: d.err.Error()}
	case d.record.Article == nil && d.record.Reason == "list page":
		return crawl.Verdict{Kind: corpus.ListTarget, Reason: d.record.Reason}
	case d.record.Article == nil:
		return crawl.Verdict{Kind: corpus.PageTarget, Reason: d.record.Reason}
	}
	return crawl.Verdict{Kind: corpus.ArticleTarget, Published: d.record.Article.Published, Facts: countFacts(d.record).total()}
}

// change compares what a page says with what is stored of it.
func (s *sink) change(ctx context.Context, rec *corpus.Record) (crawl.Change, error) {
	if rec == nil {
		return crawl.ChangeUnknown, nil
	}
	outcome, err := s.db.CompareRecord(ctx, rec)
	switch outcome {
	case store.New:
		return crawl.New, err
	case store.Changed:
		return crawl.Changed, err
	case store.Unchanged:
		return crawl.Unchanged, err
	}
	return crawl.ChangeUnknown, err
}

// Flush makes durable what Page took. The database never refers to bytes that
// the end of the machine could take: a page whose bytes may be lost waits.
func (s *sink) Flush(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flush(ctx)
}

func (s *sink) flush(ctx context.Context) error {
	if len(s.pending) == 0 {
		return nil
	}
	w := s.db.Writer(len(s.pending) + 1)
	defer func() { s.tally.Lost += w.Lost() }()
	var waiting []done
	for _, d := range s.pending {
		if r := d.page.Archived; r != nil && !s.archive.Durable(r) {
			waiting = append(waiting, d)
			continue
		}
		if err := s.save(ctx, w, d); err != nil {
			return errors.Join(err, w.Close())
		}
	}
	clear(s.pending)
	s.pending, s.facts = append(s.pending[:0], waiting...), 0
	return w.Close()
}

func (s *sink) save(ctx context.Context, w *store.Writer, d done) error {
	switch {
	case d.page.Status == http.StatusNotModified:
		back, err := w.SawPage(ctx, d.page)
		if back {
			s.tally.Back++
		}
		return err
	case d.page.Status != http.StatusOK:
		lost, err := w.LosePage(ctx, d.page)
		if lost {
			s.tally.Gone++
		}
		return err
	case d.record != nil:
		return save(ctx, w, d, store.Meta{RunID: s.run, ExtractorVersion: s.pipe.version()}, &s.tally)
	}
	_, _, err := w.SavePage(ctx, d.page)
	return err
}
