package crawl

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// A tag is a start or end tag with the attributes that a crawl looks at.
type tag struct {
	name string // in lower case, empty for a tag nobody asks for
	end  bool

	href, src, rel, typ, content, httpEquiv, named string
	action, method, value, max                     string // of forms

	given uint16 // a bit for each of attributes
}

// has says that an attribute was given, if only without a value.
func (t *tag) has(name string) bool {
	for i, a := range attributes {
		if string(a.name) == name {
			return t.given&(1<<i) != 0
		}
	}
	return false
}

// A tagReader goes through a page from tag to tag. Finding links this way costs
// a fifth of what a tokenizer for everything costs, which is most of a crawl's
// own work. Attributes are read as the HTML standard says; what stands between
// tags is passed over.
type tagReader struct {
	rest []byte
	tag  tag
	torn bool // the page ends inside a tag
}

// next returns the text up to the next tag and the tag, which is good until
// the next call. more is false at the end of the page.
func (r *tagReader) next() (text []byte, t *tag, more bool) {
	from := 0
	for {
		i := bytes.IndexByte(r.rest[from:], '<')
		if i < 0 || from+i+1 >= len(r.rest) {
			text, r.rest = r.rest, nil
			return text, nil, false
		}
		i += from
		switch c := r.rest[i+1]; {
		case isLetter(c):
			text = r.rest[:i]
			r.rest = r.rest[i+1:]
			r.read(false)
			return text, &r.tag, !r.torn
		case c == '/' && i+2 < len(r.rest) && isLetter(r.rest[i+2]):
			text = r.rest[:i]
			r.rest = r.rest[i+2:]
			r.read(true)
			return text, &r.tag, !r.torn
		case c == '!' || c == '?' || c == '/':
			text = r.rest[:i]
			r.rest = r.rest[i+1:]
			r.skipComment()
			r.tag = tag{}
			return text, &r.tag, true
		}
		from = i + 1 // a bare "<" is text
	}
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isSpace(c byte) bool  { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// skipComment passes over a comment, a doctype or what looks like one.
func (r *tagReader) skipComment() {
	end := []byte(">")
	if bytes.HasPrefix(r.rest, []byte("!--")) {
		r.rest = r.rest[3:]
		if bytes.HasPrefix(r.rest, []byte(">")) || bytes.HasPrefix(r.rest, []byte("->")) {
			return // <!--> is a whole comment
		}
		end = []byte("-->")
	}
	i := bytes.Index(r.rest, end)
	if i < 0 {
		r.rest = nil
		return
	}
	r.rest = r.rest[i+len(end):]
}

// wanted are the tags whose attributes or content matter.
var wanted = map[string]bool{
	"a": true, "area": true, "base": true, "button": true, "form": true, "frame": true, "iframe": true, "input": true, "link": true,
	"meta": true, "noembed": true, "noframes": true, "option": true, "plaintext": true, "script": true, "select": true, "style": true,
	"textarea": true, "title": true, "xmp": true,
}

const longestWanted = len("plaintext")

// read reads a tag from its name to its end.
func (r *tagReader) read(end bool) {
	r.tag = tag{end: end}
	n := 0
	for n < len(r.rest) && !isSpace(r.rest[n]) && r.rest[n] != '>' && r.rest[n] != '/' {
		n++
	}
	keep := false
	if n <= longestWanted {
		name := string(r.rest[:n])
		if !wanted[name] {
			name = strings.ToLower(name)
		}
		if keep = wanted[name]; keep {
			r.tag.name = name
		}
	}
	r.rest = r.rest[n:]
	for r.attribute(keep && !end) {
	}
}

// attribute reads one attribute; false at the end of the tag.
func (r *tagReader) attribute(keep bool) bool {
	b, i := r.rest, 0
	for i < len(b) && (isSpace(b[i]) || b[i] == '/') {
		i++
	}
	if i >= len(b) {
		r.rest, r.torn = nil, true
		return false
	}
	if b[i] == '>' {
		r.rest = b[i+1:]
		return false
	}
	start := i
	for i++; i < len(b) && !isSpace(b[i]) && b[i] != '=' && b[i] != '>' && b[i] != '/'; {
		i++
	}
	name := b[start:i]
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	if i >= len(b) || b[i] != '=' {
		r.rest = b[i:]
		if keep {
			r.tag.set(name, nil)
		}
		return true
	}
	for i++; i < len(b) && isSpace(b[i]); {
		i++
	}
	value, after := attributeValue(b[i:])
	r.rest = after
	if keep {
		r.tag.set(name, value)
	}
	return true
}

// attributeValue splits b after a value, quoted or not.
func attributeValue(b []byte) (value, after []byte) {
	if len(b) > 0 && (b[0] == '"' || b[0] == '\'') {
		i := bytes.IndexByte(b[1:], b[0])
		if i < 0 {
			return nil, nil
		}
		return b[1 : 1+i], b[i+2:]
	}
	i := 0
	for i < len(b) && !isSpace(b[i]) && b[i] != '>' {
		i++
	}
	return b[:i], b[i:]
}

// set keeps an attribute; the first of a name counts, even without a value.
func (t *tag) set(name, value []byte) {
	for i, a := range attributes {
		if !bytes.EqualFold(name, a.name) {
			continue
		}
		if bit := uint16(1) << i; t.given&bit == 0 {
			t.given |= bit
			*a.of(t) = unescapeAttribute(string(value))
		}
		return
	}
}

var attributes = []struct {
	name []byte
	of   func(*tag) *string
}{
	{[]byte("href"), func(t *tag) *string { return &t.href }},
	{[]byte("src"), func(t *tag) *string { return &t.src }},
	{[]byte("rel"), func(t *tag) *string { return &t.rel }},
	{[]byte("type"), func(t *tag) *string { return &t.typ }},
	{[]byte("content"), func(t *tag) *string { return &t.content }},
	{[]byte("http-equiv"), func(t *tag) *string { return &t.httpEquiv }},
	{[]byte("name"), func(t *tag) *string { return &t.named }},
	{[]byte("action"), func(t *tag) *string { return &t.action }},
	{[]byte("method"), func(t *tag) *string { return &t.method }},
	{[]byte("value"), func(t *tag) *string { return &t.value }},
	{[]byte("max"), func(t *tag) *string { return &t.max }},
}

// unescapeAttribute undoes entities as they count in attributes: a name
// without its semicolon stays when a letter, a digit or "=" follows, so that
// ?a=1&copy=2 is no sign of copyright.
func unescapeAttribute(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		n := i + 1
		for n < len(s) && (isAlnum(s[n]) || s[n] == '#' && n == i+1) {
			n++
		}
		entity := s[i:n]
		switch {
		case n < len(s) && s[n] == ';':
			n++
			entity = exactly(s[i:n])
		case strings.HasPrefix(entity, "&#"):
			entity = html.UnescapeString(entity)
		case n == len(s) || s[n] != '=':
			entity = exactly(entity)
		}
		b.WriteString(entity)
		s = s[n:]
	}
}

// exactly undoes an entity when all of it is one, else it leaves it.
func exactly(entity string) string {
	plain := html.UnescapeString(entity)
	if last := plain[len(plain)-1]; isAlnum(last) && !strings.HasSuffix(entity, ";") || last == ';' && plain != ";" {
		return entity
	}
	return plain
}

func isAlnum(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' }

// raw passes over the content of an element that holds no tags, up to its end
// tag, and returns it.
func (r *tagReader) raw(name string) []byte {
	for from := 0; ; {
		i := bytes.Index(r.rest[from:], []byte("</"))
		if i < 0 {
			content := r.rest
			r.rest = nil
			return content
		}
		i += from
		end := i + 2 + len(name)
		if end <= len(r.rest) && strings.EqualFold(string(r.rest[i+2:end]), name) &&
			(end == len(r.rest) || isSpace(r.rest[end]) || r.rest[end] == '>' || r.rest[end] == '/') {
			content := r.rest[:i]
			r.rest = r.rest[i:]
			return content
		}
		from = i + 2
	}
}
