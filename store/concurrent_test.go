package store

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

var concurrent = flag.Duration("concurrent", 2*time.Second, "how long readers and writers are at work together")

// version makes version k of an article: k counts of the value k.
func version(i, k int) *corpus.Record {
	text := fmt.Sprintf("Bài %d bản %d công an tỉnh", i, k)
	rec := &corpus.Record{Source: fmt.Sprint("bài ", i), Article: &corpus.Article{Title: text, Text: text, Published: "2024-01-02"}}
	for range k {
		rec.Counts = append(rec.Counts, corpus.Count{Unit: "vụ", Class: "case", Figure: corpus.Figure{
			Source: corpus.Source{Span: corpus.Span{Text: "Bài", End: 3}, Rule: "r", Sentence: [2]int{0, 5}}, Value: corpus.NewDecimal(int64(k), 0)}})
	}
	return rec
}

// Two writers, one of bunches and one of single articles, and eight readers
// share a database: nobody is told that it is locked, and readers see whole
// articles only.
func TestConcurrent(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	set(t, &longLog, 64<<20)
	writer1, writer2 := openAt(t, path, testOptions()), openAt(t, path, testOptions())
	const articles = 40
	for i := range articles {
		if _, err := writer1.SaveRecord(t.Context(), version(i, 1), Meta{}); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), *concurrent)
	defer cancel()
	var group sync.WaitGroup
	var writes, reads, longest atomic.Int64
	run := func(name string, step func(n int) error) {
		group.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				if err := step(n); err != nil {
					t.Errorf("%s: %v", name, err)
					return
				}
			}
		})
	}
	run("writer of bunches", func(n int) error {
		w := writer1.Writer(0)
		for i := range articles / 2 {
			if _, err := w.SaveRecord(t.Context(), version(i, 1+n%7), Meta{}); err != nil {
				return err
			}
			writes.Add(1)
		}
		return w.Close()
	})
	run("writer", func(n int) error {
		writes.Add(1)
		_, err := writer2.SaveRecord(t.Context(), version(articles/2+n%(articles/2), 1+n%5), Meta{})
		return err
	})
	opts := testOptions()
	opts.ReadOnly = true
	for r := range 8 {
		db := openAt(t, path, opts)
		run(fmt.Sprint("reader ", r), func(n int) error {
			reads.Add(1)
			if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > longest.Load() {
				longest.Store(info.Size())
			}
			return readWhole(t.Context(), db, int64(1+(n+r)%articles))
		})
	}
	group.Wait()
	t.Logf("%d writes, %d reads, log at most %d KiB", writes.Load(), reads.Load(), longest.Load()>>10)
	if writes.Load() < 10 || reads.Load() < 10 {
		t.Errorf("%d writes and %d reads: somebody was kept waiting", writes.Load(), reads.Load())
	}
	if longest.Load() > 2*longLog {
		t.Errorf("the log grew to %d MiB", longest.Load()>>20)
	}
	verified(t, writer1)
}

// readWhole reads an article by every way and finds one version of it.
func readWhole(ctx context.Context, db *DB, id int64) error {
	rec, err := db.Record(ctx, id)
	if err != nil {
		return err
	}
	var i, k int
	if _, err := fmt.Sscanf(rec.Article.Text, "Bài %d bản %d", &i, &k); err != nil {
		return err
	}
	if len(rec.Counts) != k || rec.Counts[0].Value.String() != fmt.Sprint(k) {
		return fmt.Errorf("record %d: version %d with %d counts of %v", id, k, len(rec.Counts), rec.Counts[0].Value)
	}
	facts, err := Collect(db.Facts(ctx, Filter{ArticleID: id}))
	if err != nil {
		return err
	}
	for _, f := range facts {
		if f.Value != fmt.Sprint(len(facts)) || f.ArticleTitle != fmt.Sprintf("Bài %d bản %s công an tỉnh", i, f.Value) {
			return fmt.Errorf("article %d: %d facts of %s under %q", id, len(facts), f.Value, f.ArticleTitle)
		}
	}
	hits, err := db.Search(ctx, Filter{Text: "cong an", Limit: 5})
	if err == nil && len(hits) == 0 {
		err = errors.New("search found nothing")
	}
	return err
}

// A log that readers keep from being written back is cut all the same.
func TestLongLogIsCut(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 100 MiB")
	}
	set(t, &longLog, 64<<20)
	db := openTest(t)
	reader := openAt(t, db.path, testOptions())
	hold, err := reader.r.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := hold.QueryRow("SELECT count(*) FROM articles").Scan(&n); err != nil {
		t.Fatal(err)
	}
	size := func() int64 {
		info, err := os.Stat(db.path + "-wal")
		if err != nil {
			return 0
		}
		return info.Size()
	}
	body := make([]byte, 8<<20)
	save := func(i int) {
		t.Helper()
		for k := range body {
			body[k] = byte(k*k + i*k>>3) // does not pack to nothing
		}
		if _, err := db.w.Exec("INSERT INTO page_bodies (sha256, size, coding, body) VALUES (randomblob(32), 1, 'identity', ?)", body); err != nil {
			t.Fatal(err)
		}
		if err := db.shorten(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; size() < longLog; i++ {
		save(i)
	}
	if err := hold.Rollback(); err != nil {
		t.Fatal(err)
	}
	save(99)
	if got := size(); got > 0 {
		t.Errorf("the log has %d MiB; want it cut", got>>20)
	}
}
