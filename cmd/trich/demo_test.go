package main

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/demo"
	"github.com/trich-vn/trich/internal/vi"
	"github.com/trich-vn/trich/store"
)

// TestDemo runs the whole way over the invented portals and compares what is
// stored with what their author wrote.
func TestDemo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "demo.db")
	var out, errw bytes.Buffer
	if code := run(t.Context(), []string{"demo", "--db", path, "--lang", "en"}, strings.NewReader(""), &out, &errw); code != exitDone {
		t.Fatalf("exit code %d\n%s%s", code, &out, &errw)
	}
	db, err := store.Open(t.Context(), path, storeOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	stored := map[string]*corpus.Record{}
	for r, err := range db.Records(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		stored[vi.Key(r.Article.Title)] = r
	}
	want := demo.Articles()
	if len(want) < 12 {
		t.Fatalf("the demo has %d articles", len(want))
	}
	for _, a := range want {
		r := stored[vi.Key(a.Title)]
		if r == nil {
			t.Errorf("%s: %q is not stored", a.ID, a.Title)
			continue
		}
		delete(stored, vi.Key(a.Title))
		checkDemoArticle(t, a, r)
	}
	for _, r := range stored {
		t.Errorf("%s was taken for an article: %q", r.Article.URL, r.Article.Title)
	}
}

func checkDemoArticle(t *testing.T, a demo.Article, r *corpus.Record) {
	t.Helper()
	if got, want := r.Article.Published, a.Published.Format("2006-01-02"); got != want {
		t.Errorf("%s: published %s, want %s", a.ID, got, want)
	}
	var names []string
	for _, o := range r.Officials {
		if !slices.Contains(names, o.Name) {
			names = append(names, o.Name)
		}
	}
	slices.Sort(names)
	if want := slices.Sorted(slices.Values(a.Expected.Officials)); !slices.Equal(names, want) {
		t.Errorf("%s: officials %q, want %q", a.ID, names, want)
	}
	for _, q := range a.Expected.Counts {
		if !slices.ContainsFunc(r.Counts, func(c corpus.Count) bool {
			return (sameNumber(c.Value, q.Value) || c.Of != nil && sameNumber(*c.Of, q.Value)) &&
				(strings.HasPrefix(vi.Key(q.Unit), vi.Key(c.Unit)) || strings.HasPrefix(vi.Key(c.Unit), vi.Key(q.Unit)))
		}) {
			t.Errorf("%s: no count %v", a.ID, q)
		}
	}
	for _, v := range a.Expected.Percentages {
		if !slices.ContainsFunc(r.Percentages, func(p corpus.Percentage) bool { return sameNumber(p.Value, v) }) {
			t.Errorf("%s: no percentage %s", a.ID, v)
		}
	}
	for _, v := range a.Expected.Dates {
		if !slices.ContainsFunc(r.Dates, func(d corpus.Date) bool {
			day, _, _ := strings.Cut(d.Value, "T") // the part of the day is more than the author noted
			return d.Value == v || day == v || d.First == v
		}) {
			t.Errorf("%s: no date %s", a.ID, v)
		}
	}
}

func sameNumber(d corpus.Decimal, want string) bool {
	w, err := corpus.ParseDecimal(want)
	return err == nil && d.Cmp(w.Decimal) == 0
}
