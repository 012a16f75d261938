package store

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

var kills = flag.Int("kills", 5, "how often a writing program is killed")

// A child is this test program started again to be killed while it writes.
// Its environment says what to do: TRICH_CHILD=task path.
const childVariable = "TRICH_CHILD"

func TestMain(m *testing.M) {
	if task := os.Getenv(childVariable); task != "" {
		name, path, _ := strings.Cut(task, " ")
		if err := children[name](context.Background(), path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	flag.Parse()
	os.Exit(m.Run())
}

// children are the tasks; each prints what it acknowledged, a line each.
var children = map[string]func(ctx context.Context, path string) error{
	"ingest":    ingestChild,
	"single":    singleChild,
	"reextract": reextractChild,
	"backup":    backupChild,
	"migrate":   migrateChild,
}

const childArticles = 400

// ingestChild saves articles in batches; what a commit made durable is
// acknowledged.
func ingestChild(ctx context.Context, path string) error {
	db, err := Open(ctx, path, testOptions())
	if err != nil {
		return err
	}
	g := newGenerator(3)
	w := db.Writer(1 << 30)
	for i := range childArticles {
		rec := g.record(i)
		page := &corpus.Page{Source: rec.Source, URL: rec.Source, MediaType: corpus.HTML, Body: []byte(rec.Article.Text)}
		id, _, err := w.SavePage(ctx, page)
		if err != nil {
			return err
		}
		if _, err := w.SaveRecord(ctx, rec, Meta{PageID: id, ExtractorVersion: "1"}); err != nil {
			return err
		}
		if i%20 == 19 {
			if err := w.Commit(); err != nil {
				return err
			}
			fmt.Println("saved", i+1)
		}
	}
	return w.Close()
}

// singleChild saves articles in a transaction each.
func singleChild(ctx context.Context, path string) error {
	db, err := Open(ctx, path, testOptions())
	if err != nil {
		return err
	}
	g := newGenerator(3)
	for i := range childArticles {
		rec := g.record(i)
		page := &corpus.Page{Source: rec.Source, URL: rec.Source, MediaType: corpus.HTML, Body: []byte(rec.Article.Text)}
		id, _, err := db.SavePage(ctx, page)
		if err != nil {
			return err
		}
		if _, err := db.SaveRecord(ctx, rec, Meta{PageID: id, ExtractorVersion: "1"}); err != nil {
			return err
		}
		fmt.Println("saved", i+1)
	}
	return nil
}

// reextractChild runs newer rules over pages saved before.
func reextractChild(ctx context.Context, path string) error {
	db, err := Open(ctx, path, testOptions())
	if err != nil {
		return err
	}
	n := 0
	for page, err := range db.PagesToExtract(ctx, "2", PageFilter{}) {
		if err != nil {
			return err
		}
		text := string(page.Body)
		title, _, _ := strings.Cut(text, "\n")
		rec := &corpus.Record{Source: page.Source, Article: &corpus.Article{Title: title, Text: text, URL: page.URL, Published: "2024-01-01"}}
		rec.Dates = []corpus.Date{{Source: corpus.Source{Span: corpus.Span{Text: string([]rune(text)[:5]), End: 5}, Rule: "2", Sentence: [2]int{0, 10}}, Value: "2024"}}
		if _, err := db.SaveRecord(ctx, rec, Meta{PageID: page.ID, ExtractorVersion: "2"}); err != nil {
			return err
		}
		n++
		fmt.Println("saved", n)
	}
	return nil
}

// backupChild makes one backup after the other.
func backupChild(ctx context.Context, path string) error {
	db, err := Open(ctx, path, testOptions())
	if err != nil {
		return err
	}
	for i := range 100 {
		if err := db.Backup(ctx, fmt.Sprintf("%s.%d.backup", path, i), ""); err != nil {
			return err
		}
		fmt.Println("saved", i+1)
	}
	return nil
}

// migrateChild makes new databases and brings one of an early version, which
// stands at path, up to date, in turn.
func migrateChild(ctx context.Context, path string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for i := range 400 {
		name := fmt.Sprintf("%s.%d", path, i)
		if i%2 == 1 {
			if err := errors.Join(os.WriteFile(path+".part", old, 0o600), os.Rename(path+".part", name)); err != nil {
				return err
			}
		}
		db, err := Open(ctx, name, testOptions())
		if err != nil {
			return err
		}
		if err := db.Close(); err != nil {
			return err
		}
		fmt.Println("saved", i+1)
	}
	return nil
}

// killed runs a task, kills it after a while and returns how much it had
// acknowledged.
func killed(t *testing.T, task, path string, after time.Duration) int {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childVariable+"="+task+" "+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { child.Process.Signal(syscall.SIGKILL) })
	defer timer.Stop()
	saved := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		n, err := strconv.Atoi(strings.TrimPrefix(lines.Text(), "saved "))
		if err != nil {
			t.Fatalf("%s said %q", task, lines.Text())
		}
		saved = n
	}
	if err := child.Wait(); err != nil && child.ProcessState.Exited() {
		t.Fatalf("%s: %v", task, err)
	}
	return saved
}

func count(t *testing.T, db *DB, query string) (n int) {
	t.Helper()
	if err := db.r.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// However a writing program dies, the database is sound, holds everything
// that was acknowledged and only whole articles, and the next run completes.
func TestKill(t *testing.T) {
	tasks := []string{"ingest", "single", "reextract", "backup", "migrate"}
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	done := 0
	for i := range *kills {
		task := tasks[i%len(tasks)]
		after := time.Duration(20+r.IntN(400)) * time.Millisecond
		t.Run(fmt.Sprintf("%s-%d", task, i), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.db")
			switch task {
			case "reextract", "backup":
				if err := quietly(ingestChild, t.Context(), path); err != nil {
					t.Fatal(err)
				}
			case "migrate":
				unpack(t, "testdata/schema4.db.gz", path)
			}
			saved := killed(t, task, path, after)
			t.Logf("killed after %v, %d acknowledged", after, saved)
			done++
			checkAfterKill(t, task, path, saved)
		})
	}
	if done != *kills {
		t.Errorf("%d kills, %d wanted", done, *kills)
	}
}

// quietly runs a child's task in this process, without its lines.
func quietly(task func(context.Context, string) error, ctx context.Context, path string) error {
	out := os.Stdout
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer null.Close()
	os.Stdout = null
	defer func() { os.Stdout = out }()
	return task(ctx, path)
}

func checkAfterKill(t *testing.T, task, path string, saved int) {
	t.Helper()
	switch task {
	case "ingest", "single":
		db := openAt(t, path, testOptions())
		verified(t, db)
		if n := count(t, db, "SELECT count(*) FROM articles"); n < saved || task == "ingest" && n%20 != 0 {
			t.Errorf("%d articles, %d were acknowledged", n, saved)
		}
		if err := quietly(ingestChild, t.Context(), path); err != nil {
			t.Fatal(err)
		}
		verified(t, db)
		if n := count(t, db, "SELECT count(*) FROM articles"); n != childArticles {
			t.Errorf("%d articles after the next run, %d wanted", n, childArticles)
		}
	case "reextract":
		db := openAt(t, path, testOptions())
		verified(t, db)
		if n := count(t, db, "SELECT count(*) FROM articles WHERE extractor = '2'"); n < saved {
			t.Errorf("%d articles of version 2, %d were acknowledged", n, saved)
		}
		left := count(t, db, "SELECT count(*) FROM pages WHERE extractor <> '2'")
		pages, err := Collect(db.PagesToExtract(t.Context(), "2", PageFilter{}))
		if err != nil || len(pages) != left {
			t.Errorf("%d pages to extract, %v; want %d", len(pages), err, left)
		}
		if err := quietly(reextractChild, t.Context(), path); err != nil {
			t.Fatal(err)
		}
		verified(t, db)
		if n := count(t, db, "SELECT count(*) FROM articles WHERE extractor = '2'"); n != childArticles {
			t.Errorf("%d articles of version 2 after the next run, %d wanted", n, childArticles)
		}
	case "backup":
		verified(t, openAt(t, path, testOptions()))
		backups, err := filepath.Glob(path + ".*.backup")
		if err != nil || len(backups) < saved {
			t.Errorf("%d backups, %v; %d were acknowledged", len(backups), err, saved)
		}
		for _, b := range backups {
			db := openAt(t, b, testOptions())
			if n := count(t, db, "SELECT count(*) FROM articles"); n != childArticles {
				t.Errorf("%s: %d articles, %d wanted", b, n, childArticles)
			}
		}
	case "migrate":
		for i := range saved + 1 {
			name := fmt.Sprintf("%s.%d", path, i)
			if _, err := os.Stat(name); i == saved && err != nil {
				continue // killed before there was a file
			}
			db := openAt(t, name, testOptions())
			verified(t, db)
			if n := count(t, db, "SELECT (SELECT count(*) FROM counts) + (SELECT count(*) FROM dates)"); n != i%2*9 {
				t.Errorf("%s: %d counts and dates, %d wanted", name, n, i%2*9)
			}
			db.Close()
		}
	}
}
