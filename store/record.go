package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
)

// Meta says where a record comes from. The zero values mean unknown.
type Meta struct {
	// PageID is the stored version of the page the article was taken from.
	PageID int64
	// RunID is the run that saves.
	RunID int64
	// ExtractorVersion is the version of the rules that found the facts.
	ExtractorVersion string
}

// An Outcome says what saving a record did to the store.
type Outcome int

// The outcomes.
const (
	// Unchanged: the same article with the same facts was stored already.
	Unchanged Outcome = iota
	// New: the article was not known.
	New
	// Changed: the article's own rows were replaced.
	Changed
	// NoArticle: the page holds no article, and held none before.
	NoArticle
	// Removed: the page was taken for an article before and no longer is.
	Removed
)

func (o Outcome) String() string {
	return [...]string{"unchanged", "new", "changed", "no article", "removed"}[o]
}

// SaveRecord stores an article and its facts in one transaction. It replaces
// the article's own rows and nothing else; the article is known by its URL
// (by its source where it has none), or else by the page it was taken from. A record without an article marks its
// page as holding none and removes what was earlier taken out of the same
// version of the page; an article taken from an older version stays, because
// a portal that serves an error page today did publish it.
func (db *DB) SaveRecord(ctx context.Context, rec *corpus.Record, meta Meta) (Outcome, error) {
	var outcome Outcome
	err := db.update(ctx, func(tx *sql.Tx) (err error) {
		outcome, err = db.saveRecord(ctx, tx, rec, meta)
		return err
	})
	return outcome, err
}

// A Writer saves many pages and articles in one transaction at a time, which
// is much faster than a transaction each. Readers and a killed program still
// see whole articles only. A Writer holds the database's one writing
// connection from the first Save to the next commit: it is for bulk work
// that does not pause, by one goroutine, and every other write of the same
// DB waits for it. Close must be called.
type Writer struct {
	db    *DB
	tx    *sql.Tx
	every int
	saved int
	since time.Time
}

// maxHold is the longest time a Writer keeps other programs waiting.
const maxHold = time.Second

// Writer returns a Writer that commits after the given number of records, or
// after a second of work; 0 means 500.
func (db *DB) Writer(every int) *Writer {
	if every <= 0 {
		every = 500
	}
	return &Writer{db: db, every: every}
}

// SavePage is DB.SavePage within the writer's transaction.
func (w *Writer) SavePage(ctx context.Context, p *corpus.Page) (id int64, changed bool, err error) {
	err = w.step(ctx, false, func(tx *sql.Tx) (err error) {
		id, changed, err = w.db.savePage(ctx, tx, p)
		return err
	})
	return id, changed, err
}

// SaveRecord is DB.SaveRecord within the writer's transaction. An error
// leaves the article as it was and the others saved.
func (w *Writer) SaveRecord(ctx context.Context, rec *corpus.Record, meta Meta) (outcome Outcome, err error) {
	err = w.step(ctx, true, func(tx *sql.Tx) (err error) {
		outcome, err = w.db.saveRecord(ctx, tx, rec, meta)
		return err
	})
	return outcome, err
}

// step runs f under a savepoint, so that its error undoes f alone.
func (w *Writer) step(ctx context.Context, ends bool, f func(tx *sql.Tx) error) error {
	if w.tx == nil {
		if w.db.w == nil {
			return fmt.Errorf("database %s: opened for reading only", w.db.path)
		}
		tx, err := w.db.w.BeginTx(ctx, nil)
		if err != nil {
			return w.db.fail(err)
		}
		w.tx, w.saved, w.since = tx, 0, time.Now()
	}
	if _, err := w.tx.ExecContext(ctx, "SAVEPOINT step"); err != nil {
		return w.abandon(err)
	}
	if err := f(w.tx); err != nil {
		if _, undo := w.tx.ExecContext(context.WithoutCancel(ctx), "ROLLBACK TO step; RELEASE step"); undo != nil {
			// The transaction is gone, as when the disk is full.
			return w.abandon(err)
		}
		return w.db.fail(err)
	}
	if _, err := w.tx.ExecContext(ctx, "RELEASE step"); err != nil {
		return w.abandon(err)
	}
	w.saved++
	if ends && (w.saved >= w.every || time.Since(w.since) > maxHold) {
		return w.Commit()
	}
	return nil
}

// abandon gives the transaction up; what was saved since the last commit is
// lost and will be done by the next run.
func (w *Writer) abandon(err error) error {
	tx := w.tx
	w.tx = nil
	return w.db.fail(errors.Join(err, rollback(tx)))
}

// Commit makes what was saved so far durable and visible. The Writer can go
// on after it.
func (w *Writer) Commit() error {
	if w.tx == nil {
		return nil
	}
	tx := w.tx
	w.tx = nil
	if err := tx.Commit(); err != nil {
		return w.db.fail(errors.Join(err, rollback(tx)))
	}
	return nil
}

// Close commits and gives the writing connection back.
func (w *Writer) Close() error { return w.Commit() }

func recordKey(rec *corpus.Record) string {
	if rec.Article != nil && rec.Article.URL != "" {
		return rec.Article.URL
	}
	return rec.Source
}

func (db *DB) saveRecord(ctx context.Context, tx *sql.Tx, rec *corpus.Record, meta Meta) (Outcome, error) {
	key := recordKey(rec)
	if key == "" {
		return 0, errors.New("record without URL and source")
	}
	outcome, err := db.saveKeyed(ctx, tx, key, rec, meta)
	if err != nil {
		return 0, fmt.Errorf("article %s: %w", key, err)
	}
	return outcome, nil
}

func (db *DB) saveKeyed(ctx context.Context, tx *sql.Tx, key string, rec *corpus.Record, meta Meta) (Outcome, error) {
	if meta.PageID != 0 {
		_, err := tx.ExecContext(ctx, "UPDATE pages SET extractor = ?, reason = ? WHERE id = ?",
			opt(meta.ExtractorVersion), opt(rec.Reason), meta.PageID)
		if err != nil {
			return 0, err
		}
	}
	if rec.Article == nil {
		return removeArticle(ctx, tx, key, meta)
	}
	if err := checkArticle(rec.Article); err != nil {
		return 0, err
	}
	digest, err := digestOf(rec)
	if err != nil {
		return 0, err
	}
	var id int64
	var stored []byte
	err = tx.QueryRowContext(ctx, `SELECT id, digest FROM articles WHERE key = ?1 OR page_id = ?2 ORDER BY key = ?1 DESC LIMIT 1`,
		key, optID(meta.PageID)).Scan(&id, &stored)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return New, db.insertArticle(ctx, tx, key, rec, meta, digest)
	case err != nil:
		return 0, err
	case slices.Equal(stored, digest):
		_, err := tx.ExecContext(ctx, `UPDATE articles SET page_id = coalesce(?2, page_id), extractor = coalesce(?3, extractor)
			WHERE id = ?1 AND (page_id IS NOT coalesce(?2, page_id) OR extractor IS NOT coalesce(?3, extractor))`,
			id, optID(meta.PageID), opt(meta.ExtractorVersion))
		return Unchanged, err
	}
	return Changed, db.replaceArticle(ctx, tx, id, key, rec, meta, digest)
}

// removeArticle deletes what was earlier taken out of the same version of the
// page.
func removeArticle(ctx context.Context, tx *sql.Tx, key string, meta Meta) (Outcome, error) {
	result, err := tx.ExecContext(ctx, `DELETE FROM articles
		WHERE (page_id = ?1) OR (key = ?2 AND page_id IS NULL AND ?1 IS NULL)`, optID(meta.PageID), key)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	if n > 0 {
		return Removed, err
	}
	return NoArticle, err
}

// checkArticle refuses what the schema would refuse, in words.
func checkArticle(a *corpus.Article) error {
	if a.Published != "" {
		if _, err := time.Parse(time.DateOnly, a.Published); err != nil {
			return fmt.Errorf("published %q is no ISO day", a.Published)
		}
	}
	if !utf8.ValidString(a.Text) {
		return errors.New("text is no valid UTF-8")
	}
	return nil
}

// digestOf tells two records apart by everything that is stored of them.
func digestOf(rec *corpus.Record) ([]byte, error) {
	b, err := json.Marshal(rec)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	return sum[:16], nil
}

var articleColumns = []string{
	"key", "source", "page_id", "url", "portal", "province", "agency", "title", "byline", "origin", "category", "tags",
	"published", "published_at", "updated", "method", "chars", "dates", "officials", "counts", "percentages",
	"extractor", "run_id", "changed_at", "digest",
}

func (db *DB) articleValues(key string, rec *corpus.Record, meta Meta, digest []byte) ([]any, error) {
	a := rec.Article
	var tags any
	if len(a.Tags) > 0 {
		b, err := json.Marshal(a.Tags)
		if err != nil {
			return nil, err
		}
		tags = string(b)
	}
	return []any{
		key, rec.Source, optID(meta.PageID), opt(a.URL), opt(a.Portal), opt(a.Province), opt(a.Agency), a.Title, opt(a.Byline),
		opt(a.Origin), opt(a.Category), tags, opt(a.Published), opt(a.PublishedAt), opt(a.Updated), opt(a.Method),
		utf8.RuneCountInString(a.Text), len(rec.Dates), len(rec.Officials), len(rec.Counts), len(rec.Percentages),
		opt(meta.ExtractorVersion), optID(meta.RunID), db.now(), digest,
	}, nil
}

func (db *DB) insertArticle(ctx context.Context, tx *sql.Tx, key string, rec *corpus.Record, meta Meta, digest []byte) error {
	if err := savePortal(ctx, tx, rec.Article.Portal); err != nil {
		return err
	}
	values, err := db.articleValues(key, rec, meta, digest)
	if err != nil {
		return err
	}
	insert := insertion{"articles", append([]string{"created_at"}, articleColumns...)}
	result, err := tx.ExecContext(ctx, insert.sql(1), append([]any{db.now()}, values...)...)
	if err != nil {
		return err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO article_texts (article_id, lead, text) VALUES (?, ?, ?)",
		id, rec.Article.Lead, rec.Article.Text); err != nil {
		return err
	}
	if err := db.indexExact(ctx, tx, id, rec.Article.Text); err != nil {
		return err
	}
	return db.insertFacts(ctx, tx, id, rec)
}

func (db *DB) replaceArticle(ctx context.Context, tx *sql.Tx, id int64, key string, rec *corpus.Record, meta Meta, digest []byte) error {
	if err := savePortal(ctx, tx, rec.Article.Portal); err != nil {
		return err
	}
	values, err := db.articleValues(key, rec, meta, digest)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, updateSQL("articles", articleColumns, "id"), append(values, id)...); err != nil {
		return err
	}
	// An unchanged text, as after better rules, leaves the full-text index alone.
	result, err := tx.ExecContext(ctx, "UPDATE article_texts SET text = ?2 WHERE article_id = ?1 AND text <> ?2", id, rec.Article.Text)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil {
		return err
	} else if n > 0 {
		if err := db.indexExact(ctx, tx, id, rec.Article.Text); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "UPDATE article_texts SET lead = ?2 WHERE article_id = ?1 AND lead <> ?2", id, rec.Article.Lead); err != nil {
		return err
	}
	// Every fact stands in a sentence and goes with it.
	if _, err := tx.ExecContext(ctx, "DELETE FROM sentences WHERE article_id = ?", id); err != nil {
		return err
	}
	return db.insertFacts(ctx, tx, id, rec)
}

// indexExact adds the words with their diacritics; the triggers of
// article_texts add the others and delete both.
func (db *DB) indexExact(ctx context.Context, tx *sql.Tx, id int64, text string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO search_exact (rowid, text) VALUES (?, ?)", id, db.opts.Unify(text))
	return err
}

func optID(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
