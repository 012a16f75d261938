package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/trich-vn/trich/corpus"
)

// Parquet read back gives every cell, in the order and with the types of the
// columns.
func TestParquet(t *testing.T) {
	data := []byte(write(t, "parquet", Options{}))
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var types []string
	for _, field := range f.Schema().Fields() {
		types = append(types, field.Name()+" "+field.Type().String())
	}
	want := "id INT(64,true), value DECIMAL(38,9), what STRING, published DATE, at TIMESTAMP(isAdjustedToUTC=true,unit=MILLIS), former BOOLEAN, check STRING"
	if got := strings.Join(types, ", "); got != want {
		t.Errorf("columns\n got %s\nwant %s", got, want)
	}
	if about, _ := f.Lookup("column.value"); about != "exact number (đồng)" {
		t.Errorf("description of value: %q", about)
	}
	reader := parquet.NewReader(f)
	defer reader.Close()
	rows := make([]parquet.Row, 10)
	n, err := reader.ReadRows(rows)
	if err != nil && !errors.Is(err, io.EOF) || n != len(testRows) {
		t.Fatalf("%d rows, %v; want %d", n, err, len(testRows))
	}
	for i, row := range rows[:n] {
		for k, cell := range row {
			column := testTable.Columns[k]
			if got, want := parquetText(column.Type, cell), canonicalText(testRows[i][k]); got != want {
				t.Errorf("row %d, %s = %q; want %q", i, column.Name, got, want)
			}
		}
	}
}

// parquetText reads a value back as text.
func parquetText(t corpus.Type, v parquet.Value) string {
	if v.IsNull() {
		return ""
	}
	switch t {
	case corpus.Number:
		n := new(big.Int).SetBytes(v.ByteArray())
		if v.ByteArray()[0]&0x80 != 0 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), 8*decimalBytes))
		}
		return new(big.Rat).SetFrac(n, big.NewInt(1_000_000_000)).FloatString(9)
	case corpus.Day:
		return time.Unix(int64(v.Int32())*24*60*60, 0).UTC().Format(time.DateOnly)
	case corpus.Time:
		return time.UnixMilli(v.Int64()).UTC().Format(time.RFC3339)
	case corpus.String:
		return string(v.ByteArray())
	}
	return v.String()
}

// canonicalText writes a cell as parquetText does.
func canonicalText(cell any) string {
	switch cell := cell.(type) {
	case corpus.Decimal:
		r, _ := new(big.Rat).SetString(cell.String())
		return r.FloatString(9)
	case string:
		if at, err := time.Parse(time.RFC3339, cell); err == nil {
			return at.UTC().Format(time.RFC3339)
		}
	}
	return text(cell)
}

func TestDecimalBytes(t *testing.T) {
	for _, s := range []string{"0", "1", "-1", "12.50", "-0.000000001", "9999999999999999999", "-9999999999999999999", "0.1", "1250000000000.000"} {
		d := number(s)
		b, err := decimalBytesOf(d)
		if err != nil {
			t.Errorf("%s: %v", s, err)
			continue
		}
		if got, want := parquetText(corpus.Number, parquet.FixedLenByteArrayValue(b)), canonicalText(d); got != want {
			t.Errorf("%s comes back as %s", want, got)
		}
	}
	if _, err := decimalBytesOf(number("0.0000000001")); err == nil {
		t.Error("ten decimals were rounded in silence")
	}
}

// A workbook is read here without the library that wrote it.
type sheet struct {
	Rows []struct {
		Cells []struct {
			Ref     string `xml:"r,attr"`
			Type    string `xml:"t,attr"`
			Style   string `xml:"s,attr"`
			Value   string `xml:"v"`
			Inline  string `xml:"is>t"`
			Formula string `xml:"f"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
}

func readSheet(t *testing.T, data []byte, name string) sheet {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var s sheet
	if err := xml.NewDecoder(f).Decode(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestXLSX(t *testing.T) {
	data := []byte(write(t, "xlsx", Options{}))
	s := readSheet(t, data, "xl/worksheets/sheet1.xml")
	if len(s.Rows) != 4 {
		t.Fatalf("%d rows; want 4", len(s.Rows))
	}
	cells := map[string]string{}
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			cells[c.Ref] = c.Type + ":" + c.Value + c.Inline
			if c.Formula != "" {
				t.Errorf("%s is a formula: %s", c.Ref, c.Formula)
			}
		}
	}
	for ref, want := range map[string]string{
		"A1": "inlineStr:id", "B2": ":12.5", "B3": ":-1250000000000", "C3": "inlineStr:=1+1", "C4": "inlineStr:-5 độ", "D2": ":45355", "F2": "b:1",
	} {
		if cells[ref] != want {
			t.Errorf("%s = %q; want %q", ref, cells[ref], want)
		}
	}
	if about := readSheet(t, data, "xl/worksheets/sheet2.xml"); len(about.Rows) != len(testTable.Columns)+1 {
		t.Errorf("%d rows about columns; want %d", len(about.Rows), len(testTable.Columns)+1)
	}
}

func TestXLSXIsCapped(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 100,000 rows")
	}
	table := corpus.Table{Name: "t", Columns: testTable.Columns[:1]}
	rows := func(yield func(corpus.Row, error) bool) {
		for i := range int64(MaxXLSXRows + 1) {
			if !yield(corpus.Row{i}, nil) {
				return
			}
		}
	}
	err := Write(io.Discard, "xlsx", table, rows, Options{})
	if err == nil || !strings.Contains(err.Error(), fmt.Sprint(MaxXLSXRows)) || !strings.Contains(err.Error(), "Parquet") {
		t.Errorf("error %v; want the limit and what to do", err)
	}
}

func TestXLSXKeepsLongNumbersAndTexts(t *testing.T) {
	x := &xlsx{}
	if got := x.cell(corpus.Number, number("1234567890123456.7")); got != "1234567890123456.7" {
		t.Errorf("long number as %v", got)
	}
	if got := x.cell(corpus.String, strings.Repeat("ộ", 40000)).(string); len([]rune(got)) != maxXLSXCell || !strings.HasSuffix(got, "…") {
		t.Errorf("long text of %d characters", len([]rune(got)))
	}
}
