package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/store"
)

// A tally counts what a run did; it is the run's report in the store.
type tally struct {
	Articles  int            `json:"articles"`
	New       int            `json:"new"`
	Changed   int            `json:"changed"`
	Unchanged int            `json:"unchanged"`
	Removed   int            `json:"removed,omitempty"`
	NoArticle map[string]int `json:"no_article,omitempty"` // by reason
	Failed    int            `json:"failed"`
	// Lost are articles that were counted and not stored after all: their
	// transaction was given up.
	Lost    int     `json:"lost,omitempty"`
	Gone    int     `json:"gone,omitempty"` // pages no longer served, kept
	Back    int     `json:"back,omitempty"` // pages that were gone and are served as they were
	Facts   facts   `json:"facts"`
	Seconds float64 `json:"seconds"`
}

// facts counts facts by kind.
type facts struct {
	Dates       int `json:"dates"`
	Officials   int `json:"officials"`
	Counts      int `json:"counts"`
	Percentages int `json:"percentages"`
}

func (f facts) total() int { return f.Dates + f.Officials + f.Counts + f.Percentages }

func countFacts(r *corpus.Record) facts {
	return facts{len(r.Dates), len(r.Officials), len(r.Counts), len(r.Percentages)}
}

func (t *tally) add(r *corpus.Record, o store.Outcome) {
	switch o {
	case store.New:
		t.New++
	case store.Changed:
		t.Changed++
	case store.Unchanged:
		t.Unchanged++
	case store.Removed:
		t.Removed++
	}
	if r.Article == nil {
		if t.NoArticle == nil {
			t.NoArticle = map[string]int{}
		}
		t.NoArticle[r.Reason]++
		return
	}
	t.Articles++
	f := countFacts(r)
	t.Facts.Dates += f.Dates
	t.Facts.Officials += f.Officials
	t.Facts.Counts += f.Counts
	t.Facts.Percentages += f.Percentages
}

func (a *app) ingestCommand() *cobra.Command {
	var in inputFlags
	cmd := &cobra.Command{
		Use:   "ingest PATH|URL|-…",
		Short: a.tr("read documents into the database"),
		Long: a.tr("Reads text, HTML, JSON Lines and WARC files or folders of them, keeps the raw pages, takes the articles and their facts out " +
			"and stores them. Reading the same again changes nothing; a changed article replaces its own rows."),
		Example: "  trich ingest articles/ --db t.db\n  trich ingest crawl.warc.gz",
		Args:    a.minArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.reader(&in)
			if err != nil {
				return err
			}
			db, err := a.openDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			return a.ingest(cmd.Context(), db, p, args, &in)
		},
	}
	a.addInputFlags(cmd, &in)
	a.dbFlag(cmd)
	return cmd
}

// ingest is one run over the documents that the arguments name.
func (a *app) ingest(ctx context.Context, db *store.DB, p *pipeline, args []string, in *inputFlags) error {
	start := time.Now()
	run, err := db.StartRun(ctx, "ingest", args, version)
	if err != nil {
		return failed(err, "")
	}
	t := &tally{}
	w := db.Writer(0)
	for d := range p.records(ctx, a.pages(ctx, args, in)) {
		if d.err != nil {
			t.Failed++
			a.report(d.err)
			continue
		}
		if err = save(ctx, w, d, store.Meta{RunID: run, ExtractorVersion: p.version()}, t); err != nil {
			break
		}
	}
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	t.Lost = w.Lost()
	if err == nil && t.New+t.Changed > 0 {
		err = p.learn(ctx, db)
	}
	t.Seconds = time.Since(start).Seconds()
	return a.endRun(ctx, db, run, t, err)
}

// save stores one page and its record, which meta says the origin of.
func save(ctx context.Context, w *store.Writer, d done, meta store.Meta, t *tally) error {
	var err error
	if meta.PageID, _, err = w.SavePage(ctx, d.page); err != nil {
		return fmt.Errorf("%s: %w", d.page.Source, err)
	}
	o, err := w.SaveRecord(ctx, d.record, meta)
	if err != nil {
		return fmt.Errorf("%s: %w", d.page.Source, err)
	}
	t.add(d.record, o)
	return nil
}

// endRun keeps the report of a run and prints it.
func (a *app) endRun(ctx context.Context, db *store.DB, run int64, t *tally, err error) error {
	if err == nil {
		err = ctx.Err()
	}
	status := store.RunDone
	switch {
	case err != nil:
		status = store.RunFailed
	case t.Failed > 0:
		status = store.RunPartial
	}
	// A stopped run still says how far it came.
	if ferr := db.FinishRun(context.WithoutCancel(ctx), run, status, t); err == nil {
		err = ferr
	}
	a.printTally(t)
	if err != nil && ctx.Err() == nil {
		return failed(err, a.archiveHint(err, a.tr("what was stored before stays; run it again to go on")))
	}
	return err
}

func (a *app) printTally(t *tally) {
	fmt.Fprintln(a.out, a.tr("articles: %d (%d new, %d changed, %d unchanged)", t.Articles, t.New, t.Changed, t.Unchanged))
	fmt.Fprintln(a.out, a.tr("facts: %d dates, %d officials, %d counts, %d percentages",
		t.Facts.Dates, t.Facts.Officials, t.Facts.Counts, t.Facts.Percentages))
	for reason, n := range sortedCounts(t.NoArticle) {
		fmt.Fprintln(a.out, a.tr("pages without an article: %d (%s)", n, a.tr(reason)))
	}
	if t.Failed > 0 {
		fmt.Fprintln(a.out, a.tr("could not be read: %d", t.Failed))
	}
	if t.Lost > 0 {
		fmt.Fprintln(a.out, a.tr("not stored after all: %d of them", t.Lost))
	}
	if t.Gone > 0 {
		fmt.Fprintln(a.out, a.tr("no longer on the portal, kept here: %d", t.Gone))
	}
	if t.Back > 0 {
		fmt.Fprintln(a.out, a.tr("back on the portal: %d", t.Back))
	}
}
