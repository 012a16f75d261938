package web

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/trich-vn/trich/corpus"
)

// Limits on what an address may ask for.
const (
	maxQueryBytes = 8 << 10
	maxValueRunes = 300
	maxValues     = 50
	maxPage       = 10_000
	maxPerPage    = 200
	defPerPage    = 50
)

// A paramError is a parameter that cannot be read. Its message is a key of
// the table of messages.
type paramError struct {
	name, message string
}

func (e *paramError) Error() string { return fmt.Sprintf("parameter %s: %s", e.name, e.message) }

// A param is one parameter of an address and the field of Query it fills.
// Exactly one of the fields is set.
type param struct {
	name   string
	text   func(*Query) *string
	list   func(*Query) *[]string
	number func(*Query) **corpus.Decimal
	flag   func(*Query) **bool
	id     func(*Query) *int64
	// check returns the message that tells what is wrong with a value.
	check func(value string) string
}

// params lists every parameter that filters rows, in the order in which
// addresses hold them.
var params = []param{
	{name: "q", text: func(q *Query) *string { return &q.Text }},
	{name: "kind", list: func(q *Query) *[]string { return &q.Kinds }, check: oneOf(kinds...)},
	{name: "province", list: func(q *Query) *[]string { return &q.Provinces }},
	{name: "portal", list: func(q *Query) *[]string { return &q.Portals }},
	{name: "from", text: func(q *Query) *string { return &q.PublishedFrom }, check: isDay},
	{name: "to", text: func(q *Query) *string { return &q.PublishedTo }, check: isDay},
	{name: "period", text: func(q *Query) *string { return &q.Period }, check: isPeriod},
	{name: "indicator", list: func(q *Query) *[]string { return &q.Indicators }},
	{name: "unit", list: func(q *Query) *[]string { return &q.Units }},
	{name: "class", list: func(q *Query) *[]string { return &q.Classes }},
	{name: "verb", list: func(q *Query) *[]string { return &q.Verbs }},
	{name: "status", list: func(q *Query) *[]string { return &q.Statuses }, check: oneOf(statuses...)},
	{name: "bound", list: func(q *Query) *[]string { return &q.Bounds }, check: oneOf(bounds...)},
	{name: "change", list: func(q *Query) *[]string { return &q.Changes }, check: oneOf(changes...)},
	{name: "check", list: func(q *Query) *[]string { return &q.Checks }, check: oneOf(checks...)},
	{name: "min", number: func(q *Query) **corpus.Decimal { return &q.Min }},
	{name: "max", number: func(q *Query) **corpus.Decimal { return &q.Max }},
	{name: "name", text: func(q *Query) *string { return &q.Name }},
	{name: "title", list: func(q *Query) *[]string { return &q.Titles }},
	{name: "organisation", list: func(q *Query) *[]string { return &q.Organisations }},
	{name: "level", list: func(q *Query) *[]string { return &q.Levels }, check: oneOf(levels...)},
	{name: "former", flag: func(q *Query) **bool { return &q.Former }},
	{name: "acting", flag: func(q *Query) **bool { return &q.Acting }},
	{name: "person", id: func(q *Query) *int64 { return &q.PersonID }},
	{name: "article", id: func(q *Query) *int64 { return &q.ArticleID }},
	{name: "rule", text: func(q *Query) *string { return &q.Rule }},
}

// The values that enumerations of the store can have.
var (
	kinds   = []string{"count", "percentage", "date"}
	bounds  = []string{"exact", string(corpus.Over), string(corpus.AtLeast), string(corpus.Nearly), string(corpus.About), string(corpus.AtMost), string(corpus.Under)}
	changes = []string{"level", string(corpus.Increase), string(corpus.Decrease)}
	checks  = []string{"inconsistent", "consistent"}
	// statuses begin with the most final.
	statuses = []string{string(corpus.StatusRevised), string(corpus.StatusFinal), string(corpus.StatusPreliminary), string(corpus.StatusEstimated)}
	levels   = []string{"central", corpus.LevelCountry, corpus.LevelProvince, corpus.LevelDistrict, corpus.LevelCommune}
)

// parseValues reads the raw query of an address: bounded, UTF-8, NFC.
func parseValues(raw string) (url.Values, error) {
	if len(raw) > maxQueryBytes {
		return nil, &paramError{"…", "error.long"}
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, &paramError{"…", "error.encoding"}
	}
	for name, list := range values {
		if len(list) > maxValues {
			return nil, &paramError{name, "error.many"}
		}
		kept := list[:0]
		for _, v := range list {
			if !utf8.ValidString(name) || !utf8.ValidString(v) || strings.ContainsFunc(v, isControl) {
				return nil, &paramError{"…", "error.encoding"}
			}
			if utf8.RuneCountInString(v) > maxValueRunes {
				return nil, &paramError{name, "error.long"}
			}
			// An empty field of a form asks for nothing.
			if v = strings.TrimSpace(norm.NFC.String(v)); v != "" && !slices.Contains(kept, v) {
				kept = append(kept, v)
			}
		}
		if values[name] = kept; len(kept) == 0 {
			delete(values, name)
		}
	}
	return values, nil
}

func isControl(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' }

// readQuery fills a Query from the values of an address; parameters that are
// none of params are left alone.
func readQuery(values url.Values) (Query, error) {
	var q Query
	for _, p := range params {
		list := values[p.name]
		if len(list) == 0 {
			continue
		}
		for _, v := range list {
			if p.check == nil {
				continue
			}
			if message := p.check(v); message != "" {
				return q, &paramError{p.name, message}
			}
		}
		if message := p.set(&q, list); message != "" {
			return q, &paramError{p.name, message}
		}
	}
	if q.PublishedFrom != "" && q.PublishedTo != "" && q.PublishedTo < q.PublishedFrom {
		return q, &paramError{"to", "error.order"}
	}
	if q.Min != nil && q.Max != nil && q.Max.Cmp(q.Min.Decimal) < 0 {
		return q, &paramError{"max", "error.range"}
	}
	return q, nil
}

// set fills the parameter's field and returns the message of an error.
func (p param) set(q *Query, list []string) string {
	first := list[0]
	switch {
	case p.text != nil:
		*p.text(q) = first
	case p.list != nil:
		*p.list(q) = list
	case p.number != nil:
		d, err := corpus.ParseDecimal(first)
		if err != nil {
			return "error.number"
		}
		*p.number(q) = &d
	case p.flag != nil:
		if first != "1" && first != "0" {
			return "error.value"
		}
		is := first == "1"
		*p.flag(q) = &is
	case p.id != nil:
		id, err := strconv.ParseInt(first, 10, 64)
		if err != nil || id < 1 {
			return "error.number"
		}
		*p.id(q) = id
	}
	return ""
}

// A view is what an address asks to see of the rows it filters.
type view struct {
	page, per int
	sort      string
}

// readView reads page, per and sort; sorts lists the columns that can be
// sorted by.
func readView(values url.Values, sorts []string) (view, error) {
	v := view{page: 1, per: defPerPage}
	for name, at := range map[string]struct {
		to       *int
		min, max int
	}{"page": {&v.page, 1, maxPage}, "per": {&v.per, 1, maxPerPage}} {
		if s := values.Get(name); s != "" {
			n, err := strconv.Atoi(s)
			if err != nil || n < at.min || n > at.max {
				return v, &paramError{name, "error.number"}
			}
			*at.to = n
		}
	}
	if s := values.Get("sort"); s != "" {
		if !slices.Contains(sorts, strings.TrimPrefix(s, "-")) {
			return v, &paramError{"sort", "error.value"}
		}
		v.sort = s
	}
	return v, nil
}

func oneOf(allowed ...string) func(string) string {
	return func(v string) string {
		if slices.Contains(allowed, v) {
			return ""
		}
		return "error.value"
	}
}

func isDay(v string) string {
	if _, err := time.Parse(time.DateOnly, v); err != nil {
		return "error.day"
	}
	return ""
}

// datePart is one side of a date value; what the days of a month are is the
// store's matter.
var datePart = regexp.MustCompile(`^(\.\.|\d{4}(-(Q[1-4]|H[12]|(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?))?)$`)

func isPeriod(v string) string {
	from, to, isRange := strings.Cut(v, "/")
	if !datePart.MatchString(from) || isRange && !datePart.MatchString(to) {
		return "error.period"
	}
	return ""
}

// kept lists the parameters that links of one page carry on: the filters and
// how the page shows them.
func kept(name string) bool {
	switch name {
	case "lang", "sort", "per", "by", "chart":
		return true
	}
	return slices.ContainsFunc(params, func(p param) bool { return p.name == name })
}

// addressOf writes a path with values in a fixed order, so that one question
// has one address.
func addressOf(path string, values url.Values) string {
	if query := values.Encode(); query != "" {
		return path + "?" + query
	}
	return path
}

// clone copies values, so that a link can change them.
func clone(values url.Values) url.Values {
	out := make(url.Values, len(values))
	for name, list := range values {
		out[name] = slices.Clone(list)
	}
	return out
}
