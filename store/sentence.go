package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
)

// sentenceBits is the room for the number of a sentence in a row of
// search_sentences; the last number stands for all behind it too.
const sentenceBits, lastSentence = 6, 1<<6 - 1

// matches are the rows of search_sentences, and the articles, that may hold
// words, in order; nil where they are too many to gather.
type matches struct{ sentences, articles []int64 }

// matchesOf asks the indexes which sentences may hold the query.
func (db *DB) matchesOf(ctx context.Context, q *query) (m matches, err error) {
	exact := beside(func() ([]int64, error) {
		// Without their diacritics many words are one; the article tells them apart.
		if fts := q.exactFTS(); fts != "" {
			return db.gather(ctx, "search_exact", fts)
		}
		return nil, nil
	})
	m.sentences, err = db.gather(ctx, "search_sentences", q.anyWords(func(term) bool { return true }, unmarked))
	articles, failed := exact()
	if err = cmp.Or(err, failed); err != nil {
		return m, err
	}
	for _, key := range m.sentences {
		if id := key >> sentenceBits; len(m.articles) == 0 || m.articles[len(m.articles)-1] != id {
			m.articles = append(m.articles, id)
		}
	}
	return m.within(articles), nil
}

// beside begins f and returns what waits for its answer.
func beside[T any](f func() (T, error)) (wait func() (T, error)) {
	var answer T
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		answer, err = f()
	}()
	return func() (T, error) {
		<-done
		return answer, err
	}
}

// within is the part of the matches that stands in some articles, which are in
// order; nil is all.
func (m matches) within(articles []int64) matches {
	if articles == nil {
		return m
	}
	part := matches{articles: articles}
	if m.sentences == nil {
		return part
	}
	part = matches{sentences: []int64{}, articles: []int64{}}
	for _, key := range m.sentences {
		id := key >> sentenceBits
		if _, found := slices.BinarySearch(articles, id); !found {
			continue
		}
		part.sentences = append(part.sentences, key)
		if n := len(part.articles); n == 0 || part.articles[n-1] != id {
			part.articles = append(part.articles, id)
		}
	}
	return part
}

// ofSentence asks for rows of the table called alias, facts or officials, with
// the words of f in the text that in expresses, which is the sentence, and for
// facts what they count; id is the expression of the article's identifier.
func (db *DB) ofSentence(ctx context.Context, c *conditions, f Filter, alias, id, in string) error {
	q, err := db.parseQuery(f.Text)
	if err != nil {
		return err
	}
	m := f.among
	if m == nil {
		all, err := db.matchesOf(ctx, q)
		if err != nil {
			return err
		}
		m = &all
	}
	if m.articles != nil {
		c.oneOfList(id, m.articles)
	}
	if m.sentences != nil {
		c.oneOfList("+("+alias+".article_id << 6 | min("+alias+".sentence, 63))", m.sentences)
	}
	c.add("has_words("+in+", ?)", q.text)
	return nil
}

// A page of rows with words in their sentences is looked for in the newest
// articles with matches first, a few at a time and then more: to read one costs
// more than to ask. Up to fewArticles are sorted by their days; of more, some of
// the newest are met in the index of days first.
var newestArticles, articlesAtOnce, fewArticles = 512, 64, 5000

// newestFirst answers a question for a page of rows with words in their
// sentences, and reads articles only until the page is full.
func newestFirst[T any](ctx context.Context, db *DB, f Filter, ask func(Filter) iter.Seq2[T, error]) iter.Seq2[T, error] {
	if f.Text == "" {
		return ask(f)
	}
	q, err := db.parseQuery(f.Text)
	if err != nil {
		return failed[T](err)
	}
	m, err := db.matchesOf(ctx, q)
	if err != nil {
		return failed[T](err)
	}
	f.among = &m
	if f.Limit <= 0 || f.Sort != "" || f.ArticleID != 0 || m.articles == nil {
		return ask(f)
	}
	return func(yield func(T, error) bool) {
		skip, left := f.Offset, f.Limit
		for part, err := range db.newest(ctx, f, m.articles) {
			if err != nil {
				var zero T
				yield(zero, err)
				return
			}
			among := m.within(part)
			g := f
			g.among, g.Offset, g.Limit = &among, 0, skip+left
			for row, err := range ask(g) {
				if skip > 0 && err == nil {
					skip--
					continue
				}
				if !yield(row, err) || err != nil {
					return
				}
				left--
			}
			if left == 0 {
				return
			}
		}
	}
}

// newest streams those of the articles that f may be about, the newest first, in
// parts, each in the order of its identifiers.
func (db *DB) newest(ctx context.Context, f Filter, articles []int64) iter.Seq2[[]int64, error] {
	return func(yield func([]int64, error) bool) {
		seen := map[int64]bool{}
		bounds := []int{newestArticles, -1}
		if len(articles) <= fewArticles {
			bounds = bounds[1:]
		}
		size := articlesAtOnce
		for _, most := range bounds {
			ids, err := db.sorted(ctx, f, articles, most)
			if err != nil {
				yield(nil, err)
				return
			}
			all := len(ids) != most
			ids = slices.DeleteFunc(ids, func(id int64) bool { return seen[id] })
			for len(ids) > 0 {
				part := ids[:min(size, len(ids))]
				ids = ids[len(part):]
				size = min(2*size, newestArticles)
				for _, id := range part {
					seen[id] = true
				}
				slices.Sort(part)
				if !yield(part, nil) {
					return
				}
			}
			if all {
				return
			}
		}
	}
}

// sorted returns at most so many of the articles that f may be about, or all for
// -1, the newest first.
func (db *DB) sorted(ctx context.Context, f Filter, articles []int64, most int) ([]int64, error) {
	c := &conditions{}
	from, id := "articles a INDEXED BY articles_day", "a.id"
	if most >= 0 {
		from, id = "articles a", "+a.id"
	}
	c.oneOfList(id, articles)
	f.ofArticle(c, "a.published")
	return db.ids(ctx, "SELECT a.id FROM "+from+c.where()+" ORDER BY a.published DESC, a.id DESC LIMIT ?", append(c.args, most)...)
}

// sentenceTexts returns the texts of the sentences at spans, which are in order
// of their start, each with what the figures in it count where other words of
// the article say so.
func sentenceTexts(rec *corpus.Record, spans [][2]int) []string {
	texts := cut(rec.Article.Text, spans)
	add := func(f corpus.Figure) {
		if i, found := slices.BinarySearchFunc(spans, f.Sentence, compareSpans); found && !strings.Contains(texts[i], f.What) {
			texts[i] += " " + f.What
		}
	}
	for i := range rec.Counts {
		add(rec.Counts[i].Figure)
	}
	for i := range rec.Percentages {
		add(rec.Percentages[i].Figure)
	}
	if len(texts) > lastSentence {
		texts = append(texts[:lastSentence], strings.Join(texts[lastSentence:], " "))
	}
	return texts
}

// cut returns the parts of a text at spans of code points, which are in order
// of their start.
func cut(text string, spans [][2]int) []string {
	parts := make([]string, len(spans))
	at, from := 0, 0
	for i, span := range spans {
		from += width(text[from:], span[0]-at)
		at = span[0]
		parts[i] = text[from : from+width(text[from:], span[1]-at)]
	}
	return parts
}

// width is the number of bytes of the first n code points of a text, or of all
// of it.
func width(text string, n int) int {
	bytes := 0
	for ; n > 0 && bytes < len(text); n-- {
		_, size := utf8.DecodeRuneInString(text[bytes:])
		bytes += size
	}
	return bytes
}

func compareSpans(a, b [2]int) int { return slices.Compare(a[:], b[:]) }

// indexSentences adds sentences to their full-text index, all in one statement,
// which is given them as a JSON object of texts by row.
func (s *saver) indexSentences(ctx context.Context, waiting []pending) error {
	var object strings.Builder
	text := json.NewEncoder(&object)
	between := "{"
	for _, p := range waiting {
		for n, sentence := range p.sentences {
			fmt.Fprintf(&object, `%s"%d":`, between, p.id<<sentenceBits|int64(n))
			if err := text.Encode(unmarked(sentence)); err != nil {
				return err
			}
			between = ","
		}
	}
	if object.Len() == 0 {
		return nil
	}
	object.WriteString("}")
	_, err := s.tx.ExecContext(ctx, "INSERT INTO search_sentences (rowid, text) SELECT CAST(key AS INTEGER), value FROM json_each(?)", object.String())
	return err
}
