module github.com/trich-vn/trich

go 1.26.0

require github.com/govalues/decimal v0.1.36

require golang.org/x/text v0.43.0

require golang.org/x/net v0.62.0
