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

// SavePage keeps p with its header and its bytes, or with the place where the
// archive holds them, and returns the identifier of its version. A page with
// another body than the newest version under its URL (or source, where it has
// no URL) becomes a new version; the same body only updates the time it was
// seen. changed says that the page must be extracted again: its body, or what is
// known of it from outside, is new.
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
	sum := bodySum(p)
	var stored []byte
	var gone bool
	err = s.tx.QueryRowContext(ctx, `SELECT p.id, b.sha256, p.gone_since IS NOT NULL FROM pages p JOIN page_bodies b ON b.id = p.body_id
		WHERE p.key = ? ORDER BY p.id DESC LIMIT 1`, key).Scan(&id, &stored, &gone)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		changed = true
		id, err = s.insertPage(ctx, key, p, sum[:])
	case err == nil:
		err = s.undoable(ctx, func() (err error) {
			if gone {
				if _, err := s.back(ctx, key); err != nil {
					return err
				}
			}
			if changed = !bytes.Equal(stored, sum[:]); changed {
				id, err = s.insertPage(ctx, key, p, sum[:])
				return err
			}
			changed, err = s.seenAgain(ctx, id, p)
			return err
		})
	}
	if err != nil {
		return fail(err)
	}
	return id, changed, nil
}

// archived says that the archive holds a page's bytes.
func archived(p *corpus.Page) bool { return p.Archived != nil && !p.Archived.Revisit }

// bodySum is the hash that a page's bytes are known by.
func bodySum(p *corpus.Page) [32]byte {
	if archived(p) {
		return p.Archived.BodySHA256
	}
	return sha256.Sum256(p.Body)
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

// insertPage writes a new version. It needs no savepoint, which would copy every
// page of the file that is touched: an error leaves at most a body that no page
// has, and the next page that is served it takes it.
func (s *saver) insertPage(ctx context.Context, key string, p *corpus.Page, sum []byte) (int64, error) {
	header, err := headerOf(p)
	if err != nil {
		return 0, err
	}
	body, err := s.body(ctx, p, sum)
	if err != nil {
		return 0, err
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

// headerOf writes a page's header as JSON; where the archive holds it, it stands
// there alone.
func headerOf(p *corpus.Page) (any, error) {
	if len(p.Header) == 0 || archived(p) {
		return nil, nil
	}
	b, err := json.Marshal(p.Header)
	return string(b), err
}

// body stores the bytes once, or where they are, however many pages were served
// them.
func (s *saver) body(ctx context.Context, p *corpus.Page, sum []byte) (id int64, err error) {
	err = s.tx.QueryRowContext(ctx, "SELECT id FROM page_bodies WHERE sha256 = ?", sum).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	insert, values := "(sha256, size, coding, body) VALUES (?, ?, ?, ?)", []any{sum, len(p.Body)}
	if archived(p) {
		file, err := s.archiveFile(ctx, p.Archived)
		if err != nil {
			return 0, err
		}
		insert, values = "(sha256, size, file_id, at, length) VALUES (?, ?, ?, ?, ?)",
			[]any{sum, p.Archived.BodySize, file, p.Archived.Offset, p.Archived.Length}
	} else {
		coding, packed := s.db.pack(p.Body)
		values = append(values, coding, packed)
	}
	result, err := s.tx.ExecContext(ctx, "INSERT INTO page_bodies "+insert, values...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// pack compresses a body where that makes it smaller.
func (db *DB) pack(body []byte) (coding string, packed []byte) {
	packed = db.zip.EncodeAll(body, nil)
	if len(packed) >= len(body) {
		return "identity", append([]byte{}, body...)
	}
	return "zstd", packed
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

// Page returns the stored page with its body, wherever that stands, or
// ErrNotFound. ErrBody and ErrNoArchive say that the page is known and its
// bytes are not to be had.
func (db *DB) Page(ctx context.Context, id int64) (*PageVersion, error) {
	var (
		p                                               PageVersion
		url, header, portal, title, published, province sql.NullString
		fetched, extractor, reason                      sql.NullString
		seen                                            string
		status                                          sql.NullInt64
		body                                            storedBody
	)
	err := db.r.QueryRowContext(ctx, `SELECT p.id, p.source, p.url, p.media_type, p.status, p.header, p.portal, p.title,
			p.published, p.province, p.fetched_at, p.seen_at, p.extractor, p.reason, `+bodyColumns+`
		FROM pages p JOIN page_bodies b ON b.id = p.body_id LEFT JOIN archive_files f ON f.id = b.file_id WHERE p.id = ?`, id).
		Scan(append([]any{&p.ID, &p.Source, &url, &p.MediaType, &status, &header, &portal, &title,
			&published, &province, &fetched, &seen, &extractor, &reason}, body.cells()...)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("page %d: %w", id, ErrNotFound)
	}
	if err != nil {
		return nil, db.fail(err)
	}
	p.URL, p.Portal, p.Title, p.Published, p.Province = url.String, portal.String, title.String, published.String, province.String
	p.Extractor, p.Reason, p.Status = extractor.String, reason.String, int(status.Int64)
	if p.Header, p.Body, p.Archived, err = db.read(&body); err != nil {
		return nil, fmt.Errorf("page %d (%s): %w: %w", id, p.Source, ErrBody, err)
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

// A storedBody is a row of page_bodies: packed bytes, or a place in the archive.
type storedBody struct {
	sum          []byte
	size         int
	coding       sql.NullString
	packed       []byte
	file, folder sql.NullString
	at, length   sql.NullInt64
}

// bodyColumns are those of page_bodies b and archive_files f that cells scans.
const bodyColumns = "b.sha256, b.size, b.coding, b.body, f.name, f.folder, b.at, b.length"

func (b *storedBody) cells() []any {
	return []any{&b.sum, &b.size, &b.coding, &b.packed, &b.file, &b.folder, &b.at, &b.length}
}

// read is the one way to the bytes of a page; at is where the archive holds
// them, nil where the database does.
// The archive holds the header as well.
func (db *DB) read(b *storedBody) (header http.Header, body []byte, at *corpus.ArchiveRecord, err error) {
	if !b.file.Valid {
		body, err = db.unpack(b.coding.String, b.size, b.packed)
		return nil, body, nil, err
	}
	place, err := db.place(b.file.String, b.folder.String, b.at.Int64, b.length.Int64)
	if err != nil {
		return nil, nil, nil, err
	}
	place.BodySize = b.size
	copy(place.BodySHA256[:], b.sum)
	header, body, err = db.fromArchive(&place)
	return header, body, &place, err
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

// A PageFilter chooses stored pages. Zero fields choose all.
type PageFilter struct {
	Portal string
	// Since is an ISO day: pages whose version was fetched on or after it.
	Since string
}

const chosenPages = "(?2 = '' OR p.portal = ?2) AND coalesce(p.fetched_at, p.seen_at) >= ?3"

// PagesToExtract streams the newest version of every page over which the
// given version of the rules was not yet run. Pages saved while it runs are
// streamed too; it holds no transaction open between two pages. After an
// ErrBody it goes on with the next page.
func (db *DB) PagesToExtract(ctx context.Context, extractor string, f PageFilter) iter.Seq2[*PageVersion, error] {
	return db.pages(ctx, `SELECT p.id FROM pages p
		WHERE p.id > ?1 AND `+chosenPages+` AND p.extractor IS NOT ?4 AND NOT EXISTS (SELECT 1 FROM pages q WHERE q.key = p.key AND q.id > p.id)
		ORDER BY p.id LIMIT 500`, f.Portal, f.Since, extractor)
}

// Pages streams every version of the pages, oldest first. After an ErrBody it
// goes on with the next page.
func (db *DB) Pages(ctx context.Context, f PageFilter) iter.Seq2[*PageVersion, error] {
	return db.pages(ctx, "SELECT p.id FROM pages p WHERE p.id > ?1 AND "+chosenPages+" ORDER BY p.id LIMIT 500", f.Portal, f.Since)
}

// pages streams the pages whose identifiers the query names.
func (db *DB) pages(ctx context.Context, query string, args ...any) iter.Seq2[*PageVersion, error] {
	return func(yield func(*PageVersion, error) bool) {
		for id, err := range db.bunches(ctx, query, args...) {
			var page *PageVersion
			if err == nil {
				page, err = db.Page(ctx, id)
			}
			if !yield(page, err) {
				return
			}
		}
	}
}

// bunches streams the identifiers that a query gives, a bunch at a time from
// the last one on, which is its first argument: no transaction is open between
// two of them.
func (db *DB) bunches(ctx context.Context, query string, args ...any) iter.Seq2[int64, error] {
	return func(yield func(int64, error) bool) {
		last := int64(0)
		for {
			ids, err := db.ids(ctx, query, append([]any{last}, args...)...)
			if err != nil {
				yield(0, err)
				return
			}
			if len(ids) == 0 {
				return
			}
			for _, id := range ids {
				if !yield(id, nil) || ctx.Err() != nil {
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
