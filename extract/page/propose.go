package page

import (
	"fmt"
	"net/url"
	"regexp"
	"sort"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// Propose writes a portal file from sample pages of one portal: the selectors
// that find, on most of them, what the generic extractor found by structure.
// It is a draft for a person to look over. Pages without an article count for
// nothing; the error says when none is left.
func (x *Extractor) Propose(pages []*corpus.Page) (string, error) {
	t := &proposal{votes: map[string]map[string]int{}}
	for _, p := range pages {
		t.sample(x, p)
	}
	if t.pages == 0 {
		return "", fmt.Errorf("%d pages, none with an article", len(pages))
	}
	return t.file(), nil
}

// A proposal collects what sample pages have in common.
type proposal struct {
	pages     int
	votes     map[string]map[string]int // key of the layout → selector → pages
	addresses []string
	hosts     map[string]bool
	province  map[string]int
	agency    string
	cms       string
}

// sample adds one page.
func (t *proposal) sample(x *Extractor, p *corpus.Page) {
	text, _ := toUTF8(p.Body, contentType(p))
	root, err := parseHTML(text)
	if err != nil {
		return
	}
	d := read(root, false)
	defer d.release()
	c, err := locateArticle(d, p)
	if err != nil {
		return
	}
	a, err := c.article()
	if err != nil {
		return
	}
	t.pages++
	t.describe(x, a, d)
	t.vote(d, "body", c.main, true)
	for key, at := range map[string]int32{"title": c.titleAt, "lead": c.leadAt, "date": c.dateAt, "byline": c.bylineAt} {
		if at >= 0 {
			t.vote(d, key, d.lines[at].elem, false)
		}
	}
}

// describe notes what the article says of the portal.
func (t *proposal) describe(x *Extractor, a *corpus.Article, d *pageDoc) {
	if t.hosts == nil {
		t.hosts, t.province = map[string]bool{}, map[string]int{}
	}
	if u, err := url.Parse(a.URL); err == nil && u.Host != "" {
		t.hosts[strings.TrimPrefix(u.Hostname(), "www.")] = true
		t.addresses = append(t.addresses, a.URL)
	}
	if a.Province != "" {
		t.province[a.Province]++
	}
	if a.Agency != "" {
		t.agency = a.Agency
	}
	for _, f := range x.families {
		if t.cms == "" && f.made(d) {
			t.cms = f.profile.ID
		}
	}
}

// vote offers selectors for one element. whole says that the element itself
// must be the first to match; else its text must be.
func (t *proposal) vote(d *pageDoc, key string, at int32, whole bool) {
	if t.votes[key] == nil {
		t.votes[key] = map[string]int{}
	}
	for _, text := range d.selectorsFor(at) {
		s := compile(text)
		if s == nil {
			continue
		}
		found := d.find(s, 1)
		if len(found) == 0 {
			continue
		}
		if first := d.place(found[0]); first == at || !whole && nodeText(found[0]) == nodeText(d.elems[at].node) {
			t.votes[key][text]++
		}
	}
}

// selectorsFor lists selectors that could mean an element: by its own id or
// classes, and by those of an element around it.
func (d *pageDoc) selectorsFor(at int32) []string {
	own := d.ownSelectors(at)
	var out []string
	out = append(out, own...)
	tag := d.elems[at].node.Data
	for p, up := d.elems[at].parent, 0; p > 0 && up < 4; p, up = d.elems[p].parent, up+1 {
		for _, around := range d.ownSelectors(p) {
			out = append(out, around+" "+tag)
			for _, o := range own {
				out = append(out, around+" "+o)
			}
		}
	}
	return out
}

// ownSelectors lists what names an element by itself.
func (d *pageDoc) ownSelectors(at int32) []string {
	n := d.elems[at].node
	var out []string
	if id := attr(n, "id"); stableName(id) {
		out = append(out, "#"+id)
	}
	for class := range strings.FieldsSeq(attr(n, "class")) {
		if stableName(class) {
			out = append(out, "."+class)
		}
	}
	if p := attr(n, "itemprop"); stableName(p) {
		out = append(out, "[itemprop="+p+"]")
	}
	return out
}

var nameShape = regexp.MustCompile(`^[A-Za-z_][A-Za-z_-]*\d{0,2}[A-Za-z_-]*$`)

// layoutNames are class names of grids and spacing, which mean nothing.
var layoutNames = regexp.MustCompile(`^(?:row|col|container|container-fluid|clearfix|wrapper|d-flex|active|left|right|center|fl|fr|m[btlrxy]?-?\d+|p[btlrxy]?-?\d+|col-.*|fs\d+|fbold|ltr|rtl|hidden)$`)

// stableName says that a name is likely to stand on the next page too: no
// numbers of articles, nothing a program made up.
func stableName(s string) bool {
	return s != "" && len(s) <= 40 && nameShape.MatchString(s) && !layoutNames.MatchString(s)
}

// best returns the selector that most pages agree on, the shortest among
// equals, when at least half of the pages do.
func (t *proposal) best(key string) string {
	var list []string
	for s := range t.votes[key] {
		list = append(list, s)
	}
	sort.Slice(list, func(i, j int) bool {
		a, b := list[i], list[j]
		if t.votes[key][a] != t.votes[key][b] {
			return t.votes[key][a] > t.votes[key][b]
		}
		if len(a) != len(b) {
			return len(a) < len(b)
		}
		return a < b
	})
	if len(list) == 0 || t.votes[key][list[0]]*2 < t.pages {
		return ""
	}
	return list[0]
}

// addressPatterns are the shapes article addresses have, from narrow to wide.
var addressPatterns = []string{
	`-post\d+\.html$`, `-\d{12,}\.(?:htm|html|chn)$`, `-\d+\.html?$`, `-d\d+\.html$`, `-i\d+/?$`, `/\d+/[^/]+\.html?$`, `/\d+/[^/]+$`,
	`[?&](?i:id|nid|newsid|itemid|sid)=\d+`, `/-/asset_publisher/`, `/[^/]+\.html?$`, `/[^/]+\.aspx$`,
}

// addressPattern returns the narrowest shape that all samples have.
func (t *proposal) addressPattern() string {
	for _, text := range addressPatterns {
		re, all := regexp.MustCompile(text), len(t.addresses) > 0
		for _, a := range t.addresses {
			all = all && re.MatchString(a)
		}
		if all {
			return text
		}
	}
	return ""
}

// file writes the portal file.
func (t *proposal) file() string {
	var b strings.Builder
	hosts := make([]string, 0, len(t.hosts))
	for h := range t.hosts {
		hosts = append(hosts, h)
	}
	sort.Strings(hosts)
	name := t.agency
	if name == "" && len(hosts) > 0 {
		name = hosts[0]
	}
	fmt.Fprintf(&b, "# Proposed from %d pages; look it over, then run: trich portals lint\n", t.pages)
	fmt.Fprintf(&b, "name = %q\n", name)
	if t.cms != "" {
		fmt.Fprintf(&b, "cms = %q\n", t.cms)
	}
	if p := t.commonProvince(); p != "" {
		fmt.Fprintf(&b, "province = %q\n", p)
	}
	if len(hosts) == 0 {
		hosts = []string{"portal.example.vn"}
	}
	fmt.Fprintf(&b, "hosts = [%s]\nstart = [%q]\n", quoted(hosts), "https://"+hosts[0]+"/")
	if pattern := t.addressPattern(); pattern != "" {
		fmt.Fprintf(&b, "article = '%s'\n", pattern)
	}
	if body := t.best("body"); body != "" {
		fmt.Fprintf(&b, "\n[[layout]]\n")
		for _, key := range []string{"title", "lead", "body", "date", "byline"} {
			if s := t.best(key); s != "" {
				fmt.Fprintf(&b, "%s = [%q]\n", key, s)
			}
		}
	}
	return b.String()
}

// commonProvince returns the province most of the pages speak of.
func (t *proposal) commonProvince() string {
	for p, n := range t.province {
		if n*2 > t.pages {
			return p
		}
	}
	return ""
}

func quoted(list []string) string {
	var parts []string
	for _, s := range list {
		parts = append(parts, fmt.Sprintf("%q", s))
	}
	return strings.Join(parts, ", ")
}
