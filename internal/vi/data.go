package vi

import "embed"

// Data holds the word tables, data/*.tsv. Each says in its first lines where
// its words come from.
//
//go:embed data/*.tsv
var Data embed.FS

// Code is this package's source, a part of the rules' version.
//
//go:embed *.go
var Code embed.FS
