package export

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"github.com/trich-vn/trich/corpus"
)

// Decimals are written as DECIMAL(38, 9), which DuckDB, Arrow and Spark read
// exactly.
const (
	decimalPrecision = 38
	decimalScale     = 9
	decimalBytes     = 16
)

// writeParquet writes one file with typed columns, compressed with zstd: days
// are DATE, times TIMESTAMP, numbers exact DECIMAL(38, 9). Units and
// descriptions stand in the file's key-value metadata as column.NAME.
func writeParquet(w io.Writer, table corpus.Table, rows corpus.Rows, _ Options) error {
	schema := parquetSchema(table)
	options := []parquet.WriterOption{schema, parquet.Compression(&zstd.Codec{}), parquet.MaxRowsPerRowGroup(100_000)}
	for _, c := range table.Columns {
		about := c.Description
		if c.Unit != "" {
			about += " (" + c.Unit + ")"
		}
		options = append(options, parquet.KeyValueMetadata("column."+c.Name, about))
	}
	out := parquet.NewGenericWriter[any](w, options...)
	batch := make([]parquet.Row, 0, 1000)
	flush := func() error {
		_, err := out.WriteRows(batch)
		batch = batch[:0]
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		values, err := parquetRow(table, row)
		if err != nil {
			return err
		}
		if batch = append(batch, values); len(batch) == cap(batch) {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	return out.Close()
}

// parquetGroup is a group whose fields keep the order of the table; the
// library's own sorts them.
type parquetGroup struct {
	parquet.Group
	order []string
}

func (g parquetGroup) Fields() []parquet.Field {
	byName := map[string]parquet.Field{}
	for _, f := range g.Group.Fields() {
		byName[f.Name()] = f
	}
	fields := make([]parquet.Field, len(g.order))
	for i, name := range g.order {
		fields[i] = byName[name]
	}
	return fields
}

func parquetSchema(table corpus.Table) *parquet.Schema {
	g := parquetGroup{Group: parquet.Group{}}
	for _, c := range table.Columns {
		g.Group[c.Name] = parquet.Optional(parquetNode(c.Type))
		g.order = append(g.order, c.Name)
	}
	return parquet.NewSchema(table.Name, g)
}

func parquetNode(t corpus.Type) parquet.Node {
	switch t {
	case corpus.Integer:
		return parquet.Int(64)
	case corpus.Number:
		return parquet.Decimal(decimalScale, decimalPrecision, parquet.FixedLenByteArrayType(decimalBytes))
	case corpus.Real:
		return parquet.Leaf(parquet.DoubleType)
	case corpus.Boolean:
		return parquet.Leaf(parquet.BooleanType)
	case corpus.Day:
		return parquet.Date()
	case corpus.Time:
		return parquet.Timestamp(parquet.Millisecond)
	}
	return parquet.String()
}

func parquetRow(table corpus.Table, row corpus.Row) (parquet.Row, error) {
	values := make(parquet.Row, len(row))
	for i, cell := range row {
		v, err := parquetValue(table.Columns[i].Type, cell)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", table.Columns[i].Name, err)
		}
		defined := 1
		if v.IsNull() {
			defined = 0
		}
		values[i] = v.Level(0, defined, i)
	}
	return values, nil
}

func parquetValue(t corpus.Type, cell any) (parquet.Value, error) {
	switch cell := cell.(type) {
	case nil:
		return parquet.NullValue(), nil
	case int64:
		return parquet.Int64Value(cell), nil
	case float64:
		return parquet.DoubleValue(cell), nil
	case bool:
		return parquet.BooleanValue(cell), nil
	case corpus.Decimal:
		b, err := decimalBytesOf(cell)
		return parquet.FixedLenByteArrayValue(b), err
	case string:
		switch t {
		case corpus.Day:
			day, err := time.Parse(time.DateOnly, cell)
			if err != nil {
				return parquet.Value{}, fmt.Errorf("%q is no day", cell)
			}
			return parquet.Int32Value(int32(day.Unix() / (24 * 60 * 60))), nil
		case corpus.Time:
			at, err := parseTime(cell)
			if err != nil {
				return parquet.Value{}, err
			}
			return parquet.Int64Value(at.UnixMilli()), nil
		}
		return parquet.ByteArrayValue([]byte(cell)), nil
	}
	return parquet.Value{}, fmt.Errorf("no way to write a %T", cell)
}

// vietnamTime is the zone of a time that names none.
var vietnamTime = time.FixedZone("+07", 7*60*60)

func parseTime(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if at, err := time.ParseInLocation(layout, s, vietnamTime); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time", s)
}

// decimalBytesOf returns d × 10^9 as a big-endian number of 16 bytes in two's
// complement.
func decimalBytesOf(d corpus.Decimal) ([]byte, error) {
	t := d.Trim(0)
	if t.Scale() > decimalScale {
		return nil, fmt.Errorf("%v has more than %d decimals", d, decimalScale)
	}
	power := uint64(1)
	for range decimalScale - t.Scale() {
		power *= 10
	}
	high, low := bits.Mul64(t.Coef(), power)
	if d.IsNeg() {
		var borrow uint64
		low, borrow = bits.Sub64(0, low, 0)
		high, _ = bits.Sub64(0, high, borrow)
	}
	b := make([]byte, decimalBytes)
	binary.BigEndian.PutUint64(b[:8], high)
	binary.BigEndian.PutUint64(b[8:], low)
	return b, nil
}
