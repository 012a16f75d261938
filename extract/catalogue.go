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
