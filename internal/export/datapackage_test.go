package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

// What Data Package 2.0 asks of names, types and hashes.
var (
	packageName  = regexp.MustCompile(`^[a-z0-9._-]+$`)
	licenceName  = regexp.MustCompile(`^[-a-zA-Z0-9._]+$`)
	packageTypes = map[string]bool{"string": true, "integer": true, "number": true, "boolean": true, "date": true, "datetime": true}
)

func TestDataPackage(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "gói")
	other := corpus.Table{Name: "facts", Columns: []corpus.Column{{Name: "count_id", Type: corpus.Integer}},
		References: []corpus.Reference{{Column: "count_id", Table: "counts", To: "id"}, {Column: "count_id", Table: "elsewhere", To: "id"}}}
	err := WritePackage(dir, About{Name: "trich-thu", Title: "Thử", Created: "2024-03-05T08:00:00Z",
		Licences: []Licence{{Name: "CC-BY-4.0"}, {Path: "https://vidu.vn/giay-phep"}}, Sources: []SourceOf{{Title: "Cổng thử", Path: "https://vidu.vn"}}},
		[]Resource{{testTable, stream(testRows, nil)}, {other, stream([]corpus.Row{{int64(1)}}, nil)}})
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	var d packageDescriptor
	if err := json.Unmarshal(b, &d); err != nil {
		t.Fatal(err)
	}
	if !packageName.MatchString(d.Name) || len(d.Resources) != 2 || len(d.Licences) != 2 || len(d.Sources) != 1 {
		t.Errorf("descriptor %+v", d)
	}
	for _, l := range d.Licences {
		if !licenceName.MatchString(l.Name) && !strings.HasPrefix(l.Path, "https://") {
			t.Errorf("licence %+v has neither a name nor an address", l)
		}
	}
	if strings.Contains(string(b), `"name": ""`) || strings.Contains(string(b), `"path": ""`) {
		t.Error("an absent property stands there empty")
	}
	for _, r := range d.Resources {
		content, err := os.ReadFile(filepath.Join(dir, r.Path))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		if lines := strings.Count(string(content), r.Dialect.LineTerminator); r.Dialect.LineTerminator != "\n" || int64(lines) <= r.RowCount {
			t.Errorf("%s: %d lines end with %q", r.Path, lines, r.Dialect.LineTerminator)
		}
		if r.Bytes != int64(len(content)) || r.Hash != "sha256:"+hex.EncodeToString(sum[:]) || !packageName.MatchString(r.Name) {
			t.Errorf("resource %+v does not describe its file", r)
		}
		names := map[string]bool{}
		for _, f := range r.TableSchema.Fields {
			names[f.Name] = true
			if !packageTypes[f.Type] || (f.Type == "datetime") != (f.Format == "any") {
				t.Errorf("%s: type %q, format %q", f.Name, f.Type, f.Format)
			}
		}
		for _, k := range r.TableSchema.PrimaryKey {
			if !names[k] {
				t.Errorf("%s: key %s is no field", r.Name, k)
			}
		}
	}
	counts, facts := d.Resources[0], d.Resources[1]
	if counts.RowCount != 3 || counts.TableSchema.Fields[1].Unit != "đồng" || len(counts.TableSchema.Fields[6].Constraints.Enum) != 2 {
		t.Errorf("resource %+v", counts)
	}
	if keys := facts.TableSchema.ForeignKeys; len(keys) != 1 || keys[0].Reference.Resource != "counts" {
		t.Errorf("foreign keys %+v; want the one to a table of the package", keys)
	}
}

// Chosen rows may refer to rows that were not chosen; a descriptor does not
// promise what its files do not hold.
func TestPackageDeclaresOnlyWholeReferences(t *testing.T) {
	of := func(ids ...any) Resource {
		table := corpus.Table{Name: "facts", Columns: []corpus.Column{{Name: "count_id", Type: corpus.Integer}},
			References: []corpus.Reference{{Column: "count_id", Table: "counts", To: "id"}}}
		var rows []corpus.Row
		for _, id := range ids {
			rows = append(rows, corpus.Row{id})
		}
		return Resource{table, stream(rows, nil)}
	}
	for _, tt := range []struct {
		name      string
		resources []Resource
		want      int
	}{
		{"all there", []Resource{{testTable, stream(testRows, nil)}, of(int64(1), int64(3), nil)}, 1},
		{"referred to later", []Resource{of(int64(1)), {testTable, stream(testRows, nil)}}, 1},
		{"one not there", []Resource{{testTable, stream(testRows, nil)}, of(int64(1), int64(9))}, 0},
		{"nothing refers", []Resource{{testTable, stream(nil, nil)}, of()}, 1},
		{"no such table", []Resource{of(int64(1))}, 0},
	} {
		dir := t.TempDir()
		if err := WritePackage(dir, About{Name: "x"}, tt.resources); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"datapackage.json", "croissant.json"} {
			b, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Count(string(b), `"foreignKeys"`) + strings.Count(string(b), `"references": {`); got != tt.want {
				t.Errorf("%s: %s declares %d references, want %d", tt.name, file, got, tt.want)
			}
		}
	}
}

func TestUnfinishedPackageHasNoDescriptor(t *testing.T) {
	dir := t.TempDir()
	broken := errors.New("the disk reported an error")
	if err := WritePackage(dir, About{Name: "x"}, []Resource{{testTable, stream(testRows, broken)}}); !errors.Is(err, broken) {
		t.Errorf("error %v; want %v", err, broken)
	}
	if _, err := os.Stat(filepath.Join(dir, "datapackage.json")); err == nil {
		t.Error("a package that was cut off has a descriptor")
	}
}
