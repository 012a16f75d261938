package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/trich-vn/trich/corpus"
)

// An Archive reads the answers of servers out of archive files. It may be
// called by many goroutines.
type Archive interface {
	// Answer returns the answer at a place, its body without content encoding.
	Answer(at corpus.ArchiveRecord) (http.Header, []byte, error)
	// Check reads the answer at a place to its end and says whether it is the one
	// that the index means.
	Check(at corpus.ArchiveRecord) error
}

// ErrBody says that the bytes of one page cannot be read: the caller reports it
// and goes on with the next page.
var ErrBody = errors.New("the page's bytes cannot be read")

// ErrNoArchive says that a file of the archive is in none of the folders where
// it could be: the caller asks where the archive is.
var ErrNoArchive = errors.New("this file of the archive is not there")

// archived indexes what the archive took. It must be durable already.
func (s *saver) archived(ctx context.Context, records []corpus.ArchiveRecord) error {
	ends := map[int64]int64{}
	err := each(ctx, s.tx, "INSERT INTO archive (url, fetched_at, status, file_id, at, length, record, digest, revisit) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		records, func(stmt *sql.Stmt, r *corpus.ArchiveRecord) error {
			file, err := s.archiveFile(ctx, r)
			if err != nil {
				return err
			}
			ends[file] = max(ends[file], r.Offset+r.Length, r.End)
			_, err = stmt.ExecContext(ctx, r.URL, millis(r.FetchedAt), r.Status, file, r.Offset, r.Length, r.RecordID, opt(r.PayloadDigest), r.Revisit)
			return err
		})
	for file, end := range ends {
		if err == nil {
			_, err = s.tx.ExecContext(ctx, "UPDATE archive_files SET size = ?2 WHERE id = ?1 AND size < ?2", file, end)
		}
	}
	return err
}

// archiveFile returns the identifier of the file that a record stands in.
func (s *saver) archiveFile(ctx context.Context, r *corpus.ArchiveRecord) (id int64, err error) {
	if id, known := s.files[r.File]; known {
		return id, nil
	}
	err = s.tx.QueryRowContext(ctx, `INSERT INTO archive_files (name, folder, size) VALUES (?, ?, 0)
		ON CONFLICT (name) DO UPDATE SET folder = coalesce(excluded.folder, folder) RETURNING id`, r.File, opt(s.db.seenFrom(r.Folder))).Scan(&id)
	s.files[r.File] = id
	return id, err
}

// seenFrom writes a folder as seen from that of the database where it lies
// below it: the two can then be moved together.
func (db *DB) seenFrom(folder string) string {
	if folder == "" {
		return ""
	}
	rel, err := filepath.Rel(filepath.Dir(db.path), folder)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return folder
	}
	return filepath.ToSlash(rel)
}

// folderOf finds the folder of an archive file: where it was written, beside
// the database under the same name, or where Options.ArchiveFolders say.
func (db *DB) folderOf(name, recorded string) (string, error) {
	if folder, known := db.folders.Load(name); known {
		return folder.(string), nil
	}
	var folders []string
	if recorded != "" {
		own := filepath.FromSlash(recorded)
		beside := filepath.Join(filepath.Dir(db.path), filepath.Base(own))
		if !filepath.IsAbs(own) {
			own = filepath.Join(filepath.Dir(db.path), own)
		}
		folders = append(folders, own, beside)
	}
	folders = append(folders, db.opts.ArchiveFolders...)
	for _, folder := range folders {
		if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
			db.folders.Store(name, folder)
			return folder, nil
		}
	}
	return "", fmt.Errorf("%w: %s, looked for in %s", ErrNoArchive, name, strings.Join(unique(folders), ", "))
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// place resolves where a record stands.
func (db *DB) place(file, folder string, at, length int64) (r corpus.ArchiveRecord, err error) {
	r = corpus.ArchiveRecord{File: file, Offset: at, Length: length}
	r.Folder, err = db.folderOf(file, folder)
	return r, err
}

// fromArchive reads an answer that the archive holds, and makes sure that it is
// what was fetched.
func (db *DB) fromArchive(at *corpus.ArchiveRecord) (http.Header, []byte, error) {
	if db.opts.Archive == nil {
		return nil, nil, fmt.Errorf("%w: %s was opened without an archive", ErrNoArchive, db.path)
	}
	header, body, err := db.opts.Archive.Answer(*at)
	if err != nil {
		return nil, nil, err
	}
	if sha256.Sum256(body) != at.BodySHA256 {
		return nil, nil, fmt.Errorf("%s at byte %d: not what was fetched", at.File, at.Offset)
	}
	return header, body, nil
}

// Archived finds the newest record that holds the payload of a URL.
func (f *Frontier) Archived(ctx context.Context, url string) (corpus.ArchiveRecord, bool, error) {
	for r, err := range f.db.archive(ctx, "WHERE a.url = ?1 AND a.revisit = 0 ORDER BY a.id DESC LIMIT 1", url) {
		return r, err == nil, err
	}
	return corpus.ArchiveRecord{}, false, nil
}

// Archive streams where the archive holds the answers fetched since a time, in
// the order of their writing. Folder is empty where a file is not found.
func (db *DB) Archive(ctx context.Context, since time.Time) iter.Seq2[corpus.ArchiveRecord, error] {
	return func(yield func(corpus.ArchiveRecord, error) bool) {
		for r, err := range db.archive(ctx, "WHERE a.fetched_at >= ?1 ORDER BY a.id", millis(since)) {
			if err == nil {
				r.Folder, _ = db.folderOf(r.File, r.Folder) // the file may have been moved away
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func (db *DB) archive(ctx context.Context, where string, args ...any) iter.Seq2[corpus.ArchiveRecord, error] {
	return func(yield func(corpus.ArchiveRecord, error) bool) {
		rows, err := db.r.QueryContext(ctx, `SELECT a.url, a.fetched_at, a.status, f.name, coalesce(f.folder, ''), a.at, a.length, a.record, coalesce(a.digest, ''), a.revisit
			FROM archive a JOIN archive_files f ON f.id = a.file_id `+where, args...)
		if err != nil {
			yield(corpus.ArchiveRecord{}, db.fail(err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var r corpus.ArchiveRecord
			var at int64
			err := rows.Scan(&r.URL, &at, &r.Status, &r.File, &r.Folder, &r.Offset, &r.Length, &r.RecordID, &r.PayloadDigest, &r.Revisit)
			r.FetchedAt = fromMillis(at)
			if !yield(r, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(corpus.ArchiveRecord{}, db.fail(err))
		}
	}
}

// An ArchiveFile is one file that the index refers to.
type ArchiveFile struct {
	Name string
	// Folder is where it was found, empty where it is not there.
	Folder string
	// Size is how many of its bytes the index knows of: at least so many must
	// be there.
	Size int64
}

// ArchiveFiles lists the files of the archive, oldest first.
func (db *DB) ArchiveFiles(ctx context.Context) ([]ArchiveFile, error) {
	rows, err := db.r.QueryContext(ctx, "SELECT name, coalesce(folder, ''), size FROM archive_files ORDER BY id")
	if err != nil {
		return nil, db.fail(err)
	}
	defer rows.Close()
	var files []ArchiveFile
	for rows.Next() {
		var f ArchiveFile
		if err := rows.Scan(&f.Name, &f.Folder, &f.Size); err != nil {
			return nil, err
		}
		f.Folder, _ = db.folderOf(f.Name, f.Folder)
		files = append(files, f)
	}
	return files, db.fail(rows.Err())
}
