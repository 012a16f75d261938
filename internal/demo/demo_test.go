package demo

import (
	"encoding/xml"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// An answer is what the tests look at of a response.
type answer struct {
	status int
	header http.Header
}

func get(t *testing.T, address string, header ...string) (answer, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header}, string(body)
}

// links lists the addresses a page refers to, in rooted or absolute form.
func links(page string) []string {
	var out []string
	for z := html.NewTokenizer(strings.NewReader(page)); z.Next() != html.ErrorToken; {
		for _, a := range z.Token().Attr {
			if a.Key == "href" || a.Key == "src" || a.Key == "action" {
				out = append(out, a.Val)
			}
		}
	}
	return out
}

// crawl follows every link of the host from its home page and returns the
// bodies by path and query.
func crawl(t *testing.T, start string) map[string]string {
	t.Helper()
	seen := map[string]string{}
	base, err := url.Parse(start)
	if err != nil {
		t.Fatal(err)
	}
	for queue := []string{base.RequestURI()}; len(queue) > 0; queue = queue[1:] {
		if _, done := seen[queue[0]]; done {
			continue
		}
		resp, body := get(t, base.Scheme+"://"+base.Host+queue[0])
		if resp.status != http.StatusOK {
			t.Errorf("%s: %d", queue[0], resp.status)
		}
		seen[queue[0]] = body
		if !strings.HasPrefix(resp.header.Get("Content-Type"), "text/html") {
			continue
		}
		for _, link := range links(body) {
			u, err := base.Parse(link)
			if err != nil {
				t.Errorf("%s: %q: %v", queue[0], link, err)
			} else if u.Host == base.Host && !strings.HasPrefix(link, "#") {
				queue = append(queue, u.RequestURI())
			}
		}
	}
	return seen
}

func TestEveryLinkResolvesAndEveryArticleIsReached(t *testing.T) {
	server := httptest.NewServer(Handler())
	defer server.Close()
	pages := crawl(t, server.URL+"/")
	if len(pages) < 80 {
		t.Errorf("%d pages reached from the home page", len(pages))
	}
	for _, a := range Articles() {
		if _, ok := pages[a.Path()]; !ok && !reachedWithParameters(pages, a.Path()) {
			t.Errorf("%s is not linked", a.Path())
		}
	}
	for path, body := range pages {
		if strings.Contains(body, origin) || strings.Contains(body, "ZgotmplZ") {
			t.Errorf("%s: a placeholder is left", path)
		}
	}
}

func reachedWithParameters(pages map[string]string, path string) bool {
	for p := range pages {
		if strings.HasPrefix(p, path+"?") {
			return true
		}
	}
	return false
}

func TestPortalsServeAlone(t *testing.T) {
	for _, p := range Portals() {
		h, err := PortalHandler(p.ID)
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(h)
		pages := crawl(t, server.URL+"/")
		n := 0
		for _, a := range Articles() {
			path := strings.TrimPrefix(a.Path(), "/"+p.ID)
			_, ok := pages[path]
			if a.Portal != p.ID {
				continue
			}
			n++
			if !ok && !reachedWithParameters(pages, path) {
				t.Errorf("%s: %s is not linked", p.ID, path)
			}
		}
		if n < 5 {
			t.Errorf("%s has %d articles", p.ID, n)
		}
		if _, body := get(t, server.URL+"/robots.txt"); !strings.Contains(body, "Disallow: "+p.Disallowed()[0]) ||
			!strings.Contains(body, "Sitemap: "+server.URL+"/sitemap.xml") {
			t.Errorf("%s: robots.txt is %q", p.ID, body)
		}
		server.Close()
	}
	if _, err := PortalHandler("nowhere"); err == nil {
		t.Error("an unknown portal is served")
	}
}

// text is what stands between the tags of a page, composed, without the
// characters nobody sees.
func text(page string) string {
	var b strings.Builder
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(norm.NFC.String(strings.ReplaceAll(b.String(), "\u200b", ""))), " ")
		case html.TextToken:
			b.Write(z.Text())
			b.WriteByte(' ')
		}
	}
}

func contentOf(text string) string {
	return html.UnescapeString(strings.Join(strings.Fields(text), " "))
}

func TestArticlePagesHoldArticleAndFurniture(t *testing.T) {
	server := httptest.NewServer(Handler())
	defer server.Close()
	markup := map[string][]string{
		"sharepoint": {`id="part1"`, `class="lv_description_mode1"`, `class="Time"`, "ExternalClass", "css_readCounter", "tbtinkhac"},
		"liferay":    {"asset-full-content-title", "sapo-wrapper", "journal-content-article", "assetPublishDate", "related_asset"},
		"nukeviet":   {`id="news-bodyhtml"`, `itemprop="headline"`, "hometext", "other-news", `content="NukeViet v4.5"`},
	}
	for _, p := range Portals() {
		for _, a := range Articles() {
			if a.Portal != p.ID {
				continue
			}
			_, page := get(t, server.URL+a.Path())
			for _, want := range markup[p.CMS] {
				if !strings.Contains(page, want) {
					t.Errorf("%s: no %q in the markup", a.ID, want)
				}
			}
			shown := html.UnescapeString(text(page))
			for line := range strings.SplitSeq(a.Text(), "\n") {
				for cell := range strings.SplitSeq(line, " | ") {
					if !strings.Contains(shown, contentOf(cell)) {
						t.Errorf("%s: not on the page: %q", a.ID, cell)
					}
				}
			}
			for _, f := range p.Furniture() {
				if !strings.Contains(shown, f) && !strings.Contains(shown, strings.ToUpper(f)) {
					t.Errorf("%s: no furniture %q", a.ID, f)
				}
				if f == "" || strings.Contains(a.Text(), f) {
					t.Errorf("%s: furniture %q is empty or in the article", a.ID, f)
				}
			}
			for _, line := range []string{a.Byline, a.Origin, a.Credit} {
				if !strings.Contains(shown, line) {
					t.Errorf("%s: no byline or origin %q", a.ID, line)
				}
			}
		}
	}
}

func TestSecondCrawlIsAnsweredNotModified(t *testing.T) {
	server := httptest.NewServer(Handler())
	defer server.Close()
	for _, a := range Articles() {
		first, one := get(t, server.URL+a.Path())
		_, two := get(t, server.URL+a.Path())
		if one != two {
			t.Errorf("%s: two answers differ", a.ID)
		}
		modified := first.header.Get("Last-Modified")
		if at, err := http.ParseTime(modified); err != nil || !at.Equal(a.Published) {
			t.Errorf("%s: Last-Modified %q, published %v", a.ID, modified, a.Published)
		}
		for _, condition := range [][]string{{"If-None-Match", first.header.Get("ETag")}, {"If-Modified-Since", modified}} {
			again, body := get(t, server.URL+a.Path(), condition...)
			if again.status != http.StatusNotModified || body != "" {
				t.Errorf("%s with %v: %d", a.ID, condition, again.status)
			}
		}
	}
	if r, _ := get(t, server.URL+"/binh-lam/", "If-None-Match", `"1"`); r.status != http.StatusOK {
		t.Errorf("a list page: %d", r.status)
	}
}

func TestFeedsAndSitemapsParse(t *testing.T) {
	server := httptest.NewServer(Handler())
	defer server.Close()
	byPath := map[string]Article{}
	for _, a := range Articles() {
		byPath[a.Path()] = a
	}
	for _, p := range Portals() {
		one := newSite(p, Articles(), "/"+p.ID)
		_, body := get(t, server.URL+one.feed())
		var feed rssFeed
		if err := xml.Unmarshal([]byte(body), &feed); err != nil {
			t.Fatalf("%s: %v", p.ID, err)
		}
		if len(feed.Items) != perFeed {
			t.Errorf("%s: %d items in the feed", p.ID, len(feed.Items))
		}
		for _, i := range feed.Items {
			a, ok := byPath[strings.TrimPrefix(i.Link, server.URL)]
			at, err := time.Parse(time.RFC1123Z, i.Published)
			if !ok || err != nil || a.Title != i.Title || !at.Equal(a.Published) {
				t.Errorf("%s: feed item %+v: %v", p.ID, i, err)
			}
		}
	}
	_, body := get(t, server.URL+"/sitemap.xml")
	var index indexSet
	if err := xml.Unmarshal([]byte(body), &index); err != nil || len(index.Entries) != 5 {
		t.Fatalf("sitemap index: %v, %d entries", err, len(index.Entries))
	}
	found := 0
	for _, e := range index.Entries {
		_, body := get(t, e.Loc)
		var set urlSet
		if err := xml.Unmarshal([]byte(body), &set); err != nil || len(set.Entries) == 0 {
			t.Errorf("%s: %v, %d entries", e.Loc, err, len(set.Entries))
		}
		for _, u := range set.Entries {
			if r, _ := get(t, u.Loc); r.status != http.StatusOK {
				t.Errorf("%s: %s: %d", e.Loc, u.Loc, r.status)
			}
			if _, ok := byPath[strings.TrimPrefix(u.Loc, server.URL)]; ok {
				found++
			}
		}
	}
	if want := len(Articles()) - 2; found != want {
		t.Errorf("the sitemaps name %d articles, want %d", found, want)
	}
}

func TestOddRequests(t *testing.T) {
	server := httptest.NewServer(Handler())
	defer server.Close()
	for path, want := range map[string]int{
		"/nowhere":                        404,
		"/hai-thuan/tin-tuc/nowhere.html": 404,
		"/robots.txt":                     200,
		"/binh-lam/lien-he":               200,
		"/hai-thuan/users/login/":         200,
	} {
		if r, _ := get(t, server.URL+path); r.status != want {
			t.Errorf("%s: got %d, want %d", path, r.status, want)
		}
	}
	resp, err := http.Post(server.URL+"/", "text/plain", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", resp.StatusCode)
	}
	_, body := get(t, server.URL+"/robots.txt")
	for _, p := range Portals() {
		for _, d := range p.Disallowed() {
			if !strings.Contains(body, "Disallow: /"+p.ID+d+"\n") {
				t.Errorf("robots.txt does not forbid %s%s", p.ID, d)
			}
		}
	}
}

var figure = regexp.MustCompile(`\d+(?:[.,]\d+)*`)

// amounts lists every number of a text as an exact decimal, as printed and
// under each reading of a scale word that follows it.
func amounts(text string) map[string]bool {
	out := map[string]bool{}
	for _, at := range figure.FindAllStringIndex(text, -1) {
		printed := strings.ReplaceAll(strings.ReplaceAll(text[at[0]:at[1]], ".", ""), ",", ".")
		exact, ok := new(big.Rat).SetString(printed)
		if !ok {
			continue
		}
		rest := strings.TrimSpace(text[at[1]:])
		for _, s := range append(scales, struct {
			word   string
			factor int64
		}{"", 1}) {
			if strings.HasPrefix(rest, s.word) {
				scaled := new(big.Rat).Mul(exact, new(big.Rat).SetInt64(s.factor))
				digits, _ := scaled.FloatPrec()
				out[scaled.FloatString(digits)] = true
			}
		}
	}
	return out
}

// TestExpectedFactsStandInTheText keeps the table of what to expect honest.
func TestExpectedFactsStandInTheText(t *testing.T) {
	all := Articles()
	if len(all) < 15 {
		t.Fatalf("%d articles", len(all))
	}
	slugs := map[string]bool{}
	for _, a := range all {
		whole := a.Text()
		if slugs[a.Slug] || a.Path() == "" {
			t.Errorf("%s: slug or path %q is not its own", a.ID, a.Slug)
		}
		slugs[a.Slug] = true
		if !norm.NFC.IsNormalString(whole) || strings.IndexFunc(whole, unicode.IsControl) >= 0 && strings.ContainsAny(whole, "\t\r") {
			t.Errorf("%s: the source text is not clean", a.ID)
		}
		for _, name := range a.Expected.Officials {
			if !strings.Contains(whole, name) {
				t.Errorf("%s: official %q is not in the text", a.ID, name)
			}
		}
		have := amounts(whole)
		for _, q := range a.Expected.Counts {
			if !have[q.Value] || !strings.Contains(strings.ToLower(whole), strings.ToLower(strings.Fields(q.Unit)[0])) {
				t.Errorf("%s: count %+v is not in the text", a.ID, q)
			}
		}
		for _, p := range a.Expected.Percentages {
			if !have[p] {
				t.Errorf("%s: percentage %s is not in the text", a.ID, p)
			}
		}
		if len(a.Expected.Counts) == 0 || len(a.Expected.Officials) == 0 {
			t.Errorf("%s expects nothing", a.ID)
		}
	}
}

func TestMistakesInArticlesAreNamed(t *testing.T) {
	const head = "portal: p\nslug: s\npublished: 2024-01-02T03:04\ntitle: T\nlead: L\n"
	for source, want := range map[string]string{
		"nothing":                  `"nothing" is no field`,
		"colour: red":              `unknown field "colour"`,
		"published: yesterday":     "1: parsing time",
		"counts: many vụ":          `"many vụ" is no number with a unit`,
		"title: T\n\nonly a title": "title, lead, slug",
		head:                       "are needed",
	} {
		_, err := parseArticle([]byte(source))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", source, err, want)
		}
	}
	a, err := parseArticle([]byte(head + "counts: 2.1 tỷ đồng; 3 vụ\n\nOne.\n\n= Two\n\n| a | b\n| 1 | 2\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []Quantity{{"2100000000", "đồng"}, {"3", "vụ"}}; !slices.Equal(a.Expected.Counts, want) {
		t.Errorf("got %v, want %v", a.Expected.Counts, want)
	}
	if got := fmt.Sprint(a.Blocks); got != "[{paragraph One. []} {heading Two []} {table  [[a b] [1 2]]}]" {
		t.Errorf("blocks: %s", got)
	}
}
