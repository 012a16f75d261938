package portal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestEmbeddedPortals(t *testing.T) {
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.All()); n < 25 {
		t.Errorf("%d portal files: the embedding does not see them", n)
	}
	if n := len(s.Families()); n < 8 {
		t.Errorf("%d families", n)
	}
	for _, wrong := range Lint(s, nil) {
		t.Error(wrong)
	}
	for _, p := range s.All() {
		if s.ByID(p.ID) != p {
			t.Errorf("%s is not found by its name", p.ID)
		}
		for _, a := range p.Start {
			if got := s.ForURL(a, time.Time{}); got != p {
				t.Errorf("%s starts at %s, which belongs to %v", p.ID, a, got)
			}
		}
	}
}

func TestForURL(t *testing.T) {
	read := func(name, text string) *Profile {
		t.Helper()
		p, err := Parse(name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	s := NewSet(
		read("tinh.toml", "name = \"Tỉnh\"\nhosts = [\"*.tinh.example.vn\", \"tinh.example.vn\"]\n"),
		read("so.toml", "name = \"Sở\"\nhosts = [\"so.tinh.example.vn\"]\n"),
		read("cu.toml", "name = \"Cũ\"\nhosts = [\"bao.example.vn\"]\n[[layout]]\nuntil = 2021-12-31\nbody = [\".old\"]\n"),
		read("moi.toml", "name = \"Mới\"\nhosts = [\"www.bao.example.vn\"]\n[[layout]]\nfrom = 2022-01-01\nbody = [\".new\"]\n"),
	)
	day := func(s string) time.Time { d, _ := time.Parse("2006-01-02", s); return d }
	for _, tt := range []struct {
		url  string
		when time.Time
		want string
	}{
		{"https://tinh.example.vn/tin", time.Time{}, "tinh"},
		{"https://www.tinh.example.vn/tin", time.Time{}, "tinh"},
		{"http://huyen.tinh.example.vn:8080/a?b=c", time.Time{}, "tinh"},
		{"https://SO.tinh.example.vn./", time.Time{}, "so"},
		{"https://con.so.tinh.example.vn/", time.Time{}, "tinh"},
		{"https://bao.example.vn/1", day("2020-05-01"), "cu"},
		{"https://bao.example.vn/1", day("2021-12-31"), "cu"},
		{"https://bao.example.vn/1", day("2024-05-01"), "moi"},
		{"https://bao.example.vn/1", time.Time{}, "moi"},
		{"https://xtinh.example.vn/", time.Time{}, ""},
		{"https://example.vn/", time.Time{}, ""},
		{"", time.Time{}, ""}, {"/tin/1.html", time.Time{}, ""}, {"://", time.Time{}, ""}, {"http://[::1]:80/", time.Time{}, ""},
	} {
		got := ""
		if p := s.ForURL(tt.url, tt.when); p != nil {
			got = p.ID
		}
		if got != tt.want {
			t.Errorf("%s at %v: got %q, want %q", tt.url, tt.when, got, tt.want)
		}
	}
}

func TestLayoutsOfFamilyAndDay(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "nha.toml", "name = \"Nhà\"\ndetect = [\".nha\"]\n[[layout]]\nbody = [\".family\"]\n")
	write(t, dir, "bao-a.toml", "name = \"A\"\ncms = \"nha\"\nhosts = [\"a.example.vn\"]\nstart = [\"https://a.example.vn/\"]\narticle = '-\\d+\\.html$'\n[crawl]\ndelay = \"2s\"\nlegacy_tls = true\n[[layout]]\nbody = [\".now\"]\n[[layout]]\nuntil = 2020-06-30\nbody = [\".then\"]\n")
	s, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	p := s.ByID("bao-a")
	if p.Crawl.Delay != 2*time.Second || !p.Crawl.LegacyTLS {
		t.Errorf("crawl %+v", p.Crawl)
	}
	for when, want := range map[string]string{"": ".now .family .then", "2019-01-01": ".now .then .family", "2024-01-01": ".now .family .then"} {
		day, _ := time.Parse("2006-01-02", when)
		var got []string
		for _, l := range p.AllLayouts(day) {
			got = append(got, l.Body[0])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", when, got, want)
		}
	}
	if yes, known := p.IsArticle("https://a.example.vn/tin-12.html"); !yes || !known {
		t.Error("the article pattern does not match")
	}
	if _, known := s.ByID("nha").IsArticle("x"); known {
		t.Error("a pattern where there is none")
	}
}

func TestUserFileReplacesOurs(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "vnexpress.toml", "name = \"Của tôi\"\nhosts = [\"vnexpress.net\"]\n")
	s, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.ForURL("https://vnexpress.net/a", time.Time{}); got == nil || got.Name != "Của tôi" {
		t.Errorf("got %+v", got)
	}
}

func TestErrorsNameFileAndLine(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a.toml", "name = \"A\"\nhosts = [\"a.vn\"]\ntitel = [\"h1\"]\n", "a.toml:3: unknown key \"titel\""},
		{"a.toml", "name = \"A\"\nhosts = [\"a.vn\"]\n[[layout]]\nbody = [\"p\"]\ntitel = [\"h1\"]\n", "a.toml:5: unknown key \"layout.titel\""},
		{"a.toml", "name = \"A\"\nhosts = [\"a.vn\"\n", "a.toml:"},
		{"a.toml", "name = \"A\"\nhosts = \"a.vn\"\n", "a.toml:2:"},
		{"a.toml", "hosts = [\"a.vn\"]\n", "name is missing"},
		{"a.toml", "name = \"A\"\n", "neither hosts nor detect"},
		{"a.toml", "name = \"A\"\nhosts = [\n  \"https://a.vn/\",\n]\n", "a.toml:3:"},
		{"a.toml", "name = \"A\"\nhosts = [\"a.vn\"]\n\narticle = '('\n", "a.toml:4:"},
		{"a.toml", "name = \"A\"\nhosts = [\"a.vn\"]\nstart = [\"a.vn/tin\"]\n", "a.toml:3:"},
		{"a.toml", "name = \"A\"\nhosts = [\"a.vn\"]\n[crawl]\ndelay = \"bậy\"\n", "a.toml:4:"},
		{"a.toml", "name = \"A\"\nhosts = [\"a.vn\"]\n[[layout]]\nfrom = 2022-01-01\nuntil = 2021-01-01\nbody = [\"p\"]\n", "a.toml:5:"},
		{"a.toml", "name = \"A\"\nhosts = [\"a.vn\"]\n[[layout]]\ntitle = [\"h1\"]\n", "no body selector"},
		{"Ă.toml", "name = \"A\"\nhosts = [\"a.vn\"]\n", "file's name"},
	} {
		_, err := Parse(tt.name, []byte(tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q:\n got %v\nwant %s", tt.text, err, tt.want)
		}
	}
	dir := t.TempDir()
	write(t, dir, "mot.toml", "name = 1\n")
	write(t, dir, "hai.toml", "name = \"Hai\"\ncms = \"khong-co\"\nhosts = [\"hai.vn\"]\n")
	_, err := Load(dir)
	for _, want := range []string{"mot.toml:1:", "cms \"khong-co\" has no file"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if _, err := Load(filepath.Join(dir, "gone")); err == nil {
		t.Error("a folder that is not there")
	}
}

func TestLint(t *testing.T) {
	p, err := Parse("x.toml", []byte("name = \"X\"\nhosts = [\"x.vn\"]\nstart = [\"https://y.vn/\", \"https://x.vn/a-1.html\"]\narticle = '^/a'\n[[layout]]\nbody = [\"p[\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	q, err := Parse("y.toml", []byte("name = \"Y\"\nhosts = [\"x.vn\"]\ndetect = [\".y\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(Lint(NewSet(p, q), func(s string) error {
		if strings.Contains(s, "[") {
			return os.ErrInvalid
		}
		return nil
	}), "\n")
	for _, want := range []string{"y.vn is none of its hosts", "none begins with /", "selector \"p[\"", "stands in y.toml too", "finds nothing", "no start address"} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in\n%s", want, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("name = \"A\"\nhosts = [\"a.vn\"]\n[[layout]]\nbody = [\"p\"]\n")
	f.Add("detect = [\n\"\"\"")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse("a.toml", []byte(text))
		if (p == nil) == (err == nil) {
			t.Errorf("profile %v and error %v", p, err)
		}
		if p != nil {
			s := NewSet(p)
			Lint(s, nil)
			s.ForURL("https://a.vn/x", time.Time{})
		}
	})
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
