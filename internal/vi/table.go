package vi

import (
	"bufio"
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// A Row is one line of a word table. Cells are found by column name.
type Row struct {
	file  string
	line  int
	cols  map[string]int
	cells []string
}

// Get returns the cell of a column, "" when the row ends before it. It panics
// on a column the table does not have: that is a slip in the program.
func (r Row) Get(col string) string {
	i, ok := r.cols[col]
	if !ok {
		panic(fmt.Sprintf("%s has no column %q", r.file, col))
	}
	if i >= len(r.cells) {
		return ""
	}
	return r.cells[i]
}

// First returns the first cell, which every row has.
func (r Row) First() string { return r.cells[0] }

// List returns a cell split at its bars, trimmed, without empty parts.
func (r Row) List(col string) []string {
	var out []string
	for part := range strings.SplitSeq(r.Get(col), "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// Errorf returns an error that names the row's file and line.
func (r Row) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.file, r.line, fmt.Sprintf(format, args...))
}

// ReadTable reads a word table: UTF-8, NFC, tab-separated cells, lists inside
// a cell separated by |, # starts a comment line, and the first other line
// names the columns. The first column must be filled and is unique. Errors
// name file and line.
func ReadTable(fsys fs.FS, name string) ([]Row, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	var (
		rows []Row
		cols map[string]int
		seen = map[string]int{}
	)
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for line := 1; sc.Scan(); line++ {
		text := strings.TrimRight(sc.Text(), " \t\r")
		if text == "" || text[0] == '#' {
			continue
		}
		if !norm.NFC.IsNormalString(text) {
			return nil, fmt.Errorf("%s:%d: text is not NFC", name, line)
		}
		cells := strings.Split(text, "\t")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if cols == nil {
			cols = map[string]int{}
			for i, c := range cells {
				cols[c] = i
			}
			continue
		}
		row := Row{name, line, cols, cells}
		switch prev, dup := seen[cells[0]]; {
		case len(cells) > len(cols):
			return nil, row.Errorf("%d cells, but %d columns", len(cells), len(cols))
		case cells[0] == "":
			return nil, row.Errorf("the first cell is empty")
		case dup:
			return nil, row.Errorf("%q stands already in line %d", cells[0], prev)
		}
		seen[cells[0]] = line
		rows = append(rows, row)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if cols == nil {
		return nil, fmt.Errorf("%s: no line names the columns", name)
	}
	return rows, nil
}
