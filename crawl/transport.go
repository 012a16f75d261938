package crawl

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Errors of a body; they decide whether a page is asked for again.
var (
	errTooLarge  = errors.New("body over the limit")
	errSlowBody  = errors.New("body too slow")
	errTruncated = errors.New("body cut short")
	errEncoding  = errors.New("content encoding")
)

const (
	maxHeaderBytes = 256 << 10
	// A body over bigBody waits for one of bigBodies places, so that a few
	// monsters cannot fill the memory together.
	bigBody   = 1 << 20
	bigBodies = 2
	// usualBody is room for a page whose length is not announced.
	usualBody = 31 << 10
)

// An Exchange is one request and its answer as they were on the wire, after
// transfer decoding and before content decoding.
type Exchange struct {
	URL           string
	RequestHeader http.Header
	Proto         string
	Status        int
	Header        http.Header
	// Body is as sent. Truncated says why it is the beginning only: length,
	// time, disconnect, as WARC calls them.
	Body      []byte
	Truncated string
	// Address is the address of the server, empty behind a proxy.
	Address string
	Started time.Time
	Elapsed time.Duration

	decoded []byte
	note    string
	err     error
	// page says that the body is handed to the sink.
	page bool
}

type exchangeKey struct{}

// A trail collects the exchanges of one visit: one a hop.
type trail struct {
	hops []*Exchange
	// kept says that the archive has them.
	kept bool
	// head, when not 0, is how much of a body is wanted: the rest is left.
	head int64
}

func (t *trail) last() *Exchange {
	if len(t.hops) == 0 {
		return nil
	}
	return t.hops[len(t.hops)-1]
}

func withTrail(ctx context.Context, t *trail) context.Context {
	return context.WithValue(ctx, exchangeKey{}, t)
}

// A transport is what colly sends its requests through. It reads the whole
// body itself, so that every limit is an error that somebody sees, and keeps it
// with the exchange.
type transport struct {
	cfg      *Config
	profiles *profiles
	dialer   *dialer
	plain    *http.Transport
	legacy   *http.Transport
	proxy    func(*url.URL) (*url.URL, error)
	big      chan struct{}

	mu     sync.Mutex
	mended map[string]*http.Transport // by host: chains completed by chain.go
	issuer map[string]*x509.Certificate
}

func newTransport(cfg *Config, known *profiles, proxy func(*url.URL) (*url.URL, error)) *transport {
	t := &transport{
		cfg: cfg, profiles: known, dialer: newDialer(cfg),
		proxy: proxy, big: make(chan struct{}, bigBodies),
		mended: map[string]*http.Transport{}, issuer: map[string]*x509.Certificate{},
	}
	t.plain = t.base(&tls.Config{MinVersion: tls.VersionTLS12, RootCAs: cfg.roots})
	t.legacy = t.base(legacyTLS(cfg.roots))
	return t
}

func (t *transport) base(conf *tls.Config) *http.Transport {
	return &http.Transport{
		Proxy:       func(req *http.Request) (*url.URL, error) { return proxyOf(req.Context()), nil },
		DialContext: t.dial, OnProxyConnectResponse: connected, TLSClientConfig: conf,
		TLSHandshakeTimeout: t.cfg.Timeouts.TLS, ResponseHeaderTimeout: t.cfg.Timeouts.Header,
		MaxResponseHeaderBytes: maxHeaderBytes, ForceAttemptHTTP2: true, DisableCompression: true,
		MaxIdleConns: 4 * t.cfg.Workers, MaxIdleConnsPerHost: t.cfg.Workers, MaxConnsPerHost: t.cfg.Workers,
		IdleConnTimeout: 30 * time.Second,
	}
}

// legacyTLS speaks with servers that never left TLS 1.0 and RSA key exchange.
// Certificates are verified as everywhere.
func legacyTLS(roots *x509.CertPool) *tls.Config {
	var suites []uint16
	for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		if !strings.Contains(s.Name, "RC4") {
			suites = append(suites, s.ID)
		}
	}
	return &tls.Config{MinVersion: tls.VersionTLS10, CipherSuites: suites, RootCAs: roots}
}

func (t *transport) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, m := range t.mended {
		m.CloseIdleConnections()
	}
	t.plain.CloseIdleConnections()
	t.legacy.CloseIdleConnections()
}

func (t *transport) forHost(host string) *http.Transport {
	t.mu.Lock()
	m := t.mended[host]
	t.mu.Unlock()
	if m != nil {
		return m
	}
	if t.isLegacy(host) {
		return t.legacy
	}
	return t.plain
}

// isLegacy says that the portal file of a host allows what is no longer safe.
func (t *transport) isLegacy(host string) bool {
	p := t.profiles.of(host)
	return p != nil && p.Crawl.LegacyTLS
}

// RoundTrip does one hop and reads its body within the limits.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	x := &Exchange{URL: req.URL.String(), RequestHeader: req.Header.Clone(), Started: time.Now()}
	tr, ok := req.Context().Value(exchangeKey{}).(*trail)
	if !ok {
		tr = &trail{}
	}
	tr.hops = append(tr.hops, x)
	resp, err := t.exchange(req, x, tr.head)
	x.Elapsed, x.err = time.Since(x.Started), err
	if err != nil {
		return nil, err
	}
	return resp, nil
}

func (t *transport) exchange(req *http.Request, x *Exchange, head int64) (*http.Response, error) {
	req, err := t.route(req)
	if err != nil {
		return nil, err
	}
	proxied := proxyOf(req.Context()) != nil
	ctx, cancel := context.WithCancelCause(req.Context())
	defer cancel(nil)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(i httptrace.GotConnInfo) {
			if !proxied {
				x.Address = i.Conn.RemoteAddr().String()
			}
		},
	})
	req = req.Clone(ctx)
	req.Header.Set("Accept-Encoding", "gzip, deflate")
	resp, err := t.send(req)
	if err != nil {
		return nil, causeOf(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }() // what matters was read or reported
	x.Proto, x.Status, x.Header = resp.Proto, resp.StatusCode, resp.Header
	slow := time.AfterFunc(t.cfg.Timeouts.Body, func() { cancel(errSlowBody) })
	defer slow.Stop()
	if err := t.readBody(ctx, resp, x, head); err != nil {
		return nil, causeOf(ctx, err)
	}
	return plainResponse(resp, req), nil
}

// causeOf prefers why a context ended to the bare fact that it did.
func causeOf(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && errors.Is(err, context.Canceled) {
		return cause
	}
	return err
}

// send does the request; a certificate chain with a missing link is mended
// once a host and tried again.
func (t *transport) send(req *http.Request) (*http.Response, error) {
	resp, err := t.forHost(req.URL.Host).RoundTrip(req)
	if err == nil || req.URL.Scheme != "https" {
		return resp, err
	}
	mended, mendErr := t.mend(req.Context(), req.URL.Host, err)
	if mendErr != nil {
		return nil, fmt.Errorf("%w (%w)", err, mendErr)
	}
	if mended == nil {
		return nil, err
	}
	return mended.RoundTrip(req)
}

func (t *transport) readBody(ctx context.Context, resp *http.Response, x *Exchange, head int64) error {
	release, err := t.readLimited(ctx, resp, x, head)
	defer release()
	if err != nil {
		return err
	}
	x.decoded, x.note, err = decode(x.Body, resp.Header.Get("Content-Encoding"), t.cfg.MaxDecoded)
	if x.Truncated != "" && errors.Is(err, errTruncated) {
		err = nil
	}
	return err
}

// partial keeps the beginning of a body that could not be read whole.
func (x *Exchange) partial(read []byte, err error) {
	x.Body = read
	if len(read) > bigBody {
		x.Body = bytes.Clone(read[:bigBody])
	}
	switch {
	case errors.Is(err, errTooLarge):
		x.Truncated = "length"
	case errors.Is(err, errSlowBody):
		x.Truncated = "time"
	default:
		x.Truncated = "disconnect"
	}
}

// readLimited reads a body up to MaxBody, or its head only. Past bigBody it
// goes on only in one of the places for big bodies.
func (t *transport) readLimited(ctx context.Context, resp *http.Response, x *Exchange, head int64) (release func(), err error) {
	release = func() {}
	var buf bytes.Buffer
	defer func() {
		if err != nil {
			x.partial(buf.Bytes(), causeOf(ctx, err))
		}
	}()
	limit := t.cfg.MaxBody
	if head > 0 {
		limit = min(limit, head)
	}
	size := resp.ContentLength
	switch {
	case size > limit && head == 0:
		return release, fmt.Errorf("%w: %d bytes announced", errTooLarge, size)
	case size < 0:
		size = usualBody
	}
	buf.Grow(int(min(size, bigBody)) + bytes.MinRead)
	if _, err = io.CopyN(&buf, resp.Body, min(bigBody, limit+1)); err == nil && limit > bigBody {
		select {
		case t.big <- struct{}{}:
			release = func() { <-t.big }
		case <-ctx.Done():
			return release, context.Cause(ctx)
		}
		_, err = io.CopyN(&buf, resp.Body, limit-bigBody+1)
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return release, fmt.Errorf("%w: %w", errTruncated, err)
	case err != nil && !errors.Is(err, io.EOF):
		return release, err
	case int64(buf.Len()) > limit && head == 0:
		return release, fmt.Errorf("%w: more than %d bytes", errTooLarge, limit)
	case int64(buf.Len()) > limit:
		buf.Truncate(int(limit))
		x.Truncated = "length"
	}
	x.Body = buf.Bytes()
	return release, nil
}

// decode undoes the content encoding. Bytes that are not encoded although the
// header says so are taken as they are, with a note.
func decode(wire []byte, encoding string, limit int64) (body []byte, note string, err error) {
	switch encoding = strings.ToLower(strings.TrimSpace(encoding)); encoding {
	case "", "identity", "none", "utf-8":
		if int64(len(wire)) > limit {
			return nil, "", fmt.Errorf("%w: more than %d bytes", errTooLarge, limit)
		}
		return wire, "", nil
	case "gzip", "x-gzip":
		if !isGzip(wire) {
			return wire, "content-encoding says gzip, the body is plain", nil
		}
		body, err = gunzip(wire, limit)
		return body, "", err
	case "deflate":
		body, err = inflate(wire, limit)
		return body, "", err
	}
	return nil, "", fmt.Errorf("%w: %q is not understood", errEncoding, encoding)
}

func isGzip(b []byte) bool { return len(b) > 2 && b[0] == 0x1f && b[1] == 0x8b }

func gunzip(wire []byte, limit int64) ([]byte, error) {
	zr, err := gzip.NewReader(bytes.NewReader(wire))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errTruncated, err)
	}
	return readDecoded(zr, len(wire), limit)
}

// inflate reads both things that servers call deflate.
func inflate(wire []byte, limit int64) ([]byte, error) {
	if zr, err := zlib.NewReader(bytes.NewReader(wire)); err == nil {
		return readDecoded(zr, len(wire), limit)
	}
	return readDecoded(flate.NewReader(bytes.NewReader(wire)), len(wire), limit)
}

func readDecoded(r io.Reader, wire int, limit int64) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(int(min(int64(wire)*4, bigBody)))
	_, err := io.CopyN(&buf, r, limit+1)
	switch {
	case err == nil:
		return nil, fmt.Errorf("%w: more than %d bytes after decompression", errTooLarge, limit)
	case !errors.Is(err, io.EOF):
		return buf.Bytes(), fmt.Errorf("%w: %w", errTruncated, err)
	}
	return buf.Bytes(), nil
}

// plainResponse is the answer as colly shall see it: without the body, which it
// would only copy, convert from its charset and throw away; it stays with the
// exchange.
func plainResponse(resp *http.Response, req *http.Request) *http.Response {
	h := resp.Header.Clone()
	h.Del("Content-Encoding")
	h.Del("Content-Length")
	return &http.Response{
		Status: resp.Status, StatusCode: resp.StatusCode, Proto: resp.Proto, ProtoMajor: resp.ProtoMajor, ProtoMinor: resp.ProtoMinor,
		Header: h, Body: http.NoBody, Uncompressed: true, Request: req, TLS: resp.TLS,
	}
}
