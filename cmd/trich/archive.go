package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/crawl"
	"github.com/trich-vn/trich/store"
)

const (
	// noArchive is the setting that keeps pages in the database alone.
	noArchive = "none"
	// archivePrefix begins the names of the WARC files.
	archivePrefix = "trich"
	// archiveFile is the size at which a new WARC file is begun, in bytes.
	archiveFile = 1 << 30
)

// archiveFlag gives a command the --archive flag.
func (a *app) archiveFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&a.flags.archive, "archive", "",
		a.tr("folder of the WARC files, or %q (default: the setting archive, else beside the database)", noArchive))
}

// archiveFolder is the folder of the WARC files: that of the settings, or the
// one beside the database.
func (a *app) archiveFolder() string {
	if f := a.conf.Archive; f != "" && f != noArchive {
		return f
	}
	return strings.TrimSuffix(a.conf.DB, filepath.Ext(a.conf.DB)) + ".warc"
}

// openArchive opens the archive for a run that writes to it; nil where none is
// to be kept. Two runs with two databases may share a folder, one at a time.
func (a *app) openArchive(ctx context.Context, db *store.DB, operator string) (archive *crawl.WARCArchive, done func(), err error) {
	if a.conf.Archive == noArchive {
		return nil, func() {}, nil
	}
	folder := a.archiveFolder()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, nil, usage(err, a.tr("--archive names another folder"))
	}
	unlock, err := a.lockFile(filepath.Join(folder, "lock"), folder, a.tr("--archive names another folder"))
	if err != nil {
		return nil, nil, err
	}
	files, err := db.ArchiveFiles(ctx)
	if err != nil {
		unlock()
		return nil, nil, failed(err, "")
	}
	whole := map[string]int64{}
	for _, f := range files {
		whole[f.Name] = f.Size
	}
	archive, err = crawl.NewArchive(folder, archivePrefix, crawl.ArchiveOptions{
		Software: "trich " + version, Operator: operator, MaxSize: archiveFile, Whole: func(file string) int64 { return whole[file] },
	})
	if err != nil {
		unlock()
		return nil, nil, usage(err, a.tr("--archive names another folder"))
	}
	// Every exchange is synced before anything refers to it.
	return archive, func() { _ = archive.Close(); unlock() }, nil
}

// unreadable says that the bytes of one page are damaged, and those of others
// need not be. A file of the archive that is not there is another matter.
func unreadable(err error) bool {
	return errors.Is(err, store.ErrBody) && !errors.Is(err, store.ErrNoArchive)
}

// archiveHint says what to do where a file of the archive is not there.
func (a *app) archiveHint(err error, otherwise string) string {
	if errors.Is(err, store.ErrNoArchive) {
		return a.tr("--archive names the folder where it is")
	}
	return otherwise
}
