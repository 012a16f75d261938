package store

import (
	"context"
	"iter"
	"slices"
	"strings"
)

// A question is one SELECT of an answer, before it is known whether its rows,
// their number or their values are wanted.
type question struct {
	from  string // tables, driven by the one with the fewest rows to look at
	texts string // tables that give a fact its sentence, joined only when needed
	conditions
	// ofFacts is the number of conditions that are not about the article.
	ofFacts int
	// expr gives the expression of a column.
	expr func(column string) string
	// total is the column of articles that counts the rows of the question,
	// empty when none does.
	total string
}

// sql writes the SELECT; texts says that an expression of the list needs the
// sentence.
func (q question) sql(list string, texts bool) string {
	s := "SELECT " + list + " FROM " + q.from
	if texts || slices.ContainsFunc(q.terms, func(t string) bool { return strings.Contains(t, "t.text") }) {
		s += q.texts
	}
	return s + q.where()
}

// answer streams the rows of the questions together, in the order asked for
// or else in the given one, which must be total.
func answer[T any](ctx context.Context, db *DB, columns []column[T], questions []question, f Filter, order string) iter.Seq2[T, error] {
	if len(questions) == 0 {
		return func(func(T, error) bool) {}
	}
	var parts []string
	var args []any
	for _, q := range questions {
		names := make([]string, len(columns))
		for i, c := range columns {
			names[i] = q.expr(c.Name) + " AS " + quoteName(c.Name)
		}
		parts = append(parts, q.sql(strings.Join(names, ", "), true))
		args = append(args, q.args...)
	}
	sql := strings.Join(parts, " UNION ALL ")
	if f.Sort != "" {
		by, err := sortBy(columns, f.Sort)
		if err != nil {
			return failed[T](err)
		}
		sql, order = "SELECT * FROM ("+sql+")", by+", "+order
	}
	sql, args = f.page(sql+" ORDER BY "+order, args)
	return stream(ctx, db, columns, sql, args)
}

// sortBy writes the ORDER BY of Filter.Sort; absent values come last.
func sortBy[T any](columns []column[T], sort string) (string, error) {
	name, down := strings.CutPrefix(sort, "-")
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
		if c.Name != name {
			continue
		}
		by := quoteName(name)
		if c.Type == "number" || name == "value" {
			by = "CAST(" + by + " AS REAL)"
		}
		if down {
			by += " DESC"
		}
		return by + " NULLS LAST", nil
	}
	return "", mistake("no column %q to sort by; there are %s", name, strings.Join(names, ", "))
}

// questions returns the SELECTs that answer for a table.
func (db *DB) questions(ctx context.Context, table string, f Filter) ([]question, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	switch table {
	case ArticlesTable.Name:
		q, err := db.articleQuestion(ctx, f)
		return []question{q}, err
	case OfficialsTable.Name:
		q, err := db.officialQuestion(ctx, f)
		return []question{q}, err
	}
	if kind, one := kindOfTable[table]; one {
		f.Kinds = []string{kind}
	} else if table != FactsTable.Name {
		return nil, mistake("table %s answers no such question", table)
	}
	return db.factQuestions(ctx, f)
}

// Count returns the number of rows of a table that match f, whatever its
// Limit and Offset.
func (db *DB) Count(ctx context.Context, table string, f Filter) (int64, error) {
	questions, err := db.questions(ctx, table, f)
	if err != nil {
		return 0, err
	}
	var total int64
	for _, q := range questions {
		sql := q.sql("count(*)", false)
		if q.total != "" && q.ofFacts == 0 {
			sql = "SELECT coalesce(sum(a." + q.total + "), 0) FROM articles a" + q.where()
		}
		var n int64
		if err := db.r.QueryRowContext(ctx, sql, q.args...).Scan(&n); err != nil {
			return 0, db.fail(err)
		}
		total += n
	}
	return total, nil
}

// A Facet is a value of a column and the number of rows that have it.
type Facet struct {
	Value string
	Rows  int64
}

// articleExprs are the columns that a fact has from its article.
var articleExprs = map[string]string{
	"portal": "a.portal", "province": "a.province", "published": "a.published", "article_title": "a.title", "url": "a.url", "source": "a.source",
	"year": "substr(a.published, 1, 4)",
}

// Facets counts the rows of a table that match f by the values of a column,
// most frequent first, without the rows that have none. Column "year" is the
// year of publication. Limit 0 means all values.
func (db *DB) Facets(ctx context.Context, table, column string, f Filter, limit int) ([]Facet, error) {
	t, err := TableNamed(table)
	if err != nil {
		return nil, err
	}
	known := column == "year"
	for _, c := range t.Columns {
		known = known || c.Name == column
	}
	if !known {
		return nil, mistake("table %s has no column %q", table, column)
	}
	questions, err := db.questions(ctx, table, f)
	if err != nil || len(questions) == 0 {
		return nil, err
	}
	var parts []string
	var args []any
	for _, q := range questions {
		parts = append(parts, q.facet(column))
		args = append(args, q.args...)
	}
	if limit <= 0 {
		limit = -1
	}
	rows, err := db.r.QueryContext(ctx, "SELECT CAST(v AS TEXT), sum(n) FROM ("+strings.Join(parts, " UNION ALL ")+
		") WHERE v IS NOT NULL AND v <> '' GROUP BY v ORDER BY 2 DESC, v LIMIT ?", append(args, limit)...)
	if err != nil {
		return nil, db.fail(err)
	}
	defer rows.Close()
	var facets []Facet
	for rows.Next() {
		var x Facet
		if err := rows.Scan(&x.Value, &x.Rows); err != nil {
			return nil, db.fail(err)
		}
		facets = append(facets, x)
	}
	return facets, db.fail(rows.Err())
}

// facet groups a question by a column. What is the same for all facts of an
// article is counted by articles, of which there are fewer.
func (q question) facet(column string) string {
	expr, ofArticle := articleExprs[column]
	if ofArticle && q.total != "" && q.ofFacts == 0 {
		return "SELECT " + expr + " AS v, sum(a." + q.total + ") AS n FROM articles a" + q.where() + " GROUP BY 1 HAVING n > 0"
	}
	if !ofArticle {
		expr = q.expr(column)
	}
	return q.sql(expr+" AS v, count(*) AS n", strings.Contains(expr, "t.")) + " GROUP BY 1"
}

// check refuses a filter that contradicts itself.
func (f Filter) check() error {
	if f.Min != nil && f.Max != nil && f.Min.Cmp(f.Max.Decimal) > 0 {
		return mistake("no value is at least %v and at most %v", f.Min, f.Max)
	}
	return nil
}
