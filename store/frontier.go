package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync/atomic"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// A Frontier keeps the URLs of a crawl in the database. It is meant for one
// run at a time; the crawl's lock sees to that.
type Frontier struct {
	db *DB
	// cycle is the start of the open cycle in Unix milliseconds.
	cycle atomic.Int64
}

// Frontier returns the frontier of the database.
func (db *DB) Frontier() *Frontier { return &Frontier{db: db} }

// millis writes a time for the queue; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}

// Begin opens a cycle, or resumes the unfinished one when it started after
// since, and takes back what an earlier run had leased. A new cycle queues
// everything whose next visit has come.
func (f *Frontier) Begin(ctx context.Context, now, since time.Time) (c corpus.Cycle, err error) {
	err = f.db.update(ctx, func(tx *transaction) error {
		freed, err := tx.ExecContext(ctx, "UPDATE frontier SET queued = 1, lease_until = NULL WHERE lease_until IS NOT NULL")
		if err != nil {
			return err
		}
		n, err := freed.RowsAffected()
		if err != nil {
			return err
		}
		c.InFlight = int(n)
		var open sql.NullInt64
		if err := tx.QueryRowContext(ctx, "SELECT max(started_at) FROM cycles WHERE ended_at IS NULL AND started_at > ?", millis(since)).Scan(&open); err != nil {
			return err
		}
		if open.Valid {
			c.Start, c.Resumed = fromMillis(open.Int64), true
			return nil
		}
		c.Start = fromMillis(millis(now))
		return openCycle(ctx, tx, millis(now))
	})
	f.cycle.Store(millis(c.Start))
	return c, err
}

// openCycle ends what is open and queues what is due.
func openCycle(ctx context.Context, tx *transaction, now int64) error {
	for _, q := range []string{
		"UPDATE cycles SET ended_at = ?1 WHERE ended_at IS NULL",
		"INSERT INTO cycles (started_at) VALUES (?1) ON CONFLICT (started_at) DO UPDATE SET ended_at = NULL",
		"UPDATE frontier SET queued = 1 WHERE queued = 0 AND lease_until IS NULL AND next_at > 0 AND next_at <= ?1",
	} {
		if _, err := tx.ExecContext(ctx, q, now); err != nil {
			return err
		}
	}
	return nil
}

// End closes the cycle when everything due was done.
func (f *Frontier) End(ctx context.Context, drained bool) error {
	if !drained {
		return nil
	}
	return f.db.update(ctx, func(tx *transaction) error {
		_, err := tx.ExecContext(ctx, "UPDATE cycles SET ended_at = ? WHERE ended_at IS NULL", millis(f.db.opts.Now()))
		return err
	})
}

// Due names the hosts that have something queued. It walks the index from one
// host to the next, whatever the length of their queues.
func (f *Frontier) Due(ctx context.Context, _ corpus.LeaseQuery) ([]string, error) {
	rows, err := f.db.r.QueryContext(ctx, `WITH RECURSIVE h (host) AS (
		SELECT min(host) FROM frontier WHERE queued = 1
		UNION ALL
		SELECT (SELECT min(f.host) FROM frontier f WHERE f.queued = 1 AND f.host > h.host) FROM h WHERE h.host IS NOT NULL
	) SELECT host FROM h WHERE host IS NOT NULL`)
	if err != nil {
		return nil, f.db.fail(err)
	}
	defer rows.Close()
	var hosts []string
	for rows.Next() {
		var h string
		if err := rows.Scan(&h); err != nil {
			return nil, err
		}
		hosts = append(hosts, h)
	}
	return hosts, f.db.fail(rows.Err())
}

const targetColumns = `id, url, host, site, portal, kind, section, found_on, depth, hops, priority, title, published,
	state, next_at, attempts, reason, location, status, etag, last_modified, distrust, body_hash, fetched_at, changed_at, pause, unchanged`

const leaseTargets = `UPDATE frontier SET queued = 0, lease_until = ?4 WHERE id IN (
		SELECT id FROM frontier WHERE host = ?1 AND queued = 1 AND (next_at <= ?2 OR state <> 'retry') ORDER BY priority DESC, id LIMIT ?3)
	RETURNING ` + targetColumns

// Lease hands out queued targets of a host, best first, and marks them leased.
func (f *Frontier) Lease(ctx context.Context, q corpus.LeaseQuery) (out []corpus.Target, err error) {
	err = f.db.update(ctx, func(tx *transaction) error {
		rows, err := tx.QueryContext(ctx, leaseTargets, q.Host, millis(q.Now), q.Max, millis(q.Until))
		if err != nil {
			return err
		}
		out, err = scanTargets(rows)
		return err
	})
	slices.SortFunc(out, func(a, b corpus.Target) int {
		return cmp.Or(cmp.Compare(b.Priority, a.Priority), cmp.Compare(a.ID, b.ID))
	})
	return out, err
}

func scanTargets(rows *sql.Rows) ([]corpus.Target, error) {
	defer rows.Close()
	var out []corpus.Target
	for rows.Next() {
		t, err := scanTarget(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

func scanTarget(row interface{ Scan(...any) error }) (t corpus.Target, err error) {
	var portal, section, from, title, published, reason, location, etag, modified sql.NullString
	var status, hash, fetched, changed sql.NullInt64
	var next, pause int64
	err = row.Scan(&t.ID, &t.URL, &t.Host, &t.Group, &portal, &t.Kind, &section, &from, &t.Depth, &t.Hops, &t.Priority, &title, &published,
		&t.State, &next, &t.Attempts, &reason, &location, &status, &etag, &modified, &t.Distrust, &hash, &fetched, &changed, &pause, &t.Unchanged)
	t.Portal, t.Section, t.From, t.Title, t.Published = portal.String, section.String, from.String, title.String, published.String
	t.Reason, t.Location, t.ETag, t.LastModified = reason.String, location.String, etag.String, modified.String
	t.Status, t.BodyHash = int(status.Int64), uint64(hash.Int64)
	t.NextAt, t.FetchedAt, t.ChangedAt = fromMillis(next), fromMillis(fetched.Int64), fromMillis(changed.Int64)
	t.Interval = time.Duration(pause) * time.Second
	return t, err
}

// Record keeps a batch in one transaction and returns how many targets were
// new, by the URL they were found on.
func (f *Frontier) Record(ctx context.Context, b corpus.FrontierBatch) (added map[string]int, err error) {
	added = map[string]int{}
	err = f.db.save(ctx, func(s *saver) error {
		if err := addTargets(ctx, s.tx, b.Found, added); err != nil {
			return err
		}
		if err := f.finishTargets(ctx, s.tx, b.Done); err != nil {
			return err
		}
		if err := s.archived(ctx, b.Archived); err != nil {
			return err
		}
		if err := saveHosts(ctx, s.tx, b.Hosts); err != nil {
			return err
		}
		return saveYields(ctx, s.tx, b.Yields)
	})
	return added, err
}

// each prepares a statement and runs f for every item.
func each[T any](ctx context.Context, tx *transaction, query string, items []T, f func(*sql.Stmt, *T) error) error {
	if len(items) == 0 {
		return nil
	}
	stmt, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for i := range items {
		if err := f(stmt, &items[i]); err != nil {
			return err
		}
	}
	return nil
}

// addTargets inserts what is new. A known URL takes over a title and a date
// that it did not have, and becomes a start URL when it is named as one.
func addTargets(ctx context.Context, tx *transaction, found []corpus.Target, added map[string]int) error {
	var known []corpus.Target
	err := each(ctx, tx, `INSERT INTO frontier (url, host, site, portal, kind, section, found_on, depth, hops, priority, title, published)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO NOTHING`, found, func(s *sql.Stmt, t *corpus.Target) error {
		r, err := s.ExecContext(ctx, t.URL, t.Host, t.Group, opt(t.Portal), string(t.Kind), opt(t.Section), opt(t.From), t.Depth, t.Hops, t.Priority, opt(t.Title), opt(t.Published))
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		if n == 1 {
			added[t.From]++
		} else if t.Title != "" || t.Published != "" || t.Kind == corpus.SeedTarget || !t.ChangedAt.IsZero() {
			known = append(known, *t)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := learn(ctx, tx, known); err != nil {
		return err
	}
	// A page that keeps being announced as changed and never is, is not believed.
	return each(ctx, tx, `UPDATE frontier SET queued = 1 WHERE url = ?1 AND state = 'done' AND lease_until IS NULL
		AND ?2 > fetched_at AND unchanged < 3`, known, func(s *sql.Stmt, t *corpus.Target) error {
		if t.ChangedAt.IsZero() {
			return nil
		}
		_, err := s.ExecContext(ctx, t.URL, millis(t.ChangedAt))
		return err
	})
}

// learn takes over what a new mention knows of URLs that are there already.
func learn(ctx context.Context, tx *transaction, known []corpus.Target) error {
	return each(ctx, tx, `UPDATE frontier SET title = coalesce(title, ?2), published = coalesce(published, ?3),
			kind = iif(?4 = 'seed', 'seed', kind), priority = iif(?4 = 'seed', ?5, priority), depth = iif(?4 = 'seed', 0, depth),
			portal = coalesce(portal, ?6)
		WHERE url = ?1 AND (title IS NULL AND ?2 IS NOT NULL OR published IS NULL AND ?3 IS NOT NULL OR ?4 = 'seed' AND kind <> 'seed')`,
		known, func(s *sql.Stmt, t *corpus.Target) error {
			_, err := s.ExecContext(ctx, t.URL, opt(t.Title), opt(t.Published), string(t.Kind), t.Priority, opt(t.Portal))
			return err
		})
}

// finishTargets writes what came of leased targets. One that is still due in
// this cycle, because it was handed back, is queued again.
func (f *Frontier) finishTargets(ctx context.Context, tx *transaction, done []corpus.Target) error {
	cycle := f.cycle.Load()
	return each(ctx, tx, `UPDATE frontier SET lease_until = NULL, queued = ?2, portal = ?3, kind = ?4, title = ?5, published = ?6, state = ?7,
			next_at = ?8, attempts = ?9, reason = ?10, location = ?11, status = ?12, etag = ?13, last_modified = ?14, distrust = ?15,
			body_hash = ?16, fetched_at = ?17, changed_at = ?18, pause = ?19, unchanged = ?20
		WHERE url = ?1`, done, func(s *sql.Stmt, t *corpus.Target) error {
		next := millis(t.NextAt)
		queued := t.State == corpus.TargetNew || t.State == corpus.TargetRetry || next > 0 && next <= cycle
		_, err := s.ExecContext(ctx, t.URL, queued, opt(t.Portal), string(t.Kind), opt(t.Title), opt(t.Published), string(t.State),
			next, t.Attempts, opt(t.Reason), opt(t.Location), optInt(t.Status), opt(t.ETag), opt(t.LastModified), t.Distrust,
			int64(t.BodyHash), millis(t.FetchedAt), millis(t.ChangedAt), int64(t.Interval/time.Second), t.Unchanged)
		return err
	})
}

func saveHosts(ctx context.Context, tx *transaction, hosts []corpus.Host) error {
	return each(ctx, tx, "INSERT OR REPLACE INTO hosts (host, site, delay, retry_at, failures, reason) VALUES (?, ?, ?, ?, ?, ?)",
		hosts, func(s *sql.Stmt, h *corpus.Host) error {
			_, err := s.ExecContext(ctx, h.Host, h.Group, h.Delay.Milliseconds(), millis(h.RetryAt), h.Failures, opt(h.Reason))
			return err
		})
}

func saveYields(ctx context.Context, tx *transaction, yields []corpus.Yield) error {
	return each(ctx, tx, `INSERT INTO yields (portal, section, cycle, lists, links, pages, articles, new, changed, unchanged, facts, failed, sample)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (portal, section, cycle) DO UPDATE SET lists = lists + excluded.lists, links = links + excluded.links,
			pages = pages + excluded.pages, articles = articles + excluded.articles, new = new + excluded.new,
			changed = changed + excluded.changed, unchanged = unchanged + excluded.unchanged, facts = facts + excluded.facts,
			failed = failed + excluded.failed, sample = coalesce(excluded.sample, sample)`,
		yields, func(s *sql.Stmt, y *corpus.Yield) error {
			_, err := s.ExecContext(ctx, y.Portal, y.Section, millis(y.Cycle), y.Lists, y.Links, y.Pages, y.Articles, y.New, y.Changed, y.Unchanged, y.Facts, y.Failed, opt(y.Sample))
			return err
		})
}

// Lookup finds the target of a URL.
func (f *Frontier) Lookup(ctx context.Context, url string) (t corpus.Target, known bool, err error) {
	t, err = scanTarget(f.db.r.QueryRowContext(ctx, "SELECT "+targetColumns+" FROM frontier WHERE url = ?", url))
	if errors.Is(err, sql.ErrNoRows) {
		return corpus.Target{}, false, nil
	}
	return t, err == nil, f.db.fail(err)
}

// Hosts returns the hosts that politeness remembers.
func (f *Frontier) Hosts(ctx context.Context) ([]corpus.Host, error) {
	rows, err := f.db.r.QueryContext(ctx, "SELECT host, site, delay, retry_at, failures, coalesce(reason, '') FROM hosts ORDER BY host")
	if err != nil {
		return nil, f.db.fail(err)
	}
	defer rows.Close()
	var out []corpus.Host
	for rows.Next() {
		var h corpus.Host
		var delay, retry int64
		if err := rows.Scan(&h.Host, &h.Group, &delay, &retry, &h.Failures, &h.Reason); err != nil {
			return nil, err
		}
		h.Delay, h.RetryAt = time.Duration(delay)*time.Millisecond, fromMillis(retry)
		out = append(out, h)
	}
	return out, f.db.fail(rows.Err())
}

// Yields returns what the sections of a portal gave in the last cycles before
// a time, newest first.
func (f *Frontier) Yields(ctx context.Context, portal string, before time.Time, cycles int) ([]corpus.Yield, error) {
	rows, err := f.db.r.QueryContext(ctx, `SELECT portal, section, cycle, lists, links, pages, articles, new, changed, unchanged, facts, failed, coalesce(sample, '')
		FROM yields WHERE portal = ?1 AND cycle IN (SELECT DISTINCT cycle FROM yields WHERE portal = ?1 AND cycle < ?2 ORDER BY cycle DESC LIMIT ?3)
		ORDER BY cycle DESC, section`, portal, millis(before), cycles)
	if err != nil {
		return nil, f.db.fail(err)
	}
	defer rows.Close()
	var out []corpus.Yield
	for rows.Next() {
		var y corpus.Yield
		var cycle int64
		if err := rows.Scan(&y.Portal, &y.Section, &cycle, &y.Lists, &y.Links, &y.Pages, &y.Articles, &y.New, &y.Changed, &y.Unchanged, &y.Facts, &y.Failed, &y.Sample); err != nil {
			return nil, err
		}
		y.Cycle = fromMillis(cycle)
		out = append(out, y)
	}
	return out, f.db.fail(rows.Err())
}

// A FrontierCount says how many URLs of a host are in a state, for one reason.
type FrontierCount struct {
	Host   string
	State  corpus.TargetState
	Reason string
	Count  int
	Sample string // one of the URLs
}

// FrontierCounts sums up the frontier: by host and state, and by reason where
// a URL was given up or left out.
func (db *DB) FrontierCounts(ctx context.Context) ([]FrontierCount, error) {
	rows, err := db.r.QueryContext(ctx, `SELECT host, state, iif(state IN ('failed', 'skipped', 'gone', 'retry'), coalesce(reason, ''), '') AS why, count(*), min(url)
		FROM frontier GROUP BY host, state, why ORDER BY host, state, count(*) DESC`)
	if err != nil {
		return nil, db.fail(err)
	}
	defer rows.Close()
	var out []FrontierCount
	for rows.Next() {
		var c FrontierCount
		if err := rows.Scan(&c.Host, &c.State, &c.Reason, &c.Count, &c.Sample); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, db.fail(rows.Err())
}
