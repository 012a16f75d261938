package page

import "testing"

func TestReadCredit(t *testing.T) {
	for _, tt := range []struct{ in, byline, origin string }{
		{"Trịnh Cường", "Trịnh Cường", ""},
		{"MINH TẤN", "MINH TẤN", ""},
		{"Tin Khánh Hiền – Thanh Tiến", "Khánh Hiền – Thanh Tiến", ""},
		{"Ngô Tấm – Khánh Hiền (Đài Truyền thanh huyện)", "Ngô Tấm – Khánh Hiền", "Đài Truyền thanh huyện"},
		{"Vương Hợp .", "Vương Hợp", ""},
		{"Tin, ảnh: Lê Hà", "Lê Hà", ""},
		{"Bài và ảnh: Phan Lâm, Thu Vân", "Phan Lâm, Thu Vân", ""},
		{"Tác giả: Lưu Thủy", "Lưu Thủy", ""},
		{"PV: T.H", "T.H", ""},
		{"Hà Thu (tổng hợp)", "Hà Thu", ""},
		{"Khải Nguyên (Theo Bloomberg)", "Khải Nguyên", "Bloomberg"},
		{"Văn Giáp/Báo Tin tức", "Văn Giáp", "Báo Tin tức"},
		{"Bài: Hoài Thu; Ảnh: Minh Đức", "Hoài Thu", ""},
		{"Tin: Hoài Thu - Ảnh: Minh Đức", "Hoài Thu", ""},
		{"H’Linh Niê", "H’Linh Niê", ""},
		{"Thái Bình - Đức Quang", "Thái Bình - Đức Quang", ""},
		{"LÊ NAM-HÀ DUY", "LÊ NAM-HÀ DUY", ""},
		{"Trang Nhung", "Trang Nhung", ""},
		{"Nhóm phóng viên", "Nhóm phóng viên", ""},
		{"Nhóm PV Nội chính", "Nhóm PV Nội chính", ""},
		{"CTV Thanh Phong", "Thanh Phong", ""},
		{"Phóng sự của Hoàng Quỳnh", "Hoàng Quỳnh", ""},
		{"Thu Trang t/h", "Thu Trang", ""},
		{"Thu Trang – BTV", "Thu Trang", "BTV"},
		{"Hồng Thoan - Đài TT-TH huyện", "Hồng Thoan", "Đài TT-TH huyện"},
		{"Hồng Thoan, Đài Truyền thanh huyện", "Hồng Thoan", "Đài Truyền thanh huyện"},
		{"Hồng Thoan - VKSND huyện Vĩnh Lâm", "Hồng Thoan", "VKSND huyện Vĩnh Lâm"},
		{"Hồng Thoan./.", "Hồng Thoan", ""},
		{"(Hồng Thoan)", "Hồng Thoan", ""},
		{"Theo Hoàng Nam/TTXVN", "Hoàng Nam", "TTXVN"},
		{"Theo Báo Đăk Nông Điện tử", "", "Báo Đăk Nông Điện tử"},
		{"(Theo Đài Truyền thanh huyện)", "", "Đài Truyền thanh huyện"},
		{"Theo http://truyenhinh.example.vn", "", "http://truyenhinh.example.vn"},
		{"Nguồn: TTXVN", "", "TTXVN"},
		{"Nguồn tin: baochinhphu.vn", "", "baochinhphu.vn"},
		{"Văn phòng UBND tỉnh", "", "Văn phòng UBND tỉnh"},
	} {
		c, ok := readCredit(tt.in)
		if !ok || c.byline != tt.byline || c.origin != tt.origin {
			t.Errorf("%q: %v byline %q origin %q, want %q %q", tt.in, ok, c.byline, c.origin, tt.byline, tt.origin)
		}
	}
	for _, in := range []string{
		"Theo báo cáo của Công an huyện, tình hình ổn định.", "Theo đó, các xã đã triển khai", "TIN ĐÃ ĐƯA", "Đại biểu dự hội nghị", "Xem thêm", "Sóc Trăng",
		"Tặng giấy khen cho các tập thể, cá nhân", "Năm 2024", "", "Thông báo", "Bắc Giang - Lạng Sơn", "Nhóm hộ nghèo", "Kết quả thực hiện nhiệm vụ", "Ảnh 1",
	} {
		if c, ok := readCredit(in); ok && c.byline != "" {
			t.Errorf("%q read as byline %q", in, c.byline)
		}
	}
}

func TestBylineBeside(t *testing.T) {
	for in, want := range map[string]string{
		"Hoài Thu - 12/07/2024 08:47":                             "Hoài Thu",
		"12/07/2024 | Lượt xem: 152 | Tác giả: Hoài Thu":          "Hoài Thu",
		"Tác giả: Hoài Thu Ngày đăng: 12/07/2024":                 "Hoài Thu",
		"Ngày đăng: 12/07/2024 - Người đăng: Trần Lam - Lượt xem": "Trần Lam",
		"12/07/2024 - Lượt xem: 152":                              "",
		"Thứ sáu, 12/07/2024":                                     "",
	} {
		if got := bylineBeside(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestProvinceOf(t *testing.T) {
	for _, tt := range []struct{ title, agency, text, want string }{
		{"Thành phố Bến Tre triển khai nhiệm vụ", "", "Ban Chỉ đạo 138 thành phố tổ chức hội nghị.", "Bến Tre"},
		{"Hội nghị huyện Đăk R’lấp", "", "", "Đắk Nông"},
		{"Huyện Đak Song ra quân", "", "Kỷ niệm ngày thành lập tỉnh Đak Nông.", "Đắk Nông"},
		{"Công an tỉnh Nghệ An phá án", "", "Đối tượng trú tại tỉnh Thanh Hóa. Công an Nghệ An đã khởi tố.", "Nghệ An"},
		{"Xử phạt 4 cơ sở", "", "4 cơ sở ở TP Biên Hòa, Đồng Nai bị xử phạt.", "Đồng Nai"},
		{"Họp báo", "Sở Tư pháp tỉnh ĐắkNông", "Chủ tịch Hồ Chí Minh dạy. Lăng Chủ tịch Hồ Chí Minh. Đoàn TNCS Hồ Chí Minh.", "Đắk Nông"},
		{"Kết quả năm 2024 của TP.HCM", "", "Thành phố Hồ Chí Minh đạt kết quả tốt.", "Hồ Chí Minh"},
		{"Chỉ 1 tuần, 107 tài xế bị tước bằng lái", "", "Phòng CSGT (CA tỉnh) cho biết.", ""},
		{"Liên kết vùng", "", "Hội nghị có Cần Thơ, Hậu Giang, Bạc Liêu, Cà Mau.", ""},
		{"Xã Thuận An về đích", "", "Xã Thuận An đạt 19/19 tiêu chí.", ""},
		{"Gặp mặt cán bộ lão thành", "", "Huyện ủy Vị Xuyên tổ chức buổi gặp mặt.", "Hà Giang"},
		{"Gặp mặt cán bộ lão thành", "", "Bí thư Huyện ủy - Chủ tịch HĐND huyện dự.", ""}, // no huyện Chũ
		{"HĐND xã Quảng Bình họp", "", "HĐND xã Quảng Bình thông qua 12 nghị quyết.", "Thanh Hóa"},
		{"Tuyến đường Hà Nội thông xe", "", "Đường Hà Nội dài 3 km.", ""},
		{"Hội nghị tổng kết", "", "(QNO) - Công an tỉnh tổ chức hội nghị.", "Quảng Nam"},
		{"Hội nghị tổng kết", "", "BHG - Công an tỉnh tổ chức hội nghị.", "Hà Giang"},
		{"Hội nghị tổng kết", "", "(Baothanhhoa.vn) - Công an tỉnh tổ chức hội nghị.", "Thanh Hóa"},
		{"Hội nghị tổng kết", "", "(TTXVN) - Công an tỉnh tổ chức hội nghị.", ""},
		{"Hội nghị tổng kết", "", "(QNO) - Đoàn của tỉnh Kon Tum đến dự.", "Kon Tum"}, // a name tells more
		{"Chư Pưh: Thu ngân sách đạt 43% kế hoạch", "", "Hiện huyện có 6 xã về đích.", "Gia Lai"},
		{"Châu Thành: Thu ngân sách đạt 43% kế hoạch", "", "Hiện huyện có 6 xã về đích.", ""}, // eight districts
		{"HĐND xã Thành Long, huyện Châu Thành họp", "", "Kỳ họp thông qua 5 nghị quyết.", "Tây Ninh"},
		{"Xử phạt một cơ sở", "", "Cơ sở ở xã Xuân Quế bị xử phạt.", ""}, // in passing
		{"Xử phạt một cơ sở", "", "Cơ sở ở xã Xuân Quế bị xử phạt. UBND xã Xuân Quế đã lập biên bản.", "Đồng Nai"},
	} {
		if got := provinceOf(tt.title, tt.agency, "", tt.text, "2024-05-06"); got != tt.want {
			t.Errorf("%q %q: got %q, want %q", tt.title, tt.agency, got, tt.want)
		}
	}
	for published, want := range map[string]string{"2025-12-19": "Phú Thọ", "2024-12-19": ""} {
		if got := provinceOf("Kỳ họp thứ Ba, HĐND xã Thanh Ba", "", "", "HĐND xã Thanh Ba tổ chức kỳ họp.", published); got != want {
			t.Errorf("a commune in %s: got %q, want %q", published, got, want)
		}
	}
	for published, want := range map[string]string{"2025-12-19": "Tuyên Quang", "2024-12-19": "Hà Giang"} {
		if got := provinceOf("Lũ quét ở Hà Giang", "", "", "Mưa lớn gây lũ quét.", published); got != want {
			t.Errorf("a province that ended, in %s: got %q, want %q", published, got, want)
		}
	}
	for text, want := range map[string]string{
		"Ngày 26/12/2025, HĐND xã Thanh Ba họp.": "Phú Thọ", "Ngày 26/12/2024, HĐND xã Thanh Ba họp.": "", "HĐND xã Thanh Ba họp.": "",
	} {
		if got := provinceOf("Kỳ họp thứ Ba, HĐND xã Thanh Ba", "", "", text, ""); got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	for in, want := range map[string]string{"https://stc.daknong.gov.vn/tin": "Đắk Nông", "https://www.soctrang.gov.vn/": "Sóc Trăng", "https://vnexpress.net/a": "", "": ""} {
		if got := provinceOfHost(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestFurniture(t *testing.T) {
	for in, want := range map[string]furniture{
		"5,552 lượt xem": isCounter, "Lượt xem: 120": isCounter, "Tất cả: 90398469": isCounter, "lượt truy cập": isCounter,
		"Tin liên quan": isRelated, "Các tin khác:": isRelated, "» Bình luận": isComment, "Chia sẻ": isShare, "戻る": isUI,
		"TIN HOẠT ĐỘNG TIN HOẠT ĐỘNG": isUI, "Trang chủ": isMenu, "Cơ quan chủ quản: UBND tỉnh Thanh Sơn": isFooter,
		"Số lượt người xem: 10": isCounter, "liên kết web": isMenu, "Bản quyền thuộc về huyện Tân Lập": isFooter,
		"Điện thoại: 0200.3811222 - Fax: 0200.3811223 - Email: a@b.vn": isFooter, "Trực ban - ĐT: (0235) 3811 222": isFooter, "12": isUI,
	} {
		if got := furnitureOf(viKey(in)); got != want {
			t.Errorf("%q: got %d, want %d", in, got, want)
		}
	}
	for _, in := range []string{
		"Giấy phép lái xe bị tước 29 trường hợp trong tháng", "Chia sẻ với khó khăn của người dân, đồng chí Bí thư đề nghị các ngành hỗ trợ kịp thời, đúng đối tượng.",
		"Theo dõi, giám sát việc thực hiện nghị quyết của Hội đồng nhân dân, không để xảy ra sai phạm, tồn tại kéo dài ở các xã.", "Đánh giá kết quả sáu tháng đầu năm",
		"Thông báo kết luận của Chủ tịch UBND huyện", "Hồng Quốc",
		"Tuyến đường ĐT.605 dài 3km được sửa trong quý II.",
	} {
		if got := furnitureOf(viKey(in)); got != notFurniture {
			t.Errorf("%q taken for furniture %d", in, got)
		}
	}
}
