package trich_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/crawl"
	"github.com/trich-vn/trich/extract/page"
	"github.com/trich-vn/trich/internal/demo"
	"github.com/trich-vn/trich/internal/portal"
	"github.com/trich-vn/trich/internal/warc"
	"github.com/trich-vn/trich/store"
)

// A keeper takes pages into a store and articles out of them, as a nightly run
// does.
type keeper struct {
	db  *store.DB
	out *page.Extractor

	mu       sync.Mutex
	pending  []*corpus.Page
	articles map[string]*corpus.Article
	reasons  map[string]string
}

func newKeeper(t *testing.T, db *store.DB) *keeper {
	t.Helper()
	set, err := portal.Load("")
	if err != nil {
		t.Fatal(err)
	}
	return &keeper{db: db, out: page.New(set), articles: map[string]*corpus.Article{}, reasons: map[string]string{}}
}

func (k *keeper) Page(_ context.Context, p *corpus.Page) (crawl.Verdict, error) {
	if p.Status != http.StatusOK {
		return crawl.Verdict{}, nil
	}
	art, err := k.out.Article(p)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pending = append(k.pending, p)
	var none *page.NoArticle
	switch {
	case errors.As(err, &none):
		k.reasons[p.URL] = none.Reason
		if none.Reason == "list page" {
			return crawl.Verdict{Kind: corpus.ListTarget, Reason: none.Reason}, nil
		}
		return crawl.Verdict{Kind: corpus.PageTarget, Reason: none.Reason}, nil
	case err != nil:
		return crawl.Verdict{}, err
	}
	k.articles[p.URL] = art
	return crawl.Verdict{Kind: corpus.ArticleTarget, Published: art.Published}, nil
}

func (k *keeper) Flush(ctx context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, p := range k.pending {
		if _, _, err := k.db.SavePage(ctx, p); err != nil {
			return err
		}
	}
	k.pending = nil
	return nil
}

func openStore(t *testing.T, path string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), path, store.Options{Archive: crawl.ArchiveFiles{}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

var anyHref = regexp.MustCompile(`(?i)<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')`)

// reachable walks a site by its links, as plainly as can be, and returns the
// pages that answer 200 with HTML, by the path they end at.
func reachable(t *testing.T, home string) map[string]string {
	t.Helper()
	base, err := url.Parse(home)
	if err != nil {
		t.Fatal(err)
	}
	bodies, seen, queue := map[string]string{}, map[string]bool{home + "/": true}, []string{home + "/"}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		resp, err := http.Get(at)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
			continue
		}
		end := resp.Request.URL
		bodies[end.Path] = string(b)
		for _, m := range anyHref.FindAllStringSubmatch(string(b), -1) {
			u, err := end.Parse(strings.TrimSpace(m[1] + m[2]))
			if err != nil || u.Host != base.Host || u.Scheme != "http" {
				continue
			}
			u.Fragment = ""
			if !seen[u.String()] && len(seen) < 5000 {
				seen[u.String()] = true
				queue = append(queue, u.String())
			}
		}
	}
	return bodies
}

// capturedPages says what the captured portals hold: pages that links reach from
// the home page, articles among them, and those that print a day. The others of
// ldld-1 have a day set by script, which the capture does not hold; headlines
// without a text are no articles.
var capturedPages = map[string]struct{ reachable, articles, dated int }{
	"ldld-1": {36, 13, 1},
	"stp":    {45, 26, 26},
}

// TestCapturedPortals serves portals as they were captured and crawls them from
// their home page alone: every page that links reach must be kept, or be an
// alias of one that is, and every article among them read with title, body and,
// where it prints one, its day.
func TestCapturedPortals(t *testing.T) {
	dirs, err := filepath.Glob("../shared/corpus/sites/*/index.html")
	if err != nil {
		t.Fatal(err)
	}
	if len(dirs) == 0 {
		t.Skip("../shared/corpus/sites is not here")
	}
	for _, index := range dirs {
		dir := filepath.Dir(index)
		t.Run(filepath.Base(dir), func(t *testing.T) { captured(t, dir, nil) })
		t.Run(filepath.Base(dir)+" with a portal file", func(t *testing.T) {
			file := `name = "Cổng"
hosts = ["127.0.0.1"]
start = ["http://127.0.0.1/"]
list = '/(?:tin-tuc-su-kien)(?:/|$)'
[crawl]
delay = "1ms"
`
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, "thu.toml"), []byte(file), 0o644); err != nil {
				t.Fatal(err)
			}
			set, err := portal.Load(folder)
			if err != nil {
				t.Fatal(err)
			}
			captured(t, dir, set)
		})
	}
}

// captureHandler serves a folder under the addresses that its pages link to:
// /x is x/index.html, and no redirect to /x/ breaks relative links.
func captureHandler(dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path.Clean("/"+r.URL.Path)), "index.html"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(body)
	})
}

func captured(t *testing.T, dir string, set *portal.Set) {
	t.Helper()
	site := httptest.NewServer(captureHandler(dir))
	defer site.Close()
	db := openStore(t, filepath.Join(t.TempDir(), "t.db"))
	k := newKeeper(t, db)
	r, err := crawl.Run(t.Context(), crawl.Config{Seeds: []string{site.URL}, AllowLoopback: true, Portals: set}, db.Frontier(), k)
	if err != nil {
		t.Fatal(err)
	}
	bodies := reachable(t, site.URL)
	kept := map[string]bool{}
	for p, err := range db.Pages(t.Context(), store.PageFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		kept[string(p.Body)] = true
	}
	missed := 0
	for path, body := range bodies {
		if !kept[body] && !isErrorPage(body) {
			missed++
			t.Errorf("missed %s", path)
		}
	}
	dated := 0
	for u, a := range k.articles {
		if a.Title == "" || len(a.Text) < 200 {
			t.Errorf("no title or body: %s %q, %d bytes", u, a.Title, len(a.Text))
		}
		if a.Published != "" {
			dated++
		}
	}
	if want, known := capturedPages[filepath.Base(dir)]; known && (len(bodies) != want.reachable || len(k.articles) != want.articles || dated != want.dated) {
		t.Errorf("%d pages reachable, %d articles, %d with a day; want %+v", len(bodies), len(k.articles), dated, want)
	}
	t.Logf("%d pages reachable, %d kept, %d missed; %d articles, %d of them with a day; %s after %d answers; reasons %v; cuts %v",
		len(bodies), len(kept), missed, len(k.articles), dated, r.Stopped, r.Fetched, r.Reasons, r.Cuts)
	if set != nil && r.Yields[0].Portal != "thu" {
		t.Errorf("yields are not counted under the portal: %+v", r.Yields[0])
	}
}

func isErrorPage(body string) bool {
	return regexp.MustCompile(`(?i)<title>[^<]*404`).MatchString(body)
}

func crawlInto(t *testing.T, db *store.DB, sink crawl.Sink, seeds ...string) crawl.Report {
	t.Helper()
	r, err := crawl.Run(t.Context(), crawl.Config{Seeds: seeds, AllowLoopback: true}, db.Frontier(), sink)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestDemoPortals crawls the demo portals and finds every article once, and
// nothing new the second time.
func TestDemoPortals(t *testing.T) {
	for _, p := range demo.Portals() {
		t.Run(p.ID, func(t *testing.T) {
			h, err := demo.PortalHandler(p.ID)
			if err != nil {
				t.Fatal(err)
			}
			site := httptest.NewServer(h)
			defer site.Close()
			db := openStore(t, filepath.Join(t.TempDir(), "t.db"))
			k := newKeeper(t, db)
			r := crawlInto(t, db, k, site.URL)
			for path, body := range reachable(t, site.URL) {
				if _, kept := k.articles[site.URL+path]; strings.Contains(body, "<article") && !kept {
					t.Errorf("missed %s", path)
				}
			}
			if len(k.articles) == 0 || r.Stopped != crawl.StopDrained {
				t.Errorf("%d articles, stopped %q", len(k.articles), r.Stopped)
			}
			if again := crawlInto(t, db, newKeeper(t, db), site.URL); again.New != 0 || again.Found != 0 {
				t.Errorf("second run: %d new articles, %d new URLs", again.New, again.Found)
			}
		})
	}
}

// A killSite is a portal of 400 pages that counts what it serves.
type killSite struct {
	*httptest.Server
	mu   sync.Mutex
	hits map[string]int
}

const killArticles = 380

func newKillSite(t *testing.T, pause time.Duration) *killSite {
	t.Helper()
	s := &killSite{hits: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.hits[r.URL.Path]++
		s.mu.Unlock()
		n := 0
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(w, "<title>Trang chủ</title>")
			for i := range 19 {
				fmt.Fprintf(w, `<a href="/muc/%d">Mục %d</a>`, i, i)
			}
		case scan(r.URL.Path, "/muc/%d", &n):
			fmt.Fprintf(w, "<title>Mục %d</title>", n)
			for i := range killArticles / 19 {
				fmt.Fprintf(w, `<a href="/tin/%d.html">Tin %d</a>`, n*(killArticles/19)+i, i)
			}
		case scan(r.URL.Path, "/tin/%d.html", &n):
			time.Sleep(pause)
			fmt.Fprintf(w, `<title>Tin %d</title><article><h1>Tin %d</h1><p>%s</p></article>`, n, n, strings.Repeat("Ngày 4/3/2024 có 12 vụ. ", 40))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func scan(s, format string, n *int) bool {
	k, err := fmt.Sscanf(s, format, n)
	return err == nil && k == 1
}

const childSeed, childDB = "TRICH_TEST_SEED", "TRICH_TEST_DB"

// TestKilledChild is the process that TestKill kills.
func TestKilledChild(t *testing.T) {
	seed, path := os.Getenv(childSeed), os.Getenv(childDB)
	if seed == "" {
		t.Skip("runs only as a child of TestKill")
	}
	db := openStore(t, path)
	archive, err := crawl.NewArchive(path+".warc", "thu", crawl.ArchiveOptions{MaxSize: 300 << 10})
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	fmt.Println("READY")
	r, err := crawl.Run(t.Context(), crawl.Config{Seeds: []string{seed}, AllowLoopback: true, Archive: archive}, db.Frontier(), plainKeeper{newKeeper(t, db)})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("DONE", r.Stopped)
}

// A plainKeeper keeps pages and takes what is under /tin/ for articles.
type plainKeeper struct{ *keeper }

func (k plainKeeper) Page(_ context.Context, p *corpus.Page) (crawl.Verdict, error) {
	if p.Status != http.StatusOK {
		return crawl.Verdict{}, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.pending = append(k.pending, p)
	if strings.Contains(p.URL, "/tin/") {
		return crawl.Verdict{Kind: corpus.ArticleTarget}, nil
	}
	return crawl.Verdict{Kind: corpus.PageTarget}, nil
}

// TestKill kills a crawl with SIGKILL again and again at random moments. The
// database stays whole, the pages are those of an undisturbed run, and no page
// is asked for more than once a kill.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a while")
	}
	kills := 8
	if os.Getenv("TRICH_TEST_KILLS") != "" {
		fmt.Sscan(os.Getenv("TRICH_TEST_KILLS"), &kills)
	}
	// The slower the site, the more kills it takes to get through.
	site := newKillSite(t, time.Duration(kills)*2*time.Millisecond)
	db := filepath.Join(t.TempDir(), "t.db")
	killed := 0
	for killed < kills {
		if runChild(t, site.URL, db, time.Duration(10+rand.IntN(120))*time.Millisecond) {
			break
		}
		killed++
		checkIntegrity(t, db)
	}
	for tries := 0; !runChild(t, site.URL, db, time.Minute); tries++ {
		if tries == 3 {
			t.Fatal("the crawl does not come to an end")
		}
	}
	checkIntegrity(t, db)
	kept := openStore(t, db)
	archived := readBodies(t, kept, db+".warc")
	var got []string
	for p, err := range kept.Pages(t.Context(), store.PageFilter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if archived[p.URL] != string(p.Body) {
			t.Errorf("the archive holds another %s", p.URL)
		}
		got = append(got, strings.TrimPrefix(p.URL, site.URL))
	}
	slices.Sort(got)
	var want []string
	want = append(want, "/")
	for i := range 19 {
		want = append(want, fmt.Sprintf("/muc/%d", i))
	}
	for i := range killArticles {
		want = append(want, fmt.Sprintf("/tin/%d.html", i))
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d pages, want %d", len(got), len(want))
	}
	again := 0
	for p, n := range site.hits {
		if p == "/robots.txt" || p == "/sitemap.xml" {
			continue
		}
		if again += n - 1; n > killed+1 {
			t.Errorf("%s asked for %d times after %d kills", p, n, killed)
		}
	}
	t.Logf("%d kills, %d pages asked for again in all", killed, again)
}

// readBodies reads the whole archive, where nothing may be damaged, and what
// the index says of it; it returns the bodies by URL.
func readBodies(t *testing.T, db *store.DB, dir string) map[string]string {
	t.Helper()
	files, err := warc.Files(dir, "thu")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d archives, want several (%v)", len(files), err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, err := warc.NewReader(f)
		for err == nil {
			_, err = r.Next()
		}
		if !errors.Is(err, io.EOF) {
			t.Errorf("%s: %v", filepath.Base(name), err)
		}
	}
	bodies := map[string]string{}
	for rec, err := range db.Archive(t.Context(), time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		if rec.Revisit {
			continue
		}
		_, resp, err := warc.Load(dir, warc.Location{File: rec.File, Offset: rec.Offset, Length: rec.Length}, 1<<20)
		if err != nil {
			t.Errorf("%s: %v", rec.URL, err)
			continue
		}
		bodies[rec.URL] = string(resp.Body)
	}
	return bodies
}

// runChild runs the crawl in a process of its own and kills it after a while.
// It says whether the crawl came to its end before.
func runChild(t *testing.T, seed, path string, after time.Duration) (finished bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledChild$", "-test.v")
	cmd.Env = append(os.Environ(), childSeed+"="+seed, childDB+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		switch {
		case strings.HasPrefix(lines.Text(), "READY"):
			timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
			defer timer.Stop()
		case strings.HasPrefix(lines.Text(), "DONE"):
			finished = true
		case strings.Contains(lines.Text(), "FAIL"):
			t.Fatalf("child: %s", lines.Text())
		}
	}
	_ = cmd.Wait() // a killed process ends with an error
	return finished
}

func checkIntegrity(t *testing.T, path string) {
	t.Helper()
	db, err := store.Open(t.Context(), path, store.Options{Archive: crawl.ArchiveFiles{}})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	checks, err := db.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	archived, err := db.VerifyArchive(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range append(checks, archived...) {
		if !c.OK() {
			t.Errorf("%s: %v", c.Name, c.Problems)
		}
	}
}
