package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

var (
	benchArticles = flag.Int("articles", 0, "articles of the bench; 0 skips it")
	benchKeep     = flag.String("keep", "", "database to make, or to ask where it is there already")
)

// TestBenchStore measures loading and asking, and prints Markdown for
// docs/performance.md: make bench-store.
func TestBenchStore(t *testing.T) {
	if *benchArticles == 0 {
		t.Skip("takes minutes: make bench-store")
	}
	path := *benchKeep
	if path == "" {
		path = filepath.Join(t.TempDir(), "bench.db")
	}
	if _, err := os.Stat(path); err != nil {
		benchLoad(t, path)
	}
	benchAsk(t, path)
}

func benchLoad(t *testing.T, path string) {
	db := openAt(t, path, testOptions())
	g := newGenerator(1)
	w := db.Writer(1 << 30)
	var busy, worked, near, nearWorked time.Duration
	var text int64
	facts := 0
	for from := 0; from < *benchArticles; from += 2000 {
		recs := make([]*corpus.Record, min(2000, *benchArticles-from))
		for i := range recs {
			recs[i] = g.record(from + i)
			text += int64(len(recs[i].Article.Text))
			facts += len(recs[i].Dates) + len(recs[i].Counts) + len(recs[i].Percentages) + len(recs[i].Officials)
		}
		runtime.GC() // what inventing them left behind
		started, before := time.Now(), processorTime(t)
		for _, rec := range recs {
			w.since = time.Now() // the transaction is as large on a busy machine
			if _, err := w.SaveRecord(t.Context(), rec, Meta{ExtractorVersion: "1"}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.index(context.WithoutCancel(t.Context())); err != nil {
			t.Fatal(err)
		}
		indexed, after := time.Now(), processorTime(t)
		if err := w.link(context.WithoutCancel(t.Context())); err != nil {
			t.Fatal(err)
		}
		near += time.Since(indexed)
		nearWorked += processorTime(t) - after
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
		busy += time.Since(started)
		worked += processorTime(t) - before
	}
	db.Close()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	n := float64(*benchArticles)
	fmt.Printf("\n| loading %d articles, %d facts | s | processor s | articles/s | facts/s | bytes an article |\n|---|--:|--:|--:|--:|--:|\n", *benchArticles, facts)
	row := func(name string, d, worked time.Duration, size int64) {
		fmt.Printf("| %s | %.1f | %.1f | %.0f | %.0f | %.0f |\n", name, d.Seconds(), worked.Seconds(), n/d.Seconds(), float64(facts)/d.Seconds(), float64(size)/n)
	}
	row("trich", busy, worked, info.Size())
	row("trich without looking for near duplicates", busy-near, worked-nearWorked, info.Size())
	if d, shell, size, err := importWithShell(t, path); err != nil {
		fmt.Printf("\n`.import` not measured: %v\n", err)
	} else {
		row("sqlite3 .import", d, shell, size)
		fmt.Printf("\ntrich loads at %.0f %% of the speed of `.import` by the clock and %.0f %% by processor time.\n",
			100*d.Seconds()/busy.Seconds(), 100*shell.Seconds()/worked.Seconds())
	}
	db = openAt(t, path, testOptions())
	fmt.Printf("\nText %.0f bytes an article", float64(text)/n)
	for _, table := range []string{"search", "search_exact", "search_sentences"} {
		size := count(t, db, "SELECT (SELECT sum(length(block)) FROM "+table+"_data) + (SELECT sum(length(sz) + 8) FROM "+table+"_docsize)")
		fmt.Printf(", %s %.0f", table, float64(size)/n)
	}
	fmt.Println(".")
}

// importWithShell loads the rows of the database at path with the sqlite3
// program into the same tables with the same indexes. The shell cannot
// import NULL, so its tables have no CHECK and are not STRICT, which only
// helps it.
func importWithShell(t *testing.T, path string) (took, worked time.Duration, size int64, err error) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		return 0, 0, 0, err
	}
	dir := t.TempDir()
	db := openAt(t, path, testOptions())
	tables := []string{"portals", "articles", "article_texts", "sentences", "dates", "counts", "percentages", "officials", "positions"}
	var script bytes.Buffer
	script.WriteString("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;\n")
	schema, err := os.ReadFile("schema.sql")
	if err != nil {
		return 0, 0, 0, err
	}
	script.WriteString(withoutChecks(string(schema)))
	for _, table := range []string{"search", "search_exact", "search_sentences"} {
		fmt.Fprintf(&script, "INSERT INTO %s (%[1]s, rank) VALUES ('pgsz', 8000), ('hashsize', 16777216);\n", table)
	}
	script.WriteString("\n.mode csv\n")
	for _, table := range tables {
		if err := dumpCSV(t.Context(), db, table, filepath.Join(dir, table+".csv")); err != nil {
			return 0, 0, 0, err
		}
		fmt.Fprintf(&script, ".import %s.csv %s\n", table, table)
	}
	script.WriteString("INSERT INTO search (rowid, text) SELECT article_id, " +
		"replace(replace(replace(replace(text, 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D') FROM article_texts;\n")
	script.WriteString("INSERT INTO search_exact (rowid, text) SELECT article_id, text FROM article_texts;\n")
	script.WriteString("INSERT INTO search_sentences (rowid, text) SELECT s.article_id << 6 | s.n, " +
		"replace(replace(substr(t.text, s.start + 1, s.end - s.start), 'đ', 'd'), 'Đ', 'D') FROM article_texts t CROSS JOIN sentences s ON s.article_id = t.article_id;\n")
	db.Close()
	command := exec.Command(shell, "import.db")
	command.Dir, command.Stdin = dir, &script
	var errs bytes.Buffer
	command.Stderr = &errs
	started := time.Now()
	err = command.Run()
	took = time.Since(started)
	if err != nil || errs.Len() > 0 {
		return 0, 0, 0, fmt.Errorf("%w: %.500s", errors.Join(err, errors.New("sqlite3")), errs.String())
	}
	info, err := os.Stat(filepath.Join(dir, "import.db"))
	if err != nil {
		return 0, 0, 0, err
	}
	return took, command.ProcessState.UserTime() + command.ProcessState.SystemTime(), info.Size(), nil
}

// processorTime is what this process has used: on a busy machine it tells
// more than the clock.
func processorTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// withoutChecks takes out of a schema what refuses an empty text for NULL,
// and what shells older than the library do not know, generated columns for one.
func withoutChecks(schema string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(schema, "CHECK (")
		b.WriteString(before)
		if !found {
			break
		}
		depth, end := 1, 0
		for ; depth > 0; end++ {
			switch rest[end] {
			case '(':
				depth++
			case ')':
				depth--
			}
		}
		schema = rest[end:]
	}
	s := strings.NewReplacer(" STRICT, ", " ", " STRICT;", ";", " contentless_delete = 1,", "").Replace(b.String())
	return regexp.MustCompile(`(?s)CREATE TRIGGER.*?END;|\n *number +REAL AS [^\n]*`).ReplaceAllString(s, "")
}

func dumpCSV(ctx context.Context, db *DB, table, path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := db.r.QueryContext(ctx, "SELECT * FROM "+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	skip := slices.Index(names, "number") // generated
	out := csv.NewWriter(f)
	cells, dest := make([]sql.NullString, len(names)), make([]any, len(names))
	for i := range cells {
		dest[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		line := make([]string, 0, len(cells))
		for i, c := range cells {
			switch {
			case i == skip:
			case names[i] == "digest":
				line = append(line, fmt.Sprintf("%x", c.String))
			default:
				line = append(line, c.String)
			}
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return errors.Join(rows.Err(), out.Error())
}

// benchAsk measures questions alone and while a writer ingests.
func benchAsk(t *testing.T, path string) {
	db := openAt(t, path, testOptions())
	g := newGenerator(1)
	ask := func(f func(i int) (int, error)) func(int) (int, error) { return f }
	facts := func(f func(i int) Filter) func(int) (int, error) {
		return ask(func(i int) (int, error) {
			filter := f(i)
			filter.Limit = 50
			rows, err := Collect(db.Facts(t.Context(), filter))
			return len(rows), err
		})
	}
	search := func(f func(i int) string) func(int) (int, error) {
		return ask(func(i int) (int, error) {
			hits, err := db.Search(t.Context(), Filter{Text: f(i)})
			return len(hits), err
		})
	}
	questions := []struct {
		name string
		ask  func(i int) (int, error)
	}{
		{"full text, a common word", search(func(i int) string { return genCommon[i%10] })},
		{"full text, a rare word", search(func(i int) string { return g.syllables[2500+i*20] })},
		{"full text, a phrase without diacritics", search(func(i int) string { return []string{`"cong an"`, `"duong day"`, `"toi pham"`, `"ma tuy"`}[i%4] })},
		{"full text, four words with diacritics", search(func(i int) string { return []string{"công an tỉnh xử lý", "đường dây ma túy huyện"}[i%2] })},
		{"facts by unit and publication date", facts(func(i int) Filter {
			return Filter{Units: []string{genUnits[i%len(genUnits)].unit}, PublishedFrom: fmt.Sprintf("%d-03-01", 2015+i%11), PublishedTo: fmt.Sprintf("%d-09-30", 2015+i%11)}
		})},
		{"facts by unit, range and province", facts(func(i int) Filter {
			return Filter{Units: []string{"vụ"}, Min: dec(t, "100"), Max: dec(t, "200"), Provinces: []string{genProvinces[i%34]}}
		})},
		{"facts by a word in their sentence", facts(func(i int) Filter { return Filter{Text: g.syllables[1200+i*7]} })},
		{"facts by four words in their sentence", facts(func(i int) Filter {
			return Filter{Text: []string{"công an tỉnh xử lý", "duong day ma tuy", "kiểm tra tội phạm", "can bo huyen xa"}[i%4]}
		})},
		{"an indicator over all provinces", ask(func(i int) (int, error) {
			rows, err := Collect(db.Facts(t.Context(), Filter{Indicators: []string{fmt.Sprintf("crime.kind%02d.cases", i%20)}, Period: fmt.Sprint(2015 + i%11)}))
			return len(rows), err
		})},
		{"an official's history", ask(func(i int) (int, error) {
			rows, err := Collect(db.Officials(t.Context(), Filter{Names: []string{g.people[i*11]}}))
			return len(rows), err
		})},
		{"articles of a province, newest first", ask(func(i int) (int, error) {
			rows, err := Collect(db.Articles(t.Context(), Filter{Provinces: []string{genProvinces[i%34]}, Limit: 50, Offset: 50 * (i % 5)}))
			return len(rows), err
		})},
	}
	type result struct {
		rows              int
		p50, p95, p95Work float64
	}
	measure := func(f func(int) (int, error)) (r result) {
		var took, worked []float64
		for i := range 40 {
			started, before := time.Now(), processorTime(t)
			n, err := f(i)
			if err != nil {
				t.Fatal(err)
			}
			worked = append(worked, float64((processorTime(t)-before).Microseconds())/1000)
			took = append(took, float64(time.Since(started).Microseconds())/1000)
			r.rows += n
		}
		slices.Sort(took)
		slices.Sort(worked)
		return result{r.rows / 40, took[20], took[37], worked[37]}
	}
	alone := make([]result, len(questions))
	for i, q := range questions {
		alone[i] = measure(q.ask)
		t.Logf("%s: %+v ms", q.name, alone[i])
	}
	if testing.Short() {
		return
	}
	stop := ingestMeanwhile(t, path)
	fmt.Print("\n| question | rows | p50 ms | p95 ms | p95 processor ms | p50 ms, ingesting | p95 ms, ingesting | p95 processor ms, ingesting |\n|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for i, q := range questions {
		a, b := alone[i], measure(q.ask)
		fmt.Printf("| %s | %d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |\n", q.name, a.rows, a.p50, a.p95, a.p95Work, b.p50, b.p95, b.p95Work)
	}
	fmt.Printf("\nThe writer saved %s articles meanwhile.\n", stop())
}

func init() { children["meanwhile"] = meanwhileChild }

// meanwhileChild saves articles until it is told to stop, and prints how many.
func meanwhileChild(ctx context.Context, path string) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	db, err := Open(ctx, path, testOptions())
	if err != nil {
		return err
	}
	g := newGenerator(99)
	w := db.Writer(0)
	n := 0
	for ; ctx.Err() == nil; n++ {
		rec := g.record(n)
		rec.Source += "?again"
		rec.Article.URL = rec.Source
		if _, err := w.SaveRecord(context.WithoutCancel(ctx), rec, Meta{}); err != nil {
			return err
		}
	}
	fmt.Println(n)
	return errors.Join(w.Close(), db.Close())
}

// ingestMeanwhile lets another process save articles until the function it
// returns is called, which returns how many.
func ingestMeanwhile(t *testing.T, path string) (stop func() string) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childVariable+"=meanwhile "+path)
	var out bytes.Buffer
	child.Stdout, child.Stderr = &out, os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	return func() string {
		if err := errors.Join(child.Process.Signal(syscall.SIGTERM), child.Wait()); err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(out.String())
	}
}
