package main

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/trich-vn/trich/corpus"
)

// newTable returns a table for people, with its headings.
func newTable(headings ...string) table.Writer {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format = table.FormatOptions{}
	row := make(table.Row, len(headings))
	for i, h := range headings {
		row[i] = h
	}
	t.AppendHeader(row)
	return t
}

// printRecord prints one article and its facts for a person to read.
func (a *app) printRecord(r *corpus.Record) {
	fmt.Fprintf(a.out, "%s\n", r.Source)
	if r.Article == nil {
		fmt.Fprintf(a.out, "  %s\n\n", a.tr("no article: %s", a.tr(r.Reason)))
		return
	}
	art := r.Article
	fmt.Fprintf(a.out, "  %s\n", art.Title)
	var about []string
	for _, x := range []string{art.Published, art.Byline, art.Province, art.Portal} {
		if x != "" {
			about = append(about, x)
		}
	}
	if len(about) > 0 {
		fmt.Fprintf(a.out, "  %s\n", strings.Join(about, " · "))
	}
	t := newTable(a.tr("kind"), a.tr("quote"), a.tr("value"), a.tr("more"))
	for _, x := range r.Dates {
		t.AppendRow(table.Row{a.tr("date"), clip(x.Text), x.Value, list(inferred(a, x.Inferred), x.Note)})
	}
	for _, x := range r.Counts {
		value := x.Value.String()
		if x.Upper != nil {
			value += "–" + x.Upper.String()
		}
		if x.Of != nil {
			value += "/" + x.Of.String()
		}
		t.AppendRow(table.Row{a.tr("count"), clip(x.Text), value + " " + x.Unit, a.figureNotes(&x.Figure)})
	}
	for _, x := range r.Percentages {
		t.AppendRow(table.Row{a.tr("percentage"), clip(x.Text), x.Value.String() + " %", a.figureNotes(&x.Figure)})
	}
	for _, x := range r.Officials {
		var offices []string
		for _, p := range x.Positions {
			offices = append(offices, strings.TrimSpace(p.Title+" "+p.Organisation))
		}
		t.AppendRow(table.Row{a.tr("official"), clip(x.Text), list(x.Rank, x.Name), clip(strings.Join(offices, "; "))})
	}
	if t.Length() > 0 {
		fmt.Fprintln(a.out, t.Render())
	}
	fmt.Fprintln(a.out)
}

// figureNotes lists what is known of a figure beside its value.
func (a *app) figureNotes(f *corpus.Figure) string {
	var parts []string
	for _, p := range []string{string(f.Bound), string(f.Change), string(f.Status)} {
		if p != "" {
			parts = append(parts, a.tr(p))
		}
	}
	if f.Period != "" {
		parts = append(parts, a.tr("in %s", f.Period))
	}
	if f.Baseline != "" {
		parts = append(parts, a.tr("against %s", f.Baseline))
	}
	return list(append(parts, f.Verb, clip(f.What), f.Area, f.Note)...)
}

func inferred(a *app, what string) string {
	if what == "" {
		return ""
	}
	return a.tr("inferred: %s", a.tr(what))
}

func list(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

// clip cuts a text for a table cell.
func clip(s string) string {
	const most = 60
	s = oneLine(s)
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
