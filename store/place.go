package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// A Place is an area with the time it exists.
type Place struct {
	// Level is central, province, district or commune.
	Level string
	// Name is that of a province without its kind (Hà Giang), of a smaller area
	// with it (huyện Kế Sách); Parent is the place it lies in.
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
	// Of is the series it is a part or a rate of.
	Of string
	// NoteVI and NoteEN tell where the series breaks.
	NoteVI, NoteEN string
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
		values = append(values, i.ID, i.Unit, i.LabelVI, opt(i.LabelEN), opt(i.Direction), opt(i.Of), opt(i.NoteVI), opt(i.NoteEN))
	}
	return db.replaceAll(ctx, into("indicators", "id", "unit", "label_vi", "label_en", "direction", "of", "note_vi", "note_en"), values)
}

// replaceAll replaces every row of a table that no other refers to.
func (db *DB) replaceAll(ctx context.Context, into insertion, values []any) error {
	return db.update(ctx, func(tx *transaction) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+into.table); err != nil {
			return fmt.Errorf("%s: %w", into.table, err)
		}
		return into.exec(tx, values)
	})
}

// Areas lists the districts and communes that figures hold for, without the time
// they exist.
func (db *DB) Areas(ctx context.Context) ([]Place, error) {
	var all []Place
	for level, areas := range map[string]string{
		corpus.LevelDistrict: "SELECT area FROM counts WHERE level = 'district' AND area IS NOT NULL UNION SELECT area FROM percentages WHERE level = 'district' AND area IS NOT NULL",
		corpus.LevelCommune:  "SELECT area FROM counts WHERE level = 'commune' AND area IS NOT NULL UNION SELECT area FROM percentages WHERE level = 'commune' AND area IS NOT NULL",
	} {
		found, err := textsOf(ctx, db.r, areas)
		if err != nil {
			return nil, db.fail(err)
		}
		for _, area := range found {
			name, parent, _ := strings.Cut(area, ", ")
			all = append(all, Place{Level: level, Name: name, Parent: parent})
		}
	}
	return all, nil
}

// Area is the place in full, as figures have it: "huyện Kế Sách, Sóc Trăng".
func (p Place) Area() string {
	if p.Parent == "" {
		return p.Name
	}
	return p.Name + ", " + p.Parent
}

// An atlas knows the provinces by name, each with the times it had its borders,
// and districts and communes in full.
type atlas map[string][]Place

func (db *DB) atlas(ctx context.Context) (atlas, error) {
	rows, err := db.r.QueryContext(ctx, `SELECT level, name, parent, valid_from, coalesce(valid_to, ''), coalesce(successor, '')
		FROM places ORDER BY name, valid_from`)
	if err != nil {
		return nil, db.fail(err)
	}
	defer rows.Close()
	known := atlas{}
	for rows.Next() {
		var p Place
		if err := rows.Scan(&p.Level, &p.Name, &p.Parent, &p.From, &p.To, &p.Successor); err != nil {
			return nil, db.fail(err)
		}
		known[p.Area()] = append(known[p.Area()], p)
	}
	return known, db.fail(rows.Err())
}

// on returns a province, or another area in full, as the map of a day has it; a
// name that the map no longer has is the last that bore it. One that the atlas
// lacks is itself.
func (a atlas) on(name, day string) Place {
	found := Place{Name: name}
	for _, p := range a[name] {
		if found = p; p.To == "" || day <= p.To {
			break
		}
	}
	return found
}

// named returns the province that an area in full is, or lies in: "thành phố
// Đà Nẵng", "huyện Kế Sách, Sóc Trăng". It is empty when the atlas has none.
func (a atlas) named(area string) string {
	last := area[strings.LastIndex(area, ",")+1:]
	for _, kind := range []string{"", "tỉnh ", "thành phố "} {
		if name, ok := strings.CutPrefix(strings.TrimSpace(last), kind); ok && a[name] != nil {
			return name
		}
	}
	return ""
}
