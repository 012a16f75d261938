package extract

import "github.com/trich-vn/trich/internal/vi"

// lends reports that the words behind next tell what m counts too: "55 vụ, 64
// đối tượng phạm tội về …". What befell persons is said of them alone: "ghi
// nhận 120 ca mắc, 1 người tử vong".
func (x *whats) lends(d *doc, before, m, next *mention) bool {
	if measures[m.class] && next.unit == m.unit && m.change == "" && next.change == "" {
		return next.sentence == m.sentence && !m.clause.right() && next.clause.r1 > next.j && d.toks[m.j].Is(',') && x.actsOn(d, m.clause) &&
			x.actsOn(d, next.clause) // "làm mới 4 km, tu sửa 12 km đường"
	}
	if m.clause.right() || next.percentage != m.percentage || next.change != m.change || sameKind(next.unit, m.unit) && m.class != "case" ||
		next.clause.r1 <= next.j || next.sentence != m.sentence {
		return false
	}
	if (m.class == "money") != (next.class == "money") || measures[next.class] && m.j > m.u0+1 || next.harm != 0 && m.harm == 0 {
		return false
	}
	if d.id(m.i-1) == x.with && next.i > 0 && d.toks[next.i-1].Is(',') && m.class != next.class && m.class != "case" {
		return false // "12 tổ với 180 thành viên, 6 hợp tác xã do phụ nữ quản lý"
	}
	if sameKind(next.unit, m.unit) && m.clause.left() {
		return false // "hòa giải thành 6 vụ, 2 vụ chuyển cơ quan khác"
	}
	if d.id(next.i-1) == x.with && m.clause.left() && (m.class != "case" || next.class != "person") ||
		m.class != next.class && x.count(d, max(next.clause.r0, next.j), next.clause.r1) < x.leastLent(m, next) && !x.offends(d, next.j, next.clause.r1) && !x.ofAll(d, next.j, next.clause.r1) {
		return false // "12 lớp với 640 hội viên dự", "24 dự án, 180 hộ vay", "46 đảng viên và 203 đơn tình nguyện"
	}
	if before != nil && before.sentence == m.sentence && before.unit == next.unit && d.id(m.i-1) == x.with && !d.joint(before.j, m.i) {
		return false // "412 cơ sở với 936 phòng, 68 cơ sở chưa bảo đảm an toàn"
	}
	if m.clause.left() && x.extentAt(d, m.clause.l0, m) && d.toks[next.i-1].Is(',') {
		return false // "dân số 3 triệu người, 104 đơn vị hành chính cấp xã"
	}
	if x.places.has(d.id(m.i-1)) && d.toks[next.i-1].Is(',') && (x.predicative(d, next.j) || m.class != next.class) {
		return false // "mất điện tại 12 xã, 45.000 hộ chưa có điện trở lại", "tại 14 xã, 892 thanh niên đủ sức khỏe"
	}
	if (listsKinds(m, next) || m.class == "person" && next.class == "case") && x.amongThem(d, m.i) {
		return false // "trong đó 8 trẻ em, 3 ca phải chuyển viện"
	}
	if listsKinds(m, next) && next.clause.r0 <= next.j && (d.id(next.i-1) != x.and || !listedTogether(m.class, "person") && x.count(d, next.j, next.clause.r1) <= verbWords) && !x.ofAll(d, next.j, next.clause.r1) && !x.offends(d, next.j, next.clause.r1) {
		return false // "21 máy tính, 4 ô tô hạng sang, 17 lượng vàng", "3 cầu và 28 cống thoát nước"
	}
	return next.coordinated || m.class == "case" && next.class == "person" && d.id(next.i-1) == x.consists
}

// leastLent is the least words behind next that may tell what m counts too, which is of another
// class: more than the two of a name, but for cases and those in them.
func (x *whats) leastLent(m, next *mention) int {
	if m.class == "case" || m.class == "person" == (next.class == "person") {
		return verbWords
	}
	return verbWords + 1
}

// ofAll reports that the words in [i, j) hold a verb, so that they may be said of a whole
// list: "147 doanh nghiệp, 62 trang trại do cựu chiến binh làm chủ".
func (x *whats) ofAll(d *doc, i, j int) bool {
	for k := i; k < j; k++ {
		if t := d.id(k); (t == x.suffers || t == x.got || t == x.by || x.reach.has(t) || x.subject.has(t)) && !x.splits(d, k) && (x.reach.has(t) || !x.splits(d, k+1)) {
			return true
		}
	}
	return false
}

// saidOfAll returns where behind the name of what next counts begins what is said of m too,
// which has a name of its own: of "540 thỏi son, 700 chai sữa tắm không có hóa đơn" the last
// three words. 0 where nothing of the kind does.
func (x *whats) saidOfAll(d *doc, m, next *mention) int {
	if !countsThings(m) || !countsThings(next) || m.unit == next.unit || next.clause.r0 > next.j {
		return 0
	}
	for k := next.j; k < next.clause.r1; k++ {
		if t := d.id(k); (x.denied.has(t) || t == x.suffers || t == x.got) && !x.splits(d, k) {
			if k == next.j {
				return 0
			}
			return k
		}
	}
	return 0
}

// listsKinds reports that m and next, behind a comma, count things of their own kind each,
// unlike cases and those in them: "40 cơ sở, 30 cửa hàng", but "55 vụ, 64 đối tượng".
func listsKinds(m, next *mention) bool {
	thing := func(c string) bool {
		switch c {
		case "case", "person", "person-time", "household", "event", "other":
			return false
		}
		return true
	}
	return thing(m.class) && thing(next.class) || m.class == "person" && next.class == "person"
}

// countsThings reports that m counts things, and no persons, households, cases or the like.
func countsThings(m *mention) bool {
	switch m.class {
	case "case", "person", "person-time", "household", "event":
		return false
	}
	return m.countable
}

// amongThem reports that the parts of a whole begin at token i: "trong đó", "trong đó có".
func (x *whats) amongThem(d *doc, i int) bool {
	if d.id(i-1) == x.owns {
		i--
	}
	return d.id(i-1) == x.among && d.id(i-2) == x.within
}

// toward reports that "đối với" stands at token k.
func (x *whats) toward(d *doc, k int) bool {
	return k >= 0 && d.id(k) == x.facing && d.id(k+1) == x.with
}

// actsOn reports that the words of c before the number end with a verb that figures are
// the object of.
func (x *whats) actsOn(d *doc, c clause) bool { return lastOf(d, x.acts, c.l0, c.l1) >= 0 }

// sharesAhead is the most tokens between things and the figure that tells of which they are.
const sharesAhead = 8

// sharesIn returns where the words begin that tell m by a share that it reached or by the
// least that it has or does: "5 trường đạt tỷ lệ 100% học sinh đỗ", "12 chủ đầu tư giải ngân
// dưới 40%", "23 xã đạt từ 12 tiêu chí trở lên", "2 xã đạt 19/19 tiêu chí". 0 where it is told by none.
func (x *whats) sharesIn(d *doc, m, next *mention) int {
	end := next.i
	if end > m.j && d.id(end-1) == d.x.figures.words.from {
		end--
	}
	has := d.id(m.j) == x.owns
	if m.clause.left() && (d.id(m.i-1) != x.owns || x.count(d, m.clause.l0, m.clause.l1) > verbWords) || m.change != "" || !x.counted(m) ||
		m.class == "case" || next.sentence != m.sentence || next.change != "" && (m.j != next.i || next.bound == "" && !next.hasUpper) || m.j > next.i ||
		m.j == next.i && next.change == "" && !(next.percentage && next.bound != "") || next.i-m.j > sharesAhead || m.clause.r1 > m.j && m.clause.r1 != next.i && m.clause.r1 != end && !(m.clause.r1 == next.i-1 && x.denied.has(d.id(next.i-2))) {
		return 0
	}
	if !next.percentage && next.bound == "" && !(x.reach.has(d.id(m.j)) && end == m.j+1) || d.id(next.i-1) == x.makesUp || x.planned(d, next.clause.r0, next.clause.r1) && !x.reach.has(d.id(m.j)) && !x.denied.has(d.id(next.i-2)) {
		return 0
	}
	for k := m.j; k < end; k++ {
		if d.toks[k].Kind != vi.Word || d.owners[k] != free ||
			(x.joins.has(d.id(k)) || x.places.has(d.id(k)) || x.subject.has(d.id(k)) && k > m.j) && !(has && k == m.j) && !x.splits(d, k) && !x.splits(d, k+1) {
			return 0
		}
	}
	return end
}

// objectIn reports that the words behind m are a verb of which the figure behind them is the
// object: "9 hộ nuôi 500 con gà", "20 hộ hiến 3.000 m2 đất", "góp 2 tỷ đồng làm 3 km đường".
func (x *whats) objectIn(d *doc, m, next *mention) bool {
	money := m.class == "money"
	if !money && !x.counted(m) || m.change != "" || next.change != "" && !x.cuts(d, next) || next.percentage || next.coordinated || next.sentence != m.sentence ||
		next.i <= m.j || next.i > m.j+verbWords+1 || !x.counted(next) && (next.clause.r1 <= next.j || next.class == "money") && !measures[next.class] {
		return false
	}
	if m.clause.r1 != next.i && !(money && next.i == m.j+1 && x.causes.has(d.id(m.j))) {
		return false
	}
	for k := m.j; k < next.i; k++ {
		if t := d.id(k); d.toks[k].Kind != vi.Word || d.owners[k] != free || d.toks[k].Has(vi.Line) ||
			(x.joins.has(t) || x.place.has(t) || x.tail.has(t) && !x.causes.has(t) || x.reach.has(t)) && !x.splits(d, k) && !x.splits(d, k+1) {
			return false
		}
	}
	return true
}

// passOn gives m what is said of it behind the figure next that tells of what kind it is: of
// "120 tàu dài từ 15 m trở lên phải lắp thiết bị" the ships have to.
func (x *whats) passOn(d *doc, m, next *mention) {
	n := &next.clause
	k := x.pastOnward(d, next.j)
	if !x.counted(m) || m.change != "" || !measures[next.class] || next.change != "" || next.coordinated || next.sentence != m.sentence || m.j >= next.i ||
		next.i > m.j+sharesAhead || m.clause.p1 > m.clause.p0 && m.clause.p1 > k || x.closes(d, m.j, next.i) || k >= len(d.toks) || !x.predicative(d, k) || d.toks[k].Has(vi.Line) {
		return
	}
	end := x.plainWords(d, k)
	if m.clause.p1 == m.clause.p0 {
		m.clause.p0, m.clause.p1 = k, end
	}
	if n.r0 >= next.j && n.r1 > n.r0 {
		n.r0, n.r1 = next.j, next.j
	}
}

// pastOnward goes over the "trở lên" that ends a range from token j on.
func (x *whats) pastOnward(d *doc, j int) int {
	if j+1 < len(d.toks) && d.id(j) == x.turns && x.onward.has(d.id(j+1)) {
		return j + 2
	}
	return j
}

// predicate returns what befell all of a list, said behind its last figure
// next, when nothing of the kind is said of m itself.
func (x *whats) predicate(d *doc, m, next *mention) (int, int) {
	verb := func(c clause) int {
		for k := c.r0; k < c.r1; k++ {
			if k > c.r0 && x.several.has(d.id(k)) && (d.id(k-1) == x.give || x.places.has(d.id(k-1))) {
				return -1 // "12 phòng học cho các trường bị lũ cuốn"
			}
			if d.id(k) == x.suffers || m.percentage && next.percentage && d.id(k) == x.got && !x.splits(d, k) && !x.splits(d, k+1) {
				return k // and "100% đường xã, 92% đường thôn được bê tông hóa"
			}
		}
		return -1
	}
	if verb(m.clause) >= 0 || d.id(m.i-1) == x.within || m.percentage && (!next.percentage || x.nameIn(d, next.clause.r0, next.clause.r0+1)) {
		return 0, 0 // "Trong 412 thí sinh, 398 em có điểm từ 15 trở lên", "giảm 9% số vụ, 5% số người bị thương"
	}
	for k := m.clause.r0; k < m.clause.r1; k++ {
		if x.ruined.has(d.id(k)) || x.fated(d, k) {
			return 0, 0 // "430 căn nhà tốc mái, 18 tàu bị chìm"
		}
	}
	if i := max(next.clause.r0, next.u1); d.id(next.i-1) == x.and && m.class == "organisation" && listedTogether(m.class, next.class) &&
		m.clause.r0 == m.u0 && m.clause.r1 == x.pastUnits(d, m, m.j) && i < next.clause.r1 {
		return i, next.clause.r1 // "9 sở, ngành và 4 huyện giải ngân thấp"
	}
	if q := next.clause; q.p1 > q.p0 {
		if q.p0 > q.r1 && d.figureAt(q.p0-1) || d.toks[next.i-1].Is(',') && d.figureAt(q.p0) {
			return 0, 0 // "Qua 3 đợt ra quân, 120 tổ kiểm tra 2.400 xe": what next did
		}
		return q.p0, q.p1
	}
	if k := verb(next.clause); k > next.u1 || k == next.u1 && (!m.clause.left() || x.causes.has(d.id(m.clause.l1-1))) && m.unit != next.unit && countsThings(m) && countsThings(next) {
		return k, next.clause.r1 // "4 cầu treo, 2 ngầm tràn bị cuốn trôi"
	}
	return 0, 0
}

// inherit gives m the words of the figures before it that its own clause
// leaves out.
func (x *whats) inherit(d *doc, t *topic, ms []mention, k int) {
	m := &ms[k]
	c := &m.clause
	if k+1 < len(ms) && !c.left() && c.r0 == m.u0 && c.p0 >= m.j && c.p1 >= ms[k+1].j && x.counted(m) && x.reach.has(d.id(c.r1-1)) {
		return // "12 xã đạt 19 tiêu chí, 25 xã đạt từ 15 đến 18 tiêu chí": told whole
	}
	if k > 0 && (x.besideMeasure(d, m, &ms[k-1]) || ms[k-1].beside && m.coordinated && x.counted(m) && m.change == "" && m.harm == 0 && !c.left()) {
		m.beside = true
		return
	}
	hurt := m.class == "person" && c.left() && x.casualty(d, c.l0, c.l1)
	sum := x.prices(d, ms, k) && !ms[k-1].owned
	if m.summed && c.left() && !c.right() {
		x.again(ms, k)
	}
	if x.toOthers(d, ms, k) || x.roseTo(d, ms, k) || x.onBehind(d, ms, k) || x.shared(d, ms, k) || x.costs(d, ms, k) ||
		x.sumLike(d, ms, k) || x.given(d, ms, k) || x.nested(d, ms, k) || x.counting(d, ms, k) || !hurt && !sum && (x.property(d, ms, k) || x.somewhere(d, ms, k)) {
		return
	}
	if x.cashListed(d, ms, k) {
		return
	}
	if c.left() && !hurt && !sum {
		x.ofSum(d, ms, k)
		x.yields(d, ms, k)
		if field := t.field1 > t.field0 && m.i > t.field1; !field {
			x.proceeding(d, ms, k)
		}
		return
	}
	if x.against(d, m) && !c.left() && x.counted(m) {
		if at := x.sourceAt(d, ms, k); at >= 0 && sameKind(ms[at].unit, m.unit) && ms[at].clause.left() {
			*c = ms[at].clause // "còn 812 hộ, so với 1.020 hộ đầu năm"
			return
		}
	}
	if p := x.yearly(d, ms, k); p != nil {
		*c, m.rowed = p.clause, true
		return
	}
	if x.saysAgain(d, ms, k) {
		*c = ms[k-1].clause
		return
	}
	at := x.sourceAt(d, ms, k)
	if at < 0 {
		return
	}
	if ms[at].owned && ms[at].class != m.class && x.counted(m) && m.change == "" && !c.left() {
		if head := x.thing(d, ms, k, true); head >= 0 {
			at = head // "tặng 42 căn nhà trị giá 2,5 tỷ đồng, 186 bộ máy tính"
		}
	}
	for at > 0 && m.class == "document" && !c.left() && ms[at].harm != 0 && ms[at-1].sentence == m.sentence {
		at-- // "xảy ra 4 vụ tai nạn, làm 2 người bị thương, giảm cả 3 tiêu chí": the accidents
	}
	listed := d.id(m.i-1) == x.consists
	if sum {
		if m.change != "" {
			at = k - 1 // "điều chỉnh vốn 8 dự án với số vốn tăng 95 triệu USD"
		}
		for at = x.sumHead(d, ms, at, c.l0); at > 0 && (ms[at].harm != 0 || ms[at].change != "" && ms[at].class == "person") && ms[at-1].sentence == m.sentence; at-- {
			// "xảy ra 4 vụ cháy, làm 1 người chết, thiệt hại 8 tỷ đồng": the fires
		}
		if whole := ms[at].partOf; whole > 0 && measures[ms[at].class] {
			at = whole - 1 // "thiệt hại 12 ha rừng, trong đó rừng trồng 9 ha, ước tính 740 triệu đồng"
		}
		for at > 0 && (x.places.has(d.id(ms[at].i-1)) || d.id(ms[at].i-1) == x.within) && ms[at-1].sentence == m.sentence {
			at-- // "lắp 64 đèn tại 9 ngõ, tổng kinh phí 120 triệu đồng": the lamps
		}
	}
	if levied := sum && x.levied(d, c, &ms[k-1]); levied || sum && d.id(c.l0) == x.damage {
		if j := x.offended(d, ms, k); j >= 0 {
			at = j
		} else if _, doer := x.doerBefore(d, ms, k); levied && (doer > 0 || ms[k-1].clause.a1 > ms[k-1].clause.a0) {
			return // "tước bằng lái 71 trường hợp, phạt tiền 1,1 tỷ đồng"
		}
	}
	p := &ms[at]
	switch {
	case !c.left() && p.unit == m.unit && m.change == "" && d.id(m.j) == d.id(p.j) && p.clause.left() && (m.coordinated && x.place.has(d.id(m.j)) || d.toks[m.i-1].Is(',') && x.ratedAs(d, m) != 0 && x.ratedAs(d, m) == x.ratedAs(d, p) || x.toward(d, m.j) && p.percentage == m.percentage):
		c.l0, c.l1, c.a0, c.a1 = p.clause.l0, p.clause.l1, 0, 0 // "60 triệu đồng ở xã nghèo, 30 triệu đồng ở xã khác"
	case p.owned && m.change != "" && !c.left() && !c.right():
		*c = p.clause
	case x.bareAmong(d, m) && m.class == "person" && p.class == "person" && p.clause.left() && p.change == "":
		c.l0, c.l1, c.a0, c.a1 = p.clause.l0, p.clause.l1, p.clause.a0, p.clause.a1
		c.r0, c.r1 = m.u0, m.j // "cứu 27 bệnh nhân, trong đó có 9 sản phụ"
	case d.id(m.i-1) == x.owns && !c.left() && m.change == "" && !m.percentage && !sameKind(m.unit, p.unit) && !measures[m.class]:
		// "diện tích 258 km2, có 25 đơn vị hành chính": a statement of its own
	case x.counted(m) && m.change == "" && !c.left() && m.unit != p.unit && d.id(x.lead(d, m)-1) == x.mean:
		c.l1 = x.lead(d, m)
		c.l0 = c.l1 - 2 // "40 xã đạt chuẩn, bình quân đạt 16 tiêu chí/xã"
		c.r0, c.r1 = m.u0, m.j
	case m.change != "" && m.harm != 0 && p.harm == m.harm:
		*c = p.clause // "giảm 16 người chết"
	case m.change != "" && x.counted(m) && x.counted(p) && p.change != "" && p.led && p.unit != m.unit:
		c.l0, c.l1 = p.clause.l0, p.clause.l1
		c.r0, c.r1 = m.u0, m.j
	case m.percentage && m.change != "" && at == k-1 && d.toks[m.i-1].Is('('):
		*c = p.clause // "giảm 90 người chết (2,74%)"
	case sum:
		x.takeSum(d, m, p)
	case hurt && p.harm != 0 && p.clause.left() && x.casualty(d, p.clause.l0, p.clause.l1):
		// "Về người: chết 2 người, mất tích 1 người"
	case hurt:
		for at > 0 && ms[at].inPlace && ms[at].class == "case" && ms[at-1].sentence == m.sentence {
			at-- // "29 vụ cháy, trong đó nhà dân 17 vụ, chợ 2 vụ; làm 5 người chết": the fires
		}
		x.takeHarm(d, m, &ms[at])
	case m.coordinated && c.right() && m.change == "" && (p.unit == m.unit && p.hasOf || p.class == "money" && p.clause.m1 > p.clause.m0):
		// "16/19 tiêu chí, 3 tiêu chí còn lại …": it has words of its own
	case k == at+1 && x.counted(m) && x.counted(p) && m.change == "" && p.change == "" && m.class != "person" && m.j == m.u0+1 && !c.right() &&
		x.classifiers.has(d.id(m.u0)) && !p.clause.left() && !p.clause.right() && m.i == p.j+1 && (d.toks[p.j].Is(':') || d.id(p.j) == x.with):
		c.r0, c.r1 = p.u0, p.j // "23 trại gà với 390 con", "10 trại vịt: 350 con"
	case x.goesOn(d, ms, k) >= 0:
		p = &ms[x.goesOn(d, ms, k)]
		c.l0, c.l1 = p.clause.l0, p.clause.l1
	case x.standsAlone(d, m, *c):
	case (m.percentage && m.change != "" || m.class == "times") && x.count(d, c.r0, c.r1) > 1 && !x.targets.has(d.id(c.r0)) && d.id(c.r0) != x.give:
		// "tăng 8% về số doanh nghiệp": what changed is said behind
		for x.near.has(d.id(c.r0)) && at > 0 && x.sums(d, &p.clause) && p.clause.m1 == p.clause.m0 && ms[at-1].sentence == m.sentence {
			at--
			p = &ms[at] // "147 tin báo lừa đảo, thiệt hại 18 tỷ đồng, tăng 38% về số vụ": the reports
			c.m0, c.m1 = p.u0, x.lengthen(d, p.u0, max(p.clause.r1, p.j), sumWords)
		}
		if x.near.has(d.id(c.r0)) && x.count(d, c.r0, c.r1) <= aloneWords && !x.sums(d, &p.clause) {
			c.l0, c.l1 = p.clause.l0, p.clause.l1 // "… với 9 tỷ đồng, tăng 3% về tiền"
			if p.change != "" && c.m1 == c.m0 {
				c.m0, c.m1 = p.clause.m0, p.clause.m1
			}
		} else if x.near.has(d.id(c.r0)) && p.clause.m1 > p.clause.m0 {
			c.l0, c.l1 = p.clause.m0, p.clause.m1 // "xuất khẩu 9 tấn, trị giá 3 triệu USD, tăng 3% về lượng"
		}
	case m.change != "" && m.class == "money" && c.r1 > m.j && c.r0 >= m.j && d.x.figures.words.moneys.has(d.id(c.r0)):
		// "phạt 1,2 tỷ đồng. So với tuần trước, tăng 90 triệu đồng tiền phạt": it says itself of what
	case m.change != "" && x.counted(m) && m.class != "rate" && m.harm == 0 && p.change == "" && m.class != "case" && p.class != "case" && !sameKind(m.unit, p.unit) && (c.right() || m.u1 > m.u0+1 && x.nounUnit(d, m)):
		// "thêm 3 xã về đích, giảm 250 hộ nghèo"
	case x.ownClause(d, m, p):
		// "làm sập 5 nhà, 23 nhà phải di dời"
	case m.coordinated && p.percentage && !m.percentage && c.right():
		// "giải quyết đạt 58% với 641 vụ đã xét xử"
	case p.percentage && m.class == "person" && m.change == "" && d.toks[m.i-1].Is(';'):
		// "…, trung học 71%; 39 đảng viên"
	case m.percentage || m.change != "" || m.coordinated || listed || !c.right() ||
		d.toks[m.i-1].Is(',') && d.id(m.j) != x.got && (x.counted(p) || measures[p.class] || p.class == m.class) &&
			(x.actsOn(d, p.clause) || p.clause.left() && x.ruined.has(d.id(p.clause.l1-1))): // "trao 60 áo trắng và áo ấm, 40 bộ sách cũ"
		x.carry(d, m, p)
	}
}

// besideMeasure reports that m counts what a place has beside the figure p, before which
// stands no more than the area or the population of that place: "dân số 31.000 người, gồm
// 28 thôn".
func (x *whats) besideMeasure(d *doc, m, p *mention) bool {
	q := &p.clause
	switch {
	case m.sentence != p.sentence || !x.counted(m) || m.change != "" || m.harm != 0 || p.change != "" || m.clause.left() || !q.left() || q.l1 > p.i:
		return false
	case m.class != "place" && m.class != "organisation" && m.class != "household" && (m.class != "person" || p.class != "area"):
		return false
	case !x.extentAt(d, q.l0, p) && !(q.m1 > q.m0 && x.extentAt(d, q.m0, p)):
		return false
	}
	joined := d.toks[m.i-1].Is(',') || d.id(m.i-1) == x.consists || d.id(m.i-1) == x.with && m.class == "place"
	return joined && x.count(d, q.l0, q.l1) <= governedNoun
}

// extentAt reports that the area or the population that m gives is named at token i.
func (x *whats) extentAt(d *doc, i int, m *mention) bool {
	if m.class == "area" {
		return x.propertyAt(d, i)
	}
	return d.id(i) == x.settlers && d.id(i+1) == d.x.figures.words.number
}

// toOthers gives mention k, a sum for others than the one before it, what that is: "60 triệu
// đồng/căn đối với nhà xây mới và 30 triệu đồng/căn đối với nhà sửa chữa", "chi 12 triệu đồng mua
// quà, 20 triệu đồng cho hộ nghèo". It reports that it did.
func (x *whats) toOthers(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if k == 0 || m.change != "" || m.class != "money" || m.i == 0 || ms[k-1].sentence != m.sentence || !d.toks[m.i-1].Is(',') && !d.toks[m.i-1].Is(';') && d.id(m.i-1) != x.and {
		return false
	}
	p, c := ms[k-1].clause, &m.clause
	spends := func() bool {
		return !c.left() && c.right() && p.right() && p.r0 >= ms[k-1].j && (x.pays.has(d.id(p.l1-1)) || x.actsOn(d, p))
	}
	if !p.left() || ms[k-1].unit != m.unit || !x.forOthers(d, x.pastRate(d, ms[k-1].j), m) && !spends() {
		return false
	}
	c.l0, c.l1, c.a0, c.a1, c.m0, c.m1 = p.l0, p.l1, 0, 0, p.m0, p.m1
	return true
}

// cashWords is the most words of cash in a list of things.
const cashWords = 3

// cashAt reports that "tiền" or "số tiền" stands at token k.
func (x *whats) cashAt(d *doc, k int) bool {
	w := &d.x.figures.words
	return w.moneys.has(d.id(k)) || d.id(k) == w.number && w.moneys.has(d.id(k+1))
}

// cashListed gives mention k, cash in a list of things, the verb that they are the object of:
// of "thu 85 máy tính, 16 sổ đỏ, tiền mặt 4 tỷ đồng" the first word. It reports that it did.
func (x *whats) cashListed(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	c := &m.clause
	if m.class != "money" || m.change != "" || !c.left() || c.m1 > c.m0 || k == 0 || !x.cashAt(d, c.l0) || x.count(d, c.l0, c.l1) > cashWords || ms[k-1].sentence != m.sentence {
		return false
	}
	p := &ms[k-1]
	t, joined := d.toks[c.l0-1], d.id(c.l0-1) == x.and || d.id(c.l0-1) == x.same
	if !t.Is(',') && !joined || !x.counted(p) || p.change != "" || !p.clause.left() || max(p.clause.r1, p.j) != c.l0-1 ||
		!x.actsOn(d, p.clause) && d.id(p.clause.l1-1) != x.takes || !joined && x.sums(d, c) {
		return false
	}
	c.m0, c.m1 = c.l0, c.l1
	c.l0, c.l1, c.a0, c.a1 = p.clause.l0, p.clause.l1, 0, 0
	return true
}

// ownClause reports that m, behind a comma, is the subject of a clause of its own, which
// tells nothing of what the figure p before it is the object of: one with "phải" or "đã", or
// any predicate where p says only where.
func (x *whats) ownClause(d *doc, m, p *mention) bool {
	c := &m.clause
	if !m.coordinated || m.change != "" || m.harm != 0 || !x.counted(m) || p.percentage || !d.toks[m.i-1].Is(',') || c.r1 <= m.j || c.r0 > m.j {
		return false
	}
	t := d.id(m.j)
	return x.modals.has(t) || x.subject.has(t) || x.denied.has(t) && x.places.has(d.id(p.i-1)) || x.behindAdverbial(d, m)
}

// behindAdverbial reports that m is the subject behind the comma of a part that tells only when or
// where: "Trên tuyến biên giới dài 64 km, 3 đồn duy trì 12 chốt".
func (x *whats) behindAdverbial(d *doc, m *mention) bool {
	first := d.sents[m.sentence].First
	return m.i < first+2*whatBare && x.adverb.has(d.id(first)) && d.id(first) != x.with && !x.commaIn(d, first, m.i-1)
}

// levied reports that the words of c before money tell that it was taken from offenders,
// behind the figure p: "phạt tiền", and "thu" behind cases.
func (x *whats) levied(d *doc, c *clause, p *mention) bool {
	head := d.id(c.l0)
	return x.levies.has(head) || head == x.takes && (p.class == "case" || p.class == "money" || p.class == "document" || x.proceeds(d, &p.clause))
}

// offended returns the last cases or persons before mention k in its sentence of which it
// is told what they did wrong, or where harm is told what happened; -1 when there are none.
func (x *whats) offended(d *doc, ms []mention, k int) int {
	harm := d.id(ms[k].clause.l0) == x.damage
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence == ms[k].sentence; j-- {
		p := &ms[j]
		if p.change != "" || p.harm != 0 || p.class != "case" && p.class != "person" && !(x.counted(p) && p.clause.r0 >= p.u0 && x.offends(d, p.j, p.clause.r1)) {
			continue
		}
		if harm && p.j > p.u1 || x.offends(d, p.u0, max(p.j, p.clause.r1)) || p.clause.r1 > p.j && x.proceeds(d, &p.clause) {
			return j
		}
	}
	return -1
}

// takeSum gives the money m, of which only the sum is told, what the figure p before it
// tells it was for.
func (x *whats) takeSum(d *doc, m, p *mention) {
	c := &m.clause
	if first := d.sents[m.sentence].First; lastOf(d, x.outlays, c.l0, c.l1) == c.l0 {
		if i, j := x.lastThing(d, first, m.i, thingWork); j > i && i <= first+1 && j <= p.i {
			c.m0, c.m1 = i, j // "Dự án hồ A cấp nước cho 1.200 hộ, tổng mức đầu tư 560 tỷ đồng"
			return
		}
	}
	if d.id(c.l0-1) == x.with && c.right() && x.counted(p) {
		c.r0, c.r1 = m.j, m.j // "14 dự án với tổng vốn 860 tỷ đồng còn vướng mặt bằng"
	}
	if !x.proceeds(d, c) {
		c.m0, c.m1 = p.clause.l0, p.clause.l1 // but "phát hiện 12 vụ vi phạm, xử phạt 45 triệu đồng" tells both
	}
	if p.clause.m1 > p.clause.m0 {
		c.m0, c.m1 = p.clause.m0, p.clause.m1
	} else if x.harmedBy(d, c, p) {
		c.r0, c.r1 = p.u0, x.lengthen(d, p.u0, max(p.clause.r1, p.j), sumWords)
		c.m0, c.m1, c.a0, c.a1, m.owned = 0, 0, 0, 0, true
		return
	}
	switch {
	case p.class == "length":
		_, c.m1 = x.beforeProperty(d, c.m0, c.m1) // "Công trình dài 96 m, tổng kinh phí 41 tỷ đồng"
		if i, j := x.thingBefore(d, m, thingWork); j > i {
			c.m0, c.m1 = i, j // "Dự án A …, tổng chiều dài là 6 km, với tổng mức đầu tư 37 tỷ đồng"
		}
		return
	case x.rated(d, m) && x.toldAlone(d, c.l0, c.l1):
		if i, j := x.thingBefore(d, m, x.measured(d, m)); j > i {
			c.m0, c.m1, c.r0, c.r1 = i, j, m.j, m.j // "trồng 400 cây bắp cải, với giá 10.000 đồng/kg"
			return
		}
	}
	if c.right() && measures[p.class] && p.clause.r0 >= p.j && p.clause.right() {
		c.r0, c.r1 = p.clause.r0, p.clause.r1 // "buôn lậu 90 triệu lít xăng trị giá 900 tỷ đồng về tiêu thụ": the petrol
	}
	if !c.right() {
		most := max(sumWords, 2*x.count(d, c.l0, c.l1)) - x.count(d, c.m0, c.m1)
		c.r0, c.r1 = p.u0, max(p.clause.r1, p.j)
		if p.clause.right() && (p.clause.r1 <= p.i || p.clause.r0 > p.j || measures[p.class]) {
			c.r0, c.r1 = p.clause.r0, p.clause.r1 // what it has from a figure before it
		} else if p.clause.left() && !p.clause.right() && (measures[p.class] || d.id(p.clause.l0) == d.x.figures.words.number) {
			c.r0, c.r1 = m.j, m.j // no unit alone: "bị thiệt hại 12 ha, ước thiệt hại 740 triệu đồng"
		}
		c.r1 = x.lengthen(d, c.r0, c.r1, max(most, 0))
	}
}

// harmedBy reports that the words of c before a sum tell of harm that came of the cases or
// reports p, which say themselves what happened: the verb before p tells only how they came
// about or to light, as in "xảy ra 24 vụ cháy, thiệt hại 6 tỷ đồng".
func (x *whats) harmedBy(d *doc, c *clause, p *mention) bool {
	return (p.class == "case" || p.class == "document" || p.class == "event") && tells(d, *c, x.damage) && max(p.clause.r1, p.j) > p.u0+1
}

// takeHarm gives m, persons of whom only the harm is told, the event that p tells.
func (x *whats) takeHarm(d *doc, m, p *mention) {
	c := &m.clause
	if !c.right() {
		c.r0, c.r1 = c.l0, c.l1
		for c.r0 < c.r1-1 && !x.causes.has(d.id(c.r0)) && !x.harm.has(d.id(c.r0)) {
			c.r0++
		}
	}
	c.l0, c.l1 = p.clause.l0, p.clause.l1
	c.m0, c.m1 = p.clause.r0, p.clause.r1
	if p.clause.m1 > p.clause.m0 || p.harm != 0 {
		c.m0, c.m1 = p.clause.m0, p.clause.m1 // "chết 1, bị thương 2": no death of the second
	}
}

// carry gives m the words of the figure p before it.
func (x *whats) carry(d *doc, m, p *mention) {
	c := &m.clause
	if m.change != "" && sameKind(m.unit, p.unit) && x.counted(m) && p.clause.right() && x.unitsOnly(d, c.r0, c.r1) {
		c.r0, c.r1 = m.j, m.j // "xảy ra 41 vụ cháy rừng, tăng 6 vụ cháy"
	}
	c.l0, c.l1 = p.clause.l0, p.clause.l1
	c.a0, c.a1 = p.clause.a0, p.clause.a1
	c.t0, c.t1 = p.clause.t0, p.clause.t1
	if p.percentage && p.clause.p0 > m.j && x.boxed(d, m) {
		c.p0, c.p1 = p.clause.p0, p.clause.p1 // "96% số hộ (4.120 hộ) được dùng nước sạch"
	}
	if m.change == "" || m.class == "times" || !p.clause.left() || p.unit == m.unit && x.counted(m) || m.percentage && p.harm != 0 {
		c.m0, c.m1 = p.clause.m0, p.clause.m1
	}
	if m.harm != 0 && p.harm == 0 && p.class == "case" && c.m1 == c.m0 {
		c.m0, c.m1 = p.clause.r0, p.clause.r1 // "12 vụ tai nạn, 3 người chết"
	}
	if measures[p.class] && x.counted(m) {
		if _, n := x.properties.Longest(d.toks, c.l0); n > 0 && c.l0+n == c.l1 && x.seriesAt(d, c.l0) == 0 {
			c.l0 = c.l1
		}
		_, c.l1 = x.beforeProperty(d, c.l0, c.l1) // "Công trình dài 7 km đường ống, 2 bể chứa"
	}
	if c.right() && m.percentage && !p.percentage && c.m1 == c.m0 &&
		(!p.clause.left() || measures[p.class] && p.clause.right() && p.u1 <= p.clause.r0 && x.count(d, c.l0, c.l1) <= verbWords) {
		c.m0, c.m1 = p.clause.r0, p.clause.r1 // "37 tỷ đồng chi lương, chiếm 32% dự toán"
		if x.counted(p) && c.m0 == p.u1 {
			c.m0 = p.u0 // "3.120 cơ sở nuôi, mới 11% được cấp mã số"
		}
	}
	thin := (m.percentage || m.change != "" && p.clause.right()) && x.thin(d, p)
	if thin && c.right() && c.m1 == c.m0 {
		c.m0, c.m1 = p.u0, x.shorten(d, p.u0, max(p.clause.r1, p.j), thinWords)
	}
	if m.percentage && p.percentage && c.m1 == c.m0 && c.t1 == c.t0 {
		c.m0, c.m1 = p.clause.m0, p.clause.m1
		if c.m1 == c.m0 && c.right() && p.clause.r1 <= p.i {
			c.m0, c.m1 = p.clause.r0, p.clause.r1 // "đón 5 triệu lượt khách, tăng 6%, đạt 90% kế hoạch"
		}
	}
	if d.id(m.i-1) == x.with && x.counted(m) && m.class != "case" && m.change == "" && !c.right() && x.counted(p) && p.class != "case" && p.class != "person" && p.change == "" {
		c.m0 = p.u0 // "37 tổ chức cơ sở với 13.129 hội viên"
		c.m1 = x.lengthen(d, c.m0, max(p.clause.r1, p.j), whatLeft)
		c.r0, c.r1 = m.u0, m.j
		m.owned = true
		return
	}
	if !c.right() && (!m.percentage || !p.percentage || p.clause.r1 <= p.i) &&
		!(m.coordinated && m.class == "money" && p.class != "money" && p.clause.left() && !p.owned && d.id(m.i-1) != x.with) {
		x.carryRight(d, m, p, thin)
	}
}

// carryRight gives m what is said behind p; thin tells that p's unit has to be said too.
func (x *whats) carryRight(d *doc, m, p *mention, thin bool) {
	c := &m.clause
	if p.clause.p0 <= m.i && p.clause.p1 > m.i {
		c.m0, c.m1 = p.clause.r0, p.clause.p0 // "27 doanh nghiệp có từ 200 lao động trở lên"
		c.r0, c.r1 = m.u0, p.clause.p1
		for c.r1 > m.j && (x.onward.has(d.id(c.r1-1)) || d.id(c.r1-1) == x.turns) {
			c.r1--
		}
		return
	}
	if m.unit != p.unit && x.counted(m) && x.pastGrade(d, p.j) > p.j && x.pastGrade(d, p.j) == p.clause.r1 {
		c.r0, c.r1 = m.u0, m.j // "9 khách sạn 4 sao và 187 homestay"
		return
	}
	c.r0, c.r1 = p.clause.r0, p.clause.r1
	item := (m.coordinated || d.toks[m.i-1].Is(',')) && x.counted(m) && m.change == ""
	parted := item || x.counted(m) && m.change == "" && x.amongThem(d, m.i)
	if p.percentage && x.counted(m) && m.change == "" && p.clause.right() && x.targets.has(d.id(p.clause.r0)) ||
		x.counted(m) && m.unit != p.unit && d.id(m.i-1) == x.owned && d.toks[m.i-2].Is(',') || // "38 sản phẩm 3 sao, của 26 chủ thể"
		item && c.r0 >= p.j && (measures[p.class] || p.class == "money") || // "61 kg ma túy, 5 khẩu súng"
		item && m.unit != p.unit && x.tangible(m) && x.tangible(p) && c.r0 >= p.u0 ||
		item && m.unit != p.unit && m.class != "case" && m.class != "person" && m.class != "document" && c.r0 >= p.j && x.count(d, c.r0, c.r1) == 1 || // "40 chung cư mini, 25 nhà trọ"
		item && m.class == p.class && m.unit != p.unit && c.r0 >= p.j && !x.tail.has(d.id(c.r0)) && m.class != "case" && m.class != "person" && m.class != "organisation" ||
		parted && m.unit != p.unit && p.class != "case" && !d.toks[m.i-1].Is('(') && x.nounUnit(d, m) && c.r0 >= p.u1 && !x.ofAll(d, c.r0, c.r1) && !x.offends(d, c.r0, c.r1) || // "418 cơ sở thờ tự, 764 chức sắc"
		item && m.unit != p.unit && p.clause.right() && p.u0 <= p.clause.r0 && p.clause.r1 <= p.j && !p.percentage {
		c.r0, c.r1 = m.u0, m.j // "tuyển 50 người, đạt 98% chỉ tiêu, trong đó 12 đảng viên"
		p = m
	} else if m.unit != p.unit && !m.coordinated && !m.percentage && m.change == "" && x.counted(m) && p.u0 <= c.r0 && c.r0 < p.j {
		c.r0 = min(x.pastUnits(d, p, p.j), c.r1)
	}
	for item && m.unit != p.unit && c.r0 < min(c.r1, p.i) && d.owners[c.r0] == ownCount {
		c.r0++ // "phát hiện 9 tổ chức vi phạm; xử phạt 7 tổ chức, 2 cá nhân"
	}
	if c.right() && c.r0 == p.u1 && x.counted(p) && (m.change != "" && (p.unit == m.unit || m.percentage) || m.change == "" && (m.class == "money" || m.percentage && !p.clause.left())) {
		c.r0 = p.u0 // "với 1.400 người tham gia, giảm 310 người"
	}
	c.p0, c.p1 = p.clause.p0, p.clause.p1
	if thin {
		c.r0, c.r1 = p.u0, max(p.clause.r1, p.u1)
	}
}

// saysAgain reports that mention k says in a bracket what the percentage before it does:
// "giảm 15,8% (25 người)", "đạt 61% kế hoạch năm (59 tỷ đồng)".
func (x *whats) saysAgain(d *doc, ms []mention, k int) bool {
	if k == 0 || !ms[k-1].percentage || ms[k].percentage || ms[k].clause.left() || !d.toks[ms[k].i-1].Is('(') {
		return false
	}
	p, open := &ms[k-1], ms[k].i-1
	if ms[k].class != "money" && ms[k].j > ms[k].u0+1 {
		return false // "giảm 6,6% (311 hộ thoát nghèo)"
	}
	return p.j == open && p.change != "" || p.clause.r1 == open && p.clause.r0 >= p.j
}

// yearly returns the figure of another time that mention k stands beside in a row of
// times: of "xảy ra 18 vụ trộm, thiệt hại 7 tỷ đồng; năm 2023 là 26 vụ, 9 tỷ đồng" that
// of its unit. nil when nothing but a time stands before k's number and those of its
// item, or when there is none.
func (x *whats) yearly(d *doc, ms []mention, k int) *mention {
	m := &ms[k]
	if m.change != "" || m.percentage || m.clause.left() {
		return nil
	}
	if d.id(m.i-1) == d.x.figures.words.number && d.id(m.i-2) == x.within && d.toks[min(m.j, len(d.toks)-1)].Is(',') ||
		d.id(m.j) == x.told && d.id(m.j+1) == x.above || d.id(m.j) == x.above && !x.splits(d, m.j+1) && d.ends(m.j+1) {
		for p := k - 1; p >= 0 && p > k-2*listMost && ms[p].sentence >= m.sentence-classifiedBack; p-- {
			if q := &ms[p]; sameKind(q.unit, m.unit) && q.value.Cmp(m.value) == 0 {
				return q // "trong 318 vụ nói trên"
			}
		}
	}
	if m.clause.right() && m.clause.r1 > m.j {
		return nil
	}
	first := k
	for first > 0 && first > k-listMost && ms[first].coordinated && ms[first-1].sentence == m.sentence && !ms[first-1].percentage && ms[first-1].change == "" {
		first--
	}
	if first == 0 || !x.dated(d, ms[first-1].j, ms[first].n0) {
		return nil
	}
	for p := first - 1; p >= 0 && p > k-listMost && ms[p].sentence >= m.sentence-1; p-- {
		if q := &ms[p]; q.change == "" && !q.percentage && sameKind(q.unit, m.unit) && (q.clause.left() || q.clause.right()) {
			return q
		}
	}
	return nil
}

// dated reports that behind a joint [i, j) tells a time and no more: "; năm 2023 là".
func (x *whats) dated(d *doc, i, j int) bool {
	for i < j && (d.toks[i].Kind == vi.Word || d.toks[i].Is(')')) && d.owners[i] == free {
		i++ // what is behind the figure before
	}
	if i >= j || !d.toks[i].Is(';') && !d.toks[i].Is(',') && !d.toks[i].Is('.') && !d.toks[i].Is('(') {
		return false
	}
	times := 0
	for k := i + 1; k < j; k++ {
		switch t := d.toks[k]; {
		case d.owners[k] == ownDate || t.ID == x.same && d.id(k+1) == x.period:
			times++
		case t.Is(':') || t.Is('-'):
		case t.Kind != vi.Word || !x.close.has(t.ID) && !x.reach.has(t.ID) && t.ID != x.is && t.ID != x.same && t.ID != x.period && t.ID != x.within:
			return false
		}
	}
	return times > 0
}

// numberAlone gives a clause that tells only "số vụ", "số người" the words behind the
// last figure of cases in its paragraph: "xảy ra 37 vụ trộm cắp … So với năm trước, số
// vụ giảm 5%"; and one of "nâng tổng số" the things raised, one of "nâng tổng mức" the
// sum.
func (x *whats) numberAlone(d *doc, ms []mention, k int) {
	m := &ms[k]
	c := &m.clause
	w := &d.x.figures.words
	if x.raises.has(d.id(c.l0)) && c.l1 == c.l0+3 && !c.right() && k > 0 && sameKind(ms[k-1].unit, m.unit) && ms[k-1].sentence == m.sentence {
		p := &ms[k-1] // "cấp 30 thẻ căn cước, nâng tổng số lên 500 thẻ"
		c.r0, c.r1 = p.u0, x.shorten(d, p.u0, max(p.clause.r1, p.j), offenceWords)
		return
	}
	if x.raises.has(d.id(c.l0)) && !x.counted(m) && !c.right() && c.m1 == c.m0 && x.count(d, c.l0, c.l1) <= verbWords+1 {
		for p := k - 1; p >= 0 && p > k-listMost && ms[p].sentence == m.sentence; p-- {
			if q := &ms[p]; q.change == "" && q.unit == m.unit && q.percentage == m.percentage && !d.markIn(q.j, m.i, ';') {
				*c = q.clause // "bán lẻ tháng 10 đạt 5 tỷ đồng, nâng tổng mức 10 tháng lên 56 tỷ đồng"
				return
			}
		}
	}
	behind := m.percentage && !c.left() && c.p1 == c.p0 && d.id(c.r0) == w.number && x.count(d, c.r0, c.r1) == 2 // "giảm 9% số vụ"
	if !behind && (c.right() || d.id(c.l0) != w.number || x.count(d, c.l0, c.l1) != 2 && !(x.count(d, c.l0, c.l1) == 3 && x.splits(d, c.l0+2))) || c.m1 > c.m0 {
		return
	}
	for p := k - 1; p >= 0 && p > k-listMost && ms[p].sentence >= m.sentence-numberBack && !d.lineIn(ms[p].i, m.i); p-- {
		q := &ms[p]
		if q.class != "case" || q.change != "" || q.clause.r1 <= q.u1 || q.j > q.u1 && x.harm.has(d.id(q.j-1)) || x.harm.has(d.id(q.u1)) || q.clause.r0 < q.u0 && q.clause.r0 > q.i {
			continue
		}
		if behind {
			c.l0, c.l1 = c.r0, c.r1
		}
		c.r0, c.r1 = max(q.clause.r0, q.u1), x.shorten(d, max(q.clause.r0, q.u1), q.clause.r1, offenceWords+2)
		return
	}
}

// numberBack is how many sentences back the cases are looked for that "số vụ" is of.
const numberBack = 2

// thin reports that the words before the count p are so few that its unit has to
// tell what is counted: "đón 2 triệu lượt khách, tăng 9%".
func (x *whats) thin(d *doc, p *mention) bool {
	c, most := p.clause, verbWords
	switch {
	case !c.right() && p.u1 > p.u0 && !x.classifiers.has(d.id(p.u0)) && (x.actsOn(d, c) || x.proceeds(d, &c) || lastOf(d, x.steps, c.m0, c.m1) >= 0):
		most = whatLeft // "cơ quan điều tra đã giải quyết 861 tin, đạt 92%"
	case !c.right() && p.u1 == p.u0+1:
		most = 1 // "đàn trâu có 120 con"
	}
	return !p.percentage && !p.coordinated && p.change == "" && p.harm == 0 && p.class != "money" && !measures[p.class] &&
		c.t1 == c.t0 && (!c.right() || p.u0 <= c.r0 && c.r0 <= p.j) && x.count(d, c.l0, c.l1) <= most
}

// thinWords is the most words of a count and what is behind it that a percentage
// with words of its own takes, when the words before the count are few.
const thinWords = 4

// goesOn returns the figure of mention k's unit at the head of the list that k
// goes on with behind a semicolon, over the changes in between: "gieo trồng 270
// ha ngô, tăng 1%; 90 ha lạc, giảm 2%". -1 when there is none.
func (x *whats) goesOn(d *doc, ms []mention, k int) int {
	m := &ms[k]
	if m.percentage || m.change != "" || m.coordinated || m.i == 0 || !m.clause.right() || !d.toks[m.i-1].Is(';') {
		return -1
	}
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence == m.sentence; j-- {
		if p := &ms[j]; p.change == "" && !p.percentage {
			if p.unit == m.unit && p.clause.left() && p.clause.right() && d.id(p.clause.l0) != x.short && !(m.class == "case" && x.actsOn(d, p.clause)) {
				return j
			}
			break
		}
	}
	return -1
}

// The most words that a sum is given of what it is for, and a step of a procedure
// of the offence it is about; and how far back the offence is looked for.
const (
	sumWords     = 9
	offenceWords = 4
	offenceBack  = 200
)

// proceeding gives the cases or persons of a step of a procedure, of which nothing
// more is said ("khởi tố 12 vụ, 15 bị can"), what the cases before it in its
// paragraph are about; and other things what those of their unit before them in
// the sentence are: "xây mới 12 căn nhà đại đoàn kết, sửa chữa 5 căn nhà".
func (x *whats) proceeding(d *doc, ms []mention, k int) {
	m := &ms[k]
	c := &m.clause
	steps := (m.class == "case" || m.class == "person") && x.proceeds(d, c)
	if m.change != "" || !x.counted(m) || c.right() || c.m1 > c.m0 || !steps && x.count(d, c.l0, c.l1) > verbWords {
		return
	}
	x.proceedingOn(d, ms, k, steps)
	if steps && !c.right() && x.count(d, c.l0, c.l1) <= verbWords {
		c.r0, c.r1 = x.onlyOffence(d, m)
	}
}

// proceedingOn gives mention k what the figures before it are about.
func (x *whats) proceedingOn(d *doc, ms []mention, k int, steps bool) {
	m := &ms[k]
	c := &m.clause
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].j > m.i-offenceBack; j-- {
		p := &ms[j]
		if p.inPlace && x.parted(d, p.j, m.i) {
			continue // "trong đó 13 cuộc đột xuất; kết thúc 31 cuộc"
		}
		twin := p.unit == m.unit && p.sentence == m.sentence
		if twin && p.change == "" && p.j > p.u1 && p.clause.r1 <= p.j {
			c.r0, c.r1 = p.u0, p.j // "xảy ra 4 vụ cháy; lũy kế xảy ra 29 vụ"
			return
		}
		if own, end := x.beforeStep(d, *c); steps && end <= own && p.change == "" && p.class == "case" && p.clause.r1 <= p.j && !d.lineIn(p.j, m.i) &&
			(p.sentence == m.sentence || j == k-1 || p.sentence == m.sentence-1 && x.onlyCases(ms, j)) {
			if i, j := x.beforeVerb(d, p.clause); x.offends(d, i, j) {
				c.r0, c.r1 = x.offence(d, i, j) // "phạm pháp hình sự xảy ra 12 vụ, đã làm rõ 8 vụ"
				return
			}
		}
		if p.change != "" || p.percentage || !twin && (!steps || p.class != "case" && p.class != "person") || p.clause.r1 <= p.j {
			continue
		}
		if i, j := max(p.clause.r0, p.j), p.clause.r1; d.id(i) != x.suffers && d.id(i) != x.got && d.id(i) != x.owns && !d.lineIn(p.j, m.i) &&
			(twin && (p.j > p.u1 || !x.generalities.has(d.id(i))) || x.offends(d, i, j)) {
			c.r0, c.r1 = i, x.shorten(d, i, j, offenceWords+2)
			if x.offends(d, i, j) {
				c.r0, c.r1 = x.offence(d, i, j)
			}
			if twin && c.r0 == p.j && p.u0 < p.j {
				c.r0 = p.u0
			}
		}
		return
	}
}

// onlyOffence returns the name of the one offence that the line of m tells of before it, or
// else the title: "ma túy", "buôn lậu". Nothing where there is none or more than one.
func (x *whats) onlyOffence(d *doc, m *mention) (int, int) {
	line := m.i
	for line > 0 && !d.toks[line].Has(vi.Line) && line > m.i-offenceBack {
		line--
	}
	if i, j, several := x.offenceIn(d, line, m.i); several || j > i {
		return i, j
	}
	title := 1
	for title < len(d.toks) && title < offenceBack && !d.toks[title].Has(vi.Line) {
		title++
	}
	i, j, _ := x.offenceIn(d, 0, min(title, line))
	return i, j
}

// offenceIn returns the last name of an offence in [from, to), and nothing but that there
// are several where they differ.
func (x *whats) offenceIn(d *doc, from, to int) (i, j int, several bool) {
	for k := from; k < to; k++ {
		if !x.crimes.has(d.id(k)) || d.owners[k] > ownGuard {
			continue
		}
		if j > i && d.id(k) != d.id(j-1) && d.id(k) != d.id(j-2) {
			return 0, 0, true
		}
		b := k
		for b > from && x.splits(d, b) {
			b--
		}
		if n := x.compound(d, b); n > 1 && b+n > k && b+n <= to {
			if i, j = b, b+n; b-2 >= from && x.compound(d, b-2) == 2 && x.guilt.has(d.id(b-1)) {
				i -= 2 // "tội phạm ma túy"
			}
		}
	}
	return i, j, false
}

// onlyCases reports that mention j is the only figure of cases of its sentence.
func (x *whats) onlyCases(ms []mention, j int) bool {
	for p := j - 1; p >= 0 && ms[p].sentence == ms[j].sentence; p-- {
		if ms[p].class == "case" && ms[p].change == "" {
			return false
		}
	}
	for p := j + 1; p < len(ms) && ms[p].sentence == ms[j].sentence; p++ {
		if ms[p].class == "case" && ms[p].change == "" {
			return false
		}
	}
	return true
}

// beforeVerb returns the words of c before the number without the verb that they end
// with; none where that is all.
func (x *whats) beforeVerb(d *doc, c clause) (int, int) {
	i := lastOf(d, x.acts, c.l0, c.l1)
	if k := lastOf(d, x.steps, c.l0, c.l1); i < 0 || k >= 0 && k < i {
		i = k
	}
	if i < 0 {
		return c.l0, c.l1
	}
	return x.trimLeft(d, c.l0, i)
}

// lastOf returns where the phrase of p begins that [i, j) ends with, -1 when it ends
// with none.
func lastOf(d *doc, p *vi.Phrases, i, j int) int {
	for ; i < j; i++ {
		if _, n := p.Longest(d.toks, i); n > 0 && i+n == j {
			return i
		}
	}
	return -1
}

// offence returns the words of [i, j) from the one that names an offence on.
func (x *whats) offence(d *doc, i, j int) (int, int) {
	for k := i; k < j; k++ {
		if x.guilt.has(d.id(k)) {
			for k > i && x.splits(d, k) {
				k--
			}
			if d.id(k) == x.wrongly || k > i && d.id(k-1) == x.wrongly {
				k = i // "khai thác khoáng sản trái phép": what was done is the offence
			}
			return k, x.lengthen(d, k, j, offenceWords+2)
		}
	}
	return i, j
}

// lastWords returns where the last n words of [i, j) begin, or a word before
// when that goes through one.
func (x *whats) lastWords(d *doc, i, j, n int) int {
	begin := x.skip(d, i, max(x.count(d, i, j)-n, 0))
	for begin > i && x.splits(d, begin) {
		begin--
	}
	return begin
}

// offends reports that [i, j) names an offence.
func (x *whats) offends(d *doc, i, j int) bool { return d.wordIn(i, j, x.guilt) }

// proceeds reports that the words of c before the number are a step of a
// procedure: "khởi tố", "xử lý hành chính".
func (x *whats) proceeds(d *doc, c *clause) bool { return lastOf(d, x.steps, c.l0, c.l1) >= 0 }

// yields gives the name of a series, said alone behind an area, what grows there:
// "gieo trồng 139 ha lúa nương, năng suất đạt 12 tạ/ha, sản lượng đạt 167 tấn".
func (x *whats) yields(d *doc, ms []mention, k int) {
	m := &ms[k]
	c := &m.clause
	if _, n := x.names.Longest(d.toks, c.l0); m.class != "mass" || m.change != "" || c.right() || c.m1 > c.m0 || c.l0+n != c.l1 {
		return
	}
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence == m.sentence; j-- {
		p := &ms[j]
		if p.class != "area" || p.change != "" {
			continue
		}
		if p.clause.right() && p.clause.r1 > p.j {
			c.m0 = max(p.clause.r0, p.j)
			c.m1 = x.shorten(d, c.m0, p.clause.r1, offenceWords)
		} else if p.clause.left() && !x.actsOn(d, p.clause) {
			c.m0 = x.pastSeries(d, p.clause.l0, p.clause.l1)
			c.m1 = x.shorten(d, c.m0, p.clause.l1, offenceWords)
		} else {
			c.t0, c.t1 = p.clause.t0, p.clause.t1 // "Cây lúa: thu hoạch 980 ha, năng suất 63 tạ/ha"
		}
		return
	}
}

// sumsUp reports that the clause whose words begin at i, behind token from, is
// one that sums up: "Lũy kế từ đầu năm đến nay đã phát hiện 726 vụ".
func (x *whats) sumsUp(d *doc, i, from int) bool {
	for k := i; k >= from && k > i-12; k-- {
		if d.id(k) == x.ke && d.id(k-1) == x.luy {
			return true
		}
		if d.toks[k].Is(';') {
			break
		}
	}
	return false
}

// again gives the sum ms[k] the words behind the figure of its unit in the
// sentence before, which it sums up.
func (x *whats) again(ms []mention, k int) {
	m := &ms[k]
	for j := k - 1; j >= 0 && j > k-listMost && ms[j].sentence >= m.sentence-1; j-- {
		if p := &ms[j]; p.sentence == m.sentence-1 && p.unit == m.unit && p.change == "" && p.clause.right() {
			m.clause.r0, m.clause.r1 = p.clause.r0, p.clause.r1
			return
		}
	}
}

// prices reports that mention k is money whose words name only the sum, behind a
// figure of what it is for: "12 suất quà, trị giá 3 triệu đồng".
func (x *whats) prices(d *doc, ms []mention, k int) bool {
	m := &ms[k]
	if m.class != "money" || !m.clause.left() || k == 0 || ms[k-1].sentence != m.sentence || ms[k-1].class == "money" && !x.cashEnds(d, ms, k) || ms[k-1].percentage || !x.sums(d, &m.clause) {
		return false
	}
	if q := ms[k-1].clause; q.left() && d.id(q.l0) == x.each && x.spells.has(d.id(q.l0+1)) {
		return false // "mỗi ngày cung ứng 6 tấn rau, doanh thu 18 tỷ đồng"
	}
	c := m.clause
	verb := c.l1 == c.l0+1 && !d.x.figures.modifiers.sums.has(d.id(c.l0))
	return (!verb || !c.right() && !x.actsOn(d, c)) && !x.parted(d, ms[k-1].j, c.l0) // "…; dành 85 tỷ đồng miễn học phí"
}

// cashEnds reports that cash ends the list of things of which mention k tells the sum: "mất 2
// xe máy, 9 nhẫn và 40 triệu đồng, tổng giá trị 90 triệu đồng".
func (x *whats) cashEnds(d *doc, ms []mention, k int) bool {
	return k > 1 && d.id(ms[k].clause.l0) == d.x.figures.words.total && ms[k-1].coordinated && ms[k-1].change == "" && ms[k-2].sentence == ms[k].sentence &&
		x.counted(&ms[k-2]) && !d.markIn(ms[k-1].j, ms[k].i, ';')
}

// sums reports that the words before money name only the sum: "tổng trị giá",
// "tài sản thiệt hại", "thu". For what it was is said before.
func (x *whats) sums(d *doc, c *clause) bool {
	for k := c.l0; k < c.l1; k++ {
		if !d.x.figures.modifiers.sums.has(d.id(k)) && d.owners[k] == free {
			return x.heads.has(d.id(c.l0)) || c.l1 == c.l0+1
		}
	}
	return true
}

// listMost is the most figures of a list that are gone back over.
const listMost = 12

// listHead returns the figure at the head of the list that figure k ends: of
// "tặng 50 suất quà, gồm 10 chăn, 20 áo" the gifts.
func (x *whats) listHead(d *doc, ms []mention, k int) int {
	for range listMost {
		if k == 0 || ms[k-1].sentence != ms[k].sentence || !ms[k].coordinated && d.id(ms[k].i-1) != x.consists {
			break
		}
		k--
	}
	return k
}

// sumHead returns the head of the list that figure k ends, of which the sum told from token i on
// is; figure k itself where that is a part to which "với" joins the sum: "264 dự án, gồm 148 dự
// án FDI với tổng vốn 4 tỷ USD".
func (x *whats) sumHead(d *doc, ms []mention, k, i int) int {
	if d.id(ms[k].i-1) == x.consists && d.id(i-1) == x.with && !x.closes(d, ms[k].j, i) {
		return k
	}
	return x.listHead(d, ms, k)
}

// casualty reports that [i, j) says only that people were killed or hurt:
// whom and in what is said before.
func (x *whats) casualty(d *doc, i, j int) bool {
	if x.causes.has(d.id(j-1)) && !x.splits(d, j-1) {
		return true // "làm", but not of "việc làm"
	}
	for k := i; k < j; k++ {
		if !x.causes.has(d.id(k)) && !x.harm.has(d.id(k)) {
			return false
		}
	}
	return true
}

// harmOf says what happened to the persons of m: the word that tells it stands
// in its unit, right behind or right before it ("chết 2 người").
func (x *whats) harmOf(d *doc, m *mention) vi.ID {
	if m.class != "person" || m.percentage {
		return 0
	}
	for k := m.u1; k < min(m.j+3, len(d.toks)) && (k < m.j || d.toks[k].Kind == vi.Word); k++ {
		if x.fated(d, k) {
			return d.id(k)
		}
	}
	for k := m.n0 - 1; k >= 0 && k >= m.n0-3 && (d.toks[k].Kind == vi.Word || d.toks[k].Is(':')); k-- {
		if x.fated(d, k) {
			return d.id(k)
		}
	}
	return 0
}

// counted reports that m is a number of persons or things.
func (x *whats) counted(m *mention) bool { return m.countable }

// fated reports that token k says what befell persons: "chết", "bị thương", but
// not "thương mại".
func (x *whats) fated(d *doc, k int) bool {
	return x.fate.has(d.id(k)) && (!x.splits(d, k+1) || d.toks[k+1].Is(',')) && (!x.splits(d, k) || x.harm.has(d.id(k-1)))
}

// source returns the figure before mention k that says what k counts: the last
// one of the same unit for a change, else the one before, all in the same
// sentence; for a change also in the sentences just before.
func (x *whats) source(d *doc, ms []mention, k int) *mention {
	if j := x.sourceAt(d, ms, k); j >= 0 {
		return &ms[j]
	}
	return nil
}

func (x *whats) sourceAt(d *doc, ms []mention, k int) int {
	m := &ms[k]
	if m.respectively {
		first, n := k, 1
		for first > 0 && n < 6 && ms[first-1].respectively && ms[first].coordinated {
			first--
			n++
		}
		for j := k + 1; j < len(ms) && n < 12 && ms[j].respectively && ms[j].coordinated; j++ {
			n++
		}
		if s := k - n; s >= 0 && first-n >= 0 && ms[s].sentence == m.sentence {
			return s
		}
	}
	if m.change != "" && !m.percentage {
		for j := k - 1; j >= 0 && j >= k-listMost && ms[j].sentence == m.sentence; j-- {
			p := &ms[j]
			if x.against(d, p) {
				continue
			}
			if p.change == "" && p.unit == m.unit && p.harm == m.harm {
				break // "xảy ra 28 vụ, tăng 5 vụ; làm chết 14 người, tăng 2 người"
			}
			if x.counted(m) && x.counted(p) && p.change != "" && p.led && p.unit != m.unit {
				return j // "tai nạn giao thông giảm 5 vụ, giảm 2 người chết"
			}
		}
		past := false // a bracket: "35 người chết (trong đó đường sắt 1 người), tăng 7 người"
		for j := k - 1; j >= 0 && j >= k-8 && ms[j].sentence >= m.sentence-2; j-- {
			p := &ms[j]
			if x.enclosed(d, p.j, min(m.i, d.sents[p.sentence].End)) {
				past = past || p.sentence == m.sentence
				continue
			}
			if x.against(d, p) || p.frame.partial && x.parted(d, p.j, m.i) {
				continue // "Quỹ có 9 tỷ đồng, gồm cấp tỉnh 4 tỷ đồng, cấp xã 5 tỷ đồng; năm nay tăng thêm 1 tỷ đồng"
			}
			if p.unit == m.unit && !p.percentage && p.change == "" && (p.harm == m.harm || past && m.harm == 0 && p.sentence == m.sentence) {
				return j
			}
		}
	}
	for j := k - 1; j >= 0 && j > k-8; j-- {
		p := &ms[j]
		switch {
		case p.sentence == m.sentence && x.enclosed(d, p.j, m.i), m.change != "" && x.against(d, p):
		case !m.clause.left() && m.class != "money" && m.class != "times" && !m.percentage && p.class == "money" && (p.clause.m1 > p.clause.m0 || p.clause.left() && x.heads.has(d.id(p.clause.l0)) && x.sums(d, &p.clause)):
			// "tặng 30 áo, trị giá 9 triệu đồng và 20 chăn"
		case p.sentence == m.sentence || m.change != "" && p.sentence == m.sentence-1:
			return j
		case m.timed && m.labelled == p.labelled && m.label == p.label && p.sentence == m.sentence-1 && sameKind(p.unit, m.unit) && p.change == "" &&
			!x.enclosed(d, p.j, d.sents[p.sentence].End):
			return j // "Lũy kế đến nay đạt 15.535 tỷ đồng"
		case p.sentence < m.sentence-1:
			return -1
		}
	}
	return -1
}

// against reports that m is what another figure is compared with: "so với 1.020 hộ".
func (x *whats) against(d *doc, m *mention) bool {
	return d.id(m.n0-1) == x.with && d.id(m.n0-2) == x.compare
}
