package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/store"
)

func (a *app) verifyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify",
		Short: a.tr("check the database and the archive: file, references, quotes, search index, pages"),
		Long: a.tr("Checks that the database file is sound, that references hold, that facts quote their text, that the search index knows " +
			"every article, and that every raw page, in the database or in the archive, is what was fetched. It reads the whole archive."),
		Args: a.exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			db, err := a.readDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			checks, err := db.Verify(cmd.Context())
			if err != nil {
				return failed(err, "")
			}
			archived, err := db.VerifyArchive(cmd.Context())
			if err != nil {
				return failed(err, "")
			}
			checks = append(checks, archived...)
			t := newTable(a.tr("checked"), a.tr("rows"), a.tr("problems"))
			bad := 0
			for _, c := range checks {
				bad += len(c.Problems)
				t.AppendRow(table.Row{c.Name, c.Rows, strings.Join(c.Problems, "\n")})
			}
			fmt.Fprintln(a.out, t.Render())
			if bad > 0 {
				return failed(errors.New(a.tr("%d problems found", bad)), a.tr("'trich backup' copies what is whole; raw pages can be extracted again"))
			}
			return nil
		},
	}
	a.dbFlag(cmd)
	a.archiveFlag(cmd)
	return cmd
}

func (a *app) sqlCommand() *cobra.Command {
	var q question
	var limit time.Duration
	cmd := &cobra.Command{
		Use:     "sql QUERY|-",
		Short:   a.tr("ask the database in SQL, reading only"),
		Example: "  trich sql \"SELECT unit, count(*) FROM counts GROUP BY unit ORDER BY 2 DESC LIMIT 10\"\n  trich sql - < question.sql",
		Args:    a.exactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.checkFormat(q.format); err != nil {
				return err
			}
			db, err := a.readDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			query := args[0]
			if query == "-" { // a query that begins with a comment looks like a flag
				b, err := io.ReadAll(io.LimitReader(a.in, 1<<20))
				if err != nil {
					return failed(err, "")
				}
				query = string(b)
			}
			t, rows, err := db.SQL(cmd.Context(), query, limit)
			if err != nil {
				return usage(err, a.tr("the README lists the tables and views"))
			}
			if _, err := a.printRows(&q, t, rows, nil); err != nil {
				return failed(err, "")
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&q.format, "format", "table", a.tr("format of the results: %s", formatNames()))
	f.StringSliceVar(&q.columns, "columns", nil, a.tr("only these columns"))
	f.BoolVar(&q.bom, "bom", false, a.tr("begin CSV with a byte order mark, for Excel"))
	f.DurationVar(&limit, "time", 10*time.Second, a.tr("longest time the query may take"))
	a.dbFlag(cmd)
	return cmd
}

func (a *app) reextractCommand() *cobra.Command {
	var chosen store.PageFilter
	var all bool
	cmd := &cobra.Command{
		Use:   "reextract",
		Short: a.tr("run today's rules over the stored pages"),
		Long: a.tr("Takes articles and facts out of the stored raw pages again, where other rules or portal files read them last. " +
			"Nothing is fetched. It can be stopped and goes on where it was."),
		Example: "  trich reextract --portal daknong.gov.vn --since 2025-07",
		Args:    a.exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, err := a.pipeline()
			if err != nil {
				return err
			}
			if id := chosen.Portal; id != "" && p.portals.ByID(id) == nil {
				return usage(errors.New(a.tr("unknown portal %q", id)), a.tr("'trich portals list' shows those known"))
			}
			if chosen.Since, err = a.day("--since", chosen.Since, false); err != nil {
				return err
			}
			return a.alone(cmd.Context(), a.openDB, func(db *store.DB) error { return a.reextract(cmd.Context(), db, p, chosen, all) })
		},
	}
	a.pageFlags(cmd, &chosen)
	cmd.Flags().BoolVar(&all, "all", false, a.tr("also pages that today's rules and portal files have read"))
	a.dbFlag(cmd)
	a.archiveFlag(cmd)
	return cmd
}

// pageFlags choose stored pages.
func (a *app) pageFlags(cmd *cobra.Command, f *store.PageFilter) {
	cmd.Flags().StringVar(&f.Portal, "portal", "", a.tr("only pages of this portal"))
	cmd.Flags().StringVar(&f.Since, "since", "", a.tr("fetched on or after this day, YYYY-MM-DD, or in this year or month"))
}

// reextract runs the rules over stored pages, one transaction an article.
func (a *app) reextract(ctx context.Context, db *store.DB, p *pipeline, chosen store.PageFilter, all bool) error {
	start := time.Now()
	run, err := db.StartRun(ctx, "reextract", nil, version)
	if err != nil {
		return failed(err, "")
	}
	t := &tally{}
	rules := p.version()
	pages := db.PagesToExtract(ctx, rules, chosen)
	if all {
		pages = db.Pages(ctx, chosen)
	}
	for pg, perr := range pages {
		if unreadable(perr) {
			t.Failed++
			a.report(perr)
			continue
		}
		if perr != nil {
			err = perr
			break
		}
		d := p.safely(&pg.Page)
		if d.err != nil {
			t.Failed++
			a.report(d.err)
			continue
		}
		var o store.Outcome
		if o, err = db.SaveRecord(ctx, d.record, store.Meta{PageID: pg.ID, RunID: run, ExtractorVersion: rules}); err != nil {
			break
		}
		t.add(d.record, o)
	}
	if err == nil {
		err = p.learn(ctx, db)
	}
	t.Seconds = time.Since(start).Seconds()
	return a.endRun(ctx, db, run, t, err)
}
