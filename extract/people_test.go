package extract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

// seen is an appearance in short: article, day, province, name, and offices as
// "canonical/level/jurisdiction", a former one with a minus before it.
func seen(article int64, day, province, name string, offices ...string) Appearance {
	a := Appearance{Article: article, Published: day, Province: province, Name: name}
	for _, o := range offices {
		former := strings.HasPrefix(o, "-")
		c := strings.Split(strings.TrimPrefix(o, "-"), "/")
		a.Positions = append(a.Positions, corpus.Position{Title: c[0], Canonical: c[0], Level: c[1], Jurisdiction: c[2], Former: former})
	}
	return a
}

func TestLink(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	const chair = "Chủ tịch Ủy ban nhân dân"
	for _, c := range []struct {
		name        string
		list        []Appearance
		corrections []Correction
		want        string // members of each person
		reason      string // of some merge
	}{
		{"one office in two articles", []Appearance{
			seen(1, "2024-01-02", "Sóc Trăng", "Lê Văn Tám", chair+"/district/huyện Kế Sách, Sóc Trăng"),
			seen(2, "2024-03-02", "Sóc Trăng", "Lê Văn Tám", chair+"/district/huyện Kế Sách, Sóc Trăng"),
		}, nil, "[0 1]", ""},
		{"one name in two provinces", []Appearance{
			seen(1, "2024-01-02", "Sóc Trăng", "Lê Văn Tám", chair+"/province/tỉnh Sóc Trăng"),
			seen(2, "2024-03-02", "Nghệ An", "Lê Văn Tám", chair+"/province/tỉnh Nghệ An"),
		}, nil, "[0] [1]", ""},
		{"namesakes in one article", []Appearance{
			seen(1, "2024-01-02", "Sóc Trăng", "Lê Văn Tám", "Trưởng Công an/district/huyện Long Phú, Sóc Trăng"),
			{Article: 1, N: 1, Published: "2024-01-02", Province: "Sóc Trăng", Name: "Lê Văn Tám", Positions: []corpus.Position{{Canonical: "Trưởng ấp", Level: "commune", Jurisdiction: "ấp 2, Sóc Trăng"}}},
		}, nil, "[0] [1]", ""},
		{"another office at the same place", []Appearance{
			seen(1, "2024-01-02", "Sóc Trăng", "Lê Văn Tám", "Phó "+chair+"/district/huyện Kế Sách, Sóc Trăng"),
			seen(2, "2025-03-02", "Sóc Trăng", "Lê Văn Tám", chair+"/district/huyện Kế Sách, Sóc Trăng"),
		}, nil, "[0 1]", reasonPlace},
		{"offices named together", []Appearance{
			seen(1, "2024-01-02", "Sóc Trăng", "Lê Văn Tám", chair+"/district/huyện Kế Sách, Sóc Trăng"),
			seen(2, "2024-06-02", "Sóc Trăng", "Lê Văn Tám", "Giám đốc Sở Y tế/province/tỉnh Sóc Trăng", "-"+chair+"/district/huyện Kế Sách, Sóc Trăng"),
		}, nil, "[0 1]", reasonTogether},
		{"a former office said in fewer words", []Appearance{
			seen(1, "2024-01-02", "Sóc Trăng", "Lê Văn Tám", chair+"/district/huyện Kế Sách, Sóc Trăng"),
			seen(2, "2024-06-02", "Sóc Trăng", "Lê Văn Tám", "Giám đốc Sở Y tế/province/tỉnh Sóc Trăng", "-"+chair+"/district/huyện Kế Sách"),
		}, nil, "[0 1]", reasonFormer},
		{"delegates of one name", []Appearance{
			seen(1, "2024-01-02", "Sóc Trăng", "Lê Văn Tám", "Đại biểu Hội đồng nhân dân/province/tỉnh Sóc Trăng", chair+"/district/huyện Kế Sách, Sóc Trăng"),
			{Article: 1, N: 1, Published: "2024-01-02", Province: "Sóc Trăng", Name: "Lê Văn Tám", Positions: []corpus.Position{{Canonical: chair, Level: "district", Jurisdiction: "huyện Mỹ Tú, Sóc Trăng"}}},
		}, nil, "[0] [1]", ""},
		{"a bare name beside the only one", []Appearance{
			seen(1, "2024-01-02", "Sóc Trăng", "Lê Văn Tám", chair+"/district/huyện Kế Sách, Sóc Trăng"),
			seen(2, "2024-02-02", "Sóc Trăng", "Lê Văn Tám"),
		}, nil, "[0 1]", reasonOnly},
		{"a bare name beside two", []Appearance{
			seen(1, "2024-01-02", "Sóc Trăng", "Lê Văn Tám", chair+"/district/huyện Kế Sách, Sóc Trăng"),
			seen(2, "2024-02-02", "Sóc Trăng", "Lê Văn Tám"),
			seen(3, "2024-02-02", "Sóc Trăng", "Lê Văn Tám", chair+"/district/huyện Mỹ Tú, Sóc Trăng"),
		}, nil, "[0] [1] [2]", ""},
		{"provinces that became one", []Appearance{
			seen(1, "2025-01-02", "Sóc Trăng", "Lê Văn Tám", "Phó "+chair+"/province/tỉnh Sóc Trăng"),
			seen(2, "2025-08-02", "Cần Thơ", "Lê Văn Tám", "Phó "+chair+"/province/thành phố Cần Thơ"),
		}, nil, "[0 1]", reasonMerged},
		{"the same neighbours before they became one", []Appearance{
			seen(1, "2025-01-02", "Sóc Trăng", "Lê Văn Tám", "Phó "+chair+"/province/tỉnh Sóc Trăng"),
			seen(2, "2025-02-02", "Cần Thơ", "Lê Văn Tám", "Phó "+chair+"/province/thành phố Cần Thơ"),
		}, nil, "[0] [1]", ""},
		{"joined by hand", []Appearance{
			seen(1, "2024-01-02", "Sóc Trăng", "Lê Văn Tám", chair+"/district/huyện Kế Sách, Sóc Trăng"),
			seen(2, "2024-03-02", "Sóc Trăng", "Lê Văn Tám", chair+"/district/huyện Mỹ Tú, Sóc Trăng"),
		}, []Correction{{true, "lê văn tám|sóc trăng|district|huyện kế sách, sóc trăng|chủ tịch ủy ban nhân dân", "lê văn tám|sóc trăng|district|huyện mỹ tú, sóc trăng|chủ tịch ủy ban nhân dân"}}, "[0 1]", reasonHand},
		{"parted by hand", []Appearance{
			seen(1, "2024-01-02", "Sóc Trăng", "Lê Văn Tám", "Phó "+chair+"/district/huyện Kế Sách, Sóc Trăng"),
			seen(2, "2024-03-02", "Sóc Trăng", "Lê Văn Tám", chair+"/district/huyện Kế Sách, Sóc Trăng"),
		}, []Correction{{false, "lê văn tám|sóc trăng|district|huyện kế sách, sóc trăng|chủ tịch ủy ban nhân dân", "lê văn tám|sóc trăng|district|huyện kế sách, sóc trăng|phó chủ tịch ủy ban nhân dân"}}, "[0] [1]", ""},
	} {
		people := x.Link(c.list, c.corrections)
		var got []string
		reasons := map[string]bool{}
		for _, p := range people {
			got = append(got, fmt.Sprint(p.Members))
			for _, m := range p.Merges {
				reasons[m.Reason] = true
			}
			if !slices.Contains(p.Keys, p.Key) {
				t.Errorf("%s: key %q is not among %q", c.name, p.Key, p.Keys)
			}
		}
		slices.Sort(got)
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: people %s, want %s", c.name, s, c.want)
		}
		if c.reason != "" && !reasons[c.reason] {
			t.Errorf("%s: reasons %v, want %q", c.name, reasons, c.reason)
		}
	}
}
