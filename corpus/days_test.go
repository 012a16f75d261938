package corpus

import "testing"

func TestDays(t *testing.T) {
	tests := []struct{ value, first, last string }{
		{"2024", "2024-01-01", "2024-12-31"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2023-02", "2023-02-01", "2023-02-28"},
		{"2024-03-04", "2024-03-04", "2024-03-04"},
		{"2024-Q1", "2024-01-01", "2024-03-31"},
		{"2024-Q4", "2024-10-01", "2024-12-31"},
		{"2024-H1", "2024-01-01", "2024-06-30"},
		{"2024-H2", "2024-07-01", "2024-12-31"},
		{"2018/2023", "2018-01-01", "2023-12-31"},
		{"2024-01/2024-09", "2024-01-01", "2024-09-30"},
		{"2024-06-01/2024-06-15", "2024-06-01", "2024-06-15"},
		{"2024-07-01/..", "2024-07-01", ""},
		{"../2024-07-01", "", "2024-07-01"},
		{"2024-04-12T20:30", "2024-04-12", "2024-04-12"},
		{"2025-03-04TMO", "2025-03-04", "2025-03-04"},
	}
	for _, tt := range tests {
		first, last, err := Days(tt.value)
		if err != nil || first != tt.first || last != tt.last {
			t.Errorf("Days(%q) = %q, %q, %v; want %q, %q", tt.value, first, last, err, tt.first, tt.last)
		}
	}
	for _, bad := range []string{"", "24", "2024-13", "2024-00", "2024-Q5", "2024-H3", "2024-02-30", "2024-3-4", "2024T20:30", "2023/2018", "nay", "2024-03/xx", "xx/2024"} {
		if first, last, err := Days(bad); err == nil {
			t.Errorf("Days(%q) = %q, %q; want an error", bad, first, last)
		}
	}
}

func FuzzDays(f *testing.F) {
	for _, seed := range []string{"2024", "2024-02", "2024-Q1", "2018/2023", "2024-07-01/.."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		first, last, err := Days(value)
		if err != nil {
			return
		}
		for _, day := range []string{first, last} {
			if day != "" && len(day) != 10 {
				t.Errorf("Days(%q) gave %q", value, day)
			}
		}
		if first != "" && last != "" && last < first {
			t.Errorf("Days(%q) = %q..%q runs backwards", value, first, last)
		}
	})
}
