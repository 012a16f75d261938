package vi

// An ID stands for a token in rules: a known syllable, a punctuation mark or a
// number. Syllables outside the vocabulary are 0.
type ID uint32

const (
	markBit   ID = 1 << 31
	numberBit ID = 1 << 30
	maxNumber    = 1<<30 - 1
)

// Mark returns the ID of a punctuation mark.
func Mark(r rune) ID { return markBit | ID(r) }

// Number returns the ID of a run of digits with the value n; values above
// 2^30-1 share one ID.
func Number(n uint64) ID {
	if n > maxNumber {
		n = maxNumber
	}
	return numberBit | ID(n)
}

// A Vocab numbers the syllables that some table knows. It is filled while the
// tables are read; Tokenize only reads it, and then it may be shared.
type Vocab struct {
	words []string // by ID; words[0] is ""
	slots []ID     // open addressing by hash
}

// NewVocab returns an empty vocabulary.
func NewVocab() *Vocab {
	return &Vocab{words: []string{""}, slots: make([]ID, 1024)}
}

// Len returns one more than the largest syllable ID.
func (v *Vocab) Len() int { return len(v.words) }

// Word returns the canonical spelling of a syllable, "" when id is none.
func (v *Vocab) Word(id ID) string {
	if int(id) < len(v.words) {
		return v.words[id]
	}
	return ""
}

// Add returns the ID of a single syllable, numbering it if it is new. The
// spelling is made canonical.
func (v *Vocab) Add(word string) ID {
	w := []byte(Key(word))
	id, slot := v.find(w)
	if id != 0 {
		return id
	}
	id = ID(len(v.words))
	v.words = append(v.words, string(w))
	v.slots[slot] = id
	if len(v.words)*2 > len(v.slots) {
		v.grow()
	}
	return id
}

// lookup returns the ID of a canonical syllable, 0 when it is unknown.
func (v *Vocab) lookup(w []byte) ID {
	id, _ := v.find(w)
	return id
}

func (v *Vocab) find(w []byte) (ID, int) {
	mask := len(v.slots) - 1
	i := int(hash(w)) & mask
	for {
		id := v.slots[i]
		if id == 0 || v.words[id] == string(w) {
			return id, i
		}
		i = (i + 1) & mask
	}
}

func (v *Vocab) grow() {
	v.slots = make([]ID, len(v.slots)*2)
	for id := 1; id < len(v.words); id++ {
		_, slot := v.find([]byte(v.words[id]))
		v.slots[slot] = ID(id)
	}
}

// hash is FNV-1a.
func hash(w []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range w {
		h = (h ^ uint32(c)) * 16777619
	}
	return h ^ h>>15
}
