package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/trich-vn/trich/corpus"
)

// recordReader reads one article back into the words it was saved in.
type recordReader struct {
	ctx context.Context
	q   querier
	id  int64
}

func (r recordReader) article() (*corpus.Record, error) {
	a := &corpus.Article{}
	rec := &corpus.Record{Article: a}
	var tags string
	fields := []any{
		&rec.Source, &a.Title, &a.Lead, &a.Text, &a.Published, &a.PublishedAt, &a.Updated, &a.Byline, &a.Origin,
		&a.Province, &a.Agency, &a.Portal, &a.URL, &a.Category, &tags, &a.Method,
	}
	err := r.q.QueryRowContext(r.ctx, `SELECT a.source, a.title, t.lead, t.text, a.published, a.published_at, a.updated, a.byline, a.origin,
			a.province, a.agency, a.portal, a.url, a.category, a.tags, a.method
		FROM articles a JOIN article_texts t ON t.article_id = a.id WHERE a.id = ?`, r.id).Scan(scanners(fields)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	if a.Tags, err = unmarshalTags(tags); err != nil {
		return nil, fmt.Errorf("tags: %w", err)
	}
	return rec, nil
}

func scanners(fields []any) []any {
	out := make([]any, len(fields))
	for i, f := range fields {
		out[i] = scanner{f}
	}
	return out
}

// each runs a query over a table of facts and hands every row's scan function
// to read.
func (r recordReader) each(table, columns string, read func(scan func(...any) error) error) error {
	rows, err := r.q.QueryContext(r.ctx, `SELECT f.text, f.start, f.end, f.rule, s.start, s.end, `+columns+`
		FROM `+table+` f JOIN sentences s ON s.article_id = f.article_id AND s.n = f.sentence
		WHERE f.article_id = ? ORDER BY f.n`, r.id)
	if err != nil {
		return fmt.Errorf("%s: %w", table, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := read(rows.Scan); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return rows.Err()
}

// sourceFields are the destinations of the columns that each puts first.
func sourceFields(s *corpus.Source) []any {
	return []any{&s.Text, &s.Start, &s.End, &s.Rule, &s.Sentence[0], &s.Sentence[1]}
}

func (r recordReader) dates(rec *corpus.Record) error {
	rec.Dates = []corpus.Date{}
	return r.each("dates", `f.value, f.first, f.last, f.inferred, f."check", f.note`, func(scan func(...any) error) error {
		var d corpus.Date
		if err := scan(append(sourceFields(&d.Source),
			scanners([]any{&d.Value, &d.First, &d.Last, &d.Inferred, &d.Check, &d.Note})...)...); err != nil {
			return err
		}
		rec.Dates = append(rec.Dates, d)
		return nil
	})
}

const figureFields = `f.value, f.upper, f.bound, f.change, f.verb, f.what, f.status, f.indicator, f.period, f.baseline, f.place,
	f.area, f.level, f.ambiguous, f."check", f.note`

// figure scans the columns of figureFields and then more.
func figure(scan func(...any) error, f *corpus.Figure, more ...any) error {
	var value *corpus.Decimal
	var bound, change, status string
	if err := scan(append(sourceFields(&f.Source), scanners(append([]any{
		&value, &f.Upper, &bound, &change, &f.Verb, &f.What, &status, &f.Indicator, &f.Period, &f.Baseline, &f.Place,
		&f.Area, &f.Level, &f.Ambiguous, &f.Check, &f.Note,
	}, more...))...)...); err != nil {
		return err
	}
	f.Value, f.Bound, f.Change, f.Status = *value, corpus.Bound(bound), corpus.Change(change), corpus.Status(status)
	return nil
}

func (r recordReader) counts(rec *corpus.Record) error {
	rec.Counts = []corpus.Count{}
	return r.each("counts", figureFields+", f.unit, f.class, f.of, f.of_kind", func(scan func(...any) error) error {
		var c corpus.Count
		var ofKind string
		if err := figure(scan, &c.Figure, &c.Unit, &c.Class, &c.Of, &ofKind); err != nil {
			return err
		}
		c.OfKind = corpus.OfKind(ofKind)
		rec.Counts = append(rec.Counts, c)
		return nil
	})
}

func (r recordReader) percentages(rec *corpus.Record) error {
	rec.Percentages = []corpus.Percentage{}
	return r.each("percentages", figureFields, func(scan func(...any) error) error {
		var p corpus.Percentage
		if err := figure(scan, &p.Figure); err != nil {
			return err
		}
		rec.Percentages = append(rec.Percentages, p)
		return nil
	})
}

func (r recordReader) officials(rec *corpus.Record) error {
	rec.Officials = []corpus.Official{}
	err := r.each("officials", "f.name, f.honorific, f.rank, f.role, f.verb, f.inferred", func(scan func(...any) error) error {
		o := corpus.Official{Positions: []corpus.Position{}}
		if err := scan(append(sourceFields(&o.Source),
			scanners([]any{&o.Name, &o.Honorific, &o.Rank, &o.Role, &o.Verb, &o.Inferred})...)...); err != nil {
			return err
		}
		rec.Officials = append(rec.Officials, o)
		return nil
	})
	if err != nil {
		return err
	}
	return r.positions(rec)
}

func (r recordReader) positions(rec *corpus.Record) error {
	rows, err := r.q.QueryContext(r.ctx, `SELECT official, title, organisation, level, canonical, jurisdiction, former, acting, inferred
		FROM positions WHERE article_id = ? ORDER BY official, n`, r.id)
	if err != nil {
		return fmt.Errorf("positions: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var p corpus.Position
		var official int64
		if err := rows.Scan(scanners([]any{&official, &p.Title, &p.Organisation, &p.Level, &p.Canonical, &p.Jurisdiction,
			&p.Former, &p.Acting, &p.Inferred})...); err != nil {
			return fmt.Errorf("positions: %w", err)
		}
		o := &rec.Officials[official]
		o.Positions = append(o.Positions, p)
	}
	return rows.Err()
}

func (r recordReader) rejections(rec *corpus.Record) error {
	return r.each("rejections", "f.kind, f.reason", func(scan func(...any) error) error {
		var x corpus.Rejection
		if err := scan(append(sourceFields(&x.Source), &x.Kind, &x.Reason)...); err != nil {
			return err
		}
		rec.Invalid = append(rec.Invalid, x)
		return nil
	})
}
