package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// Reasons why a record gives no HTTP response.
var (
	ErrNoHTTP   = errors.New("no HTTP message")
	ErrTooLarge = errors.New("too large")
	ErrEncoding = errors.New("content encoding cannot be read")
)

// A Response is an HTTP response as a record holds it, decoded.
type Response struct {
	Proto  string
	Status int
	Header http.Header
	// Body is without transfer and content encoding; ReadBody fills it.
	Body []byte
	// Notes says what was not as the header told.
	Notes []string
	in    *bufio.Reader
}

// Response reads the block of a response or revisit record: Head and ReadBody.
func (r *Record) Response(limit int64) (*Response, error) {
	out, err := r.Head()
	if err != nil {
		return nil, err
	}
	if err := out.ReadBody(limit); err != nil {
		return nil, err
	}
	return out, nil
}

// Head reads the status line and the header, so that a caller can decide
// whether the body is wanted. A block that is none is ErrNoHTTP.
func (r *Record) Head() (*Response, error) {
	in := bufio.NewReader(r.Block)
	out, err := readHead(in)
	if err != nil {
		return nil, err
	}
	out.in = in
	return out, nil
}

// ReadBody reads the body. Archives keep it as it was sent, or decoded with the
// header left as it was, so transfer and content encoding are undone only where
// the body has them. More than limit bytes, decoded, are ErrTooLarge; a body
// that ends too early is io.ErrUnexpectedEOF; a block that does is ErrBlock.
func (r *Response) ReadBody(limit int64) (err error) {
	var body io.Reader = r.in
	if hasToken(r.Header, "Transfer-Encoding", "chunked") {
		if looksChunked(r.in) {
			body = &chunks{in: r.in}
		} else {
			r.note("Transfer-Encoding tells of chunks, but there are none")
		}
	}
	codings := tokens(r.Header, "Content-Encoding")
	slices.Reverse(codings)
	for _, coding := range codings {
		if body, err = r.decode(coding, body, limit); err != nil {
			return err
		}
	}
	r.Body, err = io.ReadAll(io.LimitReader(body, limit+1))
	switch {
	case int64(len(r.Body)) > limit:
		r.Body = nil
		return fmt.Errorf("%w: the body has more than %d bytes", ErrTooLarge, limit)
	case err == nil || len(codings) == 0 || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, ErrBlock):
		return err
	default:
		return fmt.Errorf("%w: %w", ErrEncoding, err)
	}
}

func (r *Response) note(s string) { r.Notes = append(r.Notes, s) }

// readHead reads the status line and the header fields up to the empty line.
func readHead(in *bufio.Reader) (*Response, error) {
	if head, err := in.Peek(5); string(head) != "HTTP/" && (err == nil || errors.Is(err, io.EOF)) {
		return nil, fmt.Errorf("%w: begins with %.10q", ErrNoHTTP, head)
	}
	lines := &lineReader{in: in, left: maxHeader}
	first, err := lines.next()
	if err != nil {
		return nil, noHTTP(err)
	}
	out := &Response{Header: http.Header{}}
	words := strings.Fields(first)
	if len(words) < 2 {
		return nil, fmt.Errorf("%w: %.40q", ErrNoHTTP, first)
	}
	if out.Status, err = strconv.Atoi(words[1]); err != nil || out.Status < 100 || out.Status > 999 {
		return nil, fmt.Errorf("%w: %.40q", ErrNoHTTP, first)
	}
	out.Proto = words[0]
	last := ""
	for {
		line, err := lines.next()
		if errors.Is(err, io.EOF) {
			return out, nil // a revisit's head may end without the empty line
		}
		if err != nil || line == "" {
			return out, noHTTP(err)
		}
		name, value, ok := strings.Cut(line, ":")
		switch values := out.Header[last]; {
		case line[0] == ' ' || line[0] == '\t':
			if len(values) > 0 {
				values[len(values)-1] += " " + strings.TrimSpace(line)
			}
		case ok:
			last = http.CanonicalHeaderKey(strings.TrimSpace(name))
			out.Header[last] = append(out.Header[last], strings.TrimSpace(value))
		}
	}
}

func noHTTP(err error) error {
	if errors.Is(err, ErrHeader) {
		return fmt.Errorf("%w: its head is too long", ErrNoHTTP)
	}
	return err
}

// tokens lists the words of a comma-separated header field in lower case.
func tokens(h http.Header, name string) []string {
	var out []string
	for _, value := range h.Values(name) {
		for word := range strings.SplitSeq(value, ",") {
			if word = strings.ToLower(strings.TrimSpace(word)); word != "" {
				out = append(out, word)
			}
		}
	}
	return out
}

func hasToken(h http.Header, name, word string) bool {
	return slices.Contains(tokens(h, name), word)
}

// decode undoes one content coding if the body has it.
func (r *Response) decode(coding string, body io.Reader, limit int64) (io.Reader, error) {
	in := bufio.NewReader(body)
	head, err := in.Peek(4)
	if len(head) == 0 && (err == nil || errors.Is(err, io.EOF)) {
		return in, nil
	}
	var out io.Reader
	switch {
	case coding == "identity" || coding == "none" || coding == "utf-8":
		return in, nil
	case (coding == "gzip" || coding == "x-gzip") && bytes.HasPrefix(head, gzipMagic[:2]):
		out, err = gzip.NewReader(in)
	case coding == "gzip" || coding == "x-gzip":
		r.note("Content-Encoding tells of gzip, but the body is plain")
		return in, nil
	case coding == "deflate" && len(head) > 1 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0:
		out, err = zlib.NewReader(in)
	case coding == "zstd" && bytes.Equal(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		out, err = newZstd(in, limit)
	case plain(in):
		r.note("Content-Encoding tells of " + coding + ", but the body is plain")
		return in, nil
	case coding == "deflate":
		return flate.NewReader(in), nil
	case coding == "br":
		return brotli.NewReader(in), nil
	default:
		return nil, fmt.Errorf("%w: %s", ErrEncoding, coding)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrEncoding, coding, err)
	}
	return out, nil
}

func newZstd(in io.Reader, limit int64) (io.Reader, error) {
	z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(uint64(max(limit, 1<<20))))
	if err != nil {
		return nil, err
	}
	return z, nil
}

// plain reports whether a body is text already: what is compressed has control
// characters among its first bytes, or is neither markup nor UTF-8.
func plain(in *bufio.Reader) bool {
	head, _ := in.Peek(64)
	for _, c := range head {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			return false
		}
	}
	if bytes.HasPrefix(bytes.TrimSpace(head), []byte("<")) {
		return true
	}
	for len(head) > 0 && !utf8.FullRune(head[max(len(head)-utf8.UTFMax, 0):]) {
		head = head[:len(head)-1] // cut within a character
	}
	return len(head) > 0 && utf8.Valid(head)
}

// maxChunkLine limits the line that gives a chunk's size.
const maxChunkLine = 256

// looksChunked reports whether a body begins with the size of a chunk.
func looksChunked(in *bufio.Reader) bool {
	head, _ := in.Peek(maxChunkLine)
	line, _, ok := bytes.Cut(head, []byte("\n"))
	_, err := chunkSize(line)
	return ok && err == nil
}

func chunkSize(line []byte) (int64, error) {
	size, _, _ := bytes.Cut(line, []byte(";"))
	n, err := strconv.ParseInt(string(bytes.TrimSpace(size)), 16, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%w: chunk size %.20q", ErrEncoding, line)
	}
	return n, nil
}

// chunks undoes the chunked transfer encoding. A body that ends between two
// chunks is taken for whole: many servers leave the last one out.
type chunks struct {
	in      *bufio.Reader
	left    int64
	started bool
	done    bool
}

func (c *chunks) Read(p []byte) (int, error) {
	if c.left == 0 && !c.done {
		if err := c.next(); err != nil {
			return 0, err
		}
	}
	if c.done {
		return 0, io.EOF
	}
	n, err := c.in.Read(p[:min(int64(len(p)), c.left)])
	c.left -= int64(n)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// next reads the line with the next chunk's size, and the line end before it.
func (c *chunks) next() error {
	lines := &lineReader{in: c.in, left: maxChunkLine}
	line, err := lines.next()
	if c.started && err == nil && line == "" {
		line, err = lines.next()
	}
	switch {
	case errors.Is(err, io.EOF):
		c.done = true
		return nil
	case errors.Is(err, ErrHeader):
		return fmt.Errorf("%w: chunk size", ErrEncoding)
	case err != nil:
		return err
	}
	c.left, err = chunkSize([]byte(line))
	c.started, c.done = true, c.left == 0
	return err
}
