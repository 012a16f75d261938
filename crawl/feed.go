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
func looksLikeFeed(body []byte) bool {
	head := xmlHead(body)
	return strings.HasPrefix(head, "<rss") || strings.HasPrefix(head, "<feed") || strings.HasPrefix(head, "<rdf:rdf")
}

func looksLikeSitemap(body []byte) bool {
	head := xmlHead(body)
	return strings.HasPrefix(head, "<urlset") || strings.HasPrefix(head, "<sitemapindex")
}

// xmlHead is the beginning of a document from its first element on, in lower
// case.
func xmlHead(body []byte) string {
	s := strings.ToLower(string(bytes.TrimPrefix(body[:min(len(body), 2048)], []byte("\xef\xbb\xbf"))))
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		var end string
		switch {
		case strings.HasPrefix(s, "<?"):
			end = "?>"
		case strings.HasPrefix(s, "<!--"):
			end = "-->"
		case strings.HasPrefix(s, "<!doctype"):
			// An internal subset holds elements of its own.
			end = ">"
			if i := strings.IndexByte(s, '['); i >= 0 && i < strings.IndexByte(s, '>') {
				end = "]>"
			}
		default:
			return s
		}
		i := strings.Index(s, end)
		if i < 0 {
			return ""
		}
		s = s[i+len(end):]
	}
}
