package source

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/warc"
)

// archive reads the pages of a WARC file: responses with status 200 that are
// HTML, and HTML kept as a resource. Other records are passed over; damaged
// ones are reported and the next one read.
func (s *stream) archive(name string, in *bufio.Reader) {
	before := s.given
	r, err := warc.NewReader(in)
	if err != nil {
		s.fail(name, bare(err))
		return
	}
	for !s.ended() {
		rec, err := r.Next()
		var damage *warc.Damage
		switch {
		case errors.Is(err, io.EOF):
			if s.given == before {
				s.fail(name, fmt.Errorf("%w: no HTML page with status 200", ErrNoDocuments))
			}
			return
		case errors.As(err, &damage):
			s.failAt(&Error{Name: name, Offset: damage.Offset, Err: damage.Err})
		case err != nil:
			s.fail(name, bare(err))
			return
		default:
			s.archived(name, rec, r.Offset())
		}
	}
}

// collection reads the archives of a WACZ file, the zip file that Browsertrix
// makes. It has its table at its end, so it must be a file.
func (s *stream) collection(name string, r io.Reader) {
	f, ok := r.(*os.File)
	if !ok {
		s.fail(name, fmt.Errorf("%w: a WACZ file must be named, not piped", ErrUnsupported))
		return
	}
	info, err := f.Stat()
	if err != nil {
		s.fail(name, bare(err))
		return
	}
	z, err := zip.NewReader(f, info.Size())
	if err != nil {
		s.fail(name, err)
		return
	}
	before := s.given
	for _, entry := range z.File {
		if strings.HasPrefix(entry.Name, "archive/") && !strings.HasSuffix(entry.Name, "/") && !s.ended() {
			s.member(name+"/"+entry.Name, entry)
		}
	}
	if s.given == before && !s.done {
		s.fail(name, ErrNoDocuments)
	}
}

func (s *stream) member(name string, entry *zip.File) {
	r, err := entry.Open()
	if err != nil {
		s.fail(name, err)
		return
	}
	defer func() { _ = r.Close() }()
	s.archive(name, bufio.NewReader(&contextReader{s.ctx, r}))
}

// archived hands out the page that a record holds, if it holds one. A block
// that is not whole is not reported here: the reader tells of it next.
func (s *stream) archived(name string, rec *warc.Record, at int64) {
	page, err := pageOf(rec, s.opts.maxBytes())
	if rec.Offset >= 0 {
		at = rec.Offset
	}
	switch {
	case errors.Is(err, warc.ErrBlock):
	case errors.Is(err, warc.ErrTooLarge):
		s.failAt(&Error{Name: name, Offset: at, Err: fmt.Errorf("%s: %w", rec.TargetURI(), tooLarge(s.opts.maxBytes()))})
	case err != nil:
		s.failAt(&Error{Name: name, Offset: at, Err: fmt.Errorf("%s: %w", rec.TargetURI(), err)})
	case page != nil:
		s.page(page)
	}
}

// pageOf returns nil where a record is no page.
func pageOf(rec *warc.Record, limit int64) (*corpus.Page, error) {
	page := &corpus.Page{Source: rec.TargetURI(), URL: rec.TargetURI(), MediaType: corpus.HTML}
	page.FetchedAt, _ = rec.Date() // zero where the archive has none
	switch {
	case !strings.HasPrefix(page.URL, "http"):
		return nil, nil
	case rec.Type == warc.TypeResource && strings.Contains(rec.Fields.Get("Content-Type"), "html"):
		return resourcePage(page, rec, limit)
	case rec.Type == warc.TypeResponse:
		return responsePage(page, rec, limit)
	default:
		return nil, nil
	}
}

func responsePage(page *corpus.Page, rec *warc.Record, limit int64) (*corpus.Page, error) {
	resp, err := rec.Head()
	switch {
	case errors.Is(err, warc.ErrNoHTTP): // DNS answers and the like
		return nil, nil
	case err != nil:
		return nil, err
	case resp.Status != http.StatusOK || !mayBeHTML(resp.Header.Get("Content-Type")):
		return nil, nil
	}
	if err := resp.ReadBody(limit); err != nil {
		return nil, err
	}
	if resp.Header.Get("Content-Type") == "" && !looksHTML(bytes.TrimSpace(resp.Body)) {
		return nil, nil
	}
	if why := rec.Fields.Get("WARC-Truncated"); why != "" {
		return nil, fmt.Errorf("cut short when it was archived: %s", why)
	}
	page.Status, page.Header, page.Body = resp.Status, resp.Header, resp.Body
	return worth(page)
}

func resourcePage(page *corpus.Page, rec *warc.Record, limit int64) (*corpus.Page, error) {
	body, err := io.ReadAll(io.LimitReader(rec.Block, limit+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(body)) > limit:
		return nil, tooLarge(limit)
	}
	page.Header = http.Header{"Content-Type": {rec.Fields.Get("Content-Type")}}
	page.Body = body
	return worth(page)
}

// worth refuses a page that says it is HTML and is nothing.
func worth(page *corpus.Page) (*corpus.Page, error) {
	switch {
	case blank(page.Body):
		return nil, ErrEmpty
	case binary(page.Body):
		return nil, ErrBinary
	default:
		return page, nil
	}
}

// mayBeHTML goes by the media type; where there is none, the body has to tell.
func mayBeHTML(mediaType string) bool {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	switch strings.ToLower(strings.TrimSpace(mediaType)) {
	case "text/html", "application/xhtml+xml", "":
		return true
	default:
		return false
	}
}
