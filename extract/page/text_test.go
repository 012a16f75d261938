package page

import (
	"errors"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

func viKey(s string) string { return vi.Key(s) }

func readText(t *testing.T, text string) *corpus.Article {
	t.Helper()
	a, err := New(nil).Article(&corpus.Page{Source: "t", MediaType: corpus.Text, Body: []byte(text)})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	checkText(t, text, a)
	return a
}

func TestPlainText(t *testing.T) {
	for _, tt := range []struct {
		name, text, published, byline, lead string
		has, lacks                          []string
	}{
		{
			name: "copied with clock, counter and footer", published: "2024-07-12T10:25:00+07:00", byline: aBy, lead: aLead,
			text: "Thứ sáu, 02/08/2024, 09:15[GMT+7]\n\n" + aTitle + "\n\nThứ sáu, 12/07/2024 | 10:25:00\n1,204 lượt xem\n" + aLead + "\n\n" + aOne + "\n\n\u00a0\n\n" + aCap + "\n\n" + aTwo + "\n\u00a0" + aThree +
				"\n\n" + aBy + "\n\nThông báo\nBáo cáo - thống kê\nVideos\n\nlượt truy cập\n  • Tất cả: 90398\n\nCơ quan chủ quản: UBND huyện Tân Lập\nGiấy phép số 27/GP-TTĐT do Sở Thông tin cấp ngày 14/3/2021.",
			has: []string{aCap}, lacks: []string{"02/08/2024", "1,204", "Videos", "90398", "Cơ quan chủ quản", "27/GP", "Thông báo"},
		},
		{
			name: "line of date after the title", published: "2024-07-12", byline: "Hoài Thu – Minh Đức", lead: aLead,
			text: aTitle + "\n2024-07-12\n\n" + aLead + "\n" + aOne + "\n" + aTwo + "\n" + aThree + "\nTin Hoài Thu – Minh Đức\n",
		},
		{
			name: "no date, repost", byline: "", lead: aLead,
			text:  aTitle + "\n\n\n" + aLead + "\n" + aOne + "\n" + aTwo + "\n" + aThree + "\nTheo Báo Thanh Sơn điện tử",
			lacks: []string{"Theo Báo"},
		},
		{
			name: "section, foreign button, title twice", byline: strings.ToUpper(aBy), lead: aLead,
			text:  "TIN HOẠT ĐỘNG TIN HOẠT ĐỘNG\n\n戻る\n" + aTitle + "\n" + aTitle + "\n" + aLead + "\n\n" + aOne + "\n\n" + aTwo + "\n\n" + aThree + "\n\n" + strings.ToUpper(aBy) + "\n\n\nliên kết web",
			lacks: []string{"戻る", "liên kết"},
		},
		{
			name: "caption broken by width", byline: "", lead: aLead,
			text: aTitle + "\n" + aLead + "\nĐồng chí Lê Hữu Khang phát biểu\ntại hội nghị. Ảnh: HOÀI THU\n\n" + aOne + "\n\n" + aTwo + "\n\n" + aThree,
			has:  []string{"Đồng chí Lê Hữu Khang phát biểu tại hội nghị. Ảnh: HOÀI THU"},
		},
		{
			name: "wrapped like a letter", byline: "", lead: aLead,
			text: wrap(aTitle, 72) + "\n\n" + wrap(aLead, 72) + "\n\n" + wrap(aOne, 72) + "\n\n" + wrap(aTwo, 72) + "\n\n" + wrap(aThree, 72) + "\n",
		},
		{
			name: "a page copied from top to bottom", published: "2024-07-12T10:25:00+07:00", byline: aBy, lead: aLead,
			text: "Chuyển đến nội dung chính\nTRANG THÔNG TIN ĐIỆN TỬ HUYỆN TÂN LẬP\nThứ sáu, 02/08/2024\nTrang chủ\nGiới thiệu\nLịch sử hình thành\nCơ cấu tổ chức\nTin tức - Sự kiện\nTin trong huyện\nVăn bản pháp luật\nThủ tục hành chính\nHỏi đáp\nLiên hệ\nTrang chủ\nTin trong huyện\n" +
				aTitle + "\n" + aBy + " - 12/07/2024 10:25\n\n" + aLead + "\n\n" + aOne + "\n\n" + aCap + "\n\n" + aTwo + "\n\n" + aThree + "\n\nLượt xem: 152\nBản in\n\nTIN ĐÃ ĐƯA\n" +
				"Hội Nông dân huyện tổ chức hội thi nhà nông đua tài, thu hút sự tham gia của đông đảo hội viên (10/07/2024)\nKhởi công tuyến đường liên xã (09/07/2024)\n\nThăm dò ý kiến\nBạn đánh giá thế nào về giao diện mới của trang thông tin điện tử huyện, xin cho biết ý kiến?\nRất hài lòng\nSố lượt truy cập: 1.204.533\nCơ quan chủ quản: Ủy ban nhân dân huyện Tân Lập.",
			has: []string{aCap}, lacks: []string{"Cơ cấu tổ chức", "02/08/2024", "Hội Nông dân huyện", "Khởi công", "giao diện mới", "1.204.533", "152"},
		},
		{
			name: "windows lines and a byte order mark", published: "2024-07-12", byline: aBy, lead: aLead,
			text: "\ufeff" + strings.ReplaceAll(aTitle+"\n12/07/2024\n\n"+aLead+"\n"+aOne+"\n"+aTwo+"\n"+aThree+"\n"+aBy, "\n", "\r\n"),
		},
	} {
		a := readText(t, tt.text)
		if a.Title != aTitle || max(a.PublishedAt, a.Published) != tt.published || a.Byline != tt.byline || a.Lead != tt.lead || a.Method != "text" {
			t.Errorf("%s: title %q published %q byline %q lead %q method %q", tt.name, a.Title, max(a.PublishedAt, a.Published), a.Byline, a.Lead, a.Method)
		}
		for _, q := range append([]string{aTitle, aLead, aOne, aTwo, aThree}, tt.has...) {
			if strings.Count(a.Text, q) != 1 {
				t.Errorf("%s: %d times %q in\n%s", tt.name, strings.Count(a.Text, q), q, a.Text)
			}
		}
		for _, q := range tt.lacks {
			if strings.Contains(a.Text, q) {
				t.Errorf("%s: holds %q:\n%s", tt.name, q, a.Text)
			}
		}
	}
}

// wrap breaks a text into lines of at most width letters.
func wrap(s string, width int) string {
	var b strings.Builder
	n := 0
	for _, w := range strings.Fields(s) {
		if n > 0 && n+1+len([]rune(w)) > width {
			b.WriteByte('\n')
			n = 0
		} else if n > 0 {
			b.WriteByte(' ')
			n++
		}
		b.WriteString(w)
		n += len([]rune(w))
	}
	return b.String()
}

func TestBareSentencesSurvive(t *testing.T) {
	for _, text := range []string{
		"Năm 2024, toàn huyện xảy ra năm vụ cháy.",
		"Thứ Năm, ngày 9/5, tòa mở phiên xét xử.",
		"Tổng cộng 55/65 vụ",
		"Giấy phép số 27/GP-TTĐT do Sở Thông tin cấp ngày 14/3/2021.",
		"Ông Lê Hữu Khang phát biểu.\nBà Phan Thị Mây trao quà.",
		"Lê Hữu Khang",
		"1.204 lượt xem",
		aOne + " " + aTwo,
		aOne + "\n" + aTwo,
	} {
		a := readText(t, text)
		if got, want := strings.Join(strings.Fields(a.Text), " "), strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("got %q\nwant %q", got, want)
		}
	}
	menus := strings.Repeat("Trang chủ\nGiới thiệu\nVăn bản pháp luật\nHội nghị tổng kết công tác dân vận\nLiên hệ\n", 9)
	_, err := New(nil).Article(&corpus.Page{MediaType: corpus.Text, Body: []byte(menus)})
	if none := (*NoArticle)(nil); !errors.As(err, &none) || none.Reason != ListPage {
		t.Errorf("menus: %v", err)
	}
	_, err = New(nil).Article(&corpus.Page{MediaType: corpus.Text, Body: []byte(" \n\u00a0\n\u200b")})
	if none := (*NoArticle)(nil); !errors.As(err, &none) || none.Reason != Empty {
		t.Errorf("white space: %v", err)
	}
}

// TestTitlesOfOrganisations keeps headlines that begin with an organisation or
// end with a period, and takes no weekday for an author.
func TestTitlesOfOrganisations(t *testing.T) {
	body := "Trong năm, lực lượng chức năng của huyện đã phát hiện 120 vụ vi phạm, giảm 15 vụ so với năm trước đó."
	for _, title := range []string{
		"Công an huyện Tân Lập tổng kết công tác năm 2023",
		"Hội nghị tổng kết công tác bảo đảm an ninh trật tự năm 2023",
		"UBND tỉnh họp phiên thường kỳ tháng 9",
		"Gặp mặt báo chí về tình hình kinh tế - xã hội 9 tháng năm 2023",
	} {
		a := readText(t, title+"\n\nThứ 3, 17/10/2023 | 11:10:07 [GMT +7] A  A\n\n"+body+"\n")
		if a.Title != title || a.Published != "2023-10-17" || a.Byline != "" || a.Origin != "" {
			t.Errorf("%q: title %q, published %q, byline %q, origin %q", title, a.Title, a.Published, a.Byline, a.Origin)
		}
	}
}
