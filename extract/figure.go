package extract

import "github.com/trich-vn/trich/internal/vi"

// figures finds the figures of an article.
type figures struct{ vocab *vi.Vocab }

func newFigures(v *vi.Vocab) (*figures, error) { return &figures{vocab: v}, nil }

func (x *figures) find(d *doc) {}
