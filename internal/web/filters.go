package web

import (
	"net/url"
	"slices"
)

// A filterField is a parameter that a form offers.
type filterField struct {
	Name string
	// Input is the type of a field to type in, empty for boxes to tick.
	Input string
	// column is where the values to tick come from, with their table; values
	// lists them where they are fixed.
	table, column string
	values        []string
	// group begins the messages of fixed values.
	group string
}

// factFilters are the filters of the table of figures, in the order shown.
var factFilters = []filterField{
	{Name: "q", Input: "search"},
	{Name: "kind", values: kinds, group: "kind"},
	{Name: "province", table: tableArticles, column: "province"},
	{Name: "portal", table: tableArticles, column: "portal"},
	{Name: "period", Input: "text"},
	{Name: "from", Input: "date"},
	{Name: "to", Input: "date"},
	{Name: "indicator", table: tableFacts, column: "indicator"},
	{Name: "unit", table: tableFacts, column: "unit"},
	{Name: "class", table: tableFacts, column: "class", group: "class"},
	{Name: "verb", table: tableFacts, column: "verb"},
	{Name: "status", values: statuses, group: "status"},
	{Name: "bound", values: bounds, group: "bound"},
	{Name: "change", values: changes, group: "change"},
	{Name: "check", values: checks, group: "check"},
	{Name: "min", Input: "text"},
	{Name: "max", Input: "text"},
}

// filters is the form beside a table and what of it holds.
type filters struct {
	Action string
	Fields []shownField
	// Hold lists the filters that hold, each with a link that lifts it.
	Hold []link
	// Clear lifts all of them.
	Clear string
	// Carried are the other parameters that the form hands on.
	Carried [][2]string
}

// A shownField is a filter with its values.
type shownField struct {
	filterField
	Value   string
	Options []option
	// Open says that one of the options is ticked.
	Open bool
}

// An option is a value to tick.
type option struct {
	Value, Label, Rows string
	Ticked             bool
}

// maxOptions is the length of a list to tick; what is rarer can be had by
// address or by words.
const maxOptions = 40

// filters returns the form of a page.
func (c *call) filters(path string, fields []filterField) (filters, error) {
	f := filters{Action: path}
	offered := map[string]bool{}
	for _, field := range fields {
		offered[field.Name] = true
		shown := shownField{filterField: field, Value: c.values.Get(field.Name)}
		if field.Input == "" {
			options, err := c.options(field)
			if err != nil {
				return f, err
			}
			if len(options) == 0 {
				continue
			}
			shown.Options = options
			shown.Open = len(c.values[field.Name]) > 0
		}
		f.Fields = append(f.Fields, shown)
	}
	f.Hold = c.holding(path, fields)
	if len(f.Hold) > 0 {
		f.Clear = c.link(path)
	}
	for name, list := range c.values {
		if kept(name) && !offered[name] && name != "lang" {
			for _, v := range list {
				f.Carried = append(f.Carried, [2]string{name, v})
			}
		}
	}
	slices.SortFunc(f.Carried, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	return f, nil
}

// options returns the values of a field: those of the store, most frequent
// first, and whatever the address asks for beside them.
func (c *call) options(field filterField) ([]option, error) {
	ticked := c.values[field.Name]
	var all []option
	for _, v := range field.values {
		all = append(all, option{Value: v})
	}
	if field.column != "" {
		known, err := c.facet(c.ctx(), field.table, field.column)
		if err != nil {
			return nil, err
		}
		for _, x := range known {
			if len(all) < maxOptions || slices.Contains(ticked, x.Value) {
				all = append(all, option{Value: x.Value, Rows: c.lang.count(x.Rows)})
			}
		}
	}
	for _, v := range ticked {
		if !slices.ContainsFunc(all, func(o option) bool { return o.Value == v }) {
			all = append(all, option{Value: v})
		}
	}
	for i := range all {
		all[i].Label = c.label(field, all[i].Value)
		all[i].Ticked = slices.Contains(ticked, all[i].Value)
	}
	return all, nil
}

// label is a value in the words of the page.
func (c *call) label(field filterField, value string) string {
	switch {
	case field.Name == "indicator":
		return c.indicatorName(c.lang, value)
	case field.group != "":
		return c.lang.term(field.group, value)
	case field.Name == "period" || field.Input == "date":
		return c.lang.when(value)
	}
	return value
}

// holding lists the filters of the address, each with a link without it.
func (c *call) holding(path string, fields []filterField) []link {
	var links []link
	for _, p := range params {
		field := filterField{Name: p.name}
		if i := slices.IndexFunc(fields, func(f filterField) bool { return f.Name == p.name }); i >= 0 {
			field = fields[i]
		}
		for _, value := range c.values[p.name] {
			links = append(links, link{
				Name: p.name,
				Text: c.lang.say("filter."+p.name) + ": " + c.label(field, value),
				URL: c.again(path, func(v url.Values) {
					v[p.name] = slices.DeleteFunc(v[p.name], func(x string) bool { return x == value })
				}),
			})
		}
	}
	return links
}
