// Package store keeps everything Trích knows in one SQLite file: raw pages,
// articles, their facts, the people named, the runs that wrote them, and a
// full-text index. It is also the one place that holds the questions people
// ask: the command line, the exports and the web page all ask here.
//
// One connection writes, several read. A reader sees whole articles only:
// every article is written in one transaction.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"
)

// Errors that callers decide by.
var (
	// ErrNewer says that a newer version of Trích wrote the database: the
	// caller asks for an upgrade of the program instead of trying again.
	ErrNewer = errors.New("the database was written by a newer version of Trích")
	// ErrOutdated says that a database opened for reading only needs a
	// migration first: the caller opens it for writing once.
	ErrOutdated = errors.New("the database is of an older version and must be opened for writing once")
	// ErrForeign says that the file is a SQLite database of another program.
	ErrForeign = errors.New("the file is a SQLite database of another program")
	// ErrNotFound says that nothing is stored under the identifier asked for.
	ErrNotFound = errors.New("not found")
	// ErrFull says that there is no room left on the disk, ErrBusy that another
	// program did not let go of the database.
	ErrFull = errors.New("the disk is full")
	ErrBusy = errors.New("another program has been writing to it for too long")
	// ErrNoFTS5 says that the program was built without full-text search.
	ErrNoFTS5 = errors.New("this program was built without full-text search: build it with -tags sqlite_fts5")
)

// Options say how a database is opened. The zero Options open it for
// reading and writing and create it where it is missing.
type Options struct {
	// ReadOnly opens an existing database and never writes to it.
	ReadOnly bool
	// Fold makes a text comparable without case and diacritics (đ → d); nil
	// lowers the case only. Databases must always be opened with the same.
	Fold func(string) string
	// Unify makes the spellings and the case of a text one and keeps its
	// diacritics (Hoà → hòa, uỷ → ủy); nil lowers the case only.
	Unify func(string) string
	// BusyTimeout is how long to wait for another writer; 0 means 30 s.
	BusyTimeout time.Duration
	// Readers is the number of reading connections; 0 means one a processor,
	// at least four.
	Readers int
	// CacheKiB is the page cache of a connection; 0 means 64 MiB for the
	// writer and 16 MiB for a reader.
	CacheKiB int
	// Archive reads the pages whose bytes stand in an archive; nil cannot.
	Archive Archive
	// ArchiveFolders are where files of the archive may be that are neither
	// where they were written nor beside the database.
	ArchiveFolders []string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// A DB is an open database. Its methods may be called from many goroutines.
type DB struct {
	path string
	opts Options
	// w is the one writing connection, nil when read-only; r are the readers.
	w, r *sql.DB
	zip  *zstd.Encoder
	// unzip is safe for many goroutines through DecodeAll.
	unzip *zstd.Decoder
	// known are the fingerprints of the articles; who has w has them.
	known known
	// folders holds the folder of each archive file that was found, by name.
	folders sync.Map
}

// Open opens the database at path, brings its schema up to date and returns
// it. An error names the file and the reason in one line.
func Open(ctx context.Context, path string, opts Options) (*DB, error) {
	db, err := open(ctx, path, opts)
	if err != nil {
		return nil, fmt.Errorf("database %s: %w", path, explain(err))
	}
	return db, nil
}

func open(ctx context.Context, path string, opts Options) (*DB, error) {
	opts = opts.withDefaults()
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := checkFile(abs, opts.ReadOnly); err != nil {
		return nil, err
	}
	db := &DB{path: abs, opts: opts}
	if err := db.connect(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func (db *DB) connect(ctx context.Context) error {
	var err error
	if db.zip, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1)); err != nil {
		return err
	}
	if db.unzip, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<30)); err != nil {
		return err
	}
	if !db.opts.ReadOnly {
		if err := create(ctx, db.path, db.opts); err != nil {
			return err
		}
		db.w = db.pool(writer, 1)
		if err := migrate(ctx, db.w); err != nil {
			return err
		}
	}
	db.r = db.pool(reader, db.opts.Readers)
	if err := checkFTS5(ctx, db.r); err != nil {
		return err
	}
	return checkVersion(ctx, db.r)
}

func (o Options) withDefaults() Options {
	if o.Fold == nil {
		o.Fold = lower
	}
	if o.Unify == nil {
		o.Unify = lower
	}
	if o.BusyTimeout == 0 {
		o.BusyTimeout = 30 * time.Second
	}
	if o.Readers == 0 {
		o.Readers = max(4, runtime.NumCPU())
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// checkFile finds the plain mistakes about a path before SQLite does, whose
// "unable to open database file" tells nobody what to mend.
func checkFile(path string, readOnly bool) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return errors.New("is a folder, not a file")
	case err == nil && !info.Mode().IsRegular():
		return errors.New("is no regular file")
	case errors.Is(err, fs.ErrNotExist) && readOnly:
		return fs.ErrNotExist
	case errors.Is(err, fs.ErrNotExist):
		return checkFolder(filepath.Dir(path))
	case err != nil:
		return reason(err)
	}
	mode := os.O_RDWR
	if readOnly {
		mode = os.O_RDONLY
	}
	f, err := os.OpenFile(path, mode, 0)
	if err != nil {
		return reason(err)
	}
	defer f.Close()
	return checkHeader(f, info.Size())
}

// checkHeader refuses what does not begin as every SQLite database does:
// SQLite itself takes a file of a few bytes for an empty database.
func checkHeader(f *os.File, size int64) error {
	const magic = "SQLite format 3\x00"
	if size == 0 {
		return nil
	}
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(f, head); err != nil || string(head) != magic {
		return errors.New("not a SQLite database")
	}
	return nil
}

func checkFolder(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("folder %s: %w", dir, reason(err))
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is no folder", dir)
	}
	return nil
}

// reason takes the path, which the caller names, out of a file error.
func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

// Path returns the absolute path of the database file.
func (db *DB) Path() string { return db.path }

// Close closes every connection. The last one to close folds the write-ahead
// log back into the file.
func (db *DB) Close() error {
	var errs []error
	if db.r != nil {
		errs = append(errs, db.r.Close())
	}
	if db.w != nil {
		errs = append(errs, db.w.Close())
	}
	if db.zip != nil {
		errs = append(errs, db.zip.Close())
	}
	if db.unzip != nil {
		db.unzip.Close()
	}
	return errors.Join(errs...)
}

// now returns the time as the tables keep it: RFC 3339 in UTC.
func (db *DB) now() string { return stamp(db.opts.Now()) }

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// update runs f in one writing transaction.
func (db *DB) update(ctx context.Context, f func(tx *transaction) error) error {
	return db.save(ctx, func(s *saver) error { return f(s.tx) })
}

// save runs f in one writing transaction and indexes what it saved.
func (db *DB) save(ctx context.Context, f func(s *saver) error) error {
	s, err := db.begin(ctx)
	if err != nil {
		return err
	}
	if err := f(s); err != nil {
		return db.fail(errors.Join(err, s.tx.rollback()))
	}
	return s.commit(ctx)
}

// undoable runs f so that its error undoes f alone.
func (s *saver) undoable(ctx context.Context, f func() error) error {
	waiting, apart := s.unindexed, s.unlinked
	err := s.tx.undoable(ctx, f)
	if err != nil {
		s.unindexed, s.unlinked = waiting, apart // also what f indexed is undone
		clear(s.portals)
		clear(s.files)
	}
	return err
}

// A saver is one writing transaction.
type saver struct {
	db *DB
	tx *transaction
	// unindexed lists what the full-text indexes do not hold yet.
	unindexed []pending
	// unlinked lists articles whose near duplicates are not looked for yet.
	unlinked []unlinked
	// portals and files (of the archive) are those the transaction saw in their
	// tables.
	portals map[string]bool
	files   map[string]int64
}

func (db *DB) begin(ctx context.Context) (*saver, error) {
	if db.w == nil {
		return nil, fmt.Errorf("database %s: opened for reading only", db.path)
	}
	tx, err := transact(ctx, db.w)
	if err != nil {
		return nil, db.fail(err)
	}
	return &saver{db: db, tx: tx, portals: map[string]bool{}, files: map[string]int64{}}, nil
}

// commit indexes and links what was saved and makes it durable and visible.
func (s *saver) commit(ctx context.Context) error {
	err := s.index(context.WithoutCancel(ctx))
	if err == nil {
		err = s.link(context.WithoutCancel(ctx))
	}
	if err != nil {
		return s.db.fail(errors.Join(err, s.tx.rollback()))
	}
	if err := s.tx.commit(); err != nil {
		return s.db.fail(err)
	}
	return s.db.fail(s.db.shorten(context.WithoutCancel(ctx)))
}

// longLog is the size at which the write-ahead log is cut. Up to there it is
// written over, which is cheaper than to let it grow anew after every bunch of
// articles: in a large database one touches thousands of pages.
var longLog int64 = 256 << 20

// shorten writes the log back into the file once it is long. SQLite does so
// by itself only when no reader is at work, and where there always is one the
// log grows without end. Waiting for readers is short: the next commit tries
// again.
func (db *DB) shorten(ctx context.Context) error {
	info, err := os.Stat(db.path + "-wal")
	if err != nil || info.Size() < longLog {
		return nil // nothing to cut; a missing log is none
	}
	conn, err := db.w.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "PRAGMA busy_timeout = 100"); err != nil {
		return err
	}
	var busy, logged, written int
	err = conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &logged, &written)
	_, restore := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", db.opts.BusyTimeout.Milliseconds()))
	return errors.Join(err, restore)
}

// steady takes the cancellation out of ctx for the short statements of one
// article: the driver starts a goroutine to watch a context that can be
// cancelled, which costs more than most of them.
func steady(ctx context.Context) (context.Context, error) {
	return context.WithoutCancel(ctx), ctx.Err()
}

// fail names the file in an error of SQLite.
func (db *DB) fail(err error) error {
	if err == nil {
		return nil
	}
	if isSQLite(err) {
		return fmt.Errorf("database %s: %w", db.path, explain(err))
	}
	return err
}
