package crawl

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// night is what a healthy section gives, n nights ago.
func night(n int, change func(*corpus.Yield)) corpus.Yield {
	y := corpus.Yield{
		Portal: "stp", Section: "/tin-tuc", Cycle: time.Date(2026, 3, 20, 1, 0, 0, 0, time.UTC).AddDate(0, 0, -n),
		Lists: 2, Links: 40, Pages: 8, Articles: 7, New: 6, Changed: 1, Facts: 70, Sample: "http://stp.example/tin/1",
	}
	if change != nil {
		change(&y)
	}
	return y
}

func nights(n int, change func(*corpus.Yield)) (out []corpus.Yield) {
	for i := range n {
		out = append(out, night(i+1, change))
	}
	return out
}

func TestJudge(t *testing.T) {
	quiet := append(nights(2, func(y *corpus.Yield) { y.New, y.Changed, y.Pages, y.Articles, y.Facts = 0, 0, 0, 0, 0 }),
		night(3, nil), night(4, nil), night(5, nil), night(6, func(y *corpus.Yield) { y.New = 900 }))
	none := func(y *corpus.Yield) { y.Pages, y.Articles, y.New, y.Changed, y.Facts = 0, 0, 0, 0, 0 }
	for _, c := range []struct {
		name     string
		now      corpus.Yield
		history  []corpus.Yield
		complete bool
		want     []string // a part of each alarm's reason
	}{
		{"as ever", night(0, nil), nights(5, nil), true, nil},
		{"a slow night", night(0, func(y *corpus.Yield) { y.Pages, y.Articles, y.New, y.Changed, y.Facts = 1, 1, 1, 0, 4 }), nights(5, nil), true, nil},
		{"a Sunday", night(0, none), nights(5, nil), true, nil},
		{"no history", night(0, none), nil, true, nil},
		{"two nights are no history", night(0, func(y *corpus.Yield) { y.Links = 0 }), nights(2, nil), true, nil},
		{"links gone", night(0, func(y *corpus.Yield) { y.Links = 0 }), nights(5, nil), true, []string{"links to articles on a list page: 0.0, usually 20.0"}},
		{"far fewer links", night(0, func(y *corpus.Yield) { y.Links = 8 }), nights(5, nil), true, []string{"links"}},
		{"half the links", night(0, func(y *corpus.Yield) { y.Links = 20 }), nights(5, nil), true, nil},
		{"pages are no articles any more", night(0, func(y *corpus.Yield) { y.Articles, y.New, y.Changed, y.Facts = 0, 0, 0, 0 }), nights(5, nil), true, []string{"articles among the pages"}},
		{"articles without facts", night(0, func(y *corpus.Yield) { y.Facts = 2 }), nights(5, nil), true, []string{"facts in an article"}},
		{"a section that never gave articles", night(0, func(y *corpus.Yield) { y.Articles = 0; y.New, y.Changed, y.Facts = 0, 0, 0 }), nights(5, func(y *corpus.Yield) { y.Articles, y.Facts = 1, 0 }), true, nil},
		{"three nights of silence", night(0, none), quiet, true, []string{"no new article for 3 cycles, usually 6.0 in each"}},
		{"silence of a quiet portal", night(0, none), append(nights(2, none), night(3, func(y *corpus.Yield) { y.New = 1 }), night(4, func(y *corpus.Yield) { y.New = 0 }), night(5, func(y *corpus.Yield) { y.New = 2 })), true, nil},
		{"cut short, nothing is said of silence", night(0, none), quiet, false, nil},
		{"lists that answer no more", night(0, func(y *corpus.Yield) { none(y); y.Lists, y.Links, y.Failed = 0, 0, 2 }), nights(5, nil), true, []string{"no list page could be read"}},
	} {
		got := Judge([]corpus.Yield{c.now}, c.history, c.complete)
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v, want %q", c.name, got, c.want)
			continue
		}
		for i, w := range c.want {
			if !strings.Contains(got[i].Reason, w) || got[i].Portal != "stp" || got[i].Sample == "" {
				t.Errorf("%s: %+v, want %q", c.name, got[i], w)
			}
		}
	}
}

// TestRedesignIsNoticed crawls a portal for five nights and then, after a
// redesign that leaves its pages without articles, once more.
func TestRedesignIsNoticed(t *testing.T) {
	f := NewMemoryFrontier()
	var history []corpus.Yield
	site := newTestSite(t, growingPortal())
	for n := range 6 {
		growing.Store(int64(n))
		redesigned.Store(n == 5)
		for _, tg := range f.targets {
			tg.NextAt = tg.NextAt.Add(-24 * time.Hour)
		}
		r := mustRun(t, testConfig(site.URL), f, newMemorySink())
		got := Judge(r.Yields, history, r.Stopped == StopDrained)
		if alarmed := len(got) > 0; alarmed != (n == 5) {
			t.Fatalf("night %d: alarms %+v\nyields %+v", n, got, r.Yields)
		}
		for i := range r.Yields {
			r.Yields[i].Cycle = r.Yields[i].Cycle.AddDate(0, 0, n)
		}
		history = append(history, r.Yields...)
	}
}

// TestUnjudgedPagesRaiseNoAlarm crawls with a sink that keeps raw pages only.
func TestUnjudgedPagesRaiseNoAlarm(t *testing.T) {
	site := newTestSite(t, portalHandler())
	r := mustRun(t, testConfig(site.URL), NewMemoryFrontier(), mute{newMemorySink()})
	for _, y := range r.Yields {
		if y.Pages != 0 || y.Articles != 0 {
			t.Errorf("%+v", y)
		}
	}
	if r.By[corpus.TargetDone] < 38 {
		t.Errorf("%v", r.By)
	}
}

// A mute keeps pages and does not say what they are.
type mute struct{ *memorySink }

func (m mute) Page(ctx context.Context, p *corpus.Page) (Verdict, error) {
	_, err := m.memorySink.Page(ctx, p)
	return Verdict{}, err
}

var (
	growing    atomic.Int64
	redesigned atomic.Bool
)

// growingPortal has one section that shows ten articles more each night; once
// redesigned its articles are built by script and their pages hold nothing.
func growingPortal() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(w, `<title>Trang chủ</title>`)
			for i := range 10 * (growing.Load() + 1) {
				fmt.Fprintf(w, `<a href="/tin/%d.html">Tiêu đề của bài viết số %d trong ngày</a>`, i, i)
			}
		case strings.HasPrefix(r.URL.Path, "/tin/") && redesigned.Load():
			fmt.Fprintf(w, `<title>%s</title><div id="app"></div>`, r.URL.Path)
		case strings.HasPrefix(r.URL.Path, "/tin/"):
			fmt.Fprint(w, article(r.URL.Path))
		default:
			http.NotFound(w, r)
		}
	})
}
