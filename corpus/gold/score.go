package gold

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
)

// A Result is the score of a set of records.
type Result struct {
	// Articles counts the documents that have a record; Missing names the others.
	Articles int      `json:"articles"`
	Missing  []string `json:"missing"`
	// F1 is by kind: dates, officials, counts, percentages, positions.
	F1 map[string]F1 `json:"f1"`
	// Attributes is by name: counts.change, article.title, body_has, offsets …
	Attributes map[string]Share `json:"attributes"`
	// Misses lists whatever was not right, in the order of the records.
	Misses []Miss `json:"-"`
}

// An F1 is precision, recall and their harmonic mean.
type F1 struct {
	P  float64 `json:"p"`
	R  float64 `json:"r"`
	F1 float64 `json:"f1"`
	TP int     `json:"tp"`
	FP int     `json:"fp"`
	FN int     `json:"fn"`
}

// A Share is how many of the scored attributes were right.
type Share struct {
	Right int     `json:"right"`
	Of    int     `json:"of"`
	Share float64 `json:"share"`
}

// A Miss is one thing that was not right.
type Miss struct {
	Doc string
	// Where is a kind or an attribute, What is missed, spurious or wrong.
	Where, What string
	// Text is the quote; Want and Have are the values.
	Text, Want, Have string
}

func (m Miss) String() string {
	return strings.Join([]string{m.Doc, m.Where, m.What, fmt.Sprintf("%q", m.Text), m.Want, m.Have}, "\t")
}

// Score compares records with their gold; a record belongs to the gold whose
// Doc is the base name of its source, and is left out where there is none.
func Score(golds []Gold, records []corpus.Record) Result {
	s := scorer{f1: map[string]*F1{}, attributes: map[string]*Share{}}
	for _, kind := range append(slices.Clone(kinds), Positions) {
		s.f1[kind] = &F1{}
	}
	byDoc := map[string]*Gold{}
	for i := range golds {
		byDoc[golds[i].Doc] = &golds[i]
	}
	seen := map[string]bool{}
	for i := range records {
		doc := path.Base(records[i].Source)
		if g := byDoc[doc]; g != nil {
			seen[doc] = true
			s.record(g, &records[i])
		}
	}
	for doc, g := range byDoc {
		if !seen[doc] {
			s.missing = append(s.missing, doc)
			s.nothing(g)
		}
	}
	return s.result(len(seen))
}

type scorer struct {
	f1         map[string]*F1
	attributes map[string]*Share
	missing    []string
	misses     []Miss
	doc        string
}

func (s *scorer) result(articles int) Result {
	slices.Sort(s.missing)
	out := Result{Articles: articles, Missing: append([]string{}, s.missing...), F1: map[string]F1{},
		Attributes: map[string]Share{}, Misses: s.misses}
	for kind, f := range s.f1 {
		p, r := ratio(f.TP, f.TP+f.FP), ratio(f.TP, f.TP+f.FN)
		f.P, f.R = round4(p), round4(r)
		if p+r > 0 {
			f.F1 = round4(2 * p * r / (p + r))
		}
		out.F1[kind] = *f
	}
	for name, a := range s.attributes {
		a.Share = round4(float64(a.Right) / float64(a.Of))
		out.Attributes[name] = *a
	}
	return out
}

// ratio is 1 where there was nothing to be found.
func ratio(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

func (s *scorer) miss(where, what, text, want, have string) {
	s.misses = append(s.misses, Miss{s.doc, where, what, text, want, have})
}

// attribute counts one that is right or wrong.
func (s *scorer) attribute(name string, ok bool) {
	a := s.attributes[name]
	if a == nil {
		a = &Share{}
		s.attributes[name] = a
	}
	a.Of++
	if ok {
		a.Right++
	}
}

// nothing counts the facts of a document without a record.
func (s *scorer) nothing(g *Gold) {
	for _, kind := range kinds {
		for _, x := range g.facts(kind) {
			if !x.Optional {
				s.f1[kind].FN++
			}
		}
	}
}

func (s *scorer) record(g *Gold, r *corpus.Record) {
	s.doc = g.Doc
	article := r.Article
	if article == nil {
		article = &corpus.Article{}
	}
	s.article(&g.Article, article)
	text := []rune(article.Text)
	for _, kind := range g.scored() {
		found := foundOf(kind, &r.Facts)
		for _, p := range found {
			s.attribute("offsets", quote(text, p.start, p.end) == p.text)
		}
		s.facts(kind, g.facts(kind), found)
		if kind == Officials {
			s.positions(g.Officials, r.Officials)
		}
	}
}

// quote is text[start:end] of Python, where indexes out of range give less and
// negative ones count from the end.
func quote(text []rune, start, end int) string {
	at := func(i int) int {
		if i < 0 {
			i += len(text)
		}
		return min(max(i, 0), len(text))
	}
	if at(start) >= at(end) {
		return ""
	}
	return string(text[at(start):at(end)])
}

func (s *scorer) article(want *Article, have *corpus.Article) {
	fields := map[string]string{"title": have.Title, "published": have.Published, "byline": have.Byline, "province": have.Province}
	for _, name := range articleFields {
		value, scored := want.Fields[name]
		if !scored {
			continue
		}
		w := ""
		if value != nil {
			w = *value
		}
		ok := fold(fields[name]) == fold(w)
		if name == "published" {
			ok = firstRunes(fields[name], len("2006-01-02")) == w
		}
		s.attribute("article."+name, ok)
		if !ok {
			s.miss("article."+name, "wrong", "", w, fields[name])
		}
	}
	s.body("body_has", want.BodyHas, have.Text, true)
	s.body("body_lacks", want.BodyLacks, have.Text, false)
}

func firstRunes(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}

func (s *scorer) body(name string, quotes []string, text string, want bool) {
	for _, q := range quotes {
		ok := strings.Contains(text, q) == want
		s.attribute("article."+name, ok)
		if !ok {
			s.miss("article."+name, "wrong", q, "", "")
		}
	}
}

func (s *scorer) facts(kind string, want []Fact, have []found) {
	pairs := match(kind, want, have)
	usedWant, usedHave := map[int]bool{}, map[int]bool{}
	for _, p := range pairs {
		usedWant[p.want], usedHave[p.have] = true, true
		if want[p.want].Optional {
			continue
		}
		s.f1[kind].TP++
		for _, a := range attributesOf(kind, &want[p.want], &have[p.have]) {
			s.attribute(kind+"."+a.name, a.ok)
			if !a.ok {
				s.miss(kind+"."+a.name, "wrong", want[p.want].Text, a.want, a.have)
			}
		}
	}
	var spare []string // quotes of optional facts that nothing was paired with
	for i, x := range want {
		switch {
		case usedWant[i]:
		case x.Optional:
			spare = append(spare, fold(x.Text))
		default:
			s.f1[kind].FN++
			s.miss(kind, "missed", x.Text, x.key(kind), "")
		}
	}
	for j, x := range have {
		if !usedHave[j] && (kind == Officials || !otherReading(fold(x.text), spare)) {
			s.f1[kind].FP++
			s.miss(kind, "spurious", x.text, "", x.key(kind))
		}
	}
}

// otherReading reports whether a fact's quote is part of an optional one, or
// the other way round: that is not held against the extractor.
func otherReading(text string, optional []string) bool {
	return slices.ContainsFunc(optional, func(q string) bool { return contains(q, text) || contains(text, q) })
}

type couple struct{ want, have int }

// match pairs gold and found facts one to one, greedily: required facts before
// optional ones, best attributes first.
func match(kind string, want []Fact, have []found) []couple {
	type candidate struct {
		couple
		required  bool
		closeness float64
	}
	var all []candidate
	for i := range want {
		for j := range have {
			if sameKey(kind, &want[i], &have[j]) {
				all = append(all, candidate{couple{i, j}, !want[i].Optional, closeness(kind, &want[i], &have[j])})
			}
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		if a.required != b.required {
			if a.required {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.closeness, a.closeness), cmp.Compare(a.want, b.want), cmp.Compare(a.have, b.have))
	})
	usedWant, usedHave := map[int]bool{}, map[int]bool{}
	var out []couple
	for _, c := range all {
		if !usedWant[c.want] && !usedHave[c.have] {
			usedWant[c.want], usedHave[c.have] = true, true
			out = append(out, c.couple)
		}
	}
	return out
}

// positions scores the pairs of a name and an office, each once an article.
func (s *scorer) positions(want []Fact, have []corpus.Official) {
	var wanted, got []office
	free := map[string]bool{} // names whose offices are not scored
	for _, x := range want {
		if x.Optional {
			free[fold(x.Name)] = true
			continue
		}
		for _, title := range x.Positions {
			wanted = append(wanted, office{x.Name, title})
		}
	}
	for _, x := range have {
		for _, p := range x.Positions {
			got = append(got, office{x.Name, fullTitle(p)})
		}
	}
	wanted, got = distinct(wanted), distinct(got)
	for _, w := range wanted {
		delete(free, fold(w.name))
		if slices.ContainsFunc(got, w.fits) {
			s.f1[Positions].TP++
			continue
		}
		s.f1[Positions].FN++
		s.miss(Positions, "missed", w.name, w.title, "")
	}
	for _, h := range got {
		if !free[fold(h.name)] && !slices.ContainsFunc(wanted, h.fits) {
			s.f1[Positions].FP++
			s.miss(Positions, "spurious", h.name, "", h.title)
		}
	}
}

// An office is a name with one position.
type office struct{ name, title string }

func (a office) fits(b office) bool {
	return fold(a.name) == fold(b.name) && wordsF1(a.title, b.title) >= 0.6
}

func distinct(list []office) []office {
	slices.SortFunc(list, func(a, b office) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.title, b.title))
	})
	return slices.Compact(list)
}

// fullTitle adds the organisation where the title does not name it.
func fullTitle(p corpus.Position) string {
	if strings.Contains(fold(p.Title), fold(p.Organisation)) {
		return p.Title
	}
	return p.Title + " " + p.Organisation
}
