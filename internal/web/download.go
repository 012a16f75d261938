package web

import (
	"bufio"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/trich-vn/trich/internal/export"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// downloads lists the formats that pages offer, where package export has
// them.
var downloads = []string{"csv", "xlsx", "jsonl"}

var downloadTypes = map[string]string{
	"csv":   "text/csv; charset=utf-8",
	"jsonl": "application/jsonl; charset=utf-8",
	"xlsx":  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// downloadTables lists the tables that can be downloaded.
var downloadTables = []string{tableFacts, tableArticles, tableOfficials}

const (
	// held is how much of a download is kept back before it begins, so that
	// an early error can still be told.
	held = 64 << 10
	// downloadTime is the longest time a download may take.
	downloadTime = 15 * time.Minute
)

// download writes the whole answer of a page as a file, with all columns.
func download(c *call) error {
	file := c.r.PathValue("file")
	table, format, _ := strings.Cut(file, ".")
	if !slices.Contains(downloadTables, table) || !slices.Contains(downloads, format) || !slices.Contains(export.Formats(), format) {
		return ErrNotFound
	}
	if format == "xlsx" {
		if n, err := c.counted(table); err == nil && n > export.MaxXLSXRows {
			return &paramError{file, "error.rows"}
		}
	}
	// Not every writer has deadlines; the server's own then holds.
	_ = http.NewResponseController(c.w).SetWriteDeadline(time.Now().Add(downloadTime))
	q := c.query
	q.Sort = c.sortOf(table)
	described, rows, err := c.store.Rows(c.ctx(), table, q)
	if err != nil {
		return fmt.Errorf("%s: %w", table, err)
	}
	c.w.Header().Set("Content-Type", downloadTypes[format])
	c.w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": "trich-" + table + "-" + today() + "." + format}))
	if c.r.Method == http.MethodHead {
		return nil
	}
	began := &beginning{w: c.w}
	out := bufio.NewWriterSize(began, held)
	// Excel opens CSV as UTF-8 by its byte order mark only.
	if err := export.Write(out, format, described, rows, export.Options{BOM: true}); err != nil {
		return c.brokenOff(began, err)
	}
	if err := out.Flush(); err != nil {
		return c.brokenOff(began, err)
	}
	return nil
}

// brokenOff tells an error while nothing was sent, and else ends the
// connection: a file that looks whole and is not must not reach anyone.
func (c *call) brokenOff(began *beginning, err error) error {
	if !began.yes {
		c.w.Header().Del("Content-Disposition")
		return err
	}
	if c.r.Context().Err() == nil {
		c.opts.Log.Error("download broken off", "path", c.r.URL.Path, "error", err)
	}
	panic(http.ErrAbortHandler)
}

// beginning notes whether anything was written.
type beginning struct {
	w   http.ResponseWriter
	yes bool
}

func (b *beginning) Write(p []byte) (int, error) {
	b.yes = true
	return b.w.Write(p)
}
