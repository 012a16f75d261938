package store

import (
	"fmt"
	"slices"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// An insertion writes rows into a table.
type insertion struct {
	table string
	// one is the statement for one row. Of several rows SQLite would undo the
	// first when the last is refused, and copies every page of the file that
	// they touch to be able to.
	one   string
	width int
}

func into(table string, columns ...string) insertion {
	quoted := make([]string, len(columns))
	for n, c := range columns {
		quoted[n] = quoteName(c)
	}
	return insertion{table, "INSERT INTO " + table + " (" + strings.Join(quoted, ", ") + ") VALUES (?" +
		strings.Repeat(", ?", len(columns)-1) + ")", len(columns)}
}

// exec writes rows, whose cells stand one after the other in values.
func (i insertion) exec(tx *transaction, values []any) error {
	if err := tx.insert(i.one, i.width, values); err != nil {
		return fmt.Errorf("%s: %w", i.table, err)
	}
	return nil
}

func quoteName(name string) string {
	if name == "check" {
		return `"check"`
	}
	return name
}

func updateSQL(table string, columns []string, key string) string {
	return "UPDATE " + table + " SET " + strings.Join(columns, " = ?, ") + " = ? WHERE " + key + " = ?"
}

var (
	sourceColumns = []string{"article_id", "n", "sentence", "text", "start", "end", "rule"}
	figureColumns = []string{
		"published", "value", "upper", "bound", "change", "verb", "what", "status", "indicator", "period", "period_first", "period_last",
		"baseline", "place", "area", "level", "ambiguous", "check", "note",
	}

	insertSentences = into("sentences", "article_id", "n", "start", "end")
	insertDates     = into("dates", slices.Concat(sourceColumns, []string{
		"published", "value", "first", "last", "inferred", "check", "note"})...)
	insertCounts      = into("counts", slices.Concat(sourceColumns, figureColumns, []string{"unit", "class", "of", "of_kind"})...)
	insertPercentages = into("percentages", slices.Concat(sourceColumns, figureColumns)...)
	insertOfficials   = into("officials", slices.Concat(sourceColumns, []string{
		"published", "name", "name_key", "honorific", "rank", "role", "verb", "inferred"})...)
	insertPositions = into("positions",
		"article_id", "official", "n", "title", "organisation", "level", "canonical", "jurisdiction", "former", "acting", "inferred")
	insertRejections = into("rejections", slices.Concat(sourceColumns, []string{"kind", "reason"})...)
)

// factRows collects the rows of one article.
type factRows struct {
	article   int64
	published any
	// sentence gives the number of the sentence at a span.
	sentence map[[2]int]int
	fold     func(string) string
}

// facts writes the facts of rec under an article that has none, and returns the
// texts of the sentences they stand in.
func (s *saver) facts(id int64, rec *corpus.Record) (sentences []string, err error) {
	spans := sentencesOf(rec)
	r := factRows{article: id, published: opt(rec.Article.Published), sentence: make(map[[2]int]int, len(spans)), fold: s.db.opts.Fold}
	values := make([]any, 0, 4*len(spans))
	for n, span := range spans {
		r.sentence[span] = n
		values = append(values, id, n, span[0], span[1])
	}
	positions := r.positions(rec.Officials)
	for _, step := range []struct {
		into   insertion
		values []any
	}{
		{insertSentences, values},
		{insertDates, r.dates(rec.Dates)},
		{insertCounts, r.counts(rec.Counts)},
		{insertPercentages, r.percentages(rec.Percentages)},
		{insertOfficials, r.officials(rec.Officials)},
		{insertPositions, positions},
		{insertRejections, r.rejections(rec.Invalid)},
	} {
		if err := step.into.exec(s.tx, step.values); err != nil {
			return nil, err
		}
	}
	return sentenceTexts(rec, spans), nil
}

// sentencesOf returns the spans of the sentences that facts stand in, in order.
func sentencesOf(rec *corpus.Record) [][2]int {
	var spans [][2]int
	add := func(s corpus.Source) { spans = append(spans, s.Sentence) }
	for i := range rec.Dates {
		add(rec.Dates[i].Source)
	}
	for i := range rec.Officials {
		add(rec.Officials[i].Source)
	}
	for i := range rec.Counts {
		add(rec.Counts[i].Source)
	}
	for i := range rec.Percentages {
		add(rec.Percentages[i].Source)
	}
	for i := range rec.Invalid {
		add(rec.Invalid[i].Source)
	}
	slices.SortFunc(spans, compareSpans)
	return slices.Compact(spans)
}

// source returns the cells of sourceColumns.
func (r factRows) source(values []any, n int, s corpus.Source) []any {
	return append(values, r.article, n, r.sentence[s.Sentence], s.Text, s.Start, s.End, s.Rule)
}

func (r factRows) dates(dates []corpus.Date) (values []any) {
	for n, d := range dates {
		values = append(r.source(values, n, d.Source),
			r.published, d.Value, opt(d.First), opt(d.Last), opt(d.Inferred), opt(d.Check), opt(d.Note))
	}
	return values
}

// figure returns the cells of figureColumns.
func (r factRows) figure(values []any, n int, f corpus.Figure) []any {
	first, last := days(f.Period)
	return append(r.source(values, n, f.Source),
		r.published, f.Value.String(), optDecimal(f.Upper), opt(string(f.Bound)), opt(string(f.Change)), opt(f.Verb), opt(f.What),
		opt(string(f.Status)), opt(f.Indicator), opt(f.Period), first, last, opt(f.Baseline), opt(f.Place), opt(f.Area), opt(f.Level), opt(f.Ambiguous), opt(f.Check), opt(f.Note))
}

func (r factRows) counts(counts []corpus.Count) (values []any) {
	for n, c := range counts {
		values = append(r.figure(values, n, c.Figure), c.Unit, c.Class, optDecimal(c.Of), opt(string(c.OfKind)))
	}
	return values
}

func (r factRows) percentages(percentages []corpus.Percentage) (values []any) {
	for n, p := range percentages {
		values = r.figure(values, n, p.Figure)
	}
	return values
}

func (r factRows) officials(officials []corpus.Official) (values []any) {
	for n, o := range officials {
		values = append(r.source(values, n, o.Source), r.published, o.Name, r.fold(o.Name), opt(o.Honorific), opt(o.Rank),
			opt(o.Role), opt(o.Verb), o.Inferred)
	}
	return values
}

func (r factRows) positions(officials []corpus.Official) (values []any) {
	for i, o := range officials {
		for n, p := range o.Positions {
			values = append(values, r.article, i, n, p.Title, opt(p.Organisation), opt(p.Level), opt(p.Canonical),
				opt(p.Jurisdiction), p.Former, p.Acting, p.Inferred)
		}
	}
	return values
}

func (r factRows) rejections(rejections []corpus.Rejection) (values []any) {
	for n, x := range rejections {
		values = append(r.source(values, n, x.Source), x.Kind, x.Reason)
	}
	return values
}

// days returns the days a period covers. A period that is no date value is
// kept as it is, without days.
func days(period string) (first, last any) {
	if period == "" {
		return nil, nil
	}
	from, to, err := corpus.Days(period)
	if err != nil {
		return nil, nil
	}
	return opt(from), opt(to)
}

func optDecimal(d *corpus.Decimal) any {
	if d == nil {
		return nil
	}
	return d.String()
}
