package vi

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/govalues/decimal"
)

// Numerals reads numbers in digits and in words. It is made once and shared.
type Numerals struct {
	words []numberWord  // by syllable ID
	other map[int8][]ID // syllables that make a scale word another word: tỷ lệ, triệu chứng
}

type numberKind uint8

const (
	noNumber  numberKind = iota
	digitWord            // một … chín, không
	afterTens            // mốt, tư, lăm, nhăm: a digit only after tens
	tenWord              // mười
	tensWord             // mươi, chục
	hundred              // trăm
	scaleWord            // nghìn, triệu, tỷ
	linkWord             // linh, lẻ
	halfWord             // rưỡi
	halfOf               // nửa: before a scale word
)

type numberWord struct {
	kind  numberKind
	value int8 // digit, or power of ten
}

// A Numeral is a number as it stands in a text.
type Numeral struct {
	// Value is what the spelling says by the Vietnamese norm: points part
	// thousands, a comma begins the fraction. Digits printed are kept (12,50
	// is 12.50).
	Value decimal.Decimal
	// Other is the reading with point and comma swapped, where the shape
	// allows it (1.250 and 1,250); Ambiguous says that there is one.
	Other     decimal.Decimal
	Ambiguous bool
	// Comma says that the separator of an ambiguous number is a comma.
	Comma bool
	// Swapped says that the shape shows the other habit: 1,234,567 or 1,234.5.
	Swapped bool
	// Power is the power of ten of the scale words after it (triệu: 6), 0 when
	// there are none.
	Power int
	// Words says that it is spelled in words.
	Words bool
	// Tokens is how many tokens it takes. OK is false for digits that are no
	// number (an address, a version, more digits than can be kept).
	Tokens int
	OK     bool
}

// NewNumerals reads the tables of number words.
func NewNumerals(v *Vocab) (*Numerals, error) {
	x := &Numerals{}
	rows, err := ReadTable(Data, "data/digits.tsv")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		n, err := strconv.Atoi(r.Get("value"))
		if err != nil || n < 0 || n > 10 {
			return nil, r.Errorf("value %q is not 0 to 10", r.Get("value"))
		}
		k := digitWord
		switch {
		case n == 10:
			k = tenWord
		case r.Get("after") == "tens":
			k = afterTens
		case r.Get("after") != "":
			return nil, r.Errorf("after %q is not \"tens\"", r.Get("after"))
		}
		x.set(v.Add(r.Get("word")), numberWord{k, int8(n)})
	}
	if rows, err = ReadTable(Data, "data/scales.tsv"); err != nil {
		return nil, err
	}
	kinds := map[string]numberKind{"ten": tensWord, "hundred": hundred, "scale": scaleWord, "link": linkWord, "half": halfWord, "half-of": halfOf}
	for _, r := range rows {
		k, ok := kinds[r.Get("kind")]
		if !ok {
			return nil, r.Errorf("unknown kind %q", r.Get("kind"))
		}
		p := 0
		if r.Get("power") != "" {
			if p, err = strconv.Atoi(r.Get("power")); err != nil || p > 9 {
				return nil, r.Errorf("power %q", r.Get("power"))
			}
		}
		x.set(v.Add(r.Get("word")), numberWord{k, int8(p)})
	}
	x.other = map[int8][]ID{}
	for power, words := range map[int8][]string{9: {"lệ", "suất", "trọng", "giá", "số", "phú"}, 6: {"chứng", "phú", "hồi"}} {
		for _, w := range words {
			x.other[power] = append(x.other[power], v.Add(w))
		}
	}
	return x, nil
}

func (x *Numerals) set(id ID, w numberWord) {
	for int(id) >= len(x.words) {
		x.words = append(x.words, numberWord{})
	}
	x.words[id] = w
}

func (x *Numerals) word(t Token) numberWord {
	if int(t.ID) < len(x.words) {
		return x.words[t.ID]
	}
	return numberWord{}
}

// Starts reports whether a number can begin with t.
func (x *Numerals) Starts(t Token) bool {
	if t.Kind != Word {
		return t.Kind == Digits
	}
	k := x.word(t).kind
	return k == digitWord || k == tenWord || k == halfOf
}

// Is reports whether t is a number word of any kind, or digits.
func (x *Numerals) Is(t Token) bool {
	return t.Kind == Digits || t.Kind == Word && x.word(t).kind != noNumber
}

// Half reports whether t is "rưỡi", half of the unit before it.
func (x *Numerals) Half(t Token) bool { return t.Kind == Word && x.word(t).kind == halfWord }

// Read reads the number that starts at toks[i]. Tokens is 0 when there is none.
func (x *Numerals) Read(s string, toks []Token, i int) Numeral {
	if i >= len(toks) || !x.Starts(toks[i]) {
		return Numeral{}
	}
	var n Numeral
	if toks[i].Kind == Digits {
		n = readDigits(s, toks, i)
	} else {
		n = x.readWords(toks, i)
	}
	if !n.OK {
		return n
	}
	return x.scaled(s, toks, i, n)
}

// scaled reads the scale words after the number n at i, and the smaller parts
// after them: 10 nghìn tỷ, 1 tỷ 200 triệu, 3 tỷ rưỡi.
func (x *Numerals) scaled(s string, toks []Token, i int, n Numeral) Numeral {
	j := i + n.Tokens
	power, k := x.Scale(toks, j)
	if k == 0 {
		return n
	}
	if !n.times(power) {
		n.OK = false
		return n
	}
	n.Tokens += k
	n.Power = power
	for last := power; ; {
		j = i + n.Tokens
		if j < len(toks) && sameLine(toks[j]) && x.word(toks[j]).kind == halfWord {
			half := Numeral{Value: decimal.MustNew(5, 1), OK: true}
			if half.times(last) && n.plus(half.Value) {
				n.Tokens++
			}
			return n
		}
		if j >= len(toks) || !sameLine(toks[j]) || toks[j].Flags&Space == 0 || !x.Starts(toks[j]) {
			return n
		}
		var part Numeral
		if toks[j].Kind == Digits {
			part = readDigits(s, toks, j)
		} else {
			part = x.readWords(toks, j)
		}
		p, k := x.Scale(toks, j+part.Tokens)
		three := part.Tokens == 1 && toks[j].Kind == Digits && toks[j].End-toks[j].Start == 3 && n.Value.Scale() == 0
		if k == 0 && part.OK && last == 3 && (n.Words && part.Words || three) {
			if n.plus(part.Value) { // một nghìn hai trăm linh năm, 16 nghìn 300
				n.Tokens += part.Tokens
			}
			return n
		}
		if !part.OK || k == 0 || p >= last || !part.times(p) || !n.plus(part.Value) {
			return n
		}
		n.Tokens += part.Tokens + k
		last = p
	}
}

// Scale reads scale words at j: a power of ten and the number of tokens.
func (x *Numerals) Scale(toks []Token, j int) (power, n int) {
	return x.scale(toks, j, false)
}

// OpeningScale reads scale words as Scale does at j, where a cell or a bracket begins and
// perhaps has a capital: "(Tỷ đồng)".
func (x *Numerals) OpeningScale(toks []Token, j int) (power, n int) {
	return x.scale(toks, j, true)
}

func (x *Numerals) scale(toks []Token, j int, opening bool) (power, n int) {
	for k := j; k < len(toks) && k < j+3; k++ {
		t := toks[k]
		w := x.word(t)
		capital := t.Flags&(Upper|Caps) == Upper && !(opening && k == j)
		if !sameLine(t) || t.Kind != Word || capital {
			break
		}
		if w.kind != scaleWord && !(k == j && (w.kind == hundred || w.kind == tensWord)) {
			break
		}
		if k+1 < len(toks) && slices.Contains(x.other[w.value], toks[k+1].ID) {
			break
		}
		if power+int(w.value) > 15 {
			break
		}
		power += int(w.value)
		n++
	}
	return power, n
}

func sameLine(t Token) bool { return t.Flags&Line == 0 }

// times multiplies by a power of ten.
func (n *Numeral) times(power int) bool {
	v, err := shift(n.Value, power)
	if err != nil {
		return false
	}
	n.Value = v
	if n.Ambiguous {
		if n.Other, err = shift(n.Other, power); err != nil {
			n.Ambiguous = false
		}
	}
	return true
}

// shift moves the point and keeps as few digits as the number needs.
func shift(d decimal.Decimal, power int) (decimal.Decimal, error) {
	if power <= d.Scale() {
		return decimal.New(int64(d.Coef()), d.Scale()-power)
	}
	c := d.Coef()
	for k := d.Scale(); k < power; k++ {
		if c > 1e17 {
			return decimal.Decimal{}, fmt.Errorf("%v × 10^%d is too large", d, power)
		}
		c *= 10
	}
	return decimal.New(int64(c), 0)
}

// Scaled returns n multiplied by a power of ten, as when the scale word stands
// only after the second number of a range ("5 đến 7 triệu").
func (n Numeral) Scaled(power int) Numeral {
	if !n.times(power) {
		n.OK = false
	}
	n.Power = power
	return n
}

func (n *Numeral) plus(d decimal.Decimal) bool {
	v, err := n.Value.Add(d)
	if err != nil {
		return false
	}
	if n.Ambiguous {
		if n.Other, err = n.Other.Add(d); err != nil {
			n.Ambiguous = false
		}
	}
	n.Value = v.Trim(0)
	return true
}

// readWords reads a number below a million million in words.
func (x *Numerals) readWords(toks []Token, i int) Numeral {
	if x.word(toks[i]).kind == halfOf {
		if _, k := x.Scale(toks, i+1); k == 0 || x.at(toks, i+1).kind != scaleWord {
			return Numeral{}
		}
		return Numeral{Value: decimal.MustNew(5, 1), Words: true, Tokens: 1, OK: true} // nửa tỷ
	}
	v, k := x.below1000(toks, i)
	if k == 0 {
		return Numeral{}
	}
	return Numeral{Value: decimal.MustNew(v, 0), Words: true, Tokens: k, OK: true}
}

// at returns the number word at toks[j], none over a line end.
func (x *Numerals) at(toks []Token, j int) numberWord {
	if j >= len(toks) || toks[j].Kind != Word || !sameLine(toks[j]) {
		return numberWord{}
	}
	return x.word(toks[j])
}

// below1000 reads a group of words: hai, mười lăm, hai mươi tư, một trăm linh năm.
func (x *Numerals) below1000(toks []Token, i int) (int64, int) {
	v, n := x.below100(toks, i)
	if n != 1 || v > 9 || x.at(toks, i+1).kind != hundred {
		return v, n
	}
	v, n = v*100, 2
	switch w := x.at(toks, i+2); w.kind {
	case linkWord:
		if d := x.at(toks, i+3); d.kind == digitWord || d.kind == afterTens {
			return v + int64(d.value), 4
		}
	case digitWord, tenWord:
		if rest, k := x.below100(toks, i+2); rest > 9 {
			return v + rest, n + k
		}
	}
	return v, n
}

func (x *Numerals) below100(toks []Token, i int) (int64, int) {
	w := x.word(toks[i])
	switch w.kind {
	case tenWord:
		if d := x.at(toks, i+1); d.kind == digitWord && d.value > 0 || d.kind == afterTens && d.value == 5 {
			return 10 + int64(d.value), 2
		}
		return 10, 1
	case digitWord:
		if w.value < 2 && x.at(toks, i+1).kind == tensWord || x.at(toks, i+1).kind != tensWord {
			return int64(w.value), 1
		}
		v := int64(w.value) * 10
		if d := x.at(toks, i+2); (d.kind == digitWord || d.kind == afterTens) && d.value > 0 {
			if e := x.at(toks, i+3).kind; e != hundred && e != tensWord {
				return v + int64(d.value), 3
			}
		}
		return v, 2
	}
	return 0, 0
}

// readDigits reads digits with their separators: 1.107 · 12,5 · 1.205,6 · 1 107.
func readDigits(s string, toks []Token, i int) Numeral {
	j := i + 1
	for j+1 < len(toks) && (toks[j].Is('.') || toks[j].Is(',')) && toks[j].Flags&Space == 0 &&
		toks[j+1].Kind == Digits && toks[j+1].Flags&Space == 0 {
		j += 2
	}
	if j == i+1 {
		if k := spaced(s, toks, i); k > i+1 {
			return joined(s, toks, i, k)
		}
	}
	n := Numeral{Tokens: j - i}
	g := groups{s: s, toks: toks[i:j]}
	if len(g.toks) > 13 {
		return n // no number has so many groups
	}
	g.resolve(&n)
	return n
}

// spaced returns the end of a number whose thousands are parted by spaces.
func spaced(s string, toks []Token, i int) int {
	j := i + 1
	if size := toks[i].End - toks[i].Start; size > 3 || s[toks[i].Start] == '0' {
		return j
	}
	for j < len(toks) && toks[j].Kind == Digits && toks[j].End-toks[j].Start == 3 && sameLine(toks[j]) && toks[j].Flags&Space != 0 {
		j++
	}
	if j-i > 5 {
		return i + 1
	}
	return j
}

// joined reads the groups [i, k), with a fraction after the last.
func joined(s string, toks []Token, i, k int) Numeral {
	c := uint64(0)
	for _, t := range toks[i:k] {
		c, _ = appendDigits(c, s[t.Start:t.End])
	}
	n := Numeral{Tokens: k - i, OK: true}
	scale := 0
	if k+1 < len(toks) && toks[k].Is(',') && toks[k].Flags&Space == 0 && toks[k+1].Kind == Digits && toks[k+1].Flags&Space == 0 {
		t := toks[k+1]
		c, n.OK = appendDigits(c, s[t.Start:t.End])
		scale = int(t.End - t.Start)
		n.Tokens += 2
	}
	if n.OK {
		n.Value, n.OK = number(c, scale)
	}
	return n
}

// groups are digits and the separators between them.
type groups struct {
	s    string
	toks []Token
}

func (g groups) text(k int) string { return g.s[g.toks[k].Start:g.toks[k].End] }

func (g groups) resolve(n *Numeral) {
	last := len(g.toks) - 1
	if last == 0 {
		n.Value, n.OK = g.value(0, 0)
		return
	}
	sep, end := g.toks[1].ID, g.toks[last-1].ID
	for k := 1; k < last-1; k += 2 {
		if g.toks[k].ID != sep {
			return // 1.2,3.4
		}
	}
	thousands := len(g.text(0)) <= 3 && g.text(0)[0] != '0'
	for k := 2; k < last; k += 2 {
		thousands = thousands && len(g.text(k)) == 3
	}
	three := len(g.text(last)) == 3
	switch {
	case last == 2 && three && thousands: // 1.250, 1,250
		whole, ok1 := g.value(last, 0)
		part, ok2 := g.value(last, 3)
		n.OK, n.Ambiguous, n.Comma = ok1 && ok2, true, sep == Mark(',')
		n.Value, n.Other = whole, part
		if n.Comma {
			n.Value, n.Other = part, whole
		}
	case last == 2:
		n.Value, n.OK = g.value(last, len(g.text(last)))
	case !thousands:
	case sep != end: // 1.205,6
		n.Value, n.OK = g.value(last, len(g.text(last)))
		n.Swapped = sep == Mark(',')
	case three: // 1.234.567
		n.Value, n.OK = g.value(last, 0)
		n.Swapped = sep == Mark(',')
	default: // 1.050.7, a slip for 1.050,7
		n.Value, n.OK = g.value(last, len(g.text(last)))
	}
}

// value reads the groups up to token k as one number with a fraction of scale digits.
func (g groups) value(k, scale int) (decimal.Decimal, bool) {
	c, ok := uint64(0), true
	for m := 0; m <= k && ok; m += 2 {
		c, ok = appendDigits(c, g.text(m))
	}
	if !ok {
		return decimal.Decimal{}, false
	}
	return number(c, scale)
}

func appendDigits(c uint64, digits string) (uint64, bool) {
	if len(digits) > 18 {
		return 0, false
	}
	for i := 0; i < len(digits); i++ {
		if c > 1e17 {
			return 0, false
		}
		c = c*10 + uint64(digits[i]-'0')
	}
	return c, true
}

func number(c uint64, scale int) (decimal.Decimal, bool) {
	d, err := decimal.New(int64(c), scale)
	return d, err == nil
}
