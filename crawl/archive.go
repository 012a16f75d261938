package crawl

import (
	"context"
	"fmt"
	"net/http"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/warc"
)

// A WARCArchive keeps exchanges in WARC 1.1 files: response, request and
// metadata, a revisit record where the payload is known already.
type WARCArchive struct{ w *warc.Writer }

// NewArchive opens a folder for archives named prefix-TIME-NUMBER.warc.gz.
// What a crash left torn is cut back to the last whole record. maxSize is the
// size from which on a new file is begun, 0 for 1 GiB; operator names who runs
// the crawl.
func NewArchive(dir, prefix, operator string, maxSize int64) (*WARCArchive, error) {
	w, err := warc.NewWriter(dir, prefix, warc.Options{MaxSize: maxSize, Software: "trich", Operator: operator})
	if err != nil {
		return nil, err
	}
	return &WARCArchive{w}, nil
}

// Keep writes an exchange.
func (a *WARCArchive) Keep(ctx context.Context, x *Exchange, earlier *corpus.ArchiveRecord) (corpus.ArchiveRecord, error) {
	e := warc.Exchange{
		URL: x.URL, RequestHeader: x.RequestHeader, Proto: x.Proto, Status: x.Status, Header: x.Header, Body: x.Body,
		Address: x.Address, Started: x.Started, Elapsed: x.Elapsed,
	}
	if x.Truncated {
		e.Truncated = "length"
	}
	if x.note != "" {
		e.Metadata = warc.Fields{{Name: "note", Value: x.note}}
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
	return corpus.ArchiveRecord{
		URL: x.URL, FetchedAt: x.Started, Status: x.Status, File: at.File, Offset: at.Offset, Length: at.Length,
		RecordID: at.RecordID, PayloadDigest: at.PayloadDigest, Revisit: earlier != nil,
	}, nil
}

// Flush writes to the disk what the operating system still holds.
func (a *WARCArchive) Flush(context.Context) error { return a.w.Sync() }

// Close closes the current file.
func (a *WARCArchive) Close() error { return a.w.Close() }

// archive keeps the hops of a visit. An answer that says nothing new refers to
// the record that holds its payload.
func (w *worker) archive(ctx context.Context, o *outcome, t *trail) {
	if w.cfg.Archive == nil {
		return
	}
	for i, x := range t.hops {
		if x.err != nil || x.Status == 0 {
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
