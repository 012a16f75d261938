package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// whats says what a figure counts: the words of its clause on the left (verb,
// object) and on the right (modifiers of the unit).
type whats struct {
	open, close, tail, subject, stop, adverb, award wordSet
	names                                           *vi.Phrases // of series: tỷ lệ, sản lượng
	fate                                            wordSet     // chết, vong, thương, tích
	joins, place                                    wordSet     // với, và, gồm: begin the words of the next figure
	heads                                           wordSet     // tỷ, tổng, số: begin the name of a series
	causes                                          wordSet     // làm, khiến, gây
	harm                                            wordSet     // chết, bị, thương
	links                                           *vi.Phrases // cụ thể, đồng thời
	sequels                                         *vi.Phrases // phục vụ, góp phần: behind a comma, of something else
	turnings                                        *vi.Phrases // phấn đấu, số còn lại: behind a comma, begin a clause of its own
	steps                                           *vi.Phrases // khởi tố, xử lý hành chính: of a procedure
	says                                            *vi.Phrases // báo cáo, cho biết: before a colon, who says it
	subjects                                        *vi.Phrases // phong trào, tội phạm: a sentence that begins so tells of it
	denied                                          wordSet     // chưa, không: the word behind belongs to them
	wrongly, alikeTo, respond                       vi.ID       // trái (phép); tương ứng
	lower, other, since, elsewhere, bands           wordSet     // mức, trước (đây); trước, thay; mới, chỉ; ở, nông (thôn); từ, dưới
	ages                                            wordSet     // tuổi
	has                                             wordSet     // có, đạt: behind a subject
	states                                          wordSet     // được, luôn, tuy: end the noun of a field
	speech                                          *vi.Phrases // cho biết, nhận định: what follows is a clause of its own
	idle                                            *vi.Phrases // phân theo, lý do: begin a label that names nothing
	sorts                                           *vi.Phrases // cơ cấu, trình độ: all of a label before the parts of a whole
	agents                                          *vi.Phrases // công an, tòa án: who did it
	bodies                                          *vi.Phrases // Hội Nông dân, Liên đoàn Lao động: who did it, in capitals
	fielded                                         []bool      // by body: its field follows
	areas                                           *vi.Phrases // tỉnh, thành phố: before the name of a place
	compounds                                       *compounds  // tai nạn, doanh nghiệp: never cut in two
	ratio, rate, dia, ban, compare                  vi.ID       // lệ, tỷ, địa, bàn, so
	reach, crops                                    wordSet     // đạt, chiếm: before a number; nông, lâm
	and, prevent, fight, among, within, high        vi.ID       // và, phòng, chống, đó, trong, cao
	sirs                                            wordSet     // ông, bà
	generic                                         wordSet     // khu, nhóm: a part that wants its whole
	begins, fresh                                   wordSet     // khi, nên; nhiều, một: begin another clause
	objects                                         wordSet     // bầu, cử: before what is done, in capitals
	compared                                        wordSet     // với, cùng, kỳ, trước: of a comparison
	generalities                                    wordSet     // liên, nội, thông: liên quan, nội dung: begin a label that tells nothing
	general                                         wordSet     // kết, tình: kết quả, tình hình
	targets                                         wordSet     // kế, dự: kế hoạch, dự toán, after so với
	unnumbered                                      wordSet     // một, trong: before a "số" that is no number
	grade                                           wordSet     // nhẹ, mạnh: after tăng, giảm
	guilt                                           wordSet     // tội, phạm: name an offence
	times, fields, wholes                           wordSet     // lũy, kế, hiện, nay; về, trên; chung, bình, quân
	owned, with, duty, period, same, toan, luy, ke  vi.ID       // của; với; nhiệm kỳ; cùng kỳ; toàn; lũy kế
	by, suffers, fine                               vi.ID       // do; bị; phạt
	pays                                            wordSet     // hỗ, thưởng: begin verbs of giving a sum to each
	enjoys, loss, take, next, ago                   vi.ID       // hưởng; (thiệt) hại; tham (gia); sau (đây); trước
	tariffs                                         wordSet     // mức, phí: begin the name of a sum that differs from place to place
	but, lost                                       vi.ID       // nhưng; mất
	applies                                         *vi.Phrases // áp dụng đối với: leads to whom a rule is for
	fates                                           *vi.Phrases // dương tính, thoát nạn: what persons did or befell them
	roles                                           *vi.Phrases // làm chủ đầu tư: what a body is to a work
	events                                          *vi.Phrases // hội thi, chương trình: begin the name of an event or a programme
	ranks                                           *vi.Phrases // khá, hoàn thành tốt nhiệm vụ: grades that a whole is sorted by
	spans                                           *vi.Phrases // năm học, nhiệm kỳ: before the years they are
	ruined                                          wordSet     // tốc, sập: what befell things
	ruled                                           wordSet     // hành, vi, phạm, quy, định: begin the name of an offence
	got, consists, owns, most, level                vi.ID       // được; gồm; có; nhất; mức
	keeps, near                                     wordSet     // đạt, duy, trì: before "mức tăng"; về, đối: before a field inside a sentence
	goals, aims                                     wordSet     // đạt, vượt, bằng: before a share of a plan; hoạch, toán, tiêu: end its name
	this, more, give, without, mean, is, one, newly vi.ID       // này; hơn; cho; không; quân; là; một; mới
	properties, extremes                            *vi.Phrases // khối lượng, tổng vốn; cá biệt, có nơi
	reckoned                                        *vi.Phrases // lũy kế, bình quân: how an amount is reckoned
	marks                                           *vi.Phrases // trên báo động: above or below what water stands
	outlays                                         *vi.Phrases // tổng mức đầu tư: what a work costs
	occurs                                          *vi.Phrases // xảy ra: tells only that there were cases
	contrasts, degrees                              wordSet     // nhưng, còn: begin a clause against the one before; thấp, nhiều: before hơn
	kinds                                           wordSet     // môn, khối, cấp: begin items of one kind
	levels                                          wordSet     // các, cấp: behind the name of a body
	classifiers                                     wordSet     // con, cái: units that name nothing
	callers                                         *vi.Phrases // cá nhân, bị can: units that tell only that someone or something is counted
	why, because, toTime, modals                    wordSet     // do, nhờ; do, vì; trước, hồi; phải
	pronouns                                        wordSet     // em, đồng (chí): units that stand for persons told before
	quantifiers                                     wordSet     // toàn, bộ: before the number of all
	bodyHeads                                       wordSet     // hội, quỹ: begin the name of a body
	ofMany                                          wordSet     // diện, sản: begin a series that items behind it are of too
	short                                           vi.ID       // thiếu
	conceding                                       wordSet     // tuy, dù: begin what is conceded
	still, despite, debt                            vi.ID       // vẫn; mặc (dù); nợ
	endsNoun                                        wordSet     // đã, có, tuy: end a subject
	each, spot, belongs, apartFrom, through, facing vi.ID       // mỗi; nơi; thuộc; riêng; qua; đối (với)
	very                                            wordSet     // rất, khá: before the word of a degree
	paced                                           wordSet     // chậm, nhanh: behind a comma, of how far things are
	said                                            wordSet     // giữ, gặp, không: begin what is said of a share
	turns, back, now, supposed                      vi.ID       // trở; lại; nay; nếu
	onward                                          wordSet     // lên, xuống: behind "trở"

	acts            *vi.Phrases // phát hiện, tiếp nhận: verbs that figures are the object of
	classes, places wordSet     // phân, theo: begin a classification; ở, tại
	stage           vi.ID       // giai: giai đoạn
	attends         *vi.Phrases // dự, tham dự
	comes, so       vi.ID       // đến: đến dự; để
	raises          wordSet     // nâng, đưa: before "tổng số"
	told, above     vi.ID       // nói trên
	makesUp         vi.ID       // chiếm
	turn, lot       vi.ID       // lần lượt
	points          wordSet     // con, số, mức: before "này", which points back
	things          *things     // of what prices and costs are told
	levies          wordSet     // phạt, truy: money taken from offenders
	sphere          wordSet     // lĩnh, vực
	central, when   vi.ID       // trung (ương); khi
	crimes          wordSet     // túy, lậu: name one offence
	takes, damage   vi.ID       // thu; thiệt (hại)
	reports, hedges wordSet     // đạt, chiếm: right before a figure; chỉ, chưa: before such a verb
	tenses          wordSet     // đã, sẽ
	several         wordSet     // các, những: before the noun of what is listed
	like            vi.ID       // như
	less, which     vi.ID       // kém; mà
	deed, crime     vi.ID       // hành (vi); tội
	hence           vi.ID       // nên
	conditions      wordSet     // nếu, ở: lead to when a tariff holds
	over            wordSet     // cả, toàn: of a mean
	plights         *vi.Phrases // chậm, thiếu, âm: begin how things are, behind what they are
	ofShare         wordSet     // là, có, xếp: behind a percentage, what is said of that share
	settlers        vi.ID       // dân (số)
	sizes           wordSet     // dài, rộng, nặng: before the size of a thing
	formerly        wordSet     // đây, kia: behind "trước"
	spells          wordSet     // năm, ngày: behind "mỗi"
	undergo         wordSet     // mắc, thiếu: tell how those fare who are counted
}

// The most words taken from either side, and in all.
const (
	whatLeft   = 7
	whatBare   = 12 // before a figure behind which nothing tells more
	whatRight  = 14
	whatMost   = 16
	whatSeries = 10 // of the name of a series
	whatAfter  = 8  // on the right when the left tells much

	whatReach = 240 // tokens looked through on either side
)

func newWhats(v *vi.Vocab, book wordBook) (*whats, error) {
	rows, err := vi.ReadTable(vi.Data, "data/whatwords.tsv")
	if err != nil {
		return nil, err
	}
	ofPhrases := map[string]bool{"open": false, "close": false, "tail": false, "subject": false, "stop": false, "adverb": false, "award": false, "series": true, "area": true, "agent": true, "link": true, "sequel": true, "turn": true, "step": true, "says": true, "speech": true, "matter": true, "property": true, "extreme": true, "reckoned": true, "mark": true, "occur": true, "outlay": true, "caller": true, "idle": true, "sort": true, "act": true, "attend": true, "role": true, "applies": true, "plight": true, "event": true, "span": true, "befall": true, "grade": true}
	words := map[string][]string{}
	for _, r := range rows {
		for _, k := range r.List("kind") {
			long, known := ofPhrases[k]
			if !known {
				return nil, r.Errorf("unknown kind %q", k)
			}
			if !long && len(vi.Tokenize(nil, r.Get("word"), v)) != 1 {
				return nil, r.Errorf("%q is more than one syllable", r.Get("word"))
			}
			words[k] = append(words[k], r.Get("word"))
		}
	}
	compounds, err := newCompounds(v)
	if err != nil {
		return nil, err
	}
	bodies, fielded, err := newBodies(v)
	if err != nil {
		return nil, err
	}
	things, err := newThings(v, book)
	if err != nil {
		return nil, err
	}
	set := func(kind string) wordSet { return newWordSet(v, words[kind]...) }
	phrases := func(kind string) *vi.Phrases {
		p := vi.NewPhrases(v)
		for i, w := range words[kind] {
			p.Add(w, int32(i))
		}
		return p
	}
	return &whats{
		compounds:    compounds,
		bodies:       bodies,
		fielded:      fielded,
		things:       things,
		open:         set("open"),
		close:        set("close"),
		tail:         set("tail"),
		subject:      set("subject"),
		stop:         set("stop"),
		adverb:       set("adverb"),
		award:        set("award"),
		names:        phrases("series"),
		heads:        book.set("series.begins"),
		place:        book.set("place.begins"),
		fate:         book.set("harm.fate"),
		joins:        book.set("clause.joins"),
		causes:       book.set("harm.causes"),
		harm:         book.set("harm.words"),
		areas:        phrases("area"),
		agents:       phrases("agent"),
		links:        phrases("link"),
		sequels:      phrases("sequel"),
		turnings:     phrases("turn"),
		steps:        phrases("step"),
		says:         phrases("says"),
		speech:       phrases("speech"),
		properties:   phrases("property"),
		extremes:     phrases("extreme"),
		reckoned:     phrases("reckoned"),
		marks:        phrases("mark"),
		outlays:      phrases("outlay"),
		occurs:       phrases("occur"),
		each:         v.Add("mỗi"),
		contrasts:    book.set("clause.contrasts"),
		kinds:        book.set("item.kinds"),
		levels:       book.set("agent.levels"),
		classifiers:  book.set("unit.classifiers"),
		callers:      phrases("caller"),
		pronouns:     book.set("unit.pronouns"),
		why:          book.set("clause.why"),
		because:      book.set("clause.because"),
		toTime:       book.set("time.leads"),
		modals:       book.set("verb.modals"),
		quantifiers:  book.set("whole.words"),
		bodyHeads:    book.set("body.heads"),
		ofMany:       book.set("series.listed"),
		degrees:      book.set("compare.degrees"),
		short:        v.Add("thiếu"),
		still:        v.Add("vẫn"),
		despite:      v.Add("mặc"),
		debt:         v.Add("nợ"),
		conceding:    book.set("clause.concedes"),
		endsNoun:     book.set("clause.predicates"),
		facing:       v.Add("đối"),
		spot:         v.Add("nơi"),
		belongs:      v.Add("thuộc"),
		apartFrom:    v.Add("riêng"),
		through:      v.Add("qua"),
		idle:         phrases("idle"),
		sorts:        phrases("sort"),
		acts:         phrases("act"),
		ruined:       book.set("harm.things"),
		ruled:        book.set("offence.ruled"),
		pays:         book.set("sum.paid"),
		fine:         v.Add("phạt"),
		enjoys:       v.Add("hưởng"),
		take:         v.Add("tham"),
		loss:         v.Add("hại"),
		next:         v.Add("sau"),
		ago:          v.Add("trước"),
		roles:        phrases("role"),
		events:       phrases("event"),
		ranks:        phrases("grade"),
		spans:        phrases("span"),
		tariffs:      book.set("sum.levels"),
		but:          v.Add("nhưng"),
		lost:         v.Add("mất"),
		applies:      phrases("applies"),
		fates:        phrases("befall"),
		subjects:     phrases("matter"),
		states:       book.set("topic.states"),
		has:          book.set("verb.states"),
		lower:        book.set("level.others"),
		other:        book.set("level.told"),
		since:        book.set("level.reached"),
		elsewhere:    book.set("level.places"),
		bands:        book.set("level.bands"),
		ages:         newWordSet(v, "tuổi"),
		denied:       book.set("clause.denials"),
		wrongly:      v.Add("trái"),
		alikeTo:      v.Add("tương"),
		respond:      v.Add("ứng"),
		ratio:        v.Add("lệ"),
		rate:         v.Add("tỷ"),
		dia:          v.Add("địa"),
		ban:          v.Add("bàn"),
		compare:      v.Add("so"),
		reach:        book.set("clause.reaches"),
		crops:        book.set("trades.listed"),
		and:          v.Add("và"),
		among:        v.Add("đó"),
		within:       v.Add("trong"),
		prevent:      v.Add("phòng"),
		high:         v.Add("cao"),
		fight:        v.Add("chống"),
		got:          v.Add("được"),
		by:           v.Add("do"),
		suffers:      v.Add("bị"),
		sirs:         book.set("person.called"),
		consists:     v.Add("gồm"),
		owned:        v.Add("của"),
		luy:          v.Add("lũy"),
		ke:           v.Add("kế"),
		toan:         v.Add("toàn"),
		duty:         v.Add("nhiệm"),
		same:         v.Add("cùng"),
		period:       v.Add("kỳ"),
		with:         v.Add("với"),
		generic:      book.set("part.generic"),
		begins:       book.set("clause.begins"),
		fresh:        book.set("clause.fresh"),
		objects:      book.set("clause.objects"),
		compared:     book.set("compare.words"),
		times:        book.set("topic.times"),
		fields:       book.set("topic.fields"),
		wholes:       book.set("topic.wholes"),
		unnumbered:   book.set("series.not-after"),
		targets:      book.set("compare.targets"),
		generalities: book.set("topic.generalities"),
		general:      book.set("topic.general"),
		grade:        book.set("change.grades"),
		guilt:        book.set("offence.told"),
		owns:         v.Add("có"),
		most:         v.Add("nhất"),
		level:        v.Add("mức"),
		keeps:        book.set("level.kept"),
		near:         book.set("topic.near"),
		goals:        book.set("goal.reached"),
		aims:         book.set("plan.ends"),
		this:         v.Add("này"),
		more:         v.Add("hơn"),
		give:         v.Add("cho"),
		without:      v.Add("không"),
		mean:         v.Add("quân"),
		is:           v.Add("là"),
		one:          v.Add("một"),
		newly:        v.Add("mới"),
		turns:        v.Add("trở"),
		back:         v.Add("lại"),
		now:          v.Add("nay"),
		supposed:     v.Add("nếu"),
		said:         book.set("share.said"),
		paced:        book.set("progress.told"),
		very:         book.set("degree.very"),
		onward:       book.set("stop.onward"),
		classes:      book.set("part.classes"),
		places:       book.set("place.at"),
		stage:        v.Add("giai"),
		points:       book.set("series.points"),
		levies:       book.set("money.levied"),
		sphere:       book.set("topic.spheres"),
		takes:        v.Add("thu"),
		several:      newWordSet(v, "các", "những"),
		like:         v.Add("như"),
		less:         v.Add("kém"),
		over:         newWordSet(v, "cả", "toàn", "chung"),
		plights:      phrases("plight"),
		ofShare:      book.set("share.predicates"),
		formerly:     newWordSet(v, "đây", "kia"),
		which:        v.Add("mà"),
		deed:         v.Add("hành"),
		spells:       book.set("each.times"),
		undergo:      book.set("verb.undergone"),
		hence:        v.Add("nên"),
		conditions:   book.set("sum.conditions"),
		crime:        v.Add("tội"),
		crimes:       book.set("offence.named"),
		central:      v.Add("trung"),
		when:         v.Add("khi"),
		damage:       v.Add("thiệt"),
		raises:       book.set("series.raised"),
		attends:      phrases("attend"),
		told:         v.Add("nói"),
		makesUp:      v.Add("chiếm"),
		turn:         v.Add("lần"),
		lot:          v.Add("lượt"),
		above:        v.Add("trên"),
		settlers:     v.Add("dân"),
		sizes:        book.set("measure.sizes"),
		comes:        v.Add("đến"),
		so:           v.Add("để"),
		reports:      book.set("verb.reports"),
		hedges:       book.set("verb.hedges"),
		tenses:       book.set("verb.tenses"),
	}, nil
}

// The compounds are words of several syllables, and a bit for every hash of the first two
// tokens of one: most pairs of tokens begin none.
type compounds struct {
	words *vi.Phrases
	pairs [pairBits / 64]uint64
}

// pairBits is the number of hashes of two tokens.
const pairBits = 1 << 18

// pairHash returns the hash of two tokens.
func pairHash(a, b vi.ID) uint32 {
	return (uint32(a)*0x9e3779b1 ^ uint32(b)*0x85ebca6b) >> 14 % pairBits
}

// begins reports that a word may begin with the tokens a and b.
func (c *compounds) begins(a, b vi.ID) bool {
	h := pairHash(a, b)
	return c.pairs[h/64]&(1<<(h%64)) != 0
}

// newCompounds reads the words of several syllables.
func newCompounds(v *vi.Vocab) (*compounds, error) {
	rows, err := vi.ReadTable(vi.Data, "data/compounds.tsv")
	if err != nil {
		return nil, err
	}
	c := &compounds{words: vi.NewPhrases(v)}
	var toks []vi.Token
	for i, r := range rows {
		if c.words.Add(r.First(), int32(i)) >= 0 {
			return nil, r.Errorf("%q is here in another spelling", r.First())
		}
		toks = vi.Tokenize(toks[:0], r.First(), v)
		if n := len(toks); n < 2 || n > compoundMost {
			return nil, r.Errorf("%q has %d syllables, not 2 to %d", r.First(), n, compoundMost)
		}
		h := pairHash(toks[0].ID, toks[1].ID)
		c.pairs[h/64] |= 1 << (h % 64)
	}
	return c, nil
}

// newBodies reads the names of public bodies that are more than one syllable, and by row
// whether a field follows them.
func newBodies(v *vi.Vocab) (*vi.Phrases, []bool, error) {
	rows, err := vi.ReadTable(vi.Data, "data/organs.tsv")
	if err != nil {
		return nil, nil, err
	}
	bodies, fielded := vi.NewPhrases(v), make([]bool, len(rows))
	for i, r := range rows {
		fielded[i] = r.Get("tail") == "field"
		if tail := r.Get("tail"); tail != "area" && tail != "field" || r.Get("sector") == "private" {
			continue
		}
		for _, name := range append([]string{r.First()}, r.List("variants")...) {
			if len(vi.Tokenize(nil, name, v)) > 1 {
				bodies.Add(name, int32(i))
			}
		}
	}
	return bodies, fielded, nil
}

// agent returns how many tokens at k name who does things, 0 for none.
func (x *whats) agent(d *doc, k int) int {
	_, n := x.agents.Longest(d.toks, k)
	if d.toks[k].Flags&vi.Upper != 0 {
		n = max(n, x.body(d, k))
	}
	return n
}

// fieldReach is how far behind the head of a body's name its field goes on at most.
const fieldReach = 8

// body returns how many tokens at k are the name of a public body, with the field that it is
// named for: "Sở Lao động - Thương binh và Xã hội", "Trung tâm Dịch vụ việc làm". 0 for none.
func (x *whats) body(d *doc, k int) int {
	fields := d.x.officials.fields
	row, n := x.bodies.Longest(d.toks, k)
	if n == 0 {
		if _, f := fields.at(d.toks, k+1); f > 0 && x.bodyHeads.has(d.id(k)) && d.toks[k+1].Flags&vi.Upper != 0 {
			return 1 + f
		}
		return 0
	}
	if !x.fielded[row] {
		return n
	}
	if _, f := fields.at(d.toks, k+n); f > 0 {
		return n + f
	}
	for e := k + n; e < len(d.toks) && e < k+n+fieldReach && d.toks[e].Kind == vi.Word && d.owners[e] == free && !d.toks[e].Has(vi.Line) && !x.actAt(d, e) && !x.predicative(d, e); e++ {
		if x.area(d, e) > 0 && d.toks[e].Flags&vi.Upper == 0 && !x.splits(d, e) && !x.splits(d, e+1) {
			return e - k
		}
	}
	return n
}

// A clause is what was found around one figure, as ranges of tokens.
type clause struct {
	l0, l1 int // the words on its left
	r0, r1 int // the words on its right
	m0, m1 int // what it adds to: a sum "với tổng vốn …" belongs to the projects before it
	t0, t1 int // the topic it stands under
	a0, a1 int // who did it
	p0, p1 int // what is said of a whole list: "115 ha lúa, 170 ha hoa màu bị thiệt hại"
}

func (c clause) left() bool  { return c.l1 > c.l0 }
func (c clause) right() bool { return c.r1 > c.r0 }

// shareAhead is the most tokens between a percentage and the figure that it is a
// share of.
const shareAhead = 4

// fill sets what of every mention of the article.
func (x *whats) fill(d *doc) {
	ms := d.mentions
	for k := range ms {
		ms[k].countable = !ms[k].percentage && ms[k].class != "money" && !measures[ms[k].class]
	}
	for d.titleEnd = 1; d.titleEnd < len(d.toks) && !d.toks[d.titleEnd].Has(vi.Line); d.titleEnd++ {
	}
	x.read(d, ms)
	x.lend(d, ms)
	x.findSummands(d, ms)
	var t topic
	for k := range ms {
		m := &ms[k]
		x.readTopic(d, &t, m)
		if m.labelled = t.label1 > t.label0 && m.i > t.label1; m.labelled {
			m.label = t.label0
		}
		m.timed = m.timed && (t.field1 == t.field0 || m.i < t.field1)
		x.pastField(d, &t, m)
		x.inherit(d, &t, ms, k)
		x.sameDoer(d, ms, k)
		x.numberAlone(d, ms, k)
		x.ofKind(d, m)
		x.ofKindBefore(d, &t, ms, k)
		m.what = x.text(d, m)
		m.said = m.what
		framed := x.amongAll(d, ms, k) || x.had(d, ms, k) || x.ofThem(d, ms, k) || x.inTurn(d, ms, k) || x.standard(d, ms, k) || x.likewise(d, ms, k) || x.inSameBox(d, ms, k) || x.framed(d, &t, ms, k) || x.inBox(d, ms, k)
		if !framed {
			x.complete(d, &t, ms, k)
		}
		x.shareOfThem(d, ms, k)
		x.kindOfWhole(d, ms, k)
		x.afterCheck(d, ms, k)
		x.happened(d, ms, k)
		x.conditioned(d, m)
		x.leftOut(d, ms, k)
		x.pointsBack(d, ms, k)
		scant := m.what == m.said && !framed
		if scant {
			x.ofThing(d, ms, k)
		}
		if scant && m.what == m.said {
			x.govern(d, ms, k)
		}
		if scant && m.what == m.said {
			m.what = join(x.listedKind(d, ms, k), m.what)
		}
		if wide := *m; scant && m.what == m.said && x.widen(d, &wide) {
			m.what = x.text(d, &wide)
		}
		if scant {
			what := x.purpose(d, ms, k)
			m.what, m.after = join(m.what, what), join(m.after, what)
		}
		if m.what == "" && k > 0 && ms[k-1].sentence == m.sentence {
			m.what = ms[k-1].what // "giảm 96 xã, tương đương 55,8%"
		}
		m.what = balanced(m.what)
	}
	x.verbs(d)
}

// read finds the words next to every figure.
func (x *whats) read(d *doc, ms []mention) {
	for k := range ms {
		m := &ms[k]
		var next *mention
		from, to := d.sents[m.sentence].First, d.sents[m.sentence].End
		if p := x.neighbour(d, ms, k); p >= 0 {
			from = x.pastGrade(d, ms[p].j)
			if e := x.pastUnits(d, &ms[p], from); e < m.i && (d.id(e) == x.with || d.toks[e].Is(',') || x.timelyOnly(d, e, m.i)) {
				from = e // "ủng hộ của 64 cơ quan, đơn vị, doanh nghiệp với 6 tỷ đồng"
			}
			for from+1 < m.i && d.toks[from].Is('/') && d.toks[from+1].Kind == vi.Word {
				from += 1 + max(x.compound(d, from+1), 1) // "69,3 tạ/ha tăng 0,1 tạ/ha", "33 tỉnh/thành phố"
			}
		}
		if k+1 < len(ms) && ms[k+1].sentence == m.sentence {
			next = &ms[k+1]
			to = next.i
		}
		m.harm = x.harmOf(d, m)
		m.clause = x.around(d, m, next, max(from, m.i-whatReach), min(to, m.j+whatReach))
		x.ruledFor(d, m)
		x.sized(d, m, from)
		if c, w := &m.clause, &d.x.figures.words; c.l1 == c.l0+1 && x.raises.has(d.id(c.l0)) && d.id(c.l1) == w.total && d.id(c.l1+1) == w.number {
			c.l1 += 2 // "nâng tổng số lên 500 thẻ"
		}
		if p := x.neighbour(d, ms, k); p >= 0 && d.id(m.i-1) == x.with && m.clause.l1 == m.i-1 && ms[p].clause.r1 == m.i-1 &&
			ms[p].clause.r0 <= m.clause.l0 && ms[p].clause.r1 > ms[p].j {
			m.clause.l0 = m.clause.l1 // "9 chi đoàn trong doanh nghiệp ngoài nhà nước với 187 đoàn viên"
		}
		m.led = m.clause.left() && !x.quantifies(d, m)
		if c := &m.clause; !m.led && m.change == "" && c.p1 == c.p0 {
			x.readSentence(d, m)
		}
	}
}

// lend gives figures what is said behind those that follow them: "55 vụ, 64 đối tượng phạm
// tội …".
func (x *whats) lend(d *doc, ms []mention) {
	for k := len(ms) - 2; k >= 0; k-- {
		m, next := &ms[k], &ms[k+1]
		end := x.sharesIn(d, m, next)
		if end == 0 {
			x.passOn(d, m, next)
		}
		if end > 0 {
			m.clause.r0, m.clause.r1 = m.u0, end
			if n := &next.clause; k+2 < len(ms) && n.r1 > ms[k+2].i {
				n.r0, n.r1 = 0, 0 // "3 phường đạt từ 90 điểm trở lên, 5 phường đạt …": lent by the next of the list
			}
			m.clause.p0, m.clause.p1 = end, x.pastOnward(d, max(next.clause.r1, next.j))
		} else if x.objectIn(d, m, next) {
			m.clause.r0, m.clause.r1 = max(m.clause.r0, m.u0), x.beforeRatio(d, next)
			m.clause.p0, m.clause.p1 = next.u0, max(next.clause.r1, next.j)
			if !x.counted(next) {
				m.clause.p0 = max(next.clause.r0, next.j)
			}
		} else if m.percentage && !m.clause.left() && !m.clause.right() && next.sentence == m.sentence && d.id(m.j) == x.within && next.i <= m.j+shareAhead && x.counted(next) {
			m.clause.r0, m.clause.r1 = next.u0, max(next.clause.r1, next.j) // "97% trong tổng số 1.200 cử tri đi bầu"
		} else if m.percentage && next.sentence == m.sentence && x.counted(next) && next.i == m.j+1 && x.quantifiers.has(d.id(m.j)) {
			m.clause.r0, m.clause.r1 = m.j, max(next.clause.r1, next.j) // "giảm 5% cả ba tiêu chí"
		} else if x.lends(d, earlier(ms, k), m, next) {
			m.clause.r0, m.clause.r1 = next.clause.r0, next.clause.r1
			if v := x.saidOfAll(d, m, next); v > 0 {
				m.clause.r0, m.clause.r1, m.clause.p0, m.clause.p1 = m.u0, m.j, v, next.clause.r1
			}
			if next.clause.p1 > next.clause.p0 && d.owners[next.clause.p0] == ownPercentage {
				m.clause.r0, m.clause.r1 = m.u0, m.u1 // "11 xã và 87 điểm có 100% cử tri đi bầu"
				m.clause.p0, m.clause.p1 = next.j, next.clause.p1
			}
		} else if at := x.befell(d, m, next); at > 0 {
			m.clause.p0, m.clause.p1 = at, next.clause.r1
			if !m.clause.right() && d.id(next.i-1) != x.with {
				m.clause.r0, m.clause.r1 = m.u0, m.j
			}
		} else if next.coordinated && next.change == m.change && m.clause.right() && next.harm == 0 && m.clause.p1 == m.clause.p0 {
			m.clause.p0, m.clause.p1 = x.predicate(d, m, next)
		}
	}
}

// befell returns where the words begin behind next, which tells with whom or of which bodies the
// persons or things of m are, that say what befell m: "khiến 73 hộ với 380 nhân khẩu bị cô lập",
// "làm 7 người trong 2 gia đình tử vong". 0 where there are none.
func (x *whats) befell(d *doc, m, next *mention) int {
	if !x.counted(next) || next.sentence != m.sentence || next.i > m.j+shareAhead || next.clause.r1 <= next.j {
		return 0
	}
	switch t := d.id(next.i - 1); {
	case t == x.with:
		if x.counted(m) && d.id(next.j) == x.suffers {
			return next.j
		}
		return 0
	case t != x.owned && t != x.within && !x.places.has(t), m.class == "money" || m.percentage && m.clause.left() || m.change != "", x.closes(d, m.j, next.i-1):
		return 0
	}
	for k := next.j; k < min(next.j+placeMost, next.clause.r1); k++ {
		if x.predicative(d, k) || k < next.j+verbWords && x.fares(d, k) {
			for x.subject.has(d.id(k)) && k+1 < next.clause.r1 {
				k++ // "đã"
			}
			return k
		}
	}
	return 0
}

// fares reports that the word at token k tells how those fare or what they do who are named before
// it: "mắc", "bị", "thu hoạch".
func (x *whats) fares(d *doc, k int) bool {
	return (x.undergo.has(d.id(k)) || d.id(k) == x.suffers || x.actAt(d, k)) && !x.splits(d, k)
}

// complete adds to what mention k counts the whole it is a part of, the list it stands in
// or the topic it stands under.
func (x *whats) complete(d *doc, t *topic, ms []mention, k int) {
	m := &ms[k]
	if p := x.placed(d, ms, k); p != nil {
		m.what, m.inPlace = p.what, true
	} else if what := x.inBracket(d, ms, k); what != "" {
		m.what, m.inPlace = what, true
	} else if what := x.summand(d, ms, k); what != "" {
		m.what, m.inPlace = what, true
	} else if what := x.part(d, ms, k); what != "" {
		m.what, m.inPlace = what, true
	} else if what := x.item(d, m); what != "" {
		m.what, m.inPlace = what, true
	} else if x.onTopic(d, t, m) {
		m.what = x.text(d, m)
	} else if what := x.entry(d, t, ms, k); what != "" {
		m.what = what
	} else if p := x.source(d, ms, k); p != nil && p.whole != "" && m.clause.left() && m.clause.l0 == p.clause.l0 && m.clause.l1 == p.clause.l1 {
		m.whole, m.what = p.whole, join(p.whole, m.what)
	}
}

// The most words that are too few to tell by themselves what is counted, and the most
// that are added to them.
const (
	scantWords = 2
	widenMost  = 5
)

// widen adds to the few words of m what stands right before them in its clause, which
// was left out as a place or a lead: "toàn tỉnh tiêm được 400 trẻ", "người trồng cà phê
// cũng còn lãi 35 triệu đồng". It reports that it did.
func (x *whats) widen(d *doc, m *mention) bool {
	c := &m.clause
	if !c.left() || c.right() || c.m1 > c.m0 || c.t1 > c.t0 || c.a1 > c.a0 || c.p1 > c.p0 || c.l1 > m.i || m.i-c.l1 > widenMost || x.count(d, c.l0, c.l1) > scantWords {
		return false
	}
	i, words := c.l0, 0
	for i > d.sents[m.sentence].First && words < widenMost {
		if d.toks[i-1].Is(')') {
			o := x.opening(d, d.sents[m.sentence].First, i-1)
			if o == 0 || d.owners[o-1] != free || d.toks[o].Has(vi.Line) {
				break
			}
			i = o // "chị H. (42 tuổi) vay"
			continue
		}
		if t := d.toks[i-1]; t.Kind != vi.Word && !x.inside(d, i-1) || d.owners[i-1] != free || d.toks[i].Has(vi.Line) || x.begins.has(t.ID) ||
			t.ID == x.and || t.ID == x.among || t.ID == x.by || t.ID == x.so || x.tells(d, 0, i) {
			break
		}
		i--
		words++
	}
	for i < c.l0 && x.splits(d, i) {
		i++
	}
	i, _ = x.trimLeft(d, i, c.l0)
	i = min(x.pastLink(d, i), c.l0)
	told := false
	for k := i; k < c.l0; k++ {
		told = told || !x.subject.has(d.id(k)) && !x.close.has(d.id(k)) && !x.timely(d, k)
	}
	if !told {
		return false
	}
	c.l0 = i
	return true
}

// balanced returns s without quotation marks and brackets that have no other half.
func balanced(s string) string {
	if strings.IndexByte(s, "“"[0]) < 0 && strings.IndexByte(s, '(') < 0 && strings.IndexByte(s, ')') < 0 && strings.IndexByte(s, '"') < 0 {
		return s // no letter of Vietnamese begins with the byte that “ ” ‘ ’ begin with
	}
	for _, pair := range [][2]string{{"“", "”"}, {"‘", "’"}, {"(", ")"}} {
		for strings.Count(s, pair[0]) != strings.Count(s, pair[1]) {
			if i, j := strings.LastIndex(s, pair[0]), strings.Index(s, pair[1]); strings.Count(s, pair[0]) > strings.Count(s, pair[1]) {
				s = s[:i] + s[i+len(pair[0]):]
			} else {
				s = s[:j] + s[j+len(pair[1]):]
			}
		}
	}
	if i := strings.LastIndexByte(s, '"'); strings.Count(s, `"`)%2 == 1 {
		s = s[:i] + s[i+1:]
	}
	return strings.TrimSpace(s)
}

// earlier returns the figure before mention k, nil when there is none.
func earlier(ms []mention, k int) *mention {
	if k == 0 {
		return nil
	}
	return &ms[k-1]
}

// sameDoer gives mention k, of which only a verb is told, what that verb is of: who did
// what the figure before it tells ("Công đoàn huyện thành lập 3 nghiệp đoàn, kết nạp 40
// đoàn viên"), or what that was done to ("án dân sự 386 vụ, giải quyết 312 vụ").
func (x *whats) sameDoer(d *doc, ms []mention, k int) {
	m := &ms[k]
	c := &m.clause
	if k == 0 || c.a1 > c.a0 || !c.left() || m.owned || m.change != "" || ms[k-1].sentence != m.sentence {
		return
	}
	p := ms[k-1].clause
	if x.boxed(d, &ms[k-1]) {
		return
	}
	parted := false
	for i := ms[k-1].j; i < m.i; i++ {
		if t := d.toks[i]; t.Is(':') || t.Flags&vi.Upper != 0 || t.ID == x.among {
			return
		}
		parted = parted || d.toks[i].Is(';')
	}
	if m.percentage && (d.id(c.l0) == x.suffers || d.id(c.l0) == x.got) {
		c.a0, c.a1 = x.suffering(d, p) // "tỷ lệ án bị hủy là 0,3%, bị sửa 0,5%"
		return
	}
	step := (x.proceeds(d, c) || m.class == "money" && c.l0 >= ms[k-1].j && x.levied(d, c, &ms[k-1])) && x.count(d, c.l0, c.l1) <= verbWords
	switch {
	case parted && (!step || m.class == "money"), m.class == "money" && !step && !x.acting(d, c.l0) && p.l1 <= ms[k-1].i && x.actsOn(d, p):
	case p.l0 == c.l0, p.a1 > p.a0 && p.a0 == c.l0:
	case p.a1 > p.a0:
		c.a0, c.a1 = p.a0, p.a1
	case ms[k-1].owned:
		if p.l0 < ms[k-1].i && !parted && x.acting(d, c.l0) && c.l0 >= ms[k-1].j {
			c.a0, c.a1 = x.beforeVerb(d, p) // "72 hộ hiến 1.200 m2 đất, góp 300 ngày công"
		}
	case p.m1 > p.m0 && p.m0 >= p.l1:
		c.a0, c.a1 = p.l0, p.l1
	case !parted && step:
		c.a0, c.a1 = x.doerBefore(d, ms, k)
	case !parted && !m.percentage && x.actsOf(d, &ms[k-1], c):
		c.a0, c.a1 = p.l0, p.l1
	}
}

// actsOf reports that the words of c are a verb of which the words before p are the
// subject: "Ngành gỗ tăng 12%, thu hút 2.300 lao động", "Hợp tác xã có 45 thành viên, canh
// tác 60 ha".
func (x *whats) actsOf(d *doc, p *mention, c *clause) bool {
	q := p.clause
	if !q.left() || c.l0 <= p.j || !d.toks[c.l0-1].Is(',') || !x.acting(d, c.l0) || x.count(d, c.l0, c.l1) > verbWords || x.series(d, q.l0, q.l1) >= 0 ||
		x.acting(d, q.l0) || x.actsOn(d, q) {
		return false
	}
	return p.change != "" && p.percentage || x.has.has(d.id(q.l1)) || x.has.has(d.id(q.l1+1)) && x.subject.has(d.id(q.l1))
}

// doerBefore returns the words of the figure before mention k without the verb that they
// end with, or where that is all of the one before that: of "các trạm kiểm tra 40 xe, tạm
// giữ 3 xe" the first two. Nothing where there are none.
func (x *whats) doerBefore(d *doc, ms []mention, k int) (int, int) {
	for q := k - 1; q >= 0 && q > k-listMost && ms[q].sentence == ms[k].sentence; q-- {
		c := ms[q].clause
		if x.parted(d, ms[q].j, ms[k].i) {
			break
		}
		if !c.left() {
			continue
		}
		i, j := x.beforeVerb(d, c)
		if j > i && !x.splits(d, j) && !x.acting(d, i) && !x.levies.has(d.id(i)) && d.id(i) != x.takes {
			return i, j
		}
	}
	return 0, 0
}

// acting reports that a verb that figures are the object of stands at token i.
func (x *whats) acting(d *doc, i int) bool {
	_, n := x.acts.Longest(d.toks, i)
	return n > 0
}

// suffering returns the words of c up to its "bị" or "được", none where it has none.
func (x *whats) suffering(d *doc, c clause) (int, int) {
	for k := c.l0 + 1; k < c.l1; k++ {
		if d.id(k) == x.suffers || d.id(k) == x.got {
			return c.l0, k
		}
	}
	return 0, 0
}

// beforeStep returns the words of c before the number without the step of a procedure
// that they end with: of "án hình sự thụ lý" the first three. All of them, where they
// end with none.
func (x *whats) beforeStep(d *doc, c clause) (int, int) {
	if i := lastOf(d, x.steps, c.l0, c.l1); i >= 0 {
		return x.trimLeft(d, c.l0, i)
	}
	return c.l0, c.l1
}

// neighbour returns the figure of mention k's sentence that its words on the
// left end at: the one before, past those in a bracket that closes before k, as
// in "thị trường châu Âu (chiếm 6%) tăng 70%". -1 when there is none.
func (x *whats) neighbour(d *doc, ms []mention, k int) int {
	p := k - 1
	for ; p >= 0 && p > k-listMost && ms[p].sentence == ms[k].sentence && x.enclosed(d, ms[p].j, ms[k].i); p-- {
	}
	if p < 0 || ms[p].sentence != ms[k].sentence {
		return -1
	}
	return p
}

// count returns the number of words in [i, j).
func (x *whats) count(d *doc, i, j int) int {
	n := 0
	for k := i; k < j; k++ {
		if x.counts(d, k) {
			n++
		}
	}
	return n
}

// counts reports that token k is a word and no part of a date.
func (x *whats) counts(d *doc, k int) bool {
	return d.toks[k].Kind == vi.Word && d.owners[k] != ownDate
}

// skip goes over n words.
func (x *whats) skip(d *doc, i, n int) int {
	for ; n > 0; i++ {
		if x.counts(d, i) {
			n--
		}
	}
	return i
}

// text joins the words around m as printed; when there are none, its unit
// and place.
func (x *whats) text(d *doc, m *mention) string {
	c := x.withoutVerb(d, m)
	left := x.words(d, c.l0, c.l1)
	if c.left() && c.l1 == m.i && x.splits(d, m.i) {
		left = x.words(d, c.l0, m.i+1) // "cắt giảm 60%": the change is read from the second half
	}
	if c.m1 == c.m0 {
		c.m0, c.m1 = c.t0, c.t1
	}
	more := x.first(d, c.m0, c.m1, whatMost-x.count(d, c.l0, c.l1))
	room := whatMost - x.count(d, c.l0, c.l1) - x.count(d, c.m0, c.m1)
	switch n := x.count(d, c.l0, c.l1); {
	case x.awards(d, c.l0, c.l1) && (m.class == "person" || m.class == "organisation"):
		room, c.p1 = 0, c.p0
	case n > 3:
		room = min(room, whatAfter)
	}
	if c.r0 == m.u1 && c.right() && room > 1 && m.class != "money" && !measures[m.class] && !scales[m.class] {
		c.r0 = m.u0
	}
	right := x.first(d, c.r0, c.r1, max(room, 0))
	if c.right() && c.r0 >= m.u0 && d.figureAt(c.r1-1) && d.toks[c.r1-1].Kind == vi.Punct && x.count(d, c.r0, c.r1) <= room && !m.percentage {
		right = d.text(c.r0, c.r1) // "đạt trên 85%"
	}
	if t := d.id(c.r0); c.r1 == c.r0+1 && c.p1 > c.p0 && (t == x.give || t == x.owned || t == x.belongs || x.places.has(t) || x.causes.has(t)) {
		right = d.text(c.r0, c.r1) // "giải ngân cho chủ rừng"
	}
	if right != "" && m.percentage && c.r0 >= m.j && x.planned(d, c.r0, c.r1) {
		right = join(x.reached(d, m), right)
	}
	if left == "" && more == "" && right != "" && m.u1 <= m.u0 && x.counted(m) && (x.place.has(d.id(c.r0)) || x.count(d, c.r0, c.r1) <= verbWords) {
		left = m.unit // "6 hồ ở Yên Mô, 8 ở Kim Sơn"
	}
	if c.p1 > c.p0 {
		if left == "" && more == "" && right == "" {
			right = d.text(m.u0, m.j)
		}
		if said := x.first(d, c.p0, c.p1, whatAfter); d.figureAt(c.p1-1) && x.count(d, c.p0, c.p1) <= whatAfter {
			right = join(right, d.text(c.p0, c.p1)) // "dưới 40%"
		} else {
			right = join(right, said)
		}
	}
	switch {
	case left == "" && more == "" && right == "":
		return join(x.havingArea(d, m), join(d.text(m.u0, m.j), x.areaOf(d, m)))
	case more == "" && (right == "" || x.unitsOnly(d, c.r0, c.r1) && !measures[m.class]) && c.a1 > c.a0 && x.count(d, c.l0, c.l1) <= verbWords+1 && !x.awards(d, c.l0, c.l1) && !x.crowds(d, m, c.a0, c.a1):
		more = left // "Liên đoàn Lao động huyện X thành lập 2 công đoàn"
		switch n := x.count(d, c.a0, c.a1); {
		case x.offends(d, c.a0, c.a1):
			left = x.first(d, c.a0, c.a1, topicWords)
		case n <= whatLeft:
			left = x.words(d, c.a0, c.a1)
		default:
			left = x.words(d, x.lastWords(d, c.a0, c.a1, doerWords), c.a1)
		}
	}
	m.after, m.trails = right, c.r0 >= m.i
	if c.left() && x.sizes.has(d.id(c.l0)) && x.count(d, c.l0, c.l1) == 1 {
		left, more = more, left // "Con đường rộng"
	}
	if c.t1 > c.t0 && c.m0 == c.t0 && x.titled(d, c.t0) {
		return join(more, join(left, right)) // "Cây ăn trái: mít 210 ha"
	}
	return join(left, join(more, right))
}

// withoutVerb returns the words of m without the "xảy ra" of the cases before it, which
// tells nothing of those whom they harmed or of what they cost: of "xảy ra 9 vụ cháy nhà, làm
// 2 người bị thương" the fires stay.
func (x *whats) withoutVerb(d *doc, m *mention) clause {
	c := m.clause
	if m.class == "case" || c.l1 >= m.i || !d.figureAt(c.l1) || c.m1 == c.m0 && (m.percentage || !c.right()) {
		return c
	}
	i := lastOf(d, x.occurs, c.l0, c.l1)
	if i < 0 {
		return c
	}
	if c.l1 = i; c.m1 > c.m0+1 && x.classifiers.has(d.id(c.m0)) && !x.splits(d, c.m0+1) {
		c.m0++ // "vụ"
	}
	return c
}

// titled reports that the topic at token i is a label and not the field that a sentence
// opens with: "Về tội phạm ma túy, …".
func (x *whats) titled(d *doc, i int) bool {
	return i == 0 || !x.fields.has(d.id(i-1)) && d.id(i-1) != x.with && !x.places.has(d.id(i-1))
}

// planned reports that [i, j) names what was aimed at: "kế hoạch năm", "so với chỉ
// tiêu được giao".
func (x *whats) planned(d *doc, i, j int) bool {
	for k := i + 1; k < min(j, i+4); k++ {
		if x.aims.has(d.id(k)) && x.targets.has(d.id(k-1)) {
			return true
		}
	}
	return false
}

// reached returns the verb before the percentage m that says how it stands to what is
// named behind it: of "bằng 85% dự toán" the first word.
func (x *whats) reached(d *doc, m *mention) string {
	i := m.n0
	for i > 0 && x.goals.has(d.id(i-1)) && !d.toks[i].Has(vi.Line) {
		i--
	}
	return d.text(max(i, m.clause.l1), m.n0)
}

// awards reports that [i, j) says what is given for merit.
func (x *whats) awards(d *doc, i, j int) bool { return d.wordIn(i, j, x.award) }

// overlong reports that what is longer than any clause tells: words handed on from figure to
// figure end there, or a long list would cost the square of its length.
func overlong(what string) bool { return strings.Count(what, " ") >= 2*whatMost }

func join(a, b string) string {
	if a == "" {
		return b
	}
	if b == "" {
		return a
	}
	return a + " " + b
}

// havingArea returns the "toàn huyện có" right before m, of which nothing but its unit is
// told, when the unit is one word: "Năm học qua, toàn huyện có 58 trường".
func (x *whats) havingArea(d *doc, m *mention) string {
	k := m.i - 1
	if m.u1 != m.u0+1 || m.j != m.u1 || m.percentage || m.change != "" || d.id(k) != x.owns {
		return ""
	}
	for n := 1; n <= 2; n++ {
		if i := k - n; i > 0 && x.area(d, i) == n && d.id(i-1) == x.toan && i > d.sents[m.sentence].First {
			return d.text(i-1, m.i)
		}
	}
	return ""
}

// areaOf returns the "trên địa bàn …" shortly before m.
func (x *whats) areaOf(d *doc, m *mention) string {
	from := d.sents[m.sentence].First
	for k := m.i - 1; k > from+1 && k > m.i-14; k-- {
		if d.id(k) == x.ban && d.id(k-1) == x.dia {
			return d.text(k-1, x.areaEnd(d, k+1, m.i))
		}
	}
	return ""
}

// areaEnd returns where the place ends that is named from token i on, at most to token to.
func (x *whats) areaEnd(d *doc, i, to int) int {
	for i < to && d.toks[i].Kind == vi.Word && (x.area(d, i) > 0 || d.toks[i].Flags&vi.Upper != 0) {
		i += max(x.area(d, i), 1)
	}
	return i
}

// shorten returns where the first n words of [i, j) end, or a word before when
// that goes through one.
func (x *whats) shorten(d *doc, i, j, n int) int {
	end := i
	for words := 0; end < j; end++ {
		if x.counts(d, end) {
			if words++; words > n {
				break
			}
		}
	}
	if end == j {
		return j
	}
	for end > i && (x.splits(d, end) || d.id(end-1) == x.owned) {
		end-- // never inside a word, nor behind "của"
	}
	return end
}

// lengthen returns where the first n words of [i, j) end, or a word behind when
// that goes through one or through a name.
func (x *whats) lengthen(d *doc, i, j, n int) int {
	end := i
	for words := 0; end < j && (words < n || x.splits(d, end) || end > i && d.toks[end].Flags&d.toks[end-1].Flags&vi.Upper != 0); end++ {
		if x.counts(d, end) {
			words++
		}
	}
	return end
}

// first prints the first n words of [i, j).
func (x *whats) first(d *doc, i, j, n int) string {
	j = x.shorten(d, i, j, n)
	for j > i && !x.numbered(d, i, j) && (d.toks[j-1].Kind != vi.Word || x.tail.has(d.id(j-1)) && !x.splits(d, j-1)) {
		j--
	}
	return x.words(d, i, x.unquote(d, i, j, len(d.toks)))
}

// words prints [i, j) without the dates in it and what leads to them: "đến hết ngày 30/6".
func (x *whats) words(d *doc, i, j int) string {
	for j > i && j < len(d.toks) && (d.owners[j] == ownDate || x.leadsToDate(d, j, j+1)) && x.leadsToDate(d, j-1, j) {
		j--
	}
	for k := i; k < j; k++ {
		if d.owners[k] == ownDate {
			var b strings.Builder
			for ; i < j; i++ {
				if d.owners[i] == ownDate || x.leadsToDate(d, i, j) {
					continue
				}
				if b.Len() > 0 && d.toks[i].Flags&vi.Space != 0 {
					b.WriteByte(' ')
				}
				b.WriteString(d.text(i, i+1))
			}
			return b.String()
		}
	}
	return d.text(i, j)
}

// leadsToDate reports that nothing but words such as "đến", "hết", "từ" stands from token i
// on before a date that begins before token j, or that a word for the span of years right
// behind it stands there: "năm học", "nhiệm kỳ".
func (x *whats) leadsToDate(d *doc, i, j int) bool {
	for k := i; k < j && (d.x.dates.role(d, k)&(wFrom|wTo|wLead) != 0 || x.toTime.has(d.id(k))); k++ {
		if k+1 < len(d.toks) && d.owners[k+1] == ownDate {
			return true
		}
	}
	for b := i; b >= 0 && b > i-spanMost; b-- {
		if _, n := x.spans.Longest(d.toks, b); b+n > i && b+n < len(d.toks) && d.owners[b+n] == ownDate {
			return true // "năm học"
		}
	}
	return false
}

// spanMost is the most tokens of a word for a span of years.
const spanMost = 2
