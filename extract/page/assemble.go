package page

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// A piece is one line of the article to be, with what its markup or its place
// in a text said of it.
type piece struct {
	text string
	kind corpus.BlockKind
	// set says that the kind is known, not only presumed.
	set bool
	// right, center and strong tell bylines and captions from other lines.
	right, center, strong bool
	// image says that a picture stands before the line.
	image bool
}

// A cut is an article being cut out of a page.
type cut struct {
	doc     *pageDoc
	page    *corpus.Page
	junk    []bool
	main    int32
	title   string
	titleAt int32
	lead    string
	stamp   stamp
	// leadAt, dateAt and bylineAt are the lines these were read from, -1
	// where they were not read from a line.
	leadAt, dateAt, bylineAt int32
	byline                   string
	origin                   string

	category string
}

// A draft is what page and plain text come to before the Article is written.
type draft struct {
	title, lead              string
	pieces                   []piece
	published, updated       stamp
	byline, origin, category string
	agency, address          string
	tags                     []string
	method                   string
}

// generic reads a page by structure alone.
func generic(d *pageDoc, p *corpus.Page) (*corpus.Article, error) {
	c, err := locateArticle(d, p)
	if err != nil {
		return nil, err
	}
	return c.article()
}

// locateArticle finds where on a page the article stands.
func locateArticle(d *pageDoc, p *corpus.Page) (*cut, error) {
	junk := d.scoreLines()
	at := d.mainElem()
	if at < 0 {
		return nil, &NoArticle{d.why()}
	}
	c := &cut{doc: d, page: p, junk: junk, main: at, leadAt: -1, dateAt: -1, bylineAt: -1}
	c.title, c.titleAt = d.headline(at, junk)
	c.trimTitle()
	if reason := d.noArticle(at, c.titleAt, junk); reason != "" {
		return nil, &NoArticle{reason}
	}
	c.findLead()
	return c, nil
}

// trimTitle cuts a bracket at the end of the title that holds the date, or the
// place where a template would have put it.
func (c *cut) trimTitle() {
	m := bracketEnd.FindStringSubmatchIndex(c.title)
	if m == nil {
		return
	}
	inside := strings.TrimSpace(c.title[m[2]:m[3]])
	st := parseMeta(inside)
	if !st.zero() && !hasWords(inside) || inside == "date" || strings.HasPrefix(inside, "$") || strings.HasPrefix(inside, "{") {
		c.title = c.title[:m[0]]
		if c.stamp.zero() {
			c.stamp = st
		}
	}
}

// hasWords says that a text holds two letters in a row.
func hasWords(s string) bool {
	run := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			if run++; run > 1 {
				return true
			}
		} else {
			run = 0
		}
	}
	return false
}

// article writes what was found.
func (c *cut) article() (*corpus.Article, error) {
	d := c.doc
	g := &draft{
		title: c.title, category: c.category, origin: c.origin, tags: d.meta.tags, method: "generic",
		address: d.address(c.page), agency: d.agency(),
	}
	g.pieces = c.pieces()
	g.lead = c.lead
	letters := 0
	for _, p := range g.pieces {
		letters += utf8.RuneCountInString(p.text)
	}
	if letters+utf8.RuneCountInString(c.lead) < 25 {
		return nil, &NoArticle{d.why()}
	}
	g.published, g.updated = c.stamp, stamp{}
	if g.published.zero() {
		g.published, g.updated = c.dates()
	} else if up := parseMeta(d.meta.modified); !up.zero() {
		g.updated = up
	}
	g.published = withClock(g.published, parseMeta(d.meta.published))
	c.credits(g)
	if g.category == "" {
		g.category = c.section()
	}
	return g.write(c.page), nil
}

// withClock adds the time of day of meta to a visible day, when both agree.
func withClock(visible, meta stamp) stamp {
	if visible.clock == "" && visible.day == meta.day {
		return meta
	}
	return visible
}

// A reader turns the lines of the main element into pieces, one by one.
type reader struct {
	*cut
	out         []piece
	title, lead string // in titleKey form
	tables      map[int32]bool
	// others says that a heading announced other articles, or readers' words;
	// comments that it was the latter.
	others, comments bool
	// home is the element around the last paragraph.
	home int32
	// seen counts the paragraphs so far.
	seen         int
	row, rowCell int32 // of the last table row
}

// pieces turns the lines of the main element into pieces, without junk.
func (c *cut) pieces() []piece {
	d := c.doc
	m := &d.elems[c.main]
	from := m.line
	if c.titleAt >= from && c.titleAt < m.lineEnd {
		from = c.titleAt + 1
		for from < m.lineEnd && d.lines[from].soft && strings.Contains(c.title, d.lines[from].text) {
			from++
		}
	}
	r := &reader{cut: c, title: titleKey(c.title), lead: titleKey(c.lead), tables: map[int32]bool{}, home: -1, row: -1, rowCell: -1}
	for i := from; i < m.lineEnd; i++ {
		l := &d.lines[i]
		row := int32(-1)
		if l.cell >= 0 && !c.junk[l.elem] && d.dataTable(r.tables, l.cell) {
			row = d.rowOf(l.cell)
		}
		switch {
		case c.junk[l.elem] || r.skip(i, row):
		case row >= 0:
			r.cell(l, row)
		default:
			i = r.line(i)
		}
	}
	return r.out
}

// skip says that a line is not the article's.
func (r *reader) skip(i, row int32) bool {
	d := r.doc
	l := &d.lines[i]
	if row < 0 && l.runes() <= longestFooter {
		switch what := furnitureOf(l.folded()); what {
		case notFurniture:
		case isRelated, isTags, isRating, isComment:
			r.others, r.comments = r.seen > 0, r.seen > 0 && what == isComment
			return true
		default:
			return true
		}
	}
	if row < 0 && d.linkLine(l) || looksLikeCode(l.text) || r.foreign(l, row) {
		return true
	}
	key := lettersOf(l.folded())
	return key == "" || key == r.title && r.seen < 3 || r.lead != "" && key == r.lead || r.seen < 3 && row < 0 && r.metaLine(i)
}

// foreign says that a line belongs to the other articles or comments announced
// before it; a paragraph beside the article's own ends those.
func (r *reader) foreign(l *line, row int32) bool {
	if !r.others {
		return false
	}
	if l.linked > 0 || l.size() < 80 || row >= 0 || r.comments && r.doc.elems[l.elem].parent != r.home {
		return true
	}
	r.others, r.comments = false, false
	return false
}

// cell adds the text of a table's cell to its row.
func (r *reader) cell(l *line, row int32) {
	if row == r.row && len(r.out) > 0 {
		p := &r.out[len(r.out)-1]
		if l.cell != r.rowCell {
			p.text += " |"
		}
		p.text += " " + l.text
		r.rowCell = l.cell
		return
	}
	r.row, r.rowCell = row, l.cell
	p := r.piece(l)
	p.kind, p.set = corpus.TableRow, true
	r.out = append(r.out, p)
}

// line adds a line of text, and returns the last line that was read with it.
func (r *reader) line(i int32) int32 {
	d := r.doc
	l := &d.lines[i]
	r.row = -1
	var last *piece
	if n := len(r.out); n > 0 {
		last = &r.out[n-1]
	}
	p := r.piece(l)
	switch {
	case last != nil && l.soft && wraps(last.text, l.text),
		// A caption set in two centred paragraphs.
		last != nil && p.center && last.center && !p.set && l.size() < 150 && wraps(last.text, l.text):
		last.text += " " + l.text
		return i
	case last == nil && r.cut.lead == "" && r.markedLead(l):
		r.cut.lead = d.joinSoft(i, 6)
		r.lead = titleKey(r.cut.lead)
		for end := d.elems[r.main].lineEnd; i+1 < end && d.lines[i+1].soft && strings.Contains(r.cut.lead, d.lines[i+1].text); {
			i++
		}
		return i
	}
	r.out = append(r.out, p)
	if l.size() >= shortLine {
		r.seen++
		r.home = d.elems[l.elem].parent
	}
	return i
}

// metaLine says that a line at the head of the body is the line of
// publication, with or without the author, and takes note of it.
func (c *cut) metaLine(i int32) bool {
	l := &c.doc.lines[i]
	if l.size() > 80 {
		return false
	}
	dl, ok := readDateLine(l.text)
	if !ok {
		return c.meansNear(l.elem, meansAuthor|meansDate) && l.size() < 40 && !endsSentence(l.text) && c.authorLine(l.text, i)
	}
	if by := bylineBeside(l.text); by != "" && c.byline == "" && !c.doc.isSiteName(by) {
		c.byline, c.bylineAt = by, i
	}
	if dl.rest != "" && !c.authorLine(besideDate(l.text), i) && !c.meansNear(l.elem, meansDate|meansAuthor) && !dl.labelled && furnitureOf(vi.Key(besideDate(l.text))) == notFurniture {
		return false
	}
	if c.dateAt < 0 {
		c.dateAt = i
	}
	return true
}

// authorLine notes the byline a line at the head of the body is.
func (c *cut) authorLine(text string, i int32) bool {
	cr, ok := readCredit(text)
	if !ok || cr.byline == "" || c.doc.isSiteName(cr.byline) {
		return false
	}
	if c.byline == "" {
		c.byline, c.bylineAt = cr.byline, i
	}
	return true
}

// piece turns one line into a piece and reads its kind off the markup.
func (c *cut) piece(l *line) piece {
	p := piece{text: l.text, right: l.right, center: l.center, image: l.image}
	p.strong = l.bold*10 >= l.size()*9 || l.italic*10 >= l.size()*9
	switch {
	case c.caption(l):
		p.kind, p.set = corpus.Caption, true
	case l.heading > 0 && l.heading < 5 && l.size() < 200:
		p.kind, p.set = corpus.Heading, true
	case l.list:
		p.kind, p.set = corpus.ListItem, true
	}
	return p
}

// markedLead says that the first line of a body is its lead: named so, or set
// in bold or italics as a paragraph of its own.
func (c *cut) markedLead(l *line) bool {
	if l.list || l.size() < 40 || l.image && !endsSentence(l.text) {
		return false
	}
	return c.meansNear(l.elem, meansLead) || (l.bold*10 >= l.size()*9 || l.heading == 2) && sentenceLike(l.text) && l.size() >= 80
}

// caption says that a line stands in an element that holds captions.
func (c *cut) caption(l *line) bool {
	for e, up := l.elem, 0; e >= 0 && up < 3; e, up = c.doc.elems[e].parent, up+1 {
		el := &c.doc.elems[e]
		if el.means&meansCaption != 0 && el.node.DataAtom != atom.Table && el.lineEnd-el.line <= 3 {
			return true
		}
	}
	return false
}

// wraps says that b goes on with the sentence a broke off.
func wraps(a, b string) bool {
	if endsSentence(a) && !strings.HasSuffix(a, ",") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(b)
	return unicode.IsLower(r)
}

// linkLine says that a line is a link to elsewhere and nothing more.
func (d *pageDoc) linkLine(l *line) bool {
	if l.linked*10 < l.size()*8 {
		return false
	}
	return l.size() >= 12 || l.list
}

// dataTable says that the cell stands in a table of data, whose rows become
// lines, rather than in one that only arranges the page.
func (d *pageDoc) dataTable(known map[int32]bool, cell int32) bool {
	t := d.elems[cell].parent
	for t >= 0 && d.elems[t].node.DataAtom != atom.Table {
		t = d.elems[t].parent
	}
	if t < 0 {
		return false
	}
	is, ok := known[t]
	if !ok {
		is = d.isDataTable(&d.elems[t])
		known[t] = is
	}
	return is
}

func (d *pageDoc) isDataTable(t *elem) bool {
	if t.nested || t.rows < 2 || t.wide*2 < t.rows {
		return false
	}
	long := 0
	for i := t.line; i < t.lineEnd; i++ {
		if d.lines[i].size() > 250 {
			long++
		}
	}
	n := int(t.lineEnd - t.line)
	return n >= 3 && long*4 <= n
}

// rowOf returns the row around a cell.
func (d *pageDoc) rowOf(cell int32) int32 {
	for r := cell; r >= 0; r = d.elems[r].parent {
		if d.elems[r].node.DataAtom == atom.Tr {
			return r
		}
	}
	return -1
}

// findLead takes the sentences between title and body as the lead.
func (c *cut) findLead() {
	d := c.doc
	m := &d.elems[c.main]
	from := c.titleAt + 1
	if c.titleAt < 0 {
		from = max(m.line-6, 0)
	}
	if from >= m.line {
		return
	}
	var parts []string
	for i := from; i < m.line; i++ {
		l := &d.lines[i]
		if c.junk[l.elem] || l.linked*2 > l.size() || furnitureOf(l.folded()) != notFurniture || titleKey(l.text) == titleKey(c.title) {
			continue
		}
		if _, isDate := readDateLine(l.text); isDate {
			continue
		}
		if c.titleAt < 0 && d.elems[l.elem].means&meansLead == 0 {
			continue
		}
		named := c.meansNear(l.elem, meansLead)
		if !named && (l.size() < 40 || !sentenceLike(l.text) && len(strings.Fields(l.text)) < 10 || c.meansNear(l.elem, meansAuthor|meansDate|meansCategory|meansBox)) {
			continue
		}
		if named && l.size() < 20 {
			continue
		}
		parts = append(parts, l.text)
		c.leadAt = i
	}
	c.lead = strings.Join(parts, "\n")
}

// meansNear asks an element and the two small ones around it for a meaning.
func (c *cut) meansNear(e int32, m meaning) bool {
	for up := 0; e >= 0 && up < 3; up++ {
		el := &c.doc.elems[e]
		if up > 0 && el.lineEnd-el.line > 8 {
			break
		}
		if el.means&m != 0 {
			return true
		}
		e = el.parent
	}
	return false
}

// dates finds when the article was published and last changed: the date
// printed near the headline first, then what the page's data say, then the
// address.
func (c *cut) dates() (published, updated stamp) {
	d := c.doc
	visible := c.visibleDate()
	if st := c.timeElement(); !st.zero() && (visible.zero() || visible.day == st.day && visible.clock == "") {
		visible.stamp = st
	}
	meta := parseMeta(d.meta.published)
	updated = parseMeta(d.meta.modified)
	switch {
	case visible.updated && !meta.zero():
		return meta, visible.stamp
	case !visible.zero():
		return visible.stamp, updated
	case !meta.zero():
		return meta, updated
	}
	if item := parseMeta(d.meta.itemPublished); !item.zero() {
		return item, updated
	}
	return stamp{day: dayInURL(d.address(c.page))}, updated
}

// timeElement returns the machine-readable date of the <time> element that
// stands closest after, or else before, the title.
func (c *cut) timeElement() stamp {
	d := c.doc
	m := &d.elems[c.main]
	title := c.titleAt
	if title < 0 {
		title = m.line
	}
	var best stamp
	bestGap := int32(12)
	for _, t := range d.times {
		gap := t.line - title
		if gap < 0 {
			gap = 2 - gap
		}
		if t.line > m.line+4 || gap >= bestGap || int(t.line) < len(d.lines) && c.junk[d.lines[t.line].elem] {
			continue
		}
		if st := parseMeta(t.value); !st.zero() {
			best, bestGap = st, gap
		}
	}
	return best
}

// visibleDate returns the best of the date lines around the headline.
func (c *cut) visibleDate() dateLine {
	d := c.doc
	first, last := c.span()
	from := c.titleAt - 10
	if c.titleAt < 0 {
		from = first - 10
	}
	var best dateLine
	bestScore := float32(0.5)
	for i := max(from, 0); i < min(last+9, int32(len(d.lines))); i++ {
		if i > first+3 && i < last {
			i = last
		}
		dl, ok := readDateLine(d.lines[i].text)
		if !ok {
			continue
		}
		if s := c.dateScore(i, first, last, dl); s > bestScore {
			best, bestScore, c.dateAt = dl, s, i
		}
	}
	return best
}

func (c *cut) dateScore(i, first, last int32, dl dateLine) float32 {
	d := c.doc
	l := &d.lines[i]
	s := float32(1)
	if c.meansNear(l.elem, meansDate) {
		s += 1.5
	}
	if c.meansNear(l.elem, meansClock) {
		s -= 6
	}
	if c.junk[l.elem] {
		s -= 2.5
	}
	if dl.labelled {
		s += 1.5
	}
	if dl.updated {
		s -= 0.5
	}
	if l.linked*2 > l.size() {
		s -= 3
	}
	switch {
	case c.titleAt >= 0 && i > c.titleAt && i <= first+3:
		s += 3 - float32(i-c.titleAt)*0.15
	case i > last:
		if !dl.labelled && !c.meansNear(l.elem, meansDate) {
			return -1
		}
		s--
	case c.titleAt >= 0:
		s += 2 - float32(c.titleAt-i)*0.3
		// A clock stands in the head of the page, beside its menus.
		cm := &d.elems[d.common(l.elem, d.lines[c.titleAt].elem)]
		if links := d.linkLines(cm.line, i); cm.depth <= 2 || links > 6 {
			s -= 3
		}
		for j := i; j < c.titleAt; j++ {
			if d.lines[j].linked*2 > d.lines[j].size() {
				s -= 0.5
			}
		}
	}
	return s
}

// linkLines counts the lines in [from, to) that are links.
func (d *pageDoc) linkLines(from, to int32) int {
	n := 0
	for i := from; i < to; i++ {
		if d.lines[i].linked*2 > d.lines[i].size() {
			n++
		}
	}
	return n
}

// credits finds author and origin: at the end of the body, near the headline,
// in the page's data.
func (c *cut) credits(g *draft) {
	d := c.doc
	g.takeCredits()
	if c.byline != "" {
		if cr, ok := readCredit(c.byline); ok && cr.byline != "" && !d.isSiteName(cr.byline) {
			g.byline = cr.byline
		}
	}
	first, last := c.span()
	from, to := max(c.titleAt-6, 0), min(last+15, int32(len(d.lines)))
	if c.titleAt < 0 {
		from = max(first-6, 0)
	}
	var found []string
	for i := from; i < to; i++ {
		if i > first && i < last {
			i = last
		}
		c.nearCredit(i, last, g, &found)
	}
	for _, a := range d.meta.authors {
		a = strings.ReplaceAll(a, ";", " - ")
		if cr, ok := readCredit(a); ok && cr.byline != "" && !d.isSiteName(cr.byline) {
			found = append(found, cr.byline)
		}
	}
	for _, f := range found {
		if g.byline == "" || len(titleKey(f)) > len(titleKey(g.byline)) && strings.Contains(titleKey(f), titleKey(g.byline)) {
			g.byline = f
		}
	}
}

// span returns the first and the last line of the body that is text.
func (c *cut) span() (first, last int32) {
	d := c.doc
	m := &d.elems[c.main]
	first, last = -1, m.lineEnd-1
	for i := max(m.line, c.titleAt+1); i < m.lineEnd; i++ {
		if l := &d.lines[i]; l.score > 0 && !c.junk[l.elem] {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		first = m.line
	}
	return first, last
}

// nearCredit reads one line beside the body.
func (c *cut) nearCredit(i, last int32, g *draft, found *[]string) {
	d := c.doc
	l := &d.lines[i]
	if l.runes() > 120 || i == c.titleAt {
		return
	}
	text := l.text
	after := i > last
	named := c.meansNear(l.elem, meansAuthor)
	if !named && !c.meansNear(l.elem, meansOrigin) && !strings.ContainsAny(text, ":：") && (!after || originPrefix(text) == "") {
		return
	}
	if dl, ok := readDateLine(text); ok && dl.rest != "" {
		text = besideDate(text)
	}
	cr, ok := readCredit(text)
	if !ok {
		return
	}
	if cr.byline != "" && (cr.labelled || named) && !d.isSiteName(cr.byline) {
		*found = append(*found, cr.byline)
		c.bylineAt = i
	}
	if cr.origin != "" && g.origin == "" && (cr.labelled && after || c.meansNear(l.elem, meansOrigin)) && !c.junk[l.elem] {
		g.origin = cr.origin
	}
}

// besideDate returns the words before or after the date of a line like
// "Nguyên Minh - 07/03/2026 08:47".
func besideDate(s string) string {
	i := strings.IndexAny(s, "0123456789")
	if i < 0 {
		return s
	}
	if before := strings.TrimRight(s[:i], " -–|,•·"); before != "" {
		return before
	}
	j := strings.LastIndexAny(s, "0123456789")
	return strings.TrimLeft(s[j+1:], " -–|,•·:")
}

// isSiteName says that a supposed author is the site.
func (d *pageDoc) isSiteName(s string) bool {
	key := titleKey(s)
	for _, site := range []string{d.meta.siteName, d.meta.title} {
		if k := titleKey(site); k != "" && (k == key || len(key) >= 8 && strings.Contains(k, key)) {
			return true
		}
	}
	if u, err := url.Parse(d.meta.canonical); err == nil && u.Host != "" {
		host := strings.ReplaceAll(strings.TrimPrefix(u.Hostname(), "www."), ".", "")
		if squeezed := squeeze(s); squeezed != "" && (strings.HasPrefix(host, squeezed) || strings.Contains(squeezed, strings.TrimSuffix(host, "vn"))) {
			return true
		}
	}
	return slices.Contains(wordsFor("staff"), squeeze(s))
}

// section returns the category the page files the article under.
func (c *cut) section() string {
	d := c.doc
	if s := d.meta.section; s != "" && utf8.RuneCountInString(s) <= 80 {
		return s
	}
	if c.titleAt < 0 {
		return ""
	}
	for i := c.titleAt - 1; i >= max(c.titleAt-10, 0); i-- {
		l := &d.lines[i]
		if l.runes() <= 60 && c.meansNear(l.elem, meansCategory) {
			if _, isDate := readDateLine(l.text); !isDate && furnitureOf(l.folded()) != isUI && vi.Key(l.text) != "trang chủ" && vi.Key(l.text) != "trang nhất" {
				return l.text
			}
		}
	}
	return ""
}

// address returns the page's own address: where it was fetched, else what it
// calls canonical.
func (d *pageDoc) address(p *corpus.Page) string {
	canonical := strings.TrimSpace(d.meta.canonical)
	u, err := url.Parse(canonical)
	if err != nil || u.Path == "" || u.Path == "/" {
		if p.URL != "" || err != nil || u.Host == "" {
			return p.URL
		}
	}
	if base, err := url.Parse(p.URL); err == nil && p.URL != "" {
		u = base.ResolveReference(u)
		if u.Host != base.Host {
			return p.URL
		}
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return p.URL
	}
	return u.String()
}

// agency returns who runs the site, as far as the page says so.
func (d *pageDoc) agency() string {
	if s := d.meta.siteName; s != "" && strings.Contains(s, " ") {
		return s
	}
	parts := []string{d.meta.title}
	for _, sep := range titleSeparators {
		var next []string
		for _, p := range parts {
			next = append(next, strings.Split(p, sep)...)
		}
		parts = next
	}
	agency := ""
	for _, p := range parts {
		if p = strings.TrimSpace(p); len(strings.Fields(p)) >= 3 && len(p) > len(agency) && furnitureOf(vi.Key(p)) == notFurniture && d.isSite(p) {
			agency = p
		}
	}
	return agency
}
