package web

import "testing"

func TestNumbers(t *testing.T) {
	for _, test := range []struct{ number, viet, english string }{
		{"0", "0", "0"}, {"7", "7", "7"}, {"1107", "1.107", "1,107"}, {"12.50", "12,50", "12.50"}, {"-0.5", "−0,5", "−0.5"},
		{"12700000000", "12.700.000.000", "12,700,000,000"}, {"-1000", "−1.000", "−1,000"}, {"999.125", "999,125", "999.125"},
	} {
		if got := languages()["vi"].number(test.number); got != test.viet {
			t.Errorf("%s in Vietnamese: got %q, want %q", test.number, got, test.viet)
		}
		if got := languages()["en"].number(test.number); got != test.english {
			t.Errorf("%s in English: got %q, want %q", test.number, got, test.english)
		}
	}
}

func TestWhen(t *testing.T) {
	for _, test := range []struct{ value, viet, english string }{
		{"", "", ""}, {"2024", "2024", "2024"}, {"2024-03", "03/2024", "2024-03"}, {"2024-03-04", "04/03/2024", "2024-03-04"},
		{"2024-Q1", "quý I/2024", "Q1 2024"}, {"2024-H1", "6 tháng đầu năm 2024", "first half of 2024"},
		{"2024-H2", "6 tháng cuối năm 2024", "second half of 2024"}, {"2018/2023", "2018–2023", "2018–2023"},
		{"2024-01/2024-09", "9 tháng đầu năm 2024", "first 9 months of 2024"}, {"2024-02/2024-09", "02/2024–09/2024", "2024-02–2024-09"},
		{"2024-06-01/2024-06-15", "01/06/2024–15/06/2024", "2024-06-01–2024-06-15"}, {"2024-07-01/..", "từ 01/07/2024", "since 2024-07-01"},
		{"../2024-07-01", "đến 01/07/2024", "until 2024-07-01"}, {"2024-04-12T20:30", "20:30 12/04/2024", "20:30 2024-04-12"},
		{"2025-03-04TAF", "chiều 04/03/2025", "afternoon, 2025-03-04"}, {"whatever", "whatever", "whatever"},
	} {
		if got := languages()["vi"].when(test.value); got != test.viet {
			t.Errorf("%s in Vietnamese: got %q, want %q", test.value, got, test.viet)
		}
		if got := languages()["en"].when(test.value); got != test.english {
			t.Errorf("%s in English: got %q, want %q", test.value, got, test.english)
		}
	}
}

func TestWebURL(t *testing.T) {
	for address, want := range map[string]string{
		"https://tinh.example.vn/bai?id=1": "https://tinh.example.vn/bai?id=1", "http://tinh.example.vn": "http://tinh.example.vn",
		"javascript:alert(1)": "", "JaVaScRiPt:alert(1)": "", "data:text/html,x": "", "file:///etc/passwd": "", "//evil.example/x": "",
		"https://user:pass@evil.example/": "", "/tmp/a.html": "", "": "", "https://": "", "ftp://x.example/": "", " https://x.example": "",
	} {
		if got := webURL(address); got != want {
			t.Errorf("%q: got %q, want %q", address, got, want)
		}
	}
}
