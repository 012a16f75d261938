package source

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trich-vn/trich/internal/warc"
)

var fetched = time.Date(2025, 10, 10, 1, 15, 0, 0, time.UTC)

func exchange(url string, status int, mediaType, body string) warc.Exchange {
	h := http.Header{"X-Test": {"1"}}
	if mediaType != "" {
		h.Set("Content-Type", mediaType)
	}
	return warc.Exchange{URL: "http://a.example/" + url, Status: status, Header: h, Body: []byte(body), Started: fetched}
}

func TestArchives(t *testing.T) {
	dir := t.TempDir()
	w, err := warc.NewWriter(dir, "test", warc.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const page = "<html><body>Tin</body></html>"
	zippedPage := exchange("gzip", 200, "text/html", zipped(page))
	zippedPage.Header.Set("Content-Encoding", "gzip")
	broken := exchange("broken", 200, "text/html", zipped(page)[:20])
	broken.Header.Set("Content-Encoding", "gzip")
	cut := exchange("cut", 200, "text/html", page)
	cut.Truncated = "length"
	revisit := exchange("revisit", 200, "text/html", page)
	revisit.Revisit = &warc.Revisit{Profile: warc.ProfileIdentical}
	for _, x := range []warc.Exchange{
		exchange("plain", 200, "text/html; charset=utf-8", page),
		exchange("gone", 404, "text/html", page),
		exchange("photo", 200, "image/jpeg", "\xff\xd8\xff"),
		exchange("huge.mp4", 200, "video/mp4", strings.Repeat("x", 5000)),
		zippedPage,
		exchange("untyped", 200, "", page),
		exchange("untyped.bin", 200, "", "abc"),
		exchange("empty", 200, "text/html", " "),
		exchange("large", 200, "text/html", page+strings.Repeat("x", 5000)),
		exchange("pdf", 200, "text/html", "%PDF-1.4"),
		broken, cut, revisit,
		exchange("last", 200, "application/xhtml+xml", page),
	} {
		if _, err := w.WriteExchange(context.Background(), x); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := warc.Files(dir, "test")
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	var got []string
	for p, err := range Open(context.Background(), files[0], Options{MaxBytes: 4000}) {
		if err != nil {
			_, reason, _ := strings.Cut(err.Error(), "http://a.example/")
			got = append(got, "! "+reason)
			continue
		}
		got = append(got, strings.TrimPrefix(p.Source, "http://a.example/"))
		if p.URL != p.Source || p.MediaType != "text/html" || p.Status != 200 || !p.FetchedAt.Equal(fetched) ||
			p.Header.Get("X-Test") != "1" || string(p.Body) != page {
			t.Errorf("got %+v", p)
		}
	}
	want := "plain; gzip; untyped; ! empty: empty; ! large: too large: more than 4000 bytes; ! pdf: binary data, not text; " +
		"! broken: unexpected EOF; ! cut: cut short when it was archived: length; revisit; last"
	if strings.Join(got, "; ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "; "), want)
	}

	// The same without its end, on standard input's way, and with a foreign name.
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	pages, errs := 0, []string{}
	for p, err := range Read(context.Background(), "-", bytes.NewReader(data[:len(data)-700]), Options{}) {
		if p != nil {
			pages++
		} else {
			errs = append(errs, err.Error())
		}
	}
	if pages != 4 || len(errs) != 6 || !strings.HasPrefix(errs[4], "-: record at byte ") || !strings.Contains(errs[4], "ends within a record") ||
		errs[5] != "-: 1 revisits of records that are not there" { // a pipe is read once
		t.Errorf("torn: %d pages, errors %q", pages, errs)
	}
}

func TestPlainAndForeignArchives(t *testing.T) {
	record := func(kind, uri, fields, block string) string {
		return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n%sContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, uri, fields, len(block), block)
	}
	const page = "<html>Tin</html>"
	data := record("warcinfo", "", "", "software: x") +
		record("response", "dns:a.example", "Content-Type: text/dns\r\n", "20240506070809\na.example. 1 IN A 127.0.0.1\n") +
		record("response", "http://a.example/1", "", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n"+page+"\r\n0\r\n\r\n") +
		record("resource", "https://a.example/2", "Content-Type: text/html\r\n", page) +
		record("resource", "urn:text:https://a.example/2", "Content-Type: text/html\r\n", page) +
		record("metadata", "http://a.example/1", "", page) +
		record("response", "http://a.example/3", "", "no HTTP at all")
	root := write(t, map[string]string{"a.warc": data, "b.warc.gz": zipped(data), "c": data, "d.gz": zipped(data)})
	for _, name := range []string{"a.warc", "b.warc.gz", "c", "d.gz"} {
		got := summary(t, root, filepath.Join(root, name), Options{})
		want := `http://a.example/1 text/html "<html>Tin</html>"; https://a.example/2 text/html "<html>Tin</html>"`
		if strings.Join(got, "; ") != want {
			t.Errorf("%s: got %q", name, got)
		}
	}
	root = write(t, map[string]string{"a.wacz": zipFile(t, map[string]string{"archive/data.warc.gz": zipped(data), "pages/pages.jsonl": "{}"}),
		"none.wacz": zipFile(t, map[string]string{"pages/pages.jsonl": "{}"}), "no.wacz": "PK"})
	for name, want := range map[string]string{
		"a.wacz":    `http://a.example/1 text/html "<html>Tin</html>"; https://a.example/2 text/html "<html>Tin</html>"`,
		"none.wacz": "! none.wacz: holds no documents",
		"no.wacz":   "! no.wacz: zip: not a valid zip file",
	} {
		if got := summary(t, root, filepath.Join(root, name), Options{}); strings.Join(got, "; ") != want {
			t.Errorf("%s: got %q", name, got)
		}
	}
	for _, err := range Read(context.Background(), "a.wacz", strings.NewReader("PK"), Options{}) {
		if !errors.Is(err, ErrUnsupported) {
			t.Errorf("a piped collection: %v", err)
		}
	}
	root = write(t, map[string]string{"none.warc": record("metadata", "http://a.example/1", "", page)})
	got := summary(t, root, filepath.Join(root, "none.warc"), Options{})
	if len(got) != 1 || got[0] != "! none.warc: holds no documents: no HTML page with status 200" {
		t.Errorf("without pages: %q", got)
	}
}

func zipFile(t *testing.T, entries map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range entries {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
