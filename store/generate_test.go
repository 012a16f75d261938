package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"github.com/trich-vn/trich/corpus"
)

// A generator invents articles that look to a database like real ones: words
// by a law of frequency over Vietnamese syllables, three kilobytes a text,
// five facts, a few hundred names, units and series. The same seed makes the
// same articles.
type generator struct {
	r         *rand.Rand
	zipf      *rand.Zipf
	syllables []string
	people    []string
}

var (
	genOnsets   = strings.Fields("b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x")
	genRhymes   = strings.Fields("a an ang anh ao ay ăn ăng âm ân ât ây e en eo ê ên i iên iêu in inh o oi on ong ô ôn ông ơ ơi u ui un ung ư ưng ươi ương uyên ua ưa")
	genTones    = []string{"", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"}
	genCommon   = strings.Fields("công an tỉnh và các của đã trong có được với về người cho là phát triển hội nghị tổ chức thực hiện vụ việc năm tháng đối tượng lực lượng tội phạm ma túy đường dây huyện xã nhân dân cán bộ chỉ đạo kiểm tra xử lý")
	genSurnames = strings.Fields("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý")
	genMiddles  = strings.Fields("Văn Thị Hữu Đức Minh Quang Thanh Xuân Ngọc Hải")
	genGiven    = strings.Fields("An Bình Cường Dũng Giang Hà Hùng Khánh Lan Long Mai Nam Phúc Quân Sơn Tâm Thảo Tuấn Việt Yến")
	genUnits    = []struct{ unit, class string }{
		{"vụ", "case"}, {"đối tượng", "person"}, {"bị can", "person"}, {"người", "person"}, {"tập thể", "organisation"}, {"cá nhân", "person"},
		{"đồng", "money"}, {"kg", "mass"}, {"ha", "area"}, {"mô hình", "programme"}, {"hộ", "household"}, {"tấn", "mass"}, {"cơ sở", "organisation"}, {"km", "length"},
	}
	genProvinces = strings.Split("Hà Giang,Cao Bằng,Lào Cai,Sơn La,Hòa Bình,Thái Nguyên,Lạng Sơn,Quảng Ninh,Bắc Giang,Phú Thọ,Vĩnh Phúc,Bắc Ninh,Hải Dương,Hưng Yên,Thái Bình,Nam Định,Thanh Hóa,Nghệ An,Hà Tĩnh,Quảng Bình,Quảng Trị,Quảng Nam,Bình Định,Phú Yên,Khánh Hòa,Gia Lai,Đắk Lắk,Lâm Đồng,Tây Ninh,Đồng Nai,Long An,Bến Tre,Sóc Trăng,Cà Mau", ",")
	genOffices   = []string{"Giám đốc", "Phó Giám đốc", "Chủ tịch", "Phó Chủ tịch", "Bí thư", "Trưởng phòng"}
)

func newGenerator(seed uint64) *generator {
	g := &generator{r: rand.New(rand.NewPCG(seed, 1))}
	g.syllables = append(g.syllables, genCommon...)
	var rest []string
	for _, onset := range genOnsets {
		for _, rhyme := range genRhymes {
			for _, tone := range genTones {
				rest = append(rest, toned(onset, rhyme, tone))
			}
		}
	}
	g.r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	g.syllables = append(g.syllables, rest...)
	g.zipf = rand.NewZipf(g.r, 1.15, 12, uint64(len(g.syllables)-1))
	for range 3000 {
		g.people = append(g.people, pick(g, genSurnames)+" "+pick(g, genMiddles)+" "+pick(g, genGiven))
	}
	return g
}

// toned writes a tone on the first vowel of a rhyme, composed.
func toned(onset, rhyme, tone string) string {
	const vowels = "aăâeêioôơuưy"
	composed := map[string]string{
		"\u0300": "àằầèềìòồờùừỳ", "\u0301": "áắấéếíóốớúứý", "\u0309": "ảẳẩẻểỉỏổởủửỷ", "\u0303": "ãẵẫẽễĩõỗỡũữỹ", "\u0323": "ạặậẹệịọộợụựỵ",
	}
	if tone == "" {
		return onset + rhyme
	}
	first, size := utf8.DecodeRuneInString(rhyme)
	n := utf8.RuneCountInString(vowels[:strings.IndexRune(vowels, first)])
	return onset + string([]rune(composed[tone])[n]) + rhyme[size:]
}

func pick[T any](g *generator, from []T) T { return from[g.r.IntN(len(from))] }

func (g *generator) words(b *strings.Builder, n int) {
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(g.syllables[g.zipf.Uint64()])
	}
}

// A draft is a text that grows and knows its length in code points.
type draft struct {
	strings.Builder
	at int
}

func (d *draft) add(s string) (start, end int) {
	start = d.at
	d.WriteString(s)
	d.at += utf8.RuneCountInString(s)
	return start, d.at
}

// record invents article i.
func (g *generator) record(i int) *corpus.Record {
	d := &draft{}
	sentence := func(words int) {
		var b strings.Builder
		g.words(&b, words)
		d.add(b.String())
	}
	published := fmt.Sprintf("%d-%02d-%02d", 2015+g.r.IntN(11), 1+g.r.IntN(12), 1+g.r.IntN(28))
	sentence(10)
	title := d.String()
	d.add("\n\n")
	rec := &corpus.Record{Source: fmt.Sprintf("https://cong-an-%d.example.vn/tin/%d.html", i%34, i)}
	var facts []*corpus.Source
	fact := func(s *corpus.Source, quote, rule string) {
		d.add(" ")
		s.Text, s.Rule = quote, rule
		s.Start, s.End = d.add(quote)
		facts = append(facts, s)
		d.add(" ")
	}
	rec.Dates = make([]corpus.Date, 1)
	rec.Counts = make([]corpus.Count, 2)
	rec.Percentages = make([]corpus.Percentage, 1)
	rec.Officials = make([]corpus.Official, 1)
	year := published[:4]
	kinds := []int{0, 1, 2, 3, 4}
	g.r.Shuffle(len(kinds), func(i, j int) { kinds[i], kinds[j] = kinds[j], kinds[i] })
	for n := 0; d.Len() < 2900; n++ {
		from := d.at
		sentence(8 + g.r.IntN(12))
		if n < len(kinds) {
			switch kinds[n] {
			case 0:
				rec.Dates[0] = corpus.Date{Value: published, First: published, Last: published, Inferred: "year"}
				fact(&rec.Dates[0].Source, "ngày "+published[8:]+"/"+published[5:7], "day-month")
			case 1, 2:
				unit, v := pick(g, genUnits), int64(1+g.r.IntN(3000))
				rec.Counts[kinds[n]-1] = corpus.Count{Unit: unit.unit, Class: unit.class, Figure: corpus.Figure{
					Value: corpus.NewDecimal(v, 0), Period: year, What: "vụ việc phát hiện", Bound: pick(g, []corpus.Bound{"", "", "", corpus.Over, corpus.About})}}
				if unit.unit == "vụ" && g.r.IntN(2) == 0 {
					rec.Counts[kinds[n]-1].Indicator = fmt.Sprintf("crime.kind%02d.cases", g.r.IntN(20))
				}
				fact(&rec.Counts[kinds[n]-1].Source, fmt.Sprint(v, " ", unit.unit), "number-unit")
			case 3:
				v := int64(g.r.IntN(10000))
				rec.Percentages[0] = corpus.Percentage{Figure: corpus.Figure{Value: corpus.NewDecimal(v, 2), Period: year, What: "tỷ lệ", Baseline: "2014"}}
				fact(&rec.Percentages[0].Source, strings.Replace(corpus.NewDecimal(v, 2).String(), ".", ",", 1)+"%", "percent")
			case 4:
				name, office := pick(g, g.people), pick(g, genOffices)
				rec.Officials[0] = corpus.Official{Name: name, Honorific: "đồng chí", Role: "presides", Verb: "chủ trì",
					Positions: []corpus.Position{{Title: office, Organisation: "Công an tỉnh", Level: "province", Canonical: office + " Công an tỉnh"}}}
				fact(&rec.Officials[0].Source, "đồng chí "+name+", "+office+" Công an tỉnh", "name-office")
			}
			sentence(4 + g.r.IntN(6))
			for _, s := range facts {
				s.Sentence = [2]int{from, d.at}
			}
			facts = nil
		}
		d.add(".")
		if g.r.IntN(4) == 0 {
			d.add("\n")
		} else {
			d.add(" ")
		}
	}
	rec.Article = &corpus.Article{
		Title: title, Lead: title, Text: d.String(), Published: published, Portal: fmt.Sprintf("cong-an-%d", i%34),
		Province: genProvinces[i%34], URL: rec.Source, Method: "generic", Category: "Tin an ninh",
	}
	return rec
}
