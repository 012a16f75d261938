package crawl

import (
	"hash/maphash"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
)

// A seenTable remembers strings in a fixed amount of memory. It forgets: a no
// may be wrong, a yes is right but for one in 2⁴⁸. The frontier behind it makes
// a wrong no harmless.
type seenTable struct {
	seed  maphash.Seed
	slots []atomic.Uint64
}

const seenSlots = 1 << 17

func newSeenTable() *seenTable {
	return &seenTable{seed: maphash.MakeSeed(), slots: make([]atomic.Uint64, seenSlots)}
}

func (s *seenTable) hash(space, key string) uint64 {
	var h maphash.Hash
	h.SetSeed(s.seed)
	h.WriteString(space)
	h.WriteByte(' ')
	h.WriteString(key)
	return h.Sum64() | 1
}

func (s *seenTable) has(space, key string) bool {
	h := s.hash(space, key)
	return s.slots[h>>8%seenSlots].Load() == h
}

func (s *seenTable) add(space, key string) {
	h := s.hash(space, key)
	s.slots[h>>8%seenSlots].Store(h)
}

// A twinTable remembers which URL of a host gave which body, for the last
// maxTwins bodies of a run. The same body on two hosts is a repost, which is
// worth keeping; with and without "www." it is one host.
type twinTable struct {
	mu   sync.Mutex
	byID map[twinKey]string
	ring []twinKey
	next int
}

type twinKey struct {
	host string
	body uint64
}

const maxTwins = 1 << 14

func newTwinTable() *twinTable {
	return &twinTable{byID: map[twinKey]string{}, ring: make([]twinKey, maxTwins)}
}

// twin says which other URL of the host gave the same body, and remembers this
// one if none did.
func (t *twinTable) twin(host string, body uint64, url string) (first string, twin bool) {
	k := twinKey{strings.TrimPrefix(host, "www."), body}
	t.mu.Lock()
	defer t.mu.Unlock()
	if first, known := t.byID[k]; known {
		return first, first != url
	}
	delete(t.byID, t.ring[t.next])
	t.byID[k] = url
	t.ring[t.next] = k
	t.next = (t.next + 1) % maxTwins
	return "", false
}

// A staleTable counts, for each section, the articles in a row that are older
// than asked for. Sections are listed from the newest article on: after enough
// old ones their further pages hold only older ones.
type staleTable struct {
	mu  sync.Mutex
	old map[string]int
}

const (
	staleArticles = 12
	maxStale      = 4096
)

func newStaleTable() *staleTable { return &staleTable{old: map[string]int{}} }

func (s *staleTable) note(section string, old bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case !old:
		delete(s.old, section)
	case len(s.old) < maxStale:
		s.old[section]++
	}
}

// is says that a section has run past the dates asked for.
func (s *staleTable) is(section string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.old[section] >= staleArticles
}

func literalAddr(host string) (netip.Addr, error) { return netip.ParseAddr(host) }
