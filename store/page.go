package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// SavePage keeps p with its bytes and headers and returns the identifier of
// its version. A page with another body than the newest version under its
// URL (or source, where it has no URL) becomes a new version; the same body
// only updates the time it was seen. changed says that the page must be
// extracted again: its body, or what is known of it from outside, is new.
func (db *DB) SavePage(ctx context.Context, p *corpus.Page) (id int64, changed bool, err error) {
	err = db.save(ctx, func(s *saver) error {
		id, changed, err = s.page(ctx, p)
		return err
	})
	return id, changed, err
}

func pageKey(p *corpus.Page) string {
	if p.URL != "" {
		return p.URL
	}
	return p.Source
}

func (s *saver) page(ctx context.Context, p *corpus.Page) (id int64, changed bool, err error) {
	ctx, err = steady(ctx)
	if err != nil {
		return 0, false, err
	}
	key := pageKey(p)
	if key == "" {
		return 0, false, errors.New("page without URL and source")
	}
	fail := func(err error) (int64, bool, error) { return 0, false, fmt.Errorf("page %s: %w", key, err) }
	if err := s.portal(ctx, p.Portal); err != nil {
		return fail(err)
	}
	sum := sha256.Sum256(p.Body)
	var stored []byte
	var gone bool
	err = s.tx.QueryRowContext(ctx, `SELECT p.id, b.sha256, p.gone_since IS NOT NULL FROM pages p JOIN page_bodies b ON b.id = p.body_id
		WHERE p.key = ? ORDER BY p.id DESC LIMIT 1`, key).Scan(&id, &stored, &gone)
	if err == nil && gone {
		_, err = s.back(ctx, key)
	}
	switch {
	case err == nil && bytes.Equal(stored, sum[:]):
		changed, err = s.seenAgain(ctx, id, p)
	case err == nil || errors.Is(err, sql.ErrNoRows):
		changed = true
		id, err = s.insertPage(ctx, key, p, sum[:])
	}
	if err != nil {
		return fail(err)
	}
	return id, changed, nil
}

// seenAgain updates a version whose body was served again. What is known from
// outside is taken over where it is given; then the article may read
// otherwise and changed is true.
func (s *saver) seenAgain(ctx context.Context, id int64, p *corpus.Page) (changed bool, err error) {
	result, err := s.tx.ExecContext(ctx, `UPDATE pages
		SET title = coalesce(?2, title), published = coalesce(?3, published), province = coalesce(?4, province),
			portal = coalesce(?5, portal), extractor = NULL
		WHERE id = ?1 AND (coalesce(?2, title) IS NOT title OR coalesce(?3, published) IS NOT published
			OR coalesce(?4, province) IS NOT province OR coalesce(?5, portal) IS NOT portal)`,
		id, opt(p.Title), opt(p.Published), opt(p.Province), opt(p.Portal))
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, err
	}
	_, err = s.tx.ExecContext(ctx, "UPDATE pages SET seen_at = ? WHERE id = ?", s.db.seenAt(p), id)
	return n > 0, err
}

// SawPage notes that the page under the URL (or source) of p was served as it
// was, so that p has no body. back says that it was gone before.
func (w *Writer) SawPage(ctx context.Context, p *corpus.Page) (back bool, err error) {
	err = w.step(ctx, func() error {
		ctx, err := steady(ctx)
		if err != nil {
			return err
		}
		key := pageKey(p)
		if _, err := w.tx.ExecContext(ctx, "UPDATE pages SET seen_at = ?2 WHERE id = (SELECT max(id) FROM pages WHERE key = ?1)",
			key, w.db.seenAt(p)); err != nil {
			return fmt.Errorf("page %s: %w", key, err)
		}
		back, err = w.back(ctx, key)
		return err
	})
	return back, err
}

// LosePage notes that the page under the URL (or source) of p is no longer
// served, for p.Reason. Everything that was kept of it stays. lost says that it
// was there until now: a page that is gone already stays gone since then.
func (w *Writer) LosePage(ctx context.Context, p *corpus.Page) (lost bool, err error) {
	err = w.step(ctx, func() error {
		ctx, err := steady(ctx)
		if err != nil {
			return err
		}
		lost, err = w.changed(ctx, "UPDATE pages SET gone_since = ?2, gone_reason = ?3 WHERE key = ?1 AND gone_since IS NULL",
			pageKey(p), w.db.seenAt(p), opt(p.Reason))
		return err
	})
	return lost, err
}

// back takes the mark off a page that was gone and says whether it had one.
func (s *saver) back(ctx context.Context, key string) (bool, error) {
	return s.changed(ctx, "UPDATE pages SET gone_since = NULL, gone_reason = NULL WHERE key = ? AND gone_since IS NOT NULL", key)
}

// changed runs a statement on the pages of the key that is its first argument
// and says whether it met any.
func (s *saver) changed(ctx context.Context, statement string, args ...any) (bool, error) {
	result, err := s.tx.ExecContext(ctx, statement, args...)
	if err != nil {
		return false, fmt.Errorf("page %v: %w", args[0], err)
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

func (db *DB) seenAt(p *corpus.Page) string {
	if p.FetchedAt.IsZero() {
		return db.now()
	}
	return stamp(p.FetchedAt)
}

func (s *saver) insertPage(ctx context.Context, key string, p *corpus.Page, sum []byte) (int64, error) {
	body, err := s.body(ctx, p.Body, sum)
	if err != nil {
		return 0, err
	}
	var header any
	if len(p.Header) > 0 {
		b, err := json.Marshal(p.Header)
		if err != nil {
			return 0, err
		}
		header = string(b)
	}
	result, err := s.tx.ExecContext(ctx, `INSERT INTO pages
		(key, source, url, media_type, status, header, portal, title, published, province, fetched_at, seen_at, body_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		key, p.Source, opt(p.URL), p.MediaType, optInt(p.Status), header, opt(p.Portal), opt(p.Title), opt(p.Published),
		opt(p.Province), opt(stamp(p.FetchedAt)), s.db.seenAt(p), body)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// body stores the bytes once, however many pages were served them.
func (s *saver) body(ctx context.Context, body, sum []byte) (id int64, err error) {
	err = s.tx.QueryRowContext(ctx, "SELECT id FROM page_bodies WHERE sha256 = ?", sum).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	coding, packed := "zstd", s.db.zip.EncodeAll(body, nil)
	if len(packed) >= len(body) {
		coding, packed = "identity", body
	}
	if packed == nil {
		packed = []byte{}
	}
	result, err := s.tx.ExecContext(ctx, "INSERT INTO page_bodies (sha256, size, coding, body) VALUES (?, ?, ?, ?)",
		sum, len(body), coding, packed)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// A PageVersion is a stored page.
type PageVersion struct {
	ID int64
	corpus.Page
	// SeenAt is when the same body was last served.
	SeenAt time.Time
	// Extractor is the version of the rules last run over the page, empty
	// when none was; Reason says why they found no article.
	Extractor, Reason string
}

// Page returns the stored page with its body, or ErrNotFound.
func (db *DB) Page(ctx context.Context, id int64) (*PageVersion, error) {
	var (
		p                                               PageVersion
		url, header, portal, title, published, province sql.NullString
		fetched, extractor, reason                      sql.NullString
		seen, coding                                    string
		status                                          sql.NullInt64
		body                                            []byte
		size                                            int
	)
	err := db.r.QueryRowContext(ctx, `SELECT p.id, p.source, p.url, p.media_type, p.status, p.header, p.portal, p.title,
			p.published, p.province, p.fetched_at, p.seen_at, p.extractor, p.reason, b.coding, b.size, b.body
		FROM pages p JOIN page_bodies b ON b.id = p.body_id WHERE p.id = ?`, id).
		Scan(&p.ID, &p.Source, &url, &p.MediaType, &status, &header, &portal, &title,
			&published, &province, &fetched, &seen, &extractor, &reason, &coding, &size, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("page %d: %w", id, ErrNotFound)
	}
	if err != nil {
		return nil, db.fail(err)
	}
	p.URL, p.Portal, p.Title, p.Published, p.Province = url.String, portal.String, title.String, published.String, province.String
	p.Extractor, p.Reason, p.Status = extractor.String, reason.String, int(status.Int64)
	if p.Body, err = db.unpack(coding, size, body); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	if header.Valid {
		p.Header = http.Header{}
		if err := json.Unmarshal([]byte(header.String), &p.Header); err != nil {
			return nil, fmt.Errorf("page %d: headers: %w", id, err)
		}
	}
	if p.SeenAt, err = time.Parse(time.RFC3339, seen); err != nil {
		return nil, fmt.Errorf("page %d: %w", id, err)
	}
	if fetched.Valid {
		if p.FetchedAt, err = time.Parse(time.RFC3339, fetched.String); err != nil {
			return nil, fmt.Errorf("page %d: %w", id, err)
		}
	}
	return &p, nil
}

func (db *DB) unpack(coding string, size int, body []byte) ([]byte, error) {
	if coding == "identity" {
		return body, nil
	}
	out, err := db.unzip.DecodeAll(body, make([]byte, 0, size))
	if err != nil {
		return nil, fmt.Errorf("body: %w", err)
	}
	if len(out) != size {
		return nil, fmt.Errorf("body of %d bytes, %d expected", len(out), size)
	}
	return out, nil
}

// PagesToExtract streams the newest version of every page over which the
// given version of the rules was not yet run. Pages saved while it runs are
// streamed too; it holds no transaction open between two pages.
func (db *DB) PagesToExtract(ctx context.Context, extractor string) iter.Seq2[*PageVersion, error] {
	return db.pages(ctx, `SELECT p.id FROM pages p
		WHERE p.id > ? AND p.extractor IS NOT ? AND NOT EXISTS (SELECT 1 FROM pages q WHERE q.key = p.key AND q.id > p.id)
		ORDER BY p.id LIMIT 500`, extractor)
}

// Pages streams every version of every page of a portal, oldest first; an
// empty portal means all.
func (db *DB) Pages(ctx context.Context, portal string) iter.Seq2[*PageVersion, error] {
	return db.pages(ctx, `SELECT p.id FROM pages p WHERE p.id > ? AND (?2 = '' OR p.portal = ?2)
		ORDER BY p.id LIMIT 500`, portal)
}

// pages streams the pages whose identifiers the query names, a bunch at a
// time from the last one on.
func (db *DB) pages(ctx context.Context, query string, arg any) iter.Seq2[*PageVersion, error] {
	return func(yield func(*PageVersion, error) bool) {
		last := int64(0)
		for {
			ids, err := db.ids(ctx, query, last, arg)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(ids) == 0 {
				return
			}
			for _, id := range ids {
				page, err := db.Page(ctx, id)
				if !yield(page, err) || ctx.Err() != nil {
					return
				}
			}
			last = ids[len(ids)-1]
		}
	}
}

// ids returns the integers of a query's only column.
func (db *DB) ids(ctx context.Context, query string, args ...any) ([]int64, error) {
	ids, err := idsOf(ctx, db.r, query, args...)
	return ids, db.fail(err)
}

func idsOf(ctx context.Context, q querier, query string, args ...any) ([]int64, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

// portal makes sure that rows can refer to the portal.
func (s *saver) portal(ctx context.Context, id string) error {
	if id == "" || s.portals[id] {
		return nil
	}
	if _, err := s.tx.ExecContext(ctx, "INSERT INTO portals (id) VALUES (?) ON CONFLICT DO NOTHING", id); err != nil {
		return err
	}
	s.portals[id] = true
	return nil
}

// opt turns an absent value into NULL.
func opt(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func optInt(n int) any {
	if n == 0 {
		return nil
	}
	return n
}
