package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/export"
	"github.com/trich-vn/trich/internal/vi"
	"github.com/trich-vn/trich/store"
)

func (a *app) exportCommand() *cobra.Command {
	var q question
	var out string
	cmd := &cobra.Command{
		Use:   "export [TABLE…]",
		Short: a.tr("write tables to files: csv, jsonl, md, xlsx, parquet; people as FollowTheMoney or Popolo"),
		Long: a.tr("Writes one file a table (articles, dates, counts, percentages, officials; all of them when none is named) into a folder. " +
			"Columns have the same names in every format. " +
			"The formats ftm (FollowTheMoney entities, one a line) and popolo (Popolo JSON) write one file of people, " +
			"the offices they were seen in, organisations, and the articles that say so."),
		Example: "  trich export --format parquet --out data/\n  trich export counts percentages --format xlsx --province \"Sóc Trăng\"\n" +
			"  trich export people --format ftm --out data/",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.export(cmd.Context(), &q, args, out)
		},
	}
	a.filterFlags(cmd, &q, filterDefaults{format: "csv", formats: strings.Join(export.Formats(), ", ")})
	cmd.Flags().StringVar(&out, "out", "export", a.tr("folder for the files; it is made where it is missing"))
	return cmd
}

func (a *app) export(ctx context.Context, q *question, tables []string, folder string) error {
	if !slices.Contains(export.Formats(), q.format) {
		return usage(errors.New(a.tr("unknown format %q", q.format)), a.tr("one of: %s", strings.Join(export.Formats(), ", ")))
	}
	if err := a.days(q); err != nil {
		return err
	}
	if export.OfOfficials(q.format) {
		var err error
		if tables, err = a.onlyPeople(q, tables); err != nil {
			return err
		}
	}
	if len(tables) == 0 {
		tables = []string{"articles", "dates", "counts", "percentages", "officials"}
	}
	for _, t := range tables {
		if _, err := store.TableNamed(t); err != nil {
			return usage(err, "")
		}
	}
	db, err := a.readDB(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return usage(err, a.tr("--out names another folder"))
	}
	for _, name := range tables {
		path := filepath.Join(folder, name+"."+export.Extension(q.format))
		if err := a.exportTable(ctx, db, q, name, path); err != nil {
			return failed(fmt.Errorf("%s: %w", path, err), "")
		}
		fmt.Fprintln(a.out, path)
	}
	return nil
}

// exportTable writes one file. It is written beside its place and moved there
// when it is whole.
func (a *app) exportTable(ctx context.Context, db *store.DB, q *question, name, path string) (err error) {
	from := db.Rows
	if export.OfOfficials(q.format) {
		from = func(ctx context.Context, _ string, f store.Filter) (corpus.Table, corpus.Rows, error) {
			return officialRows(ctx, db, f)
		}
	}
	t, rows, err := from(ctx, name, q.filter)
	if err != nil {
		return err
	}
	if len(q.columns) > 0 {
		at, err := pick(t, q.columns)
		if err != nil {
			return err
		}
		t, rows = project(t, rows, at)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}()
	if err := export.Write(f, q.format, t, rows, export.Options{BOM: q.bom, Unify: vi.Key}); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
