package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// facts reads a table of the facts of a published schema.
func facts(t testing.TB, path string) [][]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimRight(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	if len(rows) == 0 {
		t.Fatalf("%s: no facts", path)
	}
	return rows
}

type ftmProperty struct{ kind, points string }

type ftmSchema struct {
	extends    []string
	required   []string
	properties map[string]ftmProperty
}

// ftmModel is the published model by the name of the schema.
type ftmModel map[string]*ftmSchema

func readFTMModel(t testing.TB) ftmModel {
	t.Helper()
	m := ftmModel{}
	for _, f := range facts(t, "testdata/ftm.tsv") {
		if m[f[0]] == nil {
			m[f[0]] = &ftmSchema{properties: map[string]ftmProperty{}}
		}
		s := m[f[0]]
		switch f[1] {
		case "extends":
			s.extends = append(s.extends, f[2])
		case "required":
			s.required = append(s.required, f[2])
		case "property":
			s.properties[f[2]] = ftmProperty{f[3], strings.Join(f[4:], "")}
		default:
			t.Fatalf("testdata/ftm.tsv: %q", f)
		}
	}
	return m
}

// up lists the schema and all that it extends.
func (m ftmModel) up(name string) []string {
	all := []string{name}
	for _, e := range m[name].extends {
		all = append(all, m.up(e)...)
	}
	return all
}

func (m ftmModel) property(schema, name string) (ftmProperty, bool) {
	for _, s := range m.up(schema) {
		if p, there := m[s].properties[name]; there {
			return p, true
		}
	}
	return ftmProperty{}, false
}

// check says what the published schemas hold against the entities.
func (m ftmModel) check(entities map[string]entity) (slips []string) {
	slip := func(e entity, format string, args ...any) {
		slips = append(slips, e.Schema+" "+e.ID+": "+fmt.Sprintf(format, args...))
	}
	for _, e := range entities {
		if m[e.Schema] == nil {
			slip(e, "no such schema")
			continue
		}
		for _, s := range m.up(e.Schema) {
			for _, p := range m[s].required {
				if len(e.Properties[p]) == 0 {
					slip(e, "no %s", p)
				}
			}
		}
		for name, values := range e.Properties {
			p, known := m.property(e.Schema, name)
			if !known {
				slip(e, "no property %s", name)
			}
			for _, v := range values {
				if p.kind != "entity" {
					if !ftmTypes[p.kind](v) {
						slip(e, "%s is no %s: %q", name, p.kind, v)
					}
				} else if to, there := entities[v]; !there || !slices.Contains(m.up(to.Schema), p.points) {
					slip(e, "%s points to a %q; want a %s", name, to.Schema, p.points)
				}
			}
		}
	}
	return slips
}

func longest(n int) func(string) bool {
	return func(s string) bool { return s != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= n }
}

// ftmTypes hold the values of FollowTheMoney's types.
var ftmTypes = map[string]func(string) bool{
	"":         func(string) bool { return true },
	"name":     longest(384),
	"string":   longest(1024),
	"text":     longest(65000),
	"country":  regexp.MustCompile(`^[a-z]{2}$`).MatchString,
	"language": regexp.MustCompile(`^[a-z]{3}$`).MatchString,
	"date":     isDay,
	"url":      isURI,
}

func isDay(s string) bool {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

func isURI(s string) bool {
	u, err := url.Parse(s)
	ascii := strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
	return err == nil && ascii && u.Scheme != "" && u.Host != ""
}

func readFTM(t *testing.T, text string) map[string]entity {
	t.Helper()
	entities := map[string]entity{}
	for line := range strings.Lines(text) {
		var e entity
		dec := json.NewDecoder(strings.NewReader(line))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&e); err != nil {
			t.Fatal(err)
		}
		if _, twice := entities[e.ID]; twice {
			t.Errorf("%s stands twice", e.ID)
		}
		entities[e.ID] = e
	}
	return entities
}

// popoloModel holds class, property, type and range.
type popoloModel map[string]map[string][2]string

func readPopoloModel(t testing.TB) popoloModel {
	t.Helper()
	m := popoloModel{}
	for _, f := range facts(t, "testdata/popolo.tsv") {
		if m[f[0]] == nil {
			m[f[0]] = map[string][2]string{}
		}
		m[f[0]][f[1]] = [2]string{f[2], strings.Join(f[3:], "")}
	}
	return m
}

type object = map[string]any

var popoloClasses = map[string]string{"persons": "person", "organizations": "organization", "areas": "area", "posts": "post", "memberships": "membership"}

// check says what the published schemas hold against a document.
func (m popoloModel) check(document []byte) (slips []string) {
	var doc map[string][]object
	dec := json.NewDecoder(bytes.NewReader(document))
	if err := dec.Decode(&doc); err != nil {
		return []string{err.Error()}
	}
	ids := map[string]string{}
	for list, all := range doc {
		for _, x := range all {
			id, _ := x["id"].(string)
			if _, twice := ids[id]; twice || id == "" {
				slips = append(slips, fmt.Sprintf("%s: identifier %q", list, id))
			}
			ids[id] = popoloClasses[list]
		}
	}
	for list, all := range doc {
		for _, x := range all {
			slips = append(slips, m.object(popoloClasses[list], x, ids)...)
		}
	}
	return slips
}

func (m popoloModel) object(class string, x object, ids map[string]string) (slips []string) {
	for name, want := range m[class] {
		if _, there := x[name]; want[1] == "required" && !there {
			slips = append(slips, class+": no "+name)
		}
	}
	for name, v := range x {
		want, known := m[class][name]
		if !known {
			slips = append(slips, class+": no property "+name)
			continue
		}
		if item, is := strings.CutPrefix(want[0], "array "); is {
			list, _ := v.([]any)
			for _, y := range list {
				inner, _ := y.(object)
				slips = append(slips, m.object(item, inner, ids)...)
			}
			if len(list) == 0 {
				slips = append(slips, class+"."+name+" is no list")
			}
			continue
		}
		s, is := v.(string)
		switch {
		case !is || s == "":
			slips = append(slips, fmt.Sprintf("%s.%s is %v", class, name, v))
		case want[0] == "uri" && !isURI(s), want[0] == "day" && !isDay(s):
			slips = append(slips, fmt.Sprintf("%s.%s is no %s: %q", class, name, want[0], s))
		case strings.HasSuffix(name, "_id") && ids[s] != want[1]:
			slips = append(slips, fmt.Sprintf("%s.%s points to %q", class, name, ids[s]))
		}
	}
	return slips
}

// TestSchemasAreNotBlind sees that the checks find what is wrong.
func TestSchemasAreNotBlind(t *testing.T) {
	model := readFTMModel(t)
	for want, e := range map[string]entity{
		"no such schema":           {"x", "Post", nil},
		"no post":                  {"x", "Occupancy", map[string][]string{"holder": {"p"}}},
		"no property colour":       {"x", "Person", map[string][]string{"name": {"A"}, "colour": {"red"}}},
		"date is no date":          {"x", "Occupancy", map[string][]string{"holder": {"p"}, "post": {"q"}, "date": {"2024-13"}}},
		"sourceUrl is no url":      {"x", "Person", map[string][]string{"name": {"A"}, "sourceUrl": {"in/a.txt"}}},
		`holder points to a "Pos`:  {"x", "Occupancy", map[string][]string{"holder": {"q"}, "post": {"q"}}},
		`proof points to a ""; wa`: {"x", "Person", map[string][]string{"name": {"A"}, "proof": {"nothing"}}},
		"name is no name":          {"x", "Person", map[string][]string{"name": {strings.Repeat("ă", 385)}}},
	} {
		slips := model.check(map[string]entity{"x": e,
			"p": {"p", "Person", map[string][]string{"name": {"P"}}}, "q": {"q", "Position", map[string][]string{"name": {"Q"}}}})
		if len(slips) != 1 || !strings.Contains(slips[0], want) {
			t.Errorf("slips %q; want %q", slips, want)
		}
	}
	popolo := readPopoloModel(t)
	for want, doc := range map[string]string{
		"no property status":     `{"memberships":[{"id":"m","status":"x"}]}`,
		"link: no url":           `{"persons":[{"id":"p","sources":[{"note":"x"}]}]}`,
		"url is no uri":          `{"persons":[{"id":"p","sources":[{"url":"in/a.txt"}]}]}`,
		`post_id points to "per`: `{"persons":[{"id":"p"}],"memberships":[{"id":"m","post_id":"p"}]}`,
		"start_date is no day":   `{"memberships":[{"id":"m","start_date":"yesterday"}]}`,
		`identifier "p"`:         `{"persons":[{"id":"p"},{"id":"p"}]}`,
	} {
		if slips := popolo.check([]byte(doc)); len(slips) != 1 || !strings.Contains(slips[0], want) {
			t.Errorf("slips %q; want %q", slips, want)
		}
	}
}
