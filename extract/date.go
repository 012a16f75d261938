package extract

import (
	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
	"slices"
)

// Expressions of time. They are read from left to right, the longest at each
// place, and completed when all of them are known:
//
//	date.go          the pass over an article, the table of forms
//	date_words.go    the word tables
//	date_read.go     days, with weekday, part of the day and time
//	date_period.go   months, quarters, years, runs of months, feasts
//	date_span.go     ranges, lists, and bare numbers that are dates
//	date_context.go  the year that was not said
//	date_value.go    ISO values of what was read

// dates finds the dates of an article.
type dates struct {
	vocab *vi.Vocab
	w     *dateWords
	// before "9 tháng" of a duration; behind and before the nine months of the
	// year so far
	lasting, sofar, summed wordSet
	crop                   wordSet     // hè, thu: of the season before a year
	beside                 wordSet     // hơn, lần: before what is compared with
	plans                  wordSet     // nhiệm, phương: before a year to come
	again                  wordSet     // trong, của: before months named before
	kinds                  wordSet     // công, tác: between "năm" and a year
	told                   wordSet     // quả, hình: before the months that are told of
	areas                  wordSet     // tỉnh, toàn: behind the year of a plan
	goals                  wordSet     // phát, trồng: begin what is to be done by then
	served                 wordSet     // tù, tuổi: behind "9 tháng" of a duration
	occasions              wordSet     // dịp, đợt: before the day of a feast
	flow                   *vi.Phrases // doanh thu, xuất khẩu: summed up over months
}

func newDates(v *vi.Vocab) (*dates, error) {
	w, err := newDateWords(v, vi.Data)
	if err != nil {
		return nil, err
	}
	book, err := newWordBook(v)
	if err != nil {
		return nil, err
	}
	flow, err := readFlows(v)
	if err != nil {
		return nil, err
	}
	return &dates{vocab: v, w: w, lasting: book.set("months.durations"), sofar: book.set("months.counted"), summed: book.set("months.summed"), crop: book.set("season.crops"), beside: book.set("compare.than"), plans: book.set("date.plans"), again: book.set("months.again"), kinds: book.set("year.kinds"), told: book.set("months.told"), areas: book.set("horizon.areas"), goals: book.set("horizon.goals"), served: book.set("months.served"), occasions: book.set("feast.occasions"), flow: flow}, nil
}

// A form is the way an expression of time is put.
type form uint8

const (
	formDay form = iota
	formClockDay
	formWeekday
	formRelativeDay
	formLunarDay
	formHoliday
	formMonth
	formQuarter
	formRun
	formYear
	formRelativeYear
	formWeek
	formBareYear
	formBirthYear
	formDecade
	formRange
	formSince
	formList
)

// dateForms names the forms as facts carry them, each with a sentence.
var dateForms = [...]struct{ name, example string }{
	formDay:          {"date.day", "Chiều ngày 04/3/2025, hội nghị khai mạc."},
	formClockDay:     {"date.clock", "Khoảng 20 giờ 30 phút ngày 12/4/2024, tổ tuần tra phát hiện vụ việc."},
	formWeekday:      {"date.weekday", "Sáng thứ Ba (27/12/2022), đoàn đi kiểm tra."},
	formRelativeDay:  {"date.relative-day", "Tối qua, mưa lớn làm ngập nhiều tuyến đường."},
	formLunarDay:     {"date.lunar", "Lễ hội khai mạc ngày mùng 3 tháng Giêng năm 2024."},
	formHoliday:      {"date.holiday", "Quà tặng dịp Tết Nguyên đán Giáp Thìn 2024."},
	formMonth:        {"date.month", "Trong tháng 6 năm 2019, sản lượng tăng."},
	formQuarter:      {"date.quarter", "Kết quả quý I/2024 khả quan."},
	formRun:          {"date.run", "Trong 6 tháng đầu năm 2024, thu ngân sách tăng."},
	formYear:         {"date.year", "Kế hoạch năm 2024 đã hoàn thành."},
	formRelativeYear: {"date.relative-year", "Sản lượng cao hơn năm ngoái."},
	formWeek:         {"date.week", "Tuần trước, tổ công tác xử lý nhiều trường hợp."},
	formBareYear:     {"date.bare-year", "Danh hiệu đơn vị vững mạnh 2018 được trao."},
	formBirthYear:    {"date.birth-year", "Đối tượng Lê Văn B (SN 1985) bị bắt."},
	formDecade:       {"date.decade", "Nhà máy có từ những năm 90 của thế kỷ trước."},
	formRange:        {"date.range", "Đợt cao điểm từ ngày 01 đến 15/6/2024."},
	formSince:        {"date.since", "Quy định có hiệu lực kể từ ngày 1/7/2024."},
	formList:         {"date.list", "Các ngày 5, 7 và 12/3/2024, tổ công tác kiểm tra."},
}

// find reads the dates of d into d.dates and d.facts.
func (x *dates) find(d *doc) {
	d.dateNotes = dateNotes{found: d.found[:0], published: publishedDay(d)}
	for i, seen := 0, 0; i < len(d.toks); {
		if !x.mayBegin(d, i) {
			i++
			continue
		}
		for ; seen <= i; seen++ {
			if d.toks[seen].Flags&vi.Line != 0 {
				d.line++
			}
		}
		var m moment
		var j int
		if d.owners[i] == free {
			m, j = x.at(d, i)
		} else {
			m, j = x.unguard(d, i)
		}
		if j > i && x.recurs(d, m, i, j) {
			d.claim(i, j, ownDate)
			i = j
			continue
		}
		if j <= i || !d.claim(i, j, ownDate) && !x.overrule(d, i, j, m) {
			if d.explain {
				x.explainNone(d, i)
			}
			i++
			continue
		}
		d.dots = d.dots || m.from.dots || m.to.dots
		if m.form == formList && m.from.lean != 0 {
			x.shareLean(d, m.from.lean)
		}
		d.found = append(d.found, foundDate{i: i, j: j, line: d.line, moment: m, act: x.ofAct(d, i) || d.id(i-1) == x.w.sinh})
		i = j
	}
	x.resolve(d)
	d.facts.Dates = slices.Grow(d.facts.Dates, len(d.found))
	for k := range d.found {
		x.emit(d, &d.found[k])
	}
}

// mayBegin reports that an expression of time may begin at token i: most words begin none.
func (x *dates) mayBegin(d *doc, i int) bool {
	t := &d.toks[i]
	switch d.owners[i] {
	case free:
		return t.Kind == vi.Digits || x.w.role(t.ID) != 0 || t.Flags&vi.Upper != 0 && x.w.capital.has(t.ID)
	case ownGuard:
		return t.Kind == vi.Digits
	}
	return false
}

// shareLean gives the earlier days of a list what stands behind its last one:
// "ngày 10 và 11/12 tới".
func (x *dates) shareLean(d *doc, l lean) {
	for n := len(d.found) - 1; n >= 0; n-- {
		f := &d.found[n]
		if f.shape != single || f.from.grain != dayGrain || f.from.year > 0 || f.from.lean != 0 || !x.joins(d, f.j) {
			return
		}
		f.from.lean = l
		if f.form != formList {
			return
		}
	}
}

// unguard reads an expression whose first number a guard took for its own,
// where what follows leaves no doubt: "nghị quyết 6 tháng đầu năm", "chiến
// thắng 7/5/1954". The guard gives the number back.
func (x *dates) unguard(d *doc, i int) (m moment, j int) {
	s, j := x.run(d, i)
	m.form = formRun
	if j == 0 {
		if s, j = x.numeric(d, i); j == 0 || s.grain != dayGrain || s.year == 0 || s.century || d.glued(i) && !x.opened(d, i) {
			return m, 0
		}
		m.form = formDay
	}
	if _, _, ok := s.days(); m.form == formRun && d.owners[j-1] != free || m.form == formDay && (!ok || !modern(s.year)) {
		return m, 0
	}
	for k := i; k < j && d.owners[k] == ownGuard; k++ {
		d.owners[k] = free
	}
	m.from = s
	return m, j
}

// overrule takes back what a guard claimed inside an expression that a word of
// the calendar leads to and that says its year: "quý III-2024".
func (x *dates) overrule(d *doc, i, j int, m moment) bool {
	if d.owners[i] != free || d.toks[i].Kind != vi.Word || m.from.year == 0 && m.to.year == 0 || m.from.birth {
		return false
	}
	for _, o := range d.owners[i:j] {
		if o != free && o != ownGuard {
			return false
		}
	}
	for k := i; k < j; k++ {
		d.owners[k] = ownDate
	}
	return true
}

// recurs says that an expression names a day of every year or month: "30/6
// hằng năm", "hằng năm vào tháng 3".
func (x *dates) recurs(d *doc, m moment, i, j int) bool {
	if m.from.year > 0 || m.from.grain > monthsGrain {
		return false
	}
	k := i - 1
	if d.id(k) == x.w.vao || k > 1 && d.is(k, ',') && x.role(d, k-1)&wYear != 0 {
		k--
	}
	if x.role(d, k)&wYear != 0 && x.role(d, k-1)&wEach != 0 {
		return true
	}
	return !d.newLine(j) && x.role(d, j)&wEach != 0 && x.role(d, j+1)&(wYear|wMonth) != 0
}

// explainNone notes why a day and a month at token i are no date.
func (x *dates) explainNone(d *doc, i int) {
	s, j := x.numeric(d, i)
	if j == 0 || s.grain != dayGrain || s.year > 0 || d.owners[i] != free || !x.cleanLeft(d, i) {
		return
	}
	reason := "no word says that it is a day"
	switch r := x.role(d, i-1); {
	case r&wName != 0:
		reason = "part of the name of a place"
	case !x.okAfter(d, j):
		reason = "something is counted after it"
	}
	d.reject(i, j, "date", dateForms[formDay].name, reason)
}

// emit reports an expression: a date, or a day that no calendar has.
func (x *dates) emit(d *doc, f *foundDate) {
	if f.shape == clock {
		return
	}
	a, ok := x.dated(d, f)
	if ok {
		d.dates = append(d.dates, a)
		if f.starts {
			f.shape = single // figures behind it are of all the time since, the date is its beginning
			a.Value, a.First, a.Last, _ = f.value()
		}
		d.facts.Dates = append(d.facts.Dates, a.Date)
		return
	}
	reason := "no calendar has this day"
	if f.shape == between {
		reason = "the end lies before the beginning"
	}
	d.facts.Invalid = append(d.facts.Invalid, corpus.Rejection{
		Source: d.source(f.i, f.j, dateForms[f.form].name), Kind: "date", Reason: reason,
	})
}

// at reads the expression of time that starts at token i, 0 tokens when there
// is none.
func (x *dates) at(d *doc, i int) (m moment, j int) {
	t := &d.toks[i]
	if t.Kind == vi.Digits {
		return x.atDigits(d, i)
	}
	r := x.w.role(t.ID)
	if r == 0 {
		switch {
		case t.Flags&vi.Upper == 0 || !x.w.capital.has(t.ID):
		case x.w.roman[t.ID] > 0:
			return x.item(d, i) // quý I, II
		case t.ID == x.w.t || t.ID == x.w.q:
			return x.short(d, i)
		}
		return m, 0
	}
	if r&wPhrase != 0 || t.ID == x.w.tet {
		if s, j := x.holiday(d, i); j > 0 {
			return moment{from: s, form: formHoliday}, j
		}
	}
	if r&(wFrom|wDay|wMonth|wYear|wQuarter|wStart|wMid|wEnd|wWhole|wPhrase|wMung) != 0 || t.ID == x.w.nua {
		if m, j = x.span(d, i); j > 0 {
			return m, j
		}
	}
	if r&wWeek != 0 {
		return x.week(d, i)
	}
	if r&wCentury != 0 {
		if s, j := x.decade(d, i); j > 0 {
			return moment{from: s, form: formDecade}, j
		}
		if s, j := x.century(d, i); j > 0 {
			return moment{from: s, form: formDecade}, j
		}
	}
	if r&wPlenty != 0 && x.role(d, i+1)&wDay != 0 && x.role(d, i+2)&(wStart|wEnd) != 0 {
		return x.span(d, i)
	}
	if r&wPlenty != 0 && x.role(d, i+1)&(wMonth|wQuarter) != 0 {
		if s, j := x.run(d, i); j > 0 {
			return moment{from: s, form: formRun}, j
		}
	}
	return m, 0
}

// short reads T10/2024 and Q1/2024.
func (x *dates) short(d *doc, i int) (m moment, j int) {
	n, ok := x.small(d, i+1)
	if !ok || !d.glued(i+1) || d.glued(i) && !x.opened(d, i) || n < 1 || n > 12 {
		return m, 0
	}
	s := noTime
	s.grain, s.month, m.form = monthGrain, int8(n), formMonth
	if d.toks[i].ID == x.w.q {
		if n > 4 {
			return m, 0
		}
		s.grain, m.form = quarterGrain, formQuarter
	}
	if j = x.yearAfter(d, &s, i+2, true); j == i+2 {
		return m, 0
	}
	m.from = s
	return m, j
}

// atDigits reads what starts with a number.
func (x *dates) atDigits(d *doc, i int) (m moment, j int) {
	if !x.cleanLeft(d, i) {
		return m, 0
	}
	if d.toks[i].Runes == 4 {
		return x.atYear(d, i)
	}
	if d.toks[i].Runes > 2 {
		return m, 0
	}
	if next := i + 1; next < len(d.toks) && !d.newLine(next) &&
		(d.sep(next) != noSep || d.is(next, ':') || d.id(next) == x.w.tet || x.role(d, next)&(wMonth|wQuarter|wHour|wTo) != 0 || x.role(d, next)&wDay != 0 && x.role(d, next+1)&(wStart|wEnd) != 0) {
		m, j = x.span(d, i)
	}
	if m.shape != between {
		if m2, j2 := x.item(d, i); j2 > 0 {
			return m2, j2
		}
	}
	if j == 0 && x.opened(d, i) && x.nearDay(d, i) {
		return x.listHead(d, i)
	}
	return m, j
}

// listHead reads the first day of a list in brackets: "(20 và 21-5)".
func (x *dates) listHead(d *doc, i int) (m moment, j int) {
	n, ok := x.small(d, i)
	if !ok || n < 1 || n > 31 {
		return m, 0
	}
	s := noTime
	s.grain, s.day = dayGrain, int8(n)
	if !x.inherit(d, &s, i+1) {
		return m, 0
	}
	return moment{from: s, form: formList}, i + 1
}

// cleanLeft says that the number at i does not go on to the left: no part of
// a longer number, a plate, a document's number.
func (x *dates) cleanLeft(d *doc, i int) bool {
	if i == 0 {
		return true
	}
	if !d.glued(i) {
		return !d.is(i-1, '/')
	}
	p := d.toks[i-1]
	switch {
	case p.Kind == vi.Word:
		return x.w.role(p.ID) != 0 || p.ID == x.w.sn
	case d.is(i-1, ':'):
		return d.toks[max(i-2, 0)].Kind != vi.Digits
	case d.is(i-1, '(') || d.is(i-1, '[') || d.is(i-1, '“') || d.is(i-1, '"') || d.is(i-1, '|') || d.is(i-1, '+'):
		return true
	case d.dash(i-1) || d.is(i-1, ','):
		return !d.glued(i-1) || x.owner(d, i-2) == ownDate || d.toks[max(i-2, 0)].Kind == vi.Word && !d.is(i-1, '-')
	}
	return false
}

// atYear reads what starts with a number of four digits: 2018 - 2023, a bare
// year after a noun, a year of birth.
func (x *dates) atYear(d *doc, i int) (m moment, j int) {
	y, ok := x.fourDigits(d, i)
	if !ok || !modern(y) || d.glued(i+1) && i+1 < len(d.toks) && d.toks[i+1].Kind == vi.Word {
		return m, 0
	}
	s := noTime
	s.grain, s.year = yearGrain, y
	if j := x.isoForm(d, i, &s); j > 0 {
		return moment{from: s, form: formDay}, j
	}
	if m, j = x.span(d, i); j > 0 {
		return m, j
	}
	if m, j = x.item(d, i); j > 0 {
		return m, j
	}
	if d.is(i+1, '/') && d.tight(i+1) {
		if y2, ok := x.fourDigits(d, i+2); ok && y2 == y+1 && !x.runsOn(d, i+3, slash) {
			to := s
			to.year = y2
			return moment{from: s, to: to, shape: between, form: formRange}, i + 3
		}
		return m, 0
	}
	if x.runsOn(d, i+1, noSep) && !d.dash(i+1) {
		return m, 0
	}
	k := i - 1
	if d.is(k, ':') {
		k--
	}
	if d.id(k) == x.w.sn || d.id(k) == x.w.sinh {
		s.birth = true
		return moment{from: s, form: formBirthYear}, i + 1
	}
	if x.opened(d, i) && (d.is(i+1, ')') || d.is(i+1, ',') || d.is(i+1, ';')) && i >= 2 && d.toks[i-2].Kind == vi.Word {
		s.birth = d.toks[i-2].Flags&vi.Upper != 0
		return moment{from: s, form: formBareYear}, i + 1
	}
	if !x.bareYear(d, i) {
		return m, 0
	}
	return moment{from: s, form: formBareYear}, i + 1
}

// isoForm reads 2024-03-04 and 2024/03/04.
func (x *dates) isoForm(d *doc, i int, s *stretch) int {
	k := d.sep(i + 1)
	if k != hyphen && k != slash || d.sep(i+3) != k || !d.tight(i+1) || !d.tight(i+3) {
		return 0
	}
	m, ok1 := x.small(d, i+2)
	day, ok2 := x.small(d, i+4)
	if !ok1 || !ok2 || d.toks[i+2].Runes != 2 || d.toks[i+4].Runes != 2 || m < 1 || m > 12 || day < 1 {
		return 0
	}
	s.grain, s.month, s.day = dayGrain, int8(m), int8(day)
	return i + 5
}

// bareYear says that the number of four digits at i is a year: it follows a
// noun and nothing that it could count follows it.
func (x *dates) bareYear(d *doc, i int) bool {
	if i == 0 || d.newLine(i) || !x.okAfter(d, i+1) && !x.harvest(d, i) && !x.horizon(d, i) || x.ofLaw(d, i) {
		return false
	}
	if c := x.connector(d, i+1); c > 0 && c < len(d.toks) && (d.toks[c].Kind == vi.Digits || d.dash(i+1) && d.tight(i+1)) {
		return false // a range of something else, a code
	}
	p := d.toks[i-1]
	if d.is(i-1, ',') || d.is(i-1, ';') { // "Năm 2021 đạt 5%, 2022 đạt 6%"
		return x.afterYear(d, i)
	}
	if p.Kind == vi.Punct {
		return d.is(i-1, '”') || d.is(i-1, '"') || d.is(i-1, '’')
	}
	if p.ID == x.w.ky { // "cùng kỳ 2018"
		return true
	}
	if d.id(i-2) == x.w.nien && x.crop.has(p.ID) {
		return true // "niên vụ 2022"
	}
	return p.Kind == vi.Word && d.toks[i].Flags&vi.Space != 0 && x.w.role(p.ID)&(wCount|wAct|wCode|wPlenty|wUnit|wName) == 0
}

// harvest says that the name of a crop season stands before the year at i:
// "vụ Hè Thu 2022 xuống giống …", "lúa Đông Xuân 2022".
func (x *dates) harvest(d *doc, i int) bool {
	return x.crop.has(d.id(i-1)) && x.crop.has(d.id(i-2)) && x.role(d, i+1)&wUnit == 0
}

// horizon says that the year at i is one that a plan runs to: "đến 2030 tỉnh có …".
func (x *dates) horizon(d *doc, i int) bool {
	y, ok := x.fourDigits(d, i)
	now, _, _ := d.published.Civil()
	return ok && d.published > 0 && y > now && y <= now+horizonMost && x.role(d, i-1)&wTo != 0 && (x.areas.has(d.id(i+1)) || x.goals.has(d.id(i+1))) && !d.newLine(i+1)
}

// horizonMost is how many years ahead a plan looks at most.
const horizonMost = 35

// afterYear says that a year close to the one at i was named shortly before.
func (x *dates) afterYear(d *doc, i int) bool {
	if len(d.found) == 0 || d.toks[i].Flags&vi.Space == 0 {
		return false
	}
	last := &d.found[len(d.found)-1]
	y := int(d.toks[i].ID - vi.Number(0))
	return i-last.j <= 25 && last.from.grain == yearGrain && last.shape == single && !last.from.birth &&
		y-last.from.year <= 5 && last.from.year-y <= 5 && last.line == d.line
}

// ofAct says that the day at i is that of a document: "Quyết định số
// 12/QĐ-UBND ngày 5/3/2024".
func (x *dates) ofAct(d *doc, i int) bool {
	if x.owner(d, i-1) == ownGuard || d.is(i-1, ',') && x.owner(d, i-2) == ownGuard {
		return true
	}
	for k := i - 1; k >= 0 && k >= i-10; k-- {
		if d.newLine(k+1) || d.is(k, ',') || d.is(k, ';') || d.is(k, '.') {
			return false
		}
		if x.role(d, k)&wAct != 0 && (d.toks[k+1].Kind == vi.Digits || d.is(k+1, ':') || d.toks[k+1].Has(vi.Caps)) {
			return true // "số 12", "số: BC-12", but not "chỉ số tồn kho"
		}
	}
	return false
}
