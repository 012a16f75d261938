package extract

import (
	"errors"
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
	meetingWords
	compare, with, same, term, sameShort    vi.ID       // so, với, cùng, kỳ; CK
	plan, none                              wordSet     // kế, hướng: of what is to come; kế, dự: compared with no time
	apart                                   wordSet     // sinh, giá, sánh: the date behind them is no time of a figure
	before                                  wordSet     // trước, ngoái, liền
	week, month, quarter, year, until, up   vi.ID       // up: tới
	sum                                     wordSet     // lũy kế, tính: sums up from the year's start
	duty, start, half, equals               vi.ID       // nhiệm; đầu; nửa; bằng
	during                                  wordSet     // trong, qua: before a term of office
	whole, of                               vi.ID       // toàn, của
	ap, dung                                vi.ID       // áp dụng
	thoi, diem                              vi.ID       // thời điểm
	at                                      wordSet     // tại, ở
	beside, bridge                          wordSet     // bằng, hơn, vượt; cả, mức, của
	within                                  wordSet     // trong đó, riêng
	details, detailed                       wordSet     // theo, cụ; đó, thể: lead from a summary to its figures
	lasting, counted                        wordSet     // trong, sau: before "9 tháng"; ước, đạt: behind it
	summed                                  wordSet     // chung, kế: before it, of a sum
	flow, events                            *vi.Phrases // of flows and stocks; beginnings of names of events
	off, feastDay, tet, most, school, photo vi.ID       // nghỉ; lễ, tết; nhất; học; ảnh
	occasion                                wordSet     // dịp, kỳ: before days off
	measured, aim                           wordSet     // bằng, vượt: before "dự toán"; toán, tiêu: its second syllable
	past                                    wordSet     // qua, vừa: behind "tuần"
	bounds                                  wordSet     // từ, đến: behind "lũy kế"
	measure, sames                          wordSet     // mức, bình: behind "so với"; thời, vụ: behind "cùng"
	named                                   wordSet     // cao, hành: behind "trong tháng", of a month by name

	from, ever vi.ID   // từ, kể
	now        wordSet // nay, này: behind "đến"
	again      wordSet // tương, tỷ: between a change and its share
	day, over  vi.ID   // ngày, hết
	end        vi.ID   // cuối
	measures   wordSet // số, lệ: before "này"
	judge      vi.ID   // đánh
	all        vi.ID   // cả
	foreseen   wordSet // kiến, ước: before "cả năm"

	course, delegate, table            vi.ID       // khóa; đại biểu
	there, here, only                  vi.ID       // đó, đây; riêng
	isWord, today                      vi.ID       // là; nay
	hence, present                     vi.ID       // nên; hiện
	found                              wordSet     // phát, thực: before "hiện" of another word
	made                               wordSet     // hành, đại: behind it
	when, moment                       vi.ID       // khi, lúc: "khi đó"
	but, because                       wordSet     // song, nhưng; do, vì
	afterWord                          vi.ID       // sau
	many                               wordSet     // số, tổng: between "trong" and a figure
	demands                            wordSet     // đề nghị, phấn đấu: before "cả năm"
	coming                             wordSet     // tới, mới: behind "nhiệm kỳ"
	crop                               wordSet     // vụ, xuân: of the season before
	wasWhen                            wordSet     // là, vào: behind "nhất"
	grades                             wordSet     // cao, thấp: before "nhất"
	times                              wordSet     // đôi, lần: behind "gấp"
	happening                          wordSet     // trận, đợt: begin the name of what happened
	born                               wordSet     // sinh: the date behind it is no time of a figure
	teacher, into, covid, stage, flown vi.ID       // giáo; vào; giai; trôi
	persons                            wordSet     // ông, tôi: of one person
	homes                              wordSet     // hộ, đình: before it, of the person's household
	turning                            wordSet     // của, khi, còn: before "cùng kỳ" of another figure
	mown                               wordSet     // lúa, niên: begin or end the name of a season
	seasons                            *vi.Phrases // names of seasons
	kin                                wordSet     // con, em: beside it, of many: "bà con"

	dimensions, stretching                             wordSet     // rộng, dài: before it; mở, kéo: before those
	predicates, circumstances                          wordSet     // đã, đạt: tell of what there is; trong, lúc: no subject begins with them
	power, works, bulk, room, plot, laid, away, having vi.ID       // công suất, dung tích; cách; có
	atHand                                             vi.ID       // hiện: before có
	done, alongside                                    vi.ID       // đã, với
	rounds, otherRound                                 wordSet     // chuyến, mùa: what comes again; trước, sau: behind them, of another
	willing                                            wordSet     // sẽ, phấn: before what is to come
	promises                                           wordSet     // cam, mục: behind a comma, begin what is promised
	speaking                                           wordSet     // biết, kể: before what is said
	justTold                                           wordSet     // trên, đó: behind "cùng thời gian"
	kept, mind                                         vi.ID       // kỷ niệm
	marking                                            wordSet     // nhân, dịp: before "kỷ niệm" that is no meeting
	justOnly                                           vi.ID       // chỉ: before "sau 2 năm"
	each                                               wordSet     // mỗi, hàng: before "năm"
	onwards                                            wordSet     // thì, sang: end a comparison
	planted                                            wordSet     // trồng, xây: before the age of what is counted
	caught                                             wordSet     // bắt, lộ: behind "đến khi bị"
	telling                                            wordSet     // biết, cáo: behind the day on which something was told
	effect, force                                      vi.ID       // hiệu lực
	going, aged                                        vi.ID       // đang; tuổi
	counts                                             wordSet     // mấy, ba: begin a while
	nearly, back                                       vi.ID       // gần: gần đây; trở: trở lại đây
	adverbs                                            *vi.Phrases // of no date: "mới đây", "vụ trước"

	saids [][]saidReader // the readers of times without a date, by the ID of their first word
}

func newAttaches(v *vi.Vocab, book wordBook) (*attaches, error) {
	flow, err := readFlows(v)
	events, err2 := readEvents(v)
	words, err3 := readMeetings(v)
	seasons, err4 := readSeasons(v)
	x := &attaches{
		compare: v.Add("so"), with: v.Add("với"), same: v.Add("cùng"), term: v.Add("kỳ"), sameShort: v.Add("ck"),
		plan:   book.set("date.plans"),
		none:   book.set("compare.no-time"),
		apart:  book.set("date.apart"),
		before: book.set("date.before"),
		week:   v.Add("tuần"), month: v.Add("tháng"), quarter: v.Add("quý"), year: v.Add("năm"), until: v.Add("đến"), up: v.Add("tới"),
		sum:  book.set("date.sums-up"),
		thoi: v.Add("thời"), diem: v.Add("điểm"), duty: v.Add("nhiệm"), start: v.Add("đầu"), half: v.Add("nửa"), equals: v.Add("bằng"), during: book.set("term.during"), ap: v.Add("áp"), dung: v.Add("dụng"), whole: v.Add("toàn"), of: v.Add("của"), at: book.set("place.at"),
		beside: book.set("compare.beside"), bridge: book.set("compare.bridge"), within: book.set("sentence.parts"), details: book.set("sentence.details"), detailed: book.set("sentence.detailed"),
		lasting: book.set("months.lasting"), counted: book.set("months.counted"), summed: book.set("months.summed"),
		flow: flow, events: events,
		off: v.Add("nghỉ"), feastDay: v.Add("lễ"), tet: v.Add("tết"), most: v.Add("nhất"), school: v.Add("học"), photo: v.Add("ảnh"), ever: v.Add("kể"), from: v.Add("từ"),
		occasion: book.set("feast.occasions"), measured: book.set("plan.measured"), aim: book.set("plan.ends"),
		past: book.set("week.past"), bounds: book.set("sum.bounds"), named: book.set("month.named"),
		now: book.set("until.now"), all: v.Add("cả"), judge: v.Add("đánh"), day: v.Add("ngày"), over: v.Add("hết"), end: v.Add("cuối"), again: book.set("change.again"), foreseen: book.set("year.foreseen"), measure: book.set("compare.measures"), sames: book.set("compare.sames"),
		course:       v.Add("khóa"),
		there:        v.Add("đó"),
		only:         v.Add("riêng"),
		isWord:       v.Add("là"),
		here:         v.Add("đây"),
		today:        v.Add("nay"),
		afterWord:    v.Add("sau"),
		demands:      book.set("year.demanded"),
		many:         book.set("series.many"),
		but:          book.set("clause.turns"),
		because:      book.set("clause.because"),
		hence:        v.Add("nên"),
		present:      v.Add("hiện"),
		found:        book.set("present.not-after"),
		measures:     book.set("figure.again"),
		made:         book.set("present.not-before"),
		when:         v.Add("khi"),
		moment:       v.Add("lúc"),
		delegate:     v.Add("đại"),
		table:        v.Add("biểu"),
		coming:       book.set("term.coming"),
		times:        book.set("compare.times"),
		happening:    book.set("compare.happenings"),
		grades:       book.set("most.grades"),
		wasWhen:      book.set("most.when"),
		crop:         book.set("season.crops"),
		born:         book.set("date.born"),
		teacher:      v.Add("giáo"),
		into:         v.Add("vào"),
		covid:        v.Add("covid"),
		stage:        v.Add("giai"),
		flown:        v.Add("trôi"),
		persons:      book.set("story.persons"),
		homes:        book.set("story.homes"),
		kin:          book.set("story.kin"),
		turning:      book.set("compare.turning"),
		mown:         book.set("season.words"),
		seasons:      seasons,
		meetingWords: words,
	}
	x.dimensions, x.stretching, x.predicates, x.circumstances = book.set("standing.dimensions"), book.set("standing.stretching"), book.set("standing.predicates"), book.set("standing.circumstances")
	x.power, x.works, x.bulk, x.room, x.plot, x.laid = v.Add("suất"), v.Add("công"), v.Add("tích"), v.Add("dung"), v.Add("kế"), v.Add("thiết")
	x.atHand = v.Add("hiện")
	x.away, x.having, x.done, x.alongside = v.Add("cách"), v.Add("có"), v.Add("đã"), v.Add("với")
	x.rounds, x.otherRound = book.set("time.turns"), book.set("time.turned")
	x.willing = book.set("plan.intends")
	x.promises = book.set("plan.promises")
	x.effect, x.force = v.Add("hiệu"), v.Add("lực")
	x.kept, x.mind = v.Add("kỷ"), v.Add("niệm")
	x.justTold = book.set("time.just-told")
	x.marking = book.set("meeting.not-after")
	x.justOnly = v.Add("chỉ")
	x.each = book.set("year.each")
	x.onwards = book.set("compare.ends")
	x.planted = book.set("since.made")
	x.caught, x.telling = book.set("until.caught"), book.set("date.told")
	x.speaking, x.going, x.aged = book.set("clause.speaks"), v.Add("đang"), v.Add("tuổi")
	x.counts, x.nearly, x.back = book.set("while.counts"), v.Add("gần"), v.Add("trở")
	adverbs, heads, err5 := readTimes(v)
	x.adverbs = adverbs
	x.saids = x.saidReaders(v, heads)
	return x, errors.Join(err, err2, err3, err4, err5)
}

// A timeline is where attaches stands in the article: the dates before the
// figure at hand.
type timeline struct {
	next      int               // the first date not yet passed
	line      int               // the token at which the paragraph begins
	paragraph int               // index of its last reporting date, -1 none
	behind    int               // the one before a plan that it ends with, -1 none
	older     int               // the last of the paragraph before that is over before what the article reports on, -1 none
	planned   bool              // the last paragraph with a time told a plan
	carried   int               // last date of an earlier paragraph that is a period
	first     int               // the first period of the article
	body      int               // the token that the line behind title and lead begins at
	sole      int               // the only one that the article tells, -1 none
	sents     int               // sentences looked at for line ends
	lines     int               // the first token of the last of them
	said      saidTime          // the last time told without a date
	saidLast  string            // the value of the last one of an earlier paragraph, "" where a date came after it
	flowDate  int               // one more than the date of the last figure counted up to it
	flow      int8              // what kind that figure is
	bases     map[string]string // what changes of a time were last compared with
	yearly    bool              // a change was compared with the same time a year before
	narrow    narrowing
	week      string // the days of the week that the title names by its number
	until     int    // the last day up to which things were told, -1 none
	event     int    // the day of what the article tells was held or happened, -1 none
	stock     int    // the last one up to which it was told what there is, -1 none
	now       int    // the year the article is of, 0 unknown
	terms     terms  // the terms of office it speaks of
	seasons   seasonYears
}

// noTimeline is before the first token, with nothing told.
var noTimeline = timeline{paragraph: -1, behind: -1, carried: -1, first: -1, sole: -1, older: -1, until: -1, stock: -1, event: -1}

// fill sets place, period and baseline of every mention of the article.
func (x *attaches) fill(d *doc) {
	ms := d.mentions
	for k := range ms {
		ms[k].p0, ms[k].p1 = x.place(d, &ms[k])
	}
	x.stand(d)
	tl := noTimeline
	tl.first, tl.sole, tl.now, tl.bases = x.reported(d), x.sole(d), x.yearNow(d), map[string]string{}
	tl.week, tl.event = x.weekNamed(d), x.dayOfOccasion(d)
	tl.body = x.bodyOf(d)
	tl.terms = x.termsOf(d, tl.now)
	tl.seasons = x.seasonsOf(d)
	for k := range ms {
		x.advance(d, &tl, ms[k].i)
		x.setPeriod(d, &tl, ms, k)
		x.setBase(d, ms, k)
	}
	x.saidBehind(ms)
	for k := range ms {
		x.usual(d, &tl, ms, k)
	}
	x.titles(d, &tl)
}

// bodyOf returns the token that the line behind title and lead begins at, the end of the text
// where there is none.
func (x *attaches) bodyOf(d *doc) int {
	for i, lines := 1, 0; i < len(d.toks); i++ {
		if d.toks[i].Has(vi.Line) {
			if lines++; lines == 2 {
				return i
			}
		}
	}
	return len(d.toks)
}

// setPeriod gives mention k the time it covers.
func (x *attaches) setPeriod(d *doc, tl *timeline, ms []mention, k int) {
	m := &ms[k]
	m.next = tl.next
	m.standing = x.standing(d, tl, ms, k)
	m.period, m.vague = x.period(d, tl, m)
	if k > 0 && m.period == "" && !m.vague {
		if p := &ms[k-1]; p.sentence == m.sentence && !p.elsewhen {
			m.period = p.period
		}
	}
	if m.change != "" && k > 0 && !m.dated {
		if p := d.x.figures.whats.source(d, ms, k); p != nil && p.period != "" && (p.sentence == m.sentence || p.change == "" && !p.percentage && p.i >= tl.line) &&
			(!p.elsewhen || m.elsewhen) && !x.dated(d, &ms[k-1], m) && tl.said.at <= ms[k-1].j &&
			(p.sentence == m.sentence || ms[k-1].sentence != m.sentence || ms[k-1].period == p.period || ms[k-1].elsewhen) {
			m.period = p.period
		}
	}
	if v := x.formerly(d, ms, k); v != "" {
		m.period, m.elsewhen = v, true
	}
	if m.period == "" && !m.vague && m.change != "" && tl.sole >= 0 && !x.levelled(d, ms, k) {
		m.period = x.value(d, tl, tl.sole, m)
	}
	x.monthly(d, tl, ms, k)
	if v := x.untilDay(d, tl, m); v != "" {
		m.period = v
	}
	x.yearsTold(d, tl, ms, k)
	x.yearly(d, tl, m)
	x.recall(d, tl, ms, k)
}

// levelled reports that the level that the change ms[k] is of is told in its sentence.
func (x *attaches) levelled(d *doc, ms []mention, k int) bool {
	p := d.x.figures.whats.source(d, ms, k)
	return p != nil && p.sentence == ms[k].sentence
}

// setBase gives mention k the time that its text says it is compared with.
func (x *attaches) setBase(d *doc, ms []mention, k int) {
	m, p := &ms[k], &ms[max(k-1, 0)]
	m.base = x.baseline(d, ms, k)
	if m.base == "" && !m.aimed && m.change != "" && x.inBracketBefore(d, p, m) {
		m.base = p.period // "302 ca (tuần 27: 268 ca), tăng 12,7%"
	}
	if m.base == "" && (m.change != "" || x.growth(d, m)) && !m.aimed && !x.everyYear(d, m) {
		m.base = x.goesOn(d, ms, k)
	}
	if k == 0 {
		return
	}
	if k > 1 && m.base == "" && !m.aimed && m.change != "" {
		m.base = x.sinceThat(&ms[k-2], p, m)
	}
	if p.base != "" && m.change != "" && x.repeats(d, p, m) {
		m.base = p.base
	}
	if m.base == "" && !m.aimed && (m.carried || p.change != "" && p.sentence == m.sentence && x.saysAgain(d, p.j, m.i)) {
		m.base = p.base
	}
	if m.base == m.period {
		m.base = ""
	}
	if m.base == "" && m.change != "" && p.elsewhen && p.sentence == m.sentence && p.period != m.period {
		m.base = p.period
	}
}

// sinceThat returns the time of figure q where p tells what has become of it by now, or a year
// or more later, and m how much that changed: "năm 2017 có 1.920 người, đến nay còn 1.735 người,
// giảm 185 người". "" where they do not.
func (x *attaches) sinceThat(q, p, m *mention) string {
	if q.sentence != m.sentence || q.unit != p.unit || q.change != "" || p.change != "" || p.unit != m.unit && !m.percentage {
		return ""
	}
	later := len(q.period) == len("2006") && len(p.period) == len("2006") && q.period < p.period && m.period == p.period
	if !p.vague && !later {
		return ""
	}
	return q.period
}

// inBracketBefore reports that p stands in a bracket right before m with the time that it
// is of, another than that of m.
func (x *attaches) inBracketBefore(d *doc, p, m *mention) bool {
	j := m.i - 1
	if j > p.j && d.toks[j].Is(',') {
		j--
	}
	return j >= p.j && j <= p.j+besideFigure && d.toks[j].Is(')') && p.period != "" && p.period != m.period && x.opening(d, p.i) >= 0 && p.sentence == m.sentence && p.change == ""
}

// saidBehind gives the changes of a list the comparison that is said behind its
// last: "nông nghiệp tăng 7,5%; công nghiệp tăng 11% so với cùng kỳ năm 2017".
func (x *attaches) saidBehind(ms []mention) {
	for k := len(ms) - 2; k >= 0; k-- {
		m := &ms[k]
		if m.change == "" || m.base != "" || m.aimed {
			continue
		}
		for j := k + 1; j < len(ms) && j <= k+changesBack && ms[j].sentence == m.sentence; j++ {
			if p := &ms[j]; p.change != "" && p.period == m.period {
				m.base = p.base
				break
			}
		}
	}
}

// dated reports that an own date stands between two mentions.
func (x *attaches) dated(d *doc, p, m *mention) bool {
	from := p.j
	if p.sentence != m.sentence {
		from = d.sents[m.sentence].First
	}
	return x.datedIn(d, from, m.i)
}

// partOf reports that date k lies in the time of date whole and tells of a part of
// it, by "trong đó": "6 tháng tăng 7%. Trong đó, quý I tăng 6%, quý II tăng 8%."
func (x *attaches) partOf(d *doc, k, whole int) bool {
	if whole < 0 {
		return false
	}
	t, w := &d.dates[k], &d.dates[whole]
	if t.Value == w.Value || t.First < w.First || t.Last > w.Last {
		return false
	}
	first := d.sentence(t.i).First
	return x.within.has(d.id(first)) && d.id(first+1) == d.x.figures.whats.among
}

// setBeside reports that date k tells of an earlier year or month than date p of
// its sentence, set beside it behind figures of its own: "năm 2024 xảy ra 318 vụ;
// năm 2023 là 264 vụ".
func (x *attaches) setBeside(d *doc, k, p int) bool {
	if p < 0 {
		return false
	}
	t, w := &d.dates[k], &d.dates[p]
	return t.Last != "" && w.First != "" && t.Last < w.First && !isDay(t) && !isDay(w) && d.sentence(t.i).First <= w.i && d.figureIn(w.j, t.i)
}

// singledOut reports that "riêng", "trong đó" or "lũy kế đến", or "đến" in several years, stands
// right before date k, which lies in the time of date whole: "9 tháng xảy ra 120 vụ. Riêng tháng 9 xảy ra 31 vụ."; or that its
// sentence tells what it had the most of: "Quý IV là quý có mức tăng cao nhất".
func (x *attaches) singledOut(d *doc, k, whole int) bool {
	if whole < 0 {
		return false
	}
	t, w := &d.dates[k], &d.dates[whole]
	if t.Value == w.Value || t.First < w.First || w.Last != "" && t.Last > w.Last || t.i < 2 {
		return false
	}
	if d.opens(t.i) && d.id(t.j) == x.isWord {
		for j := t.j; j < min(len(d.toks), t.j+topMost) && d.toks[j].Kind == vi.Word; j++ {
			if d.id(j) == x.most {
				return true
			}
		}
	}
	j := t.i - 1
	if d.toks[j].Is(',') || x.during.has(d.id(j)) {
		j--
	}
	return d.id(j) == x.only || d.id(j) == x.there && x.within.has(d.id(j-1)) || d.id(j) == x.until && (x.summed.has(d.id(j-1)) || d.opens(j) && x.severalYears(w.Value))
}

// govern makes the next date the one that its paragraph is about. A plan that the
// paragraph ends with, or a part singled out, is not carried beyond it, but what it was
// about before.
func (x *attaches) govern(d *doc, tl *timeline) {
	plan := func(k int) bool { return k >= 0 && d.standings[k]&planning != 0 }
	switch {
	case !plan(tl.next):
		tl.behind = -1
	case x.inForce(d, tl.next):
		tl.behind = -1
	case tl.paragraph >= 0 && !plan(tl.paragraph) && !x.passing(d, tl.paragraph):
		tl.behind = tl.paragraph
	}
	if x.singledOut(d, tl.next, tl.paragraph) && !x.passing(d, tl.paragraph) {
		tl.behind = tl.paragraph
	}
	tl.paragraph = tl.next
}

// aside reports that "Trước đó" opens the sentence of date k, a month or a year before
// the time p of its paragraph, which the paragraph then goes on with; or that it tells only
// what "this figure" was then: "Năm 2022, tỷ lệ này là 97%".
func (x *attaches) aside(d *doc, k, p int) bool {
	t := &d.dates[k]
	return p >= 0 && !isDay(t) && !isDay(&d.dates[p]) && t.Last < d.dates[p].First && (x.flashback(d, d.sentence(t.i).First) || x.thisFigure(d, t.j))
}

// thisFigure reports that "con số này", "tỷ lệ đó" is the subject behind token i.
func (x *attaches) thisFigure(d *doc, i int) bool {
	for j := i; j+1 < len(d.toks) && j < i+measuredBack && !d.toks[j].Has(vi.Line) && !d.figureAt(j); j++ {
		if x.measures.has(d.id(j)) && (x.now.has(d.id(j+1)) || d.id(j+1) == x.there) {
			return true
		}
	}
	return false
}

// carrySaid keeps the time without a date that ends the paragraph for those
// behind it.
func (x *attaches) carrySaid(d *doc, tl *timeline) {
	switch s := &tl.said; {
	case s.alone && s.line == tl.line, tl.paragraph >= 0 && d.dates[tl.paragraph].Value == s.value:
	case s.lasts(tl.line) && s.value != "" && (tl.paragraph < 0 || d.dates[tl.paragraph].j <= s.at || isDay(&d.dates[tl.paragraph])):
		tl.saidLast = s.value
	case tl.paragraph < 0:
	case s.lasts(tl.line) && x.inTerm(d, tl, s.value):
		tl.saidLast = s.value
	case !x.inTerm(d, tl, tl.saidLast):
		tl.saidLast = ""
	}
}

// caption reports that the line [i, j) is the caption of a picture: it names the
// photographer.
func (x *attaches) caption(d *doc, i, j int) bool {
	for k := j - 1; k > i && k > j-bracketMost; k-- {
		if d.id(k) == x.photo && d.toks[k].Flags&vi.Upper != 0 && (d.toks[k+1].Kind == vi.Punct || d.toks[k+1].Flags&vi.Upper != 0) {
			return true
		}
	}
	return false
}

// endLine carries what the line that ends at tl.lines was about over to those behind it: no
// day that is over with it, and no time that is over before the one reported on.
func (x *attaches) endLine(d *doc, tl *timeline) {
	x.carrySaid(d, tl)
	p := tl.paragraph
	if p < 0 || x.caption(d, tl.line, tl.lines) {
		return
	}
	tl.older, tl.planned = -1, false
	switch {
	case x.looksBack(d, tl, p):
		tl.older = p
	case tl.said.now && tl.said.at > d.dates[p].j, x.inTerm(d, tl, tl.saidLast):
	case x.planOver(d, tl, p):
		tl.planned = true
	case tl.line > 0 && (x.idle(d, p) || x.recalls(d, p, false) || x.bygone(d, p) && tl.first != p), x.singledOut(d, p, tl.behindLine()), x.inStory(d, tl, p), x.stopped(d, p), x.opensStory(d, tl, p):
	case x.partOnly(d, tl, p):
		tl.carried = -1
	case !x.passing(d, p), x.flashback(d, tl.line) && (tl.first < 0 || isDay(&d.dates[tl.first])), d.toks[tl.lines-1].Is(':'):
		switch {
		case tl.behind < 0:
			tl.carried = p
		case !x.looksBack(d, tl, tl.behind):
			tl.carried = tl.behind
		}
	}
}

// partOnly reports that "riêng" singles date k out of a time that the text does not place:
// "Từ đầu nhiệm kỳ đến nay … Riêng năm 2021 …".
func (x *attaches) partOnly(d *doc, tl *timeline, k int) bool {
	i := d.dates[k].i
	return tl.said.lasts(tl.line) && tl.said.value == "" && tl.said.at < i && d.id(i-1) == x.only
}

// behindLine returns the date that the text was about before the paragraph at hand, -1 none.
func (tl *timeline) behindLine() int {
	if tl.carried >= 0 {
		return tl.carried
	}
	return tl.first
}

// planOver reports that the plan of date k, the only time of its paragraph, is over with it:
// it is no heading, and what follows does not go into its detail.
func (x *attaches) planOver(d *doc, tl *timeline, k int) bool {
	next := d.id(tl.lines)
	return d.standings[k]&planning != 0 && !x.inForce(d, k) && (tl.behind < 0 || d.standings[tl.behind]&planning != 0) && tl.line > 0 && d.toks[tl.lines-1].Is('.') &&
		!x.within.has(next) && !x.details.has(next)
}

// inForce reports that date k tells from when on or how long a rule holds, which the figures
// behind it are of: "Quyết định có hiệu lực từ ngày 5/11/2024 đến hết năm 2025".
func (x *attaches) inForce(d *doc, k int) bool {
	t := &d.dates[k]
	if !strings.Contains(t.Value, "/") {
		return false
	}
	for j := t.i - 1; j > 0 && j >= t.i-besideFigure && d.toks[j].Kind == vi.Word; j-- {
		if d.id(j) == x.force && d.id(j-1) == x.effect {
			return true
		}
	}
	return false
}

// idleMost is how many days a time lasts at most that nothing may be counted in.
const idleMost = 20

// idle reports that date k, some days that are not over, tells when something is done and
// that its paragraph, a sentence or more, counts nothing in them: "Từ ngày 28/12 đến 5/1,
// hội đồng họp xét."
func (x *attaches) idle(d *doc, k int) bool {
	t := &d.dates[k]
	first, last, ok := ends(dayOnly(t.Value))
	if !ok || isDay(t) || d.art.Published == "" || t.Last < d.art.Published || last.Sub(first) >= idleMost*24*time.Hour {
		return false
	}
	j := t.j
	for j < len(d.toks) && !d.toks[j].Has(vi.Line) {
		if d.figureAt(j) {
			return false
		}
		j++
	}
	return d.toks[j-1].Is('.')
}

// advance moves tl over the dates and line ends before token i.
func (x *attaches) advance(d *doc, tl *timeline, i int) {
	for {
		at := i + 1
		if tl.next < len(d.dates) {
			at = d.dates[tl.next].i
		}
		stop := min(at, i)
		for ; tl.sents < len(d.sents) && d.sents[tl.sents].First <= stop; tl.sents++ {
			if tl.lines = d.sents[tl.sents].First; d.toks[tl.lines].Has(vi.Line) {
				x.endLine(d, tl)
				tl.paragraph, tl.behind, tl.line = -1, -1, tl.lines
			}
		}
		if at >= i {
			return
		}
		if (x.governs(d, tl.next) || x.leadsIn(d, tl.next, tl.line) || x.inForce(d, tl.next)) && !x.partOf(d, tl.next, tl.paragraph) && !x.setBeside(d, tl.next, tl.paragraph) &&
			!x.aside(d, tl.next, tl.atHand(-1)) && !x.partOnly(d, tl, tl.next) {
			x.govern(d, tl)
		}
		if until, _ := x.sumsUntil(d, d.dates[tl.next].i); until && isDay(&d.dates[tl.next]) && d.standings[tl.next]&(covering|planning) == covering {
			tl.until = tl.next
		}
		tl.next++
	}
}
