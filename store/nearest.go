package store

import (
	"context"
	"slices"
	"strings"
)

// An Unknown is a value of a Filter that the store does not know, with the
// nearest that it does, empty where none is near.
type Unknown struct {
	Field, Value, Nearest string
	// Known are all values of a field that has few.
	Known []string
}

// few is how many values of a field can be told in one line.
const few = 8

// knownValues lists, for fields of a Filter, the query of all values. Units
// and series are found by stepping through their indexes.
var knownValues = map[string]string{
	"portal":   "SELECT id FROM portals",
	"province": "SELECT DISTINCT province FROM articles WHERE province IS NOT NULL UNION SELECT name FROM places WHERE level = 'province'",
	"unit": `WITH RECURSIVE u (v) AS (SELECT min(unit) FROM counts UNION ALL SELECT (SELECT min(unit) FROM counts WHERE unit > v) FROM u WHERE v IS NOT NULL)
		SELECT v FROM u WHERE v IS NOT NULL UNION SELECT '%'`,
	"class": "SELECT DISTINCT class FROM counts",
	"indicator": `WITH RECURSIVE
		c (v) AS (SELECT min(indicator) FROM counts UNION ALL SELECT (SELECT min(indicator) FROM counts WHERE indicator > v) FROM c WHERE v IS NOT NULL),
		p (v) AS (SELECT min(indicator) FROM percentages UNION ALL SELECT (SELECT min(indicator) FROM percentages WHERE indicator > v) FROM p WHERE v IS NOT NULL)
		SELECT v FROM c WHERE v IS NOT NULL UNION SELECT v FROM p WHERE v IS NOT NULL UNION SELECT id FROM indicators`,
	"bound":  "SELECT value FROM json_each('[\"exact\", \"over\", \"under\", \"nearly\", \"about\", \"at_least\", \"at_most\"]')",
	"change": "SELECT value FROM json_each('[\"level\", \"increase\", \"decrease\"]')",
	"level":  "SELECT value FROM json_each('[\"central\", \"country\", \"province\", \"district\", \"commune\"]')",
	"status": "SELECT value FROM json_each('[\"estimated\", \"preliminary\", \"final\", \"revised\"]')",
	"verb":   "SELECT verb FROM counts WHERE verb IS NOT NULL UNION SELECT verb FROM percentages WHERE verb IS NOT NULL",
}

// Values returns what the store knows for a field of a Filter: portal,
// province, unit, class, indicator, verb, status, bound, change or level.
func (db *DB) Values(ctx context.Context, field string) ([]string, error) {
	values, err := textsOf(ctx, db.r, knownValues[field])
	slices.Sort(values)
	return values, db.fail(err)
}

// Unknowns returns the values of f that no row has, so that an empty answer
// can be told from a slip of the pen.
func (db *DB) Unknowns(ctx context.Context, f Filter) ([]Unknown, error) {
	var unknowns []Unknown
	for _, asked := range []struct {
		field  string
		values []string
	}{
		{"portal", f.Portals}, {"province", f.Provinces}, {"unit", f.Units}, {"class", f.Classes}, {"indicator", f.Indicators},
		{"verb", f.Verbs}, {"status", f.Statuses}, {"bound", f.Bounds}, {"change", f.Changes}, {"level", f.Levels},
	} {
		if len(asked.values) == 0 {
			continue
		}
		known, err := db.Values(ctx, asked.field)
		if err != nil {
			return nil, err
		}
		for _, v := range asked.values {
			if slices.Contains(known, v) {
				continue
			}
			u := Unknown{Field: asked.field, Value: v, Nearest: db.nearest(v, known)}
			if len(known) <= few {
				u.Known = known
			}
			unknowns = append(unknowns, u)
		}
	}
	return unknowns, nil
}

// nearest returns the known value that differs least, without regard to case
// and diacritics, or that begins with what was asked for.
func (db *DB) nearest(value string, known []string) string {
	folded := []rune(db.opts.Fold(value))
	best, least := "", len(folded)/3+1
	for _, k := range known {
		other := []rune(db.opts.Fold(k))
		d := distance(folded, other)
		if len(folded) > 2 && strings.Contains(string(other), string(folded)) {
			d = min(d, 1)
		}
		if d < least || d == least && best == "" {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to insert, delete or replace (Levenshtein).
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
