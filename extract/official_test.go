package extract

import (
	"os"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// showOfficials writes officials as testdata/officials.tsv does.
func showOfficials(list []corpus.Official) string {
	var out []string
	for _, o := range list {
		who := strings.Join(slicesOf(o.Honorific, o.Rank), ", ")
		if who != "" {
			who = " (" + who + ")"
		}
		var offices []string
		for _, p := range o.Positions {
			offices = append(offices, showPosition(p))
		}
		out = append(out, strings.TrimSpace(o.Name+who+": "+strings.Join(offices, "; ")))
	}
	return strings.Join(out, " | ")
}

// showPosition writes a position as its printed words, once.
func showPosition(p corpus.Position) string {
	s := p.Title
	if p.Organisation != "" {
		// The organisation may begin inside the title: Trưởng [Ban] Tổ chức.
		overlap := ""
		for i := range p.Title {
			if (i == 0 || p.Title[i-1] == ' ') && strings.HasPrefix(p.Organisation, p.Title[i:]) {
				overlap = p.Title[i:]
				break
			}
		}
		rest := p.Organisation[len(overlap):]
		if overlap == "" {
			rest = " " + rest
		}
		s += rest
	}
	if p.Former {
		s += " [former]"
	}
	if p.Acting {
		s += " [acting]"
	}
	return s
}

func slicesOf(words ...string) []string {
	var out []string
	for _, w := range words {
		if w != "" {
			out = append(out, w)
		}
	}
	return out
}

func TestOfficialSentences(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := vi.ReadTable(os.DirFS("testdata"), "officials.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, r := range rows {
		text := strings.ReplaceAll(r.Get("sentence"), "⏎", "\n")
		got := x.Extract(&corpus.Article{Text: vi.Clean(text), Published: r.Get("published")}).Officials
		if s := showOfficials(got); s != r.Get("want") {
			t.Errorf("%s\n got %s\nwant %s", text, s, r.Get("want"))
		}
		if len(got) > 0 {
			seen[got[0].Rule]++
		}
		if want := r.Get("rule"); want != "" && (len(got) == 0 || got[0].Rule != want) {
			t.Errorf("%s\nwant rule %q first, got %v", text, want, got)
		}
	}
}

func TestOfficialRulesHaveExamples(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range officialRules {
		found := false
		for _, o := range x.Extract(&corpus.Article{Text: r.example}).Officials {
			found = found || o.Rule == r.name
		}
		if !found {
			t.Errorf("rule %q finds nothing in its example %q", r.name, r.example)
		}
	}
}
