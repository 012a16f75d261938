package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// verbs are the places for values in a message.
var verbs = regexp.MustCompile(`%[sd]`)

func TestMessagesFitEachOther(t *testing.T) {
	viet, english := languages()["vi"], languages()["en"]
	if len(viet.messages) < 100 || len(viet.messages) != len(english.messages) {
		t.Fatalf("%d Vietnamese and %d English messages", len(viet.messages), len(english.messages))
	}
	for key, message := range viet.messages {
		other := english.messages[key]
		if a, b := strings.Join(verbs.FindAllString(message, -1), " "), strings.Join(verbs.FindAllString(other, -1), " "); a != b {
			t.Errorf("%s takes %q in Vietnamese and %q in English", key, a, b)
		}
		if message != strings.TrimSpace(message) || other != strings.TrimSpace(other) {
			t.Errorf("%s has spaces at its ends", key)
		}
	}
}

// messageKey is what a key looks like in templates and in Go.
var messageKey = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$`)

// Every message that templates and code name is in the table.
func TestMessagesAreThere(t *testing.T) {
	messages := languages()["vi"].messages
	used := 0
	said := map[string]bool{}
	use := func(where, key string) {
		used++
		said[key] = true
		if _, known := messages[key]; !known {
			t.Errorf("%s: no message %q", where, key)
		}
	}
	call := regexp.MustCompile(`\bt "([^"]+)"`)
	for _, path := range glob(t, "templates/*.html") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(text), -1) {
			use(path, m[1])
		}
	}
	for _, path := range glob(t, "*.go") {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			lit, isLit := n.(*ast.BasicLit)
			if !isLit || lit.Kind != token.STRING {
				return true
			}
			s, err := strconv.Unquote(lit.Value)
			if err != nil || !messageKey.MatchString(s) || path == "web.go" && strings.Contains(s, "html") {
				return true
			}
			group, _, _ := strings.Cut(s, ".")
			for key := range messages {
				if strings.HasPrefix(key, group+".") {
					use(path, s)
					break
				}
			}
			return true
		})
	}
	if used < 150 {
		t.Errorf("only %d uses of messages were seen", used)
	}
	for _, list := range []struct {
		group  string
		values []string
	}{{"kind", kinds}, {"bound", bounds}, {"change", changes}, {"check", checks}, {"level", levels}, {"status", statuses}, {"column", explained},
		{"nav", menu}, {"compare.by", steps}, {"fact", factLines}} {
		for _, v := range list.values {
			use("values", list.group+"."+v)
		}
	}
	for _, p := range params {
		use("params", "filter."+p.name)
	}
	// What nobody says any more goes out. Groups whose members are values of
	// the store are said by value.
	byValue := regexp.MustCompile(`^(class|role|inferred|of|kind1?|when|filter|compare\.by|compare\.chart|help|lang|yes)\.`)
	for key := range messages {
		if !said[key] && !byValue.MatchString(key) {
			t.Errorf("nobody says %s", key)
		}
	}
}

// factLines are the names of lines that explain a fact.
var factLines = []string{"value", "of", "class", "verb", "what", "status", "indicator", "period", "baseline", "place", "area", "ambiguous", "check", "rule", "days",
	"inferred", "name", "honorific", "rank", "position", "role", "reason"}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(paths), err)
	}
	return paths
}

// No page shows a key instead of a message.
func TestNoPageShowsAKey(t *testing.T) {
	h := newSite(sample(t))
	key := regexp.MustCompile(`[>"](nav|search|facts|filter|kind1?|bound|change|check|class|level|status|fact|col|column|when|error|official|officials|compare|help|article|legend|pager|download|total|home|foot|office|role|yes)\.[a-z_]+[^a-z_/(]`)
	for _, address := range []string{"/", "/search?q=cong", "/facts?kind=date", "/facts", "/article/1", "/officials", "/official?name=Đặng+Hữu+Thuận",
		"/compare?unit=vụ", "/compare", "/help", "/nowhere"} {
		for _, lang := range []string{"vi", "en"} {
			sep := "?"
			if strings.Contains(address, "?") {
				sep = "&"
			}
			body := get(t, h, address+sep+"lang="+lang).Body.String()
			if m := key.FindString(body); m != "" {
				t.Errorf("%s in %s shows %q", address, lang, m)
			}
			wantIn(t, body, `<html lang="`+lang+`">`)
		}
	}
}

func TestParseMessages(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"a.b\tx\n", "m.tsv:1:"},
		{"# note\n\na.b\tx\ty\na.b\tx\ty", "m.tsv:4: a.b stands there twice"},
		{"a.b\t\ty", "m.tsv:1:"},
	} {
		if _, err := parseMessages("m.tsv", test.text); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: got error %v, want %q", test.text, err, test.want)
		}
	}
}

func TestEmbeddedFilesAreAllOurs(t *testing.T) {
	var names []string
	for _, f := range []fs.FS{templateFiles, assetFiles} {
		err := fs.WalkDir(f, ".", func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				names = append(names, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		// Nothing is fetched from elsewhere; the SVG namespace is a name.
		for _, m := range regexp.MustCompile(`https?://[^"' )]+`).FindAllString(string(text), -1) {
			if m != "http://www.w3.org/2000/svg" {
				t.Errorf("%s names %s", name, m)
			}
		}
		if strings.Contains(string(text), " style=") || regexp.MustCompile(`\son[a-z]+=`).Match(text) {
			t.Errorf("%s holds inline style or code, which the content policy forbids", name)
		}
	}
}
