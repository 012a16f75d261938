package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/crawl"
	"github.com/trich-vn/trich/internal/warc"
	"github.com/trich-vn/trich/store"
)

func (a *app) exportWARCCommand() *cobra.Command {
	var out string
	var chosen store.PageFilter
	cmd := &cobra.Command{
		Use:   "warc",
		Short: a.tr("write the stored pages as WARC files"),
		Long: a.tr("Writes every version of every stored page into .warc.gz files that 'trich ingest' and other programs read: byte for byte " +
			"where the archive holds it, else as a response, or as a resource where it came from a file."),
		Example: "  trich export warc --out pages/ --portal daknong.gov.vn --since 2025-07",
		Args:    a.exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if chosen.Since, err = a.day("--since", chosen.Since, false); err != nil {
				return err
			}
			db, err := a.readDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			return a.exportWARC(cmd.Context(), db, out, chosen)
		},
	}
	a.outFlag(cmd, &out)
	a.pageFlags(cmd, &chosen)
	a.dbFlag(cmd)
	a.archiveFlag(cmd)
	return cmd
}

// pagesPrefix begins the names of exported archives: those of crawls are
// continued by the next crawl, these are not.
const pagesPrefix = "pages"

func (a *app) exportWARC(ctx context.Context, db *store.DB, out string, chosen store.PageFilter) (err error) {
	if files, err := warc.Files(out, pagesPrefix); err != nil || len(files) > 0 {
		if err == nil {
			err = errors.New(a.tr("%s holds an earlier export", out))
		}
		return usage(err, a.tr("--out names another folder"))
	}
	w, err := warc.NewWriter(out, pagesPrefix, warc.Options{MaxSize: archiveFile, Software: "trich " + version, Operator: a.conf.Contact})
	if err != nil {
		return usage(err, a.tr("--out names another folder"))
	}
	n, err := a.writePages(ctx, w, db, chosen)
	if err = errors.Join(err, w.Close()); err != nil {
		return failed(err, a.archiveHint(err, ""))
	}
	files, err := warc.Files(out, pagesPrefix)
	if err != nil {
		return failed(err, "")
	}
	for _, f := range files {
		fmt.Fprintln(a.out, f)
	}
	fmt.Fprintln(a.out, a.tr("%d pages", n))
	return nil
}

func (a *app) writePages(ctx context.Context, w *warc.Writer, db *store.DB, chosen store.PageFilter) (n int, err error) {
	for p, err := range db.Pages(ctx, chosen) {
		if unreadable(err) {
			a.report(err)
			continue
		}
		if err != nil {
			return n, err
		}
		if err := writePage(ctx, w, p); err != nil {
			return n, err
		}
		n++
	}
	return n, ctx.Err()
}

func pageTime(p *store.PageVersion) time.Time {
	if p.FetchedAt.IsZero() {
		return p.SeenAt
	}
	return p.FetchedAt
}

// writePage copies a page out of the archive, or writes it as a response where
// a server gave it, else as a resource; what was known of it from elsewhere goes
// beside it.
func writePage(ctx context.Context, w *warc.Writer, p *store.PageVersion) error {
	var known warc.Fields
	for _, f := range []warc.Field{{Name: "source", Value: p.Source}, {Name: "portal", Value: p.Portal}, {Name: "title", Value: p.Title},
		{Name: "published", Value: p.Published}, {Name: "province", Value: p.Province}} {
		if f.Value != "" && f.Value != p.URL {
			known = append(known, f)
		}
	}
	if p.Archived != nil {
		_, err := w.CopyExchange(ctx, p.URL, p.Archived.Folder, crawl.Location(*p.Archived), known)
		if !errors.Is(err, warc.ErrOtherURL) {
			return err
		}
	}
	if p.Status == 0 || p.URL == "" {
		_, err := w.WriteResource(ctx, warc.Resource{URI: pageURI(p), MediaType: p.MediaType, Body: p.Body, At: pageTime(p), Metadata: known})
		return err
	}
	h := p.Header.Clone()
	if h != nil {
		h.Del("Content-Encoding") // the store keeps bodies decoded
		h.Set("Content-Length", strconv.Itoa(len(p.Body)))
	}
	_, err := w.WriteExchange(ctx, warc.Exchange{
		URL: p.URL, Status: p.Status, Header: h, Body: p.Body, Started: pageTime(p), Metadata: known, NoRequest: true,
	})
	return err
}

// pageURI is the page's address, or the file it was read from.
func pageURI(p *store.PageVersion) string {
	if p.URL != "" {
		return p.URL
	}
	path := p.Source
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
