package main

import (
	"encoding/json"
	"os"
	"strings"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/extract"
	"github.com/trich-vn/trich/internal/vi"
)

func main() {
	x, err := extract.New()
	if err != nil {
		panic(err)
	}
	for _, f := range os.Args[1:] {
		b, _ := os.ReadFile(f)
		lines := strings.Split(vi.Clean(string(b)), "\n")
		a := &corpus.Article{Title: lines[0]}
		body := []string{lines[0], ""}
		for i, l := range lines[1:] {
			if i == 0 && len(l) == 10 && l[4] == '-' {
				a.Published = l
			} else if l != "" {
				body = append(body, l)
			}
		}
		a.Text = strings.Join(body, "\n")
		json.NewEncoder(os.Stdout).Encode(corpus.Record{Source: f, Article: a, Facts: x.Explain(a)})
	}
}
