package extract

import (
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// The readers of periods longer than a day.

// period reads a month, quarter, half, year or run of months, with the words
// for a part of it: đầu tháng 3/2024, giữa năm 2023, cả năm 2023, nửa đầu năm.
func (x *dates) period(d *doc, i int) (s stretch, j int) {
	k := i
	var mod word
	switch {
	case d.id(k) == x.w.nua && x.role(d, k+1)&(wStart|wEnd) != 0:
		return x.halfOf(d, k)
	case x.role(d, k)&(wStart|wMid|wEnd|wWhole) != 0:
		mod = x.role(d, k) & (wStart | wMid | wEnd | wWhole)
		k++
	}
	if d.newLine(k) && k > i {
		return s, 0
	}
	switch r := x.role(d, k); {
	case r&wMonth != 0:
		s, j = x.month(d, k, mod != 0)
	case r&wQuarter != 0:
		s, j = x.quarter(d, k)
	case r&wYear != 0:
		s, j = x.year(d, k)
		if j == 0 && mod != 0 && d.id(k+1) != x.w.hoc {
			s = noTime
			s.grain, s.bare = yearGrain, true // "từ đầu năm", "đến cuối năm"
			s.mod = mod
			return s, k + 1
		}
	}
	s.mod = mod
	return s, j
}

// halfOf reads "nửa đầu năm 2024", "nửa cuối tháng 3".
func (x *dates) halfOf(d *doc, i int) (s stretch, j int) {
	s = noTime
	second := x.role(d, i+1)&wEnd != 0
	k := i + 2
	if d.id(k) == x.w.cua {
		k++
	}
	switch r := x.role(d, k); {
	case r&wYear != 0:
		s.grain, s.month = halfGrain, 1
		if second {
			s.month = 2
		}
		if j = x.yearAfter(d, &s, k, false); j == k {
			j = k + 1
		}
	case r&wMonth != 0:
		if s, j = x.month(d, k, true); j == 0 || s.grain != monthGrain {
			return s, 0
		}
		s.day, s.until = 1, 15
		if second {
			s.day, s.until = 16, 31
		}
	}
	return s, j
}

// counted says that the word at i is counted by what stands before it: "3
// tháng", "mỗi năm", "mười tháng".
func (x *dates) counted(d *doc, i int) bool {
	if i == 0 || d.newLine(i) {
		return false
	}
	return d.toks[i-1].Kind == vi.Digits || x.role(d, i-1)&(wPlenty|wYear) != 0
}

// month reads "tháng 3/2025", "tháng năm vừa qua", "tháng 10 tới", "tháng này".
func (x *dates) month(d *doc, i int, part bool) (s stretch, j int) {
	s = noTime
	s.grain = monthGrain
	if !part && x.counted(d, i) && x.owner(d, i-1) != ownDate {
		return s, 0
	}
	m, lunar, k := x.monthName(d, i+1)
	if k == 0 && d.id(i+1) == x.w.con {
		return x.lastOne(d, i, 1)
	}
	if k == 0 {
		shift, ok := x.w.shifts[d.id(i+1)]
		if d.id(i+1) == x.w.toi && d.id(i+2) == x.w.nay {
			return s, 0
		}
		if !ok || d.published == 0 || d.newLine(i+1) || d.id(i+1) == x.w.sau && !x.okAfter(d, i+2) || d.id(i+1) == x.w.nay || x.compared(d, i) {
			return s, 0
		}
		x.setMonth(d, &s, shift)
		return s, i + 2
	}
	word := d.toks[i+1].Kind == vi.Word
	if x.noMonth(d, i, k, word) {
		return s, 0
	}
	s.month, s.lunar = m, lunar
	k = x.lunarAfter(d, &s, k)
	j = x.yearAfter(d, &s, k, true)
	if s.year == 0 && d.toks[i].Flags&vi.Upper != 0 && x.role(d, i-1)&wName != 0 {
		return s, 0 // "Quảng trường Tháng Tám"
	}
	if x.revolution(d, i, m) && (s.year == 0 || x.role(d, j-2)&wYear != 0) {
		return s, 0
	}
	if j == k && d.sep(k) == loose { // tháng 10 - 2024
		if y, ok := x.fourDigits(d, k+1); ok && modern(y) && x.okAfter(d, k+2) {
			s.year, j = y, k+2
		}
	}
	if j == k && !word && d.glued(k) && (d.is(k, '/') || d.toks[k].Kind == vi.Word) {
		return s, 0
	}
	if l, e := x.leanAfter(d, j); l != 0 && s.year == 0 {
		s.lean = l
		j = e
	}
	return s, j
}

// noMonth says that the number or word before token k after "tháng", at i, is
// no month: "mỗi tháng 5 triệu", "tháng 1,5%", "ngày, tháng, năm sinh".
func (x *dates) noMonth(d *doc, i, k int, word bool) bool {
	if word && d.id(i+1) == x.w.nam && (d.id(k) == x.w.sinh || d.is(i-1, ',') || d.id(i-1) == x.w.cung) { // "cùng tháng năm trước"
		return true
	}
	if d.newLine(k) {
		return false
	}
	decimal := !word && d.is(k, ',') && d.tight(k) && k+1 < len(d.toks) &&
		d.toks[k+1].Kind == vi.Digits && d.toks[k+1].Runes != 4 && !x.listed(d, k)
	return decimal || x.role(d, k)&wUnit != 0 || d.is(k, '%')
}

// listed says that after the comma at k a list of months goes on: "tháng 3,4/2024".
func (x *dates) listed(d *doc, k int) bool {
	s, j := x.numeric(d, k+1)
	return j > 0 && s.grain == monthGrain
}

// revolution says that the month at i is part of the name of a revolution:
// "Cách mạng tháng Tám", "Khởi nghĩa tháng Tám".
func (x *dates) revolution(d *doc, i int, m int8) bool {
	return (m == 8 || m == 10) && i >= 2 && (d.id(i-2) == x.w.cach && x.role(d, i-1)&wName != 0 || d.id(i-2) == x.w.khoi)
}

func (x *dates) owner(d *doc, i int) owner {
	if i < 0 || i >= len(d.owners) {
		return free
	}
	return d.owners[i]
}

func (x *dates) setMonth(d *doc, s *stretch, shift int8) {
	y, m, _ := d.published.Civil()
	m += int(shift)
	if m < 1 {
		y, m = y-1, m+12
	}
	if m > 12 {
		y, m = y+1, m-12
	}
	s.year, s.month, s.inferred = y, int8(m), true
}

// quarterName reads I, 1 or một after "quý".
func (x *dates) quarterName(d *doc, i int) (n int8, j int) {
	if d.newLine(i) {
		return 0, 0
	}
	if n, ok := x.w.roman[d.id(i)]; ok && d.toks[i].Flags&vi.Upper != 0 {
		return n, i + 1
	}
	if n, ok := x.small(d, i); ok && n >= 1 && n <= 4 {
		return int8(n), i + 1
	}
	if v, n := x.w.months.Longest(d.toks, i); n == 1 && v>>1 <= 4 && v&1 == 0 {
		return int8(v >> 1), i + 1
	}
	return 0, 0
}

// quarter reads "quý I/2024", "quý 3 năm 2024", "quý này".
func (x *dates) quarter(d *doc, i int) (s stretch, j int) {
	s = noTime
	s.grain = quarterGrain
	n, k := x.quarterName(d, i+1)
	if k == 0 && d.id(i+1) == x.w.con {
		return x.lastOne(d, i, 3)
	}
	if k == 0 {
		shift, ok := x.w.shifts[d.id(i+1)]
		if !ok || d.published == 0 || x.counted(d, i) || d.newLine(i+1) || !x.okAfter(d, i+2) || x.compared(d, i) {
			return s, 0
		}
		y, m, _ := d.published.Civil()
		q := (m+2)/3 + int(shift) - 1
		s.year, s.month, s.inferred = y, int8((q+4)%4+1), true
		if q < 0 {
			s.year--
		} else if q > 3 {
			s.year++
		}
		return s, i + 2
	}
	s.month = n
	j = x.yearAfter(d, &s, k, true)
	if j == k && d.id(k) == x.w.this && d.published > 0 && !d.newLine(k) {
		s.year, _, _ = d.published.Civil()
		s.inferred = true
		return s, k + 1 // "quý I này"
	}
	if j == k && d.dash(k) { // quý I - 2024
		if y, ok := x.fourDigits(d, k+1); ok && modern(y) {
			s.year, j = y, k+2
		}
	}
	if j == k && d.toks[i+1].Kind == vi.Word && d.toks[i+1].Flags&vi.Upper == 0 && !x.okAfter(d, k) {
		return s, 0 // "quý hai bên"
	}
	if l, e := x.leanAfter(d, j); l != 0 && s.year == 0 {
		s.lean = l
		j = e
	}
	return s, j
}

// runCount reads the number before "tháng" or "quý" in "9 tháng đầu năm".
func (x *dates) runCount(d *doc, i int) (n int, j int) {
	if n, ok := x.small(d, i); ok {
		return n, i + 1
	}
	if v, n := x.w.months.Longest(d.toks, i); n > 0 && v&1 == 0 {
		return int(v >> 1), i + n
	}
	return 0, 0
}

// run reads a run of months: "6 tháng đầu năm 2024", "9 tháng năm 2024", "3
// quý đầu năm", "hai tháng cuối năm".
func (x *dates) run(d *doc, i int) (s stretch, j int) {
	s = noTime
	n, k := x.runCount(d, i)
	if k == 0 || n < 1 || d.newLine(k) {
		return s, 0
	}
	if x.role(d, k)&wDay != 0 {
		return x.daysOf(d, n, k+1)
	}
	if n > 12 {
		return s, 0
	}
	length := 1
	switch r := x.role(d, k); {
	case r&wMonth != 0:
	case r&wQuarter != 0 && n <= 4:
		length = 3
	default:
		return s, 0
	}
	k++
	last := false
	said := false
	if x.role(d, k)&(wStart|wEnd) != 0 && !d.newLine(k) {
		last = x.role(d, k)&wEnd != 0
		said = true
		k++
	}
	if r, e := x.remaining(d, n*length, k); !said && e > 0 {
		return r, e
	}
	if last && x.kinds.has(d.id(k+1)) && x.kinds.has(d.id(k+2)) { // "hai tháng cuối năm công tác"
		if r, ok := x.restOf(d, n*length); ok {
			return r, k + 1
		}
	}
	j = x.yearAfter(d, &s, k, true)
	switch {
	case j > k:
	case said && x.role(d, k)&wYear != 0 && d.id(k+1) != x.w.hoc:
		j = k + 1
	case !said && length == 1 && x.toDate(d, i, n, k):
		if j = k; d.id(k) == x.w.qua && !d.newLine(k) {
			j++
		}
	default:
		return s, 0
	}
	n *= length
	if n > 12 {
		return s, 0
	}
	s.grain, s.month, s.last = monthsGrain, 1, int8(n)
	if last {
		s.month, s.last = int8(13-n), 12
	}
	switch n {
	case 12:
		s.grain = yearGrain
	case 6:
		s.grain, s.month = halfGrain, 1
		if last {
			s.month = 2
		}
	case 1:
		s.grain = monthGrain
	}
	return s, j
}

// daysMostOf is how many days of a month are read as a part of it.
const daysMostOf = 25

// daysOf reads the month behind "10 ngày đầu" or "15 ngày cuối", n days of which token k is
// the first behind "ngày".
func (x *dates) daysOf(d *doc, n, k int) (s stretch, j int) {
	if n < 2 || n > daysMostOf || x.role(d, k)&(wStart|wEnd) == 0 || d.newLine(k) || d.newLine(k+1) || x.role(d, k+1)&wMonth == 0 {
		return s, 0
	}
	if s, j = x.month(d, k+1, true); j == 0 || s.grain != monthGrain || s.lunar || s.month == 0 {
		return s, 0
	}
	s.day, s.until = 1, int8(n)
	if x.role(d, k)&wEnd != 0 {
		length := daysIn(s.year, int(s.month))
		s.day, s.until = int8(length-n+1), int8(length)
	}
	return s, j
}

// daysIn returns the days of a month, of February those of a common year where the year is
// not known.
func daysIn(year, month int) int {
	return time.Date(max(year, 1), time.Month(month+1), 0, 0, 0, 0, 0, time.UTC).Day()
}

// remaining reads "còn lại", "còn lại của năm 2024" at token k behind n months: those after
// the first of a working year that the article told of, else the last of the year, where
// it is said or they are what is left of it at publication. 0 tokens when they are none.
func (x *dates) remaining(d *doc, n, k int) (s stretch, j int) {
	if d.newLine(k) || d.id(k) != x.w.con || d.id(k+1) != x.w.lai {
		return s, 0
	}
	k += 2
	s = lastMonths(12-n, n)
	if j = x.yearAfter(d, &s, k, false); j > k {
		return s, j
	}
	if d.id(j) == x.w.cua || d.id(j) == x.w.trong {
		j++
	}
	if d.newLine(j) || x.role(d, j)&wYear == 0 || d.id(j+1) == x.w.hoc {
		if r, ok := x.restOf(d, n); ok && j == k {
			return r, k
		}
		if j > k || !x.leftAt(d, n) {
			return s, 0
		}
		return s, k
	}
	if r, ok := x.restOf(d, n); ok {
		return r, j + 1
	}
	if x.kinds.has(d.id(j+1)) && x.kinds.has(d.id(j+2)) {
		return s, 0 // "của năm công tác": which months is not told
	}
	return s, j + 1
}

// lastMonths returns the n months after the first months of a year that is not told.
func lastMonths(first, n int) stretch {
	s := noTime
	s.grain, s.month, s.last = monthsGrain, int8(first+1), int8(first+n)
	switch {
	case n == 1:
		s.grain = monthGrain
	case n == 6 && first == 6:
		s.grain, s.month = halfGrain, 2
	}
	return s
}

// leftAt reports that n months are left of the year at publication.
func (x *dates) leftAt(d *doc, n int) bool {
	if d.published == 0 {
		return false
	}
	_, m, _ := d.published.Civil()
	return n == 12-m || n == 13-m
}

// restOf returns the n months after a run of 12 - n that the article told of and that does
// not begin in January: "10 tháng (từ 01/10/2023 đến 31/7/2024) … Hai tháng còn lại".
func (x *dates) restOf(d *doc, n int) (s stretch, ok bool) {
	for f := len(d.found) - 1; f >= max(0, len(d.found)-nearDates); f-- {
		from, to := &d.found[f].from, &d.found[f].to
		if d.found[f].shape != between || from.year == 0 || to.year == 0 || from.month <= 1 || to.month == 0 || from.grain > monthGrain || to.grain > monthGrain || from.day > 1 {
			continue
		}
		if told := 12*(to.year-from.year) + int(to.month-from.month) + 1; told == 12-n && int(to.month)+n <= 12 {
			s = lastMonths(int(to.month), n)
			s.year = to.year
			return s, true
		}
	}
	return s, false
}

// lastOne reads "tháng còn lại của năm", "quý còn lại" at token i.
func (x *dates) lastOne(d *doc, i, n int) (s stretch, j int) {
	if x.counted(d, i) {
		return s, 0
	}
	if s, j = x.remaining(d, n, i+1); j > 0 && n > 1 {
		s.grain, s.month = quarterGrain, s.last/3
	}
	return s, j
}

// toDate reports that "N tháng" at i, up to token k, are the months of the year
// so far: N is the month that the article is about ("tháng 7/2022 …; 7 tháng qua
// đạt …") or was published in or after.
func (x *dates) toDate(d *doc, i, n, k int) bool {
	if n < 2 || n > 11 || x.lasting.has(d.id(i-1)) && !d.newLine(i) {
		return false
	}
	goesOn := k < len(d.toks) && !d.newLine(k) && (d.id(k) == x.w.qua || x.sofar.has(d.id(k)))
	if !goesOn && (d.newLine(i) || !x.summed.has(d.id(i-1))) && !x.headed(d, i, k) && !x.opensWith(d, i, k) {
		return !d.newLine(i) && x.again.has(d.id(i-1)) && x.namedMonths(d, n, k)
	}
	if d.published > 0 {
		_, m, _ := d.published.Civil()
		if n == m || n == m-1 {
			return true
		}
	}
	for f := len(d.found) - 1; f >= max(0, len(d.found)-nearDates); f-- {
		if s := &d.found[f].from; s.grain == monthGrain && int(s.month) == n && d.found[f].shape == single {
			return true
		}
	}
	return false
}

// namedMonths reports that the article named the first n months of a year before, which
// "trong 9 tháng", up to token k, takes up.
func (x *dates) namedMonths(d *doc, n, k int) bool {
	if k < len(d.toks) && !d.newLine(k) && d.toks[k].Kind == vi.Word && x.served.has(d.id(k)) {
		return false
	}
	for f := len(d.found) - 1; f >= max(0, len(d.found)-nearDates); f-- {
		switch s := &d.found[f].from; {
		case s.grain == monthsGrain && s.month == 1 && int(s.last) == n, s.grain == halfGrain && s.month == 1 && n == 6:
			return true
		}
	}
	return false
}

// flowBefore is how many words may stand between what is summed up and its months.
const flowBefore = 4

// headed reports that what is told of stands around the months at i, up to token k:
// "8 tháng, tổng thu đạt …", "kết quả 8 tháng, …", "(9 tháng mới được 374)", "nhập khẩu 10 tháng 312 triệu
// USD".
func (x *dates) headed(d *doc, i, k int) bool {
	ends := k >= len(d.toks) || d.newLine(k)
	if !ends && d.is(k, ':') {
		return true // "Phân theo mặt hàng, 10 tháng: …"
	}
	if d.newLine(i) || d.toks[i-1].Is(':') || d.toks[i-1].Is(';') || d.toks[i-1].Is('(') || d.toks[i-1].Is('.') {
		return !ends && (d.is(k, ',') || d.toks[k].Kind == vi.Word && !x.served.has(d.id(k)))
	}
	if !ends && x.told.has(d.id(i-1)) && d.is(k, ',') {
		return true
	}
	if !ends && d.toks[k].Kind == vi.Word && x.served.has(d.id(k)) {
		return false
	}
	for j := i - 1; j >= 0 && j >= i-flowBefore-2 && d.toks[j].Kind == vi.Word && !d.newLine(j+1); j-- {
		if v, n := x.flow.Longest(d.toks, j); n > 0 && int8(v) == flows && j+n <= i && j+n >= i-flowBefore {
			return true
		}
	}
	return false
}

// opensWith reports that the months at i, up to token k, are what a sentence begins with behind
// "trong": "Trong 9 tháng, tỉnh thu hút …".
func (x *dates) opensWith(d *doc, i, k int) bool {
	return !d.newLine(i) && d.id(i-1) == x.w.trong && d.opens(i-1) && k < len(d.toks) && d.is(k, ',') && !d.newLine(k)
}

// year reads "năm 2024", "năm nay", "năm ngoái", "năm Ất Tỵ", "năm học 2024".
func (x *dates) year(d *doc, i int) (s stretch, j int) {
	s = noTime
	s.grain = yearGrain
	k := i + 1
	if k >= len(d.toks) {
		return s, 0
	}
	plenty := i > 0 && !d.newLine(i) && x.role(d, i-1)&wPlenty != 0 && x.role(d, i-2)&wMonth == 0
	if y, ok := x.fourDigits(d, k); ok {
		if x.runsOn(d, k+1, noSep) && !d.dash(k+1) || (plenty || !modern(y)) && !x.okAfter(d, k+1) || plenty && !modern(y) || x.ofLaw(d, i) {
			return s, 0
		}
		s.year, s.birth = y, d.id(i-1) == x.w.sinh
		return s, k + 1
	}
	if x.kinds.has(d.id(k)) && x.kinds.has(d.id(k+1)) {
		if y, ok := x.fourDigits(d, k+2); ok && modern(y) && !d.newLine(k+2) && !x.runsOn(d, k+3, noSep) {
			s.year = y
			return s, k + 3 // "năm công tác 2023"
		}
	}
	if d.toks[k].Kind == vi.Digits {
		if n, ok := d.toks[k].Value(); ok && d.toks[k].Runes == 3 && n >= 100 && !plenty && !x.counted(d, i) && x.okAfter(d, k+1) && d.id(k+1) != x.w.tcn && d.id(k+1) != x.w.truoc {
			s.year = n
			return s, k + 1
		}
		return s, 0
	}
	if x.counted(d, i) || d.newLine(k) {
		return s, 0
	}
	if n, ok := x.w.shifts[d.id(k)]; ok && x.relativeYear(d, k) {
		s.relative, s.shift, s.compared = true, n, n == -1 && (x.compared(d, i) || x.outdone(d, i))
		return s, k + 1
	}
	if y, e := x.canChi(d, k); e > 0 {
		s.year = y
		return s, e
	}
	return s, 0
}

// relativeYear says that the word after "năm" places the year: năm nay, năm
// ngoái; "năm trước", "năm sau" and "năm tới" only where nothing follows that
// they could belong to.
func (x *dates) relativeYear(d *doc, k int) bool {
	switch d.id(k) {
	case x.w.this:
		return false
	case x.w.nay:
		return true
	}
	if x.role(d, k-2)&wSeveral != 0 {
		return false
	}
	switch d.id(k) {
	case x.w.toi:
		return d.id(k+1) != x.w.nay && x.role(d, k+1)&wHour == 0 && x.okAfter(d, k+1) && x.role(d, k+1)&wTo == 0 // "từ đầu năm tới nay"
	case x.w.truoc, x.w.sau:
		return x.okAfter(d, k+1) && x.role(d, k+1)&wTo == 0
	}
	return true
}

// ofLaw says that the year at i belongs to the name of a law: "Luật Đất đai
// năm 2013", "Bộ luật Hình sự năm 2015".
func (x *dates) ofLaw(d *doc, i int) bool {
	for k := i - 1; k >= 0 && k >= i-14; k-- {
		t := d.toks[k]
		if d.newLine(k + 1) {
			return false
		}
		switch {
		case t.ID == x.w.luat:
			if d.id(k-1) == x.w.bo {
				return true
			}
			return t.Flags&vi.Upper != 0 && d.id(k-1) != x.w.phap && d.id(k-1) != x.w.eraTail
		case t.ID == x.w.phap && d.id(k-1) == x.w.constitution, t.ID == x.w.lenh && d.id(k-1) == x.w.phap:
			return true
		case t.Kind == vi.Punct && t.ID != vi.Mark(','), t.Kind == vi.Digits:
			return false
		case t.Kind == vi.Word && x.role(d, k)&(wTo|wFrom|wLead) != 0, t.ID == x.w.trong, t.ID == x.w.cua:
			return false
		}
	}
	return false
}

// compared says that the period at i is what a figure is compared with: "so
// với tháng trước" goes by the figure's own period, not by the publication.
func (x *dates) compared(d *doc, i int) bool {
	if !d.newLine(i) && (d.id(i-1) == x.w.voi || d.id(i-1) == x.w.ky) {
		return true
	}
	for k := i - 1; k > 0 && k > i-6 && d.toks[k].Kind == vi.Word && !d.newLine(k+1); k-- {
		if d.id(k) == x.w.so {
			return true // "so vụ Thu đông 2019"
		}
	}
	return false
}

// outdone says that the year at i is what a figure lies above or below: "cao hơn năm
// trước", "gấp 1,8 lần năm trước".
func (x *dates) outdone(d *doc, i int) bool {
	return !d.newLine(i) && x.beside.has(d.id(i-1))
}

// week reads "tuần trước", "tuần này", "tuần tới" as the days from Monday to
// Sunday.
func (x *dates) week(d *doc, i int) (m moment, j int) {
	shift, ok := x.w.shifts[d.id(i+1)]
	if !ok || d.published == 0 || d.newLine(i+1) || x.counted(d, i) || !x.okAfter(d, i+2) && (!d.opens(i) && !d.is(i-1, ',') || d.toks[i+2].Kind != vi.Word) || x.compared(d, i) || x.outdone(d, i) || x.role(d, i-1)&(wSeveral|wStart|wEnd) != 0 {
		return m, 0
	}
	monday := d.published - vi.Day(d.published.Weekday()-1) + vi.Day(7*shift)
	m.shape, m.form = between, formWeek
	m.from, m.to = noTime, noTime
	m.from.grain, m.to.grain = dayGrain, dayGrain
	setDay(&m.from, monday)
	setDay(&m.to, monday+6)
	return m, i + 2
}

// decade reads "thập niên 1990", "những năm 90 của thế kỷ trước".
func (x *dates) decade(d *doc, i int) (s stretch, j int) {
	s = noTime
	var k int
	switch {
	case d.id(i) == x.w.thap && (d.id(i+1) == x.w.nien || d.id(i+1) == x.w.eraTail):
		k = i + 2
		if x.role(d, k)&wYear != 0 {
			k++
		}
	case d.id(i) == x.w.nhung && x.role(d, i+1)&wYear != 0:
		k = i + 2
	default:
		return s, 0
	}
	s.grain, s.years = yearsGrain, 10
	if y, ok := x.fourDigits(d, k); ok && y%10 == 0 && modern(y) {
		if d.id(i) == x.w.nhung && x.connector(d, k+1) > 0 {
			return s, 0
		}
		s.year = y
		return s, k + 1
	}
	n, ok := x.small(d, k)
	if !ok || n%10 != 0 || d.toks[k].Runes != 2 {
		return s, 0
	}
	s.year = 1900 + n
	k++
	e := k
	if d.id(e) == x.w.cua {
		e++
	}
	if c, f := x.centuryNumber(d, e); f > 0 {
		s.year = 100*(c-1) + n
		return s, f
	}
	if d.id(e) == x.w.eraHead && d.id(e+1) == x.w.eraTail && d.id(e+2) == x.w.truoc {
		return s, e + 3
	}
	if n < 30 {
		return s, 0 // "những năm 20": which century?
	}
	return s, k
}

// centuryNumber reads "thế kỷ XX", "thế kỷ 21".
func (x *dates) centuryNumber(d *doc, i int) (n, j int) {
	if d.id(i) != x.w.eraHead || d.id(i+1) != x.w.eraTail || d.newLine(i+2) {
		return 0, 0
	}
	if n, ok := x.small(d, i+2); ok && n >= 1 && n <= 21 {
		return n, i + 3
	}
	if n := romanNumber(d.text(i+2, i+3)); n >= 1 && n <= 21 {
		return n, i + 3
	}
	return 0, 0
}

func romanNumber(s string) int {
	n, prev := 0, 0
	for k := len(s) - 1; k >= 0; k-- {
		var v int
		switch s[k] {
		case 'I':
			v = 1
		case 'V':
			v = 5
		case 'X':
			v = 10
		default:
			return 0
		}
		if v < prev {
			n -= v
		} else {
			n += v
			prev = v
		}
	}
	return n
}

// century reads a century by its number.
func (x *dates) century(d *doc, i int) (s stretch, j int) {
	n, j := x.centuryNumber(d, i)
	s = noTime
	s.grain, s.years, s.year = yearsGrain, 100, 100*(n-1)+1
	return s, j
}

// holiday reads a feast day with its year: "Tết Nguyên đán Giáp Thìn 2024".
func (x *dates) holiday(d *doc, i int) (s stretch, j int) {
	s = noTime
	p, k := x.phrase(d, i)
	if p == nil || p.kind != holidayPhrase {
		if d.id(i) == x.w.tet { // "Tết Ất Tỵ"
			if y, e := x.canChi(d, i+1); e > 0 {
				s.grain, s.lunar, s.month, s.day, s.year = dayGrain, true, 1, 1, y
				return s, x.yearAfter(d, &s, e, false)
			}
		}
		return s, 0
	}
	s.grain, s.lunar, s.month, s.day = dayGrain, p.lunar, p.month, p.day
	if x.role(d, k)&wYear != 0 {
		if y, e := x.canChi(d, k+1); e > 0 {
			s.year = y
			return s, x.yearAfter(d, &s, e, false)
		}
	} else if y, e := x.canChi(d, k); e > 0 {
		s.year = y
		return s, x.yearAfter(d, &s, e, false)
	}
	e := x.yearAfter(d, &s, k, false)
	if e == k {
		if y, ok := x.fourDigits(d, k); ok && modern(y) && !d.newLine(k) && x.okAfter(d, k+1) {
			s.year = y
			return s, k + 1
		}
		return s, 0
	}
	return s, e
}
