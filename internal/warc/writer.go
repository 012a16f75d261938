package warc

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
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
	// so that NewWriter need not read it all; nil knows nothing. A file that is
	// shorter has lost what it held and is not continued.
	Whole func(file string) int64
}

// A Location is where a record stands.
type Location struct {
	// File is the name without folder.
	File string
	// Offset and Length are in bytes of the compressed file; End is where the
	// last record of the exchange ends.
	Offset, Length, End int64
	// RecordID and PayloadDigest are those of the response or revisit record.
	RecordID, PayloadDigest string
	// Revisit says that the record refers to an earlier one and has no body.
	Revisit bool
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
	// PayloadSHA256 is the hash of Body; it is computed where it is zero.
	PayloadSHA256 [32]byte
	// Metadata goes into a metadata record beside the response.
	Metadata Fields
	// NoRequest leaves the request record out: what was sent is not known.
	NoRequest bool
	// Revisit is set where the payload may be the same as that of an earlier
	// record; if it is, Body is not written.
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
	// PayloadDigest is the earlier payload's, as Location gives it. Where the
	// profile is ProfileIdentical and Body has another, the exchange is written
	// as a response; empty takes the caller's word.
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
	// synced is up to where the current file survives the end of the machine.
	synced int64
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
	if err != nil || info.Size() >= w.opts.MaxSize || info.Size() < from {
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
		err = w.write(nil, records, &loc)
	}
	if err != nil {
		return Location{}, fmt.Errorf("archive %s: %w", x.URL, err)
	}
	return loc, nil
}

// write appends records that belong together, behind those that are ready, and
// sets where they stand.
func (w *Writer) write(ready []byte, records []outRecord, loc *Location) (err error) {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	buf.Write(ready)
	for _, r := range records {
		if err := w.encode(buf, r); err != nil {
			return err
		}
		if loc.Length == 0 {
			loc.Length = int64(buf.Len())
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	loc.File, loc.Offset, err = w.append(buf.Bytes())
	loc.End = loc.Offset + int64(buf.Len())
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
	id, digest := newID(), digestOf(x.Body)
	common := Fields{{"WARC-Target-URI", x.URI}, {"WARC-Date", stamp(x.At)}}
	records := []outRecord{{body: x.Body, fields: append(Fields{{"WARC-Type", TypeResource}, {"WARC-Record-ID", id},
		{"Content-Type", x.MediaType}, {"WARC-Payload-Digest", digest}}, common...)}}
	records = withMetadata(records, x.Metadata, id, common)
	loc := Location{RecordID: unbracket(id), PayloadDigest: digest}
	if err := w.write(nil, records, &loc); err != nil {
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
		w.file, w.size, w.synced = file, 0, 0
		syncFolder(w.dir)
		return w.writeInfo()
	}
	return errors.New("no free file name")
}

// syncFolder lets a new file's name survive the end of the machine. Where a
// folder cannot be synced the system does so by itself.
func syncFolder(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
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
// Others may go on writing meanwhile.
func (w *Writer) Sync() error {
	w.mu.Lock()
	file, size := w.file, w.size
	done := file == nil || size == w.synced
	w.mu.Unlock()
	if done {
		return nil
	}
	err := file.Sync()
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.file != file: // it was closed meanwhile, and synced before
		return w.failed
	case err != nil:
		return fmt.Errorf("archive: %w", err)
	}
	w.synced = max(w.synced, size)
	return nil
}

// Durable says that what stands in a file before a byte survives the end of the
// machine.
func (w *Writer) Durable(file string, end int64) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.file == nil || filepath.Base(w.file.Name()) != file || end <= w.synced
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
		w.failed = fmt.Errorf("archive: %w", err)
	}
	return w.failed
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
	digest := payloadDigest(&x)
	records := make([]outRecord, 1, 3)
	records[0] = answerRecord(&x, id, digest, common)
	if !x.NoRequest {
		records = append(records, outRecord{head: requestHead(&x, u), fields: append(Fields{{"WARC-Type", TypeRequest},
			{"WARC-Record-ID", newID()}, {"WARC-Concurrent-To", id}, {"Content-Type", "application/http;msgtype=request"}}, common...)})
	}
	records = withMetadata(records, metadata(x), id, common)
	return records, Location{RecordID: unbracket(id), PayloadDigest: digest, Revisit: x.Revisit != nil}, nil
}

// payloadDigest returns the digest of an exchange's payload, and turns an
// exchange whose payload is not that of the earlier record into a response.
func payloadDigest(x *Exchange) string {
	if x.Revisit != nil && x.Revisit.Profile == ProfileNotModified {
		return x.Revisit.PayloadDigest
	}
	if x.PayloadSHA256 == [32]byte{} {
		x.PayloadSHA256 = sha256.Sum256(x.Body)
	}
	digest := label(x.PayloadSHA256)
	if x.Revisit != nil && x.Revisit.PayloadDigest != "" && x.Revisit.PayloadDigest != digest {
		x.Revisit = nil
	}
	return digest
}

// withMetadata adds a metadata record where there is something to tell.
func withMetadata(records []outRecord, facts Fields, id string, common Fields) []outRecord {
	if len(facts) == 0 {
		return records
	}
	return append(records, outRecord{head: facts.bytes(), fields: append(Fields{{"WARC-Type", TypeMetadata},
		{"WARC-Record-ID", newID()}, {"WARC-Concurrent-To", id}, {"Content-Type", "application/warc-fields"}}, common...)})
}

// answerRecord makes the response or revisit record.
func answerRecord(x *Exchange, id, digest string, common Fields) outRecord {
	r := outRecord{head: responseHead(x), fields: make(Fields, 0, 12)}
	if x.Revisit == nil {
		r.body = x.Body
		r.fields = append(r.fields, Field{"WARC-Type", TypeResponse})
	} else {
		r.fields = append(r.fields, Field{"WARC-Type", TypeRevisit}, Field{"WARC-Profile", x.Revisit.Profile},
			Field{"WARC-Refers-To", bracket(x.Revisit.RecordID)}, Field{"WARC-Refers-To-Target-URI", x.Revisit.URL})
		if !x.Revisit.Date.IsZero() {
			r.fields = append(r.fields, Field{"WARC-Refers-To-Date", stamp(x.Revisit.Date)})
		}
	}
	r.fields = append(r.fields, Field{"WARC-Record-ID", id})
	r.fields = append(r.fields, common...)
	r.fields = append(r.fields, Field{"Content-Type", "application/http;msgtype=response"}, Field{"WARC-IP-Address", address(x.Address)},
		Field{"WARC-Payload-Digest", digest}, Field{"WARC-Truncated", x.Truncated}, Field{"WARC-Protocol", protocol(x.Proto)})
	return r
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
	head := heads.Get().(*bytes.Buffer)
	defer heads.Put(head)
	head.Reset()
	r.fields = append(r.fields, Field{"WARC-Block-Digest", digestOf(r.head, r.body)},
		Field{"Content-Length", strconv.Itoa(len(r.head) + len(r.body))})
	head.WriteString("WARC/1.1\r\n")
	r.fields.write(head)
	head.WriteString("\r\n")
	head.Write(r.head)
	for _, part := range [][]byte{head.Bytes(), r.body, recordEnd} {
		if _, err := z.Write(part); err != nil {
			return err
		}
	}
	return z.Close()
}

var (
	heads     = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	recordEnd = []byte("\r\n\r\n")
)

func (w *Writer) compressor(dst io.Writer) (*gzip.Writer, error) {
	if z, ok := w.zips.Get().(*gzip.Writer); ok {
		z.Reset(dst)
		return z, nil
	}
	return gzip.NewWriterLevel(dst, w.opts.Level)
}

// write writes the fields that have a value, one a line. Line ends within
// values would begin fields of their own, so they become spaces.
func (f Fields) write(out *bytes.Buffer) {
	for _, x := range f {
		if x.Value == "" {
			continue
		}
		for _, part := range [...]string{x.Name, ": ", x.Value} {
			if strings.ContainsAny(part, "\r\n") {
				part = oneLine.Replace(part)
			}
			out.WriteString(part)
		}
		out.WriteString("\r\n")
	}
}

func (f Fields) bytes() []byte {
	var out bytes.Buffer
	f.write(&out)
	return out.Bytes()
}

var oneLine = strings.NewReplacer("\r", " ", "\n", " ")

// responseHead writes the status line and the header. The protocol is given as
// HTTP/1.1 always, since readers know no other form; WARC-Protocol tells the
// true one. Transfer-Encoding is left out: the body has none any more.
func responseHead(x *Exchange) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "HTTP/1.1 %d %s\r\n", x.Status, http.StatusText(x.Status))
	_ = x.Header.WriteSubset(&out, chunking)
	out.WriteString("\r\n")
	return out.Bytes()
}

// Header fields that are left out: the body has no chunks any more, and the
// host stands at the head already.
var (
	chunking = map[string]bool{"Transfer-Encoding": true}
	hostLine = map[string]bool{"Host": true}
)

func requestHead(x *Exchange, u *url.URL) []byte {
	method := x.Method
	if method == "" {
		method = http.MethodGet
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, u.RequestURI(), u.Host)
	_ = x.RequestHeader.WriteSubset(&out, hostLine)
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
	out := append(make([]byte, 0, 47), "<urn:uuid:"...)
	for i, part := range [][]byte{b[:4], b[4:6], b[6:8], b[8:10], b[10:]} {
		if i > 0 {
			out = append(out, '-')
		}
		out = hex.AppendEncode(out, part)
	}
	return string(append(out, '>'))
}
