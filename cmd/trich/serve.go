package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/extract"
	"github.com/trich-vn/trich/internal/web"
	"github.com/trich-vn/trich/store"
)

func (a *app) serveCommand() *cobra.Command {
	var address string
	var hosts []string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: a.tr("open the database as web pages"),
		Long: a.tr("Serves the pages a journalist opens: search, figures with their sentences, articles with every fact marked, officials, " +
			"provinces side by side, downloads. Every page is a link that can be sent. It only reads, and only this machine can open it " +
			"unless --address says otherwise."),
		Example: "  trich serve --db t.db\n  trich serve --address 0.0.0.0:8080 --host trich.example.org",
		Args:    a.exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.serve(cmd.Context(), address, hosts)
		},
	}
	cmd.Flags().StringVar(&address, "address", "127.0.0.1:8138", a.tr("address to listen on"))
	cmd.Flags().StringSliceVar(&hosts, "host", nil, a.tr("host names it answers to beside those of this machine"))
	a.dbFlag(cmd)
	return cmd
}

func (a *app) serve(ctx context.Context, address string, hosts []string) error {
	db, err := a.readDB(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	lang := "vi"
	if a.flags.lang == "en" {
		lang = "en"
	}
	names, err := extract.Indicators()
	if err != nil {
		return err
	}
	handler := web.New(webStore{db}, web.Options{
		Lang: lang, Version: version, Sorts: []string{"value", "published", "province", "unit", "period_first"}, Hosts: hosts, Log: a.logger(),
		Indicator: func(id, lang string) string {
			if lang == "en" {
				return names[id].English
			}
			return names[id].Vietnamese
		},
		Note: func(id, lang string) string {
			if lang == "en" {
				return names[id].NoteEnglish
			}
			return names[id].NoteVietnamese
		},
	})
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return usage(err, a.tr("--address names another address, as 127.0.0.1:8139"))
	}
	srv := web.Server(address, handler)
	fmt.Fprintln(a.out, a.tr("open http://%s/ in a browser; Ctrl-C ends", l.Addr()))
	if err := a.out.Flush(); err != nil {
		return failed(err, "")
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	select {
	case err := <-ended:
		return failed(err, "")
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(stop); err != nil {
		return failed(err, "")
	}
	return nil
}

// webStore answers the questions of the pages from the database.
type webStore struct{ db *store.DB }

func (s webStore) Rows(ctx context.Context, table string, q web.Query) (corpus.Table, corpus.Rows, error) {
	t, rows, err := s.db.Rows(ctx, table, filterOf(q))
	return t, func(yield func(corpus.Row, error) bool) {
		for r, err := range rows {
			if !yield(r, webError(err)) {
				return
			}
		}
	}, webError(err)
}

func (s webStore) Count(ctx context.Context, table string, q web.Query) (int64, error) {
	n, err := s.db.Count(ctx, table, filterOf(q))
	return n, webError(err)
}

func (s webStore) Facets(ctx context.Context, table, column string, q web.Query, limit int) ([]web.Facet, error) {
	facets, err := s.db.Facets(ctx, table, column, filterOf(q), limit)
	out := make([]web.Facet, len(facets))
	for i, f := range facets {
		out[i] = web.Facet{Value: f.Value, Rows: f.Rows}
	}
	return out, webError(err)
}

func (s webStore) Search(ctx context.Context, q web.Query) ([]web.Hit, error) {
	hits, err := s.db.Search(ctx, filterOf(q))
	out := make([]web.Hit, len(hits))
	for i, h := range hits {
		out[i] = web.Hit{
			ID: h.ID, Title: h.Title, Snippet: h.Snippet, TitleMarks: h.TitleMarks, SnippetMarks: h.SnippetMarks,
			Published: h.Published, Portal: h.Portal, Province: h.Province, URL: h.URL, Exact: h.Exact,
			Dates: h.Dates, Officials: h.Officials, Counts: h.Counts, Percentages: h.Percentages,
		}
	}
	return out, webError(err)
}

func (s webStore) Record(ctx context.Context, id int64) (*corpus.Record, error) {
	r, err := s.db.Record(ctx, id)
	return r, webError(err)
}

// webError turns the store's errors into those that a page decides by.
func webError(err error) error {
	switch {
	case errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("%w: %w", web.ErrNotFound, err)
	case errors.Is(err, store.ErrQuery):
		return fmt.Errorf("%w: %w", web.ErrQuery, err)
	}
	return err
}

func filterOf(q web.Query) store.Filter {
	return store.Filter{
		Kinds: q.Kinds, Portals: q.Portals, Provinces: q.Provinces, PublishedFrom: q.PublishedFrom, PublishedTo: q.PublishedTo,
		Period: q.Period, Units: q.Units, Classes: q.Classes, Indicators: q.Indicators, Verbs: q.Verbs, Statuses: q.Statuses, Bounds: q.Bounds, Changes: q.Changes,
		Checks: q.Checks, Min: q.Min, Max: q.Max, Text: q.Text, Name: q.Name, Names: q.Names, Titles: q.Titles,
		Organisations: q.Organisations, Levels: q.Levels, Former: q.Former, Acting: q.Acting, PersonID: q.PersonID,
		ArticleID: q.ArticleID, Rule: q.Rule, Sort: q.Sort, Limit: q.Limit, Offset: q.Offset,
	}
}
