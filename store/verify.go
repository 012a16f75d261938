package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/trich-vn/trich/corpus"
)

// A Check is one thing that Verify looked at.
type Check struct {
	// Name says what was looked at, Rows how many of it there are.
	Name string
	Rows int64
	// Problems lists what is wrong, at most maxProblems of it; nil when
	// nothing is.
	Problems []string
}

// OK says that nothing is wrong.
func (c Check) OK() bool { return len(c.Problems) == 0 }

const maxProblems = 10

// A verification is a query whose rows are problems, one text each.
type verification struct{ name, count, problems string }

// verifications are the promises of the schema that no constraint keeps.
var verifications = []verification{
	{"file", "SELECT page_count FROM pragma_page_count", "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"},
	{"foreign keys", "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND schema = 'main'",
		`SELECT "table" || ' row ' || coalesce(rowid, '') || ' refers to no row of ' || parent FROM pragma_foreign_key_check`},
	{"articles", "SELECT count(*) FROM articles", `SELECT 'article ' || a.id || ' is not whole' FROM articles a
		LEFT JOIN article_texts t ON t.article_id = a.id
		WHERE t.article_id IS NULL OR length(t.text) <> a.chars
			OR a.dates <> (SELECT count(*) FROM dates f WHERE f.article_id = a.id)
			OR a.officials <> (SELECT count(*) FROM officials f WHERE f.article_id = a.id)
			OR a.counts <> (SELECT count(*) FROM counts f WHERE f.article_id = a.id)
			OR a.percentages <> (SELECT count(*) FROM percentages f WHERE f.article_id = a.id)`},
	{"sentences", "SELECT count(*) FROM sentences", `SELECT 'article ' || s.article_id || ', sentence ' || s.n || ' ends behind the text'
		FROM sentences s JOIN articles a ON a.id = s.article_id WHERE s.end > a.chars`},
	quoting("dates"), quoting("officials"), quoting("counts"), quoting("percentages"), quoting("rejections"),
	{"positions", "SELECT count(*) FROM positions", ""},
	{"pages", "SELECT count(*) FROM pages", ""},
	{"people", "SELECT count(*) FROM people", ""},
	{"runs", "SELECT count(*) FROM runs", ""},
	{"full text", "SELECT count(*) FROM search_docsize", `SELECT 'article ' || article_id || ' is not indexed' FROM article_texts
			WHERE article_id NOT IN (SELECT id FROM search_docsize) OR article_id NOT IN (SELECT id FROM search_exact_docsize)
		UNION ALL SELECT 'article ' || id || ' is indexed and does not exist' FROM search_docsize
			WHERE id NOT IN (SELECT article_id FROM article_texts)`},
	{"full text of sentences", "SELECT count(*) FROM search_sentences_docsize", `SELECT 'article ' || article_id || ', sentence ' || n || ' is not indexed' FROM sentences f
			WHERE f.article_id << 6 | min(f.n, 63) NOT IN (SELECT id FROM search_sentences_docsize)
		UNION ALL SELECT 'article ' || (id >> 6) || ', sentence ' || (id & 63) || ' is indexed and does not exist' FROM search_sentences_docsize
			WHERE NOT EXISTS (SELECT 1 FROM sentences WHERE article_id = id >> 6 AND n = id & 63)`},
}

// quoting checks that a table's facts quote their article and stand in their
// sentence.
func quoting(table string) verification {
	return verification{table, "SELECT count(*) FROM " + table, `SELECT 'article ' || f.article_id || ', ` + table + ` ' || f.n || ': not the text at ' || f.start || '-' || f.end
		FROM ` + table + ` f JOIN article_texts t ON t.article_id = f.article_id
		WHERE substr(t.text, f.start + 1, f.end - f.start) IS NOT f.text`}
}

// Verify checks that the file is sound, that references hold, that every
// article is whole, that facts quote their text, that the full-text index
// knows every article, and that pages in the database are what was fetched;
// VerifyArchive does so for those in the archive. The error is of the reading
// itself; what is wrong stands in the checks.
func (db *DB) Verify(ctx context.Context) ([]Check, error) {
	// A connection of its own: FTS5 checks itself against what a connection
	// remembers of its index, and calls an index damaged that another
	// connection has written since. One transaction, so that a writer does
	// not come between two checks.
	pool := db.pool(reader, 1)
	defer pool.Close()
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, db.fail(err)
	}
	defer tx.Rollback()
	return db.verify(ctx, tx)
}

func (db *DB) verify(ctx context.Context, q querier) ([]Check, error) {
	var checks []Check
	for _, v := range verifications {
		c := Check{Name: v.name}
		if err := q.QueryRowContext(ctx, v.count).Scan(&c.Rows); err != nil {
			return checks, fmt.Errorf("%s: %w", v.name, db.fail(err))
		}
		if v.problems != "" {
			var err error
			if c.Problems, err = textsOf(ctx, q, v.problems+fmt.Sprintf(" LIMIT %d", maxProblems)); err != nil {
				return checks, fmt.Errorf("%s: %w", v.name, db.fail(err))
			}
		}
		checks = append(checks, c)
	}
	bodies, err := db.verifyBodies(ctx, q)
	return append(checks, bodies), err
}

// verifyBodies unpacks every page that the database holds and compares its
// hash.
func (db *DB) verifyBodies(ctx context.Context, q querier) (Check, error) {
	c := Check{Name: "page bodies"}
	rows, err := q.QueryContext(ctx, "SELECT id, sha256, size, coding, body FROM page_bodies WHERE body IS NOT NULL")
	if err != nil {
		return c, db.fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var size int
		var sum, body sql.RawBytes
		var coding string
		if err := rows.Scan(&id, &sum, &size, &coding, &body); err != nil {
			return c, db.fail(err)
		}
		unpacked, err := db.unpack(coding, size, body)
		if actual := sha256.Sum256(unpacked); err == nil && !bytes.Equal(actual[:], sum) {
			err = errors.New("not what was fetched")
		}
		c.see(err, "body %d: %v", id, err)
	}
	return c, db.fail(rows.Err())
}

// see counts a row and notes what is wrong with it.
func (c *Check) see(err error, format string, args ...any) {
	c.Rows++
	if err != nil && len(c.Problems) < maxProblems {
		c.Problems = append(c.Problems, fmt.Sprintf(format, args...))
	}
}

// VerifyArchive checks that the archive's files are there and long enough, that
// every answer in the index stands where it says, and that every page whose
// bytes the archive holds is what was fetched. It reads the whole archive.
func (db *DB) VerifyArchive(ctx context.Context) ([]Check, error) {
	files := Check{Name: "archive files"}
	list, err := db.ArchiveFiles(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range list {
		err := f.check()
		files.see(err, "%s: %v", f.Name, err)
	}
	answers, err := db.verifyAnswers(ctx)
	if err != nil {
		return []Check{files}, err
	}
	bodies, err := db.verifyArchived(ctx)
	return []Check{files, answers, bodies}, err
}

func (f *ArchiveFile) check() error {
	if f.Folder == "" {
		return ErrNoArchive
	}
	info, err := os.Stat(filepath.Join(f.Folder, f.Name))
	if err != nil {
		return reason(err)
	}
	if info.Size() < f.Size {
		return fmt.Errorf("%d bytes, where the index knows of %d", info.Size(), f.Size)
	}
	return nil
}

func (db *DB) verifyAnswers(ctx context.Context) (Check, error) {
	c := Check{Name: "archive"}
	for id, err := range db.bunches(ctx, "SELECT id FROM archive WHERE id > ?1 ORDER BY id LIMIT 500") {
		if err != nil {
			return c, err
		}
		for r, err := range db.archive(ctx, "WHERE a.id = ?1", id) {
			if err != nil {
				return c, err
			}
			err = db.checkAnswer(r)
			c.see(err, "%s: %v", r.URL, err)
		}
	}
	return c, ctx.Err()
}

// checkAnswer lets the archive check one answer; where its file is not there,
// the check of the files says so once.
func (db *DB) checkAnswer(r corpus.ArchiveRecord) (err error) {
	r.Folder, err = db.folderOf(r.File, r.Folder)
	switch {
	case errors.Is(err, ErrNoArchive):
		return nil
	case err == nil && db.opts.Archive == nil:
		return ErrNoArchive
	case err == nil:
		err = db.opts.Archive.Check(r)
	}
	return err
}

func (db *DB) verifyArchived(ctx context.Context) (Check, error) {
	c := Check{Name: "archived pages"}
	for id, err := range db.bunches(ctx, "SELECT id FROM page_bodies WHERE body IS NULL AND id > ?1 ORDER BY id LIMIT 500") {
		if err != nil {
			return c, err
		}
		var b storedBody
		if err := db.r.QueryRowContext(ctx, "SELECT "+bodyColumns+" FROM page_bodies b LEFT JOIN archive_files f ON f.id = b.file_id WHERE b.id = ?", id).
			Scan(b.cells()...); err != nil {
			return c, db.fail(err)
		}
		_, _, _, err = db.read(&b)
		c.see(err, "body %d: %v", id, err)
	}
	return c, ctx.Err()
}

// textsOf returns the texts of a query's only column.
func textsOf(ctx context.Context, q querier, query string) ([]string, error) {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}
