package extract

import (
	"time"

	"github.com/trich-vn/trich/internal/vi"
)

// A meetingWords holds the words of meetings, of those who come to them, of what is
// done there, of votes and the papers passed, of what is handed over, of calls to a plan, of
// what began or ended on a day, of the occasion that a sentence is about and of the first and
// the last day of what lasted some days.
type meetingWords struct {
	meetings, attend, acts, votes, papers, awards, gifts, launches, begins, occasions, spanOpens, spanCloses *vi.Phrases
}

// readMeetings reads the words of meetings by their kind.
func readMeetings(v *vi.Vocab) (w meetingWords, err error) {
	rows, err := vi.ReadTable(vi.Data, "data/meetings.tsv")
	if err != nil {
		return w, err
	}
	kinds := map[string]*vi.Phrases{}
	for kind, p := range map[string]**vi.Phrases{"meeting": &w.meetings, "attend": &w.attend, "act": &w.acts, "vote": &w.votes, "paper": &w.papers, "award": &w.awards, "gift": &w.gifts, "launch": &w.launches, "begin": &w.begins, "occasion": &w.occasions, "open": &w.spanOpens, "close": &w.spanCloses} {
		*p = vi.NewPhrases(v)
		kinds[kind] = *p
	}
	for _, r := range rows {
		for _, kind := range r.List("kind") {
			p := kinds[kind]
			if p == nil {
				return w, r.Errorf("kind is %q, not meeting, attend, act, vote, paper, award, gift, launch, begin, occasion, open or close", kind)
			}
			p.Add(r.Get("words"), 0)
			if p == w.votes || p == w.awards {
				w.acts.Add(r.Get("words"), 0)
			}
		}
	}
	return w, nil
}

// How many days a meeting lasts at most, and how many tokens before and behind its
// day it is named.
const (
	meetingDays  = 4
	meetingBack  = 10
	meetingAhead = 40
)

// meets reports that date k is the day or the days of a meeting: what is reported
// there is of another time.
func (x *attaches) meets(d *doc, k int) bool {
	t := &d.dates[k]
	if !isDay(t) {
		first, last, ok := ends(t.Value)
		if !ok || last.Sub(first) >= meetingDays*24*time.Hour {
			return false
		}
	}
	s := d.sentence(t.i)
	for j := max(s.First, t.i-meetingBack); j < min(s.End, t.j+meetingAhead); j++ {
		if _, n := x.meetings.Longest(d.toks, j); n > 0 && d.owners[j] == free && !(j > s.First && x.marking.has(d.id(j-1))) {
			if _, longer := x.events.Longest(d.toks, j); longer <= n {
				return true
			}
		}
	}
	return false
}

// passing reports that date k is over with its paragraph: a day, or the days of a
// meeting.
func (x *attaches) passing(d *doc, k int) bool {
	return isDay(&d.dates[k]) || d.standings[k]&meeting != 0
}

// meetingBefore is how many dates are gone back over to the day of a meeting.
const meetingBefore = 12

// attended returns the day of the meeting that m tells who came to: "cùng dự có 112
// kiểm sát viên", "180 đại biểu". "" when it is none.
func (x *attaches) attended(d *doc, tl *timeline, m *mention) string {
	if k := x.metOn(d, tl); k >= 0 && x.attends(d, m) {
		return dayOnly(d.dates[k].Value)
	}
	return ""
}

// metOn returns the date of the last meeting told of before the figure at hand, -1 when
// there is none or another day was told of since: "Chiều 2/6, Ủy ban bầu cử họp … Trong
// ngày bầu cử 23/5, …".
func (x *attaches) metOn(d *doc, tl *timeline) int {
	for k := tl.next - 1; k >= 0 && k >= tl.next-meetingBefore; k-- {
		switch {
		case d.standings[k]&meeting != 0:
			return k
		case isDay(&d.dates[k]) && d.standings[k]&(covering|planning) == covering && d.id(d.dates[k].i-1) != x.until:
			return -1
		}
	}
	return -1
}

// decided returns the day of the meeting that m tells a vote or a paper passed of, in a
// paragraph without a time of its own: "trúng cử với 32/33 phiếu", "Kỳ họp thông qua 14
// nghị quyết". "" when it tells none.
func (x *attaches) decided(d *doc, tl *timeline, m *mention) string {
	k := x.metOn(d, tl)
	if k < 0 || tl.paragraph >= 0 || tl.said.lasts(tl.line) || !x.near(d, x.votes, m) && !x.passed(d, tl, m) {
		return ""
	}
	return dayOnly(d.dates[k].Value)
}

// handed reports that m counts what was handed over or who was elected, behind a plan
// that the text told of last or where its sentence or its line opens with the occasion, and
// returns the day it was done on: "Dịp này, huyện khen thưởng 12 tập thể". The day is ""
// where none is told.
func (x *attaches) handed(d *doc, tl *timeline, m *mention) (string, bool) {
	on := x.onOccasion(d, d.sents[m.sentence].First) || tl.paragraph < 0 && x.onOccasion(d, tl.line)
	if !tl.planned && !on || !x.near(d, x.awards, m) && !(on && x.near(d, x.gifts, m)) {
		return "", false
	}
	k := x.metOn(d, tl)
	if k < 0 && on {
		k = tl.event
	}
	if k >= 0 {
		return dayOnly(d.dates[k].Value), true
	}
	return "", tl.planned
}

// onOccasion reports that the sentence at token i, or what follows the words it opens with,
// begins with the occasion it is about: "dịp này", "cũng tại buổi lễ", "sau một ngày xét xử,
// HĐXX tuyên phạt".
func (x *attaches) onOccasion(d *doc, i int) bool {
	for j := i; j < i+occasionLead && j < len(d.toks); j++ {
		if j >= i+2 && !d.toks[j-1].Is(',') {
			continue
		}
		if _, n := x.occasions.Longest(d.toks, j); n > 0 {
			return true
		}
	}
	return false
}

// occasionLead is how many tokens open a sentence before the occasion that it is about.
const occasionLead = 8

// dayOfOccasion returns the day in the first lines of the article on which something was held or
// happened, -1 when none is told there: the day that it tells what was handed over on.
func (x *attaches) dayOfOccasion(d *doc) int {
	lines, at := 0, 0
	for k := range d.dates {
		for ; at <= d.dates[k].i; at++ {
			if d.toks[at].Has(vi.Line) {
				lines++
			}
		}
		if lines > headLines {
			break
		}
		if isDay(&d.dates[k]) && x.opening(d, d.dates[k].i) < 0 && d.standings[k]&^meeting == covering && !x.festival(d, k) && x.lately(d, k) && !x.upTo(d, k) {
			return k
		}
	}
	return -1
}

// passed reports that m counts papers that a meeting passed: one that opens the sentence,
// or else any where the article has told of no longer time.
func (x *attaches) passed(d *doc, tl *timeline, m *mention) bool {
	if _, n := x.papers.Longest(d.toks, m.u0); n == 0 || !x.ledBy(d, x.acts, m.i, passBack) {
		return false
	}
	if tl.carried < 0 && tl.saidLast == "" {
		return true
	}
	for j := d.sents[m.sentence].First; j < m.i && j < d.sents[m.sentence].First+leadIn; j++ {
		if _, n := x.meetings.Longest(d.toks, j); n > 0 {
			return true
		}
	}
	return false
}

// passBack is how many tokens before the papers their passing is told.
const passBack = 4

// doneThere reports that the sentence of m tells what was done at a meeting: what is
// reported there is of another time.
func (x *attaches) doneThere(d *doc, m *mention) bool { return x.near(d, x.acts, m) }

// near reports that a phrase of p begins near m in its sentence.
func (x *attaches) near(d *doc, p *vi.Phrases, m *mention) bool {
	s := d.sents[m.sentence]
	for j := max(s.First, m.i-comparisonMost); j < min(s.End, m.j+comparisonMost); j++ {
		if _, n := p.Longest(d.toks, j); n > 0 {
			return true
		}
	}
	return false
}

// attends reports that m counts who came: delegates, or what stands behind "tham dự".
func (x *attaches) attends(d *doc, m *mention) bool {
	for j := m.u0; j <= m.u1; j++ {
		if d.id(j) == x.delegate && d.id(j+1) == x.table {
			return true
		}
	}
	for j := m.j; j < m.j+besideFigure && j < d.sents[m.sentence].End; j++ {
		if _, n := x.attend.Longest(d.toks, j); n > 0 {
			return true // "hơn 3.000 người dân tham dự"
		}
	}
	for j := max(d.sents[m.sentence].First, m.i-comparisonMost); j < m.i; j++ {
		if _, n := x.attend.Longest(d.toks, j); n > 0 && j+n <= m.i {
			return true
		}
	}
	return false
}

// How many tokens before a year the call to a plan stands, and before a day what began
// on it.
const (
	launchBack = 8
	beginBack  = 5
)

// launched reports that a call to a plan leads to date k: "phát động phong trào thi
// đua năm 2019".
func (x *attaches) launched(d *doc, k int) bool {
	return !isDay(&d.dates[k]) && x.ledBy(d, x.launches, d.dates[k].i, launchBack)
}

// begun reports that date k is when something began or ended that the sentence tells of:
// "khởi công tháng 3/2018".
func (x *attaches) begun(d *doc, k int) bool {
	return x.ledBy(d, x.begins, d.dates[k].i, beginBack) || x.onceForeseen(d, k)
}

// onceForeseen reports that date k, which is over, is when something was to be done: "dự
// kiến hoàn thành năm 2019 nhưng phải gia hạn 3 lần".
func (x *attaches) onceForeseen(d *doc, k int) bool {
	t := &d.dates[k]
	if isDay(t) || t.Last == "" || t.Last >= d.art.Published {
		return false
	}
	for j := t.i - 1; j >= 0 && j >= t.i-beginBack && d.toks[j].Kind == vi.Word && !d.toks[j+1].Has(vi.Line); j-- {
		if side, n := d.x.dates.w.leans.Longest(d.toks, j); n > 0 && side == 1 {
			return true
		}
	}
	return false
}

// ledBy reports that a phrase of p begins in the back tokens before token i, with
// nothing but words behind it.
func (x *attaches) ledBy(d *doc, p *vi.Phrases, i, back int) bool {
	for j := i - 1; j >= 0 && j >= i-back && d.toks[j].Kind == vi.Word && !d.toks[j+1].Has(vi.Line); j-- {
		if _, n := p.Longest(d.toks, j); n > 0 && j+n <= i {
			return true
		}
	}
	return false
}
