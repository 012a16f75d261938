package main

import (
	"context"
	"errors"
	"slices"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/export"
	"github.com/trich-vn/trich/store"
)

// onlyPeople checks a wish for a format of people. The file is made of the
// mentions of officials, under whichever of both names it was asked for.
func (a *app) onlyPeople(q *question, tables []string) ([]string, error) {
	if len(q.columns) > 0 {
		return nil, usage(errors.New(a.tr("--columns does not go with --format %s", q.format)), "")
	}
	if len(tables) == 0 {
		return []string{store.PeopleTable.Name}, nil
	}
	for _, t := range tables {
		if t != store.PeopleTable.Name && t != store.OfficialsTable.Name {
			return nil, usage(errors.New(a.tr("format %s holds people only", q.format)), "trich export people --format "+q.format)
		}
	}
	return slices.Compact(tables), nil
}

// officialRows are the mentions of officials with what tells each person from
// others in every database.
func officialRows(ctx context.Context, db *store.DB, f store.Filter) (corpus.Table, corpus.Rows, error) {
	people := map[int64]store.Known{}
	for p, err := range db.People(ctx, store.Filter{}) {
		if err != nil {
			return corpus.Table{}, nil, err
		}
		people[p.ID] = p
	}
	t, rows, err := db.Rows(ctx, store.OfficialsTable.Name, f)
	if err != nil {
		return t, nil, err
	}
	at := slices.IndexFunc(t.Columns, func(c corpus.Column) bool { return c.Name == "person_id" })
	t.Columns = append(slices.Clone(t.Columns), corpus.Column{Name: export.PersonKey, Type: corpus.String}, corpus.Column{Name: export.PersonName, Type: corpus.String})
	return t, func(yield func(corpus.Row, error) bool) {
		for row, err := range rows {
			if err == nil {
				id, _ := row[at].(int64)
				p := people[id]
				row = append(slices.Clone(row), p.Key, p.Name)
			}
			if !yield(row, err) {
				return
			}
		}
	}, nil
}
