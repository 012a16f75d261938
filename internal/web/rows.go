package web

import (
	"context"
	"fmt"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// cells reads the cells of a row by the names of their columns; a column that
// the table lacks reads as absent.
type cells struct {
	index map[string]int
	row   corpus.Row
}

func (c cells) value(name string) any {
	if i, known := c.index[name]; known {
		return c.row[i]
	}
	return nil
}

func (c cells) text(name string) string {
	switch v := c.value(name).(type) {
	case nil:
		return ""
	case string:
		return v
	case corpus.Decimal:
		return v.String()
	default:
		return fmt.Sprint(v)
	}
}

func (c cells) integer(name string) int64 {
	n, _ := c.value(name).(int64)
	return n
}

func (c cells) flag(name string) bool {
	is, _ := c.value(name).(bool)
	return is
}

// read hands every row that a question asks for to each.
func (s *site) read(ctx context.Context, table string, q Query, each func(cells)) error {
	t, rows, err := s.store.Rows(ctx, table, q)
	if err != nil {
		return fmt.Errorf("%s: %w", table, err)
	}
	index := map[string]int{}
	for i, column := range t.Columns {
		index[column.Name] = i
	}
	for row, err := range rows {
		if err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
		each(cells{index, row})
	}
	return nil
}

// A fact is a date, a count or a percentage as a table of figures shows it.
type fact struct {
	Kind                                        string
	Article, N                                  int64
	Text, Value, Upper, Unit, Bound, Change     string
	Verb, What, Of, OfKind, Status, Indicator   string
	Period, First, Last, Baseline               string
	Place, Area, Level                          string
	Ambiguous, Inferred, Check, Note            string
	Sentence, ArticleTitle, URL, Portal, Source string
	Province, Published, Rule                   string
	// Link is the place in the article where the fact stands.
	Link string
}

// factKinds gives the letter that begins the anchor of a fact in its article.
var factKinds = map[string]string{"date": "d", "official": "o", "count": "c", "percentage": "p", "invalid": "x"}

// anchor names the place of the nth fact of a kind in its article.
func anchor(kind string, n int64) string { return fmt.Sprintf("%s%d", factKinds[kind], n) }

func (c *call) factOf(r cells) fact {
	f := fact{
		Kind: r.text("kind"), Article: r.integer("article_id"), N: r.integer("n"),
		Text: r.text("text"), Value: r.text("value"), Upper: r.text("upper"), Unit: r.text("unit"),
		Bound: r.text("bound"), Change: r.text("change"), Verb: r.text("verb"), What: r.text("what"),
		Of: r.text("of"), OfKind: r.text("of_kind"), Status: r.text("status"), Indicator: r.text("indicator"),
		Period: r.text("period"), First: r.text("period_first"), Last: r.text("period_last"),
		Baseline: r.text("baseline"), Place: r.text("place"), Area: r.text("area"), Level: r.text("level"),
		Ambiguous: r.text("ambiguous"), Inferred: r.text("inferred"), Check: r.text("check"), Note: r.text("note"),
		Sentence: r.text("sentence"), ArticleTitle: r.text("article_title"), URL: r.text("url"), Source: r.text("source"),
		Portal: r.text("portal"), Province: r.text("province"), Published: r.text("published"), Rule: r.text("rule"),
	}
	f.Link = c.placeOf(f.Article, f.Kind, f.N)
	return f
}

// placeOf is the address of a fact in its article.
func (c *call) placeOf(article int64, kind string, n int64) string {
	return c.link(fmt.Sprintf("/article/%d", article)) + "#" + anchor(kind, n)
}

// Quoted is the sentence with the fact marked, where the quote stands in it
// once: a number that stands there twice could be either.
func (f fact) Quoted() []piece { return quoted(f.Sentence, f.Text) }

func quoted(sentence, quote string) []piece {
	before, after, found := strings.Cut(sentence, quote)
	if !found || quote == "" || strings.Contains(after, quote) {
		return []piece{{Text: sentence}}
	}
	pieces := []piece{{before, false}, {quote, true}, {after, false}}
	kept := pieces[:0]
	for _, p := range pieces {
		if p.Text != "" {
			kept = append(kept, p)
		}
	}
	return kept
}
