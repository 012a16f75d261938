package web

import (
	"context"
	"errors"

	"github.com/trich-vn/trich/corpus"
)

// The tables a Store is asked for; their columns are those of the store, and
// a page shows the ones it knows by name.
const (
	tableFacts     = "facts"     // dates, counts and percentages, one row a fact
	tableArticles  = "articles"  // one row an article, without its text
	tableOfficials = "officials" // one row a mention and office
)

// ErrNotFound says that a Store has no such article. The handler decides by
// it between "not found" and "broken".
var ErrNotFound = errors.New("not found")

// ErrQuery says that a question itself is wrong (a search that cannot be
// read); its message is shown to the reader.
var ErrQuery = errors.New("question")

// A Store answers the questions of the pages. Its methods are called from
// several goroutines at once and give up when ctx ends.
type Store interface {
	// Rows streams the rows of a table that q asks for, in the order of
	// q.Sort, else newest article first; the order is total, so that pages
	// neither repeat nor lose a row. Errors of the stream, too, are ErrQuery
	// where the question is wrong.
	Rows(ctx context.Context, table string, q Query) (corpus.Table, corpus.Rows, error)
	// Count returns the number of rows that q asks for without its Limit and
	// Offset.
	Count(ctx context.Context, table string, q Query) (int64, error)
	// Facets counts the rows that q asks for by the values of a column, most
	// frequent first, without rows that have no value. Column "year" is the
	// year of publication. Limit 0 means all values.
	Facets(ctx context.Context, table, column string, q Query, limit int) ([]Facet, error)
	// Search returns the articles that hold q.Text, best first.
	Search(ctx context.Context, q Query) ([]Hit, error)
	// Record returns an article with its text and facts, or ErrNotFound.
	Record(ctx context.Context, id int64) (*corpus.Record, error)
}

// A Facet is one value of a column and the number of rows that have it.
type Facet struct {
	Value string `json:"value"`
	Rows  int64  `json:"rows"`
}

// A Hit is an article that a search found.
type Hit struct {
	ID      int64  `json:"id"`
	Title   string `json:"title"`
	Snippet string `json:"snippet"`
	// TitleMarks and SnippetMarks are the code points [start, end) that the
	// search was for.
	TitleMarks   [][2]int `json:"title_marks,omitempty"`
	SnippetMarks [][2]int `json:"snippet_marks,omitempty"`
	Published    string   `json:"published,omitempty"`
	Portal       string   `json:"portal,omitempty"`
	Province     string   `json:"province,omitempty"`
	URL          string   `json:"url,omitempty"`
	// Exact says that the words occur with the diacritics that were typed.
	Exact bool `json:"exact"`
	// Dates, Officials, Counts and Percentages are numbers of facts.
	Dates       int64 `json:"dates"`
	Officials   int64 `json:"officials"`
	Counts      int64 `json:"counts"`
	Percentages int64 `json:"percentages"`
}

// A Query says which rows a question is about. The zero Query means all;
// values of a list are alternatives, the fields must all hold. Fields that
// mean nothing to a table (a unit, asked of officials) are ignored.
type Query struct {
	// Text are words in the article (search, articles), or in the sentence
	// (facts, officials), with or without diacritics.
	Text string
	// Kinds are date, count, percentage; none means counts and percentages.
	Kinds []string
	// Portals and Provinces are those of the article.
	Portals, Provinces []string
	// PublishedFrom and PublishedTo are ISO days, both included.
	PublishedFrom, PublishedTo string
	// Period is a date value; facts whose own period lies inside it.
	Period                     string
	Units, Classes, Indicators []string
	// Verbs tell how figures came about, Statuses how final they are.
	Verbs, Statuses []string
	// Bounds and Changes hold corpus values; "exact" and "level" ask for
	// facts without one.
	Bounds, Changes []string
	// Checks are consistent and inconsistent.
	Checks []string
	// Min and Max enclose the value.
	Min, Max *corpus.Decimal
	// Name is a part of an official's name; Names are whole names. Both are
	// compared without case and diacritics.
	Name  string
	Names []string
	// Titles and Organisations are parts of those of an office; Levels are
	// central, province, district, commune.
	Titles, Organisations, Levels []string
	Former, Acting                *bool
	PersonID, ArticleID           int64
	Rule                          string
	// Sort is a column of Options.Sorts, with "-" in front for descending;
	// empty is the store's own order.
	Sort string
	// Limit is the longest answer, 0 means no limit; Offset skips rows.
	Limit, Offset int
}
