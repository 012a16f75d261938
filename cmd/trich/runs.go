package main

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
)

func (a *app) runsCommand() *cobra.Command {
	limit := 20
	cmd := &cobra.Command{
		Use:   "runs",
		Short: a.tr("list the runs and their reports"),
		Args:  a.exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			db, err := a.readDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			runs, err := db.Runs(cmd.Context(), limit)
			if err != nil {
				return failed(err, "")
			}
			t := newTable(a.tr("run"), a.tr("command"), a.tr("started"), a.tr("seconds"), a.tr("result"))
			for _, r := range runs {
				took := ""
				if !r.FinishedAt.IsZero() {
					took = strconv.Itoa(int(r.FinishedAt.Sub(r.StartedAt).Seconds()))
				}
				t.AppendRow(table.Row{r.ID, r.Command, r.StartedAt.Local().Format(time.DateTime), took, a.tr(r.Status)})
			}
			if t.Length() > 0 {
				fmt.Fprintln(a.out, t.Render())
			}
			return nil
		},
	}
	cmd.Flags().IntVar(&limit, "limit", limit, a.tr("most rows, 0 for all"))
	a.dbFlag(cmd)
	show := &cobra.Command{
		Use:   "show RUN",
		Short: a.tr("print a run's report as JSON"),
		Args:  a.exactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return usage(errors.New(a.tr("%q is not the number of a run", args[0])), a.tr("'trich runs' lists them"))
			}
			db, err := a.readDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			r, err := db.RunByID(cmd.Context(), id)
			if err != nil {
				return usage(err, a.tr("'trich runs' lists them"))
			}
			fmt.Fprintf(a.out, "%s\n", r.Report)
			return nil
		},
	}
	a.dbFlag(show)
	cmd.AddCommand(show)
	return cmd
}
