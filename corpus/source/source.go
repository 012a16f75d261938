// Package source gives documents on disk as a stream of pages: plain text,
// HTML, JSON Lines, WARC archives (also as WACZ), any of them under gzip, and
// folders of them. What cannot be read is an error value that names the document and the
// reason, and the stream goes on.
package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// DefaultMaxBytes is the size up to which one document is read.
const DefaultMaxBytes = 64 << 20

// Options say how documents are read. The zero value is good.
type Options struct {
	// MaxBytes limits one document after decompression: a file, a line of
	// JSON Lines, a response in an archive. 0 is DefaultMaxBytes.
	MaxBytes int64
}

func (o Options) maxBytes() int64 {
	if o.MaxBytes > 0 {
		return o.MaxBytes
	}
	return DefaultMaxBytes
}

// Reasons why a document gives no page, for callers that count by reason.
var (
	ErrEmpty       = errors.New("empty")
	ErrBinary      = errors.New("binary data, not text")
	ErrTooLarge    = errors.New("too large")
	ErrUnsupported = errors.New("not a kind of document that can be read")
	ErrNoDocuments = errors.New("holds no documents")
)

// An Error names the document that could not be read.
type Error struct {
	// Name is the path, "-" for standard input.
	Name string
	// Line counts from 1 in JSON Lines; 0 where there are no lines.
	Line int
	// Offset is where the record begins in an archive, -1 elsewhere.
	Offset int64
	Err    error
}

func (e *Error) Error() string {
	switch {
	case e.Line > 0:
		return fmt.Sprintf("%s:%d: %v", e.Name, e.Line, e.Err)
	case e.Offset >= 0:
		return fmt.Sprintf("%s: record at byte %d: %v", e.Name, e.Offset, e.Err)
	default:
		return fmt.Sprintf("%s: %v", e.Name, e.Err)
	}
}

func (e *Error) Unwrap() error { return e.Err }

// Open streams the documents at path: a file, a folder, or "-" for standard
// input. Every error is an *Error, save that of a context that has ended,
// which is the last value. Folders are read in sorted order, with all that is
// below them; hidden files, and files whose names say that they are no
// documents (pictures, scripts, style sheets …), are passed over there.
func Open(ctx context.Context, path string, opts Options) iter.Seq2[*corpus.Page, error] {
	return func(yield func(*corpus.Page, error) bool) {
		s := &stream{ctx: ctx, opts: opts, yield: yield, payloads: newPayloads()}
		if path == "-" {
			s.document("-", os.Stdin)
			return
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			s.fail(path, bare(err))
		case info.IsDir():
			s.folder(path)
		default:
			s.file(path)
		}
	}
}

// Read streams the documents that r holds; name stands in pages and errors,
// and its extension counts as a file's does.
func Read(ctx context.Context, name string, r io.Reader, opts Options) iter.Seq2[*corpus.Page, error] {
	return func(yield func(*corpus.Page, error) bool) {
		(&stream{ctx: ctx, opts: opts, yield: yield, payloads: newPayloads()}).document(name, r)
	}
}

// A stream is one run of Open or Read.
type stream struct {
	ctx   context.Context
	opts  Options
	yield func(*corpus.Page, error) bool
	// given counts the values handed out; done is set when no more are wanted.
	given int
	done  bool
	// payloads are the pages of archives.
	payloads payloads
}

// page hands out a page.
func (s *stream) page(p *corpus.Page) { s.hand(p, nil) }

// fail hands out an error about a whole document.
func (s *stream) fail(name string, err error) {
	s.failAt(&Error{Name: name, Offset: -1, Err: err})
}

// failAt hands out an error, or that of the context if it has ended: then
// reading has failed for no other reason.
func (s *stream) failAt(e *Error) {
	if !s.ended() {
		s.hand(nil, e)
	}
}

func (s *stream) hand(p *corpus.Page, err error) {
	if !s.done {
		s.given++
		s.done = !s.yield(p, err)
	}
}

// ended reports whether to stop, and hands out the context's error if that is why.
func (s *stream) ended() bool {
	if err := s.ctx.Err(); err != nil && !s.done {
		s.hand(nil, err)
		s.done = true
	}
	return s.done
}

// bare takes the path off a file system's error: Error names it already.
func bare(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func (s *stream) folder(root string) {
	before := s.given
	s.walk(root)
	if s.given == before && !s.done {
		s.fail(root, ErrNoDocuments)
	}
}

// walk reads what a folder holds in the order of the names. filepath.WalkDir
// would not enter a root that is a link.
func (s *stream) walk(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		s.fail(folder, bare(err))
	}
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		switch {
		case s.ended():
			return
		case strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			s.walk(path)
		case !otherKind(path):
			s.entry(path)
		}
	}
}

// entry reads a file met in a folder. Links to folders are not followed, since
// they may lead in circles; pipes and devices are not opened, since they may
// never end.
func (s *stream) entry(path string) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		s.fail(path, bare(err))
	case info.Mode().IsRegular():
		s.file(path)
	case !info.IsDir():
		s.fail(path, fmt.Errorf("%w: no regular file", ErrUnsupported))
	}
}

func (s *stream) file(path string) {
	if s.ended() {
		return
	}
	f, err := os.Open(path)
	if err != nil {
		s.fail(path, bare(err))
		return
	}
	defer func() { _ = f.Close() }() // nothing was written
	s.document(path, f)
}

// document reads what r holds, by the extension of its name and by its content.
func (s *stream) document(name string, r io.Reader) {
	if s.ended() {
		return
	}
	in := bufio.NewReaderSize(&contextReader{s.ctx, r}, sniffBytes)
	kind, err := kindOf(name, in)
	if err != nil {
		s.fail(name, err)
		return
	}
	if kind.gzip && kind.format != formatWARC {
		z, err := gzip.NewReader(in)
		if err != nil {
			s.fail(name, err)
			return
		}
		defer func() { _ = z.Close() }()
		in = bufio.NewReaderSize(z, sniffBytes)
		if kind, err = kindOf(strings.TrimSuffix(name, filepath.Ext(name)), in); err == nil && kind.gzip {
			err = fmt.Errorf("%w: gzip within gzip", ErrUnsupported)
		}
		if err != nil {
			s.fail(name, err)
			return
		}
	}
	switch kind.format {
	case formatJSONL:
		s.jsonLines(name, in)
	case formatWARC:
		var again opener
		if _, named := r.(*os.File); named && name != "-" {
			again = fileAt(name, 0)
		}
		s.archive(name, in, again)
	case formatWACZ:
		s.collection(name, r)
	default:
		s.single(name, kind.format, in)
	}
}

// single reads a document that is one page.
func (s *stream) single(name string, f format, r io.Reader) {
	limit := s.opts.maxBytes()
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		s.fail(name, bare(err))
	case int64(len(body)) > limit:
		s.fail(name, tooLarge(limit))
	case blank(body):
		s.fail(name, ErrEmpty)
	case binary(body):
		s.fail(name, ErrBinary)
	default:
		page := &corpus.Page{Source: name, MediaType: corpus.Text, Body: body}
		if f == formatHTML {
			page.MediaType = corpus.HTML
		}
		s.page(page)
	}
}

func tooLarge(limit int64) error {
	if limit >= 1<<20 {
		return fmt.Errorf("%w: more than %d MB", ErrTooLarge, limit>>20)
	}
	return fmt.Errorf("%w: more than %d bytes", ErrTooLarge, limit)
}

// blank reports whether there is nothing to see: no bytes, spaces, a byte
// order mark.
func blank(body []byte) bool {
	return len(bytes.TrimSpace(bytes.TrimPrefix(body, []byte(bomUTF8)))) == 0
}

// A contextReader stops reading when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
