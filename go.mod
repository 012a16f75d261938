module github.com/trich-vn/trich

go 1.26.0

require (
	github.com/govalues/decimal v0.1.36
	github.com/klauspost/compress v1.20.3
	github.com/mattn/go-sqlite3 v1.14.53
)

require (
	github.com/inconshreveable/mousetrap v1.1.0 // indirect
	github.com/jedib0t/go-pretty/v6 v6.8.3 // indirect
	github.com/rogpeppe/go-internal v1.16.0 // indirect
	github.com/spf13/cobra v1.10.2 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
	golang.org/x/text v0.43.0 // indirect
)
require golang.org/x/text v0.43.0
	github.com/PuerkitoBio/goquery v1.13.0
	github.com/andybalholm/cascadia v1.3.5
	github.com/pelletier/go-toml/v2 v2.4.3
	golang.org/x/net v0.62.0
)
