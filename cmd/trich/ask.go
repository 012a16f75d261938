package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/export"
	"github.com/trich-vn/trich/store"
)

// A question is what a command asks of the store: its flags and how the answer
// is printed.
type question struct {
	filter         store.Filter
	min, max       string
	former, acting bool
	format         string
	columns        []string
	since, until   string
	bom, chart     bool
}

// shown are the columns a table for people shows, by question; files hold all.
var shown = map[string][]string{
	"facts":     {"kind", "text", "value", "unit", "change", "verb", "what", "period", "province", "published", "sentence"},
	"officials": {"name", "rank", "title", "organisation", "jurisdiction", "published", "article_title"},
	"articles":  {"id", "published", "province", "portal", "title", "dates", "officials", "counts", "percentages", "near_duplicates", "gone_since"},
	"people":    {"id", "name", "jurisdiction", "mentions", "articles", "first", "last"},
	"search":    {"published", "province", "title", "snippet"},
}

// filterDefaults are what differs between the questions.
type filterDefaults struct {
	format, formats string
	limit           int
}

// asked are the defaults of questions that people read.
var asked = filterDefaults{format: "table", formats: formatNames(), limit: 50}

// filterFlags adds the flags that every question has.
func (a *app) filterFlags(cmd *cobra.Command, q *question, def filterDefaults) {
	f := cmd.Flags()
	f.StringSliceVar(&q.filter.Portals, "portal", nil, a.tr("only these portals"))
	f.StringSliceVar(&q.filter.Provinces, "province", nil, a.tr("only these provinces"))
	f.StringVar(&q.since, "since", "", a.tr("published on or after this day, YYYY-MM-DD, or in this year or month"))
	f.StringVar(&q.until, "until", "", a.tr("published on or before this day, YYYY-MM-DD, or in this year or month"))
	f.IntVar(&q.filter.Limit, "limit", def.limit, a.tr("most rows, 0 for all"))
	f.StringVar(&q.filter.Sort, "sort", "", a.tr("column to sort by, with - before it for descending"))
	f.IntVar(&q.filter.Offset, "offset", 0, a.tr("rows to skip"))
	f.StringVar(&q.format, "format", def.format, a.tr("format of the results: %s", def.formats))
	f.StringSliceVar(&q.columns, "columns", nil, a.tr("only these columns"))
	f.BoolVar(&q.bom, "bom", false, a.tr("begin CSV with a byte order mark, for Excel"))
	a.dbFlag(cmd)
}

// days reads --since and --until: a day, a month or a year.
func (a *app) days(q *question) error {
	var err error
	if q.filter.PublishedFrom, err = a.day("--since", q.since, false); err != nil {
		return err
	}
	q.filter.PublishedTo, err = a.day("--until", q.until, true)
	return err
}

func (a *app) day(flag, value string, last bool) (string, error) {
	if value == "" {
		return "", nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		t, err := time.Parse(layout, value)
		if err != nil {
			continue
		}
		if last && layout == "2006-01" {
			t = t.AddDate(0, 1, -1)
		} else if last && layout == "2006" {
			t = t.AddDate(1, 0, -1)
		}
		return t.Format(time.DateOnly), nil
	}
	return "", usage(errors.New(a.tr("%s %q is not a date", flag, value)), a.tr("written as YYYY-MM-DD, YYYY-MM or YYYY"))
}

func (a *app) factsCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "facts [WORDS…]",
		Short: a.tr("list counts, percentages and dates, with their sentences"),
		Long: a.tr("Lists facts with the sentence they stand in. WORDS are looked for in the sentence, with or without diacritics. " +
			"All conditions must hold; a condition with several values is met by any of them."),
		Example: "  trich facts --unit vụ --province \"Sóc Trăng\"\n  trich facts --kind percentage \"tỷ lệ điều tra\"\n  trich facts --period 2024 --change decrease --format csv > giam.csv",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.values(cmd, &q); err != nil {
				return err
			}
			return a.ask(cmd.Context(), "facts", &q, args)
		},
	}
	a.filterFlags(cmd, &q, asked)
	a.factFlags(cmd, &q)
	cmd.Flags().StringSliceVar(&q.filter.Kinds, "kind", nil, a.tr("kinds of fact: date, count, percentage (default: count and percentage)"))
	return cmd
}

// factFlags adds the conditions on a fact, for questions and exports alike.
func (a *app) factFlags(cmd *cobra.Command, q *question) {
	f := cmd.Flags()
	f.StringVar(&q.filter.Period, "period", "", a.tr("the figure covers a time in this period: 2024, 2024-Q1, 2024-H1, 2018/2023 …"))
	f.StringSliceVar(&q.filter.Units, "unit", nil, a.tr("only these units (vụ, đối tượng, đồng, kg …)"))
	f.StringSliceVar(&q.filter.Classes, "class", nil, a.tr("only these classes of unit (case, person, money, mass, area …)"))
	f.StringSliceVar(&q.filter.Indicators, "indicator", nil, a.tr("only these indicators"))
	f.StringSliceVar(&q.filter.Verbs, "verb", nil, a.tr("only figures that came about so (xảy ra, phát hiện, khởi tố …)"))
	f.StringSliceVar(&q.filter.Statuses, "status", nil, a.tr("only figures said to be estimated, preliminary, final, revised"))
	f.StringSliceVar(&q.filter.Levels, "level", nil, a.tr("only figures of an area of this level: country, province, district, commune"))
	f.StringSliceVar(&q.filter.Bounds, "bound", nil, a.tr("only these bounds: over, under, nearly, about, at_least, at_most, exact"))
	f.StringSliceVar(&q.filter.Changes, "change", nil, a.tr("only changes: increase, decrease; level for the others"))
	f.StringVar(&q.min, "min", "", a.tr("least value"))
	f.StringVar(&q.max, "max", "", a.tr("greatest value"))
	f.StringVar(&q.filter.Rule, "rule", "", a.tr("found by this rule"))
}

// values reads --min and --max.
func (a *app) values(cmd *cobra.Command, q *question) error {
	for flag, to := range map[string]**corpus.Decimal{"min": &q.filter.Min, "max": &q.filter.Max} {
		if v := cmd.Flag(flag).Value.String(); v != "" {
			d, err := corpus.ParseDecimal(v)
			if err != nil {
				return usage(errors.New(a.tr("--%s %q is not a number", flag, v)), a.tr("written with a point: 82.29"))
			}
			*to = &d
		}
	}
	return nil
}

func (a *app) officialsCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "officials [NAME…]",
		Short: a.tr("list who held which office, and in which article"),
		Long: a.tr("Lists the mentions of officials with their offices. NAME is looked for with or without diacritics. " +
			"With --person (see 'trich people') the offices of one person are shown over time."),
		Example: "  trich officials \"Trần Văn\"\n  trich officials --title \"Chủ tịch\" --level province --format csv",
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flag("former").Changed {
				q.filter.Former = &q.former
			}
			if cmd.Flag("acting").Changed {
				q.filter.Acting = &q.acting
			}
			q.filter.Name = strings.Join(args, " ")
			if q.filter.PersonID != 0 {
				return a.person(cmd.Context(), &q)
			}
			return a.ask(cmd.Context(), "officials", &q, nil)
		},
	}
	a.filterFlags(cmd, &q, asked)
	f := cmd.Flags()
	f.StringSliceVar(&q.filter.Titles, "title", nil, a.tr("only these titles of office"))
	f.StringSliceVar(&q.filter.Organisations, "organisation", nil, a.tr("only offices of these organisations"))
	f.StringSliceVar(&q.filter.Levels, "level", nil, a.tr("only these levels: central, province, district, commune"))
	f.Int64Var(&q.filter.PersonID, "person", 0, a.tr("show this person's offices over time"))
	f.BoolVar(&q.former, "former", false, a.tr("only former offices (=false: only current ones)"))
	f.BoolVar(&q.acting, "acting", false, a.tr("only acting holders (=false: only others)"))
	return cmd
}

func (a *app) articlesCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:     "articles [WORDS…]",
		Short:   a.tr("list the stored articles"),
		Example: "  trich articles --province \"Thái Bình\" --since 2022",
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ask(cmd.Context(), "articles", &q, args)
		},
	}
	a.filterFlags(cmd, &q, asked)
	return cmd
}

func (a *app) searchCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "search WORDS…",
		Short: a.tr("full-text search, with or without diacritics"),
		Long: a.tr("Finds articles. Words typed with diacritics find those first; typed without, they find every spelling. " +
			"\"a phrase\", prefix*, -without, one OR other, one NEAR/5 other."),
		Example: "  trich search \"duong day ma tuy\"\n  trich search '\"tín dụng đen\"' --since 2024",
		Args:    a.minArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.ask(cmd.Context(), "search", &q, args)
		},
	}
	a.filterFlags(cmd, &q, asked)
	return cmd
}

// ask puts a question to the store and prints the answer.
func (a *app) ask(ctx context.Context, name string, q *question, words []string) error {
	if err := a.days(q); err != nil {
		return err
	}
	if err := a.checkFormat(q.format); err != nil {
		return err
	}
	if q.filter.Limit < 0 || q.filter.Offset < 0 {
		return usage(errors.New(a.tr("--limit and --offset must not be negative")), "")
	}
	q.filter.Text = strings.Join(words, " ")
	db, err := a.readDB(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	t, rows, err := db.Rows(ctx, name, q.filter)
	if err != nil {
		return usage(err, "")
	}
	n, err := a.answer(ctx, db, q, q.filter, t, rows, shown[name])
	if err != nil {
		return err
	}
	if q.filter.Limit > 0 && n == q.filter.Limit && q.format == "table" {
		a.say("the first %d rows; --limit 0 shows all, --offset %d goes on", n, q.filter.Offset+n)
	}
	return nil
}

// answer prints rows and returns their number. Where there are none it says so,
// and names what of the filter nobody knows.
func (a *app) answer(ctx context.Context, db *store.DB, q *question, f store.Filter, t corpus.Table, rows corpus.Rows, few []string) (int, error) {
	n, err := a.print(q, t, rows, few)
	if err == nil && n == 0 {
		a.say("nothing found")
		return 0, a.hintUnknown(ctx, db, f)
	}
	return n, err
}

// print prints rows and returns their number.
func (a *app) print(q *question, t corpus.Table, rows corpus.Rows, few []string) (int, error) {
	n, err := a.printRows(q, t, rows, few)
	switch {
	case errors.Is(err, store.ErrQuery):
		return n, usage(err, "")
	case err != nil:
		return n, failed(err, "")
	}
	return n, nil
}

func (a *app) checkFormat(format string) error {
	for _, f := range formats {
		if f == format {
			return nil
		}
	}
	return usage(errors.New(a.tr("unknown format %q", format)), a.tr("one of: %s", formatNames()))
}

// formats are the formats a question can be answered in on standard output.
var formats = []string{"table", "csv", "jsonl", "md"}

func formatNames() string { return strings.Join(formats, ", ") }

// noColumn is a mistake of the question, as the store finds them.
func noColumn(name string, all []string) error {
	return &store.Mistake{Format: noColumnMessage, Args: []any{name, strings.Join(all, ", ")}}
}

const (
	noColumnMessage    = "no such column: %q; there are %s"
	columnTwiceMessage = "column %q is named twice"
)

// pick returns the indexes of the columns to print.
func pick(t corpus.Table, names []string) ([]int, error) {
	var out []int
	for _, name := range names {
		at := -1
		for i, c := range t.Columns {
			if c.Name == name {
				at = i
			}
		}
		if at < 0 {
			var all []string
			for _, c := range t.Columns {
				all = append(all, c.Name)
			}
			return nil, noColumn(name, all)
		}
		if slices.Contains(out, at) {
			return nil, &store.Mistake{Format: columnTwiceMessage, Args: []any{name}}
		}
		out = append(out, at)
	}
	return out, nil
}

// printRows prints an answer in the format asked for and returns the number of
// rows. A table for people shows few columns; files hold all unless --columns
// says otherwise.
func (a *app) printRows(q *question, t corpus.Table, rows corpus.Rows, few []string) (int, error) {
	names := q.columns
	if len(names) == 0 && (q.format == "table" || q.format == "md") {
		names = few
	}
	if len(names) > 0 {
		at, err := pick(t, names)
		if err != nil {
			return 0, err
		}
		t, rows = project(t, rows, at)
	}
	n := 0
	counted := func(yield func(corpus.Row, error) bool) {
		for row, err := range rows {
			if err == nil {
				n++
			}
			if !yield(row, err) {
				return
			}
		}
	}
	if q.format != "table" {
		return n, export.Write(a.out, q.format, t, counted, export.Options{BOM: q.bom})
	}
	var headings []string
	for _, c := range t.Columns {
		headings = append(headings, a.heading(t.Name, c.Name))
	}
	w := newTable(headings...)
	for row, err := range counted {
		if err != nil {
			return n, err
		}
		cells := make(table.Row, len(row))
		for i, c := range row {
			cells[i] = a.cell(t.Columns[i], c)
		}
		w.AppendRow(cells)
	}
	if n > 0 {
		fmt.Fprintln(a.out, w.Render())
	}
	return n, nil
}

// heading names a column for people. Two names mean something else in some tables.
func (a *app) heading(table, column string) string {
	switch {
	case column == "title" && (table == store.ArticlesTable.Name || table == store.SearchTable.Name):
		return a.tr("headline")
	case column == "id" && table == store.IndicatorsTable.Name:
		return a.tr("identifier")
	}
	return a.tr(column)
}

// translated columns hold words of the program's own.
var translated = map[string]bool{"kind": true, "bound": true, "change": true, "of_kind": true, "status": true, "check": true, "level": true, "flag": true, "basis": true, "direction": true}

func (a *app) cell(c corpus.Column, v any) string {
	if v == nil {
		return ""
	}
	s := fmt.Sprint(v)
	if translated[c.Name] && s != "" {
		return a.tr(s)
	}
	return clip(s)
}

// project keeps the columns at the indexes.
func project(t corpus.Table, rows corpus.Rows, at []int) (corpus.Table, corpus.Rows) {
	all := t.Columns
	t.Columns = make([]corpus.Column, len(at))
	for i, k := range at {
		t.Columns[i] = all[k]
	}
	return t, func(yield func(corpus.Row, error) bool) {
		for row, err := range rows {
			var out corpus.Row
			if err == nil {
				out = make(corpus.Row, len(at))
				for i, k := range at {
					out[i] = row[k]
				}
			}
			if !yield(out, err) {
				return
			}
		}
	}
}
