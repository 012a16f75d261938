package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/extract/page"
	"github.com/trich-vn/trich/internal/portal"
)

func (a *app) portalsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "portals",
		Short: a.tr("list and check the portal files"),
		Args:  a.exactArgs(0),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		a.newPortalCommand(),
		&cobra.Command{
			Use:   "list",
			Short: a.tr("list the portals known"),
			Args:  a.exactArgs(0),
			RunE:  func(*cobra.Command, []string) error { return a.listPortals() },
		},
		&cobra.Command{
			Use:   "lint",
			Short: a.tr("check the portal files, one's own too"),
			Args:  a.exactArgs(0),
			RunE:  func(*cobra.Command, []string) error { return a.lintPortals() },
		},
	)
	return cmd
}

func (a *app) listPortals() error {
	set, err := portal.Load(a.conf.Portals)
	if err != nil {
		return usage(err, a.tr("'trich portals lint' checks the portal files"))
	}
	t := newTable(a.tr("portal"), a.tr("name"), "CMS", a.tr("province"), a.tr("hosts"))
	for _, p := range set.All() {
		t.AppendRow(table.Row{p.ID, clip(p.Name), p.CMS, p.Province, clip(strings.Join(p.Hosts, " "))})
	}
	fmt.Fprintln(a.out, t.Render())
	return nil
}

func (a *app) lintPortals() error {
	set, err := portal.Load(a.conf.Portals)
	if err != nil {
		return usage(err, "")
	}
	wrong := portal.Lint(set, page.CheckSelector)
	for _, w := range wrong {
		fmt.Fprintln(a.out, w)
	}
	if len(wrong) > 0 {
		return failed(errors.New(a.tr("%d slips in the portal files", len(wrong))), "")
	}
	fmt.Fprintln(a.out, a.tr("%d portal files, no slips", len(set.All())))
	return nil
}

func (a *app) newPortalCommand() *cobra.Command {
	var in inputFlags
	cmd := &cobra.Command{
		Use:   "new URL|FILE…",
		Short: a.tr("propose a portal file from sample articles of a portal"),
		Long: a.tr("Looks at a few article pages of one portal (addresses, or saved HTML files), finds where the title, the lead, the body, " +
			"the date and the author stand, and prints a portal file to check and to put into a folder of your own."),
		Example: "  trich portals new https://portal.example/bai-1.html https://portal.example/bai-2.html > portals/portal.example.toml",
		Args:    a.minArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.pipeline()
			if err != nil {
				return err
			}
			var samples []*corpus.Page
			for pg, err := range a.pages(cmd.Context(), args, &in) {
				if err != nil {
					a.report(err)
					continue
				}
				samples = append(samples, pg)
			}
			if len(samples) == 0 {
				return failed(errPrinted, "")
			}
			proposal, err := p.pages.Propose(samples)
			if err != nil {
				return failed(err, a.tr("give two or more article pages, not lists"))
			}
			fmt.Fprint(a.out, proposal)
			return nil
		},
	}
	a.addInputFlags(cmd, &in)
	return cmd
}
