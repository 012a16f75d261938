package page

import "testing"

func TestReadDateLine(t *testing.T) {
	for _, tt := range []struct {
		in, day, clock string
		updated        bool
	}{
		{"Thứ 3, 27/12/2022 | 17:42:37", "2022-12-27", "17:42:37", false},
		{"04/03/2024", "2024-03-04", "", false},
		{"Cập nhật lúc 08:30 ngày 5-6-2023", "2023-06-05", "08:30:00", true},
		{"Thứ ba - 30/05/2017 16:29", "2017-05-30", "16:29:00", false},
		{"(25.04.2019 14:04)", "2019-04-25", "14:04:00", false},
		{"thứ hai, 05 08 2019 10:51", "2019-08-05", "10:51:00", false},
		{"Chủ nhật, ngày 07 tháng 03 năm 2026", "2026-03-07", "", false},
		{"12 Tháng Bảy, 2024", "2024-07-12", "", false},
		{"3 Tháng Mười Một, 2023", "2023-11-03", "", false},
		{"Ngày đăng 18/03/2019 | 04:01 PM | View count: 536", "2019-03-18", "16:01:00", false},
		{"15-08-2026 - 17:09 PM", "2026-08-15", "17:09:00", false},
		{"18:53, 14/08/2026", "2026-08-14", "18:53:00", false},
		{"Đăng ngày: 9/4/2019 - 9h5", "2019-04-09", "09:05:00", false},
		{"2019-07-30", "2019-07-30", "", false},
		{"Nguyên Minh - 07/03/2026 08:47", "2026-03-07", "08:47:00", false},
		{"Thứ bảy, 7/3/2026, 00:05 (GMT+7)", "2026-03-07", "00:05:00", false},
		{"15 giờ 30 phút, ngày 2/1/2020", "2020-01-02", "15:30:00", false},
		{"March 7, 2026", "2026-03-07", "", false},
		{"9 Tháng Năm, 2016", "2016-05-09", "", false},
	} {
		d, ok := readDateLine(tt.in)
		if !ok || d.day != tt.day || d.clock != tt.clock || d.updated != tt.updated {
			t.Errorf("%q: %v %+v, want %s %s", tt.in, ok, d, tt.day, tt.clock)
		}
	}
	for _, in := range []string{
		"Thứ Năm, ngày 9/5, tòa mở phiên xét xử.",
		"Ngày 29/02/2024, Ban Chỉ đạo 138 thành phố tổ chức hội nghị tổng kết công tác.",
		"31/02/2024", "45/13/2024", "Quyết định số 12/05/2024/QĐ-UBND", "Nghị định 03/2019/NĐ-CP", "Năm 2024", "0299.382.2024", "",
		"Kế hoạch phát triển kinh tế - xã hội giai đoạn 2021 - 2025",
		"Thông tin về tình hình kinh tế - xã hội 9 tháng năm 2016", "Thông tin báo chí về kinh tế - xã hội ngày 9 tháng 5 năm 2016",
	} {
		if d, ok := readDateLine(in); ok {
			t.Errorf("%q read as date %+v", in, d)
		}
	}
}

func TestParseMeta(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-01T09:51:00+07:00":       "2026-03-01T09:51:00+07:00",
		"2017-05-30+0716:29:00":           "2017-05-30T16:29:00+07:00",
		"2026-03-07T08:52:11.000 +07:00":  "2026-03-07T08:52:11+07:00",
		"2019-05-16T05:00:00.000Z":        "2019-05-16T12:00:00+07:00",
		"2019-05-16T20:00:00Z":            "2019-05-17T03:00:00+07:00",
		"2024-03-04T10:00:00":             "2024-03-04T10:00:00+07:00",
		"2024-03-04 10:00":                "2024-03-04T10:00:00+07:00",
		"2024-03-04T10:00:00+0700":        "2024-03-04T10:00:00+07:00",
		"Mon, 04 Mar 2024 10:00:00 +0700": "2024-03-04T10:00:00+07:00",
		"1709521200":                      "2024-03-04T10:00:00+07:00",
		"3/4/2024 10:00:00 AM":            "2024-04-03T10:00:00+07:00",
	} {
		if got := parseMeta(in).rfc(); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	for _, in := range []string{"", "0001-01-01T00:00:00Z", "hôm qua", "2024-02-30", "99999999999"} {
		if st := parseMeta(in); !st.zero() {
			t.Errorf("%q: got %+v, want none", in, st)
		}
	}
}

func TestDayInURL(t *testing.T) {
	for in, want := range map[string]string{
		"https://a.example.vn/2024/03/05/tin.html":                "2024-03-05",
		"https://a.example.vn/chien-su-8-3-20260307075519174.htm": "2026-03-07",
		"https://a.example.vn/tin-tuc/hoi-nghi-123456.html":       "",
		"https://a.example.vn/bao-cao-20241345-abc.html":          "",
		"https://a.example.vn/vbpq-2024-03-05-cong-van":           "2024-03-05",
	} {
		if got := dayInURL(in); got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}

func FuzzReadDateLine(f *testing.F) {
	f.Add("Thứ 3, 27/12/2022 | 17:42:37")
	f.Add("12 Tháng Bảy, 2024 10h5")
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := readDateLine(s); ok && (len(d.day) != 10 || d.zero()) {
			t.Errorf("%q: %+v", s, d)
		}
		parseMeta(s)
	})
}
