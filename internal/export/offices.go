package export

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// Rows of officials become people who hold posts in organisations, which is
// how both FollowTheMoney and Popolo see the world.

// A holder is a person: linked across articles where the store knows the
// person, else one for each name and office, because a name alone tells
// nobody apart.
type holder struct {
	id, name string
	prefixes []string // ranks and honorifics
	articles []string
}

// A post is an office that can be held.
type post struct {
	id, title, organisation, area, level string
}

// A body is an organisation, or the area where no organisation was named.
type body struct{ id, name, area, level string }

// A tenure is a person in a post as articles tell it.
type tenure struct {
	id, holder, post, organisation, title string
	former, acting                        bool
	days, urls                            []string
}

type offices struct {
	holders map[string]*holder
	posts   map[string]*post
	bodies  map[string]*body
	tenures map[string]*tenure
}

// errNoOfficials says that the rows have no people in them.
var errNoOfficials = errors.New("this format is for officials only")

// gatherOffices reads rows of officials.
func gatherOffices(table corpus.Table, rows corpus.Rows) (*offices, error) {
	at := map[string]int{}
	for i, c := range table.Columns {
		at[c.Name] = i
	}
	for _, needed := range []string{"name", "title", "organisation", "canonical", "jurisdiction", "level", "person_id", "former", "acting", "published", "url", "source"} {
		if _, there := at[needed]; !there {
			return nil, errNoOfficials
		}
	}
	o := &offices{map[string]*holder{}, map[string]*post{}, map[string]*body{}, map[string]*tenure{}}
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		o.add(func(column string) any {
			if i, there := at[column]; there {
				return row[i]
			}
			return nil
		})
	}
	return o, nil
}

func (o *offices) add(cell func(string) any) {
	get := func(column string) string { return text(cell(column)) }
	title := cmp.Or(get("canonical"), get("title"))
	b := body{name: cmp.Or(get("organisation"), get("jurisdiction")), area: get("jurisdiction"), level: get("level")}
	p := post{title: title, organisation: b.name, area: b.area, level: b.level}
	h := holder{name: get("name")}
	h.id = identifier("person", h.name, title, b.name, b.area, get("province"))
	if id := get("person_id"); id != "" {
		h.id = identifier("person", "linked", id)
	}
	known := keep(o.holders, h.id, h)
	address := cmp.Or(get("url"), get("source"))
	add(&known.articles, address)
	add(&known.prefixes, get("rank"))
	add(&known.prefixes, get("honorific"))
	if title == "" {
		return
	}
	if b.name != "" {
		b.id = identifier("organisation", b.name, b.area)
		keep(o.bodies, b.id, b)
	}
	p.id = identifier("post", title, b.name, b.area)
	keep(o.posts, p.id, p)
	former, acting := cell("former") == true, cell("acting") == true
	t := tenure{holder: h.id, post: p.id, organisation: b.id, title: title, former: former, acting: acting}
	t.id = identifier("tenure", h.id, p.id, fmt.Sprint(former, acting))
	held := keep(o.tenures, t.id, t)
	add(&held.days, get("published"))
	add(&held.urls, address)
}

// keep returns what the map holds under the identifier, after putting first
// there when it holds nothing.
func keep[T any](in map[string]*T, id string, first T) *T {
	if in[id] == nil {
		in[id] = &first
		switch x := any(in[id]).(type) {
		case *holder:
			x.id = id
		case *post:
			x.id = id
		case *body:
			x.id = id
		case *tenure:
			x.id = id
		}
	}
	return in[id]
}

// add appends a value that is not there yet.
func add(to *[]string, value string) {
	if value != "" && !slices.Contains(*to, value) {
		*to = append(*to, value)
	}
}

// identifier is the same for the same parts in every export.
func identifier(kind string, parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return "trich-" + kind + "-" + hex.EncodeToString(sum[:10])
}

// sorted returns the values of a map in the order of their keys.
func sorted[T any](m map[string]*T) []*T {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	all := make([]*T, len(keys))
	for i, k := range keys {
		all[i] = m[k]
	}
	return all
}
