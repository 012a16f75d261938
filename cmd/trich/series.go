package main

import (
	"cmp"
	"context"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"

	"github.com/trich-vn/trich/store"
)

func (a *app) seriesFlags(cmd *cobra.Command, s *store.SeriesQuery, q *question) {
	f := cmd.Flags()
	f.StringSliceVar(&s.Provinces, "province", nil, a.tr("only these provinces"))
	f.StringSliceVar(&s.Levels, "level", nil, a.tr("only figures of an area of this level: country, province, district, commune"))
	f.StringSliceVar(&s.Verbs, "verb", nil, a.tr("only figures that came about so (xảy ra, phát hiện, khởi tố …)"))
	f.StringVar(&s.By, "by", "", a.tr("length of period: month, quarter, half, year (default: every period)"))
	f.StringVar(&s.From, "from", "", a.tr("periods that begin on or after this day, YYYY-MM-DD"))
	f.StringVar(&s.To, "to", "", a.tr("periods that end on or before this day, YYYY-MM-DD"))
	f.StringVar(&q.format, "format", "table", a.tr("format of the results: %s", formatNames()))
	f.StringSliceVar(&q.columns, "columns", nil, a.tr("only these columns"))
	f.BoolVar(&q.bom, "bom", false, a.tr("begin CSV with a byte order mark, for Excel"))
	f.BoolVar(&q.chart, "chart", a.terminal, a.tr("draw the figures below the table; on a terminal it is drawn unless --chart=false"))
	a.dbFlag(cmd)
}

// seriesShown are the columns of a series that a table for people shows.
var seriesShown = []string{"province", "area", "label", "value", "unit", "bound", "verb", "status", "flag", "sources", "published", "sentence"}

func (a *app) seriesCommand() *cobra.Command {
	var s store.SeriesQuery
	var q question
	cmd := &cobra.Command{
		Use:   "series INDICATOR",
		Short: a.tr("one figure over time, by province, with its sentences"),
		Long: a.tr("Lists the figures of a canonical series: one row a province and period, with value, bound, verb, sentence and article. " +
			"Where articles disagree all values stand side by side, flagged: differs, revised (their status explains it), verb (what happened is not what was detected); " +
			"articles that say nearly the same are one source. The police year from 15 December is told from the calendar year, " +
			"provinces before the mergers of July 2025 from those after."),
		Example: "  trich series crime.order.clearance_rate --province \"Thái Bình\" --by year",
		Args:    a.exactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.Indicator = args[0]
			return a.series(cmd.Context(), &s, &q, false)
		},
	}
	a.seriesFlags(cmd, &s, &q)
	return cmd
}

func (a *app) compareCommand() *cobra.Command {
	var s store.SeriesQuery
	var q question
	cmd := &cobra.Command{
		Use:   "compare INDICATOR",
		Short: a.tr("provinces side by side"),
		Long: a.tr("Puts the provinces of a series side by side: a row a period and verb, a column a province. > over, < under, ~ about, " +
			"* other articles give another value; e estimated, p preliminary, f final, r revised. A province with new borders since July 2025 has a column of its own."),
		Example: "  trich compare crime.order.cases --by year",
		Args:    a.exactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s.Indicator = args[0]
			return a.series(cmd.Context(), &s, &q, true)
		},
	}
	a.seriesFlags(cmd, &s, &q)
	return cmd
}

// series prints the figures of a series, one a row or provinces side by side,
// and for a person the chart and where the series breaks.
func (a *app) series(ctx context.Context, s *store.SeriesQuery, q *question, sideBySide bool) error {
	if err := a.checkFormat(q.format); err != nil {
		return err
	}
	db, err := a.readDB(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	points, err := db.Series(ctx, *s)
	if err != nil {
		return usage(err, "")
	}
	t, rows := store.SeriesRows(points)
	if len(points) == 0 {
		_, err := a.answer(ctx, db, q, store.Filter{Indicators: []string{s.Indicator}, Provinces: s.Provinces, Verbs: s.Verbs, Levels: s.Levels}, t, rows, nil)
		return err
	}
	grid, few := store.GridOf(points), seriesShown
	if sideBySide {
		t, rows = grid.Table()
		few = nil
	}
	if _, err := a.print(q, t, rows, few); err != nil {
		return err
	}
	if sideBySide && grid.Left > 0 {
		a.say("figures without a province or a period, or of a part of a province: %d; 'trich series' lists them", grid.Left)
	}
	if q.format != "table" {
		return nil
	}
	label, note, err := a.aboutSeries(ctx, db, s.Indicator)
	if err != nil {
		return failed(err, "")
	}
	if q.chart {
		a.printChart(grid, label)
	}
	if note != "" {
		a.say("note: %s", note)
	}
	return nil
}

// aboutSeries returns the name of a series and where it breaks, in the user's
// language.
func (a *app) aboutSeries(ctx context.Context, db *store.DB, id string) (label, note string, err error) {
	for s, err := range db.Indicators(ctx) {
		if err != nil {
			return "", "", err
		}
		if s.ID != id {
			continue
		}
		if a.lang == language.English {
			return cmp.Or(s.LabelEN, id), s.NoteEN, nil
		}
		return cmp.Or(s.LabelVI, id), s.NoteVI, nil
	}
	return id, "", nil
}

func (a *app) indicatorsCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "indicators",
		Short: a.tr("list the series the database can answer"),
		Args:  a.exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.checkFormat(q.format); err != nil {
				return err
			}
			db, err := a.readDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			t, rows, err := db.Rows(cmd.Context(), store.IndicatorsTable.Name, store.Filter{})
			if err != nil {
				return failed(err, "")
			}
			label := "label_vi"
			if a.lang == language.English {
				label = "label_en"
			}
			_, err = a.answer(cmd.Context(), db, &q, store.Filter{}, t, rows, []string{"id", label, "unit", "direction", "figures", "articles", "provinces", "first", "last"})
			return err
		},
	}
	cmd.Flags().StringVar(&q.format, "format", "table", a.tr("format of the results: %s", formatNames()))
	a.dbFlag(cmd)
	return cmd
}

// hintUnknown names values of a question that no row has, with the nearest
// known one.
func (a *app) hintUnknown(ctx context.Context, db *store.DB, f store.Filter) error {
	unknown, err := db.Unknowns(ctx, f)
	if err != nil {
		return failed(err, "")
	}
	for _, u := range unknown {
		switch {
		case u.Nearest != "":
			a.say("--%s %q is not known; did you mean %q?", u.Field, u.Value, u.Nearest)
		case len(u.Known) > 0:
			a.say("--%s %q is not known; there are %s", u.Field, u.Value, strings.Join(u.Known, ", "))
		default:
			a.say("--%s %q is not known", u.Field, u.Value)
		}
	}
	return nil
}
