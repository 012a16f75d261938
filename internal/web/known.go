package web

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	// fresh is how long an answer about the whole store is shown as it is:
	// over a million facts it costs seconds, and it changes once a night.
	fresh = time.Minute
	// stale is how long an older one is shown while a newer is asked for.
	stale = time.Hour
	// patience is the longest time a page waits for a total of what it shows.
	patience = 1500 * time.Millisecond
)

// known keeps the answers to the questions about the whole store that nearly
// every page asks.
type known[K comparable, V any] struct {
	mu  sync.Mutex
	all map[K]*knownValue[V]
}

type knownValue[V any] struct {
	value V
	asked time.Time
	// asking says that a newer one is being asked for.
	asking bool
}

// get returns what is known of a key, or asks. What is older than fresh is
// returned once more while a newer answer is fetched beside the request.
func (k *known[K, V]) get(ctx context.Context, key K, timeout time.Duration, ask func(context.Context) (V, error)) (V, error) {
	k.mu.Lock()
	v, isKnown := k.all[key]
	age := time.Duration(0)
	if isKnown {
		age = time.Since(v.asked)
	}
	if isKnown && age < stale {
		value := v.value
		if age >= fresh && !v.asking {
			v.asking = true
			go k.refresh(context.WithoutCancel(ctx), key, timeout, ask)
		}
		k.mu.Unlock()
		return value, nil
	}
	k.mu.Unlock()
	value, err := ask(ctx)
	if err == nil {
		k.put(key, value)
	}
	return value, err
}

func (k *known[K, V]) refresh(ctx context.Context, key K, timeout time.Duration, ask func(context.Context) (V, error)) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	value, err := ask(ctx)
	if err != nil { // the old answer stays; the next request tries again
		k.mu.Lock()
		defer k.mu.Unlock()
		k.all[key].asking = false
		return
	}
	k.put(key, value)
}

func (k *known[K, V]) put(key K, value V) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.all == nil {
		k.all = map[K]*knownValue[V]{}
	}
	k.all[key] = &knownValue[V]{value: value, asked: time.Now()}
}

// maxKnown is the number of values of a column that are kept.
const maxKnown = 200

// facet returns the values of a column over the whole table.
func (s *site) facet(ctx context.Context, table, column string) ([]Facet, error) {
	return s.facets.get(ctx, [2]string{table, column}, s.opts.Timeout, func(ctx context.Context) ([]Facet, error) {
		q := Query{}
		if table == tableFacts {
			q.Kinds = kinds
		}
		return s.store.Facets(ctx, table, column, q, maxKnown)
	})
}

// total returns the number of rows of a whole table, or of the facts of a
// kind.
func (s *site) total(ctx context.Context, table, kind string) (int64, error) {
	return s.totals.get(ctx, [2]string{table, kind}, s.opts.Timeout, func(ctx context.Context) (int64, error) {
		q := Query{}
		if kind != "" {
			q.Kinds = []string{kind}
		}
		return s.store.Count(ctx, table, q)
	})
}

// plain tells whether the address asks for everything.
func (c *call) plain() bool {
	for _, p := range params {
		if len(c.values[p.name]) > 0 {
			return false
		}
	}
	return true
}

// count is the number of rows that the page is about, in words, where it can
// be had soon; else how many there are at least, since shown rows were seen.
func (c *call) count(table string, shown int) (string, error) {
	n, err := c.counted(table)
	if errors.Is(err, context.DeadlineExceeded) && c.ctx().Err() == nil {
		return c.lang.say("total.least", c.lang.count(int64((c.view.page-1)*c.view.per+shown))), nil
	}
	return c.lang.count(n), err
}

func (c *call) counted(table string) (int64, error) {
	if c.plain() {
		return c.total(c.ctx(), table, "")
	}
	ctx, cancel := context.WithTimeout(c.ctx(), patience)
	defer cancel()
	n, err := c.store.Count(ctx, table, c.query)
	if ctx.Err() != nil && err != nil {
		// Stores give up in words of their own.
		return n, errors.Join(ctx.Err(), err)
	}
	return n, err
}

// soon is Facets for a list beside a page: nothing when it takes too long.
func (c *call) soon(table, column string) ([]Facet, error) {
	ctx, cancel := context.WithTimeout(c.ctx(), patience)
	defer cancel()
	facets, err := c.store.Facets(ctx, table, column, c.query, maxOptions)
	if err != nil && ctx.Err() != nil && c.ctx().Err() == nil {
		return nil, nil
	}
	return facets, err
}
