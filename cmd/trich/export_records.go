package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/store"
)

// outFlag gives an export its folder.
func (a *app) outFlag(cmd *cobra.Command, out *string) {
	cmd.Flags().StringVar(out, "out", "export", a.tr("folder for the files; it is made where it is missing"))
}

// articleFlags choose the articles of an export.
func (a *app) articleFlags(cmd *cobra.Command, q *question) {
	f := cmd.Flags()
	f.StringSliceVar(&q.filter.Portals, "portal", nil, a.tr("only these portals"))
	f.StringSliceVar(&q.filter.Provinces, "province", nil, a.tr("only these provinces"))
	f.StringVar(&q.since, "since", "", a.tr("published on or after this day, YYYY-MM-DD, or in this year or month"))
	f.StringVar(&q.until, "until", "", a.tr("published on or before this day, YYYY-MM-DD, or in this year or month"))
	a.dbFlag(cmd)
}

func (a *app) exportRecordsCommand() *cobra.Command {
	var q question
	var out string
	cmd := &cobra.Command{
		Use:   "records",
		Short: a.tr("write whole articles with their facts, for 'trich import'"),
		Long: a.tr("Writes records.jsonl, one JSON object an article as 'trich extract' prints it, and history.jsonl, the runs, the decisions about people " +
			"and which rules wrote what. 'trich import' makes an equal store of them."),
		Example: "  trich export records --out backup/\n  trich export records --portal daknong.gov.vn --since 2025",
		Args:    a.exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.days(&q); err != nil {
				return err
			}
			db, err := a.readDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			if err := os.MkdirAll(out, 0o755); err != nil {
				return usage(err, a.tr("--out names another folder"))
			}
			for _, file := range []struct {
				name  string
				write func(context.Context, io.Writer, *store.DB, store.Filter) error
			}{{recordsFile, writeRecords}, {historyFile, writeHistory}} {
				path := filepath.Join(out, file.name)
				if err := writeWhole(path, func(w io.Writer) error { return file.write(cmd.Context(), w, db, q.filter) }); err != nil {
					return failed(fmt.Errorf("%s: %w", path, err), "")
				}
				fmt.Fprintln(a.out, path)
			}
			return nil
		},
	}
	a.outFlag(cmd, &out)
	a.articleFlags(cmd, &q)
	return cmd
}

// The files of an export of records.
const (
	recordsFile = "records.jsonl"
	historyFile = "history.jsonl"
)

// writeHistory writes what a store knows beside its articles.
func writeHistory(ctx context.Context, w io.Writer, db *store.DB, f store.Filter) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for entry, err := range db.History(ctx, f) {
		if err != nil {
			return err
		}
		if err := enc.Encode(entry); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// writeRecords writes records in the order in which they were stored, so that
// the store made of them numbers its articles alike.
func writeRecords(ctx context.Context, w io.Writer, db *store.DB, f store.Filter) error {
	f.Sort = "id"
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for rec, err := range db.Records(ctx, f) {
		if err != nil {
			return err
		}
		if err := enc.Encode(rec); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (a *app) exportSQLiteCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "sqlite FILE",
		Short:   a.tr("write a compact copy of the database, for others to read"),
		Example: "  trich export sqlite data/trich.db",
		Args:    a.exactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			db, err := a.readDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			if err := db.Snapshot(cmd.Context(), args[0]); err != nil {
				return failed(err, "")
			}
			fmt.Fprintln(a.out, a.tr("copied to %s", args[0]))
			return nil
		},
	}
	a.dbFlag(cmd)
	return cmd
}
