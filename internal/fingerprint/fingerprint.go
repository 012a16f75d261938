// Package fingerprint names a state of files in a few letters.
package fingerprint

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
)

// Length is the number of hexadecimal digits of a fingerprint: 48 bits.
const Length = 12

// Of names the files of the trees by their paths and contents; Go tests do not
// count. The order of the trees does. An error is one of the trees' own.
func Of(trees ...fs.FS) (string, error) {
	h := sha256.New()
	for _, tree := range trees {
		err := fs.WalkDir(tree, ".", func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || strings.HasSuffix(path, "_test.go") {
				return err
			}
			b, err := fs.ReadFile(tree, path)
			fmt.Fprintln(h, path, len(b))
			h.Write(b)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:Length], nil
}
