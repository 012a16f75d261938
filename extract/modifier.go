package extract

import (
	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// modifiers reads the words beside a number that bound it or make it a change.
type modifiers struct {
	phrases             *vi.Phrases
	rows                []modifier
	last                wordSet // words that end a modifier
	longest             int
	back, above, below  vi.ID   // trở, lên, xuống
	compare, time, from vi.ID   // so, lần, từ
	on, under           vi.ID   // trên, dưới
	guesses, sums       wordSet // ước; tính, thiệt, hại, giá, trị
	vows, wishes        wordSet // hiệp (ước), (ước) mơ
	past                vi.ID   // vượt
	surpassing          wordSet // và, thành: before a vượt that tells a surplus
	aims                wordSet // so, kế: of what is surpassed
	price, poor         vi.ID   // giá, nghèo: behind tăng, giảm
	fold                vi.ID   // gấp
	levels              wordSet // độ, khá: before trở lên
	even, study         vi.ID   // quân: of an average; (đại) học
	spans               wordSet // năm, trước: of a time that is compared with
	marks               wordSet // mức, mốc: between a bound and its number
	around, size        vi.ID   // quanh, cỡ
	limits              limitWords
	changed             changedWords
}

// limitWords tell whether "đến" and "từ" before an amount are limits.
type limitWords struct {
	to, upTo                         vi.ID   // đến, tới
	up, down, left                   vi.ID   // lên, xuống, còn
	given, allowed, done, notAtLeast wordSet // vay, phạt; được, mức; đã, thu; của, năm
}

// changedWords name what changes between "giảm" and its number.
type changedWords struct {
	verbs, level  wordSet // tăng, giảm; đạt, còn
	money, counts wordSet // lương, vốn; số, biên
}

type modifierKind uint8

const (
	modBound modifierKind = iota
	modChange
	modCompare
	modLevel
	modSkip
)

type modifier struct {
	kind   modifierKind
	bound  corpus.Bound
	change corpus.Change
}

func newModifiers(v *vi.Vocab, book wordBook) (*modifiers, error) {
	x := &modifiers{phrases: vi.NewPhrases(v)}
	rows, err := vi.ReadTable(vi.Data, "data/modifiers.tsv")
	if err != nil {
		return nil, err
	}
	var lasts []string
	for _, r := range rows {
		var m modifier
		value := r.Get("value")
		switch kind := r.Get("kind"); kind {
		case "bound":
			m.kind, m.bound = modBound, corpus.Bound(value)
		case "compare":
			m.kind, m.bound = modCompare, corpus.Bound(value)
		case "change":
			m.kind, m.change = modChange, corpus.Change(value)
		case "level":
			m.kind = modLevel
		case "skip":
			m.kind = modSkip
		default:
			return nil, r.Errorf("unknown kind %q", kind)
		}
		switch m.bound {
		case "", corpus.Over, corpus.Under, corpus.Nearly, corpus.About, corpus.AtLeast, corpus.AtMost:
		default:
			return nil, r.Errorf("unknown bound %q", value)
		}
		switch m.change {
		case "", corpus.Increase, corpus.Decrease:
		default:
			return nil, r.Errorf("unknown change %q", value)
		}
		phrase := r.Get("phrase")
		toks := vi.Tokenize(nil, phrase, v)
		x.longest = max(x.longest, len(toks))
		t := toks[len(toks)-1]
		lasts = append(lasts, phrase[t.Start:t.End])
		if x.phrases.Add(phrase, int32(len(x.rows))) >= 0 {
			return nil, r.Errorf("%q is here in another spelling", phrase)
		}
		x.rows = append(x.rows, m)
	}
	x.last = newWordSet(v, lasts...)
	x.guesses, x.sums = book.set("estimate.words"), book.set("estimate.of")
	x.vows, x.wishes = book.set("estimate.behind"), book.set("estimate.before")
	x.past, x.aims = v.Add("vượt"), book.set("compare.no-time")
	x.surpassing = book.set("surplus.after")
	x.price, x.poor, x.fold, x.spans = v.Add("giá"), v.Add("nghèo"), v.Add("gấp"), book.set("compare.spans")
	x.levels, x.even, x.study = book.set("back.levels"), v.Add("quân"), v.Add("học")
	x.back, x.above, x.below = v.Add("trở"), v.Add("lên"), v.Add("xuống")
	x.on, x.under = v.Add("trên"), v.Add("dưới")
	x.compare, x.time, x.from = v.Add("so"), v.Add("lần"), v.Add("từ")
	x.marks, x.around, x.size = book.set("bound.marks"), v.Add("quanh"), v.Add("cỡ")
	x.limits = limitWords{
		to: v.Add("đến"), upTo: v.Add("tới"), up: v.Add("lên"), down: v.Add("xuống"), left: v.Add("còn"),
		given: book.set("limit.given"), allowed: book.set("limit.allowed"), done: book.set("limit.done"), notAtLeast: book.set("least.not-before"),
	}
	x.changed = changedWords{
		verbs: book.set("number.changed"), level: book.set("change.not-in"),
		money: book.set("change.of-money"), counts: book.set("change.of-count"),
	}
	return x, nil
}

// left reads the modifiers before m and widens its quote over them.
func (x *modifiers) left(d *doc, m *mention) {
	pos, from := m.n0, false
	if x.sign(d, m) {
		return
	}
	for range 6 {
		mod, n := x.ending(d, pos)
		if n == 0 && pos > 1 && x.marks.has(d.id(pos-1)) && !d.lineIn(pos-1, m.n0) {
			if mod, n = x.ending(d, pos-1); n > 0 && mod.kind == modBound {
				n++ // "quanh mức 3.000 đồng"
			} else {
				n = 0
			}
		}
		if n == 0 {
			x.farther(d, m, pos)
			return
		}
		start := pos - n
		switch mod.kind {
		case modLevel:
			return
		case modBound:
			if mod.bound == corpus.Over && (m.change != "" || d.id(start-1) == d.x.figures.whats.told) {
				return // "trên" before a change is a place, and "nói trên" points back
			}
			if d.toks[start].Flags&vi.Upper != 0 && !d.opens(start) {
				return // "thôn Xuân Tầm đạt 85%"
			}
			if n == 1 && (x.where(d, m, start) || mod.bound == corpus.About && d.x.figures.whats.splits(d, start)) { // "cầm chừng 50%"
				return
			}
			if m.bound == "" {
				m.bound = mod.bound
			}
			m.i = start
		case modCompare:
			if x.compared(d, m) {
				m.change = mod.direction()
			} else if m.bound == "" {
				m.bound = mod.bound
			}
			m.i = start
		case modSkip:
			from = from || d.id(start) == x.from
			m.respectively = m.respectively || d.id(start) == x.time
		case modChange:
			if m.change != "" || from && !m.hasUpper && m.bound != corpus.AtLeast && m.bound != corpus.AtMost ||
				m.class == "times" && d.id(pos-1) == x.price || !m.percentage && d.id(pos-1) == x.poor || n == 1 && x.hurried(d, m, pos-1) {
				return // "giảm từ 12 xuống còn 7" names two levels, "giảm giá 3 lần" counts, "giảm nghèo 5 tỷ đồng" spends
			}
			m.change = mod.change
			m.i = start
		}
		pos = start
	}
}

// farther reads what the words before token pos say of m, when no modifier stands there.
func (x *modifiers) farther(d *doc, m *mention, pos int) {
	x.beyond(d, m, pos)
	if m.change == "" && x.added(d, m, pos) {
		mod, _ := x.ending(d, pos-1)
		m.change = mod.change
	}
	if m.change == "" {
		m.shift = x.changing(d, m, pos)
	}
	switch {
	case m.bound != "" || m.change != "" || m.shift != "":
	case x.estimated(d, pos):
		m.bound = corpus.About
	case x.surpasses(d, m, pos):
		m.bound = corpus.Over
	case x.limits.most(d, m, pos):
		m.bound = corpus.AtMost
	case x.limits.least(d, m):
		m.bound = corpus.AtLeast
	}
}

// limitBack is how many words before a limit those may stand that tell that it is one.
const limitBack = 12

// amount reports that m is money or a share.
func (m *mention) amount() bool { return m.percentage || m.class == "money" }

// most reports that "đến" before the amount m is the most that is given, or taken as a
// fine: "được vay đến 500 triệu đồng". The words before m begin at token pos.
func (x *limitWords) most(d *doc, m *mention, pos int) bool {
	if id := d.id(m.n0 - 1); id != x.to && id != x.upTo || !m.amount() || m.hasUpper {
		return false
	}
	given, allowed := false, false
	for k := pos - 1; k >= 0 && k > pos-limitBack && !d.toks[k+1].Has(vi.Line); k-- {
		switch t := d.toks[k]; {
		case t.Kind != vi.Word:
			return given && allowed
		case x.done.has(t.ID) || d.figureAt(k):
			return false
		}
		given = given || x.given.has(d.id(k))
		allowed = allowed || x.allowed.has(d.id(k))
	}
	return given && allowed
}

// least reports that "từ" before the amount m is the least of it, and neither where it
// comes from nor what it was: "lãi suất từ 7%/năm".
func (x *limitWords) least(d *doc, m *mention) bool {
	f := d.x.figures
	k := m.n0 - 1
	if !m.amount() || m.hasUpper || d.id(k) != f.words.from || d.toks[k].Has(vi.Line) || k == 0 || d.toks[k-1].Kind != vi.Word || f.words.changes.has(d.id(k-1)) {
		return false
	}
	e := d.per(m.j)
	if e < len(d.toks) && (d.toks[e].Is('(') || x.notAtLeast.has(d.id(e)) && !d.toks[e].Has(vi.Line)) {
		return false
	}
	for t := e; t+1 < len(d.toks) && t < e+limitBack && !d.toks[t].Has(vi.Line) && !d.toks[t].Is(';'); t++ {
		if id := d.id(t); (id == x.to || id == x.upTo || id == x.up || id == x.down || id == x.left) && f.numbers.Is(d.toks[t+1]) {
			return false
		}
	}
	return true
}

// changedFar is how many words may stand between "giảm" and the number with what changes.
const changedFar = 6

// changing returns the change that a verb tells of the measure behind which m stands:
// "giảm sản lượng 1,5 triệu thùng", "tăng vốn 200 tỷ đồng". The words before m begin at
// token pos.
func (x *modifiers) changing(d *doc, m *mention, pos int) corpus.Change {
	if pos < m.n0 && m.bound == "" && d.id(m.n0-1) != d.x.figures.words.more || m.class == "times" || m.hasUpper && d.id(m.n0-1) == x.from {
		return ""
	}
	w := &x.changed
	for k := pos - 1; k >= 0 && k >= pos-changedFar && d.toks[k].Kind == vi.Word && d.owners[k] == free && !d.toks[k+1].Has(vi.Line); k-- {
		id := d.id(k)
		if !w.verbs.has(id) {
			if w.level.has(id) || d.x.figures.words.notNoun.has(id) && !w.money.has(id) && !w.counts.has(id) && d.x.figures.whats.compound(d, k) < 2 {
				return ""
			}
			continue
		}
		if k == pos-1 || d.x.figures.whats.compound(d, k) > 1 || x.inTerm(d, k, k+1) || !x.measured(d, m, k+1) {
			return ""
		}
		if mod, n := x.ending(d, k+1); n > 0 && mod.kind == modChange {
			return mod.change
		}
		return ""
	}
	return ""
}

// added reports that m says, behind the comma before token pos, how much what was said to
// rise or fall did so: "lượng khách tăng, khoảng 30% so với cùng kỳ".
func (x *modifiers) added(d *doc, m *mention, pos int) bool {
	if !m.percentage || m.bound == "" || pos < 2 || !d.toks[pos-1].Is(',') || !d.ends(m.j) || d.lineIn(pos-2, m.n0) {
		return false
	}
	mod, n := x.ending(d, pos-1)
	return n > 0 && mod.kind == modChange
}

// measured reports that the words at token k name what m can measure.
func (x *modifiers) measured(d *doc, m *mention, k int) bool {
	switch {
	case m.percentage, divisible[m.class] && m.class != "money" && m.class != "rate":
		return true
	case m.class == "money":
		return x.changed.money.has(d.id(k))
	}
	return x.changed.counts.has(d.id(k))
}

// where reports that "trên" or "dưới" before m says where, how or of how many and
// bounds nothing: "trên 2 tuyến đường", "dưới 2 hình thức", "17 việc trên 36 việc".
func (x *modifiers) where(d *doc, m *mention, at int) bool {
	if d.id(at) == x.on && len(d.mentions) > 0 {
		if p := &d.mentions[len(d.mentions)-1]; p.j == at && p.unit == m.unit && !p.percentage {
			return true
		}
	}
	if d.id(at) == x.size && d.per(m.j) > m.j {
		return true // "tôm cỡ 100 con/kg"
	}
	if d.id(at) == x.around {
		return !m.percentage && !divisible[m.class] // "đi quanh 5 thôn"
	}
	v := floats(m)
	if id := d.id(at); id != x.on && id != x.under || m.percentage || v > 10 && (m.class != "place" || id == x.under || int64(v)%5 == 0) {
		return false // of many places, only a round number is exceeded: "trên 12 tuyến đường"
	}
	switch m.class {
	case "place", "other", "event":
		return true
	}
	return false
}

// hurried reports that "gấp" at token k says that something is urgent, and not how many
// times larger it is: "mua gấp 300 bộ kit".
func (x *modifiers) hurried(d *doc, m *mention, k int) bool {
	return d.id(k) == x.fold && !m.percentage && m.class != "times"
}

// direction is the change that a word of comparison tells.
func (mod *modifier) direction() corpus.Change {
	if mod.bound == corpus.Under {
		return corpus.Decrease
	}
	return corpus.Increase
}

// beyond looks for the change behind a comparison: "giảm so với cùng kỳ năm
// trước 5 vụ", "cao hơn năm ngoái 5 vụ".
func (x *modifiers) beyond(d *doc, m *mention, pos int) {
	if m.change != "" {
		return
	}
	if m.change = x.thanBefore(d, pos); m.change != "" {
		return
	}
	for k := pos - 1; k > 0 && k > pos-9 && d.toks[k].Kind != vi.Punct && !d.toks[k].Has(vi.Line); k-- {
		if d.id(k) != x.compare {
			continue
		}
		if mod, n := x.ending(d, k); n > 0 && mod.kind == modChange {
			m.change = mod.change
		}
		return
	}
}

// thanBefore returns the change told before token pos by a comparison with a time:
// "cao hơn cùng kỳ 1,3 tạ/ha", "ít hơn năm 2021 là 3 đơn vị".
func (x *modifiers) thanBefore(d *doc, pos int) corpus.Change {
	k := pos
	for k > 0 && k > pos-9 && !d.toks[k].Has(vi.Line) && (d.owners[k-1] == ownDate || x.spans.has(d.id(k-1))) {
		k--
	}
	if mod, n := x.ending(d, k); k < pos && n > 0 && mod.kind == modCompare {
		return mod.direction()
	}
	return ""
}

// unsurpassed are the classes of units of which "vượt" says no level: "vượt 30 km
// đường đèo", "vượt 5 bậc".
var unsurpassed = map[string]bool{"times": true, "time": true, "length": true, "place": true, "organisation": true, "rank": true, "other": true}

// surpasses reports that "vượt" before m says that a number is larger, and not by how
// much a plan was surpassed: "số vụ phải thụ lý vượt 8.200 vụ".
func (x *modifiers) surpasses(d *doc, m *mention, pos int) bool {
	if x.marks.has(d.id(pos - 1)) {
		pos--
	}
	if m.percentage || pos < 2 || d.id(pos-1) != x.past || d.toks[pos-1].Has(vi.Line) {
		return false
	}
	for k := m.j; k < len(d.toks) && k < m.j+4 && d.toks[k].Kind == vi.Word && !d.toks[k].Has(vi.Line); k++ {
		if x.aims.has(d.id(k)) || d.id(k) == x.compare {
			return false
		}
	}
	if x.averaged(d, pos-1) {
		return true
	}
	if k, u, _ := d.x.figures.numberNoun(d, pos-2); u != nil && u.name == m.unit && (d.clauseBegins(k) || d.id(k-1) == d.x.figures.words.total) {
		return true
	}
	return !unsurpassed[m.class] && (d.toks[pos-2].Kind == vi.Word || d.owners[pos-2] == ownDate) && !x.surpassing.has(d.id(pos-2)) && !x.levelled(d, m)
}

// levelled reports that m can tell by how much something was surpassed: a figure of its
// unit stands before it in the part of the sentence up to a semicolon, or what was
// surpassed was said.
func (x *modifiers) levelled(d *doc, m *mention) bool {
	first := d.sentence(m.n0).First
	for k := max(first, m.n0-versusBack); k+1 < m.n0; k++ {
		if d.id(k) == x.past && x.aims.has(d.id(k+1)) {
			return true // "11 cơ sở vượt dự toán, cao nhất vượt 12,6 tỷ đồng"
		}
	}
	for k := len(d.mentions) - 1; k >= 0 && d.mentions[k].i >= first; k-- {
		p := &d.mentions[k]
		if d.markIn(p.j, m.n0, ';') {
			return false
		}
		if p.unit == m.unit && !p.percentage && p.value.Cmp(m.value) > 0 {
			return true
		}
	}
	return false
}

// averaged reports that the clause before token k is of an average: "thu nhập bình quân
// đầu người vượt 60 triệu đồng".
func (x *modifiers) averaged(d *doc, k int) bool {
	for n := 0; n < estimateBack/2 && k > 0 && d.toks[k-1].Kind == vi.Word && d.owners[k-1] == free && !d.toks[k].Has(vi.Line); n++ {
		if k--; k > 0 && d.id(k) == x.even && d.x.figures.words.averages.has(d.id(k-1)) {
			return true
		}
	}
	return false
}

// estimateBack is how many words before a figure "ước" may stand.
const estimateBack = 24

// estimated reports that "ước" stands before token pos in the same clause, with
// no other figure between: "ước tính thiệt hại 5 tỷ đồng", "Ước 9 tháng đầu
// năm, sản lượng đạt 300 tấn".
func (x *modifiers) estimated(d *doc, pos int) bool {
	for k := pos - 1; k >= 0 && k > pos-estimateBack && !d.toks[k+1].Has(vi.Line); k-- {
		switch t := d.toks[k]; {
		case d.owners[k] == ownDate, t.Is(',') && k > 0 && d.owners[k-1] == ownDate:
		case t.Kind != vi.Word || d.figureAt(k):
			return false
		case x.guesses.has(t.ID):
			return k < pos-1 && (t.Flags&vi.Upper == 0 || d.opens(k)) && !x.vows.has(d.id(k-1)) && !x.wishes.has(d.id(k+1))
		}
	}
	return false
}

// sign reads a plus or minus written together with the number.
func (x *modifiers) sign(d *doc, m *mention) bool {
	k := m.n0 - 1
	if k < 0 || !d.glued(m.n0) {
		return false
	}
	t := d.toks[k]
	if k > 0 && d.toks[k-1].Kind == vi.Digits {
		return false // a range
	}
	free := t.Flags&vi.Space != 0 || k > 0 && d.toks[k-1].Kind == vi.Punct && !d.toks[k-1].Is('%')
	minus := (t.Is('-') || t.Is('–') || t.Is('−')) && free && !t.Has(vi.Line)
	switch {
	case t.Is('+') && (free || k > 0 && d.toks[k-1].Kind != vi.Digits):
		m.change, m.i = corpus.Increase, k
	case minus && m.class == "temperature":
		m.value, m.i = m.value.Neg(), k // -5 độ C
	case minus && (m.percentage || k > 0 && d.toks[k-1].Is('(')):
		m.change, m.i = corpus.Decrease, k
	default:
		return false
	}
	return true
}

// versusBack is how many words before a figure "so với" may stand.
const versusBack = 40

// compared reports that "so với" stands in the next words or in those before,
// with no other statement between ("so với cùng kỳ phát hiện nhiều hơn 15 vụ"),
// or that m stands in brackets behind a figure: "khởi tố 121 vụ (ít hơn 61 vụ)".
func (x *modifiers) compared(d *doc, m *mention) bool {
	if x.bracketed(d, m) {
		return true
	}
	for k := m.j; k < len(d.toks) && k < m.j+10 && !d.toks[k].Has(vi.Line); k++ {
		if d.id(k) == x.compare {
			return true
		}
	}
	for k := m.n0 - 1; k >= 0 && k > m.n0-versusBack && !d.toks[k+1].Has(vi.Line) && !d.toks[k].Is(';') && !d.toks[k].Is('.'); k-- {
		if d.id(k) == x.compare {
			return true
		}
	}
	return false
}

// bracketed reports that m stands in brackets that open behind a figure, with
// nothing but figures before it there.
func (x *modifiers) bracketed(d *doc, m *mention) bool {
	for k := m.n0 - 1; k > 0 && !d.toks[k].Has(vi.Line); k-- {
		switch t := d.toks[k]; {
		case t.Is('('):
			return d.owners[k-1] == ownCount
		case !t.Is(',') && d.owners[k] != ownCount && (k < m.n0-x.longest || t.Kind != vi.Word):
			return false
		}
	}
	return false
}

// ending returns the longest modifier that ends before token pos.
func (x *modifiers) ending(d *doc, pos int) (modifier, int) {
	if pos == 0 || pos < len(d.toks) && d.toks[pos].Has(vi.Line) || !x.last.has(d.id(pos-1)) {
		return modifier{}, 0
	}
	for n := min(x.longest, pos); n > 0; n-- {
		if k, got := x.phrases.Longest(d.toks[:pos], pos-n); got == n {
			if x.rows[k].kind == modChange && x.inTerm(d, pos-n, pos) {
				return modifier{}, 0
			}
			return x.rows[k], n
		}
	}
	return modifier{}, 0
}

// inTerm reports that [i, j) ends a word of more than three syllables that begins before
// it: "thuế giá trị gia tăng".
func (x *modifiers) inTerm(d *doc, i, j int) bool {
	for k := i - 1; k >= 0 && k > i-4; k-- {
		if n := d.x.figures.whats.compound(d, k); n > 3 && k+n == j {
			return true
		}
	}
	return false
}

// right reads "trở lên" and "trở xuống" after m.
func (x *modifiers) right(d *doc, m *mention) {
	for k := d.per(m.j); k+1 < len(d.toks) && k < m.j+6; k++ {
		t := d.toks[k]
		if t.Kind != vi.Word || t.Has(vi.Line) || t.ID == x.from || x.levels.has(t.ID) || t.ID == x.study && d.id(k+1) == x.back {
			return // "0,8 vụ từ ít nghiêm trọng trở lên", "95% có trình độ đại học trở lên"
		}
		if t.ID == x.back {
			switch d.id(k + 1) {
			case x.above:
				m.bound = corpus.AtLeast
			case x.below:
				m.bound = corpus.AtMost
			}
			return
		}
	}
}
