package corpus

import "iter"

// Type is the type of a column's cells.
type Type string

// The types, with the Go type of a cell that is not nil.
const (
	String  Type = "string"  // string
	Integer Type = "integer" // int64
	Number  Type = "number"  // Decimal: exact
	Real    Type = "real"    // float64
	Boolean Type = "boolean" // bool
	Day     Type = "date"    // string, an ISO day
	Time    Type = "time"    // string, RFC 3339
)

// A Column describes one column of every table Trích prints, exports or
// shows. The name is the same in all of them.
type Column struct {
	Name string
	Type Type
	// Unit is the unit of the cells, empty where there is none.
	Unit string
	// Description says what the cells hold, in one sentence.
	Description string
	// Values lists what a cell can hold, nil when anything.
	Values []string
}

// A Table describes rows of the same kind.
type Table struct {
	Name        string
	Title       string
	Description string
	Columns     []Column
	// Key names the columns that identify a row.
	Key []string
	// References names the columns whose cells are keys of other tables.
	References []Reference
}

// A Reference says that the cells of Column are those of another table's
// column To.
type Reference struct{ Column, Table, To string }

// A Row holds one cell a column, in the order of the columns; an absent value
// is nil.
type Row []any

// Rows is a stream of rows of one table, the error last.
type Rows = iter.Seq2[Row, error]
