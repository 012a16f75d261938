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

// maxAlike is the number of articles with the words that a search compares
// by their diacritics and by whether the words stand together; of more frequent
// words the newest articles are enough.
var maxAlike = 10000

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
		if err := db.bound(ctx, q, &grade); err != nil {
			return nil, err
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
	return db.showHits(ctx, hits)
}

// A grade is one degree of likeness between query and text.
type grade struct {
	fts     string
	phrases []string // that fts asks for
	exact   string   // query over the exact index, empty when all marks are alike
	joined  bool     // words that were typed apart are looked for together
	since   int64    // the oldest article that is compared
}

// grades lists the questions in the order in which their answers are shown.
func (q *query) grades() []grade {
	joined, joinedPhrases := q.fts(true)
	apart, phrases := q.fts(false)
	var grades []grade
	add := func(exact string) {
		if joined != apart {
			grades = append(grades, grade{fts: joined, phrases: joinedPhrases, exact: exact, joined: true})
		}
		grades = append(grades, grade{fts: apart, phrases: phrases, exact: exact})
	}
	if exact := q.exactFTS(); exact != "" {
		add(exact)
	}
	add("")
	return grades
}

// bound keeps a grade whose words stand together, which FTS5 finds only by
// reading every place of every word, to the newest articles that hold them.
func (db *DB) bound(ctx context.Context, q *query, g *grade) error {
	if !g.joined {
		return nil
	}
	table, fts := "search_exact", g.exact
	if fts == "" {
		table, fts = "search", q.anyOrder()
	}
	var n int
	err := db.r.QueryRowContext(ctx, "SELECT count(*), coalesce(min(rowid), 0) FROM (SELECT rowid FROM "+table+
		" WHERE "+table+" MATCH ? ORDER BY rowid DESC LIMIT ?)", fts, maxAlike).Scan(&n, &g.since)
	if n < maxAlike {
		g.since = 0
	}
	return db.fail(err)
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
	order := "search.rowid DESC"
	if g.since > 0 {
		// FTS5 heeds the bound at which it begins, and sorting is left to SQLite.
		c.add("search.rowid >= ?", g.since)
		order = "+" + order
	}
	if g.exact != "" {
		// The plus keeps SQLite from asking the folded index anew for every
		// row of the exact one.
		c.add(fmt.Sprintf("+search.rowid IN (SELECT rowid FROM search_exact WHERE search_exact MATCH ? ORDER BY rowid DESC LIMIT %d)", maxAlike), g.exact)
	}
	f.ofArticle(c, "a.published")
	rank, err := db.rank(ctx, g)
	if err != nil {
		return nil, err
	}
	rows, err := db.r.QueryContext(ctx, `SELECT a.id, coalesce(a.published, ''), a.title, `+rank+`
		FROM search CROSS JOIN articles a ON a.id = search.rowid`+c.where()+`
		ORDER BY `+order+` LIMIT ?`, append(c.args, MaxHits)...)
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
		if q.likely(title) {
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

// maxRanked is the number of articles with a phrase up to which bm25 is
// asked: it counts all of them first.
const maxRanked = 1500

// rank is the expression by which the articles of a grade are ranked; of
// frequent words the title and the day alone decide.
func (db *DB) rank(ctx context.Context, g grade) (string, error) {
	if len(g.phrases) == 1 && strings.Contains(g.phrases[0], " ") {
		// To look for a phrase of frequent words is dear enough once.
		return "-1.0", nil
	}
	for _, p := range g.phrases {
		var n int
		err := db.r.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)", p, maxRanked).Scan(&n)
		if err != nil {
			return "", db.fail(err)
		}
		if n == maxRanked {
			return "-1.0", nil
		}
	}
	return "bm25(search)", nil
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
func (db *DB) showHits(ctx context.Context, found []found) ([]Hit, error) {
	hits := make([]Hit, 0, len(found))
	for _, h := range found {
		a, err := db.ArticleByID(ctx, h.id)
		if err != nil {
			return nil, err
		}
		hit := Hit{Article: *a, Exact: h.exact}
		var whole string
		err = db.r.QueryRowContext(ctx, "SELECT highlight(search, 0, ?, ?) FROM search WHERE search MATCH ? AND rowid = ?",
			markOpen, markClose, h.fts, h.id).Scan(&whole)
		if err != nil {
			return nil, fmt.Errorf("article %d: %w", h.id, db.fail(err))
		}
		title, body, _ := strings.Cut(whole, "\n")
		if plain, marks := unmark(title); plain == a.Title {
			hit.TitleMarks = marks
		}
		if !strings.Contains(body, markOpen) {
			body = whole
		}
		hit.Snippet, hit.SnippetMarks = unmark(excerpt(body))
		hits = append(hits, hit)
	}
	return hits, nil
}

// snippetWords is the length of a snippet.
const snippetWords = 40

// excerpt cuts the part of a marked text that shows most of the marks: whole
// words, a few before the first mark, from the beginning of a sentence where
// one is near.
func excerpt(marked string) string {
	words := strings.Fields(marked)
	sum := make([]int, len(words)+1) // marks that open before word i
	for i, w := range words {
		sum[i+1] = sum[i] + strings.Count(w, markOpen)
	}
	best, most := 0, -1
	for i := range words {
		// Windows begin at a mark: they hold as many as any other.
		if sum[i+1] == sum[i] {
			continue
		}
		if n := sum[min(i+snippetWords*3/4, len(words))] - sum[i]; n > most {
			best, most = i, n
		}
	}
	from := max(0, best-snippetWords/4)
	for i := best; i > from; i-- {
		if strings.HasSuffix(words[i-1], ".") {
			from = i
		}
	}
	to := min(from+snippetWords, len(words))
	part := strings.Join(words[from:to], " ")
	if open := strings.Count(part, markOpen) - strings.Count(part, markClose); open > 0 {
		part += markClose
	} else if open < 0 {
		part = markOpen + part
	}
	if from > 0 {
		part = "…" + part
	}
	if to < len(words) {
		part += "…"
	}
	return part
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
