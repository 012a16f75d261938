package extract

import (
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// An Indicator is a canonical series that figures can belong to.
type Indicator struct {
	ID                  string
	Vietnamese, English string
	// Units are the units a figure of the series has; "%" is a percentage.
	Units []string
	// Direction says which way is better: up, down, ambiguous or neutral.
	Direction string
	// Of is the series it is a part or a rate of; Part is, of a rate, the series
	// that is divided by it.
	Of, Part string
	// NoteVietnamese and NoteEnglish tell where the series breaks.
	NoteVietnamese, NoteEnglish string
}

// Indicators returns the canonical series by identifier. The error names the
// table's file and line.
func Indicators() (map[string]Indicator, error) {
	rows, err := vi.ReadTable(vi.Data, "data/indicators.tsv")
	if err != nil {
		return nil, err
	}
	all := make(map[string]Indicator, len(rows))
	for _, r := range rows {
		all[r.Get("id")] = Indicator{ID: r.Get("id"), Vietnamese: r.Get("label_vi"), English: r.Get("label_en"), Units: r.List("units")}
	}
	return all, annotate(all)
}

// annotate adds what data/indicator_notes.tsv tells of every series.
func annotate(all map[string]Indicator) error {
	rows, err := vi.ReadTable(vi.Data, "data/indicator_notes.tsv")
	if err != nil {
		return err
	}
	for _, r := range rows {
		i, known := all[r.Get("id")]
		if !known {
			return r.Errorf("no series %q", r.Get("id"))
		}
		i.Direction, i.Of, i.Part, i.NoteVietnamese, i.NoteEnglish = r.Get("direction"), r.Get("of"), r.Get("part"), r.Get("note_vi"), r.Get("note_en")
		for _, other := range []string{i.Of, i.Part} {
			if _, known := all[other]; other != "" && !known {
				return r.Errorf("no series %q", other)
			}
		}
		if (i.NoteVietnamese == "") != (i.NoteEnglish == "") {
			return r.Errorf("the note of %s stands in one language only", i.ID)
		}
		all[i.ID] = i
	}
	return nil
}

// A Province is a province with the time in which it has its borders.
type Province struct {
	Name string
	// From and To are the first and last ISO day, empty when unbounded.
	From, To string
	// Successor is the province it became a part of, which may bear its name;
	// empty when it goes on.
	Successor string
}

// The 63 provinces ended, and 34 began (Nghị quyết 202/2025/QH15).
const (
	lastOf63  = "2025-06-30"
	firstOf34 = "2025-07-01"
)

// Provinces returns the provinces. One that took others in is there twice: as
// it was until 30 June 2025, and with its new borders; those merged into
// another end, and those left alone go on. The error names the table's file
// and line.
func Provinces() ([]Province, error) {
	rows, err := vi.ReadTable(vi.Data, "data/provinces.tsv")
	if err != nil {
		return nil, err
	}
	parts := map[string]int{}
	for _, r := range rows {
		parts[r.Get("now")]++
	}
	var all []Province
	for _, r := range rows {
		name, now := r.Get("province"), r.Get("now")
		if parts[now] == 1 {
			all = append(all, Province{Name: name})
			continue
		}
		all = append(all, Province{Name: name, To: lastOf63, Successor: now})
		if name == now {
			all = append(all, Province{Name: name, From: firstOf34})
		}
	}
	return all, nil
}

// Validity returns the first and last ISO day on which a district or commune
// exists, as the gazetteer tells; both are empty where it does not, or where one
// of that name was there before July 2025 and is since.
func (x *Extractor) Validity(area string) (from, to string) {
	name, _, _ := strings.Cut(area, ",")
	key := vi.Key(strings.TrimSpace(name))
	before, since := x.officials.gaz.within[key] != "", x.officials.gaz.withinNew[key] != ""
	switch {
	case before && !since:
		return "", lastOf63
	case since && !before:
		return firstOf34, ""
	}
	return "", ""
}
