package warc

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
)

// loaders are readers whose buffers the next Load uses again.
var loaders sync.Pool // of *Reader

// Load reads the response at a location in a folder of archives. Body sizes
// over limit are ErrTooLarge; a file that is not there is fs.ErrNotExist.
func Load(dir string, at Location, limit int64) (*Record, *Response, error) {
	var rec *Record
	var resp *Response
	err := loadAt(dir, at, func(r *Reader) (err error) {
		rec, resp, err = r.nextResponse(limit)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	rec.Offset = at.Offset
	return rec, resp, nil
}

// LoadAt is Load for an archive that is open already, gzip or plain.
func LoadAt(archive io.ReaderAt, offset, limit int64) (*Record, *Response, error) {
	var rec *Record
	var resp *Response
	err := readAt(archive, offset, 0, func(r *Reader) (err error) {
		rec, resp, err = r.nextResponse(limit)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	rec.Offset = offset
	return rec, resp, nil
}

// nextResponse reads the next record, which must be a response, to its end.
func (r *Reader) nextResponse(limit int64) (*Record, *Response, error) {
	rec, err := r.Next()
	if err != nil {
		return nil, nil, err
	}
	resp, err := rec.Response(limit)
	if err != nil {
		return nil, nil, err
	}
	rec.Block, resp.in = nil, nil
	return rec, resp, nil
}

// Check reads the record at a location to its end and sees whether it is the
// one that the location names: its identifier, and its payload's digest where
// that can be told.
func Check(dir string, at Location) error {
	return loadAt(dir, at, func(r *Reader) error {
		rec, err := r.Next()
		if err != nil {
			return err
		}
		if rec.ID() != at.RecordID {
			return fmt.Errorf("record %s, not %s", rec.ID(), at.RecordID)
		}
		if err := rec.checkPayload(at.PayloadDigest); err != nil {
			return err
		}
		if _, err := r.Next(); !errors.Is(err, io.EOF) {
			return fmt.Errorf("there is more after the record (%w)", err)
		}
		return nil
	})
}

// loadAt lets read work on a reader of the bytes at a location.
func loadAt(dir string, at Location, read func(*Reader) error) error {
	if at.File != filepath.Base(at.File) {
		return fmt.Errorf("archive %q: no plain file name", at.File)
	}
	f, err := os.Open(filepath.Join(dir, at.File))
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	defer func() { _ = f.Close() }() // nothing was written
	if err := readAt(f, at.Offset, at.Length, read); err != nil {
		return fmt.Errorf("archive %s at byte %d: %w", at.File, at.Offset, err)
	}
	return nil
}

// readAt lets read work on a reader of so many bytes of an archive, 0 for all
// that follow.
func readAt(archive io.ReaderAt, offset, size int64, read func(*Reader) error) error {
	if size <= 0 {
		size = 1<<63 - 1 - offset
	}
	in := io.NewSectionReader(archive, offset, size)
	r, ok := loaders.Get().(*Reader)
	var err error
	if ok {
		err = r.reset(in)
	} else {
		r, err = NewReader(in)
	}
	if err == nil {
		err = read(r)
		loaders.Put(r)
	}
	return err
}
