package extract

import (
	"fmt"
	"strings"
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// datesBack is how many dates of a sentence are looked through.
const datesBack = 12

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
		if d.owners[j] == ownGuard || x.apart.has(d.id(j)) {
			return false
		}
	}
	for j := t.i - 1; j > 0 && j > t.i-5 && d.toks[j].Kind == vi.Word; j-- {
		if d.id(j) == x.dung && d.id(j-1) == x.ap {
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
	return i > 2 && d.id(i-1) == x.diem && d.id(i-2) == x.thoi && x.at.has(d.id(i-3))
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

// period returns the time that m covers, "" when the text tells none so far.
func (x *attaches) period(d *doc, tl *timeline, m *mention) string {
	from := d.sents[m.sentence].First
	left := -1
	for k := tl.next - 1; k >= 0 && k >= tl.next-datesBack && d.dates[k].i >= from; k-- {
		if d.dates[k].j <= m.i && x.reports(d, k) && !(x.point(d, k) && x.parted(d, d.dates[k].j, m.i)) {
			left = k
			break
		}
	}
	if months := x.shortOf(d, tl, m, left); months != "" {
		return months
	}
	next, right := x.after(d, tl.next, m), -1
	if left < 0 || isDay(&d.dates[left]) {
		right = next
	}
	if next >= 0 && left >= 0 && d.dates[next].i <= m.j+1 && !isDay(&d.dates[next]) {
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
		if x.parted(d, m.j, d.dates[k].i) {
			return -1
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
