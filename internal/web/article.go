package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// articlePage is an article with its facts marked.
type articlePage struct {
	Article *corpus.Article
	Source  string
	Reason  string
	Lines   []line
	Groups  []group
	// URL is the original address where it can be followed.
	URL string
	fate
}

// fate is what the store knows of an article beside its text.
type fate struct {
	// GoneSince is the day on which its portal was found not to serve it any
	// more, GoneReason why; empty while it does.
	GoneSince, GoneReason string
	// Reposts are the articles that say nearly the same.
	Reposts []repost
}

// A repost is another article that says nearly the same.
type repost struct {
	ID                       int64
	Title, Portal, Published string
}

// maxReposts bounds the reposts that an article's page lists.
const maxReposts = 20

// fateOf asks the store for what stands beside the article.
func (c *call) fateOf(id int64) (f fate, err error) {
	var others []int64
	err = c.site.read(c.ctx(), tableArticles, Query{ArticleID: id}, func(row cells) {
		f.GoneSince, f.GoneReason = dayOf(row.text("gone_since")), row.text("gone_reason")
		// A list that cannot be read is none.
		_ = json.Unmarshal([]byte(row.text("near_duplicates")), &others)
	})
	for _, other := range others[:min(len(others), maxReposts)] {
		if err == nil {
			err = c.site.read(c.ctx(), tableArticles, Query{ArticleID: other}, func(row cells) {
				f.Reposts = append(f.Reposts, repost{ID: other, Title: row.text("title"), Portal: row.text("portal"), Published: row.text("published")})
			})
		}
	}
	return f, err
}

// dayOf is the day of a time in Vietnam, or nothing.
func dayOf(stamp string) string {
	t, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return ""
	}
	return t.In(time.FixedZone("+07", 7*60*60)).Format(time.DateOnly)
}

// A block is a line of text, or the rows of a table that follow each other.
type block struct {
	Line  line
	Table []line
}

// Rows are the blocks of the text in order.
func (p articlePage) Rows() []block {
	var blocks []block
	for _, l := range p.Lines {
		switch last := len(blocks) - 1; {
		case l.Class != "row":
			blocks = append(blocks, block{Line: l})
		case last >= 0 && blocks[last].Table != nil:
			blocks[last].Table = append(blocks[last].Table, l)
		default:
			blocks = append(blocks, block{Table: []line{l}})
		}
	}
	return blocks
}

// A group is the facts of one kind.
type group struct {
	Kind  string
	Marks []mark
	// Shown says that they are marked in the text.
	Shown bool
}

// article shows one article.
func article(c *call) error {
	id, rec, err := c.record()
	if err != nil {
		return err
	}
	page := articlePage{Article: rec.Article, Source: rec.Source, Reason: rec.Reason}
	title := c.lang.say("article.none")
	if a := rec.Article; a != nil {
		if page.fate, err = c.fateOf(id); err != nil {
			return err
		}
		page.Groups = c.groups(rec)
		var marks []mark
		for _, g := range page.Groups {
			marks = append(marks, g.Marks...)
		}
		page.Lines = linesOf(a.Text, a.Title, a.Lead, marks)
		page.URL = webURL(a.URL)
		title = a.Title
	}
	return c.show(200, "article", title, page)
}

// record is the article that the address names; what is no identifier, no
// article has.
func (c *call) record() (id int64, rec *corpus.Record, err error) {
	if id, err = strconv.ParseInt(c.r.PathValue("id"), 10, 64); err != nil || id < 1 {
		return 0, nil, ErrNotFound
	}
	rec, err = c.store.Record(c.ctx(), id)
	return id, rec, err
}

// groups are the facts of a record, a group a kind; kinds without facts are
// left out.
func (c *call) groups(rec *corpus.Record) []group {
	var all []group
	add := func(kind string, n int, at func(i int) mark) {
		if n == 0 {
			return
		}
		g := group{Kind: kind, Shown: c.shown(kind)}
		for i := range n {
			m := at(i)
			m.Kind, m.ID = kind, anchor(kind, int64(i))
			g.Marks = append(g.Marks, m)
		}
		all = append(all, g)
	}
	add("count", len(rec.Counts), func(i int) mark { return c.countMark(rec.Counts[i]) })
	add("percentage", len(rec.Percentages), func(i int) mark { return c.percentageMark(rec.Percentages[i]) })
	add("date", len(rec.Dates), func(i int) mark { return c.dateMark(rec.Dates[i]) })
	text := []rune(rec.Article.Text)
	add("official", len(rec.Officials), func(i int) mark { return c.officialMark(rec.Officials[i], text) })
	add("invalid", len(rec.Invalid), func(i int) mark { return c.invalidMark(rec.Invalid[i]) })
	return all
}

// shown tells whether a kind is marked: all are, unless the address lists
// some.
func (c *call) shown(kind string) bool {
	list, listed := c.values["show"]
	return !listed || slices.Contains(list, kind)
}

// newMark begins the mark of a fact; set adds a line to it where there is
// something to say.
func newMark(s corpus.Source) mark { return mark{Start: s.Start, End: s.End} }

func (m *mark) set(name, value string) {
	if value != "" {
		m.Lines = append(m.Lines, [2]string{name, value})
	}
}

func (c *call) countMark(x corpus.Count) mark {
	m := newMark(x.Source)
	m.Label = c.figureLabel(x.Figure) + " " + x.Unit
	m.set("value", m.Label)
	if x.Of != nil {
		m.set("of", strings.TrimSpace(c.lang.decimal(x.Of)+" "+c.lang.term("of", string(x.OfKind))))
	}
	m.set("class", c.lang.term("class", x.Class))
	c.figureLines(&m, x.Figure)
	return m
}

func (c *call) percentageMark(x corpus.Percentage) mark {
	m := newMark(x.Source)
	m.Label = c.figureLabel(x.Figure) + " %"
	m.set("value", m.Label)
	c.figureLines(&m, x.Figure)
	return m
}

// figureLabel is a figure as people write it: tăng khoảng 1.107–1.200.
func (c *call) figureLabel(f corpus.Figure) string {
	return c.label1(string(f.Change), string(f.Bound), f.Value.String(), upperText(f.Upper))
}

func upperText(d *corpus.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// label1 writes change, bound, value and upper end.
func (c *call) label1(change, bound, value, upper string) string {
	text := c.lang.number(value)
	if upper != "" {
		text += "–" + c.lang.number(upper)
	}
	return strings.TrimSpace(strings.Join(slices.DeleteFunc([]string{
		c.lang.term("change", change), c.lang.term("bound", bound), text,
	}, func(s string) bool { return s == "" }), " "))
}

func (c *call) figureLines(m *mark, f corpus.Figure) {
	m.set("verb", f.Verb)
	m.set("what", f.What)
	m.set("status", c.lang.term("status", string(f.Status)))
	m.set("indicator", c.indicatorName(c.lang, f.Indicator))
	m.set("period", c.lang.when(f.Period))
	m.set("baseline", c.lang.when(f.Baseline))
	m.set("place", f.Place)
	m.set("area", f.Area)
	m.set("ambiguous", f.Ambiguous)
	c.checkLines(m, f.Check, f.Note)
	m.set("rule", f.Rule)
}

func (c *call) checkLines(m *mark, check, note string) {
	m.Check = check
	m.set("check", strings.TrimSuffix(c.lang.term("check", check)+": "+note, ": "))
}

func (c *call) dateMark(x corpus.Date) mark {
	m := newMark(x.Source)
	m.Label = c.lang.when(x.Value)
	m.set("value", x.Value)
	if x.First != x.Last || x.First != x.Value {
		m.set("days", c.lang.when(x.First)+"–"+c.lang.when(x.Last))
	}
	m.set("inferred", c.lang.term("inferred", x.Inferred))
	c.checkLines(&m, x.Check, x.Note)
	m.set("rule", x.Rule)
	return m
}

func (c *call) officialMark(x corpus.Official, text []rune) mark {
	m := newMark(x.Source)
	m.Parts = officeParts(x, text)
	m.Label = x.Name
	m.set("name", x.Name)
	m.set("honorific", x.Honorific)
	m.set("rank", x.Rank)
	for _, p := range x.Positions {
		m.set("position", c.officeText(office{
			Title: p.Title, Organisation: p.Organisation, Canonical: p.Canonical, Jurisdiction: p.Jurisdiction,
			Level: p.Level, Former: p.Former, Acting: p.Acting, Inferred: p.Inferred,
		}))
	}
	if x.Role != "" {
		m.set("role", strings.TrimSuffix(c.lang.term("role", x.Role)+" ("+x.Verb+")", " ()"))
	}
	if x.Inferred {
		m.set("inferred", c.lang.say("official.inferred"))
	}
	m.set("rule", x.Rule)
	return m
}

// officeParts finds the offices of a mention in its sentence, where they stand
// outside the quote: each title nearest to the name, and its organisation
// where it follows. An office that was not printed there has no place.
func officeParts(x corpus.Official, text []rune) [][2]int {
	from, to := x.Sentence[0], x.Sentence[1]
	if from < 0 || to > len(text) || from >= to || x.Start < from || x.End > to {
		return nil
	}
	sentence := text[from:to]
	var parts [][2]int
	for _, p := range x.Positions {
		if p.Inferred || p.Title == "" {
			continue
		}
		at := nearest(sentence, []rune(p.Title), x.Start-from)
		if at < 0 {
			continue
		}
		end := at + len([]rune(p.Title))
		// The organisation follows, or begins in the title: Trưởng Ban Chỉ đạo 138.
		if organ := []rune(p.Organisation); len(organ) > 0 {
			if i := indexRunes(sentence[at:], organ); i >= 0 && at+i <= end+2 {
				end = max(end, at+i+len(organ))
			}
		}
		if from+at >= x.Start && from+end <= x.End {
			continue // inside the quote
		}
		parts = append(parts, [2]int{from + at, from + end})
	}
	return parts
}

// nearest is where words stand in a sentence, nearest to a place, or -1.
func nearest(sentence, words []rune, place int) int {
	best := -1
	for at := 0; ; {
		i := indexRunes(sentence[at:], words)
		if i < 0 {
			return best
		}
		at += i
		if best < 0 || abs(at-place) < abs(best-place) {
			best = at
		}
		at++
	}
}

func indexRunes(text, words []rune) int {
	for i := 0; i+len(words) <= len(text); i++ {
		if slices.Equal(text[i:i+len(words)], words) {
			return i
		}
	}
	return -1
}

func abs(n int) int { return max(n, -n) }

func (c *call) invalidMark(x corpus.Rejection) mark {
	m := newMark(x.Source)
	m.Label = x.Text
	m.set("reason", x.Reason)
	m.set("rule", x.Rule)
	return m
}

// An office is one held by an official, at one mention.
type office struct {
	Title, Organisation, Canonical, Jurisdiction, Level string
	Former, Acting, Inferred                            bool
}

// officeText writes an office in one line: nguyên Chủ tịch UBND tỉnh (Chủ tịch
// Ủy ban nhân dân, cấp tỉnh).
func (c *call) officeText(o office) string {
	text := strings.TrimSpace(o.Title + " " + o.Organisation)
	var notes []string
	if o.Canonical != "" && !strings.EqualFold(o.Canonical, o.Title) && !strings.EqualFold(o.Canonical, text) {
		notes = append(notes, o.Canonical)
	}
	for _, s := range []string{o.Jurisdiction, c.lang.term("level", o.Level)} {
		if s != "" {
			notes = append(notes, s)
		}
	}
	for _, f := range []struct {
		is  bool
		key string
	}{{o.Former, "office.former"}, {o.Acting, "office.acting"}, {o.Inferred, "office.inferred"}} {
		if f.is {
			notes = append(notes, c.lang.say(f.key))
		}
	}
	if len(notes) == 0 {
		return text
	}
	return fmt.Sprintf("%s (%s)", text, strings.Join(notes, "; "))
}
