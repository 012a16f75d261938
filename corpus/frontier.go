package corpus

import "time"

// TargetKind says what a URL was taken for when it was found. What it turned
// out to be stands in Target.Kind after the fetch.
type TargetKind string

// The kinds of target, most urgent first.
const (
	SeedTarget    TargetKind = "seed"    // a start URL: fetched in every cycle
	SitemapTarget TargetKind = "sitemap" // a sitemap or a sitemap index
	FeedTarget    TargetKind = "feed"    // RSS or Atom
	ListTarget    TargetKind = "list"    // a section page: links to articles
	ArticleTarget TargetKind = "article" // taken for an article, or known as one
	PageTarget    TargetKind = "page"    // not known yet, or neither list nor article
)

// TargetState says where a URL stands in the frontier.
type TargetState string

// The states of a target.
const (
	TargetNew      TargetState = "new"      // never fetched
	TargetRetry    TargetState = "retry"    // failed for now, due again at NextAt
	TargetDone     TargetState = "done"     // fetched; due again at NextAt, in a later cycle
	TargetRedirect TargetState = "redirect" // leads to another URL (Location)
	TargetAlias    TargetState = "alias"    // another URL holds the same page (Location)
	TargetGone     TargetState = "gone"     // 404 or 410; what it said before is kept
	TargetFailed   TargetState = "failed"   // given up; Reason says why
	TargetSkipped  TargetState = "skipped"  // left out on purpose: robots.txt, no page, a trap
)

// A Target is one URL of the frontier and what is known of it.
type Target struct {
	// ID is given by the frontier, 0 before.
	ID int64
	// URL is canonical: the frontier holds each URL once.
	URL string
	// Host is the host with its port, Group the registrable domain (or the
	// address) whose pages share one politeness limit.
	Host, Group string
	Portal      string
	Kind        TargetKind
	// Section is the list page, feed or sitemap that articles are counted under.
	Section string
	// From is the URL on which the target was found.
	From string
	// Depth counts links from a start URL, Hops redirects in a row.
	Depth, Hops int
	// Priority orders the targets of a group, highest first.
	Priority int
	// Title and Published are known from a feed or a news sitemap; Published
	// is an ISO date with or without a time.
	Title, Published string

	State    TargetState
	Attempts int
	// NextAt is when the target is due (again).
	NextAt time.Time
	// Reason explains the last outcome that was not plain success; Location is
	// where a redirect or an alias leads.
	Reason, Location string
	// Status is the last HTTP status, 0 without an answer.
	Status int
	// ETag and LastModified are the validators of the last good answer;
	// Distrust says that they were found to lie.
	ETag, LastModified string
	Distrust           bool
	// BodyHash is a hash of the last good body, 0 when none.
	BodyHash uint64
	// FetchedAt is the time of the last answer, ChangedAt of the last new body.
	// On a found target ChangedAt is when a feed or sitemap says it changed: a
	// known page fetched before that is due at once.
	FetchedAt, ChangedAt time.Time
	// Interval is the pause until the next visit; it grows while nothing changes.
	Interval time.Duration
	// Unchanged counts visits in a row that found nothing new.
	Unchanged int
}

// A Host is what politeness has to remember of a server between runs.
type Host struct {
	Host, Group string
	// Delay is the adaptive pause between two requests.
	Delay time.Duration
	// RetryAt is the time before which the host must not be asked.
	RetryAt time.Time
	// Failures counts failures in a row.
	Failures int
	// Reason is the last failure.
	Reason string
}

// A Yield counts what one section of a portal gave in one cycle.
type Yield struct {
	Portal, Section string
	// Cycle is the start of the cycle counted.
	Cycle time.Time
	// Lists counts fetched list pages, Links the links to articles on them,
	// known or new.
	Lists, Links int
	// Pages counts candidate articles fetched; Articles those that were one.
	Pages, Articles int
	// New, Changed and Unchanged divide the articles; a page that answered
	// "not modified" is unchanged.
	New, Changed, Unchanged int
	// Facts counts the facts in the articles; 0 when the run extracts later.
	Facts int
	// Failed counts pages given up.
	Failed int
	// Sample is the URL of a page that gave nothing, else of any page.
	Sample string
}

// An ArchiveRecord says where the archive holds the answer of a server.
type ArchiveRecord struct {
	// URL is the address asked for, FetchedAt when.
	URL       string
	FetchedAt time.Time
	Status    int
	// Folder is the archive's absolute folder, File the file's name in it.
	Folder, File string
	// Offset and Length are bytes of the compressed file; End is where the last
	// record of the exchange ends.
	Offset, Length, End int64
	// RecordID and PayloadDigest are as the record gives them.
	RecordID, PayloadDigest string
	// Revisit says that the record holds no body: the payload is that of an
	// earlier record.
	Revisit bool
	// BodySize and BodySHA256 are of the body without content encoding; both
	// are zero where the record holds none.
	BodySize   int
	BodySHA256 [32]byte
}

// A Cycle is one pass over everything that is due. It goes on over several
// runs when they are stopped or killed.
type Cycle struct {
	// Start is the beginning of the cycle: done targets are due when NextAt is
	// not after it.
	Start time.Time
	// Resumed says that an earlier run left the cycle unfinished; InFlight
	// counts the targets that it had leased and not answered.
	Resumed  bool
	InFlight int
}

// A LeaseQuery asks the frontier for work on one host, or, without Host, for
// the hosts that have any.
type LeaseQuery struct {
	Host string
	// Now is the clock, Cycle the start of the cycle, Until the end of the lease.
	Now, Cycle, Until time.Time
	// Max is the greatest number of targets.
	Max int
}

// A FrontierBatch is a group of changes that are kept together or not at all.
type FrontierBatch struct {
	// Done holds leased targets with their new state; one whose state is as it
	// was goes back to the queue.
	Done []Target
	// Found holds targets that may be new; known URLs are left alone, but a
	// known one takes over a title or date it did not have.
	Found []Target
	// Archived holds what the archive took.
	Archived []ArchiveRecord
	// Hosts holds hosts whose politeness state changed.
	Hosts []Host
	// Yields are added to what was kept for the same portal, section and cycle:
	// a cycle goes on over several runs.
	Yields []Yield
}
