package crawl

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// A memorySink keeps pages and takes those with an <article> for articles.
type memorySink struct {
	mu      sync.Mutex
	pages   map[string]*corpus.Page
	order   []string
	status  map[string][]int
	flushes int
}

func newMemorySink() *memorySink {
	return &memorySink{pages: map[string]*corpus.Page{}, status: map[string][]int{}}
}

func (s *memorySink) Page(_ context.Context, p *corpus.Page) (Verdict, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.status[p.URL] = append(s.status[p.URL], p.Status)
	if p.Status != http.StatusOK {
		return Verdict{}, nil
	}
	s.pages[p.URL] = p
	s.order = append(s.order, p.URL)
	v := Verdict{Kind: corpus.PageTarget}
	if bytes.Contains(p.Body, []byte("<article")) {
		v.Kind, v.Facts = corpus.ArticleTarget, 3
	}
	return v, nil
}

func (s *memorySink) Flush(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flushes++
	return nil
}

func (s *memorySink) articles() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for u, p := range s.pages {
		if bytes.Contains(p.Body, []byte("<article")) {
			out = append(out, u)
		}
	}
	slices.Sort(out)
	return out
}

// A testSite counts the requests for each path.
type testSite struct {
	*httptest.Server
	mu   sync.Mutex
	hits map[string]int
}

func newTestSite(t *testing.T, h http.Handler) *testSite {
	t.Helper()
	s := &testSite{hits: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.hits[r.URL.RequestURI()]++
		s.mu.Unlock()
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *testSite) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hits[path]
}

func (s *testSite) all() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.hits)
}

func testConfig(seeds ...string) Config {
	return Config{
		Seeds: seeds, AllowLoopback: true, Workers: 4, Retry: 10 * time.Millisecond, Backoff: 20 * time.Millisecond,
		Patience: 3 * time.Second, Grace: time.Second,
		Timeouts: Timeouts{Dial: time.Second, TLS: time.Second, Header: time.Second, Body: 2 * time.Second},
	}
}

func mustRun(t *testing.T, cfg Config, f Frontier, s Sink) Report {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	r, err := Run(ctx, cfg, f, s)
	if err != nil {
		t.Fatalf("Run: %v", err)
	}
	return r
}

func articleBody(n int) string {
	return fmt.Sprintf(`<!DOCTYPE html><html><head><title>Bài số %d</title></head><body><nav><a href="/">Trang chủ</a></nav>
<article><h1>Bài số %d</h1><p>Ngày 4/3/2024, Công an tỉnh đã xử lý %d vụ vi phạm.</p></article></body></html>`, n, n, n+10)
}

// portalHandler is a portal of three sections with two list pages each,
// reachable by links, an RSS feed and a packed sitemap that names one article
// nobody links to.
func portalHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /robots.txt", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "User-agent: *\nDisallow: /noi-bo/\nSitemap: http://%s/sitemap_index.xml\n", r.Host)
	})
	mux.HandleFunc("GET /sitemap_index.xml", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>http://%s/map.xml.gz</loc></sitemap></sitemapindex>`, r.Host)
	})
	mux.HandleFunc("GET /map.xml.gz", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/x-gzip")
		zw := gzip.NewWriter(w)
		fmt.Fprintf(zw, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://%s/tin/bai-999.html</loc><lastmod>2024-03-04</lastmod></url></urlset>`, r.Host)
		zw.Close()
	})
	mux.HandleFunc("GET /rss.xml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title><item><title>Bài số 500</title><link>http://%s/tin/bai-500.html?utm_source=rss</link><pubDate>Mon, 04 Mar 2024 08:00:00 +0700</pubDate></item></channel></rss>`, r.Host)
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `<html><head><title>Cổng thông tin</title><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>
<a href="/muc-1">Mục 1</a> <a href='muc-2?utm_campaign=x'>Mục 2</a> <a href="/muc-3/#top">Mục 3</a>
<a href="/noi-bo/bao-cao.html">Nội bộ</a> <a href="/tep/bao-cao.pdf">Tệp</a> <a href="javascript:void(0)">x</a>
<a href="http://khac.example/">Nơi khác</a></body></html>`)
	})
	for s := 1; s <= 3; s++ {
		path := fmt.Sprintf("/muc-%d", s)
		if s == 3 {
			path += "/"
		}
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
			p := 0
			fmt.Sscan(r.URL.Query().Get("page"), &p)
			fmt.Fprintf(w, `<html><head><title>Mục %d</title></head><body>`, s)
			for i := range 4 {
				n := s*100 + p*10 + i
				fmt.Fprintf(w, `<h3><a href="/tin/bai-%d.html">Tiêu đề dài của bài số %d trong mục</a></h3>`, n, n)
			}
			if p < 2 {
				fmt.Fprintf(w, `<a href="?page=%d" rel="next">Sau</a>`, p+1)
			}
			fmt.Fprint(w, `</body></html>`)
		})
	}
	mux.HandleFunc("GET /tin/{file}", func(w http.ResponseWriter, r *http.Request) {
		n := 0
		fmt.Sscanf(r.PathValue("file"), "bai-%d.html", &n)
		w.Header().Set("ETag", fmt.Sprintf(`"a%d"`, n))
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(articleBody(n)))
	})
	mux.HandleFunc("GET /noi-bo/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, articleBody(1)) })
	return mux
}

func TestCrawlFindsEverything(t *testing.T) {
	site := newTestSite(t, portalHandler())
	f, s := NewMemoryFrontier(), newMemorySink()
	r := mustRun(t, testConfig(site.URL), f, s)
	if got, want := len(s.articles()), 3*3*4+2; got != want {
		t.Errorf("%d articles, want %d:\n%s", got, want, strings.Join(s.articles(), "\n"))
	}
	for path, n := range site.all() {
		if n != 1 {
			t.Errorf("%s asked for %d times", path, n)
		}
	}
	if site.count("/noi-bo/bao-cao.html") != 0 || r.Reasons["robots.txt"] != 1 {
		t.Errorf("robots.txt not obeyed: %v", r.Reasons)
	}
	if r.Stopped != StopDrained || r.New != len(s.articles()) || r.Facts != 3*r.New {
		t.Errorf("report: %+v", r)
	}
	if p := s.pages[site.URL+"/tin/bai-500.html"]; p == nil || p.Title != "Bài số 500" || !strings.HasPrefix(p.Published, "2024-03-04") {
		t.Errorf("the feed's title and date did not come along: %+v", p)
	}
}

func TestSecondRunFetchesNothingNew(t *testing.T) {
	site := newTestSite(t, portalHandler())
	f, s := NewMemoryFrontier(), newMemorySink()
	mustRun(t, testConfig(site.URL), f, s)
	before := site.count("/tin/bai-101.html")
	r := mustRun(t, testConfig(site.URL), f, s)
	if r.New != 0 || r.Changed != 0 || r.Found != 0 {
		t.Errorf("second run: %d new, %d changed, %d found", r.New, r.Changed, r.Found)
	}
	if site.count("/tin/bai-101.html") != before {
		t.Error("an article was fetched again at once")
	}
	if site.count("/") != 2 {
		t.Errorf("home page fetched %d times, want once a run", site.count("/"))
	}
}

func TestRevisitIsConditional(t *testing.T) {
	site := newTestSite(t, portalHandler())
	f, s := NewMemoryFrontier(), newMemorySink()
	mustRun(t, testConfig(site.URL), f, s)
	for _, tg := range f.targets { // two days go by
		tg.NextAt = tg.NextAt.Add(-48 * time.Hour)
	}
	r := mustRun(t, testConfig(site.URL), f, s)
	u := site.URL + "/tin/bai-101.html"
	if got := s.status[u]; !slices.Equal(got, []int{200, 304}) {
		t.Errorf("statuses of %s: %v", u, got)
	}
	if r.Unchanged != 38 || r.New != 0 {
		t.Errorf("unchanged %d, new %d", r.Unchanged, r.New)
	}
	if tg, _, _ := f.Lookup(t.Context(), u); tg.Interval != 48*time.Hour {
		t.Errorf("interval %v, want 48h", tg.Interval)
	}
}

func TestBudgetLeavesTheRestForTheNextRun(t *testing.T) {
	site := newTestSite(t, portalHandler())
	f, s := NewMemoryFrontier(), newMemorySink()
	cfg := testConfig(site.URL)
	cfg.MaxPages = 10
	r := mustRun(t, cfg, f, s)
	if r.Stopped != StopPages || r.Fetched != 10 {
		t.Fatalf("stopped %q after %d", r.Stopped, r.Fetched)
	}
	cfg.MaxPages = 0
	r = mustRun(t, cfg, f, s)
	if !r.Cycle.Resumed || len(s.articles()) != 38 {
		t.Errorf("resumed %v, %d articles", r.Cycle.Resumed, len(s.articles()))
	}
	for path, n := range site.all() {
		if n != 1 && path != "/robots.txt" {
			t.Errorf("%s asked for %d times", path, n)
		}
	}
}

func TestContactIsAskedFor(t *testing.T) {
	_, err := Run(t.Context(), Config{Seeds: []string{"https://tinh.example/"}}, NewMemoryFrontier(), newMemorySink())
	if !errors.Is(err, ErrNoContact) {
		t.Errorf("got %v", err)
	}
}

func TestLoopbackNeedsTheFlag(t *testing.T) {
	site := newTestSite(t, portalHandler())
	cfg := testConfig(site.URL)
	cfg.AllowLoopback = false
	s := newMemorySink()
	r := mustRun(t, cfg, NewMemoryFrontier(), s)
	if len(s.pages) != 0 || len(site.all()) != 0 {
		t.Errorf("reached loopback: %v", site.all())
	}
	if len(r.Hosts) == 0 || !strings.Contains(fmt.Sprint(r.Reasons), "loopback") {
		t.Errorf("the reason is not told: %v", r.Reasons)
	}
}

func TestStopIsQuick(t *testing.T) {
	block := make(chan struct{})
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			return
		}
		<-block
	}))
	defer close(block)
	cfg := testConfig(site.URL)
	cfg.Grace = 50 * time.Millisecond
	cfg.Timeouts.Header = 30 * time.Second
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	f := NewMemoryFrontier()
	began := time.Now()
	r, err := Run(ctx, cfg, f, newMemorySink())
	if err != nil || r.Stopped != StopSignal {
		t.Fatalf("%v, stopped %q", err, r.Stopped)
	}
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("stopping took %v", d)
	}
	if tg := f.Targets(); tg[0].State != corpus.TargetNew {
		t.Errorf("the page under way is %q, want new", tg[0].State)
	}
}

func TestPanicCostsThePage(t *testing.T) {
	site := newTestSite(t, portalHandler())
	s := newMemorySink()
	r := mustRun(t, testConfig(site.URL), NewMemoryFrontier(), panicSink{s})
	if len(s.articles()) != 37 {
		t.Errorf("%d articles, want all but one", len(s.articles()))
	}
	if r.By[corpus.TargetFailed] != 1 || !strings.Contains(fmt.Sprint(r.Failures), "panic") {
		t.Errorf("failures: %v", r.Failures)
	}
}

type panicSink struct{ *memorySink }

func (p panicSink) Page(ctx context.Context, pg *corpus.Page) (Verdict, error) {
	if strings.HasSuffix(pg.URL, "bai-101.html") {
		panic("sink")
	}
	return p.memorySink.Page(ctx, pg)
}

func TestNormalise(t *testing.T) {
	base, _ := url.Parse("http://stp.tinh.gov.vn/tin-tuc/index.html")
	for _, c := range []struct{ ref, want string }{
		{"bai-1.html", "http://stp.tinh.gov.vn/tin-tuc/bai-1.html"},
		{" /A/../b/./c \n", "http://stp.tinh.gov.vn/b/c"},
		{"HTTP://STP.Tinh.gov.vn:80/x#frag", "http://stp.tinh.gov.vn/x"},
		{"https://stp.tinh.gov.vn:443", "https://stp.tinh.gov.vn/"},
		{"/x?utm_source=fb&b=2&a=1&fbclid=zz", "http://stp.tinh.gov.vn/x?a=1&b=2"},
		{"/x;jsessionid=74D78787B95E4D4B?p_p_id=3&p_p_state=pop_up", "http://stp.tinh.gov.vn/x?p_p_id=3"},
		{"/(S(lit3py55t21z5v55vlm25s55))/tin.aspx?ItemID=12", "http://stp.tinh.gov.vn/tin.aspx?ItemID=12"},
		{"/x?PHPSESSID=0123456789abcdef0123456789abcdef&id=7", "http://stp.tinh.gov.vn/x?id=7"},
		{"/x?sid=12", "http://stp.tinh.gov.vn/x?sid=12"},
		{"/tin%2Dtuc/%c3%a0", "http://stp.tinh.gov.vn/tin-tuc/%C3%A0"},
		{"/tin tức/à.html", "http://stp.tinh.gov.vn/tin%20t%E1%BB%A9c/%C3%A0.html"},
		{"/a%2Fb", "http://stp.tinh.gov.vn/a%2Fb"},
		{"/100%/x", "http://stp.tinh.gov.vn/100%25/x"},
		{"//báo.example/x", "http://xn--bo-mia.example/x"},
		{"/x?a=1&a=1&a=2", "http://stp.tinh.gov.vn/x?a=1&a=2"},
		{"/x?q=một", "http://stp.tinh.gov.vn/x?q=m%E1%BB%99t"},
		{"/x?id=5&amp;page=2", "http://stp.tinh.gov.vn/x?id=5&page=2"},
	} {
		u, err := normalise(base, c.ref)
		if err != nil {
			t.Errorf("%q: %v", c.ref, err)
			continue
		}
		if u.String() != c.want {
			t.Errorf("%q: got %s, want %s", c.ref, u, c.want)
		}
		again, err := normalise(nil, u.String())
		if err != nil || again.String() != u.String() {
			t.Errorf("%q: not stable: %s then %s (%v)", c.ref, u, again, err)
		}
	}
	for _, ref := range []string{"", "javascript:void(0)", "mailto:a@b", "file:///etc/passwd", "http://", "ftp://x/y", "http://[::1"} {
		if u, err := normalise(base, ref); err == nil {
			t.Errorf("%q: got %s, want an error", ref, u)
		}
	}
}
