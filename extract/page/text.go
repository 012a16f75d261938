package page

import (
	"strings"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// A textLine is one line of plain text that is not blank.
type textLine struct {
	text string
	key  string
	// gap says that a blank line stands before it.
	gap  bool
	what furniture
	date dateLine
	// isDate says that the line is a date and next to nothing else.
	isDate bool
	// long says that the line is a paragraph of the article.
	long bool
}

// articleOfText takes the article out of plain text: text as somebody copied
// it from a page, with or without the page's furniture, or bare sentences.
func articleOfText(text string, p *corpus.Page) (*corpus.Article, error) {
	lines := joinWrapped(splitLines(text))
	if len(lines) == 0 {
		return nil, &NoArticle{Empty}
	}
	g := &draft{method: "text", address: p.URL}
	first, last := bodyRange(lines)
	if first < 0 {
		g.bare(lines, p)
		return g.write(p), nil
	}
	body := g.head(lines, first, p)
	tail := g.tail(lines, last)
	for i := body; i < tail; i++ {
		l := &lines[i]
		if l.sure() && i > 0 {
			continue
		}
		g.pieces = append(g.pieces, l.piece())
	}
	g.takeCredits()
	if len(g.pieces) == 0 {
		g.bare(lines, p)
	}
	return g.write(p), nil
}

func (l *textLine) piece() piece {
	p := piece{text: l.text}
	if strings.Contains(l.text, " | ") && strings.Count(l.text, " | ") >= 2 {
		p.kind, p.set = corpus.TableRow, true
	}
	return p
}

// sure says that the line is furniture even between paragraphs.
func (l *textLine) sure() bool {
	switch l.what {
	case isCounter, isShare, isClock:
		return utf8.RuneCountInString(l.text) <= 60
	}
	return false
}

// bare takes a text without any structure as it is: nothing of it may go.
func (g *draft) bare(lines []textLine, p *corpus.Page) {
	g.pieces = nil
	for i := range lines {
		if p.Title == "" && i == 0 && len(lines) > 1 && looksLikeTitle(&lines[0]) {
			g.title = lines[0].text
			continue
		}
		g.pieces = append(g.pieces, lines[i].piece())
	}
}

func splitLines(text string) []textLine {
	var out []textLine
	gap := false
	for raw := range strings.SplitSeq(vi.Clean(unescape(text)), "\n") {
		s := strings.TrimSpace(raw)
		if s == "" {
			gap = true
			continue
		}
		out = append(out, textLine{text: s, gap: gap})
		gap = false
	}
	return out
}

// describe fills what a line is by itself.
func (l *textLine) describe() {
	l.key = vi.Key(l.text)
	n := utf8.RuneCountInString(l.text)
	if n <= longestFooter {
		l.what = furnitureOf(l.key)
	}
	if n <= 120 {
		l.date, l.isDate = readDateLine(l.text)
	}
	l.long = l.what == notFurniture && !l.isDate && (n >= 100 && sentenceLike(l.text) || n >= 40 && endsSentence(l.text) && len(strings.Fields(l.text)) >= 8)
}

// joinWrapped joins lines that were broken by width and not by sense.
func joinWrapped(lines []textLine) []textLine {
	width := wrapWidth(lines)
	var out []textLine
	for _, l := range lines {
		if n := len(out); n > 0 && !l.gap {
			prev := &out[n-1]
			if wraps(prev.text, l.text) || width > 0 && !endsSentence(prev.text) && utf8.RuneCountInString(lastLine(prev.text, width)) >= width-18 {
				prev.text += " " + l.text
				continue
			}
		}
		out = append(out, l)
	}
	for i := range out {
		out[i].describe()
	}
	return out
}

// lastLine returns about the last width runes of s: the last line of what was
// joined so far.
func lastLine(s string, width int) string {
	if n := utf8.RuneCountInString(s); n > width {
		r := []rune(s)
		return string(r[n-width:])
	}
	return s
}

// wrapWidth returns the width at which the text was wrapped, 0 where it was
// not: most lines nearly as long as the longest, none beyond a page's width.
func wrapWidth(lines []textLine) int {
	longest, close := 0, 0
	for i := range lines {
		longest = max(longest, utf8.RuneCountInString(lines[i].text))
	}
	if longest < 50 || longest > 120 || len(lines) < 8 {
		return 0
	}
	for i := range lines {
		if utf8.RuneCountInString(lines[i].text) >= longest-18 {
			close++
		}
	}
	if close*10 < len(lines)*6 {
		return 0
	}
	return longest
}

// bodyRange returns the first and the last line that is a paragraph, -1 where
// there is none.
func bodyRange(lines []textLine) (first, last int) {
	first, last = -1, -1
	for i := range lines {
		if lines[i].long {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return first, last
}

// looksLikeTitle says that a line may be a headline.
func looksLikeTitle(l *textLine) bool {
	words := len(strings.Fields(l.text))
	if l.what != notFurniture || l.isDate || words < 3 || words > 60 || strings.HasSuffix(l.text, ".") || strings.HasSuffix(l.text, ";") || strings.HasSuffix(l.text, ",") {
		return false
	}
	_, isCredit := readCredit(l.text)
	return !isCredit
}

// head reads what stands before the first paragraph: clocks, menus, the
// title, the line of publication. It returns where the body begins.
func (g *draft) head(lines []textLine, first int, p *corpus.Page) int {
	title := -1
	for i := 0; i <= first && i < len(lines); i++ {
		l := &lines[i]
		if !looksLikeTitle(l) || i == first && (i > 0 || len(lines) == 1 || utf8.RuneCountInString(l.text) > 250 || endsSentence(l.text)) {
			continue
		}
		if title >= 0 && !sectionName(&lines[title]) {
			break
		}
		if title >= 0 {
			g.category = lines[title].text
		}
		title = i
	}
	body := 0
	if title >= 0 {
		g.title = lines[title].text
		body = title + 1
	}
	end := first
	for end == title || title >= 0 && end < len(lines) && !lines[end].long {
		end++
	}
	g.published, g.updated = publicationLine(lines, title, end)
	for i := body; i < end; i++ {
		l := &lines[i]
		if l.what != notFurniture || l.isDate || titleKey(l.text) == titleKey(g.title) {
			continue
		}
		if cr, ok := readCredit(l.text); ok && (cr.labelled || i < end-1 || cr.byline != "") {
			if cr.byline != "" {
				g.byline = cr.byline
			} else if g.origin == "" {
				g.origin = cr.origin
			}
			continue
		}
		g.pieces = append(g.pieces, l.piece())
	}
	return max(end, body)
}

// sectionName says that a line that could be a title is more likely the name
// of a section or of the site: a few words in capitals, an organisation.
func sectionName(l *textLine) bool {
	return len(strings.Fields(l.text)) <= 5 && capitals(l.text) || bareOrganisation(l.text)
}

// publicationLine finds the line of publication before the body. A date after
// the title is one; a date that opens the text before its title is the clock
// of the page.
func publicationLine(lines []textLine, title, first int) (published, updated stamp) {
	for i := title + 1; i < first; i++ {
		if d := lines[i]; d.isDate {
			if d.date.updated && !published.zero() {
				updated = d.date.stamp
			} else if published.zero() {
				published = d.date.stamp
			}
		}
	}
	if !published.zero() {
		return published, updated
	}
	for i := min(title, first) - 1; i > 0; i-- {
		if d := lines[i]; d.isDate {
			return d.date.stamp, stamp{}
		}
	}
	if title > 0 && lines[0].isDate && !lines[0].date.gmt && lines[0].date.labelled {
		return lines[0].date.stamp, stamp{}
	}
	return stamp{}, stamp{}
}

// tail drops what stands after the last paragraph and is not the article's,
// and reads the byline there. It returns where the article ends.
func (g *draft) tail(lines []textLine, last int) int {
	end := last + 1
	credited, furnished := false, false
	for i := last + 1; i < len(lines); i++ {
		l := &lines[i]
		switch {
		case l.what != notFurniture:
			furnished = true
			if l.what == isComment || l.what == isRelated {
				return end
			}
			continue
		case l.isDate:
			if l.date.labelled && g.published.zero() {
				g.published = l.date.stamp
			}
			continue
		}
		if cr, ok := readCredit(l.text); ok && !credited {
			credited = true
			if cr.byline != "" && g.byline == "" {
				g.byline = cr.byline
			}
			if cr.origin != "" && g.origin == "" {
				g.origin = cr.origin
			}
			continue
		}
		if (credited || furnished) && len(strings.Fields(l.text)) <= 6 && !strings.ContainsAny(l.text, "0123456789") && !isCaption(l.piece(), nil, nil) {
			furnished = true
			continue
		}
		if furnished {
			continue
		}
		end = i + 1
	}
	return end
}
