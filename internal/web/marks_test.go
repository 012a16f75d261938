package web

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// drawn writes lines the way a reader sees them: [id: …] around a mark, [+id:
// …] around its later pieces, / between cells.
func drawn(lines []line) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteString("\n")
		}
		for j, cell := range l.Cells {
			if j > 0 {
				b.WriteString(" / ")
			}
			b.WriteString(drawnNodes(cell))
		}
	}
	return b.String()
}

func drawnNodes(nodes []node) string {
	var b strings.Builder
	for _, n := range nodes {
		switch {
		case n.Mark == nil:
			b.WriteString(n.Text)
		case n.First:
			b.WriteString("[" + n.Mark.ID + ": " + drawnNodes(n.Inner) + "]")
		default:
			b.WriteString("[+" + n.Mark.ID + ": " + drawnNodes(n.Inner) + "]")
		}
	}
	return b.String()
}

// at makes a mark of the nth occurrence of a quote, from 0.
func at(t testing.TB, text, id, quote string, nth int) mark {
	t.Helper()
	from := 0
	for range nth {
		from += strings.Index(text[from:], quote) + len(quote)
	}
	i := strings.Index(text[from:], quote)
	if i < 0 {
		t.Fatalf("no %q in %q", quote, text)
	}
	start := utf8.RuneCountInString(text[:from+i])
	return mark{ID: id, Start: start, End: start + utf8.RuneCountInString(quote)}
}

func TestMarksInText(t *testing.T) {
	const plain = "Ngày 26/12, ông Lê Văn Tư - Phó Trưởng Ban Chỉ đạo 138 tỉnh nói"
	tests := []struct {
		name, text string
		marks      []mark
		want       string
	}{
		{"none", "Đắk Nông", nil, "Đắk Nông"},
		{"letters of several bytes before", plain, []mark{at(t, plain, "o0", "Lê Văn Tư", 0)},
			"Ngày 26/12, ông [o0: Lê Văn Tư] - Phó Trưởng Ban Chỉ đạo 138 tỉnh nói"},
		{"one inside another", plain, []mark{at(t, plain, "c0", "138", 0), at(t, plain, "o0", "Lê Văn Tư - Phó Trưởng Ban Chỉ đạo 138 tỉnh", 0)},
			"Ngày 26/12, ông [o0: Lê Văn Tư - Phó Trưởng Ban Chỉ đạo [c0: 138] tỉnh] nói"},
		{"the same place twice", plain, []mark{at(t, plain, "d0", "26/12", 0), at(t, plain, "x0", "26/12", 0)},
			"Ngày [d0: [x0: 26/12]], ông Lê Văn Tư - Phó Trưởng Ban Chỉ đạo 138 tỉnh nói"},
		{"crossing", plain, []mark{at(t, plain, "a", "ông Lê Văn", 0), at(t, plain, "b", "Văn Tư", 0)},
			"Ngày 26/12, [a: ông Lê [b: Văn]][+b:  Tư] - Phó Trưởng Ban Chỉ đạo 138 tỉnh nói"},
		{"beside each other", "năm 2024tháng", []mark{{ID: "d0", Start: 0, End: 8}, {ID: "d1", Start: 8, End: 13}}, "[d0: năm 2024][d1: tháng]"},
		{"over the end of a line", "A\n\nông Lê\nVăn Tư nói", []mark{{ID: "o0", Start: 7, End: 16}}, "A\nông [o0: Lê]\n[+o0: Văn Tư] nói"},
		{"outside the text", "abc", []mark{{ID: "a", Start: -1, End: 2}, {ID: "b", Start: 2, End: 9}, {ID: "c", Start: 2, End: 2}, {ID: "d", Start: 3, End: 1}}, "abc"},
		{"the whole text", "abc", []mark{{ID: "a", Start: 0, End: 3}}, "[a: abc]"},
		{"cells", "Đơn vị | Số vụ\nThành phố | 12 vụ", []mark{{ID: "c0", Start: 27, End: 32}}, "Đơn vị / Số vụ\nThành phố / [c0: 12 vụ]"},
		{"over two cells", "a | b\nc | d", []mark{{ID: "c0", Start: 0, End: 5}}, "[c0: a] / [+c0: b]\nc / d"},
		{"a lone bar is no table", "a | 5 vụ\nb", []mark{{ID: "c0", Start: 4, End: 8}}, "a | [c0: 5 vụ]\nb"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := drawn(linesOf(test.text, "", "", test.marks)); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestMarksDeep(t *testing.T) {
	text := strings.Repeat("số ", 400)
	var marks []mark
	for i := range 400 {
		marks = append(marks, mark{ID: fmt.Sprint(i), Start: i, End: 1200 - i})
	}
	lines := linesOf(text, "", "", marks)
	depth := 0
	for n := lines[0].Cells[0]; ; depth++ {
		inner := -1
		for i := range n {
			if n[i].Mark != nil {
				inner = i
			}
		}
		if inner < 0 {
			break
		}
		n = n[inner].Inner
	}
	if depth != maxDepth+1 {
		t.Errorf("marks lie %d deep, want %d", depth, maxDepth+1)
	}
}

// FuzzMarks: whatever the marks, the text comes out whole and every mark that
// fits it begins once.
func FuzzMarks(f *testing.F) {
	f.Add("Đắk Nông\n\nông Lê | Văn Tư\n5 | 6 vụ", uint16(3), uint16(9), uint16(5), uint16(20), uint16(0), uint16(40))
	f.Add("a | b\nc | d", uint16(1), uint16(3), uint16(2), uint16(6), uint16(4), uint16(9))
	f.Fuzz(func(t *testing.T, text string, a, b, c, d, e, g uint16) {
		if text = norm.NFC.String(text); !utf8.ValidString(text) {
			t.Skip()
		}
		marks := []mark{{ID: "1", Start: int(a), End: int(b)}, {ID: "2", Start: int(c), End: int(d)}, {ID: "3", Start: int(e), End: int(g)}}
		lines := linesOf(text, "", "", marks)
		var plain []string
		begun := map[string]int{}
		for _, l := range lines {
			var cells []string
			for _, cell := range l.Cells {
				cells = append(cells, textOf(cell, begun))
			}
			plain = append(plain, strings.Join(cells, cellMark))
		}
		var want []string
		for _, s := range strings.Split(text, "\n") {
			if s != "" {
				want = append(want, s)
			}
		}
		if got, want := strings.Join(plain, "\n"), strings.Join(want, "\n"); got != want {
			t.Errorf("text changed:\ngot  %q\nwant %q", got, want)
		}
		for id, n := range begun {
			if n > 1 {
				t.Errorf("mark %s begins %d times", id, n)
			}
		}
	})
}

func textOf(nodes []node, begun map[string]int) string {
	var b strings.Builder
	for _, n := range nodes {
		if n.Mark == nil {
			b.WriteString(n.Text)
			continue
		}
		if n.First {
			begun[n.Mark.ID]++
		}
		b.WriteString(textOf(n.Inner, begun))
	}
	return b.String()
}
