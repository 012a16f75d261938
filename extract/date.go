package extract

import "github.com/trich-vn/trich/internal/vi"

// dates finds the dates of an article.
type dates struct{ vocab *vi.Vocab }

func newDates(v *vi.Vocab) (*dates, error) { return &dates{vocab: v}, nil }

func (x *dates) find(d *doc) {}
