package source

import (
	"bufio"
	"fmt"
)

// archive reads the pages of a WARC file.
func (s *stream) archive(name string, _ *bufio.Reader) {
	s.fail(name, fmt.Errorf("%w: WARC", ErrUnsupported))
}
