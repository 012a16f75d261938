package export

import (
	"encoding/csv"
	"io"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// writeCSV writes RFC 4180 with a line of names first. Text that a
// spreadsheet would take for a formula is guarded with an apostrophe.
func writeCSV(w io.Writer, table corpus.Table, rows corpus.Rows, opts Options) error {
	if opts.BOM {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
	}
	out := csv.NewWriter(w)
	line := make([]string, len(table.Columns))
	for i, c := range table.Columns {
		line[i] = c.Name
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		for i, cell := range row {
			line[i] = csvCell(cell)
		}
		if len(line) == 1 && line[0] == "" {
			out.Flush() // a blank line would be no row
			if _, err := io.WriteString(w, "\"\"\n"); err != nil {
				return err
			}
			continue
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// csvCell guards text only: a number may begin with a minus.
func csvCell(cell any) string {
	if s, isText := cell.(string); isText && strings.IndexAny(s, "=+-@\t\r") == 0 {
		return "'" + s
	}
	return text(cell)
}
