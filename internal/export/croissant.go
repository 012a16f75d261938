package export

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// croissantVersion is the format of croissant.json: Croissant 1.0,
// docs.mlcommons.org/croissant/docs/croissant-spec.html.
const croissantVersion = "http://mlcommons.org/croissant/1.0"

// croissantContext says which of the names are schema.org's (the rest),
// Dublin Core's and Croissant's own.
var croissantContext = map[string]any{
	"@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/",
	"cr": "http://mlcommons.org/croissant/", "dct": "http://purl.org/dc/terms/", "conformsTo": "dct:conformsTo",
	"column": "cr:column", "extract": "cr:extract", "field": "cr:field", "fileObject": "cr:fileObject", "key": "cr:key",
	"recordSet": "cr:recordSet", "references": "cr:references", "source": "cr:source",
	"dataType": map[string]string{"@id": "cr:dataType", "@type": "@vocab"},
}

// croissantTypes gives the type of a column. Times are dates there: the format
// knows no other.
var croissantTypes = map[corpus.Type]string{
	corpus.String: "sc:Text", corpus.Integer: "sc:Integer", corpus.Number: "sc:Float", corpus.Real: "sc:Float",
	corpus.Boolean: "sc:Boolean", corpus.Day: "sc:Date", corpus.Time: "sc:Date",
}

type (
	croissant struct {
		Context       map[string]any     `json:"@context"`
		Type          string             `json:"@type"`
		ConformsTo    string             `json:"conformsTo"`
		Name          string             `json:"name"`
		Description   string             `json:"description"`
		License       []string           `json:"license,omitempty"`
		URL           string             `json:"url,omitempty"`
		Creator       croissantNode      `json:"creator"`
		DatePublished string             `json:"datePublished"`
		Version       string             `json:"version,omitempty"`
		InLanguage    string             `json:"inLanguage"`
		IsBasedOn     []croissantNode    `json:"isBasedOn,omitempty"`
		Distribution  []croissantFile    `json:"distribution"`
		RecordSet     []croissantRecords `json:"recordSet"`
	}
	croissantNode struct {
		Type string `json:"@type"`
		Name string `json:"name"`
		URL  string `json:"url,omitempty"`
	}
	croissantFile struct {
		Type           string `json:"@type"`
		ID             string `json:"@id"`
		Name           string `json:"name"`
		ContentURL     string `json:"contentUrl"`
		ContentSize    string `json:"contentSize"`
		EncodingFormat string `json:"encodingFormat"`
		SHA256         string `json:"sha256"`
	}
	croissantRecords struct {
		Type        string           `json:"@type"`
		ID          string           `json:"@id"`
		Name        string           `json:"name"`
		Description string           `json:"description,omitempty"`
		Key         []croissantRef   `json:"key,omitempty"`
		Fields      []croissantField `json:"field"`
	}
	croissantField struct {
		Type        string          `json:"@type"`
		ID          string          `json:"@id"`
		Name        string          `json:"name"`
		Description string          `json:"description,omitempty"`
		DataType    string          `json:"dataType"`
		References  *croissantRef   `json:"references,omitempty"`
		Source      croissantSource `json:"source"`
	}
	croissantSource struct {
		FileObject croissantRef  `json:"fileObject"`
		Extract    croissantPart `json:"extract"`
	}
	croissantPart struct {
		Column string `json:"column"`
	}
	croissantRef struct {
		ID string `json:"@id"`
	}
)

// writeCroissant writes croissant.json beside the files of a data package.
func writeCroissant(path string, d packageDescriptor, tables []corpus.Table) error {
	c := croissant{
		Context: croissantContext, Type: "sc:Dataset", ConformsTo: croissantVersion,
		Name: d.Name, Description: d.Title + ". " + d.Description, URL: d.Homepage,
		Creator: croissantNode{Type: "Organization", Name: d.Name}, DatePublished: d.Created, Version: d.Version, InLanguage: "vi",
	}
	for _, l := range d.Licences {
		c.License = append(c.License, l.address())
	}
	for _, s := range d.Sources {
		c.IsBasedOn = append(c.IsBasedOn, croissantNode{"CreativeWork", s.Title, s.Path})
	}
	for i, r := range d.Resources {
		c.Distribution = append(c.Distribution, croissantFile{
			Type: "cr:FileObject", ID: r.Path, Name: r.Path, ContentURL: r.Path, ContentSize: strconv.FormatInt(r.Bytes, 10) + " B",
			EncodingFormat: r.MediaType, SHA256: strings.TrimPrefix(r.Hash, "sha256:"),
		})
		c.RecordSet = append(c.RecordSet, croissantOf(tables[i], r.Path))
	}
	b, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}

// croissantOf describes a table whose rows stand in a file.
func croissantOf(t corpus.Table, file string) croissantRecords {
	r := croissantRecords{Type: "cr:RecordSet", ID: t.Name, Name: t.Name, Description: t.Description}
	for _, k := range t.Key {
		r.Key = append(r.Key, croissantRef{t.Name + "/" + k})
	}
	for _, c := range t.Columns {
		f := croissantField{
			Type: "cr:Field", ID: t.Name + "/" + c.Name, Name: c.Name, Description: c.Description, DataType: croissantTypes[c.Type],
			Source: croissantSource{croissantRef{file}, croissantPart{c.Name}},
		}
		if c.Unit != "" {
			f.Description += " (" + c.Unit + ")"
		}
		for _, ref := range t.References {
			if ref.Column == c.Name {
				f.References = &croissantRef{ref.Table + "/" + ref.To}
			}
		}
		r.Fields = append(r.Fields, f)
	}
	return r
}
