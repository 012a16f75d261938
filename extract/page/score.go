package page

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// Lines shorter than this say nothing about where the article stands.
const shortLine = 60

// scoreLines gives every line what it adds to or takes from the elements
// around it: sentences speak for an article, links, menu words and junk
// elements against.
// It says for every element whether it is junk.
func (d *pageDoc) scoreLines() []bool {
	d.title = d.surestTitle()
	junk := d.junkElems(d.title)
	for i := range d.lines {
		l := &d.lines[i]
		l.score = lineScore(l)
		if l.score > 0 && junk[l.elem] {
			l.score = -2
		}
	}
	return junk
}

func lineScore(l *line) float32 {
	n := float32(l.size())
	share := float32(l.linked) / n
	if l.runes() <= longestFooter && furnitureOf(l.folded()) != notFurniture {
		if n > 40 {
			return -20
		}
		return -8
	}
	if looksLikeCode(l.text) {
		return -20
	}
	switch {
	case share > 0.5:
		return -8 - n/4
	case n >= shortLine && sentenceLike(l.text):
		return n * (1 - share)
	case n >= 2*shortLine:
		return n * 0.5 * (1 - share)
	case sentenceLike(l.text):
		return n * 0.3
	}
	return -2
}

// looksLikeCode says that a line is a script that stands where text should.
func looksLikeCode(s string) bool {
	if strings.HasPrefix(s, "javascript:") || strings.HasPrefix(s, "var ") && strings.Contains(s, "=") || strings.Contains(s, "function(") || strings.Contains(s, "document.") {
		return true
	}
	return strings.ContainsAny(s, "{}") && strings.Contains(s, ";") && strings.ContainsAny(s, "=():")
}

// sentenceLike says that a line ends or pauses as a sentence does.
func sentenceLike(s string) bool {
	return endsSentence(s) || strings.Contains(s, ", ") || strings.Contains(s, "; ") || strings.Contains(s, ". ")
}

// endsSentence says that a line ends as a sentence or clause does.
func endsSentence(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	switch r {
	case '”', '"', '’', ')', '»', ']':
		r, _ = utf8.DecodeLastRuneInString(s[:len(s)-n])
		if r != '.' && r != '!' && r != '?' && r != '…' {
			return false
		}
		return true
	}
	switch r {
	case '.', '!', '?', ';', ':', '…', ',':
		return true
	}
	return false
}

// junkElems says for every element whether it is furniture by its name, or
// stands in one that is. A name never condemns what holds most of the page's
// text.
func (d *pageDoc) junkElems(title int32) []bool {
	total := int32(0)
	sums := make([]int32, len(d.lines)+1)
	for i := range d.lines {
		l := &d.lines[i]
		if l.linked*2 < l.size() {
			total += l.letters
		}
		sums[i+1] = total
	}
	junk := make([]bool, len(d.elems))
	var large []int32 // called junk, but too much of the page to be
	for i := range d.elems {
		e := &d.elems[i]
		if e.parent >= 0 && junk[e.parent] {
			junk[i] = true
			continue
		}
		if e.means&(meansJunk|meansSide|meansClock) == 0 || e.means&meansKeep != 0 {
			continue
		}
		own := sums[e.lineEnd] - sums[e.line]
		share := 0.35
		if e.means&meansJunk == 0 || e.means&(meansBody|meansTitle|meansLead) != 0 {
			share = 0.15
		}
		switch {
		case title >= e.line && title < e.lineEnd || d.holdsHeadline(e):
		case float64(own) <= share*float64(total):
			junk[i] = true
		case e.means&meansJunk != 0 && e.means&(meansBody|meansTitle|meansLead) == 0:
			large = append(large, int32(i))
		}
	}
	d.settleLarge(large, title, junk)
	return junk
}

// settleLarge takes a large element by its name after all where an article of
// some length, with the title of the page, stands outside of it: the terms of
// use in a window, long comments.
func (d *pageDoc) settleLarge(large []int32, title int32, junk []bool) {
	if title < 0 {
		return
	}
	for _, at := range large {
		e := &d.elems[at]
		if title >= e.line && title < e.lineEnd {
			continue
		}
		outside := int32(0)
		for i := range d.lines {
			l := &d.lines[i]
			if int32(i) >= e.line && int32(i) < e.lineEnd || junk[l.elem] || l.linked*2 > l.size() || l.size() < shortLine || furnitureOf(l.folded()) != notFurniture {
				continue
			}
			outside += l.letters
		}
		if outside >= 400 {
			d.markJunk(junk, at)
		}
	}
}

// holdsHeadline says that an element holds the page's one main heading.
func (d *pageDoc) holdsHeadline(e *elem) bool {
	for i := e.line; i < e.lineEnd; i++ {
		if l := &d.lines[i]; l.heading == 1 && l.linked == 0 && l.size() >= 20 {
			return true
		}
	}
	return false
}

// mainElem returns the block element that most likely holds the article's
// body; -1 when no element holds any text.
func (d *pageDoc) mainElem() int32 {
	sums := make([]float32, len(d.lines)+1)
	plus := make([]float32, len(d.lines)+1)
	for i := range d.lines {
		s := d.lines[i].score
		sums[i+1] = sums[i] + s
		plus[i+1] = plus[i] + max(s, 0)
	}
	sum := func(e *elem) float32 { return sums[e.lineEnd] - sums[e.line] }
	best, at := float32(0), int32(-1)
	for i := range d.elems {
		e := &d.elems[i]
		if !e.block {
			continue
		}
		s := sum(e)
		if e.means&meansBody != 0 {
			s *= 1.05
		}
		if s > best {
			best, at = s, int32(i)
		}
	}
	if at < 0 {
		return -1
	}
	narrowest := func(at int32) int32 {
		for {
			next := d.narrow(at, sum, func(e *elem) float32 { return plus[e.lineEnd] - plus[e.line] })
			if next < 0 {
				return at
			}
			at = next
		}
	}
	at = narrowest(at)
	// A short article beside a long word of welcome: its title decides.
	if title := d.title; title >= 0 && !d.belongs(title, at) {
		for e := d.lines[title].elem; e > 0; e = d.elems[e].parent {
			if sum(&d.elems[e])-max(d.lines[title].score, 0) >= leastBody {
				if !d.within(at, e) {
					at = narrowest(e)
				}
				break
			}
		}
	}
	return at
}

// leastBody is the score from which an element around the title can hold the
// article's body.
const leastBody = 70

// belongs says that a title line stands in the element, or not far before it
// in the same column.
func (d *pageDoc) belongs(title, at int32) bool {
	if d.within(d.lines[title].elem, at) {
		return true
	}
	if d.lines[title].elem > at {
		return false
	}
	for i := title + 1; i < d.elems[at].line; i++ {
		if d.lines[i].score >= leastBody {
			return false
		}
	}
	return d.elems[at].line-title <= 12
}

// surestTitle returns the heading of the page that says what its meta data
// say, the highest where there are several; -1 where none does.
func (d *pageDoc) surestTitle() int32 {
	at, best := int32(-1), 8
	for _, k := range d.knownTitles() {
		for i := range d.lines {
			l := &d.lines[i]
			if l.linked*2 > l.size() || l.heading == 0 && d.elems[l.elem].means&meansTitle == 0 {
				continue
			}
			if n := int(l.size()); n > len(k.key)+20 || n*4 < len(k.key) && n < 30 {
				continue
			}
			if key := lettersOf(l.folded()); key != k.key && (len(key) < 30 || !strings.HasPrefix(k.key, key)) {
				continue
			}
			level := int(l.heading)
			if level == 0 {
				level = 7
			}
			if level < best {
				at, best = int32(i), level
			}
		}
	}
	return at
}

// narrow returns the child of an element that holds nearly all of its text
// where the rest of the element is not plainly more of the article; -1 where
// the element itself is the better choice.
func (d *pageDoc) narrow(at int32, sum, plus func(*elem) float32) int32 {
	e := &d.elems[at]
	child := int32(-1)
	best := float32(0)
	for i := at + 1; i < e.end; i = d.elems[i].end {
		if s := sum(&d.elems[i]); d.elems[i].block && s > best {
			best, child = s, i
		}
	}
	if child < 0 {
		return -1
	}
	c := &d.elems[child]
	if c.node.DataAtom == atom.P || c.node.DataAtom == atom.Li || c.node.DataAtom == atom.Tr && e.rows > 2 {
		return -1
	}
	all, own := plus(e), plus(c)
	rest := all - own
	minus := rest - (sum(e) - best)
	switch {
	case rest <= 0.03*all:
		return child
	case own >= 0.7*all && minus >= 0.3*rest:
		return child
	}
	return -1
}

// common returns the innermost element around both.
func (d *pageDoc) common(a, b int32) int32 {
	for a != b {
		if a > b {
			a = d.elems[a].parent
		} else {
			b = d.elems[b].parent
		}
	}
	return a
}

// within says that element i is e or inside it.
func (d *pageDoc) within(i, e int32) bool { return i >= e && i < d.elems[e].end }
