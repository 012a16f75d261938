package export

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// Rows of officials become people who hold posts in organisations, which is
// how both FollowTheMoney and Popolo see the world. Identifiers are hashes of
// what tells a thing from others, so that exports of two days, or of two
// databases, can be laid beside each other.

// PersonKey and PersonName are columns that the table may have beside those of
// officials: what tells the linked person from others of the same name, in
// every database, and the name printed most often.
const (
	PersonKey  = "person_key"
	PersonName = "person_name"
)

// A document is an article that names officials.
type document struct {
	id, title, published, url, source, portal string
}

// fileName is the last part of where the article was read from.
func (d document) fileName() string {
	address := d.source
	if u, err := url.Parse(d.url); err == nil && d.url != "" {
		address = u.Path
	}
	if base := path.Base(strings.ReplaceAll(address, `\`, "/")); base != "." && base != "/" {
		return base
	}
	return cmp.Or(d.url, d.source)
}

// A proof is a sentence of an article; the sentence is empty where the office
// was not printed beside the name.
type proof struct {
	document *document
	sentence string
}

// A holder is a person: linked across articles where the store knows the
// person, else one for each article and name, because a name alone tells
// nobody apart.
type holder struct {
	id, name string
	names    []string // other forms of the name
	prefixes []string // ranks and honorifics
	proofs   []proof
}

// A post is an office that can be held.
type post struct {
	id, role, label, body, area, level string
}

// A body is an organisation. Printed holds the names that need their article
// to be understood: "Công an tỉnh".
type body struct {
	id, name, area, level string
	printed               []string
}

// An area is the place that an office belongs to, as the store names it.
type area struct{ id, name, level string }

// A tenure is a person in a post as articles tell it. Acting for a post and
// holding it are two tenures.
type tenure struct {
	id, holder, post string
	acting           bool
	// first and last are the days of the articles that have the person in the
	// post, former is the day of the latest that calls the office a former one.
	held, gone          bool
	first, last, former string
	proofs              []proof
}

type offices struct {
	naming    naming
	holders   map[string]*holder
	posts     map[string]*post
	bodies    map[string]*body
	areas     map[string]*area
	tenures   map[string]*tenure
	documents map[string]*document
	// told holds the posts by how they were printed: most rows say again what
	// an earlier one said.
	told map[told]*post
}

type told struct{ title, canonical, organisation, scope, level string }

// A sighting is one mention of a holder, told as soon as it is read.
type sighting struct {
	id, name, holder string
	document         *document
	// fresh says that the document was not met before.
	fresh bool
}

// errNoOfficials says that the rows have no people in them.
var errNoOfficials = errors.New("this format is for officials, with all their columns, only")

// gatherOffices reads rows of officials and calls seen, where it is not nil,
// once a mention.
func gatherOffices(table corpus.Table, rows corpus.Rows, opts Options, seen func(sighting) error) (*offices, error) {
	at := map[string]int{}
	for i, c := range table.Columns {
		at[c.Name] = i
	}
	for _, needed := range []string{"n", "name", "title", "organisation", "canonical", "jurisdiction", "level", "person_id", "former", "acting", "inferred", "sentence", "article_title", "published", "url", "source"} {
		if _, there := at[needed]; !there {
			return nil, errNoOfficials
		}
	}
	o := &offices{opts.Unify, map[string]*holder{}, map[string]*post{}, map[string]*body{}, map[string]*area{}, map[string]*tenure{}, map[string]*document{}, map[told]*post{}}
	if o.naming == nil {
		o.naming = strings.ToLower
	}
	mentions := map[string]bool{}
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		s := o.add(func(column string) any {
			if i, there := at[column]; there {
				return row[i]
			}
			return nil
		})
		if seen == nil || mentions[s.id] {
			continue
		}
		mentions[s.id] = true
		if err := seen(s); err != nil {
			return nil, err
		}
	}
	o.endActing()
	return o, nil
}

// add takes in a row: a mention with one of its offices, or with none.
func (o *offices) add(cell func(string) any) sighting {
	get := func(column string) string { return text(cell(column)) }
	d, fresh := o.document(get)
	h := o.holder(get, d)
	s := sighting{identifier("mention", d.id, get("n"), get("name")), get("name"), h.id, d, fresh}
	p := proof{document: d}
	if cell("inferred") != true {
		p.sentence = get("sentence")
	}
	h.proofs = addProof(h.proofs, p)
	if title := cmp.Or(get("canonical"), get("title")); title != "" {
		t := o.tenure(h, o.post(get, h), cell("acting") == true)
		t.proofs = addProof(t.proofs, p)
		t.tell(d.published, cell("former") == true)
	}
	return s
}

func (o *offices) document(get func(string) string) (*document, bool) {
	d := document{title: get("article_title"), published: get("published"), url: webAddress(get("url")), source: get("source"), portal: get("portal")}
	if d.url == "" {
		d.url = webAddress(d.source)
	}
	d.id = identifier("article", cmp.Or(d.url, d.source))
	known, there := o.documents[d.id]
	if !there {
		known = &d
		o.documents[d.id] = known
	}
	return known, !there
}

func (o *offices) holder(get func(string) string, d *document) *holder {
	name := cmp.Or(get(PersonName), get("name"))
	id := identifier("person", "unlinked", d.id, name)
	if number := get("person_id"); number != "" {
		id = identifier("person", "numbered", number)
	}
	if key := get(PersonKey); key != "" {
		id = identifier("person", key)
	}
	h := keep(o.holders, id, holder{id: id, name: name})
	if printed := get("name"); printed != h.name {
		add(&h.names, printed)
	}
	add(&h.prefixes, get("rank"))
	add(&h.prefixes, get("honorific"))
	return h
}

// post returns the office of a row, after making its area and its body known.
// An office whose area nobody knows is the holder's own: "UBND huyện" of two
// articles is seldom the same one.
func (o *offices) post(get func(string) string, h *holder) *post {
	place, level := get("jurisdiction"), get("level")
	scope := place
	if place == "" && (level == "province" || level == "district" || level == "commune") {
		scope = h.id
	}
	as := told{get("title"), get("canonical"), get("organisation"), scope, level}
	if o.told[as] == nil {
		o.told[as] = o.newPost(as, place, scope == h.id)
	}
	return o.told[as]
}

// newPost makes the post of a row, unless it is there under another print.
func (o *offices) newPost(as told, place string, lost bool) *post {
	p := post{role: cmp.Or(as.canonical, as.title), level: as.level}
	if place != "" {
		p.area = identifier("area", o.naming.key(place))
		keep(o.areas, p.area, area{p.area, place, as.level})
	}
	name := as.organisation
	if !lost {
		name = o.naming.body(as.title, as.canonical, name)
	}
	if name != "" {
		b := body{name: capital(o.naming.placed(name, place)), area: p.area, level: as.level}
		b.id = identifier("organisation", o.naming.key(b.name), o.naming.key(as.scope))
		known := keep(o.bodies, b.id, b)
		if as.organisation != known.name {
			add(&known.printed, as.organisation)
		}
		p.body = b.id
	}
	p.label = o.naming.placed(p.role, place)
	p.id = identifier("post", o.naming.key(p.role), p.body, o.naming.key(as.scope))
	return keep(o.posts, p.id, p)
}

func (o *offices) tenure(h *holder, p *post, acting bool) *tenure {
	t := tenure{id: tenureID(h.id, p.id, acting), holder: h.id, post: p.id, acting: acting}
	return keep(o.tenures, t.id, t)
}

func tenureID(holder, post string, acting bool) string {
	return identifier("tenure", holder, post, fmt.Sprint(acting))
}

// tell takes in what an article of that day says.
func (t *tenure) tell(day string, former bool) {
	if former {
		t.gone, t.former = true, max(t.former, day)
		return
	}
	t.held, t.last = true, max(t.last, day)
	if t.first == "" || day != "" && day < t.first {
		t.first = day
	}
}

// ended says whether the latest article that tells of the office calls it a
// former one.
func (t *tenure) ended() bool {
	return t.gone && (!t.held || t.former >= t.last)
}

// endActing ends what was acted for where a later article has the same person
// in the post in full, or after it.
func (o *offices) endActing() {
	for _, t := range o.tenures {
		if full := o.tenures[tenureID(t.holder, t.post, false)]; t.acting && full != nil {
			if later := max(full.last, full.former); later > t.last {
				t.gone, t.former = true, max(t.former, later)
			}
		}
	}
}

// label names the tenure by its post.
func (o *offices) label(t *tenure) string {
	label := o.posts[t.post].label
	if t.acting {
		label += " (acting)"
	}
	if t.ended() {
		label += " (former)"
	}
	return label
}

// keep returns what the map holds under the identifier, after putting first
// there when it holds nothing.
func keep[T any](in map[string]*T, id string, first T) *T {
	if in[id] == nil {
		in[id] = &first
	}
	return in[id]
}

// add appends a value that is not there yet.
func add(to *[]string, value string) {
	if value != "" && !slices.Contains(*to, value) {
		*to = append(*to, value)
	}
}

// addProof appends a proof unless the article has already given one with the
// same sentence, or any where this one has none. Rows of one article follow
// each other.
func addProof(to []proof, p proof) []proof {
	for i := len(to) - 1; i >= 0 && to[i].document == p.document; i-- {
		switch {
		case to[i].sentence == p.sentence || p.sentence == "":
			return to
		case to[i].sentence == "":
			to[i] = p
			return to
		}
	}
	return append(to, p)
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

// webAddress is the address in the letters that a URI may have, empty for
// paths of files.
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c > ' ' && c <= '~' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c) // a query is kept as it was written
		}
	}
	return b.String()
}
