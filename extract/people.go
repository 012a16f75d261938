package extract

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// An Appearance is one mention of an official, as the store keeps it.
type Appearance struct {
	// Article and N name the mention.
	Article, N int64
	// Published is the ISO day of the article, Province what it is about;
	// either may be empty.
	Published, Province string
	Name, Rank          string
	Positions           []corpus.Position
}

// A Correction is a decision made by hand. Left and Right are link keys
// (see Person.Keys): they depend on nothing but the mentions they stand for, so
// that a correction holds for every later run.
type Correction struct {
	Same        bool
	Left, Right string
}

// A Merge says why two link keys are one person.
type Merge struct{ Left, Right, Reason string }

// A Person is one holder of offices across articles.
type Person struct {
	// Key is the link key of the earliest mention; Keys are all of them.
	Key  string
	Keys []string
	// Name is as printed most often, Jurisdiction the place of the latest office.
	Name, Jurisdiction string
	// Members are indexes of the appearances, by day.
	Members []int
	Merges  []Merge
}

// Reasons of a merge, most trustworthy first.
const (
	reasonHand     = "corrected by hand"
	reasonTogether = "offices named together"
	reasonArticle  = "named again in the article"
	reasonFormer   = "one is named as the other's former office"
	reasonPlace    = "same name and place, another office"
	reasonMerged   = "same name, and the provinces are one since 2025-07-01"
	reasonForce    = "same name and province, both with a rank"
	reasonOnly     = "the only one of the name in the province"
)

// Link finds who is who: mentions of one name are one person where offices,
// places and days agree, never by the name alone. Each merge has its reason;
// corrections come first and are final. It is a pure function of its input;
// people come in the order of their keys.
func (x *Extractor) Link(list []Appearance, corrections []Correction) []Person {
	byName := map[string][]int{}
	for i := range list {
		k := vi.Key(list[i].Name)
		byName[k] = append(byName[k], i)
	}
	var out []Person
	for name, members := range byName {
		out = append(out, x.linkName(name, list, members, corrections)...)
	}
	slices.SortFunc(out, func(a, b Person) int { return strings.Compare(a.Key, b.Key) })
	return out
}

// LinkKey returns the key of an office of a person: name, province, level,
// place and title. Two mentions with one key are one person.
func (x *Extractor) LinkKey(a Appearance, p *corpus.Position) string {
	key := vi.Key(a.Name) + "|" + x.provinceOf(a, p)
	if p == nil || weak(p) {
		return key
	}
	return key + "|" + p.Level + "|" + vi.Key(p.Jurisdiction) + "|" + vi.Key(p.Canonical)
}

// weak says that many hold the office at a time, so that it tells nobody from
// a namesake: a delegate, a member of a committee.
func weak(p *corpus.Position) bool {
	c := vi.Key(p.Canonical)
	return c == "" || strings.HasPrefix(c, "đại biểu") || strings.HasPrefix(c, "ủy viên") && !strings.Contains(c, "bộ chính trị") ||
		strings.HasPrefix(c, "thành viên") || strings.HasSuffix(c, "ủy viên")
}

// provinceOf returns the key of the province that an office belongs to: the one
// its jurisdiction names, else the article's; "" for central offices.
func (x *Extractor) provinceOf(a Appearance, p *corpus.Position) string {
	if p != nil {
		if p.Level == "central" {
			return ""
		}
		parts := strings.Split(p.Jurisdiction, ", ")
		if name, ok := x.officials.gaz.find(parts[len(parts)-1]); ok {
			return vi.Key(name.name)
		}
	}
	if name, ok := x.officials.gaz.find(a.Province); ok {
		return vi.Key(name.name)
	}
	return vi.Key(a.Province)
}

// find returns a province by its name, with or without its unit.
func (g *gazetteer) find(name string) (province, bool) {
	k := vi.Key(name)
	p, ok := g.provinces[strings.TrimPrefix(strings.TrimPrefix(k, "tỉnh "), "thành phố ")]
	return p, ok
}

// A linkNode is one link key with the days it is seen on.
type linkNode struct {
	key         string
	province    string
	level       string
	place       string
	ranked      bool
	anchored    bool // by an office that tells people apart
	first, last string
	members     []int
	parent      int
	// rivals are nodes that must not become one with this.
	rivals []int
	merges []Merge
}

// A linking settles one name.
type linking struct {
	x     *Extractor
	list  []Appearance
	nodes []*linkNode
	byKey map[string]int
}

func (x *Extractor) linkName(name string, list []Appearance, members []int, corrections []Correction) []Person {
	l := &linking{x: x, list: list, byKey: map[string]int{}}
	slices.SortFunc(members, func(a, b int) int {
		return cmp.Or(strings.Compare(list[a].Published, list[b].Published), cmp.Compare(list[a].Article, list[b].Article), cmp.Compare(list[a].N, list[b].N))
	})
	home := make([]int, len(members)) // node of each member
	for k, i := range members {
		home[k] = l.enter(i)
	}
	l.correct(name, corrections)
	l.together(members)
	l.inArticles(members, home)
	l.formers(members, home)
	l.places()
	l.loose()
	return l.people(members, home)
}

// node returns the node of a key, made if it is new.
func (l *linking) node(key string) (int, *linkNode) {
	i, ok := l.byKey[key]
	if !ok {
		i = len(l.nodes)
		l.byKey[key] = i
		l.nodes = append(l.nodes, &linkNode{key: key, parent: i})
	}
	return i, l.nodes[i]
}

// enter files appearance i under its keys and returns its first node.
func (l *linking) enter(i int) int {
	a := l.list[i]
	home := -1
	note := func(p *corpus.Position) {
		k, n := l.node(l.x.LinkKey(a, p))
		n.province = l.x.provinceOf(a, p)
		n.ranked = n.ranked || a.Rank != ""
		if p != nil && !weak(p) {
			n.anchored, n.level, n.place = true, p.Level, vi.Key(p.Jurisdiction)
		}
		if p == nil || !p.Former {
			if n.first == "" || a.Published < n.first {
				n.first = a.Published
			}
			n.last = max(n.last, a.Published)
		}
		if home < 0 || n.anchored && !l.nodes[home].anchored {
			home = k
		}
	}
	for k := range a.Positions {
		note(&a.Positions[k])
	}
	if home < 0 {
		note(nil)
	}
	l.nodes[home].members = append(l.nodes[home].members, i)
	return home
}

func (l *linking) root(i int) int {
	for l.nodes[i].parent != i {
		l.nodes[i].parent = l.nodes[l.nodes[i].parent].parent
		i = l.nodes[i].parent
	}
	return i
}

// merge makes two nodes one person unless they are rivals.
func (l *linking) merge(a, b int, reason string) {
	ra, rb := l.root(a), l.root(b)
	if ra == rb {
		return
	}
	for _, r := range l.nodes[ra].rivals {
		if l.root(r) == rb {
			return
		}
	}
	m := Merge{l.nodes[a].key, l.nodes[b].key, reason}
	l.nodes[rb].parent = ra
	l.nodes[ra].merges = append(append(l.nodes[ra].merges, l.nodes[rb].merges...), m)
	l.nodes[ra].rivals = append(l.nodes[ra].rivals, l.nodes[rb].rivals...)
}

func (l *linking) part(a, b int) {
	ra, rb := l.root(a), l.root(b)
	l.nodes[ra].rivals = append(l.nodes[ra].rivals, rb)
	l.nodes[rb].rivals = append(l.nodes[rb].rivals, ra)
}

// correct applies what was decided by hand, partings first.
func (l *linking) correct(name string, corrections []Correction) {
	for _, same := range [...]bool{false, true} {
		for _, c := range corrections {
			if c.Same != same || !strings.HasPrefix(c.Left, name+"|") {
				continue
			}
			a, okA := l.byKey[c.Left]
			b, okB := l.byKey[c.Right]
			switch {
			case !okA || !okB:
			case same:
				l.merge(a, b, reasonHand)
			default:
				l.part(a, b)
			}
		}
	}
}

// together joins the offices that one mention names.
func (l *linking) together(members []int) {
	for _, i := range members {
		a := l.list[i]
		for k := 1; k < len(a.Positions); k++ {
			l.merge(l.byKey[l.x.LinkKey(a, &a.Positions[0])], l.byKey[l.x.LinkKey(a, &a.Positions[k])], reasonTogether)
		}
	}
}

// inArticles joins the mentions of one article, unless it gives them different
// places at once: then they are namesakes.
func (l *linking) inArticles(members, home []int) {
	for from := 0; from < len(members); {
		to := from + 1
		for to < len(members) && l.list[members[to]].Article == l.list[members[from]].Article {
			to++
		}
		for k := from + 1; k < to; k++ {
			a, b := l.nodes[home[from]], l.nodes[home[k]]
			if a.anchored && b.anchored && a.place != b.place && a.place != "" && b.place != "" && !l.moves(members[from], members[k]) {
				l.part(home[from], home[k])
				continue
			}
			l.merge(home[from], home[k], reasonArticle)
		}
		from = to
	}
}

// moves says that one of two mentions names a former office.
func (l *linking) moves(a, b int) bool {
	for _, i := range [...]int{a, b} {
		for _, p := range l.list[i].Positions {
			if p.Former {
				return true
			}
		}
	}
	return false
}

// formers joins an office held before with the mentions from when it was held.
// The node is the same, since a key knows no "former"; what remains is an
// office whose place the later text shortens.
func (l *linking) formers(members, home []int) {
	for k, i := range members {
		for _, p := range l.list[i].Positions {
			if !p.Former || weak(&p) {
				continue
			}
			for j, n := range l.nodes {
				if n.anchored && n.last != "" && n.last <= l.list[i].Published && sameOffice(n, &p) {
					l.merge(home[k], j, reasonFormer)
				}
			}
		}
	}
}

// sameOffice says that a node is for a position whose place is said in fewer
// words or more.
func sameOffice(n *linkNode, p *corpus.Position) bool {
	place := vi.Key(p.Jurisdiction)
	return strings.HasSuffix(n.key, "|"+vi.Key(p.Canonical)) && n.level == p.Level && place != "" && n.place != "" &&
		(strings.HasPrefix(n.place, place) || strings.HasPrefix(place, n.place))
}

// places joins offices of one place, and of a province and the one it became
// part of, where the days do not speak against it.
func (l *linking) places() {
	byPlace := map[string]int{}
	for i, n := range l.nodes {
		if !n.anchored || n.place == "" || n.level == "central" {
			continue
		}
		if j, ok := byPlace[n.place]; ok {
			l.merge(j, i, reasonPlace)
			continue
		}
		byPlace[n.place] = i
	}
	byProvince := map[string]int{}
	for i, n := range l.nodes {
		if n.anchored && n.level == "province" && n.province != "" {
			byProvince[n.province] = i
		}
	}
	for _, name := range slices.Sorted(maps.Keys(byProvince)) {
		i := byProvince[name]
		p, ok := l.x.officials.gaz.find(name)
		j, found := byProvince[vi.Key(p.now)]
		if !ok || !found || i == j {
			continue
		}
		if l.nodes[i].last < districtsEnd && l.nodes[j].first >= districtsEnd {
			l.merge(i, j, reasonMerged)
		}
	}
}

// loose joins what has no telling office: officers of one province, and a bare
// name with the only one of that name there.
func (l *linking) loose() {
	ranked := map[string]int{}
	roots := map[string][]int{} // by province, people with an office
	for i, n := range l.nodes {
		if n.province == "" {
			continue
		}
		if n.ranked {
			if j, ok := ranked[n.province]; ok {
				l.merge(j, i, reasonForce)
			} else {
				ranked[n.province] = i
			}
		}
	}
	for i, n := range l.nodes {
		if r := l.root(i); n.anchored && n.province != "" && !slices.Contains(roots[n.province], r) {
			roots[n.province] = append(roots[n.province], r)
		}
	}
	for i, n := range l.nodes {
		if !n.anchored && n.province != "" && len(roots[n.province]) == 1 {
			l.merge(roots[n.province][0], i, reasonOnly)
		}
	}
}

// people turns the settled nodes into people.
func (l *linking) people(members, home []int) []Person {
	byRoot := map[int]*Person{}
	var roots []int
	names := map[int]map[string]int{}
	for k, i := range members {
		r := l.root(home[k])
		p := byRoot[r]
		if p == nil {
			p = &Person{Merges: l.nodes[r].merges}
			byRoot[r] = p
			names[r] = map[string]int{}
			roots = append(roots, r)
		}
		p.Members = append(p.Members, i)
		names[r][l.list[i].Name]++
		for _, pos := range l.list[i].Positions {
			if pos.Jurisdiction != "" && !pos.Former {
				p.Jurisdiction = pos.Jurisdiction
			}
		}
		if p.Key == "" {
			p.Key = l.nodes[home[k]].key
		}
	}
	for i, n := range l.nodes {
		if p := byRoot[l.root(i)]; p != nil {
			p.Keys = append(p.Keys, n.key)
		}
	}
	out := make([]Person, 0, len(roots))
	for _, r := range roots {
		p := byRoot[r]
		slices.Sort(p.Keys)
		best := ""
		for name, n := range names[r] {
			if best == "" || n > names[r][best] || n == names[r][best] && name < best {
				best = name
			}
		}
		p.Name = best
		out = append(out, *p)
	}
	return out
}
