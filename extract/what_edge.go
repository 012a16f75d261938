package extract

import "github.com/trich-vn/trich/internal/vi"

// leftEdge goes left from token i to where the clause begins and returns its
// words. When the words up to a comma say nothing and bare is set, it goes on
// to the part before, unless that belongs to a figure there.
func (x *whats) leftEdge(d *doc, from, i int, bare bool) (int, int) {
	k, end, crossed := x.leftWords(d, from, i, bare)
	if crossed && d.follows(from) && !x.parted(d, from, k) && !(k > from && x.another(d, k)) {
		return i, i // "… người tham gia bảo hiểm y tế, bảo hiểm thất nghiệp, tăng 5%"
	}
	i, j := x.adverbial(d, k, end)
	if a, b := x.trimLeft(d, i, j); crossed && a < b && d.id(a) == x.without {
		return j, j // "không có ca tử vong, giảm 21%"
	}
	return i, j
}

// parted reports that a clause ends between the tokens i and j.
func (x *whats) parted(d *doc, i, j int) bool { return d.markIn(i, j, ';', ':') }

// apart reports that the words before the bracket at j belong to a clause of their own
// and not to the figure that ends at i: "…; số hộ có nước sạch (88%)", "lu sành (38%) và
// chậu cảnh (17%)", "95%, nhưng nhà trọ chỉ được một nửa (49%)".
func (x *whats) apart(d *doc, i, j int) bool {
	for k := j - 1; k >= i; k-- {
		if d.toks[k].Is(';') || d.toks[k].Is(')') {
			return k < j-verbWords
		}
		if _, n := x.extremes.Longest(d.toks, k+1); d.toks[k].Is(',') && (n > 0 || x.contrasts.has(d.id(k+1))) {
			return true
		}
	}
	return false
}

// leftWords finds the words of leftEdge, and whether it went past a comma right
// before the figure.
func (x *whats) leftWords(d *doc, from, i int, bare bool) (begin, end int, crossed bool) {
	words, k, level := 0, i, false
	end = i
	for k > from {
		t := d.toks[k-1]
		switch {
		case d.owners[k-1] == ownDate:
		case t.Kind == vi.Punct && x.tells(d, from, k-1):
			return k, end, crossed // "… cho biết, có 41% số vụ …"
		case bare && words == 0 && (t.ID == x.level && !x.splits(d, k-1) && !x.compares(d, k-2) || level && x.keeps.has(t.ID)):
			level, end = true, k-1 // "… tiếp tục duy trì mức tăng 11%"
		case words > 0 && words <= 2 && d.x.figures.words.changes.has(t.ID) && x.grades(d, k, end) && d.id(k-2) != x.level && lastOf(d, x.names, max(k-3, 0), k-1) < 0: // but "mức tăng cao nhất"
			words, end = 0, k-1 // "đã giảm rõ rệt, giảm 5%"
		case t.Is(')'):
			if words > 3 && k > from+2 && d.toks[k-2].Has(vi.Caps) && d.toks[k-3].Is('(') {
				k -= 2 // "Quỹ Hỗ trợ nông dân (HTND) các cấp"
				break
			}
			if words > 3 {
				return k, end, crossed
			}
			timely := words == 0 || x.timelyOnly(d, k, end) // "(GRDP) 9 tháng tăng 7%"
			if k = x.opening(d, from, k-1) + 1; timely {
				words, end = 0, k-1
			}
		case (t.ID == x.and || x.contrasts.has(t.ID) && t.ID != d.x.figures.words.left && k-1 > from && !x.splits(d, k-1) && !x.closes(d, from, k-1)) && words == 0 && d.follows(from) && (t.ID != x.and || k == i || k+x.area(d, k) != i):
			return i, i, false // "… và có 64 xã": a clause of its own, but "ngân sách trung ương và tỉnh 58 tỷ đồng"
		case t.ID == x.period && d.id(k-2) == x.duty && d.owners[k] == ownDate:
			if words > 0 {
				for k < end && (d.owners[k] == ownDate || d.toks[k].Is(',')) {
					k++
				}
				return k, end, crossed
			}
			if k -= 2; k > from && d.toks[k-1].Is(',') {
				k--
			}
			end = k
			continue // "cử ra Ủy ban, nhiệm kỳ 2025 - 2030 gồm 120 người"
		case t.Kind == vi.Punct && !x.inside(d, k-1):
			if t.Is('-') && words > 0 && words <= namedAgain {
				break // "Trộm cắp tài sản - loại án chiếm 50%"
			}
			if t.Is(',') && k-1 > from && d.toks[k-2].Is(')') && d.toks[i-1].Is('(') {
				return k, end, crossed // "xã Hải Bình (42 hộ), xã Sơn Giang (38 hộ)"
			}
			if t.Is(',') && (x.oneNoun(d, k-1) || words > 0 && x.goodsListed(d, from, k-1, i) || x.betweenNames(d, k-1) || words > 0 && x.twoVerbs(d, from, k-1)) {
				break
			}
			if k == i && bare && (t.Is(':') || t.Is('(')) &&
				(!d.follows(from) || d.toks[from].Is(';') || d.toks[from].Is(':') || t.Is(':') && (d.toks[from].Is(',') || d.id(from) == x.and && x.numbered(d, from, k-1) || x.parted(d, from, k-1)) || t.Is('(') && x.apart(d, from, k-1)) {
				end = k - 1
				break // "tội phạm ma túy: 5 vụ", "đạt tỷ lệ cao (79,5%)"
			}
			if t.Is(',') && bare && words > 0 && words <= verbWords && x.timelyOnly(d, k, end) {
				words, end, crossed = 0, k-1, true // "không ghi nhận ca nào, cộng dồn 5 ca"
				break
			}
			if t.Is(',') && i > 0 && d.toks[i-1].Is('(') && words > 0 && words < whatBare && x.continuesItem(d, from, k-1) {
				break // "; sử dụng rượu, bia (43 vụ)"
			}
			if !t.Is(',') || !(words == 0 && bare && d.id(i-1) != x.owns && !x.laterOn(d, from, k-1) || words > 0 && x.continues(d, from, k-1, words)) {
				return k, end, crossed
			}
			if e := x.beforeDegree(d, from, k-1); words == 0 && e < k-1 {
				end, k = e, e+1 // "số vốn còn phải giải ngân rất lớn, khoảng 2.986 tỷ đồng"
			}
			crossed = crossed || words == 0
		case crossed && words > 0 && x.concedes(d, from, k-1):
			for k-1 > from && (d.id(k-2) == x.despite || x.contrasts.has(d.id(k-2))) {
				k-- // "mặc dù", "song vẫn"
			}
			words, end = 0, k-1 // "sản xuất tuy gặp khó khăn nhưng vẫn tăng trưởng, tăng 6%"
		case words == 0 && x.conceded(d, from, k-1) > from:
			k = x.conceded(d, from, k-1)
			end = k
			continue // "xuất khẩu tuy chậm lại nhưng vẫn đạt 210 triệu USD"
		case words == 0 && x.otherwise(d, from, k-1) > 0:
			k = x.otherwise(d, from, k-1)
			end = k
			continue // "số vụ không tăng nhưng tăng 2 người chết"
		case t.ID == x.but && words > 0, t.ID == x.so && x.actAt(d, k) && !x.splits(d, k-1) && !x.happens(d, k):
			return k, end, crossed // "giá cao nhưng mới thu được 60%", "lợi dụng chức vụ để lập khống 12 hồ sơ"
		case t.Kind == vi.Word && words > 0 && x.telling(d, k-1) > 0:
			return k - 1 + x.telling(d, k-1), end, crossed // "ông A cho biết ngành kiểm sát …"
		case words > 0 && k-2 >= from && x.untilNow(d, k-2) && !x.timelyOnly(d, k, end):
			return k, end, crossed // "… đến nay toàn tỉnh mới giải ngân"
		case t.Kind == vi.Word && x.begins.has(t.ID) && (t.Flags&vi.Upper == 0 || d.opens(k-1)) && !x.splits(d, k-1) && !x.splits(d, k): // but "ở Tuy Hòa"
			if words == 0 && x.conceding.has(t.ID) && k-1 > from && d.toks[k-2].Kind == vi.Word && d.owners[k-2] == free {
				end = k - 1
				break // "án tín dụng tuy chỉ chiếm 9%"
			}
			if words == 0 {
				return i, i, false
			}
			if p := d.id(k - 2); t.ID == x.when && (p == x.next || p == x.ago) && x.seriesBefore(d, from, k-1) {
				break // "tỷ lệ lái xe sau khi uống rượu bia"
			}
			if t.ID == x.when && x.seriesBefore(d, from, k-1) {
				words, end = 0, k-1 // "tỷ lệ tài xế có nồng độ cồn khi kiểm tra còn 1,1%"
				break
			}
			return k, end, crossed
		case t.Kind == vi.Word && x.subject.has(t.ID) && words > 0 && crossed && !x.splits(d, k-1) && !x.splits(d, k):
			words, end = 0, k-1 // "đã có dấu hiệu phục hồi, tăng 5%"
		case t.Kind == vi.Word && x.subject.has(t.ID) && words > 0 && !x.splits(d, k-1) && !x.splits(d, k) &&
			!x.seriesBefore(d, from, k-1), t.ID == x.among && k-2 >= from && d.id(k-2) == x.within:
			return k, end, crossed
		case t.Kind == vi.Word && t.ID == x.ban && k-2 >= from && d.id(k-2) == x.dia:
			if b := x.pastArea(d, k, i); words > 0 && !x.timelyOnly(d, b, end) {
				return b, end, crossed
			}
			words, end = 0, k-2
			k--
		case t.Kind == vi.Word && (words > 0 || !x.close.has(t.ID) && !(t.ID == x.newly && d.id(k) == x.owns)) && !x.onlyArea(d, k-1, end):
			words++
		}
		k--
	}
	return k, end, crossed
}

// happens reports that a verb stands at token k that tells only that there were cases.
func (x *whats) happens(d *doc, k int) bool {
	_, n := x.occurs.Longest(d.toks, k)
	return n > 0
}

// laterOn reports that the clause before the comma at k tells only when: "chưa đầy 10 phút
// sau", "hai năm trước".
func (x *whats) laterOn(d *doc, from, k int) bool {
	if d.id(k-1) != x.next && d.id(k-1) != x.ago {
		return false
	}
	i := k - 1
	for i > from && d.toks[i-1].Kind != vi.Punct && d.id(i-1) != x.compare && i > k-laterMost {
		i--
	}
	return (i == from || d.toks[i-1].Kind == vi.Punct) && (x.close.has(d.id(i)) || x.denied.has(d.id(i)) || d.owners[i] == ownDate || d.x.figures.numbers.Starts(d.toks[i]))
}

// beforeDegree returns where the "rất lớn" or "khá cao" begins that ends at token k, behind a
// noun; k where there is none.
func (x *whats) beforeDegree(d *doc, from, k int) int {
	for e := k - 2; e > from+1 && e >= k-1-verbWords; e-- {
		if x.very.has(d.id(e)) && d.toks[e-1].Kind == vi.Word && !d.figureIn(e, k) {
			return e
		}
	}
	return k
}

// laterMost is the most tokens of how much later something was.
const laterMost = 8

// namedAgain is the most words behind a dash that only name again what stands before it.
const namedAgain = 3

// continuesItem reports that the comma at k stands inside an item of a list parted
// by semicolons.
func (x *whats) continuesItem(d *doc, from, k int) bool {
	for j := k - 1; j >= from && j > k-2*whatBare; j-- {
		if d.toks[j].Is(';') {
			return true
		}
		if d.toks[j].Kind != vi.Word && !d.toks[j].Is(',') || d.owners[j] != free {
			return false
		}
	}
	return false
}

// seriesBefore reports that the name of a series stands in the few words before
// token k: "tổng số hộ đã thoát nghèo".
func (x *whats) seriesBefore(d *doc, from, k int) bool {
	for j := k - 1; j >= from && j > k-seriesBack && d.toks[j].Kind == vi.Word && d.owners[j] == free; j-- {
		if _, n := x.names.Longest(d.toks, j); n > 0 {
			return true
		}
	}
	return false
}

// seriesBack is how far before its verb the name of a series is looked for.
const seriesBack = 10

// grades reports that [i, j) says only how much something changed: "nhẹ", "rõ
// rệt".
func (x *whats) grades(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.toks[i].Kind == vi.Word && d.owners[i] == free && !x.grade.has(d.id(i)) {
			return false
		}
	}
	return true
}

// oneNoun reports that the comma at k stands inside one noun: "phòng, chống",
// "nông, lâm, thủy sản", "nguồn lửa, nguồn nhiệt", "công an xã, phường".
func (x *whats) oneNoun(d *doc, k int) bool {
	if k < 2 || k+1 >= len(d.toks) {
		return false
	}
	twins := d.id(k+1) == d.id(k-2) && !x.raises.has(d.id(k+1)) && !d.x.figures.words.changes.has(d.id(k+1)) && d.id(k+1) != 0 && d.toks[k+1].Kind == vi.Word && d.owners[k-2] == free
	return d.id(k-1) == x.prevent && d.id(k+1) == x.fight || x.crops.has(d.id(k-1)) && d.toks[k-1].Flags&vi.Upper == 0 && !x.actAt(d, k+1) && !x.another(d, k+1) || twins || x.splits(d, k) ||
		x.area(d, k+1) > 0 && d.toks[k+1].Flags&vi.Upper == 0 && x.startsArea(d, k)
}

// goodsListed reports that the comma at k stands between two things of a list, the second of
// which ends a subject, its verb and the number at token end right behind it: "doanh nghiệp khai
// thác cát, sỏi nợ 16 tỷ đồng".
func (x *whats) goodsListed(d *doc, from, k, end int) bool {
	_, n := x.things.names.Longest(d.toks, k+1)
	if verb := k + 1 + n; n == 0 || verb >= end || x.count(d, verb, end) > verbWords+1 || x.splits(d, verb) || d.toks[k+1].Flags&vi.Upper != 0 {
		return false
	}
	first, listed := k, false
	for first > from && d.toks[first-1].Kind == vi.Word && d.owners[first-1] == free && !d.toks[first].Has(vi.Line) {
		first--
		_, n := x.things.names.Longest(d.toks, first)
		listed = listed || n > 0 && first+n == k
	}
	return listed && first < k-verbWords && !x.adverb.has(d.id(first)) && !x.begins.has(d.id(first)) && !x.begins.has(d.id(first+1))
}

// betweenNames reports that the comma at k parts two names of at least two syllables,
// the second no body: "ven biển Hải Bình, Sơn Giang kín phòng".
func (x *whats) betweenNames(d *doc, k int) bool {
	if k < 2 || k+2 >= len(d.toks) || x.agent(d, k+1) > 0 {
		return false
	}
	if n := x.capitals(d, k); x.area(d, n) > 0 || x.startsArea(d, n) || d.toks[n].Has(vi.Caps) {
		return false // "ở TP Hải Bình, Sơn Giang": a town and its province
	}
	for _, t := range []vi.Token{d.toks[k-2], d.toks[k-1], d.toks[k+1], d.toks[k+2]} {
		if t.Kind != vi.Word || t.Flags&vi.Upper == 0 {
			return false
		}
	}
	return true
}

// concedes reports that at token k begins what is conceded of a subject before it, or what
// is said of it all the same: "tuy gặp khó khăn", "nhưng vẫn tăng trưởng".
func (x *whats) concedes(d *doc, from, k int) bool {
	switch t := d.id(k); {
	case k == from || d.toks[k-1].Kind != vi.Word || x.splits(d, k+1):
		return false
	case x.conceding.has(t), t == x.still:
		return true
	case !x.contrasts.has(t) || t == d.x.figures.words.left || d.owners[k] != free:
		return false
	}
	return x.conceded(d, from, k) > 0 || x.endsNoun.has(d.id(k+1)) && !x.contrasts.has(d.id(k+1))
}

// conceded returns where the "tuy …" begins that the "nhưng" at token k answers, behind the
// subject of both; 0 where it answers none.
func (x *whats) conceded(d *doc, from, k int) int {
	if !x.contrasts.has(d.id(k)) || d.id(k) == d.x.figures.words.left {
		return 0
	}
	for k--; k > from && d.toks[k].Kind == vi.Word && d.owners[k] == free; k-- {
		if x.conceding.has(d.id(k)) && d.toks[k-1].Kind == vi.Word {
			if d.id(k-1) == x.despite {
				k--
			}
			return k
		}
	}
	return 0
}

// otherwise returns where the words begin that tell what something else did, which the "nhưng"
// at token k answers: "không tăng về số vụ", "giảm số hộ nuôi". 0 where it answers none.
func (x *whats) otherwise(d *doc, from, k int) int {
	if !x.contrasts.has(d.id(k)) || d.id(k) == d.x.figures.words.left || !d.x.figures.words.changes.has(d.id(k+1)) {
		return 0
	}
	at := 0
	for k--; k >= from && (d.toks[k].Kind == vi.Word && d.owners[k] == free || d.owners[k] == ownDate) && !d.toks[k+1].Has(vi.Line); k-- {
		if t := d.id(k); (x.denied.has(t) || d.x.figures.words.changes.has(t)) && !x.splits(d, k) {
			at = k
		}
	}
	return at
}

// telling returns how many tokens at k tell that someone says what follows: "cho biết",
// and right behind a person "nhận định", "khoe".
func (x *whats) telling(d *doc, k int) int {
	_, n := x.speech.Longest(d.toks, k)
	who := k - 1
	if who > 0 && d.toks[who].Is(',') {
		for who--; who > 0 && who > k-nameBack && d.toks[who].Kind == vi.Word && d.toks[who].Flags&vi.Upper == 0; who-- {
			// "ông Lò Văn Sáng, Trưởng phòng Nông nghiệp, nói …"
		}
	}
	if who > 0 && d.toks[who].Kind == vi.Digits && d.glued(who) {
		who-- // "Phòng PA05 khuyến cáo"
	}
	if n == 0 || d.id(k) != x.give && (who < 0 || d.toks[who].Flags&vi.Upper == 0 && !x.sirs.has(d.id(who))) {
		return 0
	}
	return n
}

// nameBack is how far before a verb of saying, behind a comma, a name is looked for.
const nameBack = 6

// tells reports that such words stand right before token k.
func (x *whats) tells(d *doc, from, k int) bool {
	return k-verbWords >= from && x.telling(d, k-verbWords) == verbWords
}

// twoVerbs reports that the comma at k joins two verbs of one object: "thụ lý, giải
// quyết 12 vụ".
func (x *whats) twoVerbs(d *doc, from, k int) bool {
	_, n := x.steps.Longest(d.toks, k+1)
	_, m := x.acts.Longest(d.toks, k+1)
	i := max(from, k-verbWords-1)
	verb := max(lastOf(d, x.steps, i, k), lastOf(d, x.acts, i, k))
	if verb == from && verb > 0 && d.toks[verb-1].Kind == vi.Word && !d.toks[verb].Has(vi.Line) {
		return false // "2.610 cán bộ, chiến sĩ tham gia, bắt giữ 26 vụ"
	}
	return max(n, m) > 0 && verb >= 0 && (!d.follows(from) || x.closes(d, from, verb)) // "1.350 ha đất canh tác, cung cấp …"
}

// compares reports that the word at token k compares with the level named behind
// it: "cao hơn mức", "so với mức".
func (x *whats) compares(d *doc, k int) bool {
	return k >= 0 && (d.x.figures.attaches.beside.has(d.id(k)) || d.id(k) == x.with && k > 0 && d.id(k-1) == x.compare)
}

// adverbial leaves out a part that tells only when or where ("Dịp này, có 56
// tập thể") when other words tell what is counted.
func (x *whats) adverbial(d *doc, k, end int) (int, int) {
	if _, n := x.links.Longest(d.toks, k); n > 0 && k+n <= end {
		for k += n; k < end && d.toks[k].Is(','); k++ {
		}
	} else if _, n := x.sequels.Longest(d.toks, k); k+n < end && !x.close.has(d.id(k+n)) {
		k += n // "góp phần đưa 59 xã đạt chuẩn", but "đáp ứng được 60%"
	}
	if k < end && x.adverb.has(d.id(k)) {
		for j := k; j < end; j++ {
			if d.toks[j].Is(',') && !x.twoVerbs(d, k, j) {
				return j + 1, end
			}
		}
	}
	return k, end
}

// opening returns the bracket that the one at k closes, or from.
func (x *whats) opening(d *doc, from, k int) int {
	for j := k - 1; j >= from && j > k-60; j-- {
		if d.toks[j].Is('(') {
			return j
		}
	}
	return k
}

// pastArea returns the first token after "địa bàn tỉnh …" that is no part of
// the name of a place.
func (x *whats) pastArea(d *doc, k, i int) int {
	i = min(i, k+nameMost)
	for k < i && d.toks[k].Kind == vi.Word && (x.area(d, k) > 0 || d.toks[k].Flags&vi.Upper != 0 || x.close.has(d.id(k)) || x.subject.has(d.id(k))) {
		k += max(x.area(d, k), 1)
	}
	return k
}

// onlyArea reports that [k, end) is the name of a place, and perhaps a time behind
// it: "tỉnh 9 tháng năm 2020".
func (x *whats) onlyArea(d *doc, k, end int) bool {
	k = x.pastArea(d, k, end)
	for k < end && (d.owners[k] == ownDate || x.close.has(d.id(k))) {
		k++
	}
	return k >= end
}

// timelyOnly reports that [i, j) tells only a time: "tính đến ngày 31/5", "đến nay".
func (x *whats) timelyOnly(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if !x.timely(d, i) && !x.close.has(d.id(i)) && !x.wholes.has(d.id(i)) {
			return false
		}
	}
	return true
}

// inside reports that the mark at k stands inside a clause.
func (x *whats) inside(d *doc, k int) bool {
	if d.toks[k].Is('-') && !d.glued(k) && !d.glued(k+1) && !x.hyphenates(d, k) {
		return false // "dự báo của huyện - trong vụ này có 12 hộ"
	}
	return inside(d.toks[k]) || d.toks[k].Is('–') && x.hyphenates(d, k) || d.toks[k].Is('.') && (x.abbreviates(d, k) || inNumber(d, k))
}

// inNumber reports that the point at k stands inside a number: "10.000".
func inNumber(d *doc, k int) bool {
	return d.glued(k) && d.glued(k+1) && d.toks[k-1].Kind == vi.Digits && d.toks[k+1].Kind == vi.Digits
}

// hyphenates reports that the dash at k joins two words to a name: "vụ Đông – Xuân",
// "công nghiệp – tiểu thủ công nghiệp".
func (x *whats) hyphenates(d *doc, k int) bool {
	return k > 0 && k+1 < len(d.toks) && (x.pairs(d, k) || d.toks[k-1].Flags&d.toks[k+1].Flags&vi.Upper != 0)
}

// abbreviates reports that the point at k stands inside an abbreviation or behind an
// initial: "TP.HCM", "QL.1A", "ông T. bị lừa".
func (x *whats) abbreviates(d *doc, k int) bool {
	if k == 0 || k+1 >= len(d.toks) || !d.glued(k) || d.toks[k-1].Flags&vi.Upper == 0 {
		return false
	}
	return d.glued(k+1) && (d.toks[k+1].Flags&vi.Upper != 0 || d.toks[k+1].Kind == vi.Digits && d.toks[k-1].Has(vi.Caps)) || d.toks[k-1].Runes == 1 && !d.toks[k+1].Has(vi.Line)
}

// inside reports that a mark stands inside a clause wherever it is met.
func inside(t vi.Token) bool {
	return t.Is('“') || t.Is('”') || t.Is('"') || t.Is('-') || t.Is('‘') || t.Is('’') || t.Is('/') || t.Is('&')
}

// continues reports that the words before the comma at k belong to the same
// clause as the few after it: "bắt, xử lý", "tỷ lệ điều tra, khám phá án".
func (x *whats) continues(d *doc, from, k, after int) bool {
	if k == 0 || after > whatMost || d.toks[k+1].Flags&vi.Upper != 0 && d.toks[k-1].Flags&vi.Upper == 0 {
		return false // a new subject
	}
	if x.another(d, k+1) || d.toks[k-1].Flags&vi.Upper != 0 && (x.actAt(d, k+1) || d.id(k+1) == x.takes && !x.splits(d, k+2)) {
		return false // "khám xét tại Hà Nội, Bắc Ninh, thu 85 máy tính"
	}
	if t := d.id(k + 1); t == x.suffers || t == x.got || x.propertyAt(d, k+1) {
		return false // "Dự án được thiết kế theo cấp 5, bề rộng nền 6,5 m"
	}
	w, denied, changed := &d.x.figures.words, false, false
	n, j, comma, words := 0, k-1, -1, 0
	for ; j >= from; j-- {
		t := d.toks[j]
		denied, changed = denied || x.denied.has(t.ID), changed || w.changes.has(t.ID)
		if j == from && n > 0 && d.follows(from) && d.owners[from-1] == ownPercentage && x.seriesAt(d, j) > 0 {
			return false // "chiếm 42% tổng chi thường xuyên, y tế 11%"
		}
		if !denied && (x.seriesAt(d, j) > 0 || t.ID == w.number && !changed && (j == from || d.toks[j-1].Kind != vi.Word)) {
			return n <= 8 // "tỷ lệ điều tra, khám phá án", "Số hộ loại khá, giàu", but "số người bị thương không thay đổi, tài sản thiệt hại giảm"
		}
		if _, w := x.agents.Longest(d.toks, j); w > 0 && comma < 0 {
			e := j + w
			if x.area(d, e) > 0 {
				e = x.pastArea(d, e, k)
			}
			return n > 0 && !(j == from && d.follows(from)) && after <= behindWords && x.count(d, e, k) <= 3
		}
		if d.figureAt(j) {
			return false // the end of the figure before
		}
		if t.ID == x.among && d.id(j-1) == x.within {
			break // "trong đó xây, sửa 42 căn nhà"
		}
		if t.ID == x.is && d.id(j-1) == x.back {
			break // "còn lại là thu thuế, phí và thu khác"
		}
		if t.Is('/') || t.Is('.') && x.abbreviates(d, j) {
			continue
		}
		if t.Is(',') && comma < 0 {
			comma, words = j, n // "tổng doanh thu bán lẻ, lưu trú, ăn uống"
			continue
		}
		if t.Kind != vi.Word || d.owners[j] != free || x.subject.has(t.ID) {
			break
		}
		if n++; n > 9 {
			break
		}
	}
	if n > 9 && comma < 0 {
		return false
	}
	if comma >= 0 {
		n, j = words, comma
	}
	if after > behindWords || j < from && d.follows(from) {
		return false // the end of the figure before
	}
	if _, act := x.acts.Longest(d.toks, j+1); act > 0 && n > act && n <= objectMost && after <= objectMost && !x.actAt(d, k+1) && !d.follows(from) {
		return true // "chi trả lương hưu, trợ cấp thất nghiệp cho 26.700 người"
	}
	return n > 0 && (n <= 3 || n == 4 && after <= verbWords && x.pairs(d, k) && (j < from || d.toks[j].Kind == vi.Punct) && (!d.follows(from) || x.parted(d, from, k))) &&
		!x.adverb.has(d.id(j+1)) && !(d.id(j+1) == x.without && j >= 0 && d.toks[j].Is(','))
}

// objectMost is the most words of a verb and the first of its objects before a comma.
const objectMost = 6

// propertyAt reports that what is told of a thing begins at token k.
func (x *whats) propertyAt(d *doc, k int) bool {
	_, n := x.properties.Longest(d.toks, k)
	return n > 0 && !x.splits(d, k+n)
}

// seriesAt returns how many tokens at k begin the name of a series, 0 for none.
func (x *whats) seriesAt(d *doc, k int) int {
	_, n := x.names.Longest(d.toks, k)
	if n > 0 && d.id(k) == d.x.figures.words.number && x.unnumbered.has(d.id(k-1)) || n > 0 && k > 0 && x.guilt.has(d.id(k-1)) && !d.toks[k].Has(vi.Line) {
		return 0 // "một số xã", "vi phạm tốc độ"
	}
	return n
}

// behindWords is the most words behind a comma that belong to what stands before it.
const behindWords = 6

// rightEdge returns the words after the unit of m that tell more of it.
func (x *whats) rightEdge(d *doc, m, next *mention, to int) (int, int) {
	j := m.u1
	if m.j < len(d.toks) && d.toks[m.j].Is('(') { // "24 người (17 nam và 7 nữ) dương tính …"
		for k := m.j; k < len(d.toks) && k < m.j+40 && !d.toks[k].Has(vi.Line); k++ {
			if d.toks[k].Is(')') {
				if x.resumes(d, k) {
					j, to = k+1, max(to, min(k+12, len(d.toks)))
				}
				break
			}
		}
	}
	if k := x.pastHarm(d, m, x.pastUnits(d, m, j)); k > max(j, m.j) && (next == nil || k <= next.i) {
		i, e := x.modifiers(d, m, next, k, to)
		if e > i && x.count(d, m.u0, k) > listedWords {
			return i, e
		}
		return m.u0, max(e, k)
	}
	for j >= m.j && j+1 < to && d.toks[j].Is('/') && d.glued(j) && d.toks[j+1].Kind == vi.Word {
		j += 1 + max(x.compound(d, j+1), 1) // "/người/năm"
	}
	rated := j > m.u1 && (m.class == "money" || measures[m.class])
	if k := x.pastNames(d, j, to); k > j {
		j = k
	}
	if j >= m.j && j < to && d.id(j) == x.and {
		return j, j
	}
	if next != nil && j > m.j && x.reach.has(d.id(j)) && j+1 == next.i && !(next.percentage && d.id(j) == x.makesUp) {
		return j, next.j // "2 xã Vân Hạ, Mỹ Thành đạt 19/19 tiêu chí"
	}
	if k := x.pastWhen(d, j, to); j >= m.j && k > j && x.because.has(d.id(k)) && x.tellsWhy(d, m, k, 0) {
		j = k // "bị phạt 15 triệu đồng hồi tháng 3 vì …"
	}
	if j < to && d.toks[j].Is(',') && m.class != "money" && !measures[m.class] && x.lists(d, j, to) && !x.clauseBehind(d, m, j, to) { // "1.420 cơ quan, doanh nghiệp, trường học đạt …"
		for j < to && d.toks[j].Is(',') && x.lists(d, j, to) {
			for j++; j < to && !d.toks[j].Is(',') && d.id(j) != x.and; j++ {
			}
		}
		if j < to {
			j++
		}
		if next != nil && (j >= next.i || !x.closes(d, j, to)) {
			return m.u1, m.u1 // "trâu 300 con, bò 500 con", "làm rõ 12 vụ, bắt và xử lý 20 đối tượng"
		}
	}
	i, e := x.modifiers(d, m, next, x.pastGiver(d, j, to), to)
	if m.class == "money" && i < e && i >= m.j && d.id(i) == x.with {
		return j, j // "bị lừa 380 triệu đồng với thủ đoạn tinh vi"
	}
	if rated && next != nil && !(m.class == "money" && (d.id(next.i-1) == x.give || x.forOthers(d, j, next))) && !x.closes(d, e, next.i) {
		return j, j // "với giá 120.000 đồng/kg ông thu 290 triệu đồng"
	}
	return i, e
}

// forOthers reports that token i leads to whom a sum is for, as the word behind next does:
// "60 triệu đồng/căn đối với nhà xây mới và 30 triệu đồng/căn đối với nhà sửa chữa".
func (x *whats) forOthers(d *doc, i int, next *mention) bool {
	return (d.id(i) == x.facing || d.id(i) == x.give) && d.id(x.pastRate(d, next.j)) == d.id(i)
}

// ofWholeList gives c, of things that m counts at the head of a list, what befell all of the
// list instead of the other things in it: of "2 trường mầm non, nhà văn hóa và trạm y tế xã bị
// hư hại" the words without those between the comma and the verb.
func (x *whats) ofWholeList(d *doc, m *mention, c *clause, to int) {
	comma := m.j
	for comma < to && comma <= m.j+itemMost && d.toks[comma].Kind == vi.Word && d.owners[comma] == free {
		comma++
	}
	if !m.countable || m.change != "" || comma+1 >= to || !d.toks[comma].Is(',') || c.r1 < comma && c.r1 > m.j || x.predicativeIn(d, m.j, comma) ||
		x.another(d, comma+1) || x.actAt(d, comma+1) || x.agent(d, comma+1) > 0 || x.adverb.has(d.id(comma+1)) || x.begins.has(d.id(comma+1)) || d.x.figures.words.changes.has(d.id(comma+1)) {
		return
	}
	last, verb := -1, comma+1
	for ; verb < to && verb < comma+sentenceAhead && (d.toks[verb].Kind == vi.Word || d.toks[verb].Is(',') && last < 0) && d.owners[verb] == free && !d.toks[verb].Has(vi.Line); verb++ {
		if d.id(verb) == x.and && !x.splits(d, verb) {
			last = verb
		}
		if x.predicative(d, verb) {
			break
		}
	}
	if verb >= to || last < 0 || verb < last+verbWords+1 || !x.predicative(d, verb) {
		return
	}
	if end := x.shorten(d, verb, x.plainWords(d, verb), sentenceWords); end > verb+1 {
		c.r0, c.r1, c.p0, c.p1 = m.u0, comma, verb, end
	}
}

// pastReason gives c, of things or persons of which a reason and what came of it are told, the
// latter: of "12 người còn lại do vi phạm lần đầu nên được bảo lãnh" the words without those from
// "do" to "nên".
func (x *whats) pastReason(d *doc, m *mention, c *clause, to int) {
	why := m.j
	for why < to && why < m.j+itemMost && d.toks[why].Kind == vi.Word && d.owners[why] == free && !x.because.has(d.id(why)) {
		why++
	}
	if !m.countable || m.change != "" || why >= to || !x.because.has(d.id(why)) || x.splits(d, why+1) || x.predicativeIn(d, m.j, why) {
		return
	}
	for k := why + 2; k < to && k < why+sentenceAhead && (d.toks[k].Kind == vi.Word || d.toks[k].Is(',')) && d.owners[k] == free && !d.toks[k].Has(vi.Line); k++ {
		if d.id(k) == x.hence && !x.splits(d, k) && !x.splits(d, k+1) {
			if end := x.shorten(d, k+1, x.plainWords(d, k+1), sentenceWords); end > k+2 {
				c.r0, c.r1, c.p0, c.p1 = m.u0, why, k+1, end
			}
			return
		}
	}
}

// resumes reports that what is said of a figure goes on behind the bracket that
// closes at k, unlike the few words that lead to the next figure: "từ 2,4% (năm
// 2019) xuống còn 0,3%".
func (x *whats) resumes(d *doc, k int) bool {
	if k+1 >= len(d.toks) || d.toks[k+1].Has(vi.Line) || d.toks[k+1].Kind != vi.Word {
		return false
	}
	end := d.owners[min(k+1+verbWords, len(d.toks)-1)]
	return end == free || end == ownDate
}

// kindOfPlace reports that the "tại" at token k tells of cases at which kind of
// place they happened, and not where: "44 vụ cháy tại nhà ở kết hợp kinh doanh".
func (x *whats) kindOfPlace(d *doc, m *mention, k int) bool {
	if m.class != "case" || !x.place.has(d.id(k)) || k+2 >= len(d.toks) {
		return false
	}
	for _, t := range d.toks[k+1 : k+3] {
		if t.Kind != vi.Word || t.Flags&(vi.Upper|vi.Line) != 0 {
			return false
		}
	}
	return x.area(d, k+1) == 0 && d.id(k+1) != x.dia
}

// modifiers returns the words from token j on that tell more of m.
func (x *whats) modifiers(d *doc, m, next *mention, j, to int) (int, int) {
	k, words, most := j, 0, whatRight
	for ; k < to && words < most; k++ {
		t := d.toks[k]
		if k > m.u1 && t.Has(vi.Line) || k >= m.j && d.owners[k] > ownGuard {
			break
		}
		if t.Kind != vi.Word {
			if t.Kind == vi.Digits && words == 0 && k == m.j && x.counted(m) && x.graded(d, k, to) {
				continue // "5 sản phẩm 4 sao"
			}
			if t.Kind == vi.Digits && k == m.j+1 && x.quote(d, m.j) {
				continue // "41 tàu “3 không”"
			}
			if t.Kind == vi.Digits && words > 0 && k+1 < to && d.toks[k+1].Kind == vi.Word && !d.toks[k+1].Has(vi.Line) {
				continue // "học sinh lớp 12 dự thi"
			}
			if k >= m.j && t.Is(',') && (d.id(m.i-1) == x.within && d.opens(m.i-1) && (x.predicativeIn(d, m.j, k) || d.wordIn(m.j, k, d.x.figures.words.changes)) || k > m.j && x.quote(d, k-1) || x.clauseBehind(d, m, k, to)) {
				break // "… đỡ tốn 40.000 đồng tiền cước", ông A nói
			}
			if k < m.j || x.inside(d, k) || x.splits(d, k) ||
				t.Is(',') && ((words > 0 || m.class != "money" && !measures[m.class]) && x.lists(d, k, to) || (words > 0 && words <= 3 || m.class != "money" && x.pairs(d, k) && (words > 0 || !x.predicativeIn(d, k+1, min(k+1+subjectMost, to)))) && x.runsOut(d, k, to) || words > 0 && x.pairs(d, k) && d.id(k+1+x.compound(d, k+1)) == x.with) {
				continue
			}
			break
		}
		if words == 0 && k == m.j && t.ID == d.x.figures.words.from && k+1 < len(d.toks) && d.toks[k+1].Kind == vi.Word && x.timely(d, k+1) {
			break // "tăng 6% từ đầu tháng"
		}
		if words > 0 && k > m.j && (x.telling(d, k) > 0 || t.ID == x.and && (d.id(k+1) == x.owns || x.fresh.has(d.id(k+1)) && !x.tail.has(d.id(k+1)))) {
			break // "50 trụ tiêu cho biết", "1 ấn phẩm chính và có một số phụ trương", "12 giải nhì và nhiều giải khuyến khích"
		}
		if k >= m.j && x.namesThem(d, m, k, to, words) {
			break
		}
		if words == 0 && k >= m.j && t.ID == x.like && measures[m.class] && !x.splits(d, k+1) {
			break // "có nơi trên 350 mm như trạm Nậm Cắt 412 mm"
		}
		if words == 0 && k >= m.j && m.percentage && t.ID == x.so && x.ratedAs(d, m) != 0 {
			break // "vay với lãi suất 6,6%/năm để nuôi bò"
		}
		if words > 0 && k >= m.j && x.untilNow(d, k) {
			break // "gói tín dụng cho nhà ở xã hội đến nay mới giải ngân …"
		}
		if words == 0 && k >= m.j && t.ID == x.give && d.id(k+1) == x.comes {
			break // "500.000 đồng/em cho đến khi học hết lớp 12"
		}
		if words == 0 && k >= m.j && t.ID == x.give && d.id(k+1) == x.comes {
			break // "500.000 đồng/em cho đến khi học hết lớp 12"
		}
		if words == 0 && k >= m.j && t.ID == x.this && measures[m.class] {
			break // "tuyến dài 79 km này xảy ra 52 vụ"
		}
		if words > 1 && t.ID == x.and && k+1 < to && d.toks[k+1].Flags&vi.Upper != 0 && d.toks[k-1].Flags&vi.Upper == 0 {
			break // "tặng bằng khen và Giám đốc …"
		}
		if k >= m.j && x.because.has(t.ID) && x.tellsWhy(d, m, k, words) {
			most = min(most, words+whyWords)
		} else if t.ID == x.but && x.counted(m) && x.predicative(d, k+1) && x.predicativeIn(d, m.j, k) {
			// "38 hộ đã ký nhưng chưa nhận tiền"
		} else if k >= m.j && (x.stops(d, k) && !(words == 0 && (x.kindOfPlace(d, m, k) || m.u1 == m.u0 && x.places.has(t.ID))) || t.ID == x.same && d.id(k+1) == x.period || t.ID == x.dia && d.id(k+1) == x.ban || x.reach.has(t.ID) && !x.denied.has(d.id(k-1)) && (k+2 >= to || k+3 >= to && next != nil && d.id(k+1) == x.rate && d.id(k+2) == x.ratio)) {
			break
		}
		if words > 0 && x.reach.has(t.ID) && k+1 < len(d.toks) && d.figureAt(k+1) {
			break // "lúa 6.600 ha (vụ mùa 2.800 ha) đạt 98%"
		}
		words++
		if k < m.j {
			words--
		}
	}
	if x.pastOnward(d, k) > k && words > 0 && x.rangesIn(d, max(j, m.j), k) {
		return j, x.pastOnward(d, k) // "học sinh từ loại khá trở lên"
	}
	k = x.beforeNext(d, m, next, j, k, to)
	if k > j+1 && d.id(k-1) == x.through && x.compound(d, k-2) == 2 {
		k -= 2 // "hộ vay thông qua 149 tổ"
	}
	for end := k; k > j && end < len(d.toks) && d.owners[end] == ownDate && x.toTime.has(d.id(k-1)); k-- {
		// "thu hồi 4 giấy phép trước ngày 30/6"
	}
	for k > j && !(k > m.j && x.numbered(d, j, k)) && (d.toks[k-1].Kind != vi.Word || x.tail.has(d.id(k-1)) && !x.splits(d, k-1) && !(k-2 >= j && x.denied.has(d.id(k-2))) || words >= most && (x.splits(d, k) || d.id(k-1) == x.got || d.id(k-1) == x.suffers)) {
		k--
	}
	for j < k && d.toks[j].Is(',') {
		j++
	}
	return j, k
}

// untilNow reports that "đến nay" stands at token k.
func (x *whats) untilNow(d *doc, k int) bool {
	return d.id(k) == x.comes && d.id(k+1) == x.now
}

// beforeNext returns where the words [j, k) of m end before those that belong to the figure
// next behind them, at token to: "với tổng số tiền", "trị giá".
func (x *whats) beforeNext(d *doc, m, next *mention, j, k, to int) int {
	if next == nil {
		return k
	}
	all := k == to || k+1 == to && d.x.figures.words.changes.has(d.id(k)) // "với số lãi được miễn giảm"
	if all && !m.percentage {
		for c := k - 1; c >= j && c > to-placeMost; c-- {
			if _, n := x.properties.Longest(d.toks, c); n > 0 && c+n == k && d.id(c-1) != x.owns {
				for k = c; k > j && x.splits(d, k); k-- {
					// "14 nhà tình nghĩa trị giá 980 triệu đồng", "xe máy khiến giao thông ùn tắc kéo dài 5 km"
				}
			}
		}
	}
	if all || x.joins.has(d.id(j)) && k < to && d.toks[k].Is('(') {
		for c := k - 1; c >= j; c-- {
			if _, n := x.properties.Longest(d.toks, c+1); n > 0 && d.id(c) == x.owns && x.counted(m) && c == k-1-n {
				break // "38 người có thu nhập trên 300 triệu đồng"
			}
			if (x.joins.has(d.id(c)) || all && x.place.has(d.id(c))) && (all || d.id(c) != x.owns) && !x.splits(d, c) && (x.compound(d, c) == 0 || x.compound(d, c+1) > 0) {
				k = c // "… với tổng số tiền" belongs to the figure behind it
				break
			}
		}
	}
	if !all && k+1 == to && x.reach.has(d.id(k)) {
		for c := k - 1; c >= j && c >= k-itemMost; c-- {
			if d.id(c) == x.with && !x.splits(d, c) && !x.splits(d, c+1) {
				return c // "318 đơn vị với quân số tham gia đạt 96%"
			}
		}
	}
	if _, n := x.names.Longest(d.toks, j+1); n > 0 && j >= m.j && d.id(j) == x.with {
		k = j // "84 vụ với diện tích cỏ bị thiêu là 6,2 ha"
	}
	return k
}

// rangesIn reports that a "từ" stands in [i, j).
func (x *whats) rangesIn(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if d.id(i) == d.x.figures.words.from && !x.splits(d, i) {
			return true
		}
	}
	return false
}

// pastWhen goes over a date from token j on and the word or two that lead to it.
func (x *whats) pastWhen(d *doc, j, to int) int {
	k := j
	for k < to && k < j+verbWords && d.owners[k] == free && d.toks[k].Kind == vi.Word && !d.toks[k].Has(vi.Line) {
		k++
	}
	if k >= to || d.owners[k] != ownDate {
		return j
	}
	for k < to && d.owners[k] == ownDate {
		k++
	}
	return k
}

// The most words between a figure and its cause, and of the cause.
const (
	whyBefore = 4
	whyWords  = 6
)

// tellsWhy reports that the "do" or "vì" at token k, behind so many words after m, tells
// why something befell what m counts ("1 người chết do sét đánh"), whose it is ("hộ nghèo
// do phụ nữ làm chủ") or what a fine is for ("phạt 15 triệu đồng vì không có lối thoát").
func (x *whats) tellsWhy(d *doc, m *mention, k, words int) bool {
	switch {
	case m.change != "" || words >= whyBefore:
		return false
	case m.class == "money":
		return words == 0 && (d.id(k) == x.by || x.fined(d, m))
	case d.id(k) != x.by:
		return m.class == "case" || m.harm != 0
	case m.class == "person" && m.harm == 0 && d.x.officials.addresses(d, k+1):
		return false // "Tổ gồm 12 thành viên do đồng chí Phó Chủ tịch làm tổ trưởng"
	}
	return words == 0 || !measures[m.class]
}

// fined reports that m was taken from an offender: "bị phạt", "truy thu" stand in the
// words before its number.
func (x *whats) fined(d *doc, m *mention) bool {
	for k := m.i - 1; k >= 0 && k > m.i-fineBack && d.toks[k].Kind == vi.Word && d.owners[k] == free; k-- {
		if x.levies.has(d.id(k)) {
			return true
		}
	}
	return false
}

// fineBack is how far before a sum the verb is looked for that took it.
const fineBack = 8

// namesThem reports that the words from token k on only name or list what a figure counts,
// of which so many words tell already: "5 xã đăng ký về đích là Vân Hạ, …", "3 tiêu chí
// chưa đạt gồm giao thông, thu nhập".
func (x *whats) namesThem(d *doc, m *mention, k, to, words int) bool {
	switch d.id(k) {
	case x.is:
		if k+1 < to && d.toks[k+1].Flags&vi.Upper != 0 {
			if m.percentage && d.toks[k+1].Has(vi.Caps) {
				return false // "60% chủ thể là HTX"
			}
			return words > 1 || words == 0 && !d.toks[k+1].Has(vi.Caps)
		}
		if x.counted(m) && (x.sirs.has(d.id(k+1)) || m.value.IsOne() && (words > 0 || m.j > m.u0+1)) {
			return true // "1 ca tử vong là bé gái 7 tuổi", "1 người bị thương là ông …"
		}
		return words > 1 && x.counted(m) && x.predicativeIn(d, m.j, k)
	case x.same:
		return k+1 < to && d.id(k+1) != x.one && (x.fresh.has(d.id(k+1)) || d.id(k+1) == x.with)
	case x.consists:
		return words > 0 && !x.splits(d, k)
	}
	return false
}

// stops reports that what is said of a figure ends before the word at token k.
func (x *whats) stops(d *doc, k int) bool {
	switch t := d.id(k); {
	case t == x.turns:
		return x.onward.has(d.id(k+1)) && !(d.id(k+1) == x.back && x.goesOnBehind(d, k+2)) // "từ 30 hộ trở lên", but "chưa trở về nhà", "trở lại thị trường"
	case t == x.above:
		return d.id(k+1) == d.x.figures.words.total && d.id(k+2) == d.x.figures.words.number // "lượt hồ sơ trên tổng số …"
	case d.x.figures.words.changes.has(t):
		return d.id(k-1) != x.suffers && !x.alters(d, k) && !x.splits(d, k)
	case !x.stop.has(t):
		return false
	case t == x.alikeTo:
		return d.x.figures.words.namely.has(d.id(k + 1)) // but "tương đối bền vững"
	case x.splits(d, k), k > 0 && d.toks[k].Flags&vi.Upper != 0 && x.quote(d, k-1):
		return false // "lý do", "còn tồn tại", "quỹ “Vì trẻ em”"
	}
	_, link := x.links.Longest(d.toks, k)
	return link > 0 || x.compound(d, k) == 0 // "do vậy", but "được tại ngoại", "theo dõi"
}

// altersAhead is how far behind "tăng" a number is looked for that it tells.
const altersAhead = 5

// alters reports that the "tăng" or "giảm" at token k is said of the thing named right
// behind it and not of a number: "3 nhóm hàng tăng giá", "7 doanh nghiệp giảm đơn hàng".
func (x *whats) alters(d *doc, k int) bool {
	for j := k + 1; j <= k+altersAhead; j++ {
		if j >= len(d.toks) || d.toks[j].Has(vi.Line) || d.toks[j].Kind == vi.Punct {
			return j > k+1 || j < len(d.toks) && (d.toks[j].Is(',') || d.toks[j].Is(';') || d.toks[j].Is('.') || d.toks[j].Is(')')) // "7 nhóm hàng tăng, 3 nhóm giảm"
		}
		if d.id(j) == x.and && j == k+1 && j+1 < len(d.toks) && d.figureAt(j+1) {
			return true // "6 mã giảm và 2 mã đứng giá"
		}
		if d.owners[j] != free || d.toks[j].Kind != vi.Word {
			return false
		}
		if t := d.id(j); j == k+1 && (x.grade.has(t) || x.stop.has(t) || x.close.has(t) || x.open.has(t) || x.compared.has(t) && (x.compared.has(d.id(j+1)) || j+1 < len(d.toks) && d.owners[j+1] == ownDate)) {
			return false
		}
	}
	return true
}

// listedWords is how many words of listed units are kept before what is said of
// them all.
const listedWords = 5

// pastUnits goes over units of m's class listed behind its own at j: "17 huyện,
// thị xã, thành phố", "26 tờ trình, nghị quyết".
func (x *whats) pastUnits(d *doc, m *mention, j int) int {
	if m.percentage || m.change != "" || m.class == "case" || m.class == "money" || measures[m.class] {
		return j
	}
	for j+1 < len(d.toks) && (d.toks[j].Is(',') || d.id(j) == x.and) {
		u, n := d.x.figures.units.at(d, j+1)
		if u == nil || n == 1 && x.splits(d, j+2) || !listedTogether(u.class, m.class) && !(u.class == "person" && m.class == "household") || d.id(j) == x.and && x.subjectAhead(d, j+1+n) || d.toks[j].Is(',') && (x.itemAhead(d, j+1+n) || x.agent(d, j+1) > n || d.id(j+2+n) == x.most) {
			break // "26 con, bò sữa 50 con", "5 địa điểm, cơ quan công an thu giữ …"
		}
		j += 1 + n
	}
	return j
}

// listedTogether reports that things of two classes are listed together: those of one class, and
// persons, organisations and places.
func listedTogether(a, b string) bool {
	who := func(c string) bool {
		return c == "person" || c == "organisation" || c == "place" || c == "person-time"
	}
	return a == b || who(a) && who(b)
}

// itemAhead reports that a figure of its own stands at token j or behind the few words
// that name the thing more closely or a "chiếm": ", lợn thịt 611 con", ", nữ chiếm 17%".
func (x *whats) itemAhead(d *doc, j int) bool {
	if j+1 < len(d.toks) && d.id(j) == x.makesUp && d.figureAt(j+1) {
		return true
	}
	for end := j + verbWords; j < end && j < len(d.toks) && d.toks[j].Kind == vi.Word && d.owners[j] == free && !x.reach.has(d.id(j)) && !x.close.has(d.id(j)); j++ {
	}
	return j < len(d.toks) && d.figureAt(j) && !d.toks[j].Has(vi.Line)
}

// subjectAhead reports that the few words from token j on lead to another figure:
// "26 con và đàn gà có 30 con".
func (x *whats) subjectAhead(d *doc, j int) bool {
	for k := j; k < len(d.toks) && k < j+verbWords+2 && (d.toks[k].Kind == vi.Word || d.owners[k] != free); k++ {
		if d.figureAt(k) {
			return true
		}
	}
	return false
}

// pastHarm goes over what else befell the persons of m, behind the unit that ends
// at j: "6 người chết, mất tích".
func (x *whats) pastHarm(d *doc, m *mention, j int) int {
	if j = max(j, m.j); m.harm == 0 || j+1 >= len(d.toks) || !d.toks[j].Is(',') && d.id(j) != x.and {
		return j
	}
	k := j + 1
	for k < len(d.toks) && x.harm.has(d.id(k)) && d.owners[k] == free {
		k++
	}
	if k == j+1 || k < len(d.toks) && (d.owners[k] != free || d.toks[k].Kind == vi.Digits) {
		return j
	}
	return k
}

// The most tokens between a figure and what is said of it, and the most words of
// that.
const (
	sentenceAhead = 24
	sentenceWords = 8
)

// sentenceOf returns what is said of the figure m that its clause begins with, past what
// stands between: a bracket, a place, an owner, a list of its parts, its share. "57 chi bộ
// (đạt 100%) tổ chức xong đại hội", "720 học sinh tại 13 trường đã bước vào năm học mới",
// "92 vụ, chiếm 38,3%, người bị kiện vắng mặt".
func (x *whats) sentenceOf(d *doc, m *mention) (int, int) {
	i := x.predicateAt(d, m)
	if i <= 0 || i >= len(d.toks) || d.owners[i] != free || d.toks[i].Kind != vi.Word || d.toks[i].Has(vi.Line) || d.toks[i].Flags&vi.Upper != 0 {
		return 0, 0
	}
	tense := i
	for x.subject.has(d.id(i)) {
		i++
	}
	if x.stops(d, i) || i == tense && (x.joins.has(d.id(i)) && d.id(i) != x.owns || x.tail.has(d.id(i))) {
		return 0, 0
	}
	j := x.plainWords(d, i)
	if j < len(d.toks) && d.owners[j] > ownDate && !d.toks[j].Has(vi.Line) && j <= i+verbWords {
		if i == tense {
			return 0, 0 // "từ 2,4% (năm 2019) xuống còn 0,3%"
		}
		for j < len(d.toks) && d.owners[j] > ownDate && !d.toks[j].Has(vi.Line) {
			j++ // "đã có ít nhất 1 mô hình"
		}
		j = x.plainWords(d, j)
	}
	j = x.shorten(d, i, j, sentenceWords)
	for j > i && x.tail.has(d.id(j-1)) && !x.splits(d, j-1) {
		j--
	}
	return i, j
}

// readSentence gives m, of whose clause it is the first word, what is said of it.
func (x *whats) readSentence(d *doc, m *mention) {
	c := &m.clause
	kept, parts := x.keptIn(d, m), d.id(m.j) == x.consists
	if c.p0, c.p1 = x.sentenceOf(d, m); c.p1 == c.p0 {
		return
	}
	switch {
	case kept:
		c.r0, c.r1 = m.j, c.p0
	case x.telling(d, c.r1) > 0:
		c.p0 = c.r1 // "70% người được hỏi cho biết hài lòng"
	case parts:
		c.r0, c.r1 = m.u0, m.j // "200 người gồm công an, dân quân được huy động"
	}
}

// plainWords returns where the words from token i on end that stand in one line and one
// clause and in no fact.
func (x *whats) plainWords(d *doc, i int) int {
	j := i
	for j < len(d.toks) && d.owners[j] == free && (d.toks[j].Kind == vi.Word || x.quote(d, j)) && (j == i || !d.toks[j].Has(vi.Line)) && (j == i || !x.stops(d, j)) {
		j++
	}
	return j
}

// predicateAt returns where what is said of m begins, behind what stands between; 0 or less
// where there is nothing between or nothing is said.
func (x *whats) predicateAt(d *doc, m *mention) int {
	i := max(m.clause.r1, m.j)
	sum := m.class == "money" || measures[m.class]
	switch {
	case i >= len(d.toks) || d.toks[i].Has(vi.Line):
		return 0
	case d.toks[i].Is('('):
		if i = x.closing(d, i) + 1; (sum || m.percentage && !x.standsAlone(d, m, m.clause)) && !x.marksVerb(d, i) && !(m.percentage && m.clause.right() && d.id(i) == x.owns) {
			return 0 // but "100% số thôn (118/118 thôn) có chi bộ"
		}
		return i
	case m.percentage && m.change == "" && x.telling(d, i) > 0:
		return i + x.telling(d, i)
	case m.percentage && !x.standsAlone(d, m, m.clause):
		return 0
	case x.keptIn(d, m):
		return x.verbAhead(d, m.j)
	case sum:
		return 0
	case x.place.has(d.id(i)):
		return x.verbAhead(d, i)
	case d.id(m.j) == x.consists && m.clause.r1 > m.j:
		return x.verbAhead(d, m.j)
	case x.place.has(d.id(m.j)) && (d.toks[i].Kind == vi.Digits || d.toks[i].Is(',')):
		return x.verbAhead(d, i)
	}
	return x.pastApposition(d, m, i)
}

// keptIn reports that where or whose the sum m is stands right behind it and holds a figure:
// "286 triệu đồng trong 2 tài khoản của chị".
func (x *whats) keptIn(d *doc, m *mention) bool {
	return (m.class == "money" || measures[m.class]) && (d.id(m.j) == x.within || d.id(m.j) == x.owned) && m.clause.r1 <= m.j
}

// marksVerb reports that token i marks a verb: "đã", "được", "bị".
func (x *whats) marksVerb(d *doc, i int) bool {
	return i > 0 && i < len(d.toks) && (x.subject.has(d.id(i)) || d.id(i) == x.got || d.id(i) == x.suffers)
}

// pastApposition goes over what tells of m between the comma at i and the next: its share,
// or a part of it where a verb of the whole follows. 0 where there is none.
func (x *whats) pastApposition(d *doc, m *mention, i int) int {
	if !d.toks[i].Is(',') || i+1 >= len(d.toks) {
		return 0
	}
	share, part := d.id(i+1) == x.makesUp && m.clause.r1 <= m.j, d.id(i+1) == x.within && d.id(i+2) == x.among
	if !share && !part {
		return 0
	}
	k := i + 2
	for k < len(d.toks) && k < i+sentenceAhead && (d.owners[k] != free || !d.toks[k].Is(',') && !d.toks[k].Is(';')) && !d.toks[k].Has(vi.Line) {
		k++
	}
	if k+1 >= len(d.toks) || !d.toks[k].Is(',') || part && !x.marksVerb(d, k+1) || x.another(d, k+1) || x.begins.has(d.id(k+1)) || x.contrasts.has(d.id(k+1)) {
		return 0
	}
	if end := x.plainWords(d, k+1); end < k+1+verbWords || end < len(d.toks) && d.figureAt(end) && end <= k+1+itemMost {
		return 0 // "chiếm 6%, tăng 4 hồ sơ"
	}
	return k + 1
}

// closing returns the bracket that closes the one at k, -2 when it stands too far.
func (x *whats) closing(d *doc, k int) int {
	for j := k + 1; j < len(d.toks) && j < k+sentenceAhead && !d.toks[j].Has(vi.Line); j++ {
		if d.toks[j].Is(')') {
			return j
		}
	}
	return -2
}

// verbAhead goes from the place, owner or list at k to the verb of its sentence, marked by a
// word such as "đã" or "được". It returns -1 when there is none.
func (x *whats) verbAhead(d *doc, k int) int {
	list, named := d.id(k) == x.consists, false
	for j := k + 1; j < len(d.toks) && j < k+sentenceAhead && !d.toks[j].Has(vi.Line); j++ {
		t := d.toks[j]
		switch {
		case t.Is(',') && j+1 < len(d.toks) && (list || d.toks[j+1].Kind == vi.Digits || d.toks[j+1].Flags&vi.Upper != 0):
		case t.Kind == vi.Punct && !x.inside(d, j):
			return -1
		case named && !x.splits(d, j) && x.verbBehindName(d, j):
			return j
		case j > k+1 && !list && x.befalls(d, j):
			return j // "17 người có mặt tại quán dương tính với ma túy"
		case x.splits(d, j) || x.splits(d, j+1):
		case x.subject.has(t.ID) && t.ID != d.x.figures.words.left:
			return j + 1
		case t.ID == x.got || t.ID == x.suffers || x.denied.has(t.ID) || x.modals.has(t.ID):
			return j
		}
		named = t.Kind == vi.Word && t.Flags&vi.Upper != 0
	}
	return -1
}

// befalls reports that words stand at token k that tell what persons did or befell them.
func (x *whats) befalls(d *doc, k int) bool {
	_, n := x.fates.Longest(d.toks, k)
	return n > 0 && !x.splits(d, k) && !x.splits(d, k+n)
}

// verbBehindName reports that the word at token j, behind a name, begins what is said and
// goes on with no name: "8 hộ dân ở Tân Lập khiếu nại".
func (x *whats) verbBehindName(d *doc, j int) bool {
	t := d.id(j)
	return d.toks[j].Flags&vi.Upper == 0 && d.toks[j].Kind == vi.Word && x.area(d, j) == 0 && !x.joins.has(t) && !x.tail.has(t) && !x.causes.has(t) && !x.stops(d, j) && !x.adverb.has(t) && !x.place.has(t)
}

// closes reports that a mark stands in [i, j): what is said there ends before the
// figure behind it.
func (x *whats) closes(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if t := d.toks[i]; t.Kind == vi.Punct && !x.inside(d, i) || d.owners[i] != free {
			return true
		}
	}
	return false
}

// breaks reports that such a mark stands in [i, j) that is no comma inside a noun or before
// the last of a few nouns: "45 thủ khoa, á khoa".
func (x *whats) breaks(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if x.closes(d, i, i+1) && !(d.toks[i].Is(',') && (x.oneNoun(d, i) || x.count(d, i+1, j) <= listTail && !x.actAt(d, i+1) && !x.predicativeIn(d, i+1, j))) {
			return true
		}
	}
	return false
}

// pastNames goes over names right after a unit that other words follow: "2 xã
// Quảng Tín và Đắk Ru đạt chuẩn".
func (x *whats) pastNames(d *doc, j, to int) int {
	k := j
	for k < to && k < j+10 && (d.toks[k].Flags&vi.Upper != 0 || k > j && (d.id(k) == x.and || d.toks[k].Is(','))) {
		k++
	}
	if k >= to || d.toks[k].Kind != vi.Word || k < j+2 || d.toks[j+1].Flags&vi.Upper == 0 || d.id(k-1) == x.and || d.toks[k-1].Is(',') || d.toks[k-1].Has(vi.Caps) {
		return j
	}
	return k
}

// pastGiver goes over who gives, in "được Bộ Công an, UBND tỉnh tặng bằng khen".
func (x *whats) pastGiver(d *doc, j, to int) int {
	if j >= to || d.id(j) != x.got {
		return j
	}
	for k := j + 1; k < to && k < j+16 && !d.toks[k].Has(vi.Line) && !d.toks[k].Is(';'); k++ {
		if x.award.has(d.id(k)) {
			return k
		}
	}
	return j
}

// pairs reports that the comma at k stands between two words of two syllables,
// as in "các tội mua bán, tàng trữ trái phép chất ma túy".
func (x *whats) pairs(d *doc, k int) bool {
	return k > 1 && x.compound(d, k-2) == 2 && x.compound(d, k+1) > 1
}

// another reports that a clause of its own begins at token k, behind a comma.
func (x *whats) another(d *doc, k int) bool {
	if _, n := x.links.Longest(d.toks, k); n > 0 {
		return true
	}
	if _, n := x.extremes.Longest(d.toks, k); n > 0 {
		return true // "…, thấp nhất là xã Hải Bình"
	}
	_, n := x.sequels.Longest(d.toks, k)
	return n > 0
}

// turnsAway reports that behind a comma a clause of what is promised or left begins at token k:
// "…, phấn đấu bàn giao trong năm".
func (x *whats) turnsAway(d *doc, k int) bool {
	_, n := x.turnings.Longest(d.toks, k)
	return n > 0
}

// clauseBehind reports that behind the comma at k, in or behind the words that tell of m, a
// clause of its own begins: one of time or condition, one with a subject of its own where m's
// has its verb already ("640 trường hợp chưa nộp phạt, đội đã gửi thư nhắc"), or the next
// verb in a row with that before m ("xây 12 phòng học, sửa chữa nhà công vụ").
func (x *whats) clauseBehind(d *doc, m *mention, k, to int) bool {
	if k+1 >= to {
		return false
	}
	if t := d.id(k + 1); (x.begins.has(t) || d.x.figures.words.changes.has(t) || t == x.got || t == x.suffers) && x.compound(d, k+1) == 0 || x.numeral(d, k+1) || d.id(k+2) == x.more || d.id(k+1) == d.x.figures.words.equals || d.id(k+2) == d.x.figures.words.equals {
		return true // "…, thấp hơn bình quân cả nước", "…, gần bằng chi phí đầu tư"
	}
	if u, n := d.x.figures.units.at(d, k+1); u != nil && u.class == "person" && m.class != "person" && x.predicative(d, k+1+n) {
		return true // "vận chuyển 30 kg pháo, đối tượng bị bắt"
	}
	verb, acts := x.predicativeIn(d, m.j, k), false
	for i := m.j; i < k; i++ {
		acts = acts || x.acting(d, i)
	}
	if !acts && !verb && (x.acting(d, k+1) || x.actAt(d, k+1)) && x.actsBefore(d, m) {
		return true
	}
	who := x.agent(d, k+1)
	if !verb && who == 0 {
		return false
	}
	if who > 0 && x.actsBefore(d, m) && x.actAt(d, x.pastArea(d, k+1+who, to)) {
		return true // "khám xét 5 địa điểm, cơ quan công an thu giữ …"
	}
	for i := k + 2; i < to && i <= k+subjectMost && d.toks[i].Kind == vi.Word; i++ {
		if (x.subject.has(d.id(i)) || x.modals.has(d.id(i))) && !x.splits(d, i) && !x.splits(d, i+1) {
			return true
		}
	}
	return false
}

// numeral reports that a number in words stands at token k before another word: "hai tên còn
// lại", but "năm" is a year as well.
func (x *whats) numeral(d *doc, k int) bool {
	f := d.x.figures
	return k+1 < len(d.toks) && d.toks[k].Kind == vi.Word && d.toks[k].Flags&vi.Upper == 0 && f.numbers.Starts(d.toks[k]) && d.id(k) != f.words.five && x.compound(d, k) == 0 && d.toks[k+1].Kind == vi.Word
}

// subjectMost is the most words of the subject of a clause behind a comma.
const subjectMost = 8

// predicative reports that the word at token i belongs to a predicate: a denial, a passive, a
// word of tense or what befell something.
func (x *whats) predicative(d *doc, i int) bool {
	t := d.id(i)
	return (x.denied.has(t) || t == x.suffers || t == x.got || x.subject.has(t) || x.modals.has(t) || x.ruined.has(t)) && !x.splits(d, i) && !x.splits(d, i+1)
}

// predicativeIn reports that such a word stands in [i, j).
func (x *whats) predicativeIn(d *doc, i, j int) bool {
	for ; i < j; i++ {
		if x.predicative(d, i) {
			return true
		}
	}
	return false
}

// actsBefore reports that a verb that figures are the object of stands right before m.
func (x *whats) actsBefore(d *doc, m *mention) bool {
	end := m.i
	for end > 0 && x.got == d.id(end-1) {
		end--
	}
	return end > 0 && lastOf(d, x.acts, max(end-verbWords-1, 0), end) >= 0
}

// runsOut reports that the part behind the comma at k ends with the sentence
// or at a mark before any figure.
func (x *whats) runsOut(d *doc, k, to int) bool {
	if k+1 >= to {
		return false
	}
	if _, step := x.steps.Longest(d.toks, k+1); step > 0 {
		return false // "12 vụ trộm cắp, xử phạt các đối tượng"
	}
	if x.another(d, k+1) || x.turnsAway(d, k+1) || x.fresh.has(d.id(k+1)) || x.adverb.has(d.id(k+1)) || x.paced.has(d.id(k+1)) || d.toks[k+1].Kind != vi.Word || x.sirs.has(d.id(k+1)) || d.toks[k+1].Flags&vi.Upper != 0 {
		return false
	}
	if x.seriesAt(d, k+1) > 0 && to < len(d.toks) && d.figureAt(to) {
		return false // "45.000 lượt khách, doanh thu từ ăn uống, lưu trú đạt 28 tỷ đồng"
	}
	for j := k + 1; j < to; j++ {
		if d.toks[j].Kind == vi.Punct && !x.inside(d, j) {
			return true
		}
		if d.toks[j].Kind == vi.Digits && d.owners[j] == free && (d.id(j-1) == d.x.figures.words.left || x.predicativeIn(d, k+1, j)) {
			return false // "193 đơn vị, dự kiến còn 72 sau sắp xếp"
		}
	}
	return to >= len(d.toks) || d.toks[to].Has(vi.Line) || d.owners[to] == free
}

// lists reports that the comma at k parts a list that goes on: a short part
// and another comma or "và" follow.
func (x *whats) lists(d *doc, k, to int) bool {
	if x.another(d, k+1) || x.turnsAway(d, k+1) || x.fresh.has(d.id(k+1)) || d.id(k+1) == x.without || x.seriesAt(d, k+1) > 0 && lastOf(d, x.names, max(k-placeMost, 0), k) < 0 {
		return false
	}
	for j := k + 1; j < to && j <= k+5; j++ {
		t := d.toks[j]
		if t.Has(vi.Line) || d.owners[j] != free {
			return false
		}
		if j > k+1 && (t.Is(',') || t.ID == x.and) {
			return true
		}
		if t.Kind != vi.Word || x.stop.has(t.ID) || j == k+1 && x.adverb.has(t.ID) || x.subject.has(t.ID) {
			return false
		}
	}
	return false
}

// trimLeft drops marks, dates and function words at both ends of the words
// before a number.
func (x *whats) trimLeft(d *doc, i, j int) (int, int) {
	if j-i >= 2 && (d.id(j-2) == x.turn && d.id(j-1) == x.lot || d.id(j-2) == x.alikeTo && d.id(j-1) == x.respond) {
		j -= 2 // "lần lượt giảm 9%", "tương ứng 38 tỷ đồng"
	}
	for i+2 < j && d.id(i) == x.alikeTo && d.id(i+1) == x.respond {
		i += 2 // "tương ứng số tiền 9 tỷ đồng"
	}
	for i < j && (d.toks[i].Kind != vi.Word || d.owners[i] == ownDate || i+1 < j && d.owners[i+1] == ownDate && x.adverb.has(d.id(i)) || x.open.has(d.id(i)) && (x.compound(d, i) == 0 || x.places.has(d.id(i))) && !(x.heads.has(d.id(i)) && d.id(i+1) == d.x.figures.words.number)) {
		i = min(j, i+max(x.compound(d, i), 1)) // "tại chỗ thu giữ": both
	}
	for j > i && !x.numbered(d, i, j) && (d.toks[j-1].Kind != vi.Word || d.owners[j-1] == ownDate || x.close.has(d.id(j-1)) && (!x.splits(d, j-1) || x.close.has(d.id(j-2))) || d.id(j-1) == x.newly && !x.done(d, i, j-1)) {
		j--
	}
	return i, j
}

// numbered reports that [i, j) ends with the number of one of a kind: "loại 2", "mũi 4".
func (x *whats) numbered(d *doc, i, j int) bool {
	return j > i+1 && d.toks[j-1].Kind == vi.Digits && d.owners[j-1] != ownDate && !d.figureAt(j-1) && d.x.figures.words.named.has(d.id(j-2)) && !d.toks[j-1].Has(vi.Line)
}

// done reports that the "mới" at token k belongs to the verb before it in a clause that
// begins at i: "phát triển mới 40 đoàn viên", but not "mới đạt", "chỉ mới có".
func (x *whats) done(d *doc, i, k int) bool {
	return k > i && !x.close.has(d.id(k-1)) && !x.adverb.has(d.id(k-1)) && d.id(k+1) != x.owns && !x.reach.has(d.id(k+1))
}

// pastGrade goes over such a number and word at token j.
func (x *whats) pastGrade(d *doc, j int) int {
	if j < len(d.toks) && d.toks[j].Kind == vi.Digits && x.graded(d, j, len(d.toks)) {
		return j + 2
	}
	return j
}

// graded reports that the number at token k and the word behind it end what is said of a
// thing: its grade, size or age. A letter written together with the number ends nothing: "5G".
func (x *whats) graded(d *doc, k, to int) bool {
	if k+1 >= to || d.owners[k] > ownGuard || d.toks[k+1].Kind != vi.Word || d.toks[k+1].Has(vi.Line) {
		return false
	}
	return d.glued(k+1) || d.owners[k] == free && (k+2 >= len(d.toks) || d.toks[k+2].Kind == vi.Punct || d.toks[k+2].Has(vi.Line) || d.id(k+2) == x.and)
}
