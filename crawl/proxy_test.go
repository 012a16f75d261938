package crawl

import (
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// A testProxy notes what it is asked for. Plain requests are answered by
// answer, tunnels lead to the server at to; refuse is the status it refuses
// with.
type testProxy struct {
	*httptest.Server
	answer http.Handler
	to     string
	refuse int

	mu    sync.Mutex
	asked []string
}

func newTestProxy(t *testing.T, p *testProxy) *testProxy {
	t.Helper()
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *testProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	p.asked = append(p.asked, r.Method+" "+r.RequestURI)
	p.mu.Unlock()
	switch {
	case p.refuse != 0:
		http.Error(w, "không cho qua", p.refuse)
	case r.Method == http.MethodConnect:
		p.tunnel(w)
	default:
		p.answer.ServeHTTP(w, r)
	}
}

func (p *testProxy) tunnel(w http.ResponseWriter) {
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	client, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	io.WriteString(client, "HTTP/1.1 200 OK\r\n\r\n")
	go func() {
		io.Copy(server, client)
		server.Close()
	}()
	io.Copy(client, server)
	client.Close()
}

func (p *testProxy) wasAsked() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.asked, "\n")
}

// knownNames is a resolver that knows these names and no other.
func knownNames(names map[string]string) func(context.Context, string, string) ([]netip.Addr, error) {
	return func(_ context.Context, _, host string) ([]netip.Addr, error) {
		if addr, err := netip.ParseAddr(host); err == nil {
			return []netip.Addr{addr}, nil
		}
		if addr := names[host]; addr != "" {
			return []netip.Addr{netip.MustParseAddr(addr)}, nil
		}
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
}

func proxyConfig(proxy string, seeds ...string) Config {
	cfg := testConfig(seeds...)
	cfg.AllowLoopback, cfg.Contact, cfg.Delay, cfg.Proxy, cfg.Attempts = false, "me@example.org", time.Millisecond, proxy, 2
	cfg.Patience = 100 * time.Millisecond
	cfg.lookup = knownNames(map[string]string{"example.com": "93.184.215.14", "noi-bo.example": "10.0.0.5"})
	return cfg
}

// The proxy stands on loopback, where no page may be fetched from.
func TestProxyPlain(t *testing.T) {
	proxy := newTestProxy(t, &testProxy{answer: portalHandler()})
	archive, s := &keptArchive{}, newMemorySink()
	cfg := proxyConfig(proxy.URL, "http://example.com/")
	cfg.Archive = archive
	r := mustRun(t, cfg, NewMemoryFrontier(), s)
	if got, want := len(s.articles()), 3*3*4+2; got != want {
		t.Errorf("%d articles, want %d (%v)", got, want, r.Reasons)
	}
	if asked := proxy.wasAsked(); !strings.Contains(asked, "GET http://example.com/tin/bai-101.html") {
		t.Errorf("the proxy was asked for\n%s", asked)
	}
	for _, x := range archive.exchanges {
		if x.Address != "" || x.RequestHeader.Get("Proxy-Authorization") != "" {
			t.Errorf("%s: the archive takes the proxy %q for the server", x.URL, x.Address)
		}
	}
}

// A keptArchive keeps exchanges in memory.
type keptArchive struct {
	mu        sync.Mutex
	exchanges []*Exchange
}

func (a *keptArchive) Keep(_ context.Context, x *Exchange, _ *corpus.ArchiveRecord) (corpus.ArchiveRecord, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.exchanges = append(a.exchanges, x)
	return corpus.ArchiveRecord{URL: x.URL}, nil
}

func (a *keptArchive) Flush(context.Context) error        { return nil }
func (a *keptArchive) Durable(*corpus.ArchiveRecord) bool { return true }

func TestProxyTunnel(t *testing.T) {
	site := httptest.NewTLSServer(portalHandler())
	defer site.Close()
	proxy := newTestProxy(t, &testProxy{answer: http.NotFoundHandler(), to: site.Listener.Addr().String()})
	cfg, s := proxyConfig(proxy.URL, "https://example.com/"), newMemorySink()
	cfg.roots = x509.NewCertPool()
	cfg.roots.AddCert(site.Certificate())
	r := mustRun(t, cfg, NewMemoryFrontier(), s)
	if s.pages["https://example.com/"] == nil {
		t.Errorf("nothing came through the tunnel: %v", r.Reasons)
	}
	if asked := proxy.wasAsked(); !strings.HasPrefix(asked, "CONNECT example.com:443") {
		t.Errorf("the proxy was asked for\n%s", asked)
	}
	// Behind a tunnel, too, a certificate that nobody vouches for is refused.
	cfg.roots, s = x509.NewCertPool(), newMemorySink()
	if r = mustRun(t, cfg, NewMemoryFrontier(), s); len(s.pages) != 0 || !strings.Contains(fmt.Sprint(r.Reasons), "certificate") {
		t.Errorf("%d pages, reasons %v", len(s.pages), r.Reasons)
	}
}

func TestProxyThatRefuses(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for _, c := range []struct {
		name, proxy, seed, reason string
		refuse                    int
	}{
		{"a tunnel", "", "https://example.com/", "proxy: HTTP 403", 403},
		{"a tunnel without a password", "", "https://example.com/", "proxy: HTTP 407", 407},
		{"a page without a password", "", "http://example.com/", "HTTP 407", 407},
		{"a proxy that is not there", closed.URL, "http://example.com/", "proxy: dial", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			proxy := c.proxy
			if proxy == "" {
				proxy = newTestProxy(t, &testProxy{refuse: c.refuse}).URL
			}
			s := newMemorySink()
			r := mustRun(t, proxyConfig(proxy, c.seed), NewMemoryFrontier(), s)
			if len(s.pages) != 0 || r.Stopped != StopWaiting {
				t.Errorf("%d pages, stopped %q", len(s.pages), r.Stopped)
			}
			if !strings.Contains(fmt.Sprint(r.Reasons, r.Hosts), c.reason) {
				t.Errorf("reasons %v, hosts %+v; want %q", r.Reasons, r.Hosts, c.reason)
			}
		})
	}
}

// A proxy resolves names itself, and stands where inner addresses can be
// reached: what may not be reached without one may not be with one.
func TestProxyIsNoWayAroundTheGuard(t *testing.T) {
	proxy := newTestProxy(t, &testProxy{answer: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `<title>Cổng</title><a href="/bi-mat.html">Trang chuyển vào mạng trong</a>`)
		case "/bi-mat.html":
			http.Redirect(w, r, "http://noi-bo.example/bi-mat.html", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	})})
	for _, c := range []struct{ seed, reason string }{
		{"http://noi-bo.example/", "10.0.0.5 is private"},
		{"http://169.254.169.254/latest/", "169.254.169.254 is private or link-local"},
		{"https://10.1.2.3/", "10.1.2.3 is private"},
		{"http://khong-biet.example/", "name not found"},
	} {
		s := newMemorySink()
		r := mustRun(t, proxyConfig(proxy.URL, c.seed), NewMemoryFrontier(), s)
		if len(s.pages) != 0 || !strings.Contains(fmt.Sprint(r.Reasons), c.reason) {
			t.Errorf("%s: %d pages, reasons %v", c.seed, len(s.pages), r.Reasons)
		}
	}
	if asked := proxy.wasAsked(); asked != "" {
		t.Errorf("the proxy was asked for\n%s", asked)
	}
	// The redirect leads to a host that is in scope, so that the guard alone holds.
	r := mustRun(t, proxyConfig(proxy.URL, "http://example.com/", "http://noi-bo.example/"), NewMemoryFrontier(), newMemorySink())
	if asked := proxy.wasAsked(); strings.Contains(asked, "noi-bo") || !strings.Contains(asked, "example.com/bi-mat.html") {
		t.Errorf("the proxy was asked for\n%s\nreasons %v", asked, r.Reasons)
	}
	// The proxy's own address is open to the connection to it, not to pages.
	s := newMemorySink()
	r = mustRun(t, proxyConfig(Direct, proxy.URL), NewMemoryFrontier(), s)
	if len(s.pages) != 0 || !strings.Contains(fmt.Sprint(r.Reasons), "loopback") {
		t.Errorf("%d pages, reasons %v", len(s.pages), r.Reasons)
	}
}

func TestProxiesChosen(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://plain.example:3128")
	t.Setenv("HTTPS_PROXY", "http://tunnel.example:3128")
	t.Setenv("NO_PROXY", "gan.example,.trong.example,10.0.0.0/8")
	for _, c := range []struct{ config, address, want string }{
		{"", "http://cong.example/", "http://plain.example:3128"},
		{"", "https://cong.example/", "http://tunnel.example:3128"},
		{"", "https://gan.example/", ""},
		{"", "https://a.trong.example/", ""},
		{"", "http://127.0.0.1:8080/", ""},
		{"", "http://localhost/", ""},
		{Direct, "http://cong.example/", ""},
		{"socks5://socks.example:1080", "https://cong.example/", "socks5://socks.example:1080"},
		{"proxy.example:3128", "http://cong.example/", "http://proxy.example:3128"},
		{"http://proxy.example:3128", "http://gan.example/", ""},
	} {
		cfg := Config{Proxy: c.config}
		choose, err := cfg.proxies()
		if err != nil {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		u, err := url.Parse(c.address)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if p, err := choose(u); err != nil {
			t.Errorf("%+v: %v", c, err)
		} else if p != nil {
			got = p.String()
		}
		if got != c.want {
			t.Errorf("%+v: got %q", c, got)
		}
	}
	for _, bad := range []string{"ftp://ai:matkhau@proxy.example", "http://ai:matkhau@", "://"} {
		cfg := Config{Proxy: bad}
		if _, err := cfg.proxies(); err == nil || strings.Contains(err.Error(), "matkhau") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
