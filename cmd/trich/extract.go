package main

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/corpus/source"
)

// inputFlags are shared by the commands that read documents.
type inputFlags struct {
	published, portal, province string
	allowLoopback               bool
}

func (a *app) addInputFlags(cmd *cobra.Command, f *inputFlags) {
	cmd.Flags().StringVar(&f.published, "published", "", a.tr("publication date of the inputs, YYYY-MM-DD, where they do not give one"))
	cmd.Flags().StringVar(&f.portal, "portal", "", a.tr("portal whose profile reads the inputs"))
	cmd.Flags().StringVar(&f.province, "province", "", a.tr("province of the inputs"))
	cmd.Flags().BoolVar(&f.allowLoopback, "allow-loopback", false, a.tr("allow addresses on this machine"))
}

// reader makes the pipeline for the inputs, and reports a wrong flag before any
// work is done.
func (a *app) reader(f *inputFlags) (*pipeline, error) {
	p, err := a.pipeline()
	if err != nil {
		return nil, err
	}
	return p, a.checkInput(f, p)
}

func (a *app) checkInput(f *inputFlags, p *pipeline) error {
	if f.published != "" {
		if _, err := time.Parse(time.DateOnly, f.published); err != nil {
			return usage(errors.New(a.tr("--published %q is not a date", f.published)), a.tr("written as YYYY-MM-DD"))
		}
	}
	if f.portal != "" && p.portals.ByID(f.portal) == nil {
		return usage(errors.New(a.tr("unknown portal %q", f.portal)), a.tr("'trich portals list' shows those known"))
	}
	return nil
}

// pages streams the documents that the arguments name: paths, folders, URLs,
// - for standard input.
func (a *app) pages(ctx context.Context, args []string, f *inputFlags) iter.Seq2[*corpus.Page, error] {
	return func(yield func(*corpus.Page, error) bool) {
		for _, arg := range args {
			for pg, err := range a.documents(ctx, arg, f) {
				if pg != nil {
					f.fill(pg)
				}
				if !yield(pg, err) {
					return
				}
			}
		}
	}
}

func (a *app) documents(ctx context.Context, arg string, f *inputFlags) iter.Seq2[*corpus.Page, error] {
	switch {
	case arg == "-":
		return source.Read(ctx, "-", a.in, source.Options{})
	case strings.HasPrefix(arg, "http://"), strings.HasPrefix(arg, "https://"):
		return a.fetchOne(ctx, arg, f.allowLoopback)
	}
	return source.Open(ctx, arg, source.Options{})
}

// fill sets what the flags know of a page that does not know it itself.
func (f *inputFlags) fill(pg *corpus.Page) {
	for _, v := range []struct{ flag, field *string }{
		{&f.published, &pg.Published}, {&f.portal, &pg.Portal}, {&f.province, &pg.Province},
	} {
		if *v.field == "" {
			*v.field = *v.flag
		}
	}
}

func (a *app) extractCommand() *cobra.Command {
	var in inputFlags
	var format string
	cmd := &cobra.Command{
		Use:   "extract PATH|URL|-…",
		Short: a.tr("print the facts of documents, without storing them"),
		Long: a.tr("Reads text, HTML, JSON Lines and WARC files, folders of them, one URL, or standard input (-), " +
			"and prints one JSON object an article. Nothing is stored."),
		Example: "  trich extract article.html\n  trich extract --published 2024-03-04 --format table notes.txt\n  cat page.html | trich extract -",
		Args:    a.minArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "jsonl" && format != "table" {
				return usage(errors.New(a.tr("unknown format %q", format)), a.tr("one of: %s", "jsonl, table"))
			}
			p, err := a.reader(&in)
			if err != nil {
				return err
			}
			enc := json.NewEncoder(a.out)
			enc.SetEscapeHTML(false)
			for d := range p.records(cmd.Context(), a.pages(cmd.Context(), args, &in)) {
				switch {
				case d.err != nil:
					a.report(d.err)
				case format == "table":
					a.printRecord(d.record)
				default:
					if err := enc.Encode(d.record); err != nil {
						return failed(err, "")
					}
				}
			}
			return cmd.Context().Err()
		},
	}
	a.addInputFlags(cmd, &in)
	cmd.Flags().StringVar(&format, "format", "jsonl", a.tr("format of the results: %s", "jsonl, table"))
	return cmd
}
