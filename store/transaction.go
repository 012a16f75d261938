package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"slices"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// A transaction is one on a connection of its own, held by statements: sql.Tx
// starts a goroutine to watch every query, which costs more than most queries
// of a writer, and cannot tell whether SQLite gave the transaction up.
type transaction struct {
	*sql.Conn
	// broken says that something could not be undone.
	broken bool
}

// transact begins a writing transaction. It waits for the connection and for
// other programs.
func transact(ctx context.Context, pool *sql.DB) (*transaction, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return &transaction{Conn: conn}, nil
}

// insert runs a statement that inserts a row for every row of values, which
// stand one after the other. It goes past database/sql, and asks as for rows:
// then the driver takes all values of a row into C at once, not one by one.
func (t *transaction) insert(statement string, width int, values []any) error {
	return t.Raw(func(c any) error {
		args := make([]driver.NamedValue, width)
		for row := range slices.Chunk(values, width) {
			for i, v := range row {
				if n, ok := v.(int); ok {
					v = int64(n)
				}
				args[i] = driver.NamedValue{Ordinal: i + 1, Value: v}
			}
			rows, err := c.(driver.QueryerContext).QueryContext(context.Background(), statement, args)
			if err != nil {
				return err
			}
			if err := rows.Close(); err != nil {
				return err
			}
		}
		return nil
	})
}

// open says that SQLite holds the transaction: it rolls back by itself when the
// disk is full.
func (t *transaction) open() bool {
	open := false
	err := t.Raw(func(c any) error {
		open = !c.(*sqlite3.SQLiteConn).AutoCommit()
		return nil
	})
	return err == nil && open
}

// sound says that more can be written, and committed.
func (t *transaction) sound() bool { return !t.broken && t.open() }

// undo runs what takes back a failed step, whose error is err, unless the
// transaction is lost with it.
func (t *transaction) undo(err error, back func() error) error {
	if !t.open() {
		return err
	}
	failed := back()
	t.broken = t.broken || failed != nil
	return errors.Join(err, failed)
}

// undoable runs f so that its error undoes f alone.
func (t *transaction) undoable(ctx context.Context, f func() error) error {
	if _, err := t.ExecContext(ctx, "SAVEPOINT step"); err != nil {
		return err
	}
	if err := f(); err != nil {
		return t.undo(err, func() error {
			_, err := t.ExecContext(ctx, "ROLLBACK TO step; RELEASE step")
			return err
		})
	}
	_, err := t.ExecContext(ctx, "RELEASE step")
	return err
}

// commit makes the transaction durable and gives the connection back.
func (t *transaction) commit() error {
	if _, err := t.ExecContext(context.Background(), "COMMIT"); err != nil {
		return errors.Join(err, t.rollback())
	}
	return t.Close()
}

// rollback undoes the transaction and gives the connection back.
func (t *transaction) rollback() error {
	var err error
	if t.open() {
		_, err = t.ExecContext(context.Background(), "ROLLBACK")
	}
	if err != nil {
		// The pool closes the connection, and the transaction with it.
		_ = t.Raw(func(any) error { return driver.ErrBadConn })
		return err
	}
	return t.Close()
}
