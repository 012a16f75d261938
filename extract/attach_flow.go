package extract

import "github.com/trich-vn/trich/internal/vi"

// Whether a figure sums up what flows in over the year (revenue, exports, guests)
// or tells what there is on a day (debts, members, communes).
const (
	flows int8 = iota + 1
	stocks
)

// How far before and behind a figure the words stand that tell a flow.
const (
	flowBack  = 40
	flowAhead = 6
)

// readFlows reads the words of flows and stocks; their value is flows or stocks.
func readFlows(v *vi.Vocab) (*vi.Phrases, error) {
	rows, err := vi.ReadTable(vi.Data, "data/flows.tsv")
	if err != nil {
		return nil, err
	}
	p := vi.NewPhrases(v)
	for _, r := range rows {
		kind, ok := map[string]int8{"flow": flows, "stock": stocks}[r.Get("kind")]
		if !ok {
			return nil, r.Errorf("kind is %q, not flow or stock", r.Get("kind"))
		}
		p.Add(r.Get("words"), int32(kind))
	}
	return p, nil
}

// flowOf tells by the words right behind m, else by the nearest before it in its
// sentence, what kind of figure it is; else it is of the kind of the figure before
// that covers date k too; cases and events come about over time. 0 when nothing tells.
func (x *attaches) flowOf(d *doc, tl *timeline, k int, m *mention) int8 {
	kind := x.flowWords(d, m)
	if kind == 0 && tl.flowDate == k+1 {
		kind = tl.flow
	}
	tl.flowDate, tl.flow = k+1, kind
	return kind
}

// flowing are the classes of units that come about over time: cases, events, visits.
var flowing = map[string]bool{"case": true, "event": true, "person-time": true}

func (x *attaches) flowWords(d *doc, m *mention) int8 {
	s := d.sents[m.sentence]
	for j := m.j; j < m.j+flowAhead && j < s.End && d.toks[j].Kind == vi.Word; j++ {
		if v, n := x.flow.Longest(d.toks, j); n > 0 {
			return int8(v)
		}
	}
	for j := m.i - 1; j >= s.First && j >= m.i-flowBack; j-- {
		if v, n := x.flow.Longest(d.toks, j); n > 0 && j+n <= m.i {
			if d.id(j) == x.having && flowing[m.class] {
				return flows // "đến ngày 20/9 có 5 vụ"
			}
			return int8(v)
		}
	}
	if flowing[m.class] {
		return flows
	}
	return 0
}
