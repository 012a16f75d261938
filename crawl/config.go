package crawl

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
)

// ErrNoContact is returned by Run when the user agent names nobody to write
// to; callers turn it into a hint about the configuration.
var ErrNoContact = errors.New("the user agent names no contact (a mail or web address)")

// Config says what to crawl and how. The zero value of a field stands for the
// default named beside it.
type Config struct {
	// Seeds are start URLs. Feeds and sitemaps that a portal file names for
	// their hosts are added.
	Seeds []string
	// UserAgent is the product token sent and looked for in robots.txt ("trich").
	UserAgent string
	// Contact is a mail or web address that stands in the user agent.
	Contact string
	// AllowLoopback lets the crawl reach 127.0.0.0/8 and ::1, and nothing else
	// that is private.
	AllowLoopback bool
	// Delay is the least pause between two requests to one server (1 s; none
	// on loopback). A portal file, robots.txt or a slow server can lengthen it.
	Delay time.Duration
	// Workers is the number of pages under way at once (8), PerHost that of one
	// server (1; on loopback as many as Workers).
	Workers, PerHost int
	// MaxPages, MaxBytes and For end the run, MaxDepth the following of links; 0
	// is no limit. What is left stays in the frontier for the next run.
	MaxPages int
	MaxBytes int64
	MaxDepth int
	For      time.Duration
	// Since and Until (ISO days) keep to articles published in that range
	// where a date is known before the fetch, and end the paging of a section
	// once its articles are older.
	Since, Until string
	// MaxBody bounds a body as sent (8 MiB), MaxDecoded after decompression (24 MiB).
	MaxBody, MaxDecoded int64
	// Patience is how long a run waits for pages due again soon (1 min).
	Patience time.Duration
	// Retry is the first pause before a failed page is asked for again (3 s),
	// Backoff that of a server that answered 429 or 503 (30 s); both double.
	Retry, Backoff time.Duration
	// Attempts is how often a page is asked for before it is given up (3).
	Attempts int
	// Grace is how long a stopped run waits for the pages under way (5 s).
	Grace time.Duration
	// Timeouts bound the phases of a request.
	Timeouts Timeouts
	// Proxy is the address of a proxy for all portals (http, https or socks5);
	// empty asks HTTP_PROXY and HTTPS_PROXY, Direct uses none. NO_PROXY and this
	// machine are reached without.
	Proxy string
	// Portals knows the portals; nil knows none.
	Portals *portal.Set
	// Archive keeps the exchanges as they were; nil keeps none.
	Archive Archive
	// Logger takes what happens (discarded); Progress is called about twice a second.
	Logger   *slog.Logger
	Progress func(Progress)

	// roots is nil (the system's certificates), sitemapBytes the protocol's limit
	// and lookup the system's resolver except in tests.
	roots        *x509.CertPool
	sitemapBytes int64
	lookup       func(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Timeouts bound the phases of one request.
type Timeouts struct {
	Dial   time.Duration // 10 s: name, connection
	TLS    time.Duration // 10 s
	Header time.Duration // 20 s: from the request to the end of the headers
	Body   time.Duration // 60 s: the whole body
}

// A Frontier remembers URLs and servers. Run calls it from one goroutine,
// except Lookup and Archived, which are called from several.
type Frontier interface {
	// Begin opens a cycle, or resumes the unfinished one when it started after
	// since, and takes back what an earlier run had leased.
	Begin(ctx context.Context, now, since time.Time) (corpus.Cycle, error)
	// Due names the hosts that have something to lease.
	Due(ctx context.Context, q corpus.LeaseQuery) ([]string, error)
	// Lease hands out targets of a host that are due, best first, as they were,
	// and marks them leased. Due are new targets, targets to retry when NextAt
	// has come, and all others whose NextAt is set and not after the cycle's
	// start.
	Lease(ctx context.Context, q corpus.LeaseQuery) ([]corpus.Target, error)
	// Record keeps a batch in one step and returns how many targets were new,
	// by the URL they were found on.
	Record(ctx context.Context, b corpus.FrontierBatch) (added map[string]int, err error)
	// Lookup finds the target of a URL.
	Lookup(ctx context.Context, url string) (t corpus.Target, known bool, err error)
	// Archived finds the newest record that holds the payload of a URL. Like
	// Lookup it is called from several goroutines.
	Archived(ctx context.Context, url string) (r corpus.ArchiveRecord, known bool, err error)
	// Hosts returns the hosts that politeness remembers.
	Hosts(ctx context.Context) ([]corpus.Host, error)
	// End closes the run; drained says that the cycle is over.
	End(ctx context.Context, drained bool) error
}

// A Sink takes pages. Page is called from several goroutines.
type Sink interface {
	// Page takes one answer. p.Status tells what it is: 200 with a Body, and with
	// p.Archived where the archive holds it; 304 without one when the page is as
	// it was, also after it was gone; 404 or 410 when it is gone for p.Reason and
	// what was kept of it should be marked.
	Page(ctx context.Context, p *corpus.Page) (Verdict, error)
	// Flush makes durable what Page took. Pages are marked done only after it.
	// A page with p.Archived of which the archive is not Durable yet waits for the
	// next Flush: what refers to the archive must not outlive it.
	Flush(ctx context.Context) error
}

// A Verdict is what a Sink found a page to be.
type Verdict struct {
	// Kind is corpus.ArticleTarget, corpus.ListTarget, or corpus.PageTarget for
	// anything else; empty leaves the question to the crawl.
	Kind corpus.TargetKind
	// Reason says why the page is no article.
	Reason string
	// Change says whether the article is new or says something else now; the
	// zero Change leaves that to the crawl, which knows only the page's bytes.
	Change Change
	// Published is the article's ISO day, Facts the number of facts in it.
	Published string
	Facts     int
}

// A Change compares an article with what was known of it.
type Change uint8

// The changes.
const (
	ChangeUnknown Change = iota
	New
	Changed
	Unchanged
)

// An Archive keeps exchanges as they were on the wire. It is called from
// several goroutines; an error ends the run, because pages that cannot be kept
// are not worth fetching. NewArchive makes one of WARC files.
type Archive interface {
	// Keep writes an exchange and says where it stands. earlier is the record
	// that holds the same payload, nil when there is none.
	Keep(ctx context.Context, x *Exchange, earlier *corpus.ArchiveRecord) (corpus.ArchiveRecord, error)
	// Flush makes durable what Keep wrote. Nothing refers to it before.
	Flush(ctx context.Context) error
	// Durable says that a record was written before the last Flush.
	Durable(r *corpus.ArchiveRecord) bool
}

// Progress is a glimpse of a running crawl.
type Progress struct {
	Fetched, Articles, Failed, InFlight int
	Bytes                               int64
	Elapsed                             time.Duration
	URL                                 string
}

const (
	mebibyte       = 1 << 20
	defaultProduct = "trich"
)

// withDefaults fills in what was left out and checks the rest.
func (c Config) withDefaults() (Config, error) {
	def := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	if c.UserAgent == "" {
		c.UserAgent = defaultProduct
	}
	if c.Workers <= 0 {
		c.Workers = 8
	}
	if c.MaxBody <= 0 {
		c.MaxBody = 8 * mebibyte
	}
	if c.MaxDecoded <= 0 {
		c.MaxDecoded = 24 * mebibyte
	}
	if c.Attempts <= 0 {
		c.Attempts = 3
	}
	if c.sitemapBytes == 0 {
		c.sitemapBytes = maxSitemapBytes
	}
	if c.lookup == nil {
		c.lookup = net.DefaultResolver.LookupNetIP
	}
	def(&c.Patience, time.Minute)
	def(&c.Retry, 3*time.Second)
	def(&c.Backoff, 30*time.Second)
	def(&c.Grace, 5*time.Second)
	def(&c.Timeouts.Dial, 10*time.Second)
	def(&c.Timeouts.TLS, 10*time.Second)
	def(&c.Timeouts.Header, 20*time.Second)
	def(&c.Timeouts.Body, time.Minute)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	for _, day := range []string{c.Since, c.Until} {
		if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
			return c, fmt.Errorf("day %q: want YYYY-MM-DD", day)
		}
	}
	return c, nil
}

// agent is the User-Agent header: the product and, in brackets, the contact.
func (c *Config) agent() string {
	if c.Contact == "" {
		return c.UserAgent
	}
	contact := c.Contact
	if !strings.Contains(contact, "@") {
		contact = "+" + contact
	}
	return fmt.Sprintf("%s (%s)", c.UserAgent, contact)
}

// checkContact refuses a crawl of other people's servers under a name that
// nobody can write to.
func (c *Config) checkContact(seeds []*url.URL) error {
	agent := c.agent()
	if strings.Contains(agent, "://") || strings.Contains(agent, "@") {
		return nil
	}
	for _, u := range seeds {
		if !isLoopbackHost(u.Hostname()) {
			return ErrNoContact
		}
	}
	return nil
}

func isLoopbackHost(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
