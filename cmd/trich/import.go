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
	"time"

	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/store"
)

// maxRecord bounds a line of records, in bytes.
const maxRecord = 256 << 20

func (a *app) importCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import FILE.jsonl|-…",
		Short: a.tr("restore records into the database"),
		Long: a.tr("Reads records as 'trich extract' and 'trich export records' write them, one JSON object a line, and stores articles and facts " +
			"as they stand there. Every quote is compared with its text. Raw pages are not in records: 'trich export warc' and 'trich ingest' move those."),
		Example: "  trich export records --out backup/ --db a.db\n  trich import backup/records.jsonl --db b.db",
		Args:    a.minArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.pipeline()
			if err != nil {
				return err
			}
			unlock, err := a.lock()
			if err != nil {
				return err
			}
			defer unlock()
			db, err := a.openDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			return a.importRecords(cmd.Context(), db, p, args)
		},
	}
	a.dbFlag(cmd)
	return cmd
}

// importRecords is one run over files of records.
func (a *app) importRecords(ctx context.Context, db *store.DB, p *pipeline, args []string) error {
	start := time.Now()
	run, err := db.StartRun(ctx, "import", args, version)
	if err != nil {
		return failed(err, "")
	}
	t := &tally{}
	w := db.Writer(0)
	for rec, rerr := range a.recordsOf(ctx, args) {
		if rerr != nil {
			t.Failed++
			a.report(rerr)
			continue
		}
		var o store.Outcome
		if o, err = w.SaveRecord(ctx, rec, store.Meta{RunID: run}); err != nil {
			break
		}
		t.add(rec, o)
	}
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	if err == nil && t.New+t.Changed+t.Removed > 0 {
		err = p.learn(ctx, db)
	}
	t.Seconds = time.Since(start).Seconds()
	return a.endRun(ctx, db, run, t, err)
}

// recordsOf streams the records of files; - is standard input. An error names
// file and line, and the stream goes on behind it.
func (a *app) recordsOf(ctx context.Context, args []string) iter.Seq2[*corpus.Record, error] {
	return func(yield func(*corpus.Record, error) bool) {
		for _, arg := range args {
			for rec, err := range a.recordsIn(arg) {
				if ctx.Err() != nil || !yield(rec, err) {
					return
				}
			}
		}
	}
}

func (a *app) recordsIn(name string) iter.Seq2[*corpus.Record, error] {
	return func(yield func(*corpus.Record, error) bool) {
		in := a.in
		if name != "-" {
			f, err := os.Open(name)
			if err != nil {
				yield(nil, err)
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
			rec, err := parseRecord(lines.Bytes())
			if err != nil {
				err = fmt.Errorf("%s:%d: %w", name, n, err)
			}
			if !yield(rec, err) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, fmt.Errorf("%s:%d: %w", name, n+1, err))
		}
	}
}

// parseRecord reads one record. A field that it does not know would be lost,
// so it is an error.
func parseRecord(line []byte) (*corpus.Record, error) {
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	rec := &corpus.Record{}
	if err := dec.Decode(rec); err != nil {
		return nil, fmt.Errorf("no record: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("no record: more than one object in a line")
	}
	if rec.Source == "" && (rec.Article == nil || rec.Article.URL == "") {
		return nil, errors.New("no record: neither source nor url")
	}
	return rec, rec.Check()
}
