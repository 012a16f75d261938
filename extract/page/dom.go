package page

import (
	"html"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/trich-vn/trich/internal/vi"
)

// An elem is one element of the page, in document order. Elements within it
// are those up to end, its lines are [line, lineEnd).
type elem struct {
	node          *xhtml.Node
	parent        int32
	end           int32
	line, lineEnd int32
	depth         int32
	means         meaning
	block         bool
	// class and id number the attribute values, 0 where the element has none.
	class, id int32
	// rows and wide count a table's rows and those with two cells or more;
	// nested says that the table holds another one.
	rows, wide int32
	nested     bool
}

// A line is a stretch of text between two block boundaries of the page.
type line struct {
	text string
	key  string // vi.Key(text), filled when first asked for
	// elem is the innermost block element around the line, cell the innermost
	// table cell, -1 where none.
	elem, cell int32
	// letters counts what stands outside links, linked what stands inside;
	// bold and italic count letters of either.
	letters, linked, bold, italic int32
	heading                       uint8
	right, center, list           bool
	// image says that a picture stands between the line before and this one.
	image bool
	// soft says that only a <br> parts the line from the one before.
	soft  bool
	links int32
	// href is where the first link of the line leads.
	href  string
	score float32
}

// A page is the outcome of the one walk over the parsed document.
type pageDoc struct {
	root  *xhtml.Node
	space *space
	elems []elem
	lines []line
	meta  metadata
	// title is the line that is surely the title, -1 where none is.
	title int32
	// titles is what knownTitles found, nil before it was asked.
	titles []knownTitle
	// times lists the <time> elements with a machine-readable date.
	times []timeElem
	// named lists, for every class and id name of the page, the numbers of
	// the attribute values it occurs in: selectors are tried only where they
	// can match.
	named map[string][]int32
	// passwords and frames count what tells login pages and framesets.
	passwords, frames, scripts int
	// index finds elements by node, built when first asked for.
	index       map[*xhtml.Node]int32
	scriptBytes int
	noscript    string
}

// A timeElem is the date of a <time> element and the line it stands in.
type timeElem struct {
	line  int32
	value string
}

// A space is the room a walk needs, used again from page to page.
type space struct {
	elems []elem
	lines []line
}

var spaces = sync.Pool{New: func() any {
	return &space{elems: make([]elem, 0, 4096), lines: make([]line, 0, 1024)}
}}

// mostSpace bounds the elements for which the room is kept.
const mostSpace = 1 << 16

// release gives the room back; the document must not be used after it.
func (d *pageDoc) release() {
	if cap(d.elems) > mostSpace || cap(d.lines) > mostSpace {
		return
	}
	clear(d.elems)
	clear(d.lines)
	d.space.elems, d.space.lines = d.elems[:0], d.lines[:0]
	spaces.Put(d.space)
	d.elems, d.lines, d.space = nil, nil, nil
}

// maxLines bounds what one page may hold: far more than any article.
const maxLines = 200_000

// walker builds a pageDoc.
type walker struct {
	*pageDoc
	names  map[string]nameInfo
	hidden bool // hidden elements are walked too

	buf   strings.Builder
	stack []int32
	manner
	letters, linked int32
	bold, italic    int32
	links           int32
	linkOpen        bool
	href, lineHref  string
	image, soft     bool
}

// read walks the document once. hidden takes in what the page hides.
func read(root *xhtml.Node, hidden bool) *pageDoc {
	w := &walker{
		pageDoc: &pageDoc{root: root, named: make(map[string][]int32, 512)},
		names:   make(map[string]nameInfo, 512),
		hidden:  hidden,
		manner:  manner{cell: -1},
	}
	space := spaces.Get().(*space)
	w.space, w.elems, w.lines = space, space.elems, space.lines
	w.elems = append(w.elems, elem{node: root, parent: -1, block: true})
	w.stack = append(w.stack, 0)
	w.children(root)
	w.flush(false)
	w.elems[0].end = int32(len(w.elems))
	w.elems[0].lineEnd = int32(len(w.lines))
	return w.pageDoc
}

func (w *walker) children(n *xhtml.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case xhtml.TextNode:
			w.text(c.Data)
		case xhtml.ElementNode:
			w.element(c)
		}
	}
}

// text adds running text to the open line, runs of white space as one space,
// and counts its letters.
func (w *walker) text(s string) {
	n := int32(0)
	from := 0 // what is not yet written
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c > ' ' && c < utf8.RuneSelf:
			n++
			i++
		case c <= ' ':
			w.buf.WriteString(s[from:i])
			for i < len(s) && s[i] <= ' ' {
				i++
			}
			from = i
			w.gap()
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsSpace(r) && r != '\u200b' && r != '\ufeff' {
				n++
			}
			i += size
		}
	}
	w.buf.WriteString(s[from:])
	if n == 0 {
		return
	}
	if w.inLink > 0 {
		w.linked += n
		if w.linkOpen {
			if w.links++; w.links == 1 {
				w.lineHref = w.href
			}
			w.linkOpen = false
		}
	} else {
		w.letters += n
	}
	if w.inBold > 0 {
		w.bold += n
	}
	if w.inItal > 0 {
		w.italic += n
	}
}

// gap writes a space unless the line begins or one stands there already.
func (w *walker) gap() {
	if b := w.buf.String(); b != "" && b[len(b)-1] != ' ' {
		w.buf.WriteByte(' ')
	}
}

// flush ends the open line.
func (w *walker) flush(soft bool) {
	if w.letters+w.linked > 0 && len(w.lines) < maxLines {
		text := oneLine(w.buf.String())
		text = withoutEmptyBrackets(withoutTags(text))
		if fixed, name := repair(text); name != "" {
			text = vi.Clean(fixed)
		}
		if text != "" {
			w.lines = append(w.lines, line{
				text: text, elem: w.stack[len(w.stack)-1], cell: w.cell,
				letters: w.letters, linked: w.linked, bold: w.bold, italic: w.italic, links: w.links,
				heading: w.heading, right: w.right > 0, center: w.center > 0, list: w.list > 0,
				image: w.image, soft: w.soft, href: w.lineHref,
			})
			w.image = false
		}
		w.soft = soft
	} else if !soft {
		w.soft = false
	}
	w.buf.Reset()
	w.letters, w.linked, w.bold, w.italic, w.links, w.lineHref = 0, 0, 0, 0, 0, ""
}

// printedTag is markup that was escaped twice, so that readers see it: mostly
// what a word processor left ("<o:p></o:p>").
var printedTag = regexp.MustCompile(`(?i)</?(?:[ovw]:\w+|st1:\w+|p|br|b|i|u|em|strong|span|div|font|a|img|table|tbody|tr|td|th|ul|ol|li|h[1-6])(?:\s[^<>]*)?/?>`)

// withoutTags drops tags that stand in the text of a line.
func withoutTags(s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	return oneLine(printedTag.ReplaceAllString(s, " "))
}

// withoutEmptyBrackets drops the brackets a template left around nothing.
func withoutEmptyBrackets(s string) string {
	if !strings.Contains(s, "( )") && !strings.Contains(s, "()") {
		return s
	}
	return strings.TrimSpace(strings.NewReplacer(" ( )", "", "( )", "", " ()", "", "()", "").Replace(s))
}

// unescape undoes a second escaping: "&amp;nbsp;" in the source.
func unescape(s string) string {
	if i := strings.IndexByte(s, '&'); i < 0 || strings.IndexByte(s[i:], ';') < 0 {
		return s
	}
	return html.UnescapeString(s)
}

func (w *walker) element(n *xhtml.Node) {
	switch n.DataAtom {
	case atom.Head:
		w.head(n)
		return
	case atom.Script:
		w.script(n)
		return
	case atom.Noscript:
		if w.noscript == "" && n.FirstChild != nil {
			w.noscript = n.FirstChild.Data
		}
		return
	case atom.Meta:
		w.metaTag(n)
		return
	case atom.Link:
		w.linkTag(n)
		return
	case atom.Style, atom.Template, atom.Svg, atom.Math, atom.Select, atom.Option, atom.Button,
		atom.Textarea, atom.Object, atom.Map, atom.Canvas, atom.Datalist, atom.Dialog:
		return
	case atom.Iframe, atom.Frame, atom.Embed:
		w.frames++
		return
	case atom.Img, atom.Picture, atom.Video, atom.Audio:
		if n.DataAtom != atom.Audio {
			w.image = true
		}
		return
	case atom.Input:
		if attr(n, "type") == "password" {
			w.passwords++
		}
		return
	case atom.Br, atom.Hr:
		w.flush(n.DataAtom == atom.Br)
		return
	}
	st := readStyle(n)
	means, class, id := w.meaning(n, st)
	if means&meansHidden != 0 && !w.hidden {
		w.hiddenMeta(n)
		return
	}
	at := len(w.elems)
	w.enter(n, means, st)
	w.elems[at].class, w.elems[at].id = class, id
}

// A manner is how the text at a place is set; it holds until its element ends.
type manner struct {
	inLink, inBold, inItal, right, center, list int
	heading                                     uint8
	cell                                        int32
}

// enter walks into an element and out again.
func (w *walker) enter(n *xhtml.Node, means meaning, st style) {
	block := isBlock(n)
	if block {
		w.flush(false)
	}
	at := int32(len(w.elems))
	parent := w.stack[len(w.stack)-1]
	w.elems = append(w.elems, elem{
		node: n, parent: parent, means: means, block: block,
		line: int32(len(w.lines)), depth: int32(len(w.stack)),
	})
	before := w.manner
	w.apply(n, at, st)
	if block {
		w.stack = append(w.stack, at)
	}
	w.itemprop(n)
	apart := !block && means&(meansGlued|meansDate|meansAuthor) != 0
	if apart {
		w.gap()
	}
	w.children(n)
	if apart {
		w.gap()
	}
	if block {
		w.flush(false)
		w.stack = w.stack[:len(w.stack)-1]
	}
	w.manner = before
	w.elems[at].end = int32(len(w.elems))
	w.elems[at].lineEnd = int32(len(w.lines))
}

// apply notes what the element does to the text in it.
func (w *walker) apply(n *xhtml.Node, at int32, st style) {
	switch n.DataAtom {
	case atom.A:
		w.inLink++
		w.linkOpen, w.href = true, attr(n, "href")
	case atom.B, atom.Strong:
		w.inBold++
	case atom.I, atom.Em:
		w.inItal++
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.heading = n.Data[1] - '0'
	case atom.Center:
		w.center++
	case atom.Li:
		w.list++
	case atom.Td, atom.Th:
		w.cell = at
	case atom.Table:
		w.cell = -1
		for p := w.elems[at].parent; p >= 0; p = w.elems[p].parent {
			if w.elems[p].node.DataAtom == atom.Table {
				w.elems[p].nested = true
				break
			}
		}
	case atom.Tr:
		w.countRow(n, at)
	case atom.Time:
		if v := attr(n, "datetime"); v != "" && len(w.times) < 100 {
			w.times = append(w.times, timeElem{int32(len(w.lines)), v})
		}
	}
	if st&styleBold != 0 {
		w.inBold++
	}
	if st&styleItalic != 0 {
		w.inItal++
	}
	if st&styleRight != 0 {
		w.right++
	}
	if st&styleCenter != 0 {
		w.center++
	}
}

// countRow notes on the table around a row whether the row has several cells.
func (w *walker) countRow(n *xhtml.Node, at int32) {
	cells := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			cells++
		}
	}
	for p := w.elems[at].parent; p >= 0; p = w.elems[p].parent {
		if w.elems[p].node.DataAtom == atom.Table {
			w.elems[p].rows++
			if cells > 1 {
				w.elems[p].wide++
			}
			return
		}
	}
}

// A style is what an element's attributes say about how its text is set.
type style uint8

const (
	styleHidden style = 1 << iota
	styleBold
	styleItalic
	styleRight
	styleCenter
)

// readStyle reads style, align and the class names of common frameworks.
func readStyle(n *xhtml.Node) style {
	var st style
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "style":
			st |= cssStyle(a.Val)
		case "align":
			if strings.EqualFold(a.Val, "right") {
				st |= styleRight
			} else if strings.EqualFold(a.Val, "center") {
				st |= styleCenter
			}
		case "class":
			if strings.Contains(a.Val, "text-right") || strings.Contains(a.Val, "align-right") {
				st |= styleRight
			}
			if strings.Contains(a.Val, "text-center") {
				st |= styleCenter
			}
		}
	}
	return st
}

// cssStyle reads the declarations of a style attribute.
func cssStyle(css string) style {
	var st style
	for css != "" {
		var decl string
		decl, css, _ = strings.Cut(css, ";")
		property, value, ok := strings.Cut(decl, ":")
		if !ok {
			continue
		}
		property, value = strings.TrimSpace(property), strings.TrimSpace(value)
		switch {
		case strings.EqualFold(property, "display"):
			if strings.EqualFold(word1(value), "none") {
				st |= styleHidden
			}
		case strings.EqualFold(property, "visibility"):
			if strings.EqualFold(word1(value), "hidden") {
				st |= styleHidden
			}
		case strings.EqualFold(property, "font-weight"):
			if v := word1(value); strings.EqualFold(v, "bold") || strings.EqualFold(v, "bolder") || v == "700" || v == "600" {
				st |= styleBold
			}
		case strings.EqualFold(property, "font-style"):
			if strings.EqualFold(word1(value), "italic") {
				st |= styleItalic
			}
		case strings.EqualFold(property, "text-align"):
			if v := word1(value); strings.EqualFold(v, "right") {
				st |= styleRight
			} else if strings.EqualFold(v, "center") {
				st |= styleCenter
			}
		}
	}
	return st
}

// word1 returns the first word of a value: "none !important" is none.
func word1(s string) string {
	if i := strings.IndexAny(s, " !"); i >= 0 {
		return s[:i]
	}
	return s
}

// isBlock says that an element stands on lines of its own.
func isBlock(n *xhtml.Node) bool {
	switch n.DataAtom {
	case atom.A, atom.Abbr, atom.B, atom.Big, atom.Bdi, atom.Bdo, atom.Cite, atom.Code, atom.Data, atom.Del, atom.Dfn,
		atom.Em, atom.Font, atom.I, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Q, atom.S, atom.Samp,
		atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var,
		atom.Wbr, atom.Nobr, atom.Acronym:
		return false
	case 0:
		return strings.HasPrefix(n.Data, "amp-") || strings.Contains(n.Data, "zone")
	}
	return true
}

// attr returns an attribute of the element, "" where it has none.
func attr(n *xhtml.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

// nodeText returns the text of a node on one line.
func nodeText(n *xhtml.Node) string {
	var b strings.Builder
	var walk func(*xhtml.Node)
	walk = func(n *xhtml.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch {
			case c.Type == xhtml.TextNode:
				b.WriteString(c.Data)
			case c.Type != xhtml.ElementNode || c.DataAtom == atom.Script || c.DataAtom == atom.Style:
			default:
				if isBlock(c) {
					b.WriteByte(' ')
				}
				walk(c)
				if isBlock(c) {
					b.WriteByte(' ')
				}
			}
		}
	}
	walk(n)
	return oneLine(b.String())
}

// oneLine cleans s and folds it into one line.
func oneLine(s string) string {
	s = vi.Clean(strings.TrimSpace(unescape(s)))
	if strings.IndexByte(s, '\n') >= 0 {
		s = vi.Clean(strings.ReplaceAll(s, "\n", " "))
	}
	return s
}

// size counts the letters of a line, in links and outside.
func (l *line) size() int32 { return l.letters + l.linked }

// folded returns the line as tables are compared.
func (l *line) folded() string {
	if l.key == "" {
		l.key = vi.Key(l.text)
	}
	return l.key
}

// runes counts the code points of the line.
func (l *line) runes() int { return utf8.RuneCountInString(l.text) }

// markJunk marks an element and all within it.
func (d *pageDoc) markJunk(junk []bool, at int32) {
	if at < 0 {
		return
	}
	for i := at; i < d.elems[at].end; i++ {
		junk[i] = true
	}
}

// place returns the index of a node in elems, -1 where the walk left it out.
func (d *pageDoc) place(n *xhtml.Node) int32 {
	if d.index == nil {
		d.index = make(map[*xhtml.Node]int32, len(d.elems))
		for i := range d.elems {
			d.index[d.elems[i].node] = int32(i)
		}
	}
	if i, ok := d.index[n]; ok {
		return i
	}
	return -1
}
