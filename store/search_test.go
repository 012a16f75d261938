package store

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

// saveTexts saves an article a text, published one after the other.
func saveTexts(t testing.TB, db *DB, texts ...string) {
	t.Helper()
	for i, text := range texts {
		title, _, _ := strings.Cut(text, "\n")
		rec := &corpus.Record{Source: fmt.Sprint(i), Article: &corpus.Article{Title: title, Text: text, Published: fmt.Sprintf("2024-01-%02d", i+1)}}
		if _, err := db.SaveRecord(t.Context(), rec, Meta{}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSearch(t *testing.T) {
	db := openTest(t)
	saveTexts(t, db,
		"Một\n\nCông an tỉnh triệt phá đường dây ma túy.",      // 1
		"Hai\n\nNhà máy dưỡng dây thép ở huyện.",               // 2: dưỡng is no đường
		"Ba\n\nDây điện trên đường bị cắt.",                    // 3: the words apart
		"Bốn\n\nUỷ ban nhân dân tỉnh Hoà Bình họp.",            // 4
		"Năm\n\nỦy ban nhân dân tỉnh Hòa Bình tặng bằng khen.", // 5
		"Sáu\n\nNăm 2024 có 1.250 vụ; nam sinh đi học.",        // 6
		"ĐƯỜNG DÂY nóng\n\nTin về trường học.",                 // 7
	)
	tests := []struct {
		query string
		want  []int64
	}{
		{"đường dây", []int64{7, 1, 3, 2}},
		{"duong day", []int64{7, 2, 1, 3}},
		{`"duong day"`, []int64{7, 2, 1}},
		{`"đường dây"`, []int64{7, 1, 2}},
		{"cong an tinh", []int64{1}},
		{"CÔNG AN TỈNH", []int64{1}},
		{"uỷ ban", []int64{5, 4}},
		{"ủy ban", []int64{5, 4}},
		{"hòa bình", []int64{5, 4}},
		{"hoa binh", []int64{5, 4}},
		{"đường -ma", []int64{7, 3, 2}},
		{"tri*", []int64{1}},
		{"triệ*", []int64{1}},
		{"thép OR khen", []int64{2, 5}},
		{"dây NEAR/2 đường", []int64{7, 3, 1, 2}},
		{"dây NEAR/0 cắt", nil},
		{"1.250 vụ", []int64{6}},
		{"khong co dau", nil},
		{`đường" OR NOT (`, nil},
		{"-", nil},
	}
	for _, tt := range tests {
		hits, err := db.Search(t.Context(), Filter{Text: tt.query})
		if tt.query == "-" {
			if err == nil {
				t.Errorf("search %q found %v; want an error", tt.query, hitIDs(hits))
			}
			continue
		}
		if err != nil {
			t.Errorf("search %q: %v", tt.query, err)
			continue
		}
		got := hitIDs(hits)
		if len(got) != len(tt.want) || len(got) > 0 && !reflect.DeepEqual(got, tt.want) {
			t.Errorf("search %q = %v; want %v", tt.query, got, tt.want)
		}
	}
}

func TestSearchExactFirst(t *testing.T) {
	db := openTest(t)
	saveTexts(t, db, "Một\n\nLúc sáu giờ.", "Hai\n\nSau đó.", "Ba\n\nSáu vụ.", "Bốn\n\nSâu bệnh.")
	hits, err := db.Search(t.Context(), Filter{Text: "sáu"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, h := range hits {
		got = append(got, fmt.Sprint(h.ID, h.Exact))
	}
	if want := "[3 true 1 true 4 false 2 false]"; fmt.Sprint(got) != want {
		t.Errorf("got %v; want %s", got, want)
	}
	// Pages join without a gap or a repetition.
	var paged []int64
	for offset := range 5 {
		hits, err := db.Search(t.Context(), Filter{Text: "sáu", Limit: 1, Offset: offset})
		if err != nil {
			t.Fatal(err)
		}
		paged = append(paged, hitIDs(hits)...)
	}
	if want := []int64{3, 1, 4, 2}; !reflect.DeepEqual(paged, want) {
		t.Errorf("pages of one = %v; want %v", paged, want)
	}
}

func TestSnippet(t *testing.T) {
	db := openTest(t)
	saveTexts(t, db, "Tin Đường dây\n\n"+strings.Repeat("Lời mở đầu dài dòng. ", 60)+"Công an triệt phá đường dây ma tuý lớn."+strings.Repeat(" Lời kết cũng dài.", 60))
	hits, err := db.Search(t.Context(), Filter{Text: "duong day ma tuy"})
	if err != nil || len(hits) != 1 {
		t.Fatalf("%d hits, %v", len(hits), err)
	}
	h := hits[0]
	if got := Mark(h.Snippet, h.SnippetMarks, "[", "]"); !strings.Contains(got, "Công an triệt phá [đường dây ma tuý] lớn.") || len(got) > 400 {
		t.Errorf("snippet %q", got)
	}
	hits, err = db.Search(t.Context(), Filter{Text: "duong day"})
	if err != nil || len(hits) != 1 {
		t.Fatalf("%d hits, %v", len(hits), err)
	}
	if got, want := Mark(hits[0].Title, hits[0].TitleMarks, "<b>", "</b>"), "Tin <b>Đường dây</b>"; got != want {
		t.Errorf("title %q; want %q", got, want)
	}
}

func TestSearchFilters(t *testing.T) {
	db := openTest(t)
	saveTexts(t, db, "Một\n\nHọp.", "Hai\n\nHọp.", "Ba\n\nHọp.")
	hits, err := db.Search(t.Context(), Filter{Text: "họp", PublishedFrom: "2024-01-02", PublishedTo: "2024-01-02"})
	if err != nil || !reflect.DeepEqual(hitIDs(hits), []int64{2}) {
		t.Errorf("hits = %v, %v; want 2", hitIDs(hits), err)
	}
}

// Whatever is typed, SQLite understands the query made of it.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{"đường dây", `"a b`, "a* -b", "NEAR", "a NEAR/3 b OR c", `"" OR`, "a OR OR b", "(a) AND {b}:", "^a + b", "-a -b", "a NEAR NEAR b"} {
		f.Add(s)
	}
	db := openTest(f)
	saveTexts(f, db, "Một\n\nCông an tỉnh triệt phá đường dây ma túy.")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := db.parseQuery(text); err != nil {
			return
		}
		if _, err := db.Search(t.Context(), Filter{Text: text}); err != nil {
			t.Errorf("search %q: %v", text, err)
		}
		if _, err := Collect(db.Facts(t.Context(), Filter{Text: text})); err != nil {
			t.Errorf("facts with %q: %v", text, err)
		}
	})
}

// Of frequent words the newest articles are compared; older ones with the words
// together come behind them.
func TestSearchComparesTheNewest(t *testing.T) {
	db := openTest(t)
	saveTexts(t, db,
		"Một\n\nCông an tỉnh họp.",          // 1: together, but old
		"Hai\n\nTỉnh họp; công việc an cư.", // 2
		"Ba\n\nCông an tỉnh họp.",           // 3: together
		"Bốn\n\nAn cư ở tỉnh, công việc.",   // 4
	)
	for _, text := range []string{"công an tỉnh", "cong an tinh"} {
		for most, want := range map[int][]int64{10000: {3, 1, 4, 2}, 3: {3, 4, 2, 1}} {
			set(t, &maxAlike, most)
			hits, err := db.Search(t.Context(), Filter{Text: text})
			if got := hitIDs(hits); err != nil || len(got) != 4 || got[0] != want[0] || most == 10000 && !reflect.DeepEqual(got, want) {
				t.Errorf("search %q of at most %d = %v, %v; want %v", text, most, got, err, want)
			}
		}
	}
}
