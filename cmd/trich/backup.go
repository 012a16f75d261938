package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/internal/warc"
	"github.com/trich-vn/trich/store"
)

func (a *app) backupCommand() *cobra.Command {
	var databaseOnly bool
	cmd := &cobra.Command{
		Use:   "backup FILE",
		Short: a.tr("copy the database and its archive while they are in use, and verify the copy"),
		Long: a.tr("Copies the database to FILE and the archive's files into a folder beside it, where the copy looks for them. " +
			"Files of the archive that an earlier backup left there are not copied again."),
		Args:    a.exactArgs(1),
		Example: "  trich backup backups/2026-11-22.db",
		RunE: func(cmd *cobra.Command, args []string) error {
			db, err := a.readDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			return a.backup(cmd.Context(), db, args[0], databaseOnly)
		},
	}
	cmd.Flags().BoolVar(&databaseOnly, "database-only", false, a.tr("leave the archive where it is: any copy of its files is as good"))
	a.dbFlag(cmd)
	a.archiveFlag(cmd)
	return cmd
}

// backup copies the database first: whatever the copy refers to stands in the
// archive by then, and stays there.
func (a *app) backup(ctx context.Context, db *store.DB, path string, databaseOnly bool) error {
	folder := ""
	if !databaseOnly {
		folder = filepath.Base(a.archiveFolder())
	}
	if err := db.Backup(ctx, path, folder); err != nil {
		return failed(err, "")
	}
	fmt.Fprintln(a.out, a.tr("copied to %s", path))
	if databaseOnly {
		return nil
	}
	files, err := db.ArchiveFiles(ctx)
	if err != nil {
		return failed(err, "")
	}
	folder = filepath.Join(filepath.Dir(path), folder)
	copied := 0
	for _, f := range files {
		fresh, err := copyArchive(ctx, f, folder)
		if err != nil {
			a.report(fmt.Errorf("%s: %w", f.Name, err))
		}
		if fresh {
			copied++
		}
	}
	if len(files) > 0 {
		fmt.Fprintln(a.out, a.tr("archive: %d files in %s, %d of them copied now", len(files), folder, copied))
	}
	return nil
}

// copyArchive copies one file of the archive into a folder, up to its last whole
// record, and reads the copy. A copy that is there already as long as the file
// is left: nothing but its end ever changes.
func copyArchive(ctx context.Context, f store.ArchiveFile, folder string) (copied bool, err error) {
	if f.Folder == "" {
		return false, store.ErrNoArchive
	}
	from, to := filepath.Join(f.Folder, f.Name), filepath.Join(folder, f.Name)
	source, err := os.Stat(from)
	if err != nil {
		return false, err
	}
	there, err := os.Stat(to)
	if err == nil && (os.SameFile(source, there) || there.Size() == source.Size()) {
		return false, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return false, err
	}
	part := to + ".part"
	if err := copyFile(ctx, from, part, source.Size()); err != nil {
		return false, errors.Join(err, os.Remove(part))
	}
	if err := checkArchive(ctx, part, f.Size); err != nil {
		return false, errors.Join(err, os.Remove(part))
	}
	return true, os.Rename(part, to)
}

// copyFile copies the first bytes of a file that may be growing.
func copyFile(ctx context.Context, from, to string, size int64) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // nothing was written
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err = io.CopyN(out, in, size); err == nil {
		err = out.Sync()
	}
	if err == nil {
		err = ctx.Err()
	}
	return errors.Join(err, out.Close())
}

// checkArchive cuts off what a run was about to write, and reads the rest.
func checkArchive(ctx context.Context, path string, known int64) error {
	if _, err := warc.RepairFrom(path, known); err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() < known {
		return fmt.Errorf("%d bytes, where the index knows of %d", info.Size(), known)
	}
	damage, err := readArchive(ctx, path)
	if err == nil && damage != nil {
		err = damage
	}
	return err
}
