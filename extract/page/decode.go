package page

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// Decode turns the bytes of a page into NFC text and names the charset they
// were in. A byte order mark decides first, then whether the bytes are UTF-8,
// whatever the page calls itself; then the charset it names in <meta> and in
// the Content-Type header. Vietnamese in the encodings before Unicode is
// recognised by its letters. Bytes that mean nothing become U+FFFD.
func Decode(body []byte, contentType string) (text, charset string) {
	b, charset := toUTF8(body, contentType)
	text = string(b)
	if !norm.NFC.IsNormalString(text) {
		text = norm.NFC.String(text)
	}
	return text, charset
}

// toUTF8 is Decode without the last step, since pages are normalised line by
// line. It returns body itself where nothing has to change.
func toUTF8(body []byte, contentType string) (text []byte, charset string) {
	text, charset = decode(body, contentType)
	if fixed, name := repair(string(sample(text))); name != "" && fixed != "" {
		if whole, again := repairAs(string(text), name); again {
			return []byte(whole), name
		}
	}
	return text, charset
}

func decode(body []byte, contentType string) (text []byte, charset string) {
	switch {
	case bytes.HasPrefix(body, []byte{0xef, 0xbb, 0xbf}):
		return bytes.ToValidUTF8(body[3:], replacement), "utf-8"
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}):
		return with(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), body[2:]), "utf-16le"
	case bytes.HasPrefix(body, []byte{0xfe, 0xff}):
		return with(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), body[2:]), "utf-16be"
	}
	if order, name, ok := wide(body); ok {
		return with(unicode.UTF16(order, unicode.IgnoreBOM), body), name
	}
	if utf8.Valid(body) {
		return body, "utf-8"
	}
	if bad, multi := utf8Quality(body); bad*4 < multi {
		return bytes.ToValidUTF8(body, replacement), "utf-8"
	}
	for _, name := range []string{metaCharset(body), headerCharset(contentType)} {
		if enc, canonical := lookup(name); enc != nil && canonical != "utf-8" {
			if canonical == "windows-1252" {
				break // every portal that does not know its charset says so
			}
			return with(enc, body), canonical
		}
	}
	return western(body)
}

var replacement = []byte("\ufffd")

// western decodes bytes of an unknown 8-bit charset: Vietnamese Windows where
// its letters make words, else Western Windows.
func western(body []byte) ([]byte, string) {
	plain := with(charmap.Windows1252, body)
	viet := with(charmap.Windows1258, body)
	if vietnamese(string(norm.NFC.Bytes(sample(viet)))) > vietnamese(string(sample(plain))) {
		return viet, "windows-1258"
	}
	return plain, "windows-1252"
}

// sample returns enough of a text to know its language.
func sample(b []byte) []byte {
	const enough = 16 << 10
	// Pages begin with a long head of plain ASCII: start at the first letter
	// beyond it.
	from := 0
	for from < len(b) && b[from] < utf8.RuneSelf {
		from++
	}
	if from == len(b) {
		return nil
	}
	return bytes.ToValidUTF8(b[from:min(len(b), from+enough)], nil)
}

// repairAs reads the whole of a misread text in the named encoding.
func repairAs(text, name string) (string, bool) {
	b := make([]byte, 0, len(text))
	for _, r := range text {
		if c, ok := charmap.Windows1252.EncodeRune(r); ok {
			b = append(b, c)
		} else if r < 0x100 {
			b = append(b, byte(r))
		} else {
			b = append(b, '?')
		}
	}
	for _, l := range legacies() {
		if l.name == name {
			return l.decode(b), true
		}
	}
	if utf8.Valid(b) {
		return string(b), true
	}
	return text, false
}

func with(enc encoding.Encoding, body []byte) []byte {
	out, err := enc.NewDecoder().Bytes(body)
	if err != nil || !utf8.Valid(out) {
		return bytes.ToValidUTF8(out, replacement)
	}
	return out
}

// wide recognises UTF-16 without a byte order mark by its zero bytes.
func wide(body []byte) (unicode.Endianness, string, bool) {
	n := min(len(body), 2048) &^ 1
	if n < 32 {
		return unicode.LittleEndian, "", false
	}
	even, odd := 0, 0
	for i := 0; i < n; i += 2 {
		if body[i] == 0 && body[i+1] != 0 {
			even++
		}
		if body[i+1] == 0 && body[i] != 0 {
			odd++
		}
	}
	switch {
	case odd > n/4 && even < n/64:
		return unicode.LittleEndian, "utf-16le", true
	case even > n/4 && odd < n/64:
		return unicode.BigEndian, "utf-16be", true
	}
	return unicode.LittleEndian, "", false
}

// utf8Quality counts broken bytes and whole sequences beyond ASCII.
func utf8Quality(b []byte) (bad, multi int) {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			multi++
		}
		i += n
	}
	return bad, multi
}

var charsetPattern = regexp.MustCompile(`(?i)<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_:-]+)`)

// metaCharset returns the charset the page names itself, looked for in the
// whole head: portals put long scripts before it.
func metaCharset(body []byte) string {
	if m := charsetPattern.FindSubmatch(body[:min(len(body), 128<<10)]); m != nil {
		return string(m[1])
	}
	return ""
}

func headerCharset(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return params["charset"]
}

func lookup(name string) (encoding.Encoding, string) {
	if name == "" {
		return nil, ""
	}
	enc, err := htmlindex.Get(strings.TrimSpace(name))
	if err != nil {
		return nil, ""
	}
	canonical, err := htmlindex.Name(enc)
	if err != nil {
		return nil, ""
	}
	return enc, canonical
}
