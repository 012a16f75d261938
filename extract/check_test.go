package extract

import "testing"

// TestChecks runs sums that come out, that do not, and figures that only look as if they
// were of one sum.
func TestChecks(t *testing.T) {
	for _, c := range []struct{ text, quote, check string }{
		{"Điều tra làm rõ 55/65 vụ, đạt 90%.", "90%", "inconsistent"},
		{"Có 12/20 xã, chiếm tỷ lệ 60%.", "60%", "consistent"},
		{"Có 12/20 trường có tỷ lệ lên lớp 100%.", "100%", ""},
		{"Xảy ra 100 vụ, giảm 20 vụ (25%).", "25%", "inconsistent"},
		{"Xảy ra 100 vụ, giảm 20 vụ (16,67%).", "16,67%", "consistent"},
		{"Xảy ra 10 vụ, tăng 10 vụ (100%).", "100%", ""},
		{"Toàn tỉnh xảy ra 41 vụ cháy, 3 vụ cháy rừng. So với cùng kỳ tăng 6 vụ cháy (17,1%).", "17,1%", "consistent"},
		{"Toàn tỉnh xảy ra 96 vụ cháy, 3 vụ cháy rừng. So với cùng kỳ tăng 6 vụ cháy (17,1%).", "17,1%", ""},
		{"Bắt 11 đối tượng gồm 8 nam và 4 nữ.", "11 đối tượng", "inconsistent"},
		{"Có 598 đơn gồm khiếu nại 73 đơn, tố cáo 19 đơn, kiến nghị 506 đơn; lưu 147 đơn.", "598 đơn", "consistent"},
		{"Có 598 đơn gồm khiếu nại 73 đơn; tố cáo 19 đơn; kiến nghị 506 đơn.", "598 đơn", "consistent"},
	} {
		figures := quoted(extractor.Extract(article(c.text, "2024-05-10")), c.quote)
		if len(figures) != 1 || figures[0].Check != c.check {
			t.Errorf("%s: %s is %+v, want %q", c.text, c.quote, figures, c.check)
		}
	}
}
