package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/trich-vn/trich/corpus"
)

// writeJSONL writes one JSON object a row, the names in the order of the
// columns; absent values are left out.
func writeJSONL(w io.Writer, table corpus.Table, rows corpus.Rows, _ Options) error {
	out := bufio.NewWriter(w)
	names := make([][]byte, len(table.Columns))
	for i, c := range table.Columns {
		var err error
		if names[i], err = json.Marshal(c.Name); err != nil {
			return err
		}
	}
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false)
	for row, err := range rows {
		if err != nil {
			return err
		}
		line.Reset()
		line.WriteByte('{')
		for i, cell := range row {
			if cell == nil {
				continue
			}
			if line.Len() > 1 {
				line.WriteByte(',')
			}
			line.Write(names[i])
			line.WriteByte(':')
			if err := enc.Encode(cell); err != nil {
				return fmt.Errorf("column %s: %w", table.Columns[i].Name, err)
			}
			line.Truncate(line.Len() - 1) // the encoder's line feed
		}
		line.WriteString("}\n")
		if _, err := out.Write(line.Bytes()); err != nil {
			return err
		}
	}
	return out.Flush()
}
