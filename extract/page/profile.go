package page

import (
	"slices"
	"strings"
	"sync"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
)

// mostMatches bounds how many elements of a page a selector is asked for.
const mostMatches = 2000

// CheckSelector says what is wrong with a CSS selector, nil when nothing is.
// portal.Lint asks it.
func CheckSelector(selector string) error {
	_, err := cascadia.ParseGroup(selector)
	return err
}

// compiler keeps compiled selectors.
type compiler struct {
	mu   sync.Mutex
	done map[string]*selector
}

// A selector is a compiled CSS selector with what its text says of where it
// can match, one entry for each of its alternatives.
type selector struct {
	match goquery.Matcher
	hints []hint
	// head says that it looks for an element of <head>.
	head bool
}

// A hint is what an element must have for a selector to match it: each of the
// names must be somewhere on the page, the last part's on the element.
type hint struct {
	names []string
	last  string
	tag   atom.Atom
}

func newCompiler() *compiler { return &compiler{done: map[string]*selector{}} }

// get returns the compiled selector, nil when it is broken: lint names those.
func (c *compiler) get(text string) *selector {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s, ok := c.done[text]; ok {
		return s
	}
	s := compile(text)
	c.done[text] = s
	return s
}

func compile(text string) *selector {
	m, err := cascadia.Compile(text)
	if err != nil {
		return nil
	}
	s := &selector{match: m, head: strings.HasPrefix(text, "meta[") || strings.HasPrefix(text, "link[")}
	for alt := range strings.SplitSeq(text, ",") {
		s.hints = append(s.hints, readHint(alt, strings.Contains(text, "(")))
	}
	return s
}

// readHint reads the names off one alternative of a selector. A selector with
// functions is taken as needing nothing.
func readHint(alt string, functions bool) hint {
	var h hint
	if functions {
		return h
	}
	alt = strings.TrimSpace(alt)
	start := true // at the beginning of a compound
	for i := 0; i < len(alt); {
		switch c := alt[i]; {
		case c == '[':
			j := strings.IndexByte(alt[i:], ']')
			if j < 0 {
				return hint{}
			}
			i += j + 1
			start = false
		case c == '.' || c == '#':
			j := nameEnd(alt, i+1)
			h.last = alt[i+1 : j]
			h.names = append(h.names, h.last)
			i, start = j, false
		case c == ' ' || c == '>' || c == '+' || c == '~':
			h.last, h.tag, start = "", 0, true
			i++
		case start:
			j := nameEnd(alt, i)
			if j == i {
				return hint{}
			}
			h.tag = atom.Lookup([]byte(alt[i:j]))
			i, start = j, false
		default:
			return hint{}
		}
	}
	return h
}

// nameEnd returns where the name that begins at i ends.
func nameEnd(s string, i int) int {
	for i < len(s) && (s[i] == '-' || s[i] == '_' || isDigit(s[i]) || s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z') {
		i++
	}
	return i
}

// possible says that the page has every name an alternative needs.
func (h *hint) possible(d *pageDoc) bool {
	for _, name := range h.names {
		if len(d.named[name]) == 0 {
			return false
		}
	}
	return true
}

// find returns the elements of the page the selector matches, at most most.
func (d *pageDoc) find(s *selector, most int) []*xhtml.Node {
	if s.head {
		return goquery.NewDocumentFromNode(d.headNode()).FindMatcher(s.match).Nodes
	}
	var out []*xhtml.Node
	for i := range s.hints {
		if h := &s.hints[i]; h.possible(d) {
			out = d.findBy(s, h, out, most)
		}
	}
	return out
}

func (d *pageDoc) findBy(s *selector, h *hint, out []*xhtml.Node, most int) []*xhtml.Node {
	var numbers []int32
	if h.last != "" {
		numbers = d.named[h.last]
	}
	for i := 1; i < len(d.elems) && len(out) < most; i++ {
		e := &d.elems[i]
		if h.last != "" && !slices.Contains(numbers, e.class) && !slices.Contains(numbers, e.id) ||
			h.tag != 0 && e.node.DataAtom != h.tag {
			continue
		}
		if s.match.Match(e.node) {
			out = append(out, e.node)
		}
	}
	return out
}

// headNode returns <head>, or an empty element.
func (d *pageDoc) headNode() *xhtml.Node {
	for c := d.root.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Html {
			for h := c.FirstChild; h != nil; h = h.NextSibling {
				if h.DataAtom == atom.Head {
					return h
				}
			}
		}
	}
	return &xhtml.Node{Type: xhtml.ElementNode}
}

// A family is a CMS profile that is recognised by markup.
type family struct {
	profile *portal.Profile
	detect  []*selector
}

func newFamily(p *portal.Profile, c *compiler) *family {
	f := &family{profile: p}
	for _, text := range p.Detect {
		if s := c.get(text); s != nil {
			f.detect = append(f.detect, s)
		}
	}
	return f
}

// made says that the family's CMS made the page.
func (f *family) made(d *pageDoc) bool {
	for _, s := range f.detect {
		if len(d.find(s, 1)) > 0 {
			return true
		}
	}
	return false
}

// firstText returns the text of the first element that one of the selectors
// matches and that holds any, and the element's place in elems (-1 when it
// stands outside, as in <head> or hidden).
func (x *Extractor) firstText(d *pageDoc, selectors []string) (string, int32) {
	for _, text := range selectors {
		s := x.compiled.get(text)
		if s == nil {
			continue
		}
		for _, n := range d.find(s, mostMatches) {
			t := attr(n, "content")
			if t == "" {
				t = attr(n, "datetime")
			}
			if t == "" {
				t = nodeText(n)
			}
			if t = withoutEmptyBrackets(oneLine(t)); t != "" {
				return t, d.place(n)
			}
		}
	}
	return "", -1
}

// byProfile reads the page with the portal's selectors; nil when none of its
// layouts finds a body.
func (x *Extractor) byProfile(d *pageDoc, prof *portal.Profile, p *corpus.Page) *corpus.Article {
	for _, l := range prof.AllLayouts(pageTime(p)) {
		if a := x.byLayout(d, &l, p); a != nil {
			x.finish(a, prof, p)
			a.Method = prof.ID
			return a
		}
	}
	return nil
}

// finish adds what the portal file knows.
func (x *Extractor) finish(a *corpus.Article, prof *portal.Profile, p *corpus.Page) {
	if len(prof.Hosts) > 0 && a.Portal == "" {
		a.Portal = prof.ID
	}
	if prof.Province != "" && p.Province == "" {
		a.Province = prof.Province
	}
	if prof.Agency != "" {
		a.Agency = prof.Agency
	}
}

func (x *Extractor) byLayout(d *pageDoc, l *portal.Layout, p *corpus.Page) *corpus.Article {
	mainAt := x.bodyElem(d, l)
	if mainAt < 0 {
		return nil
	}
	junk := d.scoreLines()
	if d.elsewhere(mainAt) {
		return nil
	}
	m := &d.elems[mainAt]
	for i := mainAt; i < m.end; i++ {
		// Inside the element that the file names, only plain junk is left out.
		if junk[i] && (d.elems[i].means&meansJunk == 0 || i == mainAt) {
			junk[i] = i != mainAt && junk[d.elems[i].parent]
		}
	}
	for _, text := range l.Junk {
		if s := x.compiled.get(text); s != nil {
			for _, n := range d.find(s, mostMatches) {
				d.markJunk(junk, d.place(n))
			}
		}
	}
	c := &cut{doc: d, junk: junk, main: mainAt, page: p, titleAt: -1, leadAt: -1, dateAt: -1, bylineAt: -1}
	c.title, c.titleAt = x.profileTitle(d, l, mainAt, junk)
	c.trimTitle()
	if d.noArticle(mainAt, c.titleAt, junk) != "" {
		return nil
	}
	c.lead, _ = x.firstText(d, l.Lead)
	if text, _ := x.firstText(d, l.Date); text != "" {
		c.stamp = layoutStamp(text, l.DateFormat)
	}
	c.byline, _ = x.firstText(d, l.Byline)
	c.origin, _ = x.firstText(d, l.Origin)
	c.category, _ = x.firstText(d, l.Category)
	x.markCaptions(d, l)
	a, err := c.article()
	if err != nil {
		return nil
	}
	return a
}

// elsewhere says that the page's text stands plainly in another element than
// the one a selector found: a notice above a list, a box beside the article.
func (d *pageDoc) elsewhere(body int32) bool {
	by := d.mainElem()
	if by < 0 || d.within(body, by) || d.within(by, body) {
		return false
	}
	letters := func(e *elem) (n int32) {
		for i := e.line; i < e.lineEnd; i++ {
			if d.lines[i].score > 0 {
				n += d.lines[i].letters
			}
		}
		return n
	}
	return letters(&d.elems[by]) > 2*letters(&d.elems[body])+200
}

// bodyElem returns the place of the first body element that holds text.
func (x *Extractor) bodyElem(d *pageDoc, l *portal.Layout) int32 {
	for _, text := range l.Body {
		s := x.compiled.get(text)
		if s == nil {
			continue
		}
		found, best := 0, int32(-1)
		for _, n := range d.find(s, mostMatches) {
			at := d.place(n)
			if at < 0 || best >= 0 && d.within(at, best) {
				continue
			}
			letters := int32(0)
			for i := d.elems[at].line; i < d.elems[at].lineEnd; i++ {
				letters += d.lines[i].letters
			}
			if letters >= 40 {
				if found++; best < 0 {
					best = at
				}
			}
		}
		if found > 2 {
			return -1 // a list of teasers, each in a body of its own
		}
		if best >= 0 {
			return best
		}
	}
	return -1
}

// profileTitle finds the title by selector, else as on any page.
func (x *Extractor) profileTitle(d *pageDoc, l *portal.Layout, mainAt int32, junk []bool) (string, int32) {
	title, at := x.firstText(d, l.Title)
	if title == "" {
		return d.headline(mainAt, junk)
	}
	if at >= 0 && d.elems[at].lineEnd > d.elems[at].line {
		return title, d.elems[at].lineEnd - 1
	}
	return title, -1
}

func (x *Extractor) markCaptions(d *pageDoc, l *portal.Layout) {
	for _, text := range l.Caption {
		if s := x.compiled.get(text); s != nil {
			for _, n := range d.find(s, mostMatches) {
				if at := d.place(n); at >= 0 {
					d.elems[at].means |= meansCaption
				}
			}
		}
	}
}
