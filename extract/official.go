package extract

import "github.com/trich-vn/trich/internal/vi"

// officials finds the officials of an article.
type officials struct{ vocab *vi.Vocab }

func newOfficials(v *vi.Vocab) (*officials, error) { return &officials{vocab: v}, nil }

func (x *officials) find(d *doc) {}
