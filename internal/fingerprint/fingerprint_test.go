package fingerprint

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
)

func of(t *testing.T, trees ...fs.FS) string {
	t.Helper()
	s, err := Of(trees...)
	if err != nil || len(s) != Length {
		t.Fatalf("%q, %v", s, err)
	}
	return s
}

func TestOf(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	base := fstest.MapFS{"a.go": file("one"), "data/b.tsv": file("two")}
	want := of(t, base)
	for name, c := range map[string]struct {
		trees []fs.FS
		same  bool
	}{
		"the same files":      {[]fs.FS{fstest.MapFS{"data/b.tsv": file("two"), "a.go": file("one")}}, true},
		"a test more":         {[]fs.FS{fstest.MapFS{"a.go": file("one"), "a_test.go": file("x"), "data/b.tsv": file("two")}}, true},
		"another content":     {[]fs.FS{fstest.MapFS{"a.go": file("one"), "data/b.tsv": file("three")}}, false},
		"another name":        {[]fs.FS{fstest.MapFS{"c.go": file("one"), "data/b.tsv": file("two")}}, false},
		"a file less":         {[]fs.FS{fstest.MapFS{"a.go": file("one")}}, false},
		"another tree beside": {[]fs.FS{base, fstest.MapFS{"c.go": file("")}}, false},
	} {
		if got := of(t, c.trees...); (got == want) != c.same {
			t.Errorf("%s: %s beside %s", name, got, want)
		}
	}
}

// A broken tree is a tree that cannot be read.
type broken struct{}

func (broken) Open(string) (fs.File, error) { return nil, fs.ErrPermission }

func TestUnreadable(t *testing.T) {
	if _, err := Of(broken{}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v", err)
	}
}
