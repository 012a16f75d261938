package crawl

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
)

func mustURL(t testing.TB, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestRobots(t *testing.T) {
	const two = "User-agent: trich\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\nUser-agent: TRICH\nDisallow: /b\n"
	for _, c := range []struct {
		name, text, path string
		want             bool
	}{
		{"empty", "", "/x", true},
		{"all closed", "User-agent: *\nDisallow: /", "/x", false},
		{"robots.txt itself", "User-agent: *\nDisallow: /", "/robots.txt", true},
		{"empty disallow", "User-agent: *\nDisallow:", "/x", true},
		{"longest wins", "User-agent: *\nDisallow: /p\nAllow: /p/ok", "/p/ok/1", true},
		{"longest wins, other way", "User-agent: *\nAllow: /p\nDisallow: /p/no", "/p/no", false},
		{"allow before disallow", "User-agent: *\nDisallow: /p\nAllow: /p", "/p", true},
		{"groups of one agent are joined", two, "/b", false},
		{"and the first of them counts", two, "/a1", false},
		{"a named group closes out *", two, "/c", true},
		{"no prefix match of agents", "User-agent: tri\nDisallow: /\n", "/x", true},
		{"nor of longer ones", "User-agent: trich-news\nDisallow: /\n", "/x", true},
		{"version is no part", "User-agent: Trich/9.9\nDisallow: /\n", "/x", false},
		{"several agents in one group", "User-agent: other\nUser-agent: trich\nDisallow: /x\n", "/x", false},
		{"a rule ends the list of agents", "User-agent: trich\nDisallow: /a\nUser-agent: other\nDisallow: /x\n", "/x", true},
		{"star", "User-agent: *\nDisallow: /*.php", "/a/b.php?x=1", false},
		{"star and end", "User-agent: *\nDisallow: /*.php$", "/a/b.php?x=1", true},
		{"end", "User-agent: *\nDisallow: /x$", "/x", false},
		{"end, longer", "User-agent: *\nDisallow: /x$", "/xy", true},
		{"query", "User-agent: *\nDisallow: /*?print=", "/tin?print=1", false},
		{"escapes are one", "User-agent: *\nDisallow: /tin%2dtuc/%c3%a0", "/tin-tuc/%C3%A0", false},
		{"bare letters too", "User-agent: *\nDisallow: /à", "/%C3%A0", false},
		{"comments and case", "USER-AGENT: * # ai\ndisallow : /x # đây", "/x", false},
		{"byte order mark", "\ufeffUser-agent: *\nDisallow: /x", "/x", false},
		{"carriage returns alone", "User-agent: *\rDisallow: /x\r", "/x", false},
		{"nonsense between", "hello\nUser-agent: *\nCrawl-delay: much\n<html>\nDisallow: /x", "/x", false},
		{"rules before any agent", "Disallow: /x\nUser-agent: *\nDisallow: /y", "/x", true},
	} {
		if got := parseRobots([]byte(c.text), "trich/1.0").allows(mustURL(t, "http://h.example"+c.path)); got != c.want {
			t.Errorf("%s: %s allowed %v, want %v", c.name, c.path, got, c.want)
		}
	}
	r := parseRobots([]byte("User-agent: *\nCrawl-delay: 2.5\nSitemap: http://h/1.xml\nsitemap: http://h/2.xml\n"), "trich")
	if r.delay != 2500*time.Millisecond || !slices.Equal(r.sitemaps, []string{"http://h/1.xml", "http://h/2.xml"}) {
		t.Errorf("%+v", r)
	}
	if d := parseRobots([]byte("User-agent: *\nCrawl-delay: 99999"), "trich").delay; d != maxCrawlDelay {
		t.Errorf("crawl-delay of a day gave %v", d)
	}
}

func TestCheckAddress(t *testing.T) {
	for _, c := range []struct {
		addr string
		open bool // without leave for loopback
	}{
		{"113.160.1.1", true}, {"2405:4800::1", true}, {"8.8.8.8", true},
		{"127.0.0.1", false}, {"::1", false}, {"::ffff:127.0.0.1", false}, {"10.1.2.3", false}, {"172.16.0.1", false},
		{"192.168.1.1", false}, {"169.254.169.254", false}, {"fe80::1", false}, {"fc00::1", false}, {"0.0.0.0", false}, {"::", false},
		{"100.64.0.1", false}, {"224.0.0.1", false}, {"ff02::1", false}, {"255.255.255.255", false}, {"198.18.0.1", false},
		{"64:ff9b::a01:203", false}, {"64:ff9b::7f00:1", false}, {"2002:c0a8:101::1", false}, {"64:ff9b::808:808", true}, {"192.0.2.7", false},
	} {
		err := checkAddress(netip.MustParseAddr(c.addr), false)
		if (err == nil) != c.open {
			t.Errorf("%s: %v, want open %v", c.addr, err, c.open)
		}
	}
	for _, addr := range []string{"127.0.0.1", "127.8.8.8", "::1"} {
		if err := checkAddress(netip.MustParseAddr(addr), true); err != nil {
			t.Errorf("%s with leave: %v", addr, err)
		}
	}
	for _, addr := range []string{"10.0.0.1", "192.168.0.1", "64:ff9b::7f00:1"} {
		if checkAddress(netip.MustParseAddr(addr), true) == nil {
			t.Errorf("leave for loopback opens %s", addr)
		}
	}
}

func TestCutURL(t *testing.T) {
	for _, c := range []struct{ url, want string }{
		{"http://h/tin-tuc/bai-1.html", ""},
		{"http://h/2024/03/04/bai-1.html", ""},
		{"http://h/a/b/a/c", ""},
		{"http://h/a/b/a/c/a", cutRepeat},
		{"http://h/tin/su-kien/tin/su-kien/x", cutRepeat},
		{"http://h/1/1/1", ""},
		{"http://h/" + strings.Repeat("x", maxURL), cutLength},
		{"http://h/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u", cutDepth},
		{"http://h/van-ban/so-12.pdf", cutFile},
		{"http://h/anh.JPEG", cutFile},
		{"http://h/tin/1/print", cutPrint},
		{"http://h/print/tin/1", cutPrint},
		{"http://h/lich?nam=1890", cutCalendar},
		{"http://h/lich?year=2150&month=2", cutCalendar},
		{"http://h/lich?nam=2024&thang=3", ""},
		{"http://h/tin?date=2031-04-01", cutCalendar},
		{"http://h/tin?date=2024-04-01", ""},
		{"http://h/lich/202403/", ""},
		{"http://h/lich/209903/", cutCalendar},
		{"http://h/nam-moi?id=9999", ""},
	} {
		if got := cutURL(mustURL(t, c.url), 2026); got != c.want {
			t.Errorf("%.80s: %q, want %q", c.url, got, c.want)
		}
	}
}

func TestPaging(t *testing.T) {
	for _, c := range []struct {
		url     string
		n       int
		section string
	}{
		{"http://h/tin-tuc", 0, "/tin-tuc"},
		{"http://h/tin-tuc/page/3", 3, "/tin-tuc"},
		{"http://h/tin-tuc/page-3/", 3, "/tin-tuc"},
		{"http://h/tin-tuc/trang-12.html", 12, "/tin-tuc"},
		{"http://h/tin-tuc-trang-2.htm", 2, "/tin-tuc"},
		{"http://h/tin?page=4", 4, "/tin"},
		{"http://h/tin?cat=7&trang=4", 4, "/tin?cat=7"},
		{"http://h/web/guest/tin?_101_INSTANCE_cur=5&p_p_id=101", 5, "/web/guest/tin?p_p_id=101"},
		{"http://h/tin.aspx?PageIndex=9", 9, "/tin.aspx"},
		{"http://h/tin?limitstart=20", 20, "/tin"},
		{"http://h/bai-viet-12345.html", 0, "/bai-viet-12345.html"},
	} {
		u := mustURL(t, c.url)
		if n := pageNumber(u); n != c.n {
			t.Errorf("%s: page %d, want %d", c.url, n, c.n)
		}
		if s := sectionOf(u); s != c.section {
			t.Errorf("%s: section %q, want %q", c.url, s, c.section)
		}
	}
}

func TestSameDocument(t *testing.T) {
	for _, c := range []struct {
		url, canon string
		want       bool
	}{
		{"http://h/tin/bai-1.html?ref=home", "http://h/tin/bai-1.html", true},
		{"http://h/tin/bai-1.html", "http://h/", false},
		{"http://h/muc/tin/cong-an-bat-nhom-doi-tuong", "http://h/cong-an-bat-nhom-doi-tuong", true},
		{"http://h/detail.aspx?ItemID=12345", "http://h/tin/ten-bai-12345.html", true},
		{"http://h/detail.aspx?ItemID=12345", "http://h/detail.aspx", false},
		{"http://h/tin/bai-a.html", "http://h/tin/bai-b.html", false},
	} {
		if got := sameDocument(mustURL(t, c.url), mustURL(t, c.canon)); got != c.want {
			t.Errorf("%s canonical %s: %v, want %v", c.url, c.canon, got, c.want)
		}
	}
}

func TestReadSitemap(t *testing.T) {
	const news = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> http://h/1 </loc><lastmod>2024-03-04</lastmod>
<news:news><news:publication><news:name>Báo</news:name></news:publication><news:publication_date>2024-03-04T08:00:00+07:00</news:publication_date><news:title>Tin &amp; bài</news:title></news:news>
<image:image><image:loc>http://h/anh.jpg</image:loc><image:title>Ảnh</image:title></image:image></url>
<url><loc><![CDATA[http://h/2?a=1&b=2]]></loc></url></urlset>`
	for _, c := range []struct {
		name, text string
		want       []mapEntry
	}{
		{"news", news, []mapEntry{{URL: "http://h/1", Title: "Tin & bài", Published: "2024-03-04T08:00:00+07:00", Modified: "2024-03-04"}, {URL: "http://h/2?a=1&b=2"}}},
		{"packed", string(gzipped([]byte(news)))[:], nil},
		{"index", `<sitemapindex><sitemap><loc>http://h/m.xml</loc></sitemap></sitemapindex>`, []mapEntry{{URL: "http://h/m.xml", Index: true}}},
		{"plain list", "http://h/1\nhttp://h/2\n", []mapEntry{{URL: "http://h/1"}, {URL: "http://h/2"}}},
		{"empty", `<urlset/>`, nil},
	} {
		var got []mapEntry
		if err := readSitemap([]byte(c.text), maxSitemapBytes, func(e mapEntry) { got = append(got, e) }); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		want := c.want
		if c.name == "packed" {
			want = []mapEntry{{URL: "http://h/1", Title: "Tin & bài", Published: "2024-03-04T08:00:00+07:00", Modified: "2024-03-04"}, {URL: "http://h/2?a=1&b=2"}}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, want)
		}
	}
	for _, bad := range []string{"", "<html><body>x</body></html>", `<urlset><url><loc>http://h/1</loc></url><url><loc>http`} {
		if err := readSitemap([]byte(bad), maxSitemapBytes, func(mapEntry) {}); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestReadFeed(t *testing.T) {
	const atom = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Tin</title><entry><title>Bài</title><link href="http://h/1"/><updated>2024-03-04T08:00:00Z</updated><published>2024-03-03T08:00:00Z</published></entry></feed>`
	const rss = `<rss version="2.0"><channel><item><title>Bài</title><guid>http://h/2</guid><pubDate>Mon, 04 Mar 2024 08:00:00 +0700</pubDate></item><item><title>không có gì</title></item></channel></rss>`
	for text, want := range map[string]mapEntry{
		atom: {URL: "http://h/1", Title: "Bài", Published: "2024-03-03T15:00:00+07:00", Modified: "2024-03-04T15:00:00+07:00"},
		rss:  {URL: "http://h/2", Title: "Bài", Published: "2024-03-04T08:00:00+07:00"},
	} {
		if !looksLikeFeed([]byte(text)) || looksLikeSitemap([]byte(text)) {
			t.Errorf("not taken for a feed: %.40s", text)
		}
		var got []mapEntry
		if err := readFeed([]byte(text), func(e mapEntry) { got = append(got, e) }); err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("%+v, %v; want %+v", got, err, want)
		}
	}
}

func TestScanPage(t *testing.T) {
	const text = `<!DOCTYPE html><html><head><base href="/goc/"><title> Tin tức </title><link rel=canonical href="/chinh">
<link rel="alternate" type="application/atom+xml" href="/atom"><meta name="robots" content="noarchive"></head><body>
<a href=a.html>một</a><A HREF='b.html#c'>hai</A><a href="a.html">lặp</a><a href="#x">x</a><a href="javascript:;">y</a><a rel="nofollow" href="no">z</a>
<a href=" c
.html ">ba</a><area href="/d"><iframe src="/khung"></iframe><a rel="next" href="?page=2">sau</a><script>var s="<a href='/khong'>";</script><!-- <a href="/cung-khong"> --></body>`
	s := scanPage(mustURL(t, "http://h/x/y"), []byte(text), http.Header{})
	var got []string
	for _, l := range s.links {
		got = append(got, l.href)
	}
	want := []string{"a.html", "b.html#c", "c.html", "/d", "/khung", "?page=2"}
	if !slices.Equal(got, want) {
		t.Errorf("links %q, want %q", got, want)
	}
	if s.base.String() != "http://h/goc/" || s.canonical != "/chinh" || s.next != "?page=2" || strings.TrimSpace(s.title) != "Tin tức" || !slices.Equal(s.feeds, []string{"/atom"}) || s.noFollow {
		t.Errorf("%+v", s)
	}
	if s.links[0].text != "một" || !s.links[5].list {
		t.Errorf("%+v", s.links)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	for v, want := range map[string]time.Duration{
		"": 0, "120": 2 * time.Minute, " 1.5 ": 1500 * time.Millisecond, "-4": 0, "soon": 0, "1e99": maxRetryAfter,
		now.Add(time.Hour).Format(http.TimeFormat): time.Hour, now.Add(-time.Hour).Format(http.TimeFormat): 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {v}}, now); got != want {
			t.Errorf("%q: %v, want %v", v, got, want)
		}
	}
}

func TestPauses(t *testing.T) {
	cfg, err := Config{}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	h := &host{}
	if got := h.pause(&cfg); got != time.Second {
		t.Errorf("first pause %v, want 1s", got)
	}
	for range 6 {
		h.answered(&cfg, 4*time.Second)
	}
	if got := h.pause(&cfg); got < 3*time.Second || got > 4*time.Second {
		t.Errorf("a server that takes 4s is asked every %v", got)
	}
	for range 12 {
		h.answered(&cfg, 20*time.Millisecond)
	}
	if got := h.pause(&cfg); got != time.Second {
		t.Errorf("a server that is quick again is asked every %v", got)
	}
	h.robots = &robots{delay: 7 * time.Second}
	if got := h.pause(&cfg); got != 7*time.Second {
		t.Errorf("crawl-delay: %v", got)
	}
	first := h.failed(&cfg, outcome{status: 503, reason: "HTTP 503"}, now)
	second := h.failed(&cfg, outcome{status: 503, reason: "HTTP 503"}, now)
	if first.Sub(now) != cfg.Backoff || second.Sub(now) != 2*cfg.Backoff {
		t.Errorf("back-off %v then %v", first.Sub(now), second.Sub(now))
	}
	if at := h.failed(&cfg, outcome{status: 429, retryAfter: time.Hour}, now); at.Sub(now) != time.Hour {
		t.Errorf("Retry-After: %v", at.Sub(now))
	}
	quiet := &host{}
	for n := range hostFailures {
		if at := quiet.failed(&cfg, outcome{reason: "connection refused"}, now); at.IsZero() != (n+1 < hostFailures) {
			t.Errorf("after %d failures left alone until %v", n+1, at)
		}
	}
}

// TestPolitePause crawls with a pause and looks at the times of the requests.
func TestPolitePause(t *testing.T) {
	var first, last, requests, busy, most atomic.Int64
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), busy.Add(1)))
		defer busy.Add(-1)
		now := time.Now().UnixNano()
		first.CompareAndSwap(0, now)
		last.Store(now)
		requests.Add(1)
		if strings.HasSuffix(r.URL.Path, ".xml") || r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintf(w, `<title>%s</title><a href="/1">1</a><a href="/2">2</a><a href="/3">3</a>`, r.URL.Path)
	}))
	cfg := testConfig(site.URL)
	cfg.Delay, cfg.PerHost = 60*time.Millisecond, 1
	mustRun(t, cfg, NewMemoryFrontier(), newMemorySink())
	// A request may come late, so that the next seems to follow at once: what
	// holds on any machine is the sum of the pauses.
	if got, n := time.Duration(last.Load()-first.Load()), requests.Load()-1; n < 3 || got < time.Duration(n)*cfg.Delay/2 {
		t.Errorf("%d requests in %v with pauses of %v", n+1, got, cfg.Delay)
	}
	if most.Load() != 1 {
		t.Errorf("%d requests at once", most.Load())
	}
}

// TestBackoffOutlivesTheRun checks that a server that asked for a day of rest
// is left alone by the next run too.
func TestBackoffOutlivesTheRun(t *testing.T) {
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			return
		}
		w.Header().Set("Retry-After", "86400")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	f := NewMemoryFrontier()
	r := mustRun(t, testConfig(site.URL), f, newMemorySink())
	if r.Stopped != StopWaiting || len(r.Hosts) != 1 || time.Until(r.Hosts[0].Parked) < 23*time.Hour {
		t.Errorf("%q %+v", r.Stopped, r.Hosts)
	}
	before := site.count("/")
	mustRun(t, testConfig(site.URL), f, newMemorySink())
	if site.count("/") != before || site.count("/robots.txt") != 1 {
		t.Errorf("asked again: %v", site.all())
	}
}

// A certAuthority signs test certificates.
type certAuthority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newCert(t *testing.T, serial int64, isCA bool, parent *certAuthority, issuerURL string) *certAuthority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: fmt.Sprint("chứng thư ", serial)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: isCA, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature,
	}
	if isCA {
		tmpl.KeyUsage |= x509.KeyUsageCertSign
	} else {
		tmpl.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
		tmpl.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	}
	if issuerURL != "" {
		tmpl.IssuingCertificateURL = []string{issuerURL}
	}
	signer := &certAuthority{tmpl, key}
	if parent != nil {
		signer = parent
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, signer.cert, &key.PublicKey, signer.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &certAuthority{cert, key}
}

// TestBrokenChain serves a certificate without its intermediate, as many
// portals do, and checks that the chain is completed, once, and only when it
// leads to a trusted root.
func TestBrokenChain(t *testing.T) {
	for _, c := range []struct {
		name    string
		trusted bool
		served  string // what the issuer URL gives: inter, other, nothing
		want    bool
	}{
		{"mended", true, "inter", true},
		{"untrusted root", false, "inter", false},
		{"a stranger's certificate", true, "other", false},
		{"nothing there", true, "nothing", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := newCert(t, 1, true, nil, "")
			inter := newCert(t, 2, true, root, "")
			other := newCert(t, 9, true, root, "")
			var asked atomic.Int64
			aia := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				switch c.served {
				case "inter":
					w.Write(inter.cert.Raw)
				case "other":
					w.Write(other.cert.Raw)
				default:
					http.NotFound(w, r)
				}
			}))
			defer aia.Close()
			leaf := newCert(t, 3, false, inter, aia.URL+"/inter.cer")
			site := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/" {
					fmt.Fprint(w, `<a href="/1">1</a><a href="/2">2</a>`)
					return
				}
				fmt.Fprint(w, article(r.URL.Path))
			}))
			site.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{leaf.cert.Raw}, PrivateKey: leaf.key}}}
			site.Config.ErrorLog = quietLog()
			site.StartTLS()
			defer site.Close()
			cfg := testConfig(site.URL)
			cfg.Attempts = 1
			cfg.roots = x509.NewCertPool()
			if c.trusted {
				cfg.roots.AddCert(root.cert)
			}
			s := newMemorySink()
			r := mustRun(t, cfg, NewMemoryFrontier(), s)
			if got := len(s.pages) > 0; got != c.want {
				t.Errorf("pages kept: %v, want %v (%v)", got, c.want, r.Reasons)
			}
			if c.want && asked.Load() != 1 {
				t.Errorf("the intermediate was fetched %d times", asked.Load())
			}
			if !c.want && !strings.Contains(fmt.Sprint(r.Reasons), "certificate") {
				t.Errorf("reasons: %v", r.Reasons)
			}
		})
	}
}

func TestTrapBookIsBounded(t *testing.T) {
	b := newTrapBook()
	for i := range 3 * maxShapes {
		b.visited(shapeKeys(mustURL(t, fmt.Sprintf("http://h/%s/?q=1", strings.Repeat("x", i%20)+string(rune('a'+i%26))))), [2]bool{})
	}
	if len(b.shapes) > maxShapes {
		t.Errorf("%d shapes", len(b.shapes))
	}
}

func TestBudgets(t *testing.T) {
	site := newTestSite(t, portalHandler())
	for _, c := range []struct {
		name string
		set  func(*Config)
		want string
	}{
		{"bytes", func(c *Config) { c.MaxBytes = 3000 }, StopBytes},
		{"time", func(c *Config) { c.For = time.Millisecond; c.Delay = 20 * time.Millisecond; c.PerHost = 1 }, StopDeadline},
	} {
		cfg := testConfig(site.URL)
		c.set(&cfg)
		f := NewMemoryFrontier()
		if r := mustRun(t, cfg, f, newMemorySink()); r.Stopped != c.want {
			t.Errorf("%s: stopped %q", c.name, r.Stopped)
		}
		if len(f.leased) != 0 {
			t.Errorf("%s: %d leases left", c.name, len(f.leased))
		}
	}
	cfg := testConfig(site.URL)
	cfg.MaxDepth = 1
	s := newMemorySink()
	r := mustRun(t, cfg, NewMemoryFrontier(), s)
	if n := len(s.articles()); n != 2 || r.Cuts[cutMaxDepth] == nil {
		t.Errorf("depth 1: %d articles, cuts %v", n, r.Cuts)
	}
}

func TestDatesAskedFor(t *testing.T) {
	site := newTestSite(t, portalHandler())
	cfg := testConfig(site.URL)
	cfg.Since, cfg.Until = "2024-05-01", "2024-06-30"
	s := newMemorySink()
	r := mustRun(t, cfg, NewMemoryFrontier(), s)
	for _, u := range s.articles() {
		if strings.HasSuffix(u, "bai-500.html") || strings.HasSuffix(u, "bai-999.html") {
			t.Errorf("%s is of March", u)
		}
	}
	if r.Cuts[cutDate] == nil {
		t.Errorf("cuts: %v", r.Cuts)
	}
	cfg.Since = "tháng năm"
	if _, err := Run(t.Context(), cfg, NewMemoryFrontier(), s); err == nil {
		t.Error("a date that is none was taken")
	}
}

func TestSoftGone(t *testing.T) {
	for address, want := range map[string]string{
		"http://h/": errorPageHome, "http://h/?p=7": "", "http://h/404": errorPageElse, "http://h/trang-404/": errorPageElse,
		"http://h/Error.aspx?aspxerrorpath=/x": errorPageElse, "http://h/vi/khong-tim-thay.html": errorPageElse, "http://h/PageNotFound": errorPageElse,
		"http://h/tin/bai-404.html": "", "http://h/tin/1404.html": "", "http://h/tin/xu-ly-loi.html": "", "http://h/tin-moi/7.html": "",
	} {
		if got := softGone(mustURL(t, address)); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

// TestWallIsNotRunAgainst answers 403 to everything but the home page, as a
// firewall does that took a dislike to a visitor.
func TestWallIsNotRunAgainst(t *testing.T) {
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt", "/sitemap.xml":
			http.NotFound(w, r)
		case "/":
			fmt.Fprint(w, "<title>Cổng</title>")
			for i := range 200 {
				fmt.Fprintf(w, `<a href="/tin/%d.html">Tin số %d</a>`, i, i)
			}
		default:
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	cfg := testConfig(site.URL)
	cfg.Workers, cfg.Backoff, cfg.Patience = 1, time.Hour, time.Second
	r := mustRun(t, cfg, NewMemoryFrontier(), newMemorySink())
	if n := r.By[corpus.TargetFailed]; n != hostFailures || r.Stopped != StopWaiting {
		t.Errorf("%d pages refused before the server was left alone, want %d; stopped %q", n, hostFailures, r.Stopped)
	}
	if len(r.Hosts) != 1 || r.Hosts[0].Reason != "HTTP 403" || r.Hosts[0].Parked.IsZero() {
		t.Errorf("%+v", r.Hosts)
	}
}

// TestManySitemaps has a sitemap for each month of many years, as large portals
// do, and beside them a chain of sitemaps that never ends.
func TestManySitemaps(t *testing.T) {
	const months = 3 * barrenPages
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := 0
		switch {
		case r.URL.Path == "/sitemap.xml":
			fmt.Fprintf(w, `<sitemapindex><sitemap><loc>http://%s/vo-tan-0.xml</loc></sitemap>`, r.Host)
			for i := range months {
				fmt.Fprintf(w, `<sitemap><loc>http://%s/sitemap-%d.xml</loc></sitemap>`, r.Host, i)
			}
			fmt.Fprint(w, `</sitemapindex>`)
		case scanned(r.URL.Path, "/sitemap-%d.xml", &n):
			fmt.Fprintf(w, `<urlset><url><loc>http://%s/tin/%d.html</loc></url></urlset>`, r.Host, n)
		case scanned(r.URL.Path, "/vo-tan-%d.xml", &n):
			fmt.Fprintf(w, `<sitemapindex><sitemap><loc>http://%s/vo-tan-%d.xml</loc></sitemap></sitemapindex>`, r.Host, n+1)
		case scanned(r.URL.Path, "/tin/%d.html", &n):
			fmt.Fprint(w, article(r.URL.Path))
		case r.URL.Path == "/":
			fmt.Fprint(w, "<title>Cổng</title>")
		default:
			http.NotFound(w, r)
		}
	}))
	s := newMemorySink()
	r := mustRun(t, testConfig(site.URL), NewMemoryFrontier(), s)
	if n := len(s.articles()); n != months {
		t.Errorf("%d articles, want %d (cuts %v)", n, months, r.Cuts)
	}
	if c := r.Cuts[cutFruit]; c == nil || !strings.Contains(c.Sample, "/vo-tan-") || site.count(fmt.Sprintf("/vo-tan-%d.xml", 2*barrenPages)) != 0 {
		t.Errorf("the chain without end was not cut: %v", r.Cuts)
	}
}

func scanned(s, format string, n *int) bool {
	k, err := fmt.Sscanf(s, format, n)
	return err == nil && k == 1
}

// TestLastmodIsNoDayOfPublication crawls by a sitemap: what it says of changes
// orders the visits and ends a back-fill, and is not handed on as the day an
// article was published.
func TestLastmodIsNoDayOfPublication(t *testing.T) {
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/sitemap.xml":
			fmt.Fprintf(w, `<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://%[1]s/doi.html</loc><lastmod>2025-03-04</lastmod></url>
				<url><loc>http://%[1]s/cu.html</loc><lastmod>2019-01-02</lastmod></url>
				<url><loc>http://%[1]s/moi.html</loc><n:news><n:publication_date>2024-05-06</n:publication_date></n:news></url></urlset>`, r.Host)
		case strings.HasSuffix(r.URL.Path, ".html"):
			fmt.Fprint(w, article(r.URL.Path))
		case r.URL.Path == "/":
			fmt.Fprint(w, "<title>Cổng</title>")
		default:
			http.NotFound(w, r)
		}
	}))
	s := newMemorySink()
	cfg := testConfig(site.URL)
	cfg.Since, cfg.Until = "2024-01-01", "2024-12-31"
	r := mustRun(t, cfg, NewMemoryFrontier(), s)
	if p := s.pages[site.URL+"/doi.html"]; p == nil || p.Published != "" {
		t.Errorf("an article that was changed after the range may be of it, and has no known day: %+v", p)
	}
	if p := s.pages[site.URL+"/moi.html"]; p == nil || p.Published != "2024-05-06" {
		t.Errorf("the day of a news sitemap did not come along: %+v", p)
	}
	if c := r.Cuts[cutDate]; s.pages[site.URL+"/cu.html"] != nil || c == nil || c.Count != 1 {
		t.Errorf("an article last changed before the range was fetched: %v", r.Cuts)
	}
	now := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	fresh, old := corpus.Target{ChangedAt: now.AddDate(0, 0, -1)}, corpus.Target{ChangedAt: now.AddDate(-3, 0, 0)}
	if u := mustURL(t, site.URL); priorityOf(&fresh, u, now) <= priorityOf(&old, u, now) {
		t.Error("what changed yesterday does not come before what changed years ago")
	}
}

// TestPagingEndsWithTheDates has a section of forty pages, ten days an article.
func TestPagingEndsWithTheDates(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := 0
		switch {
		case r.URL.Path == "/tin" || r.URL.Path == "/":
			fmt.Sscan(r.URL.Query().Get("page"), &n)
			fmt.Fprint(w, "<title>Tin</title>")
			for i := range 5 {
				fmt.Fprintf(w, `<a href="/bai/%d">Bài</a>`, 5*n+i)
			}
			if n < 40 {
				fmt.Fprintf(w, `<a rel="next" href="/tin?page=%d">Sau</a>`, n+1)
			}
		case strings.HasPrefix(r.URL.Path, "/bai/"):
			fmt.Sscanf(r.URL.Path, "/bai/%d", &n)
			fmt.Fprintf(w, `<title>%d</title><article><time>%s</time></article>`, n, start.AddDate(0, 0, -10*n).Format(time.DateOnly))
		default:
			http.NotFound(w, r)
		}
	}))
	cfg := testConfig(site.URL + "/tin")
	cfg.Since, cfg.Workers = "2026-01-01", 1
	s := newMemorySink()
	r := mustRun(t, cfg, NewMemoryFrontier(), datedSink{s})
	for n := range 6 {
		if s.pages[fmt.Sprintf("%s/bai/%d", site.URL, n)] == nil {
			t.Errorf("article %d is of the range and missing", n)
		}
	}
	if got := len(s.articles()); got > 40 || r.Stopped != StopDrained {
		t.Errorf("%d articles were fetched, stopped %q", got, r.Stopped)
	}
}

// A datedSink reads the date of an article.
type datedSink struct{ *memorySink }

func (d datedSink) Page(ctx context.Context, p *corpus.Page) (Verdict, error) {
	v, err := d.memorySink.Page(ctx, p)
	if _, after, ok := bytes.Cut(p.Body, []byte("<time>")); ok {
		v.Published = string(after[:len(time.DateOnly)])
	}
	return v, err
}

// TestSeedIsTriedAgain takes a server that is down tonight and up tomorrow.
func TestSeedIsTriedAgain(t *testing.T) {
	var up atomic.Bool
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, ".txt") || strings.HasSuffix(r.URL.Path, ".xml"):
			http.NotFound(w, r)
		case !up.Load():
			w.WriteHeader(http.StatusBadGateway)
		default:
			fmt.Fprint(w, article("Đã lại"))
		}
	}))
	f, s := NewMemoryFrontier(), newMemorySink()
	cfg := testConfig(site.URL)
	if r := mustRun(t, cfg, f, s); r.By[corpus.TargetFailed] != 1 || r.Reasons["HTTP 502 (3 times)"] != 1 {
		t.Errorf("%v %v", r.By, r.Reasons)
	}
	up.Store(true)
	if mustRun(t, cfg, f, s); len(s.pages) != 1 {
		t.Errorf("%d pages the night after", len(s.pages))
	}
}

func TestClosedStartPageIsReported(t *testing.T) {
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "User-agent: *\nDisallow: /\n") }))
	r := mustRun(t, testConfig(site.URL), NewMemoryFrontier(), newMemorySink())
	if len(r.Failures) != 1 || r.Failures[0].Reason != "robots.txt" || site.count("/") != 0 {
		t.Errorf("%+v, %v", r.Failures, site.all())
	}
}

func TestTwinsKnowNoWWW(t *testing.T) {
	twins := newTwinTable()
	if _, twin := twins.twin("tinh.example", 7, "http://tinh.example/1"); twin {
		t.Error("the first body has a twin")
	}
	if first, twin := twins.twin("www.tinh.example", 7, "http://www.tinh.example/1"); !twin || first != "http://tinh.example/1" {
		t.Errorf("with www.: %v of %q", twin, first)
	}
	if _, twin := twins.twin("khac.example", 7, "http://khac.example/1"); twin {
		t.Error("a repost on another host is a twin")
	}
}

func TestSmallJar(t *testing.T) {
	jar, u := newJar(), mustURL(t, "http://stp.tinh.gov.vn/")
	for i := range 200 {
		jar.SetCookies(u, []*http.Cookie{{Name: fmt.Sprint("c", i), Value: "1"}})
	}
	if n := len(jar.Cookies(u)); n != maxCookies {
		t.Errorf("%d cookies", n)
	}
	jar.SetCookies(u, []*http.Cookie{{Name: "x", Value: "1", Domain: "gov.vn"}})
	if n := len(jar.Cookies(mustURL(t, "http://khac.gov.vn/"))); n != 0 {
		t.Errorf("a cookie of one portal goes to another: %d", n)
	}
}

// TestCanonical has pages that name others as canonical: a clean spelling, each
// other, the home page, and one that is gone.
func TestCanonical(t *testing.T) {
	canon := func(title, to string) string {
		return strings.Replace(article(title), "</title>", `</title><link rel="canonical" href="`+to+`">`, 1)
	}
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.RequestURI() {
		case "/":
			fmt.Fprint(w, `<title>Trang</title><a href="/muc/bai-sach.html">1</a><a href="/a/doi.html">2</a><a href="/nha.html">3</a><a href="/xem/mat.html">4</a>`)
		case "/muc/bai-sach.html":
			fmt.Fprint(w, canon("Sạch", "/bai-sach.html"))
		case "/bai-sach.html":
			fmt.Fprint(w, canon("Sạch", "/bai-sach.html"))
		case "/a/doi.html":
			fmt.Fprint(w, canon("Đôi A", "/b/doi.html"))
		case "/b/doi.html":
			fmt.Fprint(w, canon("Đôi B", "/a/doi.html"))
		case "/nha.html":
			fmt.Fprint(w, canon("Nhà", "/"))
		case "/xem/mat.html":
			fmt.Fprint(w, canon("Mất", "/mat.html"))
		default:
			http.NotFound(w, r)
		}
	}))
	cfg := testConfig(site.URL)
	cfg.Workers = 1
	f, s := NewMemoryFrontier(), newMemorySink()
	mustRun(t, cfg, f, s)
	mustRun(t, cfg, f, s)
	var got []string
	for _, u := range s.articles() {
		got = append(got, strings.TrimPrefix(u, site.URL))
	}
	if want := []string{"/b/doi.html", "/bai-sach.html", "/nha.html", "/xem/mat.html"}; !slices.Equal(got, want) {
		t.Errorf("articles %q, want %q", got, want)
	}
	tg, _, _ := f.Lookup(t.Context(), site.URL+"/muc/bai-sach.html")
	if tg.State != corpus.TargetAlias || tg.Location != site.URL+"/bai-sach.html" {
		t.Errorf("%+v", tg)
	}
}

// TestFeedTellsOfChanges lets a feed announce that a known article changed.
func TestFeedTellsOfChanges(t *testing.T) {
	var updated atomic.Int64
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed":
			at := time.Now().Add(-24 * time.Hour)
			if updated.Load() > 0 {
				at = time.Now().Add(2 * time.Second) // feeds tell whole seconds
			}
			fmt.Fprintf(w, `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Bài</title><link href="http://%s/bai.html"/><updated>%s</updated></entry></feed>`, r.Host, at.Format(time.RFC3339Nano))
		case "/bai.html":
			fmt.Fprint(w, article(fmt.Sprint("Bản ", updated.Load())))
		default:
			http.NotFound(w, r)
		}
	}))
	f, s := NewMemoryFrontier(), newMemorySink()
	for range 2 {
		mustRun(t, testConfig(site.URL+"/feed"), f, s)
	}
	if n := site.count("/bai.html"); n != 1 {
		t.Fatalf("fetched %d times before it changed", n)
	}
	updated.Store(1)
	if r := mustRun(t, testConfig(site.URL+"/feed"), f, s); r.Changed != 1 || site.count("/bai.html") != 2 {
		t.Errorf("changed %d, fetched %d times", r.Changed, site.count("/bai.html"))
	}
}

// TestRedirectTargetAsksRobots redirects to what robots.txt closes.
func TestRedirectTargetAsksRobots(t *testing.T) {
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /kin/")
		case "/":
			fmt.Fprint(w, `<title>Trang</title><a href="/mo.html">mở</a>`)
		case "/mo.html":
			http.Redirect(w, r, "/kin/bai.html", http.StatusMovedPermanently)
		default:
			fmt.Fprint(w, article(r.URL.Path))
		}
	}))
	f := NewMemoryFrontier()
	mustRun(t, testConfig(site.URL), f, newMemorySink())
	if n := site.count("/kin/bai.html"); n != 0 {
		t.Errorf("fetched %d times against robots.txt", n)
	}
	if tg, _, _ := f.Lookup(t.Context(), site.URL+"/kin/bai.html"); tg.State != corpus.TargetSkipped || tg.Reason != "robots.txt" {
		t.Errorf("%+v", tg)
	}
}

func TestGroups(t *testing.T) {
	for u, want := range map[string]string{
		"https://skhcn.daknong.gov.vn/x": "daknong.gov.vn", "https://daknong.gov.vn/": "daknong.gov.vn", "https://www.baotinh.vn/": "baotinh.vn",
		"http://127.0.0.1:8080/": "127.0.0.1:8080", "http://localhost:81/": "localhost:81", "http://[::1]:81/": "[::1]:81", "https://gov.vn/": "gov.vn",
	} {
		if got := groupOf(mustURL(t, u)); got != want {
			t.Errorf("%s: %s, want %s", u, got, want)
		}
	}
}

func TestHTTP2(t *testing.T) {
	root := newCert(t, 1, true, nil, "")
	leaf := newCert(t, 2, false, root, "")
	var proto atomic.Value
	site := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		proto.Store(r.Proto)
		fmt.Fprint(w, article("Hai"))
	}))
	site.EnableHTTP2 = true
	site.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{leaf.cert.Raw}, PrivateKey: leaf.key}}}
	site.StartTLS()
	defer site.Close()
	cfg := testConfig(site.URL)
	cfg.roots = x509.NewCertPool()
	cfg.roots.AddCert(root.cert)
	s := newMemorySink()
	mustRun(t, cfg, NewMemoryFrontier(), s)
	if proto.Load() != "HTTP/2.0" || len(s.pages) == 0 {
		t.Errorf("spoke %v, %d pages", proto.Load(), len(s.pages))
	}
}

// TestLegacyTLS meets a server that speaks TLS 1.0 only: the portal file must
// name it, and even then its certificate is verified.
func TestLegacyTLS(t *testing.T) {
	root := newCert(t, 1, true, nil, "")
	leaf := newCert(t, 2, false, root, "")
	site := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, article("Cũ")) }))
	site.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS10, Certificates: []tls.Certificate{{Certificate: [][]byte{leaf.cert.Raw}, PrivateKey: leaf.key}}}
	site.Config.ErrorLog = quietLog()
	site.StartTLS()
	defer site.Close()
	dir := t.TempDir()
	file := fmt.Sprintf("name = \"Cổng cũ\"\nhosts = [\"127.0.0.1\"]\nstart = [%q]\n[crawl]\nlegacy_tls = true\n", site.URL)
	if err := os.WriteFile(filepath.Join(dir, "cu.toml"), []byte(file), 0o644); err != nil {
		t.Fatal(err)
	}
	named, err := portal.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		portals *portal.Set
		trusted bool
		want    bool
	}{{"not named", nil, true, false}, {"named", named, true, true}, {"named, certificate of a stranger", named, false, false}} {
		cfg := testConfig(site.URL)
		cfg.Portals, cfg.Attempts, cfg.roots = c.portals, 1, x509.NewCertPool()
		if c.trusted {
			cfg.roots.AddCert(root.cert)
		}
		s := newMemorySink()
		r := mustRun(t, cfg, NewMemoryFrontier(), s)
		if got := len(s.pages) > 0; got != c.want {
			t.Errorf("%s: fetched %v, want %v (%v)", c.name, got, c.want, r.Reasons)
		}
	}
}

func TestChangedAndGone(t *testing.T) {
	var state atomic.Int64
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(w, `<title>Trang</title><a href="/a.html">a</a><a href="/b.html">b</a>`)
		case r.URL.Path == "/a.html":
			fmt.Fprint(w, article(fmt.Sprint("Bản ", state.Load())))
		case r.URL.Path == "/b.html" && state.Load() == 0:
			fmt.Fprint(w, article("Sẽ mất"))
		default:
			http.NotFound(w, r)
		}
	}))
	f, s := NewMemoryFrontier(), newMemorySink()
	mustRun(t, testConfig(site.URL), f, s)
	state.Store(1)
	for _, tg := range f.targets {
		tg.NextAt = tg.NextAt.Add(-48 * time.Hour)
	}
	r := mustRun(t, testConfig(site.URL), f, s)
	if r.Changed != 1 || r.By[corpus.TargetGone] != 1 {
		t.Errorf("changed %d, by %v", r.Changed, r.By)
	}
	if got := s.status[site.URL+"/b.html"]; !slices.Equal(got, []int{200, 404}) {
		t.Errorf("the sink was told %v", got)
	}
	if !bytes.Contains(s.pages[site.URL+"/b.html"].Body, []byte("Sẽ mất")) {
		t.Error("what the page said is gone too")
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"/a/../b?x=1&utm_source=2", "http://h:80/%7e%2f;jsessionid=1?a&b=%zz", "//[::1]:8/x", "http://à.vn/(S(abcdefgh1))/"} {
		f.Add(s)
	}
	base, _ := url.Parse("http://h.example/d/e")
	f.Fuzz(func(t *testing.T, ref string) {
		u, err := normalise(base, ref)
		if err != nil {
			return
		}
		again, err := normalise(nil, u.String())
		if err != nil {
			t.Fatalf("%q gave %q, which is refused: %v", ref, u, err)
		}
		if again.String() != u.String() {
			t.Fatalf("%q gave %q, then %q", ref, u, again)
		}
	})
}

func FuzzScanPage(f *testing.F) {
	f.Add([]byte(`<a href="x">y</a><base href="//h"><meta http-equiv=refresh content="0;url=z">`))
	f.Add([]byte("\xff\xfe<\x00a\x00"))
	f.Add([]byte(`<form action="/x?y"><input type=hidden name=a value=1><select name=page><option value=2>2<option>3</select><input name=p type=number max=9></form>`))
	base, _ := url.Parse("http://h.example/d/e")
	f.Fuzz(func(t *testing.T, body []byte) {
		s := scanPage(base, body, http.Header{})
		if len(s.links) > maxLinks || s.base == nil {
			t.Fatalf("%d links, base %v", len(s.links), s.base)
		}
		notThePage(s)
	})
}

// FuzzTags holds the quick reader of tags against the HTML tokenizer.
func FuzzTags(f *testing.F) {
	for _, s := range []string{
		`<a href=x>y</a><A HREF='b c'>`, `<a title="a>b" href="c">`, `<!-- <a href=no> --><a href=yes>`, `<script>"<a href=no>"</script><a href=yes>`,
		`<a href=a&amp;b><a href="c&d=1">`, `a < b <a/href=x/>`, `<title><a href=no></title >`, `<a href = "x" href=y>`, `<!doctype html><a href=x`, `</a href=x><a =href=y>`,
		`<iframe><a href=no></iframe>`, `<!--><a href=x>`, `<a href="x`, `<?php <a href=x> ?>`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		lower := strings.ToLower(text)
		// The tokenizer follows comments inside scripts, and counts a tag that
		// the page breaks off; neither matters for links.
		if strings.ContainsAny(text, "\x00\r") || strings.Contains(lower, "<!") || strings.Contains(lower, "<script") || strings.LastIndex(text, "<") > strings.LastIndex(text, ">") {
			return
		}
		if got, want := quickLinks(text), tokenizerLinks(text); !slices.Equal(got, want) {
			t.Fatalf("%q: %q, the tokenizer says %q", text, got, want)
		}
	})
}

func quickLinks(text string) (out []string) {
	r := tagReader{rest: []byte(text)}
	for {
		_, tg, more := r.next()
		if !more {
			return out
		}
		if tg.end {
			continue
		}
		switch tg.name {
		case "a":
			out = append(out, tg.href)
		case "title", "script", "style", "textarea", "xmp", "iframe", "noembed", "noframes":
			r.raw(tg.name)
		case "plaintext":
			return out
		}
	}
}

func tokenizerLinks(text string) (out []string) {
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			isLink, href := string(name) == "a", ""
			for more {
				var k, v []byte
				if k, v, more = z.TagAttr(); string(k) == "href" && href == "" {
					href = string(v)
				}
			}
			if isLink {
				out = append(out, href)
			}
		}
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(`<urlset><url><loc>http://h/1</loc><lastmod>2024</lastmod></url></urlset>`))
	f.Add(gzipped([]byte(`<sitemapindex><sitemap><loc>http://h/1</loc></sitemap></sitemapindex>`)))
	f.Add([]byte("http://h/1\nhttp://h/2"))
	f.Fuzz(func(t *testing.T, body []byte) {
		const limit = 1 << 16
		total := 0
		_ = readSitemap(body, limit, func(e mapEntry) {
			if e.URL == "" {
				t.Fatal("an entry without a URL")
			}
			total += len(e.URL)
		})
		if total > 2*limit {
			t.Fatalf("%d bytes of URLs from %d bytes at most", total, limit)
		}
		xmlHead(body)
	})
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a*b$\nAllow: /", "/xaxb")
	f.Fuzz(func(t *testing.T, text, path string) {
		u := &url.URL{Scheme: "http", Host: "h", Path: "/" + path}
		first := parseRobots([]byte(text), "trich").allows(u)
		if second := parseRobots([]byte(text), "Trich/2").allows(u); first != second {
			t.Fatal("the product's version or case matters")
		}
	})
}
