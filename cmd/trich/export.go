package main

import (
	"context"
	"errors"
	"fmt"
	"io"
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

// A destination is where an export goes, and what a data package says of it.
type destination struct{ folder, licence, home string }

func (a *app) exportCommand() *cobra.Command {
	var q question
	var to destination
	cmd := &cobra.Command{
		Use:   "export [TABLE…]",
		Short: a.tr("write tables, records, pages or the database to files"),
		Long: a.tr("Writes one file a table (articles, dates, counts, percentages, officials; all of them when none is named; also people, series, indicators) into a folder. " +
			"Columns have the same names in every format. " +
			"The formats ftm (FollowTheMoney entities, one a line) and popolo (Popolo JSON) write one file of people, " +
			"the offices they were seen in, organisations, and the articles that say so."),
		Example: "  trich export --format parquet --out data/\n  trich export counts percentages --format xlsx --province \"Sóc Trăng\"\n" +
			"  trich export people --format ftm --out data/",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.values(cmd, &q); err != nil {
				return err
			}
			return a.export(cmd.Context(), &q, args, to)
		},
	}
	a.filterFlags(cmd, &q, filterDefaults{format: "csv", formats: strings.Join(exportFormats(), ", ")})
	a.factFlags(cmd, &q)
	a.outFlag(cmd, &to.folder)
	a.licenceFlag(cmd, &to.licence)
	cmd.Flags().StringVar(&to.home, "home", "", a.tr("address where you publish the data (data package)"))
	cmd.AddCommand(a.exportRecordsCommand(), a.exportSQLiteCommand(), a.exportWARCCommand(), a.exportDatasetteCommand())
	return cmd
}

func (a *app) export(ctx context.Context, q *question, tables []string, to destination) error {
	if !slices.Contains(exportFormats(), q.format) {
		return usage(errors.New(a.tr("unknown format %q", q.format)), a.tr("one of: %s", strings.Join(exportFormats(), ", ")))
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
	for i, t := range tables {
		if _, err := store.TableNamed(t); err != nil {
			return usage(err, "")
		}
		if slices.Contains(tables[:i], t) {
			return usage(errors.New(a.tr("table %q is named twice", t)), "")
		}
	}
	db, err := a.readDB(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := os.MkdirAll(to.folder, 0o755); err != nil {
		return usage(err, a.tr("--out names another folder"))
	}
	if q.format == packageFormat {
		return a.exportPackage(ctx, db, q, tables, to)
	}
	for _, name := range tables {
		path := filepath.Join(to.folder, name+"."+export.Extension(q.format))
		if err := a.exportTable(ctx, db, q, name, path); err != nil {
			return failed(fmt.Errorf("%s: %w", path, err), "")
		}
		fmt.Fprintln(a.out, path)
	}
	return nil
}

// exportTable writes one file.
func (a *app) exportTable(ctx context.Context, db *store.DB, q *question, name, path string) error {
	t, rows, err := chosen(ctx, db, q, name)
	if err != nil {
		return err
	}
	return writeWhole(path, func(w io.Writer) error {
		return export.Write(w, q.format, t, rows, export.Options{BOM: q.bom, Unify: vi.Key})
	})
}

// chosen asks for the rows of a table, with the columns that are wanted.
func chosen(ctx context.Context, db *store.DB, q *question, name string) (corpus.Table, corpus.Rows, error) {
	if export.OfOfficials(q.format) {
		return officialRows(ctx, db, q.filter)
	}
	t, rows, err := db.Rows(ctx, name, q.filter)
	if err != nil || len(q.columns) == 0 {
		return t, rows, err
	}
	at, err := pick(t, q.columns)
	if err != nil {
		return t, nil, err
	}
	t, rows = project(t, rows, at)
	return t, rows, nil
}

// writeWhole writes a file beside its place and moves it there when it is
// whole.
func writeWhole(path string, write func(w io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreClosed(f.Close()), os.Remove(f.Name()))
		}
	}()
	if err := write(f); err != nil {
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

func ignoreClosed(err error) error {
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
