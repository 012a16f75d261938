package extract

import "github.com/trich-vn/trich/internal/vi"

// turnBack is how far before a number "lần lượt" is looked for.
const turnBack = 5

// inTurn gives mention k, one of several told "lần lượt", what the figure or the thing of
// its turn tells that was named before them: of "Sản lượng cà phê và hồ tiêu lần lượt đạt
// 12.000 tấn và 4.500 tấn" one each. It reports that it did.
func (x *whats) inTurn(d *doc, ms []mention, k int) bool {
	first, last := k, k
	beside := func(p *mention) bool {
		return p.sentence == ms[k].sentence && p.percentage == ms[k].percentage && p.class == ms[k].class
	}
	for first > 0 && first > k-listMost && ms[first].coordinated && beside(&ms[first-1]) {
		first--
	}
	at := x.turnBefore(d, &ms[first])
	if at < 0 {
		return false
	}
	for last+1 < len(ms) && last < first+listMost && ms[last+1].coordinated && beside(&ms[last+1]) {
		last++
	}
	n := last - first + 1
	from, end := d.sents[ms[k].sentence].First, min(at, ms[first].i)
	if first > 0 && ms[first-1].sentence == ms[k].sentence {
		from = ms[first-1].j
	}
	i, j := x.trimLeft(d, x.partStart(d, from, end), end)
	if n < 2 || d.figureIn(i, j) {
		return false
	}
	if s := x.ofOneKind(d, ms, first, n, k-first); s != nil {
		for c := i; c < j; c++ {
			if d.toks[c].Is(',') {
				i = c + 1 // "46 dự án trong nước, 32 dự án FDI, vốn đăng ký lần lượt …"
			}
		}
		if s.change != "" {
			ms[k].what = join(s.what, x.words(d, i, j)) // "Khu vực I tăng 3%, khu vực II tăng 7%, đóng góp lần lượt …"
		} else {
			ms[k].what = join(x.words(d, i, j), s.what)
		}
		ms[k].owned = true
		return true
	}
	what := x.nthNamed(d, i, j, k-first, n)
	if what == "" {
		return false
	}
	ms[k].what = what
	return true
}

// turnBefore returns the "lần lượt" before the number of m, with nothing but a verb that
// leads to numbers between them; -1 where there is none.
func (x *whats) turnBefore(d *doc, m *mention) int {
	for k := m.n0 - 1; k > 0 && k > m.n0-turnBack && d.toks[k].Kind == vi.Word; k-- {
		switch t := d.id(k); {
		case t == x.lot && d.id(k-1) == x.turn:
			return k - 1
		case !x.close.has(t) && !x.reach.has(t) && !d.x.figures.words.changes.has(t):
			return -1
		}
	}
	return -1
}

// partStart returns where the words before token end begin that tell of what it is, at
// token from or behind the last mark that parts clauses.
func (x *whats) partStart(d *doc, from, end int) int {
	for k := end - 1; k > from; k-- {
		if d.toks[k].Is(';') || d.toks[k].Is(':') || d.toks[k].Is('(') || d.toks[k].Has(vi.Line) {
			return k + 1
		}
	}
	return from
}

// ofOneKind returns figure number nth of the n right before figure first, past shares in
// brackets, where they are alike amounts of its sentence; nil where they are not.
func (x *whats) ofOneKind(d *doc, ms []mention, first, n, nth int) *mention {
	var last, found *mention
	for k := first - 1; k >= 0 && k > first-2*listMost && ms[k].sentence == ms[first].sentence && n > 0; k-- {
		p := &ms[k]
		if p.percentage && !ms[first].percentage && x.enclosed(d, p.j, ms[first].i) {
			continue
		}
		if last != nil && (p.change != last.change || p.unit != last.unit || p.percentage != last.percentage) || p.change != "" && !p.led || p.what == "" {
			return nil
		}
		if n--; n == nth {
			found = p
		}
		last = p
	}
	if n > 0 {
		return nil
	}
	return found
}

// nthNamed returns the name of thing number nth of the n that [i, j) lists, with the words
// that the first begins with and the others share. "" where it does not list n.
func (x *whats) nthNamed(d *doc, i, j, nth, n int) string {
	begins := []int{i}
	for k := i + 1; k < j; k++ {
		if d.owners[k] != free {
			return "" // "hai năm 2020 và 2021 thu được lần lượt"
		}
		if d.toks[k].Is(',') || d.id(k) == x.and && !x.splits(d, k) && !x.splits(d, k+1) {
			begins = append(begins, k+1)
		}
	}
	if len(begins) != n {
		return ""
	}
	b, e := begins[nth], j
	if nth+1 < n {
		e = begins[nth+1] - 1
	}
	if nth == 0 {
		return x.words(d, b, e)
	}
	_, head := x.names.Longest(d.toks, i)
	if c := x.capitals(d, begins[1]-1); c > i && c < begins[1]-1 && d.toks[b].Flags&vi.Upper != 0 {
		head = c - i // "Xuất khẩu sang Mỹ và Nhật Bản"
	}
	for k := i + 1; k < begins[1]-1; k++ {
		if d.id(k) == d.id(b) && d.id(b) != 0 {
			head = k - i // "Lượng khách nội địa và khách quốc tế"
			break
		}
	}
	return join(x.words(d, i, i+head), x.words(d, b, e))
}
