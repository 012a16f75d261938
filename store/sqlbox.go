package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"

	"github.com/trich-vn/trich/corpus"
)

// ErrReadOnly says that a statement of a user would have changed something.
var ErrReadOnly = errors.New("only reading is allowed")

// boxTimeout is how long a user's query may take unless told otherwise.
const boxTimeout = 10 * time.Second

// sqliteRecursive is SQLITE_RECURSIVE, which the driver does not name.
const sqliteRecursive = 33

// readPragmas are the pragmas that only tell; those of the second list take
// the name of what they tell about.
var (
	readPragmas  = []string{"compile_options", "data_version", "encoding", "page_count", "page_size", "table_list", "user_version", "application_id"}
	namedPragmas = []string{"table_info", "table_xinfo", "index_list", "index_info", "index_xinfo", "foreign_key_list", "table_list"}
)

// SQL answers a query in SQL that can read and nothing else: the connection
// is opened for reading, what a statement may do is checked when it is
// prepared, and its time (0 means 10 s), its memory and the size of a value
// are limited. Columns have the type they were declared with, or text.
func (db *DB) SQL(ctx context.Context, query string, timeout time.Duration) (corpus.Table, corpus.Rows, error) {
	t := corpus.Table{Name: "sql", Title: "SQL", Description: query}
	if timeout <= 0 {
		timeout = boxTimeout
	}
	ctx, cancel := context.WithTimeoutCause(ctx, timeout, mistake("the query took longer than %v", timeout))
	pool := sql.OpenDB(connector{dsn: dsn(db.path, db.opts, reader), driver: db.boxDriver()})
	pool.SetMaxOpenConns(1)
	end := func() { cancel(); pool.Close() }
	rows, err := pool.QueryContext(ctx, query) //nolint:rowserrcheck // looked at by the stream that is returned
	if err != nil {
		defer end()
		return t, nil, boxError(ctx, err)
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		rows.Close()
		end()
		return t, nil, err
	}
	for _, c := range types {
		t.Columns = append(t.Columns, corpus.Column{Name: c.Name(), Type: typeDeclared(c.DatabaseTypeName())})
	}
	return t, func(yield func(corpus.Row, error) bool) {
		defer end()
		defer rows.Close()
		for rows.Next() {
			row, err := scanAny(rows, len(types))
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(nil, boxError(ctx, err))
		}
	}, nil
}

func typeDeclared(name string) corpus.Type {
	switch strings.ToUpper(name) {
	case "INTEGER", "INT":
		return corpus.Integer
	case "REAL":
		return corpus.Real
	}
	return corpus.String
}

func scanAny(rows *sql.Rows, width int) (corpus.Row, error) {
	row := make(corpus.Row, width)
	dest := make([]any, width)
	for i := range row {
		dest[i] = &row[i]
	}
	if err := rows.Scan(dest...); err != nil {
		return nil, err
	}
	for i, cell := range row {
		if b, isBytes := cell.([]byte); isBytes {
			row[i] = fmt.Sprintf("x'%x'", b)
		}
	}
	return row, nil
}

// boxError words why a query was stopped.
func boxError(ctx context.Context, err error) error {
	var se sqlite3.Error
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.As(err, &se) && (se.Code == sqlite3.ErrAuth || se.Code == sqlite3.ErrReadonly):
		return fmt.Errorf("%w: %s", ErrReadOnly, se.Error())
	}
	return explain(err)
}

func (db *DB) boxDriver() *sqlite3.SQLiteDriver {
	plain := newDriver(db.opts)
	return &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		if err := plain.ConnectHook(c); err != nil {
			return err
		}
		for limit, most := range map[int]int{
			sqlite3.SQLITE_LIMIT_LENGTH: 32 << 20, sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1 << 20, sqlite3.SQLITE_LIMIT_ATTACHED: 0,
			sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000, sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
		} {
			c.SetLimit(limit, most)
		}
		c.RegisterAuthorizer(mayRead)
		return nil
	}}
}

// mayRead is asked about everything a statement will do.
func mayRead(action int, arg1, arg2, _ string) int {
	switch action {
	case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqliteRecursive:
		return sqlite3.SQLITE_OK
	case sqlite3.SQLITE_FUNCTION:
		if !strings.EqualFold(arg2, "load_extension") && !strings.EqualFold(arg2, "fts3_tokenizer") {
			return sqlite3.SQLITE_OK
		}
	case sqlite3.SQLITE_PRAGMA:
		name := strings.ToLower(arg1)
		if arg2 == "" && slices.Contains(readPragmas, name) || slices.Contains(namedPragmas, name) {
			return sqlite3.SQLITE_OK
		}
	}
	return sqlite3.SQLITE_DENY
}
