package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/extract"
	"github.com/trich-vn/trich/internal/portal"
	"github.com/trich-vn/trich/store"
)

// learn brings what does not come from articles up to date: the names of the
// series and the portals, the provinces and what became of them, who is who.
func (p *pipeline) learn(ctx context.Context, db *store.DB) error {
	series, err := extract.Indicators()
	if err != nil {
		return err
	}
	var indicators []store.Indicator
	for _, s := range series {
		indicators = append(indicators, store.Indicator{ID: s.ID, Unit: s.Units[0], LabelVI: s.Vietnamese, LabelEN: s.English,
			Direction: s.Direction, Of: s.Of, NoteVI: s.NoteVietnamese, NoteEN: s.NoteEnglish})
	}
	if err := db.SaveIndicators(ctx, indicators); err != nil {
		return err
	}
	provinces, err := extract.Provinces()
	if err != nil {
		return err
	}
	var places []store.Place
	for _, x := range provinces {
		places = append(places, store.Place{Level: "province", Name: x.Name, From: x.From, To: x.To, Successor: x.Successor})
	}
	areas, err := db.Areas(ctx)
	if err != nil {
		return err
	}
	for _, x := range areas {
		x.From, x.To = p.facts.Validity(x.Area())
		places = append(places, x)
	}
	if err := db.SavePlaces(ctx, places); err != nil {
		return err
	}
	if err := namePortals(ctx, db, p.portals); err != nil {
		return err
	}
	if err := db.LinkNearDuplicates(ctx); err != nil {
		return err
	}
	return p.linkPeople(ctx, db)
}

// namePortals tells the store what its portals are called and where they begin.
func namePortals(ctx context.Context, db *store.DB, known *portal.Set) error {
	var list []store.Portal
	for _, x := range known.All() {
		named := store.Portal{ID: x.ID, Name: x.Name, Province: x.Province}
		switch {
		case len(x.Start) > 0:
			named.Home = x.Start[0]
		case len(x.Hosts) > 0 && !strings.Contains(x.Hosts[0], "*"):
			named.Home = "https://" + x.Hosts[0] + "/"
		}
		list = append(list, named)
	}
	return db.NamePortals(ctx, list)
}

// linkPeople decides who is who over all stored mentions.
func (p *pipeline) linkPeople(ctx context.Context, db *store.DB) error {
	var list []extract.Appearance
	for o, err := range db.Officials(ctx, store.Filter{}) {
		if err != nil {
			return err
		}
		if n := len(list); n == 0 || list[n-1].Article != o.ArticleID || list[n-1].N != o.N {
			list = append(list, extract.Appearance{Article: o.ArticleID, N: o.N, Published: o.Published, Province: o.Province, Name: o.Name, Rank: o.Rank})
		}
		if o.Title != "" {
			last := &list[len(list)-1]
			last.Positions = append(last.Positions, corpus.Position{
				Title: o.Title, Organisation: o.Organisation, Level: o.Level, Canonical: o.Canonical, Jurisdiction: o.Jurisdiction,
				Former: o.Former, Acting: o.Acting,
			})
		}
	}
	decided, err := db.Corrections(ctx)
	if err != nil {
		return err
	}
	corrections := make([]extract.Correction, len(decided))
	for i, c := range decided {
		corrections[i] = extract.Correction{Same: c.Same, Left: c.Left, Right: c.Right}
	}
	var people []store.Person
	for _, x := range p.facts.Link(list, corrections) {
		person := store.Person{Key: x.Key, Name: x.Name, Jurisdiction: x.Jurisdiction}
		for _, m := range x.Members {
			person.Mentions = append(person.Mentions, store.Mention{ArticleID: list[m].Article, N: list[m].N})
		}
		for _, m := range x.Merges {
			person.Merges = append(person.Merges, store.Merge(m))
		}
		people = append(people, person)
	}
	return db.SavePeople(ctx, people)
}

func (a *app) peopleCommand() *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "people [NAME…]",
		Short: a.tr("list holders of office across articles, first to last"),
		Long: a.tr("Lists people: mentions of one name are one person where offices, places and days agree, never by the name alone. " +
			"With --person the offices of one are shown over time, with the reason of each merge."),
		Example: "  trich people \"Trần Văn\"\n  trich people --person 12\n  trich people same KEY KEY --note \"cùng một người\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			q.filter.Name = strings.Join(args, " ")
			if q.filter.PersonID != 0 {
				return a.person(cmd.Context(), &q)
			}
			return a.ask(cmd.Context(), "people", &q, nil)
		},
	}
	a.filterFlags(cmd, &q, asked)
	cmd.Flags().Int64Var(&q.filter.PersonID, "person", 0, a.tr("show this person's offices over time"))
	for _, d := range []struct {
		name, short string
		same        bool
	}{{"same", a.tr("decide that two keys are one person"), true}, {"different", a.tr("decide that two keys are different people"), false}} {
		var note string
		sub := &cobra.Command{
			Use:   d.name + " KEY KEY",
			Short: d.short,
			Args:  a.exactArgs(2),
			RunE: func(cmd *cobra.Command, args []string) error {
				return a.correct(cmd.Context(), store.Correction{Same: d.same, Left: args[0], Right: args[1], Note: note})
			},
		}
		sub.Flags().StringVar(&note, "note", "", a.tr("why, for later readers"))
		a.dbFlag(sub)
		cmd.AddCommand(sub)
	}
	return cmd
}

// person prints one person's offices, oldest first, and why the mentions are
// taken for one.
func (a *app) person(ctx context.Context, q *question) error {
	db, err := a.readDB(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	q.filter.Sort = "published"
	t, rows, err := db.Rows(ctx, "officials", q.filter)
	if err != nil {
		return usage(err, "")
	}
	n, err := a.printRows(q, t, rows, []string{"published", "rank", "name", "title", "organisation", "jurisdiction", "former", "article_title"})
	if err != nil {
		return failed(err, "")
	}
	if n == 0 {
		return usage(errors.New(a.tr("no person %d", q.filter.PersonID)), a.tr("'trich people' lists them"))
	}
	merges, err := db.Merges(ctx, q.filter.PersonID)
	if err != nil {
		return failed(err, "")
	}
	if q.format == "table" {
		for _, m := range merges {
			fmt.Fprintf(a.out, "%s = %s: %s\n", m.Left, m.Right, m.Reason)
		}
	}
	return nil
}

// correct keeps a decision and links anew.
func (a *app) correct(ctx context.Context, c store.Correction) error {
	p, err := a.pipeline()
	if err != nil {
		return err
	}
	db, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.SaveCorrection(ctx, c); err != nil {
		return usage(err, a.tr("'trich people --columns key' shows keys"))
	}
	if err := p.linkPeople(ctx, db); err != nil {
		return failed(err, "")
	}
	return nil
}
