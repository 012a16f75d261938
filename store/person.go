package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// A Person is one holder of offices across articles, with the mentions that
// are taken for it.
type Person struct {
	// Key tells the person from others of the same name and stays from run to
	// run.
	Key, Name, Jurisdiction string
	Mentions                []Mention
	Merges                  []Merge
}

// A Mention is one official of one article.
type Mention struct{ ArticleID, N int64 }

// A Merge says why two link keys are one person.
type Merge struct{ Left, Right, Reason string }

// A Correction is what a reader decided about two link keys; it holds for
// every later run.
type Correction struct {
	Same  bool   `json:"same"`
	Left  string `json:"left"`
	Right string `json:"right"`
	Note  string `json:"note,omitempty"`
	// DecidedAt is when, in seconds; zero is now, when a correction is saved.
	DecidedAt time.Time `json:"decided_at,omitzero"`
}

// SavePeople replaces who is who: people and the mentions linked to them.
// People keep their identifier from run to run by their key. A mention that
// is no longer stored is passed over: its article was replaced meanwhile.
func (db *DB) SavePeople(ctx context.Context, people []Person) error {
	return db.update(ctx, func(tx *transaction) error {
		for _, statement := range []string{"UPDATE officials SET person_id = NULL WHERE person_id IS NOT NULL", "DELETE FROM person_merges"} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("people: %w", err)
			}
		}
		for _, p := range people {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := db.savePerson(context.WithoutCancel(ctx), tx, p); err != nil {
				return fmt.Errorf("person %s: %w", p.Key, err)
			}
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM people WHERE id NOT IN (SELECT person_id FROM officials WHERE person_id IS NOT NULL)")
		return err
	})
}

func (db *DB) savePerson(ctx context.Context, tx *transaction, p Person) error {
	var id int64
	err := tx.QueryRowContext(ctx, `INSERT INTO people (name, key, name_key, jurisdiction) VALUES (?, ?, ?, ?)
		ON CONFLICT (key) DO UPDATE SET name = excluded.name, name_key = excluded.name_key, jurisdiction = excluded.jurisdiction
		RETURNING id`, p.Name, p.Key, db.opts.Fold(p.Name), opt(p.Jurisdiction)).Scan(&id)
	if err != nil {
		return err
	}
	for _, m := range p.Mentions {
		if _, err := tx.ExecContext(ctx, "UPDATE officials SET person_id = ? WHERE article_id = ? AND n = ?", id, m.ArticleID, m.N); err != nil {
			return err
		}
	}
	var values []any
	for n, m := range p.Merges {
		values = append(values, id, n, m.Left, m.Right, m.Reason)
	}
	return into("person_merges", "person_id", "n", "left_key", "right_key", "reason").exec(tx, values)
}

// SaveCorrection keeps a reader's decision; a later one about the same keys
// replaces it, an earlier one is passed over.
func (db *DB) SaveCorrection(ctx context.Context, c Correction) error {
	if c.Left == "" || c.Right == "" || c.Left == c.Right {
		return errors.New("a correction needs two keys")
	}
	if c.Left > c.Right {
		c.Left, c.Right = c.Right, c.Left
	}
	action, at := "different", db.now()
	if c.Same {
		action = "same"
	}
	if !c.DecidedAt.IsZero() {
		at = stamp(c.DecidedAt)
	}
	return db.update(ctx, func(tx *transaction) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO person_corrections (action, left_key, right_key, note, created_at) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (left_key, right_key) DO UPDATE SET action = excluded.action, note = excluded.note, created_at = excluded.created_at
			WHERE excluded.created_at >= created_at`, action, c.Left, c.Right, opt(c.Note), at)
		return err
	})
}

// Corrections returns the readers' decisions, oldest first.
func (db *DB) Corrections(ctx context.Context) ([]Correction, error) {
	rows, err := db.r.QueryContext(ctx, "SELECT action = 'same', left_key, right_key, coalesce(note, ''), created_at FROM person_corrections ORDER BY id")
	if err != nil {
		return nil, db.fail(err)
	}
	defer rows.Close()
	var all []Correction
	for rows.Next() {
		var c Correction
		var at string
		if err := rows.Scan(&c.Same, &c.Left, &c.Right, &c.Note, &at); err != nil {
			return nil, db.fail(err)
		}
		if c.DecidedAt, err = time.Parse(time.RFC3339, at); err != nil {
			return nil, fmt.Errorf("correction of %s: %w", c.Left, err)
		}
		all = append(all, c)
	}
	return all, db.fail(rows.Err())
}

// A Known is a person that the store knows.
type Known struct {
	ID                      int64
	Name, Jurisdiction, Key string
	Mentions, Articles      int64
	// First and Last are the days of the earliest and the latest article.
	First, Last string
}

var knownColumns = []column[Known]{
	kn("id", corpus.Integer, "identifier of the person", "p.id", func(k *Known) any { return &k.ID }),
	kn("name", corpus.String, "name as printed most often", "p.name", func(k *Known) any { return &k.Name }),
	kn("jurisdiction", corpus.String, "place of the latest office", "p.jurisdiction", func(k *Known) any { return &k.Jurisdiction }),
	kn("key", corpus.String, "what tells the person from others of the same name", "p.key", func(k *Known) any { return &k.Key }),
	kn("mentions", corpus.Integer, "number of mentions", "count(*)", func(k *Known) any { return &k.Mentions }),
	kn("articles", corpus.Integer, "number of articles", "count(DISTINCT o.article_id)", func(k *Known) any { return &k.Articles }),
	kn("first", corpus.Day, "day of the earliest article", "min(o.published)", func(k *Known) any { return &k.First }),
	kn("last", corpus.Day, "day of the latest article", "max(o.published)", func(k *Known) any { return &k.Last }),
}

func kn(name string, t corpus.Type, description, sql string, cell func(*Known) any) column[Known] {
	return column[Known]{Column: corpus.Column{Name: name, Type: t, Description: description}, sql: sql, cell: cell}
}

// PeopleTable is one row a person.
var PeopleTable = tableOf("people", "People", "Holders of office across articles, one row a person.", []string{"id"}, knownColumns)

// People streams the people whose name holds f.Name or is one of f.Names and
// who are mentioned in the articles f asks for, most mentioned first. Mentions
// in other articles do not count.
func (db *DB) People(ctx context.Context, f Filter) iter.Seq2[Known, error] {
	c := &conditions{}
	if f.Name != "" {
		c.add("instr(p.name_key, ?) > 0", db.opts.Fold(f.Name))
	}
	if len(f.Names) > 0 {
		folded := make([]string, len(f.Names))
		for i, n := range f.Names {
			folded[i] = db.opts.Fold(n)
		}
		c.oneOf("p.name_key", folded)
	}
	if f.PersonID != 0 {
		c.add("p.id = ?", f.PersonID)
	}
	from := " FROM people p JOIN officials o ON o.person_id = p.id"
	of := &conditions{}
	if f.ofArticle(of, "o.published"); of.terms != nil {
		from += " JOIN articles a ON a.id = o.article_id"
		c.terms, c.args = append(c.terms, of.terms...), append(c.args, of.args...)
	}
	query, args := f.page("SELECT "+selectList(knownColumns)+from+c.where()+
		" GROUP BY p.id ORDER BY count(*) DESC, p.name, p.id", c.args)
	return stream(ctx, db, knownColumns, query, args)
}

// Merges returns why the mentions of a person are taken for one.
func (db *DB) Merges(ctx context.Context, person int64) ([]Merge, error) {
	rows, err := db.r.QueryContext(ctx, "SELECT left_key, right_key, reason FROM person_merges WHERE person_id = ? ORDER BY n", person)
	if err != nil {
		return nil, db.fail(err)
	}
	defer rows.Close()
	var all []Merge
	for rows.Next() {
		var m Merge
		if err := rows.Scan(&m.Left, &m.Right, &m.Reason); err != nil {
			return nil, db.fail(err)
		}
		all = append(all, m)
	}
	return all, db.fail(rows.Err())
}
