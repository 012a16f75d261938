package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"time"

	"github.com/gofrs/flock"

	"github.com/trich-vn/trich/internal/warc"
	"github.com/trich-vn/trich/store"
)

// Below these many bytes free a disk is a worry, and a problem: the log alone may
// take 256 MB.
const (
	littleDisk = 2 << 30
	noDisk     = 512 << 20
)

// clockSlack is how far two honest clocks may differ.
const clockSlack = 5 * time.Minute

// lock looks whether a run is at work, without making a lock file.
func (d *doctor) lock() {
	a := d.a
	path := a.conf.DB + ".lock"
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		d.add(a.tr("lock"), healthy, a.tr("free"), "")
		return
	}
	l := flock.New(path, flock.SetFlag(os.O_RDONLY))
	ok, err := l.TryLock()
	switch {
	case err != nil:
		d.add(a.tr("lock"), wrong, err.Error(), a.tr("run trich as the user that owns the files"))
	case !ok:
		d.locked = true
		d.add(a.tr("lock"), worrying, a.tr("another run works on %s", a.conf.DB), a.tr("wait until it has ended"))
	default:
		d.note(l.Unlock(), a.tr("lock"), a.tr("free"))
	}
}

func (d *doctor) database(ctx context.Context) {
	a := d.a
	opts := a.storeOptions()
	opts.ReadOnly = true
	db, err := store.Open(ctx, a.conf.DB, opts)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.add(a.tr("database"), worrying, a.tr("%s does not exist yet", a.conf.DB), a.tr("'trich ingest' and 'trich run' make a database; --db names another"))
		d.writable(a.tr("database"), filepath.Dir(a.conf.DB))
		return
	case errors.Is(err, store.ErrOutdated):
		d.add(a.tr("database"), worrying, err.Error(), a.tr("'trich backup' first; the next writing command brings it up to date"))
		return
	case errors.Is(err, store.ErrNewer):
		d.add(a.tr("database"), wrong, err.Error(), a.tr("use the newer trich, or another database with --db"))
		return
	case err != nil:
		d.add(a.tr("database"), wrong, err.Error(), a.tr("'trich verify' looks closer; a backup can be put in its place"))
		return
	}
	defer db.Close()
	d.contents(ctx, db)
	d.writable(a.tr("database"), filepath.Dir(a.conf.DB))
	d.runs(ctx, db)
	d.clock(ctx, db)
}

// contents says how large a database is.
func (d *doctor) contents(ctx context.Context, db *store.DB) {
	a := d.a
	var schema, articles int64
	err := errors.Join(one(ctx, db, "PRAGMA user_version", &schema), one(ctx, db, "SELECT count(*) FROM articles", &articles))
	if err != nil {
		d.add(a.tr("database"), wrong, err.Error(), a.tr("'trich verify' looks closer; a backup can be put in its place"))
		return
	}
	d.add(a.tr("database"), healthy, a.tr("%s: schema %d, %d articles", a.conf.DB, schema, articles), "")
	d.archiveIndex(ctx, db)
}

// archiveIndex looks whether the files are there that hold the stored pages.
func (d *doctor) archiveIndex(ctx context.Context, db *store.DB) {
	a := d.a
	files, err := db.ArchiveFiles(ctx)
	missing := slices.DeleteFunc(files, func(f store.ArchiveFile) bool { return f.Folder != "" })
	switch {
	case err != nil:
		d.add(a.tr("archive"), wrong, err.Error(), a.tr("'trich verify' looks closer; a backup can be put in its place"))
	case len(missing) > 0:
		d.add(a.tr("archive"), wrong, a.tr("%d files with stored pages are not there, the first %s", len(missing), missing[0].Name),
			a.tr("--archive names the folder where it is"))
	}
}

// one reads the first cell of a query's answer; an absent value leaves to as
// it is.
func one[T any](ctx context.Context, db *store.DB, query string, to *T) error {
	_, rows, err := db.SQL(ctx, query, time.Minute)
	if err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		if v, ok := row[0].(T); ok {
			*to = v
		}
		return nil
	}
	return nil
}

// writable says so only where a folder cannot be written to.
func (d *doctor) writable(what, dir string) {
	f, err := os.CreateTemp(dir, ".trich-doctor-*")
	if err == nil {
		err = errors.Join(f.Close(), os.Remove(f.Name()))
	}
	if err != nil {
		d.add(what, wrong, err.Error(), d.a.tr("run trich as the user that owns the files"))
	}
}

// runs tells how the newest run ended.
func (d *doctor) runs(ctx context.Context, db *store.DB) {
	a := d.a
	runs, err := db.Runs(ctx, 1)
	if err != nil || len(runs) == 0 {
		d.note(err, a.tr("last run"), a.tr("none"))
		return
	}
	r := runs[0]
	found := a.tr("%d: %s, %s, %s", r.ID, r.Command, r.StartedAt.Local().Format("2006-01-02 15:04"), a.tr(r.Status))
	switch {
	case r.Status == store.RunFailed:
		d.add(a.tr("last run"), worrying, found, a.tr("'trich runs show %d' tells more", r.ID))
	case r.FinishedAt.IsZero() && !d.locked && (r.Command == "run" || r.Command == "crawl"):
		d.add(a.tr("last run"), worrying, found+"; "+a.tr("it was killed"), a.tr("the next run goes on where this one was"))
	default:
		d.add(a.tr("last run"), healthy, found, "")
	}
}

// clock compares the clock with the newest page: one from the future means
// that a clock is or was wrong, and publication dates and pauses with it.
func (d *doctor) clock(ctx context.Context, db *store.DB) {
	a := d.a
	var newest string
	err := one(ctx, db, "SELECT max(t) FROM (SELECT coalesce(fetched_at, seen_at) AS t FROM pages ORDER BY id DESC LIMIT 1000)", &newest)
	if err != nil || newest == "" {
		d.note(err, a.tr("clock"), now())
		return
	}
	at, err := time.Parse(time.RFC3339, newest)
	if err == nil && time.Until(at) > clockSlack {
		d.add(a.tr("clock"), wrong, a.tr("now is %s, but the newest page is of %s", now(), at.Local().Format(time.DateTime)),
			a.tr("set the clock, and keep it with NTP"))
		return
	}
	d.note(err, a.tr("clock"), now())
}

func now() string { return time.Now().Format("2006-01-02 15:04:05 -07:00") }

// build compares the clock with the day the program was made of.
func (d *doctor) build() {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return
	}
	for _, s := range info.Settings {
		if at, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil && time.Until(at) > clockSlack {
			d.add(d.a.tr("clock"), wrong, d.a.tr("now is %s, before this program was made", now()), d.a.tr("set the clock, and keep it with NTP"))
		}
	}
}

// space looks how much of a file's disk is free.
func (d *doctor) space(what, path string) {
	a := d.a
	dir := existing(filepath.Dir(path))
	free, files, err := a.disk(dir)
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		return
	case err != nil:
		d.add(what, wrong, (&fs.PathError{Op: "statfs", Path: dir, Err: err}).Error(), "")
		return
	}
	found := a.tr("%.1f GB free", float64(free)/1e9)
	need := uint64(littleDisk)
	if info, err := os.Stat(path); err == nil {
		need = max(need, uint64(info.Size()))
	}
	switch advice := a.tr("make room: a full disk ends the run"); {
	case free < noDisk:
		d.add(what, wrong, found, advice)
	case files < 1000:
		d.add(what, wrong, a.tr("only %d more files fit", files), advice)
	case free < need:
		d.add(what, worrying, found, a.tr("make room: a backup or an update needs as much again as the database"))
	default:
		d.add(what, healthy, found, "")
	}
}

// existing returns a folder, or the one above it where it will be made.
func existing(dir string) string {
	for {
		_, err := os.Stat(dir)
		if up := filepath.Dir(dir); err != nil && up != dir {
			dir = up
			continue
		}
		return dir
	}
}

// archive looks at the folder of the WARC files and reads the end of the newest.
func (d *doctor) archive(ctx context.Context) {
	a := d.a
	dir := a.archiveFolder()
	if a.conf.Archive == noArchive {
		d.add(a.tr("archive"), healthy, a.tr("none is kept"), "")
		return
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist) && a.conf.Archive == "":
		d.add(a.tr("archive"), healthy, a.tr("no files yet"), "")
		return
	case errors.Is(err, fs.ErrNotExist):
		d.add(a.tr("archive"), worrying, a.tr("%s does not exist yet", dir), a.tr("the next run makes it"))
		return
	case err != nil:
		d.add(a.tr("archive"), wrong, err.Error(), a.tr("--archive names another folder"))
		return
	case !info.IsDir():
		d.add(a.tr("archive"), wrong, a.tr("%s is no folder", dir), a.tr("--archive names another folder"))
		return
	}
	d.writable(a.tr("archive"), dir)
	files, err := warc.Files(dir, archivePrefix)
	if err != nil || len(files) == 0 {
		d.note(err, a.tr("archive"), a.tr("no files yet"))
		return
	}
	d.newest(ctx, files)
}

// newest reads the end of the file that the last run wrote to.
func (d *doctor) newest(ctx context.Context, files []string) {
	a := d.a
	name := files[len(files)-1]
	found := a.tr("%d files, the newest %s", len(files), filepath.Base(name))
	if d.locked {
		d.add(a.tr("archive"), healthy, found, "")
		return
	}
	records, cut, damage, err := readTail(ctx, name)
	switch {
	case err != nil:
		d.add(a.tr("archive"), wrong, fmt.Sprintf("%s: %v", name, err), a.tr("move the file away; the next run begins another"))
	case damage != nil:
		d.add(a.tr("archive"), worrying, fmt.Sprintf("%s: %v", name, damage), a.tr("the next run cuts a torn end back to the last whole record"))
	case cut:
		d.add(a.tr("archive"), healthy, found+", "+a.tr("its last %d records are whole", records), "")
	default:
		d.add(a.tr("archive"), healthy, found+", "+a.tr("%d records, whole", records), "")
	}
}

// doctorTail is how many bytes are read at the end of an archive, where a crash
// tears it; 'trich verify' reads all of it.
const doctorTail = 4 << 20

// readTail counts the records at the end of an archive and returns the first
// damage there. cut says that there are others before.
func readTail(ctx context.Context, name string) (records int, cut bool, damage *warc.Damage, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, false, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, false, nil, err
	}
	r, from, err := warc.NewTailReader(f, info.Size(), doctorTail)
	if err != nil {
		return 0, false, nil, err
	}
	records, damage, err = countRecords(ctx, r)
	return records, from > 0, damage, err
}

// readArchive reads an archive to its end and returns the first damage.
func readArchive(ctx context.Context, name string) (damage *warc.Damage, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := warc.NewReader(bufio.NewReaderSize(f, 1<<20))
	if err != nil {
		return nil, err
	}
	_, damage, err = countRecords(ctx, r)
	return damage, err
}

// countRecords counts the records that are left and returns the first damage.
func countRecords(ctx context.Context, r *warc.Reader) (records int, damage *warc.Damage, err error) {
	for ctx.Err() == nil {
		_, err := r.Next()
		var hurt *warc.Damage
		switch {
		case errors.Is(err, io.EOF):
			return records, damage, nil
		case errors.As(err, &hurt):
			if damage == nil {
				damage = hurt
			}
		case err != nil:
			return records, damage, err
		default:
			records++
		}
	}
	return records, damage, ctx.Err()
}
