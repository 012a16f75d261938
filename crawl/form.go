package crawl

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// maxFormPages bounds the pages taken from one form.
const maxFormPages = 200

// postBackPage is a link that turns the page by sending a form: ASP.NET's
// __doPostBack with the number of a page, or from a pager.
var postBackPage = regexp.MustCompile(`(?i)__doPostBack\(\s*['"]([^'"]*)['"]\s*,\s*['"](page\$)?(\d{1,5}|next|prev|first|last|)['"]`)

var pagerName = regexp.MustCompile(`(?i)pag(?:er|ing|e)|phantrang|trang`)

// isPostBackPaging says that a script reference turns the page of a list.
func isPostBackPaging(href string) bool {
	m := postBackPage.FindStringSubmatch(href)
	return m != nil && (m[2] != "" || pagerName.MatchString(m[1]))
}

// A form is one that may turn the pages of a list.
type form struct {
	action string
	get    bool
	fixed  url.Values // what is sent beside the page
	page   string     // name of the field that holds the page
	values []string   // the pages to choose from
	chosen string     // name of the select that is being read
	open   bool       // an option whose value is its text
}

func newForm(t *tag) *form {
	return &form{action: t.action, get: t.method == "" || strings.EqualFold(t.method, "get"), fixed: url.Values{}}
}

// field takes a tag inside the form.
func (f *form) field(t *tag) {
	f.open = false
	switch {
	case t.name == "select":
		if f.chosen = t.named; t.end {
			f.chosen = ""
		}
	case t.end:
	case t.name == "option":
		f.open = f.chosen != "" && !t.has("value")
		if !f.open {
			f.choice(f.chosen, t.value)
		}
	case t.name == "button" || isChoice(t.typ):
		if pagedParam.MatchString(t.named) {
			f.choice(t.named, t.value)
		}
	case strings.EqualFold(t.typ, "number") && pagedParam.MatchString(t.named):
		f.upTo(t.named, t.max)
	case strings.EqualFold(t.typ, "hidden") || !pagedParam.MatchString(t.named):
		f.fix(t.named, t.value)
	default:
		f.page = t.named // a box to type a number into
	}
}

func isChoice(inputType string) bool {
	return slices.Contains([]string{"submit", "button", "image", "radio", "checkbox", "reset"}, strings.ToLower(inputType))
}

// text takes what stands behind an open option.
func (f *form) text(text string) {
	f.open = false
	f.choice(f.chosen, text)
}

// choice takes one of the values of a field: a page, or, of another field, the
// first.
func (f *form) choice(name, value string) {
	switch {
	case name == "":
	case !pagedParam.MatchString(name):
		if !f.fixed.Has(name) {
			f.fix(name, value)
		}
	case len(f.values) < maxFormPages && !slices.Contains(f.values, value):
		if _, err := strconv.ParseUint(value, 10, 32); err == nil {
			f.page, f.values = name, append(f.values, value)
		}
	}
}

// upTo takes a number field with its largest value.
func (f *form) upTo(name, largest string) {
	f.page = name
	last, err := strconv.Atoi(largest)
	for n := 2; err == nil && n <= min(last, maxFormPages); n++ {
		f.choice(name, strconv.Itoa(n))
	}
}

func (f *form) fix(name, value string) {
	if name != "" && len(f.fixed) < 50 && len(value) < maxURL {
		f.fixed.Add(name, value)
	}
}

// pages are the addresses that sending the form would ask for; none where it
// has no page to choose, or is sent with POST.
func (f *form) pages() []string {
	if !f.get || f.page == "" {
		return nil
	}
	action, _, _ := strings.Cut(cleanRef(f.action), "#")
	action, _, _ = strings.Cut(action, "?")
	var out []string
	for _, v := range f.values {
		f.fixed.Set(f.page, v)
		out = append(out, action+"?"+f.fixed.Encode())
	}
	return out
}
