package store

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// A Filter says which rows a question is about. The zero Filter means all;
// values of a list are alternatives, the fields must all hold. Fields that
// mean nothing to a question (a unit, asked of officials) are ignored.
type Filter struct {
	// Kinds are the kinds of fact: date, count, percentage; nil means counts
	// and percentages.
	Kinds []string
	// Portals and Provinces are the portal and the province of the article.
	Portals, Provinces []string
	// PublishedFrom and PublishedTo are ISO days, both included.
	PublishedFrom, PublishedTo string
	// Period is a date value; facts whose own period lies inside it.
	Period                     string
	Units, Classes, Indicators []string
	// Verbs tell how figures came about, Statuses how final they are.
	Verbs, Statuses []string
	// Bounds and Changes hold corpus.Bound and corpus.Change values; "exact"
	// and "level" ask for those without one.
	Bounds, Changes []string
	// Checks are consistent and inconsistent.
	Checks []string
	// Min and Max enclose the value.
	Min, Max *corpus.Decimal
	// Text are words, as in Search: in the sentence or in what is counted for
	// facts, in the sentence for officials, in the article for articles.
	Text string
	// Names are names of officials, Name a part of one; both are compared
	// without case and diacritics.
	Names []string
	Name  string
	// Titles are titles of office as printed or in full, Organisations those
	// of the office; compared likewise, a part is enough. Levels are those of
	// the office, or of the area a figure holds for.
	Titles, Organisations, Levels []string
	// Former and Acting ask for offices that were held or are acted for.
	Former, Acting *bool
	PersonID       int64
	ArticleID      int64
	Rule           string
	// Sort is a column of the table to sort by, with "-" in front for
	// descending; empty means newest article first, in the order of its text.
	Sort string
	// Limit is the longest answer, 0 means no limit; Offset skips rows.
	Limit, Offset int
	// among bounds facts and officials with the words of Text, where that was
	// found out before.
	among *matches
}

// A column is one column of a question's answer: how SQL names it, where it
// goes in the row's struct, and what tables and exports call it. Each is
// defined once.
type column[T any] struct {
	corpus.Column
	sql  string
	cell func(*T) any // pointer to the field
	// zeroNull says that an integer 0 stands for an absent value.
	zeroNull bool
}

// tableOf describes the rows of the columns.
func tableOf[T any](name, title, description string, key []string, columns []column[T]) corpus.Table {
	t := corpus.Table{Name: name, Title: title, Description: description, Key: key}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.Column)
		if to, refers := map[string]string{"article_id": "articles", "person_id": "people"}[c.Name]; refers {
			t.References = append(t.References, corpus.Reference{Column: c.Name, Table: to, To: "id"})
		}
	}
	return t
}

// selectList names the columns in SQL.
func selectList[T any](columns []column[T]) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.sql + " AS " + quoteName(c.Name)
	}
	return strings.Join(names, ", ")
}

// stream runs a query that selects the columns and yields its rows.
func stream[T any](ctx context.Context, db *DB, columns []column[T], query string, args []any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		rows, err := db.r.QueryContext(ctx, query, args...)
		if err != nil {
			yield(zero, db.fail(err))
			return
		}
		defer rows.Close()
		dest := make([]any, len(columns))
		for rows.Next() {
			var row T
			for i, c := range columns {
				dest[i] = scanner{c.cell(&row)}
			}
			if err := rows.Scan(dest...); err != nil {
				yield(zero, db.fail(err))
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(zero, db.fail(err))
		}
	}
}

// scanner fills a field of a row's struct and leaves it zero for NULL.
type scanner struct{ to any }

func (s scanner) Scan(from any) error {
	if from == nil {
		return nil
	}
	switch to := s.to.(type) {
	case *string:
		switch from := from.(type) {
		case string:
			*to = from
		case []byte:
			*to = string(from)
		default:
			return fmt.Errorf("text expected, not %T", from)
		}
	case *int64:
		n, ok := from.(int64)
		if !ok {
			return fmt.Errorf("integer expected, not %T", from)
		}
		*to = n
	case *bool:
		n, ok := from.(int64)
		if !ok {
			return fmt.Errorf("0 or 1 expected, not %T", from)
		}
		*to = n != 0
	case *float64:
		x, ok := from.(float64)
		if !ok {
			return fmt.Errorf("number expected, not %T", from)
		}
		*to = x
	case **corpus.Decimal:
		text, ok := from.(string)
		if !ok {
			return fmt.Errorf("text of a number expected, not %T", from)
		}
		d, err := corpus.ParseDecimal(text)
		if err != nil {
			return err
		}
		*to = &d
	default:
		return fmt.Errorf("no way to fill a %T", s.to)
	}
	return nil
}

// rowOf returns the cells of a row as tables and exports want them.
func rowOf[T any](columns []column[T], row *T) (corpus.Row, error) {
	cells := make(corpus.Row, len(columns))
	for i, c := range columns {
		var err error
		if cells[i], err = cellOf(c.Type, c.cell(row)); err != nil {
			return nil, fmt.Errorf("column %s: %w", c.Name, err)
		}
		if c.zeroNull && cells[i] == int64(0) {
			cells[i] = nil
		}
	}
	return cells, nil
}

func cellOf(t corpus.Type, from any) (any, error) {
	switch from := from.(type) {
	case *string:
		if *from == "" {
			return nil, nil
		}
		if t == corpus.Number {
			return corpus.ParseDecimal(*from)
		}
		return *from, nil
	case *int64:
		return *from, nil
	case *bool:
		return *from, nil
	case *float64:
		return *from, nil
	case **corpus.Decimal:
		if *from == nil {
			return nil, nil
		}
		return **from, nil
	}
	return nil, fmt.Errorf("no cell of a %T", from)
}

// rowsOf turns a stream of structs into one of cells.
func rowsOf[T any](columns []column[T], from iter.Seq2[T, error]) corpus.Rows {
	return func(yield func(corpus.Row, error) bool) {
		for row, err := range from {
			var cells corpus.Row
			if err == nil {
				cells, err = rowOf(columns, &row)
			}
			if !yield(cells, err) || err != nil {
				return
			}
		}
	}
}

// conditions gathers the WHERE of a question with its arguments.
type conditions struct {
	terms []string
	args  []any
}

func (c *conditions) add(term string, args ...any) {
	c.terms = append(c.terms, term)
	c.args = append(c.args, args...)
}

// oneOf holds when the expression is one of the values.
func (c *conditions) oneOf(expression string, values []string) {
	if len(values) == 0 {
		return
	}
	c.add(expression+" IN (?"+strings.Repeat(", ?", len(values)-1)+")", anys(values)...)
}

// oneOfList holds when the expression is one of many integers.
func (c *conditions) oneOfList(expression string, values []int64) {
	list, _ := json.Marshal(values) // integers can be written
	c.add(expression+" IN (SELECT value FROM json_each(?))", string(list))
}

// oneOfOrNull is oneOf where the value none stands for NULL.
func (c *conditions) oneOfOrNull(expression, none string, values []string) {
	var given []string
	null := false
	for _, v := range values {
		if v == none {
			null = true
		} else {
			given = append(given, v)
		}
	}
	switch {
	case null && len(given) == 0:
		c.add(expression + " IS NULL")
	case null:
		c.add("("+expression+" IS NULL OR "+expression+" IN (?"+strings.Repeat(", ?", len(given)-1)+"))", anys(given)...)
	default:
		c.oneOf(expression, given)
	}
}

// contains holds when one of the values is a part of the expression, without
// regard to case and diacritics.
func (c *conditions) contains(fold func(string) string, values []string, expressions ...string) {
	var terms []string
	var args []any
	for _, v := range values {
		for _, e := range expressions {
			terms = append(terms, "instr(fold(coalesce("+e+", '')), ?) > 0")
			args = append(args, fold(v))
		}
	}
	if terms != nil {
		c.add("("+strings.Join(terms, " OR ")+")", args...)
	}
}

func (c *conditions) between(expression string, from, to any) {
	if from != nil {
		c.add(expression+" >= ?", from)
	}
	if to != nil {
		c.add(expression+" <= ?", to)
	}
}

func (c *conditions) where() string {
	if len(c.terms) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(c.terms, " AND ")
}

func anys(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// page adds the part of the answer that was asked for.
func (f Filter) page(query string, args []any) (string, []any) {
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	return query + " LIMIT ? OFFSET ?", append(args, limit, f.Offset)
}

// ofArticle adds the conditions on the article; published is the expression
// of its day.
func (f Filter) ofArticle(c *conditions, published string) {
	c.oneOf("a.portal", f.Portals)
	c.oneOf("a.province", f.Provinces)
	c.between(published, opt(f.PublishedFrom), opt(f.PublishedTo))
	if f.ArticleID != 0 {
		c.add("a.id = ?", f.ArticleID)
	}
}

// exprOf finds the expression of a column by its name.
func exprOf[T any](columns []column[T]) func(string) string {
	return func(name string) string {
		for _, c := range columns {
			if c.Name == name {
				return c.sql
			}
		}
		return articleExprs[name]
	}
}

// manyMatches is the number of matches of words up to which they are gathered
// and looked at one by one; of more, reading the newest articles soon meets
// enough.
var manyMatches = 20000

// ofText asks for articles that hold the query; id is the expression of the
// article's identifier.
func (db *DB) ofText(ctx context.Context, c *conditions, q *query, id string) error {
	ids, err := db.gather(ctx, "search", q.anyOrder())
	if ids != nil {
		c.oneOfList(id, ids)
	} else {
		c.add("EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND search.rowid = "+id+")", q.anyOrder())
	}
	return err
}

// gather returns the rows that a full-text index finds, or nil when there are
// too many. They come as one text: one by one they would cost more than to find.
func (db *DB) gather(ctx context.Context, table, fts string) ([]int64, error) {
	var n int
	var list string
	err := db.r.QueryRowContext(ctx, "SELECT count(*), json_group_array(rowid) FROM (SELECT rowid FROM "+table+" WHERE "+table+" MATCH ? LIMIT ?)",
		fts, manyMatches+1).Scan(&n, &list)
	if err != nil || n > manyMatches {
		return nil, db.fail(err)
	}
	ids := make([]int64, 0, n)
	return ids, json.Unmarshal([]byte(list), &ids)
}

// Tables lists the tables that Rows knows, each with its columns.
func Tables() []corpus.Table {
	return []corpus.Table{ArticlesTable, DatesTable, CountsTable, PercentagesTable, OfficialsTable, FactsTable, SearchTable, PeopleTable,
		SeriesTable, IndicatorsTable}
}

// TableNamed returns one of Tables.
func TableNamed(name string) (corpus.Table, error) {
	var names []string
	for _, t := range Tables() {
		if t.Name == name {
			return t, nil
		}
		names = append(names, t.Name)
	}
	return corpus.Table{}, mistake("no table %q; there are %s", name, strings.Join(names, ", "))
}

// Rows answers a question as cells: what the command line prints, what
// exports write and what the web page shows.
func (db *DB) Rows(ctx context.Context, table string, f Filter) (corpus.Table, corpus.Rows, error) {
	t, err := TableNamed(table)
	if err != nil {
		return t, nil, err
	}
	switch table {
	case ArticlesTable.Name:
		return t, rowsOf(articleColumnsOf, db.Articles(ctx, f)), nil
	case PeopleTable.Name:
		return t, rowsOf(knownColumns, db.People(ctx, f)), nil
	case SearchTable.Name:
		return t, db.searchRows(ctx, f), nil
	case SeriesTable.Name:
		return t, db.allSeries(ctx, f), nil
	case IndicatorsTable.Name:
		return t, rowsOf(availableColumns, db.Indicators(ctx)), nil
	case OfficialsTable.Name:
		return t, rowsOf(officialColumns, db.Officials(ctx, f)), nil
	case DatesTable.Name:
		return t, rowsOf(dateColumns, db.factsOf(ctx, dateColumns, KindDate, f)), nil
	case CountsTable.Name:
		return t, rowsOf(countColumns, db.factsOf(ctx, countColumns, KindCount, f)), nil
	case PercentagesTable.Name:
		return t, rowsOf(percentageColumns, db.factsOf(ctx, percentageColumns, KindPercentage, f)), nil
	}
	return t, rowsOf(factColumns, db.Facts(ctx, f)), nil
}

// failed is a stream of one error.
func failed[T any](err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		yield(zero, err)
	}
}

// Collect reads a stream to its end.
func Collect[T any](from iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for row, err := range from {
		if err != nil {
			return all, err
		}
		all = append(all, row)
	}
	return all, nil
}
