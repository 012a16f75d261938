package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/store"
)

// reportPage is an article of an invented portal.
func reportPage(title string, cases int) string {
	return fmt.Sprintf(`<html><head><title>%[1]s</title><meta property="article:published_time" content="2024-03-04T08:00:00+07:00"></head>
<body><article><h1>%[1]s</h1><p>Tháng 02/2024, Công an tỉnh Đồng Nai đã tiếp nhận, xử lý %[2]d vụ vi phạm pháp luật về trật tự xã hội,
bắt giữ %[3]d đối tượng, thu giữ nhiều tang vật có liên quan. So với tháng trước, số vụ giảm 3 vụ.</p>
<p>Thượng tá Nguyễn Văn Bình, Phó Trưởng phòng Cảnh sát hình sự, cho biết thời gian tới đơn vị tiếp tục tuần tra, kiểm soát
trên các tuyến địa bàn trọng điểm, không để hình thành tụ điểm phức tạp.</p></article></body></html>`, title, cases, cases+4)
}

// TestGonePagesAreMarkedAndComeBack lets pages of a portal vanish in the four
// ways in which portals let them, and serves them again.
func TestGonePagesAreMarkedAndComeBack(t *testing.T) {
	var night atomic.Int64
	vanish := map[string]http.HandlerFunc{
		"/tin/404.html": http.NotFound,
		"/tin/410.html": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) },
		"/tin/mem.html": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(w, `<html><head><title>Không tìm thấy trang</title></head><body><p>Bài viết không tồn tại hoặc đã bị xóa.</p></body></html>`)
		},
		"/tin/nha.html": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusFound) },
	}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lost := vanish[r.URL.Path]
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(w, `<html><head><title>Cổng thông tin</title></head><body><a href="/tin/con.html">Tin vẫn còn trên cổng thông tin</a>`)
			for path := range vanish {
				fmt.Fprintf(w, `<a href="%s">Tin sẽ bị gỡ khỏi cổng thông tin</a>`, path)
			}
		case lost != nil && night.Load() == 2:
			lost(w, r)
		case lost != nil || r.URL.Path == "/tin/con.html":
			w.Header().Set("ETag", `"1"`)
			http.ServeContent(w, r, "x.html", time.Time{}, strings.NewReader(reportPage("Kết quả đấu tranh phòng, chống tội phạm "+r.URL.Path, 10+len(r.URL.Path))))
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	path := filepath.Join(t.TempDir(), "t.db")
	want := map[string]string{
		"/tin/404.html": "HTTP 404", "/tin/410.html": "HTTP 410", "/tin/mem.html": "error page: not found", "/tin/nha.html": "redirect to the home page",
	}
	for n, lines := range []string{1: "articles: 5 (5 new", 2: "no longer on the portal, kept here: 4", 3: "back on the portal: 4"} {
		if n == 0 {
			continue
		}
		night.Store(int64(n))
		makeDue(t, path)
		var out, errw bytes.Buffer
		run(t.Context(), []string{"run", site.URL, "--db", path, "--allow-loopback", "--lang", "en"}, strings.NewReader(""), &out, &errw)
		if !strings.Contains(out.String(), lines) {
			t.Errorf("night %d: the report does not say %q:\n%s%s", n, lines, &out, &errw)
		}
		for _, a := range articlesIn(t, path) {
			at, gone := strings.TrimPrefix(a.URL, site.URL), ""
			if n == 2 {
				gone = want[at]
			}
			if a.GoneReason != gone || (a.GoneSince != "") != (gone != "") || a.Counts == 0 {
				t.Errorf("night %d: %s is gone since %q for %q, with %d counts; want %q", n, at, a.GoneSince, a.GoneReason, a.Counts, gone)
			}
		}
	}
	if n := len(articlesIn(t, path)); n != 5 {
		t.Errorf("%d articles, want all 5", n)
	}
}

// TestClocksAndCountersChangeNoArticle serves pages with a clock and a counter,
// which are other bytes at every visit: the articles are the same, and are
// looked at ever less.
func TestClocksAndCountersChangeNoArticle(t *testing.T) {
	var visits atomic.Int64
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		clock := fmt.Sprintf(`<div class="clock">Hôm nay, %d giờ</div><div class="counter">Lượt truy cập: %d</div></body>`, visits.Add(1), 7*visits.Load())
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, `<html><head><title>Cổng thông tin</title></head><body><a href="/tin/1.html">Công an tỉnh triển khai công tác năm mới</a>`+clock)
		case "/tin/1.html":
			fmt.Fprint(w, strings.Replace(reportPage("Công an tỉnh triển khai công tác năm mới", 12), "</body>", clock, 1))
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	path := filepath.Join(t.TempDir(), "t.db")
	for n, want := range []string{"1 new, 0 changed, 0 unchanged", "0 new, 0 changed, 1 unchanged", "0 new, 0 changed, 1 unchanged"} {
		if n > 0 {
			makeDue(t, path)
		}
		code, out, errw := call(t, "run", site.URL, "--db", path, "--allow-loopback", "--report", "json")
		var r runReport
		if err := json.Unmarshal([]byte(out), &r); err != nil || code != exitDone {
			t.Fatalf("exit code %d, %v\n%s%s", code, err, out, errw)
		}
		if (r.Crawl.Facts > 0) != (n == 0) {
			t.Errorf("night %d: %d facts in new and changed articles", n, r.Crawl.Facts)
		}
		if got := fmt.Sprintf("%d new, %d changed, %d unchanged", r.Crawl.New, r.Crawl.Changed, r.Crawl.Unchanged); got != want {
			t.Errorf("night %d: %s, want %s", n, got, want)
		}
	}
	target, _, err := openTest(t, path).Frontier().Lookup(t.Context(), site.URL+"/tin/1.html")
	if err != nil || target.Interval != 4*24*time.Hour {
		t.Errorf("the article is looked at again after %v (%v), want 96h", target.Interval, err)
	}
}

// makeDue lets days go by: every address of the frontier is due again.
func makeDue(t *testing.T, path string) {
	t.Helper()
	db := openTest(t, path)
	f := db.Frontier()
	for _, a := range articlesIn(t, path) {
		target, known, err := f.Lookup(t.Context(), a.URL)
		if err != nil || !known {
			t.Fatalf("%s: known %v, %v", a.URL, known, err)
		}
		target.NextAt = time.Now().Add(-time.Hour)
		if _, err := f.Record(t.Context(), corpus.FrontierBatch{Done: []corpus.Target{target}}); err != nil {
			t.Fatal(err)
		}
	}
}

func openTest(t *testing.T, path string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), path, storeOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func articlesIn(t *testing.T, path string) []store.Article {
	t.Helper()
	all, err := store.Collect(openTest(t, path).Articles(t.Context(), store.Filter{}))
	if err != nil {
		t.Fatal(err)
	}
	return all
}
