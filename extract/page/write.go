package page

import (
	"strings"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// takeCredits reads byline and origin off the end of the pieces and drops the
// lines that hold nothing else.
func (g *draft) takeCredits() {
	end := len(g.pieces)
	for n := 0; end > 0 && n < 5; n++ {
		p := g.pieces[end-1]
		if p.set && p.kind == corpus.Caption || p.kind == corpus.TableRow {
			break
		}
		if utf8.RuneCountInString(p.text) > 120 {
			break
		}
		if furnitureOf(vi.Key(p.text)) != notFurniture {
			end--
			continue
		}
		cr, ok := readCredit(p.text)
		if !ok || len(g.pieces) == 1 {
			break
		}
		if cr.byline != "" && g.byline == "" {
			g.byline = cr.byline
		}
		if cr.origin != "" && g.origin == "" {
			g.origin = cr.origin
		}
		end--
	}
	g.pieces = g.pieces[:end]
}

// isCaption says that a line between paragraphs is the caption of a picture.
func isCaption(p piece, prev, next *piece) bool {
	n := utf8.RuneCountInString(p.text)
	if n > 320 {
		return false
	}
	key := vi.Key(p.text)
	// "… Ảnh: X" near the end of the line.
	if i := holdsWord(key, "credit"); i >= 0 && len(key)-i < 80 {
		return true
	}
	if p.image && n <= 250 && (!endsSentence(p.text) || p.strong || p.center) {
		return true
	}
	if endsSentence(p.text) || n < 12 || n > 220 {
		return false
	}
	if opensWith(key, "view") {
		return true
	}
	// "Đồng chí … phát biểu tại hội nghị": a clause with a verb, no full stop.
	if prev == nil || next == nil {
		return false
	}
	at := holdsWord(key, "act")
	return at == 0 || at > 0 && len(strings.Fields(key)) >= 6
}

// settleKinds decides what the lines without a kind are.
func (g *draft) settleKinds() {
	for i := range g.pieces {
		p := &g.pieces[i]
		if p.set {
			continue
		}
		var prev, next *piece
		if i > 0 {
			prev = &g.pieces[i-1]
		}
		if i+1 < len(g.pieces) {
			next = &g.pieces[i+1]
		}
		n := utf8.RuneCountInString(p.text)
		switch {
		case isCaption(*p, prev, next):
			p.kind = corpus.Caption
		case next != nil && n <= 120 && !endsSentence(p.text) && len(strings.Fields(p.text)) >= 2 && (p.strong || prev != nil && endsSentence(prev.text) && utf8.RuneCountInString(next.text) > 120):
			p.kind = corpus.Heading
		}
	}
}

// settleLead takes the first paragraph as lead where the page marked none.
func (g *draft) settleLead() {
	if g.lead != "" || len(g.pieces) < 2 {
		return
	}
	p := g.pieces[0]
	if p.kind == corpus.Paragraph && utf8.RuneCountInString(p.text) <= 700 && endsSentence(p.text) {
		g.lead = p.text
		g.pieces = g.pieces[1:]
	}
}

// write fills the Article.
func (g *draft) write(p *corpus.Page) *corpus.Article {
	if p.Title != "" {
		g.title = oneLine(p.Title)
		if len(g.pieces) > 0 && g.lead == "" && titleKey(g.pieces[0].text) == titleKey(g.title) {
			g.pieces = g.pieces[1:]
		}
	}
	g.settleKinds()
	g.settleLead()
	a := &corpus.Article{
		Title: g.title, Lead: g.lead, Byline: g.byline, Origin: g.origin, Category: g.category,
		Agency: g.agency, Portal: p.Portal, URL: g.address, Tags: g.tags, Method: g.method,
		Published: g.published.day, PublishedAt: g.published.rfc(), Updated: g.updated.rfc(),
	}
	if a.Updated == "" {
		a.Updated = g.updated.day
	}
	if p.Published != "" {
		st := parseMeta(p.Published)
		if st.zero() {
			st = stamp{day: p.Published}
		}
		a.Published, a.PublishedAt = st.day, st.rfc()
	}
	g.text(a)
	switch {
	case p.Province != "":
		a.Province = p.Province
	default:
		if a.Province = provinceOfHost(a.URL); a.Province == "" {
			a.Province = provinceOf(g.title, g.agency, g.lead, a.Text, a.Published)
		}
	}
	return a
}

// text joins title, lead and pieces into Article.Text and lists its blocks.
func (g *draft) text(a *corpus.Article) {
	var b strings.Builder
	add := func(kind corpus.BlockKind, text string) {
		for part := range strings.SplitSeq(text, "\n") {
			if part == "" {
				continue
			}
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			from := b.Len()
			b.WriteString(part)
			a.Blocks = append(a.Blocks, corpus.Block{Kind: kind, Start: from, End: b.Len()})
		}
	}
	add(corpus.Title, g.title)
	if g.title != "" && (g.lead != "" || len(g.pieces) > 0) {
		b.WriteByte('\n')
	}
	add(corpus.Lead, g.lead)
	for _, p := range g.pieces {
		add(p.kind, p.text)
	}
	a.Text = b.String()
}
