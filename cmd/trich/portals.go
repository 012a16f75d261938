package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

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
