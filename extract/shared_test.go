package extract

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

const shared = "../../shared/"

// sets are the gold sets beside the checkout.
var sets = []struct{ name, docs, gold string }{
	{"seeds", "corpus/seeds/*.txt", "corpus/gold"},
	{"dev", "corpus/dev/articles/*.txt", "corpus/dev/gold"},
	{"tricky", "corpus/tricky/documents.jsonl", "corpus/tricky/gold"},
}

// TestSharedGold prints the score on each set that is there; the floors are
// held by the end-to-end test of the command. Misses are listed with
// TRICH_MISSES=1.
func TestSharedGold(t *testing.T) {
	if _, err := os.Stat(shared + "tools/score.py"); err != nil {
		t.Skip("no gold beside the checkout")
	}
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		t.Run(set.name, func(t *testing.T) {
			var out bytes.Buffer
			enc := json.NewEncoder(&out)
			n := 0
			for name, a := range readSet(t, shared+set.docs) {
				if err := enc.Encode(corpus.Record{Source: name, Article: a, Facts: x.Extract(a)}); err != nil {
					t.Fatal(err)
				}
				n++
			}
			if n == 0 {
				t.Fatalf("%s holds no articles", set.docs)
			}
			args := []string{shared + "tools/score.py", shared + set.gold}
			if os.Getenv("TRICH_MISSES") != "" {
				args = append(args, "-v")
			}
			cmd := exec.Command("python3", args...)
			cmd.Stdin = &out
			got, err := cmd.CombinedOutput()
			if err != nil {
				t.Skipf("score.py: %v", err)
			}
			t.Logf("\n%s", got)
		})
	}
}

// readSet reads the articles of a set as plainly as can be: a first line of a
// text file is its title, a second line that is a date its day of publication.
func readSet(t *testing.T, glob string) map[string]*corpus.Article {
	t.Helper()
	files, _ := filepath.Glob(glob)
	out := map[string]*corpus.Article{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f, ".jsonl") {
			for line := range strings.Lines(string(b)) {
				var d struct{ ID, Published, Text string }
				if err := json.Unmarshal([]byte(line), &d); err != nil {
					t.Fatalf("%s: %v", f, err)
				}
				out[d.ID] = &corpus.Article{Text: vi.Clean(d.Text), Published: d.Published}
			}
			continue
		}
		lines := strings.Split(vi.Clean(string(b)), "\n")
		a := &corpus.Article{Title: lines[0]}
		body := []string{lines[0], ""}
		for i, l := range lines[1:] {
			switch {
			case i == 0 && len(l) == len("2006-01-02") && l[4] == '-':
				a.Published = l
			case l != "":
				body = append(body, l)
			}
		}
		a.Text = strings.Join(body, "\n")
		out[filepath.Base(f)] = a
	}
	return out
}
