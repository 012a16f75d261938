package crawl

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

const (
	// The protocol's limits: 50,000 entries and 50 MB in one file.
	maxSitemapURLs  = 50_000
	maxSitemapBytes = 50 << 20
)

// A mapEntry is one URL of a sitemap or feed.
type mapEntry struct {
	URL string
	// Title and Published come from a news sitemap or a feed, Modified from
	// lastmod.
	Title, Published, Modified string
	// Index says that the URL is another sitemap.
	Index bool
}

// errNotSitemap marks a document that is no sitemap.
var errNotSitemap = errors.New("no sitemap")

// readSitemap streams the entries of a sitemap, a sitemap index, a news
// sitemap or a plain list of URLs, packed with gzip or not, to each. Entities
// beyond XML's own are not expanded. More than limit unpacked bytes are an
// error; entries past the protocol's number are left out.
func readSitemap(body []byte, limit int64, each func(mapEntry)) error {
	var r io.Reader = bytes.NewReader(body)
	if isGzip(body) {
		zr, err := gzip.NewReader(r)
		if err != nil {
			return fmt.Errorf("%w: %w", errTruncated, err)
		}
		r = zr
	}
	limited := &io.LimitedReader{R: r, N: limit + 1}
	br := bufio.NewReaderSize(limited, 32<<10)
	err := readEntries(br, each)
	if limited.N <= 0 {
		return fmt.Errorf("%w: a sitemap of more than %d bytes", errTooLarge, limit)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %w", errTruncated, err)
	}
	return err
}

func readEntries(br *bufio.Reader, each func(mapEntry)) error {
	head, _ := br.Peek(512)
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	if bytes.HasPrefix(head, []byte("http")) {
		return readPlainList(br, each)
	}
	dec := xml.NewDecoder(br)
	dec.Strict = false
	dec.CharsetReader = charset.NewReaderLabel
	count, rooted := 0, false
	for {
		tok, err := dec.Token()
		if err != nil {
			if errors.Is(err, io.EOF) && rooted {
				return nil
			}
			if errors.Is(err, io.EOF) {
				return errNotSitemap
			}
			return err
		}
		el, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch el.Name.Local {
		case "urlset", "sitemapindex":
			rooted = true
		case "url", "sitemap":
			e, err := readEntry(dec, el.Name.Local == "sitemap")
			if err != nil {
				return err
			}
			if count++; e.URL != "" && count <= maxSitemapURLs {
				each(e)
			}
		default:
			if !rooted {
				return errNotSitemap
			}
		}
	}
}

// readEntry reads one url or sitemap element up to its end.
func readEntry(dec *xml.Decoder, index bool) (mapEntry, error) {
	e := mapEntry{Index: index}
	depth, field := 1, ""
	for depth > 0 {
		tok, err := dec.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return e, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			depth++
			field = tok.Name.Local
			if strings.Contains(tok.Name.Space, "image") || strings.Contains(tok.Name.Space, "video") {
				field = ""
			}
		case xml.EndElement:
			depth--
			field = ""
		case xml.CharData:
			e.set(field, strings.TrimSpace(string(tok)))
		}
	}
	return e, nil
}

func (e *mapEntry) set(field, value string) {
	if value == "" || len(value) > 4096 {
		return
	}
	switch field {
	case "loc":
		e.URL += value
	case "lastmod":
		e.Modified = value
	case "publication_date":
		e.Published = value
	case "title":
		e.Title += value
	}
}

func readPlainList(r io.Reader, each func(mapEntry)) error {
	sc := bufio.NewScanner(r)
	for count := 0; sc.Scan() && count < maxSitemapURLs; count++ {
		if line := strings.TrimSpace(sc.Text()); strings.HasPrefix(line, "http") {
			each(mapEntry{URL: line})
		}
	}
	return sc.Err()
}
