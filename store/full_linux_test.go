package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func init() { children["full"] = fullChild }

// fullChild mounts a small file system at path's folder, fills it and prints
// what became of the database.
func fullChild(ctx context.Context, path string) error {
	dir := filepath.Dir(path)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=6m"); err != nil {
		fmt.Println("no mount:", err)
		return nil
	}
	db, err := Open(ctx, path, testOptions())
	if err != nil {
		return err
	}
	g := newGenerator(5)
	saved := 0
	for err == nil && saved < 5000 {
		if _, err = db.SaveRecord(ctx, g.record(saved), Meta{}); err == nil {
			saved++
		}
	}
	if err == nil {
		return errors.New("the disk did not become full")
	}
	if s := err.Error(); !strings.Contains(s, "the disk is full") || !strings.Contains(s, path) || strings.Contains(s, "\n") {
		return fmt.Errorf("error %q; want one line with the file and that the disk is full", s)
	}
	// A batch meets the same end, and says so.
	w := db.Writer(10)
	var batch error
	for i := 0; batch == nil && i < 100; i++ {
		_, batch = w.SaveRecord(ctx, g.record(10000+i), Meta{})
	}
	if batch = errors.Join(batch, w.Close()); batch == nil {
		return errors.New("batch: the disk did not become full")
	}
	if !strings.Contains(batch.Error(), "the disk is full") || w.Lost() == 0 {
		return fmt.Errorf("batch: %w, %d lost; want that the disk is full, and how much was lost", batch, w.Lost())
	}
	if err := whole(ctx, db, saved); err != nil {
		return fmt.Errorf("when full: %w", err)
	}
	if err := db.Close(); err != nil {
		return fmt.Errorf("closing when full: %w", err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		return err
	}
	if db, err = Open(ctx, path, testOptions()); err != nil {
		return err
	}
	if _, err := db.SaveRecord(ctx, g.record(saved), Meta{}); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	if err := whole(ctx, db, saved+1); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	fmt.Println("saved", saved)
	return db.Close()
}

// whole finds the database sound and with that many articles.
func whole(ctx context.Context, db *DB, articles int) error {
	checks, err := db.Verify(ctx)
	if err != nil {
		return err
	}
	for _, c := range checks {
		if !c.OK() {
			return fmt.Errorf("%s: %v", c.Name, c.Problems)
		}
		if c.Name == "articles" && int(c.Rows) != articles {
			return fmt.Errorf("%d articles, %d were saved", c.Rows, articles)
		}
	}
	return nil
}

// A full disk is reported as such, loses nothing that was stored, and when
// there is room again the next run goes on.
func TestDiskFull(t *testing.T) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childVariable+"=full "+filepath.Join(t.TempDir(), "x.db"))
	// In a mount namespace of its own, as its own superuser.
	child.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	var out, errs bytes.Buffer
	child.Stdout, child.Stderr = &out, &errs
	if err := child.Run(); err != nil {
		if child.ProcessState == nil {
			t.Skipf("no namespace to mount a small disk in: %v", err)
		}
		t.Fatalf("%v: %s", err, errs.String())
	}
	if strings.HasPrefix(out.String(), "no mount") {
		t.Skip(out.String())
	}
	t.Log(strings.TrimSpace(out.String()))
}

// The same where no disk can be mounted: SQLite is told to stop growing.
func TestSQLiteFull(t *testing.T) {
	db := openTest(t)
	fill(t, db, 20)
	if _, err := db.w.Exec("PRAGMA max_page_count = 40"); err != nil {
		t.Fatal(err)
	}
	g := newGenerator(5)
	saved, err := 20, error(nil)
	for err == nil && saved < 5000 {
		if _, err = db.SaveRecord(t.Context(), g.record(1000+saved), Meta{}); err == nil {
			saved++
		}
	}
	if err == nil || !strings.Contains(err.Error(), "the disk is full") || !strings.Contains(err.Error(), db.path) {
		t.Errorf("error %v; want the file and that the disk is full", err)
	}
	if err := whole(t.Context(), db, saved); err != nil {
		t.Error(err)
	}
}
