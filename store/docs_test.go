package store

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// blocks returns the blocks of code of a language in a Markdown file.
func blocks(t *testing.T, path, language string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, part := range strings.Split(string(text), "```"+language+"\n")[1:] {
		code, _, _ := strings.Cut(part, "\n```")
		found = append(found, code)
	}
	if len(found) == 0 {
		t.Fatalf("%s: no %s", path, language)
	}
	return found
}

// What docs/sql.md says can be typed answers.
func TestDocsSQL(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, filepath.Join(dir, "trich.db"), testOptions())
	fill(t, db, 200)
	for _, query := range blocks(t, "../docs/sql.md", "sql") {
		_, rows, err := db.SQL(t.Context(), query, 0)
		if err != nil {
			t.Errorf("%s\n%v", query, err)
			continue
		}
		if all, err := Collect(rows); err != nil || len(all) == 0 && !strings.Contains(query, "crime.order.cases") {
			t.Errorf("%s\n%d rows, %v", query, len(all), err)
		}
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to run the example with")
	}
	for _, script := range blocks(t, "../docs/sql.md", "python") {
		command := exec.Command(python, "-c", script)
		command.Dir = dir
		if out, err := command.CombinedOutput(); err != nil || !strings.Contains(string(out), "←") {
			t.Errorf("%v: %.500s", err, out)
		}
	}
}

func TestPortals(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	if err := db.NamePortals(t.Context(), []Portal{{ID: "cong-an-1", Name: "Công an Một", Home: "https://vidu.vn"}, {ID: "moi"}}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db, "SELECT count(*) FROM portals WHERE id = 'moi' OR name = 'Công an Một' AND home = 'https://vidu.vn'"); n != 1 {
		t.Errorf("%d portals; want the one that articles come from", n)
	}
}
