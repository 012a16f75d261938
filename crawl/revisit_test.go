package crawl

import (
	"testing"
	"time"

	"github.com/trich-vn/trich/corpus"
)

func TestScheduleNext(t *testing.T) {
	const h = time.Hour
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name    string
		kind    corpus.TargetKind
		depth   int
		paged   bool
		before  time.Duration
		changed bool
		fresh   int
		want    time.Duration
	}{
		{"home page", corpus.SeedTarget, 0, false, 0, false, 0, 0},
		{"feed", corpus.FeedTarget, 1, false, 0, false, 0, 0},
		{"section of the menu", corpus.ListTarget, 1, false, 0, false, 0, 0},
		{"deep list with news", corpus.ListTarget, 3, false, 48 * h, true, 2, 0},
		{"deep list without", corpus.ListTarget, 3, false, 0, true, 0, 6 * h},
		{"and again", corpus.ListTarget, 3, false, 6 * h, true, 0, 12 * h},
		{"paged list with news", corpus.ListTarget, 1, true, 24 * h, true, 1, 0},
		{"paged list without", corpus.ListTarget, 1, true, 24 * h, true, 0, 48 * h},
		{"paged list, longest", corpus.ListTarget, 1, true, 300 * h, true, 0, 14 * 24 * h},
		{"new article", corpus.ArticleTarget, 2, false, 0, true, 0, 24 * h},
		{"unchanged article", corpus.ArticleTarget, 2, false, 24 * h, false, 0, 48 * h},
		{"changed article", corpus.ArticleTarget, 2, false, 96 * h, true, 0, 48 * h},
		{"old article", corpus.ArticleTarget, 2, false, 50 * 24 * h, false, 0, 60 * 24 * h},
	} {
		tg := corpus.Target{Kind: c.kind, Depth: c.depth, Interval: c.before, Attempts: 2, Unchanged: 1}
		scheduleNext(&tg, now, c.changed, c.fresh, c.paged)
		if tg.Interval != c.want || !tg.NextAt.Equal(now.Add(c.want)) || tg.Attempts != 0 {
			t.Errorf("%s: after %v, want %v: %+v", c.name, tg.Interval, c.want, tg)
		}
		if c.changed != (tg.Unchanged == 0) {
			t.Errorf("%s: unchanged %d", c.name, tg.Unchanged)
		}
	}
}

func TestScheduleGone(t *testing.T) {
	now := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		was    corpus.TargetState
		status int
		hash   uint64
		before time.Duration
		want   time.Duration
	}{
		{"a link that never led anywhere", corpus.TargetNew, 404, 0, 0, 30 * day},
		{"first 404 of a page", corpus.TargetDone, 404, 7, 8 * day, 2 * day},
		{"second 404", corpus.TargetGone, 404, 7, 2 * day, 4 * day},
		{"404 for long", corpus.TargetGone, 404, 7, 50 * day, 60 * day},
		{"an error page with status 200", corpus.TargetDone, 200, 7, day, 2 * day},
		{"410", corpus.TargetDone, 410, 7, day, 60 * day},
	} {
		tg := corpus.Target{Status: c.status, BodyHash: c.hash, Interval: c.before}
		scheduleGone(&tg, c.was, now)
		if tg.Interval != c.want || !tg.NextAt.Equal(now.Add(c.want)) {
			t.Errorf("%s: after %v, want %v", c.name, tg.Interval, c.want)
		}
	}
}
