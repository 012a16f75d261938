package page

import "testing"

func TestWithoutTags(t *testing.T) {
	for in, want := range map[string]string{
		"Nguồn “Báo Thanh Sơn”<o:p></o:p>":             "Nguồn “Báo Thanh Sơn”",
		`<span style="color:red">Thu</span> ngân sách`: "Thu ngân sách",
		"tỷ lệ < 5% và > 3%":                           "tỷ lệ < 5% và > 3%",
		"nhiệt độ <10 độ":                              "nhiệt độ <10 độ",
		"dòng một<br/>dòng hai":                        "dòng một dòng hai",
	} {
		if got := withoutTags(in); got != want {
			t.Errorf("withoutTags(%q) = %q, want %q", in, got, want)
		}
	}
}
