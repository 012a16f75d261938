package warc

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
)

// DefaultMaxSize is the size from which on a new file is begun.
const DefaultMaxSize = 1 << 30

// Options say how archives are written. The zero value is good.
type Options struct {
	// MaxSize is the size in bytes from which on a new file is begun;
	// 0 is DefaultMaxSize.
	MaxSize int64
	// Software and Operator stand in the warcinfo record of each file.
	Software, Operator string
	// Level is the gzip level; 0 is the fastest.
	Level int
	// Now tells the time, for tests; nil is time.Now.
	Now func() time.Time
	// Whole tells, for a file name, up to which byte it is known to be whole,
	// so that NewWriter need not read it all; nil knows nothing.
	Whole func(file string) int64
}

// A Location is where a record stands.
type Location struct {
	// File is the name without folder.
	File string
	// Offset and Length are in bytes of the compressed file.
	Offset, Length int64
	// RecordID and PayloadDigest are those of the response or revisit record.
	RecordID, PayloadDigest string
}

// An Exchange is one HTTP request with its answer.
type Exchange struct {
	URL string
	// Method is GET where empty.
	Method        string
	RequestHeader http.Header
	// Proto is HTTP/1.1 where empty.
	Proto  string
	Status int
	Header http.Header
	// Body is after transfer decoding and before content decoding.
	Body []byte
	// Address is the server's, with or without a port; it may be empty.
	Address string
	// Started is when the request was sent; now where zero.
	Started time.Time
	// Elapsed is the time until the last byte, 0 when not known.
	Elapsed time.Duration
	// Truncated says why the body is not whole: length, time, disconnect.
	Truncated string
	// Metadata goes into a metadata record beside the response.
	Metadata Fields
	// NoRequest leaves the request record out: what was sent is not known.
	NoRequest bool
	// Revisit is set where the payload is the same as that of an earlier
	// record; then Body is not written.
	Revisit *Revisit
}

// A Revisit names the earlier record whose payload is the same.
type Revisit struct {
	// Profile is ProfileIdentical or ProfileNotModified.
	Profile string
	// RecordID, URL and Date are those of the earlier record; what is not
	// known is left out.
	RecordID, URL string
	Date          time.Time
	// PayloadDigest is the earlier payload's, as Location gives it. It is
	// computed from Body where empty and the profile is ProfileIdentical.
	PayloadDigest string
}

// A Writer appends exchanges to .warc.gz files in a folder. It may be used by
// several goroutines at once.
type Writer struct {
	dir, prefix string
	opts        Options

	mu     sync.Mutex
	file   *os.File
	size   int64
	serial int
	zips   sync.Pool // of *gzip.Writer, all of opts.Level
	// failed is set when the file may end within a record and could not be cut.
	failed error
}

// NewWriter opens a folder, which is made if need be, for archives named
// prefix-TIME-NUMBER.warc.gz. The newest of them is repaired, and continued if
// it has room left. It is an error for two writers to share folder and prefix.
func NewWriter(dir, prefix string, opts Options) (*Writer, error) {
	if prefix == "" || strings.ContainsAny(prefix, "/\\*?[") {
		return nil, fmt.Errorf("archive prefix %q: not usable in a file name", prefix)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	if opts.MaxSize <= 0 {
		opts.MaxSize = DefaultMaxSize
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Level == 0 {
		opts.Level = gzip.BestSpeed
	}
	w := &Writer{dir: dir, prefix: prefix, opts: opts}
	if err := w.resume(); err != nil {
		return nil, err
	}
	return w, nil
}

// resume repairs the newest file and goes on with it.
func (w *Writer) resume() error {
	names, err := Files(w.dir, w.prefix)
	if err != nil || len(names) == 0 {
		return err
	}
	w.serial = len(names)
	path := names[len(names)-1]
	from := int64(0)
	if w.opts.Whole != nil {
		from = w.opts.Whole(filepath.Base(path))
	}
	if _, err := RepairFrom(path, from); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	info, err := file.Stat()
	if err != nil || info.Size() >= w.opts.MaxSize {
		return errors.Join(err, file.Close())
	}
	w.file, w.size = file, info.Size()
	if w.size == 0 { // it was cut back to nothing
		return w.writeInfo()
	}
	return nil
}

// Files lists the archives of a prefix in a folder, oldest first.
func Files(dir, prefix string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(dir, prefix+"-*.warc.gz"))
	if err != nil {
		return nil, fmt.Errorf("archive %s: %w", dir, err)
	}
	slices.Sort(names)
	return names, nil
}

// WriteExchange appends the response (or the revisit record), the request and
// the metadata, and tells where the first of them stands. What it wrote
// survives the end of the process when it returns, and that of the machine
// after Sync. On an error nothing is left of the exchange.
func (w *Writer) WriteExchange(ctx context.Context, x Exchange) (Location, error) {
	if err := ctx.Err(); err != nil {
		return Location{}, err
	}
	records, loc, err := w.compose(x)
	if err == nil {
		err = w.write(records, &loc)
	}
	if err != nil {
		return Location{}, fmt.Errorf("archive %s: %w", x.URL, err)
	}
	return loc, nil
}

// write appends records that belong together and sets where they stand.
func (w *Writer) write(records []outRecord, loc *Location) (err error) {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	for i, r := range records {
		if err := w.encode(buf, r); err != nil {
			return err
		}
		if i == 0 {
			loc.Length = int64(buf.Len())
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	loc.File, loc.Offset, err = w.append(buf.Bytes())
	return err
}

// A Resource is a document that no HTTP exchange brought.
type Resource struct {
	// URI is absolute; a file has a file URI.
	URI, MediaType string
	Body           []byte
	// At is when the document was as it is; now where zero.
	At time.Time
	// Metadata goes into a metadata record beside the resource.
	Metadata Fields
}

// WriteResource appends a resource record and its metadata, as WriteExchange
// does.
func (w *Writer) WriteResource(ctx context.Context, x Resource) (Location, error) {
	if err := ctx.Err(); err != nil {
		return Location{}, err
	}
	if u, err := url.Parse(x.URI); err != nil || !u.IsAbs() {
		return Location{}, fmt.Errorf("archive: %q is no absolute address", x.URI)
	}
	if x.At.IsZero() {
		x.At = w.opts.Now()
	}
	id, digest := newID(), sha1Digest(x.Body)
	common := Fields{{"WARC-Target-URI", x.URI}, {"WARC-Date", stamp(x.At)}}
	records := []outRecord{{body: x.Body, fields: append(Fields{{"WARC-Type", TypeResource}, {"WARC-Record-ID", id},
		{"Content-Type", x.MediaType}, {"WARC-Payload-Digest", digest}}, common...)}}
	records = withMetadata(records, x.Metadata, id, common)
	loc := Location{RecordID: unbracket(id), PayloadDigest: digest}
	if err := w.write(records, &loc); err != nil {
		return Location{}, fmt.Errorf("archive %s: %w", x.URI, err)
	}
	return loc, nil
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// append writes whole records at the end of the current file, or of a new one.
func (w *Writer) append(data []byte) (file string, offset int64, err error) {
	if w.failed != nil {
		return "", 0, w.failed
	}
	if w.file != nil && w.size >= w.opts.MaxSize {
		if err := w.closeFile(); err != nil {
			return "", 0, err
		}
	}
	if w.file == nil {
		if err := w.newFile(); err != nil {
			return "", 0, err
		}
	}
	offset = w.size
	n, err := w.file.Write(data)
	if err != nil {
		// A disk that is full leaves half a record: take it back.
		if cut := w.file.Truncate(offset); cut != nil && n > 0 {
			w.failed = fmt.Errorf("%s ends within a record: %w", w.file.Name(), cut)
		}
		return "", 0, err
	}
	w.size += int64(n)
	return filepath.Base(w.file.Name()), offset, nil
}

func (w *Writer) newFile() error {
	for range 1000 {
		w.serial++
		name := fmt.Sprintf("%s-%s-%05d.warc.gz", w.prefix, w.opts.Now().UTC().Format("20060102150405"), w.serial)
		file, err := os.OpenFile(filepath.Join(w.dir, name), os.O_WRONLY|os.O_APPEND|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return err
		}
		w.file, w.size = file, 0
		return w.writeInfo()
	}
	return errors.New("no free file name")
}

// writeInfo begins a file with the record that describes it.
func (w *Writer) writeInfo() error {
	info := Fields{{"software", w.opts.Software}, {"operator", w.opts.Operator}, {"format", "WARC File Format 1.1"},
		{"conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"}}
	var buf bytes.Buffer
	err := w.encode(&buf, outRecord{fields: Fields{{"WARC-Type", TypeInfo}, {"WARC-Record-ID", newID()},
		{"WARC-Date", stamp(w.opts.Now())}, {"WARC-Filename", filepath.Base(w.file.Name())},
		{"Content-Type", "application/warc-fields"}}, head: info.bytes()})
	if err != nil {
		return err
	}
	_, _, err = w.append(buf.Bytes())
	return err
}

// Sync makes sure that what was written survives the end of the machine.
func (w *Writer) Sync() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.file == nil {
		return nil
	}
	if err := w.file.Sync(); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// Close writes the current file to the disk and closes it.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.file == nil {
		return nil
	}
	return w.closeFile()
}

func (w *Writer) closeFile() error {
	err := errors.Join(w.file.Sync(), w.file.Close())
	w.file = nil
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// An outRecord is a record to be written; its block is head and then body.
type outRecord struct {
	fields     Fields
	head, body []byte
}

// compose makes the records of an exchange, the response first.
func (w *Writer) compose(x Exchange) ([]outRecord, Location, error) {
	u, err := url.Parse(x.URL)
	if err != nil || u.Host == "" {
		return nil, Location{}, fmt.Errorf("%q is no absolute address", x.URL)
	}
	if x.Status < 100 || x.Status > 999 {
		return nil, Location{}, fmt.Errorf("status %d", x.Status)
	}
	if x.Started.IsZero() {
		x.Started = w.opts.Now()
	}
	id, date := newID(), stamp(x.Started)
	common := Fields{{"WARC-Target-URI", x.URL}, {"WARC-Date", date}}
	answer, digest := answerRecord(x, id, common)
	records := []outRecord{answer}
	if !x.NoRequest {
		records = append(records, outRecord{head: requestHead(x, u), fields: append(Fields{{"WARC-Type", TypeRequest},
			{"WARC-Record-ID", newID()}, {"WARC-Concurrent-To", id}, {"Content-Type", "application/http;msgtype=request"}}, common...)})
	}
	records = withMetadata(records, metadata(x), id, common)
	return records, Location{RecordID: unbracket(id), PayloadDigest: digest}, nil
}

// withMetadata adds a metadata record where there is something to tell.
func withMetadata(records []outRecord, facts Fields, id string, common Fields) []outRecord {
	if len(facts) == 0 {
		return records
	}
	return append(records, outRecord{head: facts.bytes(), fields: append(Fields{{"WARC-Type", TypeMetadata},
		{"WARC-Record-ID", newID()}, {"WARC-Concurrent-To", id}, {"Content-Type", "application/warc-fields"}}, common...)})
}

// answerRecord makes the response or revisit record and returns it with the
// digest of its payload.
func answerRecord(x Exchange, id string, common Fields) (outRecord, string) {
	r := outRecord{head: responseHead(x), body: x.Body}
	var digest string
	if x.Revisit == nil {
		digest = sha1Digest(x.Body)
		r.fields = Fields{{"WARC-Type", TypeResponse}}
	} else {
		r.body, digest = nil, x.Revisit.PayloadDigest
		if digest == "" && x.Revisit.Profile == ProfileIdentical {
			digest = sha1Digest(x.Body)
		}
		r.fields = Fields{{"WARC-Type", TypeRevisit}, {"WARC-Profile", x.Revisit.Profile},
			{"WARC-Refers-To", bracket(x.Revisit.RecordID)}, {"WARC-Refers-To-Target-URI", x.Revisit.URL}}
		if !x.Revisit.Date.IsZero() {
			r.fields = append(r.fields, Field{"WARC-Refers-To-Date", stamp(x.Revisit.Date)})
		}
	}
	r.fields = append(r.fields, Field{"WARC-Record-ID", id})
	r.fields = append(r.fields, common...)
	r.fields = append(r.fields, Field{"Content-Type", "application/http;msgtype=response"}, Field{"WARC-IP-Address", address(x.Address)},
		Field{"WARC-Payload-Digest", digest}, Field{"WARC-Truncated", x.Truncated}, Field{"WARC-Protocol", protocol(x.Proto)})
	return r, digest
}

func metadata(x Exchange) Fields {
	out := slices.Clone(x.Metadata)
	if x.Elapsed > 0 {
		out = append(out, Field{"fetchTimeMs", strconv.FormatInt(x.Elapsed.Milliseconds(), 10)})
	}
	return out
}

// encode appends one record as a gzip member of its own.
func (w *Writer) encode(dst *bytes.Buffer, r outRecord) error {
	z, err := w.compressor(dst)
	if err != nil {
		return err
	}
	defer w.zips.Put(z)
	var head bytes.Buffer
	head.WriteString("WARC/1.1\r\n")
	r.fields = append(r.fields, Field{"WARC-Block-Digest", sha1Digest(r.head, r.body)},
		Field{"Content-Length", strconv.Itoa(len(r.head) + len(r.body))})
	head.Write(r.fields.bytes())
	head.WriteString("\r\n")
	for _, part := range [][]byte{head.Bytes(), r.head, r.body, []byte("\r\n\r\n")} {
		if _, err := z.Write(part); err != nil {
			return err
		}
	}
	return z.Close()
}

func (w *Writer) compressor(dst io.Writer) (*gzip.Writer, error) {
	if z, ok := w.zips.Get().(*gzip.Writer); ok {
		z.Reset(dst)
		return z, nil
	}
	return gzip.NewWriterLevel(dst, w.opts.Level)
}

// bytes writes the fields that have a value, one a line. Line ends within
// values would begin fields of their own, so they become spaces.
func (f Fields) bytes() []byte {
	var out bytes.Buffer
	for _, x := range f {
		if x.Value != "" {
			fmt.Fprintf(&out, "%s: %s\r\n", oneLine.Replace(x.Name), oneLine.Replace(x.Value))
		}
	}
	return out.Bytes()
}

var oneLine = strings.NewReplacer("\r", " ", "\n", " ")

// responseHead writes the status line and the header. The protocol is given as
// HTTP/1.1 always, since readers know no other form; WARC-Protocol tells the
// true one. Transfer-Encoding is left out: the body has none any more.
func responseHead(x Exchange) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "HTTP/1.1 %d %s\r\n", x.Status, http.StatusText(x.Status))
	_ = x.Header.WriteSubset(&out, map[string]bool{"Transfer-Encoding": true})
	out.WriteString("\r\n")
	return out.Bytes()
}

func requestHead(x Exchange, u *url.URL) []byte {
	method := x.Method
	if method == "" {
		method = http.MethodGet
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, u.RequestURI(), u.Host)
	_ = x.RequestHeader.WriteSubset(&out, map[string]bool{"Host": true})
	out.WriteString("\r\n")
	return out.Bytes()
}

func protocol(proto string) string {
	switch proto {
	case "HTTP/2.0", "HTTP/2":
		return "h2"
	case "HTTP/1.0":
		return "http/1.0"
	default:
		return "http/1.1"
	}
}

// address takes the port off.
func address(s string) string {
	if host, _, err := net.SplitHostPort(s); err == nil {
		return host
	}
	return s
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

func bracket(id string) string {
	if id == "" {
		return ""
	}
	return "<" + unbracket(id) + ">"
}

func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("<urn:uuid:%x-%x-%x-%x-%x>", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func sha1Digest(parts ...[]byte) string {
	h := sha1.New()
	for _, p := range parts {
		h.Write(p)
	}
	return "sha1:" + base32.StdEncoding.EncodeToString(h.Sum(nil))
}
