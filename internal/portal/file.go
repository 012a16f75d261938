package portal

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
)

//go:embed data/*.toml
var embedded embed.FS

// Code is this package's source, a part of the rules' version.
//
//go:embed *.go
var Code embed.FS

// file is a portal file as it is written.
type file struct {
	Name     string       `toml:"name"`
	CMS      string       `toml:"cms"`
	Province string       `toml:"province"`
	Agency   string       `toml:"agency"`
	Hosts    []string     `toml:"hosts"`
	Start    []string     `toml:"start"`
	Article  string       `toml:"article"`
	List     string       `toml:"list"`
	Feeds    []string     `toml:"feeds"`
	Sitemaps []string     `toml:"sitemaps"`
	Detect   []string     `toml:"detect"`
	Note     string       `toml:"note"`
	Layouts  []fileLayout `toml:"layout"`
	Crawl    struct {
		Delay     string `toml:"delay"`
		LegacyTLS bool   `toml:"legacy_tls"`
		MaxDepth  int    `toml:"max_depth"`
	} `toml:"crawl"`
}

type fileLayout struct {
	From       toml.LocalDate `toml:"from"`
	Until      toml.LocalDate `toml:"until"`
	DateFormat string         `toml:"date_format"`
	Note       string         `toml:"note"`
	Title      []string       `toml:"title"`
	Lead       []string       `toml:"lead"`
	Body       []string       `toml:"body"`
	Date       []string       `toml:"date"`
	Byline     []string       `toml:"byline"`
	Origin     []string       `toml:"origin"`
	Caption    []string       `toml:"caption"`
	Junk       []string       `toml:"junk"`
	Category   []string       `toml:"category"`
	Tags       []string       `toml:"tags"`
}

// Load reads the portals that come with the program and then those of the
// user's folder ("" for none), where a file of the same name replaces ours.
// Errors name file and line; all files with errors are named.
func Load(userDir string) (*Set, error) {
	profiles := map[string]*Profile{}
	errs := []error{readAll(embedded, "data", "", profiles)}
	if userDir != "" {
		if _, err := os.Stat(userDir); err != nil {
			return nil, fmt.Errorf("portal folder: %w", err)
		}
		errs = append(errs, readAll(os.DirFS(userDir), ".", userDir, profiles))
	}
	for _, p := range profiles {
		if p.CMS != "" && profiles[p.CMS] == nil {
			errs = append(errs, fmt.Errorf("%s: cms %q has no file", p.File, p.CMS))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return newSet(profiles), nil
}

func readAll(fsys fs.FS, dir, shown string, into map[string]*Profile) error {
	names, err := fs.Glob(fsys, path.Join(dir, "*.toml"))
	if err != nil {
		return err
	}
	var errs []error
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		p, err := Parse(path.Join(shown, name), data)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		into[p.ID] = p
	}
	return errors.Join(errs...)
}

var validID = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*$`)

// Parse reads one portal file. The profile is named after the file. Unknown
// keys are errors: a misspelt key would otherwise be lost in silence.
func Parse(name string, data []byte) (*Profile, error) {
	var f file
	dec := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return nil, locate(name, err)
	}
	p := &Profile{
		ID:   strings.TrimSuffix(path.Base(strings.ReplaceAll(name, `\`, "/")), ".toml"),
		Name: f.Name, CMS: f.CMS, Province: f.Province, Agency: f.Agency,
		Start: f.Start, Feeds: f.Feeds, Sitemaps: f.Sitemaps, Detect: f.Detect, File: name, digest: sha256.Sum256(data),
		Crawl: Crawl{LegacyTLS: f.Crawl.LegacyTLS, MaxDepth: f.Crawl.MaxDepth},
	}
	if err := fill(p, &f); err != nil {
		return nil, at(name, data, err)
	}
	return p, nil
}

// A keyError is a value that cannot be right; key and text find its line.
type keyError struct {
	key, text string
	err       error
}

func (e *keyError) Error() string { return fmt.Sprintf("%s: %v", e.key, e.err) }

func fill(p *Profile, f *file) error {
	if !validID.MatchString(p.ID) {
		return fmt.Errorf("the file's name must be lower-case letters, digits, dots and dashes")
	}
	if p.Name == "" {
		return fmt.Errorf("name is missing")
	}
	if len(f.Hosts) == 0 && len(f.Detect) == 0 {
		return fmt.Errorf("neither hosts nor detect: the profile would never be used")
	}
	for _, h := range f.Hosts {
		host := canonicalHost(h)
		if host == "" || strings.ContainsAny(host, "/:? ") || strings.Contains(strings.TrimPrefix(host, "*."), "*") {
			return &keyError{"hosts", h, fmt.Errorf("%q is not a host name", h)}
		}
		p.Hosts = append(p.Hosts, host)
	}
	if err := checkAddresses(f); err != nil {
		return err
	}
	for _, e := range []struct {
		key, text string
		to        **regexp.Regexp
	}{{"article", f.Article, &p.ArticleURL}, {"list", f.List, &p.ListURL}} {
		if e.text == "" {
			continue
		}
		re, err := regexp.Compile(e.text)
		if err != nil {
			return &keyError{e.key, e.text, err}
		}
		*e.to = re
	}
	if f.Crawl.Delay != "" {
		d, err := time.ParseDuration(f.Crawl.Delay)
		if err == nil && d < 0 {
			err = fmt.Errorf("negative")
		}
		if err != nil {
			return &keyError{"delay", f.Crawl.Delay, err}
		}
		p.Crawl.Delay = d
	}
	for _, l := range f.Layouts {
		if err := addLayout(p, l); err != nil {
			return err
		}
	}
	return nil
}

func checkAddresses(f *file) error {
	for _, e := range []struct {
		key  string
		list []string
	}{{"start", f.Start}, {"feeds", f.Feeds}, {"sitemaps", f.Sitemaps}} {
		for _, a := range e.list {
			if u, err := url.Parse(a); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
				return &keyError{e.key, a, fmt.Errorf("%q is not a web address", a)}
			}
		}
	}
	return nil
}

func addLayout(p *Profile, l fileLayout) error {
	out := Layout{
		DateFormat: l.DateFormat, Title: l.Title, Lead: l.Lead, Body: l.Body, Date: l.Date,
		Byline: l.Byline, Origin: l.Origin, Caption: l.Caption, Junk: l.Junk, Category: l.Category, Tags: l.Tags,
	}
	if l.From != (toml.LocalDate{}) {
		out.From = l.From.AsTime(time.UTC)
	}
	if l.Until != (toml.LocalDate{}) {
		out.Until = l.Until.AsTime(time.UTC)
	}
	if !out.Until.IsZero() && out.Until.Before(out.From) {
		return &keyError{"until", l.Until.String(), fmt.Errorf("until lies before from")}
	}
	if len(out.Body) == 0 {
		return fmt.Errorf("a layout has no body selector")
	}
	p.Layouts = append(p.Layouts, out)
	return nil
}

// locate puts file and line before an error of the TOML library.
func locate(name string, err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		first := strict.Errors[0]
		line, _ := first.Position()
		return fmt.Errorf("%s:%d: unknown key %q", name, line, strings.Join(first.Key(), "."))
	}
	var dec *toml.DecodeError
	if errors.As(err, &dec) {
		line, _ := dec.Position()
		return fmt.Errorf("%s:%d: %s", name, line, strings.TrimPrefix(dec.Error(), "toml: "))
	}
	return fmt.Errorf("%s: %w", name, err)
}

// at puts file and line before an error of ours: the line that holds the
// value, else the one that holds the key.
func at(name string, data []byte, err error) error {
	var ke *keyError
	if !errors.As(err, &ke) {
		return fmt.Errorf("%s: %w", name, err)
	}
	lines := strings.Split(string(data), "\n")
	for _, needle := range []string{ke.text, ke.key} {
		for i, l := range lines {
			if needle != "" && strings.Contains(l, needle) {
				return fmt.Errorf("%s:%d: %w", name, i+1, err)
			}
		}
	}
	return fmt.Errorf("%s: %w", name, err)
}
