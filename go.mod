module github.com/trich-vn/trich

go 1.26.0

require (
	github.com/govalues/decimal v0.1.36
	github.com/klauspost/compress v1.20.3
	github.com/mattn/go-sqlite3 v1.14.53
)

require golang.org/x/text v0.43.0
