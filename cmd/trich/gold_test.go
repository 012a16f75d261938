package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/corpus/gold"
)

// TestGold holds the whole way from a file to its facts to the floors of
// corpus/gold/floors.json, on the invented articles of the project and on the real
// ones beside the checkout, where they are. docs/accuracy.md tells of both.
func TestGold(t *testing.T) {
	shared := filepath.Join("..", "..", "..", "shared", "corpus")
	for _, set := range []struct{ name, root, docs, gold string }{
		{"reports", filepath.Join("..", "..", "corpus", "gold", "reports"), "articles", "gold"},
		{"seeds", shared, "seeds", "gold"},
		{"dev", shared, "dev/articles", "dev/gold"},
		{"tricky", shared, "tricky/documents.jsonl", "tricky/gold"},
	} {
		t.Run(set.name, func(t *testing.T) {
			if _, err := os.Stat(set.root); set.root == shared && err != nil {
				t.Skip("no gold beside the checkout")
			}
			var out, errw bytes.Buffer
			if code := run(t.Context(), []string{"extract", filepath.Join(set.root, set.docs)}, strings.NewReader(""), &out, &errw); code != exitDone {
				t.Fatalf("exit code %d: %s", code, &errw)
			}
			var records []corpus.Record
			for dec := json.NewDecoder(&out); dec.More(); {
				var r corpus.Record
				if err := dec.Decode(&r); err != nil {
					t.Fatal(err)
				}
				records = append(records, r)
			}
			golds, err := gold.Load(filepath.Join(set.root, set.gold))
			if err != nil {
				t.Fatal(err)
			}
			floors, err := gold.SetFloors(set.name)
			if err != nil {
				t.Fatal(err)
			}
			result := gold.Score(golds, records)
			for _, miss := range gold.Check(result, floors) {
				t.Error(miss)
			}
			t.Logf("\n%s", result)
			for _, m := range result.Misses {
				t.Log(m)
			}
		})
	}
}
