package extract

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// benchSentences are patterns in the manner of provincial reports; %d and %s
// are filled with numbers, days and names. About a third holds no figure, as
// in life.
var benchSentences = []string{
	"Năm %[1]d, lực lượng chức năng phát hiện %[2]d vụ vi phạm, xử lý %[3]d đối tượng, giảm %[4]d vụ so với năm %[5]d.",
	"Tổng thu ngân sách nhà nước trên địa bàn ước đạt %[3]d,%[4]d tỷ đồng, đạt %[4]d%% dự toán, tăng %[4]d,%[4]d%% so với cùng kỳ.",
	"Sáng ngày %[6]d/%[7]d/%[1]d, tại hội trường huyện, Ủy ban nhân dân tỉnh tổ chức hội nghị triển khai nhiệm vụ.",
	"Thời gian qua, các cấp ủy đảng, chính quyền địa phương đã quan tâm lãnh đạo, chỉ đạo thực hiện đồng bộ nhiều giải pháp nhằm nâng cao đời sống của nhân dân trong vùng.",
	"Đồng chí %[8]s - Phó Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các sở, ngành tiếp tục đẩy mạnh công tác tuyên truyền, vận động quần chúng tham gia phong trào.",
	"Công tác tuyên truyền được đổi mới với nhiều nội dung, hình thức phù hợp với tình hình thực tế của địa phương, qua đó nâng cao ý thức của người dân trong việc chấp hành pháp luật.",
	"Đến nay, toàn tỉnh có %[4]d/%[3]d xã đạt chuẩn nông thôn mới; thu nhập bình quân đạt %[4]d triệu đồng/người/năm.",
	"Bên cạnh đó, việc ứng dụng công nghệ thông tin trong giải quyết thủ tục hành chính từng bước đi vào nề nếp, tạo thuận lợi cho tổ chức và cá nhân khi có nhu cầu giao dịch.",
	"Thực hiện Nghị quyết số %[4]d-NQ/TU ngày %[6]d/%[7]d/%[5]d của Tỉnh ủy, các đơn vị đã xây dựng kế hoạch cụ thể và phân công trách nhiệm rõ ràng.",
	"Phát biểu tại buổi lễ, lãnh đạo huyện ghi nhận và biểu dương những kết quả mà các tập thể, cá nhân đã đạt được, đồng thời mong muốn phong trào tiếp tục được nhân rộng.",
	"Dịp này, %[4]d tập thể và %[2]d cá nhân được tặng bằng khen vì có thành tích trong phong trào thi đua.",
}

var benchNames = []string{"Trần Văn Minh", "Nguyễn Thị Hoa", "Lê Quốc Bảo", "Phạm Hồng Sơn"}

// reportText writes at least size bytes of invented report, an article each.
func reportText(size int) string {
	r := rand.New(rand.NewPCG(7, 11))
	var b strings.Builder
	for n := 0; b.Len() < size; n++ {
		s := benchSentences[r.IntN(len(benchSentences))]
		year := 2018 + r.IntN(7)
		text := fmt.Sprintf(s+"%[9]s", year, 2+r.IntN(900), 12+r.IntN(400), 1+r.IntN(98), year-1, 1+r.IntN(28), 1+r.IntN(12), benchNames[r.IntN(len(benchNames))], "")
		b.WriteString(text)
		if n%4 == 3 {
			b.WriteByte('\n')
		} else {
			b.WriteByte(' ')
		}
	}
	return vi.Clean(b.String())
}

func benchArticles(size, each int) []*corpus.Article {
	var out []*corpus.Article
	text := reportText(size)
	for len(text) > 0 {
		cut := len(text)
		if cut > each {
			if i := strings.LastIndexByte(text[:each], '\n'); i > 0 {
				cut = i + 1
			}
		}
		out = append(out, &corpus.Article{Text: strings.TrimSpace(text[:cut]), Published: "2025-01-10"})
		text = text[cut:]
	}
	return out
}

func total(articles []*corpus.Article) (n int64) {
	for _, a := range articles {
		n += int64(len(a.Text))
	}
	return n
}

// BenchmarkText reads two megabytes in articles of four kilobytes, and beside
// it only cuts the same text into tokens.
func BenchmarkText(b *testing.B) {
	x, err := New()
	if err != nil {
		b.Fatal(err)
	}
	articles := benchArticles(2<<20, 4<<10)
	b.Run("facts", func(b *testing.B) {
		b.SetBytes(total(articles))
		b.ReportAllocs()
		facts := 0
		for b.Loop() {
			facts = 0
			for _, a := range articles {
				f := x.Extract(a)
				facts += len(f.Counts) + len(f.Percentages) + len(f.Dates) + len(f.Officials)
			}
		}
		b.ReportMetric(float64(facts), "facts")
	})
	b.Run("tokens", func(b *testing.B) {
		b.SetBytes(total(articles))
		var toks []vi.Token
		for b.Loop() {
			for _, a := range articles {
				toks = vi.Tokenize(toks[:0], a.Text, x.vocab)
			}
		}
	})
}

// BenchmarkSize reads one article of growing size: the cost per byte stays.
func BenchmarkSize(b *testing.B) {
	x, err := New()
	if err != nil {
		b.Fatal(err)
	}
	for _, size := range []int{1 << 10, 10 << 10, 100 << 10, 1 << 20, 10 << 20} {
		a := &corpus.Article{Text: reportText(size)}
		b.Run(fmt.Sprintf("%dKB", size>>10), func(b *testing.B) {
			b.SetBytes(int64(len(a.Text)))
			for b.Loop() {
				x.Extract(a)
			}
		})
	}
}

// hardTexts are texts that would be slow if anything looked back or ahead
// without a limit.
var hardTexts = map[string]string{
	"parts":        "5 vụ, trong đó Hà Bình 3 vụ; ",
	"open":         "(5 vụ ",
	"leads":        "tăng 5% so với cùng kỳ: Hà Bình tăng 3%; ",
	"places":       "Hà Bình (5 ca), ",
	"digits":       "1",
	"groups":       "1.",
	"numbers":      "12 ",
	"words":        "một ",
	"twenties":     "hai mươi ",
	"within":       "trong đó ",
	"commas":       "5 vụ, ",
	"clauses":      "bắt, giữ ",
	"dates":        "so với năm 2020 tăng 5%, ",
	"plans":        "đạt 5% kế hoạch năm 2024 (5 vụ), ",
	"times":        "trong tháng tăng 5 vụ (tuần qua 2 vụ), ",
	"grows":        "Cụ thể, tăng 5%.\n",
	"lines":        "5 vụ\n",
	"slashes":      "1/",
	"dashes":       "1-",
	"capitals":     "Điều 1A-",
	"mails":        "a@",
	"scales":       "1 triệu ",
	"halves":       "tăng gần hơn ",
	"percents":     "5% - ",
	"names":        "ông Nguyễn Văn Tám, Chủ tịch UBND xã, ",
	"shouting":     "NGUYỄN VĂN TRẦN CHỦ TỊCH ",
	"surnames":     "Nguyễn Văn Trần Lê Hồ ",
	"offices":      "Chủ tịch UBND tỉnh, ",
	"nested":       "(Trưởng Ban (Chỉ đạo (phòng, chống ",
	"plurals":      "các đồng chí: ",
	"closed":       ")",
	"among":        "9 trong số đó ",
	"against":      "5% (12) ",
	"pieces":       "2 vụ (9 abc, 12 trong, ",
	"done":         "giải quyết 12, ",
	"colons":       ": ",
	"letters":      "A ",
	"loud":         "HAI VỤ ",
	"shares":       "5% ",
	"rises":        "tăng 5% ",
	"rates":        "Tỷ lệ điều tra, khám phá án đạt 84,2%. ",
	"series":       "tỷ lệ ",
	"syllable":     "tỷ lệ bò bò bò bò bò bò bò bò bò bò ",
	"areas":        "toàn tỉnh ",
	"adverbs":      "lần lượt ",
	"bands":        "từ 5 đến 7 km giá 5 đồng, ",
	"rows":         "|1|ha\n||ha\n",
	"cells":        "|1",
	"things":       "dư nợ 5 tỷ đồng, nợ xấu ",
	"made":         "gồm 5 vụ, ",
	"sorted":       "Về cơ cấu: 5 người, ",
	"yearly":       "năm 2020 mỗi năm 5 vụ, ",
	"squads":       "mũi 2: 5%, ",
	"crops":        "vụ hè thu năm 2020, ",
	"weeks":        "so với năm 2020 tuần qua 5 vụ, ",
	"had":          "huyện có 5 trường với 6 lớp, ",
	"holders":      "xã có 5 thôn, ",
	"sums":         "kỷ luật 6 đảng viên, khiển trách 3, cảnh cáo 3, ",
	"boxes":        "nợ thuế (hiện còn 5 tỷ đồng), ",
	"unboxed":      "nợ thuế (hiện còn ",
	"reasons":      "5 người do vi phạm nên được bảo lãnh, ",
	"wholes":       "5 con bò, trong đó 5 con đã chết, ",
	"deeds":        "bắt 5 người để điều tra về hành vi ",
	"befallen":     "5 trường, nhà và trạm y tế bị hư hại, ",
	"box":          "đạt 84% (mầm non 81%, tiểu học 90%), ",
	"left out":     "nếu loại trừ giá tăng 8%, ",
	"school years": "năm học 2023-2024 có 5 lớp, ",
}

// hardText returns size bytes of unit with a figure behind them, which looks
// back over all of it.
func hardText(unit string, size int) string {
	return strings.Repeat(unit, size/len(unit)) + " 5 vụ"
}

func BenchmarkHard(b *testing.B) {
	x, err := New()
	if err != nil {
		b.Fatal(err)
	}
	for name, unit := range hardTexts {
		a := &corpus.Article{Text: strings.TrimSpace(hardText(unit, 1<<20))}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(a.Text)))
			for b.Loop() {
				x.Extract(a)
			}
		})
	}
}
