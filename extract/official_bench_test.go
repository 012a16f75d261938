package extract

import (
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// benchText is a made-up article of a portal: mostly sentences without
// officials, as life is.
const benchText = `Hội nghị sơ kết công tác sáu tháng đầu năm
Sáng ngày 12/7/2024, Ủy ban nhân dân tỉnh tổ chức hội nghị sơ kết công tác bảo đảm an ninh, trật tự sáu tháng đầu năm. Đồng chí Trần Quốc Bảo - Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh chủ trì hội nghị. Dự hội nghị có đồng chí Lê Thị Hoa - Ủy viên Ban Thường vụ Tỉnh ủy, Chủ tịch Ủy ban MTTQ Việt Nam tỉnh; Đại tá Võ Minh Khang - Giám đốc Công an tỉnh.
Trong sáu tháng qua, lực lượng chức năng đã phát hiện, điều tra làm rõ 512 vụ, bắt 780 đối tượng, giảm 34 vụ so với cùng kỳ năm trước. Công tác tuyên truyền được đẩy mạnh với nhiều hình thức phong phú, phù hợp với từng địa bàn, góp phần nâng cao ý thức chấp hành pháp luật của người dân.
Phát biểu kết luận, Chủ tịch UBND tỉnh Trần Quốc Bảo yêu cầu các sở, ban, ngành và địa phương tiếp tục thực hiện đồng bộ các giải pháp, nhân rộng những mô hình hay, cách làm hiệu quả trong phong trào toàn dân bảo vệ an ninh Tổ quốc, phát huy vai trò của người có uy tín trong cộng đồng dân cư.
`

func BenchmarkOfficials(b *testing.B) {
	x, err := New()
	if err != nil {
		b.Fatal(err)
	}
	text := vi.Clean(strings.Repeat(benchText, 20))
	d := new(doc)
	a := &corpus.Article{Text: text}
	d.prepare(x, a, false)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d.facts = corpus.Facts{}
		x.officials.find(d)
	}
}

// BenchmarkNoOfficials reads text that names nobody: it must not allocate.
func BenchmarkNoOfficials(b *testing.B) {
	x, err := New()
	if err != nil {
		b.Fatal(err)
	}
	text := vi.Clean(strings.Repeat("Trong sáu tháng qua, lực lượng chức năng đã phát hiện 512 vụ, giảm 34 vụ so với cùng kỳ năm trước, góp phần giữ vững trật tự.\n", 300))
	d := new(doc)
	d.prepare(x, &corpus.Article{Text: text}, false)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		x.officials.find(d)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := New(); err != nil {
			b.Fatal(err)
		}
	}
}
