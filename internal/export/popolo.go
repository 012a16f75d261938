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
		Posts         []popoloPost         `json:"posts"`
		Memberships   []popoloMembership   `json:"memberships"`
	}
	popoloPerson struct {
		ID      string         `json:"id"`
		Name    string         `json:"name"`
		Prefix  string         `json:"honorific_prefix,omitempty"`
		Sources []popoloSource `json:"sources,omitempty"`
	}
	popoloOrganization struct {
		ID             string `json:"id"`
		Name           string `json:"name"`
		Classification string `json:"classification,omitempty"`
	}
	popoloPost struct {
		ID             string `json:"id"`
		Label          string `json:"label"`
		Role           string `json:"role"`
		OrganizationID string `json:"organization_id,omitempty"`
	}
	popoloMembership struct {
		ID             string         `json:"id"`
		Label          string         `json:"label"`
		Role           string         `json:"role"`
		PersonID       string         `json:"person_id"`
		OrganizationID string         `json:"organization_id,omitempty"`
		PostID         string         `json:"post_id"`
		Sources        []popoloSource `json:"sources,omitempty"`
	}
	popoloSource struct {
		URL  string `json:"url"`
		Note string `json:"note,omitempty"`
	}
)

// writePopolo writes officials as one Popolo document.
func writePopolo(w io.Writer, table corpus.Table, rows corpus.Rows, _ Options) error {
	o, err := gatherOffices(table, rows)
	if err != nil {
		return err
	}
	doc := popolo{[]popoloPerson{}, []popoloOrganization{}, []popoloPost{}, []popoloMembership{}}
	for _, h := range sorted(o.holders) {
		doc.Persons = append(doc.Persons, popoloPerson{h.id, h.name, strings.Join(h.prefixes, ", "), sourcesOf(h.articles, "")})
	}
	for _, b := range sorted(o.bodies) {
		doc.Organizations = append(doc.Organizations, popoloOrganization{b.id, b.name, b.level})
	}
	organisations := map[string]string{}
	for _, t := range sorted(o.tenures) {
		organisations[t.post] = t.organisation
		label, note := t.title, ""
		if t.former {
			note = "former"
		}
		if t.acting {
			label += " (acting)"
		}
		doc.Memberships = append(doc.Memberships, popoloMembership{t.id, label, t.title, t.holder, t.organisation, t.post, sourcesOf(t.urls, note)})
	}
	for _, p := range sorted(o.posts) {
		doc.Posts = append(doc.Posts, popoloPost{p.id, p.title, p.title, organisations[p.id]})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}

func sourcesOf(addresses []string, note string) []popoloSource {
	var sources []popoloSource
	for _, a := range webAddresses(addresses) {
		sources = append(sources, popoloSource{a, note})
	}
	return sources
}

// webAddresses leaves out paths of files.
func webAddresses(addresses []string) []string {
	var urls []string
	for _, a := range addresses {
		if strings.HasPrefix(a, "http://") || strings.HasPrefix(a, "https://") {
			urls = append(urls, a)
		}
	}
	return urls
}
