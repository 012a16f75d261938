package extract

import "github.com/trich-vn/trich/internal/vi"

// guards finds the guards of an article.
type guards struct{ vocab *vi.Vocab }

func newGuards(v *vi.Vocab) (*guards, error) { return &guards{vocab: v}, nil }

func (x *guards) find(d *doc) {}
