package store

import (
	"errors"
	"fmt"
)

// ErrQuery is every Mistake: the caller tells who asked, instead of reporting
// that the store is broken.
var ErrQuery = errors.New("a question that cannot be answered as it was asked")

// A Mistake is a question that cannot be answered as it was asked. Its message
// is a format and what goes into it, so that it can be said in another language.
type Mistake struct {
	Format string
	Args   []any
}

func (m *Mistake) Error() string { return fmt.Sprintf(m.Format, m.Args...) }

// Is makes every Mistake an ErrQuery.
func (m *Mistake) Is(target error) bool { return target == ErrQuery }

func mistake(format string, args ...any) error { return &Mistake{format, args} }
