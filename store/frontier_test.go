package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

func target(url, host string, priority int) corpus.Target {
	return corpus.Target{URL: url, Host: host, Group: host, Kind: corpus.PageTarget, Priority: priority, State: corpus.TargetNew}
}

func begin(t *testing.T, f *Frontier, now time.Time) corpus.Cycle {
	t.Helper()
	c, err := f.Begin(t.Context(), now, now.Add(-20*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func record(t *testing.T, f *Frontier, b corpus.FrontierBatch) map[string]int {
	t.Helper()
	added, err := f.Record(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func lease(t *testing.T, f *Frontier, c corpus.Cycle, host string, now time.Time, n int) []corpus.Target {
	t.Helper()
	got, err := f.Lease(t.Context(), corpus.LeaseQuery{Host: host, Now: now, Cycle: c.Start, Until: now.Add(time.Hour), Max: n})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func urls(list []corpus.Target) (out []string) {
	for _, t := range list {
		out = append(out, t.URL)
	}
	return out
}

func TestFrontierLeasesBestFirstAndOnce(t *testing.T) {
	f := openTest(t).Frontier()
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	c := begin(t, f, now)
	added := record(t, f, corpus.FrontierBatch{Found: []corpus.Target{target("u1", "a", 5), target("u2", "a", 9), target("u3", "b", 1), target("u1", "a", 99)}})
	if added[""] != 3 {
		t.Errorf("added %v, want 3", added)
	}
	if hosts, err := f.Due(t.Context(), corpus.LeaseQuery{}); err != nil || !slices.Equal(hosts, []string{"a", "b"}) {
		t.Errorf("due: %v, %v", hosts, err)
	}
	if got := urls(lease(t, f, c, "a", now, 10)); !slices.Equal(got, []string{"u2", "u1"}) {
		t.Errorf("leased %v", got)
	}
	if got := lease(t, f, c, "a", now, 10); len(got) != 0 {
		t.Errorf("leased twice: %v", urls(got))
	}
}

func TestFrontierRetriesWhenDue(t *testing.T) {
	f := openTest(t).Frontier()
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	c := begin(t, f, now)
	record(t, f, corpus.FrontierBatch{Found: []corpus.Target{target("u1", "a", 5)}})
	got := lease(t, f, c, "a", now, 10)[0]
	got.State, got.NextAt, got.Attempts, got.Reason, got.Status = corpus.TargetRetry, now.Add(time.Minute), 1, "HTTP 503", 503
	record(t, f, corpus.FrontierBatch{Done: []corpus.Target{got}})
	if early := lease(t, f, c, "a", now.Add(59*time.Second), 10); len(early) != 0 {
		t.Errorf("leased too early: %v", early)
	}
	again := lease(t, f, c, "a", now.Add(time.Minute), 10)
	if len(again) != 1 || again[0].Attempts != 1 || again[0].Reason != "HTTP 503" || again[0].Status != 503 {
		t.Errorf("leased %+v", again)
	}
}

func TestFrontierKeepsWhatIsKnown(t *testing.T) {
	f := openTest(t).Frontier()
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	c := begin(t, f, now)
	first := target("u1", "a", 5)
	first.From, first.Depth, first.Section = "u0", 3, "/tin"
	record(t, f, corpus.FrontierBatch{Found: []corpus.Target{first}})
	feed := target("u1", "a", 7)
	feed.Title, feed.Published = "Bài", "2026-03-03"
	if added := record(t, f, corpus.FrontierBatch{Found: []corpus.Target{feed}}); len(added) != 0 {
		t.Errorf("added %v", added)
	}
	want := lease(t, f, c, "a", now, 1)[0]
	if want.Title != "Bài" || want.Published != "2026-03-03" || want.Priority != 5 || want.Depth != 3 || want.From != "u0" || want.Section != "/tin" {
		t.Errorf("%+v", want)
	}
	want.State, want.Kind, want.ETag, want.LastModified, want.Distrust, want.BodyHash = corpus.TargetDone, corpus.ArticleTarget, `"e"`, "Tue", true, 1<<63+5
	want.FetchedAt, want.ChangedAt, want.NextAt, want.Interval, want.Unchanged = now, now, now.Add(48*time.Hour), 48*time.Hour, 4
	want.Location, want.Status, want.Portal = "x", 200, "stp"
	record(t, f, corpus.FrontierBatch{Done: []corpus.Target{want}})
	got, known, err := f.Lookup(t.Context(), "u1")
	if err != nil || !known || got != want {
		t.Errorf("got  %+v\nwant %+v (%v)", got, want, err)
	}
	if _, known, err := f.Lookup(t.Context(), "none"); known || err != nil {
		t.Errorf("none: %v %v", known, err)
	}
}

func TestFrontierCycles(t *testing.T) {
	f := openTest(t).Frontier()
	day := func(n int) time.Time { return time.Date(2026, 3, n, 2, 0, 0, 0, time.UTC) }
	c := begin(t, f, day(1))
	record(t, f, corpus.FrontierBatch{Found: []corpus.Target{target("list", "a", 5), target("article", "a", 4), target("left", "a", 3)}})
	got := lease(t, f, c, "a", day(1), 2)
	got[0].State, got[0].NextAt = corpus.TargetDone, day(1).Add(time.Minute)
	got[1].State, got[1].NextAt = corpus.TargetDone, day(3)
	record(t, f, corpus.FrontierBatch{Done: got})

	// Stopped before the end: the same cycle goes on and asks for nothing twice.
	if err := f.End(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	c = begin(t, f, day(1).Add(time.Hour))
	if !c.Resumed || !c.Start.Equal(day(1)) {
		t.Errorf("cycle %+v", c)
	}
	if got := urls(lease(t, f, c, "a", day(1).Add(time.Hour), 10)); !slices.Equal(got, []string{"left"}) {
		t.Errorf("leased %v", got)
	}
	// Killed: what was leased comes back.
	c = begin(t, f, day(1).Add(2*time.Hour))
	if c.InFlight != 1 {
		t.Errorf("%d in flight, want 1", c.InFlight)
	}
	left := lease(t, f, c, "a", day(1).Add(2*time.Hour), 10)
	left[0].State = corpus.TargetDone
	record(t, f, corpus.FrontierBatch{Done: left})
	if err := f.End(t.Context(), true); err != nil {
		t.Fatal(err)
	}

	// The next night only what is due again is asked for.
	c = begin(t, f, day(2))
	if c.Resumed {
		t.Error("a finished cycle was resumed")
	}
	got = lease(t, f, c, "a", day(2), 10)
	if !slices.Equal(urls(got), []string{"list"}) || got[0].State != corpus.TargetDone {
		t.Fatalf("leased %+v", got)
	}
	// Handed back unvisited, it stays due.
	record(t, f, corpus.FrontierBatch{Done: got})
	if got := urls(lease(t, f, c, "a", day(2), 10)); !slices.Equal(got, []string{"list"}) {
		t.Errorf("handed back, then leased %v", got)
	}
	// An old cycle is given up for a new one.
	if c = begin(t, f, day(4)); c.Resumed {
		t.Error("a cycle of two days ago was resumed")
	}
	if got := urls(lease(t, f, c, "a", day(4), 10)); !slices.Equal(got, []string{"list", "article"}) {
		t.Errorf("leased %v", got)
	}
}

func TestFrontierRemembersHostsAndYields(t *testing.T) {
	db := openTest(t)
	f := db.Frontier()
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	begin(t, f, now)
	h := corpus.Host{Host: "a:81", Group: "a", Delay: 1500 * time.Millisecond, RetryAt: now.Add(time.Hour), Failures: 3, Reason: "HTTP 429"}
	record(t, f, corpus.FrontierBatch{Hosts: []corpus.Host{{Host: "a:81", Group: "a"}}})
	record(t, f, corpus.FrontierBatch{Hosts: []corpus.Host{h}})
	if got, err := f.Hosts(t.Context()); err != nil || !slices.Equal(got, []corpus.Host{h}) {
		t.Errorf("%+v, %v", got, err)
	}
	for night := range 5 {
		y := corpus.Yield{Portal: "stp", Section: "/tin", Cycle: now.AddDate(0, 0, night), Lists: 1, Links: 20, Pages: 4, Articles: 3, New: 2, Facts: 9, Sample: fmt.Sprint("u", night)}
		record(t, f, corpus.FrontierBatch{Yields: []corpus.Yield{y}})
		record(t, f, corpus.FrontierBatch{Yields: []corpus.Yield{y}})
	}
	got, err := f.Yields(t.Context(), "stp", now.AddDate(0, 0, 4), 2)
	if err != nil || len(got) != 2 || got[0].Sample != "u3" || got[0].Articles != 6 || got[1].Sample != "u2" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestFrontierQueuesWhatIsAnnouncedAsChanged(t *testing.T) {
	f := openTest(t).Frontier()
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	c := begin(t, f, now)
	record(t, f, corpus.FrontierBatch{Found: []corpus.Target{target("u1", "a", 5), target("u2", "a", 5)}})
	got := lease(t, f, c, "a", now, 2)
	for i := range got {
		got[i].State, got[i].FetchedAt, got[i].NextAt = corpus.TargetDone, now, now.AddDate(0, 0, 9)
	}
	got[1].Unchanged = 3 // announced three times and never changed
	record(t, f, corpus.FrontierBatch{Done: got})
	announce := func(at time.Time) []string {
		a, b := target("u1", "a", 5), target("u2", "a", 5)
		a.ChangedAt, b.ChangedAt = at, at
		record(t, f, corpus.FrontierBatch{Found: []corpus.Target{a, b}})
		return urls(lease(t, f, c, "a", now.Add(2*time.Hour), 5))
	}
	if got := announce(now.Add(-time.Hour)); got != nil {
		t.Errorf("changed before the fetch: leased %v", got)
	}
	if got := announce(now.Add(time.Hour)); !slices.Equal(got, []string{"u1"}) {
		t.Errorf("changed after the fetch: leased %v", got)
	}
}

// A lease must not cost more the longer the queue is.
func TestLeaseWalksTheIndex(t *testing.T) {
	rows, err := openTest(t).r.Query("EXPLAIN QUERY PLAN "+leaseTargets, "a", 1, 64, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, detail)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	text := strings.Join(plan, "; ")
	if !strings.Contains(text, "frontier_queue") || strings.Contains(text, "TEMP B-TREE FOR ORDER BY") || strings.Contains(text, "SCAN frontier") {
		t.Errorf("plan: %s", text)
	}
}

func TestFrontierCounts(t *testing.T) {
	db := openTest(t)
	f := db.Frontier()
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	c := begin(t, f, now)
	record(t, f, corpus.FrontierBatch{Found: []corpus.Target{target("u1", "a", 5), target("u2", "a", 5), target("u3", "a", 1)}})
	got := lease(t, f, c, "a", now, 2)
	for i := range got {
		got[i].State, got[i].Reason = corpus.TargetFailed, "redirect loop"
	}
	record(t, f, corpus.FrontierBatch{Done: got})
	counts, err := db.FrontierCounts(t.Context())
	want := []FrontierCount{{"a", corpus.TargetFailed, "redirect loop", 2, "u1"}, {"a", corpus.TargetNew, "", 1, "u3"}}
	if err != nil || !slices.Equal(counts, want) {
		t.Errorf("%+v, %v", counts, err)
	}
}

func TestFrontierSurvivesReopening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.db")
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := db.Frontier()
	c := begin(t, f, now)
	record(t, f, corpus.FrontierBatch{Found: []corpus.Target{target("u1", "a", 5)}})
	lease(t, f, c, "a", now, 1)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = Open(t.Context(), path, Options{}); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	f = db.Frontier()
	if c = begin(t, f, now.Add(time.Minute)); !c.Resumed || c.InFlight != 1 {
		t.Errorf("cycle %+v", c)
	}
	if got := urls(lease(t, f, c, "a", now.Add(time.Minute), 1)); !slices.Equal(got, []string{"u1"}) {
		t.Errorf("leased %v", got)
	}
}

func TestArchiveIndex(t *testing.T) {
	db := openTest(t)
	f := db.Frontier()
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	rec := func(url string, at int, revisit bool) corpus.ArchiveRecord {
		return corpus.ArchiveRecord{URL: url, FetchedAt: now.Add(time.Duration(at) * time.Hour), Status: 200, File: "a.warc.gz", Offset: int64(at), Length: 7, RecordID: fmt.Sprint("urn:", at), PayloadDigest: "sha1:X", Revisit: revisit}
	}
	all := []corpus.ArchiveRecord{rec("u1", 1, false), rec("u2", 2, false), rec("u1", 3, false), rec("u1", 4, true)}
	record(t, f, corpus.FrontierBatch{Archived: all})
	if got, known, err := f.Archived(t.Context(), "u1"); err != nil || !known || got != all[2] {
		t.Errorf("%+v %v %v", got, known, err)
	}
	if _, known, err := f.Archived(t.Context(), "none"); err != nil || known {
		t.Errorf("none: %v %v", known, err)
	}
	var got []corpus.ArchiveRecord
	for r, err := range db.Archive(t.Context(), now.Add(2*time.Hour)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	if !slices.Equal(got, all[1:]) {
		t.Errorf("%+v", got)
	}
}
