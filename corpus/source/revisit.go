package source

import (
	"errors"
	"hash/maphash"
	"io"
	"net/http"
	"os"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/warc"
)

// ErrElsewhere says that an archive refers to records that are not among those
// read before it, or cannot be read twice, as those of a pipe.
var ErrElsewhere = errors.New("revisits of records that are not there")

// An opener opens an archive again, at its beginning.
type opener func() (io.ReaderAt, io.Closer, error)

// fileAt opens a file of which an archive begins at a byte.
func fileAt(path string, at int64) opener {
	return func() (io.ReaderAt, io.Closer, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, nil, err
		}
		return io.NewSectionReader(f, at, 1<<62), f, nil
	}
}

// payloads remembers where the pages of a stream stand, by the digest of their
// payload and by their address, for revisits.
type payloads struct {
	seed     maphash.Seed
	places   map[uint64]place
	archives []opener
}

// A place is a record of one of the archives, about an address.
type place struct {
	archive int
	offset  int64
	uri     uint64
}

func newPayloads() payloads { return payloads{seed: maphash.MakeSeed(), places: map[uint64]place{}} }

// begin adds an archive.
func (p *payloads) begin(again opener) { p.archives = append(p.archives, again) }

// add remembers a page of the archive that was added last.
func (p *payloads) add(uri string, rec *warc.Record) {
	at := place{len(p.archives) - 1, rec.Offset, p.hash(uri)}
	if digest := rec.Fields.Get("WARC-Payload-Digest"); digest != "" {
		p.places[p.hash(digest)] = at
	}
	p.places[at.uri] = at
}

func (p *payloads) hash(s string) uint64 { return maphash.String(p.seed, s) }

// find looks a digest up, or an address.
func (p *payloads) find(what string) (place, bool) {
	at, known := p.places[p.hash(what)]
	return at, known && what != ""
}

// load reads a record again.
func (p *payloads) load(at place, limit int64) (*warc.Record, *warc.Response, error) {
	again := p.archives[at.archive]
	if again == nil || at.offset < 0 {
		return nil, nil, ErrElsewhere
	}
	r, closer, err := again()
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = closer.Close() }() // nothing was written
	return warc.LoadAt(r, at.offset, limit)
}

// revisited returns the page of a revisit record where its payload is that of
// a page with another address. The same address says nothing new.
func (a *archive) revisited(rec *warc.Record) (*corpus.Page, error) {
	page, refers := pageAt(rec), rec.RefersTo()
	if page == nil || page.URL == "" || page.URL == refers {
		return nil, nil
	}
	resp, err := rec.Head()
	switch {
	case errors.Is(err, warc.ErrNoHTTP): // some writers keep no header
		resp = &warc.Response{Status: http.StatusOK}
	case err != nil:
		return nil, err
	case resp.Status != http.StatusOK:
		return nil, nil
	}
	digest := rec.Fields.Get("WARC-Payload-Digest")
	at, known := a.s.payloads.find(digest)
	if !known {
		at, known = a.s.payloads.find(refers)
	}
	if !known {
		if media := resp.Header.Get("Content-Type"); media != "" && mayBeHTML(media) {
			a.missing++
		}
		return nil, nil
	}
	if at.uri == a.s.payloads.hash(page.URL) {
		return nil, nil
	}
	earlier, first, err := a.s.payloads.load(at, a.s.opts.maxBytes())
	switch {
	case errors.Is(err, ErrElsewhere) || err == nil && earlier.Fields.Get("WARC-Payload-Digest") != digest && earlier.TargetURI() != refers:
		a.missing++
		return nil, nil
	case err != nil:
		return nil, err
	}
	page.Status, page.Header, page.Body = http.StatusOK, first.Header, first.Body
	if resp.Header.Get("Content-Type") != "" {
		page.Header = resp.Header
	}
	return page, nil
}
