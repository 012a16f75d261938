package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode"
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
	err := db.save(ctx, func(s *saver) (err error) {
		outcome, err = s.record(ctx, rec, meta)
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
	db *DB
	*saver
	every int
	saved int
	// records are those saved in the transaction, lost those of transactions
	// that were given up.
	records, lost int
	since         time.Time
}

// maxHold is the longest time a Writer keeps other programs waiting.
const maxHold = time.Second

// Writer returns a Writer that commits after the given number of records, or
// after a second of work; 0 means 2000.
func (db *DB) Writer(every int) *Writer {
	if every <= 0 {
		every = 2000
	}
	return &Writer{db: db, every: every}
}

// SavePage is DB.SavePage within the writer's transaction.
func (w *Writer) SavePage(ctx context.Context, p *corpus.Page) (id int64, changed bool, err error) {
	err = w.within(ctx, func() (err error) {
		id, changed, err = w.page(ctx, p)
		return err
	})
	return id, changed, err
}

// SaveRecord is DB.SaveRecord within the writer's transaction. An error
// leaves the article as it was and the others saved.
func (w *Writer) SaveRecord(ctx context.Context, rec *corpus.Record, meta Meta) (outcome Outcome, err error) {
	err = w.within(ctx, func() (err error) {
		outcome, err = w.record(ctx, rec, meta)
		return err
	})
	if err == nil {
		w.records++
		if w.saved >= w.every || time.Since(w.since) > maxHold {
			err = w.Commit()
		}
	}
	return outcome, err
}

// Lost is the number of records that were saved and taken back, because their
// transaction could not be made durable, as when the disk is full.
func (w *Writer) Lost() int { return w.lost }

// step runs f in the writer's transaction; an error undoes f alone.
func (w *Writer) step(ctx context.Context, f func() error) error {
	return w.within(ctx, func() error { return w.undoable(context.WithoutCancel(ctx), f) })
}

// within runs f, which undoes what it did when it fails, in the writer's
// transaction.
func (w *Writer) within(ctx context.Context, f func() error) error {
	ctx, err := steady(ctx)
	if err != nil {
		return err
	}
	if w.saver == nil {
		if w.saver, err = w.db.begin(ctx); err != nil {
			return err
		}
		w.saved, w.since = 0, time.Now()
	}
	if err := f(); err != nil {
		if !w.tx.sound() {
			return w.abandon(err)
		}
		return w.db.fail(err)
	}
	w.saved++
	return nil
}

// abandon gives the transaction up; what was saved since the last commit is
// lost and will be done by the next run.
func (w *Writer) abandon(err error) error {
	tx := w.tx
	w.saver = nil
	w.lost, w.records = w.lost+w.records, 0
	return w.db.fail(errors.Join(err, tx.rollback()))
}

// Commit makes what was saved so far durable and visible. The Writer can go
// on after it.
func (w *Writer) Commit() error {
	if w.saver == nil {
		return nil
	}
	s := w.saver
	w.saver = nil
	err := s.commit(context.Background())
	if err != nil {
		w.lost += w.records
	}
	w.records = 0
	return err
}

// Close commits and gives the writing connection back.
func (w *Writer) Close() error { return w.Commit() }

func recordKey(rec *corpus.Record) string {
	if rec.Article != nil && rec.Article.URL != "" {
		return rec.Article.URL
	}
	return rec.Source
}

func (s *saver) record(ctx context.Context, rec *corpus.Record, meta Meta) (Outcome, error) {
	ctx, err := steady(ctx)
	if err != nil {
		return 0, err
	}
	key := recordKey(rec)
	if key == "" {
		return 0, errors.New("record without URL and source")
	}
	outcome, err := s.keyed(ctx, key, rec, meta)
	if err != nil {
		return 0, fmt.Errorf("article %s: %w", key, err)
	}
	return outcome, nil
}

func (s *saver) keyed(ctx context.Context, key string, rec *corpus.Record, meta Meta) (outcome Outcome, err error) {
	if rec.Article == nil {
		err = s.undoable(ctx, func() error {
			if outcome, err = s.remove(ctx, key, meta); err != nil {
				return err
			}
			return s.extracted(ctx, rec, meta)
		})
		return outcome, err
	}
	if err := checkArticle(rec.Article); err != nil {
		return 0, err
	}
	it := item{key: key, rec: rec, meta: meta}
	if it.digest, err = digestOf(rec); err != nil {
		return 0, err
	}
	id, stored, err := s.find(ctx, "key = ?", key)
	if errors.Is(err, sql.ErrNoRows) && meta.PageID != 0 {
		id, stored, err = s.find(ctx, "page_id = ?", meta.PageID)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return New, s.insert(ctx, it)
	}
	if err != nil {
		return 0, err
	}
	outcome = Changed
	err = s.undoable(ctx, func() error {
		if slices.Equal(stored, it.digest) {
			outcome = Unchanged
			err = s.retain(ctx, id, meta)
		} else {
			err = s.replace(ctx, id, it)
		}
		if err != nil {
			return err
		}
		return s.extracted(ctx, rec, meta)
	})
	return outcome, err
}

// extracted notes on the page of rec which rules were run over it, and why
// they found no article.
func (s *saver) extracted(ctx context.Context, rec *corpus.Record, meta Meta) error {
	if meta.PageID == 0 {
		return nil
	}
	_, err := s.tx.ExecContext(ctx, "UPDATE pages SET extractor = ?, reason = ? WHERE id = ?",
		opt(meta.ExtractorVersion), opt(rec.Reason), meta.PageID)
	return err
}

// retain notes where an article that is stored already was found again.
func (s *saver) retain(ctx context.Context, id int64, meta Meta) error {
	_, err := s.tx.ExecContext(ctx, `UPDATE articles SET page_id = coalesce(?2, page_id), extractor = coalesce(?3, extractor)
		WHERE id = ?1 AND (page_id IS NOT coalesce(?2, page_id) OR extractor IS NOT coalesce(?3, extractor))`,
		id, optID(meta.PageID), opt(meta.ExtractorVersion))
	return err
}

// find returns the article that a condition names, with its digest.
func (s *saver) find(ctx context.Context, condition string, arg any) (id int64, digest []byte, err error) {
	err = s.tx.QueryRowContext(ctx, "SELECT id, digest FROM articles WHERE "+condition, arg).Scan(&id, &digest)
	return id, digest, err
}

// remove deletes what was earlier taken out of the same version of the
// page.
func (s *saver) remove(ctx context.Context, key string, meta Meta) (Outcome, error) {
	ids, err := idsOf(ctx, s.tx, "SELECT id FROM articles WHERE page_id = ?1 OR (?1 IS NULL AND key = ?2 AND page_id IS NULL)",
		optID(meta.PageID), key)
	if err != nil || len(ids) == 0 {
		return NoArticle, err
	}
	for _, id := range ids {
		if err := s.delete(ctx, id); err != nil {
			return 0, err
		}
	}
	return Removed, nil
}

// delete deletes an article and all that belongs to it.
func (s *saver) delete(ctx context.Context, id int64) error {
	if err := s.settle(ctx, id); err != nil {
		return err
	}
	_, err := s.tx.ExecContext(ctx, "DELETE FROM articles WHERE id = ?", id)
	return err
}

// settle indexes the article if it waits for that: what is deleted from the
// full-text index must have been in it.
func (s *saver) settle(ctx context.Context, id int64) error {
	if slices.ContainsFunc(s.unindexed, func(p pending) bool { return p.id == id }) {
		return s.index(ctx)
	}
	return nil
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

// CompareRecord says what saving the record would come to, without saving it: New,
// Changed, Unchanged, or NoArticle for a record without one.
func (db *DB) CompareRecord(ctx context.Context, rec *corpus.Record) (Outcome, error) {
	if rec.Article == nil {
		return NoArticle, nil
	}
	var stored []byte
	err := db.r.QueryRowContext(ctx, "SELECT digest FROM articles WHERE key = ?", recordKey(rec)).Scan(&stored)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return New, nil
	case err != nil:
		return 0, db.fail(err)
	}
	digest, err := digestOf(rec)
	if err == nil && slices.Equal(stored, digest) {
		return Unchanged, nil
	}
	return Changed, err
}

// digestOf tells two records apart by everything that is stored of them.
func digestOf(rec *corpus.Record) ([]byte, error) {
	kept, article := *rec, *rec.Article
	kept.Resolved, kept.Guards = nil, nil // not stored
	// To write the text as JSON would cost more than all the rest.
	kept.Article, article.Text = &article, ""
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(&kept); err != nil {
		return nil, err
	}
	h.Write([]byte(rec.Article.Text))
	return h.Sum(nil)[:16], nil
}

var articleColumns = []string{
	"key", "source", "page_id", "url", "portal", "province", "agency", "title", "byline", "origin", "category", "tags",
	"published", "published_at", "updated", "method", "chars", "dates", "officials", "counts", "percentages",
	"extractor", "run_id", "changed_at", "digest", "simhash",
}

// An item is an article on its way into the store.
type item struct {
	key    string
	rec    *corpus.Record
	meta   Meta
	digest []byte
	// exact is the text with spellings and case made one, hash its fingerprint.
	exact string
	hash  simhash
}

// articleValues returns the cells of articleColumns.
func (s *saver) articleValues(it item) ([]any, error) {
	rec, a := it.rec, it.rec.Article
	var tags any
	if len(a.Tags) > 0 {
		b, err := json.Marshal(a.Tags)
		if err != nil {
			return nil, err
		}
		tags = string(b)
	}
	return []any{
		it.key, rec.Source, optID(it.meta.PageID), opt(a.URL), opt(a.Portal), opt(a.Province), opt(a.Agency), a.Title, opt(a.Byline),
		opt(a.Origin), opt(a.Category), tags, opt(a.Published), opt(a.PublishedAt), opt(a.Updated), opt(a.Method),
		codePoints(a.Text), len(rec.Dates), len(rec.Officials), len(rec.Counts), len(rec.Percentages),
		opt(it.meta.ExtractorVersion), optID(it.meta.RunID), s.db.now(), it.digest, int64(it.hash),
	}, nil
}

// codePoints counts those of valid UTF-8: the bytes that begin one.
func codePoints(s string) (n int) {
	for i := range len(s) {
		if s[i]&0xc0 != 0x80 {
			n++
		}
	}
	return n
}

// insertArticle is known to the driver by its text.
var insertArticle = into("articles", append([]string{"created_at"}, articleColumns...)...)

// read prepares what the text is compared by.
func (s *saver) read(it item) item {
	it.exact = s.db.opts.Unify(it.rec.Article.Text)
	it.hash = s.fingerprint(it.exact)
	return it
}

// insert writes a new article. A savepoint would copy every page of the file
// that is touched; the rows are all the article's own, so that an error is
// undone by deleting them.
func (s *saver) insert(ctx context.Context, it item) error {
	if err := s.portal(ctx, it.rec.Article.Portal); err != nil {
		return err
	}
	it = s.read(it)
	values, err := s.articleValues(it)
	if err != nil {
		return err
	}
	result, err := s.tx.ExecContext(ctx, insertArticle.one, append([]any{s.db.now()}, values...)...)
	if err != nil {
		return err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return err
	}
	if err := s.parts(ctx, id, it); err != nil {
		return s.tx.undo(err, func() error { return s.delete(ctx, id) })
	}
	return nil
}

// parts writes what belongs to a new article.
func (s *saver) parts(ctx context.Context, id int64, it item) error {
	sentences, err := s.facts(id, it.rec)
	if err != nil {
		return err
	}
	a := it.rec.Article
	if _, err := s.tx.ExecContext(ctx, "INSERT INTO article_texts (article_id, lead, text) VALUES (?, ?, ?)", id, a.Lead, a.Text); err != nil {
		return err
	}
	s.unindexed = append(s.unindexed, pending{id: id, text: a.Text, exact: it.exact, sentences: sentences})
	s.unlinked = append(s.unlinked, unlinked{id: id, hash: it.hash, new: true})
	return s.extracted(ctx, it.rec, it.meta)
}

func (s *saver) replace(ctx context.Context, id int64, it item) error {
	a := it.rec.Article
	if err := s.portal(ctx, a.Portal); err != nil {
		return err
	}
	it = s.read(it)
	values, err := s.articleValues(it)
	if err != nil {
		return err
	}
	if _, err := s.tx.ExecContext(ctx, updateSQL("articles", articleColumns, "id"), append(values, id)...); err != nil {
		return err
	}
	if err := s.settle(ctx, id); err != nil {
		return err
	}
	// An unchanged text, as after better rules, leaves its full-text indexes alone.
	wait := pending{id: id, text: a.Text, exact: it.exact}
	result, err := s.tx.ExecContext(ctx, "UPDATE article_texts SET text = ?2 WHERE article_id = ?1 AND text <> ?2", id, a.Text)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil {
		return err
	} else if wait.known = n == 0; n > 0 {
		s.unlinked = append(s.unlinked, unlinked{id: id, hash: it.hash})
	}
	if _, err := s.tx.ExecContext(ctx, "UPDATE article_texts SET lead = ?2 WHERE article_id = ?1 AND lead <> ?2", id, a.Lead); err != nil {
		return err
	}
	// Every fact stands in a sentence and goes with it.
	if _, err := s.tx.ExecContext(ctx, "DELETE FROM sentences WHERE article_id = ?", id); err != nil {
		return err
	}
	if wait.sentences, err = s.facts(id, it.rec); err != nil {
		return err
	}
	s.unindexed = append(s.unindexed, wait)
	return nil
}

// pending is what waits for the full-text indexes of an article.
type pending struct {
	id int64
	// known says that text is indexed already; exact is text with spellings and
	// case made one.
	known       bool
	text, exact string
	sentences   []string
}

// index adds what is not indexed yet to the full-text indexes, one after the
// other: FTS5 writes what it gathered to the file before every statement that
// can be undone by itself, and merging many small pieces again costs more than
// all the rest. Triggers delete what was indexed.
func (s *saver) index(ctx context.Context) error {
	if len(s.unindexed) == 0 {
		return nil
	}
	waiting := slices.SortedFunc(slices.Values(s.unindexed), func(a, b pending) int { return cmp.Compare(a.id, b.id) })
	insert := func(table string, form func(pending) string) error {
		for _, p := range waiting {
			if p.known {
				continue
			}
			if err := s.tx.insert("INSERT INTO "+table+" (rowid, text) VALUES (?, ?)", 2, []any{p.id, form(p)}); err != nil {
				return err
			}
		}
		return nil
	}
	err := insert("search", func(p pending) string { return unmarked(p.text) })
	if err == nil {
		err = insert("search_exact", func(p pending) string { return p.exact })
	}
	if err == nil {
		err = s.indexSentences(ctx, waiting)
	}
	if err != nil {
		return fmt.Errorf("full-text index: %w", err)
	}
	s.unindexed = nil
	return nil
}

// unmarked is what the folded indexes are given: the letters of Vietnamese
// without their marks. SQLite's tokenizer takes them off as well, at several
// times the cost, but for đ, which it takes for a letter of its own: what
// triggers delete they write in SQL with that alone.
func unmarked(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			out = append(out, text[i])
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if int(r) < len(bare) && bare[r] != 0 {
			out = append(out, bare[r])
		} else {
			out = append(out, text[i:i+n]...)
		}
		i += n
	}
	return string(out)
}

// bare holds the letter under the marks of every letter of Vietnamese.
var bare = func() (table [0x1f00]byte) {
	for letter, marked := range map[byte]string{
		'a': "àáảãạăằắẳẵặâầấẩẫậ", 'd': "đð", 'e': "èéẻẽẹêềếểễệ", 'i': "ìíỉĩị", 'o': "òóỏõọôồốổỗộơờớởỡợ", 'u': "ùúủũụưừứửữự", 'y': "ỳýỷỹỵ",
	} {
		for _, r := range marked {
			table[r], table[unicode.ToUpper(r)] = letter, letter
		}
	}
	return table
}()

func optID(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
