package crawl

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/trich-vn/trich/corpus"
)

// A fault is one thing that servers do to crawlers. Its server has a home page
// that links to /x, where the fault is, and to /tot.html, a good article that
// must be kept whatever happens.
type fault struct {
	name string
	// serve builds the handler for everything but / and /tot.html.
	serve func() http.HandlerFunc
	// url is the faulty URL, "/x" when empty.
	url string
	// state and reason are what the frontier must say of it.
	state  corpus.TargetState
	reason string
	// kept are further paths whose articles must be kept; max bounds the number
	// of requests to the server, 0 for 12.
	kept []string
	max  int
	// check looks further.
	check func(t *testing.T, site *testSite, s *memorySink, r Report)
}

const goodArticle = `<html><head><title>Bài tốt</title></head><body><article><h1>Bài tốt</h1><p>Đã xử lý 12 vụ trong tháng.</p></article></body></html>`

// serveFault adds the home page and the good article to a fault.
func serveFault(f fault) http.Handler {
	inner := f.serve()
	at := f.url
	if at == "" {
		at = "/x"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprintf(w, `<html><head><title>Trang chủ</title></head><body><a href="%s">một</a> <a href="/tot.html">hai</a></body></html>`, at)
		case "/tot.html":
			io.WriteString(w, goodArticle)
		case "/robots.txt", "/sitemap.xml":
			if strings.HasPrefix(f.name, "robots") || at == r.URL.Path {
				inner(w, r)
				return
			}
			http.NotFound(w, r)
		default:
			inner(w, r)
		}
	})
}

func article(title string) string {
	return fmt.Sprintf(`<html><head><title>%s</title></head><body><article><h1>%s</h1><p>Năm 2024 có 15 vụ.</p></article></body></html>`, title, title)
}

func page(body string) func() http.HandlerFunc {
	return func() http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) }
	}
}

// onceThen answers the first request with first and the others with an article.
func onceThen(first http.HandlerFunc) func() http.HandlerFunc {
	return func() http.HandlerFunc {
		var n atomic.Int64
		return func(w http.ResponseWriter, r *http.Request) {
			if n.Add(1) == 1 {
				first(w, r)
				return
			}
			io.WriteString(w, article("Sau cùng"))
		}
	}
}

func status(code int, after func() string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if after != nil {
			w.Header().Set("Retry-After", after())
		}
		w.WriteHeader(code)
	}
}

func inOneSecond() string {
	return time.Now().Add(1100 * time.Millisecond).UTC().Format(http.TimeFormat)
}
func oneSecond() string { return "1" }

// reset writes bytes to the connection and tears it down, as a firewall does.
func reset(text string) func() http.HandlerFunc {
	return hijacked(func(conn net.Conn, _ context.Context) {
		io.WriteString(conn, text)
		if tcp, ok := conn.(*net.TCPConn); ok {
			tcp.SetLinger(0)
		}
	})
}

// forEver writes text to the connection until the client has enough.
func forEver(head, text string, pause time.Duration) func() http.HandlerFunc {
	return hijacked(func(conn net.Conn, ctx context.Context) {
		_, err := io.WriteString(conn, head)
		for err == nil && ctx.Err() == nil {
			_, err = io.WriteString(conn, text)
			time.Sleep(pause)
		}
	})
}

// hijacked hands the connection to talk and closes it afterwards.
func hijacked(talk func(net.Conn, context.Context)) func() http.HandlerFunc {
	return func() http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				return
			}
			defer conn.Close()
			talk(conn, r.Context())
		}
	}
}

// raw writes bytes to the connection and closes it.
func raw(text string) func() http.HandlerFunc {
	return hijacked(func(conn net.Conn, _ context.Context) { io.WriteString(conn, text) })
}

func gzipped(b []byte) []byte {
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	zw.Write(b)
	zw.Close()
	return buf.Bytes()
}

// zeros is a gzip stream of n MiB of spaces.
func zeros(n int) []byte {
	var buf bytes.Buffer
	zw := gzip.NewWriter(&buf)
	block := bytes.Repeat([]byte{' '}, 1<<20)
	for range n {
		zw.Write(block)
	}
	zw.Close()
	return buf.Bytes()
}

func encoded(coding string, body []byte) func() http.HandlerFunc {
	return func() http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			if coding != "" {
				w.Header().Set("Content-Encoding", coding)
			}
			w.Write(body)
		}
	}
}

func typed(contentType, body string) func() http.HandlerFunc {
	return func() http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			io.WriteString(w, body)
		}
	}
}

func utf16le(s string) string {
	var b bytes.Buffer
	b.Write([]byte{0xff, 0xfe})
	for _, u := range utf16.Encode([]rune(s)) {
		b.Write([]byte{byte(u), byte(u >> 8)})
	}
	return b.String()
}

// manyLinks is a page with n links to pages that say nothing.
func manyLinks(n int) func() http.HandlerFunc {
	return func() http.HandlerFunc {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<a href=/n/%x>", i)
		}
		body := b.String()
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			if r.URL.Path == "/x" {
				io.WriteString(w, body)
				return
			}
			fmt.Fprintf(w, "<html><title>%s</title>", r.URL.Path)
		}
	}
}

// facets is a list of ten articles that can be narrowed by twelve facets and
// sorted by three columns: a hundred thousand addresses of the same articles,
// each page other bytes.
func facets() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/loc" {
			io.WriteString(w, article(r.URL.Path))
			return
		}
		fmt.Fprintf(w, "<html><title>Lọc %s</title>", r.URL.RawQuery)
		for i := range 10 {
			fmt.Fprintf(w, `<a href="/bai/%d.html">Tiêu đề dài của bài viết thứ %d</a>`, i, i)
		}
		for i := range 12 {
			q := r.URL.Query()
			if name := fmt.Sprint("a", i); q.Has(name) {
				q.Del(name)
			} else {
				q.Set(name, "1")
			}
			fmt.Fprintf(w, `<a href="/loc?%s">lọc %d</a>`, strings.ReplaceAll(q.Encode(), "&", "&amp;"), i)
		}
		for _, column := range []string{"ngay", "ten", "xem"} {
			q := r.URL.Query()
			q.Set("sort", column)
			fmt.Fprintf(w, `<a href="/loc?%s">xếp theo %s</a>`, strings.ReplaceAll(q.Encode(), "&", "&amp;"), column)
		}
	}
}

// keptRaw checks that the sink got the bytes as they were served.
func keptRaw(path, body string) func(*testing.T, *testSite, *memorySink, Report) {
	return func(t *testing.T, site *testSite, s *memorySink, _ Report) {
		t.Helper()
		p := s.pages[site.URL+path]
		if p == nil || string(p.Body) != body {
			t.Errorf("the page's bytes were not kept as served")
		}
	}
}

func fewerHits(path string, most int) func(*testing.T, *testSite, *memorySink, Report) {
	return func(t *testing.T, site *testSite, _ *memorySink, _ Report) {
		t.Helper()
		if n := site.count(path); n > most {
			t.Errorf("%s asked for %d times, want at most %d", path, n, most)
		}
	}
}

func faults() []fault {
	const wall = `<html><body><script>document.cookie="D1N=7d1f5b"+"; path=/";window.location.reload(true);</script></body></html>`
	const pdf = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
	const cp1258 = "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1258\"><title>Tin t\xea</title></head><body><article><p>C\xf4ng an t\xf2nh 12 v\xf4</p></article></body></html>"
	const xss = `<html><head><title>=HYPERLINK("http://x.example")&lt;script&gt;alert(1)&lt;/script&gt;</title></head><body><article><h1><script>alert(1)</script>@SUM(A1)</h1><p>15 vụ</p></article></body></html>`
	bom16 := utf16le(`<html><head><title>Tin</title></head><body><article><p>Có 12 vụ</p></article><a href="/tiep.html">tiếp</a></body></html>`)
	deep := strings.Repeat("<div>", 10_000) + `<article><p>15 vụ</p></article><a href="/tiep.html">tiếp</a>` + strings.Repeat("</div>", 10_000)
	long := article("Dài") + strings.Repeat("<p>Một đoạn văn của bài.</p>", 400)
	return []fault{
		{name: "500 then fine", serve: onceThen(status(500, nil)), state: corpus.TargetDone, kept: []string{"/x"}, check: fewerHits("/x", 2)},
		{name: "429 with seconds", serve: onceThen(status(429, oneSecond)), state: corpus.TargetDone, kept: []string{"/x"}, check: fewerHits("/x", 2)},
		{name: "429 with a date", serve: onceThen(status(429, inOneSecond)), state: corpus.TargetDone, kept: []string{"/x"}, check: fewerHits("/x", 2)},
		{name: "503 with seconds", serve: onceThen(status(503, oneSecond)), state: corpus.TargetDone, kept: []string{"/x"}, check: fewerHits("/x", 2)},
		{name: "503 with a date", serve: onceThen(status(503, inOneSecond)), state: corpus.TargetDone, kept: []string{"/x"}, check: fewerHits("/x", 2)},
		{name: "503 for a day", serve: func() http.HandlerFunc { return status(503, func() string { return "86400" }) }, state: corpus.TargetRetry, reason: "HTTP 503", check: fewerHits("/x", 1)},
		{name: "200 error page", serve: page(`<html><head><title>404 - Không tìm thấy trang</title></head><body><p>Trang bạn yêu cầu không tồn tại.</p></body></html>`), state: corpus.TargetGone, reason: "error page"},
		{name: "200 server error", serve: page(`<html><head><title>Runtime Error</title></head><body><h1>Server Error in '/' Application.</h1></body></html>`), state: corpus.TargetFailed, reason: "error page: the server is in trouble (2 times)"},
		{name: "reset mid-body", serve: raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html><body>"), state: corpus.TargetFailed, reason: "body cut short"},
		{name: "connection reset mid-body", serve: reset("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html><body>"), state: corpus.TargetFailed, reason: "(2 times)"},
		{name: "connection reset before the headers", serve: reset(""), state: corpus.TargetFailed, reason: "connection reset"},
		{name: "headers that drip", serve: forEver("HTTP/1.1 200 OK\r\n", "X-A: a\r\n", 20*time.Millisecond), state: corpus.TargetFailed, reason: "no answer in time"},
		{name: "100 Continue for ever", serve: forEver("", "HTTP/1.1 100 Continue\r\n\r\n", time.Millisecond), state: corpus.TargetFailed, reason: "(2 times)"},
		{name: "no HTTP at all", serve: raw("SSH-2.0-OpenSSH_9.2\r\n"), state: corpus.TargetFailed, reason: "malformed answer"},
		{name: "an encoding nobody asked for", serve: encoded("br", []byte("\x0b\x02\x80abc\x03")), state: corpus.TargetFailed, reason: "content encoding: \"br\""},
		{name: "headers never come", serve: func() http.HandlerFunc {
			return func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
		}, state: corpus.TargetFailed, reason: "no answer in time"},
		{name: "drip", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				for r.Context().Err() == nil {
					io.WriteString(w, ".")
					w.(http.Flusher).Flush()
					time.Sleep(20 * time.Millisecond)
				}
			}
		}, state: corpus.TargetFailed, reason: "body too slow"},
		{name: "infinite body", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				block := bytes.Repeat([]byte("<p>không dứt</p>"), 4096)
				for r.Context().Err() == nil {
					if _, err := w.Write(block); err != nil {
						return
					}
				}
			}
		}, state: corpus.TargetFailed, reason: "body over the limit"},
		{name: "gzip bomb by encoding", serve: encoded("gzip", zeros(64)), state: corpus.TargetFailed, reason: "after decompression"},
		{name: "gzip bomb by .gz", url: "/sitemap.xml", serve: typed("application/x-gzip", string(gzipped(append([]byte("<urlset>"), bytes.Repeat([]byte("<url><loc>http://127.0.0.1/x</loc></url>"), 1<<18)...)))),
			state: corpus.TargetFailed, reason: "a sitemap of more than"},
		{name: "truncated gzip", serve: encoded("gzip", gzipped([]byte(long))[:200]), state: corpus.TargetFailed, reason: "body cut short"},
		{name: "gzip that is plain", serve: encoded("gzip", []byte(article("Không nén"))), state: corpus.TargetDone, kept: []string{"/x"}},
		{name: "8 MB of headers", serve: raw("HTTP/1.1 200 OK\r\nX-A: " + strings.Repeat("a", 8<<20) + "\r\nContent-Length: 0\r\n\r\n"), state: corpus.TargetFailed, reason: "headers over the limit"},
		{name: "redirect loop", serve: func() http.HandlerFunc {
			next := map[string]string{"/x": "/y", "/y": "/z", "/z": "/x"}
			return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, next[r.URL.Path], http.StatusFound) }
		}, url: "/x", state: corpus.TargetRedirect, check: func(t *testing.T, _ *testSite, _ *memorySink, r Report) {
			t.Helper()
			if r.Reasons["redirect loop"] != 1 {
				t.Errorf("the loop is not reported: %v", r.Reasons)
			}
		}},
		{name: "redirects to ever new pages", max: 20, serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"-", http.StatusFound) }
		}, state: corpus.TargetRedirect, check: func(t *testing.T, _ *testSite, _ *memorySink, r Report) {
			t.Helper()
			if r.Reasons[fmt.Sprintf("more than %d redirects", maxHops)] != 1 {
				t.Errorf("the chain is not reported: %v", r.Reasons)
			}
		}},
		{name: "self-redirect with cookie", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if _, err := r.Cookie("phien"); err != nil {
					http.SetCookie(w, &http.Cookie{Name: "phien", Value: "1"})
					http.Redirect(w, r, r.URL.Path, http.StatusFound)
					return
				}
				io.WriteString(w, article("Có bánh"))
			}
		}, state: corpus.TargetDone, kept: []string{"/x"}},
		{name: "self-redirect for ever", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }
		}, state: corpus.TargetFailed, reason: "redirect loop: to itself"},
		{name: "redirect to a private address", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
			}
		}, state: corpus.TargetFailed, reason: "address refused"},
		{name: "redirect to file:", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "file:///etc/passwd")
				w.WriteHeader(302)
			}
		}, state: corpus.TargetFailed, reason: "redirect refused"},
		{name: "script cookie wall", serve: page(wall), state: corpus.TargetFailed, reason: "script wall"},
		{name: "meta refresh", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/x" {
					io.WriteString(w, `<html><head><meta http-equiv="refresh" content="0; url=/tiep.html"></head></html>`)
					return
				}
				io.WriteString(w, article("Tiếp"))
			}
		}, state: corpus.TargetRedirect, reason: "meta refresh", kept: []string{"/tiep.html"}},
		{name: "wrong charset header", serve: typed("text/html; charset=iso-8859-1", article("Chữ Việt")), state: corpus.TargetDone, kept: []string{"/x"}, check: keptRaw("/x", article("Chữ Việt"))},
		{name: "UTF-16 BOM", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				if r.URL.Path == "/x" {
					io.WriteString(w, bom16)
					return
				}
				io.WriteString(w, article("Tiếp"))
			}
		}, state: corpus.TargetDone, kept: []string{"/tiep.html"}, check: keptRaw("/x", bom16)},
		{name: "windows-1258 meta", serve: typed("text/html", cp1258), state: corpus.TargetDone, kept: []string{"/x"}, check: keptRaw("/x", cp1258)},
		{name: "PDF as HTML", serve: typed("text/html", pdf), state: corpus.TargetSkipped, reason: "no page: application/pdf"},
		{name: "10,000-deep nesting", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/x" {
					io.WriteString(w, "<html><body>"+deep)
					return
				}
				io.WriteString(w, article("Tiếp"))
			}
		}, state: corpus.TargetDone, kept: []string{"/x", "/tiep.html"}},
		{name: "a million links", serve: manyLinks(1_000_000), state: corpus.TargetFailed, reason: "body over the limit"},
		{name: "a hundred thousand links", max: 250, serve: manyLinks(100_000), state: corpus.TargetDone, check: wasCut(cutLinks)},
		{name: "calendar trap", max: 120, url: "/lich?nam=2024&thang=3", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				y, m := 0, 0
				fmt.Sscan(r.URL.Query().Get("nam"), &y)
				fmt.Sscan(r.URL.Query().Get("thang"), &m)
				fmt.Fprintf(w, `<title>Lịch %d/%d</title><a href="/lich?nam=%d&thang=%d">trước</a><a href="/lich?nam=%d&thang=%d">sau</a>`, m, y, y-m/1%2, (m+10)%12+1, y+m/12, m%12+1)
			}
		}, state: corpus.TargetDone, check: wasCut(cutFruit)},
		{name: "facet explosion", max: 150, url: "/loc?a0=1", serve: facets, state: corpus.TargetDone, kept: []string{"/bai/0.html", "/bai/9.html"}, check: wasCut(cutFruit)},
		{name: "path-growth trap", max: 30, url: "/a/", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				fmt.Fprintf(w, `<title>%s</title><a href="a/">a</a><a href="b/">b</a>`, r.URL.Path)
			}
		}, state: corpus.TargetDone, check: wasCut(cutRepeat)},
		{name: "session ids in URLs", max: 8, serve: func() http.HandlerFunc {
			var n atomic.Int64
			return func(w http.ResponseWriter, r *http.Request) {
				id := fmt.Sprintf("%032x", n.Add(1))
				fmt.Fprintf(w, `<title>Tin</title><a href="/x;jsessionid=%s">một</a><a href="/tin?id=7&PHPSESSID=%s">hai</a><a href="/(S(%s))/muc">ba</a>`, id, id, id[8:])
			}
		}, state: corpus.TargetDone},
		{name: "entity bomb", url: "/sitemap.xml", serve: typed("application/xml", `<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><urlset><url><loc>&c;</loc></url></urlset>`),
			state: corpus.TargetDone},
		{name: "Content-Disposition traversal", serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Disposition", `attachment; filename="../../../../tmp/trich-was-here"`)
				io.WriteString(w, "<html>x</html>")
			}
		}, state: corpus.TargetSkipped, reason: "attachment"},
		{name: "script and formulas in a title", serve: page(xss), state: corpus.TargetDone, kept: []string{"/x"}, check: keptRaw("/x", xss)},
		{name: "304 that lies", serve: func() http.HandlerFunc { return status(304, nil) }, state: corpus.TargetFailed, reason: "304 without a condition"},
		{name: "bad chunk", serve: raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"), state: corpus.TargetFailed, reason: "malformed answer"},
		{name: "two Content-Lengths", serve: raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nabcdefg"), state: corpus.TargetFailed, reason: "malformed answer"},
		{name: "one body on many URLs", max: 80, serve: func() http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				io.WriteString(w, "<html><title>Một trang</title>")
				for i := range 200 {
					fmt.Fprintf(w, `<a href="/x?v=%d">%d</a>`, i, i)
				}
			}
		}, state: corpus.TargetDone, check: wasCut(cutFruit)},
		{name: "robots.txt 503", serve: func() http.HandlerFunc { return status(503, nil) }, url: "/x", state: "", check: func(t *testing.T, site *testSite, s *memorySink, r Report) {
			t.Helper()
			if len(s.pages) != 0 || site.count("/") != 0 {
				t.Errorf("pages fetched without leave: %v", site.all())
			}
			if len(r.Failures) != 1 || r.Failures[0].URL != site.URL+"/" {
				t.Errorf("the start page is not reported: %+v", r.Failures)
			}
			if r.Stopped != StopWaiting || len(r.Hosts) != 1 || !strings.Contains(r.Hosts[0].Reason, "robots.txt: HTTP 503") {
				t.Errorf("stopped %q, hosts %+v", r.Stopped, r.Hosts)
			}
		}},
		{name: "robots.txt of 10 MB", serve: func() http.HandlerFunc {
			body := "User-agent: *\nDisallow: /x\n" + strings.Repeat("# không có gì\n", 10<<20/16)
			return func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, body) }
		}, state: corpus.TargetSkipped, reason: "robots.txt", check: fewerHits("/x", 0)},
	}
}

// wasCut checks that the report names what was cut.
func wasCut(reason string) func(*testing.T, *testSite, *memorySink, Report) {
	return func(t *testing.T, _ *testSite, _ *memorySink, r Report) {
		t.Helper()
		if c := r.Cuts[reason]; c == nil || c.Count == 0 || c.Sample == "" {
			t.Errorf("cuts: %v, want %q", slices.Collect(maps.Keys(r.Cuts)), reason)
		}
	}
}

func faultConfig(seeds ...string) Config {
	cfg := testConfig(seeds...)
	cfg.Attempts, cfg.MaxBody, cfg.MaxDecoded, cfg.sitemapBytes = 2, 4<<20, 8<<20, 4<<20
	cfg.Timeouts = Timeouts{Dial: time.Second, TLS: time.Second, Header: 300 * time.Millisecond, Body: 700 * time.Millisecond}
	return cfg
}

// heapPeak samples the heap until stop is called and returns the growth.
func heapPeak() (stop func() uint64) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	start, peak := m.HeapAlloc, m.HeapAlloc
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-end:
				return
			case <-time.After(5 * time.Millisecond):
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
		}
	}()
	return func() uint64 {
		close(end)
		<-ended
		return peak - min(start, peak)
	}
}

func (f *fault) verify(t *testing.T, site *testSite, fr *MemoryFrontier, s *memorySink, r Report) {
	t.Helper()
	at := f.url
	if at == "" {
		at = "/x"
	}
	got, known, err := fr.Lookup(t.Context(), site.URL+at)
	if f.state != "" {
		if err != nil || !known || got.State != f.state || !strings.Contains(got.Reason, f.reason) {
			t.Errorf("%s: state %q, reason %q; want %q, %q", at, got.State, got.Reason, f.state, f.reason)
		}
	}
	kept := f.kept
	if f.name != "robots.txt 503" && f.name != "503 for a day" {
		kept = append([]string{"/tot.html"}, kept...)
	}
	for _, path := range kept {
		if p := s.pages[site.URL+path]; p == nil || p.Status != 200 {
			t.Errorf("%s was not kept", path)
		}
	}
	if f.check != nil {
		f.check(t, site, s, r)
	}
}

// TestFaults runs every fault alone and holds it to its time and memory.
func TestFaults(t *testing.T) {
	const memory = 64 << 20
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			site := newTestSite(t, serveFault(f))
			fr, s := NewMemoryFrontier(), newMemorySink()
			peak, began := heapPeak(), time.Now()
			r := mustRun(t, faultConfig(site.URL), fr, s)
			grown, took := peak(), time.Since(began)
			f.verify(t, site, fr, s, r)
			if took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			for _, h := range r.Hosts {
				if h.Slowest > 5*time.Second {
					t.Errorf("one page took %v", h.Slowest)
				}
			}
			if grown > memory {
				t.Errorf("the heap grew by %d MiB", grown>>20)
			}
			total := 0
			for _, n := range site.all() {
				total += n
			}
			if most := max(f.max, 12); total > most {
				t.Errorf("%d requests, want at most %d", total, most)
			}
		})
	}
}

// TestAllFaultsInOneRun crawls all the faulty servers together: the run ends by
// itself, keeps every good page and names every bad one.
func TestAllFaultsInOneRun(t *testing.T) {
	list := faults()
	sites := make([]*testSite, len(list))
	var seeds []string
	for i, f := range list {
		sites[i] = newTestSite(t, serveFault(f))
		seeds = append(seeds, sites[i].URL)
	}
	fr, s := NewMemoryFrontier(), newMemorySink()
	cfg := faultConfig(seeds...)
	// All together they share the machine: what is only slow must not fail.
	cfg.Workers, cfg.Timeouts.Header, cfg.Timeouts.Body = 8, 2*time.Second, 4*time.Second
	began := time.Now()
	r := mustRun(t, cfg, fr, s)
	if took := time.Since(began); took > time.Minute {
		t.Errorf("took %v", took)
	}
	if r.Stopped != StopWaiting {
		t.Errorf("stopped %q", r.Stopped)
	}
	for i, f := range list {
		f.check = nil
		t.Run(f.name, func(t *testing.T) { f.verify(t, sites[i], fr, s, r) })
		if (f.state == corpus.TargetFailed || f.state == corpus.TargetGone) && !slices.ContainsFunc(append(r.Failures, r.Dead...), func(x Failure) bool {
			return strings.HasPrefix(x.URL, sites[i].URL) && strings.Contains(x.Reason, f.reason)
		}) {
			t.Errorf("%s is not in the report", f.name)
		}
	}
}

// A server whose validator never changes must not hide a changed body for ever.
func TestFixedETagIsFoundOut(t *testing.T) {
	var version atomic.Int64
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(304)
			return
		}
		fmt.Fprint(w, article(fmt.Sprint("Bản ", version.Load())))
	}))
	defer site.Close()
	f, s := NewMemoryFrontier(), newMemorySink()
	mustRun(t, testConfig(site.URL), f, s)
	version.Store(2)
	runs := 0
	for ; runs < 2*distrustEveryN && !strings.Contains(string(s.pages[site.URL+"/"].Body), "Bản 2"); runs++ {
		mustRun(t, testConfig(site.URL), f, s)
	}
	if runs >= distrustEveryN+1 {
		t.Errorf("the change was seen after %d runs", runs)
	}
	tg, _, _ := f.Lookup(t.Context(), site.URL+"/")
	if !tg.Distrust {
		t.Error("the validator is still trusted")
	}
}
