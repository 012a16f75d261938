package store

import (
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode"
)

func lower(s string) string { return strings.ToLower(s) }

// A term is a word, a phrase or the beginning of a word.
type term struct {
	// words are the term's words as typed, in order and next to each other.
	words  []string
	prefix bool
	// quoted says that the words were typed as a phrase.
	quoted bool
	// marked says that they were typed with diacritics, so that only those
	// count as exact.
	marked bool
}

// A clause is a list of alternatives; in an excluded clause none may occur.
type clause struct {
	any []term
	not bool
	// near is the largest number of words between this clause and the next,
	// -1 when they may stand anywhere.
	near int
}

// A query is what a person typed into a search box: words that must all
// occur; "a phrase"; begin*; -without; one OR other; one NEAR/5 other.
type query struct {
	text    string
	clauses []clause
	spell   spelling
}

// spelling makes words comparable: fold without case and diacritics, exact in
// the form in which spellings and case are one and diacritics count.
type spelling struct{ fold, exact func(string) string }

func (db *DB) parseQuery(text string) (*query, error) {
	q := &query{text: text, spell: spelling{db.opts.Fold, db.opts.Unify}}
	for _, token := range splitQuery(text) {
		q.add(token)
	}
	wanted := 0
	for _, c := range q.clauses {
		if !c.not {
			wanted++
		}
	}
	if wanted == 0 {
		return nil, mistake("nothing to search for in %q", text)
	}
	return q, nil
}

// splitQuery cuts at spaces outside quotation marks; curly marks count too.
func splitQuery(text string) []string {
	text = strings.NewReplacer("“", `"`, "”", `"`).Replace(text)
	var tokens []string
	var b strings.Builder
	quoted := false
	flush := func() {
		if b.Len() > 0 {
			tokens = append(tokens, b.String())
			b.Reset()
		}
	}
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
			b.WriteRune(r)
		case unicode.IsSpace(r) && !quoted:
			flush()
		default:
			b.WriteRune(r)
		}
	}
	flush()
	return tokens
}

func (q *query) add(token string) {
	last := len(q.clauses) - 1
	if last >= 0 {
		if token == "OR" {
			q.clauses[last].near = pendingOr
			return
		}
		if n, isNear := nearToken(token); isNear && !q.clauses[last].not {
			q.clauses[last].near = n
			return
		}
	}
	c := clause{near: -1}
	if rest, found := strings.CutPrefix(token, "-"); found {
		token, c.not = rest, true
	}
	t := term{quoted: strings.Contains(token, `"`), prefix: strings.HasSuffix(strings.Trim(token, `"`), "*")}
	t.words = wordsOf(token)
	if len(t.words) == 0 {
		return
	}
	t.marked = strings.IndexFunc(token, func(r rune) bool { return r >= 0x80 && unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }) >= 0
	if last >= 0 && q.clauses[last].near == pendingOr {
		q.clauses[last].near = -1
		if !c.not {
			q.clauses[last].any = append(q.clauses[last].any, t)
			return
		}
	}
	c.any = []term{t}
	q.clauses = append(q.clauses, c)
}

// pendingOr marks a clause that waits for one more alternative.
const pendingOr = -2

// nearToken reads NEAR and NEAR/5.
func nearToken(token string) (int, bool) {
	rest, found := strings.CutPrefix(token, "NEAR")
	if !found {
		return 0, false
	}
	if rest == "" {
		return 10, true
	}
	n, err := strconv.Atoi(strings.TrimPrefix(rest, "/"))
	return n, err == nil && rest[0] == '/' && n >= 0 && n <= 1000
}

// wordsOf cuts a text into words as the full-text index does: runs of
// letters and digits with their marks.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.M, r) && !unicode.Is(unicode.Co, r)
	})
}

// anyOrder is the FTS5 query over the folded index for the words anywhere in
// the text.
func (q *query) anyOrder() string {
	fts, _ := q.fts(false)
	return fts
}

// fts writes the query for FTS5; joined asks for bare words next to each
// other, as one phrase. phrases lists what it asks for.
func (q *query) fts(joined bool) (fts string, phrases []string) {
	var wanted, unwanted []string
	for i := 0; i < len(q.clauses); i++ {
		c := q.clauses[i]
		if c.not {
			unwanted = append(unwanted, c.fts())
			continue
		}
		if joined && c.bare() {
			var words []string
			for ; i < len(q.clauses) && q.clauses[i].bare(); i++ {
				words = append(words, q.clauses[i].any[0].words...)
			}
			i--
			wanted = append(wanted, phrase(words, false))
			phrases = append(phrases, phrase(words, false))
			continue
		}
		for _, t := range c.any {
			phrases = append(phrases, t.fts())
		}
		if c.near >= 0 && i+1 < len(q.clauses) && len(c.any) == 1 && len(q.clauses[i+1].any) == 1 && !q.clauses[i+1].not {
			wanted = append(wanted, "NEAR("+c.any[0].fts()+" "+q.clauses[i+1].any[0].fts()+", "+strconv.Itoa(c.near)+")")
			if q.clauses[i+1].near < 0 {
				i++
				phrases = append(phrases, q.clauses[i].any[0].fts())
			}
			continue
		}
		wanted = append(wanted, c.fts())
	}
	fts = strings.Join(wanted, " AND ")
	if len(unwanted) > 0 {
		fts = "(" + fts + ") NOT (" + strings.Join(unwanted, " OR ") + ")"
	}
	return fts, phrases
}

// bare says that the clause is plain words, which are likely to belong to
// the words around them.
func (c clause) bare() bool {
	return !c.not && c.near < 0 && len(c.any) == 1 && !c.any[0].quoted && !c.any[0].prefix
}

func (c clause) fts() string {
	alternatives := make([]string, len(c.any))
	for i, t := range c.any {
		alternatives[i] = t.fts()
	}
	if len(alternatives) == 1 {
		return alternatives[0]
	}
	return "(" + strings.Join(alternatives, " OR ") + ")"
}

func (t term) fts() string { return phrase(t.words, t.prefix) }

// phrase writes words as a phrase of FTS5; the index holds words without marks.
func phrase(words []string, prefix bool) string {
	s := `"` + unmarked(strings.Join(words, " ")) + `"`
	if prefix {
		s += "*"
	}
	return s
}

// exactFTS is the query over the exact index: every word typed with
// diacritics must occur with them. It is empty when none was.
func (q *query) exactFTS() string {
	return q.anyWords(func(t term) bool { return t.marked }, q.spell.exact)
}

// anyWords is the query, over an index without positions, for the words of the
// wanted clauses whose alternatives are all of the given kind.
func (q *query) anyWords(of func(term) bool, form func(string) string) string {
	var wanted []string
	for _, c := range q.clauses {
		if c.not || slices.ContainsFunc(c.any, func(t term) bool { return !of(t) }) {
			continue
		}
		alternatives := make([]string, len(c.any))
		for i, t := range c.any {
			alternatives[i] = "(" + t.anyWords(form) + ")"
		}
		wanted = append(wanted, "("+strings.Join(alternatives, " OR ")+")")
	}
	return strings.Join(wanted, " AND ")
}

func (t term) anyWords(form func(string) string) string {
	words := make([]string, len(t.words))
	for i, w := range t.words {
		words[i] = `"` + form(w) + `"`
		if t.prefix && i == len(t.words)-1 {
			words[i] += "*"
		}
	}
	return strings.Join(words, " AND ")
}

// matches says whether a short text holds what was asked for. Words typed
// with diacritics must occur with them.
func (q *query) matches(text string) bool {
	exact, folded := &sample{form: q.spell.exact, text: text}, &sample{form: q.spell.fold, text: text}
	for _, c := range q.clauses {
		found := false
		for _, t := range c.any {
			in := folded
			if t.marked {
				in = exact
			}
			found = found || in.holds(t)
		}
		if found == c.not {
			return false
		}
	}
	return true
}

// A sample is a text in one form, made when it is first needed.
type sample struct {
	form   func(string) string
	text   string
	formed string
	words  []string
}

// holds looks for the term's words, one after the other.
func (s *sample) holds(t term) bool {
	if s.formed == "" {
		s.formed = s.form(s.text)
	}
	want := make([]string, len(t.words))
	for i, w := range t.words {
		want[i] = s.form(w)
		if !strings.Contains(s.formed, want[i]) {
			return false
		}
	}
	if s.words == nil {
		s.words = wordsOf(s.formed)
	}
next:
	for i := 0; i+len(want) <= len(s.words); i++ {
		for k, w := range want {
			have := s.words[i+k]
			begun := t.prefix && k == len(want)-1 && strings.HasPrefix(have, w)
			if have != w && !begun {
				continue next
			}
		}
		return true
	}
	return false
}

// likely says whether a text seems to hold what was asked for: quick, to
// rank by. Parts of words and other diacritics count too.
func (q *query) likely(text string) bool {
	folded := q.spell.fold(text)
	for _, c := range q.clauses {
		found := false
		for _, t := range c.any {
			found = found || strings.Contains(folded, q.spell.fold(strings.Join(t.words, " ")))
		}
		if found == c.not {
			return false
		}
	}
	return true
}

// hasWords is the SQL function has_words(text, query). A statement asks with
// the same query for every row, so the last one is kept.
func hasWords(opts Options) func(text, asked string) (bool, error) {
	var last atomic.Pointer[query]
	parser := &DB{opts: opts}
	return func(text, asked string) (bool, error) {
		q := last.Load()
		if q == nil || q.text != asked {
			var err error
			if q, err = parser.parseQuery(asked); err != nil {
				return false, err
			}
			last.Store(q)
		}
		return q.matches(text), nil
	}
}
