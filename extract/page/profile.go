package page

import (
	"strings"
	"sync"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
)

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

// A selector is a compiled CSS selector and the class and id names without
// which it cannot match, one list for each of its alternatives.
type selector struct {
	match goquery.Matcher
	needs [][]string
}

func newCompiler() *compiler { return &compiler{done: map[string]*selector{}} }

// get returns the compiled selector, nil when it is broken: lint names those.
func (c *compiler) get(text string) *selector {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s, ok := c.done[text]; ok {
		return s
	}
	var s *selector
	if m, err := cascadia.Compile(text); err == nil {
		s = &selector{match: m, needs: needs(text)}
	}
	c.done[text] = s
	return s
}

// needs reads the class and id names off a selector's text. Alternatives that
// hold a function or an attribute are taken as needing nothing of it.
func needs(text string) [][]string {
	var out [][]string
	for alt := range strings.SplitSeq(text, ",") {
		var list []string
		if !strings.Contains(text, "(") {
			for i := 0; i < len(alt); i++ {
				switch alt[i] {
				case '[':
					if j := strings.IndexByte(alt[i:], ']'); j > 0 {
						i += j
					}
				case '.', '#':
					j := i + 1
					for j < len(alt) && (alt[j] == '-' || alt[j] == '_' || alt[j] >= '0' && alt[j] <= '9' || alt[j]|0x20 >= 'a' && alt[j]|0x20 <= 'z') {
						j++
					}
					list = append(list, alt[i+1:j])
					i = j - 1
				}
			}
		}
		out = append(out, list)
	}
	return out
}

// possible says that the page has every name one of the alternatives needs.
func (s *selector) possible(d *pageDoc) bool {
	for _, list := range s.needs {
		all := true
		for _, name := range list {
			if _, ok := d.named[name]; !ok {
				all = false
				break
			}
		}
		if all {
			return true
		}
	}
	return false
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
		if s.possible(d) && d.find(s).Length() > 0 {
			return true
		}
	}
	return false
}

// find returns the first element the selector matches.
func (d *pageDoc) find(s *selector) *goquery.Selection {
	return goquery.NewDocumentFromNode(d.root).FindMatcher(goquery.SingleMatcher(s.match))
}

// all returns every element the selector matches.
func (d *pageDoc) all(s *selector) *goquery.Selection {
	return goquery.NewDocumentFromNode(d.root).FindMatcher(s.match)
}

// firstText returns the text of the first element that one of the selectors
// matches and that holds any, and the element's place in elems (-1 when it
// stands outside, as in <head> or hidden).
func (x *Extractor) firstText(d *pageDoc, selectors []string) (string, int32) {
	for _, text := range selectors {
		s := x.compiled.get(text)
		if s == nil || !s.possible(d) {
			continue
		}
		for _, n := range d.all(s).Nodes {
			t := attr(n, "content")
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
		if a := x.byLayout(d, prof, &l, p); a != nil {
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

func (x *Extractor) byLayout(d *pageDoc, prof *portal.Profile, l *portal.Layout, p *corpus.Page) *corpus.Article {
	mainAt := x.bodyElem(d, l)
	if mainAt < 0 {
		return nil
	}
	d.scoreLines()
	junk := d.junkElems()
	m := &d.elems[mainAt]
	for i := mainAt; i < m.end; i++ {
		// Inside the element that the file names, only plain junk is left out.
		if junk[i] && (d.elems[i].means&meansJunk == 0 || i == mainAt) {
			junk[i] = i != mainAt && junk[d.elems[i].parent]
		}
	}
	for _, text := range l.Junk {
		if s := x.compiled.get(text); s != nil && s.possible(d) {
			for _, n := range d.all(s).Nodes {
				d.markJunk(junk, d.place(n))
			}
		}
	}
	c := &cut{doc: d, junk: junk, main: mainAt, page: p, titleAt: -1}
	c.title, c.titleAt = x.profileTitle(d, l, mainAt, junk)
	c.trimTitle()
	if lead, at := x.firstText(d, l.Lead); lead != "" {
		c.lead = lead
		if at >= 0 && !d.within(mainAt, at) {
			c.leadAt = at
		}
	}
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

// bodyElem returns the place of the first body element that holds text.
func (x *Extractor) bodyElem(d *pageDoc, l *portal.Layout) int32 {
	for _, text := range l.Body {
		s := x.compiled.get(text)
		if s == nil || !s.possible(d) {
			continue
		}
		found, best := 0, int32(-1)
		for _, n := range d.all(s).Nodes {
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
		if s := x.compiled.get(text); s != nil && s.possible(d) {
			for _, n := range d.all(s).Nodes {
				if at := d.place(n); at >= 0 {
					d.elems[at].means |= meansCaption
				}
			}
		}
	}
}
