package extract

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

// TestCutTexts reads the texts of every table of sentences cut off behind each of their
// words, as an archive or a broken page cuts them, with what a rule may look for behind
// them. Every quote that is found must stand where it says, and no rule may look beyond
// the end.
func TestCutTexts(t *testing.T) {
	tables, err := fs.Glob(os.DirFS("testdata"), "*.tsv")
	if err != nil || len(tables) == 0 {
		t.Fatalf("no tables of sentences: %v", err)
	}
	for _, table := range tables {
		text, err := os.ReadFile("testdata/" + table)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(text), "\n") {
			for _, cell := range strings.Split(line, "\t") {
				cell = strings.NewReplacer("¶", "\n", `\n`, "\n").Replace(cell)
				for i, r := range cell {
					if r == ' ' {
						readCut(t, cell[:i])
					}
				}
			}
		}
	}
}

func readCut(t *testing.T, text string) {
	t.Helper()
	for _, end := range []string{"", ",", " 5%", " và"} {
		a := &corpus.Article{Text: text + end, Published: "2024-06-10"}
		facts := extractor.Extract(a)
		runes := []rune(a.Text)
		for _, s := range spansOf(&facts) {
			if s.Start < 0 || s.End > len(runes) || s.Start >= s.End || string(runes[s.Start:s.End]) != s.Text {
				t.Fatalf("%q: %q is not at [%d, %d)", a.Text, s.Text, s.Start, s.End)
			}
		}
	}
}
