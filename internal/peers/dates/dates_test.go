// Package dates measures go-dateparser's search on sentences of the kind
// `make bench` reads, as a reference for text-to-facts speed. It is a module
// of its own, so that its dependencies stay out of Trích.
package dates

import (
	"strings"
	"testing"

	dps "github.com/markusmobius/go-dateparser"
)

// sentences are invented, in the manner of provincial reports; the same
// patterns as in extract/bench_test.go, filled.
var sentences = []string{
	"Năm 2024, lực lượng chức năng phát hiện 312 vụ vi phạm, xử lý 120 đối tượng, giảm 15 vụ so với năm 2023.",
	"Tổng thu ngân sách nhà nước trên địa bàn ước đạt 214,50 tỷ đồng, đạt 52% dự toán, tăng 7,4% so với cùng kỳ.",
	"Sáng ngày 12/6/2024, tại hội trường huyện, Ủy ban nhân dân tỉnh tổ chức hội nghị triển khai nhiệm vụ.",
	"Thời gian qua, các cấp ủy đảng, chính quyền địa phương đã quan tâm lãnh đạo, chỉ đạo thực hiện đồng bộ nhiều giải pháp nhằm nâng cao đời sống của nhân dân trong vùng.",
	"Đồng chí Trần Văn Minh - Phó Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các sở, ngành tiếp tục đẩy mạnh công tác tuyên truyền, vận động quần chúng tham gia phong trào.",
	"Công tác tuyên truyền được đổi mới với nhiều nội dung, hình thức phù hợp với tình hình thực tế của địa phương, qua đó nâng cao ý thức của người dân trong việc chấp hành pháp luật.",
	"Đến nay, toàn tỉnh có 75/119 xã đạt chuẩn nông thôn mới; thu nhập bình quân đạt 52 triệu đồng/người/năm.",
	"Bên cạnh đó, việc ứng dụng công nghệ thông tin trong giải quyết thủ tục hành chính từng bước đi vào nề nếp, tạo thuận lợi cho tổ chức và cá nhân khi có nhu cầu giao dịch.",
	"Thực hiện Nghị quyết số 18-NQ/TU ngày 05/3/2023 của Tỉnh ủy, các đơn vị đã xây dựng kế hoạch cụ thể và phân công trách nhiệm rõ ràng.",
	"Phát biểu tại buổi lễ, lãnh đạo huyện ghi nhận và biểu dương những kết quả mà các tập thể, cá nhân đã đạt được, đồng thời mong muốn phong trào tiếp tục được nhân rộng.",
	"Dịp này, 14 tập thể và 32 cá nhân được tặng bằng khen vì có thành tích trong phong trào thi đua.",
}

// BenchmarkSearch looks for dates only, sentence by sentence, as the library
// is used.
func BenchmarkSearch(b *testing.B) {
	size := len(strings.Join(sentences, ""))
	cfg := &dps.Configuration{Languages: []string{"vi"}}
	found := 0
	b.SetBytes(int64(size))
	for b.Loop() {
		found = 0
		for _, s := range sentences {
			_, dates, err := dps.Search(cfg, s)
			if err != nil {
				b.Fatal(err)
			}
			found += len(dates)
		}
	}
	b.ReportMetric(float64(found), "dates")
}
