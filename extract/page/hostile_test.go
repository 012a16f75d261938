package page

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
)

// TestHostileMarkup holds pages nobody should write to a time, and to an
// article or a reason.
func TestHostileMarkup(t *testing.T) {
	story := "<h1>" + aTitle + "</h1>" + para(aLead, aOne, aTwo, aThree)
	for _, tt := range []struct {
		name, html string
		article    bool
	}{
		{"5,000 deep", strings.Repeat("<div>", 5000) + story, true},
		{"100,000 open formatting elements", strings.Repeat(`<b class=x><i>`, 50_000) + story, true},
		{"formatting elements that differ", differing(20_000) + story, true},
		{"unclosed everything", "<html><body><table><tr><td><ul><li><p><b>" + aTitle + "<p>" + aOne + "<td>" + aTwo + "<li>" + aThree, true},
		{"200,000 links", story + strings.Repeat(`<a href="/x">liên kết</a> `, 200_000), true},
		{"20 MB of one word", story + "<p>" + strings.Repeat("a", 20<<20) + "</p>", true},
		{"20 MB script", "<script>" + strings.Repeat("var a=1;", 20<<17) + "</script>" + story, false},
		{"tables in tables", strings.Repeat("<table><tr><td>", 400) + story + strings.Repeat("</td></tr></table>", 400), true},
		{"100,000 attributes", "<div " + strings.Repeat("a b=c ", 100_000) + ">" + story + "</div>", true},
		{"a class of a megabyte", `<div class="` + strings.Repeat("content ", 1<<17) + `">` + story + "</div>", true},
		{"comments and doctypes", strings.Repeat("<!-- <p> --><!DOCTYPE html>", 20_000) + story, true},
		{"foster parenting", "<table>" + strings.Repeat("<tr>x", 20_000) + story + "</table>", true},
	} {
		start := time.Now()
		a, err := New(nil).Article(&corpus.Page{Source: tt.name, MediaType: corpus.HTML, Body: []byte(tt.html)})
		t.Logf("%s: %v", tt.name, time.Since(start))
		if spent := time.Since(start); spent > 20*time.Second {
			t.Errorf("%s: %v", tt.name, spent)
		}
		var none *NoArticle
		switch {
		case err != nil && !errors.As(err, &none):
			t.Errorf("%s: %v", tt.name, err)
		case err != nil && tt.article:
			t.Errorf("%s: %v", tt.name, err)
		case err == nil && !strings.Contains(a.Text, "38 vụ"):
			t.Errorf("%s: the text lost its figures: %.300s", tt.name, a.Text)
		}
	}
}

// differing writes formatting elements no two of which are alike, which the
// parser has to open again one by one.
func differing(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("<font color=")
		b.WriteString(strings.Repeat("f", i%17+1))
		b.WriteByte(byte('a' + i%26))
		b.WriteString("><p>")
	}
	return b.String()
}

func checkFuzzed(t *testing.T, x *Extractor, mediaType string, body []byte) {
	a, err := x.Article(&corpus.Page{Source: "fuzz", MediaType: mediaType, Body: body})
	if err != nil {
		if none := (*NoArticle)(nil); !errors.As(err, &none) || none.Reason == "" {
			t.Errorf("error without a reason: %v", err)
		}
		return
	}
	for name, s := range map[string]string{"text": a.Text, "title": a.Title, "lead": a.Lead, "byline": a.Byline, "category": a.Category, "agency": a.Agency, "origin": a.Origin} {
		if !utf8.ValidString(s) || !norm.NFC.IsNormalString(s) {
			t.Errorf("%s is not valid UTF-8 in NFC: %q", name, s)
		}
	}
	checkText(t, "fuzz", a)
}

func FuzzHTML(f *testing.F) {
	set, err := portal.Load("")
	if err != nil {
		f.Fatal(err)
	}
	with, without := New(set), New(nil)
	for _, s := range structures {
		f.Add([]byte(s.html))
		f.Add([]byte(s.html)[:len(s.html)*2/3])
	}
	f.Add([]byte("<table><tr><td>a<table><td>b"))
	f.Add([]byte("<title>\xff\xfe<p>\u0301\u0302"))
	f.Fuzz(func(t *testing.T, body []byte) {
		checkFuzzed(t, with, corpus.HTML, body)
		checkFuzzed(t, without, corpus.HTML, body)
	})
}

func FuzzText(f *testing.F) {
	x := New(nil)
	f.Add([]byte(aTitle + "\n12/07/2024\n\n" + aLead + "\n" + aOne + "\n" + aBy))
	f.Add([]byte("a\n\n\u0301b | c | d\r\n\u200b"))
	f.Fuzz(func(t *testing.T, body []byte) { checkFuzzed(t, x, corpus.Text, body) })
}

// FuzzDecode mixes encodings: whatever comes in, valid NFC comes out.
func FuzzDecode(f *testing.F) {
	for _, l := range legacies() {
		if b, ok := l.encode(strings.ToLower(aOne)); ok {
			f.Add(b, "text/html; charset="+l.name)
			f.Add(append(b, aTwo...), "")
		}
	}
	f.Add([]byte("\xff\xfea\x00\xd8"), "")
	f.Add([]byte("<meta charset=windows-1258>a\xec\xcc"), "text/html")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		text, charset := Decode(body, contentType)
		if !utf8.ValidString(text) || !norm.NFC.IsNormalString(text) || charset == "" {
			t.Errorf("%s: %q", charset, text)
		}
	})
}
