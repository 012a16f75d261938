package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/store"
)

// maxRecord bounds a line of records, in bytes.
const maxRecord = 256 << 20

func (a *app) importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import FOLDER|FILE.jsonl|-…",
		Short: a.tr("restore records into the database"),
		Long: a.tr("Reads records as 'trich extract' and 'trich export records' write them, one JSON object a line, and stores articles and facts " +
			"as they stand there, and from history.jsonl the runs, the decisions about people and which rules wrote what. Every quote is compared with its text. " +
			"Raw pages are not in records: 'trich export warc' and 'trich ingest' move those."),
		Example: "  trich export records --out backup/ --db a.db\n  trich import backup/ --db b.db",
		Args:    a.minArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.pipeline()
			if err != nil {
				return err
			}
			return a.alone(cmd.Context(), a.openDB, func(db *store.DB) error { return a.importRecords(cmd.Context(), db, p, args) })
		},
	}
	a.dbFlag(cmd)
	return cmd
}

// An imported is one line of what export records wrote: a record, or an entry
// of the history.
type imported struct {
	record *corpus.Record
	entry  store.Entry
}

// A restoration is one run of import.
type restoration struct {
	db     *store.DB
	w      *store.Writer
	run    int64
	runs   map[int64]int64 // runs of the other store, by their identifiers there
	tally  tally
	origin []store.Provenance
	// decided says that a decision about people came in.
	decided bool
}

// importRecords is one run over files of records. What the history tells of
// runs and decisions is kept before the run begins, so that runs keep their
// numbers in a store that has none.
func (a *app) importRecords(ctx context.Context, db *store.DB, p *pipeline, args []string) error {
	start := time.Now()
	r := &restoration{db: db, w: db.Writer(0), runs: map[int64]int64{}}
	var err error
	begin := func() error {
		if r.run != 0 {
			return nil
		}
		r.run, err = db.StartRun(ctx, "import", args, version)
		return err
	}
	for x, rerr := range a.importedFrom(ctx, args) {
		if rerr != nil {
			r.tally.Failed++
			a.report(rerr)
			continue
		}
		if x.record != nil {
			err = begin()
		}
		if err == nil {
			err = r.keep(ctx, x)
		}
		if err != nil {
			break
		}
	}
	if cerr := r.w.Close(); err == nil {
		err = cerr
	}
	r.tally.Lost = r.w.Lost()
	if berr := begin(); berr != nil {
		return failed(errors.Join(err, berr), "")
	}
	if err == nil {
		err = db.RestoreProvenance(ctx, r.run, r.runs, r.origin)
	}
	if err == nil && (r.tally.New+r.tally.Changed+r.tally.Removed > 0 || r.decided) {
		err = p.learn(ctx, db)
	}
	r.tally.Seconds = time.Since(start).Seconds()
	return a.endRun(ctx, db, r.run, &r.tally, err)
}

// keep stores one line.
func (r *restoration) keep(ctx context.Context, x imported) (err error) {
	switch {
	case x.record != nil:
		var o store.Outcome
		if o, err = r.w.SaveRecord(ctx, x.record, store.Meta{RunID: r.run}); err == nil {
			r.tally.add(x.record, o)
		}
	case x.entry.Provenance != nil:
		r.origin = append(r.origin, *x.entry.Provenance)
	case x.entry.Run != nil:
		if err = r.w.Commit(); err == nil { // the one writing connection is free in between
			r.runs[x.entry.Run.ID], err = r.db.RestoreRun(ctx, x.entry.Run)
		}
	case x.entry.Correction != nil:
		r.decided = true
		if err = r.w.Commit(); err == nil {
			err = r.db.SaveCorrection(ctx, *x.entry.Correction)
		}
	}
	return err
}

// importedFrom streams the lines of files, of the files that export records
// wrote into a folder, and of standard input (-). An error names file and line,
// and the stream goes on behind it.
func (a *app) importedFrom(ctx context.Context, args []string) iter.Seq2[imported, error] {
	return func(yield func(imported, error) bool) {
		for _, arg := range args {
			for _, name := range exported(arg) {
				for x, err := range a.importedIn(name) {
					if ctx.Err() != nil || !yield(x, err) {
						return
					}
				}
			}
		}
	}
}

// exported lists the files of an export in a folder, the history first; what is
// no folder is a file.
func exported(arg string) []string {
	if info, err := os.Stat(arg); err != nil || !info.IsDir() {
		return []string{arg}
	}
	return []string{filepath.Join(arg, historyFile), filepath.Join(arg, recordsFile)}
}

func (a *app) importedIn(name string) iter.Seq2[imported, error] {
	return func(yield func(imported, error) bool) {
		in := a.in
		if name != "-" {
			f, err := os.Open(name)
			if err != nil {
				yield(imported{}, err)
				return
			}
			defer f.Close()
			in = f
		}
		lines := bufio.NewScanner(in)
		lines.Buffer(nil, maxRecord)
		n := 0
		for lines.Scan() {
			n++
			if len(bytes.TrimSpace(lines.Bytes())) == 0 {
				continue
			}
			x, err := parseImported(lines.Bytes())
			if err != nil {
				err = fmt.Errorf("%s:%d: %w", name, n, err)
			}
			if !yield(x, err) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(imported{}, fmt.Errorf("%s:%d: %w", name, n+1, err))
		}
	}
}

// parseImported reads one line: an entry of the history has one field, which
// says what it is.
func parseImported(line []byte) (x imported, err error) {
	for _, kind := range []string{`{"run":`, `{"correction":`, `{"provenance":`} {
		if bytes.HasPrefix(line, []byte(kind)) {
			return x, decodeLine(line, &x.entry)
		}
	}
	x.record, err = parseRecord(line)
	return x, err
}

// decodeLine reads one JSON object. A field that it does not know would be
// lost, so it is an error.
func decodeLine(line []byte, to any) error {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(to); err != nil {
		return fmt.Errorf("no record: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("no record: more than one object in a line")
	}
	return nil
}

func parseRecord(line []byte) (*corpus.Record, error) {
	rec := &corpus.Record{}
	if err := decodeLine(line, rec); err != nil {
		return nil, err
	}
	if rec.Source == "" && (rec.Article == nil || rec.Article.URL == "") {
		return nil, errors.New("no record: neither source nor url")
	}
	return rec, rec.Check()
}
