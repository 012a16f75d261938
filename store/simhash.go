package store

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// A simhash is 64 bits that differ little where texts differ little (Charikar,
// Similarity Estimation Techniques from Rounding Algorithms, 2002): each run of
// three syllables votes for every bit. 0 stands for a text too short to tell.
type simhash uint64

const (
	shingleSyllables = 3
	// Of fewer syllables a change of one moves the bits too far.
	minSyllables = 40
)

// simhashOf fingerprints a text in which spelling and case are one. What is no
// letter and no digit only parts syllables.
func simhashOf(text string) simhash {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	var votes ballot
	var last [shingleSyllables]uint64
	n := 0
	word := uint64(offset)
	end := func() {
		if word == offset {
			return
		}
		copy(last[:], last[1:])
		last[shingleSyllables-1] = word
		word = offset
		if n++; n >= shingleSyllables {
			votes.cast(mix(last[0] + 3*last[1] + 5*last[2]))
		}
	}
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if isSyllableRune(r) {
			for _, b := range []byte(text[i : i+size]) {
				word = (word ^ uint64(b)) * prime
			}
		} else {
			end()
		}
		i += size
	}
	end()
	if n < minSyllables {
		return 0
	}
	return max(votes.result(), 1)
}

// isSyllableRune says that r is part of a syllable or a number; the letters of
// Vietnamese are told without a table.
func isSyllableRune(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'
	case r >= 0x1ea0 && r <= 0x1ef9, r >= 0xe0 && r <= 0x1b0 && r != 0xf7:
		return true
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// mix spreads a number over all 64 bits (the finalizer of splitmix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// distance is the number of bits in which two differ.
func (h simhash) distance(other simhash) int { return bits.OnesCount64(uint64(h ^ other)) }

// A ballot counts, for each of 64 bits, the votes that have it set. Eight bits
// are counted at once: lanes holds a byte for each, spilled before it is full.
type ballot struct {
	lanes [8]uint64
	sums  [64]int
	cast8 int // votes in lanes
	all   int
}

// laneOf spreads the bits of a byte over the bytes of a word.
var laneOf = func() (t [256]uint64) {
	for b := range t {
		for i := range 8 {
			t[b] |= uint64(b>>i&1) << (8 * i)
		}
	}
	return t
}()

func (v *ballot) cast(vote uint64) {
	for i := range v.lanes {
		v.lanes[i] += laneOf[byte(vote>>(8*i))]
	}
	v.all++
	if v.cast8++; v.cast8 == 255 {
		v.spill()
	}
}

func (v *ballot) spill() {
	for i, lane := range v.lanes {
		for j := range 8 {
			v.sums[8*i+j] += int(lane >> (8 * j) & 255)
		}
	}
	v.lanes, v.cast8 = [8]uint64{}, 0
}

func (v *ballot) result() simhash {
	v.spill()
	var h uint64
	for i, set := range v.sums {
		if 2*set > v.all {
			h |= 1 << i
		}
	}
	return simhash(h)
}
