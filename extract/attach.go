package extract

import (
	"fmt"
	"strings"
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// attaches finds the time each figure covers and the time it is compared with.
//
// The period of a figure is the nearest date on its left in the sentence, else
// one on its right in the same clause, else the last of the paragraph, else
// the period that an earlier paragraph or the title reports on. Dates of
// documents, births and comparisons are none.
type attaches struct {
	compare, with, same, term         vi.ID // so, với, cùng, kỳ
	plan, none                        wordSet
	born                              wordSet
	before                            wordSet // trước, ngoái, qua
	week, month, quarter, year, until vi.ID
	sum                               wordSet // lũy kế, tính: sums up from the year's start
	duty, start, equals               vi.ID   // nhiệm; đầu; bằng
	during                            wordSet // trong, của: before a term of office
	whole, of                         vi.ID   // toàn, của
	apply0, apply1                    vi.ID   // áp dụng
	time0, time1                      vi.ID   // thời điểm
	at                                wordSet // tại, ở
	beside, bridge                    wordSet // bằng, hơn, vượt; cả, mức, của
	within                            wordSet // trong đó, riêng
	lasting, counted                  wordSet // trong, sau: before "9 tháng"; ước, đạt: behind it
	summed                            wordSet // chung, kế: before it, of a sum
}

func newAttaches(v *vi.Vocab, book wordBook) *attaches {
	return &attaches{
		compare: v.Add("so"), with: v.Add("với"), same: v.Add("cùng"), term: v.Add("kỳ"),
		plan:   book.set("date.plans"),
		none:   book.set("compare.no-time"),
		born:   book.set("date.of-birth"),
		before: book.set("date.before"),
		week:   v.Add("tuần"), month: v.Add("tháng"), quarter: v.Add("quý"), year: v.Add("năm"), until: v.Add("đến"),
		sum:   book.set("date.sums-up"),
		time0: v.Add("thời"), time1: v.Add("điểm"), duty: v.Add("nhiệm"), start: v.Add("đầu"), equals: v.Add("bằng"), during: book.set("term.during"), apply0: v.Add("áp"), apply1: v.Add("dụng"), whole: v.Add("toàn"), of: v.Add("của"), at: book.set("place.at"),
		beside: book.set("compare.beside"), bridge: book.set("compare.bridge"), within: book.set("sentence.parts"),
		lasting: book.set("months.lasting"), counted: book.set("months.counted"), summed: book.set("months.summed"),
	}
}

// A timeline is where attaches stands in the article: the dates before the
// figure at hand.
type timeline struct {
	next      int // the first date not yet passed
	line      int // the token at which the paragraph begins
	paragraph int // index of its last reporting date, -1 none
	carried   int // last date of an earlier paragraph that is a period
	first     int // the first period of the article
	lines     int // tokens looked at for line ends
	short     int // the token behind the last short form of a period, 0 none
	shortLine int // the line it stands in
	months    string
}

// datesBack is how many dates of a sentence are looked through.
const datesBack = 12

func (x *attaches) fill(d *doc) {
	ms := d.mentions
	for k := range ms {
		ms[k].p0, ms[k].p1 = x.place(d, &ms[k])
	}
	tl := timeline{paragraph: -1, carried: -1, first: x.reported(d)}
	for k := range ms {
		m := &ms[k]
		x.advance(d, &tl, m.i)
		m.next = tl.next
		m.period = x.period(d, &tl, m)
		if k > 0 && m.period == "" {
			if p := &ms[k-1]; p.sentence == m.sentence {
				m.period = p.period
			}
		}
		if m.change != "" && k > 0 {
			if p := d.x.figures.whats.source(d, ms, k); p != nil && p.period != "" && !x.dated(d, &ms[k-1], m) && tl.short <= ms[k-1].j {
				m.period = p.period
			}
		}
		x.monthly(d, ms, k)
		m.base = x.baseline(d, ms, k)
		if m.base == "" && m.change != "" {
			m.base = x.goesOn(d, ms, k)
		}
		if k > 0 && m.base == "" && (m.carried || m.change != "" && x.repeats(d, &ms[k-1], m)) {
			m.base = ms[k-1].base
		}
	}
	x.titles(d, tl.first)
}

// changesBack is how many figures are gone back over to the change whose
// comparison holds for another.
const changesBack = 8

// goesOn returns the time that the change ms[k] is compared with as one of those
// before it in its sentence, or in the one before whose parts it lists: "lưu trú
// tăng 21% so với cùng kỳ; ăn uống tăng 17%". "" when there is none.
func (x *attaches) goesOn(d *doc, ms []mention, k int) string {
	m := &ms[k]
	first := d.sents[m.sentence].First
	parts := x.within.has(d.id(first)) && !d.toks[first].Has(vi.Line)
	for j := k - 1; j >= 0 && j >= k-changesBack; j-- {
		p := &ms[j]
		if p.sentence < m.sentence && (!parts || p.sentence < m.sentence-1) {
			break
		}
		if p.base != "" && p.period == m.period && (p.change != "" || p.percentage) && p.percentage == m.percentage {
			return p.base
		}
	}
	for j := k - 1; j >= 0 && j >= k-changesBack && !x.lineBetween(d, ms[j].j, m.i); j-- {
		if p := &ms[j]; p.change != "" && p.base != "" && m.period != "" && p.base == shiftYears(p.period, -1) {
			return shiftYears(m.period, -1) // in the same paragraph, all against the same time a year ago
		}
	}
	return ""
}

// lineBetween reports that a line begins in [i, j].
func (x *attaches) lineBetween(d *doc, i, j int) bool {
	for ; i <= j; i++ {
		if d.toks[i].Has(vi.Line) {
			return true
		}
	}
	return false
}

// monthly narrows the period of a change against the month before to the last
// month of the months it lies in, and that of what is joined to it: "ước tăng 9%
// so với tháng trước và tăng 12% so với cùng kỳ" in a report on five months.
func (x *attaches) monthly(d *doc, ms []mention, k int) {
	m := &ms[k]
	if m.change == "" || strings.HasSuffix(m.period, "..") {
		return
	}
	if k > 0 && ms[k-1].monthly && ms[k-1].sentence == m.sentence && !x.dated(d, &ms[k-1], m) {
		m.period, m.monthly = ms[k-1].period, true
		return
	}
	at := x.comparisonAfter(d, ms, k)
	if at < 0 {
		return
	}
	j := at + 1
	if d.id(j) == x.with {
		j++
	}
	if d.id(j) != x.month || !x.before.has(d.id(j+1)) {
		return
	}
	if _, last, ok := spanOf(m.period); ok && !isMonth(m.period) {
		m.period, m.monthly = last.Format("2006-01"), true
	}
}

// spanOf returns the first and the last day of a period of months.
func spanOf(v string) (first, last time.Time, ok bool) {
	a, b, two := strings.Cut(v, "/")
	if !two {
		return ends(v)
	}
	first, _, ok = ends(a)
	_, last, ok2 := ends(b)
	return first, last, ok && ok2
}

// repeats reports that m says the change of p once more in a bracket behind it:
// "giảm 256 vụ so với cùng kỳ 2019 (giảm 6,96%)".
func (x *attaches) repeats(d *doc, p, m *mention) bool {
	return p.change == m.change && p.sentence == m.sentence && m.i > 0 && d.toks[m.i-1].Is('(')
}

// dated reports that an own date stands between two mentions.
func (x *attaches) dated(d *doc, p, m *mention) bool {
	from := p.j
	if p.sentence != m.sentence {
		from = d.sents[m.sentence].First
	}
	for k := from; k < m.i; k++ {
		if d.owners[k] == ownDate && (k == 0 || d.owners[k-1] != ownDate) && !x.comparedAt(d, k) {
			return true
		}
	}
	return false
}

// advance moves tl over the dates and line ends before token i.
func (x *attaches) advance(d *doc, tl *timeline, i int) {
	for {
		at := i + 1
		if tl.next < len(d.dates) {
			at = d.dates[tl.next].i
		}
		stop := min(at, i)
		for ; tl.lines <= stop && tl.lines < len(d.toks); tl.lines++ {
			if d.toks[tl.lines].Has(vi.Line) {
				if tl.paragraph >= 0 {
					if !isDay(&d.dates[tl.paragraph]) || x.flashback(d, tl.line) {
						tl.carried = tl.paragraph
					}
					tl.paragraph = -1
				}
				tl.line = tl.lines
			}
		}
		if at >= i {
			return
		}
		if x.reports(d, tl.next) && !x.planned(d, tl.next) && !x.background(d, tl.next) && !x.point(d, tl.next) {
			tl.paragraph = tl.next
		}
		tl.next++
	}
}

// flashback reports that the paragraph at token i tells of an earlier day, which
// the next paragraph goes on with: "Trước đó, ngày 21-5, …".
func (x *attaches) flashback(d *doc, i int) bool {
	return x.before.has(d.id(i)) && d.id(i+1) == d.x.figures.whats.among
}

// reports says that date k can be the time that figures cover.
func (x *attaches) reports(d *doc, k int) bool {
	t := &d.dates[k]
	if t.Rule == "date.birth-year" || x.comparedAt(d, t.i) {
		return false
	}
	for j := t.i - 1; j >= 0 && j >= t.i-2 && !d.toks[j+1].Has(vi.Line); j-- {
		if d.owners[j] == ownGuard || x.born.has(d.id(j)) {
			return false
		}
	}
	for j := t.i - 1; j > 0 && j > t.i-5 && d.toks[j].Kind == vi.Word; j-- {
		if d.id(j) == x.apply1 && d.id(j-1) == x.apply0 {
			return false // the time of a norm: "chuẩn nghèo áp dụng giai đoạn 2021 - 2025"
		}
	}
	if d.id(t.i) == x.duty && !x.opensTerm(d, t.i) || d.id(t.i-1) == x.term && d.id(t.i-2) == x.duty && !x.opensTerm(d, t.i-2) {
		return false // "HĐND khóa I, nhiệm kỳ 2021 - 2026 thông qua 5 nghị quyết"
	}
	return !x.samePeriod(d, t.i, t.j)
}

// opensTerm reports that the term of office at token i says when something was
// done: it opens the sentence, or "trong", "qua" stand before it.
func (x *attaches) opensTerm(d *doc, i int) bool {
	return i == 0 || d.opens(i) && !d.toks[i-1].Is(',') || x.during.has(d.id(i-1)) || d.toks[i-1].Is('(')
}

// samePeriod reports that "cùng kỳ" stands in or right before [i, j).
func (x *attaches) samePeriod(d *doc, i, j int) bool {
	for k := max(i-2, 0); k < j; k++ {
		if d.id(k) == x.same && d.id(k+1) == x.term {
			return true
		}
	}
	return false
}

// comparedAt reports that token i stands in "so với …", or in another
// comparison: "bằng cả năm 2017", "vượt mức tăng của năm ngoái".
func (x *attaches) comparedAt(d *doc, i int) bool {
	of := false
	for k := i - 1; k >= 0 && k > i-10 && d.toks[k].Kind == vi.Word && !d.toks[k+1].Has(vi.Line); k-- {
		if x.beside.has(d.id(k)) {
			return true
		}
		of = of || d.id(k) == x.of
		if !of && !x.bridge.has(d.id(k)) && d.owners[k] != ownDate {
			break
		}
	}
	for k := i; k >= 0 && k > i-5 && !d.toks[k].Has(vi.Line); k-- {
		if d.toks[k].Kind == vi.Punct && d.owners[k] != ownDate {
			break
		}
		if d.id(k) == x.compare {
			return true // "so với năm 2023", "so vụ Đông xuân 2023", "giá so sánh 2010"
		}
	}
	return false
}

// background reports that date k only tells since when things have been as
// they are: an open time behind the words of its clause ("… kéo dài kể từ đầu
// năm 2023").
func (x *attaches) background(d *doc, k int) bool {
	t := &d.dates[k]
	if !strings.HasSuffix(t.Value, "..") {
		return false
	}
	words := 0
	for j := t.i - 1; j >= 0 && !d.toks[j+1].Has(vi.Line) && words < 6; j-- {
		if d.toks[j].Kind != vi.Word {
			return false
		}
		words++
	}
	return words >= 6
}

// point reports that date k tells on which day one figure was counted: "tổng đàn
// lợn tại thời điểm 1/4 là …".
func (x *attaches) point(d *doc, k int) bool {
	i := d.dates[k].i
	return i > 2 && d.id(i-1) == x.time1 && d.id(i-2) == x.time0 && x.at.has(d.id(i-3))
}

// marked reports that a comma or a semicolon stands in [i, j).
func (x *attaches) marked(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.toks[i].Is(',') || d.toks[i].Is(';') {
			return true
		}
	}
	return false
}

// parted reports that a semicolon stands in [i, j).
func (x *attaches) parted(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.toks[i].Is(';') {
			return true
		}
	}
	return false
}

// planned reports that date k tells when something is to be done: "nhiệm vụ
// năm 2025".
func (x *attaches) planned(d *doc, k int) bool {
	i := d.dates[k].i
	if p := d.art.Published; len(p) == len(time.DateOnly) && d.dates[k].First > p {
		return true
	}
	for j := i - 1; j >= 0 && j > i-6 && !d.toks[j].Has(vi.Line); j-- {
		if d.toks[j].Kind == vi.Punct {
			return false
		}
		if x.plan.has(d.id(j)) && !x.sum.has(d.id(j-1)) {
			return true
		}
	}
	return false
}

func isDay(t *dateAt) bool { return t.First == t.Last && t.First != "" }

// reported returns the period the article as a whole reports on: the first
// that stands in the title or the first lines and is no plan.
func (x *attaches) reported(d *doc) int {
	lines, at, day := 0, 0, -1
	for k := range d.dates {
		for ; at <= d.dates[k].i; at++ {
			if d.toks[at].Has(vi.Line) {
				lines++
			}
		}
		if lines > 4 || k > 50 {
			break
		}
		if !x.reports(d, k) || x.planned(d, k) || lines > 2 && strings.HasSuffix(d.dates[k].Value, "..") {
			continue // "since …" in the text covers what stands beside it
		}
		if !isDay(&d.dates[k]) {
			return k
		}
		if day < 0 && lines > 1 {
			day = k
		}
	}
	return day
}

func (x *attaches) period(d *doc, tl *timeline, m *mention) string {
	from := d.sents[m.sentence].First
	left := -1
	for k := tl.next - 1; k >= 0 && k >= tl.next-datesBack && d.dates[k].i >= from; k-- {
		if d.dates[k].j <= m.i && x.reports(d, k) && !(x.point(d, k) && x.parted(d, d.dates[k].j, m.i)) {
			left = k
			break
		}
	}
	right := -1
	if months := x.shortOf(d, tl, m, left); months != "" {
		return months
	}
	if left < 0 || isDay(&d.dates[left]) {
		right = x.after(d, tl.next, m)
	}
	if next := x.after(d, tl.next, m); next >= 0 && left >= 0 && d.dates[next].i <= m.j+1 && !isDay(&d.dates[next]) {
		return x.value(d, next) // "từ 26% năm 2015 giảm còn 20% vào năm 2017"
	}
	switch {
	case left >= 0 && (right < 0 || isDay(&d.dates[right])):
		if tl.first >= 0 && x.untilEnd(d, left, tl.first) {
			left = tl.first
		}
		return x.value(d, left)
	case right >= 0:
		return x.value(d, right)
	case tl.short > 0 && tl.shortLine == tl.line && (tl.paragraph < 0 || d.dates[tl.paragraph].j <= tl.short):
		return tl.months
	case tl.paragraph >= 0:
		return x.value(d, tl.paragraph)
	case tl.carried >= 0:
		return x.value(d, tl.carried)
	case tl.first >= 0 && d.dates[tl.first].j <= m.i:
		return x.value(d, tl.first)
	}
	return ""
}

// shortOf reads the short form of a period nearer to m than the date left: in a
// report on the first six months of 2024, "thu ngân sách 6 tháng đạt …" is about
// these six, and "9 tháng ước đạt" about the first nine of the year reported on.
// It returns "" when there is none.
func (x *attaches) shortOf(d *doc, tl *timeline, m *mention, left int) string {
	from := d.sents[m.sentence].First
	if left >= 0 {
		from = max(from, d.dates[left].j)
	}
	if tl.short > from {
		return tl.months
	}
	for k := m.i - 2; k >= from && k > m.i-16; k-- {
		if d.toks[k+1].Is(';') {
			break
		}
		v, ok := d.toks[k].Value()
		if !ok || d.owners[k] != free || d.id(k+1) != x.month || d.owners[k+1] != free {
			continue
		}
		if months := x.firstOf(d, tl, k, v); months != "" {
			tl.short, tl.shortLine, tl.months = k+2, tl.line, months
			return months
		}
	}
	return ""
}

// untilEnd reports that date k is the last day of the period p, counted up to:
// "tính đến hết ngày 30/9" in a report on nine months.
func (x *attaches) untilEnd(d *doc, k, p int) bool {
	t := &d.dates[k]
	if !isDay(t) || d.dates[p].Last != t.Last || isDay(&d.dates[p]) {
		return false
	}
	until, sum := x.sumsUntil(d, t.i)
	return until && sum
}

// sumsUntil reports that "đến" and that "tính" or "lũy kế" stand right before
// token i.
func (x *attaches) sumsUntil(d *doc, i int) (until, sum bool) {
	for j := i; j >= 0 && j > i-6; j-- {
		until = until || d.id(j) == x.until
		sum = sum || x.sum.has(d.id(j))
		if d.toks[j].Has(vi.Line) {
			break
		}
	}
	return until, sum
}

// firstOf returns the period that "N tháng" at token k names, "" when it tells
// how long something took.
func (x *attaches) firstOf(d *doc, tl *timeline, k, n int) string {
	if n < 2 || n > 11 {
		return ""
	}
	if n == x.firstMonths(d, tl.first) {
		return x.value(d, tl.first)
	}
	if k == 0 || d.toks[k].Has(vi.Line) || x.lasting.has(d.id(k-1)) {
		return ""
	}
	if k+2 < len(d.toks) && !x.counted.has(d.id(k+2)) && !x.summed.has(d.id(k-1)) {
		return ""
	}
	year := yearOf(d.art.Published)
	if tl.first >= 0 && d.dates[tl.first].First != "" {
		year = yearOf(d.dates[tl.first].First)
	}
	switch {
	case year == "":
		return ""
	case n == 6:
		return year + "-H1"
	}
	return fmt.Sprintf("%s-01/%s-%02d", year, year, n)
}

// firstMonths returns how many months from the year's start date k covers, 0
// when it is another time or the whole year.
func (x *attaches) firstMonths(d *doc, k int) int {
	if k < 0 {
		return 0
	}
	t := &d.dates[k]
	if len(t.First) < 10 || len(t.Last) < 10 || t.First[:4] != t.Last[:4] || t.First[5:] != "01-01" || t.Last[5:7] == "12" {
		return 0
	}
	return atoi(t.Last[5:7])
}

// after returns the first reporting date behind m in the same clause, -1 when
// there is none.
func (x *attaches) after(d *doc, next int, m *mention) int {
	end := d.sents[m.sentence].End
	for k := next; k < len(d.dates) && d.dates[k].i < end && d.dates[k].i < m.j+30; k++ {
		if d.dates[k].i < m.j || !x.reports(d, k) {
			continue
		}
		for j := m.j; j < d.dates[k].i; j++ {
			if d.toks[j].Is(';') {
				return -1
			}
		}
		return k
	}
	return -1
}

// value returns the value of date k, as a period: "lũy kế đến hết tháng 6 năm
// 2019" covers the months from January.
func (x *attaches) value(d *doc, k int) string {
	t := &d.dates[k]
	if isMonth(t.Value) {
		if until, sum := x.sumsUntil(d, t.i); until && sum {
			return t.Value[:4] + "-01/" + t.Value
		}
	}
	return dayOnly(t.Value)
}

// isMonth reports that v is one month: 2006-01.
func isMonth(v string) bool {
	return len(v) == len("2006-01") && v[4] == '-' && v[5] != 'Q' && v[5] != 'H'
}

// dayOnly drops the time of day: a figure covers days.
func dayOnly(v string) string {
	if i := strings.IndexByte(v, 'T'); i > 0 && !strings.Contains(v, "/") {
		return v[:i]
	}
	return v
}

// place returns where the figure holds, as printed: the nearest "tại", "ở" or
// "trên địa bàn" with a place on its left in the sentence, or "toàn tỉnh".
func (x *attaches) place(d *doc, m *mention) (i, j int) {
	from := d.sents[m.sentence].First
	w := d.x.figures.whats
	for k := m.i - 2; k >= from && k > m.i-40; k-- {
		id := d.id(k)
		if d.toks[k].Is(';') {
			return 0, 0
		}
		n := w.area(d, k+1)
		switch {
		case id == x.whole && n > 0:
			return k, x.placeEnd(d, k+1+n, m.i)
		case !x.at.has(id) && (id != w.ban || d.id(k-1) != w.dia):
			continue
		}
		if d.id(k+1) == x.whole {
			n = 1 + w.area(d, k+2)
		}
		e := x.placeEnd(d, k+1+n, m.i)
		if n > 0 || e > k+1 {
			return k + 1, e
		}
	}
	return 0, 0
}

// placeEnd goes over the capitals of a place name.
func (x *attaches) placeEnd(d *doc, k, to int) int {
	for k < to && d.toks[k].Kind == vi.Word && d.toks[k].Flags&vi.Upper != 0 {
		k++
	}
	return k
}

// baseline reads "so với …" beside a change or a rate.
func (x *attaches) baseline(d *doc, ms []mention, k int) string {
	m := &ms[k]
	if !m.percentage && m.change == "" {
		return ""
	}
	at := x.comparisonAfter(d, ms, k)
	if at < 0 && m.change != "" {
		at = x.comparisonBefore(d, m)
	}
	if first := d.sents[m.sentence].First; at < 0 && m.change != "" && d.id(first) == x.compare {
		at = first // "So với cùng kỳ, … tăng 76%; tăng 15 người chết"
	}
	if at < 0 && m.change != "" {
		at = x.comparisonAbove(d, m)
	}
	if at < 0 {
		return ""
	}
	return x.compared(d, at, m)
}

// comparisonMost is how far behind a figure its comparison is looked for.
const comparisonMost = 60

// comparisonAfter returns the "so" that follows m with nothing between but
// figures joined to it.
func (x *attaches) comparisonAfter(d *doc, ms []mention, k int) int {
	end := d.sents[ms[k].sentence].End
	next := k + 1
	for j := ms[k].j; j < end && j <= ms[k].j+comparisonMost; j++ {
		if next < len(ms) && j == ms[next].i {
			if !ms[next].coordinated && ms[next].change == "" && d.id(ms[next].i-1) != x.equals || ms[next].sentence != ms[k].sentence || ms[k].change == "" && ms[next].change != "" {
				return -1
			}
			j = ms[next].j - 1
			next++
			continue
		}
		switch {
		case d.toks[j].Is(';'):
			return -1
		case j == ms[k].j && d.id(j) == x.same && d.id(j+1) == x.term:
			return j - 1 // "tăng 3,6% cùng kỳ"
		case d.id(j) == x.compare && (d.id(j+1) == x.with || d.id(j+1) == x.same || x.dateWithin(d, j+1, min(j+4, end))):
			return j
		case d.toks[j].Is('(') && ms[k].change != "":
			if e := x.closing(d, j, end); e > 0 { // "giảm 1.686 ha (bằng 2,24%) so với …"
				for next < len(ms) && ms[next].i < e {
					next++
				}
				j = e
			}
		}
	}
	return -1
}

// bracketMost is how many tokens a bracket holds that says a figure once more.
const bracketMost = 10

// closing returns the end of the short bracket that opens at j, 0 when it is
// longer or runs past end.
func (x *attaches) closing(d *doc, j, end int) int {
	for k := j + 1; k < end && k < j+bracketMost; k++ {
		if d.toks[k].Is(')') {
			return k
		}
	}
	return 0
}

// dateWithin reports that a date begins in [i, j) behind nothing but words.
func (x *attaches) dateWithin(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.owners[i] == ownDate {
			return true
		}
		if d.toks[i].Kind != vi.Word {
			return false
		}
	}
	return false
}

// comparisonBefore returns the "so" that opens the clause of m: "So với cùng
// kỳ, tăng 2 vụ, tăng 1 người chết".
func (x *attaches) comparisonBefore(d *doc, m *mention) int {
	from, depth := d.sents[m.sentence].First, 0
	for j := m.i - 1; j >= from && j > m.i-40; j-- {
		switch t := d.toks[j]; {
		case t.Is(')'):
			depth++
		case t.Is('('):
			depth--
		}
		if d.toks[j].Is(';') || depth < 0 {
			return -1
		}
		if d.id(j) == x.compare && (d.id(j+1) == x.with || d.id(j+1) == x.same) {
			return j
		}
	}
	return -1
}

// comparisonAbove returns the "so" of the words that lead in the list m stands
// in: "tăng so với cùng kỳ: Vụ Bản tăng 18%; Hải Hậu tăng 14%".
func (x *attaches) comparisonAbove(d *doc, m *mention) int {
	colon := d.x.figures.whats.colon(d, m)
	for j := colon - 1; j >= d.sents[m.sentence].First && j > colon-14; j-- {
		if d.owners[j] == ownCount || d.owners[j] == ownPercentage || d.toks[j].Is(';') {
			return -1
		}
		if d.id(j) == x.compare && (d.id(j+1) == x.with || d.id(j+1) == x.same) {
			return j
		}
	}
	return -1
}

// compared returns the time named after the "so" at token at.
func (x *attaches) compared(d *doc, at int, m *mention) string {
	j := at + 1
	if d.id(j) == x.with {
		j++
	}
	if x.none.has(d.id(j)) {
		return ""
	}
	if d.id(j) == x.start && d.id(j+1) == x.year {
		if y := yearOf(m.period); y != "" {
			return y + "-01-01" // "so với đầu năm"
		}
		return ""
	}
	same := d.id(j) == x.same && (d.id(j+1) == x.term || d.id(j+1) == x.month || d.id(j+1) == x.quarter) ||
		d.id(j+1) == x.same && d.id(j+2) == x.term // "cùng tháng năm trước", "quý cùng kỳ"
	for k := range x.datesFrom(d, j) {
		t := &d.dates[k]
		if t.i > j+5 || t.i >= d.sents[m.sentence].End || x.marked(d, j, t.i) {
			break
		}
		if same || x.samePeriod(d, t.i, t.j) {
			if x.before.has(d.id(t.j - 1)) {
				break // "cùng kỳ năm trước"
			}
			return x.sameOf(t, m)
		}
		return dayOnly(t.Value)
	}
	if same {
		if strings.HasSuffix(m.period, "..") {
			return shiftYears(yearOf(m.period), -1) // since the year's start
		}
		if p := d.art.Published; m.period == "" && len(p) >= len("2006-01") && p[5:7] > "02" {
			return shiftYears(yearOf(p), -1) // no period told: that of the article's year
		}
		return shiftYears(m.period, -1)
	}
	for k := j; k < j+4 && k+1 < len(d.toks); k++ {
		if !x.before.has(d.id(k + 1)) {
			continue
		}
		switch d.id(k) {
		case x.year:
			return shiftYears(yearOf(m.period), -1)
		case x.week, x.month, x.quarter:
			return previous(m.period)
		}
	}
	return ""
}

// datesFrom yields the dates that begin at token j or later.
func (x *attaches) datesFrom(d *doc, j int) func(func(int) bool) {
	lo, hi := 0, len(d.dates)
	for lo < hi {
		if mid := (lo + hi) / 2; d.dates[mid].j <= j {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return func(yield func(int) bool) {
		for ; lo < len(d.dates) && yield(lo); lo++ {
		}
	}
}

// sameOf returns "cùng kỳ năm 2023": the period of m in that year, or the year
// when the period is open or longer.
func (x *attaches) sameOf(t *dateAt, m *mention) string {
	to, from := yearOf(t.Value), lastYearOf(m.period)
	if len(t.Value) > 4 || from == "" || strings.HasSuffix(m.period, "..") || strings.ContainsRune(m.period, '/') && len(m.period) == len("2018/2023") {
		return dayOnly(t.Value)
	}
	return shiftYears(m.period, atoi(to)-atoi(from))
}

// titles gives the figures of the title and of headings the period of the same
// figure in the text, else that of the article.
func (x *attaches) titles(d *doc, first int) {
	ms := d.mentions
	for k := range ms {
		m := &ms[k]
		if m.period != "" && (!x.heading(d, m) || x.period(d, &timeline{next: m.next, paragraph: -1, carried: -1, first: -1}, m) != "") {
			continue
		}
		for j := k + 1; j < len(ms) && j < k+40; j++ {
			if p := &ms[j]; p.unit == m.unit && p.percentage == m.percentage && p.period != "" && p.value.Cmp(m.value) == 0 {
				m.period = p.period
				break
			}
		}
		if m.period == "" && m.sentence < 3 && first >= 0 {
			m.period = x.value(d, first)
		}
	}
}

// heading reports that m stands on a line that ends without a full stop and is
// short: a heading or a caption.
func (x *attaches) heading(d *doc, m *mention) bool {
	s := d.sents[m.sentence]
	if s.End-s.First > 20 || !d.toks[s.First].Has(vi.Line) || s.End < len(d.toks) && !d.toks[s.End].Has(vi.Line) {
		return false
	}
	return d.toks[s.Last()].Kind != vi.Punct || d.toks[s.Last()].Is('”')
}

// lastYearOf returns the year in which the period v ends: the police half-year
// from 15 December 2020 to 14 June 2021 is one of 2021.
func lastYearOf(v string) string {
	if _, b, two := strings.Cut(v, "/"); two && len(b) >= 4 && b[0] != '.' {
		return b[:4]
	}
	return yearOf(v)
}

func yearOf(v string) string {
	if len(v) < 4 {
		return ""
	}
	return v[:4]
}

func atoi(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// shiftYears moves every year of a date value. 29 February becomes the 28th.
func shiftYears(v string, by int) string {
	if v == "" || by == 0 {
		return v
	}
	b := []byte(v)
	for i := 0; i+4 <= len(b); i++ {
		if i > 0 && b[i-1] != '/' || !digits4(b[i:]) {
			continue
		}
		y := atoi(string(b[i:i+4])) + by
		if y < 1000 || y > 9999 {
			return ""
		}
		copy(b[i:], []byte{byte('0' + y/1000), byte('0' + y/100%10), byte('0' + y/10%10), byte('0' + y%10)})
		if i+10 <= len(b) && string(b[i+4:i+10]) == "-02-29" && (y%4 != 0 || y%100 == 0 && y%400 != 0) {
			b[i+9] = '8'
		}
	}
	return string(b)
}

func digits4(b []byte) bool {
	for i := range 4 {
		if b[i] < '0' || b[i] > '9' {
			return false
		}
	}
	return true
}

// previous returns the stretch of the same length just before v: the week, the
// month, the quarter before.
func previous(v string) string {
	first, last, ok := ends(v)
	if !ok {
		return ""
	}
	switch {
	case isMonth(v):
		return first.AddDate(0, -1, 0).Format("2006-01")
	case len(v) == len("2006-Q1") && v[5] == 'Q':
		p := first.AddDate(0, -3, 0)
		return p.Format("2006") + "-Q" + string(rune('1'+(int(p.Month())-1)/3))
	case len(v) == len("2006-H1") && v[5] == 'H':
		p := first.AddDate(0, -6, 0)
		return p.Format("2006") + "-H" + string(rune('1'+(int(p.Month())-1)/6))
	case len(v) == 4:
		return shiftYears(v, -1)
	}
	days := int(last.Sub(first).Hours()/24) + 1
	from, to := first.AddDate(0, 0, -days), first.AddDate(0, 0, -1)
	if days == 1 {
		return to.Format(time.DateOnly)
	}
	return from.Format(time.DateOnly) + "/" + to.Format(time.DateOnly)
}

// ends returns the first and last day of the values that previous knows.
func ends(v string) (first, last time.Time, ok bool) {
	a, b, two := strings.Cut(v, "/")
	if two {
		f, err1 := time.Parse(time.DateOnly, a)
		l, err2 := time.Parse(time.DateOnly, b)
		return f, l, err1 == nil && err2 == nil && !l.Before(f)
	}
	if len(v) == len("2006-Q1") && (v[5] == 'Q' || v[5] == 'H') {
		n := 3
		if v[5] == 'H' {
			n = 6
		}
		y, err := time.Parse("2006", v[:4])
		f := y.AddDate(0, int(v[6]-'1')*n, 0)
		return f, f.AddDate(0, n, -1), err == nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if f, err := time.Parse(layout, v); err == nil {
			switch layout {
			case "2006-01":
				return f, f.AddDate(0, 1, -1), true
			case "2006":
				return f, f.AddDate(1, 0, -1), true
			}
			return f, f, true
		}
	}
	return time.Time{}, time.Time{}, false
}
