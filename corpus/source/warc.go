package source

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/warc"
)

// An archive is one WARC file that is being read. Its pages are responses with
// status 200 that are HTML, HTML and text kept as a resource, text that another
// program made of pages which are not there themselves, and revisits of one of
// these under another address. Other records are passed over; damaged ones are
// reported and the next one read.
type archive struct {
	s    *stream
	name string
	r    *warc.Reader
	// ours says that Trích wrote the file: then a page waits for the metadata
	// record behind it, which tells what was known of the page from elsewhere.
	ours   bool
	held   *corpus.Page
	heldID string
	// missing counts revisits of pages that are in none of the files.
	missing int
}

// archive reads a WARC file; again opens it once more, for revisits, and is nil
// where that cannot be.
func (s *stream) archive(name string, in *bufio.Reader, again opener) {
	before := s.given
	r, err := warc.NewReader(in)
	if err != nil {
		s.fail(name, bare(err))
		return
	}
	s.payloads.begin(again)
	a := &archive{s: s, name: name, r: r}
	err = a.read()
	a.release()
	if err != nil {
		s.fail(name, bare(err))
		return
	}
	if a.missing > 0 {
		s.fail(name, fmt.Errorf("%d %w", a.missing, ErrElsewhere))
	}
	if s.given == before && !s.done {
		s.fail(name, fmt.Errorf("%w: no HTML page with status 200", ErrNoDocuments))
	}
}

// read reads the records up to the end.
func (a *archive) read() error {
	for !a.s.ended() {
		rec, err := a.r.Next()
		var damage *warc.Damage
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &damage):
			a.s.failAt(&Error{Name: a.name, Offset: damage.Offset, Err: damage.Err})
		case err != nil:
			return err
		default:
			a.record(rec)
		}
	}
	return nil
}

// record takes one record. A block that is not whole is not reported here: the
// reader tells of it next.
func (a *archive) record(rec *warc.Record) {
	var page *corpus.Page
	var err error
	switch rec.Type {
	case warc.TypeInfo:
		a.info(rec)
		return
	case warc.TypeMetadata:
		a.known(rec)
		return
	case warc.TypeRevisit:
		page, err = a.revisited(rec)
	default:
		page, err = a.pageOf(rec)
	}
	switch {
	case errors.Is(err, warc.ErrBlock):
	case errors.Is(err, warc.ErrTooLarge):
		a.fail(rec, tooLarge(a.s.opts.maxBytes()))
	case err != nil:
		a.fail(rec, err)
	case page != nil:
		a.hold(page, rec)
	}
}

// fail reports a record that cannot be read.
func (a *archive) fail(rec *warc.Record, err error) {
	at := rec.Offset
	if at < 0 {
		at = a.r.Offset()
	}
	a.s.failAt(&Error{Name: a.name, Offset: at, Err: fmt.Errorf("%s: %w", rec.TargetURI(), err)})
}

// hold hands out a page, or keeps it until what is known of it was read.
func (a *archive) hold(page *corpus.Page, rec *warc.Record) {
	a.release()
	if a.held, a.heldID = page, rec.ID(); !a.ours {
		a.release()
	}
}

func (a *archive) release() {
	if a.held != nil {
		a.s.page(a.held)
		a.held = nil
	}
}

// maxFields limits the block of a record that holds fields.
const maxFields = 64 << 10

// info reads who wrote the archive.
func (a *archive) info(rec *warc.Record) {
	a.ours = strings.HasPrefix(rec.ReadFields(maxFields).Get("software"), "trich")
}

// known takes over what an archive of ours knows of a page from elsewhere.
func (a *archive) known(rec *warc.Record) {
	if a.held == nil || rec.ConcurrentTo() != a.heldID {
		return
	}
	p := a.held
	for _, f := range rec.ReadFields(maxFields) {
		switch f.Name {
		case "source":
			p.Source = f.Value
		case "portal":
			p.Portal = f.Value
		case "title":
			p.Title = f.Value
		case "published":
			p.Published = f.Value
		case "province":
			p.Province = f.Value
		}
	}
}

// pageOf returns nil where a record is no page.
func (a *archive) pageOf(rec *warc.Record) (*corpus.Page, error) {
	page := pageAt(rec)
	if page == nil {
		return nil, nil
	}
	var err error
	switch media := mediaType(rec.Fields.Get("Content-Type")); {
	case rec.Type == warc.TypeResponse:
		page, err = responsePage(page, rec, a.s.opts.maxBytes())
	case rec.Type == warc.TypeConversion && a.given(page.URL):
		return nil, nil // the page itself is better
	case rec.Type != warc.TypeResource && rec.Type != warc.TypeConversion, media != corpus.HTML && media != corpus.Text, isRobots(page.URL):
		return nil, nil
	default:
		page.MediaType = media
		page, err = resourcePage(page, rec, a.s.opts.maxBytes())
	}
	if page != nil {
		a.s.payloads.add(page.URL, rec)
	}
	return page, err
}

// given says that the stream gave a page with an address already.
func (a *archive) given(uri string) bool {
	_, known := a.s.payloads.find(uri)
	return known
}

// pageAt begins a page with the address and the time of a record; nil where the
// address is not one of a page.
func pageAt(rec *warc.Record) *corpus.Page {
	uri := rec.TargetURI()
	page := &corpus.Page{Source: uri, URL: uri, MediaType: corpus.HTML}
	page.FetchedAt, _ = rec.Date() // zero where the archive has none
	u, err := url.Parse(uri)
	switch {
	case strings.HasPrefix(uri, "http://") || strings.HasPrefix(uri, "https://"):
		if strings.Contains(uri, "__wb_method=") {
			return nil // the answer to a form, under an address of the archive's making
		}
		return page
	case err == nil && u.Scheme == "file":
		page.Source, page.URL = u.Path, ""
		return page
	}
	return nil
}

func isRobots(uri string) bool { return strings.HasSuffix(uri, "/robots.txt") }

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

// mediaType is a content type without its parameters, XHTML being HTML.
func mediaType(contentType string) string {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		media, _, _ = strings.Cut(contentType, ";")
		media = strings.ToLower(strings.TrimSpace(media))
	}
	if media == "application/xhtml+xml" {
		return corpus.HTML
	}
	return media
}

// mayBeHTML goes by the media type; where there is none, the body has to tell.
func mayBeHTML(contentType string) bool {
	media := mediaType(contentType)
	return media == corpus.HTML || media == ""
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
			s.member(name, entry)
		}
	}
	if s.given == before && !s.done {
		s.fail(name, ErrNoDocuments)
	}
}

func (s *stream) member(file string, entry *zip.File) {
	name := file + "/" + entry.Name
	r, err := entry.Open()
	if err != nil {
		s.fail(name, err)
		return
	}
	defer func() { _ = r.Close() }()
	var again opener
	if at, err := entry.DataOffset(); err == nil && entry.Method == zip.Store {
		again = fileAt(file, at)
	}
	s.archive(name, bufio.NewReader(&contextReader{s.ctx, r}), again)
}
