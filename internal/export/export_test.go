package export

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

var testTable = corpus.Table{
	Name: "counts", Title: "Counts", Description: "Numbers of something.", Key: []string{"id"},
	Columns: []corpus.Column{
		{Name: "id", Type: corpus.Integer, Description: "identifier"},
		{Name: "value", Type: corpus.Number, Unit: "đồng", Description: "exact number"},
		{Name: "what", Type: corpus.String, Description: "words"},
		{Name: "published", Type: corpus.Day, Description: "day"},
		{Name: "at", Type: corpus.Time, Description: "time"},
		{Name: "former", Type: corpus.Boolean, Description: "was"},
		{Name: "check", Type: corpus.String, Description: "check", Values: []string{"consistent", "inconsistent"}},
	},
}

func number(s string) corpus.Decimal {
	d, err := corpus.ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return d
}

var testRows = []corpus.Row{
	{int64(1), number("12.50"), "vụ, \"án\"\nhai dòng | <b>", "2024-03-04", "2024-03-04T08:00:00+07:00", true, "consistent"},
	{int64(2), number("-1250000000000"), "=1+1", nil, nil, false, nil},
	{int64(3), nil, "-5 độ", "2023-12-31", nil, nil, nil},
}

func stream(rows []corpus.Row, last error) corpus.Rows {
	return func(yield func(corpus.Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
		if last != nil {
			yield(nil, last)
		}
	}
}

func write(t *testing.T, format string, opts Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, testTable, stream(testRows, nil), opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	tests := map[string]string{
		"csv": "id,value,what,published,at,former,check\n" +
			"1,12.50,\"vụ, \"\"án\"\"\nhai dòng | <b>\",2024-03-04,2024-03-04T08:00:00+07:00,true,consistent\n" +
			"2,-1250000000000,'=1+1,,,false,\n" +
			"3,,'-5 độ,2023-12-31,,,\n",
		"jsonl": `{"id":1,"value":12.50,"what":"vụ, \"án\"\nhai dòng | <b>","published":"2024-03-04","at":"2024-03-04T08:00:00+07:00","former":true,"check":"consistent"}` + "\n" +
			`{"id":2,"value":-1250000000000,"what":"=1+1","former":false}` + "\n" +
			`{"id":3,"what":"-5 độ","published":"2023-12-31"}` + "\n",
		"md": "| id | value | what | published | at | former | check |\n| --: | --: | --- | --- | --- | --- | --- |\n" +
			"| 1 | 12.50 | vụ, \"án\"<br>hai dòng \\| &lt;b> | 2024-03-04 | 2024-03-04T08:00:00+07:00 | true | consistent |\n" +
			"| 2 | -1250000000000 | =1+1 |  |  | false |  |\n" +
			"| 3 |  | -5 độ | 2023-12-31 |  |  |  |\n",
	}
	for format, want := range tests {
		if got := write(t, format, Options{}); got != want {
			t.Errorf("%s\n got %s\nwant %s", format, got, want)
		}
	}
}

func TestCSVForExcel(t *testing.T) {
	got := write(t, "csv", Options{BOM: true})
	rest, found := strings.CutPrefix(got, "\xef\xbb\xbf")
	if !found {
		t.Errorf("no byte order mark: %q", got)
	}
	lines, err := csv.NewReader(strings.NewReader(rest)).ReadAll()
	if err != nil || len(lines) != 4 || lines[1][2] != testRows[0][2] {
		t.Errorf("read back %q, %v", lines, err)
	}
	for _, cell := range []string{"=1", "+1", "-a", "@SUM(A1)", "\tx", "\r=1"} {
		if got := csvCell(cell); got != "'"+cell {
			t.Errorf("csvCell(%q) = %q; want it guarded", cell, got)
		}
	}
}

func TestErrorsAreReturned(t *testing.T) {
	broken := errors.New("the disk reported an error")
	for _, format := range Formats() {
		var b bytes.Buffer
		table, rows := testTable, testRows
		if OfOfficials(format) {
			table, rows = officialsTable, []corpus.Row{someOfficials[0].row()}
		}
		if err := Write(&b, format, table, stream(rows, broken), Options{}); !errors.Is(err, broken) {
			t.Errorf("%s: %v; want the error of the rows", format, err)
		}
		if err := Write(failing{}, format, table, stream(rows, nil), Options{}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v; want the error of the writer", format, err)
		}
	}
	if err := Write(&bytes.Buffer{}, "doc", testTable, stream(nil, nil), Options{}); err == nil || !strings.Contains(err.Error(), "jsonl") {
		t.Errorf("unknown format: %v; want the names of those there are", err)
	}
}

// A table of one column keeps its empty rows: readers pass over blank lines.
func TestCSVOfOneColumn(t *testing.T) {
	var b bytes.Buffer
	table := corpus.Table{Name: "tags", Columns: []corpus.Column{{Name: "tags", Type: corpus.String}}}
	if err := Write(&b, "csv", table, stream([]corpus.Row{{"a"}, {nil}, {""}, {"b"}}, nil), Options{}); err != nil {
		t.Fatal(err)
	}
	if want := "tags\na\n\"\"\n\"\"\nb\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

var errFull = errors.New("disk full")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }
