package source

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
)

// write makes a file below a fresh folder for each name and returns the folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, body := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// summary is the stream on one line a value: "name mediatype body" or "! error",
// with the folder's name taken off.
func summary(t *testing.T, root, path string, opts Options) []string {
	t.Helper()
	var out []string
	for page, err := range Open(context.Background(), path, opts) {
		var line string
		if err != nil {
			var named *Error
			if !errors.As(err, &named) {
				t.Errorf("%v is no *Error", err)
			}
			line = "! " + err.Error()
		} else {
			line = fmt.Sprintf("%s %s %.20q", page.Source, page.MediaType, page.Body)
		}
		out = append(out, strings.ReplaceAll(line, root+string(filepath.Separator), ""))
	}
	return out
}

func zipped(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.String()
}

func TestFiles(t *testing.T) {
	const page = "<!DOCTYPE html><html><body>Tin</body></html>"
	for _, test := range []struct{ name, body, want string }{
		{"a.txt", "Tin trong tỉnh", `a.txt text/plain "Tin trong tỉnh"`},
		{"a.html", page, `a.html text/html "<!DOCTYPE html><html"`},
		{"a.HTM", page, `a.HTM text/html "<!DOCTYPE html><html"`},
		{"a.xhtml", `<?xml version="1.0"?><html/>`, `a.xhtml text/html "<?xml version=\"1.0\"?"`},
		{"a.html", "không có thẻ", `a.html text/html "không có thẻ"`},
		{"a.txt", page, `a.txt text/html "<!DOCTYPE html><html"`},
		{"a.txt.gz", zipped("Tin"), `a.txt.gz text/plain "Tin"`},
		{"a.html.gz", zipped(page), `a.html.gz text/html "<!DOCTYPE html><html"`},
		{"a.gz", zipped(page), `a.gz text/html "<!DOCTYPE html><html"`},
		{"a.html", zipped(page), `a.html text/html "<!DOCTYPE html><html"`},
		{"tin-tuc", "Tin", `tin-tuc text/plain "Tin"`},
		{"tin-tuc", "\n\n <html lang=vi>Tin", `tin-tuc text/html "\n\n <html lang=vi>Tin"`},
		{"tin-tuc", "<!-- x --><html>", `tin-tuc text/html "<!-- x --><html>"`},
		{"tin-so-5.2024", "Tin", `tin-so-5.2024 text/plain "Tin"`},
		{"lines", `{"id":"n","text":"Tin"}`, `n text/plain "Tin"`},
		{"utf16", "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00\x11\x01", `utf16 text/html "\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00\x11\x01"`},
		{"latin.txt", "Tin m\xedi", `latin.txt text/plain "Tin m\xedi"`},

		{"empty.txt", "", "! empty.txt: empty"},
		{"empty.html", "", "! empty.html: empty"},
		{"blank.txt", "\xef\xbb\xbf \n\t\r\n", "! blank.txt: empty"},
		{"empty.gz", zipped(""), "! empty.gz: empty"},
		{"a.txt", "abc\x00\x01\x02def", "! a.txt: binary data, not text: application/octet-stream"},
		{"a.html", "%PDF-1.4 abc", "! a.html: binary data, not text: application/pdf"},
		{"photo", "\x89PNG\r\n\x1a\n\x00\x00", "! photo: binary data, not text: image/png"},
		{"late.txt", strings.Repeat("Tin ", 2000) + "\x00", "! late.txt: binary data, not text"},
		{"a.pdf", "%PDF-1.4", "! a.pdf: not a kind of document that can be read"},
		{"a.json", `{"id":"x","text":"y"}`, "! a.json: not a kind of document that can be read"},
		{"a.warc", "no archive", "! a.warc: does not begin with a WARC record"},
		{"cut.txt.gz", zipped(strings.Repeat("Tin tức ", 400))[:30], "! cut.txt.gz: unexpected EOF"},
		{"a.gz", "\x1f\x8bno archive at all", "! a.gz: gzip: invalid header"},
		{"twice.gz", zipped(zipped("Tin")), "! twice.gz: not a kind of document that can be read: gzip within gzip"},
	} {
		root := write(t, map[string]string{test.name: test.body})
		got := summary(t, root, filepath.Join(root, test.name), Options{})
		if len(got) != 1 || got[0] != test.want {
			t.Errorf("%s holding %.30q\n got %q\nwant %q", test.name, test.body, got, test.want)
		}
	}
}

func TestFolderIsReadSortedAndGoesOnAfterErrors(t *testing.T) {
	root := write(t, map[string]string{
		"b.txt": "Hai", "a/2.txt": "Một hai", "a/1.txt": "", "c/x.jsonl": "{\"id\":\"k\",\"text\":\"Ba\"}\nnot JSON\n{\"text\":\"Bốn\"}\n",
		".hidden": "không", ".git/x.txt": "không", "a/style.css": "b{}", "a/logo.png": "\x89PNG", "z": "Năm",
	})
	if err := os.Symlink(root, filepath.Join(root, "c", "around")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(root, "c", "broken.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../b.txt", filepath.Join(root, "c", "linked.txt")); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(summary(t, root, root, Options{}), "\n")
	want := `! a/1.txt: empty
a/2.txt text/plain "Một hai"
b.txt text/plain "Hai"
! c/broken.txt: no such file or directory
c/linked.txt text/plain "Hai"
k text/plain "Ba"
! c/x.jsonl:2: JSON: invalid character 'o' in literal null (expecting 'u')
c/x.jsonl:3 text/plain "Bốn"
z text/plain "Năm"`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(root, "a"), link); err != nil {
		t.Fatal(err)
	}
	if got := summary(t, link, link, Options{}); len(got) != 2 {
		t.Errorf("through a link: %q", got)
	}
}

func TestWhatCannotBeOpened(t *testing.T) {
	root := write(t, map[string]string{"pictures/a.png": "x"})
	if got := summary(t, root, filepath.Join(root, "gone.txt"), Options{}); len(got) != 1 || got[0] != "! gone.txt: no such file or directory" {
		t.Errorf("a missing path: %q", got)
	}
	if got := summary(t, root, filepath.Join(root, "pictures"), Options{}); len(got) != 1 || got[0] != "! pictures: holds no documents" {
		t.Errorf("a folder of pictures: %q", got)
	}
	socket := filepath.Join(t.TempDir(), "s")
	t.Chdir(filepath.Dir(socket)) // a socket's address holds no long path
	listener, err := net.Listen("unix", "s")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if got := summary(t, filepath.Dir(socket), socket, Options{}); len(got) != 1 || !strings.HasPrefix(got[0], "! s: ") {
		t.Errorf("a socket: %q", got)
	}
	if got := summary(t, filepath.Dir(socket), filepath.Dir(socket), Options{}); len(got) != 1 || !strings.HasSuffix(got[0], "no regular file") {
		t.Errorf("a folder with a socket: %q", got)
	}
}

func TestLockedFile(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("this user may read every file: a locked file cannot be made")
	}
	root := write(t, map[string]string{"locked.txt": "Tin", "other/b.txt": "Tin"})
	locked := filepath.Join(root, "locked.txt")
	if err := os.Chmod(locked, 0); err != nil {
		t.Fatal(err)
	}
	if got := summary(t, root, root, Options{}); len(got) != 2 || got[0] != "! locked.txt: permission denied" {
		t.Errorf("a locked file: %q", got)
	}
}

func TestReadErrorsAreNamed(t *testing.T) {
	broken := errors.New("the disk is broken")
	for _, start := range []string{"", "Tin tức ", `{"text":"a"}` + "\n"} {
		name := "a.txt"
		if strings.HasPrefix(start, "{") {
			name = "a.jsonl"
		}
		var last error
		for _, err := range Read(context.Background(), name, io.MultiReader(strings.NewReader(start), failing{broken}), Options{}) {
			last = err
		}
		var named *Error
		if !errors.Is(last, broken) || !errors.As(last, &named) || named.Name != name {
			t.Errorf("after %q: %v", start, last)
		}
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestJSONLines(t *testing.T) {
	const lines = "\xef\xbb\xbf" + `{"id":"dir/a.txt","text":"Một","title":"T","published":"2024-05-06","url":"https://x.example/1","province":"Bình Lâm","portal":"p","extra":[1]}` + `
{"id":7,"html":"<html><meta charset=windows-1258>Hai</html>","text":"không dùng"}

{"id":"a","text":"\ud83d\ude00 \ud83d lẻ"}
{"id":"a","text":"b` + "\xff" + `c"}
{"id":null,"text":"Ba"}
{"id":"none"}
{"id":"blank","text":" \n "}
{"id":["x"],"text":"y"}
{"id":"x","text":5}
"just text"
{"id":"end","text":"Bốn"}`
	var pages []*corpus.Page
	var errs []string
	for page, err := range Read(context.Background(), "in.jsonl", strings.NewReader(lines), Options{}) {
		if err != nil {
			errs = append(errs, err.Error())
			continue
		}
		if !utf8.Valid(page.Body) {
			t.Errorf("%s: %q is no UTF-8", page.Source, page.Body)
		}
		pages = append(pages, page)
	}
	var got []string
	for _, p := range pages {
		got = append(got, fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s|%s", p.Source, p.MediaType, p.Body, p.Title, p.Published, p.URL, p.Province, p.Portal))
	}
	want := []string{
		"dir/a.txt|text/plain|Một|T|2024-05-06|https://x.example/1|Bình Lâm|p",
		"7|text/html|<html><meta charset=windows-1258>Hai</html>|||||",
		"a|text/plain|😀 � lẻ|||||",
		"a|text/plain|b�c|||||",
		"in.jsonl:6|text/plain|Ba|||||",
		"end|text/plain|Bốn|||||",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if h := pages[1].Header.Get("Content-Type"); h != "text/html; charset=utf-8" {
		t.Errorf("the charset of a JSON string is %q", h)
	}
	wantErrs := []string{
		`in.jsonl:7: neither "text" nor "html"`,
		"in.jsonl:8: empty",
		`in.jsonl:9: JSON: "id" is neither text nor a number`,
		"in.jsonl:10: JSON: json: cannot unmarshal number",
		"in.jsonl:11: JSON: json: cannot unmarshal string",
	}
	if len(errs) != len(wantErrs) {
		t.Fatalf("errors %q", errs)
	}
	for i, want := range wantErrs {
		if !strings.HasPrefix(errs[i], want) {
			t.Errorf("got %q, want %q", errs[i], want)
		}
	}
}

func TestJSONLinesFromAWindowsShell(t *testing.T) {
	var wide []byte
	for _, r := range "\ufeff{\"id\":\"a\",\"text\":\"Đắk\"}\r\n{\"id\":\"b\",\"text\":\"x\"}\r\n" {
		wide = append(wide, byte(r), byte(r>>8))
	}
	var got []string
	for page, err := range Read(context.Background(), "a.jsonl", bytes.NewReader(wide), Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page.Source+" "+string(page.Body))
	}
	if want := "a Đắk,b x"; strings.Join(got, ",") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

var letters = bytes.Repeat([]byte("x"), 64<<10)

// endless gives n bytes of one letter without keeping them.
type endless struct{ n int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.n <= 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), int64(len(letters)), e.n))
	copy(p[:n], letters)
	e.n -= int64(n)
	return n, nil
}

// TestLongLine feeds lines of 100 MB: they are refused with a bounded memory,
// and what follows is read.
func TestLongLine(t *testing.T) {
	const long = 100 << 20
	in := io.MultiReader(strings.NewReader(`{"id":"a","text":"Một"}`+"\n"+`{"id":"long","text":"`), &endless{long},
		strings.NewReader(`"}`+"\n"+`{"id":"b","text":"Hai"}`+"\n"), &endless{long})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var got []string
	for page, err := range Read(context.Background(), "in.jsonl", in, Options{MaxBytes: 1 << 20}) {
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		got = append(got, page.Source)
	}
	runtime.ReadMemStats(&after)
	want := "a; in.jsonl:2: too large: more than 1 MB; b; in.jsonl:4: too large: more than 1 MB"
	if strings.Join(got, "; ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 16<<20 {
		t.Errorf("%d MB were allocated", grown>>20)
	}
	for _, name := range []string{"a.txt", "a.html"} {
		var last error
		for _, err := range Read(context.Background(), name, &endless{long}, Options{}) {
			last = err
		}
		if !errors.Is(last, ErrTooLarge) || last.Error() != name+": too large: more than 64 MB" {
			t.Errorf("%s of 100 MB: %v", name, last)
		}
	}
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	if _, err := io.Copy(z, &endless{long / 10}); err != nil {
		t.Fatal(err)
	}
	z.Close()
	for _, err := range Read(context.Background(), "a.txt.gz", &bomb, Options{MaxBytes: 1 << 20}) {
		if !errors.Is(err, ErrTooLarge) {
			t.Errorf("a gzip bomb: %v", err)
		}
	}
}

func TestTheEndOfTheContextEndsTheStream(t *testing.T) {
	root := write(t, map[string]string{"1.txt": "Một", "2.txt": "Hai", "3.jsonl": `{"id":"x","text":"Ba"}`})
	for _, stop := range []int{0, 1, 2} {
		ctx, cancel := context.WithCancel(context.Background())
		if stop == 0 {
			cancel()
		}
		pages, last := 0, error(nil)
		for _, err := range Open(ctx, root, Options{}) {
			if err == nil {
				pages++
			}
			if last = err; pages == stop {
				cancel()
			}
		}
		if pages != stop || !errors.Is(last, context.Canceled) {
			t.Errorf("stopped after %d pages: %d pages, error %v", stop, pages, last)
		}
		cancel()
	}
}

func TestTheCallerMayStop(t *testing.T) {
	root := write(t, map[string]string{"1.txt": "Một", "2.txt": "Hai", "d/3.jsonl": `{"id":"x","text":"Ba"}`})
	n := 0
	for range Open(context.Background(), root, Options{}) {
		if n++; n == 1 {
			break
		}
	}
	if n != 1 {
		t.Errorf("%d values", n)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"a", "a.txt", "a.html", "a.jsonl", "a.warc", "a.warc.gz", "a.gz"} {
		for _, body := range []string{"", "Tin", "<html>", `{"id":1,"text":"a"}` + "\n{", zipped("Tin"), "WARC/1.1\r\n\r\n"} {
			f.Add(name, []byte(body))
		}
	}
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		n := 0
		for page, err := range Read(context.Background(), name, bytes.NewReader(body), Options{MaxBytes: 1 << 16}) {
			n++
			var named *Error
			if (page == nil) == (err == nil) || err != nil && !errors.As(err, &named) {
				t.Fatalf("page %v with error %v", page, err)
			}
			if page != nil && (len(page.Body) == 0 || len(page.Body) > 1<<16 || page.Source == "" && name != "") {
				t.Fatalf("a page of %d bytes from %q", len(page.Body), page.Source)
			}
			if n > 2000*(len(body)+1) {
				t.Fatalf("%d values from %d bytes", n, len(body))
			}
		}
	})
}
