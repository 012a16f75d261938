package demo

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"path"
	"sort"
	"strings"
	"time"
)

// Vietnam is the zone in which the portals date their articles.
var Vietnam = time.FixedZone("+07", 7*60*60)

// An Article is one invented article and what a reader would find in it.
type Article struct {
	// ID is the name of its source file, unique among all portals.
	ID string
	// Portal and Section are identifiers.
	Portal, Section string
	Province        string
	Slug            string
	Title           string
	Lead            string
	// Published is to the minute, in Vietnam's zone.
	Published time.Time
	Byline    string
	// Origin is the newspaper a repost was taken from.
	Origin string
	// Credit is the organisation named as the source of the news.
	Credit string
	Tags   []string
	Blocks []Block
	// Decomposed articles are served in Unicode's decomposed form (NFD), as
	// some editors' keyboards make them; the strings here are composed.
	Decomposed bool
	Expected   Expected
	number     int
}

// A Block is one paragraph, heading, caption, list item or table.
type Block struct {
	// Kind is paragraph, heading, caption, item or table.
	Kind string
	Text string
	// Rows holds a table's cells; the first row is its head.
	Rows [][]string
}

// Expected names facts that stand in the article. Officials is complete, one
// entry a person; the others are some of many.
type Expected struct {
	Officials   []string
	Counts      []Quantity
	Percentages []string
	// Dates are values as an extractor should give them: 2024-12-27TAF, 2024-H1.
	Dates []string
}

// A Quantity is an exact decimal and the words of its unit as printed, without
// words of scale and in small letters: 2,1 tỷ đồng is 2100000000 đồng.
type Quantity struct {
	Value, Unit string
}

// Text is the article as plain text in the form an extractor gives it: title,
// blank line, then lead, paragraphs, headings, captions and table rows, one a
// line. The cells of a row are joined by " | ".
func (a Article) Text() string {
	lines := []string{a.Title, "", a.Lead}
	for _, b := range a.Blocks {
		if b.Kind != "table" {
			lines = append(lines, b.Text)
			continue
		}
		for _, row := range b.Rows {
			lines = append(lines, strings.Join(row, " | "))
		}
	}
	return strings.Join(lines, "\n")
}

func readArticles(portals []Portal) ([]Article, error) {
	names, err := fs.Glob(files, "articles/*.txt")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, errors.New("no articles embedded")
	}
	var out []Article
	for i, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		a, err := parseArticle(raw)
		if err != nil {
			return nil, fmt.Errorf("%s:%w", name, err)
		}
		a.ID, a.number = strings.TrimSuffix(path.Base(name), ".txt"), 1400+7*i
		if a.Province, err = provinceOf(portals, a); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, a)
	}
	order := map[string]int{}
	for i, p := range portals {
		order[p.ID] = i
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].Portal != out[j].Portal {
			return order[out[i].Portal] < order[out[j].Portal]
		}
		return out[i].Published.After(out[j].Published)
	})
	return out, nil
}

func provinceOf(portals []Portal, a Article) (string, error) {
	for _, p := range portals {
		if p.ID != a.Portal {
			continue
		}
		for _, s := range p.Sections {
			if s.ID == a.Section {
				return p.Province, nil
			}
		}
	}
	return "", fmt.Errorf("no section %s/%s", a.Portal, a.Section)
}

// parseArticle reads the format of articles/*.txt: lines "key: value", a blank
// line, then blocks parted by blank lines. "= " starts a heading, "! " a
// caption, "- " a list item, "| " a table row with cells parted by "|".
// Errors begin with the line number.
func parseArticle(raw []byte) (Article, error) {
	var a Article
	head := true
	lines := bufio.NewScanner(bytes.NewReader(raw))
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		var err error
		switch {
		case line == "":
			head = false
		case head:
			err = a.setField(line)
		default:
			a.addLine(line)
		}
		if err != nil {
			return a, fmt.Errorf("%d: %w", n, err)
		}
	}
	if a.Title == "" || a.Lead == "" || a.Slug == "" || a.Published.IsZero() || len(a.Blocks) == 0 {
		return a, errors.New("1: title, lead, slug, published and text are needed")
	}
	return a, lines.Err()
}

func (a *Article) setField(line string) (err error) {
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("%q is no field", line)
	}
	value = strings.TrimSpace(value)
	text := map[string]*string{"portal": &a.Portal, "section": &a.Section, "slug": &a.Slug, "title": &a.Title,
		"lead": &a.Lead, "byline": &a.Byline, "origin": &a.Origin, "source": &a.Credit}
	list := map[string]*[]string{"tags": &a.Tags, "officials": &a.Expected.Officials,
		"percentages": &a.Expected.Percentages, "dates": &a.Expected.Dates}
	switch {
	case text[key] != nil:
		*text[key] = value
	case list[key] != nil:
		*list[key] = splitList(value)
	case key == "counts":
		a.Expected.Counts, err = parseQuantities(value)
	case key == "published":
		a.Published, err = time.ParseInLocation("2006-01-02T15:04", value, Vietnam)
	case key == "nfd":
		a.Decomposed = value == "yes"
	default:
		err = fmt.Errorf("unknown field %q", key)
	}
	return err
}

func splitList(value string) []string {
	var out []string
	for item := range strings.SplitSeq(value, ";") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

var scales = []struct {
	word   string
	factor int64
}{{"tỷ ", 1_000_000_000}, {"triệu ", 1_000_000}}

func parseQuantities(value string) ([]Quantity, error) {
	var out []Quantity
	for _, item := range splitList(value) {
		number, unit, ok := strings.Cut(item, " ")
		exact, good := new(big.Rat).SetString(number)
		if !ok || !good {
			return nil, fmt.Errorf("%q is no number with a unit", item)
		}
		for _, s := range scales {
			if rest, scaled := strings.CutPrefix(unit, s.word); scaled {
				exact.Mul(exact, new(big.Rat).SetInt64(s.factor))
				unit = rest
			}
		}
		digits, _ := exact.FloatPrec()
		out = append(out, Quantity{Value: exact.FloatString(digits), Unit: unit})
	}
	return out, nil
}

func (a *Article) addLine(line string) {
	kinds := map[string]string{"= ": "heading", "! ": "caption", "- ": "item"}
	if rest, ok := strings.CutPrefix(line, "| "); ok {
		a.addRow(rest)
		return
	}
	for prefix, kind := range kinds {
		if rest, ok := strings.CutPrefix(line, prefix); ok {
			a.Blocks = append(a.Blocks, Block{Kind: kind, Text: rest})
			return
		}
	}
	a.Blocks = append(a.Blocks, Block{Kind: "paragraph", Text: line})
}

func (a *Article) addRow(line string) {
	var cells []string
	for cell := range strings.SplitSeq(line, "|") {
		cells = append(cells, strings.TrimSpace(cell))
	}
	if last := len(a.Blocks) - 1; last >= 0 && a.Blocks[last].Kind == "table" {
		a.Blocks[last].Rows = append(a.Blocks[last].Rows, cells)
		return
	}
	a.Blocks = append(a.Blocks, Block{Kind: "table", Rows: [][]string{cells}})
}
