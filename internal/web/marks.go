package web

import (
	"cmp"
	"slices"
	"strings"
)

// A mark is a fact where it stands in the text of an article, in code points.
type mark struct {
	ID, Kind   string
	Start, End int
	// Parts are other places of the same fact, in code points: the offices
	// beside a name.
	Parts [][2]int
	// Label is the fact in short; Lines explain it, a pair of name and value
	// each.
	Label string
	Lines [][2]string
	// Check is "inconsistent" where the text contradicts itself.
	Check string
}

// A line is one line of an article's text with its marks.
type line struct {
	// Class is title, lead, row or body.
	Class string
	// Cells holds one cell, or those of a row of a table.
	Cells [][]node
}

// A node is plain text, or a mark around other nodes. Marks that cross each
// other or the end of a line are cut into pieces; only the first piece of a
// mark carries its identifier.
type node struct {
	Text  string
	Mark  *mark
	First bool
	// Part says that the node is one of Mark.Parts.
	Part  bool
	Inner []node
}

// maxDepth bounds how deep marks are shown inside each other. Real articles
// need three; browsers give up at 512.
const maxDepth = 12

// cellMark parts the cells of a table row in a text.
const cellMark = " | "

// linesOf cuts a text into lines and sets the marks in them. Marks that do not
// lie in the text are left out.
func linesOf(text, title, lead string, marks []mark) []line {
	runes := []rune(text)
	pieces := make([]span, 0, len(marks))
	for i := range marks {
		m := &marks[i]
		if m.Start >= 0 && m.Start < m.End && m.End <= len(runes) {
			pieces = append(pieces, span{m, m.Start, m.End, true, false})
		}
		for _, p := range m.Parts {
			if p[0] >= 0 && p[0] < p[1] && p[1] <= len(runes) {
				pieces = append(pieces, span{m, p[0], p[1], false, true})
			}
		}
	}
	slices.SortStableFunc(pieces, span.compare)
	var lines []line
	at := 0
	for _, s := range strings.Split(text, "\n") {
		end := at + len([]rune(s))
		if s != "" {
			l := line{Class: classOf(s, len(lines), title, lead)}
			for _, cell := range cellsOf(runes, at, end) {
				var here []span
				here, pieces = cut(pieces, cell[0], cell[1])
				l.Cells = append(l.Cells, nest(runes, cell[0], cell[1], here, 0))
			}
			lines = append(lines, l)
		}
		at = end + 1
	}
	return asTables(lines)
}

func classOf(s string, n int, title, lead string) string {
	switch {
	case n == 0 && s == title:
		return "title"
	case s == lead && n <= 1:
		return "lead"
	}
	return "body"
}

// asTables makes rows of the lines that have cells, where at least two follow
// each other; a lone one may hold " | " for another reason.
func asTables(lines []line) []line {
	for i := range lines {
		if len(lines[i].Cells) < 2 {
			continue
		}
		near := i > 0 && len(lines[i-1].Cells) > 1 || i+1 < len(lines) && len(lines[i+1].Cells) > 1
		if near {
			lines[i].Class = "row"
			continue
		}
		var whole []node
		for j, cell := range lines[i].Cells {
			if j > 0 {
				whole = append(whole, node{Text: cellMark})
			}
			whole = append(whole, cell...)
		}
		lines[i].Cells = [][]node{whole}
	}
	return lines
}

// cellsOf returns the code points [start, end) of the cells of a line.
func cellsOf(runes []rune, from, to int) [][2]int {
	var cells [][2]int
	at := from
	for i := from; i+3 <= to; i++ {
		if runes[i] == ' ' && runes[i+1] == '|' && runes[i+2] == ' ' {
			cells = append(cells, [2]int{at, i})
			at, i = i+3, i+2
		}
	}
	return append(cells, [2]int{at, to})
}

// A span is a mark or a piece of one.
type span struct {
	mark       *mark
	start, end int
	first      bool
	part       bool
}

// compare orders spans by where they begin, the longer first.
func (s span) compare(t span) int {
	return cmp.Or(cmp.Compare(s.start, t.start), cmp.Compare(t.end, s.end))
}

// cut returns the pieces of spans inside [from, to) and the spans that are
// left for what follows. Spans are in order and none begins before from
// unless it was cut there.
func cut(spans []span, from, to int) (inside, after []span) {
	for i, s := range spans {
		if s.start >= to {
			after = append(after, spans[i:]...)
			break
		}
		if s.start < from { // the rest of a mark, or one that began between cells
			s.start = from
		}
		if s.end > to {
			after = append(after, span{s.mark, to, s.end, false, s.part})
			s.end = to
		}
		if s.start < s.end {
			inside = append(inside, s)
		}
	}
	slices.SortStableFunc(inside, span.compare)
	slices.SortStableFunc(after, span.compare)
	return inside, after
}

// nest writes the code points [from, to) with the spans in it inside each
// other.
func nest(runes []rune, from, to int, spans []span, depth int) []node {
	var nodes []node
	plain := func(to int) {
		if from < to {
			nodes = append(nodes, node{Text: string(runes[from:to])})
		}
	}
	for len(spans) > 0 {
		s := spans[0]
		plain(s.start)
		var inner []span
		inner, spans = cut(spans[1:], s.start, s.end)
		n := node{Mark: s.mark, First: s.first, Part: s.part}
		if depth < maxDepth {
			n.Inner = nest(runes, s.start, s.end, inner, depth+1)
		} else {
			n.Inner = []node{{Text: string(runes[s.start:s.end])}}
		}
		nodes = append(nodes, n)
		from = s.end
	}
	plain(to)
	return nodes
}
