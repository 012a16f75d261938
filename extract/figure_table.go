package extract

import "github.com/trich-vn/trich/internal/vi"

// A tableRow is where a row of a table stands, a line of cells parted by "|", and the
// first row of its table, which names the columns.
type tableRow struct {
	first, end int // tokens of the row
	head       int // the first token of the row of names, -1 when there is none
	cells      int
}

// countCell reads the number that fills a cell of a table: its unit stands in a cell of
// its row ("Diện tích | ha | 1.250"), or in the name of its column: "So cùng kỳ (%)", "Số
// vụ".
func countCell(d *doc, i int) (*mention, int) {
	j := i + d.num.Tokens
	if i < 2 || d.toks[i].Has(vi.Line) || !d.toks[i-1].Is('|') || j < len(d.toks) && !d.toks[j].Has(vi.Line) && !d.toks[j].Is('|') || d.num.Words || d.num.Power > 0 {
		return nil, 0
	}
	row := d.tableRow(i)
	m := mention{n0: i, n1: j, i: i, j: j, u0: j, u1: j}
	u, power, percent := d.columnUnit(row, i)
	for n := 0; n < row.cells && m.cell1 == m.cell0; n++ {
		if from, to := d.cell(row.first, n); d.worded(from, to) {
			m.cell0, m.cell1 = from, to
		}
	}
	m.head0, m.head1 = d.columnName(row, i)
	if percent {
		m.percentage = true
		d.settle(&m, d.num, "percentage")
		return d.read(m), j - i
	}
	if u == nil || u.class == "time" || isYear(d.toks[i]) && d.num.Tokens == 1 {
		return nil, 0
	}
	n := d.num
	if power > 0 {
		if n = n.Scaled(power); !n.OK {
			return nil, 0
		}
	}
	m.unit, m.class, m.power = u.name, u.class, power
	d.settle(&m, n, u.class)
	if !u.scaleBy(&m) {
		return nil, 0
	}
	return d.read(m), j - i
}

// tableRow returns the row of token i. The last one asked for is kept.
func (d *doc) tableRow(i int) tableRow {
	if i >= d.row.first && i < d.row.end {
		return d.row
	}
	r := tableRow{first: d.lineFirst(i), head: -1}
	r.end, r.cells = d.lineCells(r.first)
	switch last := d.row; {
	case last.end == r.first && last.cells == r.cells && r.first > 0:
		r.head = last.head
	default:
		for k := r.first; k > 0 && r.head < 0; {
			k = d.lineFirst(k - 1)
			if _, cells := d.lineCells(k); cells != r.cells {
				break
			}
			if d.namesColumns(k, r.cells) {
				r.head = k
			}
		}
	}
	d.row = r
	return r
}

// namesColumns reports that words stand in every cell of the row that begins at token k,
// but perhaps the first.
func (d *doc) namesColumns(k, cells int) bool {
	for n := 1; n < cells; n++ {
		if from, to := d.cell(k, n); !d.worded(from, to) {
			return false
		}
	}
	return true
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

// lineCells returns the end of the line that begins at token i, and how many cells it
// has.
func (d *doc) lineCells(i int) (end, cells int) {
	cells = 1
	for end = i; end < len(d.toks) && (end == i || !d.toks[end].Has(vi.Line)); end++ {
		if d.toks[end].Is('|') {
			cells++
		}
	}
	return end, cells
}

// cell returns the tokens of the cell with the number n, from 0, of the line that begins at
// token i.
func (d *doc) cell(i, n int) (from, to int) {
	end, _ := d.lineCells(i)
	for from = i; from < end && n > 0; from++ {
		if d.toks[from].Is('|') {
			n--
		}
	}
	for to = from; to < end && !d.toks[to].Is('|'); {
		to++
	}
	return from, to
}

// columnName returns the words that name the column of the number at i, without a unit in
// brackets; none where they are no more than a time or a comparison.
func (d *doc) columnName(r tableRow, i int) (from, to int) {
	if r.head < 0 {
		return 0, 0
	}
	from, to = d.cell(r.head, d.column(r, i))
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

// column returns how many cells stand before that of the number at i.
func (d *doc) column(r tableRow, i int) int {
	col := 0
	for k := r.first; k < i; k++ {
		if d.toks[k].Is('|') {
			col++
		}
	}
	return col
}

// columnUnit returns the unit of the number at i in a row of a table, the power of ten of
// its scale word, and whether it is a percentage.
func (d *doc) columnUnit(r tableRow, i int) (u *unit, power int, percent bool) {
	x, col := d.x.figures, d.column(r, i)
	if r.head >= 0 {
		from, to := d.cell(r.head, col)
		if u, power, percent = x.headUnit(d, from, to); u != nil || percent {
			return u, power, percent
		}
		for k := from; k < to; k++ {
			if id := d.id(k); id == x.attaches.compare || x.words.changes.has(id) || id == x.words.rate {
				return nil, 0, false // "So với cùng kỳ": perhaps per cent, perhaps not
			}
		}
	}
	for n := col - 1; n > 0 && (r.head >= 0 || n == col-1); n-- {
		if from, to := d.cell(r.first, n); from < to {
			if u, power, percent = x.unitAlone(d, from, to); u != nil || percent {
				return u, power, percent
			}
		}
	}
	return nil, 0, false
}

// headUnit returns the unit that the name of a column, the tokens [i, j), tells: in
// brackets at its end, behind "số" at its beginning, or alone.
func (x *figures) headUnit(d *doc, i, j int) (u *unit, power int, percent bool) {
	if i >= j {
		return nil, 0, false
	}
	if d.toks[j-1].Is(')') {
		b := j - 2
		for b > i && !d.toks[b].Is('(') {
			b--
		}
		return x.unitAlone(d, b+1, j-1)
	}
	if d.toks[j-1].Is('%') {
		return nil, 0, true
	}
	for k := i; k < j && k < i+2; k++ {
		if d.id(k) != x.words.number {
			continue
		}
		if u, n := x.units.at(d, k+1); u != nil && k+1+n <= j && !uncounted[u.class] {
			return u, 0, false // "Số vụ", "Tổng số hộ"
		}
	}
	return x.unitAlone(d, i, j)
}

// unitAlone returns the unit that the tokens [i, j) are, with the power of ten of a scale
// word before it, and whether they are a per-cent sign.
func (x *figures) unitAlone(d *doc, i, j int) (u *unit, power int, percent bool) {
	if i >= j {
		return nil, 0, false
	}
	if d.toks[i].Is('%') {
		return nil, 0, j == i+1
	}
	power, n := x.numbers.OpeningScale(d.toks, i)
	if i += n; i >= j {
		return nil, 0, false
	}
	u, un := x.units.opening(d, i)
	if u == nil || n > 0 && u.power > 0 || d.per(i+un) != j {
		return nil, 0, false
	}
	return u, power, false
}
