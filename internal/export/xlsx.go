package export

import (
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/trich-vn/trich/corpus"
)

// MaxXLSXRows is the longest table written as XLSX: spreadsheets become slow
// long before their own limit, and so does writing them.
const MaxXLSXRows = 100_000

// maxXLSXCell is the longest text a cell of a spreadsheet can hold.
const maxXLSXCell = 32767

// writeXLSX writes a workbook with the rows on the first sheet and the
// description of the columns on the second. Text stays text, whatever it
// begins with; days are days. Numbers of more than fifteen digits, which a
// spreadsheet would round, are written as text.
func writeXLSX(w io.Writer, table corpus.Table, rows corpus.Rows, _ Options) (err error) {
	f := excelize.NewFile()
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	x := &xlsx{file: f}
	if err := x.styles(); err != nil {
		return err
	}
	if err := f.SetSheetName("Sheet1", table.Name); err != nil {
		return err
	}
	if err := x.rows(table, rows); err != nil {
		return err
	}
	if err := x.columns(table); err != nil {
		return err
	}
	return f.Write(w)
}

type xlsx struct {
	file      *excelize.File
	bold, day int
}

func (x *xlsx) styles() (err error) {
	if x.bold, err = x.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return err
	}
	format := "yyyy-mm-dd"
	x.day, err = x.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	return err
}

// sheet writes lines to a sheet, the first of them bold and always in sight.
func (x *xlsx) sheet(name string, head []any, lines func(write func([]any) error) error) error {
	out, err := x.file.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	n := 1
	write := func(line []any) error {
		cell, err := excelize.CoordinatesToCellName(1, n)
		if err != nil {
			return err
		}
		n++
		return out.SetRow(cell, line)
	}
	for i, title := range head {
		head[i] = excelize.Cell{StyleID: x.bold, Value: title}
	}
	if err := write(head); err != nil {
		return err
	}
	if err := lines(write); err != nil {
		return err
	}
	return out.Flush()
}

func (x *xlsx) rows(table corpus.Table, rows corpus.Rows) error {
	head := make([]any, len(table.Columns))
	for i, c := range table.Columns {
		head[i] = c.Name
	}
	return x.sheet(table.Name, head, func(write func([]any) error) error {
		n := 0
		for row, err := range rows {
			if err != nil {
				return err
			}
			if n++; n > MaxXLSXRows {
				return fmt.Errorf("more than %d rows are too many for a spreadsheet: filter them, or export CSV or Parquet", MaxXLSXRows)
			}
			line := make([]any, len(row))
			for i, cell := range row {
				line[i] = x.cell(table.Columns[i].Type, cell)
			}
			if err := write(line); err != nil {
				return err
			}
		}
		return nil
	})
}

func (x *xlsx) cell(t corpus.Type, cell any) any {
	switch cell := cell.(type) {
	case corpus.Decimal:
		if cell.Prec() > 15 {
			return cell.String()
		}
		return cell.Float()
	case string:
		if t == corpus.Day {
			if day, err := time.Parse(time.DateOnly, cell); err == nil {
				return excelize.Cell{StyleID: x.day, Value: day}
			}
		}
		if utf8.RuneCountInString(cell) > maxXLSXCell {
			return string([]rune(cell)[:maxXLSXCell-1]) + "…"
		}
		return cell
	}
	return cell
}

// columns describes the columns on a sheet of their own.
func (x *xlsx) columns(table corpus.Table) error {
	const name = "columns"
	if _, err := x.file.NewSheet(name); err != nil {
		return err
	}
	return x.sheet(name, []any{"name", "type", "unit", "description"}, func(write func([]any) error) error {
		for _, c := range table.Columns {
			if err := write([]any{c.Name, string(c.Type), c.Unit, c.Description}); err != nil {
				return err
			}
		}
		return nil
	})
}
