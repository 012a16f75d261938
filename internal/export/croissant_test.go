package export

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

// What Croissant 1.0 requires of a dataset, its files, record sets and fields.
var croissantRequired = map[string][]string{
	"dataset": {"@context", "@type", "conformsTo", "name", "description", "license", "url", "creator", "datePublished", "distribution"},
	"file":    {"@type", "@id", "name", "contentUrl", "encodingFormat", "sha256"},
	"records": {"@type", "@id", "field"},
	"field":   {"@type", "@id", "name", "dataType", "source"},
}

func TestCroissant(t *testing.T) {
	dir := t.TempDir()
	other := corpus.Table{Name: "facts", Key: []string{"count_id"}, Columns: []corpus.Column{{Name: "count_id", Type: corpus.Integer}},
		References: []corpus.Reference{{Column: "count_id", Table: testTable.Name, To: "id"}, {Column: "count_id", Table: "elsewhere", To: "id"}}}
	if err := WritePackage(dir, About{Name: "trich", Title: "Thử", Description: "Số liệu thử.", Home: "https://vidu.vn", Created: "2024-03-05T08:00:00Z",
		Licences: []Licence{{Name: "CC-BY-4.0"}}, Sources: []SourceOf{{Title: "Cổng thử", Path: "https://vidu.vn"}}},
		[]Resource{{testTable, stream(testRows, nil)}, {other, stream([]corpus.Row{{int64(1)}}, nil)}}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "croissant.json"))
	if err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	has := func(kind string, node map[string]any) {
		t.Helper()
		for _, name := range croissantRequired[kind] {
			if node[name] == nil || node[name] == "" {
				t.Errorf("%s %v has no %s", kind, node["@id"], name)
			}
		}
	}
	has("dataset", d)
	if d["license"].([]any)[0] != "https://spdx.org/licenses/CC-BY-4.0" || d["conformsTo"] != croissantVersion {
		t.Errorf("dataset %v", d)
	}
	context := d["@context"].(map[string]any)
	files, fields := map[any]bool{}, map[any]map[string]any{}
	for _, f := range nodes(d["distribution"]) {
		has("file", f)
		files[f["@id"]] = true
	}
	for _, r := range nodes(d["recordSet"]) {
		has("records", r)
		for _, f := range nodes(r["field"]) {
			has("field", f)
			fields[f["@id"]] = f
			source := f["source"].(map[string]any)
			if file := source["fileObject"].(map[string]any)["@id"]; !files[file] {
				t.Errorf("field %v comes from %v, which is no file", f["@id"], file)
			}
			if source["extract"].(map[string]any)["column"] != f["name"] {
				t.Errorf("field %v is read from %v", f["@id"], source)
			}
			for name := range f {
				if name[0] != '@' && context[name] == nil && name != "name" && name != "description" {
					t.Errorf("the context does not know %s", name)
				}
			}
		}
		for _, k := range nodes(r["key"]) {
			if fields[k["@id"]] == nil {
				t.Errorf("key %v is no field", k["@id"])
			}
		}
	}
	if f := fields["counts/published"]; f["dataType"] != "sc:Date" {
		t.Errorf("field %v", f)
	}
	if ref := fields["facts/count_id"]["references"].(map[string]any)["@id"]; ref != "counts/id" {
		t.Errorf("facts refer to %v; want the table of the package", ref)
	}
}

func nodes(list any) []map[string]any {
	var out []map[string]any
	all, _ := list.([]any)
	for _, x := range all {
		out = append(out, x.(map[string]any))
	}
	return out
}
