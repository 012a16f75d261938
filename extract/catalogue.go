package extract

import "github.com/trich-vn/trich/internal/vi"

// An Indicator is a canonical series that figures can belong to.
type Indicator struct {
	ID                  string
	Vietnamese, English string
	// Units are the units a figure of the series has; "%" is a percentage.
	Units []string
}

// Indicators returns the canonical series by identifier. The error names the
// table's file and line.
func Indicators() (map[string]Indicator, error) {
	rows, err := vi.ReadTable(vi.Data, "data/indicators.tsv")
	if err != nil {
		return nil, err
	}
	all := make(map[string]Indicator, len(rows))
	for _, r := range rows {
		all[r.Get("id")] = Indicator{r.Get("id"), r.Get("label_vi"), r.Get("label_en"), r.List("units")}
	}
	return all, nil
}

// A Province is a province as it was or is since the mergers of July 2025.
type Province struct {
	Name string
	// From and To are the first and last ISO day, empty when unbounded.
	From, To string
	// Successor is the province it became a part of, empty when it goes on.
	Successor string
}

// lastOf63 is the last day of the 63 provinces (Nghị quyết 202/2025/QH15).
const lastOf63 = "2025-06-30"

// Provinces returns the provinces; those that were merged into another end on
// 30 June 2025. The error names the table's file and line.
func Provinces() ([]Province, error) {
	rows, err := vi.ReadTable(vi.Data, "data/provinces.tsv")
	if err != nil {
		return nil, err
	}
	var all []Province
	for _, r := range rows {
		p := Province{Name: r.Get("province")}
		if now := r.Get("now"); now != p.Name {
			p.To, p.Successor = lastOf63, now
		}
		all = append(all, p)
	}
	return all, nil
}
