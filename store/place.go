package store

import (
	"context"
	"database/sql"
	"fmt"
)

// A Place is an area with the time it exists.
type Place struct {
	// Level is central, province, district or commune.
	Level string
	// Name is without the kind of place, Parent the name of the place it lies in.
	Name, Parent string
	// From and To are the first and last ISO day, empty when unbounded.
	From, To string
	// Successor is the name of the place it became a part of.
	Successor string
}

// An Indicator is a canonical series.
type Indicator struct {
	ID, Unit, LabelVI, LabelEN string
	// Direction is up, down, ambiguous or neutral: which way is better.
	Direction string
	// Of is the series it is a part of.
	Of, Note string
}

// A Portal is a site that articles come from.
type Portal struct {
	// ID is the identifier of the portal file; Home is an address.
	ID, Name, Home, Province string
}

// NamePortals tells the names and homes of portals. Those that nothing stored
// comes from are passed over.
func (db *DB) NamePortals(ctx context.Context, portals []Portal) error {
	return db.update(ctx, func(tx *transaction) error {
		return each(ctx, tx, `UPDATE portals SET name = ?2, home = ?3, province = ?4
			WHERE id = ?1 AND (name IS NOT ?2 OR home IS NOT ?3 OR province IS NOT ?4)`, portals, func(s *sql.Stmt, p *Portal) error {
			if _, err := s.ExecContext(ctx, p.ID, opt(p.Name), opt(p.Home), opt(p.Province)); err != nil {
				return fmt.Errorf("portal %s: %w", p.ID, err)
			}
			return nil
		})
	})
}

// SavePlaces replaces the table of places.
func (db *DB) SavePlaces(ctx context.Context, places []Place) error {
	var values []any
	for _, p := range places {
		values = append(values, p.Level, p.Name, p.From, opt(p.To), p.Parent, opt(p.Successor))
	}
	return db.replaceAll(ctx, into("places", "level", "name", "valid_from", "valid_to", "parent", "successor"), values)
}

// SaveIndicators replaces the table of canonical series.
func (db *DB) SaveIndicators(ctx context.Context, indicators []Indicator) error {
	var values []any
	for _, i := range indicators {
		values = append(values, i.ID, i.Unit, i.LabelVI, opt(i.LabelEN), opt(i.Direction), opt(i.Of), opt(i.Note))
	}
	return db.replaceAll(ctx, into("indicators", "id", "unit", "label_vi", "label_en", "direction", "of", "note"), values)
}

// replaceAll replaces every row of a table that no other refers to.
func (db *DB) replaceAll(ctx context.Context, into insertion, values []any) error {
	return db.update(ctx, func(tx *transaction) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+into.table); err != nil {
			return fmt.Errorf("%s: %w", into.table, err)
		}
		return into.exec(ctx, tx, values)
	})
}

// successors returns the provinces that became a part of another.
func (db *DB) successors(ctx context.Context) (map[string]string, error) {
	rows, err := db.r.QueryContext(ctx, "SELECT name, successor FROM places WHERE level = 'province' AND parent = '' AND successor IS NOT NULL")
	if err != nil {
		return nil, db.fail(err)
	}
	defer rows.Close()
	became := map[string]string{}
	for rows.Next() {
		var name, successor string
		if err := rows.Scan(&name, &successor); err != nil {
			return nil, db.fail(err)
		}
		became[name] = successor
	}
	return became, db.fail(rows.Err())
}
