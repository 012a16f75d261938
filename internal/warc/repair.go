package warc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// Repair cuts an archive back to the end of its last whole record, as it is
// needed after a crash, and returns how many bytes were cut off. Damage that
// whole records follow is left as it is.
func Repair(path string) (cut int64, err error) { return RepairFrom(path, 0) }

// RepairFrom does so for an archive that is known to be whole up to a byte, at
// which a record ends.
func RepairFrom(path string, from int64) (cut int64, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, fmt.Errorf("repair: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return 0, fmt.Errorf("repair: %w", err)
	}
	if from < 0 || from > info.Size() {
		from = 0
	}
	whole, err := wholeUntil(f, from)
	if err != nil {
		return 0, fmt.Errorf("repair %s: %w", path, err)
	}
	if whole == info.Size() {
		return 0, nil
	}
	if err := f.Truncate(whole); err != nil {
		return 0, fmt.Errorf("repair: %w", err)
	}
	return info.Size() - whole, f.Sync()
}

// wholeUntil reads an archive from a byte on and returns where its last whole
// record ends.
func wholeUntil(f *os.File, from int64) (int64, error) {
	if _, err := f.Seek(from, io.SeekStart); err != nil {
		return 0, err
	}
	r, err := NewReader(f)
	if errors.Is(err, ErrRubbish) && from > 0 {
		return wholeUntil(f, 0) // what was known is wrong
	}
	if errors.Is(err, ErrRubbish) {
		return 0, tooShort(f, err)
	}
	if err != nil {
		return 0, err
	}
	for {
		_, err := r.Next()
		var damage *Damage
		switch {
		case errors.Is(err, io.EOF):
			return from + r.whole, nil
		case err != nil && !errors.As(err, &damage):
			return 0, err
		}
	}
}

// tooShort lets a file be emptied that ends within the first bytes of an
// archive; anything else that is no archive is not touched.
func tooShort(f *os.File, err error) error {
	head := make([]byte, len(recordMagic)+1)
	n, _ := f.ReadAt(head, 0)
	if bytes.HasPrefix(gzipMagic, head[:n]) || bytes.HasPrefix(recordMagic, head[:n]) {
		return nil
	}
	return err
}
