package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/store"
)

// Exit codes, the same for every command.
const (
	exitDone    = 0
	exitPartial = 1
	exitUsage   = 2
	exitLocked  = 3
	exitYield   = 4
)

// An app is one call of the program: its streams, its language, its settings
// and what went wrong in part.
type app struct {
	in      io.Reader
	out     *bufio.Writer
	errw    io.Writer
	lang    language.Tag
	printer *message.Printer
	conf    config
	flags   struct {
		lang, config, db, log, archive string
	}
	// terminal says that a person looks at the results, colour that they may be
	// coloured.
	terminal, colour bool
	// outside adds what is known of a page from outside it.
	outside func(*corpus.Page)
	// disk returns how many bytes and files still fit beside a folder.
	disk     func(dir string) (bytes, files uint64, err error)
	reported int // inputs that could not be done
}

func newApp(in io.Reader, out, errw io.Writer, args []string) *app {
	terminal, lang := isTerminal(out), chooseLanguage(args)
	return &app{
		in: in, out: bufio.NewWriterSize(out, 1<<16), errw: errw, lang: lang, printer: newPrinter(lang),
		disk: diskFree, terminal: terminal, colour: terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb",
	}
}

// tr returns a message in the user's language. The key is the English message.
func (a *app) tr(key string, args ...any) string { return a.printer.Sprintf(key, args...) }

// say prints a message for people to standard error.
func (a *app) say(key string, args ...any) {
	fmt.Fprintln(a.errw, "trich: "+a.tr(key, args...))
}

// report tells of one input that could not be done. The run goes on, and ends
// with exit code 1.
func (a *app) report(err error) {
	a.reported++
	fmt.Fprintln(a.errw, "trich: "+oneLine(a.explain(err)))
}

// logger writes the program's log to standard error, as text or JSON.
func (a *app) logger() *slog.Logger {
	opts := &slog.HandlerOptions{Level: slog.LevelInfo}
	switch a.flags.log {
	case "json":
		return slog.New(slog.NewJSONHandler(a.errw, opts))
	case "text":
		return slog.New(slog.NewTextHandler(a.errw, opts))
	}
	return slog.New(slog.DiscardHandler)
}

// An exitError ends the program with a code of its own.
type exitError struct {
	code int
	err  error
	hint string
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// usage returns an error of the caller's: exit code 2, with a hint what to do.
func usage(err error, hint string) error { return &exitError{exitUsage, err, hint} }

// failed returns an error of the world's that ended the command: exit code 1,
// with a hint what to do.
func failed(err error, hint string) error { return &exitError{exitPartial, err, hint} }

// errPrinted says that everything was told already.
var errPrinted = errors.New("reported")

// finish flushes the results, tells what went wrong and returns the exit code.
func (a *app) finish(err error) int {
	if ferr := a.out.Flush(); ferr != nil && err == nil {
		err = failed(fmt.Errorf("standard output: %w", ferr), "")
	}
	if err == nil {
		if a.reported > 0 {
			return exitPartial
		}
		return exitDone
	}
	var e *exitError
	code, hint := exitUsage, a.tr("'trich help' lists the commands")
	if errors.As(err, &e) {
		code, hint = e.code, e.hint
	} else if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		code, hint = exitPartial, ""
		err = errors.New(a.tr("stopped before the end"))
	}
	if !errors.Is(err, errPrinted) {
		fmt.Fprintln(a.errw, "trich: "+oneLine(a.explain(err)))
		if hint != "" {
			fmt.Fprintln(a.errw, "trich: "+a.tr("hint: %s", hint))
		}
	}
	return code
}

// explain returns an error in the user's language where it is a common one.
func (a *app) explain(err error) string {
	text := err.Error()
	var m *store.Mistake
	if errors.As(err, &m) {
		text = strings.ReplaceAll(text, m.Error(), a.tr(m.Format, m.Args...))
	}
	for _, c := range []struct {
		is  error
		key string
	}{
		{fs.ErrNotExist, "no such file or directory"},
		{fs.ErrPermission, "permission denied"},
		{store.ErrReadOnly, "only reading is allowed"},
		{store.ErrNewer, "the database was written by a newer version of Trích"},
		{store.ErrForeign, "the file is a SQLite database of another program"},
		{store.ErrFull, "the disk is full"},
		{store.ErrBusy, "another program has been writing to it for too long"},
	} {
		if errors.Is(err, c.is) {
			text = strings.ReplaceAll(strings.ReplaceAll(text, c.is.Error(), c.key), c.key, a.tr(c.key))
		}
	}
	return text
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// isTerminal reports whether w is a terminal that a person looks at.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// exactArgs and minArgs are cobra's, with messages in the user's language.
func (a *app) exactArgs(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usage(errors.New(a.tr("%s takes %d arguments, not %d", cmd.CommandPath(), n, len(args))), a.helpHint(cmd))
		}
		return nil
	}
}

func (a *app) minArgs(n int) cobra.PositionalArgs { //nolint:unparam // a command may want more
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return usage(errors.New(a.tr("%s needs at least %d arguments", cmd.CommandPath(), n)), a.helpHint(cmd))
		}
		return nil
	}
}

func (a *app) helpHint(cmd *cobra.Command) string {
	return a.tr("'%s --help' shows how it is called", cmd.CommandPath())
}
