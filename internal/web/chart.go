package web

import (
	"fmt"
	"math"
	"strings"
)

// A chart is a picture of a comparison, drawn by the server: coordinates in
// units of the picture, y downwards.
type chart struct {
	Width, Height            float64
	Left, Right, Top, Bottom float64
	// Grid are the lines across, Labels the periods below.
	Grid, Labels []tick
	// Zero is the height of 0.
	Zero   float64
	Bars   []chartBar
	Lines  []chartLine
	Points []chartPoint
	// Dropped is the number of provinces that the picture has no room for.
	Dropped int
	Legend  []legendKey
	Text    string
}

// A legendKey is a province with the mark that stands for it.
type legendKey struct {
	Text, Class, Path string
}

// A chartBar is a value, or the values of a cell in which articles disagree:
// solid up to the least, open up to the greatest.
type chartBar struct {
	X, Y, Width, Height float64
	Class, Link, Label  string
	Open                bool
	// Value is written above the bar where there is room.
	Value  string
	ValueX float64
	ValueY float64
}

// A chartLine joins neighbouring periods of a province that have one value
// each.
type chartLine struct {
	X1, Y1, X2, Y2 float64
	Class          string
}

// A chartPoint is one value of one article.
type chartPoint struct {
	Path, Class, Link, Label string
	// Open marks a value that others contradict, or that is no exact figure.
	Open bool
}

const (
	maxSeries   = 8
	chartWidth  = 900.0
	chartHeight = 420.0
)

// draw draws the rows of a page.
func (c *call) draw(page *comparePage, g *grid, style string) *chart {
	ch := &chart{Width: chartWidth, Height: chartHeight, Left: 84, Right: chartWidth - 12, Top: 18, Bottom: chartHeight - 44}
	rows := page.Rows[:min(len(page.Rows), maxSeries)]
	ch.Dropped = len(page.Rows) - len(rows)
	low, high, any := 0.0, 0.0, false
	for i, row := range rows {
		key := legendKey{row.Province, row.Class, shape(1, 0, 0)} // bars are squares
		if style != "bar" {
			key.Path = shape(i, 0, 0)
		}
		ch.Legend = append(ch.Legend, key)
		for _, cell := range row.Cells {
			for _, v := range cell.Values {
				any = true
				low, high = min(low, v.Value.Float()), max(high, v.Value.Float())
				if v.Upper != nil {
					high = max(high, v.Upper.Float())
				}
			}
		}
	}
	if !any {
		return nil
	}
	step := niceStep((high - low) / 5)
	low, high = math.Floor(low/step)*step, math.Max(math.Ceil(high/step)*step, step)
	y := func(value float64) float64 { return ch.Bottom - (ch.Bottom-ch.Top)*(value-low)/(high-low) }
	for i := 0; ; i++ {
		value := low + float64(i)*step
		if value > high+step/2 || i > 20 {
			break
		}
		ch.Grid = append(ch.Grid, tick{X: round(y(value)), Text: c.lang.number(plainNumber(value, step))})
	}
	ch.Zero = round(y(0))
	width := (ch.Right - ch.Left) / float64(len(g.periods))
	every := (len(g.periods) + 11) / 12
	for i := range g.periods {
		if i%every == 0 {
			ch.Labels = append(ch.Labels, tick{X: round(ch.Left + width*(float64(i)+.5)), Text: page.Columns[i]})
		}
	}
	if style == "bar" {
		c.drawBars(ch, page, rows, width, y)
	} else {
		c.drawLines(ch, page, rows, width, y, style == "line" && g.by != "any")
	}
	ch.Text = c.lang.say("compare.chart", page.Title)
	return ch
}

// drawBars draws a group of bars a period.
func (c *call) drawBars(ch *chart, page *comparePage, rows []compareRow, width float64, y func(float64) float64) {
	one := min(width*.82/float64(len(rows)), 60)
	roomy := one >= 30
	for r, row := range rows {
		for i, cell := range row.Cells {
			if len(cell.Values) == 0 {
				continue
			}
			x := ch.Left + width*(float64(i)+.5) + one*(float64(r)-float64(len(rows))/2)
			least, greatest := extremes(cell)
			solid := chartBar{X: round(x + 1), Width: round(one - 2), Class: row.Class, Link: least.Fact.Link, Label: c.pointLabel(row, page.Columns[i], least)}
			solid.Y, solid.Height = barOf(y, 0, least.Value.Float())
			top := solid.Y
			ch.Bars = append(ch.Bars, solid)
			if upper := reach(greatest); upper > least.Value.Float() {
				open := solid
				open.Open, open.Link, open.Label = true, greatest.Fact.Link, c.pointLabel(row, page.Columns[i], greatest)
				open.Y, open.Height = barOf(y, least.Value.Float(), upper)
				top = min(top, open.Y)
				ch.Bars = append(ch.Bars, open)
			}
			if roomy {
				last := &ch.Bars[len(ch.Bars)-1]
				last.Value, last.ValueX, last.ValueY = c.shortNumber(least.Value.Float(), least.Value.String()), round(x+one/2), round(top-4)
				if cell.Disagree {
					last.Value += "–" + c.shortNumber(greatest.Value.Float(), greatest.Value.String()) + " ⚠"
				}
			}
		}
	}
}

// drawLines draws a point a value, and lines where they are honest. What
// happened in one year and was detected in the next lies on no line. Periods of different lengths and figures of different things lie on no
// common line: then joined is false.
func (c *call) drawLines(ch *chart, page *comparePage, rows []compareRow, width float64, y func(float64) float64, joined bool) {
	for r, row := range rows {
		var before *compareValue
		for i, cell := range row.Cells {
			x := ch.Left + width*(float64(i)+.5)
			for n := range cell.Values {
				v := &cell.Values[n]
				ch.Points = append(ch.Points, chartPoint{Path: shape(r, x, y(v.Value.Float())), Class: row.Class,
					Link: v.Fact.Link, Label: c.pointLabel(row, page.Columns[i], *v), Open: cell.Disagree || !v.exact()})
			}
			var now *compareValue
			if len(cell.Values) == 1 {
				now = &cell.Values[0]
			}
			if before != nil && now != nil && joined && before.Fact.measured() == now.Fact.measured() {
				ch.Lines = append(ch.Lines, chartLine{round(x - width), round(y(before.Value.Float())), round(x), round(y(now.Value.Float())), row.Class})
			}
			before = now
		}
	}
}

func (c *call) pointLabel(row compareRow, column string, v compareValue) string {
	return fmt.Sprintf("%s, %s: %s %s – %s", row.Province, column, v.Label, v.Fact.Unit, v.Fact.ArticleTitle)
}

func extremes(cell compareCell) (least, greatest compareValue) {
	least, greatest = cell.Values[0], cell.Values[0]
	for _, v := range cell.Values[1:] {
		if v.Value.Float() < least.Value.Float() {
			least = v
		}
		if reach(v) > reach(greatest) {
			greatest = v
		}
	}
	return least, greatest
}

// reach is the greatest value that a figure allows.
func reach(v compareValue) float64 {
	if v.Upper != nil {
		return v.Upper.Float()
	}
	return v.Value.Float()
}

// barOf returns the top and the height of a bar between two values.
func barOf(y func(float64) float64, from, to float64) (top, height float64) {
	top, bottom := y(max(from, to)), y(min(from, to))
	return round(top), round(max(bottom-top, .5))
}

// shape draws the mark of the nth province: colour is not the only difference.
func shape(n int, x, y float64) string {
	const s = 6.0
	var points [][2]float64
	switch n % 4 {
	case 0: // circle
		return fmt.Sprintf("M%.1f %.1fa%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0 %.1f 0z", x-s, y, s, s, 2*s, s, s, -2*s)
	case 1: // square
		points = [][2]float64{{-s, -s}, {s, -s}, {s, s}, {-s, s}}
	case 2: // triangle
		points = [][2]float64{{0, -s - 1}, {s + 1, s}, {-s - 1, s}}
	default: // diamond
		points = [][2]float64{{0, -s - 2}, {s + 2, 0}, {0, s + 2}, {-s - 2, 0}}
	}
	var b strings.Builder
	for i, p := range points {
		command := "L"
		if i == 0 {
			command = "M"
		}
		fmt.Fprintf(&b, "%s%.1f %.1f", command, x+p[0], y+p[1])
	}
	return b.String() + "z"
}

// niceStep is the next of 1, 2, 5, 10 … at or above a step.
func niceStep(step float64) float64 {
	if step <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, f := range []float64{1, 2, 5} {
		if step <= f*power {
			return f * power
		}
	}
	return 10 * power
}

// plainNumber writes a value of the axis with the decimals its step has.
func plainNumber(value, step float64) string {
	decimals := 0
	if step < 1 {
		decimals = int(math.Ceil(-math.Log10(step)))
	}
	return fmt.Sprintf("%.*f", decimals, value)
}

// shortNumber writes a value above its bar: whole thousands of millions would
// not fit.
func (c *call) shortNumber(value float64, exact string) string {
	for _, scale := range []struct {
		from float64
		key  string
	}{{1e9, "scale.billion"}, {1e6, "scale.million"}} {
		if math.Abs(value) >= scale.from {
			return c.lang.say(scale.key, c.lang.number(strings.TrimSuffix(fmt.Sprintf("%.1f", value/scale.from), ".0")))
		}
	}
	return c.lang.number(exact)
}

// round keeps the picture small: tenths are finer than anyone sees.
func round(x float64) float64 { return math.Round(x*10) / 10 }
