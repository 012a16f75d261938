package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/trich-vn/trich/crawl"
	"github.com/trich-vn/trich/internal/vi"
)

// spoken are messages that are not literals in a call: values of facts and
// reasons that the program translates before it prints them.
var spoken = []string{
	// kinds and values
	"over", "under", "nearly", "about", "at_least", "at_most", "increase", "decrease",
	"date", "count", "percentage", "official", "total", "target", "previous", "persons", "consistent", "inconsistent",
	"estimated", "preliminary", "final", "revised",
	"central", "country", "province", "district", "commune", "year", "month", "century", "weekday", "holiday",
	// headings of tables
	"id", "text", "title", "unit", "of", "of_kind", "what", "bound", "change", "period", "baseline", "indicator", "sentence",
	"article_title", "rank", "organisation", "jurisdiction", "level", "acting", "snippet",
	"label", "flag", "differs", "mentions", "articles", "first", "last", "provinces", "label_vi", "label_en", "figures", "former",
	"verb", "status", "area", "direction", "up", "down", "ambiguous", "neutral", "basis", "calendar", "reporting", "sources", "near_duplicates", "gone_since",
	// reasons, states, endings
	"list page", "login page", "error page", "service page", "script only", "frames", "redirect", "empty", "not text", tooLarge,
	"new", "retry", "leased", "done", "alias", "gone", "failed", "skipped",
	"running", "partial", "drained", "waiting", "deadline", "bytes", "signal",
	noColumnMessage, columnTwiceMessage, "no such file or directory", "permission denied", "only reading is allowed", "the disk is full",
	"another program has been writing to it for too long",
	"the database was written by a newer version of Trích", "the file is a SQLite database of another program",
}

// messagesInCode lists the literals given to tr and say, and the mistakes of
// questions that the store finds.
func messagesInCode(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v, error %v", files, err)
	}
	asked, err := filepath.Glob("../../store/*.go")
	if err != nil || len(asked) == 0 {
		t.Fatalf("files %v, error %v", asked, err)
	}
	found := map[string]string{}
	for _, name := range append(files, asked...) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			switch f := call.Fun.(type) {
			case *ast.SelectorExpr:
				if f.Sel.Name != "tr" && f.Sel.Name != "say" {
					return true
				}
			case *ast.Ident: // a mistake that the store finds
				if f.Name != "mistake" {
					return true
				}
			default:
				return true
			}
			if s, ok := literal(call.Args[0]); ok {
				found[s] = fset.Position(call.Pos()).String()
			}
			return true
		})
	}
	return found
}

// literal returns a string literal, or several joined by +.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		x, ok1 := literal(e.X)
		y, ok2 := literal(e.Y)
		return x + y, ok1 && ok2
	}
	return "", false
}

var verb = regexp.MustCompile(`%[#+\-0-9.]*[a-z]`)

func TestEveryMessageIsTranslated(t *testing.T) {
	rows, err := vi.ReadTable(os.DirFS("."), "messages.tsv")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range rows {
		en, vn := r.Get("english"), r.Get("vietnamese")
		known[en] = true
		if vn == "" {
			t.Error(r.Errorf("%q has no translation", en))
		}
		if got, want := verb.FindAllString(vn, -1), verb.FindAllString(en, -1); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Error(r.Errorf("the translation has %v, the message %v", got, want))
		}
	}
	used := messagesInCode(t)
	for _, s := range slices.Concat(spoken, crawl.CutReasons, crawl.Measures(), []string{crawl.NoLists}) {
		used[s] = "a value"
	}
	for s, where := range used {
		if !known[s] {
			t.Errorf("%s: no translation of %q", where, s)
		}
	}
	for s := range known {
		if _, ok := used[s]; !ok {
			t.Errorf("messages.tsv: %q is said nowhere", s)
		}
	}
}

func TestLanguageIsChosen(t *testing.T) {
	for _, c := range []struct {
		env  string
		args []string
		want language.Tag
	}{
		{"", nil, language.Vietnamese},
		{"en", nil, language.English},
		{"en", []string{"--lang", "vi", "version"}, language.Vietnamese},
		{"", []string{"facts", "--lang=en"}, language.English},
		{"", []string{"extract", "--", "--lang=en"}, language.Vietnamese},
	} {
		t.Setenv("TRICH_LANG", c.env)
		if got := chooseLanguage(c.args); got != c.want {
			t.Errorf("TRICH_LANG=%s %v: %v, want %v", c.env, c.args, got, c.want)
		}
	}
}
