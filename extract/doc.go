package extract

import (
	"sort"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// An owner is the kind of fact that a token was claimed for.
type owner uint8

const (
	free owner = iota
	ownGuard
	ownDate
	ownPercentage // this and the next are figures
	ownCount
)

// A doc is an article prepared for the rules. Places are token indexes; a
// range [i, j) ends before j.
type doc struct {
	x       *Extractor
	art     *corpus.Article
	s       string
	toks    []vi.Token
	sents   []vi.Sentence
	owners  []owner
	dates   []dateAt // in order of place, for the figures
	facts   corpus.Facts
	off     officialScratch
	explain bool

	dateNotes // what the date rules know while they read

	// what the figures keep while they read the article
	num        vi.Numeral // the number at hand
	mentions   []mention
	reading    mention    // the figure that a rule just found
	standings  []standing // of the dates
	habit      habit
	row        tableRow // of a table, the last one asked for
	beside     besideSentence
	titleEnd   int          // where the first line ends
	compounds  []int8       // tokens of the word of several syllables that begins at a token, and one more; 0 not looked up
	things     []thingPlace // read so far
	thingsRead int          // how many tokens were looked at for them
}

// A dateAt is a date with the tokens it stands on.
type dateAt struct {
	i, j int
	corpus.Date
}

func (d *doc) prepare(x *Extractor, a *corpus.Article, explain bool) {
	d.x, d.art, d.s, d.explain = x, a, a.Text, explain
	d.toks = vi.Tokenize(d.toks[:0], d.s, x.vocab)
	d.sents = vi.Sentences(d.sents[:0], d.s, d.toks)
	if cap(d.owners) < len(d.toks) {
		d.owners = make([]owner, len(d.toks), len(d.toks)*5/4)
	}
	d.owners = d.owners[:len(d.toks)]
	clear(d.owners)
	if cap(d.compounds) < len(d.toks) {
		d.compounds = make([]int8, len(d.toks), len(d.toks)*5/4)
	}
	d.compounds = d.compounds[:len(d.toks)]
	clear(d.compounds)
	d.dates = d.dates[:0]
	d.things, d.thingsRead = d.things[:0], 0
	d.row = tableRow{cells: d.row.cells[:0], names: d.row.names[:0]}
	d.facts = corpus.NoFacts()
}

// take hands the facts out and lets go of the article.
func (d *doc) take() corpus.Facts {
	f := d.facts
	d.facts, d.art, d.s = corpus.Facts{}, nil, ""
	for i := range f.Officials {
		if f.Officials[i].Positions == nil {
			f.Officials[i].Positions = []corpus.Position{}
		}
	}
	sortByPlace(f.Dates, func(x *corpus.Date) corpus.Span { return x.Span })
	sortByPlace(f.Officials, func(x *corpus.Official) corpus.Span { return x.Span })
	sortByPlace(f.Resolved, func(x *corpus.Official) corpus.Span { return x.Span })
	sortByPlace(f.Counts, func(x *corpus.Count) corpus.Span { return x.Span })
	sortByPlace(f.Percentages, func(x *corpus.Percentage) corpus.Span { return x.Span })
	return f
}

func sortByPlace[F any](facts []F, span func(*F) corpus.Span) {
	sort.SliceStable(facts, func(a, b int) bool {
		x, y := span(&facts[a]), span(&facts[b])
		return x.Start < y.Start || x.Start == y.Start && x.End < y.End
	})
}

// figureAt reports that token k stands in a count or a percentage.
func (d *doc) figureAt(k int) bool { return d.owners[k] >= ownPercentage }

// figureIn reports that a figure stands in [i, j).
func (d *doc) figureIn(i, j int) bool {
	for ; i < j; i++ {
		if d.figureAt(i) {
			return true
		}
	}
	return false
}

// tightNumber reports that token k, a mark, stands between two numbers without a space.
func (d *doc) tightNumber(k int) bool {
	return k > 0 && k+1 < len(d.toks) && d.toks[k-1].Kind == vi.Digits && d.toks[k+1].Kind == vi.Digits && d.toks[k].Flags&vi.Space == 0 && d.toks[k+1].Flags&vi.Space == 0
}

// claim takes the tokens [i, j) for a kind and reports whether all were free;
// if not, it takes none.
func (d *doc) claim(i, j int, who owner) bool {
	for _, o := range d.owners[i:j] {
		if o != free {
			return false
		}
	}
	for k := i; k < j; k++ {
		d.owners[k] = who
	}
	return true
}

// text returns the words of [i, j) as printed.
func (d *doc) text(i, j int) string {
	if i >= j {
		return ""
	}
	return d.s[d.toks[i].Start:d.toks[j-1].End]
}

// source returns what a fact on [i, j) carries beside its values.
func (d *doc) source(i, j int, rule string) corpus.Source {
	s := d.sentence(i)
	return corpus.Source{
		Span: corpus.Span{Text: d.text(i, j), Start: int(d.toks[i].Rune), End: d.toks[j-1].RuneEnd()},
		Rule: rule,
		Sentence: [2]int{
			int(d.toks[s.First].Rune), d.toks[s.Last()].RuneEnd(),
		},
	}
}

// follows reports that token i stands right behind a figure, on its line.
func (d *doc) follows(i int) bool {
	return i > 0 && i < len(d.toks) && !d.toks[i].Has(vi.Line) && d.figureAt(i-1)
}

// sentence returns the sentence that token i stands in.
func (d *doc) sentence(i int) vi.Sentence {
	k := sort.Search(len(d.sents), func(k int) bool { return d.sents[k].End > i })
	return d.sents[k]
}

// id returns the ID of token i, 0 outside the text.
func (d *doc) id(i int) vi.ID {
	if i < 0 || i >= len(d.toks) {
		return 0
	}
	return d.toks[i].ID
}

// lineIn reports that a line begins in [i, j].
func (d *doc) lineIn(i, j int) bool {
	for k := i; k <= j && k < len(d.toks); k++ {
		if d.toks[k].Has(vi.Line) {
			return true
		}
	}
	return false
}

// markIn reports that one of the marks stands in [i, j).
func (d *doc) markIn(i, j int, marks ...rune) bool {
	for ; i < j; i++ {
		for _, r := range marks {
			if d.toks[i].Is(r) {
				return true
			}
		}
	}
	return false
}

// wordIn reports that a word of set stands in [i, j).
func (d *doc) wordIn(i, j int, set wordSet) bool {
	for ; i < j; i++ {
		if set.has(d.id(i)) {
			return true
		}
	}
	return false
}

// glued reports that token i follows the one before it without white space.
func (d *doc) glued(i int) bool {
	return i > 0 && i < len(d.toks) && d.toks[i].Flags&(vi.Space|vi.Line) == 0
}

// joint reports that a comma, a semicolon or an end of a bracket stands in [i, j).
func (d *doc) joint(i, j int) bool { return d.markIn(i, j, ',', ';', ')') }

// reject records a place that looks like a fact and is none. It costs nothing
// unless someone asked for an explanation.
func (d *doc) reject(i, j int, kind, rule, reason string) {
	if d.explain {
		d.facts.Guards = append(d.facts.Guards, corpus.Rejection{Source: d.source(i, j, rule), Kind: kind, Reason: reason})
	}
}

// lastMark returns the last token of [i, j) that is the mark, -1 when none is.
func (d *doc) lastMark(i, j int, mark rune) int {
	for j--; j >= i; j-- {
		if d.toks[j].Is(mark) {
			return j
		}
	}
	return -1
}
