package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// An officialRule is one way in which a text says that somebody holds an
// office. Its example stands with more sentences in testdata/officials.tsv.
type officialRule struct{ name, example string }

// The rules, in the order in which a mention is named for the first that
// found something.
const (
	ruleBefore = iota
	ruleAfter
	ruleShared
	ruleAppointed
	ruleGiven
	ruleRank
	ruleComrade
	ruleListed
	ruleBeforeThem
	ruleAgain
	ruleNameless
)

var officialRules = [...]officialRule{
	ruleBefore:     {"office before the name", "Chủ tịch UBND tỉnh Trần Quốc Bảo kết luận hội nghị."},
	ruleAfter:      {"name, then offices", "Đồng chí Lê Thị Hoa - Phó Bí thư Tỉnh ủy, Chủ tịch HĐND tỉnh chủ trì."},
	ruleShared:     {"one office for a list", "Dự có các Phó Chủ tịch UBND tỉnh: Lê Văn Tám, Trần Thị Mai và Vũ Hải."},
	ruleAppointed:  {"appointed or dismissed", "Ông Trần Văn Bình được bổ nhiệm giữ chức Giám đốc Sở Y tế."},
	ruleGiven:      {"an office given to somebody", "Trao quyết định bổ nhiệm Giám đốc Sở Nội vụ cho ông Lê Văn Cường."},
	ruleRank:       {"rank and name", "Thượng tá Đỗ Văn Khoa cho biết vụ việc đang được điều tra."},
	ruleComrade:    {"a comrade who acts", "Đồng chí Ngô Thị Lan phát biểu tại buổi lễ."},
	ruleListed:     {"listed under an organisation", "Tại Sở Công Thương, danh sách có bà Lê Thị Hoa và ông Trần Văn Tám."},
	ruleBeforeThem: {"held it before", "Ông Lê Văn Tám giữ chức Giám đốc Sở Y tế, thay ông Trần Văn Bình."},
	ruleNameless:   {"office without a name", "Ông Lê Văn Tám, Giám đốc Sở Y tế, đến dự. Giám đốc Sở Y tế yêu cầu làm rõ."},
	ruleAgain:      {"named before", "Ông Phạm Văn Hải, Chủ tịch UBND xã, đến dự. Theo ông Phạm Văn Hải, xã đã xong."},
}

// An officeClause walks over the pieces of a sentence and settles whose an office is.
type officeClause struct {
	x *officials
	d *doc
	// pre holds offices that wait for the name after them.
	pre []int32
	// header holds the offices of a list; each of its names holds them.
	header []int32
	// cur is the mention that offices still belong to, -1; subject the last
	// one of the sentence, which an appointment later on may mean.
	cur, subject int
	// rule is how an office reaches cur: beside it, or by an appointment.
	rule int8
	// What stands before the next name.
	honorific, rank int32
	class           string
	// plural follows "các" and the like, members "các đồng chí:".
	credit, plural, members bool
	// given says that the offices in pre are being given to somebody, list that
	// header holds such offices: semicolons part those who get them. gift is the
	// number of offices given, before "đối với": those after it are the person's
	// own; -1 where nothing parts them. parked says that the sentence went on to
	// something else, so that only a semicolon can lead to the next who gets them.
	given, list, parked bool
	gift                int
	// items counts the people of a list that "gồm: ông A …; ông B …" opens, as
	// long as each stands in an item of his own; -1 elsewhere.
	items          int
	former, acting bool
	// ended says that all offices which come are over: "thôi giữ chức A, B".
	ended     bool
	semicolon bool
	// opened says that a colon or "gồm" opened the list of a plural.
	opened bool
	// closes is the piece that ends the brackets after a name; each the next of
	// several names that the offices in them belong to one by one, -1.
	closes, each int
	// about says that an address or a birthday stands between a name and what
	// comes.
	about bool
	// joined is the first of the names that commas and "và" join to cur, chain
	// the first of those with their offices between them.
	joined, chain int
	// roster says that those named are on a list of an organisation's people.
	roster bool
	// held says that a name before the one that is settled has an office.
	held bool
	// elected is the first of the names after "bầu", wanted before it comes.
	elected int
	// run is the first of the names without an office that a comma or "và"
	// joins to cur, in a list opened by a plural; -1 outside.
	run int
	// actors are the people named since the last word that is no part of them;
	// role and verb open the sentence and wait for somebody.
	actors     []int
	role, verb string
}

// wanted stands for a name that is still to come.
const wanted = -2

// assemble gives every office of the sentence to its holder.
func (x *officials) assemble(d *doc) {
	c := officeClause{
		x: x, d: d, pre: d.off.pre[:0], header: d.off.header[:0], actors: d.off.actors[:0],
		cur: -1, subject: -1, run: -1, joined: -1, chain: -1, each: -1, elected: -1, gift: -1, items: -1,
	}
	c.forget()
	p := d.off.pieces
	c.locate()
	c.borrow()
	for i := 0; i < len(p); i++ {
		if n := c.aside(i); n > 0 {
			i += n - 1
			continue
		}
		if n := c.unread(i); n > 0 {
			i += n - 1
			continue
		}
		if c.passing(i) || c.bracketed(i) {
			continue
		}
		c.step(i, &p[i])
	}
	d.off.pre, d.off.header, d.off.actors = c.pre, c.header, c.actors
	for i := range d.off.mentions {
		m := &d.off.mentions[i]
		c.settle(m)
		c.held = c.held || m.rule >= 0 && len(m.offices) > 0
		if m.rule < 0 && d.explain {
			d.reject(m.i, m.j, "official", "no official", c.why(m))
		}
	}
}

// locate completes the offices of the sentence whose organisation stands before
// them as the place of work: "Tại [Sở Tài chính], bốn Phó giám đốc gồm: …", "đến
// công tác tại [Sở Tư pháp] và bổ nhiệm giữ chức Phó giám đốc".
func (c *officeClause) locate() {
	p := c.d.off.pieces
	for i := 1; i < len(p); i++ {
		if p[i].kind != anOffice {
			continue
		}
		o := &c.d.off.offices[p[i].row]
		if !c.x.unplaced(o) {
			continue
		}
		if open := c.opensBracket(i); open < 0 || !c.x.represents(c.d, o, p[open].i) {
			c.x.workplace(c.d, o, c.appoints(i-1))
		}
	}
}

// opensBracket returns the bracket that opens before piece i with no more than a
// person between them, -1.
func (c *officeClause) opensBracket(i int) int {
	p := c.d.off.pieces
	for k := i - 1; k >= 0 && i-k < 6; k-- {
		switch {
		case p[k].kind == aMark && c.d.toks[p[k].i].Is('('):
			return k
		case p[k].kind == aMark && c.d.toks[p[k].i].Is(')'):
			return -1
		case p[k].kind != aMark && p[k].kind != aName && p[k].kind != anHonorific && p[k].kind != aRank:
			return -1
		}
	}
	return -1
}

// borrow completes what a pair of offices shares: "ông A, Chủ tịch, bà B, Phó
// Chủ tịch UBND huyện", "ông A, Bí thư Đảng ủy, ông B, Chủ tịch UBND xã C" and
// "ông A, Phó Chủ tịch kiêm Thư ký Hội Nông dân tỉnh".
func (c *officeClause) borrow() {
	offices := c.d.off.offices
	for k := len(offices) - 2; k >= 0; k-- {
		o, next := &offices[k], &offices[k+1]
		if o.hasPlace() || !next.hasPlace() && next.n == 0 {
			continue
		}
		if o.n == 0 && c.servesUnder(o, next) {
			c.lendOrgan(o, next)
			continue
		}
		title, other := &c.x.titleRows[o.title], &c.x.titleRows[next.title]
		switch {
		case o.n == 0 && title.needs == "organ" && other.needs == "organ" && next.n > 0 && next.i == o.j+1 && next.oi >= next.tj:
			o.oi, o.oj, o.organs, o.n, o.place, o.private = next.oi, next.oj, next.organs, next.n, next.place, next.private
		case !next.hasPlace():
		case o.n == 0 && o.title != next.title && title.alone != "" && other.alone != "" && next.n > 0 && next.oi > next.ti:
			o.oi, o.oj, o.organs, o.n, o.place = next.oi, next.oj, next.organs, next.n, next.place
		case o.n == 1 && c.x.organRows[o.organs[0].row].tail == "field" && c.x.organRows[o.organs[0].row].level == "" &&
			strings.HasPrefix(c.x.organRows[o.organs[0].row].organ, "Đảng"):
			o.place = next.place
		}
	}
}

// headMost is how many offices before a deputy's his head's may stand.
const headMost = 16

// deputize gives the office of index k, if it would be anybody's, the organisation of its
// head or of the same office, named before in the sentence: "ông A, Giám đốc Sở Y tế và
// ông B, Phó Giám đốc", "do ông A làm Giám đốc, sau đó là ông B (Quyền Giám đốc)".
func (c *officeClause) deputize(k int32) {
	offices := c.d.off.offices
	o := &offices[k]
	title := &c.x.titleRows[o.title]
	if o.n > 0 || o.hasPlace() || title.needs != "organ" && title.alone == "" {
		return
	}
	made := c.d.id(o.i-1) == c.x.wordMake
	for i := k - 1; i >= max(0, k-headMost); i-- {
		head := &offices[i]
		if made && c.x.ledBy(c.d, head.j, o.i) { // "[do] ông B làm Phó Chủ tịch"
			return
		}
		if head.n > 0 && (c.x.deputies[head.title] == o.title || head.title == o.title && title.needs == "organ") {
			o.oi, o.oj, o.organs, o.n, o.place, o.private = head.oi, head.oj, head.organs, head.n, head.place, head.private
			return
		}
	}
}

// servesUnder says that the office next is a post of the staff that o heads, or of a
// part of its body, and stands right behind it: "Phó Tư lệnh - Tham mưu trưởng Quân
// khu", "Phó Chủ tịch kiêm Chủ nhiệm UBKT Hội Nông dân tỉnh".
func (c *officeClause) servesUnder(o, next *office) bool {
	staff := c.x.titleRows[next.title].staff
	if !staff && next.n < 2 || c.x.titleRows[o.title].needs == "none" || next.n == 0 {
		return false
	}
	if staff && next.i == o.j+1 && c.d.toks[o.j].Kind == vi.Punct {
		return true
	}
	row, n := c.x.links.at(c.d.toks, o.j)
	return n > 0 && o.j+n == next.i && c.x.linkRows[row].class == "also"
}

// lendOrgan gives o the organisation of next, without the part of it that is next's
// own: "Chánh [Văn phòng] Hội Nông dân tỉnh".
func (c *officeClause) lendOrgan(o, next *office) {
	from := 0
	if next.n > 1 && (next.organs[0].i < next.tj || !c.x.titleRows[next.title].staff) {
		from = 1
	}
	o.oi, o.oj, o.place, o.private = next.organs[from].i, next.oj, next.place, next.private
	o.n = copy(o.organs[:], next.organs[from:next.n])
}

// forget drops what stood before a name.
func (c *officeClause) forget() {
	c.honorific, c.rank, c.class, c.credit = -1, -1, "", false
}

// aside returns the number of pieces of a remark in brackets after a name that
// says nothing of an office: "(bìa phải)", "(sinh năm 1975)", "(CAND)".
func (c *officeClause) aside(i int) int {
	p := c.d.off.pieces
	if p[i].kind != aMark || !c.d.toks[p[i].i].Is('(') || c.cur < 0 || c.officeIn(i+1) {
		return 0
	}
	for k := i + 1; k < len(p) && k-i < 12; k++ {
		if p[k].kind == aMark && c.d.toks[p[k].i].Is(')') {
			return k - i + 1
		}
		if p[k].kind == aName || p[k].kind == anOffice {
			return 0
		}
	}
	return 0
}

// unread returns the number of pieces of an item in a list of offices that no
// table knows: a short form ("UVBTVHU"), a post outside the state ("Trụ trì chùa
// A"). An office must follow it.
func (c *officeClause) unread(i int) int {
	p := c.d.off.pieces
	many := p[i].kind == aLink && c.x.linkRows[p[i].row].class == "plural"
	if c.cur < 0 || i == 0 || p[i-1].kind != aMark || !many && p[i].kind != other {
		return 0
	}
	low := !many && !c.d.toks[p[i].i].Has(vi.Upper) // "ông A, [cán bộ hưu trí,] nguyên Trưởng phòng …"
	for k := i; k < len(p) && k-i < 5; k++ {
		switch p[k].kind {
		case aMark:
			if c.officeIn(k+1) && p[k].i-p[i].i <= 14 && (!low || c.d.toks[p[k].i].Is(',') && c.x.linkIs(c.d, p[k+1].i, "former")) {
				return k - i
			}
			return 0
		case other, anAnd, aName:
		default:
			if !many || k > i {
				return 0
			}
		}
	}
	return 0
}

// bracketed says that piece i stands in brackets after a name, among the offices
// it holds, and parts nothing: "(cán bộ Ban Tổ chức; nguyên Bí thư Đảng ủy)".
func (c *officeClause) bracketed(i int) bool {
	p := c.d.off.pieces
	if p[i].kind == aMark && c.d.toks[p[i].i].Is('(') && c.cur >= 0 {
		var offices int
		c.closes, offices = c.bracketEnd(i)
		if c.each = -1; c.run >= 0 && offices > 1 && offices == c.cur-c.run+1 {
			c.each = c.run
		}
		return false
	}
	return i < c.closes && (p[i].kind == other || p[i].kind == aSemicolon || p[i].kind == aDeed)
}

// bracketEnd returns the piece that closes the bracket at piece i and the number
// of offices between them, 0 when there is none or another person.
func (c *officeClause) bracketEnd(i int) (end, offices int) {
	p := c.d.off.pieces
	for k := i + 1; k < len(p) && k-i < 20; k++ {
		switch p[k].kind {
		case anOffice:
			offices++
		case aName, anHonorific:
			return 0, 0
		case aDeed:
			if !c.d.toks[p[k].i].Has(vi.Upper) { // Ban [Tổ chức]
				return 0, 0
			}
		case aMark:
			if !c.d.toks[p[k].i].Is(')') {
				continue
			}
			if offices == 0 {
				return 0, 0
			}
			return k, offices
		}
	}
	return 0, 0
}

// passing says that piece i belongs to an address or a birthday between a name
// and its office: "Lê Văn A (SN 1974), trú tại phường B, nguyên Chủ tịch …".
func (c *officeClause) passing(i int) bool {
	p := c.d.off.pieces
	if c.cur < 0 {
		c.about = false
		return false
	}
	if !c.about {
		c.about = c.beginsAbout(i)
		return c.about
	}
	switch p[i].kind {
	case aDeed:
		c.about = c.x.places.has(c.d.id(p[i].i)) // "sinh năm 1940 [tại] xã B"
	case aSemicolon, anHonorific, aRank:
		c.about = false
	case anOffice:
		c.about = false
	case aLink:
		switch c.x.linkRows[p[i].row].class {
		case "former", "is", "now", "appoint", "dismiss", "each":
			c.about = false
		}
	}
	return c.about
}

// beginsAbout says that an address or a birthday begins at piece i.
func (c *officeClause) beginsAbout(i int) bool {
	p := c.d.off.pieces
	if p[i].kind == aLink && c.x.linkRows[p[i].row].class == "about" {
		return true
	}
	return p[i].kind == other && c.d.toks[p[i].i].Kind == vi.Digits && i+1 < len(p) && p[i+1].kind == aLink &&
		c.x.linkRows[p[i+1].row].class == "about"
}

// officeIn says that what begins at piece i is an office, perhaps a former one.
func (c *officeClause) officeIn(i int) bool {
	p := c.d.off.pieces
	for i < len(p) && (p[i].kind == aLink || p[i].kind == aRank) {
		i++
	}
	return i < len(p) && p[i].kind == anOffice
}

// step takes in one piece.
func (c *officeClause) step(i int, p *piece) {
	if p.kind != aName && p.kind != aMark {
		c.credit = false
	}
	switch p.kind {
	case anHonorific:
		c.onHonorific(i, p)
	case aRank:
		if c.cur >= 0 && !c.beforePerson(i) && !c.semicolon {
			c.mention(c.cur).rank = p.row
			return
		}
		c.rank = p.row
		c.cur = -1
	case anOffice:
		c.onOffice(i, p)
	case aName:
		c.onName(i, p)
	case aMark:
		c.onMark(i, p)
	case aSemicolon:
		c.onSemicolon(i)
	case anAnd:
		if len(c.header) == 0 && len(c.pre) > 0 && c.beforePerson(i) {
			c.pre = c.pre[:0]
		}
	case aLink:
		c.onLink(i, p)
	case aDeed:
		c.onDeed(i, p)
	default:
		c.onOther()
	}
}

func (c *officeClause) mention(i int) *holder { return &c.d.off.mentions[i] }

// beforePerson says that the piece after i is about a person.
func (c *officeClause) beforePerson(i int) bool {
	p := c.d.off.pieces
	if i+1 >= len(p) {
		return false
	}
	k := p[i+1].kind
	return k == aName || k == anHonorific && c.d.id(p[i+1].i) != c.x.wordCung || k == aRank
}

func (c *officeClause) onHonorific(i int, p *piece) {
	row := &c.x.honorificRows[p.row]
	switch row.class {
	case "address", "degree", "state", "clergy":
		if c.honorific < 0 {
			c.honorific, c.class = p.row, row.class
		}
	default:
		c.class = row.class
	}
	c.cur = -1
	if c.d.toks[p.i].Kind == vi.Digits || c.x.linkIs(c.d, p.i, "plural") || c.x.linkIs(c.d, p.i, "and") {
		c.plural, c.run, c.opened = true, -1, i > 0 && c.d.toks[p.i-1].Is(':') || c.follows(i, "list")
		if !c.follows(i, "list") && !c.follows(i, "is") && !(i > 0 && c.d.toks[c.d.off.pieces[i-1].i].Is(':')) {
			c.header = c.header[:0]
		}
	} else if c.semicolon && row.class == "address" && !((c.list || c.items > 0) && len(c.header) > 0) {
		c.plural, c.semicolon = false, false
		c.header = c.header[:0]
	}
}

// onSemicolon parts the items of a list. Those who get what is given may follow.
func (c *officeClause) onSemicolon(i int) {
	c.semicolon = true
	c.run, c.joined, c.chain = -1, -1, -1
	c.pre, c.given = c.pre[:0], false
	p := c.d.off.pieces
	if i+1 < len(p) && p[i+1].kind == anAnd {
		i++
	}
	switch {
	case c.list && c.beforePerson(i):
		c.parked = !c.listed(i + 1)
	case c.items > 0 && c.beforePerson(i):
	case !c.plural || !c.opened && i+1 < len(p) && p[i+1].kind != aName:
		c.header = c.header[:0] // "các Phó Chủ tịch A, B; [Thiếu tướng C], Giám đốc …"
	}
}

// listed says that the person who begins at piece i is no more than named: an
// item of a list, not somebody who does something.
func (c *officeClause) listed(i int) bool {
	p := c.d.off.pieces
	for i < len(p) && p[i].kind != aName {
		i++
	}
	return i+1 >= len(p) || p[i+1].kind == aMark || p[i+1].kind == aSemicolon || p[i+1].kind == anAnd
}

func (c *officeClause) onName(i int, p *piece) {
	m := c.mention(int(p.row))
	m.honorific, m.rank, m.class, m.credit = c.honorific, c.rank, c.class, c.credit
	m.listed = c.roster
	m.titled = i > 0 && c.d.off.pieces[i-1].kind == anOffice
	for _, o := range c.pre {
		rule := int8(ruleBefore)
		if c.given {
			rule = ruleGiven
		}
		c.give(m, o, rule)
	}
	if !c.parked {
		for _, o := range c.header {
			c.give(m, o, ruleShared)
		}
	}
	if len(m.offices) == 0 && m.honorific < 0 && m.rank < 0 && c.cur >= 0 {
		c.sit(c.mention(c.cur), m)
	}
	if c.items == 0 || c.items > 0 && c.semicolon {
		c.items++
	} else {
		c.items = -1
	}
	if c.given && len(c.pre) > 0 {
		if c.gift < 0 {
			c.gift = len(c.pre)
		}
		c.header, c.list, c.parked = append(c.header[:0], c.pre[:c.gift]...), true, false
	}
	c.gift = -1
	if len(c.pre) == 1 {
		c.delegation(&c.d.off.offices[c.pre[0]], p.j)
	}
	c.pre = c.pre[:0]
	c.actors = append(c.actors, int(p.row))
	if c.elected == wanted {
		c.elected = int(p.row)
	}
	if c.joined < 0 || len(m.offices) > 0 {
		c.joined = int(p.row)
	}
	if c.role != "" {
		m.role, m.verb = c.role, c.verb
	}
	if c.chain < 0 {
		c.chain = int(p.row)
	}
	c.cur, c.subject, c.rule = int(p.row), int(p.row), ruleAfter
	c.given, c.semicolon, c.former, c.acting, c.ended = false, false, false, false, false
	if !c.plural && !c.members || len(m.offices) > 0 {
		c.run = -1
	} else if c.run < 0 || len(c.mention(int(p.row)-1).offices) > 0 {
		c.run = int(p.row)
	}
	c.forget()
}

// sit gives m the office of the one named just before, where several are named
// behind it: "Hội thẩm nhân dân A, B".
func (c *officeClause) sit(before, m *holder) {
	if !before.titled || len(before.offices) != 1 {
		return
	}
	if title := &c.x.titleRows[c.d.off.offices[before.offices[0]].title]; title.needs == "none" && title.level == "" || title.needs == "name" {
		c.give(m, before.offices[0], ruleShared)
		m.titled = true
	}
}

// delegation completes a delegate by where he was sent from, said after his
// name at token k: "đại biểu Lê Văn A (Hà Giang)", "đại biểu B – Đoàn ĐBQH tỉnh C".
func (c *officeClause) delegation(o *office, k int) {
	x, d := c.x, c.d
	if x.titleRows[o.title].needs != "name" || o.n > 0 || o.hasPlace() || k+2 >= len(d.toks) ||
		!d.toks[k].Is('(') && !d.toks[k].Is('-') && !d.toks[k].Is('–') {
		return
	}
	end := min(k+14, len(d.toks))
	if row, n := x.organs.at(d.toks, k+1); n > 0 && d.toks[k+1].Has(vi.Upper) && x.is(d, k+1, startsOrgan) {
		sent := office{i: o.i, ti: o.ti, tj: o.ti, title: o.title}
		sent.place.unit = -1
		x.organTail(d, &sent, row, k+1, k+1+n, end)
		o.oi, o.oj, o.organs, o.n, o.place = sent.oi, sent.oj, sent.organs, sent.n, sent.place
		return
	}
	if a, ok := x.area(d, k+1, end, true); ok && a.named() && a.j < len(d.toks) && d.toks[k].Is('(') && d.toks[a.j].Is(')') {
		o.place, o.oi, o.oj = a, a.i, a.j
	}
}

// give adds an office to a mention, once.
func (c *officeClause) give(m *holder, o int32, rule int8) {
	for _, have := range m.offices {
		if have == o {
			return
		}
	}
	m.offices = append(m.offices, o)
	c.d.off.offices[o].held = true
	if m.rule < 0 && !c.d.off.offices[o].private {
		m.rule = rule
	}
}

func (c *officeClause) onOffice(i int, p *piece) {
	o := &c.d.off.offices[p.row]
	c.deputize(p.row)
	o.former = o.former || c.former || c.ended
	o.acting = o.acting || c.acting
	c.former, c.acting = false, false
	if c.semicolon && c.cur >= 0 && c.served() && !o.former {
		c.cur = -1 // "Giám đốc A; [Phó phòng B]": another's
	}
	if c.ofMany(i) || c.governed(i) || c.semicolon && c.unheld(i, o) {
		c.onOther()
		return
	}
	if c.cur < 0 && !c.given && len(c.pre) == 0 && c.countsNames(i) {
		c.header, c.list, c.plural = append(c.header[:0], p.row), false, false
		return
	}
	if c.plural && c.cur < 0 && c.run < 0 {
		c.header = append(c.header, p.row)
		return
	}
	if c.cur >= 0 && !c.leadsOn(i) {
		c.lead(o)
		if c.each >= 0 && i < c.closes {
			c.give(c.mention(c.each), p.row, ruleShared)
			c.each++
			return
		}
		if c.sharesBack() {
			c.run = c.joined
		}
		c.give(c.mention(c.cur), p.row, c.rule)
		c.joined = c.cur
		if c.run >= 0 {
			for k := c.run; k < c.cur; k++ {
				c.give(c.mention(k), p.row, ruleShared)
			}
		}
		return
	}
	c.cur = -1
	if !c.list {
		c.header = c.header[:0]
	}
	c.pre = append(c.pre, p.row)
	if k := i + 1; c.goesTo(i) && c.d.off.pieces[k].j == c.d.off.pieces[k].i+2 && !c.x.linkIs(c.d, p.i-1, "of") {
		c.given = true // "kiêm nhiệm chức vụ Bí thư Huyện ủy [đối với] ông A"
	}
}

// unheld says that the office o at piece i, behind a semicolon, is nobody's: it names no
// body and no place ("…; già làng, trưởng bản"), and no person follows it at once or, with
// his rank, behind a comma.
func (c *officeClause) unheld(i int, o *office) bool {
	p := c.d.off.pieces
	if o.n > 0 || o.place.named() || o.former || c.beforePerson(i) {
		return false
	}
	return i+2 >= len(p) || !c.d.toks[p[i+1].i].Is(',') || p[i+2].kind != aRank
}

// governed says that the office at piece i is only spoken of, and the person
// after the comma is another one: "Theo quyết định của Chủ tịch UBND tỉnh, đồng
// chí A …", "Trong khi chờ kiện toàn chức danh Bí thư, ông B …". Where another
// office follows the comma, only an act tells: "Thừa ủy quyền của Chủ tịch nước,
// Bí thư Tỉnh ủy C …".
func (c *officeClause) governed(i int) bool {
	p := c.d.off.pieces
	if i == 0 || c.given || c.cur >= 0 || i+2 >= len(p) || p[i-1].kind != aLink || p[i+1].kind != aMark || !c.d.toks[p[i+1].i].Is(',') {
		return false
	}
	switch c.x.linkRows[p[i-1].row].class {
	case "of":
		return p[i+2].kind == anHonorific && c.d.toks[p[i+2].i].Kind == vi.Word || (p[i+2].kind == anOffice || p[i+2].kind == aRank && c.x.decides.has(c.d.id(p[i-1].i-1))) && c.x.acts.has(c.d.id(p[i-1].i-1))
	case "post":
		return p[i+2].kind == anHonorific
	}
	return false
}

// ofMany says that the office at piece i is that of many: "chủ tịch các xã".
func (c *officeClause) ofMany(i int) bool {
	p := c.d.off.pieces
	if o := &c.d.off.offices[p[i].row]; o.hasPlace() || o.n > 0 && o.organs[o.n-1].fj > o.organs[o.n-1].fi {
		return false
	}
	return i+1 < len(p) && p[i+1].kind == aLink && p[i+1].j == p[i+1].i+1 && c.x.linkRows[p[i+1].row].class == "plural" &&
		c.x.is(c.d, p[i+1].j, startsUnit|startsOrgan)
}

// sharesBack says that the office after a name is also that of the names
// joined to it: one honorific for two ("Ông A và B, Phó Chủ tịch"), or names
// alone and a dash ("A, B - nguyên Chủ tịch").
func (c *officeClause) sharesBack() bool {
	if c.joined < 0 || c.joined >= c.cur || c.rule != ruleAfter {
		return false
	}
	first, last := c.mention(c.joined), c.mention(c.cur)
	if last.honorific >= 0 || last.rank >= 0 || len(last.offices) > 0 || len(first.offices) > 0 {
		return false
	}
	between := c.d.toks[last.j]
	return first.honorific >= 0 && c.cur == c.joined+1 && c.x.linkIs(c.d, last.i-1, "and") ||
		first.honorific < 0 && first.rank < 0 && (between.Is('-') || between.Is('–'))
}

// ledBy says that "do" between two tokens leads to who heads a body named before it.
func (x *officials) ledBy(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.id(i) == x.wordDo {
			return true
		}
	}
	return false
}

// lead completes a bare "trưởng đoàn" or "Phó Chủ tịch" by the body that the
// sentence began with: "Đoàn công tác do đồng chí … làm trưởng đoàn", "Hội đồng
// do ông … làm Chủ tịch".
func (c *officeClause) lead(o *office) {
	x, d := c.x, c.d
	row, from := x.noOrgan, o.i
	switch {
	case o.n == 0 && !o.hasPlace() && (d.id(o.i-1) == x.wordMake || d.id(o.i-2) == x.wordMake && x.linkIs(d, o.i-1, "acting")):
	case o.n == 1 && !o.hasPlace() && o.oj == o.tj && o.organs[0].fj <= o.organs[0].fi:
		row, from = o.organs[0].row, o.organs[0].i
	default:
		return
	}
	first := d.sentence(o.i).First
	for k := from - 1; k > first; k-- {
		if d.id(k) != x.wordDo {
			continue
		}
		end := k
		if d.toks[k-1].Is('(') { // "Sở Nội vụ [(do bà A làm Giám đốc)]"
			end--
		}
		for i := end - 1; i >= first && k-i < 16; i-- {
			at, n := x.organs.at(d.toks, i)
			if n > 0 && at == row && !d.toks[i].Has(vi.Upper) { // "tiếp [đoàn] đại biểu cấp cao do …"
				return
			}
			if n == 0 || !d.toks[i].Has(vi.Upper) || row != x.noOrgan && at != row && !x.longerOrgan(at, row) {
				continue
			}
			named := office{i: i, ti: i, tj: i, title: o.title, private: x.organRows[at].private}
			named.place.unit = -1
			x.organTail(d, &named, at, i, i+n, end)
			if named.j == end || row != x.noOrgan && named.j > i+n { // the longest: "[UBKT Tỉnh ủy] do …"
				o.oi, o.oj, o.organs, o.n, o.place, o.private = i, named.oj, named.organs, named.n, named.place, named.private
			}
		}
		return
	}
}

// leadsOn says that the office at piece i belongs to the name after it rather
// than to the one before.
func (c *officeClause) leadsOn(i int) bool {
	p := c.d.off.pieces
	if c.beforePerson(i) || i > 1 && p[i-1].kind == anAnd && p[i-2].kind == aName && c.served() {
		return true // "Trưởng phòng A và [Trưởng Công an huyện]" are two
	}
	if c.goesTo(i) {
		c.given = true
		return true
	}
	if i+2 < len(p) && p[i+1].kind == aMark {
		switch next := c.d.toks[p[i+1].i]; {
		case next.Is(':') && (c.opensNames(i+1) || c.semicolon && p[i+2].kind == aLink):
			return true // "Trưởng Ban A: bà B; [Trưởng Ban C]: ông D"
		case next.Is(',') && (c.semicolon || p[i-1].kind == anAnd) && (p[i+2].kind == anHonorific || p[i+2].kind == aRank) && c.alone(i+2):
			return true // "ông A, Giám đốc; [Bí thư Chi bộ], ông B cho biết"
		}
	}
	if c.areOf(i) {
		return true // "… là ông A, [Phó Chủ tịch] là ông B"
	}
	if c.rule == ruleAppointed {
		return false
	}
	for k := i + 1; k < len(p); k++ {
		switch p[k].kind {
		case aMark:
			dash := c.d.toks[p[k].i].Is('-') || c.d.toks[p[k].i].Is('–')
			if dash && c.served() && c.beforePerson(k) {
				return true // "Chủ tịch A, [Phó Chủ tịch] - B"
			}
			if !dash && !c.d.toks[p[k].i].Is(',') {
				return false
			}
		case anAnd:
			if p[k-1].kind == aMark {
				return false // "Phó Thủ tướng A, [Trưởng Ban Chỉ đạo], cùng Bộ trưởng B"
			}
		case aLink:
			if class := c.x.linkRows[p[k].row].class; class != "former" && class != "acting" && class != "also" {
				return false
			}
		case anOffice:
			if c.beforePerson(k) {
				// The offices between two names: the first name's, unless it has its
				// own before it or "và" leads on, or the second's.
				return c.served() || c.semicolon || p[i-1].kind == anAnd
			}
		default:
			return false
		}
	}
	return false
}

// areOf says that the office at piece i, or the row of offices behind a semicolon that
// begins with it, is that of the person behind "là".
func (c *officeClause) areOf(i int) bool {
	p := c.d.off.pieces
	k := i + 1
	for c.semicolon && k+1 < len(p) && p[k].kind == aMark && c.d.toks[p[k].i].Is(',') && p[k+1].kind == anOffice {
		k += 2
	}
	return k < len(p) && p[k].kind == aLink && p[k].j == p[k].i+1 && c.d.id(p[k].i) == c.x.wordLa && c.beforePerson(k)
}

// alone says that no office follows the name of whom piece i is an honorific.
func (c *officeClause) alone(i int) bool {
	p := c.d.off.pieces
	for i < len(p) && p[i].kind != aName {
		i++
	}
	return i+1 >= len(p) || !c.officeIn(i+1) && !(p[i+1].kind == aMark && c.officeIn(i+2))
}

// titled says that a colon at piece i parts a name from its office, as in lists:
// "- Võ Văn Bốn: Phó Bí thư Đảng ủy xã".
func (c *officeClause) titled(i int) bool {
	p := c.d.off.pieces
	return i > 0 && p[i-1].kind == aName && i+1 < len(p) && p[i+1].kind == anOffice &&
		(i+2 == len(p) || p[i+2].kind != aDeed && !c.beforePerson(i+1))
}

// served says that the name before has its office before it.
func (c *officeClause) served() bool {
	m := c.mention(c.cur)
	return len(m.offices) > 0 && (m.rule == ruleBefore || m.titled)
}

// goesTo says that the office at piece i is given to the person named after it:
// "Chủ tịch UBND tỉnh đối với ông …".
func (c *officeClause) goesTo(i int) bool {
	p := c.d.off.pieces
	for k := i + 1; k < len(p) && k-i < 4; k++ {
		switch {
		case p[k].kind == aMark && c.d.toks[p[k].i].Is(','):
		case p[k].kind == aLink && c.x.linkRows[p[k].row].class == "for":
			return c.beforePerson(k)
		default:
			return false
		}
	}
	return false
}

func (c *officeClause) onMark(i int, p *piece) {
	if !c.d.toks[p.i].Is(':') {
		return
	}
	c.opened = true
	if c.titled(i) || c.rule == ruleAppointed && c.cur >= 0 && c.appointsPosts(i) {
		return
	}
	c.cur = -1
	if (c.plural || c.follows(i, "list") && c.beforePerson(i)) && len(c.header) == 0 {
		c.plural, c.members = false, true
	}
	if len(c.pre) > 0 && c.beforePerson(i) {
		given := c.pre
		if c.gift >= 0 {
			given = c.pre[:c.gift]
		}
		c.header, c.list, c.parked = append(c.header[:0], given...), c.given, false
		c.pre, c.semicolon = c.pre[:0], false
	}
	if len(c.header) > 0 && c.follows(i, "list") && c.beforePerson(i) {
		if k := &c.d.off.pieces[i+1]; k.kind == anHonorific && c.x.honorificRows[k.row].class == "address" {
			c.items = 0
		}
	}
}

func (c *officeClause) onLink(i int, p *piece) {
	switch c.x.linkRows[p.row].class {
	case "former":
		c.former = true
	case "acting":
		c.acting = true
	case "now":
		c.former, c.ended = false, false
	case "each":
		if c.cur >= 0 && c.joined >= 0 {
			c.run = c.joined
		}
		if c.d.toks[p.j-1].ID == c.x.wordLa && c.cur >= 0 {
			return
		}
	case "is", "also":
		c.ended = false
		if c.namesMany(i) {
			c.header, c.list = append(c.header[:0], c.pre...), false
			c.pre = c.pre[:0]
		}
		if c.elected >= 0 && (c.cur < 0 || c.elected < c.cur && c.d.id(p.i) == c.x.wordMake) { // "bổ nhiệm ông A, người …, [làm] Phó ban"
			c.appointed(i, p)
			return
		}
		if c.cur < 0 && !c.given && c.officeBefore(i) < 0 {
			c.onOther()
		}
	case "post", "adverb":
	case "roster":
		c.onOther()
		c.roster = c.opensPublic(p.i)
	case "list":
		c.opened = true
		if c.cur >= 0 && c.run >= 0 && c.eachInTurn(i) || c.opensList(i) {
			return
		}
		if !c.heads(i) {
			c.onOther()
		}
	case "elect", "remove":
		if !c.beforePerson(i) && !c.passive(p.i) {
			c.onOther()
			c.actors = c.actors[:0]
			if !c.leadsToOffice(i) {
				return
			}
			c.pre, c.list, c.given = c.pre[:0], false, true
			c.acting = c.d.id(p.j-1) == c.x.wordPower // "giao [quyền] Trưởng phòng cho …"
			c.ended = c.x.linkRows[p.row].class == "remove"
			return
		}
		c.appointed(i, p)
	case "send":
		c.onOther()
		c.actors = c.actors[:0]
		if c.beforePerson(i) {
			c.elected = wanted
		}
	case "appoint", "dismiss":
		c.acting = c.acting || c.d.id(p.j-1) == c.x.wordPower // "được giao [quyền] Giám đốc"
		if c.ofUnnamed(i) {
			return
		}
		if c.ofNumber(p.i) {
			c.onOther()
			return
		}
		if !(c.given && len(c.pre) == 0 && c.follows(i, "elect")) { // "bầu [giữ chức] … đối với ông A"
			c.appointed(i, p)
		}
	case "for":
		c.ended = false
		if !c.given {
			c.onOther()
			c.role = "" // "Trao Huy hiệu cho đồng chí A"
			return
		}
		c.gift = len(c.pre)
	case "plural":
		if c.allThese(i) {
			c.run = c.joined
			return
		}
		c.opened = c.d.id(p.i) == c.x.wordConsists // "gồm các"
		k := i + 1
		if k+1 < len(c.d.off.pieces) && c.x.linkIs(c.d, c.d.off.pieces[k].i, "former") && c.d.off.pieces[k+1].kind == anOffice {
			k++ // "hai [nguyên] Bí thư Tỉnh ủy A và B"
		}
		if k < len(c.d.off.pieces) && (c.d.off.pieces[k].kind == anOffice || c.d.off.pieces[k].kind == anHonorific) {
			if !c.opensList(i) && !(p.j > p.i+1 && c.heads(i)) { // "bốn Phó Chủ tịch, [gồm các] ông …"
				c.header, c.pre = c.header[:0], c.pre[:0]
			}
			c.plural, c.run, c.cur = true, -1, -1
			c.semicolon = c.semicolon && c.d.off.pieces[k].kind != anOffice // "…; các [Phó Chủ tịch]: bà A, ông B"
			return
		}
		c.onOther()
	case "credit", "place":
		c.onOther()
		c.credit = true
	default:
		c.onOther()
	}
}

// appointed ties what comes to the person named before, or to those after it.
func (c *officeClause) appointed(i int, p *piece) {
	if c.anothers(p.i) {
		c.onOther()
		return
	}
	c.pre, c.cur, c.actors = c.pre[:0], c.subject, c.actors[:0]
	if c.elected >= 0 && c.elected < c.subject {
		c.run = c.elected
	}
	c.elected = -1
	if from := c.endsList(i); from >= 0 {
		c.run = from
	}
	if c.beforePerson(i) { // bầu [ông …]
		c.elected, c.cur, c.subject = wanted, -1, -1
	}
	c.rule = ruleAppointed
	c.given = c.subject < 0
	class := c.x.linkRows[p.row].class
	c.ended = class == "dismiss" || class == "remove"
}

// anothers says that a pronoun before the appointment at token k means somebody else than
// the person named last, of the other sex: "Bà A nhớ lại, lúc [ông] được bầu làm trưởng bản".
func (c *officeClause) anothers(k int) bool {
	if c.subject < 0 || c.elected >= 0 {
		return false
	}
	m := c.mention(c.subject)
	if m.honorific < 0 || c.x.honorificRows[m.honorific].sex == "" {
		return false
	}
	for k--; k >= m.j; k-- {
		if !c.x.is(c.d, k, startsHonorific) {
			continue
		}
		if row, n := c.x.honorifics.at(c.d.toks, k); n == 1 && c.x.honorificRows[row].sex != "" && !c.d.toks[k+1].Has(vi.Upper) {
			return c.x.honorificRows[row].sex != c.x.honorificRows[m.honorific].sex
		}
	}
	return false
}

// appoints says that the link at piece i, or one before "chức", appoints.
func (c *officeClause) appoints(i int) bool {
	p := c.d.off.pieces
	for i > 0 && p[i].kind == aLink && c.x.linkRows[p[i].row].class == "post" {
		i--
	}
	if i < 0 || p[i].kind != aLink {
		return false
	}
	class := c.x.linkRows[p[i].row].class
	return class == "appoint" || class == "is"
}

// appointsPosts says that the colon at piece i leads from an appointment to the offices of
// it: "từng giữ các chức vụ[:] Phó Giám đốc Sở Xây dựng, …".
func (c *officeClause) appointsPosts(i int) bool {
	if i == 0 || c.d.off.pieces[i-1].kind != aLink || !c.officeIn(i+1) {
		return false
	}
	switch c.x.linkRows[c.d.off.pieces[i-1].row].class {
	case "appoint", "dismiss", "post":
		return true
	}
	return false
}

// leadsToOffice says that an office follows piece i, perhaps after "chức danh" or
// a number.
func (c *officeClause) leadsToOffice(i int) bool {
	p := c.d.off.pieces
	if i+1 < len(p) && p[i+1].kind == other && p[i+1].j == p[i+1].i+1 && c.d.toks[p[i+1].i].Kind == vi.Digits {
		i++
	}
	return c.officeIn(i + 1)
}

// follows says that a link of the class stands right before piece i.
func (c *officeClause) follows(i int, class string) bool {
	p := c.d.off.pieces
	return i > 0 && p[i-1].kind == aLink && c.x.linkRows[p[i-1].row].class == class
}

// passive says that the verb at token k happens to the person named before it:
// "ông A được [HĐND tỉnh] bầu", and not "ông A trình HĐND tỉnh bầu".
func (c *officeClause) passive(k int) bool {
	if c.subject < 0 {
		return false
	}
	for k--; k >= c.mention(c.subject).j; k-- {
		if c.x.passives.has(c.d.id(k)) {
			return true
		}
	}
	return false
}

// opensList says that the word at piece i leads from an office of several, or
// from the word for them, to their names: "bốn Phó giám đốc [gồm]: …".
func (c *officeClause) opensList(i int) bool {
	p := c.d.off.pieces
	if k := c.officeBefore(i); k >= 0 && (len(c.header) > 0 || c.counted(k)) {
		return true
	}
	return i > 0 && p[i-1].kind == anHonorific && c.plural
}

// heads makes the office right before piece i that of the names which "gồm" or "gồm
// các" there leads to, and reports that it did: "Phó Chủ tịch [gồm các] ông A, B".
func (c *officeClause) heads(i int) bool {
	if c.cur >= 0 || len(c.pre) != 1 || c.officeBefore(i) != i-1 || !c.opensNames(i) {
		return false
	}
	c.header, c.list, c.parked, c.pre = append(c.header[:0], c.pre...), false, false, c.pre[:0]
	c.semicolon = false
	return true
}

// allThese says that "các" at piece i leads, behind a dash or a bracket, to the office of
// all whose names stand in a row before it: "A, B, C - [các] Phó Chủ tịch UBND tỉnh".
func (c *officeClause) allThese(i int) bool {
	p := c.d.off.pieces
	if c.joined < 0 || c.joined >= c.cur || p[i-1].kind != aMark || i+1 >= len(p) || p[i+1].kind != anOffice || c.beforePerson(i+1) {
		return false
	}
	mark := c.d.toks[p[i-1].i]
	return (mark.Is('-') || mark.Is('–') || mark.Is('(')) && len(c.mention(c.cur).offices) == 0 && len(c.mention(c.joined).offices) == 0
}

// opensNames says that persons follow piece i, perhaps after "các": "Phó Chủ tịch [gồm]
// các ông A, B".
func (c *officeClause) opensNames(i int) bool {
	p := c.d.off.pieces
	if i+1 < len(p) && p[i+1].kind == aLink && c.x.linkRows[p[i+1].row].class == "plural" {
		i++
	}
	return c.beforePerson(i)
}

// eachInTurn says that as many offices follow "lần lượt là" at piece i as names of a
// list stand before it, and gives each its own: "các ông A, B - lần lượt là Trưởng
// phòng và Phó Trưởng phòng".
func (c *officeClause) eachInTurn(i int) bool {
	p := c.d.off.pieces
	offices, k := 0, i+1
	for ; k < len(p) && (p[k].kind == anOffice || p[k].kind == anAnd || p[k].kind == aMark || p[k].kind == aLink && c.x.linkIs(c.d, p[k].i, "former")); k++ {
		if p[k].kind == anOffice {
			offices++
		}
	}
	if offices < 2 || offices != c.cur-c.run+1 {
		return false
	}
	c.each, c.closes = c.run, k
	return true
}

// officeBefore returns the office before piece i, with no more than an appointment
// or its end between them, -1.
func (c *officeClause) officeBefore(i int) int {
	p := c.d.off.pieces
	if i--; i >= 0 && p[i].kind == aMark && c.d.toks[p[i].i].Is(',') {
		i--
	}
	for ; i >= 0 && p[i].kind == aLink; i-- {
		switch c.x.linkRows[p[i].row].class {
		case "appoint", "dismiss", "adverb":
		default:
			return -1
		}
	}
	if i < 0 || p[i].kind != anOffice {
		return -1
	}
	return i
}

// ofUnnamed says that the appointment at piece i, or its end, is of those whose
// office stands before it and whose names follow: "hai Phó giám đốc [nghỉ hưu] là
// …", "Chủ tịch UBND tỉnh [được chỉ định] là ông A".
func (c *officeClause) ofUnnamed(i int) bool {
	p := c.d.off.pieces
	k := c.officeBefore(i)
	if k < 0 || c.cur >= 0 {
		return false
	}
	if c.counted(k) || len(c.header) > 0 {
		return true
	}
	return len(c.pre) > 0 && i+1 < len(p) && c.d.id(p[i+1].i) == c.x.wordLa && c.beforePerson(i+1)
}

// ofNumber says that those who are appointed by the link at token k are only counted:
// "cử [4 cán bộ] giữ chức Phó Bí thư Đảng ủy xã".
func (c *officeClause) ofNumber(k int) bool {
	const noun = 3 // the most words of it
	for i := k - 2; i > 0 && i >= k-1-noun && c.d.toks[i+1].Kind == vi.Word; i-- {
		if c.d.toks[i].Kind == vi.Digits {
			return c.d.toks[i-1].Kind == vi.Word && !c.x.numbered.has(c.d.id(i-1))
		}
	}
	return false
}

// counted says that a number stands before the office at piece i.
func (c *officeClause) counted(i int) bool {
	k := c.d.off.pieces[i].i - 1
	return k >= 0 && c.d.toks[k].Kind == vi.Digits
}

// countsNames says that a number stands before the office at piece i, perhaps
// with "nguyên", and two names after it: "2 cựu Phó Chủ tịch UBND tỉnh A, B".
func (c *officeClause) countsNames(i int) bool {
	p := c.d.off.pieces
	if i+3 >= len(p) || p[i+1].kind != aName || p[i+3].kind != aName ||
		p[i+2].kind != anAnd && (p[i+2].kind != aMark || !c.d.toks[p[i+2].i].Is(',')) {
		return false
	}
	if i > 0 && p[i-1].kind == aLink && c.x.linkRows[p[i-1].row].class == "former" && p[i-1].j == p[i].i {
		i--
	}
	k := p[i].i - 1
	if !c.counted(i) || len(c.d.text(k, k+1)) > 1 { // a year, "30/6"
		return false
	}
	return k == 0 || c.d.toks[k-1].Kind == vi.Word && !c.x.numbered.has(c.d.id(k-1))
}

// namesMany says that the "là" at piece i leads from an office of several to
// their names: "3 Phó Chủ tịch UBND tỉnh là Lê Văn A, Trần B và Vũ C".
func (c *officeClause) namesMany(i int) bool {
	p := c.d.off.pieces
	k := c.officeBefore(i)
	if k < 0 || len(c.pre) != 1 || !c.beforePerson(i) {
		return false
	}
	return c.counted(k) || k > 0 && p[k-1].kind == aLink && c.x.linkRows[p[k-1].row].class == "plural"
}

// endsList returns the first of several who are appointed at piece i, named one
// after the other, perhaps each with an office, and joined by "và": "Bà A, ông B
// và ông C được bầu làm …", "Bà A, Giám đốc Sở B và ông C, Bí thư D, được bầu
// giữ chức …"; -1 where there is but one.
func (c *officeClause) endsList(i int) int {
	p := c.d.off.pieces
	k, own := i-1, false // own: he has an office after his name
	for k >= 0 && (p[k].kind == aLink && c.x.linkRows[p[k].row].class == "adverb" || p[k].kind == aMark || p[k].kind == anOffice) {
		own = own || p[k].kind == anOffice
		k--
	}
	if k < 0 || p[k].kind != aName || int(p[k].row) != c.subject {
		return -1
	}
	k--
	for k >= 0 && (p[k].kind == anHonorific || p[k].kind == aRank) {
		k--
	}
	from := c.joined
	if own {
		from = c.chain
	}
	if from < 0 || from >= c.subject || !c.plural && (k < 0 || p[k].kind != anAnd) {
		return -1
	}
	if c.plural {
		return c.chain
	}
	if first, last := c.mention(from), c.mention(c.subject); own && (first.titled || first.addressed() != last.addressed()) {
		return -1
	}
	return from
}

// opensPublic says that the sentence of token k opens with a public organisation
// as the place it speaks of: "Tại Sở Công Thương, danh sách có …".
func (c *officeClause) opensPublic(k int) bool {
	first := c.d.sentence(k).First
	for i := first; i < k; i++ {
		if at, opens, ok := c.x.placeOfWork(c.d, first, i, k); ok && opens {
			return !at.private
		}
	}
	return false
}

// forAhead says that what is given goes to somebody further on: "miễn nhiệm chức
// vụ A để nhận nhiệm vụ mới [đối với] ông B".
func (c *officeClause) forAhead(i int) bool {
	p := c.d.off.pieces
	for k := i + 1; k < len(p) && k-i < 6; k++ {
		switch p[k].kind {
		case aName, anHonorific, aRank, anOffice, aSemicolon:
			return false
		case aLink:
			if c.x.linkRows[p[k].row].class == "for" {
				return c.beforePerson(k)
			}
		}
	}
	return false
}

// toPeople are the roles of verbs that have a person for their object: "Thăm
// Thượng tọa A", "Chúc mừng đồng chí B".
var toPeople = map[string]bool{"visits": true, "praises": true, "meets": true, "awards": true, "inspects": true, "demands": true}

// listsGuests says that the deed at piece i leads to those who attend: "về dự
// buổi lễ có đồng chí A".
func (c *officeClause) listsGuests(i int) bool {
	p := c.d.off.pieces
	for k := i + 1; k < len(p) && k-i < 6; k++ {
		switch p[k].kind {
		case aName, anHonorific, anOffice, aRank:
			return c.x.present.has(c.d.id(p[k].i - 1))
		case aSemicolon:
			return false
		}
	}
	return false
}

// opens says that token k begins its sentence, but for "Cũng", "Về" and the like.
func (c *officeClause) opens(k int) bool {
	first := c.d.sentence(k).First
	return c.d.toks[k].Has(vi.Upper) && (k == first || c.d.toks[k-1].Kind != vi.Word)
}

func (c *officeClause) onDeed(i int, p *piece) {
	row := &c.x.deedRows[p.row]
	if c.d.toks[p.i].Has(vi.Upper) && !c.opens(p.i) && !shout(c.d.toks[p.i]) || // Ủy ban [Kiểm tra]
		row.role != "meets" && i > 0 && c.d.off.pieces[i-1].kind == other && c.x.events.has(c.d.id(p.i-1)) { // lễ [phát động]
		c.onOther()
		return
	}
	if c.x.voids.has(c.d.id(p.i)) { // "được tặng", "không tham dự": they do nothing
		c.actors = c.actors[:0]
	}
	c.acted(row.role, c.d.text(p.i, p.j), c.opens(p.i) && !(toPeople[row.role] && c.beforePerson(i)) || row.role == "attends" && c.listsGuests(i))
	if row.role == "appointed" && len(c.actors) > 0 && c.opensPublic(p.i) { // "Tại Sở Y tế, ông A nhận quyết định …"
		for _, m := range c.actors {
			c.mention(m).listed = true
		}
	}
	if c.d.id(p.i) == c.x.wordTheo && p.j == p.i+1 && (c.beforePerson(i) || c.officeIn(i+1)) { // "Theo ông A, …"
		c.acted("speaks", c.d.text(p.i, p.j), c.opens(p.i))
	}
	given := c.given && len(c.pre) > 0 && c.forAhead(i)
	c.onOther()
	c.given = given || row.role == "appointed"
	if c.given && c.beforePerson(i) {
		c.elected = wanted
	}
}

// acted notes a deed: of the people named just before it, or, where it opens
// the sentence ("Phát biểu tại hội nghị, …"), of the next one.
func (c *officeClause) acted(role, verb string, opens bool) {
	if role == "does" || role == "appointed" || role == "" {
		return
	}
	if len(c.actors) == 0 {
		if c.subject < 0 && c.role == "" && opens {
			c.role, c.verb = role, verb
		}
		return
	}
	c.role = ""
	for _, m := range c.actors {
		if m := c.mention(m); m.role == "" {
			m.role, m.verb = role, verb
		}
	}
	c.actors = c.actors[:0]
}

// onOther ends what hangs together.
func (c *officeClause) onOther() {
	c.cur, c.run, c.joined, c.chain = -1, -1, -1, -1
	if !c.given {
		c.pre = c.pre[:0]
	}
	if c.list {
		c.parked = true
	} else {
		c.header = c.header[:0]
	}
	c.plural, c.members, c.semicolon, c.items = false, false, false, -1
	c.former, c.acting, c.ended, c.roster = false, false, false, false
	c.forget()
}

// settle decides whether a mention without an office is an official, and
// whether one with an office is none after all.
func (c *officeClause) settle(m *holder) {
	if c.x.historic[vi.Key(c.d.text(m.i, m.j))] && !c.anchored(m) || m.credit {
		m.rule = -1
		return
	}
	if m.rule == ruleAfter && c.bareChair(m) || m.class == "clergy" && !c.secular(m) {
		m.rule = -1
	}
	if m.rule < 0 && m.rank >= 0 && c.bare(m) {
		m.rule = ruleRank
	}
	if m.rule >= 0 || len(m.offices) > 0 {
		return
	}
	switch {
	case m.class == "accused" || m.class == "victim" || m.class == "private":
	case m.listed:
		m.rule = ruleListed
	case c.succeeded(m):
		m.rule = ruleBeforeThem
	case m.rank >= 0:
		if tier := c.x.rankRows[m.rank].tier; tier == "tướng" || tier == "tá" || c.acts(m) || m.role != "" {
			m.rule = ruleRank
		}
	case m.honorific >= 0 && c.x.honorificRows[m.honorific].honorific == "đồng chí" && (c.acts(m) || m.role != ""):
		m.rule = ruleComrade
	}
}

// succeeded says that somebody of the sentence got an office "thay", in the place
// of, m.
func (c *officeClause) succeeded(m *holder) bool {
	if !c.held {
		return false
	}
	k := m.i
	for s := 1; s <= 2 && k-s >= 0; s++ {
		if _, n := c.x.honorifics.at(c.d.toks, k-s); n == s {
			k -= s
			break
		}
	}
	for s := 1; s <= linkMost && k-s >= 0; s++ {
		if row, n := c.x.links.at(c.d.toks, k-s); n == s && c.x.linkRows[row].class == "succeeds" {
			return true
		}
	}
	return false
}

// linkMost is the most words of "thay cho vị trí của" and its like.
const linkMost = 5

// bare says that m holds an office of which no organisation is said: "Đại úy A,
// Đội trưởng". The rank tells whose it is.
func (c *officeClause) bare(m *holder) bool {
	for _, o := range m.offices {
		if o := &c.d.off.offices[o]; o.n == 0 && !o.hasPlace() {
			return true
		}
	}
	return false
}

// why says why a name is no official's.
func (c *officeClause) why(m *holder) string {
	switch {
	case m.credit:
		return "an author, a photographer, or a place of that name"
	case c.x.historic[vi.Key(c.d.text(m.i, m.j))]:
		return "a name of history without an office of today"
	case m.class == "accused", m.class == "victim", m.class == "private":
		return "a person named as " + m.class
	case len(m.offices) > 0:
		return "a post outside public office"
	}
	return "a name without an office"
}

// anchored says that an office with an organisation or place speaks for m.
func (c *officeClause) anchored(m *holder) bool {
	for _, o := range m.offices {
		if o := &c.d.off.offices[o]; o.n > 0 || o.hasPlace() {
			return true
		}
	}
	return false
}

// secular says that a monk or a priest holds an office outside his faith, of an
// organisation that is known: "Phó Chủ tịch Ủy ban MTTQ", not "Phó Trưởng ban".
func (c *officeClause) secular(m *holder) bool {
	for _, k := range m.offices {
		o := &c.d.off.offices[k]
		if c.x.titleRows[o.title].needs == "none" || !o.private && o.n > 0 && (o.hasPlace() || o.organs[0].fj > o.organs[0].fi || c.x.organRows[o.organs[0].row].tail == "area") {
			return true
		}
	}
	return false
}

// bareChair says that m is a chairman of nothing said, and no comrade: of a
// company, as a rule.
func (c *officeClause) bareChair(m *holder) bool {
	if m.honorific < 0 || c.x.honorificRows[m.honorific].honorific == "đồng chí" || m.rank >= 0 {
		return false
	}
	for _, k := range m.offices {
		o := &c.d.off.offices[k]
		if !o.private && (o.n > 0 || o.hasPlace() || c.x.titleRows[o.title].alone == "") {
			return false
		}
	}
	return true
}

// acts says that what officials do follows the name.
func (c *officeClause) acts(m *holder) bool {
	row, n := c.x.deed(c.d, m.j)
	return n > 0 && m.j < len(c.d.toks) && c.x.deedRows[row].role != "does" && c.x.deedRows[row].role != "appointed"
}
