package crawl

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
)

// maxFeedItems bounds the items taken from one feed.
const maxFeedItems = 2000

// vietnam is the zone in which a portal's day begins.
var vietnam = time.FixedZone("+07", 7*60*60)

// readFeed hands the items of an RSS or Atom feed to each.
func readFeed(body []byte, each func(mapEntry)) error {
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	for i, it := range feed.Items {
		if i >= maxFeedItems {
			break
		}
		e := mapEntry{URL: it.Link, Title: it.Title}
		if e.URL == "" && strings.HasPrefix(it.GUID, "http") {
			e.URL = it.GUID
		}
		if it.PublishedParsed != nil {
			e.Published = it.PublishedParsed.In(vietnam).Format(time.RFC3339)
		}
		if it.UpdatedParsed != nil {
			e.Modified = it.UpdatedParsed.In(vietnam).Format(time.RFC3339)
		}
		if e.URL != "" {
			each(e)
		}
	}
	return nil
}

// looksLikeFeed says that a document is a feed, looksLikeSitemap that it is a
// sitemap, by its first element.
func looksLikeFeed(body []byte) bool { return begins(xmlHead(body), "<rss", "<feed", "<rdf:rdf") }

func looksLikeSitemap(body []byte) bool { return begins(xmlHead(body), "<urlset", "<sitemapindex") }

// begins says whether a document begins with one of these, whatever their case.
func begins(doc []byte, with ...string) bool {
	for _, w := range with {
		if len(doc) >= len(w) && strings.EqualFold(string(doc[:len(w)]), w) {
			return true
		}
	}
	return false
}

// xmlHead is the beginning of a document from its first element on.
func xmlHead(body []byte) []byte {
	s := bytes.TrimPrefix(body[:min(len(body), 2048)], []byte("\xef\xbb\xbf"))
	for {
		s = bytes.TrimLeft(s, " \t\r\n")
		var end string
		switch {
		case begins(s, "<?"):
			end = "?>"
		case begins(s, "<!--"):
			end = "-->"
		case begins(s, "<!doctype"):
			// An internal subset holds elements of its own.
			end = ">"
			if i := bytes.IndexByte(s, '['); i >= 0 && i < bytes.IndexByte(s, '>') {
				end = "]>"
			}
		default:
			return s
		}
		i := bytes.Index(s, []byte(end))
		if i < 0 {
			return nil
		}
		s = s[i+len(end):]
	}
}
