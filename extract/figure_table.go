package extract

import (
	"slices"

	"github.com/trich-vn/trich/internal/vi"
)

// A tableRow is where a row of a table stands, a line of cells parted by "|", and the
// first row of its table, which names the columns.
type tableRow struct {
	first, end   int   // tokens of the row
	head         int   // the first token of the row of names, -1 when there is none
	cells, names []int // where the cells of the row and of the row of names begin, see cellStarts
	name0, name1 int   // its first cell with a word, which names it

	tried int       // the cells looked at for a unit
	unit  apartUnit // the nearest that they told
}

// An apartUnit is what a cell tells of the numbers beside or below it, or a label of those
// behind it.
type apartUnit struct {
	*unit        // nil when it tells none
	power   int  // the power of ten of its scale word
	percent bool // it is a percentage
}

func (u apartUnit) told() bool { return u.unit != nil || u.percent }

// columnMost is the most tokens of the name of a row or a column.
const columnMost = 60

// countCell reads the number that fills a cell of a table: its unit stands in a cell of
// its row ("Diện tích | ha | 1.250"), or in the name of its column: "So cùng kỳ (%)", "Số
// vụ".
func countCell(d *doc, i int) (*mention, int) {
	j := i + d.num.Tokens
	if i < 2 || d.toks[i].Has(vi.Line) || !d.toks[i-1].Is('|') || j < len(d.toks) && !d.toks[j].Has(vi.Line) && !d.toks[j].Is('|') || d.num.Words || d.num.Power > 0 {
		return nil, 0
	}
	row := d.tableRow(i)
	col := row.column(i)
	u := d.columnUnit(row, col)
	if !u.percent && (u.unit == nil || u.class == "time" || isYear(d.toks[i]) && d.num.Tokens == 1) {
		return nil, 0
	}
	m := mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j, cell0: row.name0, cell1: row.name1}
	m.head0, m.head1 = d.columnName(row, col)
	return u.of(d, m)
}

// of reads the number of m, the one at hand, as told in u.
func (u apartUnit) of(d *doc, m mention) (*mention, int) {
	if u.percent {
		m.percentage = true
		d.settle(&m, d.num, "percentage")
		return d.read(m), m.j - m.i
	}
	n := d.num
	if u.power > 0 {
		if n = n.Scaled(u.power); !n.OK {
			return nil, 0
		}
	}
	m.unit, m.class, m.power = u.name, u.class, u.power
	d.settle(&m, n, u.class)
	if !u.scaleBy(&m) {
		return nil, 0
	}
	return d.read(m), m.j - m.i
}

// tableRow returns the row of token i. The last one asked for is kept, and rows are asked
// for in their order: each line above is looked at once.
func (d *doc) tableRow(i int) *tableRow {
	r := &d.row
	if i >= r.first && i < r.end {
		return r
	}
	first := d.lineFirst(i)
	lastFirst, lastHead, lastCells := r.first, r.head, len(r.cells)
	r.cells = cellStarts(r.cells[:0], d, first)
	r.head = -1
	for k := first; k > 0 && r.head < 0; {
		k = d.lineFirst(k - 1)
		if r.end > 0 && k == lastFirst { // it holds a mere number and names no columns
			if lastCells == len(r.cells) {
				r.head = lastHead
			}
			break
		}
		cells, names := d.namesColumns(k)
		if cells != len(r.cells)-1 {
			break
		}
		if names {
			r.head = k
		}
	}
	if r.head >= 0 && (r.head != lastHead || len(r.names) != len(r.cells)) {
		r.names = cellStarts(r.names[:0], d, r.head)
	}
	r.first, r.end = first, r.cells[len(r.cells)-1]-1
	r.name0, r.name1, r.tried, r.unit = 0, 0, 0, apartUnit{}
	for n := 0; n+1 < len(r.cells) && r.name1 == r.name0; n++ {
		if from, to := cell(r.cells, n); d.worded(from, to) {
			r.name0, r.name1 = from, to
		}
	}
	if r.name1-r.name0 > columnMost {
		r.name0, r.name1 = 0, 0
	}
	return r
}

// namesColumns returns how many cells the line has that begins at token k, and whether
// words stand in every one of them, but perhaps the first.
func (d *doc) namesColumns(k int) (cells int, names bool) {
	names, word := true, true
	for i := k; i < len(d.toks) && (i == k || !d.toks[i].Has(vi.Line)); i++ {
		switch t := d.toks[i]; {
		case t.Is('|'):
			names, word = names && word, false
			cells++
		case t.Kind == vi.Word || t.Is('%'):
			word = true
		}
	}
	return cells + 1, names && word
}

// worded reports that there is a word among the tokens [i, j), or a per-cent sign.
func (d *doc) worded(i, j int) bool {
	for ; i < j; i++ {
		if d.toks[i].Kind == vi.Word || d.toks[i].Is('%') {
			return true
		}
	}
	return false
}

// lineFirst returns the first token of the line of token i.
func (d *doc) lineFirst(i int) int {
	for i > 0 && !d.toks[i].Has(vi.Line) {
		i--
	}
	return i
}

// cellStarts appends the first token of each cell of the line that begins at token i, and
// where another cell would begin behind it.
func cellStarts(starts []int, d *doc, i int) []int {
	starts = append(starts, i)
	k := i
	for ; k < len(d.toks) && (k == i || !d.toks[k].Has(vi.Line)); k++ {
		if d.toks[k].Is('|') {
			starts = append(starts, k+1)
		}
	}
	return append(starts, k+1)
}

// cell returns the tokens of the cell with the number n, from 0, of those that begin at
// starts.
func cell(starts []int, n int) (from, to int) { return starts[n], starts[n+1] - 1 }

// column returns how many cells stand before that of token i.
func (r *tableRow) column(i int) int {
	n, found := slices.BinarySearch(r.cells, i)
	if !found {
		n--
	}
	return n
}

// columnName returns the words that name a column, without a unit in brackets; none where
// they are no more than a time or a comparison.
func (d *doc) columnName(r *tableRow, col int) (from, to int) {
	if r.head < 0 {
		return 0, 0
	}
	if from, to = cell(r.names, col); to-from > columnMost {
		return 0, 0
	}
	for k := from; k < to; k++ {
		if d.toks[k].Is('(') {
			to = k
		} else if d.toks[k].Kind == vi.Digits || d.id(k) == d.x.figures.attaches.compare {
			return 0, 0
		}
	}
	if _, n := d.x.figures.units.opening(d, from); from+n >= to {
		return 0, 0
	}
	return from, to
}

// columnUnit returns the unit of the numbers of a row in a column.
func (d *doc) columnUnit(r *tableRow, col int) apartUnit {
	x := d.x.figures
	if r.head < 0 {
		if col < 2 {
			return apartUnit{}
		}
		return x.unitAlone(d, r.cells[col-1], r.cells[col]-1)
	}
	from, to := cell(r.names, col)
	if to-from > columnMost {
		return apartUnit{}
	}
	if u := x.headUnit(d, from, to); u.told() {
		return u
	}
	for k := from; k < to; k++ {
		if id := d.id(k); id == x.attaches.compare || x.words.changes.has(id) || id == x.words.rate {
			return apartUnit{} // "So với cùng kỳ": perhaps per cent, perhaps not
		}
	}
	for r.tried+1 < col {
		r.tried++
		if u := x.unitAlone(d, r.cells[r.tried], r.cells[r.tried+1]-1); u.told() {
			r.unit = u // the nearest before the column
		}
	}
	return r.unit
}

// headUnit returns the unit that the name of a column, the tokens [i, j), tells: in
// brackets at its end, behind "số" at its beginning, or alone.
func (x *figures) headUnit(d *doc, i, j int) apartUnit {
	if i >= j {
		return apartUnit{}
	}
	if d.toks[j-1].Is(')') {
		b := j - 2
		for b > i && !d.toks[b].Is('(') {
			b--
		}
		return x.unitAlone(d, b+1, j-1)
	}
	if d.toks[j-1].Is('%') {
		return apartUnit{percent: true}
	}
	for k := i; k < j && k < i+2; k++ {
		if d.id(k) != x.words.number {
			continue
		}
		if u, n := x.units.at(d, k+1); u != nil && k+1+n <= j && !uncounted[u.class] {
			return apartUnit{unit: u} // "Số vụ", "Tổng số hộ"
		}
	}
	return x.unitAlone(d, i, j)
}

// unitAlone returns the unit that the tokens [i, j) are, with the power of ten of a scale
// word before it, and whether they are a per-cent sign.
func (x *figures) unitAlone(d *doc, i, j int) apartUnit {
	if i >= j {
		return apartUnit{}
	}
	if d.toks[i].Is('%') {
		return apartUnit{percent: j == i+1}
	}
	power, n := x.numbers.OpeningScale(d.toks, i)
	if i += n; i >= j {
		return apartUnit{}
	}
	u, un := x.units.opening(d, i)
	if u == nil || n > 0 && u.power > 0 || d.per(i+un) != j {
		return apartUnit{}
	}
	return apartUnit{unit: u, power: power}
}
