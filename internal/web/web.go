// Package web is the page a journalist opens: search, figures with filters,
// articles with every fact marked where it stands, officials over time,
// provinces side by side. It reads through a Store and writes nothing.
//
// Every page is an address that can be shared: filters, paging and language
// stand in the URL and nothing is kept elsewhere. Pages work without
// JavaScript, load nothing from other hosts, and run no code but the embedded
// files; see guard.go.
package web

import (
	"bytes"
	"context"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"
)

// Options say how the pages are shown.
type Options struct {
	// Lang is the language of a page whose address names none: "vi", or "en".
	Lang string
	// Version is that of the program, shown at the foot of every page.
	Version string
	// Sorts lists the columns of facts that Query.Sort may name.
	Sorts []string
	// Hosts lists host names that are ours beside those of loopback: behind a
	// proxy, or to limit what a public address answers to.
	Hosts []string
	// Indicator returns the name of a canonical series in a language (vi,
	// en), or nothing when it knows none; nil shows identifiers.
	Indicator func(id, lang string) string
	// Note returns where a canonical series breaks, empty where nothing is known
	// to; nil knows of none.
	Note func(id, lang string) string
	// Timeout is the longest time a page may take, 20 s when 0.
	Timeout time.Duration
	// Log takes what went wrong inside; nil is slog.Default.
	Log *slog.Logger
}

// pages are the addresses that are answered within Options.Timeout.
var pages = map[string]func(*call) error{
	"/{$}":          home,
	"/search":       search,
	"/facts":        facts,
	"/article/{id}": article,
	"/officials":    officials,
	"/official":     official,
	"/compare":      compare,
	"/help":         help,
	"/api/{table}":  apiRows,

	"/api/search":                  apiSearch,
	"/api/article/{id}":            apiArticle,
	"/api/facets/{table}/{column}": apiFacets,

	"/": func(*call) error { return ErrNotFound },
}

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets/*
var assetFiles embed.FS

// A site is the handler of New.
type site struct {
	store     Store
	opts      Options
	templates map[string]*template.Template // by language and page: vi/facts
	assets    map[string]asset
	facets    known[[2]string, []Facet] // by table and column
	totals    known[[2]string, int64]   // by table and kind
}

// New returns the handler of the pages over a store.
func New(store Store, opts Options) http.Handler {
	if opts.Lang != "en" {
		opts.Lang = "vi"
	}
	if opts.Timeout == 0 {
		opts.Timeout = 20 * time.Second
	}
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	s := &site{store: store, opts: opts, assets: readAssets(), templates: map[string]*template.Template{}}
	for _, l := range languages() {
		s.parseTemplates(l)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/static/{name}", s.static)
	for pattern, answer := range pages {
		mux.HandleFunc(pattern, s.page(answer, opts.Timeout))
	}
	mux.HandleFunc("/export/{file}", s.page(download, downloadTime))
	return guard(mux, opts.Hosts, s.refuse)
}

// An asset is an embedded file of the pages.
type asset struct {
	mediaType, version string
	body               []byte
}

var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// readAssets reads the embedded files, which are there or the program was not
// built.
func readAssets() map[string]asset {
	assets := map[string]asset{}
	names, err := fs.Glob(assetFiles, "assets/*")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		body, err := assetFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		sum := fnv.New64a()
		sum.Write(body)
		assets[path.Base(name)] = asset{mediaTypes[path.Ext(name)], hex.EncodeToString(sum.Sum(nil)), body}
	}
	return assets
}

// static serves an embedded file; an address with its version may be kept
// forever.
func (s *site) static(w http.ResponseWriter, r *http.Request) {
	a, known := s.assets[r.PathValue("name")]
	if !known {
		s.refuse(w, r, http.StatusNotFound, "error.notfound")
		return
	}
	if r.URL.Query().Get("v") == a.version {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	w.Header().Set("Content-Type", a.mediaType)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body))
}

func (s *site) assetURL(name string) string {
	return "/static/" + name + "?v=" + s.assets[name].version
}

// parseTemplates reads the pages with the words of one language.
func (s *site) parseTemplates(l *language) {
	funcs := s.templateFuncs(l)
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		base := strings.TrimSuffix(path.Base(name), ".html")
		if base == "layout" || base == "parts" {
			continue
		}
		s.templates[l.code+"/"+base] = template.Must(template.New("layout.html").Funcs(funcs).
			ParseFS(templateFiles, "templates/layout.html", "templates/parts.html", name))
	}
}

// A call is one request on its way to an answer.
type call struct {
	*site
	w    http.ResponseWriter
	r    *http.Request
	lang *language
	// values are the parameters of the address, checked for size and form.
	values url.Values
	query  Query
	view   view
}

// page wraps the function of a page: it reads the address, limits the time
// and turns an error into a page that says what is wrong.
func (s *site) page(answer func(*call) error, timeout time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), timeout)
		defer cancel()
		c := &call{site: s, w: w, r: r.WithContext(ctx), lang: s.languageOf(r.URL.RawQuery)}
		err := c.read()
		if err == nil {
			err = answer(c)
		}
		if err != nil {
			c.fail(err)
		}
	}
}

// read reads the address.
func (c *call) read() (err error) {
	if c.values, err = parseValues(c.r.URL.RawQuery); err != nil {
		return err
	}
	if c.query, err = readQuery(c.values); err != nil {
		return err
	}
	c.view, err = readView(c.values, c.opts.Sorts)
	return err
}

// languageOf reads the language from a raw query, which may be broken.
func (s *site) languageOf(raw string) *language {
	values, _ := url.ParseQuery(raw)
	if l, known := languages()[values.Get("lang")]; known {
		return l
	}
	return languages()[s.opts.Lang]
}

func (c *call) ctx() context.Context { return c.r.Context() }

// A pageData is what the layout shows around a page.
type pageData struct {
	Title string
	// Section is the entry of the menu that is current.
	Section string
	// Query is what stands in the search box.
	Query string
	// Langs are the other languages of the same page.
	Langs []link
	// Path is that of the page.
	Path string
	Data any
}

// A link is a place a reader can go to.
type link struct {
	Text, URL string
	Rows      string
	// Name is the parameter that a filter's link lifts.
	Name string
	// Current marks the link to where the reader is, or a filter that holds.
	Current bool
}

// show writes a page.
func (c *call) show(status int, name, title string, data any) error {
	page := pageData{Title: title, Section: name, Query: c.query.Text, Path: c.r.URL.Path, Data: data}
	for _, code := range []string{"vi", "en"} {
		values := clone(c.values)
		values.Set("lang", code)
		if code == c.opts.Lang {
			values.Del("lang")
		}
		page.Langs = append(page.Langs, link{Text: code, URL: addressOf(c.r.URL.Path, values), Current: code == c.lang.code})
	}
	var body bytes.Buffer
	if err := c.templates[c.lang.code+"/"+name].Execute(&body, page); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	c.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	c.w.Header().Set("Content-Language", c.lang.code)
	c.w.WriteHeader(status)
	if c.r.Method != http.MethodHead {
		// The reader may be gone; there is nobody to tell.
		_, _ = body.WriteTo(c.w)
	}
	return nil
}

// fail answers with what is wrong: the reader's own slips in words, ours as a
// page that says so and a line in the log.
func (c *call) fail(err error) {
	var wrong *paramError
	switch {
	case errors.Is(err, context.Canceled): // nobody is there to read the answer
	case errors.As(err, &wrong):
		c.sorry(http.StatusBadRequest, wrong.message, wrong.name)
	case errors.Is(err, ErrQuery):
		c.sorry(http.StatusBadRequest, "error.query", c.query.Text)
	case errors.Is(err, ErrNotFound):
		c.sorry(http.StatusNotFound, "error.notfound", "")
	case errors.Is(err, context.DeadlineExceeded) || c.ctx().Err() != nil:
		c.sorry(http.StatusServiceUnavailable, "error.slow", "")
	default:
		c.opts.Log.Error("page failed", "path", c.r.URL.Path, "error", err)
		c.sorry(http.StatusInternalServerError, "error.broken", "")
	}
}

// An apology is what the error page shows.
type apology struct {
	Status          int
	Message, Detail string
}

// sorry writes an error as JSON under /api/ and as a page elsewhere.
func (c *call) sorry(status int, message, detail string) {
	if c.values == nil {
		c.values = url.Values{}
	}
	text := c.lang.say(message)
	if strings.HasPrefix(c.r.URL.Path, "/api/") {
		c.writeJSON(status, map[string]string{"error": strings.TrimSuffix(strings.TrimSuffix(text, "."), "…") + suffix(detail)})
		return
	}
	if err := c.show(status, "error", text, apology{status, text, detail}); err != nil {
		http.Error(c.w, text, status)
	}
}

func suffix(detail string) string {
	if detail == "" {
		return ""
	}
	return ": " + detail
}

// refuse is sorry for a request that is not to be read.
func (s *site) refuse(w http.ResponseWriter, r *http.Request, status int, message string) {
	c := &call{site: s, w: w, r: r, lang: s.languageOf("")}
	c.sorry(status, message, "")
}

// linkTo writes the address of a path with pairs of names and values, in the
// language of this page.
func (s *site) linkTo(l *language, path string, pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			values.Add(pairs[i], pairs[i+1])
		}
	}
	if l.code != s.opts.Lang {
		values.Set("lang", l.code)
	}
	return addressOf(path, values)
}

// link is linkTo in the language of the call.
func (c *call) link(path string, pairs ...string) string { return c.linkTo(c.lang, path, pairs...) }

// again is the address of a path with the filters of this page, changed.
func (c *call) again(path string, change func(url.Values)) string {
	values := url.Values{}
	for name, list := range c.values {
		if kept(name) {
			values[name] = append([]string(nil), list...)
		}
	}
	change(values)
	if c.lang.code == c.opts.Lang {
		values.Del("lang")
	}
	return addressOf(path, values)
}
