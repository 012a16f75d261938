// Package warc reads and writes web archives in the WARC format (ISO 28500,
// versions 1.0 and 1.1), plain or as .warc.gz with one gzip member a record.
//
// The reader streams, keeps within limits, and goes on after damage: torn
// tails, wrong lengths and rubbish between records are reported with their
// place. The writer rolls its files by size and tells where each exchange
// stands, so that an index can be kept elsewhere.
package warc

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// The types of record.
const (
	TypeInfo     = "warcinfo"
	TypeResponse = "response"
	TypeRequest  = "request"
	TypeMetadata = "metadata"
	TypeRevisit  = "revisit"
	TypeResource = "resource"
	// TypeConversion is what another program made of a record: text of a page.
	TypeConversion = "conversion"
)

// The two profiles of revisit records.
const (
	ProfileIdentical   = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	ProfileNotModified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
)

// A Field is one named field of a record's header.
type Field struct{ Name, Value string }

// Fields is a record's header in its order.
type Fields []Field

// Get returns the first value of a field, whatever the case of its name.
func (f Fields) Get(name string) string {
	for _, x := range f {
		if strings.EqualFold(x.Name, name) {
			return x.Value
		}
	}
	return ""
}

// A Record is one record of an archive. Its Block can be read until the
// reader's next call of Next.
type Record struct {
	// Version is "1.0", "1.1" or a draft's number.
	Version string
	// Type is in lower case.
	Type   string
	Fields Fields
	// Offset is where the record begins in the file, -1 where it has no
	// beginning of its own: inside a gzip member that holds several records.
	Offset int64
	// ContentLength is the size of the block as the header tells it.
	ContentLength int64
	// Block is the content. It ends with ErrBlock when the archive holds less
	// than ContentLength, or is corrupt.
	Block io.Reader
}

// ID is the record's identifier without angle brackets.
func (r *Record) ID() string { return unbracket(r.Fields.Get("WARC-Record-ID")) }

// TargetURI is the address the record is about. Old versions of wget put it in
// angle brackets.
func (r *Record) TargetURI() string { return unbracket(r.Fields.Get("WARC-Target-URI")) }

// ConcurrentTo is the identifier of the record that a request or metadata record
// belongs to.
func (r *Record) ConcurrentTo() string { return unbracket(r.Fields.Get("WARC-Concurrent-To")) }

// RefersTo is the address of the record that a revisit refers to, where the
// archive tells it.
func (r *Record) RefersTo() string { return unbracket(r.Fields.Get("WARC-Refers-To-Target-URI")) }

// ReadFields reads a block of named fields, as those of warcinfo and metadata
// records are, up to a number of bytes. What is no field is passed over.
func (r *Record) ReadFields(limit int64) Fields {
	lines := bufio.NewScanner(io.LimitReader(r.Block, limit))
	lines.Buffer(nil, int(limit))
	var out Record
	for lines.Scan() {
		if line := strings.TrimRight(lines.Text(), "\r"); line != "" {
			out.addLine(line)
		}
	}
	return out.Fields
}

func unbracket(s string) string {
	if strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") {
		return s[1 : len(s)-1]
	}
	return s
}

// dateForms are those of WARC 1.0 and 1.1, then what is met besides.
var dateForms = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04Z", "2006-01-02", "20060102150405"}

// Date is when the capture began. It returns an error where the header has
// none that can be read.
func (r *Record) Date() (time.Time, error) {
	value := r.Fields.Get("WARC-Date")
	for _, form := range dateForms {
		if at, err := time.Parse(form, value); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("WARC-Date %q is no date", value)
}

// A Damage is a part of an archive that cannot be read as it should. Next
// returns it and can be called again to go on.
type Damage struct {
	// Offset is where the damage begins in the file.
	Offset int64
	Err    error
}

func (d *Damage) Error() string { return fmt.Sprintf("at byte %d: %v", d.Offset, d.Err) }
func (d *Damage) Unwrap() error { return d.Err }

// Reasons for Damage.
var (
	// ErrLength says that a block is longer or shorter than its header tells.
	ErrLength = errors.New("Content-Length does not fit the record")
	// ErrHeader says that a record's header cannot be read.
	ErrHeader = errors.New("bad record header")
	// ErrRubbish says that there is something between two records.
	ErrRubbish = errors.New("no record where one should begin")
	// ErrTorn says that the archive ends within a record.
	ErrTorn = errors.New("the archive ends within a record")
	// ErrBlock is what reading a Block ends with that is not whole. The next
	// call of Next returns a Damage for it, so it need not be reported.
	ErrBlock = errors.New("the record's block is not whole")
)

// readHeader reads the version line and the named fields with the empty line
// after them, at most limit bytes.
func readHeader(in *bufio.Reader, limit int) (*Record, error) {
	lines := &lineReader{in: in, left: limit}
	first, err := lines.next()
	if err != nil {
		return nil, err
	}
	version, ok := strings.CutPrefix(first, "WARC/")
	if !ok {
		return nil, fmt.Errorf("%w: %.40q", ErrHeader, first)
	}
	r := &Record{Version: strings.TrimSpace(version)}
	for {
		line, err := lines.next()
		switch {
		case err != nil:
			return nil, err
		case line == "":
			return r, r.finish()
		}
		r.addLine(line)
	}
}

// addLine adds a field, or the rest of the one before where a line is folded.
// Lines that are neither are passed over, as the standard's readers do.
func (r *Record) addLine(line string) {
	name, value, ok := strings.Cut(line, ":")
	switch {
	case (line[0] == ' ' || line[0] == '\t') && len(r.Fields) > 0:
		last := &r.Fields[len(r.Fields)-1]
		last.Value = strings.TrimSpace(last.Value + " " + strings.TrimSpace(line))
	case ok:
		r.Fields = append(r.Fields, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
	}
}

func (r *Record) finish() error {
	r.Type = strings.ToLower(r.Fields.Get("WARC-Type"))
	length := r.Fields.Get("Content-Length")
	n, err := strconv.ParseInt(length, 10, 64)
	if err != nil || n < 0 {
		return fmt.Errorf("%w: Content-Length %.40q", ErrHeader, length)
	}
	r.ContentLength = n
	return nil
}

// A lineReader reads lines up to a number of bytes in all.
type lineReader struct {
	in   *bufio.Reader
	left int
}

func (l *lineReader) next() (string, error) {
	var line []byte
	for {
		part, err := l.in.ReadSlice('\n')
		if l.left -= len(part); l.left < 0 {
			return "", fmt.Errorf("%w: too long", ErrHeader)
		}
		line = append(line, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && len(line) > 0:
			return "", io.ErrUnexpectedEOF
		case err != nil:
			return "", err
		default:
			return strings.TrimRight(string(line), "\r\n"), nil
		}
	}
}
