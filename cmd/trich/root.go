package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
)

// rootCommand builds the command line. Help is written in the user's language.
func (a *app) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "trich",
		Short: a.tr("turn articles of Vietnamese provincial portals into checkable rows"),
		Long: a.tr("trich crawls provincial portals, strips the boilerplate, finds dates, officials, counts and percentages, " +
			"and keeps them in SQLite with the exact place in the article they came from."),
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			return a.configure()
		},
		Args:                       a.rootArgs,
		SuggestionsMinimumDistance: 2, // letters
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	pf := root.PersistentFlags()
	pf.StringVar(&a.flags.lang, "lang", "", a.tr("language of messages: vi or en (also TRICH_LANG)"))
	pf.StringVar(&a.flags.config, "config", "", a.tr("configuration file (default: trich.toml here or in the user's configuration folder)"))
	pf.StringVar(&a.flags.log, "log", "", a.tr("log to standard error: text or json"))
	root.SetFlagErrorFunc(a.flagError)
	root.SetUsageTemplate(a.usageTemplate())
	root.AddGroup(
		&cobra.Group{ID: "get", Title: a.tr("Get articles:")},
		&cobra.Group{ID: "ask", Title: a.tr("Ask questions:")},
		&cobra.Group{ID: "keep", Title: a.tr("Look after things:")},
	)
	add := func(group string, cmds ...*cobra.Command) {
		for _, c := range cmds {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("get",
		a.extractCommand(), a.explainCommand(), a.ingestCommand(), a.importCommand(), a.crawlCommand(), a.runCommand(), a.demoCommand())
	add("ask",
		a.factsCommand(), a.officialsCommand(), a.peopleCommand(), a.articlesCommand(), a.searchCommand(), a.seriesCommand(),
		a.compareCommand(), a.indicatorsCommand(), a.sqlCommand(), a.exportCommand(), a.serveCommand())
	add("keep",
		a.runsCommand(), a.reextractCommand(), a.verifyCommand(), a.backupCommand(), a.portalsCommand(), a.doctorCommand(), a.versionCommand())
	root.SetHelpCommandGroupID("keep")
	root.SetCompletionCommandGroupID("keep")
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = a.tr("help about a command")
		case "completion":
			c.Short = a.tr("write a completion script for a shell")
		}
	}
	a.translateHelp(root)
	return root
}

// translateHelp gives --help of every command its words.
func (a *app) translateHelp(cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	cmd.Flags().Lookup("help").Usage = a.tr("help about this command")
	for _, c := range cmd.Commands() {
		a.translateHelp(c)
	}
}

// configure reads the settings once the flags are known.
func (a *app) configure() error {
	var err error
	if a.conf, err = readConfig(a.flags.config); err != nil {
		return usage(err, a.tr("the README lists the settings"))
	}
	if a.flags.db != "" {
		a.conf.DB = a.flags.db
	}
	if a.flags.archive != "" {
		a.conf.Archive = a.flags.archive
	}
	switch strings.ToLower(a.flags.lang) {
	case "", "vi", "en":
	default:
		return usage(errors.New(a.tr("unknown language %q", a.flags.lang)), a.tr("one of: %s", "vi, en"))
	}
	switch a.flags.log {
	case "", "text", "json":
		return nil
	}
	return usage(errors.New(a.tr("unknown log format %q", a.flags.log)), a.tr("one of: %s", "text, json"))
}

// dbFlag gives a command the --db flag.
func (a *app) dbFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.flags.db, "db", "", a.tr("database file (default: the setting db, else trich.db)"))
}

// usageTemplate is cobra's, with headings in the user's language.
func (a *app) usageTemplate() string {
	r := strings.NewReplacer(
		"@usage", a.tr("Usage:"), "@aliases", a.tr("Aliases:"), "@examples", a.tr("Examples:"),
		"@other", a.tr("Other commands:"), "@commands", a.tr("Commands:"), "@flags", a.tr("Flags:"),
		"@global", a.tr("Flags of every command:"), "@more", a.tr("'%s' tells more about a command", "{{.CommandPath}} [command] --help"),
	)
	return r.Replace(`@usage{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [command]{{end}}{{if .HasExample}}

@examples
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}{{$cmds := .Commands}}{{if eq (len .Groups) 0}}

@commands{{range $cmds}}{{if (or .IsAvailableCommand (eq .Name "help"))}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{else}}{{range $group := .Groups}}

{{.Title}}{{range $cmds}}{{if (and (eq .GroupID $group.ID) (or .IsAvailableCommand (eq .Name "help")))}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

@flags
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

@global
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

@more{{end}}
`)
}
