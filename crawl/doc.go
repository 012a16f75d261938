// Package crawl walks portals and hands their pages on as they were served.
//
// Fetching is colly's. What to fetch, when, how often and how much of it are
// this package's: a [Frontier] remembers every URL, one loop decides what may
// be asked of which server and when, a fixed number of workers visit, and a
// [Sink] takes each page. Nothing grows with the number of pages: what has to
// be remembered is in the frontier.
//
//	run.go       the loop; queue.go what may be asked of whom; settle.go what came of it
//	visit.go     one page by colly; answer.go, redirect.go, reason.go what its answer means
//	transport.go under colly: time limits, size limits, decompression
//	dial.go      which addresses may be reached, proxy.go through whom; chain.go
//	             mends certificate chains
//	robots.go    RFC 9309
//	polite.go    pauses and back-off of a server; revisit.go when a page is seen again
//	urls.go      one spelling for each URL; scope.go which hosts; trap.go URLs that never end
//	links.go     links of a page, by tags.go and form.go; follow.go places them; feed.go, sitemap.go
//	archive.go   WARC
//	memory.go    a frontier without a database; seen.go what is remembered in fixed room
//	report.go    what a run did; yield.go is a portal still giving what it used to
package crawl
