package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// A lexicon finds the phrases of one word table. Its values are row numbers.
type lexicon struct {
	phrases *vi.Phrases
	entries []lexEntry
}

// A lexEntry is one spelling: the row it stands for, and whether it counts
// only in capitals ("CT" is Chủ tịch, "ct" is nothing).
type lexEntry struct {
	row  int32
	caps bool
}

// at returns the row of the longest phrase at token i and its length, -1 and 0
// when there is none.
func (l *lexicon) at(toks []vi.Token, i int) (row int32, n int) {
	v, n := l.phrases.Longest(toks, i)
	if n == 0 {
		return -1, 0
	}
	e := l.entries[v]
	if e.caps && toks[i].Flags&vi.Caps == 0 && (toks[i].Runes > 1 || !toks[i].Has(vi.Upper)) {
		return -1, 0
	}
	return e.row, n
}

// wordClass says which tables a syllable can begin a phrase of.
type wordClass uint16

const (
	startsTitle wordClass = 1 << iota
	startsOrgan
	startsHonorific
	startsRank
	startsDeed
	startsUnit
	startsLink
	surnameHigh
	surnameFair
	surnameLow
)

const surnameAny = surnameHigh | surnameFair | surnameLow

// add enters a phrase of row into l and marks its first syllable.
func (x *officials) add(l *lexicon, bit wordClass, phrase string, row int32) bool {
	if l.phrases.Add(phrase, int32(len(l.entries))) >= 0 {
		return false
	}
	l.entries = append(l.entries, lexEntry{row, allCaps(phrase)})
	first := vi.Tokenize(nil, phrase, x.vocab)[0]
	x.mark(first.ID, bit)
	return true
}

func (x *officials) mark(id vi.ID, bit wordClass) {
	if id >= vi.Mark(0) || int(id) > x.vocab.Len() {
		return
	}
	for int(id) >= len(x.class) {
		x.class = append(x.class, 0)
	}
	x.class[id] |= bit
}

// allCaps says that the first word of a phrase is written in capitals only.
func allCaps(phrase string) bool {
	word, _, _ := strings.Cut(phrase, " ")
	return len([]rune(word)) > 1 && strings.ToUpper(word) == word && strings.ToLower(word) != word
}

// readLexicon reads a table whose first column and "variants" are phrases of a
// lexicon. row is called for every row with its number, in order.
func (x *officials) readLexicon(name string, bit wordClass, row func(int32, vi.Row) error) (*lexicon, error) {
	rows, err := vi.ReadTable(x.data, "data/"+name)
	if err != nil {
		return nil, err
	}
	l := &lexicon{phrases: vi.NewPhrases(x.vocab)}
	for i, r := range rows {
		for k, phrase := range append([]string{r.First()}, r.List("variants")...) {
			if !x.add(l, bit, phrase, int32(i)) {
				if k == 0 {
					return nil, r.Errorf("%q is already a variant above", phrase)
				}
				return nil, r.Errorf("variant %q stands already in the table", phrase)
			}
		}
		if err := row(int32(i), r); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// joinFields enters the fields joined by "và" as they are joined otherwise, where
// that is no other field: "Tài nguyên Môi trường", "Tài nguyên, Môi trường".
func (x *officials) joinFields() {
	for i, field := range x.fieldRows {
		if a, b, two := strings.Cut(field, " và "); two {
			for _, join := range []string{" - ", " – ", " & ", ", ", " "} {
				toks := vi.Tokenize(nil, a+join+b, x.vocab)
				if _, n := x.fields.phrases.Longest(toks, 0); n < len(toks) {
					x.add(x.fields, 0, a+join+b, int32(i))
				}
			}
		}
	}
}

// levels lists the levels of an office, from the nation down.
var levels = [...]string{"central", "province", "district", "commune"}

func checkLevel(r vi.Row, more ...string) (string, error) {
	return checkCell(r, "level", append(levels[:], more...)...)
}

// checkCell returns a cell that must be empty or one of the words.
func checkCell(r vi.Row, col string, words ...string) (string, error) {
	v := r.Get(col)
	if v == "" {
		return "", nil
	}
	for _, w := range words {
		if v == w {
			return v, nil
		}
	}
	return "", r.Errorf("unknown %s %q (known: %s)", col, v, strings.Join(words, ", "))
}

// A titleRow is a title of office.
type titleRow struct {
	title, level, needs, alone string
	staff                      bool
}

// An organRow is a kind of organisation.
type organRow struct {
	organ, tail, level string
	private            bool
	// unit is the kind of place it is always of (Huyện ủy), -1.
	unit int32
}

// A unitRow is a kind of administrative unit.
type unitRow struct{ unit, level string }

// A rankRow is a rank of police, army or navy.
type rankRow struct{ rank, tier string }

// An honorificRow is a word before a name.
type honorificRow struct{ honorific, class, sex string }

// A deedRow is something officials do.
type deedRow struct{ verb, role string }

// deedRoles lists what an official may do; "does" is nothing telling, "none" no
// deed at all.
var deedRoles = []string{
	"speaks", "concludes", "reports", "presides", "demands", "awards", "praises", "visits", "inspects", "meets",
	"attends", "signs", "leads", "opens", "appointed", "represents", "does", "none",
}

// A linkRow is a word that ties an office to a name.
type linkRow struct{ class string }

func (x *officials) readWords() (err error) {
	if err = x.readUnits(); err != nil {
		return err
	}
	if x.titles, err = x.readLexicon("offices.tsv", startsTitle, func(_ int32, r vi.Row) error {
		level, err := checkLevel(r)
		if err != nil {
			return err
		}
		needs, err := checkCell(r, "needs", "organ", "unit", "none", "name")
		if err != nil {
			return err
		}
		staff, err := checkCell(r, "staff", "staff")
		x.titleRows = append(x.titleRows, titleRow{r.Get("title"), level, needs, r.Get("alone"), staff != ""})
		return err
	}); err != nil {
		return err
	}
	if x.organs, err = x.readLexicon("organs.tsv", startsOrgan, func(_ int32, r vi.Row) error {
		level, err := checkLevel(r)
		if err != nil {
			return err
		}
		tail, err := checkCell(r, "tail", "area", "field", "named", "none")
		if err != nil {
			return err
		}
		sector, err := checkCell(r, "sector", "private")
		unit := int32(-1)
		if u := r.Get("unit"); u != "" {
			if unit = x.unitRow(u); unit < 0 {
				return r.Errorf("unknown unit %q", u)
			}
		}
		x.organRows = append(x.organRows, organRow{r.Get("organ"), tail, level, sector != "", unit})
		return err
	}); err != nil {
		return err
	}
	if x.fields, err = x.readLexicon("office_fields.tsv", 0, func(_ int32, r vi.Row) error {
		x.fieldRows = append(x.fieldRows, r.Get("field"))
		return nil
	}); err != nil {
		return err
	}
	x.joinFields()
	if x.ranks, err = x.readLexicon("ranks.tsv", startsRank, func(_ int32, r vi.Row) error {
		tier, err := checkCell(r, "tier", "tướng", "tá", "úy", "hạ sĩ quan", "chiến sĩ", "quân nhân chuyên nghiệp")
		x.rankRows = append(x.rankRows, rankRow{r.Get("rank"), tier})
		return err
	}); err != nil {
		return err
	}
	if x.honorifics, err = x.readLexicon("honorifics.tsv", startsHonorific, func(_ int32, r vi.Row) error {
		class, err := checkCell(r, "class", "address", "degree", "state", "clergy", "private", "accused", "victim")
		if err != nil {
			return err
		}
		sex, err := checkCell(r, "sex", "m", "f")
		x.honorificRows = append(x.honorificRows, honorificRow{r.Get("honorific"), class, sex})
		return err
	}); err != nil {
		return err
	}
	if x.deeds, err = x.readLexicon("deeds.tsv", startsDeed, func(_ int32, r vi.Row) error {
		role, err := checkCell(r, "role", deedRoles...)
		x.deedRows = append(x.deedRows, deedRow{r.Get("verb"), role})
		return err
	}); err != nil {
		return err
	}
	if x.links, err = x.readLexicon("office_links.tsv", startsLink, func(_ int32, r vi.Row) error {
		class, err := checkCell(r, "class", linkClasses...)
		x.linkRows = append(x.linkRows, linkRow{class})
		return err
	}); err != nil {
		return err
	}
	if x.joins, err = x.readLexicon("office_joins.tsv", 0, func(int32, vi.Row) error { return nil }); err != nil {
		return err
	}
	if err = x.readSurnames(); err != nil {
		return err
	}
	return x.readHistoric()
}

// unitRow returns the row of a kind of unit, -1.
func (x *officials) unitRow(unit string) int32 {
	for i, u := range x.unitRows {
		if u.unit == unit {
			return int32(i)
		}
	}
	return -1
}

// readUnits reads the kinds of administrative unit; dotted short forms ("Q.")
// are phrases with their point.
func (x *officials) readUnits() (err error) {
	x.units, err = x.readLexicon("area_units.tsv", startsUnit, func(i int32, r vi.Row) error {
		level, err := checkLevel(r, "city", "none")
		if err != nil {
			return err
		}
		if level != "none" && i >= country {
			return r.Errorf("more than %d kinds of unit: put what is none last", country)
		}
		x.unitRows = append(x.unitRows, unitRow{r.Get("unit"), level})
		return nil
	})
	if err != nil {
		return err
	}
	rows, err := vi.ReadTable(x.data, "data/area_units.tsv")
	if err != nil {
		return err
	}
	for i, r := range rows {
		for _, v := range r.List("dotted") {
			if !x.add(x.units, startsUnit, v+".", int32(i)) {
				return r.Errorf("dotted form %q stands already in the table", v)
			}
		}
	}
	return nil
}

func (x *officials) readSurnames() error {
	rows, err := vi.ReadTable(x.data, "data/surnames.tsv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		bit := surnameLow
		trust, err := checkCell(r, "trust", "high", "fair", "low")
		switch {
		case err != nil:
			return err
		case trust == "high":
			bit = surnameHigh
		case trust == "fair":
			bit = surnameFair
		}
		first, _, _ := strings.Cut(r.Get("surname"), " ")
		x.mark(x.vocab.Add(first), bit)
	}
	return nil
}

func (x *officials) readHistoric() error {
	rows, err := vi.ReadTable(x.data, "data/historic.tsv")
	if err != nil {
		return err
	}
	x.historic = map[string]bool{}
	for _, r := range rows {
		x.historic[vi.Key(r.Get("name"))] = true
	}
	return nil
}
