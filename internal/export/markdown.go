package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/trich-vn/trich/corpus"
)

// markdownCell keeps a cell on its line and inside its column.
var markdownCell = strings.NewReplacer(`\`, `\\`, "|", `\|`, "\r\n", "<br>", "\n", "<br>", "<", "&lt;")

// writeMarkdown writes a table of GitHub's Markdown; numbers stand right.
func writeMarkdown(w io.Writer, table corpus.Table, rows corpus.Rows, _ Options) error {
	out := bufio.NewWriter(w)
	var names, rules []string
	for _, c := range table.Columns {
		names = append(names, c.Name)
		rule := "---"
		if c.Type == corpus.Integer || c.Type == corpus.Number || c.Type == corpus.Real {
			rule = "--:"
		}
		rules = append(rules, rule)
	}
	fmt.Fprintf(out, "| %s |\n| %s |\n", strings.Join(names, " | "), strings.Join(rules, " | "))
	for row, err := range rows {
		if err != nil {
			return err
		}
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = markdownCell.Replace(text(cell))
		}
		fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
	}
	return out.Flush()
}
