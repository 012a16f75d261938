//go:build !linux && !darwin

package main

import "errors"

// diskFree is not known here.
func diskFree(string) (bytes, files uint64, err error) { return 0, 0, errors.ErrUnsupported }
