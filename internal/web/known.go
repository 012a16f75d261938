package web

import (
	"context"
	"sync"
	"time"
)

// fresh is how long known values and totals are shown before they are asked
// for again: over a million facts they cost a second, and they change once a
// night.
const fresh = time.Minute

// knownValues keeps the answers to questions about the whole store that
// nearly every page asks.
type knownValues struct {
	mu     sync.Mutex
	facets map[[2]string]remembered[[]Facet]
	counts map[string]remembered[int64]
}

type remembered[T any] struct {
	value T
	until time.Time
}

// facet returns the values of a column over the whole table.
func (s *site) facet(ctx context.Context, table, column string) ([]Facet, error) {
	k := &s.known
	return remember(k, &k.facets, [2]string{table, column}, func() ([]Facet, error) {
		return s.store.Facets(ctx, table, column, Query{Kinds: kinds}, 200)
	})
}

// total returns the number of rows that a question named key asks for.
func (s *site) total(ctx context.Context, key, table string, q Query) (int64, error) {
	k := &s.known
	return remember(k, &k.counts, key, func() (int64, error) { return s.store.Count(ctx, table, q) })
}

// remember returns a kept answer or asks; two requests at once may both ask.
func remember[K comparable, V any](k *knownValues, kept *map[K]remembered[V], key K, ask func() (V, error)) (V, error) {
	k.mu.Lock()
	old, isKept := (*kept)[key]
	k.mu.Unlock()
	if isKept && time.Now().Before(old.until) {
		return old.value, nil
	}
	value, err := ask()
	if err != nil {
		return value, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if *kept == nil {
		*kept = map[K]remembered[V]{}
	}
	(*kept)[key] = remembered[V]{value, time.Now().Add(fresh)}
	return value, nil
}
