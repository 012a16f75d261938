package page

import (
	"strings"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// serviceTitles are titles of pages by which a site serves its visitors.
var serviceTitles = map[string]bool{
	"liên hệ": true, "thông tin liên hệ": true, "liên hệ - góp ý": true, "góp ý": true, "hộp thư góp ý": true, "sơ đồ cổng": true,
	"sơ đồ site": true, "sơ đồ trang": true, "sơ đồ website": true, "bản đồ site": true, "sitemap": true, "site map": true, "contact": true,
	"contact us": true, "đăng nhập": true, "đăng ký": true, "tìm kiếm": true, "kết quả tìm kiếm": true, "gửi câu hỏi": true, "bản quyền": true,
	"điều khoản sử dụng": true, "chính sách bảo mật": true, "quên mật khẩu": true, "gửi bài viết": true, "trợ giúp": true,
}

// servicePage says that the article is a page of the site's own: its title is
// that of a service and its text short.
func servicePage(a *corpus.Article) bool {
	return serviceTitles[strings.Trim(vi.Key(a.Title), " .:-")] && len(a.Text) < 6000
}

// why names the reason a page without a body most likely has.
func (d *pageDoc) why() string {
	letters, links := int32(0), 0
	for i := range d.lines {
		l := &d.lines[i]
		letters += l.letters
		if l.linked*2 > l.size() {
			links++
		}
	}
	switch {
	case d.errorPage(letters):
		return ErrorPage
	case d.passwords > 0 && letters < 1500 && links < 40:
		return LoginPage
	case links >= 10:
		return ListPage
	case letters < 200 && d.meta.refresh != "" && strings.Contains(strings.ToLower(d.meta.refresh), "url"):
		return Redirect
	case letters < 200 && d.frames > 0 && links < 3:
		return Frames
	case letters < 300 && len(d.lines) < 12 && (d.scriptBytes > 1000 || d.scripts > 3 || strings.Contains(strings.ToLower(d.noscript), "javascript")):
		return ScriptOnly
	case links > 3:
		return ListPage
	}
	return Empty
}

// errorPage says that the page reports an error, whatever its status.
func (d *pageDoc) errorPage(letters int32) bool {
	if letters > 1500 {
		return false
	}
	check := []string{d.meta.title}
	for i := range d.lines {
		l := &d.lines[i]
		if (l.heading > 0 || len(d.lines) < 40 || l.bold*10 >= l.size()*9) && l.size() < 120 && l.linked*2 < l.size() {
			check = append(check, l.text)
		}
	}
	for _, s := range check {
		key := vi.Key(s)
		if utf8.RuneCountInString(key) > 120 {
			continue
		}
		i := holdsWord(key, "error")
		if utf8.RuneCountInString(key) > 40 && !aboutPage(key) {
			continue // "Không tìm thấy tung tích người mất tích …" is news
		}
		if i == 0 || i > 0 && !isDigit(key[i]) || i > 0 && (strings.Contains(key, "lỗi") || strings.Contains(key, "error")) {
			return true
		}
	}
	return false
}

// aboutPage says that a message speaks of a page rather than of the world.
func aboutPage(key string) bool {
	for _, w := range [...]string{"trang", "bài viết", "nội dung", "đường dẫn", "liên kết", "yêu cầu", "địa chỉ", "hệ thống", "page", "server", "request", "url", "404", "500", "application"} {
		if strings.Contains(key, w) {
			return true
		}
	}
	return false
}

// noArticle judges what the main element holds: "" when it is an article's.
func (d *pageDoc) noArticle(mainAt, titleAt int32, junk []bool) string {
	m := &d.elems[mainAt]
	var letters, all int32
	for i := range d.lines {
		all += d.lines[i].letters
	}
	for i := m.line; i < m.lineEnd; i++ {
		if l := &d.lines[i]; l.score > 0 && !junk[l.elem] {
			letters += l.letters
		}
	}
	if letters < 400 && d.errorPage(all) {
		return ErrorPage
	}
	if letters < 300 && d.passwords > 0 && all < 1500 && d.title < 0 {
		return LoginPage
	}
	if d.teaserList(m, junk) {
		return ListPage
	}
	if letters < 150 && (titleAt < 0 || d.titleFar(titleAt, m)) {
		return d.why()
	}
	if letters < 1500 && titleAt >= 0 && d.leadsAway(titleAt) {
		return ListPage
	}
	if letters < 900 && titleAt < 0 && d.linkTitles() >= 20 {
		return ListPage
	}
	return ""
}

// linksTitle says that the line is a link as long as a title, with nothing
// beside it, or at most a date.
func (l *line) linksTitle() bool {
	return l.linked >= 20 && (l.linked*10 >= l.size()*8 || l.linked*10 >= l.size()*6 && l.size()-l.linked <= 25)
}

// leadsAway says that a title is a link to another page: then the page only
// announces that one.
func (d *pageDoc) leadsAway(titleAt int32) bool {
	l := &d.lines[titleAt]
	if l.linked*10 < l.size()*7 || l.href == "" || l.href[0] == '#' || strings.HasPrefix(l.href, "javascript:") {
		return false
	}
	canonical := strings.TrimRight(d.meta.canonical, "/")
	return canonical == "" || !strings.HasSuffix(canonical, strings.Trim(lastPart(l.href), "/"))
}

// lastPart returns the last part of an address's path.
func lastPart(href string) string {
	href, _, _ = strings.Cut(href, "?")
	href = strings.TrimRight(href, "/")
	return href[strings.LastIndexByte(href, '/')+1:]
}

// linkTitles counts the links of the page that are long enough to be titles
// of other pages.
func (d *pageDoc) linkTitles() int {
	n := 0
	for i := range d.lines {
		if l := &d.lines[i]; l.linked*10 >= l.size()*8 && l.linked >= 25 {
			n++
		}
	}
	return n
}

// titleFar says that title and body have nothing to do with each other.
func (d *pageDoc) titleFar(titleAt int32, m *elem) bool {
	return m.line-titleAt > 25
}

// teaserList says that the element is a list of other pages: links that are
// titles, each followed by a few words.
func (d *pageDoc) teaserList(m *elem, junk []bool) bool {
	titles, headings, before, total, run, longest := 0, 0, int32(0), int32(0), int32(0), int32(0)
	for i := m.line; i < m.lineEnd; i++ {
		l := &d.lines[i]
		if junk[l.elem] {
			continue
		}
		if l.linksTitle() || l.heading > 0 && l.linked*5 >= l.size()*2 && l.linked >= 15 {
			if titles++; titles == 1 {
				before = total
			}
			if l.heading > 0 || d.elems[l.elem].means&meansTitle != 0 {
				headings++
			}
			run = 0
			continue
		}
		if l.score > 0 {
			total += l.letters
			run += l.letters
			longest = max(longest, run)
		}
	}
	if headings >= 2 && (longest <= 500 || longest <= 900 && float64(longest) < 0.7*float64(total)) {
		return true
	}
	// Nothing is said before the first title, and little after each.
	if titles >= 2 && before < 80 && longest <= 500 {
		return true
	}
	return titles >= 4 && float64(longest) < 0.5*float64(total) || titles >= 8 && total < 300
}
