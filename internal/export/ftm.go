package export

import (
	"bufio"
	"cmp"
	"encoding/json"
	"io"
	"slices"

	"github.com/trich-vn/trich/corpus"
)

// An entity is one line of FollowTheMoney, followthemoney.tech: every property
// is a list of texts.
type entity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
}

// The longest name and text that FollowTheMoney takes, in code points.
const (
	maxName = 384
	maxText = 65000
)

// ftmWriter writes entities, one a line, until the first error.
type ftmWriter struct {
	enc *json.Encoder
	err error
}

func (w *ftmWriter) write(id, schema string, properties map[string][]string) {
	if w.err != nil {
		return
	}
	for name, values := range properties {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if properties[name] = values; len(values) == 0 {
			delete(properties, name)
		}
	}
	w.err = w.enc.Encode(entity{id, schema, properties})
}

// writeFTM writes officials as FollowTheMoney entities: an Article and its
// Mentions as they are read, then PublicBody, Position, Person and, for who
// holds what, Occupancy. Only what articles say is written: the date of an
// Occupancy is that of the first and the last article that have the person in
// the office, never the start or the end of it.
func writeFTM(out io.Writer, table corpus.Table, rows corpus.Rows, opts Options) error {
	buffer := bufio.NewWriter(out)
	w := &ftmWriter{enc: json.NewEncoder(buffer)}
	w.enc.SetEscapeHTML(false)
	o, err := gatherOffices(table, rows, opts, func(s sighting) error {
		if s.fresh {
			w.article(s.document)
		}
		w.write(s.id, "Mention", map[string][]string{
			"document": {s.document.id}, "resolved": {s.holder}, "name": {clip(s.name, maxName)}, "detectedSchema": {"Person"}, "contextCountry": {"vn"},
		})
		return w.err
	})
	if err != nil {
		return err
	}
	for _, b := range sorted(o.bodies) {
		w.write(b.id, "PublicBody", map[string][]string{
			"name": {clip(b.name, maxName)}, "weakAlias": clipped(b.printed, maxName), "country": {"vn"}, "jurisdiction": {"vn"}, "classification": {b.level},
		})
	}
	for _, p := range sorted(o.posts) {
		place := ""
		if a := o.areas[p.area]; a != nil {
			place = a.name
		}
		w.write(p.id, "Position", map[string][]string{
			"name": {clip(p.label, maxName)}, "country": {"vn"}, "subnationalArea": {place}, "organization": {p.body},
		})
	}
	for _, h := range sorted(o.holders) {
		w.person(h)
	}
	for _, t := range sorted(o.tenures) {
		w.occupancy(t, o.label(t))
	}
	return cmp.Or(w.err, buffer.Flush())
}

func (w *ftmWriter) article(d *document) {
	title := clip(d.title, maxName)
	name := title
	if name == "" {
		name = clip(d.fileName(), maxName)
	}
	w.write(d.id, "Article", map[string][]string{
		"name": {name}, "title": {title}, "fileName": {clip(d.fileName(), maxName)}, "publishedAt": {d.published},
		"sourceUrl": {d.url}, "publisher": {d.portal}, "country": {"vn"}, "language": {"vie"},
	})
}

func (w *ftmWriter) person(h *holder) {
	documents, addresses, _ := evidence(h.proofs)
	w.write(h.id, "Person", map[string][]string{
		"name": {clip(h.name, maxName)}, "alias": clipped(h.names, maxName), "title": h.prefixes, "country": {"vn"}, "proof": documents, "sourceUrl": addresses,
	})
}

func (w *ftmWriter) occupancy(t *tenure, label string) {
	documents, addresses, sentences := evidence(t.proofs)
	status := "current"
	if t.ended() {
		status = "ended"
	}
	days := []string{t.first}
	if t.last != t.first {
		days = append(days, t.last)
	}
	w.write(t.id, "Occupancy", map[string][]string{
		"holder": {t.holder}, "post": {t.post}, "status": {status}, "date": days, "summary": {label},
		"description": clipped(sentences, maxText), "proof": documents, "sourceUrl": addresses,
	})
}

// evidence lists the articles, their addresses and the sentences, each once.
func evidence(proofs []proof) (documents, addresses, sentences []string) {
	known := map[string]bool{}
	once := func(to []string, kind, value string) []string {
		if value == "" || known[kind+value] {
			return to
		}
		known[kind+value] = true
		return append(to, value)
	}
	for _, p := range proofs {
		documents = once(documents, "d", p.document.id)
		addresses = once(addresses, "a", p.document.url)
		sentences = once(sentences, "s", p.sentence)
	}
	return documents, addresses, sentences
}

// clip shortens a text to so many code points.
func clip(s string, most int) string {
	n := 0
	for at := range s {
		if n == most-1 && len([]rune(s[at:])) > 1 {
			return s[:at] + "…"
		}
		n++
	}
	return s
}

func clipped(all []string, most int) []string {
	short := make([]string, len(all))
	for i, s := range all {
		short[i] = clip(s, most)
	}
	return short
}
