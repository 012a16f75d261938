package extract

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// figures finds counts and percentages: a number with what stands on its left
// (bounds, changes) and on its right (a unit). Its files are
//
//	figure.go        the pass over the text, coordination
//	figure_rules.go  the ways to write a figure
//	figure_bare.go   numbers whose unit was said before
//	figure_bare_list.go  the same in lists by turn, by place, by kind and by age
//	figure_table.go  numbers that fill the cells of a table
//	separator.go     points and commas in numbers
//	unit.go          the units of counts
//	modifier.go      bounds and changes
//	what.go          what is counted: the whole of it
//	what_clause.go   the words of one figure's clause, with what_edge.go
//	what_carry.go    words said once for several figures
//	what_again.go    what an item or "con số này" leaves out, said just before
//	what_thing.go    the thing of which a price, a yield or a cost is told
//	what_frame.go    what the items of a list leave out that an item before them says
//	what_compare.go  the level that another is compared with
//	what_turn.go     what figures told lần lượt are of, each in its turn
//	what_subject.go  the subject of a bare verb or attribute
//	what_purpose.go  what was to be done with what a bare verb counts
//	what_owner.go    what is told of things that another figure counts
//	what_part.go     parts of a sum, items of a list
//	what_topic.go    labels, fields and subjects
//	attach.go        the pass over the dates beside the figures
//	attach_period.go the time a figure covers
//	attach_date.go   what each date can be for the figures
//	attach_said*.go  times told without a date: hiện nay, 6 tháng, tuần qua, lũy kế
//	attach_standing.go  figures of no time: dimensions, what a place has
//	attach_flow.go   what flows in over the year and what there is on a day
//	attach_base.go   the time it is compared with
//	attach_value.go  values of dates: their ends, the year before
//	attach_place.go  its place
//	check.go         the arithmetic between figures
//	beside.go        its verb, how final it is, whether it is the country's
//	reach.go         the area it holds for
//	rate.go          rates that the article's own figures give
//	indicator.go     canonical series
//	indicator_scope.go  what is of no series: plans, groups, parts
type figures struct {
	numbers   *vi.Numerals
	units     *units
	vote      *unit // phiếu
	medal     *unit // huy chương
	points    *unit // điểm
	modifiers *modifiers
	whats     *whats
	bares     *bares
	attaches  *attaches
	checks    *checks
	besides   *besides
	series    *indicators
	words     figureWords
	notNouns  *vi.Phrases // what people do and how things are, in several syllables
}

// figureWords are the single words that rules name.
type figureWords struct {
	share, cent                              vi.ID // phần, trăm
	to, upTo, from, up, down, left           vi.ID // đến, tới, từ, lên, xuống, còn
	in, total, number, on                    vi.ID // trong, tổng, số, trên
	and, with, rate, besides, is             vi.ID
	five, one, equals                        vi.ID
	notBeforeFive, notBefore, dated, notNoun wordSet
	calendar                                 map[vi.ID]int64 // the last number of a day, a month and a quarter
	namely                                   wordSet         // tương ứng, tức: the same figure in other words
	votes                                    wordSet         // between "phiếu" and a number
	tells                                    wordSet         // là, lên: between a noun and its number
	unchanged                                wordSet         // chiếm, đạt: no change is told behind them
	rated                                    wordSet         // dân, trẻ: behind "/100"
	moneys, priced                           wordSet         // tiền, nợ: behind a million; giá, lãi: before a thousand
	averages                                 wordSet         // bình, quân: before "1,9 ngày"
	about, more, member                      vi.ID           // về, thêm, viên
	evened, middle                           vi.ID           // quân, trung: of an average
	age, turn, score                         vi.ID           // tuổi; (lần) lượt; điểm
	scored                                   wordSet         // chuẩn, số: behind điểm
	areaWords                                wordSet         // tỉnh, xã: before a name
	ages, each, at                           wordSet         // dưới, trên; lần lượt là; tại, ở
	apiece                                   vi.ID           // mỗi: before "ngày 90-110 lượt"
	fractions                                wordSet         // mất, chiếm: before "1/3 vườn"
	broken                                   wordSet         // tấm: "gạo 5% tấm" is a grade
	named, changes                           wordSet         // before a number that names: cấp 5, loại 2; tăng, giảm
}

// A wordSet tells by ID whether a word belongs to it.
type wordSet []bool

func (s wordSet) has(id vi.ID) bool { return int(id) < len(s) && s[id] }

func newWordSet(v *vi.Vocab, words ...string) wordSet {
	var s wordSet
	for _, w := range words {
		s = s.with(v.Add(w))
	}
	return s
}

// with adds words by their ID.
func (s wordSet) with(ids ...vi.ID) wordSet {
	for _, id := range ids {
		for int(id) >= len(s) {
			s = append(s, false)
		}
		s[id] = true
	}
	return s
}

// and adds the words of other sets.
func (s wordSet) and(sets ...wordSet) wordSet {
	for _, o := range sets {
		for id, in := range o {
			if in {
				s = s.with(vi.ID(id))
			}
		}
	}
	return s
}

// A wordBook holds the sets of the table data/wordsets.tsv.
type wordBook map[string]wordSet

func newWordBook(v *vi.Vocab) (wordBook, error) {
	rows, err := vi.ReadTable(vi.Data, "data/wordsets.tsv")
	if err != nil {
		return nil, err
	}
	b := wordBook{}
	for _, r := range rows {
		if len(r.List("words")) == 0 {
			return nil, r.Errorf("set %q is empty", r.Get("set"))
		}
		seen := map[vi.ID]bool{}
		for _, w := range r.List("words") {
			id := v.Add(w)
			if seen[id] {
				return nil, r.Errorf("set %q has %q twice", r.Get("set"), w)
			}
			seen[id] = true
		}
		b[r.Get("set")] = newWordSet(v, r.List("words")...)
	}
	return b, nil
}

// set returns a set by name. It panics on a name that the table does not
// have: that is a slip in the program, and no test gets past it.
func (b wordBook) set(name string) wordSet {
	s, ok := b[name]
	if !ok {
		panic(fmt.Sprintf("data/wordsets.tsv has no set %q", name))
	}
	return s
}

func newFigures(v *vi.Vocab) (*figures, error) {
	x := &figures{}
	book, err := newWordBook(v)
	if err != nil {
		return nil, err
	}
	var errs [7]error
	x.numbers, errs[0] = vi.NewNumerals(v)
	x.units, errs[1] = newUnits(v)
	x.modifiers, errs[2] = newModifiers(v, book)
	x.whats, errs[3] = newWhats(v, book)
	x.series, errs[4] = newIndicators(v, book)
	x.besides, errs[5] = newBesides(v, book)
	x.checks, errs[6] = newChecks(v, book)
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	rows, err := vi.ReadTable(vi.Data, "data/notunits.tsv")
	if err != nil {
		return nil, err
	}
	var stop []string
	x.notNouns = vi.NewPhrases(v)
	for _, r := range rows {
		if word := r.Get("word"); strings.Contains(word, " ") {
			x.notNouns.Add(word, 0)
		} else {
			stop = append(stop, word)
		}
	}
	if x.attaches, err = newAttaches(v, book); err != nil {
		return nil, err
	}
	if x.bares, err = newBares(v, book, x.units); err != nil {
		return nil, err
	}
	w := &x.words
	w.notNoun = newWordSet(v, stop...)
	w.share, w.cent = v.Add("phần"), v.Add("trăm")
	w.to, w.upTo, w.from = v.Add("đến"), v.Add("tới"), v.Add("từ")
	w.up, w.down, w.left = v.Add("lên"), v.Add("xuống"), v.Add("còn")
	w.in, w.total, w.number, w.on = v.Add("trong"), v.Add("tổng"), v.Add("số"), v.Add("trên")
	w.and, w.with, w.rate, w.besides, w.is = v.Add("và"), v.Add("với"), v.Add("tỷ"), v.Add("cùng"), v.Add("là")
	w.apiece, w.turn, w.score, w.scored = v.Add("mỗi"), v.Add("lượt"), v.Add("điểm"), book.set("score.of")
	w.five, w.one, w.equals = v.Add("năm"), v.Add("một"), v.Add("bằng")
	w.notBeforeFive = book.set("five.not-after")
	w.named = book.set("number.names")
	w.areaWords, w.fractions = book.set("area.words"), book.set("fraction.after")
	w.broken = book.set("percent.names")
	w.notBefore = book.set("number.not-after")
	w.dated = book.set("number.of-date")
	w.calendar = map[vi.ID]int64{v.Add("ngày"): 31, v.Add("tháng"): 12, v.Add("quý"): 4, v.Add("quí"): 4}
	w.changes, w.votes, w.namely = book.set("number.changed"), book.set("vote.words"), book.set("figure.namely")
	w.tells, w.unchanged, w.rated, w.moneys, w.priced, w.averages = book.set("number.tells"), book.set("change.not-in"), book.set("rate.counted"), book.set("money.kinds"), book.set("money.before"), book.set("average.words")
	w.about, w.more, w.member, w.evened, w.middle = v.Add("về"), v.Add("thêm"), v.Add("viên"), v.Add("quân"), v.Add("trung")
	w.age, w.ages, w.each, w.at = v.Add("tuổi"), book.set("age.bounds"), book.set("each.words"), book.set("place.at")
	x.vote, x.medal = x.units.byName("phiếu"), x.units.byName("huy chương")
	if x.points = x.units.byName("điểm"); x.vote == nil || x.medal == nil || x.points == nil {
		return nil, errors.New("data/units.tsv has no unit phiếu, huy chương or điểm")
	}
	return x, nil
}

// A mention is a figure as the rules find it. Places are token indexes.
type mention struct {
	percentage   bool
	i, j         int // the quote
	n0, n1       int // the numbers in it
	u0, u1       int // the unit
	value        decimal.Decimal
	upper, of    decimal.Decimal
	hasUpper     bool
	hasOf        bool
	other        decimal.Decimal // the other reading of a separator
	ambiguous    bool
	unit         string
	class        string
	bound        corpus.Bound
	change       corpus.Change
	shift        corpus.Change // told with what changes, no words of the figure: "giảm sản lượng 5 tấn"
	carried      bool          // the change was said of the figure before
	power        int           // of the scale word that was said before
	soft         bool          // a count only in the company of others
	rule         string
	sentence     int
	coordinated  bool // joined to the mention before it
	respectively bool // "lần lượt"
	monthly      bool // against the month before
	vague        bool // its clause tells a time that the text does not place
	aimed        bool // it is compared with a plan, or with what the text does not place
	recalled     bool // it takes up a figure told before
	planned      bool // it is the amount of a year's plan
	dated        bool // its time stands right behind it
	standing     bool // it tells how things are, and not what came about in a time
	elsewhen     bool // it is of the time that another figure is compared with
	labelled     bool // its line or sentence begins with a label
	label        int  // the first token of that
	owned        bool // it tells of the things that a figure before it counts
	summed       bool // its clause sums up
	timed        bool // the words before it told only a time
	period, base string
	what         string
	whole        string // the words of the sum it is a part of
	box          string // what the bracket stands behind that it begins or goes on in
	subject      string // the subject of the sentence, given to a bare verb
	beside       bool   // counts what a place has beside what is measured of it
	partOf       int    // the place of the whole that it is a part of, counted from 1; 0 for none
	holder       string // who has it, in a list of what one has
	said         string // what, without the words of its topic
	after        string // the words that what ends with behind the place of the unit
	trails       bool   // and that they stand behind the figure
	thing0       int    // the thing that what it measures is of
	thing1       int
	led          bool // its clause has words before the number
	countable    bool // counts persons or things: no percentage, money or measure
	inPlace      bool // what is of a part or of an item of a list by places
	rowed        bool // counts at another time what a figure before it does
	clause       clause
	frame        frame // what the items behind it leave out
	next         int   // the first date behind it
	ofKind       corpus.OfKind
	check, note  string
	indicator    string
	p0, p1       int // the words of its place
	cell0, cell1 int // the words of its row of a table
	head0, head1 int // the words of its column
	verb         string
	status       corpus.Status
	country      bool   // it holds for the whole country
	area, level  string // where it holds, in full
	harm         vi.ID  // chết, thương …: what happened to the persons
}

// read keeps the figure that a rule found and returns its place: most rules find none at most
// numbers, and a mention is too large to be passed from one to the next.
func (d *doc) read(m mention) *mention {
	d.reading = m
	return &d.reading
}

func (x *figures) find(d *doc) {
	d.mentions = d.mentions[:0]
	d.habit = unknownHabit
	sent := 0
	for i := 0; i < len(d.toks); i++ {
		if d.owners[i] != free || !x.numbers.Starts(d.toks[i]) {
			continue
		}
		d.num = x.numbers.Read(d.s, d.toks, i)
		if d.num.Tokens == 0 {
			continue
		}
		if !d.num.OK || !x.mayCount(d, i) {
			i += d.num.Tokens - 1
			continue
		}
		m, n, name := firstOf(d, i, figureRules)
		if n == 0 {
			i += d.num.Tokens - 1
			continue
		}
		for d.sents[sent].End <= i {
			sent++
		}
		m.sentence, m.rule = sent, name
		x.finish(d, m)
		i += n - 1
	}
	x.link(d)
	x.whats.fill(d)
	for k := range d.mentions {
		if m := &d.mentions[k]; m.change == "" {
			m.change = m.shift
		}
	}
	x.attaches.fill(d)
	x.checks.fill(d)
	x.besides.fill(d)
	x.series.fill(d)
	x.checks.rates(d)
}

// mayCount looks at what stands before the number at i.
func (x *figures) mayCount(d *doc, i int) bool {
	t := d.toks[i]
	if x.perMany(d, i) {
		return false
	}
	if t.Kind == vi.Digits {
		if i > 1 && d.id(i-1) == x.words.share && d.owners[i-1] == free && d.toks[i-2].Kind == vi.Digits && !t.Has(vi.Line) {
			return false // "1 phần 10 nhu cầu"
		}
		shared := x.percent(d, i+d.num.Tokens) > 0
		if d.glued(i) {
			switch p := d.toks[i-1]; {
			case p.Is('+') && i > 1 && d.toks[i-2].Kind == vi.Digits:
				return false // km562+200
			case p.Kind == vi.Word:
				return p.ID != 0 && p.Runes > 1
			case p.Is('.') || p.Is(',') || p.Is(':') || p.Is('/'):
				return i < 2 || d.toks[i-2].Kind == vi.Word || shared && d.toks[i-2].Is('%') // "41%/60%"
			case (p.Is('-') || p.Is('–')) && !d.glued(i-1) && x.words.named.has(d.id(i-2)):
				return false // "mức -150"
			case p.Is('-') || p.Is('–'):
				return i < 2 || !d.glued(i-1) || d.toks[i-2].Kind == vi.Punct
			}
		}
		return shared || x.lasting(d, i) || !x.words.dated.has(d.id(i-1)) || d.id(i-2) == x.words.apiece || d.num.Tokens > 1 || t.End-t.Start > 4
	}
	w := &x.words
	if t.Flags&vi.Upper != 0 && !t.Has(vi.Caps) && !d.opens(i) {
		return false
	}
	if d.num.Value.IsZero() {
		return false
	}
	if d.glued(i) && d.toks[i-1].Is('/') {
		return false // "180%/năm"
	}
	prev := d.id(i - 1)
	if t.Has(vi.Line) {
		prev = 0
	}
	if w.notBefore.has(prev) || w.dated.has(prev) {
		return false
	}
	if t.ID != w.five || d.num.Tokens > 1 {
		return true
	}
	return !w.notBeforeFive.has(prev) && (i == 0 || t.Has(vi.Line) || d.toks[i-1].Kind != vi.Digits) // "05 năm phong trào"
}

// lasting reports that the word of time before the number at i belongs to a number of
// its own, "tù đến 15 năm 132 bị cáo", or can have none so large: "trong ngày 41 hồ sơ".
func (x *figures) lasting(d *doc, i int) bool {
	if i < 2 || isYear(d.toks[i]) || d.toks[i].Has(vi.Line) {
		return false
	}
	if d.toks[i-2].Kind != vi.Digits {
		last, ok := x.words.calendar[d.id(i-1)]
		if n, _, whole := d.num.Value.Int64(0); !ok || !whole || n <= last {
			return false
		}
	}
	u := x.unitAt(d, i+d.num.Tokens)
	return u != nil && u.class != "time"
}

// ratedBack is how far before a rate's number its count may stand.
const ratedBack = 3

// perMany reports that the number at i is what a rate is told by: "32 giường
// bệnh/10.000 dân", "số bác sĩ trên 1 vạn dân".
func (x *figures) perMany(d *doc, i int) bool {
	over := i > 1 && d.id(i-1) == x.words.on && x.words.rated.has(d.id(i+d.num.Tokens)) && x.rateBefore(d, i-1)
	if !over && (i < 2 || !d.toks[i-1].Is('/') || d.toks[i-2].Kind != vi.Word || len(d.mentions) == 0 || i-d.mentions[len(d.mentions)-1].j > ratedBack) {
		return false
	}
	v := d.num.Value.Trim(0)
	if d.num.Ambiguous && d.num.Comma {
		v = d.num.Other.Trim(0)
	}
	if v.Scale() > 0 || v.Cmp(decimal.Hundred) < 0 {
		return false
	}
	if n := i + d.num.Tokens; v.Cmp(decimal.Hundred) == 0 && !x.words.rated.has(d.id(n)) {
		return false
	}
	n := v.Coef()
	for n%10 == 0 {
		n /= 10
	}
	return n == 1
}

// rateBefore reports that a "số" or "tỷ lệ" stands in the few words of what a rate is of, before
// token i: "số bác sĩ trên 1 vạn dân".
func (x *figures) rateBefore(d *doc, i int) bool {
	for k := i - 1; k >= 0 && k > i-rateBack && d.toks[k].Kind == vi.Word && d.owners[k] == free && !d.toks[k+1].Has(vi.Line); k-- {
		if t := d.id(k); t == x.words.number || t == x.words.rate {
			return true
		} else if x.whats.has.has(t) {
			return false
		}
	}
	return false
}

// rateBack is how far before "trên 1 vạn dân" the name of the rate is looked for.
const rateBack = 8

// opens reports that token i begins a sentence.
func (d *doc) opens(i int) bool {
	if d.toks[i].Has(vi.Line) || i == 0 {
		return true
	}
	p := d.toks[i-1]
	return p.Kind == vi.Punct && !p.Is(',') && (p.Has(vi.Line) || !p.Is('-') && !p.Is('–'))
}

// finish adds what stands around the number, claims the tokens and keeps the
// mention.
func (x *figures) finish(d *doc, m *mention) {
	x.modifiers.right(d, m)
	x.modifiers.left(d, m)
	m.soft = m.soft && m.bound == "" && m.change == ""
	owner := ownCount
	if m.percentage {
		owner = ownPercentage
	}
	for k := m.i; k < m.n0; k++ {
		if d.owners[k] != free {
			m.i = m.n0 // a modifier that another fact holds
			break
		}
	}
	if !d.claim(m.i, m.j, owner) {
		return
	}
	d.mentions = append(d.mentions, *m)
}

// another reports that the count m is a statement of its own and no change: joined
// by "và" to the percentage p ("tăng 19,7% và hơn 18.700 doanh nghiệp quay trở
// lại"), what the times p are of ("gấp 3 lần mức cho phép (0,4 mg)"), or what the
// change p led from or to ("tăng 5 vụ (24 vụ)").
func (x *figures) another(d *doc, p, m *mention) bool {
	if !p.percentage && p.unit == m.unit && p.j == m.i-1 && d.toks[p.j].Is('(') {
		return true
	}
	if p.percentage && !m.percentage && m.bound != "" && d.toks[p.j].Is(',') {
		return true // "trẻ em giảm 30%, dưới 1 m miễn phí"
	}
	return p.class == "times" && m.class != p.class || p.percentage && !m.percentage && p.j < len(d.toks) && d.id(p.j) == x.words.and
}

// link carries changes over coordination and drops what counts only in
// company and has none.
func (x *figures) link(d *doc) {
	ms := d.mentions
	for k := 1; k < len(ms); k++ {
		p, m := &ms[k-1], &ms[k]
		if p.sentence != m.sentence {
			continue
		}
		m.coordinated = (x.joined(d, p.j, m.i) || x.joinedPast(d, ms, k) || x.sides(d, p, m) || x.kinds(d, p, m) || p.rule == ruleBareEach && p.j == m.i-1) && (!m.soft || p.j != m.i) && !x.ranged(d, p, m)
		if c := x.pastLevels(d, ms, k); c != nil && !m.soft {
			p, m.coordinated = c, true
		}
		if (m.coordinated || x.restated(d, p, m) && !x.checks.compares(ms, k) || x.alike(d, p, m)) && p.change != "" && m.change == "" && !m.hasOf && !m.soft && !x.another(d, p, m) {
			m.change, m.carried = p.change, true
		}
		m.respectively = m.respectively || m.coordinated && p.respectively
	}
	kept := ms[:0]
	for k := range ms {
		if ms[k].soft && !ms[k].coordinated && (k+1 >= len(ms) || !ms[k+1].coordinated || ms[k+1].soft) {
			for t := ms[k].i; t < ms[k].j; t++ {
				d.owners[t] = free
			}
			continue
		}
		kept = append(kept, ms[k])
	}
	d.mentions = kept
}

// ranged reports that p ends a range that tells of a figure before it, and nothing of m, which
// counts in another unit: "12 cơ sở có từ 5 lao động trở lên, 4 cơ sở bị phạt".
func (x *figures) ranged(d *doc, p, m *mention) bool {
	return p.unit != m.unit && p.n0 > 0 && d.id(p.n0-1) == x.words.from && x.whats.pastOnward(d, p.j) > p.j
}

// kinds reports that m is of another kind than p in one list: "giảm 3 đơn vị cấp huyện và
// 47 cấp xã".
func (x *figures) kinds(d *doc, p, m *mention) bool {
	return m.rule == ruleOfKind && p.unit == m.unit && x.partEnds(d, m.i-1) && m.i-p.j <= bareWords
}

// sides reports that the percentages p and m tell of two sides of one thing: "tăng
// 9,8% về lượng và 17,5% về trị giá".
func (x *figures) sides(d *doc, p, m *mention) bool {
	if !p.percentage || !m.percentage || m.i-p.j > 7 || d.id(p.j) != x.words.about || d.id(m.j) != x.words.about {
		return false
	}
	joins := 0
	for k := p.j + 1; k < m.i; k++ {
		if t := d.toks[k]; t.Is(',') || t.ID == x.words.and {
			joins++
		} else if t.Kind != vi.Word {
			return false
		}
	}
	return joins == 1
}

// alike reports that the percentage m tells how much another number changed, in a
// list in which p told it: "số vụ giảm 12,5%, số người chết 8%".
func (x *figures) alike(d *doc, p, m *mention) bool {
	if !p.percentage || !m.percentage || p.change == "" || m.i-p.j > bareWords || p.j >= m.i || !d.toks[p.j].Is(',') || d.id(p.j+1) != x.words.number {
		return false
	}
	for k := p.j + 1; k < m.i; k++ {
		if t := d.toks[k]; t.Kind != vi.Word || t.Has(vi.Line) || x.words.unchanged.has(t.ID) {
			return false
		}
	}
	return true
}

// restated reports that the count m says in brackets, behind what it is compared
// with, the change that p tells in per cent: "giảm 8,9% so với cùng kỳ (34 vụ)".
func (x *figures) restated(d *doc, p, m *mention) bool {
	if !p.percentage || m.percentage || m.i-p.j > 12 || !d.toks[m.i-1].Is('(') || d.id(p.j) != x.attaches.compare || m.j >= len(d.toks) || !d.toks[m.j].Is(')') {
		return false
	}
	for k := p.j; k < m.i-1; k++ {
		if d.toks[k].Kind != vi.Word && d.owners[k] != ownDate {
			return false
		}
	}
	return true
}

// joinedPast reports that mention k is joined to the change before it over a
// bracket that says the same change in per cent: "giảm 5 vụ (-10%), 2 người
// chết (-20%)".
func (x *figures) joinedPast(d *doc, ms []mention, k int) bool {
	p := &ms[k-1]
	if k < 2 || p.change == "" || ms[k-2].change != p.change || ms[k-2].sentence != p.sentence || p.i == 0 ||
		!d.toks[p.i-1].Is('(') || p.j >= len(d.toks) || !d.toks[p.j].Is(')') {
		return false
	}
	return x.joined(d, p.j+1, ms[k].i)
}

// pastLevels returns the change that mention k is joined to over a bracket with the two
// levels of it: "giảm 6 sở (từ 21 xuống 15), 41 phòng". nil when there is none.
func (x *figures) pastLevels(d *doc, ms []mention, k int) *mention {
	if k < 3 || ms[k-2].rule != ruleFromTo || ms[k-3].change == "" || ms[k-3].sentence != ms[k].sentence {
		return nil
	}
	if last := ms[k-1].j; ms[k-1].change != "" || last >= len(d.toks) || !d.toks[last].Is(')') || !x.opensLevels(d, ms[k-2].i) || !x.joined(d, last+1, ms[k].i) {
		return nil
	}
	return &ms[k-3]
}

// opensLevels reports that a bracket with two levels begins before the number at i:
// "(từ 21 xuống 15)".
func (x *figures) opensLevels(d *doc, i int) bool {
	return i > 1 && d.id(i-1) == x.words.from && d.toks[i-2].Is('(')
}

// joined reports that nothing but a conjunction stands in [i, j).
func (x *figures) joined(d *doc, i, j int) bool {
	if j-i > 7 {
		return false
	}
	join := false
	for k := i; k < j; k++ {
		t := d.toks[k]
		switch {
		case t.ID == x.words.equals && k > i && d.toks[k-1].Is('('): // "giảm 20 ha (bằng 2%)"
		case t.Is(',') || t.Is('(') || t.Is('/') || t.Is('=') || t.ID == x.words.and || t.ID == x.words.with || t.ID == x.words.besides:
			join = true
		case j == i+1 && d.dash(k): // "33 vụ - 49 bị can"
			join = true
		case t.ID == x.words.rate && k+1 < j:
			k++ // tỷ lệ
		case join && x.words.namely.has(t.ID): // "tăng 272 vụ, tương ứng 98,5%"
		case !join && x.whats.compound(d, k) > 1:
			k += x.whats.compound(d, k) - 1 // "10 viên ma túy tổng hợp, 5 điện thoại"
		case !join && t.Kind == vi.Word && (!x.words.notNoun.has(t.ID) || t.ID == x.words.number):
		default:
			return false
		}
	}
	return join || i == j
}

// emit writes the mentions as facts.
func (x *figures) emit(d *doc) {
	shares := 0
	for k := range d.mentions {
		if d.mentions[k].percentage {
			shares++
		}
	}
	d.facts.Percentages = slices.Grow(d.facts.Percentages, shares)
	d.facts.Counts = slices.Grow(d.facts.Counts, len(d.mentions)-shares)
	for k := range d.mentions {
		m := &d.mentions[k]
		f := corpus.Figure{
			Source: d.source(m.i, m.j, m.rule),
			Value:  corpus.Decimal{Decimal: m.value},
			Bound:  m.bound, Change: m.change,
			Verb: m.verb, Status: m.status, What: m.what, Period: m.period, Baseline: m.base,
			Indicator: m.indicator, Place: d.text(m.p0, m.p1), Area: m.area, Level: m.level, Check: m.check, Note: m.note,
		}
		if m.hasUpper {
			f.Upper = &corpus.Decimal{Decimal: m.upper}
		}
		if m.ambiguous {
			f.Ambiguous = m.other.String()
		}
		if m.percentage {
			d.facts.Percentages = append(d.facts.Percentages, corpus.Percentage{Figure: f})
			continue
		}
		c := corpus.Count{Figure: f, Unit: m.unit, Class: m.class}
		if m.hasOf {
			c.Of, c.OfKind = &corpus.Decimal{Decimal: m.of}, m.ofKind
		}
		d.facts.Counts = append(d.facts.Counts, c)
	}
}
