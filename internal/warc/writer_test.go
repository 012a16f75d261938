package warc

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var noon = time.Date(2025, 10, 10, 5, 0, 0, 123456000, time.UTC)

func exchange(n int) Exchange {
	return Exchange{
		URL:           fmt.Sprintf("http://binhlam.example/tin?id=%d", n),
		RequestHeader: http.Header{"User-Agent": {"trich"}, "Accept": {"text/html"}},
		Status:        200,
		Header:        http.Header{"Content-Type": {"text/html; charset=utf-8"}, "Etag": {fmt.Sprintf(`"%d"`, n)}},
		Body:          fmt.Appendf(nil, "<html><body>Tin số %d: %s</body></html>", n, strings.Repeat("vụ án ", 40+n)),
		Address:       "127.0.0.1:8080",
		Started:       noon,
		Elapsed:       1500 * time.Millisecond,
	}
}

func open(t *testing.T, dir string, opts Options) *Writer {
	t.Helper()
	w, err := NewWriter(dir, "test", opts)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func put(t *testing.T, w *Writer, x Exchange) Location {
	t.Helper()
	loc, err := w.WriteExchange(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// entry is a record as the tests compare it: type, address, block.
type entry struct{ kind, url, block string }

// readAll reads an archive to its end and returns its records and its damages.
func readAll(t *testing.T, in io.Reader) (records []entry, damages []string) {
	t.Helper()
	r, err := NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		rec, err := r.Next()
		var damage *Damage
		switch {
		case errors.Is(err, io.EOF):
			return records, damages
		case errors.As(err, &damage):
			damages = append(damages, err.Error())
		case err != nil:
			t.Fatalf("record %d: %v", n, err)
		default:
			block, _ := io.ReadAll(rec.Block)
			records = append(records, entry{rec.Type, rec.TargetURI(), string(block)})
		}
		if n > 10000 {
			t.Fatal("the reader does not come to an end")
		}
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{Software: "trich test", Operator: "nobody\r\nevil: yes", Now: func() time.Time { return noon }})
	full := put(t, w, exchange(1))
	again := exchange(1)
	again.Revisit = &Revisit{Profile: ProfileIdentical, RecordID: full.RecordID, URL: again.URL, Date: noon}
	same := put(t, w, again)
	unchanged := exchange(1)
	unchanged.Status, unchanged.Body = 304, nil
	unchanged.Revisit = &Revisit{Profile: ProfileNotModified, RecordID: full.RecordID, PayloadDigest: full.PayloadDigest}
	put(t, w, unchanged)
	last := exchange(2)
	last.Proto, last.Truncated, last.Metadata = "HTTP/2.0", "length", Fields{{"via", "http://binhlam.example/"}}
	last.Header.Set("Transfer-Encoding", "chunked")
	put(t, w, last)
	if err := w.Sync(); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if full.PayloadDigest == "" || same.PayloadDigest != full.PayloadDigest || full.File != "test-20251010050000-00001.warc.gz" {
		t.Errorf("locations %+v and %+v", full, same)
	}

	r, err := NewReader(bytes.NewReader(readFile(t, filepath.Join(dir, full.File))))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	ids := map[string]bool{}
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if at, err := rec.Date(); err != nil || !at.Equal(noon) || rec.Version != "1.1" || ids[rec.ID()] {
			t.Errorf("%s: version %s, date %v, %v, id %s", rec.Type, rec.Version, at, err, rec.ID())
		}
		ids[rec.ID()] = true
		if rec.Offset == same.Offset && rec.ID() != same.RecordID {
			t.Errorf("another record stands at the revisit's place: %s", rec.Type)
		}
		line := rec.Type
		for _, f := range []string{"WARC-Truncated", "WARC-Protocol", "WARC-IP-Address", "WARC-Profile", "WARC-Refers-To", "WARC-Refers-To-Date"} {
			if v := rec.Fields.Get(f); v != "" {
				line += " " + v
			}
		}
		block, err := io.ReadAll(rec.Block)
		if err != nil || int64(len(block)) != rec.ContentLength {
			t.Errorf("%s: %d of %d bytes, %v", rec.Type, len(block), rec.ContentLength, err)
		}
		if want := rec.Fields.Get("WARC-Block-Digest"); digestOf(block) != want {
			t.Errorf("%s: digest %s, want %s", rec.Type, digestOf(block), want)
		}
		if rec.Type == TypeResponse {
			checkWithHTTP(t, rec, block)
		}
		if rec.Type == TypeInfo && strings.Contains(string(block), "\nevil:") {
			t.Errorf("a field was smuggled in: %q", block)
		}
		if rec.Type == TypeMetadata && !strings.Contains(string(block), "fetchTimeMs: 1500\r\n") {
			t.Errorf("metadata %q", block)
		}
		got = append(got, line)
	}
	want := []string{
		"warcinfo",
		"response http/1.1 127.0.0.1", "request", "metadata",
		"revisit http/1.1 127.0.0.1 " + ProfileIdentical + " <" + full.RecordID + "> 2025-10-10T05:00:00.123456Z", "request", "metadata",
		"revisit http/1.1 127.0.0.1 " + ProfileNotModified + " <" + full.RecordID + ">", "request", "metadata",
		"response length h2 127.0.0.1", "request", "metadata",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// checkWithHTTP reads a response as other programs do, with a parser of HTTP, and
// compares its body with the payload's digest.
func checkWithHTTP(t *testing.T, rec *Record, block []byte) {
	t.Helper()
	resp, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(block)), nil)
	if err != nil {
		t.Fatalf("%s: %v", rec.TargetURI(), err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if want := rec.Fields.Get("WARC-Payload-Digest"); err != nil || digestOf(body) != want {
		t.Errorf("%s: digest of the payload %s, want %s, %v", rec.TargetURI(), digestOf(body), want, err)
	}
}

func TestLoadFindsEachExchange(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{MaxSize: 2000})
	var at []Location
	for n := range 20 {
		at = append(at, put(t, w, exchange(n)))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := Files(dir, "test")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d files, %v: they were not rolled", len(files), err)
	}
	for n, loc := range at {
		for _, length := range []int64{loc.Length, 0} {
			loc.Length = length
			rec, resp, err := Load(dir, loc, 1<<20)
			if err != nil {
				t.Fatal(err)
			}
			x := exchange(n)
			if rec.TargetURI() != x.URL || rec.ID() != loc.RecordID || resp.Status != 200 ||
				!bytes.Equal(resp.Body, x.Body) || resp.Header.Get("ETag") != x.Header.Get("ETag") || len(resp.Notes) > 0 {
				t.Errorf("%d: got %s %+v", n, rec.TargetURI(), resp)
			}
		}
	}
	for n, loc := range at {
		if err := Check(dir, loc); err != nil {
			t.Errorf("%d: %v", n, err)
		}
		wrong := loc
		wrong.RecordID = at[(n+1)%len(at)].RecordID
		if err := Check(dir, wrong); err == nil {
			t.Errorf("%d: is taken for another record", n)
		}
		wrong = loc
		wrong.PayloadDigest = at[(n+1)%len(at)].PayloadDigest
		if err := Check(dir, wrong); err == nil {
			t.Errorf("%d: another payload is taken for right", n)
		}
	}
	if _, _, err := Load(dir, Location{File: "none.warc.gz"}, 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, _, err := Load(dir, at[0], 10); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a limit of ten bytes: %v", err)
	}
	if _, _, err := Load(dir, Location{File: "../x"}, 10); err == nil {
		t.Error("a path leads out of the folder")
	}
}

// TestTornTails cuts an archive at many places, as a crash may, and goes on
// writing: no whole exchange is lost, and nothing else is left.
func TestTornTails(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{})
	var ends []int64
	for n := range 2 {
		put(t, w, exchange(n))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files, _ := Files(dir, "test")
	name, data := filepath.Base(files[0]), readFile(t, files[0])
	r, err := NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := r.Next(); err != nil {
			break
		}
		ends = append(ends, r.start)
	}
	ends = append(ends[1:], int64(len(data))) // where each record ends
	for cut := 0; cut < len(data); cut += 1 + len(data)/400 {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, data[:cut], 0o644); err != nil {
			t.Fatal(err)
		}
		want := int64(0)
		whole := 0
		for _, end := range ends {
			if end <= int64(cut) {
				want, whole = end, whole+1
			}
		}
		removed, err := Repair(path)
		if err != nil || removed != int64(cut)-want {
			t.Fatalf("cut at %d: %d bytes removed, want %d, %v", cut, removed, int64(cut)-want, err)
		}
		if cut%13 != 0 {
			continue
		}
		w := open(t, filepath.Dir(path), Options{})
		loc := put(t, w, exchange(9))
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		records, damages := readAll(t, bytes.NewReader(readFile(t, path)))
		if len(damages) > 0 || len(records) != max(whole, 1)+3 || loc.File != name {
			t.Errorf("cut at %d: %d records of %d in %s, damages %q", cut, len(records), whole+3, loc.File, damages)
		}
	}
}

func TestRepairLeavesAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.warc.gz")
	other := []byte("no archive at all")
	if err := os.WriteFile(path, other, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Repair(path); !errors.Is(err, ErrRubbish) || !bytes.Equal(readFile(t, path), other) {
		t.Errorf("a file of another kind: %v", err)
	}
	one, two := member(response("http://a.example/1", "Một")), member(response("http://a.example/2", "Hai"))
	bad := bytes.Clone(one)
	bad[len(bad)-20] ^= 0xff
	data := bytes.Join([][]byte{one, bad, two}, nil)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if cut, err := Repair(path); cut != 0 || err != nil || !bytes.Equal(readFile(t, path), data) {
		t.Errorf("damage in the middle: %d bytes cut, %v", cut, err)
	}
	torn := append(bytes.Clone(data), one[:30]...)
	if err := os.WriteFile(path, torn, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, from := range []int64{int64(len(data)), int64(len(one)), 5, -1, 1 << 40} {
		if err := os.WriteFile(path, torn, 0o644); err != nil {
			t.Fatal(err)
		}
		if cut, err := RepairFrom(path, from); cut != 30 || err != nil {
			t.Errorf("from byte %d: %d bytes cut, %v", from, cut, err)
		}
	}
	if _, err := Repair(filepath.Join(t.TempDir(), "gone")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

// TestRevisitOfAnotherPayload writes what the caller takes for the same payload
// and is not: the body is kept.
func TestRevisitOfAnotherPayload(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{})
	first := put(t, w, exchange(1))
	other := exchange(2)
	other.Revisit = &Revisit{Profile: ProfileIdentical, RecordID: first.RecordID, PayloadDigest: first.PayloadDigest}
	at := put(t, w, other)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, resp, err := Load(dir, at, 1<<20); err != nil || at.Revisit || !bytes.Equal(resp.Body, other.Body) {
		t.Errorf("%+v, %v", at, err)
	}
}

// TestResume goes on where the index says that the file is whole, and not with a
// file that has lost what the index knows.
func TestResume(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{})
	first := put(t, w, exchange(1))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	known := first.End
	w = open(t, dir, Options{Whole: func(string) int64 { return known }})
	second := put(t, w, exchange(2))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if second.File != first.File || second.Offset != first.End {
		t.Errorf("goes on at %+v after %+v", second, first)
	}
	known = second.End + 1
	w = open(t, dir, Options{Whole: func(string) int64 { return known }})
	third := put(t, w, exchange(3))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if third.File == first.File {
		t.Errorf("goes on with a file that is too short: %+v", third)
	}
}

func TestWritersOwnMistakes(t *testing.T) {
	if _, err := NewWriter(t.TempDir(), "a/b", Options{}); err == nil {
		t.Error("a prefix with a slash is taken")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := NewWriter(file, "a", Options{}); err == nil {
		t.Error("a file is taken for a folder")
	}
	w := open(t, t.TempDir(), Options{})
	for _, x := range []Exchange{{URL: "not absolute", Status: 200}, {URL: "http://a.example/", Status: 0}} {
		if _, err := w.WriteExchange(context.Background(), x); err == nil {
			t.Errorf("%+v is taken", x)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := w.WriteExchange(ctx, exchange(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Error(err)
	}
	if files, _ := Files(w.dir, "test"); len(files) > 0 {
		t.Errorf("a file was made for nothing: %q", files)
	}
}

// TestFailedWriteLeavesNothing takes the right to write from the writer: the
// exchange fails, and the archive still ends with a whole record.
func TestFailedWriteLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{})
	put(t, w, exchange(1))
	good := w.file
	readOnly, err := os.Open(good.Name())
	if err != nil {
		t.Fatal(err)
	}
	w.file = readOnly
	if _, err := w.WriteExchange(context.Background(), exchange(2)); err == nil {
		t.Error("writing to a file opened for reading succeeds")
	}
	w.file = good
	put(t, w, exchange(3))
	if err := errors.Join(readOnly.Close(), w.Close()); err != nil {
		t.Fatal(err)
	}
	if records, damages := readAll(t, bytes.NewReader(readFile(t, good.Name()))); len(records) != 7 || len(damages) > 0 {
		t.Errorf("%d records, damages %q", len(records), damages)
	}
}

func TestManyWriteAtOnce(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{MaxSize: 20000})
	const workers, each = 8, 25
	at := make([]Location, workers*each)
	var wg sync.WaitGroup
	for k := range workers {
		wg.Go(func() {
			for i := range each {
				loc, err := w.WriteExchange(context.Background(), exchange(k*each+i))
				if err != nil {
					t.Error(err)
				}
				at[k*each+i] = loc
			}
		})
	}
	wg.Wait()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for n, loc := range at {
		if _, resp, err := Load(dir, loc, 1<<20); err != nil || !bytes.Equal(resp.Body, exchange(n).Body) {
			t.Fatalf("%d: %v", n, err)
		}
	}
}

func BenchmarkWriteExchange(b *testing.B) {
	w, err := NewWriter(b.TempDir(), "bench", Options{})
	if err != nil {
		b.Fatal(err)
	}
	x := exchange(1)
	x.Body = bytes.Repeat([]byte("<p>Công an tỉnh phát hiện 1.246 vụ phạm tội, giảm 97 vụ so với năm 2023.</p>\n"), 250)
	b.SetBytes(int64(len(x.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := w.WriteExchange(context.Background(), x); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
}

// TestCopyExchange copies exchanges byte for byte into another archive.
func TestCopyExchange(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	w := open(t, from, Options{})
	var at []Location
	for n := range 3 {
		at = append(at, put(t, w, exchange(n)))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	source := readFile(t, filepath.Join(from, at[0].File))
	c := open(t, to, Options{})
	for _, n := range []int{2, 0} {
		loc, err := c.CopyExchange(context.Background(), exchange(n).URL, from, at[n], Fields{{"portal", "cổng"}})
		if err != nil {
			t.Fatal(err)
		}
		copied := readFile(t, filepath.Join(to, loc.File))
		if !bytes.Equal(copied[loc.Offset:][:at[n].End-at[n].Offset], source[at[n].Offset:at[n].End]) {
			t.Errorf("%d: the copy differs", n)
		}
		if err := Check(to, loc); err != nil {
			t.Errorf("%d: %v", n, err)
		}
		if _, resp, err := Load(to, loc, 1<<20); err != nil || !bytes.Equal(resp.Body, exchange(n).Body) || loc.RecordID != at[n].RecordID {
			t.Errorf("%d: %v", n, err)
		}
	}
	if _, err := c.CopyExchange(context.Background(), "http://a.example/", from, at[1], nil); !errors.Is(err, ErrOtherURL) {
		t.Errorf("an exchange with another address: %v", err)
	}
	wrong := at[1]
	wrong.RecordID = at[0].RecordID
	if _, err := c.CopyExchange(context.Background(), exchange(1).URL, from, wrong, nil); err == nil {
		t.Error("another record is copied")
	}
	last := at[2]
	last.Offset = last.End
	if _, err := c.CopyExchange(context.Background(), exchange(2).URL, from, last, nil); err == nil {
		t.Error("nothing is copied")
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := Files(to, "test")
	if err != nil || len(files) != 1 {
		t.Fatalf("%q, %v", files, err)
	}
	records, damages := readAll(t, bytes.NewReader(readFile(t, files[0])))
	if len(records) != 1+2*4 || len(damages) > 0 || records[4].kind != TypeMetadata || records[4].block != "portal: cổng\r\n" || records[4].url != exchange(2).URL {
		t.Errorf("%d records, damages %q, %+v", len(records), damages, records[4])
	}
}

// TestDurable says what survives the end of the machine, and only that.
func TestDurable(t *testing.T) {
	w := open(t, t.TempDir(), Options{MaxSize: 3000})
	first := put(t, w, exchange(1))
	if w.Durable(first.File, first.End) {
		t.Error("what was just written is called durable")
	}
	if err := w.Sync(); err != nil || !w.Durable(first.File, first.End) {
		t.Errorf("what was synced is not called durable (%v)", err)
	}
	second := put(t, w, exchange(2))
	if w.Durable(second.File, second.End) || !w.Durable(first.File, first.End) {
		t.Error("one Sync is taken for another")
	}
	last := second
	for n := 3; last.File == first.File; n++ {
		last = put(t, w, exchange(n))
	}
	if !w.Durable(second.File, second.End) || w.Durable(last.File, last.End) {
		t.Error("a file that was closed is not durable, or the next one is")
	}
	if err := w.Close(); err != nil || !w.Durable(last.File, last.End) {
		t.Errorf("a closed archive is not durable (%v)", err)
	}
}
