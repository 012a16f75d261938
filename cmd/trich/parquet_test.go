package main

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/store"
)

// Every table of the demo, exported as Parquet and read back, is cell by cell
// what the store answers.
func TestParquetHoldsTheStore(t *testing.T) {
	path, out := demoDB(t), t.TempDir()
	must(t, "export", "--format", "parquet", "--out", out, "--db", path)
	opts := storeOptions()
	opts.ReadOnly = true
	db, err := store.Open(t.Context(), path, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, name := range []string{"articles", "dates", "counts", "percentages", "officials"} {
		table, rows, err := db.Rows(t.Context(), name, store.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		read := readParquet(t, filepath.Join(out, name+".parquet"))
		n := 0
		for row, err := range rows {
			if err != nil {
				t.Fatal(err)
			}
			if n == len(read) {
				break
			}
			for i, c := range table.Columns {
				if got, want := cellText(c.Type, read[n][i]), wantText(c.Type, row[i]); got != want {
					t.Errorf("%s row %d, %s = %q; want %q", name, n, c.Name, got, want)
				}
			}
			n++
		}
		if n != len(read) || n < 15 {
			t.Errorf("%s: %d rows read back of %d", name, len(read), n)
		}
	}
}

func readParquet(t *testing.T, path string) []parquet.Row {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reader := parquet.NewReader(f)
	defer reader.Close()
	var all []parquet.Row
	for {
		rows := make([]parquet.Row, 64)
		n, err := reader.ReadRows(rows)
		for _, r := range rows[:n] {
			all = append(all, r.Clone())
		}
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// cellText is a value as another reader of Parquet understands its type.
func cellText(kind corpus.Type, v parquet.Value) string {
	switch {
	case v.IsNull():
		return ""
	case kind == corpus.Number: // DECIMAL(38, 9), big-endian
		n := new(big.Int).SetBytes(v.ByteArray())
		if v.ByteArray()[0]&0x80 != 0 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), 128))
		}
		return new(big.Rat).SetFrac(n, big.NewInt(1_000_000_000)).FloatString(9)
	case kind == corpus.Day:
		return time.Unix(int64(v.Int32())*24*60*60, 0).UTC().Format(time.DateOnly)
	case kind == corpus.Time:
		return time.UnixMilli(v.Int64()).UTC().Format(time.RFC3339)
	case kind == corpus.String:
		return string(v.ByteArray())
	}
	return v.String()
}

func wantText(kind corpus.Type, cell any) string {
	switch {
	case cell == nil:
		return ""
	case kind == corpus.Number:
		r, _ := new(big.Rat).SetString(fmt.Sprint(cell))
		return r.FloatString(9)
	case kind == corpus.Time:
		at, err := time.Parse(time.RFC3339, cell.(string))
		if err != nil {
			return err.Error()
		}
		return at.UTC().Format(time.RFC3339)
	}
	return fmt.Sprint(cell)
}
