package main

import (
	"context"
	"errors"
	"io/fs"

	"github.com/trich-vn/trich/crawl"
	"github.com/trich-vn/trich/internal/vi"
	"github.com/trich-vn/trich/store"
)

// storeOptions are the same for every opening of a database: its search index
// is written with them.
func storeOptions() store.Options {
	return store.Options{Fold: vi.Fold, Unify: vi.Key, Archive: crawl.ArchiveFiles{}}
}

// storeOptions adds where the settings say that the archive is.
func (a *app) storeOptions() store.Options {
	opts := storeOptions()
	opts.ArchiveFolders = []string{a.archiveFolder()}
	return opts
}

// openDB opens the database for writing and makes it where it is missing.
func (a *app) openDB(ctx context.Context) (*store.DB, error) {
	db, err := store.Open(ctx, a.conf.DB, a.storeOptions())
	return db, a.dbError(err)
}

// crawlCache is the page cache of a connection while a crawl writes: it
// appends, and looks little up.
const crawlCache = 4 << 10 // KiB

// openForCrawl is openDB with little memory, for runs that take all night on
// a small machine.
func (a *app) openForCrawl(ctx context.Context) (*store.DB, error) {
	opts := a.storeOptions()
	opts.CacheKiB = crawlCache
	opts.Readers = 2
	db, err := store.Open(ctx, a.conf.DB, opts)
	return db, a.dbError(err)
}

// alone opens the database for a run that no other run may overlap with, and
// runs f.
func (a *app) alone(ctx context.Context, open func(context.Context) (*store.DB, error), f func(*store.DB) error) error {
	unlock, err := a.lock()
	if err != nil {
		return err
	}
	defer unlock()
	db, err := open(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	return f(db)
}

// readDB opens an existing database for questions. One of an older version is
// opened for writing once, which brings it up to date.
func (a *app) readDB(ctx context.Context) (*store.DB, error) {
	opts := a.storeOptions()
	opts.ReadOnly = true
	db, err := store.Open(ctx, a.conf.DB, opts)
	if errors.Is(err, store.ErrOutdated) {
		return a.openDB(ctx)
	}
	return db, a.dbError(err)
}

func (a *app) dbError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, store.ErrNewer):
		return usage(err, a.tr("use the newer trich, or another database with --db"))
	case errors.Is(err, fs.ErrNotExist):
		return usage(err, a.tr("'trich ingest' and 'trich run' make a database; --db names another"))
	case errors.Is(err, store.ErrNoFTS5):
		return usage(err, a.tr("'make build' builds it as it must be"))
	}
	return usage(err, a.tr("--db names another database"))
}
