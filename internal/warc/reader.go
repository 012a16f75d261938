package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/klauspost/compress/gzip"
)

const (
	// maxHeader limits a record's header.
	maxHeader = 1 << 20
	// window is how far ahead the next record is looked for at a time.
	window = 64 << 10
)

var (
	recordMagic = []byte("WARC/")
	gzipMagic   = []byte{0x1f, 0x8b, 0x08}
)

// A Reader reads the records of one archive in order. It is not safe for
// concurrent use.
type Reader struct {
	raw *counter
	src *bufio.Reader
	// zip is nil for plain archives; open says that a member has been begun.
	zip  *gzip.Reader
	open bool
	// unzip and unzipped are kept for the next archive.
	unzip    *gzip.Reader
	unzipped *bufio.Reader
	// in gives the records' bytes: src itself, or the content of the member.
	in *bufio.Reader
	// start is where the open member begins. fresh says that none of its
	// records has been read, damaged that one of them was not whole.
	start          int64
	fresh, damaged bool
	// whole is where the last whole record ends.
	whole int64
	block *block
	err   error
}

// A counter counts what has been read from an archive, and keeps the error
// that reading ended with, so that it is not taken for one of decompression.
type counter struct {
	r   io.Reader
	n   int64
	err error
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		c.err = err
	}
	return n, err
}

// NewReader begins to read an archive: plain, or compressed with gzip, in one
// member a record, in one for all, or with blocks that run over several. It
// returns an error where r cannot be read or is no archive.
func NewReader(in io.Reader) (*Reader, error) {
	r := &Reader{src: bufio.NewReaderSize(nil, window)}
	if err := r.reset(in); err != nil {
		return nil, err
	}
	return r, nil
}

// reset begins to read another archive with the buffers of the one before.
func (r *Reader) reset(in io.Reader) error {
	*r = Reader{raw: &counter{r: in}, src: r.src, unzip: r.unzip, unzipped: r.unzipped}
	r.src.Reset(r.raw)
	head, err := r.src.Peek(len(recordMagic))
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return err
	case bytes.HasPrefix(head, gzipMagic):
		if r.unzip == nil {
			r.unzip, r.unzipped = new(gzip.Reader), bufio.NewReaderSize(nil, 16<<10)
		}
		r.zip, r.in = r.unzip, r.unzipped
	case len(head) == 0 || bytes.HasPrefix(head, recordMagic):
		r.in = r.src
	default:
		return fmt.Errorf("%w: begins with %.10q", ErrRubbish, head)
	}
	return nil
}

// Offset is how far the archive has been read: where the last record ends,
// once Next has gone past it.
func (r *Reader) Offset() int64 { return r.raw.n - int64(r.src.Buffered()) }

// Next returns the next record, whose block can be read until the call after.
// At the end it returns io.EOF. After a *Damage it can be called again and
// goes on behind it; every other error is final.
func (r *Reader) Next() (*Record, error) {
	if r.err != nil {
		return nil, r.err
	}
	if r.block != nil {
		if err := r.finish(); err != nil {
			return nil, r.keep(err)
		}
	}
	rec, err := r.begin()
	return rec, r.keep(err)
}

// keep remembers an error after which there is nothing more.
func (r *Reader) keep(err error) error {
	var damage *Damage
	if err != nil && !errors.As(err, &damage) {
		r.err = err
	}
	return err
}

// begin finds the next record and reads its header.
func (r *Reader) begin() (*Record, error) {
	if err := r.find(); err != nil {
		return nil, err
	}
	offset := r.Offset()
	if r.zip != nil {
		if offset = -1; r.fresh {
			offset = r.start
		}
		r.fresh = false
	}
	rec, err := readHeader(r.in, maxHeader)
	if err != nil {
		return nil, r.hurt(max(offset, r.start), err)
	}
	rec.Offset = offset
	r.block = &block{r: r, left: rec.ContentLength, offset: max(offset, r.start)}
	rec.Block = r.block
	return rec, nil
}

// find goes to where a record begins, into the next member if need be.
func (r *Reader) find() error {
	for {
		if r.zip != nil && !r.open {
			if err := r.openMember(); err != nil {
				return err
			}
		}
		at := r.Offset()
		if r.zip != nil {
			at = r.start
		}
		r.skipNewlines(math.MaxInt)
		head, err := r.in.Peek(len(recordMagic))
		switch {
		case bytes.Equal(head, recordMagic):
			return nil
		case len(head) == 0 && errors.Is(err, io.EOF):
			if r.zip == nil {
				return io.EOF
			}
			r.closeMember()
		case err != nil && !errors.Is(err, io.EOF):
			return r.hurt(at, err)
		default:
			return r.hurt(at, fmt.Errorf("%w: %.10q", ErrRubbish, head))
		}
	}
}

// skipNewlines passes over line ends, at most so many line feeds, and returns
// how many there were.
func (r *Reader) skipNewlines(most int) int {
	n := 0
	for n < most {
		c, err := r.in.Peek(1)
		if err != nil || c[0] != '\r' && c[0] != '\n' {
			break
		}
		if c[0] == '\n' {
			n++
		}
		_, _ = r.in.Discard(1)
	}
	return n
}

// openMember begins the next gzip member.
func (r *Reader) openMember() error {
	at := r.Offset()
	head, err := r.src.Peek(len(gzipMagic))
	switch {
	case len(head) == 0 && err != nil:
		return err
	case !bytes.Equal(head, gzipMagic):
		r.seekMember()
		return &Damage{at, fmt.Errorf("%w: %.10q", ErrRubbish, head)}
	}
	if err := r.zip.Reset(r.src); err != nil {
		r.seekMember()
		return &Damage{at, torn(err)}
	}
	r.zip.Multistream(false)
	r.in.Reset(r.zip)
	r.open, r.fresh, r.damaged, r.start = true, true, false, at
	return nil
}

func (r *Reader) closeMember() {
	r.open = false
	if !r.damaged {
		r.whole = r.Offset()
	}
}

// finish reads the block to its end and sees whether the record ends with it.
func (r *Reader) finish() error {
	b := r.block
	_, err := io.Copy(io.Discard, b)
	r.block = nil
	if err != nil {
		return r.broken(b)
	}
	newlines := r.skipNewlines(2)
	end := r.Offset()
	r.skipNewlines(math.MaxInt)
	head, err := r.in.Peek(len(recordMagic))
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return r.hurt(b.offset, err)
	case len(head) > 0 && !bytes.Equal(head, recordMagic):
		return r.hurt(b.offset, fmt.Errorf("%w: there is more after %d bytes", ErrLength, b.size()))
	case r.zip == nil && newlines == 2:
		r.whole = end
	}
	return nil
}

// broken reports a block that could not be read to its end.
func (r *Reader) broken(b *block) error {
	r.damaged = true
	if errors.Is(b.why, ErrLength) || errors.Is(b.why, ErrTorn) {
		return &Damage{b.offset, fmt.Errorf("%w: %d of %d bytes", b.why, b.read, b.size())}
	}
	return r.hurt(b.offset, b.why)
}

// hurt reports damage, and goes to where the next record may begin.
func (r *Reader) hurt(at int64, err error) error {
	r.damaged = true
	out := &Damage{at, err}
	switch {
	case errors.Is(err, ErrHeader) || errors.Is(err, ErrRubbish) || errors.Is(err, ErrLength):
		if err := scan(r.in); err != nil && r.zip != nil {
			// The member ends, or is corrupt: the next one may be whole.
			r.open = false
			if !errors.Is(err, io.EOF) {
				r.seekMember()
			}
		}
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		out.Err = torn(err)
		if r.open = false; r.zip == nil {
			r.err = io.EOF
		}
	case r.zip != nil && r.raw.err == nil: // the compressed data is corrupt
		r.open = false
		r.seekMember()
	default: // the archive itself cannot be read on
		return err
	}
	return out
}

// torn names an end that came too early.
func torn(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrTorn
	}
	return err
}

// scan passes over bytes up to a line that begins as a record does, and
// returns the error that keeps it from finding one.
func scan(in *bufio.Reader) error {
	for {
		seen, err := in.Peek(in.Size())
		if i := bytes.Index(seen, append([]byte{'\n'}, recordMagic...)); i >= 0 {
			_, _ = in.Discard(i + 1)
			return nil
		}
		if err != nil {
			_, _ = in.Discard(len(seen))
			return err
		}
		_, _ = in.Discard(len(seen) - len(recordMagic))
	}
}

// seekMember passes over bytes up to a gzip member that begins with a record,
// or to the end.
func (r *Reader) seekMember() {
	r.open = false
	for {
		seen, err := r.src.Peek(window)
		i := bytes.Index(seen, gzipMagic)
		switch {
		case i >= 0:
			good := beginsRecord(seen[i:])
			_, _ = r.src.Discard(i)
			if good {
				return
			}
			_, _ = r.src.Discard(1)
		case err != nil:
			_, _ = r.src.Discard(len(seen))
			return
		default:
			_, _ = r.src.Discard(len(seen) - len(gzipMagic) + 1)
		}
	}
}

// beginsRecord reports whether a gzip member that begins so holds a record.
func beginsRecord(data []byte) bool {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return false
	}
	head := make([]byte, len(recordMagic))
	_, err = io.ReadFull(z, head)
	return err == nil && bytes.Equal(head, recordMagic)
}

// A block is the content of one record.
type block struct {
	r          *Reader
	left, read int64
	offset     int64
	// why is set when it cannot be read on: ErrTorn, ErrLength, or the error of
	// decompressing or reading the archive.
	why error
}

func (b *block) size() int64 { return b.left + b.read }

func (b *block) Read(p []byte) (int, error) {
	switch {
	case b.r.block != b:
		return 0, errors.New("the reader has gone on to another record")
	case b.why != nil:
		return 0, fmt.Errorf("%w: %w", ErrBlock, b.why)
	case b.left == 0:
		return 0, io.EOF
	}
	n, err := b.r.in.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	b.read += int64(n)
	if n > 0 || err == nil || errors.Is(err, io.EOF) && b.goesOn() {
		return n, nil
	}
	switch {
	case errors.Is(err, io.EOF) && b.r.zip != nil:
		b.why = ErrLength
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		b.why, b.r.open = ErrTorn, false
	default:
		b.why = err
	}
	return 0, fmt.Errorf("%w: %w", ErrBlock, b.why)
}

// goesOn reports whether the block goes on in the next gzip member. A member that begins with a record means that this one is short.
func (b *block) goesOn() bool {
	r := b.r
	if r.zip == nil || !r.open {
		return false
	}
	r.open = false
	if r.openMember() != nil {
		return false
	}
	head, _ := r.in.Peek(len(recordMagic))
	r.fresh = bytes.Equal(head, recordMagic)
	return !r.fresh
}
