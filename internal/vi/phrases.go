package vi

// Phrases finds the longest known phrase at a token. Each phrase carries a
// value, which is the caller's: an index into his table, as a rule.
type Phrases struct {
	vocab *Vocab
	next  map[uint64]uint32 // state<<32 | ID → state
	value []int32           // by state, -1 where no phrase ends
	first []bool            // by syllable ID: some phrase begins so
	marks bool              // some phrase begins with a mark or a number
}

// NewPhrases returns an empty set over the syllables of v.
func NewPhrases(v *Vocab) *Phrases {
	return &Phrases{vocab: v, next: map[uint64]uint32{}, value: []int32{-1}}
}

// Add enters a phrase, in any spelling of its syllables, with a value ≥ 0. It
// returns the value the phrase had before, -1 when it is new; the older value
// is replaced.
func (p *Phrases) Add(phrase string, value int32) int32 {
	state := uint32(0)
	for i, w := range phraseIDs(p.vocab, phrase) {
		if i == 0 {
			p.begin(w)
		}
		key := uint64(state)<<32 | uint64(w)
		to, ok := p.next[key]
		if !ok {
			to = uint32(len(p.value))
			p.next[key] = to
			p.value = append(p.value, -1)
		}
		state = to
	}
	old := p.value[state]
	if state != 0 {
		p.value[state] = value
	}
	return old
}

func (p *Phrases) begin(w ID) {
	if w >= numberBit {
		p.marks = true
		return
	}
	for int(w) >= len(p.first) {
		p.first = append(p.first, make([]bool, len(p.first)+64)...)
	}
	p.first[w] = true
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
	if i >= len(toks) || !p.canStart(toks[i].ID) {
		return -1, 0
	}
	value = -1
	state := uint32(0)
	for j := i; j < len(toks); j++ {
		if j > i && toks[j].Flags&Line != 0 {
			break
		}
		to, ok := p.next[uint64(state)<<32|uint64(toks[j].ID)]
		if !ok || toks[j].ID == 0 {
			break
		}
		state = to
		if p.value[state] >= 0 {
			value, n = p.value[state], j-i+1
		}
	}
	return value, n
}

func (p *Phrases) canStart(w ID) bool {
	if w >= numberBit {
		return p.marks
	}
	return int(w) < len(p.first) && p.first[w]
}
