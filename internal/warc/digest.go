package warc

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"strings"
)

// A digestForm is a way to write a digest: sha1 in base 32 as most archives
// have it, sha256 in hexadecimal as younger ones and ours.
type digestForm struct {
	label  string
	hash   func() hash.Hash
	encode func([]byte) string
}

var digestForms = []digestForm{
	{"sha256:", sha256.New, hex.EncodeToString},
	{"sha1:", sha1.New, base32.StdEncoding.EncodeToString},
}

// digestOf is a labelled digest as it stands in a record's header.
func digestOf(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return label([32]byte(h.Sum(nil)))
}

func label(sum [32]byte) string { return digestForms[0].label + hex.EncodeToString(sum[:]) }

// verifyDigest reads to the end and compares what was read with a labelled
// digest; one of another form is taken for right.
func verifyDigest(in io.Reader, want string) error {
	for _, form := range digestForms {
		if !strings.HasPrefix(want, form.label) {
			continue
		}
		h := form.hash()
		if _, err := io.Copy(h, in); err != nil {
			return err
		}
		if got := form.label + form.encode(h.Sum(nil)); got != want {
			return fmt.Errorf("digest %s, not %s", got, want)
		}
		return nil
	}
	_, err := io.Copy(io.Discard, in)
	return err
}

// checkPayload reads a record to its end and compares its payload with the
// digest; a revisit has none to compare.
func (r *Record) checkPayload(want string) error {
	switch r.Type {
	case TypeResponse:
		head, err := r.Head()
		if err != nil {
			return err
		}
		return verifyDigest(head.in, want)
	case TypeResource:
		return verifyDigest(r.Block, want)
	}
	_, err := io.Copy(io.Discard, r.Block)
	return err
}
