package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trich-vn/trich/store"
)

// soakEnv asks for a soak of so long, soakFile tells the child where its
// samples go.
const soakEnv, soakFile = "TRICH_SOAK", "TRICH_SOAK_SAMPLES"

// A soakSample is what a process holds at a moment. Memory is in KiB.
type soakSample struct {
	Seconds     float64 `json:"seconds"`
	RSS         int     `json:"rss"`
	Heap        int     `json:"heap"`
	Descriptors int     `json:"descriptors"`
	Goroutines  int     `json:"goroutines"`
}

// sampleSelf appends samples of this process to a file until it ends.
func sampleSelf(file string, every time.Duration) {
	f, err := os.Create(file)
	if err != nil {
		panic(err)
	}
	started := time.Now()
	go func() {
		for range time.Tick(every) {
			if err := json.NewEncoder(f).Encode(takeSample(started)); err != nil {
				panic(err)
			}
		}
	}()
}

func takeSample(started time.Time) soakSample {
	s := soakSample{Seconds: time.Since(started).Seconds(), Goroutines: runtime.NumGoroutine()}
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		if _, rest, found := strings.Cut(string(status), "VmRSS:"); found {
			fmt.Sscan(rest, &s.RSS)
		}
	}
	if open, err := os.ReadDir("/proc/self/fd"); err == nil {
		s.Descriptors = len(open)
	}
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}} // what the last collection left
	metrics.Read(live)
	s.Heap = int(live[0].Value.Uint64() >> 10)
	return s
}

// soakInterval is thirty seconds in a long soak.
func soakInterval(d time.Duration) time.Duration {
	return max(min(d/100, 30*time.Second), 100*time.Millisecond)
}

const (
	soakSections = 20
	soakLists    = 70 // list pages of a section
	soakOnList   = 20 // articles on a list page
	soakPause    = 165 * time.Millisecond
)

// soakSite is a portal that never ends within a soak: sections with many list
// pages, articles with figures and officials, reposts, and the usual faults.
func soakSite(served *atomic.Int64) http.Handler {
	furniture := strings.Repeat(`<li><a href="/muc/1">Chuyên mục của cổng thông tin điện tử tỉnh</a></li>`, 150)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		served.Add(1)
		var section, n int
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(w, "<html><head><title>Cổng thông tin</title></head><body>")
			for i := range soakSections {
				fmt.Fprintf(w, `<a href="/muc/%d">Mục %d</a>`, i, i)
			}
		case scanPath(r.URL.Path, "/muc/%d", &section):
			page := 1
			fmt.Sscan(r.URL.Query().Get("page"), &page)
			fmt.Fprintf(w, "<html><head><title>Mục %d</title></head><body><ul>%s</ul>", section, furniture)
			for i := range soakOnList {
				id := (section*soakLists+page-1)*soakOnList + i
				fmt.Fprintf(w, `<h3><a href="/tin/%d.html">Tin số %d của chuyên mục trên cổng thông tin</a></h3>`, id, id)
			}
			if page < soakLists {
				fmt.Fprintf(w, `<a rel="next" href="?page=%d">Sau</a>`, page+1)
			}
		case scanPath(r.URL.Path, "/tin/%d.html", &n):
			soakArticle(w, r, n, furniture)
		default:
			http.NotFound(w, r)
		}
	})
}

func scanPath(s, format string, n *int) bool {
	k, err := fmt.Sscanf(s, format, n)
	return err == nil && k == 1
}

func soakArticle(w http.ResponseWriter, r *http.Request, n int, furniture string) {
	switch {
	case n%97 == 13:
		http.NotFound(w, r)
	case n%101 == 7 && r.Header.Get("If-None-Match") == "" && time.Now().UnixNano()%2 == 0:
		http.Error(w, "đang bảo trì", http.StatusInternalServerError)
	case n%211 == 5:
		http.Redirect(w, r, "/muc/1", http.StatusFound)
	case n%307 == 3:
		w.Header().Set("Content-Length", "90000")
		fmt.Fprint(w, "<html><body>")
	default:
		w.Header().Set("ETag", fmt.Sprintf(`"%d"`, n))
		http.ServeContent(w, r, "x.html", time.Time{}, strings.NewReader(soakPage(n, furniture)))
	}
}

// soakPage is an article; every seventh is a repost of an earlier one under
// another headline.
func soakPage(n int, furniture string) string {
	headline := fmt.Sprintf("Kết quả công tác số %d trên địa bàn tỉnh", n)
	if n%7 == 6 {
		n -= 6
	}
	r := rand.New(rand.NewPCG(uint64(n), 7))
	figure := func() int { return r.IntN(4000) }
	cases := figure()
	var b strings.Builder
	for i := range 8 {
		fmt.Fprintf(&b, "<p>Tại huyện thứ %d, công an đã xử lý %d vụ, bắt giữ %d đối tượng, thu giữ %d kg pháo; tỷ lệ khám phá đạt %d,%d%%. "+
			"Trung tá Trần Văn Hòa, Trưởng Công an huyện, đề nghị các xã tiếp tục tuần tra.</p>", i+1, figure(), figure(), figure(), 60+i, figure()%100)
	}
	page := strings.Replace(reportPage(headline, cases), "<article>", "<ul>"+furniture+"</ul><article>", 1)
	return strings.Replace(page, "</article>", b.String()+"</article>", 1)
}

// TestSoak runs `trich run` on a paced portal for as long as TRICH_SOAK says
// ('make soak': an hour) and holds its memory, descriptors and goroutines to
// what they were when it had warmed up. TRICH_SOAK_DIR keeps the files.
func TestSoak(t *testing.T) {
	length, err := time.ParseDuration(os.Getenv(soakEnv))
	if err != nil {
		t.Skipf("%s says how long: 'make soak' runs it for an hour", soakEnv)
	}
	dir := os.Getenv("TRICH_SOAK_DIR")
	if dir == "" {
		dir = t.TempDir()
	}
	var served atomic.Int64
	site := httptest.NewServer(soakSite(&served))
	defer site.Close()
	samples, db := filepath.Join(dir, "samples.jsonl"), filepath.Join(dir, "soak.db")
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Args = []string{"trich", "run", site.URL, "--db", db, "--archive", filepath.Join(dir, "warc"), "--allow-loopback",
		"--delay", soakPause.String(), "--for", length.String(), "--lang", "en"}
	cmd.Env = append(os.Environ(), soakFile+"="+samples)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	started := time.Now()
	err = cmd.Run()
	t.Logf("%v after %v, %d requests, processor %v\n%s", err, time.Since(started).Round(time.Second), served.Load(),
		(cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Round(time.Second), &out)
	if code := cmd.ProcessState.ExitCode(); code != exitDone && code != exitPartial {
		t.Errorf("exit code %d", code)
	}
	judgeSoak(t, readSamples(t, samples))
	verifyDB(t, db)
	if n := len(titlesIn(t, db)); n == 0 {
		t.Error("no articles")
	}
	checkReposts(t, db)
}

func readSamples(t *testing.T, file string) []soakSample {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []soakSample
	for line := range strings.Lines(string(text)) {
		var s soakSample
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		all = append(all, s)
	}
	return all
}

// judgeSoak compares the last sixth of a soak with its second sixth.
func judgeSoak(t *testing.T, all []soakSample) {
	t.Helper()
	part := len(all) / 6
	if part == 0 {
		t.Fatalf("%d samples", len(all))
	}
	for i := range 6 {
		s := medianSample(all[i*part : (i+1)*part])
		t.Logf("after %4.0f s: %3d MB resident, %3d MB heap, %d descriptors, %d goroutines", s.Seconds, s.RSS>>10, s.Heap>>10, s.Descriptors, s.Goroutines)
	}
	warm, last := medianSample(all[part:2*part]), medianSample(all[5*part:6*part])
	for _, x := range []struct {
		name         string
		before, now  int
		room, growth int // room in its unit, growth in percent
	}{
		{"resident memory (KiB)", warm.RSS, last.RSS, 12 << 10, 15},
		{"live heap (KiB)", warm.Heap, last.Heap, 4 << 10, 20},
		{"descriptors", warm.Descriptors, last.Descriptors, 6, 0},
		{"goroutines", warm.Goroutines, last.Goroutines, 16, 0},
	} {
		if x.now > x.before+x.before*x.growth/100+x.room {
			t.Errorf("%s grew from %d to %d", x.name, x.before, x.now)
		}
	}
}

// medianSample is the median of each measure.
func medianSample(all []soakSample) soakSample {
	median := func(of func(soakSample) int) int {
		var v []int
		for _, s := range all {
			v = append(v, of(s))
		}
		slices.Sort(v)
		return v[len(v)/2]
	}
	return soakSample{
		Seconds: all[len(all)/2].Seconds, RSS: median(func(s soakSample) int { return s.RSS }), Heap: median(func(s soakSample) int { return s.Heap }),
		Descriptors: median(func(s soakSample) int { return s.Descriptors }), Goroutines: median(func(s soakSample) int { return s.Goroutines }),
	}
}

// checkReposts sees that the portal's reposts were linked.
func checkReposts(t *testing.T, path string) {
	t.Helper()
	all, err := store.Collect(openTest(t, path).Articles(t.Context(), store.Filter{}))
	if err != nil {
		t.Fatal(err)
	}
	linked := 0
	for _, a := range all {
		if a.NearDuplicates != "" {
			linked++
		}
	}
	t.Logf("%d articles, %d with near duplicates", len(all), linked)
	// Two of seven: the reposts, and what they repeat.
	if n := len(all); n > 500 && (linked < n/5 || linked > n*2/5) {
		t.Errorf("%d of %d articles have near duplicates, want two of seven", linked, n)
	}
}
