package export

import (
	"encoding/json"
	"io"

	"github.com/trich-vn/trich/corpus"
)

// An entity is one line of FollowTheMoney, followthemoney.tech: every property
// is a list of texts.
type entity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// writeFTM writes officials as FollowTheMoney entities, one a line: Person,
// PublicBody, Position and, for who holds what, Occupancy.
func writeFTM(w io.Writer, table corpus.Table, rows corpus.Rows, _ Options) error {
	o, err := gatherOffices(table, rows)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	write := func(id, schema string, properties map[string][]string) {
		if err != nil {
			return
		}
		for name, values := range properties {
			if len(values) == 0 || values[0] == "" {
				delete(properties, name)
			}
		}
		err = enc.Encode(entity{id, schema, properties})
	}
	for _, b := range sorted(o.bodies) {
		write(b.id, "PublicBody", map[string][]string{"name": {b.name}, "country": {"vn"}, "classification": {b.level}})
	}
	for _, p := range sorted(o.posts) {
		var organisation []string
		if p.organisation != "" {
			organisation = []string{identifier("organisation", p.organisation, p.area)}
		}
		write(p.id, "Position", map[string][]string{
			"name": {p.title}, "country": {"vn"}, "subnationalArea": {p.area}, "organization": organisation,
		})
	}
	for _, h := range sorted(o.holders) {
		write(h.id, "Person", map[string][]string{"name": {h.name}, "title": h.prefixes, "country": {"vn"}, "sourceUrl": webAddresses(h.articles)})
	}
	for _, t := range sorted(o.tenures) {
		status := "current"
		if t.former {
			status = "ended"
		}
		write(t.id, "Occupancy", map[string][]string{
			"holder": {t.holder}, "post": {t.post}, "status": {status}, "date": t.days, "sourceUrl": webAddresses(t.urls),
		})
	}
	return err
}
