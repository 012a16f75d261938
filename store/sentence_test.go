package store

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/trich-vn/trich/corpus"
)

// set changes a variable for one test.
func set[T any](t *testing.T, v *T, to T) {
	t.Helper()
	before := *v
	*v = to
	t.Cleanup(func() { *v = before })
}

// Whether matches are looked up or many met by the way, at once or article by
// article, the answer is what reading every sentence gives.
func TestFactsByWords(t *testing.T) {
	db := openTest(t)
	fill(t, db, 150)
	for _, table := range []string{"articles", "dates", "counts", "percentages"} {
		id := "article_id"
		if table == "articles" {
			id = "id"
		}
		if _, err := db.w.Exec("UPDATE " + table + " SET published = NULL WHERE " + id + " % 9 = 0"); err != nil {
			t.Fatal(err)
		}
	}
	set(t, &newestArticles, 10)
	set(t, &articlesAtOnce, 3)
	kinds := []string{KindCount, KindDate, KindPercentage}
	for _, f := range []Filter{
		{Kinds: kinds}, {Kinds: kinds, Provinces: genProvinces[:9]},
		{PublishedFrom: "2018-01-01", PublishedTo: "2023-12-31"}, {Units: []string{"vụ", "người"}},
	} {
		all, err := Collect(db.Facts(t.Context(), f))
		if err != nil || len(all) == 0 {
			t.Fatalf("%d facts, %v", len(all), err)
		}
		for _, text := range []string{
			"công", "cong", "duong day", "đường dây", `"ma tuy"`, `"công an"`, "xử -và", "hội OR huyện", "tro*", "trọ*", "kiểm NEAR/3 tra", "phat hien",
			"ngày", "không có đâu", "cong an tinh xu ly", "công an tỉnh xử lý", "cua cac va hien", "của các và hiện", "vu viec phat hien", "hội OR huyện tổ OR tội",
		} {
			wordsIn(t, db, f, text, all)
		}
	}
}

// wordsIn asks for the facts of f with words, of which all are those without
// regard to words.
func wordsIn(t *testing.T, db *DB, f Filter, text string, all []Fact) {
	t.Helper()
	asked, err := db.parseQuery(text)
	if err != nil {
		t.Fatal(err)
	}
	var want []Fact
	for _, fact := range all {
		if asked.matches(fact.Sentence + " " + fact.What) {
			want = append(want, fact)
		}
	}
	f.Text = text
	for _, limit := range [][2]int{{20000, 5000}, {20000, 20}, {40, 1}, {4, 1}} {
		set(t, &manyMatches, limit[0])
		set(t, &fewArticles, limit[1])
		f.Limit, f.Offset = 0, 0
		got, err := Collect(db.Facts(t.Context(), f))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, at most %v: %d facts, %v; want %d", f, limit, len(got), err, len(want))
		}
		for _, page := range [][2]int{{3, 2}, {30, 0}, {1000, 0}} {
			f.Limit, f.Offset = page[0], page[1]
			rows, err := Collect(db.Facts(t.Context(), f))
			if err != nil || !slices.Equal(namesOf(rows), namesOf(want[min(f.Offset, len(want)):min(f.Offset+f.Limit, len(want))])) {
				t.Errorf("%+v, at most %v: page %v, %v", f, limit, namesOf(rows), err)
			}
		}
	}
}

func namesOf(facts []Fact) (all []string) {
	for _, f := range facts {
		all = append(all, fmt.Sprint(f.ArticleID, f.Kind, f.N))
	}
	return all
}

func TestArticlesByWords(t *testing.T) {
	db := openTest(t)
	fill(t, db, 60)
	for _, text := range []string{"công", "duong day", "xử -và", "tro*", "không có đâu"} {
		var want []Article
		for i, limit := range []int{manyMatches, 4} {
			set(t, &manyMatches, limit)
			got, err := Collect(db.Articles(t.Context(), Filter{Text: text}))
			if i == 0 {
				want = got
			}
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s, at most %v: %d articles, %v; want %d", text, limit, len(got), err, len(want))
			}
		}
	}
}

// longRecord has a count in each of n sentences; the last says so alone.
func longRecord(t *testing.T, n int) *corpus.Record {
	d := &draft{}
	d.add("Báo cáo\n\n")
	rec := &corpus.Record{Source: "long"}
	for i := range n {
		from := d.at
		if i == n-1 {
			d.add("Đáng mừng, ")
		}
		start, end := d.add(fmt.Sprintf("%d vụ", i+1))
		d.add(".")
		rec.Counts = append(rec.Counts, corpus.Count{Unit: "vụ", Class: "case", Figure: corpus.Figure{
			Value: *dec(t, fmt.Sprint(i+1)), What: "trộm cắp",
			Source: corpus.Source{Span: corpus.Span{Text: fmt.Sprintf("%d vụ", i+1), Start: start, End: end}, Sentence: [2]int{from, d.at}, Rule: "r"},
		}})
		d.add(" ")
	}
	rec.Article = &corpus.Article{Title: "Báo cáo", Text: d.String()}
	return rec
}

// Sentences behind the last one with a number of its own are found with it, and
// words of what is counted where the sentence does not say them.
func TestFactsByWordsOfALongArticle(t *testing.T) {
	db := openTest(t)
	rec := longRecord(t, lastSentence+20)
	if _, err := db.SaveRecord(t.Context(), rec, Meta{}); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"dang mung": 1, "Đáng": 1, "trom": lastSentence + 20, "báo": 0, "70": 1} {
		got, err := Collect(db.Facts(t.Context(), Filter{Text: text}))
		if err != nil || len(got) != want {
			t.Errorf("%s: %d facts, %v; want %d", text, len(got), err, want)
		}
	}
	if n := count(t, db, "SELECT count(*) FROM search_sentences_docsize"); n != lastSentence+1 {
		t.Errorf("%d rows in the index; want %d", n, lastSentence+1)
	}
	verified(t, db)
	rec.Article.Text, rec.Facts = "Ngắn", corpus.NoFacts()
	if _, err := db.SaveRecord(t.Context(), rec, Meta{}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db, "SELECT count(*) FROM search_sentences_docsize"); n != 0 {
		t.Errorf("%d rows in the index; all sentences are gone", n)
	}
	verified(t, db)
}

// The migration fills the index with what the program would have.
func TestMigrationIndexesSentences(t *testing.T) {
	db := openTest(t)
	fill(t, db, 40)
	if _, err := db.SaveRecord(t.Context(), longRecord(t, 3*lastSentence), Meta{}); err != nil {
		t.Fatal(err)
	}
	index := func() string {
		t.Helper()
		ids, err := textsOf(t.Context(), db.w, "SELECT term || ' ' || doc FROM sentence_words ORDER BY term, doc")
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(ids, "\n")
	}
	exec := func(statement string) {
		t.Helper()
		if _, err := db.w.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	exec("CREATE VIRTUAL TABLE temp.sentence_words USING fts5vocab (main, search_sentences, instance)")
	want := index()
	exec("INSERT INTO search_sentences (search_sentences) VALUES ('delete-all')")
	if got := index(); got != "" || want == "" {
		t.Fatalf("emptied index holds %q", got)
	}
	names, err := filepath.Glob("migrations/*_search_sentences.sql")
	if err != nil || len(names) != 1 {
		t.Fatalf("migrations %v, %v", names, err)
	}
	migration, err := migrationFiles.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	_, filling, found := strings.Cut(string(migration), "END;\n")
	if !found {
		t.Fatal("the migration ends otherwise")
	}
	exec(filling)
	if got := index(); got != want {
		t.Errorf("index of the migration\n%.2000s\nindex of the program\n%.2000s", got, want)
	}
}

// What is indexed without marks is what triggers delete, which leave marks to
// the tokenizer.
func TestUnmarkedIsWhatTheTokenizerMakes(t *testing.T) {
	db := openTest(t)
	conn, err := db.w.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	exec := func(statement string, args ...any) {
		t.Helper()
		if _, err := conn.ExecContext(t.Context(), statement, args...); err != nil {
			t.Fatal(err)
		}
	}
	words := map[string]string{}
	for table, text := range map[string]string{"bare": "?2", "marked": "replace(replace(replace(replace(?3, 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D')"} {
		exec("CREATE VIRTUAL TABLE temp." + table + " USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2')")
		exec("CREATE VIRTUAL TABLE temp." + table + "_words USING fts5vocab (temp, " + table + ", instance)")
		for r := rune(0x80); r < 0x2200; r++ {
			s := fmt.Sprintf("%c h%cn %[1]cng l%[1]c\u0301 %[1]c%[1]c", r, r)
			exec("INSERT INTO "+table+" (rowid, text) VALUES (?1, "+text+")", r, unmarked(s), s)
		}
		var list string
		if err := conn.QueryRowContext(t.Context(), "SELECT group_concat(doc || ' ' || offset || ' ' || term, char(10)) FROM (SELECT * FROM "+table+
			"_words ORDER BY doc, offset)").Scan(&list); err != nil {
			t.Fatal(err)
		}
		words[table] = list
	}
	bare, marked := strings.Split(words["bare"], "\n"), strings.Split(words["marked"], "\n")
	for i := range min(len(bare), len(marked)) {
		if bare[i] != marked[i] {
			t.Fatalf("%q, want %q", bare[i], marked[i])
		}
	}
	if len(bare) != len(marked) || len(bare) < 0x2200 {
		t.Errorf("%d words, want %d", len(bare), len(marked))
	}
	if got := unmarked("Đường ông Ưỡn — ðỵẦ 5/3 мир"); got != "duong ong uon — dya 5/3 мир" {
		t.Error(got)
	}
}
