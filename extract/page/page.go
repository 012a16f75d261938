// Package page takes the article out of a page and leaves the rest: title,
// lead, paragraphs, captions, table rows, the day of publication, the byline.
//
//	page.go       the extractor: profile first, generic after
//	decode.go     bytes to text; legacy.go: the old Vietnamese encodings
//	parse.go      text to a tree, whatever the markup
//	dom.go        one walk over the tree into elements and lines
//	meta.go       what the page says of itself; names.go: class and id names
//	score.go      which element holds the article
//	headline.go   which line is its title
//	profile.go    the selectors of a portal file
//	assemble.go   lines into an Article
//	data.go       articles that stand only in JSON-LD
//	text.go       the same for plain text
//	date.go, byline.go, province.go, furniture.go, words.go: single questions
//	propose.go    a portal file from sample pages
//
// A page is parsed once and walked once; nothing is cloned or removed.
package page

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
)

// Reasons for which a page holds no article.
const (
	ListPage    = "list page"
	LoginPage   = "login page"
	ErrorPage   = "error page"
	ServicePage = "service page" // contact, site map, forms
	ScriptOnly  = "script only"
	Frames      = "frames"
	Redirect    = "redirect"
	Empty       = "empty"
	Binary      = "not text"
)

// NoArticle says that a page was understood and holds no article. Callers
// count it as done and show the reason.
type NoArticle struct{ Reason string }

func (e *NoArticle) Error() string { return "no article: " + e.Reason }

// An Extractor takes articles out of pages. It may be used by several
// goroutines at once.
type Extractor struct {
	// Generic turns the profiles off: every page is read by structure alone.
	Generic bool
	// Warn is told when a portal's selectors find nothing on a page and the
	// generic extractor answered; nil for nobody.
	Warn func(source, profile string)

	set      *portal.Set
	families []*family
	compiled *compiler
}

// New returns an extractor that knows the set's profiles; nil for none. It
// panics when an embedded table is broken, which a test would have seen.
func New(set *portal.Set) *Extractor {
	if err := checkTables(); err != nil {
		panic(err)
	}
	x := &Extractor{set: set, compiled: newCompiler()}
	if set != nil {
		for _, p := range set.Families() {
			x.families = append(x.families, newFamily(p, x.compiled))
		}
	}
	return x
}

// Article takes the article out of a page. The error is a *NoArticle when
// there is none.
func (x *Extractor) Article(p *corpus.Page) (*corpus.Article, error) {
	if p.Status >= 400 {
		return nil, &NoArticle{ErrorPage}
	}
	text, _ := toUTF8(p.Body, contentType(p))
	if looksBinary(text) {
		return nil, &NoArticle{Binary}
	}
	var (
		a   *corpus.Article
		err error
	)
	if p.MediaType == corpus.Text {
		a, err = articleOfText(string(text), p)
	} else {
		a, err = x.articleOfHTML(text, p)
		if err == nil && servicePage(a) {
			err = &NoArticle{ServicePage}
		}
	}
	if err != nil {
		var none *NoArticle
		if errors.As(err, &none) {
			return nil, err
		}
		return nil, fmt.Errorf("%s: %w", p.Source, err)
	}
	return a, nil
}

func contentType(p *corpus.Page) string {
	if p.Header == nil {
		return ""
	}
	return p.Header.Get("Content-Type")
}

// looksBinary says that a text is none: an image or archive served as a page.
func looksBinary(s []byte) bool {
	if len(s) > 4096 {
		s = s[:4096]
	}
	odd := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b {
			odd++
		}
	}
	return odd > 8 && odd*20 > len(s) || bytes.HasPrefix(s, []byte("%PDF-")) || bytes.HasPrefix(s, []byte("PK\x03\x04"))
}

func (x *Extractor) articleOfHTML(text []byte, p *corpus.Page) (*corpus.Article, error) {
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, &NoArticle{Empty}
	}
	root, err := parseHTML(text)
	if err != nil {
		return nil, err
	}
	doc := read(root, false)
	defer doc.release()
	known := x.profile(p, doc)
	for _, prof := range x.candidates(known, doc) {
		if a := x.byProfile(doc, prof, p); a != nil {
			if known != nil {
				x.finish(a, known, p)
			}
			return a, nil
		}
	}
	a, err := generic(doc, p)
	var none *NoArticle
	if errors.As(err, &none) && (none.Reason == Empty || none.Reason == ScriptOnly) {
		// What the page hides may be the article that a script will show.
		shown := read(root, true)
		defer shown.release()
		if len(shown.lines) > len(doc.lines) {
			if b, again := generic(shown, p); again == nil {
				a, err = b, nil
			}
		}
		if b := fromData(doc, p); err != nil && b != nil {
			a, err = b, nil
		}
	}
	if err != nil {
		return nil, err
	}
	if known != nil {
		x.finish(a, known, p)
		if x.Warn != nil && len(known.AllLayouts(pageTime(p))) > 0 {
			x.Warn(p.Source, known.ID)
		}
	}
	return a, nil
}

// candidates lists the profiles to try on a page: the portal's own, then the
// CMS families whose marks the markup bears.
func (x *Extractor) candidates(known *portal.Profile, doc *pageDoc) []*portal.Profile {
	var out []*portal.Profile
	if known != nil {
		out = append(out, known)
	}
	if x.Generic {
		return nil
	}
	for _, f := range x.families {
		if (known == nil || f.profile.ID != known.CMS) && f.made(doc) {
			out = append(out, f.profile)
		}
	}
	return out
}

// profile returns the portal a page belongs to: the named one or the host's;
// nil when it belongs to none.
func (x *Extractor) profile(p *corpus.Page, doc *pageDoc) *portal.Profile {
	if x.Generic || x.set == nil {
		return nil
	}
	if p.Portal != "" {
		if found := x.set.ByID(p.Portal); found != nil {
			return found
		}
	}
	for _, address := range []string{p.URL, doc.meta.canonical} {
		if found := x.set.ForURL(address, pageTime(p)); found != nil {
			return found
		}
	}
	return nil
}

// pageTime is the day whose layout a page most likely has.
func pageTime(p *corpus.Page) time.Time { return p.FetchedAt }
