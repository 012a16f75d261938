package extract

import (
	"io/fs"
	"strconv"
	"strings"

	"github.com/trich-vn/trich/internal/vi"
)

// A word is what a syllable does in and around expressions of time; the table
// data/date-words.tsv gives the roles.
type word uint32

const (
	wDay word = 1 << iota
	wMonth
	wYear
	wQuarter
	wHour
	wMinute
	wFrom
	wTo
	wAnd
	wMung
	wStart
	wMid
	wEnd
	wWhole
	wPlenty
	wName
	wLead
	wNear
	wAfter
	wUnit
	wAct
	wCount
	wCentury // a decade or a century begins here
	wEach
	wOrdinal
	wSeveral
	wWeek
	wCode
	wPhrase // some phrase of the date tables begins here
)

// wordRoles names the roles as the table spells them, in the order above.
var wordRoles = [...]string{
	"day", "month", "year", "quarter", "hour", "minute", "from", "to", "and", "mung",
	"start", "mid", "end", "whole", "plenty", "name", "lead", "near", "after", "unit",
	"act", "count", "century", "each", "ordinal", "several", "week", "code",
}

// A phraseKind is the table that a phrase stands in.
type phraseKind uint8

const (
	partPhrase phraseKind = 1 << iota
	weekdayPhrase
	dayPhrase
	holidayPhrase
)

// A datePhrase is a row of the phrase tables.
type datePhrase struct {
	kind    phraseKind
	part    string // partPhrase, dayPhrase: TimeML code
	weekday int8   // weekdayPhrase
	shift   int8   // dayPhrase: days after publication
	same    bool   // dayPhrase: the last day named
	lunar   bool   // holidayPhrase
	month   int8
	day     int8
}

// dateWords holds the tables of the date rules.
type dateWords struct {
	tables  fs.FS
	roles   []word // by syllable ID
	phrases *vi.Phrases
	rows    []datePhrase
	months  *vi.Phrases // value month<<1 | lunar
	leans   *vi.Phrases // value 0 past, 1 future
	once    *vi.Phrases // of what is done at one time
	shifts  map[vi.ID]int8
	feasts  map[[2]int8]bool // day and month
	stems   map[vi.ID]int8
	branch  map[vi.ID]int8
	roman   map[vi.ID]int8
	capital wordSet // those and "T", "Q", which begin an expression in capitals only
	// single syllables that the readers name, by their letters
	al, am, bo, cach, cho, con, constitution, cua, day, di, diem, dip, do, eraHead, eraTail, het, hien, hoc, hoi, khanh,
	khoang, khoi, ky, lai, le, lenh, lich, luat, luc, nam, nay, nhuan, nhung, nien, nua, phap, q, qua, quoc, ram,
	cung, den, ke, roi, sang, sap, sau, sinh, sn, so, t, tcn, tet, thap, this, thoi, tinh, toi, tro, trong, truoc, tuan, vao, voi, vua, chua vi.ID
}

func (w *dateWords) role(id vi.ID) word {
	if int(id) < len(w.roles) {
		return w.roles[id]
	}
	return 0
}

// table reads a table and hands its rows on; an error names file and line.
func (w *dateWords) table(name string, each func(vi.Row) error) error {
	rows, err := vi.ReadTable(w.tables, "data/"+name)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := each(r); err != nil {
			return err
		}
	}
	return nil
}

// number reads a cell that must hold a number within bounds.
func dateNumber(r vi.Row, col string, lo, hi int) (int8, error) {
	n, err := strconv.Atoi(r.Get(col))
	if err != nil || n < lo || n > hi {
		return 0, r.Errorf("%s is %q, not a number from %d to %d", col, r.Get(col), lo, hi)
	}
	return int8(n), nil
}

func newDateWords(v *vi.Vocab, tables fs.FS) (*dateWords, error) {
	w := &dateWords{
		tables:  tables,
		phrases: vi.NewPhrases(v), months: vi.NewPhrases(v), leans: vi.NewPhrases(v), once: vi.NewPhrases(v),
		shifts: map[vi.ID]int8{}, feasts: map[[2]int8]bool{}, stems: map[vi.ID]int8{}, branch: map[vi.ID]int8{}, roman: map[vi.ID]int8{},
	}
	for k, s := range []string{"i", "ii", "iii", "iv"} {
		w.roman[v.Add(s)] = int8(k + 1)
		w.capital = w.capital.with(v.Add(s))
	}
	w.syllables(v)
	w.capital = w.capital.with(w.t, w.q)
	for _, read := range []func(*vi.Vocab) error{w.readRoles, w.readMonths, w.readParts, w.readWeekdays, w.readDays, w.readHolidays, w.readShifts, w.readCanChi, w.readFeasts, w.readLeans, w.readOnce} {
		if err := read(v); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *dateWords) syllables(v *vi.Vocab) {
	for s, id := range map[string]*vi.ID{
		"al": &w.al, "âm": &w.am, "bộ": &w.bo, "cách": &w.cach, "cho": &w.cho, "còn": &w.con, "của": &w.cua, "đây": &w.day,
		"đi": &w.di, "điểm": &w.diem, "thời": &w.thoi, "dịp": &w.dip, "đó": &w.do, "hiện": &w.hien, "hiến": &w.constitution, "hết": &w.het, "học": &w.hoc,
		"hồi": &w.hoi, "khánh": &w.khanh, "khoảng": &w.khoang, "khởi": &w.khoi, "kỳ": &w.ky, "lại": &w.lai, "lễ": &w.le,
		"lệnh": &w.lenh, "lịch": &w.lich, "luật": &w.luat, "lúc": &w.luc, "năm": &w.nam, "nay": &w.nay, "này": &w.this,
		"nhuận": &w.nhuan, "những": &w.nhung, "niên": &w.nien, "nửa": &w.nua, "pháp": &w.phap, "q": &w.q, "qua": &w.qua,
		"quốc": &w.quoc, "rằm": &w.ram, "rồi": &w.roi, "kể": &w.ke, "sang": &w.sang, "sắp": &w.sap, "sau": &w.sau, "sinh": &w.sinh,
		"sn": &w.sn, "t": &w.t, "tcn": &w.tcn, "tết": &w.tet, "thập": &w.thap, "thế": &w.eraHead, "kỷ": &w.eraTail,
		"tới": &w.toi, "trở": &w.tro, "trong": &w.trong, "trước": &w.truoc, "tuần": &w.tuan, "vào": &w.vao,
		"cùng": &w.cung, "đến": &w.den, "tính": &w.tinh, "so": &w.so, "với": &w.voi, "vừa": &w.vua, "chưa": &w.chua,
	} {
		*id = v.Add(s)
	}
}

func (w *dateWords) readRoles(v *vi.Vocab) error {
	return w.table("date-words.tsv", func(r vi.Row) error {
		var roles word
		for _, name := range r.List("roles") {
			bit := word(0)
			for k, known := range wordRoles {
				if name == known {
					bit = 1 << k
				}
			}
			if bit == 0 {
				return r.Errorf("no role is called %q", name)
			}
			roles |= bit
		}
		w.add(v.Add(r.Get("word")), roles)
		return nil
	})
}

func (w *dateWords) add(id vi.ID, roles word) {
	for int(id) >= len(w.roles) {
		w.roles = append(w.roles, make([]word, int(id)+64-len(w.roles))...)
	}
	w.roles[id] |= roles
}

func (w *dateWords) readMonths(*vi.Vocab) error {
	return w.table("date-months.tsv", func(r vi.Row) error {
		m, err := dateNumber(r, "month", 1, 12)
		if err != nil {
			return err
		}
		value := int32(m) << 1
		if r.Get("lunar") == "yes" {
			value |= 1
		}
		w.months.Add(r.Get("word"), value)
		return nil
	})
}

// addPhrase enters a phrase and marks its first syllable as one to look at.
func (w *dateWords) addPhrase(v *vi.Vocab, r vi.Row, words string, p datePhrase) error {
	if w.phrases.Add(words, int32(len(w.rows))) >= 0 {
		return r.Errorf("%q stands in another table too", words)
	}
	w.rows = append(w.rows, p)
	toks := vi.Tokenize(nil, words, v)
	w.add(toks[0].ID, wPhrase)
	return nil
}

var dayParts = map[string]string{"MO": "MO", "MI": "MI", "AF": "AF", "EV": "EV", "NI": "NI"}

func (w *dateWords) readParts(v *vi.Vocab) error {
	return w.table("date-parts.tsv", func(r vi.Row) error {
		part, ok := dayParts[r.Get("part")]
		if !ok {
			return r.Errorf("no part of the day is called %q", r.Get("part"))
		}
		return w.addPhrase(v, r, r.Get("words"), datePhrase{kind: partPhrase, part: part})
	})
}

func (w *dateWords) readWeekdays(v *vi.Vocab) error {
	return w.table("date-weekdays.tsv", func(r vi.Row) error {
		n, err := dateNumber(r, "day", 1, 7)
		if err != nil {
			return err
		}
		return w.addPhrase(v, r, r.Get("words"), datePhrase{kind: weekdayPhrase, weekday: n})
	})
}

func (w *dateWords) readDays(v *vi.Vocab) error {
	return w.table("date-days.tsv", func(r vi.Row) error {
		p := datePhrase{kind: dayPhrase}
		if s := r.Get("part"); s != "" {
			part, ok := dayParts[s]
			if !ok {
				return r.Errorf("no part of the day is called %q", s)
			}
			p.part = part
		}
		if p.same = r.Get("shift") == "same"; !p.same {
			var err error
			if p.shift, err = dateNumber(r, "shift", -7, 7); err != nil {
				return err
			}
		}
		return w.addPhrase(v, r, r.Get("words"), p)
	})
}

func (w *dateWords) readHolidays(v *vi.Vocab) error {
	return w.table("date-holidays.tsv", func(r vi.Row) error {
		p := datePhrase{kind: holidayPhrase, lunar: r.Get("calendar") == "lunar"}
		if !p.lunar && r.Get("calendar") != "solar" {
			return r.Errorf("calendar is %q, not solar or lunar", r.Get("calendar"))
		}
		var err error
		if p.month, err = dateNumber(r, "month", 1, 12); err != nil {
			return err
		}
		if p.day, err = dateNumber(r, "day", 1, 31); err != nil {
			return err
		}
		return w.addPhrase(v, r, r.Get("name"), p)
	})
}

func (w *dateWords) readShifts(v *vi.Vocab) error {
	return w.table("date-relatives.tsv", func(r vi.Row) error {
		n, err := dateNumber(r, "shift", -2, 1)
		w.shifts[v.Add(r.Get("word"))] = n
		return err
	})
}

func (w *dateWords) readCanChi(v *vi.Vocab) error {
	return w.table("date-canchi.tsv", func(r vi.Row) error {
		names := append(r.List("variants"), r.Get("word"))
		into, hi := w.stems, 9
		switch r.Get("kind") {
		case "stem":
		case "branch":
			into, hi = w.branch, 11
		default:
			return r.Errorf("kind is %q, not stem or branch", r.Get("kind"))
		}
		n, err := dateNumber(r, "order", 0, hi)
		for _, name := range names {
			into[v.Add(name)] = n
		}
		return err
	})
}

func (w *dateWords) readFeasts(*vi.Vocab) error {
	return w.table("date-feasts.tsv", func(r vi.Row) error {
		day, month, _ := strings.Cut(r.Get("day"), "/")
		d, err1 := strconv.Atoi(day)
		m, err2 := strconv.Atoi(month)
		if err1 != nil || err2 != nil || m < 1 || m > 12 || d < 1 || d > vi.DaysIn(2000, m) {
			return r.Errorf("%q is no day", r.Get("day"))
		}
		w.feasts[[2]int8{int8(d), int8(m)}] = true
		return nil
	})
}

func (w *dateWords) readLeans(*vi.Vocab) error {
	return w.table("date-leans.tsv", func(r vi.Row) error {
		side, ok := map[string]int32{"past": 0, "future": 1}[r.Get("side")]
		if !ok {
			return r.Errorf("side is %q, not past or future", r.Get("side"))
		}
		w.leans.Add(r.Get("words"), side)
		return nil
	})
}

func (w *dateWords) readOnce(*vi.Vocab) error {
	return w.table("date-once.tsv", func(r vi.Row) error {
		w.once.Add(r.Get("words"), 0)
		return nil
	})
}
