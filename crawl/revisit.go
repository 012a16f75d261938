package crawl

import (
	"net/http"
	"time"

	"github.com/trich-vn/trich/corpus"
)

const (
	day            = 24 * time.Hour
	maxInterval    = 60 * day
	longPause      = 14 * day
	firstPause     = 6 * time.Hour
	shallow        = 1        // links from a start page: sections in the menu
	deadInterval   = 30 * day // a link that never led anywhere
	firstGone      = 2 * day  // a 404 is often a slip, mended within days
	longGone       = 60 * day // a 410 is meant
	distrustEveryN = 6        // unchanged answers before one visit without validators
)

// scheduleNext sets when a fetched target is due again. Start pages, feeds,
// sitemaps and the sections of the menu are due in every cycle; other list
// pages ever less while they lead to nothing new; articles ever less while
// they do not change, and more often again when they do.
func scheduleNext(t *corpus.Target, now time.Time, changed bool, fresh int, paged bool) {
	t.Attempts = 0
	if changed {
		t.ChangedAt, t.Unchanged = now, 0
	} else {
		t.Unchanged++
	}
	switch t.Kind {
	case corpus.SeedTarget, corpus.SitemapTarget, corpus.FeedTarget:
		t.Interval = 0
	case corpus.ListTarget:
		switch {
		case fresh > 0 || !paged && t.Depth <= shallow:
			t.Interval = 0
		case paged:
			t.Interval = min(max(2*t.Interval, day), longPause)
		default:
			t.Interval = min(max(2*t.Interval, firstPause), longPause)
		}
	default:
		switch {
		case t.Interval == 0:
			t.Interval = day
		case changed:
			t.Interval = max(t.Interval/2, day)
		default:
			t.Interval = min(2*t.Interval, maxInterval)
		}
	}
	t.NextAt = now.Add(t.Interval)
}

// scheduleGone sets when a page that is gone is looked for again; was is its
// state before.
func scheduleGone(t *corpus.Target, was corpus.TargetState, now time.Time) {
	switch {
	case t.Status == http.StatusGone:
		t.Interval = longGone
	case t.BodyHash == 0:
		t.Interval = deadInterval
	case was != corpus.TargetGone:
		t.Interval = firstGone
	default:
		t.Interval = min(max(2*t.Interval, firstGone), longGone)
	}
	t.NextAt = now.Add(t.Interval)
}

// conditional says whether validators may be sent: not when they were found to
// lie, and now and then not, to find that out.
func conditional(t *corpus.Target) bool {
	return !t.Distrust && t.BodyHash != 0 && (t.Unchanged+1)%distrustEveryN != 0
}
