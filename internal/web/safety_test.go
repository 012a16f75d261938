package web

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/trich-vn/trich/corpus"
)

// hostile is an article that tries to do something.
func hostile(t testing.TB) *memory {
	t.Helper()
	const bad = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`
	rec := record(`=cmd|' /C calc'!A0`, `"><svg onload=alert(3)>`, "2024-01-02", bad, `{{.}} </title><iframe src="javascript:alert(4)">`, bad+" 5 vụ")
	a := rec.Article
	a.URL, a.Byline, a.Category, a.Origin = "javascript:alert(5)", bad, bad, bad
	rec.Source = `"><a href="javascript:alert(6)">`
	rec.Counts = []corpus.Count{{Figure: corpus.Figure{Source: source(t, a, "5 vụ", 0), Value: dec(t, "5"), What: `=HYPERLINK("http://x.example")`,
		Note: bad, Check: "inconsistent", Place: bad, Indicator: bad, Period: `2024"><b>`}, Unit: bad, Class: bad}}
	rec.Officials = []corpus.Official{{Source: source(t, a, "script", 0), Name: bad, Positions: []corpus.Position{{Title: bad, Organisation: bad}}}}
	rec.Officials[0].Rule = bad
	return &memory{records: []*corpus.Record{rec}}
}

// everywhere lists the addresses of pages about the first article.
func everywhere() []string {
	return []string{"/", "/search", "/search?q=" + url.QueryEscape(`alert`), "/facts", "/article/1",
		"/facts?q=" + url.QueryEscape(`<script>alert(7)</script>`), "/facts?province=" + url.QueryEscape(`"onfocus="alert(8)`),
		"/search?q=" + url.QueryEscape(`"><script>`), "/nowhere", "/article/1?lang=en",
		"/officials", "/officials?name=" + url.QueryEscape(`<b>`), "/official?name=" + url.QueryEscape(`<script>alert(1)</script>"'><img src=x onerror=alert(2)>`),
		"/compare", "/compare?q=5", "/compare?q=5&chart=line&by=any", "/help", "/compare?by=" + url.QueryEscape(`"><script>`)}
}

func TestHostileContentStaysText(t *testing.T) {
	h := newSite(hostile(t))
	for _, address := range everywhere() {
		w := get(t, h, address)
		doc, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			checkHarmless(t, address, n)
		}
	}
}

// checkHarmless fails on whatever could run or load.
func checkHarmless(t *testing.T, address string, n *html.Node) {
	t.Helper()
	if n.Type != html.ElementNode {
		return
	}
	switch n.Data {
	case "iframe", "img", "object", "embed", "base", "style":
		t.Errorf("%s: element %s", address, n.Data)
	case "script":
		if n.FirstChild != nil {
			t.Errorf("%s: inline script %q", address, n.FirstChild.Data)
		}
	}
	for _, a := range n.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
			t.Errorf("%s: attribute %s=%q of %s", address, a.Key, a.Val, n.Data)
		}
		if a.Key != "href" && a.Key != "src" && a.Key != "action" && a.Key != "cite" {
			continue
		}
		u, err := url.Parse(a.Val)
		if err != nil || u.Scheme != "" && u.Scheme != "https" && u.Scheme != "http" {
			t.Errorf("%s: %s=%q", address, a.Key, a.Val)
		}
		if n.Data == "script" || n.Data == "link" {
			if !strings.HasPrefix(a.Val, "/static/") {
				t.Errorf("%s: loads %q", address, a.Val)
			}
		}
	}
}

func TestFormulasInDownloads(t *testing.T) {
	w := get(t, newSite(hostile(t)), "/export/facts.csv")
	if w.Code != http.StatusOK {
		t.Fatalf("status %d", w.Code)
	}
	body := w.Body.String()
	wantIn(t, body, "\ufeff", `'=cmd|`, `"'=HYPERLINK(""http://x.example"")"`)
	if got, want := w.Header().Get("Content-Type"), "text/csv; charset=utf-8"; got != want {
		t.Errorf("got type %q, want %q", got, want)
	}
	if got := w.Header().Get("Content-Disposition"); !strings.HasPrefix(got, "attachment; filename=trich-facts-") {
		t.Errorf("got disposition %q", got)
	}
}

func TestHeaders(t *testing.T) {
	h := newSite(sample(t))
	for _, address := range []string{"/", "/article/1", "/nowhere", "/static/style.css", "/export/facts.jsonl", "/facts?from=x"} {
		header := get(t, h, address).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; " +
				"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
			"Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", address, name, got, want)
			}
		}
		if len(header.Values("Set-Cookie")) > 0 {
			t.Errorf("%s sets a cookie", address)
		}
	}
}

func TestHosts(t *testing.T) {
	lan := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 80}
	loop := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
	tests := []struct {
		host  string
		local net.Addr
		hosts []string
		want  bool
	}{
		{"localhost:8080", loop, nil, true},
		{"127.0.0.1", loop, nil, true},
		{"[::1]:8080", loop, nil, true},
		{"LOCALHOST.", loop, nil, true},
		{"evil.example", loop, nil, false},
		{"evil.example:8080", nil, nil, false},
		{"localhost.evil.example", loop, nil, false},
		{"127.0.0.1.evil.example", loop, nil, false},
		{"192.0.2.7", loop, nil, false},
		{"", loop, nil, false},
		{"news.example", loop, []string{"news.example"}, true},
		{"News.example:443", loop, []string{"news.example"}, true},
		{"desk.example", lan, nil, true},
		{"desk.example", lan, []string{"news.example"}, false},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%s at %v", test.host, test.local), func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Host = test.host
			if test.local != nil {
				r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, test.local))
			}
			w := httptest.NewRecorder()
			New(sample(t), Options{Hosts: test.hosts}).ServeHTTP(w, r)
			want := http.StatusMisdirectedRequest
			if test.want {
				want = http.StatusOK
			}
			if w.Code != want {
				t.Errorf("got status %d, want %d", w.Code, want)
			}
		})
	}
}

func TestOnlyReading(t *testing.T) {
	h := newSite(sample(t))
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "X"} {
		r := httptest.NewRequest(method, "/", nil)
		r.Host = "localhost"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: status %d, allow %q", method, w.Code, w.Header().Get("Allow"))
		}
	}
	for _, address := range []string{"/", "/facts", "/export/facts.csv", "/static/style.css"} {
		r := httptest.NewRequest(http.MethodHead, address, nil)
		r.Host = "localhost"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Body.Len() > 0 {
			t.Errorf("HEAD %s: status %d, %d bytes", address, w.Code, w.Body.Len())
		}
	}
}

func TestWrongParameters(t *testing.T) {
	h := newSite(sample(t))
	tests := []struct {
		address string
		status  int
		says    string
	}{
		{"/facts?from=2024-02-30", 400, "from"},
		{"/facts?from=2024-02-01&to=2024-01-01", 400, "Ngày cuối đứng trước"},
		{"/facts?period=2024-Q5", 400, "period"},
		{"/facts?period=abc", 400, "period"},
		{"/facts?kind=money", 400, "kind"},
		{"/facts?bound=above", 400, "bound"},
		{"/facts?min=12x", 400, "min"},
		{"/facts?min=" + strings.Repeat("9", 60), 400, "min"},
		{"/facts?min=5&max=4.9", 400, "max"},
		{"/facts?min=4.90&max=4.9", 200, ""},
		{"/export/officials.csv?sort=value", 200, ""},
		{"/api/articles?sort=-value", 200, ""},
		{"/facts?page=0", 400, "page"},
		{"/facts?page=99999999999999999999", 400, "page"},
		{"/facts?page=-1", 400, "page"},
		{"/facts?per=100000", 400, "per"},
		{"/facts?sort=text", 400, "sort"},
		{"/facts?article=x", 400, "article"},
		{"/facts?former=maybe", 400, "former"},
		{"/facts?q=%ff%fe", 400, "ký tự"},
		{"/facts?q=%00", 400, "ký tự"},
		{"/facts?q=%zz", 400, "ký tự"},
		{"/facts?q=" + strings.Repeat("a", 301), 400, "q"},
		{"/facts?q=" + strings.Repeat("a", 9000), 400, "quá dài"},
		{"/facts?" + manyUnits(60), 400, "unit"},
		{"/search?q=-", 400, "Không có gì để tìm"},
		{"/article/0", 404, "Không có trang này"},
		{"/article/-4", 404, "Không có trang này"},
		{"/article/99", 404, "Không có trang này"},
		{"/article/99999999999999999999999", 404, "Không có trang này"},
		{"/article/%2e%2e%2fetc", 404, "Không có trang này"},
		{"/export/facts.exe", 404, "Không có trang này"},
		{"/export/sqlite_master.csv", 404, "Không có trang này"},
		{"/static/..%2fweb.go", 404, "Không có trang này"},
		{"/facts?from=x&lang=en", 400, "must be a day"},
		{"/facts?unknown=1&utm_source=x", 200, ""},
		{"/facts?q=&province=&from=", 200, ""},
	}
	for _, test := range tests {
		t.Run(test.address[:min(len(test.address), 60)], func(t *testing.T) {
			w := get(t, h, test.address)
			if w.Code != test.status {
				t.Errorf("got status %d, want %d", w.Code, test.status)
			}
			wantIn(t, w.Body.String(), test.says)
		})
	}
}

func manyUnits(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "unit=%d&", i)
	}
	return b.String()
}

func TestInnerErrorsAreNotShown(t *testing.T) {
	var log strings.Builder
	m := sample(t)
	m.fail = fmt.Errorf("disk /secret/place: %w", io.ErrUnexpectedEOF)
	h := New(m, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	for _, address := range []string{"/", "/facts", "/search", "/article/1", "/export/facts.csv", "/officials", "/official?name=a",
		"/compare?unit=a", "/api/facts", "/api/article/1", "/api/search?q=a", "/api/facets/facts/unit"} {
		w := get(t, h, address)
		if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%s: status %d:\n%s", address, w.Code, w.Body)
		}
		if w.Header().Get("Content-Disposition") != "" {
			t.Errorf("%s: an error is offered as a file", address)
		}
	}
	wantIn(t, log.String(), "/secret/place", "/facts")
}

// slowStore answers no sooner than the request gives up.
type slowStore struct{ *memory }

func (slowStore) Count(ctx context.Context, _ string, _ Query) (int64, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}

func TestSlowQuestionGivesUp(t *testing.T) {
	h := New(slowStore{sample(t)}, Options{Timeout: 20 * time.Millisecond})
	if w := get(t, h, "/facts"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("got status %d, want 503", w.Code)
	}
}

// A total that takes too long does not keep a page back.
func TestSlowTotalIsLeftOut(t *testing.T) {
	h := newSite(slowStore{sample(t)})
	wantIn(t, page(t, h, "/facts?unit=vụ&per=5"), "ít nhất 6 số liệu")
	if body := page(t, h, "/api/facts?unit=vụ"); strings.Contains(body, `"total":`) {
		t.Errorf("a total is given: %s", body)
	}
}

func TestKnownValues(t *testing.T) {
	var k known[string, int]
	asked := make(chan int, 10)
	n := 0
	ask := func(context.Context) (int, error) {
		n++
		asked <- n
		if n == 2 {
			return 0, io.ErrUnexpectedEOF
		}
		return n, nil
	}
	get := func(want int) {
		t.Helper()
		if got, err := k.get(t.Context(), "a", time.Second, ask); err != nil || got != want {
			t.Errorf("got %d, %v; want %d", got, err, want)
		}
	}
	age := func(by time.Duration) {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.all["a"].asked = time.Now().Add(-by)
	}
	settled := func() {
		t.Helper()
		<-asked
		for range 1000 {
			k.mu.Lock()
			asking := k.all["a"].asking
			k.mu.Unlock()
			if !asking {
				return
			}
			time.Sleep(time.Millisecond)
		}
		t.Fatal("still asking")
	}
	get(1)
	<-asked
	get(1) // fresh: not asked again
	age(2 * fresh)
	get(1) // stale: shown, and asked for beside; that fails
	settled()
	get(1) // shown, and asked for beside once more
	settled()
	get(3)
	age(2 * stale)
	get(4) // too old to be shown
	if len(asked) != 1 {
		t.Errorf("asked %d times more than expected", len(asked)-1)
	}
}

// A file that breaks off must not look whole.
func TestBrokenDownloadEndsTheConnection(t *testing.T) {
	m := &memory{failAfter: 2500}
	for range 400 {
		m.records = append(m.records, report(t, "Long Sơn", "longson", "2024", "1.018", "899", "88,3"))
	}
	m.failAfter = 1200
	server := httptest.NewUnstartedServer(New(m, Options{Log: slog.New(slog.DiscardHandler)}))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Start()
	defer server.Close()
	resp, err := server.Client().Get(server.URL + "/export/facts.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err == nil {
		t.Error("the broken download ended as if it were whole")
	}
	m.failAfter = 1
	resp2, err := server.Client().Get(server.URL + "/export/facts.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer resp2.Body.Close()
	if resp2.StatusCode != http.StatusInternalServerError {
		t.Errorf("an early error gave status %d, want 500", resp2.StatusCode)
	}
}

// vastStore counts more rows than a spreadsheet takes.
type vastStore struct{ *memory }

func (vastStore) Count(context.Context, string, Query) (int64, error) { return 100_001, nil }

func TestTooManyRowsForASpreadsheet(t *testing.T) {
	w := get(t, newSite(vastStore{sample(t)}), "/export/facts.xlsx")
	if w.Code != http.StatusBadRequest || w.Header().Get("Content-Disposition") != "" {
		t.Errorf("got status %d", w.Code)
	}
	wantIn(t, w.Body.String(), "Quá nhiều dòng cho một bảng tính")
	if w := get(t, newSite(sample(t)), "/export/facts.xlsx"); w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "PK") {
		t.Errorf("got status %d and no spreadsheet", w.Code)
	}
}

func TestServerHasTimeLimits(t *testing.T) {
	s := Server("127.0.0.1:0", http.NotFoundHandler())
	if s.ReadHeaderTimeout <= 0 || s.ReadTimeout <= 0 || s.WriteTimeout <= 0 || s.IdleTimeout <= 0 || s.MaxHeaderBytes <= 0 {
		t.Errorf("a limit is missing: %+v", s)
	}
}

// FuzzAddress: whatever stands in an address, the answer is a page or says
// that the address is wrong.
func FuzzAddress(f *testing.F) {
	for _, raw := range []string{"q=ma+tuy&province=Long+S%C6%A1n", "period=2024-Q1&min=1&max=2", "sort=-value&page=2&per=3", "from=2024-01-01&to=2024-12-31&kind=date",
		"by=any&chart=line&unit=v%E1%BB%A5&of_unit=kg", "name=%C4%90%E1%BA%B7ng&former=1&person=2", "lang=en&show=-", "q=%ff"} {
		f.Add(raw)
	}
	m := sample(f)
	h := newSite(m)
	f.Fuzz(func(t *testing.T, raw string) {
		for _, path := range []string{"/", "/search", "/facts", "/article/1", "/officials", "/official", "/compare", "/api/facts", "/export/facts.csv"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Host, r.URL.RawQuery = "localhost", raw
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != 200 && w.Code != 400 && w.Code != 404 {
				t.Errorf("%s?%s: status %d", path, raw, w.Code)
			}
		}
		m.asked = nil
	})
}
