package export

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

func TestDatasette(t *testing.T) {
	table := testTable
	table.Columns = append([]corpus.Column{{Name: "unit", Type: corpus.String, Description: "unit"}}, table.Columns...)
	var b bytes.Buffer
	if err := WriteDatasette(&b, "demo", About{Title: "Trích", Licences: []Licence{{Title: "CC BY", Path: "https://vidu.vn/by"}}}, []corpus.Table{table}); err != nil {
		t.Fatal(err)
	}
	var d datasette
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	tables := d.Databases["demo"].Tables
	view := tables["v_counts"]
	if view.Columns["value"] != "exact number (đồng)" || len(view.Facets) != 1 || view.SortDesc != "published" || d.Licence != "CC BY" {
		t.Errorf("view %+v of %+v", view, d)
	}
	if tables["articles"].LabelColumn != "title" || !tables["search_data"].Hidden {
		t.Errorf("tables %+v", tables)
	}
}
