package crawl

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// ErrProxy marks a failure of the proxy, which says nothing of the page. Run
// returns it for a setting that is no proxy's address.
var ErrProxy = errors.New("proxy")

// Direct as Config.Proxy passes over the environment: no proxy is used.
const Direct = "direct"

// proxies says which proxy stands before an address, nil for none: that of
// Config.Proxy, else of HTTP_PROXY and HTTPS_PROXY. NO_PROXY names who is
// reached without; this machine always is.
func (c *Config) proxies() (func(*url.URL) (*url.URL, error), error) {
	env := httpproxy.FromEnvironment()
	switch c.Proxy {
	case Direct:
		return func(*url.URL) (*url.URL, error) { return nil, nil }, nil
	case "":
	default:
		env.HTTPProxy, env.HTTPSProxy = c.Proxy, c.Proxy
	}
	for _, s := range []string{env.HTTPProxy, env.HTTPSProxy} {
		if err := checkProxyURL(s); err != nil {
			return nil, err
		}
	}
	return env.ProxyFunc(), nil
}

// ProxyFor says which proxy stands before an address, nil for none.
func (c *Config) ProxyFor(u *url.URL) (*url.URL, error) {
	choose, err := c.proxies()
	if err != nil {
		return nil, err
	}
	return choose(u)
}

// checkProxyURL refuses an address that is no proxy's. What stands before the
// host, a name and a password, is not repeated.
func checkProxyURL(s string) error {
	if s == "" {
		return nil
	}
	if !strings.Contains(s, "://") {
		s = "http://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" {
		return fmt.Errorf("%w: no address such as http://proxy.example:3128", ErrProxy)
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
		return nil
	}
	return fmt.Errorf("%w %s: %q is not spoken; there are http, https, socks5", ErrProxy, u.Host, u.Scheme)
}

type proxyKey struct{}

func proxyOf(ctx context.Context) *url.URL {
	p, _ := ctx.Value(proxyKey{}).(*url.URL)
	return p
}

// route finds the proxy of a request. The proxy is given the name and resolves
// it itself; so that it does not lead into a network that may not be reached,
// the name is resolved here as well, and each of its addresses is checked. A
// name that is not known here is refused: nobody could say where it leads.
func (t *transport) route(req *http.Request) (*http.Request, error) {
	p, err := t.proxy(req.URL)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrProxy, err)
	}
	if p == nil {
		return req, nil
	}
	if err := t.dialer.checkHost(req.Context(), req.URL.Hostname()); err != nil {
		return nil, err
	}
	return req.WithContext(context.WithValue(req.Context(), proxyKey{}, p)), nil
}

// dial connects to the server, or to the proxy, which may stand in a network
// that pages may not be fetched from.
func (t *transport) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if proxyOf(ctx) == nil {
		return t.dialer.DialContext(ctx, network, address)
	}
	d := net.Dialer{Timeout: t.cfg.Timeouts.Dial}
	conn, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrProxy, err)
	}
	return conn, nil
}

// connected looks at a proxy's answer to CONNECT.
func connected(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%w: HTTP %d", ErrProxy, resp.StatusCode)
	}
	return nil
}
