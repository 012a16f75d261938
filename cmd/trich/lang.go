package main

import (
	"embed"
	"os"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"

	"github.com/trich-vn/trich/internal/vi"
)

// messages holds what the program says in Vietnamese; the key is the English
// message itself.
//
//go:embed messages.tsv
var messages embed.FS

// translations is the catalogue of messages. The table is embedded and tested,
// so that a slip in it is a slip in the program.
var translations = sync.OnceValue(func() *catalog.Builder {
	rows, err := vi.ReadTable(messages, "messages.tsv")
	if err != nil {
		panic(err)
	}
	cat := catalog.NewBuilder(catalog.Fallback(language.English))
	for _, r := range rows {
		if err := cat.SetString(language.Vietnamese, r.Get("english"), r.Get("vietnamese")); err != nil {
			panic(r.Errorf("%v", err))
		}
	}
	return cat
})

func newPrinter(lang language.Tag) *message.Printer {
	return message.NewPrinter(lang, message.Catalog(translations()))
}

// chooseLanguage returns the language of the messages: --lang, else
// TRICH_LANG, else Vietnamese. It reads the arguments before the command line
// is parsed, since the help itself is written in it.
func chooseLanguage(args []string) language.Tag {
	lang := os.Getenv("TRICH_LANG")
	for i, arg := range args {
		if arg == "--" {
			break
		}
		if v, ok := strings.CutPrefix(arg, "--lang="); ok {
			lang = v
		} else if arg == "--lang" && i+1 < len(args) {
			lang = args[i+1]
		}
	}
	if strings.HasPrefix(strings.ToLower(lang), "en") {
		return language.English
	}
	return language.Vietnamese
}
