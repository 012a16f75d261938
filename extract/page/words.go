package page

import (
	"slices"
	"strings"
	"sync"

	"github.com/trich-vn/trich/internal/vi"
)

// wordLists is data/words.tsv: for each use the words in vi.Key form, longest
// first.
type wordLists map[string][]string

// uses are the questions words.tsv has words for.
var uses = []string{"organisation", "site", "error", "credit", "view", "act", "staff", "date", "function"}

var words = sync.OnceValues(func() (wordLists, error) { return loadWords() })

func loadWords() (wordLists, error) {
	rows, err := vi.ReadTable(data, "data/words.tsv")
	if err != nil {
		return nil, err
	}
	lists := wordLists{}
	for _, r := range rows {
		for _, use := range r.List("used") {
			if !slices.Contains(uses, use) {
				return nil, r.Errorf("unknown use %q", use)
			}
			lists[use] = append(lists[use], vi.Key(r.Get("word")))
		}
	}
	for _, list := range lists {
		slices.SortStableFunc(list, func(a, b string) int { return len(b) - len(a) })
	}
	return lists, nil
}

// wordsFor returns the words of one use.
func wordsFor(use string) []string {
	lists, err := words()
	if err != nil {
		panic(err) // checked in New
	}
	return lists[use]
}

// opensWith says that a key begins with a word of the use.
func opensWith(key, use string) bool {
	for _, w := range wordsFor(use) {
		if strings.HasPrefix(key, w) && wordEnd(key, len(w)) {
			return true
		}
	}
	return false
}

// holdsWord returns where the last word of the use begins in a key, -1 where
// none stands in it as a word.
func holdsWord(key, use string) int {
	at := -1
	for _, w := range wordsFor(use) {
		i := strings.LastIndex(key, w)
		if i > at && wordEnd(key, i+len(w)) && (i == 0 || wordEnd(key, i)) {
			at = i
		}
	}
	return at
}
