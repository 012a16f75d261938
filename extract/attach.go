package extract

import "github.com/trich-vn/trich/internal/vi"

// attaches finds the time each figure covers and the time it is compared with.
//
// The period of a figure is the nearest date on its left in the sentence, else
// one on its right in the same clause, else the last of the paragraph, else
// the period that an earlier paragraph or the title reports on. Dates of
// documents, births and comparisons are none.
type attaches struct {
	compare, with, same, term         vi.ID   // so, với, cùng, kỳ
	plan, none                        wordSet // kế, hướng: of what is to come; kế, dự: compared with no time
	apart                             wordSet // sinh, giá, sánh: the date behind them is no time of a figure
	before                            wordSet // trước, ngoái, liền
	week, month, quarter, year, until vi.ID
	sum                               wordSet // lũy kế, tính: sums up from the year's start
	duty, start, equals               vi.ID   // nhiệm; đầu; bằng
	during                            wordSet // trong, qua: before a term of office
	whole, of                         vi.ID   // toàn, của
	ap, dung                          vi.ID   // áp dụng
	thoi, diem                        vi.ID   // thời điểm
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
		apart:  book.set("date.apart"),
		before: book.set("date.before"),
		week:   v.Add("tuần"), month: v.Add("tháng"), quarter: v.Add("quý"), year: v.Add("năm"), until: v.Add("đến"),
		sum:  book.set("date.sums-up"),
		thoi: v.Add("thời"), diem: v.Add("điểm"), duty: v.Add("nhiệm"), start: v.Add("đầu"), equals: v.Add("bằng"), during: book.set("term.during"), ap: v.Add("áp"), dung: v.Add("dụng"), whole: v.Add("toàn"), of: v.Add("của"), at: book.set("place.at"),
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

// fill sets place, period and baseline of every mention of the article.
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
	x.saidBehind(ms)
	x.titles(d, tl.first)
}

// saidBehind gives the changes of a list the comparison that is said behind its
// last: "nông nghiệp tăng 7,5%; công nghiệp tăng 11% so với cùng kỳ năm 2017".
func (x *attaches) saidBehind(ms []mention) {
	for k := len(ms) - 2; k >= 0; k-- {
		m := &ms[k]
		if m.change == "" || m.base != "" {
			continue
		}
		for j := k + 1; j < len(ms) && j <= k+changesBack && ms[j].sentence == m.sentence; j++ {
			if p := &ms[j]; p.change != "" && p.percentage == m.percentage && p.period == m.period {
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
