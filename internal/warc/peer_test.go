package warc

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// peers is where warcio.js is installed by `npm install`.
const peers = "../peers/warcio"

func needWarcio(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed")
	}
	if _, err := os.Stat(filepath.Join(peers, "node_modules", "warcio")); err != nil {
		t.Skipf("warcio.js is not installed: run npm install in %s", peers)
	}
}

func run(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, errs.String())
	}
	return out
}

// TestWarcioReadsWhatIsWritten lets another implementation read our archives.
func TestWarcioReadsWhatIsWritten(t *testing.T) {
	needWarcio(t)
	dir := t.TempDir()
	w := open(t, dir, Options{})
	var at []Location
	for n := range 5 {
		at = append(at, put(t, w, exchange(n)))
	}
	again := exchange(0)
	again.Revisit = &Revisit{Profile: ProfileIdentical, RecordID: at[0].RecordID, URL: again.URL, Date: noon}
	at = append(at, put(t, w, again))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	type line struct {
		Type, URL, ID, Body string
		Offset              int64
		Status              int
		DigestRight         bool
	}
	var got []line
	for in := json.NewDecoder(bytes.NewReader(run(t, "node", filepath.Join(peers, "read.mjs"), filepath.Join(dir, at[0].File)))); ; {
		var l line
		if err := in.Decode(&l); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if l.Type == TypeResponse || l.Type == TypeRevisit {
			got = append(got, l)
		}
	}
	if len(got) != len(at) {
		t.Fatalf("warcio reads %d responses of %d", len(got), len(at))
	}
	for n, l := range got {
		x := exchange(n % 5)
		if l.Type == TypeResponse && (l.Body != string(x.Body) || !l.DigestRight) || l.URL != x.URL || l.Status != 200 ||
			l.Offset != at[n].Offset || unbracket(l.ID) != at[n].RecordID {
			t.Errorf("%d: warcio reads %+v, written at %+v", n, l, at[n])
		}
	}
}

// portal serves pages in the encodings that servers use.
func portal() *httptest.Server {
	const page = "<html><body><p>Tin trong tỉnh: 1.246 vụ</p></body></html>"
	mux := http.NewServeMux()
	mux.HandleFunc("/plain", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, page) })
	mux.HandleFunc("/chunked", func(w http.ResponseWriter, _ *http.Request) {
		for part := range strings.SplitAfterSeq(page, ">") {
			fmt.Fprint(w, part)
			w.(http.Flusher).Flush()
		}
	})
	mux.HandleFunc("/gzip", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		fmt.Fprint(z, page)
		z.Close()
	})
	return httptest.NewServer(mux)
}

// TestPeersWrite reads what wget and warcio.js write now, of a server that
// sends chunks and gzip.
func TestPeersWrite(t *testing.T) {
	server := portal()
	defer server.Close()
	urls := []string{server.URL + "/plain", server.URL + "/chunked", server.URL + "/gzip"}
	for _, peer := range []struct {
		name  string
		write func(t *testing.T, stem string)
	}{
		{"wget", func(t *testing.T, stem string) {
			if _, err := exec.LookPath("wget"); err != nil {
				t.Skip("wget is not installed")
			}
			run(t, "wget", append([]string{"-q", "-e", "robots=off", "--header=Accept-Encoding: gzip", "-O", "/dev/null", "--warc-file=" + stem}, urls...)...)
		}},
		{"warcio", func(t *testing.T, stem string) {
			needWarcio(t)
			run(t, "node", append([]string{filepath.Join(peers, "write.mjs"), stem + ".warc.gz"}, urls...)...)
		}},
	} {
		t.Run(peer.name, func(t *testing.T) {
			stem := filepath.Join(t.TempDir(), "peer")
			peer.write(t, stem)
			r, err := NewReader(bytes.NewReader(readFile(t, stem+".warc.gz")))
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for {
				rec, err := r.Next()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if rec.Type != TypeResponse {
					continue
				}
				resp, err := rec.Response(1 << 20)
				if err != nil || !strings.Contains(string(resp.Body), "1.246 vụ</p></body></html>") {
					t.Errorf("%s: %v, %+v", rec.TargetURI(), err, resp)
				}
				seen[rec.TargetURI()] = true
			}
			for _, u := range urls {
				if !seen[u] {
					t.Errorf("%s is missing", u)
				}
			}
		})
	}
}
