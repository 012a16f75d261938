package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts call trich as a user does, from this binary.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"trich": func() {
			if file := os.Getenv(soakFile); file != "" {
				length, _ := time.ParseDuration(os.Getenv(soakEnv)) // its parent read it
				sampleSelf(file, soakInterval(length))
			}
			main()
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
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"append": appendText,
			"newer":  makeNewer,
		},
	})
}

// appendText is the script command "append FILE N TEXT": it adds N times TEXT
// to a file, with \n and \xff as in Go; @mega is a megabyte of words.
func appendText(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: append FILE N TEXT")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	text, err := strconv.Unquote("\"" + strings.ReplaceAll(args[2], "\"", "\\\"") + "\"")
	ts.Check(err)
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	ts.Check(err)
	if text == "@mega" {
		text = strings.Repeat("a ", 1<<19)
	}
	for range n {
		_, err = f.WriteString(text)
		ts.Check(err)
	}
	ts.Check(f.Close())
}

// makeNewer is the script command "newer DB": it writes a user_version of
// tomorrow into the header of a database file.
func makeNewer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: newer DB")
	}
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_RDWR, 0)
	ts.Check(err)
	_, err = f.WriteAt([]byte{0, 0, 0x27, 0x0f}, 60)
	ts.Check(err)
	ts.Check(f.Close())
}
