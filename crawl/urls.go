package crawl

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// errNotWeb marks a link that is no http or https URL.
var errNotWeb = errors.New("no web address")

// droppedParams are query parameters that say how a visitor came, who they are
// or how the page shall be printed, not which page it is. A name that ends in *
// stands for all that begin so. Sources: the parameters removed by Firefox and
// Brave, the session names of PHP, Java, ASP.NET and ColdFusion, the print
// views of Joomla, Liferay, DotNetNuke and NukeViet.
var droppedParams = paramSet(
	"utm_*", "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "zarsrc", "zanpid",
	"mc_cid", "mc_eid", "igshid", "twclid", "ttclid", "_ga", "_gl", "_hsenc", "_hsmi", "vero_id", "spm", "ref_src", "fb_*",
	"jsessionid", "phpsessid", "sessionid", "session_id", "sid", "aspsessionid*", "cfid", "cftoken", "nv_sess*", "_sess*",
	"print", "printview", "printmode", "isprint", "print_view", "viewprint", "in_trang",
)

// droppedPairs are parameters that are dropped with one value only.
var droppedPairs = map[string]bool{
	"tmpl=component": true, "p_p_state=pop_up": true, "p_p_state=exclusive": true,
	"mode=print": true, "view=print": true, "action=print": true, "format=print": true, "type=print": true,
}

type params struct {
	names    map[string]bool
	prefixes []string
}

func paramSet(names ...string) params {
	p := params{names: map[string]bool{}}
	for _, n := range names {
		if prefix, ok := strings.CutSuffix(n, "*"); ok {
			p.prefixes = append(p.prefixes, prefix)
		} else {
			p.names[n] = true
		}
	}
	return p
}

func (p params) has(name string) bool {
	return p.names[name] || slices.ContainsFunc(p.prefixes, func(x string) bool { return strings.HasPrefix(name, x) })
}

var (
	pathSession   = regexp.MustCompile(`(?i);(jsessionid|phpsessid|sid)=[^/?;]*`)
	aspNetSession = regexp.MustCompile(`(?i)/\((?:[asf]\([a-z0-9_-]{8,}\))+\)`)
	sessionValue  = regexp.MustCompile(`^(?:[0-9a-f]{32,}|[0-9a-z]{26})$`)
	sessionParam  = regexp.MustCompile(`^(?:s|ss|sess|session|osc?sid|zenid|token)$`)
)

// normalise gives the one spelling under which a URL is fetched and kept:
// absolute, host in lower-case ASCII, no default port, no fragment, no dot
// segments, escapes in upper case and only where needed, query sorted, without
// tracking, session and print parameters.
func normalise(base *url.URL, ref string) (*url.URL, error) {
	ref = cleanRef(ref)
	if ref == "" {
		return nil, fmt.Errorf("empty: %w", errNotWeb)
	}
	u, err := url.Parse(ref)
	if err != nil {
		// Portals write spaces, quotes and bare percent signs into links.
		if u, err = url.Parse(escapeLoose(ref)); err != nil {
			return nil, err
		}
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if err := normaliseHost(u); err != nil {
		return nil, err
	}
	u.User, u.Fragment, u.RawFragment, u.ForceQuery, u.Opaque = nil, "", "", false, ""
	if err := normalisePath(u); err != nil {
		return nil, err
	}
	u.RawQuery = normaliseQuery(u.RawQuery)
	return u, nil
}

// cleanRef removes what browsers ignore in a link.
func cleanRef(ref string) string {
	ref = strings.Trim(ref, " \t\r\n\f\u00a0")
	if strings.ContainsAny(ref, "\t\r\n") {
		ref = strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(ref)
	}
	return ref
}

// escapeLoose escapes what url.Parse refuses in links that browsers follow.
func escapeLoose(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && !isEscape(s[i:]):
			b.WriteString("%25")
		case c <= ' ' || c == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\':
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// isEscape says that s begins with an escaped byte.
func isEscape(s string) bool { return len(s) > 2 && s[0] == '%' && isHex(s[1]) && isHex(s[2]) }

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func normaliseHost(u *url.URL) error {
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("scheme %q: %w", u.Scheme, errNotWeb)
	}
	host, port := strings.TrimSuffix(u.Hostname(), "."), u.Port()
	if host == "" {
		return fmt.Errorf("no host: %w", errNotWeb)
	}
	if !utf8.ValidString(host) {
		return fmt.Errorf("host %q: %w", host, errNotWeb)
	}
	if !isPlainHost(host) {
		if _, err := netip.ParseAddr(host); err != nil {
			ascii, err := idna.Lookup.ToASCII(host)
			if err != nil {
				return fmt.Errorf("host %q: %w", host, err)
			}
			host = ascii
		}
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port == "" || port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		u.Host = host
	} else {
		u.Host = host + ":" + port
	}
	return nil
}

// isPlainHost says that a host needs no look at IDNA: lower-case ASCII already.
func isPlainHost(host string) bool {
	for i := 0; i < len(host); i++ {
		c := host[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' {
			return false
		}
	}
	return !strings.HasPrefix(host, "xn--") && !strings.Contains(host, ".xn--")
}

// normalisePath gives the path one spelling without changing what it means:
// an escaped reserved character such as %2F stays escaped.
func normalisePath(u *url.URL) error {
	p := u.EscapedPath()
	if strings.Contains(p, ";") {
		p = pathSession.ReplaceAllString(p, "")
	}
	if strings.Contains(p, "(") || strings.Contains(p, "%28") {
		p = aspNetSession.ReplaceAllString(strings.NewReplacer("%28", "(", "%29", ")").Replace(p), "")
	}
	if p == "" {
		p = "/"
	}
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	p = normaliseEscapes(p, "/:@!$&'()*+,;=")
	if strings.Contains(p, "/.") || strings.Contains(p, "//") {
		p = removeDots(p)
	}
	decoded, err := url.PathUnescape(p)
	if err != nil {
		return err
	}
	u.Path, u.RawPath = decoded, p
	return nil
}

// removeDots resolves dot segments and collapses empty ones.
func removeDots(p string) string {
	var out []string
	parts := strings.Split(p, "/")
	for i, s := range parts {
		switch {
		case s == "" && i < len(parts)-1, s == ".":
		case s == "..":
			if len(out) > 0 {
				out = out[:len(out)-1]
			}
		default:
			out = append(out, s)
		}
	}
	q := "/" + strings.Join(out, "/")
	if last := parts[len(parts)-1]; (last == "." || last == "..") && q != "/" {
		q += "/"
	}
	return q
}

// normaliseEscapes undoes needless escapes, writes the others in upper case
// and escapes what may not stand bare. Characters of keep stay as they are,
// escaped or not.
func normaliseEscapes(s, keep string) string {
	if !needsEscapes(s, keep) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && isEscape(s[i:]):
			v := unhex(s[i+1])<<4 | unhex(s[i+2])
			if isUnreserved(v) {
				b.WriteByte(v)
			} else {
				fmt.Fprintf(&b, "%%%02X", v)
			}
			i += 2
		case isUnreserved(c) || strings.IndexByte(keep, c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func needsEscapes(s, keep string) bool {
	for i := 0; i < len(s); i++ {
		if !isUnreserved(s[i]) && strings.IndexByte(keep, s[i]) < 0 {
			return true
		}
	}
	return false
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// normaliseQuery drops what does not choose the page and sorts the rest by
// name, keeping the order of equal names.
func normaliseQuery(raw string) string {
	if raw == "" {
		return ""
	}
	var kept []string
	for _, pair := range strings.Split(raw, "&") {
		pair = strings.TrimPrefix(pair, "amp;")
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		if dropParam(strings.ToLower(name), value) || droppedPairs[strings.ToLower(pair)] {
			continue
		}
		if p := normaliseEscapes(pair, "/:@!$'()*+,;=?[]|"); !slices.Contains(kept, p) {
			kept = append(kept, p)
		}
	}
	slices.SortStableFunc(kept, func(a, b string) int {
		an, _, _ := strings.Cut(a, "=")
		bn, _, _ := strings.Cut(b, "=")
		return strings.Compare(an, bn)
	})
	return strings.Join(kept, "&")
}

func dropParam(name, value string) bool {
	if droppedParams.has(name) {
		// "sid" and "print" name real things on some portals when short numbers.
		return name != "sid" || len(value) > 8
	}
	return sessionParam.MatchString(name) && sessionValue.MatchString(strings.ToLower(value))
}

// isPrintView says that a path is the print view of another page.
func isPrintView(u *url.URL) bool {
	dir, last := path.Split(strings.TrimSuffix(u.Path, "/"))
	return dir != "/" && (last == "print" || last == "in-trang") || strings.HasPrefix(u.Path, "/print/")
}

// groupOf is the name under which servers share one politeness limit: the
// registrable domain, or host and port where there is none.
func groupOf(u *url.URL) string {
	host := u.Hostname()
	if _, err := netip.ParseAddr(host); err == nil || !strings.Contains(host, ".") {
		return u.Host
	}
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return u.Host
}
