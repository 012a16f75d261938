package store

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// The kinds of fact a Filter can ask for.
const (
	KindDate       = "date"
	KindCount      = "count"
	KindPercentage = "percentage"
)

// A Fact is a date, a count or a percentage with the article and the sentence
// it stands in.
type Fact struct {
	Kind      string
	ArticleID int64
	// N numbers the facts of a kind in an article from 0.
	N    int64
	Text string
	// Value is an exact decimal, or the date value of a date.
	Value string
	Upper *corpus.Decimal
	// Unit is % for percentages.
	Unit, Class             string
	Bound, Change           string
	Verb, What, Status      string
	Of                      *corpus.Decimal
	OfKind, Indicator       string
	Period                  string
	PeriodFirst, PeriodLast string
	Baseline                string
	Place, Area, Level      string
	First, Last, Inferred   string
	Ambiguous, Check, Note  string
	Sentence                string
	ArticleTitle            string
	URL, Source             string
	Portal, Province        string
	Published, Rule         string
	Start, End              int64
}

// factColumn is a column and the tables of facts that have it.
type factColumn struct {
	column[Fact]
	in string // d dates, c counts, p percentages
}

// sentenceSQL reads the sentence of the fact f from the text of its article.
const sentenceSQL = "substr(t.text, s.start + 1, s.end - s.start)"

var (
	boundValues  = []string{string(corpus.Over), string(corpus.Under), string(corpus.Nearly), string(corpus.About), string(corpus.AtLeast), string(corpus.AtMost)}
	changeValues = []string{string(corpus.Increase), string(corpus.Decrease)}
	checkValues  = []string{"consistent", "inconsistent"}
	ofKindValues = []string{string(corpus.OfTotal), string(corpus.OfTarget), string(corpus.OfPrevious), string(corpus.OfPersons)}
	statusValues = texts(corpus.Statuses())
	levelValues  = []string{corpus.LevelCountry, corpus.LevelProvince, corpus.LevelDistrict, corpus.LevelCommune}
)

// texts are values as plain strings.
func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// allFactColumns defines every column of facts, once.
var allFactColumns = []factColumn{
	{fact("kind", corpus.String, "kind of fact", func(f *Fact) any { return &f.Kind }).values(KindDate, KindCount, KindPercentage), ""},
	{fact("article_id", corpus.Integer, "article the fact stands in", func(f *Fact) any { return &f.ArticleID }), "dcp"},
	{fact("n", corpus.Integer, "number of the fact among those of its kind in the article, from 0", func(f *Fact) any { return &f.N }), "dcp"},
	{fact("text", corpus.String, "quote of the article", func(f *Fact) any { return &f.Text }), "dcp"},
	{fact("value", corpus.String, "exact decimal number, money in đồng; for a date an ISO 8601 or TIMEX3 value", func(f *Fact) any { return &f.Value }), "dcp"},
	{fact("upper", corpus.Number, "upper end of a range", func(f *Fact) any { return &f.Upper }), "cp"},
	{fact("unit", corpus.String, "unit as in the table of units; % for a percentage", func(f *Fact) any { return &f.Unit }), "c"},
	{fact("class", corpus.String, "class of the unit: case, person, organisation, event, money, mass, area …", func(f *Fact) any { return &f.Class }), "c"},
	{fact("bound", corpus.String, "side on which the true figure lies; empty when exact", func(f *Fact) any { return &f.Bound }).values(boundValues...), "cp"},
	{fact("change", corpus.String, "the figure is a difference, not a level", func(f *Fact) any { return &f.Change }).values(changeValues...), "cp"},
	{fact("verb", corpus.String, "how the figure came about: xảy ra, phát hiện, khởi tố …", func(f *Fact) any { return &f.Verb }), "cp"},
	{fact("what", corpus.String, "words that say what is counted", func(f *Fact) any { return &f.What }), "cp"},
	{fact("of", corpus.Number, "second number of a printed pair", func(f *Fact) any { return &f.Of }), "c"},
	{fact("of_kind", corpus.String, "what the second number is", func(f *Fact) any { return &f.OfKind }).values(ofKindValues...), "c"},
	{fact("status", corpus.String, "how final the figure is, where the text tells", func(f *Fact) any { return &f.Status }).values(statusValues...), "cp"},
	{fact("indicator", corpus.String, "canonical series", func(f *Fact) any { return &f.Indicator }), "cp"},
	{fact("period", corpus.String, "date value of the time covered", func(f *Fact) any { return &f.Period }), "cp"},
	{fact("period_first", corpus.Day, "first day of the period", func(f *Fact) any { return &f.PeriodFirst }), "cp"},
	{fact("period_last", corpus.Day, "last day of the period", func(f *Fact) any { return &f.PeriodLast }), "cp"},
	{fact("baseline", corpus.String, "date value of the time compared with", func(f *Fact) any { return &f.Baseline }), "cp"},
	{fact("place", corpus.String, "where the figure holds, as printed", func(f *Fact) any { return &f.Place }), "cp"},
	{fact("area", corpus.String, "where the figure holds, in full, also where only the title tells", func(f *Fact) any { return &f.Area }), "cp"},
	{fact("level", corpus.String, "level of the area; empty means the article's province", func(f *Fact) any { return &f.Level }).values(levelValues...), "cp"},
	{fact("first", corpus.Day, "first day of the date", func(f *Fact) any { return &f.First }), "d"},
	{fact("last", corpus.Day, "last day of the date; empty when open", func(f *Fact) any { return &f.Last }), "d"},
	{fact("inferred", corpus.String, "what of the date was not in the quote", func(f *Fact) any { return &f.Inferred }), "d"},
	{fact("ambiguous", corpus.String, "other reading of a separator", func(f *Fact) any { return &f.Ambiguous }), "cp"},
	{fact("check", corpus.String, "whether the text's own arithmetic or weekday agrees", func(f *Fact) any { return &f.Check }).values(checkValues...), "dcp"},
	{fact("note", corpus.String, "the arithmetic, or what else is odd", func(f *Fact) any { return &f.Note }), "dcp"},
	{fact("sentence", corpus.String, "sentence the fact stands in", func(f *Fact) any { return &f.Sentence }).from(sentenceSQL), "dcp"},
	{fact("article_title", corpus.String, "title of the article", func(f *Fact) any { return &f.ArticleTitle }).from("a.title"), "dcp"},
	{fact("url", corpus.String, "address of the article", func(f *Fact) any { return &f.URL }).from("a.url"), "dcp"},
	{fact("source", corpus.String, "path or address the article was read from", func(f *Fact) any { return &f.Source }).from("a.source"), "dcp"},
	{fact("portal", corpus.String, "portal of the article", func(f *Fact) any { return &f.Portal }).from("a.portal"), "dcp"},
	{fact("province", corpus.String, "province of the article", func(f *Fact) any { return &f.Province }).from("a.province"), "dcp"},
	{fact("published", corpus.Day, "day the article was published", func(f *Fact) any { return &f.Published }), "dcp"},
	{fact("rule", corpus.String, "rule that found the fact", func(f *Fact) any { return &f.Rule }), "dcp"},
	{fact("start", corpus.Integer, "first code point of the quote in the article's text, from 0", func(f *Fact) any { return &f.Start }).unit("code points"), "dcp"},
	{fact("end", corpus.Integer, "code point after the quote", func(f *Fact) any { return &f.End }).unit("code points"), "dcp"},
}

func fact(name string, t corpus.Type, description string, cell func(*Fact) any) column[Fact] {
	return column[Fact]{Column: corpus.Column{Name: name, Type: t, Description: description}, sql: "f." + quoteName(name), cell: cell}
}

func (c column[T]) from(sql string) column[T]         { c.sql = sql; return c }
func (c column[T]) unit(unit string) column[T]        { c.Unit = unit; return c }
func (c column[T]) absentZero() column[T]             { c.zeroNull = true; return c }
func (c column[T]) values(values ...string) column[T] { c.Values = values; return c }

// The columns of the tables of facts.
var (
	factColumns       = columnsIn("")
	dateColumns       = columnsIn("d")
	countColumns      = columnsIn("c")
	percentageColumns = columnsIn("p")

	factKey = []string{"article_id", "n"}

	// FactsTable is dates, counts and percentages together.
	FactsTable = tableOf("facts", "Facts", "Dates, counts and percentages, one row a fact.", []string{"kind", "article_id", "n"}, factColumns)
	// DatesTable, CountsTable and PercentagesTable hold one kind each.
	DatesTable       = tableOf("dates", "Dates", "Expressions of time, one row a mention.", factKey, dateColumns)
	CountsTable      = tableOf("counts", "Counts", "Numbers of something, one row a mention; money in đồng.", factKey, countColumns)
	PercentagesTable = tableOf("percentages", "Percentages", "Shares and rates in percent, one row a mention.", factKey, percentageColumns)
)

// columnsIn returns the columns of one table of facts; "" is all of them.
func columnsIn(table string) []column[Fact] {
	var columns []column[Fact]
	for _, c := range allFactColumns {
		if table != "" && !strings.Contains(c.in, table) {
			continue
		}
		if c.Name == "value" && (table == "c" || table == "p") {
			c.Type = corpus.Number
			c.Description = "exact decimal number; money in đồng"
			if table == "p" {
				c.Unit, c.Description = "%", "exact decimal number; 82.29 is 82,29 %"
			}
		}
		columns = append(columns, c.column)
	}
	return columns
}

// kindTables gives the table of a kind of fact and its letter in
// factColumn.in.
var kindTables = map[string]struct{ table, letter string }{
	KindDate:       {"dates", "d"},
	KindCount:      {"counts", "c"},
	KindPercentage: {"percentages", "p"},
}

// kindOfTable is the kind of the facts in a table of one kind.
var kindOfTable = map[string]string{"dates": KindDate, "counts": KindCount, "percentages": KindPercentage}

// Facts streams the facts that match f: newest article first, and in the
// order of the text within an article.
func (db *DB) Facts(ctx context.Context, f Filter) iter.Seq2[Fact, error] {
	return db.factsOf(ctx, factColumns, "", f)
}

// factOrder is total: newest article first, in the order of its text.
const factOrder = "published DESC, article_id DESC, kind, n"

// factsOf streams facts with some of their columns; kind "" means those of f.
func (db *DB) factsOf(ctx context.Context, columns []column[Fact], kind string, f Filter) iter.Seq2[Fact, error] {
	order := factOrder
	if kind != "" {
		f.Kinds, order = []string{kind}, "published DESC, article_id DESC, n"
	}
	if err := f.check(); err != nil {
		return failed[Fact](err)
	}
	return newestFirst(ctx, db, f, func(f Filter) iter.Seq2[Fact, error] {
		questions, err := db.factQuestions(ctx, f)
		if err != nil {
			return failed[Fact](err)
		}
		return answer(ctx, db, columns, questions, f, order)
	})
}

// factQuestions returns a question a kind of fact that can answer.
func (db *DB) factQuestions(ctx context.Context, f Filter) ([]question, error) {
	kinds := f.Kinds
	if len(kinds) == 0 {
		kinds = []string{KindCount, KindPercentage}
	}
	var questions []question
	for _, kind := range slices.Compact(slices.Sorted(slices.Values(kinds))) {
		if _, known := kindTables[kind]; !known {
			return nil, mistake("no kind of fact %q; there are date, count and percentage", kind)
		}
		if !f.canHave(kind) {
			continue
		}
		q, err := db.factQuestion(ctx, kind, f)
		if err != nil {
			return nil, err
		}
		questions = append(questions, q)
	}
	return questions, nil
}

// canHave says whether facts of a kind have what f asks for.
func (f Filter) canHave(kind string) bool {
	switch kind {
	case KindDate:
		return len(f.Units)+len(f.Classes)+len(f.Indicators)+len(f.Verbs)+len(f.Statuses)+len(f.Levels)+len(f.Bounds)+len(f.Changes) == 0 && f.Min == nil && f.Max == nil
	case KindPercentage:
		return (len(f.Units) == 0 || slices.Contains(f.Units, "%")) && len(f.Classes) == 0
	}
	return true
}

func (db *DB) factQuestion(ctx context.Context, kind string, f Filter) (question, error) {
	t := kindTables[kind]
	// A series, an article, or a unit anywhere is found by its own index;
	// anything else by walking the articles, newest first, until the answer is
	// full.
	from, id, published := "articles a CROSS JOIN "+t.table+" f ON f.article_id = a.id", "a.id", "a.published"
	byUnit := kind == KindCount && len(f.Units) > 0 && len(f.Provinces)+len(f.Portals) == 0
	if byUnit || len(f.Indicators) > 0 || f.ArticleID != 0 {
		from, id, published = t.table+" f CROSS JOIN articles a ON a.id = f.article_id", "f.article_id", "f.published"
	}
	texts := ` CROSS JOIN sentences s ON s.article_id = f.article_id AND s.n = f.sentence
		CROSS JOIN article_texts t ON t.article_id = f.article_id`
	if f.among != nil && f.among.articles != nil {
		// Few sentences hold the words: the article is read last.
		from, id, published = t.table+" f", "f.article_id", "f.published"
		texts += " CROSS JOIN articles a ON a.id = f.article_id"
	}
	q := question{
		from:  from,
		texts: texts,
		expr:  func(name string) string { return factExpr(kind, t.letter, name, id, published) },
	}
	c := &q.conditions
	f.ofArticle(c, published)
	ofArticle := len(c.terms)
	if kind == KindCount {
		c.oneOf("f.unit", f.Units)
		c.oneOf("f.class", f.Classes)
	}
	if kind != KindDate {
		c.oneOf("f.indicator", f.Indicators)
		c.oneOf("f.verb", f.Verbs)
		c.oneOf("f.status", f.Statuses)
		c.oneOf("f.level", f.Levels)
		c.oneOfOrNull("f.bound", "exact", f.Bounds)
		c.oneOfOrNull("f.change", "level", f.Changes)
		c.between("f.number", number(f.Min), number(f.Max))
	}
	c.oneOf(`f."check"`, f.Checks)
	if err := f.ofPeriod(c, kind); err != nil {
		return q, err
	}
	if f.Rule != "" {
		c.add("f.rule = ?", f.Rule)
	}
	if f.Text != "" {
		in := sentenceSQL
		if kind != KindDate {
			in += " || ' ' || coalesce(f.what, '')"
		}
		if err := db.ofSentence(ctx, c, f, "f", id, in); err != nil {
			return q, err
		}
	}
	q.ofFacts = len(c.terms) - ofArticle
	if published == "a.published" {
		q.total = t.table
	}
	return q, nil
}

// factExpr is the expression of a column for one kind of fact.
func factExpr(kind, letter, name, id, published string) string {
	switch {
	case name == "kind":
		return "'" + kind + "'"
	case name == "article_id":
		return id
	case name == "published":
		return published
	case name == "unit" && kind == KindPercentage:
		return "'%'"
	}
	for _, c := range allFactColumns {
		if c.Name == name && strings.Contains(c.in, letter) {
			return c.sql
		}
	}
	if expr, ofArticle := articleExprs[name]; ofArticle {
		return expr
	}
	return "NULL"
}

func noPeriod(value string) error {
	return mistake("%q is no period; written as 2024, 2024-03, 2024-Q1, 2024-H1, 2018/2023", value)
}

// ofPeriod asks for facts whose time lies inside f.Period.
func (f Filter) ofPeriod(c *conditions, kind string) error {
	if f.Period == "" {
		return nil
	}
	first, last, err := corpus.Days(f.Period)
	if err != nil {
		return noPeriod(f.Period)
	}
	from, to := "f.period_first", "f.period_last"
	if kind == KindDate {
		from, to = "f.first", "f.last"
	}
	if first != "" {
		c.add(from+" >= ?", first)
	}
	if last != "" {
		c.add(to+" <= ?", last)
	}
	return nil
}

func number(d *corpus.Decimal) any {
	if d == nil {
		return nil
	}
	return d.Float()
}
