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
// corpus/gold/floors.json, on the real articles beside the checkout.
func TestGold(t *testing.T) {
	shared := filepath.Join("..", "..", "..", "shared", "corpus")
	if _, err := os.Stat(shared); err != nil {
		t.Skip("no gold beside the checkout")
	}
	for _, set := range []struct{ name, docs, gold string }{
		{"seeds", "seeds", "gold"},
		{"dev", "dev/articles", "dev/gold"},
		{"tricky", "tricky/documents.jsonl", "tricky/gold"},
	} {
		t.Run(set.name, func(t *testing.T) {
			var out, errw bytes.Buffer
			if code := run(t.Context(), []string{"extract", filepath.Join(shared, set.docs)}, strings.NewReader(""), &out, &errw); code != exitDone {
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
			golds, err := gold.Load(filepath.Join(shared, set.gold))
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
			for _, m := range result.Misses {
				t.Log(m)
			}
		})
	}
}
