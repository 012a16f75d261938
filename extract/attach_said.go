package extract

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// A saidTime is a time told without a date: "6 tháng", "trong tuần", "lũy kế".
type saidTime struct {
	at    int    // the token behind it, 0 none
	line  int    // the line it stands in
	value string // "" when the text does not place it
	sum   bool   // "lũy kế": for the figures up to the next semicolon
	now   bool   // "hiện nay" behind years that are over
	alone bool   // "riêng tuần qua": of its paragraph at most
	aside bool   // in a bracket: "(tuần 27: 268 ca)"
}

// lasts reports that the time goes on to hold in the line that begins at token
// line.
func (s *saidTime) lasts(line int) bool { return s.at > 0 && s.line == line && !s.sum && !s.aside }

// How many tokens before a figure, and from the beginning of its sentence, a time
// without a date is looked for.
const (
	saidBack  = 16
	saidFirst = 5
)

// saidOf finds the time without a date that is nearer to m than the date left,
// and keeps it in tl: in a report on the first six months of 2024, "thu ngân sách
// 6 tháng đạt …" is about these six, and "9 tháng ước đạt" about the first nine of
// the year reported on.
func (x *attaches) saidOf(d *doc, tl *timeline, m *mention, left int) bool {
	from := d.sents[m.sentence].First
	if left >= 0 {
		from = max(from, d.dates[left].j)
	}
	jumped := false
	for k := m.i - 1; k >= from && k >= tl.said.at; k-- {
		if k <= m.i-saidBack && !jumped {
			k, jumped = min(k, from+saidFirst), true
			if o := x.opening(d, k+1); o >= 0 && x.closed(d, k, min(m.i, k+bracketLong)) {
				k = o
				continue
			}
		}
		if k+1 < m.i && d.toks[k+1].Is(';') {
			return tl.said.at > from && !tl.said.sum && left >= 0 && left == tl.until
		}
		if d.toks[k].Is(')') {
			if o := x.opening(d, k); o >= 0 {
				k = o
				continue
			}
		}
		if s, ok := x.saidAt(d, tl, k, left); ok && s.at <= m.i {
			s.line, s.alone, s.aside = tl.line, k > 0 && d.id(k-1) == x.only, x.opening(d, k) >= 0
			if s.sum && s.value == "" && tl.said.lasts(tl.line) && tl.said.value == "" {
				return true // "Hiện có 220 con. Mỗi năm mỗi cặp đẻ 4 lứa": what is there now goes on
			}
			tl.said = s
			return true
		}
	}
	return tl.said.at > from && (!tl.said.sum || m.i-tl.said.at < comparisonMost && !x.parted(d, tl.said.at, m.i))
}

// saidAt reads a time without a date that begins at token k.
func (x *attaches) saidAt(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if x.undated(d, k) {
		return saidTime{at: k + 2, value: x.thisYear(d, tl, k)}, true
	}
	if d.owners[k] != free || k+1 >= len(d.toks) {
		return saidTime{}, false
	}
	if d.toks[k].Kind == vi.Digits {
		if s, ok := x.some(d, tl, k, left); ok {
			return s, true
		}
		return x.aWhile(d, tl, k, left)
	}
	if id := int(d.id(k)); id < len(x.saids) {
		for _, read := range x.saids[id] {
			if s, ok := read(x, d, tl, k, left); ok {
				return s, true
			}
		}
	}
	return saidTime{}, false
}

// A saidReader reads a time without a date whose first word is token k. left is the
// date of the sentence before it, -1 none.
type saidReader func(x *attaches, d *doc, tl *timeline, k, left int) (saidTime, bool)

// saidReaders returns the readers by the word that begins what they read; adverbs are the
// first words of those.
func (x *attaches) saidReaders(v *vi.Vocab, adverbs wordSet) (by [][]saidReader) {
	one := func(words ...vi.ID) wordSet { return newWordSet(v).with(words...) }
	for _, r := range [...]struct {
		heads wordSet
		read  saidReader
	}{
		{one(x.week), (*attaches).someWeek},                  // tuần 31, tuần qua
		{one(x.month), (*attaches).monthPast},                // tháng qua
		{one(x.year), (*attaches).schoolYear},                // năm học trước
		{one(x.year), (*attaches).yearPast},                  // năm qua
		{one(x.present, x.going), (*attaches).presently},     // hiện
		{one(x.today), (*attaches).nowadays},                 // nay
		{one(x.until), (*attaches).untilToday},               // đến nay
		{one(x.from), (*attaches).fromStart},                 // từ đầu năm
		{one(x.from), (*attaches).fromThen},                  // từ đó đến nay
		{one(x.from), (*attaches).fromElsewhen},              // từ đầu mùa khô đến nay
		{one(x.duty), (*attaches).someTerm},                  // nhiệm kỳ qua
		{one(x.all), (*attaches).wholeYear},                  // cả năm
		{one(x.over, x.end), (*attaches).yearEnd},            // hết năm
		{one(x.school), (*attaches).semester},                // học kỳ II
		{one(x.tet), (*attaches).thisFeast},                  // Tết này
		{x.counts, (*attaches).aWhile},                       // mấy ngày nay, ba tháng qua
		{one().and(x.rounds, x.crop), (*attaches).otherTurn}, // chuyến trước, hè vừa rồi
		{one(x.year), (*attaches).thatYear},                  // năm đó
		{one(x.when, x.moment), (*attaches).thatTime},        // khi đó
		{one(x.away), (*attaches).ago},                       // cách đây 5 năm
		{adverbs, (*attaches).adverb},                        // mới đây, vụ trước
		{one(x.off).and(x.occasion), (*attaches).daysOff},    // kỳ nghỉ lễ
		{x.within, (*attaches).sameGrain},                    // trong tháng
		{x.sum, (*attaches).summing},                         // lũy kế
		{one().and(x.crop, x.mown), (*attaches).someSeason},  // vụ Đông Xuân
	} {
		for id, in := range r.heads {
			if !in {
				continue
			}
			for id >= len(by) {
				by = append(by, nil)
			}
			by[id] = append(by[id], r.read)
		}
	}
	return by
}

// presently reads "hiện", "đang" behind years that are over.
func (x *attaches) presently(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	word := !d.opens(k) && x.found.has(d.id(k-1)) || x.made.has(d.id(k+1)) || d.toks[k].Has(vi.Caps) // "phát hiện", "hiện hành", "HIỆN"
	return saidTime{at: k + 1, now: true}, !word && (x.stale(d, tl, left) || left < 0 && x.besidesEvent(d, tl, k+1) || d.opens(k) && tl.next == 0 || left >= 0 && d.dates[left].First > d.art.Published && d.published > 0)
}

// nowadays reads "nay" behind years that are over: "Năm 2019 có 2 hộ. Nay có 40 hộ", "năm
// 2010 có 2 hộ, nay có 40 hộ".
func (x *attaches) nowadays(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	switch now := (saidTime{at: k + 1, now: true}); {
	case d.opens(k):
		return now, x.stale(d, tl, left)
	case k == 0 || !d.toks[k-1].Is(','):
		return saidTime{}, false
	case left < 0:
		return now, x.stale(d, tl, left) || x.foundedBefore(d, tl, k)
	}
	return x.tillNow(d, tl, k-1, left)
}

// fromThen reads "từ đó đến nay": from the beginning of the time told last.
func (x *attaches) fromThen(d *doc, tl *timeline, k, _ int) (saidTime, bool) {
	if d.id(k+1) != x.there || d.id(k+2) != x.until || !x.now.has(d.id(k+3)) || d.owners[k+1] != free || tl.next == 0 || !x.covers(d, tl.next-1) {
		return saidTime{}, false
	}
	first := d.dates[tl.next-1].First
	return saidTime{at: k + 4, value: first + "/.."}, first != ""
}

// fromElsewhen reads "từ đầu mùa khô đến nay", whose beginning is not told.
func (x *attaches) fromElsewhen(d *doc, _ *timeline, k, _ int) (saidTime, bool) {
	if d.id(k+1) == x.today || d.id(k+1) == x.start && d.id(k+2) == x.duty {
		return saidTime{}, false
	}
	at := x.untilNow(d, k+1)
	return saidTime{at: at}, at > 0
}

// thisFeast reads "Tết này", whose days are not told.
func (x *attaches) thisFeast(d *doc, _ *timeline, k, _ int) (saidTime, bool) {
	if x.past.has(d.id(k+1)) && (x.opensPart(d, k) || x.occasion.has(d.id(k-1))) {
		return saidTime{at: k + 2, value: yearText(x.lastFeast(d))}, d.published > 0 // "dịp Tết vừa rồi"
	}
	return saidTime{at: k + 2}, x.now.has(d.id(k+1)) && (d.opens(k) || x.occasion.has(d.id(k-1)))
}

// feastOver is the month of the year in which Tết is over.
const feastOver = 2

// lastFeast returns the year of the last Tết at publication.
func (x *attaches) lastFeast(d *doc) int {
	y, m, _ := d.published.Civil()
	if m < feastOver {
		y--
	}
	return y
}

// What an adverb of time tells, by the kinds of data/times.tsv.
const (
	adverbNow int32 = iota
	adverbElsewhen
	adverbYearly
	adverbNext
	adverbSpell
)

// readTimes reads the adverbs of time, and the words that they begin with.
func readTimes(v *vi.Vocab) (p *vi.Phrases, heads wordSet, err error) {
	rows, err := vi.ReadTable(vi.Data, "data/times.tsv")
	if err != nil {
		return nil, nil, err
	}
	p = vi.NewPhrases(v)
	for _, r := range rows {
		kind, ok := map[string]int32{"now": adverbNow, "elsewhen": adverbElsewhen, "yearly": adverbYearly, "next": adverbNext, "spell": adverbSpell}[r.Get("kind")]
		if !ok {
			return nil, nil, r.Errorf("kind is %q, not now, elsewhen, yearly, next or spell", r.Get("kind"))
		}
		p.Add(r.Get("words"), kind)
		heads = heads.with(vi.Tokenize(nil, r.Get("words"), v)[0].ID)
	}
	return p, heads, nil
}

// adverb reads "mới đây", "vụ trước", "hằng năm" that opens a part of the sentence at token
// k: a time that the text does not place.
func (x *attaches) adverb(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if !x.opensPart(d, k) {
		return saidTime{}, false
	}
	kind, n := x.adverbs.Longest(d.toks, k)
	s := saidTime{at: k + n, now: kind == adverbNow, sum: kind == adverbYearly}
	switch {
	case n == 0:
		return s, false
	case kind == adverbNext:
		s.value = yearText(tl.now + 1)
		return s, tl.now > 0 && d.toks[s.at].Kind != vi.Digits
	case kind == adverbSpell:
		s.value = x.lastSpell(d, tl)
		return s, s.value != ""
	case kind == adverbNow:
		return s, x.stale(d, tl, left)
	case kind == adverbYearly:
		at := tl.atHand(left)
		years := at >= 0 && x.severalYears(d.dates[at].Value) || tl.said.lasts(tl.line) && x.severalYears(tl.said.value)
		return s, !years && d.opens(k) && !x.onMonths(d, tl) // "Giai đoạn 2016 - 2020, hằng năm …"
	}
	return s, true
}

// whileAhead is how many words stand before the number of a while that opens a part of
// the sentence: "Trong hơn ba tháng qua".
const whileAhead = 2

// aWhile reads "mấy ngày nay", "hơn một tháng qua", "bốn năm sau" that opens a part of the
// sentence, its number at token k: a time whose beginning is not told.
func (x *attaches) aWhile(d *doc, _ *timeline, k, _ int) (saidTime, bool) {
	unit := d.id(k + 1)
	if unit != x.day && unit != x.week && unit != x.month && unit != x.year && !x.crop.has(unit) || d.owners[k+1] != free {
		return saidTime{}, false
	}
	at := k + 2
	switch id := d.id(at); {
	case d.newLine(at):
		return saidTime{}, false
	case x.now.has(id) || x.past.has(id), id == x.nearly && d.id(at+1) == x.here:
	case id == x.back && d.id(at+2) == x.here:
	case id == x.afterWord: // "Bốn năm sau, …"
	default:
		return saidTime{}, false
	}
	for j := k; j >= 0 && j >= k-whileAhead; j-- {
		if d.opens(j) || d.toks[j-1].Is(',') {
			return saidTime{at: at + 1}, true
		}
	}
	return saidTime{}, false
}

// yearsBack is how many years back at most a year is told by their number.
const yearsBack = 30

// ago reads "cách đây 5 năm" that opens a part of the sentence at token k.
func (x *attaches) ago(d *doc, tl *timeline, k, _ int) (saidTime, bool) {
	if d.id(k+1) != x.here || !d.opens(k) && !d.toks[k-1].Is(',') {
		return saidTime{}, false
	}
	n, at := d.x.dates.runCount(d, k+2)
	if at == 0 || d.newLine(at) {
		return saidTime{at: k + 2}, true // "cách đây hơn 600 năm"
	}
	s := saidTime{at: at + 1}
	if d.id(at) == x.year && n < yearsBack && tl.now > n {
		s.value = yearText(tl.now - n)
	}
	return s, true
}

// opensPart reports that token k opens a part of the sentence, behind a comma or what tells
// who says it too, with or without "hồi".
func (x *attaches) opensPart(d *doc, k int) bool {
	if k > 0 && !d.toks[k].Has(vi.Line) && (d.id(k-1) == d.x.dates.w.hoi || d.x.dates.role(d, k-1)&wTo != 0) {
		k-- // "hồi đầu vụ", "tới vụ mùa vừa qua"
	}
	return d.opens(k) && (k == 0 || !d.toks[k-1].Is('%')) || k > 0 && (d.toks[k-1].Is(',') || x.speaking.has(d.id(k-1)))
}

// otherTurn reads "chuyến trước", "vụ này", "hè vừa rồi" that opens a part of the sentence at
// token k: one of what comes again whose time is not told.
func (x *attaches) otherTurn(d *doc, tl *timeline, k, _ int) (saidTime, bool) {
	id := d.id(k + 1)
	if !x.otherRound.has(id) && !x.past.has(id) && !(x.crop.has(d.id(k)) && x.now.has(id)) || d.owners[k+1] != free || d.toks[k+1].Has(vi.Line) || !x.opensPart(d, k) || x.comparedAt(d, k) {
		return saidTime{}, false
	}
	return saidTime{at: k + 2}, true
}

// thatYear reads "năm đó", "năm ấy" that opens a part of the sentence: the year of the date
// told last.
func (x *attaches) thatYear(d *doc, tl *timeline, k, _ int) (saidTime, bool) {
	if d.id(k+1) != x.there || d.owners[k+1] != free || !x.opensPart(d, k) || tl.next == 0 || d.dates[tl.next-1].First == "" {
		return saidTime{}, false
	}
	return saidTime{at: k + 2, value: yearOf(d.dates[tl.next-1].First)}, true
}

// thatTime reads "khi đó", "lúc đó" that opens a part of the sentence or a bracket: the time
// of the date told last.
func (x *attaches) thatTime(d *doc, tl *timeline, k, _ int) (saidTime, bool) {
	if d.id(k+1) != x.there || d.owners[k+1] != free || !x.opensPart(d, k) && !d.toks[max(k-1, 0)].Is('(') || tl.next == 0 {
		return saidTime{}, false
	}
	s := saidTime{at: k + 2}
	if v := dayOnly(d.dates[tl.next-1].Value); !strings.HasSuffix(v, "..") {
		s.value = v
	}
	return s, true
}

// severalYears reports that v is a run of years.
func (x *attaches) severalYears(v string) bool {
	first, last, ok := spanOf(v)
	return ok && last.Year() > first.Year()+1
}

// sinceAhead is how many words behind "từ" its "đến nay" stands.
const sinceAhead = 8

// untilNow returns the token behind "đến nay" in the words from token i, 0 where none
// stands there or a date does.
func (x *attaches) untilNow(d *doc, i int) int {
	for k := i; k+1 < len(d.toks) && k < i+sinceAhead && d.owners[k] != ownDate && d.toks[k].Kind != vi.Punct && !d.toks[k].Has(vi.Line); k++ {
		if (d.id(k) == x.until || d.id(k) == x.up) && x.now.has(d.id(k+1)) {
			return k + 2
		}
	}
	return 0
}

// undated reports that "năm nay" stands at token k and that nothing tells which year
// that is.
func (x *attaches) undated(d *doc, k int) bool {
	if d.id(k) != x.year || d.id(k+1) != x.today || d.owners[k] != ownDate {
		return false
	}
	for n := range x.datesFrom(d, k) {
		return d.dates[n].i > k
	}
	return true
}

// thisYear returns what "năm nay" at token k means with what is said of it: "8 tháng đầu năm nay".
func (x *attaches) thisYear(d *doc, tl *timeline, k int) string {
	if k > 2 && d.id(k-1) == x.start && d.id(k-2) == x.month {
		if n, ok := d.toks[k-3].Value(); ok && n > 1 && n < 12 {
			return firstMonthsOf(yearText(tl.now), n)
		}
	}
	return yearText(tl.now)
}

// yearText returns a year as a value, "" for 0.
func yearText(year int) string {
	if year == 0 {
		return ""
	}
	return fmt.Sprint(year)
}

// daysOff reads "kỳ nghỉ lễ", "trong dịp Tết" at token k: the days that the text
// gives before, else nothing that could be told.
func (x *attaches) daysOff(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	n, off := k+1, d.id(k) == x.off
	if d.id(n) == x.off {
		n, off = n+1, true
	}
	named := d.id(n) == x.feastDay || d.id(n) == x.tet
	switch {
	case off && (named || x.occasion.has(d.id(n-2))):
	case !off && named && k > 0 && (x.during.has(d.id(k-1)) || (d.opens(k) || d.toks[k-1].Is(',') || d.id(k-1) == x.only) && n+1 < len(d.toks) && (d.toks[n+1].Is(',') || d.owners[n] == ownDate)):
	default:
		return saidTime{}, false
	}
	if x.comparedAt(d, k) || left >= 0 && !isDay(&d.dates[left]) {
		return saidTime{}, false // "Trong tháng 9 có kỳ nghỉ lễ dài, lượng khách đạt …"
	}
	days := ""
	if !x.comes(d, n) {
		days = x.rangeOf(d, tl, 2, 12)
	}
	return saidTime{at: n, value: cmp.Or(days, x.yearOfTet(d, n))}, true
}

// yearOfTet returns the year of the Tết that is told at token i, "" where it is another feast.
func (x *attaches) yearOfTet(d *doc, i int) string {
	for k := range x.datesFrom(d, i) {
		if t := &d.dates[k]; t.i == i && t.Inferred == "" && d.id(i) == x.tet {
			return yearOf(t.Value)
		}
		return ""
	}
	return ""
}

// comes reports that the feast at token i is still to come.
func (x *attaches) comes(d *doc, i int) bool {
	for k := range x.datesFrom(d, i) {
		t := &d.dates[k]
		return t.i == i && d.art.Published != "" && t.First > d.art.Published
	}
	return false
}

// untilToday reads "đến nay" at token k.
func (x *attaches) untilToday(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if !x.now.has(d.id(k + 1)) {
		return saidTime{}, false
	}
	return x.tillNow(d, tl, k, left)
}

// tillNow reads "đến nay" at token k behind an earlier time: "năm 2010 đạt 2 tiêu
// chí, đến nay đạt 15 tiêu chí". What is counted now is none of that time.
func (x *attaches) tillNow(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if left < 0 {
		return saidTime{at: k + 2, now: true}, d.id(k) == x.until && (d.opens(k) && x.stale(d, tl, left) || x.opensPart(d, k) && x.besidesEvent(d, tl, k+2) || k > 0 && d.toks[k-1].Is(',') && x.foundedBefore(d, tl, k))
	}
	if d.dates[left].Last == "" {
		return saidTime{}, false
	}
	if t := &d.dates[left]; t.j == k && d.id(t.i-1) == x.school && d.id(t.i-3) == x.from {
		return saidTime{at: k + 2, value: yearOf(t.First) + "/.."}, true // "từ năm học 2020 - 2021 đến nay"
	}
	if x.sinceThen(d, left) {
		return saidTime{at: k + 2, value: dayOnly(d.dates[left].Value) + "/.."}, true // "từ đầu nhiệm kỳ (2016) đến nay"
	}
	year := yearOf(d.art.Published)
	if tl.first >= 0 && tl.first != left {
		year = max(year, yearOf(d.dates[tl.first].Last))
	}
	apart := atoi(year) - atoi(yearOf(d.dates[left].Last))
	if year == "" || apart < 1 || apart < 2 && !d.figureIn(d.dates[left].j, k) {
		return saidTime{}, false
	}
	return saidTime{at: k + 2}, true
}

// foundedBefore reports that something began in an earlier year in the sentence before
// token k: "Thành lập năm 2016 với 21 thành viên, đến nay có 168 thành viên".
func (x *attaches) foundedBefore(d *doc, tl *timeline, k int) bool {
	from := d.sentence(k).First
	for n := tl.next - 1; n >= 0 && d.dates[n].i >= from; n-- {
		if t := &d.dates[n]; d.standings[n]&founding != 0 && t.Last != "" && atoi(yearOf(t.Last)) < tl.now {
			return true
		}
	}
	return false
}

// stale reports that the time at hand, in years that are over or in several, is none of
// what there is now: "Hiện toàn tỉnh có 310 cơ sở".
func (x *attaches) stale(d *doc, tl *timeline, left int) bool {
	at := tl.atHand(left)
	if left < 0 && tl.paragraph < 0 && tl.older >= 0 {
		at = tl.older
	}
	if at < 0 || tl.now == 0 {
		return false
	}
	if strings.HasSuffix(d.dates[at].Value, "..") {
		return left < 0 // "Từ năm 2021 đến nay có 46.200 ca. Hiện có 12.900 ca"
	}
	first, last, ok := spanOf(dayOnly(d.dates[at].Value))
	return ok && !first.Equal(last) && (last.Year() < tl.now || last.Year() > first.Year()+1)
}

// wholeAhead is how many tokens behind "hiện", "đến nay" the place stands that something is told
// of.
const wholeAhead = 5

// besidesEvent reports that the article tells of an event of some days and that the words from
// token i on go on to what somebody or a whole place has: "thành phố hiện có 312 cơ sở", "Đến
// nay, toàn huyện có 142 câu lạc bộ".
func (x *attaches) besidesEvent(d *doc, tl *timeline, i int) bool {
	if tl.first < 0 || tl.paragraph >= 0 || x.upTo(d, tl.first) {
		return false
	}
	first, last, ok := spanOf(dayOnly(d.dates[tl.first].Value))
	if !ok || last.Sub(first) >= daysMost*24*time.Hour {
		return false
	}
	if d.id(i) == x.having && d.id(i-1) == x.present && !d.opens(i-1) {
		return true
	}
	for j := i; j < min(i+wholeAhead, len(d.toks)-1) && !d.newLine(j); j++ {
		if d.id(j) == x.whole || d.id(j) == d.x.figures.whats.dia && d.id(j+1) == d.x.figures.whats.ban {
			return true
		}
	}
	return false
}

// recentDays is how many days before the publication the month ends that a report of
// that day is about.
const recentDays = 40

// recent reports that month v ended shortly before the publication.
func (x *attaches) recent(d *doc, v string) bool {
	_, last, ok := ends(v)
	p, _, known := day(d.art.Published)
	return ok && (!known || p.Sub(last) <= recentDays*24*time.Hour)
}

// atHand returns the date that the text is about at the figure at hand: the one on
// its left, else that of the paragraph, of an earlier one, of the article; -1 none.
func (tl *timeline) atHand(left int) int {
	for _, at := range [...]int{left, tl.paragraph, tl.carried} {
		if at >= 0 {
			return at
		}
	}
	return tl.first
}
