package export

import (
	"encoding/json"
	"io"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// The classes of Popolo, popoloproject.com, as far as articles tell of them.
type (
	popolo struct {
		Persons       []popoloPerson       `json:"persons"`
		Organizations []popoloOrganization `json:"organizations"`
		Areas         []popoloArea         `json:"areas"`
		Posts         []popoloPost         `json:"posts"`
		Memberships   []popoloMembership   `json:"memberships"`
	}
	popoloPerson struct {
		ID         string         `json:"id"`
		Name       string         `json:"name"`
		OtherNames []popoloName   `json:"other_names,omitempty"`
		Prefix     string         `json:"honorific_prefix,omitempty"`
		Sources    []popoloSource `json:"sources,omitempty"`
	}
	popoloOrganization struct {
		ID             string       `json:"id"`
		Name           string       `json:"name"`
		OtherNames     []popoloName `json:"other_names,omitempty"`
		Classification string       `json:"classification,omitempty"`
		AreaID         string       `json:"area_id,omitempty"`
	}
	popoloArea struct {
		ID             string `json:"id"`
		Name           string `json:"name"`
		Classification string `json:"classification,omitempty"`
	}
	popoloPost struct {
		ID             string `json:"id"`
		Label          string `json:"label"`
		Role           string `json:"role"`
		OrganizationID string `json:"organization_id,omitempty"`
		AreaID         string `json:"area_id,omitempty"`
	}
	popoloMembership struct {
		ID             string         `json:"id"`
		Label          string         `json:"label"`
		Role           string         `json:"role"`
		PersonID       string         `json:"person_id"`
		OrganizationID string         `json:"organization_id,omitempty"`
		PostID         string         `json:"post_id"`
		AreaID         string         `json:"area_id,omitempty"`
		Sources        []popoloSource `json:"sources,omitempty"`
	}
	popoloName struct {
		Name string `json:"name"`
		Note string `json:"note,omitempty"`
	}
	popoloSource struct {
		URL  string `json:"url"`
		Note string `json:"note,omitempty"`
	}
)

// writePopolo writes officials as one Popolo document. A membership has no
// dates, because articles tell when somebody was seen in an office, not when
// the office was taken up: the days stand in the notes of its sources.
func writePopolo(w io.Writer, table corpus.Table, rows corpus.Rows, opts Options) error {
	o, err := gatherOffices(table, rows, opts, nil)
	if err != nil {
		return err
	}
	doc := popolo{[]popoloPerson{}, []popoloOrganization{}, []popoloArea{}, []popoloPost{}, []popoloMembership{}}
	for _, h := range sorted(o.holders) {
		doc.Persons = append(doc.Persons, popoloPerson{h.id, h.name, popoloNames(h.names, ""), strings.Join(h.prefixes, ", "), popoloSources(h.proofs, false)})
	}
	for _, b := range sorted(o.bodies) {
		doc.Organizations = append(doc.Organizations, popoloOrganization{b.id, b.name, popoloNames(b.printed, "as printed"), b.level, b.area})
	}
	for _, a := range sorted(o.areas) {
		doc.Areas = append(doc.Areas, popoloArea{a.id, a.name, a.level})
	}
	for _, p := range sorted(o.posts) {
		doc.Posts = append(doc.Posts, popoloPost{p.id, p.label, p.role, p.body, p.area})
	}
	for _, t := range sorted(o.tenures) {
		p := o.posts[t.post]
		doc.Memberships = append(doc.Memberships, popoloMembership{t.id, o.label(t), p.role, t.holder, p.body, t.post, p.area, popoloSources(t.proofs, true)})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}

func popoloNames(names []string, note string) []popoloName {
	var all []popoloName
	for _, n := range names {
		all = append(all, popoloName{n, note})
	}
	return all
}

// popoloSources lists the articles that have an address, each once, with day
// and title, and with its first sentence where it is asked for.
func popoloSources(proofs []proof, quoted bool) []popoloSource {
	var sources []popoloSource
	known := map[string]bool{}
	for _, p := range proofs {
		d := p.document
		if d.url == "" || known[d.url] {
			continue
		}
		known[d.url] = true
		var note []string
		add(&note, d.published)
		add(&note, d.title)
		if quoted {
			add(&note, p.sentence)
		}
		sources = append(sources, popoloSource{d.url, strings.Join(note, " – ")})
	}
	return sources
}
