package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// role says what a connection is for.
type role int

const (
	writer role = iota
	reader
)

// dsn returns the data-source name with the settings every connection of
// the role needs: settings made by hand on one connection are lost when the
// pool opens the next.
func dsn(path string, opts Options, r role) string {
	q := url.Values{
		"_busy_timeout":    {strconv.FormatInt(opts.BusyTimeout.Milliseconds(), 10)},
		"_foreign_keys":    {"on"},
		"_stmt_cache_size": {"128"},
		// The pool hands a connection to one goroutine at a time.
		"_mutex": {"no"},
	}
	cache := opts.CacheKiB
	if r == writer {
		q.Set("mode", "rwc")
		q.Set("_journal_mode", "WAL")
		q.Set("_synchronous", "NORMAL")
		q.Set("_txlock", "immediate")
		if cache == 0 {
			cache = 64 << 10
		}
	} else {
		q.Set("mode", "ro")
		q.Set("_query_only", "on")
		if cache == 0 {
			cache = 16 << 10
		}
	}
	q.Set("_cache_size", strconv.Itoa(-cache))
	return fileName(path) + "?" + q.Encode()
}

// fileName writes path as SQLite's URI, with the characters escaped that
// would end it.
func fileName(path string) string {
	return (&url.URL{Scheme: "file", OmitHost: true, Path: path}).String()
}

// connector opens connections of one role and registers the functions that
// the questions use.
type connector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

func (db *DB) pool(r role, size int) *sql.DB {
	pool := sql.OpenDB(connector{dsn: dsn(db.path, db.opts, r), driver: newDriver(db.opts)})
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	return pool
}

// newDriver returns a driver whose connections know fold(text) and
// has_words(text, query), by which texts are compared and indexed.
func newDriver(opts Options) *sqlite3.SQLiteDriver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		if err := c.RegisterFunc("fold", opts.Fold, true); err != nil {
			return err
		}
		return c.RegisterFunc("has_words", hasWords(opts), true)
	}}
}

// create makes the file with large pages: a page size can be set only before
// the first table, and before write-ahead logging is switched on.
func create(ctx context.Context, path string, opts Options) error {
	info, err := os.Stat(path)
	if err == nil && info.Size() > 0 {
		return nil
	}
	q := url.Values{"mode": {"rwc"}, "_busy_timeout": {strconv.FormatInt(opts.BusyTimeout.Milliseconds(), 10)}, "_txlock": {"exclusive"}}
	pool := sql.OpenDB(connector{dsn: fileName(path) + "?" + q.Encode(), driver: newDriver(opts)})
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	if err := checkFTS5(ctx, pool); err != nil {
		return err
	}
	if _, err := pool.ExecContext(ctx, "PRAGMA page_size = 16384"); err != nil {
		return err
	}
	// Writing the application's mark makes the file, unless another process
	// was faster: then it already holds the same mark.
	_, err = pool.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	return err
}

// checkFTS5 reports a program built without the tag that go-sqlite3 needs.
func checkFTS5(ctx context.Context, pool *sql.DB) error {
	var have bool
	if err := pool.QueryRowContext(ctx, "SELECT sqlite_compileoption_used('ENABLE_FTS5')").Scan(&have); err != nil {
		return err
	}
	if !have {
		return ErrNoFTS5
	}
	return nil
}

func isSQLite(err error) bool {
	var se sqlite3.Error
	return errors.As(err, &se)
}

// explained words the codes that a user can do something about. Unwrap keeps
// the original for errors.Is.
type explained struct {
	text string
	err  error
}

func (e explained) Error() string { return e.text }
func (e explained) Unwrap() error { return e.err }

// Is finds the sentinels whose words the explanation has.
func (e explained) Is(target error) bool {
	return (target == ErrFull || target == ErrBusy) && e.text == target.Error()
}

// explain says what a code of SQLite means for the person before the screen.
func explain(err error) error {
	var se sqlite3.Error
	if !errors.As(err, &se) {
		return err
	}
	var text string
	switch se.Code {
	case sqlite3.ErrNotADB:
		text = "not a SQLite database"
	case sqlite3.ErrCorrupt:
		text = "the database file is damaged (" + se.Error() + ")"
	case sqlite3.ErrFull:
		text = ErrFull.Error()
	case sqlite3.ErrReadonly:
		text = "no permission to write"
	case sqlite3.ErrPerm:
		text = "no permission"
	case sqlite3.ErrCantOpen:
		text = "cannot be opened or created (" + se.Error() + ")"
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		text = ErrBusy.Error()
	case sqlite3.ErrIoErr:
		text = "the disk reported an error (" + se.Error() + ")"
	default:
		return err
	}
	return explained{text, err}
}
