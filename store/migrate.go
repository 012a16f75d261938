package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// applicationID marks a database as Trích's: "Tric" in ASCII.
const applicationID = 0x54726963

// Migrations are added, never edited: NNNN_name.sql brings user_version from
// NNNN-1 to NNNN.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// A migration is one step of the schema.
type migration struct {
	version   int
	name, sql string
}

// migrations returns the steps in order and fails when a number is missing
// or taken twice.
func migrations() ([]migration, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	steps := make([]migration, len(names))
	for i, name := range names {
		base := strings.TrimPrefix(name, "migrations/")
		number, _, _ := strings.Cut(base, "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("migration %s: number %d expected", base, i+1)
		}
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		steps[i] = migration{version: version, name: base, sql: string(text)}
	}
	return steps, nil
}

// migrate runs the steps the database has not seen, each in a transaction of
// its own: a kill between two leaves a database of an older version, whole.
func migrate(ctx context.Context, pool *sql.DB) error {
	steps, err := migrations()
	if err != nil {
		return err
	}
	for {
		done, err := migrateOne(ctx, pool, steps)
		if err != nil || done {
			return err
		}
	}
}

// migrateOne runs the next step. The version is read inside the writing
// transaction, so two programs that open the same file do not run it twice.
func migrateOne(ctx context.Context, pool *sql.DB, steps []migration) (done bool, err error) {
	tx, err := transact(ctx, pool)
	if err != nil {
		return false, err
	}
	if done, err := migrateIn(ctx, tx, steps); err != nil || done {
		return done, errors.Join(err, tx.rollback())
	}
	return false, tx.commit()
}

func migrateIn(ctx context.Context, tx *transaction, steps []migration) (done bool, err error) {
	version, err := readVersion(ctx, tx, len(steps))
	if err != nil || version == len(steps) {
		return true, err
	}
	step := steps[version]
	if _, err := tx.ExecContext(ctx, step.sql); err != nil {
		return false, fmt.Errorf("migration %s: %w", step.name, err)
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, step.version)); err != nil {
		return false, fmt.Errorf("migration %s: %w", step.name, err)
	}
	return false, nil
}

// querier is what reads: a pool, a connection or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// readVersion returns the version of the database and refuses one that is
// newer than newest or belongs to another program.
func readVersion(ctx context.Context, q querier, newest int) (int, error) {
	var id, version, tables int
	for pragma, to := range map[string]*int{
		"SELECT application_id FROM pragma_application_id":                  &id,
		"SELECT user_version FROM pragma_user_version":                      &version,
		"SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'": &tables,
	} {
		if err := q.QueryRowContext(ctx, pragma).Scan(to); err != nil {
			return 0, err
		}
	}
	if id != applicationID && (id != 0 || version != 0 || tables != 0) {
		return 0, ErrForeign
	}
	if version > newest {
		return 0, fmt.Errorf("%w (version %d, this program knows %d)", ErrNewer, version, newest)
	}
	return version, nil
}

// checkVersion refuses a database whose schema is not today's.
func checkVersion(ctx context.Context, pool *sql.DB) error {
	steps, err := migrations()
	if err != nil {
		return err
	}
	version, err := readVersion(ctx, pool, len(steps))
	if err != nil {
		return err
	}
	if version < len(steps) {
		return fmt.Errorf("%w (version %d, this program needs %d)", ErrOutdated, version, len(steps))
	}
	return nil
}
