package crawl

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"sync"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/warc"
)

// A WARCArchive keeps exchanges in WARC 1.1 files: response, request and
// metadata, a revisit record where the payload is known already.
type WARCArchive struct {
	w      *warc.Writer
	folder string
	recent recentPayloads
}

// ArchiveOptions say how an archive is written. The zero value is good.
type ArchiveOptions struct {
	// Software and Operator say what crawls and for whom.
	Software, Operator string
	// MaxSize is the size from which on a new file is begun, 0 for 1 GiB.
	MaxSize int64
	// Whole tells up to which byte a file is known to be whole, so that it is
	// not read from its beginning; nil knows nothing.
	Whole func(file string) int64
}

// NewArchive opens a folder for archives named prefix-TIME-NUMBER.warc.gz.
// What a crash left torn is cut back to the last whole record.
func NewArchive(folder, prefix string, opts ArchiveOptions) (*WARCArchive, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	w, err := warc.NewWriter(folder, prefix, warc.Options{
		MaxSize: opts.MaxSize, Software: opts.Software, Operator: opts.Operator, Whole: opts.Whole,
	})
	if err != nil {
		return nil, err
	}
	return &WARCArchive{w: w, folder: folder}, nil
}

// Keep writes an exchange.
func (a *WARCArchive) Keep(ctx context.Context, x *Exchange, earlier *corpus.ArchiveRecord) (corpus.ArchiveRecord, error) {
	e := warc.Exchange{
		URL: x.URL, RequestHeader: x.RequestHeader, Proto: x.Proto, Status: x.Status, Header: x.Header, Body: x.Body,
		Address: x.Address, Started: x.Started, Elapsed: x.Elapsed, Truncated: x.Truncated,
	}
	if x.note != "" {
		e.Metadata = append(e.Metadata, warc.Field{Name: "note", Value: x.note})
	}
	if x.err != nil {
		e.Metadata = append(e.Metadata, warc.Field{Name: "error", Value: shortError(x.err)})
	}
	if x.Status != http.StatusNotModified {
		e.PayloadSHA256 = sha256.Sum256(x.Body)
		if earlier == nil && !x.page {
			earlier = a.recent.find(e.PayloadSHA256)
		}
	}
	if earlier != nil {
		e.Revisit = &warc.Revisit{
			Profile: warc.ProfileIdentical, RecordID: earlier.RecordID, URL: earlier.URL, Date: earlier.FetchedAt, PayloadDigest: earlier.PayloadDigest,
		}
		if x.Status == http.StatusNotModified {
			e.Revisit.Profile = warc.ProfileNotModified
		}
	}
	at, err := a.w.WriteExchange(ctx, e)
	if err != nil {
		return corpus.ArchiveRecord{}, err
	}
	r := corpus.ArchiveRecord{
		URL: x.URL, FetchedAt: x.Started, Status: x.Status, Folder: a.folder, File: at.File, Offset: at.Offset, Length: at.Length, End: at.End,
		RecordID: at.RecordID, PayloadDigest: at.PayloadDigest, Revisit: at.Revisit,
	}
	if x.page {
		r.BodySize, r.BodySHA256 = len(x.decoded), bodySum(x, e.PayloadSHA256)
	}
	if !r.Revisit && x.Truncated == "" && len(x.Body) > 0 {
		a.recent.add(e.PayloadSHA256, r)
	}
	return r, nil
}

// bodySum is the hash of a body without its content encoding: that of the
// payload where there is none.
func bodySum(x *Exchange, payload [32]byte) [32]byte {
	if len(x.decoded) == len(x.Body) && (len(x.Body) == 0 || &x.decoded[0] == &x.Body[0]) {
		return payload
	}
	return sha256.Sum256(x.decoded)
}

// recentPayloads remembers the records of the last payloads, so that the error
// page that a server sends for every dead link is kept once.
type recentPayloads struct {
	mu      sync.Mutex
	records map[[32]byte]corpus.ArchiveRecord
	order   [][32]byte
	next    int
}

const mostRecent = 2048

func (p *recentPayloads) find(sum [32]byte) *corpus.ArchiveRecord {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r, known := p.records[sum]; known {
		return &r
	}
	return nil
}

// add takes a payload in; the one that came first goes.
func (p *recentPayloads) add(sum [32]byte, r corpus.ArchiveRecord) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.records == nil {
		p.records, p.order = map[[32]byte]corpus.ArchiveRecord{}, make([][32]byte, mostRecent)
	}
	if _, known := p.records[sum]; known {
		return
	}
	delete(p.records, p.order[p.next])
	p.records[sum], p.order[p.next] = r, sum
	p.next = (p.next + 1) % mostRecent
}

// Flush writes to the disk what the operating system still holds.
func (a *WARCArchive) Flush(context.Context) error { return a.w.Sync() }

// Durable says that a record was written before the last Flush.
func (a *WARCArchive) Durable(r *corpus.ArchiveRecord) bool { return a.w.Durable(r.File, r.End) }

// Close closes the current file.
func (a *WARCArchive) Close() error { return a.w.Close() }

// ArchiveFiles reads the answers that WARCArchives wrote.
type ArchiveFiles struct{}

// maxArchived bounds a body that is read out of an archive, in bytes: more than a
// crawl takes.
const maxArchived = 64 << 20

// Answer returns the header and the body of an answer, without its content
// encoding. A file that is not there is fs.ErrNotExist.
func (ArchiveFiles) Answer(at corpus.ArchiveRecord) (http.Header, []byte, error) {
	_, resp, err := warc.Load(at.Folder, Location(at), maxArchived)
	if err != nil {
		return nil, nil, err
	}
	return resp.Header, resp.Body, nil
}

// Check reads an answer to its end and says whether it is the one that is meant.
func (ArchiveFiles) Check(at corpus.ArchiveRecord) error { return warc.Check(at.Folder, Location(at)) }

// Location is where a record stands in its file.
func Location(r corpus.ArchiveRecord) warc.Location {
	return warc.Location{
		File: r.File, Offset: r.Offset, Length: r.Length, End: r.End, RecordID: r.RecordID, PayloadDigest: r.PayloadDigest, Revisit: r.Revisit,
	}
}

// archive keeps the hops of a visit, once. An answer that says nothing new
// refers to the record that holds its payload.
func (w *worker) archive(ctx context.Context, o *outcome, t *trail) {
	if w.cfg.Archive == nil || t.kept {
		return
	}
	t.kept = true
	for i, x := range t.hops {
		if x.Status == 0 || errors.Is(x.err, context.Canceled) {
			continue
		}
		var earlier *corpus.ArchiveRecord
		if i == len(t.hops)-1 {
			earlier = w.earlier(ctx, o, x)
		}
		r, err := w.cfg.Archive.Keep(context.WithoutCancel(ctx), x, earlier)
		if err != nil {
			o.fatal = fmt.Errorf("archive: %w", err)
			return
		}
		o.archived = append(o.archived, r)
	}
}

// archivedPage keeps the hops of a visit before its page is handed over, and
// tells the page where it stands.
func (w *worker) archivedPage(ctx context.Context, o *outcome, p *corpus.Page) {
	w.trail.last().page = true
	w.archive(ctx, o, w.trail)
	if n := len(o.archived); n > 0 && o.fatal == nil {
		p.Archived = &o.archived[n-1]
	}
}

// earlier finds the record that holds the payload of an answer already.
func (w *worker) earlier(ctx context.Context, o *outcome, x *Exchange) *corpus.ArchiveRecord {
	url := x.URL
	switch {
	case x.Status == http.StatusNotModified:
	case o.t.State == corpus.TargetAlias && o.reason == sameBody:
		url = o.t.Location
	case o.t.State == corpus.TargetDone && !o.changed:
	default:
		return nil
	}
	r, known, err := w.frontier.Archived(ctx, url)
	if err != nil || !known {
		return nil
	}
	return &r
}
