package web

// helpPage explains the columns and the words in them.
type helpPage struct {
	Columns [][2]string
	Bounds  [][2]string
	Parts   []string
	API     []string
}

// explained lists the columns of downloads that the page explains, in the
// order of the tables.
var explained = []string{
	"kind", "text", "value", "upper", "unit", "class", "bound", "change", "verb", "what", "of", "of_kind", "status", "indicator",
	"period", "baseline", "place", "area", "first", "last", "inferred", "ambiguous", "check", "note", "sentence", "published", "rule", "start", "end",
	"name", "honorific", "rank", "title", "organisation", "level", "canonical", "jurisdiction", "former", "acting", "role",
}

// help explains columns, bounds, checks and addresses.
func help(c *call) error {
	page := helpPage{Parts: []string{"quote", "bound", "period", "change", "verb", "status", "pair", "check", "officials", "compare", "search"},
		API: []string{"/api/facts?unit=vụ&period=2024", "/api/articles?province=…", "/api/officials?name=…", "/api/search?q=…", "/api/article/1", "/api/facets/facts/unit"}}
	for _, name := range explained {
		page.Columns = append(page.Columns, [2]string{name, c.lang.say("column." + name)})
	}
	for _, b := range bounds {
		page.Bounds = append(page.Bounds, [2]string{b, c.lang.say("bound." + b)})
	}
	return c.show(200, "help", c.lang.say("help.title"), page)
}
