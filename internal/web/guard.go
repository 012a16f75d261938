package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// contentPolicy lets a page use its own files and nothing else: no inline
// code or style, no frame, no request to elsewhere.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// guard wraps a handler with what must hold for every answer: reading only,
// from a host that is ours, with headers that keep a page from doing anything
// but being read.
func guard(next http.Handler, hosts []string, refuse func(w http.ResponseWriter, r *http.Request, status int, message string)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-cache")
		if !hostAllowed(r, hosts) {
			refuse(w, r, http.StatusMisdirectedRequest, "error.host")
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			refuse(w, r, http.StatusMethodNotAllowed, "error.method")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hostAllowed tells whether a request names us. A page of another site can
// have its own name point at the loopback address (DNS rebinding) and would
// then read our answers, so on loopback only loopback names and those of
// hosts are ours. Elsewhere any name is, unless hosts lists them.
func hostAllowed(r *http.Request, hosts []string) bool {
	name := hostName(r.Host)
	if slices.ContainsFunc(hosts, func(h string) bool { return strings.EqualFold(h, name) }) {
		return true
	}
	if name == "localhost" || isLoopback(name) {
		return true
	}
	local, known := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	onLoopback := !known || isLoopback(hostName(local.String()))
	return !onLoopback && len(hosts) == 0
}

// hostName cuts the port and the brackets of an IPv6 address.
func hostName(hostport string) string {
	host, _, err := net.SplitHostPort(hostport)
	if err != nil {
		host = hostport
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

func isLoopback(host string) bool {
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// Server returns a server for a handler of New with limits on time and size
// of what a client sends. Downloads extend the time for writing by themselves.
func Server(addr string, handler http.Handler) *http.Server {
	return &http.Server{
		Addr:              addr,
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
	}
}
