//go:build linux || darwin

package main

import "syscall"

// diskFree returns how many bytes and how many files a user can still write
// to the disk that holds a folder.
func diskFree(dir string) (bytes, files uint64, err error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	files = s.Ffree
	if s.Files == 0 { // the file system counts none, as btrfs
		files = 1<<63 - 1
	}
	return s.Bavail * uint64(s.Bsize), files, nil
}
