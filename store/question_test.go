package store

import (
	"fmt"
	"testing"
)

// However a table is asked, counting gives the number of rows, facets add up
// to it, and sorting neither loses nor repeats a row.
func TestCountsFacetsAndSortingAgreeWithTheRows(t *testing.T) {
	db := openTest(t)
	fill(t, db, 60)
	filters := map[string]Filter{
		"all": {}, "province": {Provinces: []string{"Hà Giang", "Cao Bằng"}}, "unit": {Units: []string{"vụ", "%"}},
		"text": {Text: "cong"}, "dates": {Kinds: []string{KindDate}}, "published": {PublishedFrom: "2018-01-01", PublishedTo: "2020-12-31"},
		"bound": {Bounds: []string{"over"}}, "indicator": {Indicators: []string{"crime.kind03.cases", "crime.kind04.cases"}},
		"name": {Name: "nguyen"}, "range": {Min: dec(t, "100"), Max: dec(t, "2000")}, "nothing": {Provinces: []string{"Xa Xôi"}}, "check": {Checks: []string{"inconsistent"}},
	}
	facets := map[string][]string{
		"facts": {"province", "kind", "year"}, "counts": {"portal", "unit"}, "dates": {"province"}, "officials": {"province", "name"},
		"articles": {"province", "year"}, "percentages": {"province"},
	}
	for name, f := range filters {
		for table, columns := range facets {
			t.Run(name+" "+table, func(t *testing.T) {
				_, rows, err := db.Rows(t.Context(), table, f)
				if err != nil {
					t.Fatal(err)
				}
				all, err := Collect(rows)
				if err != nil {
					t.Fatal(err)
				}
				if n, err := db.Count(t.Context(), table, f); err != nil || n != int64(len(all)) {
					t.Errorf("count %d, %v; there are %d rows", n, err, len(all))
				}
				for _, column := range columns {
					values, err := db.Facets(t.Context(), table, column, f, 0)
					var sum int64
					for i, v := range values {
						sum += v.Rows
						if i > 0 && v.Rows > values[i-1].Rows {
							t.Errorf("facet %s: %+v are not sorted", column, values)
						}
					}
					if err != nil || sum != int64(len(all)) {
						t.Errorf("facet %s adds up to %d, %v; there are %d rows", column, sum, err, len(all))
					}
				}
				for _, sort := range []string{"published", "-province"} {
					f.Sort = sort
					_, rows, err := db.Rows(t.Context(), table, f)
					if err != nil {
						t.Fatal(err)
					}
					sorted, err := Collect(rows)
					if err != nil {
						t.Fatal(err)
					}
					seen := map[string]bool{}
					for _, row := range sorted {
						seen[fmt.Sprint(row)] = true
					}
					if len(sorted) != len(all) || len(seen) != len(all) {
						t.Errorf("sorted by %s: %d rows, %d of them different; want %d", sort, len(sorted), len(seen), len(all))
					}
				}
			})
		}
	}
}

func TestSortByValue(t *testing.T) {
	db := openTest(t)
	fill(t, db, 30)
	for _, sort := range []string{"value", "-value"} {
		facts, err := Collect(db.Facts(t.Context(), Filter{Kinds: []string{KindCount}, Sort: sort}))
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(facts); i++ {
			a, b := dec(t, facts[i-1].Value).Float(), dec(t, facts[i].Value).Float()
			if sort == "value" && a > b || sort == "-value" && a < b {
				t.Fatalf("by %s, %v stands before %v", sort, a, b)
			}
		}
	}
	if _, err := Collect(db.Facts(t.Context(), Filter{Sort: "colour"})); err == nil {
		t.Error("sorted by a column that is none")
	}
	if _, err := db.Facets(t.Context(), "facts", "colour", Filter{}, 0); err == nil {
		t.Error("a facet of a column that is none")
	}
	if _, err := db.Count(t.Context(), "counts", Filter{Min: dec(t, "3"), Max: dec(t, "2")}); err == nil {
		t.Error("a range that holds nothing was counted")
	}
}
