package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// The ways a run can end. Running is also what a killed run is left as.
const (
	RunRunning = "running"
	RunDone    = "done"
	RunPartial = "partial"
	RunFailed  = "failed"
)

// A Run is one execution of a command that writes.
type Run struct {
	ID        int64     `json:"id"`
	Command   string    `json:"command"`
	Arguments []string  `json:"arguments,omitempty"`
	Version   string    `json:"version,omitempty"`
	StartedAt time.Time `json:"started_at"`
	// FinishedAt is zero while the run goes on, or when it was killed.
	FinishedAt time.Time `json:"finished_at,omitzero"`
	Status     string    `json:"status"`
	// Report is what the command reported, as JSON; nil before it ended.
	Report json.RawMessage `json:"report,omitempty"`
}

// StartRun notes that a command begins and returns the run's identifier.
func (db *DB) StartRun(ctx context.Context, command string, arguments []string, version string) (id int64, err error) {
	var args any
	if len(arguments) > 0 {
		b, err := json.Marshal(arguments)
		if err != nil {
			return 0, err
		}
		args = string(b)
	}
	err = db.save(ctx, func(s *saver) error {
		result, err := s.tx.ExecContext(ctx, "INSERT INTO runs (command, arguments, version, started_at) VALUES (?, ?, ?, ?)",
			command, args, opt(version), db.now())
		if err != nil {
			return err
		}
		id, err = result.LastInsertId()
		return err
	})
	return id, err
}

// FinishRun notes how the run ended (RunDone, RunPartial, RunFailed) and
// keeps its report as JSON.
func (db *DB) FinishRun(ctx context.Context, id int64, status string, report any) error {
	b, err := json.Marshal(report)
	if err != nil {
		return fmt.Errorf("run %d: report: %w", id, err)
	}
	return db.save(ctx, func(s *saver) error {
		result, err := s.tx.ExecContext(ctx, "UPDATE runs SET finished_at = ?, status = ?, report = ? WHERE id = ?",
			db.now(), status, string(b), id)
		if err != nil {
			return fmt.Errorf("run %d: %w", id, err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("run %d: %w", id, ErrNotFound))
		}
		return nil
	})
}

const selectRuns = "SELECT id, command, arguments, version, started_at, finished_at, status, report FROM runs "

// Runs returns the newest runs, newest first; limit 0 means all.
func (db *DB) Runs(ctx context.Context, limit int) ([]Run, error) {
	if limit <= 0 {
		limit = -1
	}
	return db.runs(ctx, selectRuns+"ORDER BY id DESC LIMIT ?", limit)
}

// RunByID returns one run, or ErrNotFound.
func (db *DB) RunByID(ctx context.Context, id int64) (*Run, error) {
	runs, err := db.runs(ctx, selectRuns+"WHERE id = ?", id)
	if err != nil {
		return nil, err
	}
	if len(runs) == 0 {
		return nil, fmt.Errorf("run %d: %w", id, ErrNotFound)
	}
	return &runs[0], nil
}

func (db *DB) runs(ctx context.Context, query string, args ...any) ([]Run, error) {
	rows, err := db.r.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, db.fail(err)
	}
	defer rows.Close()
	var runs []Run
	for rows.Next() {
		run, err := scanRun(rows)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	return runs, db.fail(rows.Err())
}

func scanRun(rows *sql.Rows) (run Run, err error) {
	var arguments, version, finished, report sql.NullString
	var started string
	if err := rows.Scan(&run.ID, &run.Command, &arguments, &version, &started, &finished, &run.Status, &report); err != nil {
		return run, err
	}
	run.Version = version.String
	if arguments.Valid {
		if err := json.Unmarshal([]byte(arguments.String), &run.Arguments); err != nil {
			return run, fmt.Errorf("run %d: arguments: %w", run.ID, err)
		}
	}
	if report.Valid {
		run.Report = json.RawMessage(report.String)
	}
	if run.StartedAt, err = time.Parse(time.RFC3339, started); err != nil {
		return run, fmt.Errorf("run %d: %w", run.ID, err)
	}
	if finished.Valid {
		if run.FinishedAt, err = time.Parse(time.RFC3339, finished.String); err != nil {
			return run, fmt.Errorf("run %d: %w", run.ID, err)
		}
	}
	return run, nil
}
