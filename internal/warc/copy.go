package warc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// ErrOtherURL says that a record is about another address with the same payload:
// the caller writes a record of its own.
var ErrOtherURL = errors.New("the record is about another address")

// CopyExchange appends an exchange with a URL of another archive as it stands
// there, byte for byte: the record at a location, and the request and metadata
// records behind it that belong to it. more goes into a metadata record of its
// own. The archive must have one gzip member a record.
func (w *Writer) CopyExchange(ctx context.Context, url, dir string, at Location, more Fields) (Location, error) {
	if err := ctx.Err(); err != nil {
		return Location{}, err
	}
	data, rec, length, err := readExchange(dir, at)
	if err == nil && rec.TargetURI() != url {
		err = fmt.Errorf("%w: %s", ErrOtherURL, rec.TargetURI())
	}
	if err == nil {
		id := bracket(rec.ID())
		common := Fields{{"WARC-Target-URI", rec.TargetURI()}, {"WARC-Date", rec.Fields.Get("WARC-Date")}}
		at = Location{Length: length, RecordID: rec.ID(), PayloadDigest: rec.Fields.Get("WARC-Payload-Digest"), Revisit: rec.Type == TypeRevisit}
		err = w.write(data, withMetadata(nil, more, id, common), &at)
	}
	if err != nil {
		return Location{}, fmt.Errorf("archive %s at byte %d: %w", at.File, at.Offset, err)
	}
	return at, nil
}

// readExchange reads the bytes of an exchange. rec is its first record, without
// the block, and length that record's.
func readExchange(dir string, at Location) (data []byte, rec *Record, length int64, err error) {
	f, err := os.Open(filepath.Join(dir, at.File))
	if err != nil {
		return nil, nil, 0, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	info, err := f.Stat()
	if err != nil {
		return nil, nil, 0, err
	}
	r, err := NewReader(io.NewSectionReader(f, at.Offset, max(info.Size()-at.Offset, 0)))
	if err != nil {
		return nil, nil, 0, err
	}
	if rec, err = r.Next(); err != nil {
		return nil, nil, 0, err
	}
	if rec.ID() != at.RecordID && at.RecordID != "" {
		return nil, nil, 0, fmt.Errorf("record %s, not %s", rec.ID(), at.RecordID)
	}
	for {
		next, err := r.Next()
		if length == 0 {
			length = r.whole
		}
		if err != nil || next.ConcurrentTo() != rec.ID() {
			break
		}
	}
	if length == 0 {
		return nil, nil, 0, errors.New("the record is not whole, or shares its gzip member with others")
	}
	data = make([]byte, r.whole)
	_, err = io.ReadFull(io.NewSectionReader(f, at.Offset, r.whole), data)
	return data, rec, length, err
}
