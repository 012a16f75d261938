package crawl

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestForms(t *testing.T) {
	at, err := url.Parse("http://cong.example/tin-tuc?muc=7&page=1")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, html string
		want       []string // addresses of pages
		posts      bool
	}{
		{"a select", `<form action="/tin-tuc"><input type=hidden name=muc value=7><select name=page><option value=1>1<option value="2" selected>2</option><option value="3">3</select><input type=submit value=Xem></form>`,
			[]string{"/tin-tuc?muc=7&page=1", "/tin-tuc?muc=7&page=2", "/tin-tuc?muc=7&page=3"}, false},
		{"options whose value is their text, the address of the page itself", `<form method="GET"><select name="trang"><option>1</option><option> 2 </option></select></form>`,
			[]string{"?trang=1", "?trang=2"}, false},
		{"buttons", `<form action="/ds?cu=1#x" method=get><button name="p" value="2">Sau</button><button name="p" value="9">Cuối</button><button>Tìm</button></form>`,
			[]string{"/ds?p=2", "/ds?p=9"}, false},
		{"a number with its largest value", `<form action=/ds><input type=number name=page min=1 max=4></form>`, []string{"/ds?page=2", "/ds?page=3", "/ds?page=4"}, false},
		{"other fields as a browser sends them", `<form action=/ds><input name=q value=""><select name=nam><option value=2024>2024<option value=2023>2023</select><select name=page><option value=2>2</select></form>`,
			[]string{"/ds?nam=2024&page=2&q="}, false},
		{"a search", `<form action=/tim><input type=search name=q><input type=hidden name=page value=1><input type=submit></form>`, nil, false},
		{"a box to type into", `<form action=/ds><input name=page><input type=submit value=Đi></form>`, nil, true},
		{"sent with POST", `<form action=/ds method=post><select name=page><option value=2>2</select></form>`, nil, true},
		{"a pager of ASP.NET", `<form method=post action=./ds.aspx><a href="javascript:__doPostBack('ctl00$GridView1','Page$2')">2</a></form>`, nil, true},
		{"another pager of ASP.NET", `<a href="javascript:__doPostBack('ctl00$ucPager$lnk2','')">2</a>`, nil, true},
		{"a post back that turns no page", `<a href="javascript:__doPostBack('ctl00$lnkDangNhap','')">Đăng nhập</a>`, nil, false},
		{"a form that is never closed", `<form action=/ds><select name=page><option value=2>2`, []string{"/ds?page=2"}, false},
		{"words for numbers", `<form action=/ds><select name=page><option value=tat-ca>Tất cả<option value=-1>trước</select></form>`, nil, false},
	} {
		s := scanPage(at, []byte(c.html), http.Header{})
		var got []string
		for _, l := range s.links {
			if !l.list {
				t.Errorf("%s: %s is not taken for paging", c.name, l.href)
			}
			got = append(got, l.href)
		}
		if !slices.Equal(got, c.want) || s.posts != c.posts {
			t.Errorf("%s: got %q, posts %v; want %q, %v", c.name, got, s.posts, c.want, c.posts)
		}
	}
	many := "<form action=/ds><select name=page>" + strings.Repeat("<option>7", 10) + "<option>" + strings.Repeat("9", 40)
	for i := range 100_000 {
		many += fmt.Sprint("<option>", i)
		if i > 3000 {
			break
		}
	}
	if s := scanPage(at, []byte(many), http.Header{}); len(s.links) != maxFormPages {
		t.Errorf("%d pages of one form, want %d", len(s.links), maxFormPages)
	}
}

// TestFormPaging crawls sections that turn their pages by forms: those that have
// addresses are followed, the others reported.
func TestFormPaging(t *testing.T) {
	site := newTestSite(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := 1
		fmt.Sscan(r.URL.Query().Get("page"), &page)
		list := func(section int) {
			for i := range 3 {
				n := section*100 + page*10 + i
				fmt.Fprintf(w, `<h3><a href="/tin/%d.html">Tiêu đề dài của bài số %d trong mục</a></h3>`, n, n)
			}
		}
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(w, `<title>Cổng</title><a href="/lay">Mục một</a><a href="/gui">Mục hai</a>`)
		case r.URL.Path == "/lay":
			fmt.Fprint(w, `<title>Mục một</title>`)
			list(1)
			fmt.Fprint(w, `<form action="/lay" method="get"><select name="page"><option value="1">1</option><option value="2">2</option><option value="3">3</option></select></form>`)
		case r.URL.Path == "/gui":
			fmt.Fprint(w, `<title>Mục hai</title>`)
			list(2)
			fmt.Fprint(w, `<form method="post"><a href="javascript:__doPostBack('ctl00$Grid','Page$2')">2</a></form>`)
		case strings.HasPrefix(r.URL.Path, "/tin/"):
			fmt.Fprint(w, article(r.URL.Path))
		default:
			http.NotFound(w, r)
		}
	}))
	s := newMemorySink()
	r := mustRun(t, testConfig(site.URL), NewMemoryFrontier(), s)
	if got := len(s.articles()); got != 3*3+3 {
		t.Errorf("%d articles, want 12:\n%s", got, strings.Join(s.articles(), "\n"))
	}
	if c := r.Cuts[cutForm]; c == nil || c.Count != 1 || c.Sample != site.URL+"/gui" {
		t.Errorf("the section that could not be paged through is not reported: %+v", c)
	}
}
