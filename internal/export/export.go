// Package export writes rows of facts as files other programs read: one file
// of this package a format. All formats have the same columns under the same
// names, described once by a corpus.Table.
package export

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// Options say how a format is written.
type Options struct {
	// BOM begins CSV with a byte order mark, by which Excel knows UTF-8.
	BOM bool
	// Unify makes the spellings of a name one (uỷ → ủy) where names are
	// compared; nil lowers the case only.
	Unify func(string) string
}

// writers holds a function a format: it writes rows of the table to w.
var writers = map[string]func(w io.Writer, table corpus.Table, rows corpus.Rows, opts Options) error{
	"ftm":     writeFTM,
	"popolo":  writePopolo,
	"csv":     writeCSV,
	"jsonl":   writeJSONL,
	"md":      writeMarkdown,
	"parquet": writeParquet,
	"xlsx":    writeXLSX,
}

// Formats lists the names Write knows, in alphabetical order.
func Formats() []string {
	names := make([]string, 0, len(writers))
	for name := range writers {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// extensions are the ends of file names that are not the format's own.
var extensions = map[string]string{"ftm": "ftm.json", "popolo": "popolo.json"}

// Extension is how the name of a file of the format ends, without the dot.
func Extension(format string) string {
	return cmp.Or(extensions[format], format)
}

// OfOfficials says whether the format holds people and their offices instead
// of the rows of any table.
func OfOfficials(format string) bool {
	return format == "ftm" || format == "popolo"
}

// Write writes rows of the table to w in the format of that name. An error
// of the rows ends the writing and is returned.
func Write(w io.Writer, format string, table corpus.Table, rows corpus.Rows, opts Options) error {
	write, known := writers[format]
	if !known {
		return fmt.Errorf("no format %q; there are %s", format, strings.Join(Formats(), ", "))
	}
	if err := write(w, table, rows, opts); err != nil {
		return fmt.Errorf("%s: %w", format, err)
	}
	return nil
}

// text writes a cell as people and CSV read it; an absent value is empty.
func text(cell any) string {
	switch cell := cell.(type) {
	case nil:
		return ""
	case string:
		return cell
	}
	return fmt.Sprint(cell)
}
