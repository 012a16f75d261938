package main

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/crawl"
	"github.com/trich-vn/trich/store"
)

// call runs trich and returns its exit code and what it printed.
func call(t *testing.T, args ...string) (code int, out, errw string) {
	t.Helper()
	return callWith(t, "", args...)
}

// callWith is call with something on standard input.
func callWith(t *testing.T, in string, args ...string) (code int, out, errw string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), append([]string{"--lang", "en"}, args...), strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

// A disk has so many bytes and files free, or an error in place of them.
type disk struct {
	bytes, files uint64
	err          error
}

var roomy = disk{bytes: 1 << 40, files: 1 << 30}

// examine runs the doctor on a machine with a disk of its own, whatever the
// disk under the test has left.
func examine(t *testing.T, d disk, args ...string) (code int, out, errw string) {
	t.Helper()
	var o, e bytes.Buffer
	args = append([]string{"--lang", "en", "doctor"}, args...)
	a := newApp(strings.NewReader(""), &o, &e, args)
	a.disk = func(string) (bytes, files uint64, err error) { return d.bytes, d.files, d.err }
	code = a.execute(t.Context(), args)
	return code, o.String(), e.String()
}

// A patient is a folder with a database, an archive and settings.
type patient struct{ dir, db, archive, config string }

func newPatient(t *testing.T) patient {
	t.Helper()
	for _, name := range []string{"TRICH_DB", "TRICH_CONTACT", "TRICH_PORTALS", "TRICH_ARCHIVE", "TRICH_PROXY", "HTTP_PROXY", "HTTPS_PROXY"} {
		t.Setenv(name, "")
	}
	dir := t.TempDir()
	p := patient{dir, filepath.Join(dir, "t.db"), filepath.Join(dir, "warc"), filepath.Join(dir, "trich.toml")}
	p.write(t, p.config, "db = "+quoted(p.db)+"\narchive = "+quoted(p.archive)+"\ncontact = \"tap-chi@baotinh.vn\"\n")
	p.page(t, time.Now().Add(-time.Hour))
	archive, err := crawl.NewArchive(p.archive, archivePrefix, crawl.ArchiveOptions{Operator: "tap-chi@baotinh.vn"})
	if err != nil {
		t.Fatal(err)
	}
	x := &crawl.Exchange{URL: "https://vidu.vn/a", Status: 200, Body: []byte("<p>Bài viết</p>"), Started: time.Now()}
	if _, err := archive.Keep(t.Context(), x, nil); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return p
}

func quoted(s string) string { return "'" + s + "'" }

func (p patient) write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// page stores a page that was fetched at a time.
func (p patient) page(t *testing.T, at time.Time) {
	t.Helper()
	db, err := store.Open(t.Context(), p.db, storeOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	pg := &corpus.Page{Source: "https://vidu.vn/a", URL: "https://vidu.vn/" + at.Format("150405"), MediaType: corpus.HTML, FetchedAt: at, Body: []byte("x")}
	if _, _, err := db.SavePage(t.Context(), pg); err != nil {
		t.Fatal(err)
	}
}

func TestDoctor(t *testing.T) {
	for _, c := range []struct {
		name string
		hurt func(t *testing.T, p patient)
		code int
		// line names the finding looked for, state is how it ended, and says
		// what it tells.
		line, state, says string
	}{
		{"all well", func(*testing.T, patient) {}, exitDone, "archive", "ok", "whole"},
		{"unknown setting", func(t *testing.T, p patient) { p.write(t, p.config, "dbb = 1\n") }, exitPartial, "settings", "problem", "trich.toml:1"},
		{"no proxy's address", func(t *testing.T, p patient) { p.write(t, p.config, "proxy = \"gopher://ai:matkhau@proxy.example\"\n") }, exitPartial, "proxy", "problem", "gopher"},
		{"a proxy", func(t *testing.T, p patient) {
			p.write(t, p.config, "proxy = \"http://ai:matkhau@proxy.example:3128\"\n")
		}, exitDone, "proxy", "ok", "proxy.example:3128"},
		{"no mail address", func(t *testing.T, p patient) { p.write(t, p.config, "contact = \"me\"\n") }, exitPartial, "contact", "problem", `"me"`},
		{"contact of the manual", func(t *testing.T, p patient) { p.write(t, p.config, "contact = \"you@example.org\"\n") }, exitDone, "contact", "warning", "example"},
		{"no database", func(t *testing.T, p patient) { remove(t, p.db) }, exitDone, "database", "warning", "does not exist"},
		{"no SQLite", func(t *testing.T, p patient) { p.write(t, p.db, "rows of facts, but in no database") }, exitPartial, "database", "problem", "not a SQLite database"},
		{"tomorrow's schema", tomorrow, exitPartial, "database", "problem", "newer"},
		{"page of the future", func(t *testing.T, p patient) { p.page(t, time.Now().Add(48*time.Hour)) }, exitPartial, "clock", "problem", "newest page"},
		{"killed run", killed, exitDone, "last run", "warning", "killed"},
		{"portal file", badPortal, exitPartial, "portal files", "problem", "vidu.toml"},
		{"torn archive", tear, exitDone, "archive", "warning", "at byte"},
		{"long archive", lengthen, exitDone, "archive", "ok", "its last"},
		{"archive is a file", func(t *testing.T, p patient) {
			if err := os.RemoveAll(p.archive); err != nil {
				t.Fatal(err)
			}
			p.write(t, p.archive, "")
		}, exitPartial, "archive", "problem", "no folder"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPatient(t)
			c.hurt(t, p)
			before := tree(t, p.dir)
			code, out, errw := examine(t, roomy, "--config", p.config, "--db", p.db)
			if code != c.code {
				t.Errorf("exit code %d, want %d\n%s%s", code, c.code, out, errw)
			}
			if !hasFinding(out, c.line, c.state, c.says) {
				t.Errorf("no line %q with %q and %q in\n%s", c.line, c.state, c.says, out)
			}
			if after := tree(t, p.dir); after != before {
				t.Errorf("files before %s\nafter %s", before, after)
			}
		})
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func tomorrow(t *testing.T, p patient) {
	f, err := os.OpenFile(p.db, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt([]byte{0, 0, 0x27, 0x0f}, 60); err != nil {
		t.Fatal(err)
	}
}

// killed leaves a run that never ended.
func killed(t *testing.T, p patient) {
	db, err := store.Open(t.Context(), p.db, storeOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.StartRun(t.Context(), "run", nil, version); err != nil {
		t.Fatal(err)
	}
}

func badPortal(t *testing.T, p patient) {
	p.write(t, filepath.Join(p.dir, "vidu.toml"), "hosts = 7\n")
	p.write(t, p.config, "contact = \"tap-chi@baotinh.vn\"\nportals = "+quoted(p.dir)+"\n")
}

// lengthen adds to the archive more than the doctor reads of it.
func lengthen(t *testing.T, p patient) {
	archive, err := crawl.NewArchive(p.archive, archivePrefix, crawl.ArchiveOptions{})
	if err != nil {
		t.Fatal(err)
	}
	noise := rand.NewChaCha8([32]byte{})
	for range 3 {
		x := &crawl.Exchange{URL: "https://vidu.vn/anh", Status: 200, Body: make([]byte, doctorTail/2), Started: time.Now()}
		_, _ = noise.Read(x.Body)
		if _, err := archive.Keep(t.Context(), x, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
}

func tear(t *testing.T, p patient) {
	files, err := filepath.Glob(filepath.Join(p.archive, "*.warc.gz"))
	if err != nil || len(files) != 1 {
		t.Fatalf("archives %v, error %v", files, err)
	}
	info, err := os.Stat(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(files[0], info.Size()-9); err != nil {
		t.Fatal(err)
	}
}

// tree lists the files below a folder with their sizes. The log that SQLite
// keeps beside a database comes and goes.
func tree(t *testing.T, dir string) string {
	t.Helper()
	var list []string
	err := filepath.Walk(dir, func(path string, info os.FileInfo, err error) error {
		if err == nil && !info.IsDir() && !strings.HasSuffix(path, "-wal") && !strings.HasSuffix(path, "-shm") {
			list = append(list, path+" "+info.ModTime().String())
		}
		return err
	})
	if err != nil || len(list) == 0 {
		t.Fatalf("%d files, error %v", len(list), err)
	}
	return strings.Join(list, "\n")
}

// hasFinding looks for a row of the table by its first two cells, and for a
// text in the third, which may run over several lines, cut within a word where
// a path is long: what is told is compared without its blanks.
func hasFinding(out, what, state, says string) bool {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	var found string
	for line := range strings.Lines(out) {
		cells := strings.Split(line, "│")
		if len(cells) != 6 {
			continue
		}
		first, second := strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])
		switch {
		case first == what && second == state:
			found = squeeze(cells[3])
		case first == "" && found != "":
			found += squeeze(cells[3])
		case found != "":
			return strings.Contains(found, squeeze(says))
		}
	}
	return found != "" && strings.Contains(found, squeeze(says))
}

func TestDoctorMeasuresTheDisk(t *testing.T) {
	p := newPatient(t)
	for _, c := range []struct {
		name        string
		disk        disk
		code        int
		state, says string
	}{
		{"room", disk{bytes: 3 << 30, files: 1 << 20}, exitDone, "ok", "3.2 GB free"},
		{"little room", disk{bytes: 1 << 30, files: 1 << 20}, exitDone, "warning", "1.1 GB free"},
		{"no room", disk{bytes: 300 << 20, files: 1 << 20}, exitPartial, "problem", "0.3 GB free"},
		{"no more files", disk{bytes: 3 << 30, files: 7}, exitPartial, "problem", "only 7 more files fit"},
		{"unreadable", disk{err: syscall.EIO}, exitPartial, "problem", "input/output error"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, _ := examine(t, c.disk, "--config", p.config)
			if code != c.code || !hasFinding(out, "disk of the database", c.state, c.says) {
				t.Errorf("exit code %d, want %d and %q with %q in\n%s", code, c.code, c.state, c.says, out)
			}
		})
	}
	if _, out, _ := examine(t, disk{err: errors.ErrUnsupported}, "--config", p.config); strings.Contains(out, "disk of") {
		t.Errorf("a disk that cannot be measured is told of:\n%s", out)
	}
}

func TestDoctorSeesARunAtWork(t *testing.T) {
	p := newPatient(t)
	l := flock.New(p.db + ".lock")
	if ok, err := l.TryLock(); err != nil || !ok {
		t.Fatalf("lock %v, error %v", ok, err)
	}
	defer l.Unlock()
	tear(t, p) // a run that writes leaves its file as it is
	code, out, _ := examine(t, roomy, "--config", p.config)
	if code != exitDone || !hasFinding(out, "lock", "warning", "another run") || !hasFinding(out, "archive", "ok", "newest") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

func TestDoctorAsksAPortal(t *testing.T) {
	p := newPatient(t)
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("User-agent: *\nDisallow: /kin\n"))
	})
	mux.HandleFunc("/tin", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<p>Tin tức</p>")) })
	srv := httptest.NewServer(mux)
	defer srv.Close()
	gone := httptest.NewServer(mux)
	gone.Close()
	for _, c := range []struct {
		url         string
		code        int
		state, says string
	}{
		{srv.URL + "/tin", exitDone, "ok", "KB after"},
		{srv.URL + "/kin", exitPartial, "problem", "robots.txt"},
		{srv.URL + "/khong-co", exitPartial, "problem", "404"},
		{gone.URL + "/", exitPartial, "problem", "refused"},
		{"khong-co-cong-nay", exitPartial, "problem", "neither a URL nor a portal"},
	} {
		code, out, _ := examine(t, roomy, "--config", p.config, "--allow-loopback", "--portal", c.url)
		if code != c.code || !hasFinding(out, "portal "+c.url, c.state, c.says) {
			t.Errorf("%s: exit code %d\n%s", c.url, code, out)
		}
	}
}
