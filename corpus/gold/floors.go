package gold

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

//go:embed floors.json
var floorsFile []byte

// Floors are the least that a result may be, by the name of a kind (its F1) or
// of an attribute (its share).
type Floors map[string]float64

// SetFloors returns the floors of one set of gold as floors.json has them. They
// are raised as the extractor gets better; lowering one is a decision that its
// own change explains.
func SetFloors(set string) (Floors, error) {
	var all map[string]Floors
	in := json.NewDecoder(bytes.NewReader(floorsFile))
	if err := in.Decode(&all); err != nil {
		return nil, fmt.Errorf("floors.json: %w", err)
	}
	floors, ok := all[set]
	if !ok || len(floors) == 0 {
		return nil, fmt.Errorf("floors.json: no floors for %q", set)
	}
	return floors, nil
}

// Check lists what of a result lies below its floor, in the order of the names:
// empty when all is well. A floor for something that was not scored at all is
// listed too, since a gate that nothing passes through guards nothing.
func Check(r Result, floors Floors) []string {
	var out []string
	if len(r.Missing) > 0 {
		out = append(out, fmt.Sprintf("no record for %v", r.Missing))
	}
	for _, name := range slices.Sorted(maps.Keys(floors)) {
		value, scored := r.figure(name)
		switch {
		case !scored:
			out = append(out, fmt.Sprintf("%s: nothing was scored, the floor is %.4f", name, floors[name]))
		case value < floors[name]:
			out = append(out, fmt.Sprintf("%s: %.4f is below the floor %.4f", name, value, floors[name]))
		}
	}
	return out
}

// figure is the value that a floor of this name is about.
func (r Result) figure(name string) (float64, bool) {
	if f, ok := r.F1[name]; ok {
		return f.F1, f.TP+f.FN > 0
	}
	a, ok := r.Attributes[name]
	return a.Share, ok
}

// String is a table for people.
func (r Result) String() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "articles %d", r.Articles)
	if len(r.Missing) > 0 {
		fmt.Fprintf(&b, ", without a record: %v", r.Missing)
	}
	b.WriteByte('\n')
	for _, kind := range append(slices.Clone(kinds), Positions) {
		f := r.F1[kind]
		fmt.Fprintf(&b, "%-12s P %.3f  R %.3f  F1 %.3f   (%d right, %d spurious, %d missed)\n", kind, f.P, f.R, f.F1, f.TP, f.FP, f.FN)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Attributes)) {
		a := r.Attributes[name]
		fmt.Fprintf(&b, "  %-24s %.3f  (%d/%d)\n", name, a.Share, a.Right, a.Of)
	}
	return b.String()
}
