package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
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
	bandMask  = 1<<bandBits - 1
	bandProbe = 1 + bandBits
)

var candidateSQL = func() string {
	var parts []string
	for band := range bands {
		quarter := "simhash & 65535"
		if band > 0 {
			quarter = fmt.Sprintf("simhash >> %d & 65535", band*bandBits)
		}
		parts = append(parts, "SELECT id, simhash FROM articles WHERE simhash <> 0 AND "+quarter+" IN (?"+strings.Repeat(", ?", bandProbe-1)+")")
	}
	// One text of all: hundreds of rows of two numbers cost more than finding them.
	return "SELECT coalesce(group_concat(id || ' ' || simhash, ' '), '') FROM (" + strings.Join(parts, " UNION ALL ") + fmt.Sprintf(" LIMIT %d)", maxCandidates)
}()

// probes are the arguments of candidateSQL.
func (h simhash) probes() []any {
	args := make([]any, 0, bands*bandProbe)
	for band := range bands {
		quarter := int64(h >> (band * bandBits) & bandMask)
		args = append(args, quarter)
		for bit := range bandBits {
			args = append(args, quarter^1<<bit)
		}
	}
	return args
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

// link finds the near duplicates of the articles that were saved or got another
// text, and notes them in both directions.
func (s *saver) link(ctx context.Context) error {
	for _, id := range s.unlinked {
		if err := s.linkOne(ctx, id); err != nil {
			return fmt.Errorf("near duplicates of article %d: %w", id, err)
		}
	}
	s.unlinked = nil
	return nil
}

func (s *saver) linkOne(ctx context.Context, id int64) error {
	var hash sql.NullInt64
	err := s.tx.QueryRowContext(ctx, "SELECT simhash FROM articles WHERE id = ?", id).Scan(&hash)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil // removed in the same transaction
	case err != nil:
		return err
	}
	if _, err := s.tx.ExecContext(ctx, "DELETE FROM near_duplicates WHERE article_id = ?1 OR other_id = ?1", id); err != nil {
		return err
	}
	if hash.Int64 == 0 {
		return nil
	}
	near, err := s.candidates(ctx, id, simhash(hash.Int64))
	if err != nil || len(near) == 0 {
		return err
	}
	mine, err := s.contents(ctx, id)
	if err != nil {
		return err
	}
	linked := 0
	for _, c := range near[:min(len(near), maxCompared)] {
		theirs, err := s.contents(ctx, c.id)
		if err != nil {
			return err
		}
		share, same := mine.sameAs(theirs)
		if !same {
			continue
		}
		if _, err := s.tx.ExecContext(ctx, "INSERT INTO near_duplicates (article_id, other_id, share) VALUES (?1, ?2, ?3), (?2, ?1, ?3)",
			id, c.id, share); err != nil {
			return err
		}
		if linked++; linked == maxNear {
			break
		}
	}
	return nil
}

// candidates are the articles with a like fingerprint, the likest first.
func (s *saver) candidates(ctx context.Context, id int64, hash simhash) ([]candidate, error) {
	var list string
	if err := s.tx.QueryRowContext(ctx, candidateSQL, hash.probes()...).Scan(&list); err != nil {
		return nil, err
	}
	var found []candidate
	for list != "" {
		var number, theirs string
		number, list, _ = strings.Cut(list, " ")
		theirs, list, _ = strings.Cut(list, " ")
		other, err := strconv.ParseInt(theirs, 10, 64)
		if err != nil {
			return nil, err
		}
		c := candidate{distance: hash.distance(simhash(other))}
		if c.distance > maxDistance {
			continue
		}
		if c.id, err = strconv.ParseInt(number, 10, 64); err != nil {
			return nil, err
		}
		if c.id != id {
			found = append(found, c)
		}
	}
	slices.SortFunc(found, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.id, b.id)) })
	return slices.Compact(found), nil
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
				if _, err := s.tx.ExecContext(ctx, "UPDATE articles SET simhash = ? WHERE id = ?", int64(simhashOf(bodyOf(db.opts.Unify(text)))), id); err != nil {
					return err
				}
			}
			s.unlinked = append(s.unlinked, ids...)
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
