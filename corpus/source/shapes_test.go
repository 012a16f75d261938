package source

import (
	"archive/zip"
	"bytes"
	"crypto/sha1"
	"encoding/base32"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

// rec writes a record as programs do; fields are lines without their ends.
func rec(version, kind, uri string, fields []string, block string) string {
	head := fmt.Sprintf("WARC/%s\r\nWARC-Type: %s\r\n", version, kind)
	if uri != "" {
		head += "WARC-Target-URI: " + uri + "\r\n"
	}
	for _, f := range fields {
		head += f + "\r\n"
	}
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s\r\n\r\n", head, len(block), block)
}

func sha1Of(s string) string {
	sum := sha1.Sum([]byte(s))
	return "WARC-Payload-Digest: sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

func id(n int) string { return fmt.Sprintf("<urn:uuid:00000000-0000-4000-8000-%012d>", n) }

func inChunks(s string) string {
	return fmt.Sprintf("%x\r\n%s\r\n%X\r\n%s\r\n0\r\n\r\n", 5, s[:5], len(s)-5, s[5:])
}

func brotlied(s string) string {
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

const (
	one   = "<html><p>Một</p></html>"
	two   = "<html><p>Hai</p></html>"
	third = "<html><p>Ba</p></html>"
	at    = "WARC-Date: 2025-03-04T05:06:07Z"
	html  = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
)

// heritrix: WARC 1.0, DNS answers, bodies in chunks as they were sent, metadata
// of its own, revisits by digest.
func heritrix() []string {
	body := inChunks(one)
	return []string{
		rec("1.0", "warcinfo", "", []string{at, "WARC-Filename: IAH-20250304.warc.gz", "WARC-Record-ID: " + id(1), "Content-Type: application/warc-fields"},
			"software: Heritrix/3.4.0 http://crawler.archive.org\r\nformat: WARC File Format 1.0\r\n"),
		rec("1.0", "response", "dns:tinh.example", []string{at, "WARC-Record-ID: " + id(2), "Content-Type: text/dns"}, "20250304050607\ntinh.example. 300 IN A 127.0.0.1\n"),
		rec("1.0", "response", "http://tinh.example/robots.txt", []string{at, "WARC-Record-ID: " + id(3), "Content-Type: application/http; msgtype=response"},
			"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\n"),
		rec("1.0", "response", "http://tinh.example/1", []string{at, "WARC-IP-Address: 127.0.0.1", sha1Of(body), "WARC-Record-ID: " + id(4), "Content-Type: application/http; msgtype=response"},
			html+"Transfer-Encoding: chunked\r\n\r\n"+body),
		rec("1.0", "request", "http://tinh.example/1", []string{at, "WARC-Concurrent-To: " + id(4), "WARC-Record-ID: " + id(5), "Content-Type: application/http; msgtype=request"},
			"GET /1 HTTP/1.0\r\nUser-Agent: Mozilla/5.0 (compatible; heritrix/3.4.0)\r\n\r\n"),
		rec("1.0", "metadata", "http://tinh.example/1", []string{at, "WARC-Concurrent-To: " + id(4), "WARC-Record-ID: " + id(6), "Content-Type: application/warc-fields"},
			"via: http://tinh.example/\r\nhopsFromSeed: L\r\ntitle: not ours to believe\r\noutlink: http://tinh.example/2 L a/@href\r\n"),
		// The same payload under another address, and under its own.
		rec("1.0", "revisit", "http://tinh.example/1?utm=x", []string{at, sha1Of(body), "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest",
			"WARC-Refers-To: " + id(4), "WARC-Truncated: length", "WARC-Record-ID: " + id(7)}, html+"Transfer-Encoding: chunked\r\n\r\n"),
		rec("1.0", "revisit", "http://tinh.example/1", []string{at, sha1Of(body), "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest", "WARC-Record-ID: " + id(8)}, html+"\r\n"),
		rec("1.0", "revisit", "http://tinh.example/1", []string{at, "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/server-not-modified", "WARC-Record-ID: " + id(9)}, "HTTP/1.1 304 Not Modified\r\n\r\n"),
		// One whose payload an earlier crawl holds, and a picture of that kind.
		rec("1.0", "revisit", "http://tinh.example/3", []string{at, sha1Of("elsewhere"), "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest", "WARC-Record-ID: " + id(10)}, html+"\r\n"),
		rec("1.0", "revisit", "http://tinh.example/3.jpg", []string{at, sha1Of("a picture"), "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest", "WARC-Record-ID: " + id(11)}, "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n"),
	}
}

// browsertrix: WARC 1.1, brotli kept as sent, resources under names of its own,
// forms as addresses, revisits that name the address they refer to.
func browsertrix() []string {
	return []string{
		rec("1.1", "warcinfo", "", []string{at, "WARC-Record-ID: " + id(1), "Content-Type: application/warc-fields"}, "software: Browsertrix-Crawler 1.5.0 (with warcio.js 2.4.4)\r\nformat: WARC File Format 1.1\r\n"),
		rec("1.1", "response", "https://tinh.example/1", []string{at, "WARC-Page-ID: 7c", "WARC-Resource-Type: document", "WARC-Record-ID: " + id(2), "WARC-Payload-Digest: sha256:01", "Content-Type: application/http; msgtype=response"},
			html+"Content-Encoding: br\r\n\r\n"+brotlied(one)),
		rec("1.1", "response", "https://tinh.example/2", []string{at, "WARC-Record-ID: " + id(3), "WARC-Payload-Digest: sha256:02", "Content-Type: application/http; msgtype=response"},
			html+"x-orig-content-encoding: br\r\nx-orig-transfer-encoding: chunked\r\n\r\n"+two),
		rec("1.1", "response", "https://tinh.example/tim?__wb_method=POST&q=a", []string{at, "WARC-Record-ID: " + id(4), "Content-Type: application/http; msgtype=response"}, html+"\r\n"+third),
		rec("1.1", "revisit", "https://www.tinh.example/2", []string{"WARC-Date: 2025-03-05T00:00:00Z", "WARC-Profile: http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
			"WARC-Refers-To-Target-URI: https://tinh.example/2", "WARC-Refers-To-Date: 2025-03-04T05:06:07Z", "WARC-Payload-Digest: sha256:02", "WARC-Record-ID: " + id(5)}, html+"\r\n"),
		rec("1.1", "resource", "urn:pageinfo:https://tinh.example/1", []string{at, "WARC-Record-ID: " + id(6), "Content-Type: application/json"}, `{"pageid":"7c"}`),
		rec("1.1", "resource", "urn:text:https://tinh.example/1", []string{at, "WARC-Record-ID: " + id(7), "Content-Type: text/plain"}, "Một"),
		rec("1.1", "resource", "urn:view:https://tinh.example/1", []string{at, "WARC-Record-ID: " + id(8), "Content-Type: image/png"}, "\x89PNG"),
	}
}

// commonCrawl: headers kept under other names, metadata and text beside pages.
func commonCrawl() []string {
	return []string{
		rec("1.0", "warcinfo", "", []string{at, "WARC-Record-ID: " + id(1), "Content-Type: application/warc-fields"}, "isPartOf: CC-MAIN-2025-13\r\nsoftware: Apache Nutch 1.20\r\n"),
		rec("1.0", "request", "https://tinh.example/1", []string{at, "WARC-Record-ID: " + id(2), "Content-Type: application/http; msgtype=request"}, "GET /1 HTTP/1.1\r\nUser-Agent: CCBot/2.0\r\n\r\n"),
		rec("1.0", "response", "https://tinh.example/1", []string{at, "WARC-Record-ID: " + id(3), "WARC-Concurrent-To: " + id(2), sha1Of(one), "WARC-Identified-Payload-Type: text/html", "Content-Type: application/http; msgtype=response"},
			html+"X-Crawler-Content-Encoding: gzip\r\nX-Crawler-Transfer-Encoding: chunked\r\nContent-Length: 23\r\n\r\n"+one),
		rec("1.0", "metadata", "https://tinh.example/1", []string{at, "WARC-Record-ID: " + id(4), "WARC-Concurrent-To: " + id(3), "Content-Type: application/warc-fields"}, "fetchTimeMs: 12\r\ncharset-detected: UTF-8\r\nlanguages-cld2: {}\r\n"),
		rec("1.0", "response", "https://tinh.example/dai", []string{at, "WARC-Record-ID: " + id(5), "WARC-Truncated: length", "Content-Type: application/http; msgtype=response"}, html+"\r\n"+two),
		rec("1.0", "conversion", "https://tinh.example/1", []string{at, "WARC-Record-ID: " + id(6), "WARC-Refers-To: " + id(3), "WARC-Identified-Content-Language: vie", "Content-Type: text/plain"}, "Một"),
		rec("1.0", "conversion", "https://tinh.example/chi-co-chu", []string{at, "WARC-Record-ID: " + id(7), "WARC-Identified-Content-Language: vie", "Content-Type: text/plain"}, "Chỉ có chữ"),
	}
}

// wget: addresses in angle brackets, a log and a manifest as resources, a body
// in chunks, revisits without a header.
func wget() []string {
	return []string{
		rec("1.0", "warcinfo", "", []string{at, "WARC-Record-ID: " + id(1), "WARC-Filename: w.warc.gz", "Content-Type: application/warc-fields"}, "software: Wget/1.20 (linux-gnu)\r\nrobots: off\r\n"),
		rec("1.0", "request", "<http://tinh.example/1>", []string{at, "WARC-Record-ID: " + id(2), "Content-Type: application/http;msgtype=request"}, "GET /1 HTTP/1.1\r\n\r\n"),
		rec("1.0", "response", "<http://tinh.example/1>", []string{at, "WARC-Record-ID: " + id(3), sha1Of(inChunks(zipped(one))), "Content-Type: application/http;msgtype=response"},
			html+"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"+inChunks(zipped(one))),
		rec("1.0", "revisit", "<http://tinh.example/mot>", []string{at, "WARC-Record-ID: " + id(4), sha1Of(inChunks(zipped(one))), "WARC-Refers-To: " + id(3),
			"WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest", "WARC-Truncated: length", "Content-Type: application/http;msgtype=response"}, ""),
		rec("1.0", "metadata", "<metadata://gnu.org/software/wget/warc/MANIFEST.txt>", []string{at, "WARC-Record-ID: " + id(5), "Content-Type: text/plain"}, id(1)+"\n"),
		rec("1.0", "resource", "<metadata://gnu.org/software/wget/warc/wget.log>", []string{at, "WARC-Record-ID: " + id(6), "Content-Type: text/plain"}, "saved\n"),
	}
}

// TestShapesOfOthers reads archives in the manner of other programs, plain, with
// a gzip member a record, in one member, and as a member of a WACZ file.
func TestShapesOfOthers(t *testing.T) {
	for _, shape := range []struct {
		name    string
		records []string
		want    []string
		// again are the pages that need the archive read a second time.
		again, missing string
	}{
		{"heritrix", heritrix(), []string{"http://tinh.example/1 text/html " + one, "http://tinh.example/1?utm=x text/html " + one, "! NAME: 1 revisits of records that are not there"}, "http://tinh.example/1?utm=x", "2"},
		{"browsertrix", browsertrix(), []string{"https://tinh.example/1 text/html " + one, "https://tinh.example/2 text/html " + two, "https://www.tinh.example/2 text/html " + two}, "https://www.tinh.example/2", "1"},
		{"commoncrawl", commonCrawl(), []string{"https://tinh.example/1 text/html " + one, "! NAME: record at byte OFFSET: https://tinh.example/dai: cut short when it was archived: length", "https://tinh.example/chi-co-chu text/plain Chỉ có chữ"}, "", ""},
		{"wget", wget(), []string{"http://tinh.example/1 text/html " + one, "http://tinh.example/mot text/html " + one}, "http://tinh.example/mot", "1"},
	} {
		plain := strings.Join(shape.records, "")
		var members strings.Builder
		for _, r := range shape.records {
			members.WriteString(zipped(r))
		}
		root := write(t, map[string]string{
			"plain.warc": plain, "members.warc.gz": members.String(), "one.warc.gz": zipped(plain),
			"packed.wacz": zipFile(t, map[string]string{"archive/a.warc.gz": members.String()}),
			"stored.wacz": storedZip(t, "archive/a.warc.gz", members.String()),
		})
		for _, form := range []struct {
			file string
			// twice says that the archive can be read at a byte again.
			twice bool
		}{{"plain.warc", true}, {"members.warc.gz", true}, {"one.warc.gz", false}, {"packed.wacz", false}, {"stored.wacz", true}} {
			var want []string
			for _, w := range shape.want {
				if shape.again != "" && !form.twice && strings.HasPrefix(w, shape.again+" ") {
					continue
				}
				if !form.twice && shape.missing != "" && strings.Contains(w, "revisits of") {
					continue
				}
				want = append(want, w)
			}
			if !form.twice && shape.missing != "" {
				want = append(want, "! NAME: "+shape.missing+" revisits of records that are not there")
			}
			got := pagesIn(t, filepath.Join(root, form.file))
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("%s, %s:\n%s\nwant\n%s", shape.name, form.file, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

var atByte = regexp.MustCompile(`byte \d+`)

// pagesIn lists what an archive gives; names and places in errors are left out.
func pagesIn(t *testing.T, path string) (list []string) {
	t.Helper()
	for page, err := range Open(t.Context(), path, Options{}) {
		if err != nil {
			text := strings.ReplaceAll(err.Error(), path, "NAME")
			text = strings.ReplaceAll(text, "NAME/archive/a.warc.gz", "NAME")
			list = append(list, "! "+atByte.ReplaceAllString(text, "byte OFFSET"))
			continue
		}
		list = append(list, fmt.Sprintf("%s %s %s", page.URL, page.MediaType, page.Body))
		if page.FetchedAt.IsZero() || page.Source != page.URL || page.Title != "" || page.MediaType == "text/html" && page.Header.Get("Content-Type") == "" {
			t.Errorf("%s: %+v", path, page)
		}
	}
	return list
}

// storedZip is a zip file as Browsertrix makes it: archives are not packed again.
func storedZip(t *testing.T, name, body string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestRevisitsOverFiles resolves a revisit whose payload an earlier file of the
// folder holds.
func TestRevisitsOverFiles(t *testing.T) {
	first, second := heritrix()[:6], append(heritrix()[:1:1], heritrix()[6:]...)
	root := write(t, map[string]string{"w/1.warc.gz": zipped(first[0]) + zipped(first[3]), "w/2.warc": strings.Join(second, "")})
	var got []string
	for page, err := range Open(t.Context(), filepath.Join(root, "w"), Options{}) {
		if err != nil {
			got = append(got, "!")
			continue
		}
		got = append(got, page.URL)
	}
	if strings.Join(got, " ") != "http://tinh.example/1 http://tinh.example/1?utm=x !" {
		t.Errorf("got %v", got)
	}
}

// TestOurArchivesTellWhatWasKnown reads an archive of our own, where a metadata
// record tells of a page what did not stand on it, and a page that was a file.
func TestOurArchivesTellWhatWasKnown(t *testing.T) {
	root := write(t, map[string]string{"a.warc": strings.Join([]string{
		rec("1.1", "warcinfo", "", []string{at, "WARC-Record-ID: " + id(1)}, "software: trich 0.1.0\r\n"),
		rec("1.1", "response", "https://tinh.example/1", []string{at, "WARC-Record-ID: " + id(2)}, html+"\r\n"+one),
		rec("1.1", "request", "https://tinh.example/1", []string{at, "WARC-Record-ID: " + id(3), "WARC-Concurrent-To: " + id(2)}, "GET /1 HTTP/1.1\r\n\r\n"),
		rec("1.1", "metadata", "https://tinh.example/1", []string{at, "WARC-Record-ID: " + id(4), "WARC-Concurrent-To: " + id(2)}, "fetchTimeMs: 3\r\nportal: tinh\r\ntitle: Tin một\r\npublished: 2025-03-01\r\nprovince: Hòa Bình\r\n"),
		rec("1.1", "resource", "file:///home/ghi%20ch%C3%BA.txt", []string{at, "WARC-Record-ID: " + id(5), "Content-Type: text/plain"}, "Ghi chú"),
		rec("1.1", "metadata", "file:///home/ghi%20ch%C3%BA.txt", []string{at, "WARC-Record-ID: " + id(6), "WARC-Concurrent-To: " + id(5)}, "source: ghi chú.txt\r\n"),
		rec("1.1", "metadata", "https://tinh.example/1", []string{at, "WARC-Record-ID: " + id(7), "WARC-Concurrent-To: " + id(2)}, "title: too late\r\n"),
	}, "")})
	var got []string
	for p, err := range Open(t.Context(), filepath.Join(root, "a.warc"), Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, strings.Join([]string{p.Source, p.URL, p.MediaType, p.Portal, p.Title, p.Published, p.Province, string(p.Body)}, "|"))
	}
	want := []string{
		"https://tinh.example/1|https://tinh.example/1|text/html|tinh|Tin một|2025-03-01|Hòa Bình|" + one,
		"ghi chú.txt||text/plain|||||Ghi chú",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
