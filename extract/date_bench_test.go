package extract

import (
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// BenchmarkDates measures the date rules alone on the sentences of the tests,
// beside the pass that prepares the text.
func BenchmarkDates(b *testing.B) {
	var lines []string
	for _, c := range readDateCases(b) {
		lines = append(lines, c.sentence, "Lực lượng chức năng đã phối hợp với chính quyền địa phương tuyên truyền, vận động nhân dân chấp hành nghiêm các quy định của pháp luật về trật tự, an toàn xã hội.")
	}
	text := strings.Repeat(strings.Join(lines, "\n")+"\n", 40)
	x, err := New()
	if err != nil {
		b.Fatal(err)
	}
	a := &corpus.Article{Text: vi.Clean(text), Published: "2024-05-10"}
	d := new(doc)
	b.Run("prepare", func(b *testing.B) {
		b.SetBytes(int64(len(a.Text)))
		for b.Loop() {
			d.prepare(x, a, false)
		}
	})
	b.Run("prepare and dates", func(b *testing.B) {
		b.SetBytes(int64(len(a.Text)))
		b.ReportAllocs()
		for b.Loop() {
			d.prepare(x, a, false)
			x.dates.find(d)
		}
	})
}
