module github.com/trich-vn/trich

go 1.26.0

require github.com/govalues/decimal v0.1.36

require (
	github.com/PuerkitoBio/goquery v1.13.0
	github.com/andybalholm/cascadia v1.3.5
	github.com/pelletier/go-toml/v2 v2.4.3
	golang.org/x/net v0.62.0
	golang.org/x/text v0.43.0
)
