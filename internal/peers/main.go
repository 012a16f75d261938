// Command peers measures the page extractor beside public ones on the same
// pages in one run: what of the article each keeps, what of the page each lets
// through, and the price as a ratio to parsing alone. It is a module of its
// own, so that the peers stay out of the product's go.mod.
//
//	go run . [-pages DIR] [-rounds N]
//
// DIR holds html/ and gold/ as in shared/corpus/pages.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"time"

	readeck "codeberg.org/readeck/go-readability/v2"
	shiori "github.com/go-shiori/go-readability"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/extract/page"
	"github.com/trich-vn/trich/internal/portal"
)

// A result is what an extractor makes of a page.
type result struct {
	text, title, published, byline string
	none                           bool
}

type extractor struct {
	name string
	run  func(body []byte) result
}

// gold is one page's expectation, as shared/tools/score_pages.py reads it.
type gold struct {
	Page, Kind, Title, Published, Byline, Lead string
	Has, Lacks                                 []string
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("peers", flag.ContinueOnError)
	dir := flags.String("pages", "../../../shared/corpus/pages", "folder with html/ and gold/")
	rounds := flags.Int("rounds", 10, "how often each page is read for the price")
	if err := flags.Parse(args); err != nil {
		return err
	}
	pages, golds, err := load(*dir)
	if err != nil {
		return err
	}
	list, err := extractors()
	if err != nil {
		return err
	}
	parse := func(b []byte) { _, _ = html.Parse(bytes.NewReader(b)) }
	fmt.Fprintf(out, "%d pages, each read %d times; price as a multiple of html.Parse alone, measured in turns\n\n", len(pages), *rounds)
	fmt.Fprintf(out, "%-22s %6s %6s %6s %6s %6s %6s %6s %9s %9s\n", "", "has", "lacks", "lead", "title", "date", "byline", "list", "CPU", "memory")
	for _, x := range list {
		s := score(x, pages, golds)
		base, own := prices(pages, *rounds, parse, func(b []byte) { x.run(b) })
		fmt.Fprintf(out, "%-22s %s %9.2f %9.2f\n", x.name, s, float64(own.cpu)/float64(base.cpu), own.mb/base.mb)
	}
	return nil
}

func load(dir string) (map[string][]byte, []gold, error) {
	files, err := filepath.Glob(filepath.Join(dir, "gold", "*.json"))
	if err != nil {
		return nil, nil, err
	}
	if len(files) == 0 {
		return nil, nil, fmt.Errorf("%s: no gold", dir)
	}
	pages := map[string][]byte{}
	var golds []gold
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, nil, err
		}
		var g gold
		if err := json.Unmarshal(b, &g); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", f, err)
		}
		if pages[g.Page], err = os.ReadFile(filepath.Join(dir, "html", g.Page)); err != nil {
			return nil, nil, err
		}
		golds = append(golds, g)
	}
	return pages, golds, nil
}

func extractors() ([]extractor, error) {
	set, err := portal.Load("")
	if err != nil {
		return nil, err
	}
	with, without := page.New(set), page.New(nil)
	any, _ := url.Parse("https://portal.example.vn/tin-tuc/bai-viet.html")
	return []extractor{
		{"trich, with profiles", func(b []byte) result { return ours(with, b) }},
		{"trich, generic", func(b []byte) result { return ours(without, b) }},
		{"go-trafilatura", func(b []byte) result { return trafila(b, any) }},
		{"shiori readability", func(b []byte) result { return viaShiori(b, any) }},
		{"readeck readability", func(b []byte) result { return viaReadeck(b, any) }},
	}, nil
}

func ours(x *page.Extractor, b []byte) result {
	a, err := x.Article(&corpus.Page{MediaType: corpus.HTML, Body: b})
	if err != nil {
		var none *page.NoArticle
		return result{none: errors.As(err, &none)}
	}
	return result{text: a.Text, title: a.Title, published: a.Published, byline: a.Byline}
}

func trafila(b []byte, u *url.URL) result {
	r, err := trafilatura.Extract(bytes.NewReader(b), trafilatura.Options{OriginalURL: u, EnableFallback: true, ExcludeComments: true})
	if err != nil {
		return result{none: true}
	}
	return result{text: r.Metadata.Title + "\n" + r.ContentText, title: r.Metadata.Title, published: day(r.Metadata.Date), byline: r.Metadata.Author}
}

func viaShiori(b []byte, u *url.URL) result {
	a, err := shiori.FromReader(bytes.NewReader(b), u)
	if err != nil || a.Node == nil {
		return result{none: true}
	}
	r := result{text: a.Title + "\n" + a.TextContent, title: a.Title, byline: a.Byline}
	if a.PublishedTime != nil {
		r.published = day(*a.PublishedTime)
	}
	return r
}

func viaReadeck(b []byte, u *url.URL) result {
	a, err := readeck.FromReader(bytes.NewReader(b), u)
	if err != nil || a.Node == nil {
		return result{none: true}
	}
	var text bytes.Buffer
	if err := a.RenderText(&text); err != nil {
		return result{none: true}
	}
	r := result{text: a.Title() + "\n" + text.String(), title: a.Title(), byline: a.Byline()}
	if t, err := a.PublishedTime(); err == nil {
		r.published = day(t)
	}
	return r
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02")
}

// A tally counts what was right of how many.
type tally struct{ right, of int }

func (t *tally) mark(ok bool) {
	t.of++
	if ok {
		t.right++
	}
}

func (t tally) String() string {
	if t.of == 0 {
		return "     -"
	}
	return fmt.Sprintf("%6.3f", float64(t.right)/float64(t.of))
}

// score counts as shared/tools/score_pages.py does.
func score(x extractor, pages map[string][]byte, golds []gold) string {
	var has, lacks, lead, title, date, byline, list tally
	for _, g := range golds {
		r := x.run(pages[g.Page])
		if g.Kind == "list" {
			list.mark(r.none)
			continue
		}
		text := fold(r.text)
		for _, q := range g.Has {
			has.mark(strings.Contains(text, fold(q)))
		}
		for _, q := range g.Lacks {
			lacks.mark(!strings.Contains(text, fold(q)))
		}
		if g.Lead != "" {
			lead.mark(strings.Contains(text, head(fold(g.Lead), 60)))
		}
		title.mark(loose(r.title) == loose(g.Title))
		date.mark(r.published == g.Published)
		byline.mark(loose(r.byline) == loose(g.Byline))
	}
	return fmt.Sprint(has, " ", lacks, " ", lead, " ", title, " ", date, " ", byline, " ", list)
}

var nonWord = regexp.MustCompile(`[^\p{L}\p{N}_]+`)

func fold(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }
func loose(s string) string {
	return strings.TrimSpace(nonWord.ReplaceAllString(strings.ToLower(fold(s)), " "))
}

func head(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

// A cost is what reading all pages took.
type cost struct {
	cpu time.Duration
	mb  float64
}

// prices lets two readers take turns over all pages, so that what else the
// machine does meets both, and returns what each spent.
func prices(pages map[string][]byte, rounds int, one, other func([]byte)) (a, b cost) {
	for range rounds {
		a.add(price(pages, one))
		b.add(price(pages, other))
	}
	return a, b
}

func (c *cost) add(d cost) { c.cpu, c.mb = c.cpu+d.cpu, c.mb+d.mb }

func price(pages map[string][]byte, read func([]byte)) cost {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := cpuTime()
	for _, b := range pages {
		read(b)
	}
	runtime.GC()
	spent := cpuTime() - start
	runtime.ReadMemStats(&after)
	return cost{spent, float64(after.TotalAlloc-before.TotalAlloc) / (1 << 20)}
}

// cpuTime is the CPU time the process has used, garbage collection included.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
