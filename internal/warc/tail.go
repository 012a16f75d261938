package warc

import (
	"bufio"
	"fmt"
	"io"
)

// NewTailReader begins to read the end of an archive of one gzip member a record:
// at the first record that begins among its last bytes, most of size. It returns
// where that is; what stands before is not looked at. An archive with no record
// there, or of another form, is read from its beginning. Offsets of records and
// damage are those of the file.
func NewTailReader(f io.ReadSeeker, size, most int64) (r *Reader, from int64, err error) {
	if from = size - most; from > 0 {
		if from, err = nextMember(f, from); err != nil {
			return nil, 0, err
		}
	}
	if from = max(from, 0); from == size {
		from = 0
	}
	if _, err := f.Seek(from, io.SeekStart); err != nil {
		return nil, 0, fmt.Errorf("archive: %w", err)
	}
	if r, err = NewReader(f); err != nil {
		return nil, 0, err
	}
	r.raw.n += from
	return r, from, nil
}

// nextMember returns where the first gzip member with a record begins, from a
// byte on; the end of the file where none does.
func nextMember(f io.ReadSeeker, from int64) (int64, error) {
	if _, err := f.Seek(from, io.SeekStart); err != nil {
		return 0, fmt.Errorf("archive: %w", err)
	}
	r := &Reader{raw: &counter{r: f}, src: bufio.NewReaderSize(nil, window)}
	r.src.Reset(r.raw)
	r.seekMember()
	return from + r.Offset(), r.raw.err
}
