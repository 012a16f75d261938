// Package gold reads gold annotations and scores extracted records against
// them, so that quality is a gate in the tests. A fact is right when its key
// is: the days a date covers, a count's value and unit, a percentage's value,
// an official's name; each as often as the gold has it. Attributes (change,
// bound, period …) are scored over the facts whose key is right.
package gold

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// The kinds of fact that are scored. Positions are pairs of an official's name
// and one office.
const (
	Dates       = "dates"
	Officials   = "officials"
	Counts      = "counts"
	Percentages = "percentages"
	Positions   = "positions"
)

var kinds = []string{Dates, Officials, Counts, Percentages}

// A Gold is what annotators found in one document.
type Gold struct {
	// Doc is the base name of the document's source.
	Doc     string  `json:"doc"`
	Article Article `json:"article"`
	// Only lists the kinds that are annotated; all of them where it is empty.
	Only        []string `json:"only"`
	Dates       []Fact   `json:"dates"`
	Officials   []Fact   `json:"officials"`
	Counts      []Fact   `json:"counts"`
	Percentages []Fact   `json:"percentages"`
}

// An Article holds what the article's fields should be. Fields that are not in
// the gold are not scored; one that is there and nil should be empty.
type Article struct {
	// Fields has the keys title, published, byline and province.
	Fields map[string]*string
	// BodyHas should stand in the text, BodyLacks should not.
	BodyHas, BodyLacks []string
}

// articleFields are scored in this order.
var articleFields = []string{"title", "published", "byline", "province"}

// UnmarshalJSON reads an article's gold; a key that nothing scores is an error.
func (a *Article) UnmarshalJSON(raw []byte) error {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(raw, &keys); err != nil {
		return err
	}
	a.Fields = map[string]*string{}
	for key, value := range keys {
		var err error
		switch {
		case key == "body_has":
			err = json.Unmarshal(value, &a.BodyHas)
		case key == "body_lacks":
			err = json.Unmarshal(value, &a.BodyLacks)
		case slices.Contains(articleFields, key):
			var text *string
			err = json.Unmarshal(value, &text)
			a.Fields[key] = text
		default:
			err = errors.New("unknown key")
		}
		if err != nil {
			return fmt.Errorf("article.%s: %w", key, err)
		}
	}
	return nil
}

// A Fact is one annotated fact of any kind. Attributes that are nil are not
// scored; Change and Bound always are.
type Fact struct {
	Text string `json:"text"`
	// Name is an official's; Value a date's or a figure's.
	Name  string `json:"name"`
	Value Value  `json:"value"`
	// Unit lists the units any of which is right.
	Unit   []string `json:"unit"`
	Change string   `json:"change"`
	Bound  string   `json:"bound"`
	Of     *float64 `json:"of"`
	Upper  *float64 `json:"upper"`
	// Period and Baseline are date values; commas part alternatives.
	Period    *string  `json:"period"`
	Baseline  *string  `json:"baseline"`
	Indicator *string  `json:"indicator"`
	What      *string  `json:"what"`
	Rank      *string  `json:"rank"`
	Former    *bool    `json:"former"`
	Acting    *bool    `json:"acting"`
	Positions []string `json:"positions"`
	// Optional facts neither earn nor cost.
	Optional bool `json:"optional"`
	// Honorific, Levels and Part are notes of the annotators, not scored.
	Honorific string   `json:"honorific"`
	Levels    []string `json:"levels"`
	Part      string   `json:"part"`
}

// A Value is a date value or a number.
type Value struct {
	Text   string
	Number float64
}

// UnmarshalJSON reads text or a number.
func (v *Value) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(raw, []byte(`"`)) {
		return json.Unmarshal(raw, &v.Text)
	}
	return json.Unmarshal(raw, &v.Number)
}

func (v Value) String() string {
	if v.Text != "" {
		return v.Text
	}
	return fmt.Sprint(v.Number)
}

// facts lists the gold of one kind.
func (g *Gold) facts(kind string) []Fact {
	return map[string][]Fact{Dates: g.Dates, Officials: g.Officials, Counts: g.Counts, Percentages: g.Percentages}[kind]
}

// scored lists the kinds that are annotated.
func (g *Gold) scored() []string {
	if g.Only == nil {
		return kinds
	}
	return g.Only
}

// Load reads the annotations of a folder, one JSON file a document, in the
// order of their names. A folder without any is an error, and so is a key that
// nothing scores.
func Load(dir string) ([]Gold, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, fmt.Errorf("gold: %w", err)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("gold: %s holds no annotations", dir)
	}
	out := make([]Gold, 0, len(files))
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("gold: %w", err)
		}
		g, err := parse(raw)
		if err != nil {
			return nil, fmt.Errorf("gold: %s: %w", file, err)
		}
		out = append(out, g)
	}
	return out, nil
}

func parse(raw []byte) (Gold, error) {
	var g Gold
	in := json.NewDecoder(bytes.NewReader(raw))
	in.DisallowUnknownFields()
	if err := in.Decode(&g); err != nil {
		return g, err
	}
	if g.Doc == "" {
		return g, errors.New(`"doc" is missing`)
	}
	for _, kind := range g.Only {
		if !slices.Contains(kinds, kind) {
			return g, fmt.Errorf("only: unknown kind %q", kind)
		}
	}
	return g, nil
}
