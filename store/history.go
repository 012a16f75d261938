package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"
)

// An Entry is one thing that a store knows beside its articles; exactly one of
// the fields is set.
type Entry struct {
	Run        *Run        `json:"run,omitempty"`
	Correction *Correction `json:"correction,omitempty"`
	Provenance *Provenance `json:"provenance,omitempty"`
}

// A Provenance tells which rules and which run wrote an article, and when.
type Provenance struct {
	// Key is the article's address, or its source where it has none.
	Key       string    `json:"key"`
	Extractor string    `json:"extractor,omitempty"`
	Run       int64     `json:"run,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	ChangedAt time.Time `json:"changed_at"`
}

// History streams what the store knows beside its articles: the runs and the
// readers' decisions, oldest first, then the provenance of the articles that
// match f.
func (db *DB) History(ctx context.Context, f Filter) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		runs, err := db.runs(ctx, selectRuns+"ORDER BY id")
		if err != nil {
			yield(Entry{}, err)
			return
		}
		corrections, err := db.Corrections(ctx)
		if err != nil {
			yield(Entry{}, err)
			return
		}
		for i := range runs {
			if !yield(Entry{Run: &runs[i]}, nil) {
				return
			}
		}
		for i := range corrections {
			if !yield(Entry{Correction: &corrections[i]}, nil) {
				return
			}
		}
		for p, err := range db.provenances(ctx, f) {
			if !yield(Entry{Provenance: &p}, err) {
				return
			}
		}
	}
}

func (db *DB) provenances(ctx context.Context, f Filter) iter.Seq2[Provenance, error] {
	return func(yield func(Provenance, error) bool) {
		f.Sort = "id"
		for a, err := range db.Articles(ctx, f) {
			var p Provenance
			if err == nil {
				p, err = db.provenance(ctx, a.ID)
			}
			if errors.Is(err, sql.ErrNoRows) {
				continue // removed while we read
			}
			if !yield(p, db.fail(err)) {
				return
			}
		}
	}
}

func (db *DB) provenance(ctx context.Context, article int64) (p Provenance, err error) {
	var created, changed string
	err = db.r.QueryRowContext(ctx, "SELECT key, coalesce(extractor, ''), coalesce(run_id, 0), created_at, changed_at FROM articles WHERE id = ?", article).
		Scan(&p.Key, &p.Extractor, &p.Run, &created, &changed)
	if err != nil {
		return p, err
	}
	if p.CreatedAt, err = time.Parse(time.RFC3339, created); err == nil {
		p.ChangedAt, err = time.Parse(time.RFC3339, changed)
	}
	return p, err
}

// RestoreRun keeps a run of another store and returns its identifier here: its
// own where that is free. A run that is here already stays as it is.
func (db *DB) RestoreRun(ctx context.Context, r *Run) (id int64, err error) {
	arguments, report, err := r.texts()
	if err != nil {
		return 0, err
	}
	err = db.update(ctx, func(tx *transaction) error {
		err := tx.QueryRowContext(ctx, "SELECT id FROM runs WHERE command = ? AND started_at = ? AND arguments IS ?", r.Command, stamp(r.StartedAt), arguments).Scan(&id)
		if err == nil || !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return tx.QueryRowContext(ctx, `INSERT INTO runs (id, command, arguments, version, started_at, finished_at, status, report)
			VALUES (iif(EXISTS (SELECT 1 FROM runs WHERE id = ?1), NULL, ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id`,
			r.ID, r.Command, arguments, opt(r.Version), stamp(r.StartedAt), opt(stamp(r.FinishedAt)), r.Status, report).Scan(&id)
	})
	if err != nil {
		return 0, fmt.Errorf("run %d: %w", r.ID, err)
	}
	return id, nil
}

// texts are the cells of a run that hold JSON.
func (r *Run) texts() (arguments, report any, err error) {
	if len(r.Arguments) > 0 {
		b, err := json.Marshal(r.Arguments)
		if err != nil {
			return nil, nil, err
		}
		arguments = string(b)
	}
	if r.Report != nil {
		report = string(r.Report)
	}
	return arguments, report, nil
}

// RestoreProvenance tells of articles that a run brought in which rules and
// which run wrote them in the store they come from; runs maps its runs to those
// here. Articles that were here before keep what is known of them.
func (db *DB) RestoreProvenance(ctx context.Context, importing int64, runs map[int64]int64, all []Provenance) error {
	return db.update(ctx, func(tx *transaction) error {
		return each(ctx, tx, `UPDATE articles SET extractor = ?, run_id = ?, created_at = ?, changed_at = ? WHERE key = ? AND run_id = ?`,
			all, func(s *sql.Stmt, p *Provenance) error {
				_, err := s.ExecContext(ctx, opt(p.Extractor), optID(runs[p.Run]), stamp(p.CreatedAt), stamp(p.ChangedAt), p.Key, importing)
				return err
			})
	})
}
