//go:build unix

package extract

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// processor returns the processor time this process has used: a busy machine
// does not count.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// TestFiguresAreLinear reads the hard texts in two sizes: eight times the text
// may not take much more than eight times the work.
func TestFiguresAreLinear(t *testing.T) {
	for name, unit := range hardTexts {
		took := func(n int) time.Duration {
			a := &corpus.Article{Text: vi.Clean(strings.Repeat(unit, n/len(unit)))}
			extractor.Extract(a) // room for the tokens
			start := processor(t)
			extractor.Extract(a)
			return processor(t) - start
		}
		small, large := took(50_000), took(400_000)
		if large > 24*small+100*time.Millisecond {
			t.Errorf("%s: 50 kB take %v, 400 kB %v", name, small, large)
		}
		t.Logf("%-10s 50 kB %8v  400 kB %8v", name, small, large)
	}
}
