package main

import (
	"strings"
	"testing"
)

// A wrong call is told in the user's language.
func TestWrongCalls(t *testing.T) {
	for _, c := range []struct{ call, vietnamese, english string }{
		{"facts --nope", "không có cờ --nope", "unknown flag --nope"},
		{"-z", "không có cờ -z", "unknown flag -z"},
		{"facts --limit", "--limit cần một giá trị", "--limit needs a value"},
		{"facts --limit mười", `--limit là số nguyên, không phải "mười"`, `--limit is a whole number, not "mười"`},
		{"sql --time lâu", `--time là khoảng thời gian như 30s hay 5m, không phải "lâu"`, `--time is a time such as 30s or 5m, not "lâu"`},
		{"crawl --allow-loopback=không", `--allow-loopback là true hoặc false, không phải "không"`, `--allow-loopback is true or false, not "không"`},
		{"facts --=x", `"--=x" không phải cờ`, `"--=x" is no flag`},
		{"fact", "có phải: facts", "did you mean: facts"},
		{"frobnicate", `không có lệnh "frobnicate"`, `unknown command "frobnicate"`},
	} {
		for lang, want := range map[string]string{"vi": c.vietnamese, "en": c.english} {
			code, out, errw := call(t, append([]string{"--lang", lang}, strings.Fields(c.call)...)...)
			if code != exitUsage || out != "" || !strings.Contains(errw, want) || strings.Contains(errw, "strconv") {
				t.Errorf("trich --lang %s %s: code %d, %q and %q; want %q", lang, c.call, code, out, errw, want)
			}
		}
	}
}
