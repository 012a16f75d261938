package extract

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trich-vn/trich/internal/vi"
)

// TestSharedLevels checks the levels that the gold of the tricky set names; the
// score tool does not look at them.
func TestSharedLevels(t *testing.T) {
	files, _ := filepath.Glob(shared + "corpus/tricky/gold/officials-*.json")
	if len(files) == 0 {
		t.Skip("no gold beside the checkout")
	}
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	articles := readSet(t, shared+"corpus/tricky/documents.jsonl")
	right, all := 0, 0
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var gold struct {
			Officials []struct {
				Name   string
				Levels []string
			}
		}
		if err := json.Unmarshal(b, &gold); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		doc := strings.TrimSuffix(filepath.Base(f), ".json")
		found := x.Extract(articles[doc]).Officials
		for _, g := range gold.Officials {
			for i, o := range found {
				if vi.Fold(o.Name) != vi.Fold(g.Name) {
					continue
				}
				for k, want := range g.Levels {
					all++
					if k < len(o.Positions) && o.Positions[k].Level == want {
						right++
					} else if k < len(o.Positions) {
						t.Logf("%s: %s, %s: level %q, want %q", doc, o.Name, showPosition(o.Positions[k]), o.Positions[k].Level, want)
					}
				}
				found = append(found[:i:i], found[i+1:]...)
				break
			}
		}
	}
	if all == 0 {
		t.Fatal("the gold names no level")
	}
	t.Logf("levels: %d of %d right", right, all)
	if float64(right) < 0.9*float64(all) {
		t.Errorf("levels: %d of %d right", right, all)
	}
}
