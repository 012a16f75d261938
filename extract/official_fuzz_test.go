package extract

import (
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

func FuzzOfficials(f *testing.F) {
	x, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(benchText)
	f.Add("Đồng chí Trần Văn\nLâu - Phó Chủ\ntịch UBND tỉnh; các Phó Chủ tịch: A, B và C (nguyên Bí thư) (")
	f.Add("BÍ THƯ TỈNH ỦY LÂM VĂN MẠNH THĂM H’VY Ê BAN, Q. Chủ tịch TP. P. 7, khóa XV, nhiệm kỳ 2021-")
	f.Add("miễn nhiệm chức Trưởng Trưởng Ban Ban Ban Chỉ đạo (Ban (Ban phòng, chống, chống đối với ông ông Ông Nguyễn")
	f.Add("đại biểu Lý Thị Lan (Hà Giang")
	f.Add("Ông Lê Văn Tám, Giám đốc Sở Y tế. Giám đốc Sở Y tế yêu cầu")
	f.Add("Thạch Thường,\n\nChủ tịch Hội “ “ ” của của của thuộc xã, huyện, tỉnh (xã (huyện")
	f.Fuzz(func(t *testing.T, in string) {
		text := vi.Clean(in)
		runes := []rune(text)
		last := 0
		for _, o := range x.Extract(&corpus.Article{Text: text, Published: "2025-03-04"}).Officials {
			if o.Start < last || o.End > len(runes) || o.Start >= o.End {
				t.Fatalf("official at [%d, %d) after %d of %d", o.Start, o.End, last, len(runes))
			}
			last = o.End
			if got := string(runes[o.Start:o.End]); got != o.Text {
				t.Fatalf("the quote is %q, the text has %q", o.Text, got)
			}
			if o.Name == "" || strings.ContainsRune(o.Name, '\n') || o.Rule == "" {
				t.Fatalf("official %+v", o)
			}
			for _, p := range o.Positions {
				if p.Title == "" || p.Canonical == "" || strings.ContainsRune(p.Title+p.Organisation, '\n') {
					t.Fatalf("position %+v of %q", p, o.Name)
				}
			}
		}
	})
}
