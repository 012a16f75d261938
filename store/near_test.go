package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// A newsroom invents articles in the manner of portals: a lead, then sentences
// of the trade with figures, places and names of the day. Two articles of one
// subject share phrases, as real ones do.
type newsroom struct{ r *rand.Rand }

var (
	newsSubjects = [][]string{
		{
			"Trong %s, lực lượng công an toàn tỉnh đã phát hiện, xử lý %d vụ vi phạm pháp luật về trật tự xã hội, bắt giữ %d đối tượng",
			"Tỷ lệ điều tra, khám phá án đạt %d,%d%%, trong đó án rất nghiêm trọng và đặc biệt nghiêm trọng đạt %d%%",
			"Qua công tác nắm tình hình, %s phát hiện nhóm đối tượng cho vay lãi nặng hoạt động liên huyện với số tiền %d triệu đồng",
			"Cơ quan Cảnh sát điều tra %s đã khởi tố %d vụ án, %d bị can để điều tra theo quy định của pháp luật",
			"Tại buổi làm việc, đồng chí %s đề nghị các đơn vị tiếp tục mở đợt cao điểm tấn công, trấn áp tội phạm dịp cuối năm",
			"Tội phạm xâm hại sở hữu chiếm %d%% tổng số vụ, chủ yếu là trộm cắp tài sản, lừa đảo qua mạng xã hội và cướp giật trên đường vắng",
			"Các mô hình tự quản về an ninh trật tự ở %s được nhân rộng lên %d mô hình, thu hút đông đảo nhân dân tham gia",
			"Đối tượng %s khai nhận đã thực hiện trót lọt %d vụ trộm xe máy trên địa bàn rồi mang sang tỉnh khác tiêu thụ",
			"Lực lượng chức năng thu giữ %d kg pháo nổ, %d khẩu súng tự chế cùng nhiều hung khí nguy hiểm do người dân tự giác giao nộp",
			"Ban Chỉ đạo %s yêu cầu người đứng đầu cấp ủy, chính quyền chịu trách nhiệm khi để xảy ra tụ điểm phức tạp kéo dài",
			"Công tác tuyên truyền được đổi mới với %d buổi phát thanh lưu động, %d tin bài trên trang thông tin điện tử của huyện",
			"So với cùng kỳ năm trước, số vụ giảm %d vụ, số người bị thương giảm %d người và thiệt hại tài sản giảm gần một nửa",
		},
		{
			"%s vừa tổ chức hội nghị sơ kết sản xuất vụ hè thu, toàn huyện gieo trồng được %d ha, đạt %d%% kế hoạch",
			"Năng suất lúa bình quân ước đạt %d tạ/ha, tăng %d tạ so với vụ trước nhờ thời tiết thuận lợi và giống mới",
			"Giá cà phê nhân xô ở %s hiện dao động quanh mức %d nghìn đồng một kg khiến nhà vườn phấn khởi bước vào vụ thu hoạch",
			"Hội Nông dân %s đã giải ngân %d triệu đồng từ quỹ hỗ trợ cho %d hội viên vay phát triển chăn nuôi bò sinh sản",
			"Theo ông %s, Trưởng phòng Nông nghiệp, nguy cơ sâu bệnh vẫn còn cao nên bà con cần thăm đồng thường xuyên",
			"Hồ chứa trên địa bàn tích được %d triệu mét khối nước, đủ phục vụ tưới cho hơn %d ha cây trồng trong mùa khô",
			"Huyện phấn đấu đến cuối năm có thêm %d xã đạt chuẩn nông thôn mới, nâng tổng số tiêu chí bình quân lên %d tiêu chí",
			"Bí đỏ được mùa nhưng rớt giá, nhiều hộ ở %s để trái chín ngoài rẫy vì tiền bán không đủ công thu hái và vận chuyển",
			"Hợp tác xã %s ký hợp đồng bao tiêu %d tấn khoai lang mỗi vụ với doanh nghiệp chế biến tại thành phố",
			"Trạm Khuyến nông mở %d lớp tập huấn kỹ thuật tái canh, ghép cải tạo vườn già cỗi cho hơn %d lượt nông dân",
			"Ngành thú y tiêm phòng lở mồm long móng cho %d con trâu bò, lập chốt kiểm dịch ở các ngả đường vào huyện",
			"Đoàn công tác đi thăm mô hình trồng rau trong nhà lưới của gia đình ông %s, mỗi năm thu lãi %d triệu đồng",
		},
		{
			"Sáng nay, %s khai mạc kỳ họp thường lệ để xem xét %d báo cáo, %d tờ trình và dự thảo nghị quyết về kinh tế xã hội",
			"Tổng thu ngân sách trên địa bàn đạt %d tỷ đồng, bằng %d%% dự toán, thu từ đất đai vẫn là khoản lớn nhất",
			"Cử tri %s kiến nghị sớm sửa chữa tuyến đường liên xã dài %d km đã xuống cấp, lầy lội vào mùa mưa",
			"Phát biểu chỉ đạo, đồng chí %s nhấn mạnh yêu cầu đẩy nhanh tiến độ giải ngân vốn đầu tư công ngay từ đầu quý",
			"Bộ phận một cửa đã tiếp nhận %d hồ sơ, giải quyết đúng hạn và trước hạn %d%%, không có hồ sơ tồn đọng kéo dài",
			"Năm học mới, %s huy động %d học sinh ra lớp, bố trí đủ giáo viên cho các điểm trường vùng sâu, vùng xa",
			"Bệnh viện đa khoa khám cho %d lượt người, công suất giường bệnh đạt %d%%, không xảy ra tai biến chuyên môn nghiêm trọng",
			"Dự án cấp nước sinh hoạt ở %s vừa bàn giao đã hư hỏng, %d hộ dân phải mua nước với giá cao gấp ba lần",
			"Chỉ số cải cách hành chính của tỉnh xếp thứ %d, tăng %d bậc, song chỉ số thành phần về đất đai còn ở nhóm dưới",
			"Hội đồng nhân dân thông qua nghị quyết hỗ trợ %d triệu đồng cho mỗi căn nhà tạm được xóa trong giai đoạn tới",
			"Đoàn thanh niên ra quân trồng %d cây xanh, tặng %d suất quà cho gia đình chính sách nhân ngày thương binh liệt sĩ",
			"Thanh tra tỉnh kiến nghị thu hồi %d triệu đồng, kiểm điểm trách nhiệm %d tập thể để xảy ra sai phạm trong xây dựng",
		},
	}
	newsPlaces = []string{"huyện Lộc Ninh", "thị xã Gia Nghĩa", "xã Thuận Hạnh", "thành phố Bến Tre", "huyện Krông Nô", "phường An Hội", "xã Nam Bình", "huyện Tuy Đức", "thị trấn Đức An"}
	newsPeople = []string{"Nguyễn Văn Bình", "Trần Thị Hòa", "Lê Hữu Thủy", "Phạm Quang Long", "Đỗ Minh Tâm", "Hoàng Xuân Quý"}
)

// article writes a text of n sentences of a subject.
func (m newsroom) article(subject, n int) []string {
	pool := newsSubjects[subject]
	var out []string
	for _, i := range m.r.Perm(len(pool))[:min(n, len(pool))] {
		out = append(out, m.fill(pool[i])+", theo ghi nhận của phóng viên tại "+m.place()+" "+m.tail()+".")
	}
	return out
}

func (m newsroom) place() string { return newsPlaces[m.r.IntN(len(newsPlaces))] }

// tail is what one article says and no other: words in no fixed order.
func (m newsroom) tail() string {
	words := strings.Fields("khi cán bộ thôn bản cùng già làng vận động từng hộ ký cam kết ngay trong buổi chiều mưa lớn hôm ấy dù đường xa lầy lội nhiều việc chưa xong phải làm tiếp sang tuần sau mới ổn định cuộc sống lâu dài của bà con")
	m.r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return strings.Join(words[:8+m.r.IntN(10)], " ")
}

// fill puts the figures and names of the day into a sentence.
func (m newsroom) fill(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		switch {
		case strings.HasPrefix(s, "%d"):
			fmt.Fprint(&b, 2+m.r.IntN(900))
			s = s[2:]
		case strings.HasPrefix(s, "%s") && b.Len() > 0 && m.r.IntN(2) == 0:
			b.WriteString(newsPeople[m.r.IntN(len(newsPeople))])
			s = s[2:]
		case strings.HasPrefix(s, "%s"):
			b.WriteString(m.place())
			s = s[2:]
		case strings.HasPrefix(s, "%%"):
			b.WriteByte('%')
			s = s[2:]
		default:
			b.WriteByte(s[0])
			s = s[1:]
		}
	}
	return b.String()
}

// reposts are what happens to an article on its way to another portal, and how
// many of a hundred must be found.
var reposts = []struct {
	name  string
	least int
	edit  func(m newsroom, s []string) []string
}{
	{"another headline", 80, func(_ newsroom, s []string) []string {
		return append([]string{"Chuyển biến rõ nét trên nhiều mặt công tác ở địa phương"}, s[1:]...)
	}},
	{"source and author added", 95, func(_ newsroom, s []string) []string {
		return append(s, "Nguồn: Báo Bình Phước điện tử.", "Tin và ảnh: Thanh Hòa, Minh Thủy.")
	}},
	{"tone marks in the other place, other quotes", 95, func(_ newsroom, s []string) []string {
		r := strings.NewReplacer("òa", "oà", "óa", "oá", "ủy", "uỷ", "úy", "uý", "ùy", "uỳ", ", ", " – ")
		for i := range s {
			s[i] = r.Replace(s[i])
		}
		return s
	}},
	{"paragraphs in another order", 95, func(m newsroom, s []string) []string {
		m.r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
		return s
	}},
	{"a word in thirty changed", 70, func(m newsroom, s []string) []string { return swapWords(m, s, 30) }},
	{"the last paragraph cut", 80, func(_ newsroom, s []string) []string { return s[:len(s)-1] }},
	{"an editor's note before it", 90, func(_ newsroom, s []string) []string {
		return append([]string{"Tòa soạn xin giới thiệu cùng bạn đọc bài viết phản ánh tình hình thực tế tại cơ sở trong thời gian vừa qua."}, s...)
	}},
	{"headline, note, source and a cut", 50, func(_ newsroom, s []string) []string {
		s = append([]string{"Nhìn lại một chặng đường", "Tòa soạn trân trọng giới thiệu bài viết của cộng tác viên."}, s[1:len(s)-1]...)
		return append(s, "Theo Báo Đắk Nông.")
	}},
	{"shortened to two thirds", 30, func(_ newsroom, s []string) []string { return s[:len(s)*2/3] }},
}

func swapWords(m newsroom, s []string, every int) []string {
	for i := range s {
		words := strings.Fields(s[i])
		for j := range words {
			if m.r.IntN(every) == 0 && !strings.ContainsAny(words[j], "0123456789") {
				words[j] = "khác"
			}
		}
		s[i] = strings.Join(words, " ")
	}
	return s
}

// neighbours are articles that share much with another and are none of its
// reposts: to call them one would hide a figure.
var neighbours = []struct {
	name string
	next func(m newsroom, subject int, s []string) []string
}{
	{"next month's report in the same words, other figures", func(m newsroom, _ int, s []string) []string { return otherFigures(m, s) }},
	{"another article of the subject", func(m newsroom, subject int, s []string) []string { return m.article(subject, len(s)) }},
	{"the same notice with other numbers", func(m newsroom, _ int, s []string) []string {
		for i := range s {
			words := strings.Fields(s[i])
			for j, w := range words {
				if strings.ContainsAny(w, "0123456789") {
					words[j] = fmt.Sprint(2 + m.r.IntN(900))
				}
			}
			s[i] = strings.Join(words, " ")
		}
		return s
	}},
	{"a follow-up that quotes two paragraphs", func(m newsroom, subject int, s []string) []string {
		return append(m.article(subject, len(s)-2), s[0], s[1])
	}},
	{"an article of another subject", func(m newsroom, subject int, s []string) []string {
		return m.article((subject+1)%len(newsSubjects), len(s))
	}},
}

// otherFigures writes the same sentences with other numbers, places and
// particulars, as a report that is filled in every month.
func otherFigures(m newsroom, s []string) []string {
	var out []string
	for _, line := range s {
		head, _, _ := strings.Cut(line, ", theo ghi nhận")
		words := strings.Fields(head)
		for i, w := range words {
			if strings.ContainsAny(w, "0123456789") {
				words[i] = fmt.Sprint(2 + m.r.IntN(900))
			}
		}
		out = append(out, strings.Join(words, " ")+", theo ghi nhận của phóng viên tại "+m.place()+" "+m.tail()+".")
	}
	return out
}

// A relative is a text invented from another: one of its reposts, or not.
type relative struct {
	kind   string
	repost bool
	text   string
}

// family invents an article and its relatives.
func (m newsroom) family(i int) (text string, all []relative) {
	subject, size := i%len(newsSubjects), 5+i%8
	s := m.article(subject, size)
	join := func(s []string) string { return strings.Join(s, "\n") }
	for _, r := range reposts {
		all = append(all, relative{r.name, true, join(r.edit(m, slices.Clone(s)))})
	}
	for _, r := range neighbours {
		all = append(all, relative{r.name, false, join(r.next(m, subject, slices.Clone(s)))})
	}
	return join(s), all
}

func TestSimhash(t *testing.T) {
	m := newsroom{rand.New(rand.NewPCG(7, 7))}
	s := lower(strings.Join(m.article(0, 10), "\n"))
	for _, c := range []struct {
		name  string
		other string
		most  int
	}{
		{"the same", s, 0},
		{"other signs and spaces", strings.NewReplacer(", ", " - ", ".", " …  ").Replace(s), 0},
		{"one word", strings.Replace(s, "cán bộ", "nhân viên", 1), 6},
	} {
		if d := simhashOf(s).distance(simhashOf(c.other)); d > c.most {
			t.Errorf("%s: %d bits", c.name, d)
		}
	}
	if h := simhashOf("Hội nghị diễn ra trong một ngày."); h != 0 {
		t.Errorf("a short text has the fingerprint %x", h)
	}
	if h := simhashOf(strings.Repeat(s+" ", 300)); h.distance(simhashOf(s)) > 3 {
		t.Errorf("repeated often: %d bits", h.distance(simhashOf(s)))
	}
}

// TestNearDuplicates saves invented articles, what portals make of them, and
// articles that only look like them, and measures what is linked. With -v it
// prints how many bits the fingerprints differ in: the table that maxDistance
// was chosen by.
func TestNearDuplicates(t *testing.T) {
	const families, most = 40, 14
	db := openTest(t)
	m := newsroom{rand.New(rand.NewPCG(7, 7))}
	byID, first := map[int64]relative{}, map[int64]int64{}
	within := map[string]*[most + 1]int{}
	w := db.Writer(0)
	save := func(n int, text string) int64 {
		url := fmt.Sprintf("https://cong-%d.vn/%d", n%9, n)
		rec := &corpus.Record{Source: url, Article: &corpus.Article{Title: "Bài", Text: "Bài\n\n" + text, URL: url}, Facts: corpus.NoFacts()}
		if _, err := w.SaveRecord(t.Context(), rec, Meta{}); err != nil {
			t.Fatal(err)
		}
		return int64(n)
	}
	n := 0
	for i := range families {
		text, all := m.family(i)
		n++
		base := save(n, text)
		byID[base], first[base] = relative{"", true, text}, base
		for _, r := range all {
			n++
			id := save(n, r.text)
			byID[id], first[id] = r, base
			if within[r.kind] == nil {
				within[r.kind] = &[most + 1]int{}
			}
			for d := simhashOf(vi.Key(text)).distance(simhashOf(vi.Key(r.text))); d <= most; d++ {
				within[r.kind][d]++
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	found, right, wrong := map[string]int{}, 0, 0
	rows, err := db.r.Query("SELECT article_id, other_id, share FROM near_duplicates")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var a, b int64
		var share float64
		if err := rows.Scan(&a, &b, &share); err != nil {
			t.Fatal(err)
		}
		if first[a] == first[b] && byID[a].repost && byID[b].repost {
			right++
		} else {
			wrong++
			t.Logf("%q and %q of %d and %d share %.2f", byID[a].kind, byID[b].kind, first[a], first[b], share)
		}
		if a == first[b] {
			found[byID[b].kind]++
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, r := range reposts {
		total += found[r.name]
		t.Logf("%-45s %2d of %d linked; fingerprints within 0, 1, 2 … bits: %v", r.name, found[r.name], families, *within[r.name])
		if found[r.name] < families*r.least/100 {
			t.Errorf("%s: %d of %d found", r.name, found[r.name], families)
		}
	}
	for _, r := range neighbours {
		t.Logf("%-45s %2d of %d linked; fingerprints within 0, 1, 2 … bits: %v", r.name, found[r.name], families, *within[r.name])
	}
	t.Logf("recall %.3f, precision %.3f", float64(total)/float64(families*len(reposts)), float64(right)/float64(right+wrong))
	if float64(wrong) > 0.01*float64(right+wrong) {
		t.Errorf("%d of %d links are wrong", wrong, right+wrong)
	}
}

// TestNearDuplicatesFollowTheTexts changes, removes and forgets what was linked.
func TestNearDuplicatesFollowTheTexts(t *testing.T) {
	db := openTest(t)
	m := newsroom{rand.New(rand.NewPCG(3, 3))}
	one, other := strings.Join(m.article(0, 9), "\n"), strings.Join(m.article(1, 9), "\n")
	save := func(url, text string) {
		t.Helper()
		rec := &corpus.Record{Source: url, Article: &corpus.Article{Title: url, Text: url + "\n\n" + text, URL: url, Portal: url[:1]}, Facts: corpus.NoFacts()}
		if _, err := db.SaveRecord(t.Context(), rec, Meta{}); err != nil {
			t.Fatal(err)
		}
	}
	links := func() string {
		t.Helper()
		rows, err := Collect(db.Articles(t.Context(), Filter{Sort: "id"}))
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, a := range rows {
			fmt.Fprintf(&b, "%s%s ", a.URL, a.NearDuplicates)
		}
		return strings.TrimSpace(b.String())
	}
	check := func(when, want string) {
		t.Helper()
		if got := links(); got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
	}
	save("a", one)
	save("b", one+"\nNguồn: Báo A.")
	save("c", other)
	check("two of three", "a[2] b[1] c")
	var pairs int
	if err := db.r.QueryRow("SELECT count(*) FROM v_near_duplicates WHERE article_title = 'a' AND other_portal = 'b' AND share > 0.9").Scan(&pairs); err != nil || pairs != 1 {
		t.Errorf("v_near_duplicates: %d pairs, %v", pairs, err)
	}
	save("c", one)
	check("another text", "a[2,3] b[1,3] c[1,2]")
	save("a", other)
	check("the first text gone", "a b[3] c[2]")
	if _, err := db.w.Exec("DELETE FROM articles WHERE id = 3"); err != nil {
		t.Fatal(err)
	}
	check("one removed", "a b")
	save("d", one)
	if _, err := db.w.Exec("DELETE FROM near_duplicates; UPDATE articles SET simhash = NULL"); err != nil {
		t.Fatal(err)
	}
	if err := db.LinkNearDuplicates(t.Context()); err != nil {
		t.Fatal(err)
	}
	check("a database from before", "a b[3] d[2]")
	if n := count(t, db, "SELECT count(*) FROM articles WHERE simhash IS NULL"); n != 0 {
		t.Errorf("%d articles have no fingerprint", n)
	}
}

// A portal can serve one text under thousands of addresses: each is linked to a
// few of them.
func TestNearDuplicatesAreBounded(t *testing.T) {
	db := openTest(t)
	text := strings.Join(newsroom{rand.New(rand.NewPCG(3, 3))}.article(0, 9), "\n")
	w := db.Writer(0)
	for i := range 150 {
		url := fmt.Sprint("https://vidu.vn/", i)
		rec := &corpus.Record{Source: url, Article: &corpus.Article{Title: "Bài", Text: "Bài\n\n" + text, URL: url}, Facts: corpus.NoFacts()}
		if _, err := w.SaveRecord(t.Context(), rec, Meta{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db, "SELECT count(*) FROM near_duplicates"); n > 150*2*maxNear || n < 150 {
		t.Errorf("%d links, want at most %d", n, 150*2*maxNear)
	}
}

func TestCandidatesAreLookedUpInTheIndexes(t *testing.T) {
	db := openTest(t)
	plan, err := db.r.Query("EXPLAIN QUERY PLAN "+candidateSQL, simhash(1).candidateArgs()...)
	if err != nil {
		t.Fatal(err)
	}
	defer plan.Close()
	searches := 0
	for plan.Next() {
		var id, parent, zero int
		var step string
		if err := plan.Scan(&id, &parent, &zero, &step); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(step, "COVERING INDEX articles_simhash_") {
			searches++
		} else if strings.Contains(step, "SCAN articles") {
			t.Error(step)
		}
	}
	if err := plan.Err(); err != nil || searches != bands {
		t.Errorf("%d searches of a covering index, want %d (%v)", searches, bands, err)
	}
}

// nearLinks lists the links of a database.
func nearLinks(t *testing.T, db *DB) []string {
	t.Helper()
	found, err := textsOf(t.Context(), db.r, "SELECT article_id || ' ' || other_id || ' ' || share FROM near_duplicates ORDER BY article_id, other_id")
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// nearRecord is an article of a text alone.
func nearRecord(source, text string) *corpus.Record {
	return &corpus.Record{Source: source, Article: &corpus.Article{Title: "Bài", Text: "Bài\n\n" + text}, Facts: corpus.NoFacts()}
}

// Whether fingerprints are looked up or their table is read, however many
// articles are saved at once and by however many programs in turn, the links
// are the same.
func TestNearDuplicatesHoweverSaved(t *testing.T) {
	links := func(worth int64, atOnce, programs int) []string {
		set(t, &worthReading, worth)
		db := openTest(t)
		writers := []*Writer{db.Writer(atOnce)}
		for len(writers) < programs {
			writers = append(writers, openAt(t, db.path, testOptions()).Writer(atOnce))
		}
		m := newsroom{rand.New(rand.NewPCG(3, 3))}
		n := 0
		for i := range 6 {
			text, all := m.family(i)
			for _, r := range append(all, relative{text: text}, relative{text: text}) {
				w := writers[n/atOnce%programs]
				if _, err := w.SaveRecord(t.Context(), nearRecord(fmt.Sprint(n), r.text), Meta{}); err != nil {
					t.Fatal(err)
				}
				n++
			}
		}
		for _, w := range writers {
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		}
		return nearLinks(t, db)
	}
	want := links(0, 1, 1)
	if len(want) < 40 {
		t.Errorf("%d links", len(want))
	}
	const always, soon = 1 << 40, 10
	for _, c := range []struct {
		worth            int64
		atOnce, programs int
	}{{0, 1000, 1}, {always, 1, 1}, {always, 1000, 1}, {soon, 7, 1}, {always, 1, 2}, {soon, 7, 3}} {
		if got := links(c.worth, c.atOnce, c.programs); !slices.Equal(got, want) {
			t.Errorf("worth %d, %d at once, %d programs: %d links, want %d", c.worth, c.atOnce, c.programs, len(got), len(want))
		}
	}
}

// Articles that are new, that change, that come back to what they were and that
// go, all in one transaction, are linked as one by one.
func TestNearDuplicatesOfOneTransaction(t *testing.T) {
	m := newsroom{rand.New(rand.NewPCG(3, 3))}
	one, other := strings.Join(m.article(0, 9), "\n"), strings.Join(m.article(1, 9), "\n")
	steps := []struct{ source, text string }{
		{"a", one}, {"b", other}, {"c", other + "\nNguồn: Báo A."}, {"b", one}, {"d", one}, {"a", other}, {"d", ""}, {"e", other}, {"e", one},
		{"a", one}, {"f", other}, {"c", other}, {"f", ""}, {"g", one},
	}
	links := func(worth int64, atOnce int) []string {
		set(t, &worthReading, worth)
		db := openTest(t)
		w := db.Writer(atOnce)
		for _, s := range steps {
			rec := nearRecord(s.source, s.text)
			if s.text == "" {
				rec = &corpus.Record{Source: s.source}
			}
			if _, err := w.SaveRecord(t.Context(), rec, Meta{}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		verified(t, db)
		found, err := textsOf(t.Context(), db.r, `SELECT a.key || ' ' || o.key FROM near_duplicates n
			JOIN articles a ON a.id = n.article_id JOIN articles o ON o.id = n.other_id ORDER BY 1`)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	want := []string{"a b", "a e", "a g", "b a", "b e", "b g", "e a", "e b", "e g", "g a", "g b", "g e"}
	for _, worth := range []int64{0, 1 << 40} {
		for _, atOnce := range []int{1, 3, 5, 1000} {
			if got := links(worth, atOnce); !slices.Equal(got, want) {
				t.Errorf("worth %d, %d at once: %q, want %q", worth, atOnce, got, want)
			}
		}
	}
}

// The table finds what the indexes find, and it is read once while no other
// connection writes.
func TestFingerprintsInMemory(t *testing.T) {
	set(t, &worthReading, 1<<40)
	r := rand.New(rand.NewPCG(5, 5))
	db := openTest(t)
	w := db.Writer(0)
	var hashes []simhash
	for n := range 600 {
		if _, err := w.SaveRecord(t.Context(), nearRecord(fmt.Sprint(n), "Ngắn"), Meta{}); err != nil {
			t.Fatal(err)
		}
		h := simhash(r.Uint64())
		if n%2 == 1 { // like the one before in all but a few bits
			h = hashes[n-1]
			for range r.IntN(14) {
				h ^= 1 << r.IntN(64)
			}
		}
		hashes = append(hashes, h)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	with := map[simhash]int{}
	for n, h := range hashes {
		with[h]++
		if _, err := db.w.Exec("UPDATE articles SET simhash = ? WHERE id = ?", int64(h), n+1); err != nil {
			t.Fatal(err)
		}
	}
	err := db.save(t.Context(), func(s *saver) error {
		var k known
		pairs := 0
		for _, h := range append(hashes, 1) {
			if err := k.refresh(t.Context(), s.tx); err != nil {
				return err
			}
			want, err := lookUp(t.Context(), s.tx, h)
			if err != nil {
				return err
			}
			k.looked = 1
			table := k.table
			got, err := k.like(t.Context(), s.tx, h)
			if err != nil {
				return err
			}
			if table != nil && table != k.table {
				t.Error("the table was read twice")
			}
			if with[h] == 1 { // its own
				want = slices.DeleteFunc(want, func(other simhash) bool { return other == h })
			}
			slices.Sort(want)
			slices.Sort(got)
			got, want = slices.Compact(got), slices.Compact(want)
			if !slices.Equal(got, want) {
				t.Errorf("%x: %x, want %x", h, got, want)
			}
			pairs += len(got)
		}
		if pairs < 300 || k.table == nil {
			t.Errorf("%d found", pairs)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
