package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trich-vn/trich/store"
)

// manuals are the pages whose SQL people copy.
var manuals = []string{"README.md", "docs/sql.md", "docs/operations.md"}

// blocks returns the fenced blocks of a language with the line each begins at.
func blocks(t *testing.T, path, language string) map[int]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	found := map[int]string{}
	begin := 0
	for i, line := range strings.Split(string(text), "\n") {
		switch {
		case begin == 0 && line == "```"+language:
			begin = i + 1
		case begin > 0 && line == "```":
			begin = 0
		case begin > 0:
			found[begin] += line + "\n"
		}
	}
	return found
}

// statements splits a block at semicolons that end a line.
func statements(block string) []string {
	var list []string
	for _, s := range strings.Split(block, ";\n") {
		if strings.TrimSpace(s) != "" {
			list = append(list, s)
		}
	}
	return list
}

// demoDB runs the demo into a fresh database.
func demoDB(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "trich.db")
	if code, out, errw := call(t, "demo", "--db", path); code != exitDone {
		t.Fatalf("exit code %d\n%s%s", code, out, errw)
	}
	return path
}

// TestManualsAreTrue runs every SQL statement of the manuals over the demo's
// database. Each must give rows.
func TestManualsAreTrue(t *testing.T) {
	path := demoDB(t)
	for _, manual := range manuals {
		found := blocks(t, filepath.Join("..", "..", manual), "sql")
		for line, block := range found {
			for _, s := range statements(block) {
				code, out, errw := callWith(t, s, "sql", "--format", "jsonl", "--db", path, "-")
				if code != exitDone || strings.Count(out, "\n") == 0 {
					t.Errorf("%s:%d: exit code %d, %d rows\n%s\n%s", manual, line, code, strings.Count(out, "\n"), s, errw)
				}
			}
		}
		if len(found) == 0 {
			t.Errorf("%s holds no SQL", manual)
		}
	}
}

// TestSQLExample runs docs/examples/series.sql: every row is a level of a series,
// one a province and period.
func TestSQLExample(t *testing.T) {
	query, err := os.ReadFile(filepath.Join("..", "..", "docs", "examples", "series.sql"))
	if err != nil {
		t.Fatal(err)
	}
	code, out, errw := callWith(t, string(query), "sql", "--format", "jsonl", "--db", demoDB(t), "-")
	if code != exitDone || !strings.Contains(out, `"indicator":"crime.order.cases","province":"Bình Lâm","period":"2024","value":"1246","unit":"vụ","verb":"xảy ra"`) {
		t.Errorf("exit code %d\n%s%s", code, out, errw)
	}
}

// python runs a script in a folder, or skips where there is no Python.
func python(t *testing.T, dir string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 here")
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1", "PYTHONIOENCODING=utf-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("python3 %.60q: %v\n%s", args, err, out)
	}
	return string(out)
}

// TestPythonOfTheManuals runs what docs/ shows in Python.
func TestPythonOfTheManuals(t *testing.T) {
	path := demoDB(t)
	found := blocks(t, filepath.Join("..", "..", "docs", "sql.md"), "python")
	if len(found) == 0 {
		t.Error("docs/sql.md holds no Python")
	}
	for line, block := range found {
		if out := python(t, filepath.Dir(path), "-c", block); !strings.Contains(out, "vụ") {
			t.Errorf("docs/sql.md:%d prints %q", line, out)
		}
	}
	script, err := filepath.Abs(filepath.Join("..", "..", "docs", "examples", "facts.py"))
	if err != nil {
		t.Fatal(err)
	}
	out := python(t, t.TempDir(), script, path, "vụ")
	if !strings.Contains(out, " vụ") || !strings.Contains(out, "[") {
		t.Errorf("facts.py prints %q", out)
	}
	_, asked, _ := call(t, "sql", "--db", path, "--format", "csv", "SELECT count(*) FROM counts")
	if got, want := strings.Count(python(t, t.TempDir(), script, path, "--csv"), "\n"), strings.TrimSpace(asked); "count(*)\n"+fmt.Sprint(got-1) != strings.ReplaceAll(want, "\r", "") {
		t.Errorf("facts.py --csv writes %d lines, the database holds %q", got, want)
	}
}

var update = flag.Bool("update", false, "write docs/datasette/metadata.json anew")

// TestDatasetteMetadata compares docs/datasette/metadata.json with what the
// program writes, and with the database it speaks of.
func TestDatasetteMetadata(t *testing.T) {
	path := demoDB(t)
	opts := storeOptions()
	opts.ReadOnly = true
	db, err := store.Open(t.Context(), path, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	about, err := (&app{}).about(t.Context(), db, "")
	if err != nil || len(about.Sources) == 0 {
		t.Fatalf("sources %v, error %v", about.Sources, err)
	}
	about.Sources = nil // the demo's, at an address of this run
	var b bytes.Buffer
	if err := writeDatasette(t.Context(), &b, db, "trich", about); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("..", "..", "docs", "datasette", "metadata.json")
	if *update {
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("docs/datasette/metadata.json is not what 'trich export datasette' writes; run the test with -update")
	}
	var d struct {
		Databases map[string]struct {
			Tables map[string]struct {
				Columns map[string]string
				Facets  []string
				Hidden  bool
			}
		}
	}
	if err := json.Unmarshal(want, &d); err != nil {
		t.Fatal(err)
	}
	views := 0
	for name, x := range d.Databases["trich"].Tables {
		var exists int64
		if err := one(t.Context(), db, "SELECT count(*) FROM pragma_table_list('"+name+"')", &exists); err != nil || exists == 0 && !x.Hidden {
			t.Errorf("%s: in the metadata and not in the database (%v)", name, err)
		}
		for column, says := range x.Columns {
			if says == "" {
				t.Errorf("%s.%s is not explained", name, column)
			}
		}
		for _, f := range x.Facets {
			if _, ok := x.Columns[f]; !ok {
				t.Errorf("%s has no column %s to count", name, f)
			}
		}
		if len(x.Columns) > 0 {
			views++
		}
	}
	if views < 6 {
		t.Errorf("%d views are explained", views)
	}
	out := t.TempDir()
	must(t, "export", "datasette", "--out", out, "--db", path)
	if info, err := os.Stat(filepath.Join(out, "metadata.json")); err != nil || info.Size() < int64(len(want)) {
		t.Errorf("metadata.json: %v", err)
	}
}

// TestCommandsOfTheManuals finds every command and flag that the shell blocks
// of the manuals name.
func TestCommandsOfTheManuals(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join("..", "..", "docs", "*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("pages %v, error %v", pages, err)
	}
	seen := 0
	for _, page := range append(pages, filepath.Join("..", "..", "README.md")) {
		for line, block := range blocks(t, page, "sh") {
			for _, s := range strings.Split(block, "\n") {
				words, ours := strings.CutPrefix(s, "trich ")
				if !ours {
					continue
				}
				seen++
				words, _, _ = strings.Cut(words, " #")
				checkCommand(t, fmt.Sprintf("%s:%d", page, line), strings.Fields(words))
			}
		}
	}
	if seen < 40 {
		t.Errorf("only %d commands in the manuals", seen)
	}
}

func checkCommand(t *testing.T, where string, words []string) {
	t.Helper()
	root := newApp(strings.NewReader(""), io.Discard, io.Discard, nil).rootCommand()
	var path []string
	for _, w := range words {
		if strings.HasPrefix(w, "-") {
			break
		}
		path = append(path, strings.Split(strings.Split(w, "|")[0], "…")[0])
	}
	cmd, _, err := root.Find(path)
	if err != nil || cmd == root {
		t.Errorf("%s: no command %v (%v)", where, words, err)
		return
	}
	for _, w := range words {
		if name, long := strings.CutPrefix(w, "--"); long && name != "" {
			name, _, _ = strings.Cut(name, "=")
			if cmd.Flag(name) == nil && cmd.InheritedFlags().Lookup(name) == nil {
				t.Errorf("%s: %s has no --%s", where, cmd.CommandPath(), name)
			}
		}
	}
}
