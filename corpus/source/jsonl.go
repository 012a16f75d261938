package source

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/trich-vn/trich/corpus"
)

// A record is one line of JSON Lines. Strings that are no valid UTF-8, and
// halves of surrogate pairs, are read as U+FFFD.
type record struct {
	ID        identifier `json:"id"`
	Text      string     `json:"text"`
	HTML      string     `json:"html"`
	Title     string     `json:"title"`
	Published string     `json:"published"`
	URL       string     `json:"url"`
	Province  string     `json:"province"`
	Portal    string     `json:"portal"`
}

// An identifier is a string or a number.
type identifier string

func (id *identifier) UnmarshalJSON(raw []byte) error {
	var text string
	var number json.Number
	if json.Unmarshal(raw, &text) == nil {
		*id = identifier(text)
		return nil
	}
	if err := json.Unmarshal(raw, &number); err != nil {
		return errors.New(`"id" is neither text nor a number`)
	}
	*id = identifier(number)
	return nil
}

// jsonLines reads one document a line. A bad line is reported and the next one
// read; an empty line is none.
func (s *stream) jsonLines(name string, in *bufio.Reader) {
	in = decodeUTF16(in)
	for line := 1; !s.ended(); line++ {
		raw, err := readLine(in, s.opts.maxBytes())
		if line == 1 {
			raw = bytes.TrimPrefix(raw, []byte(bomUTF8))
		}
		last := errors.Is(err, io.EOF)
		switch {
		case err != nil && !last && !errors.Is(err, ErrTooLarge):
			s.fail(name, bare(err))
			return
		case errors.Is(err, ErrTooLarge):
			s.failAt(&Error{Name: name, Line: line, Offset: -1, Err: err})
		case len(bytes.TrimSpace(raw)) > 0:
			s.jsonLine(name, line, raw)
		}
		if last {
			return
		}
	}
}

func (s *stream) jsonLine(name string, line int, raw []byte) {
	page, err := parseLine(raw)
	if err != nil {
		s.failAt(&Error{Name: name, Line: line, Offset: -1, Err: err})
		return
	}
	if page.Source == "" {
		page.Source = fmt.Sprintf("%s:%d", name, line)
	}
	s.page(page)
}

func parseLine(raw []byte) (*corpus.Page, error) {
	var r record
	if err := json.Unmarshal(raw, &r); err != nil {
		return nil, fmt.Errorf("JSON: %w", err)
	}
	page := &corpus.Page{Source: string(r.ID), URL: r.URL, Title: r.Title, Published: r.Published,
		Province: r.Province, Portal: r.Portal}
	switch {
	case r.HTML != "":
		// A JSON string is UTF-8, whatever the charset the page once declared.
		page.MediaType, page.Body = corpus.HTML, []byte(r.HTML)
		page.Header = http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	case r.Text != "":
		page.MediaType, page.Body = corpus.Text, []byte(r.Text)
	default:
		return nil, errors.New(`neither "text" nor "html"`)
	}
	if blank(page.Body) {
		return nil, ErrEmpty
	}
	return page, nil
}

// readLine reads up to and with the next line feed. A line longer than limit is
// read to its end, but not kept, and ErrTooLarge returned.
func readLine(in *bufio.Reader, limit int64) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if long = long || int64(len(line)+len(part)) > limit+1; long {
			line = nil
		} else {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case long && (err == nil || errors.Is(err, io.EOF)):
			return nil, tooLarge(limit)
		default:
			return line, err
		}
	}
}

// decodeUTF16 turns a file that begins with a mark of UTF-16, as Windows shells
// write them, into UTF-8.
func decodeUTF16(in *bufio.Reader) *bufio.Reader {
	mark, err := in.Peek(2)
	if err != nil || string(mark) != bomUTF16LE && string(mark) != bomUTF16BE {
		return in
	}
	decoder := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	return bufio.NewReaderSize(transform.NewReader(in, decoder), sniffBytes)
}
