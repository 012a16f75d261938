package store

import (
	"reflect"
	"testing"
	"time"
)

func TestPeople(t *testing.T) {
	db := openTest(t)
	fill(t, db, 6)
	first := Person{Key: "a|1", Name: "Nguyễn Văn Ánh", Jurisdiction: "Hà Giang", Mentions: []Mention{{1, 0}, {2, 0}, {99, 0}},
		Merges: []Merge{{"a|1", "a|2", "same name and place"}}}
	second := Person{Key: "b|1", Name: "Trần Thị Bình", Mentions: []Mention{{3, 0}}}
	if err := db.SavePeople(t.Context(), []Person{first, second}); err != nil {
		t.Fatal(err)
	}
	people, err := Collect(db.People(t.Context(), Filter{}))
	if err != nil || len(people) != 2 || people[0].Name != first.Name || people[0].Mentions != 2 || people[0].First == "" {
		t.Fatalf("people %+v, %v", people, err)
	}
	id := people[0].ID
	if found, err := Collect(db.People(t.Context(), Filter{Name: "anh"})); err != nil || len(found) != 1 || found[0].ID != id {
		t.Errorf("by a part of the name: %+v, %v", found, err)
	}
	day := people[0].Last
	if found, err := Collect(db.People(t.Context(), Filter{PublishedFrom: day, PublishedTo: day})); err != nil || len(found) == 0 || found[0].First != day {
		t.Errorf("of one day: %+v, %v", found, err)
	}
	if found, err := Collect(db.People(t.Context(), Filter{Portals: []string{"x"}})); err != nil || len(found) != 0 {
		t.Errorf("of no portal: %+v, %v", found, err)
	}
	if merges, err := db.Merges(t.Context(), id); err != nil || !reflect.DeepEqual(merges, first.Merges) {
		t.Errorf("merges %+v, %v; want %+v", merges, err, first.Merges)
	}
	if mentions, err := Collect(db.Officials(t.Context(), Filter{PersonID: id})); err != nil || len(mentions) != 2 {
		t.Errorf("%d mentions, %v; want 2", len(mentions), err)
	}
	// The next run keeps the identifier and forgets who has no mention left.
	first.Mentions = first.Mentions[:1]
	if err := db.SavePeople(t.Context(), []Person{first}); err != nil {
		t.Fatal(err)
	}
	people, err = Collect(db.People(t.Context(), Filter{}))
	if err != nil || len(people) != 1 || people[0].ID != id || people[0].Mentions != 1 {
		t.Errorf("after the next run: %+v, %v", people, err)
	}
	verified(t, db)
}

func TestCorrections(t *testing.T) {
	db := openTest(t)
	for _, c := range []Correction{{Same: true, Left: "b", Right: "a", Note: "x"}, {Same: false, Left: "a", Right: "b"}, {Same: true, Left: "c", Right: "d"}} {
		if err := db.SaveCorrection(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.SaveCorrection(t.Context(), Correction{Left: "a", Right: "a"}); err == nil {
		t.Error("a correction about one key was kept")
	}
	got, err := db.Corrections(t.Context())
	for i := range got {
		if got[i].DecidedAt.IsZero() {
			t.Errorf("%+v was decided at no time", got[i])
		}
		got[i].DecidedAt = time.Time{}
	}
	want := []Correction{{Same: false, Left: "a", Right: "b"}, {Same: true, Left: "c", Right: "d"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("corrections %+v, %v; want %+v", got, err, want)
	}
}

func TestUnknowns(t *testing.T) {
	db := openTest(t)
	fill(t, db, 40)
	if err := db.SaveIndicators(t.Context(), []Indicator{{ID: "crime.kind03.cases", Unit: "vụ", LabelVI: "Số vụ"}}); err != nil {
		t.Fatal(err)
	}
	got, err := db.Unknowns(t.Context(), Filter{
		Units: []string{"vu", "vụ", "%", "doi tuong", "xyz"}, Provinces: []string{"ha giang", "Cao Bằng"}, Indicators: []string{"crime.kind3.cases"},
		Bounds: []string{"ovr", "exact"}, Changes: []string{"down"}, Levels: []string{"province"},
	})
	boundsKnown := []string{"about", "at_least", "at_most", "exact", "nearly", "over", "under"}
	want := []Unknown{
		{Field: "province", Value: "ha giang", Nearest: "Hà Giang"}, {Field: "unit", Value: "vu", Nearest: "vụ"},
		{Field: "unit", Value: "doi tuong", Nearest: "đối tượng"}, {Field: "unit", Value: "xyz"},
		{Field: "indicator", Value: "crime.kind3.cases", Nearest: "crime.kind03.cases", Known: []string{"crime.kind03.cases"}},
		{Field: "bound", Value: "ovr", Nearest: "over", Known: boundsKnown},
		{Field: "change", Value: "down", Known: []string{"decrease", "increase", "level"}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
}
