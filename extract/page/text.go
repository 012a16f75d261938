package page

import (
	"regexp"
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
	// headline says that the line is the title for certain.
	headline bool
}

// articleOfText takes the article out of plain text: text as somebody copied
// it from a page, with or without the page's furniture, or bare sentences.
func articleOfText(text string, p *corpus.Page) (*corpus.Article, error) {
	lines := joinWrapped(splitLines(text))
	if len(lines) == 0 {
		return nil, &NoArticle{Empty}
	}
	g := &draft{method: "text", address: p.URL}
	headlineOverDate(lines)
	first, last := bodyRange(lines)
	if listOfText(lines) {
		return nil, &NoArticle{ListPage}
	}
	if first < 0 {
		g.bare(lines, p)
		return g.write(p), nil
	}
	body := g.head(lines, first)
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

// listOfText says that a text is that of a page without an article: menus,
// titles and hardly a sentence.
func listOfText(lines []textLine) bool {
	furnished, sentences := 0, 0
	for i := range lines {
		switch l := &lines[i]; {
		case l.what != notFurniture:
			furnished++
		case l.long && endsSentence(l.text):
			sentences += utf8.RuneCountInString(l.text)
		}
	}
	return furnished >= 10 && len(lines) >= 40 && sentences < 300
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

// headlineOverDate marks the first line as the title where the line below it is
// a date: then it is one even when it is a sentence with its full stop.
func headlineOverDate(lines []textLine) {
	if len(lines) < 3 || !lines[1].isDate || lines[1].date.rest != "" || !lines[2].gap || utf8.RuneCountInString(lines[0].text) > 250 {
		return
	}
	if l := &lines[0]; l.what == notFurniture && !l.isDate && len(strings.Fields(l.text)) >= 3 {
		l.headline, l.long = true, false
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

// teaserPattern is the date in brackets behind the title of another article.
var teaserPattern = regexp.MustCompile(`\(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\)$`)

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
	l.long = l.what == notFurniture && !l.isDate && !teaserPattern.MatchString(l.text) && (n >= 100 && sentenceLike(l.text) || n >= 40 && endsSentence(l.text) && len(strings.Fields(l.text)) >= 8)
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

// bodyRange returns the first and the last line of the body, -1 where there is
// none: the stretch of lines in which paragraphs outweigh what stands between
// them. Without a word of furniture around, all is the article's.
func bodyRange(lines []textLine) (first, last int) {
	first, last = -1, -1
	furnished := 0
	for i := range lines {
		if lines[i].long {
			if first < 0 {
				first = i
			}
			last = i
		}
		if lines[i].what != notFurniture {
			furnished++
		}
	}
	if first < 0 || furnished == 0 {
		return first, last
	}
	best, sum, from := 0, 0, 0
	for i := range lines {
		if sum <= 0 {
			sum, from = 0, i
		}
		if sum += lines[i].weight(); sum > best {
			best, first, last = sum, from, i
		}
	}
	for first < last && !lines[first].long {
		first++
	}
	return first, last
}

// weight says how much a line speaks for (above zero) or against the lines
// around it being an article.
func (l *textLine) weight() int {
	n := utf8.RuneCountInString(l.text)
	switch {
	case l.long:
		return min(n, 600)
	case l.what == isRelated, l.what == isComment:
		return -600 // what follows is others'
	case l.what == isFooter:
		return -300
	case l.what == isShare, l.what == isCounter, l.what == isUI:
		return -15
	case l.what != notFurniture:
		return -60
	case strings.ContainsRune("-–+•*0123456789", firstRune(l.text)):
		return 0 // an item of the article's own list
	case l.isDate:
		return -15
	}
	return -25
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
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
func (g *draft) head(lines []textLine, first int) int {
	title := -1
	if lines[0].headline {
		title = 0
	} else if wholePage(lines, first) {
		title = nearestTitle(lines, first)
	}
	for i := 0; !lines[0].headline && i <= first && i < len(lines) && !wholePage(lines, first); i++ {
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
		if l.isDate && l.date.rest != "" && g.byline == "" {
			g.byline = bylineBeside(l.text)
		}
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

// wholePage says that before the body stand the menus of a page that was
// copied from top to bottom.
func wholePage(lines []textLine, first int) bool {
	short, furnished := 0, 0
	for i := 0; i < first; i++ {
		if lines[i].what != notFurniture {
			furnished++
		}
		if len(strings.Fields(lines[i].text)) <= 6 {
			short++
		}
	}
	return furnished >= 2 && short >= 8
}

// nearestTitle returns the line that most likely is the title of the body that
// begins at first: long for a heading, close, and said again elsewhere on the
// page; -1 where there is none.
func nearestTitle(lines []textLine, first int) int {
	best, at := 3.0, -1
	gap := 0.0
	for i := first; i >= max(first-14, 0); i-- {
		l := &lines[i]
		if i == first && (utf8.RuneCountInString(l.text) > 250 || endsSentence(l.text)) {
			continue
		}
		if !looksLikeTitle(l) {
			continue
		}
		score := float64(min(len(strings.Fields(l.text)), 14)) - gap
		gap += 0.8
		for j := range lines {
			if j != i && lines[j].key == l.key {
				score += 3
				break
			}
		}
		if at >= 0 && at-i <= 2 && sameWords(l.key, lines[at].key) {
			score += 3 // a lead says its title again
		}
		for j := max(i-1, 0); j <= min(i+1, first); j++ {
			if lines[j].isDate {
				score += 2
				break
			}
		}
		if score > best {
			best, at = score, i
		}
	}
	return at
}

// sameWords says that most words of a stand in b too.
func sameWords(a, b string) bool {
	have := map[string]bool{}
	for w := range strings.FieldsSeq(b) {
		have[w] = true
	}
	same, n := 0, 0
	for w := range strings.FieldsSeq(a) {
		n++
		if have[w] {
			same++
		}
	}
	return n >= 5 && same*10 >= n*7
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
	if published.zero() && title >= 0 {
		// The line of publication may stand under the lead.
		for i := first + 1; i <= first+2 && i < len(lines); i++ {
			if d := &lines[i]; d.isDate && d.date.rest == "" && !lines[i-1].isDate {
				published = d.date.stamp
				d.what = isClock
				break
			}
		}
	}
	if !published.zero() {
		return published, updated
	}
	for i := min(title, first) - 1; i > 0 && (title < 8 || i >= title-4); i-- {
		if d := lines[i]; d.isDate {
			return d.date.stamp, stamp{}
		}
	}
	// On the first line a day alone is the page's clock, a time with it the
	// article's.
	if title > 0 && lines[0].isDate && !lines[0].date.gmt && (lines[0].date.labelled || lines[0].date.clock != "") {
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
		if cr, ok := readCredit(l.text); ok && !credited && i-last <= 8 {
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
