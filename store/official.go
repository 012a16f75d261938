package store

import (
	"context"
	"iter"

	"github.com/trich-vn/trich/corpus"
)

// An Official is a mention of a holder of public office with one of the
// offices named beside it, the article and the sentence. A mention with two
// offices is two rows, one without an office a row with an empty Title.
type Official struct {
	ArticleID int64
	// N numbers the mentions of an article from 0, Position the offices of a
	// mention.
	N, Position                                         int64
	Text, Name, Honorific, Rank                         string
	Title, Organisation, Level, Canonical, Jurisdiction string
	Former, Acting, Inferred                            bool
	Role, Verb                                          string
	PersonID                                            int64
	Sentence                                            string
	ArticleTitle, URL, Source, Portal, Province         string
	Published, Rule                                     string
	Start, End                                          int64
}

// officialColumns defines the columns of officials.
var officialColumns = []column[Official]{
	off("article_id", corpus.Integer, "article the mention stands in", func(o *Official) any { return &o.ArticleID }),
	off("n", corpus.Integer, "number of the mention in the article, from 0", func(o *Official) any { return &o.N }),
	off("position", corpus.Integer, "number of the office among those of the mention, from 0", func(o *Official) any { return &o.Position }).from("coalesce(p.n, 0)"),
	off("text", corpus.String, "quote of the article", func(o *Official) any { return &o.Text }),
	off("name", corpus.String, "name as printed, in normal case", func(o *Official) any { return &o.Name }),
	off("honorific", corpus.String, "form of address", func(o *Official) any { return &o.Honorific }),
	off("rank", corpus.String, "rank", func(o *Official) any { return &o.Rank }),
	off("title", corpus.String, "title of office as printed", func(o *Official) any { return &o.Title }).from("p.title"),
	off("organisation", corpus.String, "organisation as printed", func(o *Official) any { return &o.Organisation }).from("p.organisation"),
	off("level", corpus.String, "level of government", func(o *Official) any { return &o.Level }).from("p.level").values("central", "province", "district", "commune"),
	off("canonical", corpus.String, "title in full", func(o *Official) any { return &o.Canonical }).from("p.canonical"),
	off("jurisdiction", corpus.String, "area the office belongs to", func(o *Official) any { return &o.Jurisdiction }).from("p.jurisdiction"),
	off("former", corpus.Boolean, "the office was held before", func(o *Official) any { return &o.Former }).from("p.former"),
	off("acting", corpus.Boolean, "the office is acted for", func(o *Official) any { return &o.Acting }).from("p.acting"),
	off("inferred", corpus.Boolean, "the name or the office was not printed at this mention", func(o *Official) any { return &o.Inferred }).from("max(o.inferred, coalesce(p.inferred, 0))"),
	off("role", corpus.String, "what the official does in the sentence", func(o *Official) any { return &o.Role }),
	off("verb", corpus.String, "word that says so", func(o *Official) any { return &o.Verb }),
	off("person_id", corpus.Integer, "person across articles", func(o *Official) any { return &o.PersonID }).absentZero(),
	off("sentence", corpus.String, "sentence the mention stands in", func(o *Official) any { return &o.Sentence }).from(sentenceSQL),
	off("article_title", corpus.String, "title of the article", func(o *Official) any { return &o.ArticleTitle }).from("a.title"),
	off("url", corpus.String, "address of the article", func(o *Official) any { return &o.URL }).from("a.url"),
	off("source", corpus.String, "path or address the article was read from", func(o *Official) any { return &o.Source }).from("a.source"),
	off("portal", corpus.String, "portal of the article", func(o *Official) any { return &o.Portal }).from("a.portal"),
	off("province", corpus.String, "province of the article", func(o *Official) any { return &o.Province }).from("a.province"),
	off("published", corpus.Day, "day the article was published", func(o *Official) any { return &o.Published }),
	off("rule", corpus.String, "rule that found the mention", func(o *Official) any { return &o.Rule }),
	off("start", corpus.Integer, "first code point of the quote in the article's text, from 0", func(o *Official) any { return &o.Start }).unit("code points"),
	off("end", corpus.Integer, "code point after the quote", func(o *Official) any { return &o.End }).unit("code points"),
}

func off(name string, t corpus.Type, description string, cell func(*Official) any) column[Official] {
	return column[Official]{Column: corpus.Column{Name: name, Type: t, Description: description}, sql: "o." + name, cell: cell}
}

// OfficialsTable is one row a mention and office.
var OfficialsTable = tableOf("officials", "Officials", "Mentions of holders of public office, one row a mention and office.",
	[]string{"article_id", "n", "position"}, officialColumns)

// Officials streams the mentions that match f, newest article first, in the
// order of the text within an article.
func (db *DB) Officials(ctx context.Context, f Filter) iter.Seq2[Official, error] {
	return newestFirst(ctx, db, f, func(f Filter) iter.Seq2[Official, error] {
		q, err := db.officialQuestion(ctx, f)
		if err != nil {
			return failed[Official](err)
		}
		return answer(ctx, db, officialColumns, []question{q}, f, "published DESC, article_id DESC, n, position")
	})
}

func (db *DB) officialQuestion(ctx context.Context, f Filter) (question, error) {
	// A name or a person is found by its own index; anything else by walking
	// the articles, newest first, until the answer is full.
	from, id, published := "articles a CROSS JOIN officials o ON o.article_id = a.id", "a.id", "a.published"
	if len(f.Names) > 0 || f.PersonID != 0 || f.ArticleID != 0 {
		from, id, published = "officials o CROSS JOIN articles a ON a.id = o.article_id", "o.article_id", "o.published"
	}
	q := question{
		from: from + " LEFT JOIN positions p ON p.article_id = o.article_id AND p.official = o.n",
		texts: ` CROSS JOIN sentences s ON s.article_id = o.article_id AND s.n = o.sentence
			CROSS JOIN article_texts t ON t.article_id = o.article_id`,
	}
	plain := exprOf(officialColumns)
	q.expr = func(name string) string {
		switch name {
		case "article_id":
			return id
		case "published":
			return published
		}
		return plain(name)
	}
	c := &q.conditions
	f.ofArticle(c, published)
	if len(f.Names) > 0 {
		folded := make([]string, len(f.Names))
		for i, n := range f.Names {
			folded[i] = db.opts.Fold(n)
		}
		c.oneOf("o.name_key", folded)
	}
	if f.Name != "" {
		c.add("instr(o.name_key, ?) > 0", db.opts.Fold(f.Name))
	}
	c.contains(db.opts.Fold, f.Titles, "p.title", "coalesce(p.canonical, '')")
	c.contains(db.opts.Fold, f.Organisations, "coalesce(p.organisation, '')", "coalesce(p.jurisdiction, '')")
	c.oneOf("p.level", f.Levels)
	if f.Former != nil {
		c.add("p.former = ?", *f.Former)
	}
	if f.Acting != nil {
		c.add("p.acting = ?", *f.Acting)
	}
	if f.PersonID != 0 {
		c.add("o.person_id = ?", f.PersonID)
	}
	if f.Rule != "" {
		c.add("o.rule = ?", f.Rule)
	}
	if f.Text != "" {
		if err := db.ofSentence(ctx, c, f, "o", id, sentenceSQL); err != nil {
			return q, err
		}
	}
	return q, nil
}
