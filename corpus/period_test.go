package corpus

import (
	"fmt"
	"testing"
)

func TestPeriodOf(t *testing.T) {
	for _, tt := range []struct{ value, want string }{
		{"2024", "2024 year calendar"},
		{"2024-H2", "2024-H2 half calendar"},
		{"2024-Q3", "2024-Q3 quarter calendar"},
		{"2024-02", "2024-02 month calendar"},
		{"2024-01/2024-06", "2024-H1 half calendar"},
		{"2023-12-15/2024-12-14", "2024 year reporting"},
		{"2017-12-16/2018-12-15", "2018 year reporting"},
		{"2023-12-15/2024-06-14", "2024-H1 half reporting"},
		{"2023-12-15/2024-03-14", "2024-Q1 quarter reporting"},
		{"2024-02-15/2024-03-14", "2024-03 month reporting"},
		{"2023-12-15/2024-01-14", "2024-01 month reporting"},
		{"2024-01/2024-09", "none"},
		{"2018/2023", "none"},
		{"2024-03-04", "none"},
		{"2024-07-01/..", "none"},
		{"2024-02/2024-04", "none"},
	} {
		first, last, err := Days(tt.value)
		if err != nil {
			t.Fatal(err)
		}
		got := "none"
		if p, ok := PeriodOf(first, last); ok {
			got = p.Label + " " + p.By + " " + p.Basis
		}
		if got != tt.want {
			t.Errorf("%s is %q; want %q", tt.value, got, tt.want)
		}
	}
	if first, last := (Period{"2025", ByYear, ReportingBasis}).Days(); first != "2025-01-01" || last != "2025-12-31" {
		t.Errorf("the police year 2025 is asked for as %s to %s", first, last)
	}
}

func TestPeriodsBetween(t *testing.T) {
	for _, tt := range []struct{ from, to, by, want string }{
		{"2022", "2024", ByYear, "[2022 2023 2024]"},
		{"2024", "2024", ByYear, "[2024]"},
		{"2023-H2", "2024-H2", ByHalf, "[2023-H2 2024-H1 2024-H2]"},
		{"2022-Q3", "2023-Q2", ByQuarter, "[2022-Q3 2022-Q4 2023-Q1 2023-Q2]"},
		{"2024-11", "2025-02", ByMonth, "[2024-11 2024-12 2025-01 2025-02]"},
		{"nay", "2025", ByYear, "[]"},
	} {
		var labels []string
		for _, p := range PeriodsBetween(Period{tt.from, tt.by, ReportingBasis}, Period{tt.to, tt.by, ReportingBasis}) {
			labels = append(labels, p.Label)
			if p.Basis != ReportingBasis || p.By != tt.by {
				t.Errorf("%+v between periods of the police", p)
			}
		}
		if got := fmt.Sprint(labels); got != tt.want {
			t.Errorf("from %s to %s: %s; want %s", tt.from, tt.to, got, tt.want)
		}
	}
	if n := len(PeriodsBetween(Period{"0001-01", ByMonth, ""}, Period{"2024-01", ByMonth, ""})); n != maxPeriods {
		t.Errorf("%d periods", n)
	}
}
