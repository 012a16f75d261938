package page

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
)

// shared is the folder of real pages and gold beside the checkout.
const shared = "../../../shared/corpus"

// A share counts what was right of how many.
type share struct{ right, of int }

func (s *share) mark(ok bool) {
	s.of++
	if ok {
		s.right++
	}
}

// TestRealPages holds the extractor to floors on real pages, with the portal
// files and without. shared/tools/score_pages.py counts the same.
func TestRealPages(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared, "pages/gold/*.json"))
	if err != nil || len(files) == 0 {
		t.Skip("no shared corpus beside the checkout")
	}
	floors := map[string]float64{"has": 0.97, "lacks": 0.97, "lead": 1, "title": 0.97, "published": 0.97, "byline": 0.9, "list": 1}
	set, err := portal.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, generic := range []bool{false, true} {
		x := New(set)
		x.Generic = generic
		got := map[string]*share{}
		for name := range floors {
			got[name] = &share{}
		}
		for _, f := range files {
			scorePage(t, x, f, got)
		}
		for name, floor := range floors {
			if s := got[name]; s.of == 0 || float64(s.right) < floor*float64(s.of) {
				t.Errorf("generic %v, %s: %d of %d, floor %v", generic, name, s.right, s.of, floor)
			}
		}
	}
}

func scorePage(t *testing.T, x *Extractor, file string, got map[string]*share) {
	t.Helper()
	var gold struct {
		Page, Kind, Title, Published, Byline, Lead string
		Has, Lacks                                 []string
	}
	readJSON(t, file, &gold)
	body, err := os.ReadFile(filepath.Join(shared, "pages/html", gold.Page))
	if err != nil {
		t.Fatal(err)
	}
	a, err := x.Article(&corpus.Page{Source: gold.Page, MediaType: corpus.HTML, Body: body})
	if gold.Kind == "list" {
		got["list"].mark(err != nil)
		return
	}
	if err != nil {
		t.Errorf("%s: %v", gold.Page, err)
		return
	}
	checkText(t, gold.Page, a)
	text := oneLine(a.Text)
	for _, q := range gold.Has {
		got["has"].mark(strings.Contains(text, oneLine(q)))
	}
	for _, q := range gold.Lacks {
		got["lacks"].mark(!strings.Contains(text, oneLine(q)))
	}
	if gold.Lead != "" {
		lead := []rune(oneLine(gold.Lead))
		got["lead"].mark(strings.Contains(text, string(lead[:min(60, len(lead))])))
	}
	got["title"].mark(titleKey(a.Title) == titleKey(gold.Title))
	got["published"].mark(a.Published == gold.Published)
	got["byline"].mark(titleKey(a.Byline) == titleKey(gold.Byline))
}

// TestBrokenRealPages cuts real pages off anywhere and mixes encodings into
// them: an article or a reason comes out, in good form.
func TestBrokenRealPages(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared, "pages/html/*.html"))
	if err != nil || len(files) == 0 {
		t.Skip("no shared corpus beside the checkout")
	}
	set, err := portal.Load("")
	if err != nil {
		t.Fatal(err)
	}
	x := New(set)
	for i, f := range files {
		body, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for cut := range 7 {
			end := len(body) * (cut + 1) / 8
			checkFuzzed(t, x, corpus.HTML, body[:end])
			checkFuzzed(t, x, corpus.Text, body[end/2:end])
		}
		mixed := append([]byte(nil), body...)
		for j := 100 + i; j < len(mixed); j += 997 {
			mixed[j] ^= 0x80
		}
		checkFuzzed(t, x, corpus.HTML, mixed)
	}
}

// TestRealTexts holds plain text to the article fields of the gold.
func TestRealTexts(t *testing.T) {
	var files []string
	for _, dir := range []string{"gold", "dev/gold"} {
		found, err := filepath.Glob(filepath.Join(shared, dir, "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skip("no shared corpus beside the checkout")
	}
	var title, published, byline, province, body share
	for _, f := range files {
		var gold struct {
			Doc     string
			Article struct {
				Title, Published, Byline, Province string
				BodyHas                            []string `json:"body_has"`
				BodyLacks                          []string `json:"body_lacks"`
			}
		}
		readJSON(t, f, &gold)
		path := filepath.Join(shared, "seeds", gold.Doc)
		if strings.Contains(f, "dev") {
			path = filepath.Join(shared, "dev/articles", gold.Doc)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		a, err := New(nil).Article(&corpus.Page{Source: gold.Doc, MediaType: corpus.Text, Body: text})
		if err != nil {
			t.Errorf("%s: %v", gold.Doc, err)
			continue
		}
		checkText(t, gold.Doc, a)
		g := gold.Article
		title.mark(titleKey(a.Title) == titleKey(g.Title))
		published.mark(a.Published == g.Published)
		byline.mark(titleKey(a.Byline) == titleKey(g.Byline))
		province.mark(a.Province == g.Province)
		for _, q := range g.BodyHas {
			body.mark(strings.Contains(a.Text, q))
		}
		for _, q := range g.BodyLacks {
			body.mark(!strings.Contains(a.Text, q))
		}
	}
	for name, s := range map[string]share{"title": title, "published": published, "byline": byline, "province": province, "body": body} {
		if float64(s.right) < 0.95*float64(s.of) {
			t.Errorf("%s: %d of %d", name, s.right, s.of)
		}
	}
}

func readJSON(t *testing.T, file string, to any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, to); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
