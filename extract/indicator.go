package extract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// indicators gives figures the canonical series they belong to. The table
// data/indicators.tsv is tried from top to bottom: a series fits when the unit
// is one of its units, all phrases of one of its patterns stand among the
// words of the clause, and none of the words it excludes does; or when the
// figure stands beside one of another series that it goes with ("xảy ra 12 vụ
// cháy, làm chết 3 người"). What was planned, what holds for a group and what is
// a part of a figure that has the series already get none.
type indicators struct {
	phrases *vi.Phrases
	texts   []string // by phrase
	first   [][]int  // by phrase: the patterns that begin with it
	rows    []indicator
	byID    map[string]int  // rows
	units   map[string]bool // of all rows
	then    [][]int         // by phrase: the rows that go with others where it is said
	pats    []pattern
	scope   scope
}

type indicator struct {
	id      string
	units   []string // "%" is a percentage
	changes bool     // of percentages only changes
	share   bool     // a share in per cent, not a growth
	each    bool     // told again and again of one time: who was rewarded
	without []int
	beside  []string // the series it goes with
	unless  []int    // what its sentence may not be about
	whole   string   // the series it is one of several kinds of
}

// A pattern is one way to name a series: phrases that all must stand there.
type pattern struct {
	row     int
	phrases []int
}

func newIndicators(v *vi.Vocab, book wordBook) (*indicators, error) {
	x := &indicators{phrases: vi.NewPhrases(v), byID: map[string]int{}, units: map[string]bool{}}
	all, err := Indicators()
	if err != nil {
		return nil, err
	}
	if x.scope, err = newScope(v, book); err != nil {
		return nil, err
	}
	rows, err := vi.ReadTable(vi.Data, "data/indicators.tsv")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if err := x.add(r, all); err != nil {
			return nil, err
		}
	}
	for n := range x.rows {
		row := &x.rows[n]
		row.without, row.unless = x.longer(row.without), x.longer(row.unless)
	}
	x.then = make([][]int, len(x.texts))
	for n, r := range rows {
		for _, f := range x.longer(x.list(r, "then")) {
			x.then[f] = append(x.then[f], n)
		}
	}
	return x, nil
}

// longer adds to a list the phrases that begin with one of it: only the longest
// is found at a place, "trộm cắp tài sản" in place of "trộm cắp".
func (x *indicators) longer(list []int) []int {
	all := slices.Clone(list)
	for _, w := range list {
		for n, text := range x.texts {
			if strings.HasPrefix(text, x.texts[w]+" ") {
				all = append(all, n)
			}
		}
	}
	return all
}

// add enters a row of the table of series.
func (x *indicators) add(r vi.Row, all map[string]Indicator) error {
	row := indicator{
		id: r.Get("id"), units: r.List("units"), beside: r.List("beside"), whole: all[r.Get("id")].Of,
		without: x.list(r, "without"), unless: x.list(r, "unless"),
	}
	switch kind := r.Get("kind"); kind {
	case "":
	case "share":
		row.share = true
	case "each":
		row.each = true
	default:
		return r.Errorf("unknown kind %q", kind)
	}
	row.changes = len(row.units) > 1 && slices.Contains(row.units, "%")
	if len(row.units) == 0 || len(r.List("patterns"))+len(row.beside) == 0 || r.Get("label_vi") == "" || r.Get("label_en") == "" || r.Get("match") == "" {
		return r.Errorf("%s lacks units, patterns, labels or a sentence that matches", row.id)
	}
	if (len(row.beside) == 0) != (len(x.list(r, "then")) == 0) {
		return r.Errorf("%s needs both what it stands beside and what is said then", row.id)
	}
	for _, other := range row.beside {
		if _, known := all[other]; !known {
			return r.Errorf("no series %q", other)
		}
	}
	for _, alt := range r.List("patterns") {
		p := pattern{row: len(x.rows)}
		for part := range strings.SplitSeq(alt, "+") {
			if part = strings.TrimSpace(part); part == "" {
				return r.Errorf("pattern %q has an empty part", alt)
			}
			p.phrases = append(p.phrases, x.phrase(part))
		}
		x.first[p.phrases[0]] = append(x.first[p.phrases[0]], len(x.pats))
		x.pats = append(x.pats, p)
	}
	for _, u := range row.units {
		x.units[u] = true
	}
	x.byID[row.id] = len(x.rows)
	x.rows = append(x.rows, row)
	return nil
}

// list numbers the phrases of a column.
func (x *indicators) list(r vi.Row, column string) []int {
	var list []int
	for _, w := range r.List(column) {
		list = append(list, x.phrase(w))
	}
	return list
}

// phrase numbers a phrase.
func (x *indicators) phrase(s string) int {
	n := len(x.first)
	if old := x.phrases.Add(s, int32(n)); old >= 0 {
		x.phrases.Add(s, old)
		return int(old)
	}
	x.first, x.texts = append(x.first, nil), append(x.texts, s)
	return n
}

func (x *indicators) fill(d *doc) {
	w := d.x.figures.whats
	for k := range d.mentions {
		m := &d.mentions[k]
		changed, own := "", false
		if m.change != "" {
			changed, own = x.changed(d, k)
		}
		if m.indicator = cmp.Or(x.of(d, k, own), changed); m.indicator == "" && m.coordinated && m.carried && k > 0 && d.mentions[k-1].unit == m.unit {
			m.indicator = d.mentions[k-1].indicator
		}
		if m.indicator == "" {
			if p := w.partOfPlace(d, d.mentions, k); p != nil {
				m.indicator = p.indicator
			}
		}
		if m.indicator != "" && x.part(d, k) {
			m.indicator = ""
		}
	}
}

// changed returns the series of the level that mention k changes, and whether
// there is such a level: without one the change has its words from elsewhere.
func (x *indicators) changed(d *doc, k int) (id string, known bool) {
	m := &d.mentions[k]
	if m.percentage {
		return "", k > 0 && d.mentions[k-1].percentage && d.mentions[k-1].sentence == m.sentence && d.mentions[k-1].indicator == "" && d.mentions[k-1].change == ""
	}
	p := d.x.figures.whats.source(d, d.mentions, k)
	if p == nil || p.unit != m.unit || p.change != "" || p.harm != m.harm && (m.harm != 0 || p != &d.mentions[k-1]) {
		return "", false
	}
	for j := k - 1; j >= 0 && &d.mentions[j] != p; j-- {
		if q := &d.mentions[j]; q.class == m.class && q.change == "" && !q.percentage && q.harm == m.harm {
			return "", true // "cho 1.830 lao động, tăng 440 người"
		}
	}
	if p.indicator == "" || x.denies(d, k, p.indicator) {
		return "", true
	}
	return p.indicator, true
}

// denies reports that the own words of mention k are none of a series: "tử vong"
// of the injured.
func (x *indicators) denies(d *doc, k int, id string) bool {
	var buf [foundMost]int
	return meet(x.rows[x.byID[id]].without, x.find(d, buf[:0], x.window(d, k)))
}

// foundMost is how many phrases of the table are looked at around a figure.
const foundMost = 32

// of returns the series that mention k belongs to, "" when the table has none.
// own asks for its own words alone, not those it shares with other figures.
func (x *indicators) of(d *doc, k int, own bool) string {
	m := &d.mentions[k]
	unit := m.unit
	if m.percentage {
		unit = "%"
	}
	if !x.units[unit] {
		return ""
	}
	window, c := x.window(d, k), m.clause
	c.r1 = min(c.r1, max(c.r0, x.anew(d, c.r0, c.r1)))
	var buf [foundMost]int
	found := x.find(d, buf[:0], window)
	near := len(found)
	if !own {
		for _, r := range [...][2]int{{c.l0, c.l1}, {c.m0, c.m1}, {c.r0, c.r1}, x.shared(d, k)} {
			if !m.percentage || r[1] > m.i || !x.closed(d, k, r[1]) {
				found = x.find(d, found, r)
			}
		}
	}
	best, several := x.named(d, k, found, unit)
	if several {
		return ""
	}
	for _, f := range found[:near] {
		for _, n := range x.then[f] {
			if row := &x.rows[n]; n < best && x.allows(d, k, row, found[:near], unit) && x.goesWith(d, k, row) {
				best = n
			}
		}
	}
	if best == len(x.rows) && !m.percentage {
		best, several = x.named(d, k, x.find(d, found, x.heading(d, m)), unit)
	}
	if several || best == len(x.rows) || x.scope.excludes(d, k) {
		return ""
	}
	return x.rows[best].id
}

// named returns the first row of which a pattern was found, the number of rows
// when there is none. several says that the figure is one of several kinds.
func (x *indicators) named(d *doc, k int, found []int, unit string) (best int, several bool) {
	kind := ""
	best = len(x.rows)
	for _, f := range found {
		for _, n := range x.first[f] {
			p := &x.pats[n]
			row := &x.rows[p.row]
			if p.row == best || !x.allows(d, k, row, found, unit) || !x.holds(p, found) {
				continue
			}
			if row.whole != "" && best < len(x.rows) && kind == row.whole {
				return best, true
			}
			if p.row < best {
				best, kind = p.row, row.whole
			}
		}
	}
	return best, false
}

// The most tokens of a heading, and how far into its paragraph it holds.
const (
	namedMost  = 24
	namedReach = 120
)

// heading returns the line before that of m, when it is a heading: short, with a
// number before it or a colon behind it, and without figures. "4. Số vụ phạm tội về
// ma túy:" and below it "Toàn quốc xảy ra 1.949 vụ".
func (x *indicators) heading(d *doc, m *mention) [2]int {
	end := m.i
	for end > 0 && !d.toks[end].Has(vi.Line) {
		if end--; end < m.i-namedReach {
			return [2]int{}
		}
	}
	if end == 0 {
		return [2]int{}
	}
	i := end - 1
	for i > 0 && !d.toks[i].Has(vi.Line) {
		if i--; i < end-namedMost {
			return [2]int{}
		}
	}
	if !d.toks[end-1].Is(':') && (d.toks[i].Kind != vi.Digits || !d.toks[i+1].Is('.')) {
		return [2]int{}
	}
	for k := i; k < end; k++ {
		if d.figureAt(k) {
			return [2]int{}
		}
	}
	return [2]int{i, end}
}

// closed reports that a semicolon stands between token i, before the figure
// before, and mention k: a rate behind it has words of its own.
func (x *indicators) closed(d *doc, k, i int) bool {
	if k == 0 || i > d.mentions[k-1].j {
		return false
	}
	for n := d.mentions[k-1].j; n < d.mentions[k].i; n++ {
		if d.toks[n].Is(';') {
			return true
		}
	}
	return false
}

// find adds the phrases of the table that stand in a range of tokens.
func (x *indicators) find(d *doc, found []int, r [2]int) []int {
	for k := r[0]; k < min(r[1], r[0]+60) && len(found) < foundMost; k++ {
		if p, n := x.phrases.Longest(d.toks, k); n > 0 && k+n <= r[1] && !slices.Contains(found, int(p)) {
			found = append(found, int(p))
		}
	}
	return found
}

// shared returns the words behind the figure joined to mention k, which are said
// of both: "9 tập thể, 36 cá nhân được tặng giấy khen".
func (x *indicators) shared(d *doc, k int) [2]int {
	if k+1 == len(d.mentions) {
		return [2]int{}
	}
	m, next := &d.mentions[k], &d.mentions[k+1]
	if !next.coordinated || next.sentence != m.sentence || next.change != m.change || m.clause.right() && m.clause.r0 < next.i {
		return [2]int{}
	}
	return [2]int{next.j, x.window(d, k+1)[1]}
}

// How many tokens of its clause are looked at on either side of a figure.
const (
	windowLeft  = 16
	windowRight = 24
)

// window returns the tokens of mention k's own clause: up to the figures beside
// it or a semicolon, behind what is said of the figure before it, on the right up
// to a comma.
func (x *indicators) window(d *doc, k int) [2]int {
	m := &d.mentions[k]
	s := d.sents[m.sentence]
	i, j := m.i, max(m.j, m.clause.r1)
	for i > s.First && i > m.i-windowLeft && !d.figureAt(i-1) && !d.toks[i-1].Is(';') && !d.toks[i-1].Is('…') {
		i--
	}
	if k > 0 {
		if p := &d.mentions[k-1]; i <= p.j && p.sentence == m.sentence {
			for n := p.j; n < m.i; n++ {
				if d.toks[n].Is(',') || d.id(n) == x.scope.and {
					i = n // what stands before belongs to the figure before
					break
				}
			}
		}
	}
	for j < s.End && j < m.j+windowRight && (d.owners[j] == free || d.owners[j] == ownDate) && !d.toks[j].Is(';') && !x.passes(d, k, j) {
		j++
	}
	return [2]int{i, x.anew(d, m.j, j)}
}

// anew returns where in [i, j) a clause with an agent of its own begins, j when
// none does: "21 vụ trọng án và lực lượng Công an đã khám phá 20 vụ".
func (x *indicators) anew(d *doc, i, j int) int {
	for k := i; k < j; k++ {
		if d.id(k) == x.scope.and && x.acted(d, k, min(k+5, len(d.toks))) {
			return k
		}
	}
	return j
}

// ofOther reports that mention k is told out of a count of another series than
// the row's whole: "21 vụ trọng án …, khám phá được 21/21 vụ".
func (x *indicators) ofOther(d *doc, k int, row *indicator) bool {
	m := &d.mentions[k]
	if !m.hasOf || row.whole == "" {
		return false
	}
	for j := k - 1; j >= 0 && j >= k-besideMost && d.mentions[j].sentence == m.sentence; j-- {
		if p := &d.mentions[j]; p.indicator != "" && p.indicator != row.whole && p.unit == m.unit && p.value.Cmp(m.of) == 0 {
			return true
		}
	}
	return false
}

// passes reports that the comma or the "và" at token j ends the words of mention k:
// it does not where a phrase of the table follows, and no figure of its own:
// "12 vụ buôn lậu, gian lận thương mại".
func (x *indicators) passes(d *doc, k, j int) bool {
	next := len(d.toks)
	if k+1 < len(d.mentions) {
		next = d.mentions[k+1].i
	}
	if d.id(j) == x.scope.and {
		return next > j && (next-j <= 4 || next-j <= 7 && next < len(d.toks) && d.mentions[k].percentage && d.mentions[k+1].percentage)
	}
	if !d.toks[j].Is(',') {
		return false
	}
	_, n := x.phrases.Longest(d.toks, j+1)
	return n == 0 || next > j && next-j-n <= 6
}

// allows reports that a figure of the unit among the phrases found can be one of
// the series.
func (x *indicators) allows(d *doc, k int, row *indicator, found []int, unit string) bool {
	m := &d.mentions[k]
	switch {
	case !slices.Contains(row.units, unit), m.percentage && row.changes && m.change == "", row.share && x.scope.relative(d, k):
		return false
	}
	return !meet(row.without, found) && !x.about(d, m, row) && !x.ofOther(d, k, row)
}

// holds reports that all phrases of a pattern were found.
func (x *indicators) holds(p *pattern, found []int) bool {
	for _, w := range p.phrases {
		if !slices.Contains(found, w) {
			return false
		}
	}
	return true
}

// meet reports that two lists have a phrase in common.
func meet(a, b []int) bool {
	return slices.ContainsFunc(a, func(w int) bool { return slices.Contains(b, w) })
}
