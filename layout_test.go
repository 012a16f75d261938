// Package trich_test guards the shape of the house: which room may import
// which, and where the big libraries may be met.
package trich_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/trich-vn/trich/"

// rooms lists, for each package of the project, the packages of the project
// it may import.
var rooms = map[string][]string{
	"corpus":               {},
	"internal/vi":          {},
	"internal/portal":      {},
	"internal/fingerprint": {},
	"internal/warc":        {},
	"corpus/source":        {"corpus", "internal/warc"},
	"corpus/gold":          {"corpus"},
	"extract":              {"corpus", "internal/vi"},
	"extract/page":         {"corpus", "internal/portal", "internal/vi"},
	"crawl":                {"corpus", "internal/portal", "internal/warc"},
	"store":                {"corpus"},
	"internal/export":      {"corpus"},
	"internal/web":         {"corpus", "internal/export"},
	"internal/demo":        {},
}

// testRooms lists what the tests of a package may import beside.
var testRooms = map[string][]string{
	"store": {"internal/vi"}, // texts are folded by whoever opens a database
}

// libraries lists where a library may be imported; a room not named here may
// not import it. cmd and tests are held to the same list.
var libraries = map[string][]string{
	"github.com/PuerkitoBio/goquery": {"extract/page", "crawl"},
	"github.com/gocolly/colly":       {"crawl"},
	"github.com/mattn/go-sqlite3":    {"store"},
}

func TestImportsPointOneWay(t *testing.T) {
	files := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "testdata" || d.Name() == "peers") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		files++
		room := filepath.ToSlash(filepath.Dir(path))
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, imp := range f.Imports {
			name, err := strconv.Unquote(imp.Path.Value)
			if err != nil {
				return err
			}
			if other, ours := strings.CutPrefix(name, module); ours {
				checkRoom(t, path, room, other)
			}
			for lib, where := range libraries {
				if (name == lib || strings.HasPrefix(name, lib+"/")) && !within(room, where) {
					t.Errorf("%s: %s may be imported only in %v", path, lib, where)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Fatalf("read %d Go files: the walk does not see the house", files)
	}
}

func checkRoom(t *testing.T, path, room, other string) {
	t.Helper()
	if room == "." || strings.HasPrefix(room, "cmd/") || other == room {
		return
	}
	allowed, known := rooms[room]
	if !known {
		t.Errorf("%s: room %s is not in the plan of the house", path, room)
		return
	}
	if strings.HasSuffix(path, "_test.go") {
		allowed = append(testRooms[room], allowed...)
	}
	if !within(other, allowed) {
		t.Errorf("%s: %s may not import %s (allowed: %v)", path, room, other, allowed)
	}
}

func within(room string, list []string) bool {
	for _, x := range list {
		if room == x {
			return true
		}
	}
	return false
}
