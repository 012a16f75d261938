package extract

import (
	"slices"
	"testing"
)

// Every series says which way is better.
func TestIndicatorNotes(t *testing.T) {
	all, err := Indicators()
	if err != nil || len(all) < 60 {
		t.Fatalf("%d series, %v", len(all), err)
	}
	for id, i := range all {
		if !slices.Contains([]string{"up", "down", "ambiguous", "neutral"}, i.Direction) {
			t.Errorf("%s: direction %q", id, i.Direction)
		}
	}
	if i := all["crime.order.solved"]; i.Of != "crime.order.cases" {
		t.Errorf("%+v is part of no series", i)
	}
}

func TestValidity(t *testing.T) {
	for area, want := range map[string]string{
		"huyện Kế Sách, Sóc Trăng":          "/2025-06-30", // districts ended
		"thành phố Tuy Hòa, Phú Yên":        "/2025-06-30",
		"xã Nâm N'Jang, Đắk Song, Đắk Nông": "/2025-06-30",
		"xã Kim Anh": "/", // one before and one since
		"phường Phúc Xá, Ba Đình, Hà Nội": "/2025-06-30",
		"đặc khu Phú Quốc":                "2025-07-01/",
		"huyện Không Có":                  "/",
		"":                                "/",
	} {
		if from, to := extractor.Validity(area); from+"/"+to != want {
			t.Errorf("%s is there from %q to %q; want %s", area, from, to, want)
		}
	}
}

// On every day each province is there once: 63 until June 2025, then 34.
func TestProvincesByDay(t *testing.T) {
	all, err := Provinces()
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]int{"2008-08-01": 63, "2025-06-30": 63, "2025-07-01": 34, "2026-11-01": 34} {
		there := map[string]bool{}
		for _, p := range all {
			if p.From > day || p.To != "" && p.To < day {
				continue
			}
			if there[p.Name] {
				t.Errorf("%s: %s is there twice", day, p.Name)
			}
			there[p.Name] = true
		}
		if len(there) != want {
			t.Errorf("%s: %d provinces; want %d", day, len(there), want)
		}
	}
	for _, p := range all {
		if (p.Successor == "") != (p.To == "") {
			t.Errorf("%+v ends without a successor, or has one and goes on", p)
		}
	}
}
