package web

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// officialFilters are the filters of the list of officials.
var officialFilters = []filterField{
	{Name: "name", Input: "search"},
	{Name: "title", Input: "text"},
	{Name: "organisation", Input: "text"},
	{Name: "q", Input: "search"},
	{Name: "province", table: tableArticles, column: "province"},
	{Name: "portal", table: tableArticles, column: "portal"},
	{Name: "level", values: levels, group: "level"},
	{Name: "former", values: []string{"1", "0"}, group: "yes"},
	{Name: "acting", values: []string{"1", "0"}, group: "yes"},
	{Name: "from", Input: "date"},
	{Name: "to", Input: "date"},
}

const (
	// maxNames is the number of names in a list; who is looked for is found by
	// a part of the name.
	maxNames = 100
	// maxMentions is the number of mentions read for one page.
	maxMentions = 3000
)

// officialsPage is the list of names.
type officialsPage struct {
	Names   []nameLine
	More    bool
	Filters filters
	Formats []link
}

// A nameLine is a name with the offices last seen beside it.
type nameLine struct {
	Name, URL, Rows string
	// Offices are those of the newest mention that has any.
	Offices []string
	// Places are the areas of all its offices: several may be several people.
	Places []string
	Last   string
}

// officials lists the names of officials, most often mentioned first.
func officials(c *call) error {
	page := officialsPage{}
	found, err := c.names()
	if err != nil {
		return err
	}
	page.More = len(found) > maxNames
	found = found[:min(len(found), maxNames)]
	lines := map[string]*nameLine{}
	q := c.query
	q.Limit = maxMentions
	for _, f := range found {
		page.Names = append(page.Names, nameLine{Name: f.Value, Rows: c.lang.count(f.Rows), URL: c.link("/official", "name", f.Value)})
		q.Names = append(q.Names, f.Value)
	}
	for i := range page.Names {
		lines[page.Names[i].Name] = &page.Names[i]
	}
	if len(found) > 0 {
		err = c.site.read(c.ctx(), tableOfficials, q, func(r cells) {
			if line := lines[r.text("name")]; line != nil {
				line.add(c, c.mentionOf(r))
			}
		})
		if err != nil {
			return err
		}
	}
	if page.Filters, err = c.filters("/officials", officialFilters); err != nil {
		return err
	}
	page.Formats = c.formats(tableOfficials)
	return c.show(200, "officials", c.lang.say("officials.title"), page)
}

// names returns the names that the page lists, and one more where there is.
func (c *call) names() ([]Facet, error) {
	if c.plain() {
		return c.facet(c.ctx(), tableOfficials, "name")
	}
	return c.store.Facets(c.ctx(), tableOfficials, "name", c.query, maxNames+1)
}

// add notes a mention; mentions come newest first.
func (n *nameLine) add(c *call, m mention) {
	if place := provinceOf(cmp.Or(m.Office.Jurisdiction, m.Province)); place != "" && !slices.Contains(n.Places, place) {
		n.Places = append(n.Places, place)
	}
	if m.Office.Title == "" || n.Last != "" && n.Last != m.at() {
		return
	}
	n.Last = m.at()
	n.Offices = append(n.Offices, c.officeName(m.Office))
}

// A mention is an official in an article, with one office.
type mention struct {
	Article, N                                   int64
	Person                                       int64
	Name, Honorific, Rank, Role, Verb            string
	Office                                       office
	Text, Sentence, Title, URL, Portal, Province string
	Published, Link                              string
}

// at tells mentions from each other.
func (m mention) at() string { return itoa(m.Article) + "/" + itoa(m.N) }

// Quoted is the sentence with the mention marked.
func (m mention) Quoted() []piece { return quoted(m.Sentence, m.Text) }

func (c *call) mentionOf(r cells) mention {
	m := mention{
		Article: r.integer("article_id"), N: r.integer("n"), Person: r.integer("person_id"),
		Name: r.text("name"), Honorific: r.text("honorific"), Rank: r.text("rank"), Role: r.text("role"), Verb: r.text("verb"),
		Office: office{
			Title: r.text("title"), Organisation: r.text("organisation"), Canonical: r.text("canonical"),
			Jurisdiction: r.text("jurisdiction"), Level: r.text("level"),
			Former: r.flag("former"), Acting: r.flag("acting"), Inferred: r.flag("inferred"),
		},
		Text: r.text("text"), Sentence: r.text("sentence"), Title: r.text("article_title"), URL: r.text("url"),
		Portal: r.text("portal"), Province: r.text("province"), Published: r.text("published"),
	}
	m.Link = c.placeOf(m.Article, "official", m.N)
	return m
}

// officeName writes an office by which mentions are grouped: in full and with
// its area where the store knows them, else as printed.
func (c *call) officeName(o office) string {
	name := strings.TrimSpace(o.Title + " " + o.Organisation)
	if o.Canonical != "" {
		name = o.Canonical
		area := o.Jurisdiction
		// Tỉnh ủy tỉnh X is Tỉnh ủy X.
		if kind, rest, found := strings.Cut(area, " "); found && strings.Contains(strings.ToLower(name), strings.ToLower(kind)) {
			area = rest
		}
		name = strings.TrimSpace(name + " " + area)
	}
	if o.Former {
		name = c.lang.say("office.former") + " " + name
	}
	if o.Acting {
		name += " (" + c.lang.say("office.acting") + ")"
	}
	return name
}

// provinceOf is the province of an area: huyện Krông Nô, Đắk Nông lies in Đắk
// Nông, and tỉnh Đắk Nông is it.
func provinceOf(area string) string {
	if i := strings.LastIndex(area, ","); i >= 0 {
		area = area[i+1:]
	}
	area = strings.TrimSpace(area)
	for _, kind := range []string{"tỉnh ", "Tỉnh ", "thành phố ", "Thành phố "} {
		if rest, found := strings.CutPrefix(area, kind); found {
			return rest
		}
	}
	return area
}

// officialPage is everything known of a name.
type officialPage struct {
	Name   string
	People []person
	// Cut says that there are more mentions than were read.
	Cut bool
}

// A person is the mentions of a name that belong together.
type person struct {
	Place    string
	Offices  []tenure
	Mentions []mention
	First    string
	Last     string
	Articles string
	// Ticks are the years along the timelines.
	Ticks []tick
}

// A tenure is the mentions of a person in one office.
type tenure struct {
	Office      string
	Note        string
	First, Last string
	Articles    int
	Bar         *bar
}

// A bar is a tenure on a line of timelineWidth: from the first mention to the
// last, with a dot each.
type bar struct {
	From, Length float64
	Dots         []dot
}

// A dot is a mention on a bar.
type dot struct {
	X     float64
	Link  string
	Label string
}

// A tick is a year on a line.
type tick struct {
	X    float64
	Text string
}

// official shows one name over time.
func official(c *call) error {
	name := c.query.Name
	if name == "" {
		return ErrNotFound
	}
	q := c.query
	q.Name, q.Names, q.Limit = "", []string{name}, maxMentions+1
	var mentions []mention
	err := c.site.read(c.ctx(), tableOfficials, q, func(r cells) { mentions = append(mentions, c.mentionOf(r)) })
	if err != nil {
		return err
	}
	if len(mentions) == 0 {
		return ErrNotFound
	}
	page := officialPage{Name: mentions[0].Name, Cut: len(mentions) > maxMentions}
	page.People = c.people(mentions[:min(len(mentions), maxMentions)])
	return c.show(200, "official", page.Name, page)
}

// people parts mentions, newest first, into people: by what the store says of
// persons, else by province. A name alone joins nobody.
func (c *call) people(mentions []mention) []person {
	groups := map[string]int{}
	var people []person
	// The area of a mention without one is that of its article's other mentions.
	areas := map[int64]string{}
	for _, m := range mentions {
		if m.Office.Jurisdiction != "" {
			areas[m.Article] = m.Office.Jurisdiction
		}
	}
	for _, m := range mentions {
		place := provinceOf(cmp.Or(m.Office.Jurisdiction, areas[m.Article], m.Province))
		key := place
		if m.Person != 0 {
			key = "#" + itoa(m.Person)
		}
		i, known := groups[key]
		if !known {
			i = len(people)
			groups[key] = i
			people = append(people, person{})
		}
		people[i].Place = cmp.Or(people[i].Place, place)
		people[i].Mentions = append(people[i].Mentions, m)
	}
	for i := range people {
		c.tenures(&people[i])
	}
	slices.SortStableFunc(people, func(a, b person) int { return cmp.Compare(len(b.Mentions), len(a.Mentions)) })
	return people
}

// tenures groups the mentions of a person by office and puts them on a line.
func (c *call) tenures(p *person) {
	articles := map[int64]bool{}
	byOffice := map[string][]mention{}
	var order []string
	seen := map[string]bool{}
	var kept []mention
	for _, m := range p.Mentions {
		articles[m.Article] = true
		if m.Published != "" {
			p.Last = max(p.Last, m.Published)
			if p.First == "" || m.Published < p.First {
				p.First = m.Published
			}
		}
		if m.Office.Title != "" {
			name := c.officeName(m.Office)
			if byOffice[name] == nil {
				order = append(order, name)
			}
			byOffice[name] = append(byOffice[name], m)
		}
		if !seen[m.at()] {
			seen[m.at()] = true
			kept = append(kept, m)
		}
	}
	p.Mentions, p.Articles = kept, c.lang.count(int64(len(articles)))
	scale := newScale(p.First, p.Last)
	p.Ticks = scale.years()
	for _, name := range order {
		p.Offices = append(p.Offices, c.tenureOf(name, byOffice[name], scale))
	}
	slices.SortStableFunc(p.Offices, func(a, b tenure) int { return cmp.Or(cmp.Compare(b.Last, a.Last), cmp.Compare(b.First, a.First)) })
}

func (c *call) tenureOf(name string, mentions []mention, scale scale) tenure {
	t := tenure{Office: name, Note: c.lang.term("level", mentions[0].Office.Level)}
	articles := map[int64]bool{}
	for _, m := range mentions {
		if articles[m.Article] {
			continue
		}
		articles[m.Article] = true
		if m.Published == "" {
			continue
		}
		t.Last = max(t.Last, m.Published)
		if t.First == "" || m.Published < t.First {
			t.First = m.Published
		}
		if t.Bar == nil {
			t.Bar = &bar{}
		}
		t.Bar.Dots = append(t.Bar.Dots, dot{X: scale.at(m.Published), Link: m.Link, Label: c.lang.when(m.Published) + ": " + m.Title})
	}
	t.Articles = len(articles)
	if t.Bar != nil {
		t.Bar.From = scale.at(t.First)
		t.Bar.Length = scale.at(t.Last) - t.Bar.From
	}
	return t
}

// timelineWidth is the length of a timeline in units of its picture, margin
// what is left free at both ends.
const (
	timelineWidth = 400.0
	margin        = 8.0
)

// A scale puts days on a line.
type scale struct{ first, last time.Time }

func newScale(first, last string) scale {
	from, err := time.Parse(time.DateOnly, first)
	if err != nil {
		return scale{}
	}
	to, err := time.Parse(time.DateOnly, last)
	if err != nil {
		return scale{}
	}
	return scale{from, to}
}

// at is where a day lies; days of no scale lie in the middle.
func (s scale) at(day string) float64 {
	t, err := time.Parse(time.DateOnly, day)
	length := s.last.Sub(s.first)
	if err != nil || length <= 0 {
		return timelineWidth / 2
	}
	return margin + (timelineWidth-2*margin)*float64(t.Sub(s.first))/float64(length)
}

// years are the first days of at most eight years.
func (s scale) years() []tick {
	if s.last.Sub(s.first) <= 0 {
		return nil
	}
	step := (s.last.Year()-s.first.Year())/8 + 1
	var ticks []tick
	for year := s.first.Year() + 1; year <= s.last.Year(); year += step {
		day := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
		ticks = append(ticks, tick{X: s.at(day.Format(time.DateOnly)), Text: itoa(int64(year))})
	}
	return ticks
}
