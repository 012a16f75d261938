package main

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	chart "github.com/guptarohit/asciigraph"

	"github.com/trich-vn/trich/store"
)

const (
	chartHeight = 12
	// chartLines is how many provinces a chart tells apart.
	chartLines = 6
	// chartMargin is what the value axis takes of a line.
	chartMargin = 14
	// chartStep is the most columns that one period takes.
	chartStep = 12
)

// lineMarks and lineColours tell the lines of a chart apart; without colour the
// marks alone do.
var (
	lineMarks   = [chartLines]string{"●", "▲", "■", "◆", "+", "×"}
	lineColours = [chartLines]chart.AnsiColor{chart.Blue, chart.Red, chart.Green, chart.Orange, chart.Purple, chart.Teal}
)

// printChart draws the figures of a grid over time: a step a period, since a
// figure holds for all of it, and nothing where there is no figure.
func (a *app) printChart(g *store.Grid, title string) {
	lines := g.Lines()
	if len(lines.Labels) < 2 {
		a.say("no chart: it takes figures of two periods of one length")
		return
	}
	lines.Lines = provincesOf(lines.Lines)
	shown := lines.Lines[:min(len(lines.Lines), chartLines)]
	width := max(columnsOfTerminal()-chartMargin, 20)
	if over := len(lines.Labels) - width; over > 0 {
		lines.Labels = lines.Labels[over:]
		for i := range shown {
			shown[i].Values = shown[i].Values[over:]
		}
	}
	step := min(max(width/len(lines.Labels), 1), chartStep)
	every := (labelWidth(lines.Labels) + step) / step // periods between two labels
	ticks := (len(lines.Labels) + every - 1) / every
	options := []chart.Option{
		chart.Height(chartHeight),
		chart.YAxisValueFormatter(a.axisValue),
		chart.XAxisRange(0, float64(ticks*every)), chart.XAxisTickCount(ticks + 1),
		chart.XAxisValueFormatter(func(x float64) string { return labelAt(lines.Labels, x) }),
	}
	var data [][]float64
	var marks []chart.CharSet
	var legend []string
	for i, l := range shown {
		data = append(data, steps(l.Values, step, ticks*every*step+1))
		marks = append(marks, chart.CreateCharSet(lineMarks[i]))
		legend = append(legend, lineMarks[i]+" "+a.columnName(l.Column))
	}
	options = append(options, chart.SeriesChars(marks...))
	if fromZero(shown) {
		options = append(options, chart.LowerBound(0))
	}
	if a.colour {
		options = append(options, chart.SeriesColors(lineColours[:len(shown)]...))
	}
	fmt.Fprintf(a.out, "\n%s\n\n%s\n\n", a.chartTitle(title, lines.Measure), chart.PlotMany(data, options...))
	for i, name := range legend {
		if a.colour {
			name = lineColours[i].String() + name + chart.Default.String()
		}
		fmt.Fprintf(a.out, "  %s\n", name)
	}
	if n := len(lines.Lines) - len(shown); n > 0 {
		a.say("provinces not drawn: %d; --province chooses", n)
	}
	if lines.Left > 0 {
		a.say("figures of other periods, units or verbs, not drawn: %d; --by and --verb choose", lines.Left)
	}
}

// provincesOf leaves out the country beside provinces: they would lie flat below
// it.
func provincesOf(all []store.Line) []store.Line {
	provinces := slices.DeleteFunc(slices.Clone(all), func(l store.Line) bool { return l.Column.Province == "" })
	if len(provinces) == 0 {
		return all
	}
	return provinces
}

// chartTitle says what a chart shows: the series, the verb, the unit, and the
// reporting year where it is that.
func (a *app) chartTitle(title string, m store.Measure) string {
	about := []string{}
	for _, x := range []string{m.Verb, m.Unit} {
		if x != "" {
			about = append(about, x)
		}
	}
	if m.Basis == "reporting" {
		about = append(about, a.tr("police year from 15 December"))
	}
	return title + " (" + strings.Join(about, ", ") + ")"
}

// columnName names a column of a grid.
func (a *app) columnName(c store.GridColumn) string {
	if c.Province == "" {
		return a.tr(c.String())
	}
	return c.String()
}

// fromZero says that a chart shows enough of the differences when it begins at
// zero.
func fromZero(lines []store.Line) bool {
	low, high := math.Inf(1), math.Inf(-1)
	for _, l := range lines {
		for _, p := range l.Values {
			if p != nil {
				low, high = min(low, p.Value.Float()), max(high, p.Value.Float())
			}
		}
	}
	return low >= 0 && low <= high*2/3
}

// steps lays values out over n columns, width of them a period.
func steps(values []*store.Point, width, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.NaN()
		if k := i / width; k < len(values) && values[k] != nil {
			out[i] = values[k].Value.Float()
		}
	}
	return out
}

// labelAt is the label of the period that begins at x, "" behind the last.
func labelAt(labels []string, x float64) string {
	if i := int(math.Round(x)); i < len(labels) {
		return labels[i]
	}
	return ""
}

func labelWidth(labels []string) int {
	widest := 0
	for _, l := range labels {
		widest = max(widest, len(l))
	}
	return widest + 1
}

// axisValue writes a value of the axis in the user's language.
func (a *app) axisValue(v float64) string {
	for _, scale := range []struct {
		from float64
		name string
	}{{1e9, a.tr("bn")}, {1e6, a.tr("m")}} {
		if math.Abs(v) >= scale.from {
			return a.printer.Sprintf("%.1f", v/scale.from) + " " + scale.name
		}
	}
	if math.Abs(v) < 10 && v != math.Trunc(v) {
		return a.printer.Sprintf("%.2f", v)
	}
	if math.Abs(v) < 1000 && v != math.Trunc(v) {
		return a.printer.Sprintf("%.1f", v)
	}
	return a.printer.Sprintf("%.0f", v)
}

// columnsOfTerminal is the width that COLUMNS gives, else 80.
func columnsOfTerminal() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	return 80
}
