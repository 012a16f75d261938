package warc

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// record writes a record by hand; a negative length is that of the block.
func record(kind, url string, length int, block string, more ...string) string {
	if length < 0 {
		length = len(block)
	}
	head := fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-05-06T07:08:09Z\r\nWARC-Record-ID: <urn:x:%s>\r\n", kind, url, url)
	for _, f := range more {
		head += f + "\r\n"
	}
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s\r\n\r\n", head, length, block)
}

func response(url, body string, header ...string) string {
	head := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	for _, h := range header {
		head += h + "\r\n"
	}
	return record("response", url, -1, head+"\r\n"+body)
}

func member(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, s)
	_ = z.Close()
	return b.Bytes()
}

func members(parts ...string) []byte {
	var out []byte
	for _, p := range parts {
		out = append(out, member(p)...)
	}
	return out
}

// pieces compresses a text in members of so many bytes.
func pieces(s string, size int) []byte {
	var out []byte
	for ; len(s) > size; s = s[size:] {
		out = append(out, member(s[:size])...)
	}
	return append(out, member(s)...)
}

func TestReaderGoesOnAfterDamage(t *testing.T) {
	a, b, c := record("resource", "u:a", -1, "Một"), record("resource", "u:b", -1, "Hai"), record("resource", "u:c", -1, "Ba")
	long, short := record("resource", "u:b", 4000, "Hai"), record("resource", "u:b", 2, "Hai đây")
	lf := strings.ReplaceAll(b, "\r\n", "\n")
	flipped := member(b)
	flipped[len(flipped)/2] ^= 0x55
	all := "u:a Một,u:b Hai,u:c Ba"
	for _, test := range []struct {
		name    string
		data    []byte
		want    string
		damages string
	}{
		{"nothing", nil, "", ""},
		{"plain", []byte(a + b + c), all, ""},
		{"gzip", members(a, b, c), all, ""},
		{"gzip, one member", member(a + b + c), all, ""},
		{"gzip, two in a member", members(a+b, c), all, ""},
		{"gzip, a block over two members", members(a+b[:len(b)-5], b[len(b)-5:]+c), all, ""},
		{"gzip, a block over many members", bytes.Join([][]byte{member(a + b[:len(b)-7]), pieces(b[len(b)-7:], 1), member(c)}, nil), all, ""},
		{"line feeds only", []byte(a + lf + c), all, ""},
		{"line feeds only, gzip", members(a, lf, c), all, ""},
		{"no line ends after the last block", []byte(a + b + strings.TrimRight(c, "\r\n")), all, ""},
		{"no line ends after a block, gzip", members(a, strings.TrimRight(b, "\r\n"), c), all, ""},
		{"more line ends", []byte(a + "\r\n\r\n" + b + "\n\n" + c + "\r\n"), all, ""},
		{"length too small", []byte(a + short + c), "u:a Một,u:b Ha,u:c Ba", "Content-Length does not fit"},
		{"length too small, gzip", members(a, short, c), "u:a Một,u:b Ha,u:c Ba", "Content-Length does not fit"},
		{"length too small, one member", member(a + short + c), "u:a Một,u:b Ha,u:c Ba", "Content-Length does not fit"},
		{"length too big, gzip", members(a, long, c), "u:a Một,u:b Hai\r\n\r\n,u:c Ba", "Content-Length does not fit"},
		{"length too big, last", members(a, long), "u:a Một,u:b Hai\r\n\r\n", "Content-Length does not fit"},
		{"length too big, plain", []byte(a + long), "u:a Một,u:b Hai\r\n\r\n", "ends within a record"},
		{"torn, plain", []byte(a + b[:len(b)-5]), "u:a Một,u:b Ha", "ends within a record"},
		{"torn header, plain", []byte(a + b[:30]), "u:a Một", "ends within a record"},
		{"torn, gzip", append(members(a), member(b)[:60]...), "u:a Một", "ends within a record"},
		{"torn after the magic", append(members(a), member(b)[:4]...), "u:a Một", "ends within a record"},
		{"torn within the magic", append(members(a), member(b)[:2]...), "u:a Một", "no record where one should begin"},
		{"corrupt member", bytes.Join([][]byte{member(a), flipped, member(c)}, nil), "u:a Một,?,u:c Ba", "?"},
		{"rubbish between, plain", []byte(a + "what is this\nWARCs\n" + b + c), all, "Content-Length does not fit"},
		{"rubbish between, gzip", bytes.Join([][]byte{member(a), []byte("no \x1f\x8b\x08 no, \x1f\x8b"), member(b), member(c)}, nil), all, "?"},
		{"zeros at the end", append(members(a, b, c), make([]byte, 100000)...), all, "no record where one should begin"},
		{"zeros between", bytes.Join([][]byte{member(a), make([]byte, 100000), member(b), member(c)}, nil), all, "no record where one should begin"},
		{"a member of something else", bytes.Join([][]byte{member(a), member("hello"), member(b), member(c)}, nil), all, "no record where one should begin"},
		{"an empty member", bytes.Join([][]byte{member(a), member(""), member(b), member(c)}, nil), all, ""},
		{"no length", []byte(a + strings.Replace(b, "Content-Length: 3", "Content-Color: 3", 1) + c), "u:a Một,u:c Ba", `bad record header: Content-Length ""`},
		{"negative length", members(a, strings.Replace(b, "Content-Length: 3", "Content-Length: -3", 1), c), "u:a Một,u:c Ba", `bad record header: Content-Length "-3"`},
		{"endless header", members(a, "WARC/1.0\r\nX: "+strings.Repeat("x", 2<<20)+"\r\n\r\n", c), "u:a Một,u:c Ba", "bad record header: too long"},
	} {
		for _, in := range []io.Reader{bytes.NewReader(test.data), iotest.OneByteReader(bytes.NewReader(test.data))} {
			if _, slow := in.(*bytes.Reader); !slow && len(test.data) > 50000 {
				continue
			}
			records, damages := readAll(t, in)
			var got []string
			for _, r := range records {
				got = append(got, r.url+" "+r.block)
			}
			if !fits(strings.Split(test.want, ","), got) {
				t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
			}
			switch joined := strings.Join(damages, "; "); {
			case test.damages == "" && joined != "", test.damages != "" && joined == "":
				t.Errorf("%s: damages %q, want %q", test.name, damages, test.damages)
			case test.damages != "?" && (!strings.Contains(joined, test.damages) || len(damages) > 1):
				t.Errorf("%s: damages %q, want %q", test.name, damages, test.damages)
			}
		}
	}
}

// fits compares; a "?" stands for a record that may or may not be there.
func fits(want, got []string) bool {
	if len(want) == 1 && want[0] == "" {
		want = nil
	}
	for i, w := range want {
		if w == "?" {
			rest := want[i+1:]
			return len(got) >= i && fits(want[:i], got[:i]) && len(got) >= len(rest)+i && fits(rest, got[len(got)-len(rest):])
		}
	}
	return strings.Join(want, "\x00") == strings.Join(got, "\x00")
}

func TestOffsets(t *testing.T) {
	a, b := record("resource", "u:a", -1, "Một"), record("resource", "u:b", -1, "Hai")
	for _, test := range []struct {
		name string
		data []byte
		want []int64
	}{
		{"plain", []byte(a + b), []int64{0, int64(len(a))}},
		{"gzip", members(a, b), []int64{0, int64(len(member(a)))}},
		{"one member", member(a + b), []int64{0, -1}},
	} {
		r, err := NewReader(bytes.NewReader(test.data))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range test.want {
			rec, err := r.Next()
			if err != nil || rec.Offset != want {
				t.Errorf("%s: record %+v, %v, want it at %d", test.name, rec, err, want)
			}
		}
		if _, err := r.Next(); !errors.Is(err, io.EOF) || r.Offset() != int64(len(test.data)) {
			t.Errorf("%s: at the end %v at byte %d", test.name, err, r.Offset())
		}
	}
}

func TestNoArchive(t *testing.T) {
	if _, err := NewReader(strings.NewReader("<html>")); !errors.Is(err, ErrRubbish) {
		t.Errorf("a page: %v", err)
	}
	broken := errors.New("the disk is broken")
	cut := io.MultiReader(strings.NewReader(record("resource", "u:a", -1, "Một")+"WARC/1.0\r\nX"), iotest.ErrReader(io.ErrUnexpectedEOF))
	if records, damages := readAll(t, cut); len(records) != 1 || len(damages) != 1 {
		t.Errorf("a source that ends too early for ever: %v, %q", records, damages)
	}
	if _, err := NewReader(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("a broken disk: %v", err)
	}
	data := members(record("resource", "u:a", -1, "Một"), record("resource", "u:b", -1, strings.Repeat("Hai", 9000)))
	for _, cut := range []int{20, 100, len(data) - 100} {
		r, err := NewReader(io.MultiReader(bytes.NewReader(data[:cut]), iotest.ErrReader(broken)))
		for err == nil {
			_, err = r.Next()
		}
		if _, again := r.Next(); !errors.Is(err, broken) || !errors.Is(again, broken) {
			t.Errorf("a disk that breaks at byte %d: %v, then %v", cut, err, again)
		}
	}
}

func TestHeaderForms(t *testing.T) {
	const odd = "WARC/0.18\r\nwarc-type: Response\r\nWARC-Target-URI: <http://a.example/>\r\nWARC-Date: 20240506070809\r\n" +
		"no field\r\nX-Note: one\r\n two\r\n\tthree\r\ncontent-length: 0\r\n\r\n\r\n\r\n"
	r, err := NewReader(strings.NewReader(odd))
	if err != nil {
		t.Fatal(err)
	}
	rec, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	at, err := rec.Date()
	if rec.Version != "0.18" || rec.Type != TypeResponse || rec.TargetURI() != "http://a.example/" ||
		rec.Fields.Get("x-note") != "one two three" || err != nil || at.Day() != 6 || rec.ID() != "" {
		t.Errorf("got %+v, date %v, %v", rec, at, err)
	}
	if _, err := (&Record{}).Date(); err == nil {
		t.Error("no date is a date")
	}
}

func compressed(t *testing.T, coding, s string) string {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch coding {
	case "gzip":
		return string(member(s))
	case "zlib":
		w = zlib.NewWriter(&b)
	case "deflate":
		w, err = flate.NewWriter(&b, 6)
	case "zstd":
		w, err = zstd.NewWriter(&b)
	case "br":
		w = brotli.NewWriter(&b)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(w, s)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func chunked(s string) string {
	half := len(s) / 2
	return fmt.Sprintf("%x;name=v\r\n%s\r\n%X\r\n%s\r\n0\r\nTrailer: x\r\n\r\n", half, s[:half], len(s)-half, s[half:])
}

func TestResponses(t *testing.T) {
	const page = "<html><body>Tin trong tỉnh: 1.246 vụ</body></html>"
	zip := compressed(t, "gzip", page)
	const te, ce = "Transfer-Encoding: chunked", "Content-Encoding: "
	for _, test := range []struct {
		name   string
		block  string
		want   string
		note   bool
		reason error
	}{
		{"plain", response("u", page), page, false, nil},
		{"Common Crawl: header kept under other names", response("u", page, "X-Crawl-Content-Encoding: gzip", "Content-Length: 9"), page, false, nil},
		{"chunks", response("u", chunked(page), te), page, false, nil},
		{"chunks without the last", response("u", strings.TrimSuffix(chunked(page), "0\r\nTrailer: x\r\n\r\n"), te), page, false, nil},
		{"chunks told of, none there", response("u", page, te), page, true, nil},
		{"gzip", response("u", zip, ce+"gzip"), page, false, nil},
		{"gzip in chunks", response("u", chunked(zip), te, ce+"x-gzip"), page, false, nil},
		{"gzip told of, none there", response("u", page, ce+"gzip"), page, true, nil},
		{"br told of, none there", response("u", page, ce+"br"), page, true, nil},
		{"deflate with a header", response("u", compressed(t, "zlib", page), ce+"deflate"), page, false, nil},
		{"deflate without", response("u", compressed(t, "deflate", page), ce+"deflate"), page, false, nil},
		{"zstd", response("u", compressed(t, "zstd", page), ce+"zstd"), page, false, nil},
		{"brotli", response("u", compressed(t, "br", page), ce+"br"), page, false, nil},
		{"brotli in chunks", response("u", chunked(compressed(t, "br", page)), te, ce+"br"), page, false, nil},
		{"gzip told of, UTF-16 there", response("u", "\xff\xfe<\x00p\x00>\x00", ce+"gzip"), "\xff\xfe<\x00p\x00>\x00", true, nil},
		{"a charset for an encoding", response("u", "\xff\xfe<\x00p\x00>\x00", ce+"UTF-8"), "\xff\xfe<\x00p\x00>\x00", false, nil},
		{"twice", response("u", compressed(t, "gzip", zip), ce+"gzip, gzip"), page, false, nil},
		{"identity", response("u", page, ce+"identity"), page, false, nil},
		{"no body", response("u", "", ce+"gzip"), "", false, nil},
		{"HTTP/2 form", record("response", "u", -1, "HTTP/2 200\r\ncontent-type: text/html\r\n\r\n"+page), page, false, nil},
		{"folded header", record("response", "u", -1, "HTTP/1.0 200 OK\nX: a\n b\nContent-Type: text/html\n\n"+page), page, false, nil},
		{"head only", record("revisit", "u", -1, "HTTP/1.1 304 Not Modified\r\nETag: x\r\n"), "", false, nil},

		{"chunk cut short", response("u", chunked(page)[:20], te), "", false, io.ErrUnexpectedEOF},
		{"bad chunk", response("u", "5\r\nhello\r\nzz\r\nx", te), "", false, ErrEncoding},
		{"gzip cut short", response("u", zip[:len(zip)-12], ce+"gzip"), "", false, io.ErrUnexpectedEOF},
		{"brotli cut short", response("u", compressed(t, "br", page)[:20], ce+"br"), "", false, io.ErrUnexpectedEOF},
		{"bad brotli", response("u", strings.Repeat("\xff", 20), ce+"br"), "", false, ErrEncoding},
		{"an unknown coding", response("u", "\x01\x02\x03\x04", ce+"lzma"), "", false, ErrEncoding},
		{"bomb of brotli", response("u", compressed(t, "br", strings.Repeat("x", 5000000)), ce+"br"), "", false, ErrTooLarge},
		{"too large", response("u", strings.Repeat("x", 5000)), "", false, ErrTooLarge},
		{"bomb", response("u", compressed(t, "gzip", strings.Repeat("x", 50000000)), ce+"gzip"), "", false, ErrTooLarge},
		{"no HTTP", record("response", "u", -1, page), "", false, ErrNoHTTP},
		{"no status", record("response", "u", -1, "HTTP/1.1 OK\r\n\r\n"), "", false, ErrNoHTTP},
		{"empty", record("response", "u", -1, ""), "", false, ErrNoHTTP},
		{"block cut short", record("response", "u", 9999, "HTTP/1.1 200 OK\r\n\r\n"+page), "", false, ErrBlock},
	} {
		r, err := NewReader(strings.NewReader(test.block))
		if err != nil {
			t.Fatal(err)
		}
		rec, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		resp, err := rec.Response(4000)
		if test.reason != nil || err != nil {
			if !errors.Is(err, test.reason) {
				t.Errorf("%s: got %v, want %v", test.name, err, test.reason)
			}
			continue
		}
		if string(resp.Body) != test.want || (len(resp.Notes) > 0) != test.note {
			t.Errorf("%s: got %q, notes %q", test.name, resp.Body, resp.Notes)
		}
		if resp.Status == 200 && resp.Header.Get("Content-Type") != "text/html" {
			t.Errorf("%s: header %v", test.name, resp.Header)
		}
	}
}

// TestPeerFiles reads archives that other programs wrote; see testdata/README.
func TestPeerFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.warc*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no archives of peers: %v", err)
	}
	for _, file := range files {
		in, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewReader(in)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		pages := 0
		for {
			rec, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			checkDigest(t, file, rec)
			if rec.Type == TypeResponse && strings.Contains(rec.TargetURI(), "Post.aspx") {
				pages++
			}
		}
		in.Close()
		if pages == 0 {
			t.Errorf("%s: no article among its responses", file)
		}
	}
}

// checkDigest compares a record's block with the digest its writer gave it.
func checkDigest(t *testing.T, file string, rec *Record) {
	t.Helper()
	block, err := io.ReadAll(rec.Block)
	if err != nil {
		t.Errorf("%s: %s %s: %v", file, rec.Type, rec.TargetURI(), err)
	}
	if err := verifyDigest(bytes.NewReader(block), rec.Fields.Get("WARC-Block-Digest")); err != nil {
		t.Errorf("%s: %s %s: %v", file, rec.Type, rec.TargetURI(), err)
	}
	if rec.Type == TypeResponse {
		copied := *rec
		copied.Block = bytes.NewReader(block)
		resp, err := copied.Response(1 << 20)
		if err != nil || len(resp.Notes) > 0 || resp.Status == 200 && !bytes.Contains(resp.Body, []byte("<")) && !bytes.Contains(resp.Body, []byte("User-agent")) {
			t.Errorf("%s: %s: %v, %+v", file, rec.TargetURI(), err, resp)
		}
	}
}

func FuzzReader(f *testing.F) {
	a, b := response("http://a.example/", chunked("<html>"), "Transfer-Encoding: chunked"), record("resource", "u:b", -1, "Hai")
	for _, seed := range [][]byte{nil, []byte(a + b), members(a, b), member(a + b), pieces(a+b, 40), []byte("WARC/1.1\r\n\r\n"), []byte(a + "x" + b)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := NewReader(bytes.NewReader(data))
		if err != nil {
			return
		}
		for n := 0; ; n++ {
			rec, err := r.Next()
			var damage *Damage
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil && !errors.As(err, &damage) {
				t.Fatalf("an error that is neither damage nor the end: %v", err)
			}
			if rec != nil {
				if rec.Offset >= int64(len(data)) || rec.ContentLength < 0 {
					t.Fatalf("record at %d of %d bytes", rec.Offset, rec.ContentLength)
				}
				if resp, err := rec.Response(1 << 16); err == nil && len(resp.Body) > 1<<16 {
					t.Fatal("a body over the limit")
				}
			}
			if n > 2000*(len(data)+1) {
				t.Fatal("the reader does not come to an end")
			}
		}
		if r.whole > int64(len(data)) {
			t.Fatalf("whole up to %d of %d bytes", r.whole, len(data))
		}
	})
}
