package page

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/portal"
)

// The invented article that the pages below dress in the markup of several
// content management systems.
const (
	aTitle = "Huyện Tân Lập triển khai nhiệm vụ bảo đảm an ninh, trật tự sáu tháng cuối năm"
	aLead  = "Sáng 12/7, UBND huyện Tân Lập tổ chức hội nghị sơ kết công tác bảo đảm an ninh, trật tự và triển khai nhiệm vụ sáu tháng cuối năm."
	aOne   = "Theo báo cáo tại hội nghị, trong sáu tháng đầu năm toàn huyện xảy ra 38 vụ phạm tội về trật tự xã hội, giảm 7 vụ so với cùng kỳ; đã điều tra, làm rõ 33 vụ, bắt giữ 41 đối tượng, đạt tỷ lệ 86,84%."
	aTwo   = "Lực lượng chức năng đã lập biên bản 215 trường hợp vi phạm trật tự an toàn giao thông, phạt tiền trên 640 triệu đồng, tước giấy phép lái xe 29 trường hợp."
	aThree = "Phát biểu kết luận hội nghị, đồng chí Lê Hữu Khang, Phó Chủ tịch UBND huyện yêu cầu các xã, thị trấn tiếp tục nhân rộng mô hình camera an ninh, gắn với phong trào toàn dân bảo vệ an ninh Tổ quốc."
	aCap   = "Đồng chí Lê Hữu Khang phát biểu kết luận hội nghị"
	aBy    = "Hoài Thu"
)

// head and foot surround the article with what portals surround it with.
func head(title string) string {
	return `<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>` + title + `</title>
<style>.x{color:red}</style><script>var a = "Tin <b>không</b> phải bài viết, dài dòng, có dấu phẩy.";</script></head><body>
<a href="#main" class="skip">Chuyển đến nội dung chính</a>
<div id="top"><div class="logo"><a href="/">TRANG THÔNG TIN ĐIỆN TỬ HUYỆN TÂN LẬP</a></div>
<div class="clock">Thứ sáu, 02/08/2024, 09:15 [GMT+7]</div></div>
<ul class="navi"><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu">Giới thiệu</a></li><li><a href="/tin-tuc">Tin tức - Sự kiện</a></li>
<li><a href="/van-ban">Văn bản pháp luật</a></li><li><a href="/thu-tuc">Thủ tục hành chính</a></li><li><a href="/cong-dan">Lịch tiếp công dân</a></li>
<li><a href="/lien-he">Liên hệ</a></li></ul>`
}

const foot = `<div class="right-col"><div class="box"><h3>Tin đọc nhiều</h3><ul>
<li><a href="/a">Xã Phú Thịnh ra mắt mô hình tổ tự quản về an ninh, trật tự</a></li>
<li><a href="/b">Khởi công tuyến đường liên xã dài 4,2 km nối hai xã vùng trũng</a></li>
<li><a href="/c">Phát động tháng hành động vì môi trường trên địa bàn huyện</a></li></ul></div>
<div class="box"><h3>Thăm dò ý kiến</h3><form><p>Bạn đánh giá thế nào về giao diện mới của trang thông tin điện tử huyện?</p>
<label><input type="radio" name="v"> Rất hài lòng</label><label><input type="radio" name="v"> Chưa hài lòng</label></form></div>
<div class="box">Số lượt truy cập: 1.204.533<br>Đang trực tuyến: 27</div></div>
<div id="bottom"><p>Cơ quan chủ quản: Ủy ban nhân dân huyện Tân Lập, tỉnh Thanh Sơn.</p>
<p>Giấy phép số 27/GP-TTĐT do Sở Thông tin và Truyền thông cấp ngày 14/3/2021.</p>
<p>Địa chỉ: Số 8 đường Trung tâm, thị trấn Tân Lập - Điện thoại: 0200.3811222 - Email: vanphong@tanlap.example.vn</p>
<p>Ghi rõ nguồn "Trang thông tin điện tử huyện Tân Lập" khi phát hành lại thông tin từ trang này.</p></div></body></html>`

func para(list ...string) string { return "<p>" + strings.Join(list, "</p>\n<p>") + "</p>" }

// never is what no article below may hold.
var never = []string{
	"02/08/2024", "GMT+7", "Trang chủ", "Văn bản pháp luật", "Xã Phú Thịnh ra mắt", "Khởi công tuyến đường", "giao diện mới", "1.204.533",
	"Cơ quan chủ quản", "27/GP-TTĐT", "0200.3811222", "Ghi rõ nguồn", "không</b>", "Chuyển đến nội dung",
}

// always is what every article below holds.
var always = []string{aTitle, aOne, aTwo, aThree}

var structures = []struct {
	name, html string
	profile    string // the method with profiles on
	published  string
	byline     string
	lead       string
	has, lacks []string
}{
	{
		name: "newspaper with data roles", profile: "vccorp", published: "2024-07-12T10:25:00+07:00", byline: "Hoài Thu - Minh Đức", lead: aLead,
		html: head(aTitle+" - Báo Tân Lập") + `<div class="detail-container"><div class="detail-breadcrumb"><a href="/xa-hoi">Xã hội</a></div>
<h1 class="detail-title" data-role="title">` + aTitle + `</h1><h2 class="detail-sapo" data-role="sapo">` + aLead + `</h2>
<div class="detail-time"><div data-role="publishdate">12/07/2024 10:25 GMT+7</div></div>
<div class="detail-content afcbc-body" data-role="content">` + para(aOne) + `<figure><img src="a.jpg"><figcaption class="PhotoCMS_Caption"><p>` + aCap + ` - Ảnh: M.Đ.</p></figcaption></figure>
<div type="RelatedOneNews"><a href="/z" class="title">Hai xã về đích nông thôn mới nâng cao trước hạn</a><p class="RelatedSapo">Đến giữa năm, hai xã đã hoàn thành toàn bộ tiêu chí, được người dân đánh giá cao.</p></div>
` + para(aTwo, aThree) + `</div><div class="detail-author-bot"><a class="name" href="/tg/1">Hoài Thu</a> - <a class="name" href="/tg/2">Minh Đức</a></div>
<div class="detail-tab">Chủ đề: <a href="/t">an ninh</a></div><div class="detail-comment"><div class="item"><p>Bạn đọc Trần Lam: Tôi rất đồng tình với chủ trương này, mong huyện làm tốt hơn nữa. 13/07/2024</p></div></div></div>` + foot,
		has: []string{aLead, aCap}, lacks: []string{"Hai xã về đích", "hai xã đã hoàn thành", "Bạn đọc Trần Lam", "Chủ đề"},
	},
	{
		name: "provincial newspaper", profile: "hemera", published: "2024-07-12T11:02:00+07:00", byline: aBy, lead: aLead,
		html: head(aTitle+" | Báo Thanh Sơn điện tử") + `<div class="article"><h1 class="article__title cms-title">` + aTitle + `</h1>
<div class="article__meta"><span class="article__author"><span class="name">` + aBy + `</span></span><time class="time" datetime="2024-07-12T11:02:00+0700">12/07/2024 11:02</time></div>
<div class="article__social"><a href="#">Chia sẻ Facebook</a></div><div class="article__sapo cms-desc">` + aLead + `</div>
<div class="article__body zce-content-body cms-body">` + para(aOne, aTwo) + `<table class="picture"><tr><td><img src="x.jpg"></td></tr><tr><td class="caption"><p>` + aCap + `.</p></td></tr></table>` + para(aThree) + `
<div class="article-relate"><h3>Tin liên quan</h3><ul><li><a href="/1">Tân Lập: Tặng 50 phần quà cho hộ nghèo</a></li></ul></div></div>
<div class="article__tag"><a href="/tag/1">an ninh</a><a href="/tag/2">trật tự</a></div></div>` + foot,
		has: []string{aLead, aCap}, lacks: []string{"Tặng 50 phần quà", "Chia sẻ"},
	},
	{
		name: "SharePoint tables", profile: "sharepoint-lacviet", published: "2024-07-12T14:05:00+07:00", byline: aBy, lead: "",
		html: head("Trang thông tin điện tử huyện Tân Lập") + `<form id="aspnetForm"><table><tr><td class="leftmenu"><ul><li><a href="/q">Quy hoạch - Kế hoạch</a></li><li><a href="/l">Lịch sử hình thành</a></li></ul></td>
<td><div class="container_top_mid2"><table><tr class="ms-news-header"><td class="FolderTitle">Tin trong huyện</td><td class="Time" style="TEXT-ALIGN: right">(12.07.2024 14:05)</td></tr></table></div>
<div id="part1"><table id="tableforprint"><tr><td><p class="Title allowMenuPost" style="text-align:center">` + aTitle + `</p></td></tr>
<tr><td><ul style="display:none" class="contextMenu"><li><a href="#e">Chỉnh sửa bài viết</a></li></ul><b class="lv_description_mode1">` + aLead + `</b></td></tr>
<tr><td><div class="ExternalClass1A2B">` + para(aOne) + `<p style="text-align:center"><img src="i.jpg"></p><p style="text-align:center"><em>` + aCap + `</em></p>` + para(aTwo, aThree) + `<p style="text-align:right"><strong>` + aBy + `</strong></p></div></td></tr></table>
<span class="css_readCounter">Số lượt người xem: 152</span><span class="css_printandback"><a href="#">Bản in</a> <a href="#">Quay lại</a></span></div>
<div id="part2"><table><tr><td><p class="OtherTitle">TIN ĐÃ ĐƯA</p></td></tr><tr><td><ul><li><a href="/k">Hội Nông dân huyện tổ chức hội thi nhà nông đua tài</a> <span class="ShowDate">(10/07/2024)</span></li></ul></td></tr></table></div></td></tr></table></form>` + foot,
		has: []string{aLead, aCap}, lacks: []string{"152", "Hội Nông dân huyện", "Chỉnh sửa bài viết", "Bản in"},
	},
	{
		name: "Liferay portlets", profile: "liferay6", published: "2024-07-12T16:01:00+07:00", byline: "", lead: aLead,
		html: head("Tin tức - Sở Nội vụ") + `<div class="portlet-boundary portlet-asset-publisher"><section class="portlet"><h1 class="portlet-title"><span>Hoạt động của huyện</span></h1>
<div class="asset-full-content"><div class="asset-full-content-title">` + aTitle + `</div><div class="assetPublishDate block_timer">Ngày đăng 12/07/2024 | 04:01 PM | View count: 536</div>
<div class="sapo-wrapper"><p class="sapo"><strong>` + aLead + `</strong></p></div><div class="journal-content-article">` + para(aOne, aTwo, aThree) + `</div>
<div class="asset-control-detail">In bài | Gửi email</div><div class="related_asset"><h3>Tin liên quan</h3><a href="/u">Thị trấn Tân Lập ra quân lập lại trật tự đô thị</a></div>
<p class="view-content-author" style="text-align:right">admin admin</p></div></section></div>` + foot,
		lacks: []string{"536", "Thị trấn Tân Lập ra quân", "admin", "Hoạt động của huyện"}, has: []string{aLead},
	},
	{
		name: "NukeViet with hidden microdata", profile: "nukeviet", published: "2024-07-12T16:29:00+07:00", byline: aBy, lead: aLead,
		html: strings.Replace(head(aTitle), "<title>", `<meta name="generator" content="NukeViet v4.5"><meta name="author" content="Trang thông tin huyện Tân Lập"><meta property="article:published_time" content="2024-07-12+0716:29:00"><title>`, 1) + `
<div class="news_column panel"><h1 class="title" itemprop="headline">` + aTitle + `</h1><div class="hidden d-none" itemprop="author"><span itemprop="name">` + aBy + `</span></div>
<span class="hidden" itemprop="datePublished">2024-07-30T08:00:00+07:00</span><span class="h5">Thứ sáu - 12/07/2024 16:29</span>
<ul class="list-inline text-right"><li><a href="#"><em class="fa fa-print"></em></a></li></ul><div class="hometext" itemprop="description">` + aLead + `</div>
<div id="news-bodyhtml" class="bodytext">` + aOne + `<p>` + aTwo + `</p>` + para(aThree) + `</div><div><p class="h5 text-right"><strong>Tác giả: </strong>` + aBy + `</p><p class="h5 text-right"><strong>Nguồn tin: </strong>Đài Truyền thanh huyện</p></div></div>
<div class="news_column"><form id="form3B"><p id="stringrating">Tổng số điểm của bài viết là: 5 trong 1 đánh giá</p><span id="hover-test">Click để đánh giá bài viết</span></form></div>
<div class="other-news"><p class="h3"><strong>Những tin cũ hơn</strong></p><ul class="related"><li><h4><a href="/o1">Tuổi trẻ Tân Lập chung sức xây dựng quê hương</a> <em>(01/07/2024)</em></h4></li></ul></div>` + foot,
		lacks: []string{"Tổng số điểm", "Tuổi trẻ Tân Lập", "Những tin cũ hơn"}, has: []string{aLead},
	},
	{
		name: "blog software", profile: "wordpress", published: "2024-07-12T09:30:00+07:00", byline: aBy, lead: aLead,
		html: strings.Replace(head(aTitle+" – Huyện đoàn Tân Lập"), "<title>", `<meta name="generator" content="WordPress 6.4"><meta property="og:site_name" content="Huyện đoàn Tân Lập"><title>`, 1) + `
<article class="post"><header class="entry-header"><h1 class="entry-title">` + aTitle + `</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date" datetime="2024-07-12T09:30:00+07:00">12 Tháng Bảy, 2024</time></span> <span class="author vcard"><a href="/author/hoai-thu">` + aBy + `</a></span></div></header>
<div class="entry-content">` + para(aLead, aOne) + `<figure class="wp-block-image"><img src="k.jpg"><figcaption>` + aCap + `</figcaption></figure>` + para(aTwo, aThree) + `<div class="sharedaddy"><h3>Chia sẻ:</h3><a href="#">Facebook</a></div></div></article>
<nav class="post-navigation"><a href="/p">Bài trước: Ra quân tổng vệ sinh môi trường</a></nav>
<div id="comments" class="comments-area"><h2>2 bình luận</h2><p>Nguyễn A nói: Bài viết hay, cảm ơn huyện đoàn đã đăng tải. 15/07/2024</p></div>` + foot,
		has: []string{aCap}, lacks: []string{"tổng vệ sinh", "Bài viết hay"},
	},
	{
		name: "bare text between empty paragraphs", profile: "generic", published: "2024-07-12T08:05:00+07:00", byline: aBy, lead: aLead,
		html: head(aTitle) + `<div class="col"><h1 class="font-42">` + aTitle + `</h1><div class="info">` + aBy + ` - 12/07/2024 08:05</div><div class="lr-summary">` + aLead + `</div>
<div class="lr-ct">` + aOne + `<p></p>` + aTwo + `<p></p><div class="insertImage"><img src="a.jpg"><span>` + aCap + `. Ảnh: Hoài Thu</span></div>` + aThree + `<p></p></div></div>` + foot,
		has: []string{aLead, aCap},
	},
	{
		name: "line breaks and no headings", profile: "generic", published: "2024-07-12T08:30:00+07:00", byline: "", lead: aLead,
		html: head("Chi tiết tin") + `<table width="100%"><tr><td><div style="font-size:18px;font-weight:bold;color:#0072bc">` + aTitle + `</div><div><i>Cập nhật lúc 08:30 ngày 12-7-2024</i></div>
<div><b>` + aLead + `</b></div><div>` + aOne + `<br><br>` + aTwo + `<br/><br/>` + aThree + `<br>(Theo Đài Truyền thanh huyện)</div></td></tr></table>` + foot,
		has: []string{aLead}, lacks: []string{"Theo Đài"},
	},
	{
		name: "double-escaped text and invisible characters", profile: "generic", published: "2024-07-12", byline: aBy,
		html: head("Tin tức") + `<div id="content-detail"><h3>` + aTitle + `</h3><span class="date">12/07/2024</span><div class="text"><p>` + strings.ReplaceAll(aOne, " ", "&amp;nbsp;") + `</p><p>` + strings.ReplaceAll(aTwo, "lực lượng", "l&shy;ực\u200b lượng") + `</p><p>` + norm.NFD.String(aThree) + `</p><p align="right">Tin, ảnh: ` + aBy + `</p></div></div>` + foot,
	},
	{
		name: "styled paragraphs of an office program", profile: "generic", published: "2024-07-12T15:00:00+07:00", byline: "", lead: aLead,
		html: head("Ủy ban nhân dân huyện Tân Lập") + `<div class="main"><div class="row"><div class="col-md-9"><h2 class="tieude">` + aTitle + `</h2><p class="ngaydang"><i>12/07/2024 15:00</i></p>
<div class="noidung"><div><p class="MsoNormal" style="text-align:justify"><span><span style="font-size:14pt"><strong>` + aLead + `</strong></span></span></p><p class="MsoNormal"><span>` + aOne + `</span></p>
<p class="MsoNormal"><span>Lực lượng chức năng đã lập biên bản 215 trường hợp vi phạm trật tự an toàn giao thông, phạt tiền trên 640<br>triệu đồng, tước giấy phép lái xe 29 trường hợp.</span></p><p class="MsoNormal"><span>` + aThree + `</span></p></div></div>
<div class="tinkhac"><h4>Các tin khác</h4><ul><li><a href="/y">Họp báo thông tin tình hình kinh tế - xã hội quý II</a> (11/07/2024)</li></ul></div></div></div></div>` + foot,
		has: []string{aLead}, lacks: []string{"Họp báo thông tin"},
	},
	{
		name: "author and time in one box, hard line ends", profile: "generic", published: "2024-07-12T15:21:00+07:00", byline: "Kim Phong", lead: aLead,
		html: head(aTitle+" - Nhịp sống Tân Lập") + `<main><div class="hdr"><h1 class="article-header__title">` + aTitle + `</h1><div class="article-meta__author"><span class="avatar">K</span> <a href="/tg/kp">Kim Phong</a> <time class="article-meta__time">15:21, 12/07/2024</time></div></div>
<div id="article-editor"><h4 class="article-content__lead">` + aLead + `</h4><p>` + strings.Replace(aOne, " toàn huyện ", "\n toàn\n huyện ", 1) + `</p>` + para(aTwo, aThree) + `</div></main>
<div class="tags"><a href="/t1">an ninh</a><a href="/t2">trật tự</a></div>` + foot,
		has: []string{aLead}, lacks: []string{"Kim Phong"},
	},
	{
		name: "title and lead again inside the body, policy in a modal", profile: "generic", published: "2024-07-12T18:25:00+07:00", byline: "Huy Khải", lead: aLead,
		html: head(aTitle+" | Tân Lập Online") + `<section id="page-content"><h1 class="article-title">` + aTitle + `</h1><div class="meta"><span class="date">2 giờ trước</span></div>
<div id="vst_detail" itemprop="articleBody"><p class="pTitle">` + aTitle + `</p><p class="pHead">` + aLead + `</p><p class="pBody">` + aOne + `</p><p class="pBody">` + aTwo + `</p><p class="pBody">` + aThree + `</p><p class="pAuthor"><a href="#">Huy Khải</a></p><p class="pSource">Đài Truyền thanh huyện</p><p class="pPublishTimeSource">- 18:25 12/07/2024</p></div></section>
<div class="scroll"><ul>` + strings.Repeat(`<li><a href="/r">Ra mắt tổ liên gia an toàn phòng cháy, chữa cháy tại khu dân cư số 5</a></li>`, 6) + `</ul></div>
<div class="modal policy"><p>` + strings.Repeat("Chúng tôi thu thập thông tin của bạn để cải thiện dịch vụ, theo quy định của pháp luật. ", 15) + `</p></div>` + foot,
		has: []string{aLead}, lacks: []string{"Ra mắt tổ liên gia", "Chúng tôi thu thập", "giờ trước", "18:25"},
	},
	{
		name: "clock in a time element, byline with agency", profile: "generic", published: "2024-07-12T09:10:00+07:00", byline: "Văn Giáp", lead: aLead,
		html: strings.Replace(head(aTitle), "<title>", `<meta property="article:published_time" content="2024-07-12T09:10:00+07:00"><title>`, 1) + `<div class="bar"><time id="currentDate">Thứ sáu, 02/08/2024</time></div>
<div class="post"><h1>` + aTitle + `</h1><div class="sum"><strong>` + aLead + `</strong></div><div class="txt">` + para(aOne, aTwo, aThree) + `<p style="text-align: right;"><strong>Văn Giáp/Đài Truyền thanh Tân Lập</strong></p></div></div>` + foot,
		has: []string{aLead}, lacks: []string{"Văn Giáp"},
	},
	{
		name: "title only in og and a portlet name as h1", profile: "generic", published: "2024-07-12T07:45:00+07:00", byline: "", lead: "",
		html: strings.Replace(head("Chi tiết bài viết - Huyện Tân Lập"), "<title>", `<meta property="og:title" content="`+aTitle+`"><meta property="og:site_name" content="Huyện Tân Lập"><title>`, 1) + `<h1 class="box-title">Tin hoạt động</h1><div class="detail"><p class="ttl"><b>` + aTitle + `</b></p><p><small>Ngày đăng: 12/07/2024 07:45:00 - Lượt xem: 341</small></p>` + para(aLead, aOne, aTwo, aThree) + `<p><a href="/f.pdf">Tải file đính kèm</a></p><div class="social-share">Chia sẻ: <a href="#">Facebook</a> <a href="#">Zalo</a></div></div>` + foot,
		has:  []string{aLead}, lacks: []string{"341", "Tải file", "Zalo", "Tin hoạt động"},
	},
	{
		name: "Joomla with article info", profile: "joomla", published: "2024-07-12T08:00:00+07:00", byline: "", lead: "",
		html: strings.Replace(head(aTitle), "<title>", `<meta name="generator" content="Joomla! - Open Source Content Management"><meta name="author" content="Super User"><title>`, 1) + `<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header"><h2 itemprop="headline">` + aTitle + `</h2></div><dl class="article-info muted"><dt>Chi tiết</dt><dd class="createdby" itemprop="author"><span itemprop="name">Super User</span></dd><dd class="published"><time datetime="2024-07-12T08:00:00+07:00" itemprop="datePublished">Được đăng: 12 Tháng 7 2024</time></dd><dd class="hits">Lượt xem: 88</dd></dl><div itemprop="articleBody">` + para(aLead, aOne, aTwo, aThree) + `</div><ul class="pager pagenav"><li><a href="/p">Trước</a></li><li><a href="/n">Tiếp theo</a></li></ul></div>` + foot,
		has:  []string{aLead}, lacks: []string{"Super User", "88", "Được đăng", "Tiếp theo"},
	},
	{
		name: "frames of a table layout with fonts", profile: "generic", published: "2024-07-12", byline: aBy, lead: "",
		html: head("UBND huyện Tân Lập") + `<table width=780><tr><td width=180><table><tr><td><a href=1><font size=2>Tổ chức bộ máy</font></a></td></tr><tr><td><a href=2><font size=2>Chiến lược - Quy hoạch</font></a></td></tr></table></td>
<td><table><tr><td><font size=4 color=#990000><b>` + aTitle + `</b></font></td></tr><tr><td align=right><font size=1><i>(12/07/2024)</i></font></td></tr><tr><td><p align=justify><font face=Arial size=2>` + aLead + `</font></p><p align=justify><font face=Arial size=2>` + aOne + `</font></p><p><font size=2>` + aTwo + `</font></p><p><font size=2>` + aThree + `</font></p><p align=right><b><font size=2>` + aBy + `</font></b></p></td></tr></table></td>
<td width=180><table><tr><td><b>Liên kết website</b></td></tr><tr><td><select><option>-- Chọn --</option></select></td></tr></table></td></tr></table>` + foot,
		has: []string{aLead}, lacks: []string{"Tổ chức bộ máy", "Liên kết", "Chọn"},
	},
}

func TestHeaderOfArticleIsNoHeaderOfPage(t *testing.T) {
	html := head(aTitle+" - Huyện Tân Lập") + `<div class="cate-24h-foot-arti"><header class="arti-header"><h2 class="tit">` + aTitle + `</h2><p>` + aLead + `</p></header><article class="cate-24h-foot-arti-deta-info">` + para(aOne, aTwo, aThree) + `</article></div>` + foot
	a, err := New(nil).Article(&corpus.Page{MediaType: corpus.HTML, Body: []byte(html)})
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != aTitle || a.Lead != aLead || !strings.Contains(a.Text, aThree) {
		t.Errorf("%q %q\n%s", a.Title, a.Lead, a.Text)
	}
}

func TestArticleOnManyStructures(t *testing.T) {
	set, err := portal.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range structures {
		for _, generic := range []bool{true, false} {
			x := New(set)
			x.Generic = generic
			a, err := x.Article(&corpus.Page{Source: tt.name, MediaType: corpus.HTML, Body: []byte(tt.html)})
			if err != nil {
				t.Errorf("%s, generic %v: %v", tt.name, generic, err)
				continue
			}
			say := func(format string, args ...any) {
				t.Helper()
				t.Errorf("%s, method %s: "+format+"\n%s", append(append([]any{tt.name, a.Method}, args...), a.Text)...)
			}
			if want := tt.profile; !generic && a.Method != want {
				say("want method %s", want)
			}
			if a.Title != aTitle {
				say("title %q", a.Title)
			}
			if got := max(a.PublishedAt, a.Published); got != tt.published {
				say("published %q, want %q", got, tt.published)
			}
			if a.Byline != tt.byline {
				say("byline %q, want %q", a.Byline, tt.byline)
			}
			if tt.lead != "" && a.Lead != tt.lead {
				say("lead %q", a.Lead)
			}
			for _, q := range append(append([]string{}, always...), tt.has...) {
				if strings.Count(a.Text, q) != 1 {
					say("%d times %q", strings.Count(a.Text, q), q)
				}
			}
			for _, q := range append(append([]string{}, never...), tt.lacks...) {
				if strings.Contains(a.Text, q) {
					say("holds %q", q)
				}
			}
			checkText(t, tt.name, a)
		}
	}
}

// checkText checks what holds for every article: the form of Text, and that
// the blocks cover it.
func checkText(t *testing.T, name string, a *corpus.Article) {
	t.Helper()
	if !utf8.ValidString(a.Text) || !norm.NFC.IsNormalString(a.Text) {
		t.Errorf("%s: text is not valid UTF-8 in NFC: %q", name, a.Text)
	}
	for _, bad := range []string{"  ", " \n", "\n ", "\u00a0", "\u200b", "\u00ad", "\ufeff", "\t", "\r"} {
		if strings.Contains(a.Text, bad) {
			t.Errorf("%s: text holds %q", name, bad)
		}
	}
	var lines []string
	for _, b := range a.Blocks {
		lines = append(lines, a.Text[b.Start:b.End])
	}
	if got, want := strings.Join(lines, "\n"), strings.ReplaceAll(a.Text, "\n\n", "\n"); got != want {
		t.Errorf("%s: the blocks do not cover the text:\n%q\n%q", name, got, want)
	}
}

func TestKindsOfBlocks(t *testing.T) {
	html := head("Tin") + `<div class="content"><h1>` + aTitle + `</h1><p>12/07/2024</p><div class="body"><p><b>` + aLead + `</b></p>` + para(aOne) + `<h3>Kết quả theo lĩnh vực</h3>
<table border="1"><tr><th>Lĩnh vực</th><th>Số vụ</th><th>So cùng kỳ</th></tr><tr><td>Trật tự xã hội</td><td>38</td><td>-7</td></tr><tr><td>Kinh tế</td><td>5</td><td>+1</td></tr></table>
<ul><li>Tăng cường tuần tra, kiểm soát ban đêm;</li><li>Lắp đặt thêm 40 camera an ninh.</li></ul>` + para(aTwo) + `<p style="text-align:center"><img src="i.jpg"></p><p style="text-align:center"><i>` + aCap + `</i></p>` + para(aThree) + `</div></div>` + foot
	a, err := New(nil).Article(&corpus.Page{MediaType: corpus.HTML, Body: []byte(html)})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		kind corpus.BlockKind
		text string
	}{
		{corpus.Title, aTitle}, {corpus.Lead, aLead}, {corpus.Paragraph, aOne}, {corpus.Heading, "Kết quả theo lĩnh vực"},
		{corpus.TableRow, "Lĩnh vực | Số vụ | So cùng kỳ"}, {corpus.TableRow, "Trật tự xã hội | 38 | -7"}, {corpus.TableRow, "Kinh tế | 5 | +1"},
		{corpus.ListItem, "Tăng cường tuần tra, kiểm soát ban đêm;"}, {corpus.ListItem, "Lắp đặt thêm 40 camera an ninh."},
		{corpus.Paragraph, aTwo}, {corpus.Caption, aCap}, {corpus.Paragraph, aThree},
	}
	if len(a.Blocks) != len(want) {
		t.Errorf("%d blocks, want %d", len(a.Blocks), len(want))
	}
	for i, b := range a.Blocks {
		if i < len(want) && (b.Kind != want[i].kind || a.Text[b.Start:b.End] != want[i].text) {
			t.Errorf("block %d: kind %d %q, want kind %d %q", i, b.Kind, a.Text[b.Start:b.End], want[i].kind, want[i].text)
		}
	}
}

func TestShortArticleBesideLongWelcome(t *testing.T) {
	welcome := strings.Repeat("Huyện Tân Lập nằm ở phía tây của tỉnh, có diện tích tự nhiên 612 km², với mười hai dân tộc cùng sinh sống, đoàn kết xây dựng quê hương. ", 12)
	html := strings.Replace(head(aTitle+" - Huyện Tân Lập"), "<title>", `<meta property="og:title" content="`+aTitle+`"><title>`, 1) +
		`<div class="cols"><div class="c1"><h1>` + aTitle + `</h1><span>12/07/2024</span><div><p>` + aLead + `</p><p style="text-align:right">` + aBy + `</p></div></div><div class="c2"><ul>` + strings.Repeat(`<li><a href="/k">Khai mạc hội thi văn nghệ quần chúng</a></li>`, 5) + `</ul></div><div class="c3"><h3>Giới thiệu huyện</h3><p>` + welcome + `</p></div></div>` + foot
	a, err := New(nil).Article(&corpus.Page{MediaType: corpus.HTML, Body: []byte(html)})
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != aTitle || a.Published != "2024-07-12" || a.Byline != aBy || a.Text != aTitle+"\n\n"+aLead {
		t.Errorf("%q %q\n%s", a.Published, a.Byline, a.Text)
	}
}

func TestNewsOfSomethingNotFound(t *testing.T) {
	title := "Không tìm thấy tung tích hai thuyền viên mất tích trên biển"
	html := head(title) + `<form>Đăng nhập <input name=u> <input type=password name=p></form><h1>` + title + `</h1><div><p>Chiều 12/7, lực lượng chức năng đã mở rộng phạm vi tìm kiếm ra 20 hải lý nhưng chưa có kết quả, do sóng to, gió lớn.</p></div>`
	a, err := New(nil).Article(&corpus.Page{MediaType: corpus.HTML, Body: []byte(html)})
	if err != nil || a.Title != title {
		t.Errorf("%v %+v", err, a)
	}
}

func TestArticleInData(t *testing.T) {
	page := `<html><head><title>` + aTitle + `</title><script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":["NewsArticle"],"headline":"` + aTitle +
		`","datePublished":"2024-07-12T03:00:00Z","author":[{"@type":"Person","name":"` + aBy + `"}],"publisher":{"name":"Báo Tân Lập"},"articleBody":"<p>` + aLead + `<\/p><p>` + aOne + `<\/p><p>` + aTwo + `<\/p>"}]}</script></head><body><div id="__next"></div><script>` + strings.Repeat("x();", 999) + `</script></body></html>`
	a, err := New(nil).Article(&corpus.Page{MediaType: corpus.HTML, Body: []byte(page)})
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != aTitle || a.PublishedAt != "2024-07-12T10:00:00+07:00" || a.Byline != aBy || a.Text != aTitle+"\n\n"+aLead+"\n"+aOne+"\n"+aTwo {
		t.Errorf("%q %q %q\n%s", a.Title, a.PublishedAt, a.Byline, a.Text)
	}
	checkText(t, "data", a)
}

func TestNoticeIsNoArticle(t *testing.T) {
	set, err := portal.Load("")
	if err != nil {
		t.Fatal(err)
	}
	notice := `<div class="portlet-boundary portlet-journal-content"><div class="journal-content-article"><p>Chào mừng quý vị đến với trang thông tin điện tử của huyện, nơi cập nhật tin tức hằng ngày.</p></div></div>`
	list := strings.Repeat(`<div class="item"><h3><a href="/tin/hoi-nghi">Hội nghị tổng kết công tác dân vận năm vừa qua tại huyện</a></h3><p>Sáng nay, Huyện ủy tổ chức hội nghị tổng kết công tác dân vận, có đông đủ đại biểu.</p></div>`, 7)
	_, err = New(set).Article(&corpus.Page{MediaType: corpus.HTML, Body: []byte(head("Tin tức") + notice + list + foot)})
	if none := (*NoArticle)(nil); !errors.As(err, &none) || none.Reason != ListPage {
		t.Errorf("a list under a notice: %v", err)
	}
	a, err := New(set).Article(&corpus.Page{MediaType: corpus.HTML, Body: []byte(head(aTitle) + notice + `<div class="x"><h1>` + aTitle + `</h1>` + para(aLead, aOne, aTwo, aThree) + `</div>` + foot)})
	if err != nil || !strings.Contains(a.Text, aThree) || strings.Contains(a.Text, "Chào mừng") {
		t.Errorf("an article under a notice: %v %+v", err, a)
	}
}

func TestNoArticle(t *testing.T) {
	teasers := strings.Repeat(`<div class="item"><h2><a href="/tin/xa-hoi-1">Xã vùng cao khánh thành nhà văn hóa cộng đồng</a></h2><p>Sáng nay, xã đã tổ chức lễ khánh thành nhà văn hóa cộng đồng với sự tham dự của đông đảo nhân dân.</p></div>`, 8)
	links := "<ul>" + strings.Repeat(`<li><a href="/tin/1">Hội nghị tổng kết công tác dân vận năm vừa qua</a> <span>12/07/2024</span></li>`, 15) + "</ul>"
	for _, tt := range []struct{ name, html, want string }{
		{"teasers", head("Tin tức") + `<div class="list"><h1>Tin hoạt động</h1>` + teasers + `</div>` + foot, ListPage},
		{"links", head("Tin tức") + links + foot, ListPage},
		{"home page", head("Trang chủ") + `<div class="hot"><h2><a href="/tin/noi-bat">` + aTitle + `</a></h2><p>` + aLead + `</p></div>` + links + foot, ListPage},
		{"login", `<html><head><title>Đăng nhập</title></head><body><form><p>Vui lòng đăng nhập để tiếp tục sử dụng hệ thống.</p>Tên đăng nhập <input name=u> Mật khẩu <input type="password" name=p></form></body></html>`, LoginPage},
		{"error with status 200", head("404") + `<div class="content"><h1>404</h1><p>Không tìm thấy trang bạn yêu cầu, vui lòng kiểm tra lại đường dẫn hoặc quay về trang chủ.</p></div></body></html>`, ErrorPage},
		{"server error", `<html><head><title>Runtime Error</title></head><body><h2>Server Error in '/' Application.</h2><p>An application error occurred on the server. The current custom error settings prevent the details from being viewed.</p></body></html>`, ErrorPage},
		{"script only", `<html><head><title>Cổng thông tin</title></head><body><div id="app"></div><noscript>Please enable JavaScript to continue.</noscript><script src=a.js></script><script>` + strings.Repeat("var x=1;", 400) + `</script></body></html>`, ScriptOnly},
		{"frames", `<html><head><title>Báo</title></head><frameset cols="20%,80%"><frame src="menu.htm"><frame src="main.htm"></frameset></html>`, Frames},
		{"redirect", `<html><head><meta http-equiv="refresh" content="0;url=/trang-chu.html"></head><body></body></html>`, Redirect},
		{"empty", "", Empty},
		{"white space", " \n\t ", Empty},
		{"image", "\x89PNG\r\n\x1a\n" + strings.Repeat("\x00\x01\x02\x03", 400), Binary},
	} {
		_, err := New(nil).Article(&corpus.Page{Source: tt.name, MediaType: corpus.HTML, Body: []byte(tt.html)})
		var none *NoArticle
		if !errors.As(err, &none) || none.Reason != tt.want {
			t.Errorf("%s: got %v, want reason %q", tt.name, err, tt.want)
		}
	}
	_, err := New(nil).Article(&corpus.Page{MediaType: corpus.HTML, Status: 503, Body: []byte(structures[0].html)})
	if none := (*NoArticle)(nil); !errors.As(err, &none) || none.Reason != ErrorPage {
		t.Errorf("status 503: %v", err)
	}
}

func TestOutsideKnowledgeWins(t *testing.T) {
	a, err := New(nil).Article(&corpus.Page{
		MediaType: corpus.HTML, Body: []byte(structures[0].html), Title: "Tiêu đề từ nguồn tin RSS của cổng",
		Published: "2024-07-11T07:00:00+07:00", Province: "Thanh Sơn", Portal: "tanlap",
	})
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != "Tiêu đề từ nguồn tin RSS của cổng" || a.Published != "2024-07-11" || a.PublishedAt != "2024-07-11T07:00:00+07:00" || a.Province != "Thanh Sơn" || a.Portal != "tanlap" {
		t.Errorf("got %+v", a)
	}
}

func TestFallBackSaysSo(t *testing.T) {
	p, err := portal.Parse("tanlap.toml", []byte("name = \"Tân Lập\"\nprovince = \"Thanh Sơn\"\nhosts = [\"tanlap.example.vn\"]\n[[layout]]\nbody = [\".gone\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	x := New(portal.NewSet(p))
	var warned string
	x.Warn = func(source, profile string) { warned = source + " " + profile }
	a, err := x.Article(&corpus.Page{Source: "s", URL: "https://tanlap.example.vn/tin/1", MediaType: corpus.HTML, Body: []byte(structures[6].html)})
	if err != nil {
		t.Fatal(err)
	}
	if a.Method != "generic" || a.Portal != "tanlap" || a.Province != "Thanh Sơn" || warned != "s tanlap" {
		t.Errorf("method %q portal %q province %q, warned %q", a.Method, a.Portal, a.Province, warned)
	}
}

func TestPropose(t *testing.T) {
	var pages []*corpus.Page
	for _, id := range []string{"101", "102", "103"} {
		pages = append(pages, &corpus.Page{MediaType: corpus.HTML, URL: "https://tanlap.example.vn/tin/huyen-" + id + ".html", Body: []byte(strings.ReplaceAll(structures[9].html, "38 vụ", id+" vụ"))})
	}
	text, err := New(nil).Propose(pages)
	if err != nil {
		t.Fatal(err)
	}
	p, err := portal.Parse("tanlap.toml", []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if yes, known := p.IsArticle(pages[0].URL); !yes || !known {
		t.Errorf("the pattern does not know its own samples:\n%s", text)
	}
	a, err := New(portal.NewSet(p)).Article(pages[1])
	if err != nil {
		t.Fatal(err)
	}
	if a.Method != "tanlap" || a.Title != aTitle || a.Published != "2024-07-12" || !strings.Contains(a.Text, "102 vụ") || strings.Contains(a.Text, "Họp báo") {
		t.Errorf("%+v\n%s", a, text)
	}
	if _, err := New(nil).Propose([]*corpus.Page{{MediaType: corpus.HTML, Body: []byte("<p>x")}}); err == nil {
		t.Error("a portal proposed from nothing")
	}
}
