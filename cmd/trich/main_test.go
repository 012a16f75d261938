package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts call trich as a user does, from this binary.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"trich": func() {
			os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
		},
	})
}

// TestScripts runs testdata/*.txt: each is a session that a user could type.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			env.Setenv("TRICH_LANG", "en")
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir)
			// What a text archive cannot hold: bytes that are no text.
			if err := os.WriteFile(filepath.Join(env.WorkDir, "binary.bin"), []byte("\x7fELF\x00\x01\x02\xff\xfe\x00\x00"), 0o600); err != nil {
				return err
			}
			return nil
		},
	})
}
