// Package crawl walks portals and hands their pages on as they were served.
//
// Fetching is colly's. What to fetch, when, how often and how much of it are
// this package's: a [Frontier] remembers every URL, one loop decides what may
// be asked of which server and when, a fixed number of workers visit, and a
// [Sink] takes each page. Nothing grows with the number of pages: what has to
// be remembered is in the frontier.
//
//	run.go       the loop: lease, dispatch, record, stop
//	visit.go     one page by colly, and what its answer means
//	transport.go under colly: time limits, size limits, decompression
//	dial.go      which addresses may be reached; chain.go mends certificate chains
//	robots.go    RFC 9309
//	polite.go    pauses and back-off of a server
//	urls.go      one spelling for each URL; trap.go URLs that never end
//	links.go     links of a page; feed.go feeds; sitemap.go sitemaps
//	revisit.go   when a page is looked at again
//	memory.go    a frontier without a database
//	yield.go     is a portal still giving what it used to
package crawl
