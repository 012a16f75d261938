package vi

import (
	"cmp"
	"slices"
)

// Phrases finds the longest known phrase at a token. Each phrase carries a
// value, which is the caller's: an index into his table, as a rule.
type Phrases struct {
	vocab *Vocab
	heads []uint64      // a bit for each syllable that a phrase begins with, by ID
	first []uint32      // by syllable ID: the state that a phrase begins with, 0 where none does
	marks map[ID]uint32 // the same for marks and numbers
	nodes []node        // by state
}

// A node is a state of Phrases: where it leads, sorted by ID, and the value of
// the phrase that ends there, -1 where none does.
type node struct {
	next  []edge
	value int32
}

// An edge leads from a node to the next.
type edge struct {
	id ID
	to uint32
}

// NewPhrases returns an empty set over the syllables of v.
func NewPhrases(v *Vocab) *Phrases {
	return &Phrases{vocab: v, marks: map[ID]uint32{}, nodes: []node{{value: -1}}}
}

// Add enters a phrase, in any spelling of its syllables, with a value ≥ 0. It
// returns the value the phrase had before, -1 when it is new; the older value
// is replaced.
func (p *Phrases) Add(phrase string, value int32) int32 {
	state := uint32(0)
	for _, w := range phraseIDs(p.vocab, phrase) {
		to := p.step(state, w)
		if to == 0 {
			to = uint32(len(p.nodes))
			p.link(state, w, to)
			p.nodes = append(p.nodes, node{value: -1})
		}
		state = to
	}
	old := p.nodes[state].value
	if state != 0 {
		p.nodes[state].value = value
	}
	return old
}

// step returns the state that w leads to, 0 where it leads nowhere.
func (p *Phrases) step(state uint32, w ID) uint32 {
	if state == 0 {
		return p.begin(w)
	}
	return p.nodes[state].step(w)
}

// begin returns the state that a phrase begins with, 0 where none does.
func (p *Phrases) begin(w ID) uint32 {
	if w >= numberBit {
		return p.marks[w]
	}
	if int(w) < len(p.first) {
		return p.first[w]
	}
	return 0
}

// step returns the state that w leads to, 0 where it leads nowhere.
func (n *node) step(w ID) uint32 {
	if len(n.next) > 8 {
		if i, found := slices.BinarySearchFunc(n.next, w, func(e edge, w ID) int { return cmp.Compare(e.id, w) }); found {
			return n.next[i].to
		}
		return 0
	}
	for _, e := range n.next {
		if e.id == w {
			return e.to
		}
	}
	return 0
}

func (p *Phrases) link(state uint32, w ID, to uint32) {
	switch {
	case state == 0 && w >= numberBit:
		p.marks[w] = to
	case state == 0:
		for int(w) >= len(p.first) {
			p.first = append(p.first, make([]uint32, len(p.first)+64)...)
		}
		p.first[w] = to
		for int(w/64) >= len(p.heads) {
			p.heads = append(p.heads, 0)
		}
		p.heads[w/64] |= 1 << (w % 64)
	default:
		n := &p.nodes[state]
		i, _ := slices.BinarySearchFunc(n.next, w, func(e edge, w ID) int { return cmp.Compare(e.id, w) })
		n.next = slices.Insert(n.next, i, edge{w, to})
	}
}

// phraseIDs numbers the tokens of a phrase, adding syllables to v.
func phraseIDs(v *Vocab, phrase string) []ID {
	toks := Tokenize(nil, phrase, v)
	ids := make([]ID, len(toks))
	for i, t := range toks {
		ids[i] = t.ID
		if t.Kind == Word {
			ids[i] = v.Add(phrase[t.Start:t.End])
		}
	}
	return ids
}

// Longest returns the value of the longest phrase that starts at toks[i] and
// the number of tokens it takes, 0 when there is none. A phrase does not run
// over a line end, and marks inside it must stand as in the phrase.
func (p *Phrases) Longest(toks []Token, i int) (value int32, n int) {
	if i < len(toks) && !p.Begins(toks[i].ID) {
		return -1, 0
	}
	return p.longest(toks, i)
}

// Begins reports that a phrase may begin with the syllable, mark or number w.
func (p *Phrases) Begins(w ID) bool {
	return w >= numberBit || int(w/64) < len(p.heads) && p.heads[w/64]&(1<<(w%64)) != 0
}

func (p *Phrases) longest(toks []Token, i int) (value int32, n int) {
	value = -1
	if i >= len(toks) || toks[i].ID == 0 {
		return value, 0
	}
	state := p.begin(toks[i].ID)
	for j := i + 1; state != 0; j++ {
		at := &p.nodes[state]
		if at.value >= 0 {
			value, n = at.value, j-i
		}
		if len(at.next) == 0 || j >= len(toks) || toks[j].ID == 0 || toks[j].Flags&Line != 0 {
			break
		}
		state = at.step(toks[j].ID)
	}
	return value, n
}
