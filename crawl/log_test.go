package crawl

import (
	"io"
	"log"
)

// quietLog swallows what test servers say about clients that hang up.
func quietLog() *log.Logger { return log.New(io.Discard, "", 0) }
