package corpus

import (
	"fmt"

	"github.com/govalues/decimal"
)

// A Decimal is an exact decimal number that keeps the digits the text printed:
// 12,50 stays 12.50. It is written to JSON as a number.
type Decimal struct{ decimal.Decimal }

// ParseDecimal reads a number with a point as its decimal separator.
func ParseDecimal(s string) (Decimal, error) {
	d, err := decimal.Parse(s)
	if err != nil {
		return Decimal{}, fmt.Errorf("number %q: %w", s, err)
	}
	return Decimal{d}, nil
}

// NewDecimal returns coef × 10^-scale. It panics when scale is outside 0..19.
func NewDecimal(coef int64, scale int) Decimal {
	return Decimal{decimal.MustNew(coef, scale)}
}

// Float returns the nearest float64.
func (d Decimal) Float() float64 {
	f, _ := d.Float64()
	return f
}

// MarshalJSON writes d as a JSON number.
func (d Decimal) MarshalJSON() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalJSON reads a JSON number.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	v, err := ParseDecimal(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}
