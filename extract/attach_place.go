package extract

import "github.com/trich-vn/trich/internal/vi"

// place returns where the figure holds, as printed: the nearest "tại", "ở" or
// "trên địa bàn" with a place on its left in the sentence, or "toàn tỉnh".
func (x *attaches) place(d *doc, m *mention) (i, j int) {
	from := d.sents[m.sentence].First
	w := d.x.figures.whats
	for k := m.i - 2; k >= from && k > m.i-40; k-- {
		id := d.id(k)
		if d.toks[k].Is(';') {
			return 0, 0
		}
		n := w.area(d, k+1)
		switch {
		case id == x.whole && n > 0:
			return k, x.placeEnd(d, k+1+n, m.i)
		case !x.at.has(id) && (id != w.ban || d.id(k-1) != w.dia):
			continue
		}
		if d.id(k+1) == x.whole {
			n = 1 + w.area(d, k+2)
		}
		e := x.placeEnd(d, k+1+n, m.i)
		if n > 0 || e > k+1 {
			return k + 1, e
		}
	}
	return 0, 0
}

// placeEnd goes over the capitals of a place name.
func (x *attaches) placeEnd(d *doc, k, to int) int {
	for k < to && d.toks[k].Kind == vi.Word && d.toks[k].Flags&vi.Upper != 0 {
		k++
	}
	return k
}
