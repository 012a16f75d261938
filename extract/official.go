package extract

import (
	"fmt"
	"io/fs"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/vi"
)

// officials finds the officials of an article.
type officials struct {
	vocab *vi.Vocab
	data  fs.FS       // where the tables are
	class []wordClass // by syllable ID

	titles, organs, fields, ranks, honorifics, deeds, links, joins, units *lexicon

	titleRows     []titleRow
	organRows     []organRow
	fieldRows     []string
	rankRows      []rankRow
	honorificRows []honorificRow
	deedRows      []deedRow
	linkRows      []linkRow
	unitRows      []unitRow
	historic      map[string]bool
	gaz           gazetteer
	abbreviations *lexicon
	expansions    []string

	// Rows and words that the grammar knows by name.
	unitTinh, unitCity, unitWard, unitZone                                                                                                                                                       int32
	noOrgan                                                                                                                                                                                      int32
	provinceKinds, districtKinds, cityKinds                                                                                                                                                      uint32
	communeKinds                                                                                                                                                                                 uint32
	wordNo, wordVan, wordThi, wordSo, wordCap, wordTai                                                                                                                                           vi.ID
	wordViet, wordNam, wordP, wordVN, wordTT, wordDo, wordLa, wordMake, wordThis, wordPower, wordY, wordConsists, wordBan, wordThuong, wordYear, wordCung, wordTheo, wordCo, wordDoan, parenOpen vi.ID
	// deputies holds, by row of offices.tsv, the row of the deputy, -1.
	deputies    []int32
	modifierIDs [][2]vi.ID
	// lieIDs are the words that say where a unit lies: vùng cao, biên giới.
	lieIDs [][2]vi.ID
	// acts end the names of what an office does without its holder: [ủy] quyền.
	acts wordSet
	// decides end what an office settles about others: quyết [định].
	decides wordSet
	// passives turn what somebody does to what happens to him: được, bị.
	passives wordSet
	// numbered are followed by a number that counts nobody: ngày 2, khu vực 3.
	numbered wordSet
	// voids leave those named before without a deed: được, không.
	voids wordSet
	// places lead to an organisation as the place of work: tại, ở, về.
	places wordSet
	// particles stand in lower case inside names of foreigners: Kees [van] Baar.
	particles wordSet
	// carriesOut begin verbs that the name of a board begins with: thực [hiện].
	carriesOut wordSet
	// events make a noun of the verb after them (lễ phát động); present stands
	// before those who attend (dự có …).
	events, present wordSet
}

var linkClasses = []string{
	"former", "acting", "now", "is", "appoint", "dismiss", "elect", "remove", "send", "list",
	"roster", "for", "plural", "and", "also", "credit", "place", "accused", "term", "of", "each",
	"about", "succeeds", "post", "adverb",
}

func newOfficials(v *vi.Vocab) (*officials, error) { return readOfficials(v, vi.Data) }

// readOfficials reads the tables of data, data/*.tsv.
func readOfficials(v *vi.Vocab, data fs.FS) (*officials, error) {
	x := &officials{vocab: v, data: data}
	if err := x.readWords(); err != nil {
		return nil, err
	}
	for i, u := range x.unitRows {
		bit := uint32(1) << i
		switch u.unit {
		case "tỉnh":
			x.unitTinh = int32(i)
		case "thành phố":
			x.unitCity = int32(i)
		case "đặc khu":
			x.unitWard = int32(i)
		case "khu vực":
			x.unitZone = int32(i)
		}
		switch u.level {
		case "province":
			x.provinceKinds |= bit
		case "district":
			x.districtKinds |= bit
		case "commune":
			x.communeKinds |= bit
		case "city":
			x.cityKinds |= bit
		}
	}
	x.districtKinds |= x.cityKinds
	x.noOrgan = int32(len(x.organRows))
	x.organRows = append(x.organRows, organRow{tail: "none", unit: -1})
	for _, w := range []struct {
		id   *vi.ID
		word string
	}{
		{&x.wordNo, "số"}, {&x.wordVan, "văn"}, {&x.wordThi, "thị"}, {&x.wordSo, "sở"},
		{&x.wordCap, "cấp"}, {&x.wordTai, "tại"}, {&x.wordViet, "việt"}, {&x.wordNam, "nam"},
		{&x.wordP, "p"}, {&x.wordVN, "vn"}, {&x.wordTT, "tt"}, {&x.wordDo, "do"},
		{&x.wordLa, "là"}, {&x.wordMake, "làm"}, {&x.wordThis, "này"}, {&x.wordPower, "quyền"}, {&x.wordY, "y"}, {&x.wordConsists, "gồm"}, {&x.wordBan, "ban"}, {&x.wordThuong, "thường"}, {&x.wordYear, "năm"},
		{&x.wordCung, "cùng"}, {&x.wordTheo, "theo"}, {&x.wordCo, "có"}, {&x.wordDoan, "đoàn"},
	} {
		*w.id = v.Add(w.word)
	}
	x.parenOpen = vi.Mark('(')
	x.readDeputies()
	for _, m := range [][2]string{{"phụ", "trách"}, {"thường", "trực"}, {"chuyên", "trách"}, {"điều", "hành"}, {"danh", "dự"}, {"thứ", "nhất"}, {"lâm", "thời"}} {
		x.modifierIDs = append(x.modifierIDs, [2]vi.ID{v.Add(m[0]), v.Add(m[1])})
	}
	for _, m := range [][2]string{{"vùng", "cao"}, {"vùng", "sâu"}, {"vùng", "biên"}, {"miền", "núi"}, {"biên", "giới"}, {"ven", "biển"}, {"hải", "đảo"}} {
		x.lieIDs = append(x.lieIDs, [2]vi.ID{v.Add(m[0]), v.Add(m[1])})
	}
	x.acts = newWordSet(v, "quyền", "định", "đạo", "nhiệm", "thị", "điện", "luận")
	x.decides = newWordSet(v, "định", "nhiệm")
	x.passives = newWordSet(v, "được", "bị")
	x.numbered = newWordSet(v, "ngày", "tháng", "năm", "quý", "điều", "khoản", "số", "đợt", "lần", "thứ", "khóa", "khu", "vực", "tổ", "cấp", "nhóm", "phường", "quận", "thôn")
	x.voids = newWordSet(v, "được", "bị", "không", "chưa", "để")
	x.particles = newWordSet(v, "van", "von", "de", "der", "den", "da", "di", "del", "bin", "al", "el")
	x.carriesOut = newWordSet(v, "thực", "triển")
	x.events = newWordSet(v, "lễ", "buổi", "phiên", "cuộc", "đợt", "sự", "việc", "bài", "lời", "đoàn", "tổ", "kỳ", "lịch", "thư", "giấy", "bằng")
	x.present = newWordSet(v, "có", "gồm")
	x.places = newWordSet(v, "tại", "ở", "về", "đến", "sang")
	if err := x.readGazetteer(); err != nil {
		return nil, err
	}
	if err := x.readAbbreviations(); err != nil {
		return nil, err
	}
	if x.unitCity == 0 {
		return nil, fmt.Errorf("data/area_units.tsv has no row %q", "thành phố")
	}
	return x, nil
}

// readDeputies finds the deputy of every title.
func (x *officials) readDeputies() {
	rows := map[string]int32{}
	for i, r := range x.titleRows {
		rows[vi.Key(r.title)] = int32(i)
	}
	x.deputies = make([]int32, len(x.titleRows))
	for i, r := range x.titleRows {
		x.deputies[i] = -1
		if k, ok := rows["phó "+vi.Key(r.title)]; ok {
			x.deputies[i] = k
		}
	}
	x.mark(x.wordP, startsTitle)
}

// find reads the article sentence by sentence, then looks for the people it
// found wherever else they are named.
func (x *officials) find(d *doc) {
	s := &d.off
	s.firsts = s.firsts[:0]
	clear(s.known)
	s.read, s.province, s.city, s.places = false, "", "", [len(s.places)]string{}
	x.soften(d)
	defer x.harden(d)
	for k := 0; k < len(d.sents); {
		a, b := d.sents[k].First, d.sents[k].End
		for k++; k < len(d.sents) && x.sameSentence(d, b); k++ {
			b = d.sents[k].End
		}
		if !x.hasTrigger(d, a, b) {
			continue
		}
		s.offices, s.mentions = s.offices[:0], s.mentions[:0]
		if !x.pieces(d, a, b) {
			continue
		}
		x.assemble(d)
		for m := range s.mentions {
			x.emit(d, &s.mentions[m])
		}
		x.noteNameless(d)
	}
	if len(d.facts.Officials) > 0 {
		x.again(d)
		x.resolve(d)
	}
	s.nameless = s.nameless[:0]
}

// hasTrigger says that a title, an honorific or a rank may stand in [a, b).
func (x *officials) hasTrigger(d *doc, a, b int) bool {
	for k := a; k < b; k++ {
		if x.is(d, k, startsTitle|startsHonorific|startsRank) {
			return true
		}
	}
	return false
}

// soften takes a line end before a lower-case word for a space: a line broken
// by hand in the middle of a sentence. So is one after a comma or a dash where
// an office goes on.
func (x *officials) soften(d *doc) {
	d.off.soft = d.off.soft[:0]
	for k := 1; k < len(d.toks); k++ {
		t := &d.toks[k]
		if t.Flags&vi.Line == 0 || t.Kind != vi.Word {
			continue
		}
		prev := d.toks[k-1]
		hangs := prev.Is(',') || prev.Is('-') || prev.Is('–')
		if prev.Kind == vi.Punct && !hangs {
			continue
		}
		if t.Has(vi.Upper) && !(hangs && x.is(d, k, startsTitle|startsOrgan)) && !x.splitsName(d, k) && !x.splitsOffice(d, k) {
			continue
		}
		t.Flags &^= vi.Line
		d.off.soft = append(d.off.soft, k)
	}
}

// splitsName says that the line end before token k splits a name: "Đồng chí
// Trần Văn", then "Lâu phát biểu".
func (x *officials) splitsName(d *doc, k int) bool {
	from := k
	for from > 0 && k-from < 3 && d.toks[from-1].Kind == vi.Word && d.toks[from-1].Has(vi.Upper) && !shout(d.toks[from-1]) &&
		(from == k || d.toks[from].Flags&vi.Line == 0) {
		from--
	}
	n := k - from
	if n == 0 || n > 2 || shout(d.toks[k]) || d.toks[from].Flags&vi.Line != 0 || !x.surname(d, from, surnameHigh|surnameFair) {
		return false
	}
	for _, l := range [...]*lexicon{x.titles, x.organs, x.honorifics, x.ranks, x.deeds} {
		if _, n := l.at(d.toks, k); n > 0 {
			return false
		}
	}
	if end := x.capitals(d, k, len(d.toks)); end-k > 2 || end == len(d.toks) {
		return false
	}
	h, r := x.before(d, from)
	return h != "" || r != ""
}

// splitsOffice says that the line end before token k splits an office: "Bí thư",
// then "Tỉnh ủy", or "Phó", then "Trưởng ban".
func (x *officials) splitsOffice(d *doc, k int) bool {
	d.toks[k].Flags &^= vi.Line // phrases end at a line's end
	defer func() { d.toks[k].Flags |= vi.Line }()
	for s := 1; s <= 3 && k-s >= 0; s++ {
		if !x.is(d, k-s, startsTitle) || d.toks[k-s].Flags&vi.Caps != 0 {
			continue
		}
		if row, n := x.titles.at(d.toks, k-s); n > s && x.titleRows[row].needs != "name" || n == s && n > 1 && x.beginsOrgan(d, k, len(d.toks)) {
			return true
		}
	}
	return false
}

// harden puts the line ends back.
func (x *officials) harden(d *doc) {
	for _, k := range d.off.soft {
		d.toks[k].Flags |= vi.Line
	}
}

// sameSentence says that the sentence which begins at token k goes on from the
// one before: over a soft line end, or over the point of a short honorific
// ("HT. Thạch Oai").
func (x *officials) sameSentence(d *doc, k int) bool {
	if d.toks[k].Flags&vi.Line != 0 {
		return false
	}
	if x.isSoft(d, k) {
		return true
	}
	if k < 2 || !d.toks[k-1].Is('.') || !d.toks[k-2].Has(vi.Upper) || d.toks[k-2].Runes > 4 {
		return false
	}
	_, n := x.honorifics.at(d.toks, k-2)
	return n > 0
}

func (x *officials) isSoft(d *doc, k int) bool {
	lo, hi := 0, len(d.off.soft)
	for lo < hi {
		m := (lo + hi) / 2
		if d.off.soft[m] < k {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo < len(d.off.soft) && d.off.soft[lo] == k
}

// emit turns a mention into an official, if it is one.
func (x *officials) emit(d *doc, m *holder) {
	if m.rule < 0 {
		return
	}
	off := corpus.Official{
		Source: d.source(m.i, m.j, officialRules[m.rule].name),
		Name:   printedName(d, m.i, m.j),
	}
	if m.honorific >= 0 {
		off.Honorific = x.honorificRows[m.honorific].honorific
	}
	if m.rank >= 0 {
		off.Rank = x.rankRows[m.rank].rank
	}
	for _, o := range m.offices {
		if o := &d.off.offices[o]; len(m.offices) == 1 || x.titleRows[o.title].needs != "name" {
			off.Positions = append(off.Positions, x.position(d, o))
		}
	}
	spread(off.Positions)
	off.Role, off.Verb = m.role, m.verb
	if d.off.known == nil {
		d.off.known = map[string]bool{}
	}
	d.off.known[vi.Key(off.Name)] = true
	d.off.first(d.id(m.i))
	d.facts.Officials = append(d.facts.Officials, off)
}

// spread lends a position that says nothing of its level the level and place of
// the nearest one beside it: "Phó Chủ tịch UBND tỉnh, Trưởng Ban biên tập".
func spread(list []corpus.Position) {
	for i := range list {
		if list[i].Level != "" {
			continue
		}
		for step := 1; step < len(list); step++ {
			if k := i - step; k >= 0 && lends(&list[k], &list[i]) || i+step < len(list) && lends(&list[i+step], &list[i]) {
				break
			}
		}
	}
}

func lends(from, to *corpus.Position) bool {
	if from.Level == "" || from.Level == "central" {
		return false
	}
	to.Level = from.Level
	if to.Jurisdiction == "" {
		to.Jurisdiction = from.Jurisdiction
	}
	return true
}

// position turns an office into a position.
func (x *officials) position(d *doc, o *office) corpus.Position {
	x.context(d)
	p := corpus.Position{
		Title: oneLine(d.text(o.ti, o.tj)), Former: o.former, Acting: o.acting,
	}
	if o.oj > o.oi {
		p.Organisation = oneLine(d.text(o.oi, o.oj))
	}
	p.Level = x.level(d, o)
	p.Canonical = x.canonical(d, o)
	p.Jurisdiction = x.jurisdiction(d, o)
	return p
}
