package crawl

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/warc"
)

// readArchive lists the records of a folder: type and URL of each.
func readArchive(t *testing.T, dir string) (list []string) {
	t.Helper()
	for _, r := range recordsIn(t, dir) {
		list = append(list, r.Type+" "+r.TargetURI())
	}
	return list
}

func TestArchiveHoldsWhatWasServed(t *testing.T) {
	site := newTestSite(t, portalHandler())
	dir := t.TempDir()
	a, err := NewArchive(dir, "thu", ArchiveOptions{Operator: "thu@tinh.example"})
	if err != nil {
		t.Fatal(err)
	}
	cfg := testConfig(site.URL)
	cfg.Archive = a
	f, s := NewMemoryFrontier(), newMemorySink()
	mustRun(t, cfg, f, s)
	for _, tg := range f.targets {
		tg.NextAt = tg.NextAt.Add(-48 * time.Hour)
	}
	mustRun(t, cfg, f, s)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	list := readArchive(t, dir)
	u := site.URL + "/tin/bai-101.html"
	for _, want := range []string{"response " + u, "request " + u, "metadata " + u, "revisit " + u, "response " + site.URL + "/robots.txt", "response " + site.URL + "/map.xml.gz", "revisit " + site.URL + "/"} {
		if !slices.Contains(list, want) {
			t.Errorf("no %s", want)
		}
	}
	r, known, err := f.Archived(t.Context(), u)
	if err != nil || !known || r.Revisit || r.Status != 200 {
		t.Fatalf("%+v %v %v", r, known, err)
	}
	_, resp, err := warc.Load(dir, warc.Location{File: r.File, Offset: r.Offset, Length: r.Length}, 1<<20)
	if err != nil || string(resp.Body) != string(s.pages[u].Body) {
		t.Errorf("the archive's body is not the page's: %v", err)
	}
}

func TestTwinsAreRevisits(t *testing.T) {
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			fmt.Fprint(w, `<title>Trang</title><a href="/a">a</a><a href="/b">b</a>`)
			return
		}
		if len(r.URL.Path) > 2 {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, article("Một bài"))
	}))
	dir := t.TempDir()
	a, err := NewArchive(dir, "thu", ArchiveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cfg := testConfig(site.URL)
	cfg.Archive, cfg.Workers = a, 1
	f := NewMemoryFrontier()
	r := mustRun(t, cfg, f, newMemorySink())
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if r.By[corpus.TargetAlias] != 1 || r.Articles != 1 {
		t.Errorf("%v, %d articles", r.By, r.Articles)
	}
	n := 0
	for _, x := range readArchive(t, dir) {
		if strings.HasPrefix(x, "response ") && (strings.HasSuffix(x, "/a") || strings.HasSuffix(x, "/b")) {
			n++
		}
	}
	if n == 0 || n > 2 {
		t.Errorf("%d bodies of one page", n)
	}
}

type fullDisk struct{}

func (fullDisk) Keep(context.Context, *Exchange, *corpus.ArchiveRecord) (corpus.ArchiveRecord, error) {
	return corpus.ArchiveRecord{}, errors.New("no space left on device")
}
func (fullDisk) Flush(context.Context) error        { return nil }
func (fullDisk) Durable(*corpus.ArchiveRecord) bool { return false }

func TestFullDiskEndsTheRun(t *testing.T) {
	site := newTestSite(t, portalHandler())
	cfg := testConfig(site.URL)
	cfg.Archive = fullDisk{}
	f := NewMemoryFrontier()
	_, err := Run(t.Context(), cfg, f, newMemorySink())
	if err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Fatalf("got %v", err)
	}
	for _, tg := range f.Targets() {
		if tg.State == corpus.TargetDone {
			t.Errorf("%s is called done", tg.URL)
		}
	}
	cfg.Archive = nil
	s := newMemorySink()
	if r := mustRun(t, cfg, f, s); !r.Cycle.Resumed || len(s.articles()) != 38 {
		t.Errorf("resumed %v with %d articles", r.Cycle.Resumed, len(s.articles()))
	}
}

// TestWhatWasDecodedIsReadBack keeps bodies in the encodings that servers send,
// or say that they send: the archive gives back what the crawl saw.
func TestWhatWasDecodedIsReadBack(t *testing.T) {
	const page = "<html><body>Tin trong tỉnh: 1.246 vụ</body></html>"
	var zlibbed, deflated bytes.Buffer
	z := zlib.NewWriter(&zlibbed)
	f, err := flate.NewWriter(&deflated, 6)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []io.WriteCloser{z, f} {
		if _, err := io.WriteString(w, strings.Repeat(page, 20)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	a, err := NewArchive(t.TempDir(), "thu", ArchiveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ encoding, wire string }{
		{"", page}, {"identity", page}, {"none", page}, {"UTF-8", page}, {"utf-8", "\xff\xfe<\x00"},
		{"gzip", string(gzipped([]byte(page)))}, {"X-Gzip", string(gzipped([]byte(page)))}, {"gzip", page}, {"gzip", "\xff\xfe<\x00p\x00"},
		{"gzip", string(gzipped([]byte(page))) + string(gzipped([]byte(page)))},
		{"deflate", zlibbed.String()}, {"deflate", deflated.String()},
	} {
		x := &Exchange{URL: "http://tinh.example/", Status: 200, Header: http.Header{"Content-Type": {"text/html"}}, Body: []byte(test.wire), page: true}
		if test.encoding != "" {
			x.Header.Set("Content-Encoding", test.encoding)
		}
		if x.decoded, x.note, err = decode(x.Body, test.encoding, 1<<20); err != nil {
			t.Fatalf("%s: %v", test.encoding, err)
		}
		r, err := a.Keep(t.Context(), x, nil)
		if err != nil {
			t.Fatal(err)
		}
		header, body, err := ArchiveFiles{}.Answer(r)
		if err != nil || !bytes.Equal(body, x.decoded) || header.Get("Content-Type") != "text/html" || r.BodySize != len(body) || r.BodySHA256 != sha256.Sum256(body) {
			t.Errorf("%s: %d bytes, want %d: %v", test.encoding, len(body), len(x.decoded), err)
		}
		if err := (ArchiveFiles{}).Check(r); err != nil {
			t.Errorf("%s: %v", test.encoding, err)
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestEveryAnswerIsKept has a server that breaks off, sends too much, dawdles,
// speaks an unknown encoding and shows the same page for every dead link: what
// came is kept, with the reason where it is not all, and the same once.
func TestEveryAnswerIsKept(t *testing.T) {
	const dead = "<title>Không tìm thấy</title><p>Trang này không tồn tại</p>"
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `<title>Trang</title><a href="/dut">1</a><a href="/dai">2</a><a href="/cham">3</a><a href="/la">4</a><a href="/mat1">5</a><a href="/mat2">6</a>`)
		case "/dut":
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, "<p>Một nửa")
		case "/dai":
			fmt.Fprint(w, strings.Repeat("<p>dài", 1000))
		case "/cham":
			fmt.Fprint(w, "<p>Chậm")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		case "/la":
			w.Header().Set("Content-Encoding", "lzma")
			fmt.Fprint(w, "\x00\x01\x02")
		default:
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, dead)
		}
	}))
	dir := t.TempDir()
	a, err := NewArchive(dir, "thu", ArchiveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cfg := testConfig(site.URL)
	cfg.Archive, cfg.Workers, cfg.MaxBody, cfg.Attempts, cfg.Timeouts.Body = a, 1, 2000, 1, 100*time.Millisecond
	mustRun(t, cfg, NewMemoryFrontier(), newMemorySink())
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range recordsIn(t, dir) {
		if r.Type == warc.TypeResponse || r.Type == warc.TypeRevisit {
			path := strings.TrimPrefix(r.TargetURI(), site.URL)
			got[path] = strings.TrimSpace(fmt.Sprint(r.Type, " ", r.Fields.Get("WARC-Truncated"), " ", r.body))
		}
		if r.Type == warc.TypeMetadata && strings.HasSuffix(r.TargetURI(), "/la") && !strings.Contains(r.body, "error: content encoding") {
			t.Errorf("metadata %q", r.body)
		}
	}
	for path, want := range map[string]string{
		"/dut": "response disconnect <p>Một nửa", "/cham": "response time <p>Chậm", "/la": "response  \x00\x01\x02",
		"/robots.txt": "response  " + dead, "/mat1": "revisit", "/mat2": "revisit",
	} {
		if got[path] != want {
			t.Errorf("%s: %q, want %q", path, got[path], want)
		}
	}
	if long := got["/dai"]; !strings.HasPrefix(long, "response length <p>dài<p>dài") || len(long) < 2000 {
		t.Errorf("/dai: %d bytes: %.60q", len(long), long)
	}
}

// A keptRecord is a record with its block, of an HTTP message the body.
type keptRecord struct {
	*warc.Record
	body string
}

func recordsIn(t *testing.T, dir string) (out []keptRecord) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.warc.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no archive: %v", err)
	}
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		r, err := warc.NewReader(f)
		if err != nil {
			t.Fatal(err)
		}
		for {
			rec, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			block, err := io.ReadAll(rec.Block)
			if err != nil {
				t.Fatal(err)
			}
			body := string(block)
			if _, after, found := strings.Cut(body, "\r\n\r\n"); found && rec.Type != warc.TypeMetadata {
				body = after
			}
			out = append(out, keptRecord{rec, body})
		}
	}
	return out
}
