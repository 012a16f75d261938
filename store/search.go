package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
)

// A Hit is an article that a search found.
type Hit struct {
	Article
	// TitleMarks and SnippetMarks are the code points [start, end) of
	// Article.Title and Snippet that the search was for.
	TitleMarks, SnippetMarks [][2]int
	// Snippet is the part of the text that shows most of the words.
	Snippet string
	// Exact says that the words occur with the diacritics that were typed.
	Exact bool
}

// MaxHits is the number of hits of one grade of likeness that a search ranks:
// the newest ones, where there are more.
const MaxHits = 1000

// Search returns the articles that hold what f.Text asks for, best first, and
// filtered by the fields about articles. With diacritics typed, articles that
// have them come first; typed without, all are alike. Words next to each
// other come before words apart, then the better and newer article. The
// query may hold "phrases", prefix*, -without, one OR other and one NEAR/5
// other. f.Limit 0 means 20.
func (db *DB) Search(ctx context.Context, f Filter) ([]Hit, error) {
	q, err := db.parseQuery(f.Text)
	if err != nil {
		return nil, err
	}
	if f.Limit <= 0 {
		f.Limit = 20
	}
	var hits []found
	seen := map[int64]bool{}
	for _, grade := range q.grades() {
		if len(hits) >= f.Offset+f.Limit {
			break
		}
		more, err := db.candidates(ctx, q, grade, f)
		if err != nil {
			return nil, err
		}
		for _, h := range more {
			if !seen[h.id] {
				seen[h.id] = true
				hits = append(hits, h)
			}
		}
	}
	hits = hits[min(f.Offset, len(hits)):min(f.Offset+f.Limit, len(hits))]
	return db.showHits(ctx, q, hits)
}

// A grade is one degree of likeness between query and text.
type grade struct {
	fts   string
	exact string // query over the exact index, empty when all marks are alike
}

// grades lists the questions in the order in which their answers are shown.
func (q *query) grades() []grade {
	exact := q.exactFTS()
	joined, isOther := q.inOrder()
	var grades []grade
	for _, x := range []string{exact, ""} {
		if x == "" && exact == "" && len(grades) > 0 {
			break
		}
		if isOther {
			grades = append(grades, grade{joined, x})
		}
		grades = append(grades, grade{q.anyOrder(), x})
		if exact == "" {
			break
		}
	}
	return grades
}

type found struct {
	id    int64
	fts   string
	exact bool
	score float64
}

// candidates returns the articles of one grade, best first.
func (db *DB) candidates(ctx context.Context, q *query, g grade, f Filter) ([]found, error) {
	c := &conditions{}
	c.add("search MATCH ?", g.fts)
	if g.exact != "" {
		c.add("search.rowid IN (SELECT rowid FROM search_exact WHERE search_exact MATCH ?)", g.exact)
	}
	if err := f.ofArticle(c, "a.published"); err != nil {
		return nil, err
	}
	rows, err := db.r.QueryContext(ctx, `SELECT a.id, coalesce(a.published, ''), a.title, bm25(search)
		FROM search JOIN articles a ON a.id = search.rowid`+c.where()+`
		ORDER BY search.rowid DESC LIMIT ?`, append(c.args, MaxHits)...)
	if err != nil {
		return nil, db.fail(err)
	}
	defer rows.Close()
	var hits []found
	var days []time.Time
	newest := time.Time{}
	for rows.Next() {
		h := found{fts: g.fts, exact: g.exact != ""}
		var published, title string
		if err := rows.Scan(&h.id, &published, &title, &h.score); err != nil {
			return nil, db.fail(err)
		}
		day, _ := time.Parse(time.DateOnly, published) // no day ranks as old
		if day.After(newest) {
			newest = day
		}
		h.score = -h.score
		if q.matches(title) {
			h.score *= titleWeight
		}
		hits, days = append(hits, h), append(days, day)
	}
	if err := rows.Err(); err != nil {
		return nil, db.fail(err)
	}
	for i := range hits {
		hits[i].score *= freshness(newest.Sub(days[i]))
	}
	slices.SortStableFunc(hits, func(a, b found) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.id, a.id))
	})
	return hits, nil
}

const (
	// titleWeight raises an article that has the words in its title.
	titleWeight = 2
	// halfLife is the age at which an article counts half as much as the
	// newest, all else being equal.
	halfLife = 3 * 365 * 24 * time.Hour
)

func freshness(age time.Duration) float64 {
	return math.Exp2(-float64(age) / float64(halfLife))
}

// Marks that highlight() puts around words; no article text holds them.
const markOpen, markClose = "\x02", "\x03"

// showHits reads what a list of hits shows.
func (db *DB) showHits(ctx context.Context, q *query, found []found) ([]Hit, error) {
	hits := make([]Hit, 0, len(found))
	for _, h := range found {
		a, err := db.ArticleByID(ctx, h.id)
		if err != nil {
			return nil, err
		}
		hit := Hit{Article: *a, Exact: h.exact}
		var whole, snippet string
		err = db.r.QueryRowContext(ctx, `SELECT highlight(search, 0, ?1, ?2), snippet(search, 0, ?1, ?2, '…', 40)
			FROM search WHERE search MATCH ?3 AND rowid = ?4`, markOpen, markClose, h.fts, h.id).Scan(&whole, &snippet)
		if err != nil {
			return nil, fmt.Errorf("article %d: %w", h.id, db.fail(err))
		}
		title, _, _ := strings.Cut(whole, "\n")
		if plain, marks := unmark(title); plain == a.Title {
			hit.TitleMarks = marks
		}
		hit.Snippet, hit.SnippetMarks = unmark(strings.Join(strings.Fields(snippet), " "))
		hits = append(hits, hit)
	}
	return hits, nil
}

// unmark takes the marks out of a text and says where they stood.
func unmark(text string) (plain string, marks [][2]int) {
	var b strings.Builder
	at := 0
	for {
		before, rest, found := strings.Cut(text, markOpen)
		b.WriteString(before)
		at += utf8.RuneCountInString(before)
		if !found {
			return b.String(), marks
		}
		inside, after, _ := strings.Cut(rest, markClose)
		b.WriteString(inside)
		end := at + utf8.RuneCountInString(inside)
		marks = append(marks, [2]int{at, end})
		at, text = end, after
	}
}

// Mark writes a text with open and close around the marks, as in
// Mark(hit.Snippet, hit.SnippetMarks, "<b>", "</b>").
func Mark(text string, marks [][2]int, open, close string) string {
	runes := []rune(text)
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(string(runes[at:m[0]]) + open + string(runes[m[0]:m[1]]) + close)
		at = m[1]
	}
	b.WriteString(string(runes[at:]))
	return b.String()
}

// hitColumns are those of articles with the snippet in front.
var hitColumns = append([]column[Hit]{
	{Column: corpus.Column{Name: "snippet", Type: corpus.String, Description: "part of the text that shows most of the words"}, cell: func(h *Hit) any { return &h.Snippet }},
	{Column: corpus.Column{Name: "exact", Type: corpus.Boolean, Description: "the words occur with the diacritics that were typed"}, cell: func(h *Hit) any { return &h.Exact }},
}, hitArticleColumns()...)

func hitArticleColumns() []column[Hit] {
	columns := make([]column[Hit], len(articleColumnsOf))
	for i, c := range articleColumnsOf {
		columns[i] = column[Hit]{Column: c.Column, zeroNull: c.zeroNull, cell: func(h *Hit) any { return c.cell(&h.Article) }}
	}
	return columns
}

// SearchTable is the answer of a search, best hit first.
var SearchTable = tableOf("search", "Search", "Articles that hold the words asked for, best first.", []string{"id"}, hitColumns)

// searchRows is Search as cells.
func (db *DB) searchRows(ctx context.Context, f Filter) corpus.Rows {
	return func(yield func(corpus.Row, error) bool) {
		hits, err := db.Search(ctx, f)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, h := range hits {
			row, err := rowOf(hitColumns, &h)
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}
