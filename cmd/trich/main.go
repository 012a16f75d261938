// Command trich turns articles of Vietnamese provincial portals into rows:
// who held which office, how many cases, what share, when, and where in the
// article it says so.
//
// Each command stands in a file of its own. Results go to standard output,
// everything else to standard error as "trich: …". Exit codes: 0 done, 1 done
// in part, 2 wrong call or configuration, 3 another run holds the lock, 4 a
// portal yielded nothing or far less than it used to.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the whole program, callable from tests: it returns the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errw io.Writer) int {
	return newApp(in, out, errw, args).execute(ctx, args)
}

// execute does what the arguments ask for and returns the exit code.
func (a *app) execute(ctx context.Context, args []string) int {
	root := a.rootCommand()
	root.SetArgs(args)
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.errw)
	err := root.ExecuteContext(ctx)
	return a.finish(err)
}
