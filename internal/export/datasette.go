package export

import (
	"encoding/json"
	"io"

	"github.com/trich-vn/trich/corpus"
)

// Datasette's metadata, docs.datasette.io/en/stable/metadata.html.
type (
	datasette struct {
		Title       string                       `json:"title,omitempty"`
		Description string                       `json:"description,omitempty"`
		Licence     string                       `json:"license,omitempty"`
		LicenceURL  string                       `json:"license_url,omitempty"`
		Source      string                       `json:"source,omitempty"`
		SourceURL   string                       `json:"source_url,omitempty"`
		Databases   map[string]datasetteDatabase `json:"databases"`
	}
	datasetteDatabase struct {
		Tables map[string]datasetteTable `json:"tables"`
	}
	datasetteTable struct {
		Title       string            `json:"title,omitempty"`
		Description string            `json:"description,omitempty"`
		Columns     map[string]string `json:"columns,omitempty"`
		Facets      []string          `json:"facets,omitempty"`
		SortDesc    string            `json:"sort_desc,omitempty"`
		LabelColumn string            `json:"label_column,omitempty"`
		Hidden      bool              `json:"hidden,omitempty"`
	}
)

// facetColumns are those worth counting beside a table.
var facetColumns = map[string]bool{
	"portal": true, "province": true, "unit": true, "class": true, "bound": true, "change": true, "verb": true, "status": true, "level": true, "indicator": true, "rank": true,
}

// hiddenTables are how SQLite and the store keep things, nothing to read.
var hiddenTables = []string{
	"page_bodies", "search", "search_data", "search_idx", "search_docsize", "search_config",
	"search_exact", "search_exact_data", "search_exact_idx", "search_exact_docsize", "search_exact_content", "search_exact_config",
}

// WriteDatasette writes the metadata.json by which Datasette explains the
// database of that name (its file without .db): the views v_NAME of the
// tables with titles, descriptions, units and facets.
func WriteDatasette(w io.Writer, database string, about About, tables []corpus.Table) error {
	d := datasette{Title: about.Title, Description: about.Description, Databases: map[string]datasetteDatabase{}}
	if len(about.Licences) > 0 {
		d.Licence, d.LicenceURL = about.Licences[0].Title, about.Licences[0].Path
	}
	if len(about.Sources) > 0 {
		d.Source, d.SourceURL = about.Sources[0].Title, about.Sources[0].Path
	}
	shown := map[string]datasetteTable{}
	for _, t := range tables {
		view := datasetteTable{Title: t.Title, Description: t.Description, Columns: map[string]string{}}
		for _, c := range t.Columns {
			view.Columns[c.Name] = c.Description
			if c.Unit != "" {
				view.Columns[c.Name] += " (" + c.Unit + ")"
			}
			if facetColumns[c.Name] {
				view.Facets = append(view.Facets, c.Name)
			}
			if c.Name == "published" {
				view.SortDesc = c.Name
			}
		}
		shown["v_"+t.Name] = view
	}
	shown["articles"] = datasetteTable{LabelColumn: "title"}
	shown["people"] = datasetteTable{LabelColumn: "name"}
	shown["portals"] = datasetteTable{LabelColumn: "id"}
	for _, name := range hiddenTables {
		shown[name] = datasetteTable{Hidden: true}
	}
	d.Databases[database] = datasetteDatabase{shown}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}
