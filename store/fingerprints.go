package store

import (
	"context"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// fingerprints is a table of fingerprints by their quarters: 24 bytes each. It
// may hold some that no article has any longer.
type fingerprints struct {
	// first gives for each quarter the place in all, from 1, of the fingerprint
	// added last; 0 is none.
	first [bands][1 << bandBits]int32
	all   []linked
	// shared are those that came more than once: any other belongs to nobody
	// but who asks for its like.
	shared map[simhash]bool
}

// A linked fingerprint knows, for each of its quarters, the one added before
// with the same.
type linked struct {
	hash   simhash
	before [bands]int32
}

// add adds the fingerprint of an article.
func (t *fingerprints) add(h simhash) {
	for at := t.first[0][h.quarter(0)]; at != 0; at = t.all[at-1].before[0] {
		if t.all[at-1].hash == h {
			t.shared[h] = true
			return
		}
	}
	l := linked{hash: h}
	for band := range bands {
		first := &t.first[band][h.quarter(band)]
		l.before[band], *first = *first, int32(len(t.all)+1)
	}
	t.all = append(t.all, l)
}

// like returns at most maxCandidates of the fingerprints of other articles that
// candidateSQL finds, some of them more than once.
func (t *fingerprints) like(h simhash) (found []simhash) {
	for band := range bands {
		for _, quarter := range h.probes(band) {
			for at := t.first[band][quarter]; at != 0; at = t.all[at-1].before[band] {
				if other := t.all[at-1].hash; h.distance(other) <= maxDistance && (other != h || t.shared[h]) {
					found = append(found, other)
				}
				if len(found) == maxCandidates {
					return found
				}
			}
		}
	}
	return found
}

// A known table of fingerprints is read when so many were looked up in the
// indexes that reading all costs no more, and holds until another connection
// writes. Who has the writing connection has it.
type known struct {
	table *fingerprints // nil before it is read
	at    state
	// articles is their number at most, looked that of lookups since at.
	articles, looked int64
}

// A state of the file is another when another connection has written to it.
type state struct {
	conn    *sqlite3.SQLiteConn
	version int64
}

func (t *transaction) state(ctx context.Context) (s state, err error) {
	if err := t.QueryRowContext(ctx, "PRAGMA data_version").Scan(&s.version); err != nil {
		return s, err
	}
	return s, t.Raw(func(c any) error {
		s.conn = c.(*sqlite3.SQLiteConn)
		return nil
	})
}

// refresh forgets what another connection may have changed.
func (k *known) refresh(ctx context.Context, tx *transaction) error {
	now, err := tx.state(ctx)
	if err != nil {
		return err
	}
	if now != k.at {
		*k = known{at: now}
	}
	return tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) FROM articles").Scan(&k.articles)
}

// worthReading is the number of fingerprints that are read in the time in which
// those like one are looked up in the indexes.
var worthReading int64 = 200

// add notes a fingerprint that an article gets.
func (k *known) add(h simhash) {
	if k.table != nil && h != 0 {
		k.table.add(h)
	}
}

// like returns the stored fingerprints that are like one, some of them more
// than once.
func (k *known) like(ctx context.Context, tx *transaction, h simhash) ([]simhash, error) {
	if k.table == nil && k.looked*worthReading >= k.articles {
		if err := k.read(ctx, tx); err != nil {
			return nil, err
		}
	}
	if k.table == nil {
		k.looked++
		return lookUp(ctx, tx, h)
	}
	return k.table.like(h), nil
}

// read reads all fingerprints.
func (k *known) read(ctx context.Context, tx *transaction) error {
	all, err := idsOf(ctx, tx, "SELECT simhash FROM articles WHERE simhash <> 0")
	if err != nil {
		return err
	}
	k.table = &fingerprints{shared: map[simhash]bool{}}
	for _, h := range all {
		k.table.add(simhash(h))
	}
	return nil
}
