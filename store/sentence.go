package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
)

// sentenceBits is the room for the number of a sentence in a row of
// search_sentences; the last number stands for all behind it too.
const sentenceBits, lastSentence = 6, 1<<6 - 1

// ofSentence asks for rows of the table called alias, facts or officials, with
// the query in the text that in expresses, which is the sentence, and for facts
// what they count; id is the expression of the article's identifier.
func (db *DB) ofSentence(ctx context.Context, c *conditions, q *query, alias, id, in string) error {
	key := "(" + alias + ".article_id << 6 | min(" + alias + ".sentence, 63))"
	fts := q.anyWords(func(term) bool { return true }, undotted)
	if _, err := db.within(ctx, c, "search_sentences", fts, key, id+" IN (SELECT value >> 6 FROM json_each(?))"); err != nil {
		return err
	}
	// Without their diacritics many words are one; the article tells them apart.
	if exact := q.exactFTS(); exact != "" {
		if _, err := db.within(ctx, c, "search_exact", exact, id, id+" IN (SELECT value FROM json_each(?))"); err != nil {
			return err
		}
	}
	c.add("has_words("+in+", ?)", q.text)
	return nil
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
			if err := text.Encode(undotted(sentence)); err != nil {
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
