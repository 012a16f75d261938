package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
)

// What counts as nearly the same was measured on invented articles and what
// portals do to them; see TestNearDuplicates.
const (
	// maxDistance is the number of bits in which fingerprints of candidates
	// differ at most.
	maxDistance = 10
	// minShare is how much of the shorter text the other must hold, minFigures
	// how many of its numbers: last month's report in the same words is another.
	minShare   = 0.75
	minFigures = 0.9
	// maxNear bounds the links of one article to earlier ones, maxCompared the
	// texts that are read for it and maxCandidates the fingerprints.
	maxNear       = 20
	maxCompared   = 60
	maxCandidates = 4000
)

// The fingerprint is looked up by its quarters, each as it is and with one bit
// turned: that finds all that differ in up to seven bits, and most up to ten.
const (
	bands     = 4
	bandBits  = 64 / bands
	bandProbe = 1 + bandBits
)

// quarters are the expressions of the indexes articles_simhash_N.
var quarters = [bands]string{"simhash & 65535", "simhash >> 16 & 65535", "simhash >> 32 & 65535", "simhash >> 48 & 65535"}

// candidateSQL returns fingerprints as one text: hundreds of rows cost more than
// finding them.
var candidateSQL = func() string {
	parts := make([]string, bands)
	for band, quarter := range quarters {
		parts[band] = "SELECT simhash FROM articles WHERE simhash <> 0 AND " + quarter + " IN (?" + strings.Repeat(", ?", bandProbe-1) + ")"
	}
	return "SELECT json_group_array(simhash) FROM (" + strings.Join(parts, " UNION ALL ") + fmt.Sprintf(" LIMIT %d)", maxCandidates)
}()

func (h simhash) quarter(band int) uint16 { return uint16(h >> (band * bandBits)) }

// probes are the quarters by which those like a fingerprint are looked up.
func (h simhash) probes(band int) (all [bandProbe]uint16) {
	all[bandBits] = h.quarter(band)
	for bit := range bandBits {
		all[bit] = all[bandBits] ^ 1<<bit
	}
	return all
}

// candidateArgs are the arguments of candidateSQL.
func (h simhash) candidateArgs() []any {
	args := make([]any, 0, bands*bandProbe)
	for band := range bands {
		for _, quarter := range h.probes(band) {
			args = append(args, int64(quarter))
		}
	}
	return args
}

// lookUp finds the stored fingerprints that are like one in the indexes, some of
// them more than once.
func lookUp(ctx context.Context, tx *transaction, h simhash) ([]simhash, error) {
	var list string
	if err := tx.QueryRowContext(ctx, candidateSQL, h.candidateArgs()...).Scan(&list); err != nil {
		return nil, err
	}
	var all []int64
	if err := json.Unmarshal([]byte(list), &all); err != nil {
		return nil, err
	}
	var found []simhash
	for _, other := range all {
		if h.distance(simhash(other)) <= maxDistance {
			found = append(found, simhash(other))
		}
	}
	return found, nil
}

// bodyOf is an article's text without its title.
func bodyOf(text string) string {
	if _, body, titled := strings.Cut(text, "\n\n"); titled {
		return body
	}
	return text
}

// A candidate is an article whose fingerprint is like another's.
type candidate struct {
	id       int64
	distance int
}

// fingerprint is that of an article's text in which spellings and case are one.
func (s *saver) fingerprint(exact string) simhash {
	h := simhashOf(bodyOf(exact))
	s.db.known.add(h)
	return h
}

// unlinked is an article whose near duplicates are not looked for yet. Nothing
// refers to a new one.
type unlinked struct {
	id   int64
	hash simhash
	new  bool
}

// link finds the near duplicates of the articles that were saved or got another
// text, and notes them in both directions.
func (s *saver) link(ctx context.Context) error {
	if len(s.unlinked) == 0 {
		return nil
	}
	if err := s.db.known.refresh(ctx, s.tx); err != nil {
		return fmt.Errorf("near duplicates: %w", err)
	}
	for _, u := range s.unlinked {
		if err := s.linkOne(ctx, u); err != nil {
			return fmt.Errorf("near duplicates of article %d: %w", u.id, err)
		}
	}
	s.unlinked = nil
	return nil
}

func (s *saver) linkOne(ctx context.Context, u unlinked) error {
	if !u.new {
		if _, err := s.tx.ExecContext(ctx, "DELETE FROM near_duplicates WHERE article_id = ?1 OR other_id = ?1", u.id); err != nil {
			return err
		}
	}
	if u.hash == 0 {
		return nil
	}
	near, err := s.candidates(ctx, u)
	if err != nil || len(near) == 0 {
		return err
	}
	mine, err := s.contents(ctx, u.id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // removed in the same transaction
	}
	if err != nil {
		return err
	}
	linked := 0
	for _, c := range near {
		theirs, err := s.contents(ctx, c.id)
		if err != nil {
			return err
		}
		share, same := mine.sameAs(theirs)
		if !same {
			continue
		}
		// One that changed may have found a new one that waits its turn.
		if _, err := s.tx.ExecContext(ctx, `INSERT INTO near_duplicates (article_id, other_id, share) VALUES (?1, ?2, ?3), (?2, ?1, ?3)
			ON CONFLICT DO NOTHING`, u.id, c.id, share); err != nil {
			return err
		}
		if linked++; linked == maxNear {
			break
		}
	}
	return nil
}

// candidates are at most maxCompared articles with a like fingerprint, the
// likest first. A new article is compared with earlier ones: later ones find it.
func (s *saver) candidates(ctx context.Context, u unlinked) ([]candidate, error) {
	hashes, err := s.db.known.like(ctx, s.tx, u.hash)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(hashes, func(a, b simhash) int {
		return cmp.Or(cmp.Compare(u.hash.distance(a), u.hash.distance(b)), cmp.Compare(a, b))
	})
	last := int64(math.MaxInt64)
	if u.new {
		last = u.id
	}
	var found []candidate
	for _, h := range slices.Compact(hashes) {
		ids, err := idsOf(ctx, s.tx, "SELECT id FROM articles WHERE simhash <> 0 AND "+quarters[0]+" = ?1 & 65535 AND simhash = ?1 AND id <> ?2 AND id <= ?3 ORDER BY id LIMIT ?4",
			int64(h), u.id, last, maxCompared-len(found))
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			found = append(found, candidate{id, u.hash.distance(h)})
		}
		if len(found) == maxCompared {
			break
		}
	}
	slices.SortFunc(found, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.id, b.id)) })
	return found, nil
}

func (s *saver) contents(ctx context.Context, id int64) (contents, error) {
	var text string
	err := s.tx.QueryRowContext(ctx, "SELECT text FROM article_texts WHERE article_id = ?", id).Scan(&text)
	return contentsOf(bodyOf(s.db.opts.Unify(text))), err
}

// contents are the runs of three syllables of a text, and its numbers.
type contents struct{ shingles, figures map[string]bool }

func contentsOf(text string) contents {
	words := strings.FieldsFunc(text, func(r rune) bool { return !isSyllableRune(r) })
	c := contents{shingles: make(map[string]bool, len(words)), figures: map[string]bool{}}
	for i, w := range words {
		if i+shingleSyllables <= len(words) {
			c.shingles[strings.Join(words[i:i+shingleSyllables], " ")] = true
		}
		if strings.IndexFunc(w, unicode.IsDigit) >= 0 {
			c.figures[w] = true
		}
	}
	return c
}

// sameAs says whether the texts are nearly the same, and how much of the
// shorter the longer holds.
func (c contents) sameAs(other contents) (share float64, same bool) {
	share = shared(c.shingles, other.shingles)
	return share, share >= minShare && shared(c.figures, other.figures) >= minFigures
}

// shared is the part of the smaller set that the larger holds; of an empty one
// it holds all.
func shared(a, b map[string]bool) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 {
		return 1
	}
	n := 0
	for x := range a {
		if b[x] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// fingerprintsAtOnce is the number of articles that LinkNearDuplicates takes in
// one transaction.
const fingerprintsAtOnce = 500

// LinkNearDuplicates fingerprints and links the articles that were stored
// before there were fingerprints. Articles saved since are linked when they are
// saved.
func (db *DB) LinkNearDuplicates(ctx context.Context) error {
	for {
		ids, err := db.ids(ctx, "SELECT id FROM articles WHERE simhash IS NULL ORDER BY id LIMIT ?", fingerprintsAtOnce)
		if err != nil || len(ids) == 0 {
			return err
		}
		err = db.save(ctx, func(s *saver) error {
			for _, id := range ids {
				var text string
				if err := s.tx.QueryRowContext(ctx, "SELECT text FROM article_texts WHERE article_id = ?", id).Scan(&text); err != nil {
					return err
				}
				hash := s.fingerprint(db.opts.Unify(text))
				if _, err := s.tx.ExecContext(ctx, "UPDATE articles SET simhash = ? WHERE id = ?", int64(hash), id); err != nil {
					return err
				}
				s.unlinked = append(s.unlinked, unlinked{id: id, hash: hash})
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

// sources counts the independent sources among articles: those that are near
// duplicates of one another are one.
func sources(articles []int64, near map[int64][]int64) int64 {
	seen := map[int64]bool{}
	var visit func(id int64)
	visit = func(id int64) {
		seen[id] = true
		for _, other := range near[id] {
			if !seen[other] {
				visit(other)
			}
		}
	}
	n := int64(0)
	for _, id := range articles {
		if !seen[id] {
			n++
			visit(id)
		}
	}
	return n
}

// nearOf reads the near duplicates of articles.
func (db *DB) nearOf(ctx context.Context, articles []int64) (map[int64][]int64, error) {
	list, err := json.Marshal(articles)
	if err != nil {
		return nil, err
	}
	rows, err := db.r.QueryContext(ctx, "SELECT article_id, other_id FROM near_duplicates WHERE article_id IN (SELECT value FROM json_each(?))", string(list))
	if err != nil {
		return nil, db.fail(err)
	}
	defer rows.Close()
	near := map[int64][]int64{}
	for rows.Next() {
		var a, b int64
		if err := rows.Scan(&a, &b); err != nil {
			return nil, db.fail(err)
		}
		near[a] = append(near[a], b)
	}
	return near, db.fail(rows.Err())
}
