package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// Backup copies the whole database to path while others read and write, and
// verifies the copy. The copy is one moment's state. path must not exist; it
// appears only when it is complete and sound. The files of the archive are not
// copied; the copy looks for them in the folder archive, as seen from its own,
// or where the original does when archive is empty.
func (db *DB) Backup(ctx context.Context, path, archive string) error {
	return db.copyTo(ctx, path, func(part string) error {
		pool := sql.OpenDB(connector{dsn: fileName(part) + "?mode=rwc", driver: newDriver(db.opts)})
		defer pool.Close()
		if err := withRaw(ctx, pool, func(to *sqlite3.SQLiteConn) error {
			return withRaw(ctx, db.r, func(from *sqlite3.SQLiteConn) error { return copyPages(to, from) })
		}); err != nil {
			return err
		}
		if archive != "" {
			if _, err := pool.ExecContext(ctx, "UPDATE archive_files SET folder = ?", filepath.ToSlash(archive)); err != nil {
				return err
			}
		}
		// One file, without a log beside it, is easier to move.
		_, err := pool.ExecContext(ctx, "PRAGMA journal_mode = DELETE")
		return err
	})
}

// Snapshot writes a compact copy of the database to path: without free pages
// and without a write-ahead log, for others to read. path must not exist; it
// appears only when it is complete and sound.
func (db *DB) Snapshot(ctx context.Context, path string) error {
	return db.copyTo(ctx, path, func(part string) error {
		pool := sql.OpenDB(connector{dsn: fileName(db.path) + "?mode=ro", driver: newDriver(db.opts)})
		defer pool.Close()
		_, err := pool.ExecContext(ctx, "VACUUM INTO ?", part)
		return err
	})
}

// copyTo lets write make a file beside path, checks it, and only then gives
// it its name: a copy that was cut off is never taken for one.
func (db *DB) copyTo(ctx context.Context, path string, write func(part string) error) error {
	fail := func(err error) error { return fmt.Errorf("copy of the database to %s: %w", path, explain(err)) }
	abs, err := filepath.Abs(path)
	if err != nil {
		return fail(err)
	}
	if _, err := os.Lstat(abs); err == nil {
		return fail(os.ErrExist)
	}
	if err := checkFolder(filepath.Dir(abs)); err != nil {
		return fail(err)
	}
	part := abs + ".part"
	if err := removeDatabase(part); err != nil {
		return fail(reason(err))
	}
	if err := write(part); err != nil {
		return fail(errors.Join(err, removeDatabase(part)))
	}
	if err := db.checkCopy(ctx, part); err != nil {
		return fail(errors.Join(err, removeDatabase(part)))
	}
	if err := syncFile(part); err != nil {
		return fail(errors.Join(reason(err), removeDatabase(part)))
	}
	if err := os.Rename(part, abs); err != nil {
		return fail(reason(err))
	}
	return nil
}

// withRaw hands f the driver's connection.
func withRaw(ctx context.Context, pool *sql.DB, f func(*sqlite3.SQLiteConn) error) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(c any) error { return f(c.(*sqlite3.SQLiteConn)) })
}

// copyPages copies every page in one step: in write-ahead mode that keeps
// nobody waiting, and the copy is of one moment.
func copyPages(to, from *sqlite3.SQLiteConn) error {
	b, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	done, err := b.Step(-1)
	if err == nil && !done {
		err = errors.New("the source is locked")
	}
	return errors.Join(err, b.Finish())
}

// checkCopy verifies a copy as a stranger would find it.
func (db *DB) checkCopy(ctx context.Context, path string) error {
	opts := db.opts
	opts.ReadOnly = true
	opts.Readers = 1
	c, err := Open(ctx, path, opts)
	if err != nil {
		return err
	}
	defer c.Close()
	checks, err := c.Verify(ctx)
	if err != nil {
		return err
	}
	for _, check := range checks {
		if !check.OK() {
			return fmt.Errorf("%s: %s", check.Name, check.Problems[0])
		}
	}
	return nil
}

// removeDatabase deletes a database file with what SQLite keeps beside it.
func removeDatabase(path string) error {
	var errs []error
	for _, suffix := range []string{"", "-journal", "-wal", "-shm"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
