package extract

import "github.com/trich-vn/trich/internal/vi"

// seasonYears are the seasons that the article gives a year: "vụ Đông Xuân 2023 - 2024".
type seasonYears struct {
	of  map[int32]string // the year of a season, the one told last
	two bool             // one of them is of two years
}

// set notes that season s is of the time v.
func (y *seasonYears) set(s int32, v string) {
	if y.of == nil {
		y.of = map[int32]string{}
	}
	y.of[s] = v
	_, _, two := yearsIn(v)
	y.two = y.two || two
}

// How many tokens before a year the name of its season takes, and how many words stand
// between a figure and the season that it is of.
const (
	seasonBack  = 5
	seasonAhead = 4
)

// readSeasons reads the names of seasons, and which of them name the same one.
func readSeasons(v *vi.Vocab) (*vi.Phrases, error) {
	rows, err := vi.ReadTable(vi.Data, "data/seasons.tsv")
	if err != nil {
		return nil, err
	}
	p, known := vi.NewPhrases(v), map[string]int32{}
	for _, r := range rows {
		n, ok := known[r.Get("season")]
		if !ok {
			n = int32(len(known))
			known[r.Get("season")] = n
		}
		for _, words := range append(r.List("variants"), r.Get("words")) {
			if p.Add(words, n) >= 0 {
				return nil, r.Errorf("%q stands twice", words)
			}
		}
	}
	return p, nil
}

// seasonsOf returns the seasons that the article gives a year. One that it compares with that
// of a year, "vụ hè thu thu hoạch 16.000 ha, tăng 3% so vụ hè thu năm 2020", is of the next.
func (x *attaches) seasonsOf(d *doc) (told seasonYears) {
	var next seasonYears
	for k := range d.dates {
		t := &d.dates[k]
		if isDay(t) || !x.crop.has(d.id(t.i-1)) && !x.mown.has(d.id(t.i-1)) || x.before.has(d.id(t.j-1)) {
			continue
		}
		for b := 1; b <= seasonBack && b <= t.i; b++ {
			if s, n := x.seasons.Longest(d.toks, t.i-b); n == b {
				if v := dayOnly(t.Value); x.comparedAt(d, t.i) {
					next.set(s, shiftYears(v, 1))
				} else {
					told.set(s, v)
				}
				break
			}
		}
	}
	for s, v := range next.of {
		if told.of[s] == "" {
			told.set(s, v)
		}
	}
	told.two = told.two || next.two
	return told
}

// someSeason reads "vụ Đông Xuân" that opens a part of the sentence at token k without a
// year of its own: the one that the article gives it; none where it gives two years to
// another season only.
func (x *attaches) someSeason(d *doc, tl *timeline, k, left int) (saidTime, bool) {
	if len(tl.seasons.of) == 0 || !d.opens(k) && !d.toks[k-1].Is(',') && !x.during.has(d.id(k-1)) && d.id(k-1) != x.into {
		return saidTime{}, false
	}
	s, n := x.seasons.Longest(d.toks, k)
	if n == 0 || k+n >= len(d.toks) || d.owners[k+n] == ownDate || x.before.has(d.id(k+n)) || x.comparedAt(d, k) {
		return saidTime{}, false
	}
	if id := d.id(k + n); x.coming.has(id) || x.past.has(id) || x.now.has(id) {
		return saidTime{at: k + n + 1}, true // "bước vào niên vụ mới", "mùa khô vừa rồi"
	}
	v := tl.seasons.of[s]
	return saidTime{at: k + n, value: v}, v != "" || left < 0 && tl.seasons.two
}

// seasonBehind returns the year of the season that the words right behind m end with:
// "thu hoạch 17.850 ha lúa Đông Xuân 2023-2024". "" when none does.
func (x *attaches) seasonBehind(d *doc, tl *timeline, m *mention) string {
	if tl.next >= len(d.dates) {
		return ""
	}
	t := &d.dates[tl.next]
	if t.i < m.j+1 || t.i > m.j+seasonAhead || isDay(t) || !x.crop.has(d.id(t.i-1)) || x.before.has(d.id(t.j-1)) || x.comparedAt(d, t.i) {
		return ""
	}
	for j := m.j; j < t.i; j++ {
		if _, n := x.seasons.Longest(d.toks, j); n > 0 && j+n == t.i && !d.toks[j].Has(vi.Line) {
			return dayOnly(t.Value)
		}
		if d.toks[j].Kind != vi.Word {
			return ""
		}
	}
	return ""
}
