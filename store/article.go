package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/trich-vn/trich/corpus"
)

// An Article is a stored article without its text; Record returns that.
type Article struct {
	ID                              int64
	Title, Lead                     string
	Published, PublishedAt, Updated string
	Portal, Province, Agency        string
	Byline, Origin, Category        string
	// Tags is a JSON list.
	Tags                                  string
	URL, Source, Method                   string
	Chars                                 int64
	Dates, Officials, Counts, Percentages int64
	PageID                                int64
	Extractor                             string
	ChangedAt                             string
	// GoneSince is when the portal was first found not to serve it any more,
	// empty while it does; GoneReason what stood in its place.
	GoneSince, GoneReason string
	// NearDuplicates lists the articles that say nearly the same by their
	// identifiers, as JSON.
	NearDuplicates string
}

// articleColumnsOf defines the columns of articles.
var articleColumnsOf = []column[Article]{
	art("id", corpus.Integer, "identifier of the article", func(a *Article) any { return &a.ID }),
	art("title", corpus.String, "title", func(a *Article) any { return &a.Title }),
	art("lead", corpus.String, "lead paragraph", func(a *Article) any { return &a.Lead }).from("t.lead"),
	art("published", corpus.Day, "day of publication", func(a *Article) any { return &a.Published }),
	art("published_at", corpus.Time, "time of publication where the page gave one", func(a *Article) any { return &a.PublishedAt }),
	art("updated", corpus.String, "last change the page gave", func(a *Article) any { return &a.Updated }),
	art("portal", corpus.String, "portal", func(a *Article) any { return &a.Portal }),
	art("province", corpus.String, "province", func(a *Article) any { return &a.Province }),
	art("agency", corpus.String, "agency that runs the portal", func(a *Article) any { return &a.Agency }),
	art("byline", corpus.String, "author as printed", func(a *Article) any { return &a.Byline }),
	art("origin", corpus.String, "newspaper or portal a repost was taken from", func(a *Article) any { return &a.Origin }),
	art("category", corpus.String, "section of the portal", func(a *Article) any { return &a.Category }),
	art("tags", corpus.String, "tags, a JSON list", func(a *Article) any { return &a.Tags }),
	art("url", corpus.String, "address", func(a *Article) any { return &a.URL }),
	art("source", corpus.String, "path or address it was read from", func(a *Article) any { return &a.Source }),
	art("method", corpus.String, "how it was taken out of the page", func(a *Article) any { return &a.Method }),
	art("chars", corpus.Integer, "length of the text", func(a *Article) any { return &a.Chars }).unit("code points"),
	art("dates", corpus.Integer, "number of dates", func(a *Article) any { return &a.Dates }),
	art("officials", corpus.Integer, "number of mentions of officials", func(a *Article) any { return &a.Officials }),
	art("counts", corpus.Integer, "number of counts", func(a *Article) any { return &a.Counts }),
	art("percentages", corpus.Integer, "number of percentages", func(a *Article) any { return &a.Percentages }),
	art("page_id", corpus.Integer, "stored page it was taken from", func(a *Article) any { return &a.PageID }).absentZero(),
	art("extractor", corpus.String, "version of the rules its facts come from", func(a *Article) any { return &a.Extractor }),
	art("changed_at", corpus.Time, "when its rows were last written", func(a *Article) any { return &a.ChangedAt }),
	art("gone_since", corpus.Time, "since when the portal no longer serves it; empty while it does", func(a *Article) any { return &a.GoneSince }).from(ofPage("gone_since")),
	art("gone_reason", corpus.String, "what stood in its place", func(a *Article) any { return &a.GoneReason }).from(ofPage("gone_reason")),
	art("near_duplicates", corpus.String, "articles that say nearly the same (reposts): their identifiers, a JSON list", func(a *Article) any { return &a.NearDuplicates }).
		from("(SELECT nullif(json_group_array(n.other_id), '[]') FROM near_duplicates n WHERE n.article_id = a.id)"),
}

func art(name string, t corpus.Type, description string, cell func(*Article) any) column[Article] {
	return column[Article]{Column: corpus.Column{Name: name, Type: t, Description: description}, sql: "a." + name, cell: cell}
}

// ofPage is a column of the page an article was taken from.
func ofPage(column string) string {
	return "(SELECT g." + column + " FROM pages g WHERE g.id = a.page_id)"
}

// ArticlesTable is one row an article.
var ArticlesTable = tableOf("articles", "Articles", "Articles without their text, one row an article.", []string{"id"}, articleColumnsOf)

// Articles streams the articles that match f, newest first.
func (db *DB) Articles(ctx context.Context, f Filter) iter.Seq2[Article, error] {
	q, err := db.articleQuestion(ctx, f)
	if err != nil {
		return failed[Article](err)
	}
	return answer(ctx, db, articleColumnsOf, []question{q}, f, "published DESC, id DESC")
}

func (db *DB) articleQuestion(ctx context.Context, f Filter) (question, error) {
	q := question{from: "articles a", texts: " CROSS JOIN article_texts t ON t.article_id = a.id", expr: exprOf(articleColumnsOf)}
	f.ofArticle(&q.conditions, "a.published")
	if f.Text != "" {
		asked, err := db.parseQuery(f.Text)
		if err != nil {
			return q, err
		}
		return q, db.ofText(ctx, &q.conditions, asked, "a.id")
	}
	return q, nil
}

// ArticleByID returns one article, or ErrNotFound.
func (db *DB) ArticleByID(ctx context.Context, id int64) (*Article, error) {
	for a, err := range db.Articles(ctx, Filter{ArticleID: id}) {
		return &a, err
	}
	return nil, fmt.Errorf("article %d: %w", id, ErrNotFound)
}

// Record returns an article with its text and all its facts, equal to what
// was saved, or ErrNotFound.
func (db *DB) Record(ctx context.Context, id int64) (*corpus.Record, error) {
	rec, err := db.record(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("article %d: %w", id, db.fail(err))
	}
	return rec, nil
}

func (db *DB) record(ctx context.Context, id int64) (*corpus.Record, error) {
	// One transaction: a writer may replace the article between two reads.
	tx, err := db.r.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	r := recordReader{ctx: ctx, q: tx, id: id}
	rec, err := r.article()
	if err != nil {
		return nil, err
	}
	return rec, errors.Join(r.dates(rec), r.officials(rec), r.counts(rec), r.percentages(rec), r.rejections(rec))
}

// Records streams whole records of the articles that match f, newest first.
func (db *DB) Records(ctx context.Context, f Filter) iter.Seq2[*corpus.Record, error] {
	return func(yield func(*corpus.Record, error) bool) {
		for a, err := range db.Articles(ctx, f) {
			if err != nil {
				yield(nil, err)
				return
			}
			rec, err := db.Record(ctx, a.ID)
			if errors.Is(err, ErrNotFound) {
				continue // removed while we read
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

func unmarshalTags(text string) (tags []string, err error) {
	if text == "" {
		return nil, nil
	}
	err = json.Unmarshal([]byte(text), &tags)
	return tags, err
}
