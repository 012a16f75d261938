package main

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
)

func (a *app) explainCommand() *cobra.Command {
	var in inputFlags
	cmd := &cobra.Command{
		Use:   "explain PATH|URL|-…",
		Short: a.tr("show which rule found what, where, and what was rejected"),
		Long: a.tr("Prints every fact of the documents with the rule that found it and its sentence, and every place that looks like a fact " +
			"and is none (a decree number, a phone, an impossible date) with the reason."),
		Example: "  trich explain article.html",
		Args:    a.minArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.reader(&in)
			if err != nil {
				return err
			}
			p.explain = true
			for d := range p.records(cmd.Context(), a.pages(cmd.Context(), args, &in)) {
				if d.err != nil {
					a.report(d.err)
					continue
				}
				a.printExplanation(d.record)
			}
			return cmd.Context().Err()
		},
	}
	a.addInputFlags(cmd, &in)
	return cmd
}

// A reading is one line of an explanation.
type reading struct {
	corpus.Source
	kind, value string
}

func (a *app) printExplanation(r *corpus.Record) {
	fmt.Fprintf(a.out, "%s\n", r.Source)
	if r.Article == nil {
		fmt.Fprintf(a.out, "  %s\n\n", a.tr("no article: %s", a.tr(r.Reason)))
		return
	}
	fmt.Fprintf(a.out, "  %s\n  %s\n", r.Article.Title, a.tr("taken out by: %s", r.Article.Method))
	var lines []reading
	for _, x := range r.Dates {
		lines = append(lines, reading{x.Source, a.tr("date"), x.Value})
	}
	for _, x := range r.Counts {
		lines = append(lines, reading{x.Source, a.tr("count"), list(x.Value.String()+" "+x.Unit, a.figureNotes(&x.Figure))})
	}
	for _, x := range r.Percentages {
		lines = append(lines, reading{x.Source, a.tr("percentage"), list(x.Value.String()+" %", a.figureNotes(&x.Figure))})
	}
	for _, x := range r.Officials {
		lines = append(lines, reading{x.Source, a.tr("official"), x.Name})
	}
	for _, x := range append(r.Invalid, r.Guards...) {
		lines = append(lines, reading{x.Source, "✗ " + a.tr(x.Kind), x.Reason})
	}
	slices.SortStableFunc(lines, func(x, y reading) int { return cmp.Compare(x.Start, y.Start) })
	t := newTable(a.tr("place"), a.tr("kind"), a.tr("rule"), a.tr("quote"), a.tr("value"))
	for _, l := range lines {
		t.AppendRow(table.Row{fmt.Sprintf("%d–%d", l.Start, l.End), l.kind, l.Rule, clip(l.Text), clip(l.value)})
	}
	if t.Length() > 0 {
		fmt.Fprintln(a.out, t.Render())
	}
	fmt.Fprintln(a.out)
}
