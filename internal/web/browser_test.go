package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser opens a page of the sample site in a real browser, or skips the
// test where there is none. What the browser complains about is in the
// returned list.
func browser(t *testing.T, store Store) (ctx context.Context, base string, complaints *list) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no browser")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium on this machine; install the package chromium to run this test")
	}
	server := httptest.NewServer(newSite(store))
	t.Cleanup(server.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1200, 900))
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(alloc)
	t.Cleanup(func() {
		// Wait until the browser has left its folder.
		_ = chromedp.Cancel(ctx)
		cancel()
	})
	ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	complaints = &list{}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			complaints.add(fmt.Sprintf("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
		case *runtime.EventExceptionThrown:
			complaints.add(e.ExceptionDetails.Text)
		case *network.EventRequestWillBeSent:
			// data: is the browser's own, for the icon of a field for a day; the
			// content policy forbids it to pages.
			if !strings.HasPrefix(e.Request.URL, server.URL) && !strings.HasPrefix(e.Request.URL, "data:") {
				complaints.add("asks elsewhere: " + e.Request.URL)
			}
		}
	})
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
	command(t, ctx, log.Enable, cdp.Empty{})
	command(t, ctx, network.Enable, network.EnableParams{})
	return ctx, server.URL, complaints
}

// list is a list that several goroutines fill.
type list struct {
	mu  sync.Mutex
	all []string
}

func (l *list) add(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, s)
}

func (l *list) take() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.all
	l.all = nil
	return all
}

// command sends the browser a command of its protocol.
func command[P, R any](t *testing.T, ctx context.Context, c cdp.Command[P, R], params P) {
	t.Helper()
	if _, err := chromedp.Call(ctx, c, params); err != nil {
		t.Fatal(err)
	}
}

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// eval asks the page.
func eval[T any](t *testing.T, ctx context.Context, script string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var seenPages = []string{"/", "/search?q=cong+an", "/facts", "/facts?kind=date&kind=count", "/article/4#c2", "/officials",
	"/official?name=" + url.QueryEscape("Đặng Hữu Thuận"), "/compare", "/compare?unit=" + url.QueryEscape("vụ"),
	"/compare?indicator=crime.solved.share&chart=line", "/help", "/nowhere", "/search?q=khongcogi"}

// unreadable lists texts whose contrast is below what WCAG 2 asks for: 4.5,
// or 3 where the text is large.
const unreadable = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * x + .7152 * y + .0722 * z;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgba(getComputedStyle(e).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255];
  };
  const bad = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility()) continue;
    const style = getComputedStyle(e);
    const ink = rgba(e.closest('svg') ? style.fill : style.color);
    const [a, b] = [light(ink), light(ground(e))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), large = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
    const contrast = (a + .05) / (b + .05);
    if (contrast < (large ? 3 : 4.5)) bad.add('too little contrast: ' + e.tagName + '.' + e.getAttribute('class') + ' ' + contrast.toFixed(2) + ' ' + walker.currentNode.data.trim().slice(0, 30));
  }
  return [...bad];
})()`

// nameless lists fields, links and buttons that a screen reader cannot name,
// and identifiers that stand twice.
const nameless = `(() => {
  const bad = [];
  for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select')) {
    const name = (e.getAttribute('aria-label') || '') + (e.textContent || '') + [...(e.labels || [])].map((l) => l.textContent).join('');
    if (!name.trim()) bad.push(e.outerHTML.slice(0, 80));
  }
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  for (const id of ids) if (ids.filter((x) => x === id).length > 1) bad.push('twice: ' + id);
  for (const e of document.querySelectorAll('[aria-describedby]')) if (!document.getElementById(e.getAttribute('aria-describedby'))) bad.push('describes nothing: ' + e.id);
  if (document.querySelectorAll('h1').length !== 1) bad.push(document.querySelectorAll('h1').length + ' h1');
  return bad;
})()`

func TestBrowserSeesPages(t *testing.T) {
	ctx, base, complaints := browser(t, sample(t))
	for _, look := range []struct {
		scheme string
		width  int64
	}{{"light", 1200}, {"dark", 360}} {
		command(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: look.scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
		do(t, ctx, chromedp.EmulateViewport(look.width, 800))
		for _, address := range seenPages {
			where := fmt.Sprintf("%s, %s, %d wide", address, look.scheme, look.width)
			do(t, ctx, chromedp.Navigate(base+address), chromedp.WaitReady("footer"))
			for _, bad := range append(eval[[]string](t, ctx, unreadable), eval[[]string](t, ctx, nameless)...) {
				t.Errorf("%s: %s", where, bad)
			}
			if wide := eval[int64](t, ctx, "document.documentElement.scrollWidth"); wide > look.width {
				t.Errorf("%s: the page is %d wide", where, wide)
			}
			for _, c := range complaints.take() {
				if !strings.Contains(c, "404") || address != "/nowhere" {
					t.Errorf("%s: %s", where, c)
				}
			}
		}
	}
}

// outlined tells whether the nth piece of a fact is emphasised.
const outlined = `getComputedStyle(document.querySelector('[data-fact=c2]')).outlineStyle + ' ' + (() => {
  const box = document.querySelector('[data-fact=c2]').getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight ? 'in sight' : 'out of sight';
})()`

func TestBrowserArticle(t *testing.T) {
	m := sample(t)
	// A long article, so that a fact has to be scrolled to.
	rec := m.records[0]
	pad := strings.Repeat("Đoạn văn dài để phải cuộn trang.\n", 80)
	rec.Article.Text = strings.Replace(rec.Article.Text, "Đồng chí", pad+"Đồng chí", 1)
	n := len([]rune(pad))
	for i := range rec.Counts {
		rec.Counts[i].Start += n
		rec.Counts[i].End += n
	}
	for i := range rec.Percentages {
		rec.Percentages[i].Start += n
		rec.Percentages[i].End += n
	}
	rec.Officials[0].Start += n
	rec.Officials[0].End += n

	t.Run("without JavaScript", func(t *testing.T) {
		ctx, base, _ := browser(t, m)
		command(t, ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		do(t, ctx, chromedp.Navigate(base+"/article/1#c2"), chromedp.WaitReady("footer"))
		command(t, ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: false})
		do(t, ctx, chromedp.Sleep(time.Second))
		if got, want := eval[string](t, ctx, outlined), "solid in sight"; got != want {
			t.Errorf("the fact is %q, want %q", got, want)
		}
		if got, want := eval[string](t, ctx, `document.getElementById('c2').firstChild.data`), "khoảng 12,50 kg"; got != want {
			t.Errorf("the anchor marks %q, want %q", got, want)
		}
	})
	t.Run("with JavaScript", func(t *testing.T) {
		ctx, base, complaints := browser(t, m)
		do(t, ctx, chromedp.Navigate(base+"/article/1"), chromedp.WaitReady("footer"))
		do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.querySelector('aside a[href="#c2"]').click()`), chromedp.Sleep(time.Second))
		if got, want := eval[string](t, ctx, outlined), "solid in sight"; got != want {
			t.Errorf("the fact is %q, want %q", got, want)
		}
		// The keyboard opens and closes the explanation.
		const tip = `getComputedStyle(document.getElementById('tip-c1')).display`
		do(t, ctx, chromedp.Evaluate[chromedp.Void](`document.getElementById('c0').focus()`), chromedp.KeyEvent("\t"))
		if got := eval[string](t, ctx, tip); got == "none" {
			t.Error("focus does not open the explanation")
		}
		do(t, ctx, chromedp.KeyEvent("\x1b"))
		if got := eval[string](t, ctx, tip); got != "none" {
			t.Error("Escape does not close the explanation")
		}
		do(t, ctx, chromedp.KeyEvent("/"))
		if got, want := eval[string](t, ctx, `document.activeElement.id`), "find"; got != want {
			t.Errorf("/ leads to %q, want %q", got, want)
		}
		// The legend hides a kind and says so in the address.
		const ground = `getComputedStyle(document.getElementById('c0')).backgroundColor`
		before := eval[string](t, ctx, ground)
		do(t, ctx, chromedp.Click("#show-count"))
		if after := eval[string](t, ctx, ground); after == before {
			t.Errorf("the marks of counts stay %s", after)
		}
		address := eval[string](t, ctx, "location.href")
		if !strings.Contains(address, "show=percentage") || strings.Contains(address, "show=count") {
			t.Errorf("the address does not tell what is shown: %s", address)
		}
		do(t, ctx, chromedp.Navigate(address), chromedp.Reload(), chromedp.WaitReady("footer"))
		if eval[bool](t, ctx, `document.getElementById('show-count').checked`) {
			t.Error("a shared address does not hide what was hidden")
		}
		for _, c := range complaints.take() {
			t.Error(c)
		}
	})
}

// A search typed by hand leads to an address without empty parameters.
func TestBrowserSearch(t *testing.T) {
	ctx, base, complaints := browser(t, sample(t))
	do(t, ctx, chromedp.Navigate(base+"/facts"), chromedp.WaitReady("footer"),
		chromedp.SendKeys(`.filters input[name=q]`, "ma túy"), chromedp.Click(`.filters button`), chromedp.WaitVisible(".hold"))
	if got, want := eval[string](t, ctx, "location.pathname + location.search"), "/facts?q=ma+t%C3%BAy"; got != want {
		t.Errorf("got address %q, want %q", got, want)
	}
	if got := eval[int](t, ctx, `document.querySelectorAll("table.facts tbody tr").length`); got == 0 {
		t.Error("no figures are shown")
	}
	for _, c := range complaints.take() {
		t.Error(c)
	}
}

// Content that tries to run does not: the browser would say so.
func TestBrowserHostileContent(t *testing.T) {
	ctx, base, complaints := browser(t, hostile(t))
	for _, address := range everywhere() {
		do(t, ctx, chromedp.Navigate(base+address), chromedp.WaitReady("footer"))
		for _, c := range complaints.take() {
			if !strings.Contains(c, "status of 40") {
				t.Errorf("%s: %s", address, c)
			}
		}
	}
}
