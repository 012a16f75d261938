package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/trich-vn/trich/corpus"
)

// A Resource is a table of a package with its rows.
type Resource struct {
	Table corpus.Table
	Rows  corpus.Rows
}

// About says what a data package is, for its readers.
type About struct {
	// Name is an identifier of lower-case letters, digits, "-", "_" and ".".
	Name, Title, Description, Version string
	// Home is the address where the data is published, empty when unknown.
	Home string
	// Created is an RFC 3339 time.
	Created  string
	Licences []Licence
	Sources  []SourceOf
}

// A Licence is one under which the data may be used: an identifier of letters,
// digits, "-", "_" and ".", or the address of its text.
type Licence struct {
	Name  string `json:"name,omitempty"`
	Title string `json:"title,omitempty"`
	Path  string `json:"path,omitempty"`
}

// address is where the text of the licence stands.
func (l Licence) address() string {
	if l.Path != "" {
		return l.Path
	}
	return "https://spdx.org/licenses/" + l.Name
}

// A SourceOf names where the data was taken from.
type SourceOf struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
}

// The descriptor follows Data Package 2.0, datapackage.org.
type packageDescriptor struct {
	Schema      string               `json:"$schema"`
	Name        string               `json:"name"`
	Title       string               `json:"title,omitempty"`
	Description string               `json:"description,omitempty"`
	Homepage    string               `json:"homepage,omitempty"`
	Version     string               `json:"version,omitempty"`
	Created     string               `json:"created,omitempty"`
	Licences    []Licence            `json:"licenses,omitempty"`
	Sources     []SourceOf           `json:"sources,omitempty"`
	Resources   []resourceDescriptor `json:"resources"`
}

type resourceDescriptor struct {
	Schema      string      `json:"$schema"`
	Name        string      `json:"name"`
	Type        string      `json:"type"`
	Path        string      `json:"path"`
	Title       string      `json:"title,omitempty"`
	Description string      `json:"description,omitempty"`
	Format      string      `json:"format"`
	MediaType   string      `json:"mediatype"`
	Encoding    string      `json:"encoding"`
	Dialect     dialect     `json:"dialect"`
	Bytes       int64       `json:"bytes"`
	Hash        string      `json:"hash"`
	RowCount    int64       `json:"rowcount"`
	TableSchema tableSchema `json:"schema"`
}

type dialect struct {
	LineTerminator string `json:"lineTerminator"`
}

type tableSchema struct {
	Schema      string       `json:"$schema"`
	Fields      []field      `json:"fields"`
	PrimaryKey  []string     `json:"primaryKey,omitempty"`
	ForeignKeys []foreignKey `json:"foreignKeys,omitempty"`
	Missing     []string     `json:"missingValues"`
}

type field struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Format      string       `json:"format,omitempty"`
	Description string       `json:"description,omitempty"`
	Unit        string       `json:"unit,omitempty"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type constraints struct {
	Required bool     `json:"required,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

type foreignKey struct {
	Fields    []string  `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
}

const profiles = "https://datapackage.org/profiles/2.0/"

// WritePackage writes a Frictionless data package into dir, which is made
// where it is missing: a CSV file a table, and datapackage.json with the
// types, units, keys, licences and sources; and the same for machine learning
// as croissant.json. The descriptor is written last, so a folder with one is
// complete.
func WritePackage(dir string, about About, resources []Resource) error {
	fail := func(err error) error { return fmt.Errorf("data package %s: %w", dir, err) }
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fail(err)
	}
	d := packageDescriptor{
		Schema: profiles + "datapackage.json", Name: about.Name, Title: about.Title, Description: about.Description,
		Homepage: about.Home, Version: about.Version, Created: about.Created, Licences: about.Licences, Sources: about.Sources,
	}
	used := newReferences(resources)
	for _, r := range resources {
		described, err := writeResource(dir, r, used)
		if err != nil {
			return fail(err)
		}
		d.Resources = append(d.Resources, described)
	}
	tables := make([]corpus.Table, len(resources))
	for i, r := range resources {
		tables[i] = r.Table
		tables[i].References = used.whole(r.Table)
		d.Resources[i].TableSchema = describe(tables[i])
	}
	if err := writeCroissant(filepath.Join(dir, "croissant.json"), d, tables); err != nil {
		return fail(err)
	}
	b, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return fail(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "datapackage.json"), append(b, '\n'), 0o644); err != nil {
		return fail(err)
	}
	return nil
}

// references holds the cells of the columns that refer to a table of the
// package, and of those referred to: an export of chosen rows need not hold all
// that its rows refer to.
type references map[cellsOf]map[any]struct{}

type cellsOf struct{ table, column string }

func newReferences(resources []Resource) references {
	present := map[string]bool{}
	for _, r := range resources {
		present[r.Table.Name] = true
	}
	x := references{}
	for _, r := range resources {
		for _, ref := range r.Table.References {
			if present[ref.Table] {
				x[cellsOf{r.Table.Name, ref.Column}] = map[any]struct{}{}
				x[cellsOf{ref.Table, ref.To}] = map[any]struct{}{}
			}
		}
	}
	return x
}

// see notes the cells of a row.
func (x references) see(t corpus.Table, row corpus.Row) {
	for i, c := range t.Columns {
		if cells := x[cellsOf{t.Name, c.Name}]; cells != nil && row[i] != nil {
			cells[row[i]] = struct{}{}
		}
	}
}

// whole returns the references of a table whose every cell is found where it
// refers to.
func (x references) whole(t corpus.Table) []corpus.Reference {
	var whole []corpus.Reference
	for _, ref := range t.References {
		keys := x[cellsOf{ref.Table, ref.To}]
		dangles := keys == nil
		for cell := range x[cellsOf{t.Name, ref.Column}] {
			if _, found := keys[cell]; !found {
				dangles = true
				break
			}
		}
		if !dangles {
			whole = append(whole, ref)
		}
	}
	return whole
}

func writeResource(dir string, r Resource, used references) (resourceDescriptor, error) {
	d := resourceDescriptor{
		Schema: profiles + "dataresource.json", Name: r.Table.Name, Type: "table", Path: r.Table.Name + ".csv", Title: r.Table.Title, Description: r.Table.Description,
		Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Dialect: dialect{"\n"},
	}
	f, err := os.Create(filepath.Join(dir, d.Path))
	if err != nil {
		return d, err
	}
	defer f.Close()
	sum := sha256.New()
	counted := func(yield func(corpus.Row, error) bool) {
		for row, err := range r.Rows {
			d.RowCount++
			if err == nil {
				used.see(r.Table, row)
			}
			if !yield(row, err) {
				return
			}
		}
	}
	if err := Write(io.MultiWriter(f, sum), "csv", r.Table, counted, Options{}); err != nil {
		return d, fmt.Errorf("%s: %w", r.Table.Name, err)
	}
	info, err := f.Stat()
	if err != nil {
		return d, err
	}
	d.Bytes, d.Hash = info.Size(), "sha256:"+hex.EncodeToString(sum.Sum(nil))
	return d, f.Close()
}

// fieldTypes gives the type of a column in Table Schema.
var fieldTypes = map[corpus.Type]string{
	corpus.String: "string", corpus.Integer: "integer", corpus.Number: "number", corpus.Real: "number",
	corpus.Boolean: "boolean", corpus.Day: "date", corpus.Time: "datetime",
}

// describe writes a table as Table Schema.
func describe(t corpus.Table) tableSchema {
	s := tableSchema{Schema: profiles + "tableschema.json", PrimaryKey: t.Key, Missing: []string{""}}
	required := map[string]bool{}
	for _, k := range t.Key {
		required[k] = true
	}
	for _, c := range t.Columns {
		f := field{Name: c.Name, Type: fieldTypes[c.Type], Description: c.Description, Unit: c.Unit}
		if c.Type == corpus.Time {
			f.Format = "any" // the default of version 1 knows no zone but Z
		}
		if required[c.Name] || len(c.Values) > 0 {
			f.Constraints = &constraints{Required: required[c.Name], Enum: c.Values}
		}
		s.Fields = append(s.Fields, f)
	}
	for _, r := range t.References {
		s.ForeignKeys = append(s.ForeignKeys, foreignKey{[]string{r.Column}, reference{r.Table, []string{r.To}}})
	}
	return s
}
