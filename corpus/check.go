package corpus

import (
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// Check reports what of a record contradicts itself: a fact that does not
// quote the article's text, a value that the words of this package do not
// have, a day that is none. It is for records that others wrote; those of this
// program pass.
func (r *Record) Check() error {
	if r.Article == nil {
		if n := len(r.Dates) + len(r.Officials) + len(r.Counts) + len(r.Percentages); n > 0 {
			return fmt.Errorf("%d facts without an article", n)
		}
		return nil
	}
	if !utf8.ValidString(r.Article.Text) {
		return errors.New("text is no valid UTF-8")
	}
	if p := r.Article.Published; p != "" {
		if _, err := time.Parse(time.DateOnly, p); err != nil {
			return fmt.Errorf("published %q is no ISO day", p)
		}
	}
	c := checker{text: []rune(r.Article.Text)}
	for i := range r.Dates {
		c.fact("dates", i, &r.Dates[i].Source)
		c.oneOf("dates", i, "check", r.Dates[i].Check, "consistent", "inconsistent")
	}
	for i := range r.Officials {
		c.fact("officials", i, &r.Officials[i].Source)
		for _, p := range r.Officials[i].Positions {
			c.oneOf("officials", i, "level", p.Level, "central", "province", "district", "commune")
		}
	}
	for i := range r.Counts {
		c.figure("counts", i, &r.Counts[i].Figure)
		c.oneOf("counts", i, "of_kind", string(r.Counts[i].OfKind), string(OfTotal), string(OfTarget), string(OfPrevious), string(OfPersons))
	}
	for i := range r.Percentages {
		c.figure("percentages", i, &r.Percentages[i].Figure)
	}
	for i := range r.Invalid {
		c.fact("invalid", i, &r.Invalid[i].Source)
	}
	return c.err
}

// A checker keeps the first contradiction.
type checker struct {
	text []rune
	err  error
}

func (c *checker) fail(kind string, i int, format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%s[%d]: %s", kind, i, fmt.Sprintf(format, args...))
	}
}

func (c *checker) fact(kind string, i int, s *Source) {
	if s.Start < 0 || s.End < s.Start || s.End > len(c.text) || string(c.text[s.Start:s.End]) != s.Text {
		c.fail(kind, i, "%q does not stand at %d-%d of the text", s.Text, s.Start, s.End)
	}
	if s.Sentence[0] < 0 || s.Sentence[1] < s.Sentence[0] || s.Sentence[1] > len(c.text) {
		c.fail(kind, i, "sentence %d-%d lies outside the text", s.Sentence[0], s.Sentence[1])
	}
}

func (c *checker) figure(kind string, i int, f *Figure) {
	c.fact(kind, i, &f.Source)
	c.oneOf(kind, i, "bound", string(f.Bound), string(Over), string(Under), string(Nearly), string(About), string(AtLeast), string(AtMost))
	c.oneOf(kind, i, "change", string(f.Change), string(Increase), string(Decrease))
	c.oneOf(kind, i, "status", string(f.Status), string(StatusEstimated), string(StatusPreliminary), string(StatusFinal), string(StatusRevised))
	c.oneOf(kind, i, "level", f.Level, LevelCountry, LevelProvince, LevelDistrict, LevelCommune)
	c.oneOf(kind, i, "check", f.Check, "consistent", "inconsistent")
}

// oneOf lets the empty value pass: it is absent.
func (c *checker) oneOf(kind string, i int, name, value string, known ...string) {
	if value != "" && !slices.Contains(known, value) {
		c.fail(kind, i, "%s %q is none of %v", name, value, known)
	}
}
