package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is the release; the rules have a version of their own.
const version = "0.1.0"

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.tr("show the versions of the program and of its rules"),
		Args:  a.exactArgs(0),
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(a.out, "trich %s\nrules %s\n%s %s/%s\n", version, rulesVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, s := range info.Settings {
					if s.Key == "vcs.revision" {
						fmt.Fprintf(a.out, "revision %s\n", s.Value)
					}
				}
			}
			return nil
		},
	}
}
