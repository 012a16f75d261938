package vi

// A Sentence is a range of tokens [First, End).
type Sentence struct{ First, End int }

// Sentences appends the sentences of a tokenised text to dst. A sentence ends
// at a line end, and at . ! ? … before white space and a capital, a digit or
// an opening mark; not after a number's point, an initial or an abbreviation
// such as "TP." or "PGS.".
func Sentences(dst []Sentence, s string, toks []Token) []Sentence {
	first := 0
	for i := range toks {
		if i > first && toks[i].Flags&Line != 0 {
			dst = append(dst, Sentence{first, i})
			first = i
		}
		if i < first || !stop(toks[i].ID) || i+1 == len(toks) {
			continue
		}
		j := i + 1
		for j < len(toks) && closes(toks[j]) {
			j++
		}
		if j < len(toks) && toks[j].Flags&Line == 0 && toks[j].Flags&Space != 0 &&
			opensSentence(s, toks[j]) && !(toks[i].Is('.') && abbreviation(s, toks, i)) {
			dst = append(dst, Sentence{first, j})
			first = j
		}
	}
	if first < len(toks) {
		dst = append(dst, Sentence{first, len(toks)})
	}
	return dst
}

func stop(id ID) bool {
	return id == Mark('.') || id == Mark('!') || id == Mark('?') || id == Mark('…')
}

// closes says that t, after a stop, still belongs to the sentence.
func closes(t Token) bool {
	if t.Flags&Space != 0 {
		return false
	}
	return t.Is('"') || t.Is('”') || t.Is('’') || t.Is(')') || t.Is('/') || stop(t.ID)
}

func opensSentence(s string, t Token) bool {
	switch t.Kind {
	case Word:
		return t.Flags&Upper != 0
	case Digits:
		return true
	default:
		c := s[t.Start:t.End]
		return c == "“" || c == "\"" || c == "(" || c == "-" || c == "–" || c == "+" || c == "*" || c == "•" || c == "‘" || c == "["
	}
}

// abbreviation says that the point at i ends a shortened word and not a
// sentence: one capital ("Nguyễn V. A"), or a title or place word of few
// letters written with its point ("TP.", "Tx.", "PGS.", "ThS.").
func abbreviation(s string, toks []Token, i int) bool {
	if i == 0 || toks[i].Flags&Space != 0 || toks[i-1].Kind != Word {
		return false
	}
	w := toks[i-1]
	if w.Runes == 1 && w.Flags&Upper != 0 {
		return !counts(s, toks, i-1)
	}
	switch Key(s[w.Start:w.End]) {
	case "tp", "tx", "tt":
		return w.Flags&Upper != 0 && !(i+1 < len(toks) && beginsAnew(s[toks[i+1].Start:toks[i+1].End]))
	case "pct", "ct", "gđ", "pgđ", "bt", "pbt", "gs", "pgs", "ts", "ths", "bs", "ks", "cn", "đ", "đc", "tr", "st":
		return w.Flags&Upper != 0
	}
	return false
}

// counts says that the capital at i is a Roman number: "quý I", "hạng V".
func counts(s string, toks []Token, i int) bool {
	if c := s[toks[i].Start:toks[i].End]; i == 0 || c != "I" && c != "V" && c != "X" {
		return false
	}
	switch Key(s[toks[i-1].Start:toks[i-1].End]) {
	case "quý", "quí", "kỳ", "khóa", "cấp", "loại", "hạng", "lần", "bậc":
		return true
	}
	return false
}

// beginsAnew says that a word in capitals opens a sentence rather than the name
// of a place: "… Chủ tịch HĐND TP. Ông A …".
func beginsAnew(word string) bool {
	switch word {
	case "Ông", "Theo", "Tại", "Trong", "Ngày", "Các", "Những", "Cùng", "Ngoài", "Hiện", "Được", "Việc", "Để", "Khi", "Với", "Trước", "Cũng", "Đến", "Dự", "Phát", "Đây", "Nhân":
		return true
	}
	return false
}

// Last returns the index of the sentence's last token.
func (s Sentence) Last() int { return s.End - 1 }
