package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

var officialsTable = func() corpus.Table {
	t := corpus.Table{Name: "officials"}
	for _, name := range []string{"name", "rank", "honorific", "title", "organisation", "canonical", "jurisdiction", "level", "person_id", "former", "acting", "published", "url", "source", "province"} {
		t.Columns = append(t.Columns, corpus.Column{Name: name, Type: corpus.String})
	}
	return t
}()

var officialRows = []corpus.Row{
	{"Lê Văn Mẫu", "Đại tá", nil, "Giám đốc", "Công an tỉnh", "Giám đốc Công an tỉnh", "Hòa Bình", "province", int64(7), false, false, "2024-01-02", "https://vidu.vn/1", "s", "Hòa Bình"},
	{"Lê Văn Mẫu", nil, "đồng chí", "Giám đốc", "Công an tỉnh", "Giám đốc Công an tỉnh", "Hòa Bình", "province", int64(7), false, false, "2024-02-02", "https://vidu.vn/2", "s", "Hòa Bình"},
	{"Lê Văn Mẫu", nil, nil, "Bí thư", "Huyện ủy", nil, "Lạc Sơn", "district", nil, true, false, "2024-02-03", nil, "in/3.txt", "Hòa Bình"},
	{"Trần Thị Thử", nil, nil, nil, nil, nil, nil, nil, nil, false, false, "2024-02-03", "https://vidu.vn/3", "s", "Hòa Bình"},
}

// What the published schemas of FollowTheMoney ask of the entities used here:
// required properties, and the schema that a reference points to.
var ftmSchemas = map[string]struct {
	required []string
	known    string
	refers   map[string]string
}{
	"Person":     {[]string{"name"}, "name title country sourceUrl", nil},
	"PublicBody": {[]string{"name"}, "name country classification", nil},
	"Position":   {[]string{"name"}, "name country subnationalArea organization", map[string]string{"organization": "PublicBody"}},
	"Occupancy":  {[]string{"holder", "post"}, "holder post status date sourceUrl", map[string]string{"holder": "Person", "post": "Position"}},
}

func TestFTM(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, "ftm", officialsTable, stream(officialRows, nil), Options{}); err != nil {
		t.Fatal(err)
	}
	entities := map[string]entity{}
	count := map[string]int{}
	for line := range strings.Lines(b.String()) {
		var e entity
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if _, twice := entities[e.ID]; twice {
			t.Errorf("%s stands twice", e.ID)
		}
		entities[e.ID] = e
		count[e.Schema]++
	}
	for _, e := range entities {
		schema, known := ftmSchemas[e.Schema]
		if !known {
			t.Fatalf("schema %s", e.Schema)
		}
		for _, p := range schema.required {
			if len(e.Properties[p]) == 0 {
				t.Errorf("%s has no %s", e.Schema, p)
			}
		}
		for name, values := range e.Properties {
			if !strings.Contains(schema.known, name) {
				t.Errorf("%s has %s", e.Schema, name)
			}
			for _, v := range values {
				if want := schema.refers[name]; want != "" && entities[v].Schema != want {
					t.Errorf("%s.%s refers to a %q; want a %s", e.Schema, name, entities[v].Schema, want)
				}
			}
		}
		if e.Schema == "Occupancy" && e.Properties["status"][0] == "current" && (len(e.Properties["date"]) != 2 || len(e.Properties["sourceUrl"]) != 2) {
			t.Errorf("occupancy %+v; want both days and both sources", e)
		}
	}
	// The linked person is one; the same name without a link is another.
	if count["Person"] != 3 || count["Position"] != 2 || count["Occupancy"] != 2 || count["PublicBody"] != 2 {
		t.Errorf("entities %v", count)
	}
}

func TestPopolo(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, "popolo", officialsTable, stream(officialRows, nil), Options{}); err != nil {
		t.Fatal(err)
	}
	var doc popolo
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Persons) != 3 || len(doc.Organizations) != 2 || len(doc.Posts) != 2 || len(doc.Memberships) != 2 {
		t.Fatalf("%d persons, %d organizations, %d posts, %d memberships", len(doc.Persons), len(doc.Organizations), len(doc.Posts), len(doc.Memberships))
	}
	ids := map[string]bool{}
	for _, p := range doc.Persons {
		ids[p.ID] = p.Name != ""
	}
	for _, o := range doc.Organizations {
		ids[o.ID] = o.Name != ""
	}
	for _, p := range doc.Posts {
		ids[p.ID] = p.Label != "" && p.Role != "" && ids[p.OrganizationID]
	}
	for _, m := range doc.Memberships {
		if !ids[m.PersonID] || !ids[m.PostID] || !ids[m.OrganizationID] || m.Role == "" {
			t.Errorf("membership %+v refers to nothing", m)
		}
	}
}

func TestOfficesAreOfOfficialsOnly(t *testing.T) {
	for _, format := range []string{"ftm", "popolo"} {
		if err := Write(&bytes.Buffer{}, format, testTable, stream(testRows, nil), Options{}); !errors.Is(err, errNoOfficials) {
			t.Errorf("%s of counts: %v", format, err)
		}
	}
}
