package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// The most tokens of a verb right before its figure, how far before a figure "toàn tỉnh" is
// looked for, and the most words of a what to which "có" and "toàn tỉnh" still add something.
const (
	verbReach  = 5
	wholeReach = 14
	hadMost    = 3
	wholeMost  = 8

	reckoningReach = 9 // how far before a figure it is told how that is reckoned
)

// verbs adds to every what of the article the parts of its verb group that were passed over
// on the way to what names the thing: the verb right before the figure ("điều tra làm rõ
// đạt 85%"), whether it is done or to come ("đã khởi tố"), and the whole that it is told of
// ("toàn tỉnh có 271 hợp tác xã"). It comes last, for the words that an item of a list has
// from the one before it are those that name the thing.
func (x *whats) verbs(d *doc) {
	for k := range d.mentions {
		m := &d.mentions[k]
		if m.what == "" || m.inPlace {
			continue
		}
		whole, behind := x.wholeBefore(d, m)
		if whole == "" {
			x.withTense(d, m)
		}
		if behind {
			m.what = m.beforeRight(whole)
		} else {
			m.what = join(whole, m.what)
		}
		x.withVerb(d, m)
		x.withUnit(d, m)
		x.withReckoning(d, m)
		if i := x.pastRate(d, m.j); m.change == "" && m.clause.r1 <= i {
			m.what = join(m.what, d.text(i, x.comparison(d, i))) // "bằng 96% so với cùng kỳ"
		}
		m.what = withoutHead(m.what)
	}
}

// withoutHead returns what is counted without "công tác" before the name of a field, to
// which it adds nothing, where two words or more follow: "công tác thanh tra hành chính".
func withoutHead(what string) string {
	for _, head := range [...]string{"Công tác ", "công tác "} {
		if rest, ok := strings.CutPrefix(what, head); ok && strings.Contains(rest, " ") {
			return rest
		}
	}
	return what
}

// withUnit adds the unit of m, where that names what is counted and nothing that m was
// given says it: "Trung tâm đã tiếp nhận 300 hồ sơ".
func (x *whats) withUnit(d *doc, m *mention) {
	if unit := d.text(m.u0, m.u1); x.nounUnit(d, m) && wordAt(m.what, unit) < 0 {
		m.what = m.beforeRight(unit)
	}
}

// scales are the classes of units that measure and name nothing: "triệu kWh", "bậc".
var scales = map[string]bool{"times": true, "energy": true, "power": true, "rank": true, "speed": true, "data": true, "temperature": true, "voltage": true, "pressure": true}

// nounUnit reports that the unit of m is a noun that says what is counted and not only that
// something is: "hồ sơ", "phòng học", but not "vụ", "người", "trường hợp".
func (x *whats) nounUnit(d *doc, m *mention) bool {
	if !x.counted(m) || scales[m.class] || m.u1 <= m.u0 || m.u1 == m.u0+1 && x.classifiers.has(d.id(m.u0)) {
		return false
	}
	_, n := x.callers.Longest(d.toks, m.u0)
	return n == 0 || m.u0+n != m.u1
}

// withReckoning adds how the amount m is reckoned or what it differs from, where its own
// part of the sentence tells no more and the words of m stand before that: "đạt 41% kế
// hoạch, cao hơn cùng kỳ 3%", "tháng 10 thu 17 tỷ đồng, lũy kế được 158 tỷ đồng".
func (x *whats) withReckoning(d *doc, m *mention) {
	at, end := -1, m.i
	for end > m.clause.l1 && (x.close.has(d.id(end-1)) || x.tail.has(d.id(end-1))) && !x.splits(d, end) {
		end--
	}
	for k := end - 1; k >= m.clause.l1 && k > m.i-reckoningReach && (d.toks[k].Kind != vi.Punct || d.owners[k] == ownDate) && !d.figureAt(k); k-- {
		if d.id(k) == x.level {
			return // "cao hơn mức 4% của năm trước": no difference
		}
		if x.reckons(d, k, end) {
			at = k
		}
		if d.toks[k].Has(vi.Line) {
			break
		}
	}
	if at < 0 {
		return
	}
	said := d.text(at, end)
	if !x.degrees.has(d.id(at)) {
		said = x.words(d, at, end)
	}
	if strings.Contains(m.what, said) {
		return
	}
	if d.id(at) == x.short && x.verbal(d, at-1, x.contrasts) {
		said = d.text(at-1, end) // "còn thiếu"
	}
	m.what = join(m.what, said)
}

// reckons reports that words stand at token k, before token end, that tell how an amount is
// reckoned ("bình quân", "lũy kế"), what water stands above ("trên báo động 2") or that it is a difference: "cao hơn", "thiếu".
func (x *whats) reckons(d *doc, k, end int) bool {
	switch t := d.id(k); {
	case x.splits(d, k):
		return false
	case x.degrees.has(t):
		return k+1 < end && d.id(k+1) == x.more
	case t == x.short:
		return !x.splits(d, k+1) && x.count(d, k+1, end) == 0
	}
	_, n := x.reckoned.Longest(d.toks, k)
	_, mark := x.marks.Longest(d.toks, k)
	n = max(n, mark)
	return n > 0 && k+n <= end
}

// withVerb adds the verb right before the figure of m; a mere "có" only to few words.
func (x *whats) withVerb(d *doc, m *mention) {
	i := m.i
	if d.id(i-1) == x.ratio && d.id(i-2) == x.rate {
		i -= 2
	}
	end := i
	for i > 0 && (x.verbal(d, i-1, x.reports) || m.harm != 0 && x.verbal(d, i-1, x.causes)) {
		i--
	}
	if i == end && end < m.i && m.clause.l1 <= i && !strings.Contains(m.what, d.text(i+1, m.i)) {
		m.what = join(m.what, d.text(i, m.i)) // "phát hiện 20 người dương tính, tỷ lệ 6%"
	}
	if i == end || strings.Contains(m.what, d.text(i, i+1)) || m.clause.l1 > i {
		return
	}
	had := d.id(i) == x.owns && end == i+1
	for i > max(m.i-verbReach, m.clause.l1) && x.verbal(d, i-1, x.hedges) {
		i--
	}
	for x.splits(d, i) {
		i++
	}
	for i < m.i-1 && strings.HasSuffix(m.what, " "+d.text(i, i+1)) {
		i++ // "mũi 4 mới được 38%"
	}
	if had && (strings.Count(m.what, " ") >= hadMost || d.opens(i)) {
		return
	}
	if verb := d.text(i, m.i); m.trails {
		m.what = m.beforeRight(verb)
	} else {
		m.what = join(m.what, verb)
	}
}

// beforeRight returns what m counts with words put in before those behind its unit.
func (m *mention) beforeRight(words string) string {
	if rest, ends := strings.CutSuffix(m.what, m.after); ends && m.after != "" {
		return join(join(strings.TrimSpace(rest), words), m.after)
	}
	return join(m.what, words)
}

// verbal reports that token i is a word of set that stands on one line with the next and
// belongs to nothing else.
func (x *whats) verbal(d *doc, i int, set wordSet) bool {
	return i > 0 && set.has(d.id(i)) && d.owners[i] == free && !d.toks[i+1].Has(vi.Line)
}

// withTense adds the "đã" or "sẽ" before the verb that the words of m tell.
func (x *whats) withTense(d *doc, m *mention) {
	if m.i > 0 && d.toks[m.i-1].Kind != vi.Word {
		return // "121 dự án đang triển khai, 55 dự án chưa triển khai"
	}
	for k := m.i - 2; k > d.sents[m.sentence].First && k > m.i-wholeReach && d.toks[k].Kind == vi.Word && d.owners[k] == free; k-- {
		if !x.verbal(d, k, x.tenses) || d.opens(k) {
			continue
		}
		verb := d.text(k+1, k+1+max(x.compound(d, k+1), 1))
		if at := wordAt(m.what, verb); at >= 0 && !strings.Contains(m.what, d.text(k, k+1)) {
			m.what = join(strings.TrimSpace(m.what[:at]), join(d.text(k, k+1), m.what[at:]))
		}
		return
	}
}

// wordAt returns where the word w stands in s, -1 where it does not.
func wordAt(s, w string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], w)
		if i < 0 {
			return -1
		}
		i += from
		if e := i + len(w); (i == 0 || s[i-1] == ' ') && (e == len(s) || strings.IndexByte(" ,-", s[e]) >= 0) {
			return i
		}
		from = i + len(w)
	}
}

// wholeBefore returns the "toàn tỉnh" or "trên địa bàn huyện" that stands before m with nothing but words between,
// "" where there is none or where what m counts says it or says enough; and whether it stands behind the words of
// m: "Thu ngân sách trên địa bàn tháng 10 ước 17 tỷ đồng".
func (x *whats) wholeBefore(d *doc, m *mention) (whole string, behind bool) {
	if strings.Count(m.what, " ") >= wholeMost {
		return "", false
	}
	for k := m.i - 1; k >= d.sents[m.sentence].First && k > m.i-wholeReach && (d.toks[k].Kind == vi.Word && d.owners[k] == free || d.owners[k] == ownDate); k-- {
		if d.id(k) == x.toan {
			if n := x.area(d, k+1); n > 0 && !strings.Contains(m.what, d.text(k+1, k+1+n)) && lastOf(d, x.agents, max(k-bodyMost, 0), k) < 0 { // no half of "Công an toàn tỉnh"
				e := k + 1 + n
				for e < m.i && (x.verbal(d, e, x.hedges) || x.verbal(d, e, x.tenses) || d.id(e) == x.owns) && !strings.Contains(m.what, d.text(e, e+1)) {
					e++ // "toàn huyện hiện có"
				}
				return d.text(k, e), false
			}
			return "", false
		}
		if behind = k > m.clause.l1 && m.clause.left(); d.id(k) == x.dia && d.id(k+1) == x.ban && d.id(k-1) == x.above && (k < m.clause.l0 || behind) && !strings.Contains(m.what, d.text(k, k+2)) {
			return d.text(k-1, x.areaEnd(d, k+2, m.i)), behind
		}
		if d.toks[k].Has(vi.Line) {
			return "", false
		}
	}
	return "", false
}
