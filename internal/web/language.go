package web

import (
	"embed"
	"fmt"
	"strings"
	"sync"
)

// messageFile holds every word of the pages in both languages.
//
//go:embed messages.tsv
var messageFile embed.FS

// A language is the words of the pages in one language.
type language struct {
	code     string // vi or en
	messages map[string]string
}

// languages reads the table of messages once; it is embedded and tested, so a
// slip in it is a slip in the program.
var languages = sync.OnceValue(func() map[string]*language {
	text, err := messageFile.ReadFile("messages.tsv")
	if err != nil {
		panic(err)
	}
	all, err := parseMessages("messages.tsv", string(text))
	if err != nil {
		panic(err)
	}
	return all
})

// parseMessages reads lines of key, Vietnamese and English, parted by tabs;
// lines that begin with # and empty lines are for people.
func parseMessages(name, text string) (map[string]*language, error) {
	viet := &language{"vi", map[string]string{}}
	english := &language{"en", map[string]string{}}
	for i, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 3 || cells[0] == "" || cells[1] == "" || cells[2] == "" {
			return nil, fmt.Errorf("%s:%d: want key, Vietnamese and English parted by tabs", name, i+1)
		}
		key := cells[0]
		if _, twice := viet.messages[key]; twice {
			return nil, fmt.Errorf("%s:%d: %s stands there twice", name, i+1, key)
		}
		viet.messages[key], english.messages[key] = cells[1], cells[2]
	}
	return map[string]*language{"vi": viet, "en": english}, nil
}

// say returns a message, filled in when it has places for values. A key that
// is in no table is shown as it is, so that it is seen.
func (l *language) say(key string, values ...any) string {
	message, known := l.messages[key]
	if !known {
		return key
	}
	if len(values) == 0 {
		return message
	}
	return fmt.Sprintf(message, values...)
}

// term returns the message of an enumerated value such as bound.over, or the
// value itself where the table has none.
func (l *language) term(group, value string) string {
	if value == "" {
		return ""
	}
	if message, known := l.messages[group+"."+value]; known {
		return message
	}
	return value
}
