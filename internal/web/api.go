package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/export"
)

// apiAnswer is the answer to a question about rows.
type apiAnswer struct {
	Table   string            `json:"table"`
	Columns []apiColumn       `json:"columns"`
	Rows    []json.RawMessage `json:"rows"`
	// Total is left out when counting takes too long.
	Total *int64 `json:"total,omitempty"`
	// Next is the address of the rows that follow.
	Next string `json:"next,omitempty"`
}

type apiColumn struct {
	Name        string      `json:"name"`
	Type        corpus.Type `json:"type"`
	Unit        string      `json:"unit,omitempty"`
	Description string      `json:"description,omitempty"`
}

// apiRows answers with the rows of a table, a page at a time, as the page of
// the same parameters shows them.
func apiRows(c *call) error {
	table := c.r.PathValue("table")
	if !slices.Contains(downloadTables, table) {
		return ErrNotFound
	}
	q := c.query
	q.Sort, q.Limit, q.Offset = c.sortOf(table), c.view.per+1, (c.view.page-1)*c.view.per
	described, rows, err := c.store.Rows(c.ctx(), table, q)
	if err != nil {
		return fmt.Errorf("%s: %w", table, err)
	}
	answer := apiAnswer{Table: table, Rows: []json.RawMessage{}}
	for _, column := range described.Columns {
		answer.Columns = append(answer.Columns, apiColumn{column.Name, column.Type, column.Unit, column.Description})
	}
	// JSON Lines and the API say the same, so the same code writes them.
	var lines bytes.Buffer
	if err := export.Write(&lines, "jsonl", described, rows, export.Options{}); err != nil {
		return fmt.Errorf("%s: %w", table, err)
	}
	for row := range bytes.Lines(lines.Bytes()) {
		answer.Rows = append(answer.Rows, bytes.TrimSpace(row))
	}
	switch n, err := c.counted(table); {
	case err == nil:
		answer.Total = &n
	case !errors.Is(err, context.DeadlineExceeded) || c.ctx().Err() != nil:
		return err
	}
	answer.Next = c.nextAPI(len(answer.Rows))
	answer.Rows = answer.Rows[:min(len(answer.Rows), c.view.per)]
	c.writeJSON(200, answer)
	return nil
}

// nextAPI is the address of the page after this one, when rows were left.
func (c *call) nextAPI(rows int) string {
	if rows <= c.view.per || c.view.page >= maxPage {
		return ""
	}
	return c.again(c.r.URL.Path, func(v url.Values) { v.Set("page", strconv.Itoa(c.view.page+1)) })
}

// apiSearch answers with the hits of a search.
func apiSearch(c *call) error {
	q := c.query
	q.Limit, q.Offset = c.view.per+1, (c.view.page-1)*c.view.per
	hits, err := c.store.Search(c.ctx(), q)
	if err != nil {
		return err
	}
	answer := struct {
		Hits []Hit  `json:"hits"`
		Next string `json:"next,omitempty"`
	}{append([]Hit{}, hits[:min(len(hits), c.view.per)]...), c.nextAPI(len(hits))}
	c.writeJSON(200, answer)
	return nil
}

// apiArticle answers with an article and its facts, as `trich extract` prints
// them.
func apiArticle(c *call) error {
	_, rec, err := c.record()
	if err != nil {
		return err
	}
	c.writeJSON(200, rec)
	return nil
}

// facetColumns lists the columns whose values can be counted, by table.
var facetColumns = map[string][]string{
	tableArticles:  {"province", "portal", "year"},
	tableFacts:     {"province", "portal", "year", "kind", "unit", "class", "indicator", "bound", "change", "check"},
	tableOfficials: {"province", "portal", "year", "name", "level"},
}

// apiFacets answers with the values of a column and how many rows have each.
func apiFacets(c *call) error {
	table, column := c.r.PathValue("table"), c.r.PathValue("column")
	if !slices.Contains(facetColumns[table], column) {
		return ErrNotFound
	}
	facets, err := c.store.Facets(c.ctx(), table, column, c.query, c.view.per)
	if err != nil {
		return err
	}
	c.writeJSON(200, map[string]any{"table": table, "column": column, "values": append([]Facet{}, facets...)})
	return nil
}
