package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagError returns what is wrong with a flag in the user's language, with a
// hint how the command is called.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	return usage(errors.New(a.flagMessage(err)), a.helpHint(cmd))
}

func (a *app) flagMessage(err error) string {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	switch {
	case errors.As(err, &unknown):
		return a.tr("unknown flag %s", dashed(unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames()))
	case errors.As(err, &missing):
		return a.tr("%s needs a value", dashed(missing.GetSpecifiedName(), missing.GetSpecifiedShortnames()))
	case errors.As(err, &invalid):
		name, value := "--"+invalid.GetFlag().Name, invalid.GetValue()
		switch invalid.GetFlag().Value.Type() {
		case "int", "int64":
			return a.tr("%s is a whole number, not %q", name, value)
		case "bool":
			return a.tr("%s is true or false, not %q", name, value)
		case "duration":
			return a.tr("%s is a time such as 30s or 5m, not %q", name, value)
		}
		return a.tr("%s: %q is no value of it: %v", name, value, invalid.Unwrap())
	case errors.As(err, &syntax):
		return a.tr("%q is no flag", syntax.GetSpecifiedFlag())
	}
	return err.Error()
}

// dashed writes a flag as it was given: a letter of a group with one dash.
func dashed(name, group string) string {
	if group != "" {
		return "-" + name
	}
	return "--" + name
}

// rootArgs takes no arguments: one is a command that there is not.
func (a *app) rootArgs(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := a.tr("'trich help' lists the commands")
	if like := root.SuggestionsFor(args[0]); len(like) > 0 {
		hint = a.tr("did you mean: %s", strings.Join(like, ", "))
	}
	return usage(errors.New(a.tr("unknown command %q", args[0])), hint)
}
