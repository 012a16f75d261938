package warc

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// The end of an archive is read from the first record that begins there, with
// offsets of the file; torn or whole.
func TestTailReader(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir, Options{})
	for n := range 30 {
		put(t, w, exchange(n))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.warc.gz"))
	if err != nil || len(names) != 1 {
		t.Fatalf("archives %v, error %v", names, err)
	}
	data, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	offsets, whole := offsetsOf(t, data, int64(len(data)))
	if whole != 0 || len(offsets) < 60 {
		t.Fatalf("%d records from byte %d", len(offsets), whole)
	}
	for _, most := range []int64{1, 700, 5000, int64(len(data)) - 1, int64(len(data)), 1 << 30} {
		got, from := offsetsOf(t, data, most)
		if len(got) == 0 || got[0] != from || from > 0 && int64(len(data))-from > most {
			t.Fatalf("the last %d bytes: records at %v from byte %d", most, got, from)
		}
		for k, want := range offsets[len(offsets)-len(got):] {
			if got[k] != want {
				t.Errorf("the last %d bytes: record at %d, want %d", most, got[k], want)
			}
		}
	}
	torn := data[:len(data)-9]
	r, from, err := NewTailReader(bytes.NewReader(torn), int64(len(torn)), 5000)
	if err != nil || from == 0 {
		t.Fatalf("from %d, error %v", from, err)
	}
	var damage *Damage
	for err == nil {
		_, err = r.Next()
	}
	if !errors.As(err, &damage) || damage.Offset != offsets[len(offsets)-1] {
		t.Errorf("torn at %d: %v", offsets[len(offsets)-1], err)
	}
	if _, _, err := NewTailReader(bytes.NewReader([]byte("<html> ")), 7, 3); !errors.Is(err, ErrRubbish) {
		t.Errorf("no archive: %v", err)
	}
}

// offsetsOf returns where the records of an archive's end begin, and where the
// reading began.
func offsetsOf(t *testing.T, data []byte, most int64) (offsets []int64, from int64) {
	t.Helper()
	r, from, err := NewTailReader(bytes.NewReader(data), int64(len(data)), most)
	if err != nil {
		t.Fatal(err)
	}
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			return offsets, from
		}
		if err != nil {
			t.Fatal(err)
		}
		offsets = append(offsets, rec.Offset)
	}
}
