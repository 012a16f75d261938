package source

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
)

// sniffBytes is how far into a document its kind is looked for.
const sniffBytes = 4096

const (
	bomUTF8    = "\xef\xbb\xbf"
	bomUTF16LE = "\xff\xfe"
	bomUTF16BE = "\xfe\xff"
	gzipMagic  = "\x1f\x8b"
	warcMagic  = "WARC/"
)

type format int

const (
	formatUnknown format = iota
	formatText
	formatHTML
	formatJSONL
	formatWARC
	formatWACZ
	formatOther
)

// extensions names the kinds of document by file name; what is not listed is
// told by its content.
var extensions = map[string]format{
	".txt": formatText, ".text": formatText,
	".html": formatHTML, ".htm": formatHTML, ".xhtml": formatHTML, ".shtml": formatHTML, ".aspx": formatHTML, ".php": formatHTML,
	".jsonl": formatJSONL, ".ndjson": formatJSONL,
	".warc": formatWARC, ".wacz": formatWACZ,
	".jpg": formatOther, ".jpeg": formatOther, ".png": formatOther, ".gif": formatOther, ".webp": formatOther,
	".svg": formatOther, ".ico": formatOther, ".bmp": formatOther, ".mp3": formatOther, ".mp4": formatOther,
	".css": formatOther, ".js": formatOther, ".mjs": formatOther, ".json": formatOther, ".map": formatOther,
	".woff": formatOther, ".woff2": formatOther, ".ttf": formatOther, ".eot": formatOther,
	".xml": formatOther, ".rss": formatOther, ".csv": formatOther, ".tsv": formatOther,
	".pdf": formatOther, ".doc": formatOther, ".docx": formatOther, ".xls": formatOther, ".xlsx": formatOther,
	".ppt": formatOther, ".pptx": formatOther, ".odt": formatOther, ".rtf": formatOther,
	".zip": formatOther, ".rar": formatOther, ".7z": formatOther, ".tar": formatOther, ".bz2": formatOther,
	".xz": formatOther, ".zst": formatOther, ".tgz": formatOther, ".cdx": formatOther, ".cdxj": formatOther,
	".db": formatOther, ".sqlite": formatOther, ".db-wal": formatOther, ".db-shm": formatOther, ".log": formatOther,
}

// otherKind reports whether the name alone says that a file is no document.
func otherKind(path string) bool {
	return byName(strings.TrimSuffix(strings.ToLower(path), ".gz")) == formatOther
}

func byName(path string) format { return extensions[strings.ToLower(filepath.Ext(path))] }

type kind struct {
	format format
	gzip   bool
}

// kindOf looks at the name and at the first bytes of a document and leaves
// them to be read.
func kindOf(name string, in *bufio.Reader) (kind, error) {
	head, err := in.Peek(sniffBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return kind{}, bare(err)
	}
	if bytes.HasPrefix(head, []byte(gzipMagic)) {
		inner := byName(strings.TrimSuffix(strings.ToLower(name), ".gz"))
		if unzippedMagic(head) == warcMagic {
			inner = formatWARC
		}
		return kind{format: inner, gzip: true}, unlessOther(inner)
	}
	named, seen := byName(name), byContent(head)
	switch {
	case len(head) == 0:
		return kind{}, ErrEmpty
	case named == formatOther:
		return kind{}, unlessOther(named)
	case named == formatWACZ:
		return kind{format: named}, nil
	case seen == formatOther:
		return kind{}, fmt.Errorf("%w: %s", ErrBinary, mediaTypeOf(head))
	case seen == formatWARC, named == formatUnknown, named == formatText && seen == formatHTML:
		return kind{format: seen}, nil
	case named == formatWARC:
		return kind{}, errors.New("does not begin with a WARC record")
	default:
		return kind{format: named}, nil
	}
}

// unzippedMagic returns what compressed data begins with, as far as an archive
// would have to be recognised: archives are decompressed record by record.
func unzippedMagic(head []byte) string {
	z, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return ""
	}
	magic := make([]byte, len(warcMagic))
	n, _ := io.ReadFull(z, magic)
	return string(magic[:n])
}

func unlessOther(f format) error {
	if f == formatOther {
		return ErrUnsupported
	}
	return nil
}

// byContent guesses the kind of a document from its first bytes.
func byContent(head []byte) format {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, []byte(bomUTF8)), " \t\r\n")
	switch {
	case bytes.HasPrefix(head, []byte(warcMagic)):
		return formatWARC
	case looksJSON(trimmed), looksJSON(narrow(head)):
		return formatJSONL
	case looksHTML(trimmed), looksHTML(narrow(head)):
		return formatHTML
	case binary(head):
		return formatOther
	default:
		return formatText
	}
}

// narrow drops the mark and the zero bytes of UTF-16, so that its markup can be
// recognised; of other text nothing is left.
func narrow(head []byte) []byte {
	if !utf16(head) {
		return nil
	}
	head = bytes.TrimPrefix(bytes.TrimPrefix(head, []byte(bomUTF16LE)), []byte(bomUTF16BE))
	return bytes.TrimLeft(bytes.ReplaceAll(head, []byte{0}, nil), " \t\r\n")
}

func looksJSON(head []byte) bool {
	rest, ok := bytes.CutPrefix(head, []byte("{"))
	rest = bytes.TrimLeft(rest, " \t")
	return ok && (bytes.HasPrefix(rest, []byte(`"`)) || bytes.HasPrefix(rest, []byte("}")))
}

func looksHTML(head []byte) bool {
	if len(head) == 0 || head[0] != '<' {
		return false
	}
	return strings.HasPrefix(http.DetectContentType(head), "text/html") || bytes.Contains(bytes.ToLower(head), []byte("<html"))
}

// mediaTypeOf names binary data for people.
func mediaTypeOf(head []byte) string {
	if t := http.DetectContentType(head); !strings.HasPrefix(t, "text/") {
		return t
	}
	return "application/octet-stream"
}

// magics begin files that may hold no zero byte in the part looked at.
var magics = []string{"%PDF-", "PK\x03\x04", "\x89PNG", "\xff\xd8\xff", "GIF8", "Rar!", "7z\xbc\xaf", "\x7fELF", "BZh", "\xfd7zXZ", "SQLite format 3\x00"}

// binary reports whether data is no text: it begins as a known format does, or
// holds zero bytes other than those of UTF-16, or is in good part control
// characters.
func binary(data []byte) bool {
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m)) {
			return true
		}
	}
	if utf16(data) {
		return false
	}
	data = data[:min(len(data), 1<<20)]
	if bytes.IndexByte(data, 0) >= 0 {
		return true
	}
	control := 0
	for _, c := range data {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			control++
		}
	}
	return control*20 > len(data)
}

// utf16 reports whether data is text in UTF-16: it has its mark, or zero bytes
// in nearly every second place and in hardly any other.
func utf16(data []byte) bool {
	if bytes.HasPrefix(data, []byte(bomUTF16LE)) || bytes.HasPrefix(data, []byte(bomUTF16BE)) {
		return true
	}
	data = data[:min(len(data), sniffBytes)]
	var zeros [2]int
	for i, c := range data {
		if c == 0 {
			zeros[i%2]++
		}
	}
	many, few := max(zeros[0], zeros[1]), min(zeros[0], zeros[1])
	return many*3 > len(data) && few*50 < len(data)
}
