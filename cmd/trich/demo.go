package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/demo"
	"github.com/trich-vn/trich/internal/warc"
	"github.com/trich-vn/trich/store"
)

func (a *app) demoCommand() *cobra.Command {
	var keep bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: a.tr("crawl an invented portal on this machine, the whole way"),
		Long: a.tr("Serves invented portals on loopback, crawls them, keeps the raw pages, strips the boilerplate, extracts, " +
			"fills a database, and asks three questions. Nothing leaves this machine."),
		Args: a.exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.flags.db == "" {
				a.conf.DB = "demo.db"
			}
			return a.demo(cmd.Context(), keep)
		},
	}
	cmd.Flags().BoolVar(&keep, "keep", false, a.tr("go on with the database of an earlier demo"))
	a.dbFlag(cmd)
	return cmd
}

func (a *app) demo(ctx context.Context, keep bool) error {
	if !keep {
		if err := a.removeDemo(); err != nil {
			return usage(err, a.tr("--db names another database"))
		}
	}
	address, stop, err := serveDemo(ctx)
	if err != nil {
		return failed(err, "")
	}
	defer stop()
	fmt.Fprintln(a.out, a.tr("The demo portals are served at %s", address))
	if err := a.out.Flush(); err != nil {
		return failed(err, "")
	}
	a.outside = demoProvince
	if err := a.crawlRun(ctx, "run", []string{address}, &crawlFlags{allowLoopback: true, report: "text"}); err != nil {
		return err
	}
	db, err := a.readDB(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := a.demoTable(ctx, db); err != nil {
		return failed(err, "")
	}
	if err := a.demoQuestions(ctx, db); err != nil {
		return failed(err, "")
	}
	fmt.Fprintln(a.out, a.tr("What to do next:"))
	for _, next := range []string{
		"trich serve --db " + a.conf.DB, "trich facts --db " + a.conf.DB + " --unit vụ", "trich ingest " + a.tr("FOLDER") + " --db " + a.conf.DB,
	} {
		fmt.Fprintf(a.out, "  %s\n", next)
	}
	return nil
}

// demoProvince adds the province of a demo portal, which no gazetteer has and
// all of which share one host.
func demoProvince(p *corpus.Page) {
	u, err := url.Parse(p.URL)
	if err != nil {
		return
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	for _, portal := range demo.Portals() {
		if portal.ID == id {
			p.Province = portal.Province
		}
	}
}

// removeDemo removes the database of an earlier demo, and its archive.
func (a *app) removeDemo() error {
	files := []string{a.conf.DB, a.conf.DB + "-wal", a.conf.DB + "-shm"}
	if a.conf.Archive == "" {
		archives, err := warc.Files(a.archiveFolder(), archivePrefix)
		if err != nil {
			return err
		}
		files = append(files, archives...)
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// serveDemo serves the demo portals on a free port of the loopback.
func serveDemo(ctx context.Context) (address string, stop func(), err error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	srv := &http.Server{Handler: demo.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = srv.Serve(l) }()
	return "http://" + l.Addr().String() + "/", func() { _ = srv.Close() }, nil
}

// demoTable prints what was found, an article a row.
func (a *app) demoTable(ctx context.Context, db *store.DB) error {
	t := newTable(a.tr("published"), a.tr("article"), a.tr("dates"), a.tr("officials"), a.tr("counts"), a.tr("percentages"))
	var sum [4]int64
	for x, err := range db.Articles(ctx, store.Filter{}) {
		if err != nil {
			return err
		}
		t.AppendRow(table.Row{x.Published, clip(x.Title), x.Dates, x.Officials, x.Counts, x.Percentages})
		for i, n := range []int64{x.Dates, x.Officials, x.Counts, x.Percentages} {
			sum[i] += n
		}
	}
	t.AppendFooter(table.Row{"", a.tr("together: %d articles", t.Length()), sum[0], sum[1], sum[2], sum[3]})
	fmt.Fprintf(a.out, "\n%s\n\n", t.Render())
	return nil
}

// demoQuestions asks three questions and prints their answers.
func (a *app) demoQuestions(ctx context.Context, db *store.DB) error {
	for _, q := range []struct {
		ask, table, command string
		filter              store.Filter
		columns             []string
	}{
		{a.tr("How many cases, when, and compared with what?"), "facts", "trich facts --unit vụ",
			store.Filter{Units: []string{"vụ"}, Limit: 6}, []string{"text", "what", "period", "baseline", "published"}},
		{a.tr("Who is chairman or vice chairman of what?"), "officials", "trich officials --title \"Chủ tịch\"",
			store.Filter{Titles: []string{"Chủ tịch"}, Limit: 6}, []string{"rank", "name", "title", "organisation", "published"}},
		{a.tr("Which rates were reported?"), "facts", "trich facts --kind percentage \"ty le\"",
			store.Filter{Kinds: []string{"percentage"}, Text: "ty le", Limit: 6}, []string{"value", "bound", "what", "period", "sentence"}},
	} {
		fmt.Fprintf(a.out, "%s\n  $ %s\n", q.ask, q.command)
		t, rows, err := db.Rows(ctx, q.table, q.filter)
		if err != nil {
			return err
		}
		if _, err := a.printRows(&question{format: "table", columns: q.columns}, t, rows, nil); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
	}
	return nil
}
