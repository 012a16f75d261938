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
	edges [][]edge      // by state, sorted by ID
	value []int32       // by state, -1 where no phrase ends
}

// An edge leads from a state of Phrases to the next.
type edge struct {
	id ID
	to uint32
}

// NewPhrases returns an empty set over the syllables of v.
func NewPhrases(v *Vocab) *Phrases {
	return &Phrases{vocab: v, marks: map[ID]uint32{}, edges: [][]edge{nil}, value: []int32{-1}}
}

// Add enters a phrase, in any spelling of its syllables, with a value ≥ 0. It
// returns the value the phrase had before, -1 when it is new; the older value
// is replaced.
func (p *Phrases) Add(phrase string, value int32) int32 {
	state := uint32(0)
	for _, w := range phraseIDs(p.vocab, phrase) {
		to := p.step(state, w)
		if to == 0 {
			to = uint32(len(p.value))
			p.link(state, w, to)
			p.value, p.edges = append(p.value, -1), append(p.edges, nil)
		}
		state = to
	}
	old := p.value[state]
	if state != 0 {
		p.value[state] = value
	}
	return old
}

// step returns the state that w leads to, 0 where it leads nowhere.
func (p *Phrases) step(state uint32, w ID) uint32 {
	switch {
	case state == 0 && w >= numberBit:
		return p.marks[w]
	case state == 0:
		if int(w) < len(p.first) {
			return p.first[w]
		}
		return 0
	}
	edges := p.edges[state]
	if len(edges) > 8 {
		if i, found := slices.BinarySearchFunc(edges, w, func(e edge, w ID) int { return cmp.Compare(e.id, w) }); found {
			return edges[i].to
		}
		return 0
	}
	for _, e := range edges {
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
		i, _ := slices.BinarySearchFunc(p.edges[state], w, func(e edge, w ID) int { return cmp.Compare(e.id, w) })
		p.edges[state] = slices.Insert(p.edges[state], i, edge{w, to})
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
	state := uint32(0)
	for j := i; j < len(toks); j++ {
		if toks[j].ID == 0 || j > i && toks[j].Flags&Line != 0 {
			break
		}
		if state = p.step(state, toks[j].ID); state == 0 {
			break
		}
		if p.value[state] >= 0 {
			value, n = p.value[state], j-i+1
		}
	}
	return value, n
}
