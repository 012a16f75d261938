package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/net/idna"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/internal/export"
	"github.com/trich-vn/trich/internal/portal"
	"github.com/trich-vn/trich/store"
)

// packageFormat is the export that is one folder, not one file a table.
const packageFormat = "datapackage"

// exportFormats lists what --format of an export knows.
func exportFormats() []string {
	names := append(export.Formats(), packageFormat)
	slices.Sort(names)
	return names
}

func (a *app) licenceFlag(cmd *cobra.Command, licence *string) {
	cmd.Flags().StringVar(licence, "licence", "", a.tr("licence you give the data, as CC-BY-4.0 or an address (data package, Datasette)"))
}

// exportPackage writes a Frictionless data package: a CSV file a table and
// datapackage.json.
func (a *app) exportPackage(ctx context.Context, db *store.DB, q *question, tables []string, to destination) error {
	about, err := a.about(ctx, db, to.licence)
	if err != nil {
		return err
	}
	now := time.Now().UTC()
	about.Name, about.Created, about.Version = "trich", now.Format(time.RFC3339), now.Format("2006.1.2")
	if to.home != "" {
		if about.Home = webAddress(to.home); about.Home == "" {
			return usage(errors.New(a.tr("%q is no address", to.home)), a.tr("as https://example.vn/data"))
		}
	}
	var resources []export.Resource
	for _, name := range tables {
		t, rows, err := chosen(ctx, db, q, name)
		if err != nil {
			return usage(err, "")
		}
		if len(q.columns) > 0 { // keys may not be among them
			t.Key, t.References = nil, nil
		}
		resources = append(resources, export.Resource{Table: t, Rows: rows})
	}
	// A descriptor of an earlier export would describe half of the new files.
	descriptor := filepath.Join(to.folder, "datapackage.json")
	for _, old := range []string{descriptor, filepath.Join(to.folder, "croissant.json")} {
		if err := os.Remove(old); err != nil && !errors.Is(err, os.ErrNotExist) {
			return failed(err, "")
		}
	}
	if err := export.WritePackage(to.folder, about, resources); err != nil {
		return failed(err, "")
	}
	fmt.Fprintln(a.out, descriptor)
	if to.licence == "" || to.home == "" {
		a.say("croissant.json wants a licence and an address: --licence, --home")
	}
	return nil
}

// sourcesSQL lists the portals of the articles, and the sites of those of
// none.
const sourcesSQL = `SELECT DISTINCT coalesce(portal, site), iif(portal IS NULL, site, NULL) FROM (
	SELECT portal, substr(url, 1, 8 + instr(substr(url, 9) || '/', '/')) AS site FROM articles WHERE portal IS NOT NULL OR url LIKE 'http://%' OR url LIKE 'https://%'
) ORDER BY 1`

// webAddress writes a web address in ASCII, without who may read there; it
// returns nothing where s is none.
func webAddress(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Hostname() == "" || !slices.Contains([]string{"http", "https", "ftp", "ftps"}, u.Scheme) {
		return ""
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil {
		return ""
	}
	if port := u.Port(); port != "" {
		host = net.JoinHostPort(host, port)
	}
	u.Host, u.User = host, nil
	return u.String()
}

// licenceName is what Data Package takes for an identifier of a licence.
var licenceName = regexp.MustCompile(`^[-a-zA-Z0-9._]+$`)

// about says what the data of a store is and which portals it was taken from.
func (a *app) about(ctx context.Context, db *store.DB, licence string) (export.About, error) {
	about := export.About{
		Title: "Trích: figures and officials of Vietnamese provincial portals",
		Description: "Dates, counts, percentages and officials found by rules in articles of provincial portals, each with its quote and its place in the text. " +
			"Money is in đồng; start and end count Unicode code points. The texts belong to the portals named as sources. " +
			"Extracted by Trích " + version + ".",
	}
	switch address := webAddress(licence); {
	case address != "":
		about.Licences = []export.Licence{{Title: licence, Path: address}}
	case licenceName.MatchString(licence):
		about.Licences = []export.Licence{{Title: licence, Name: licence}}
	case licence != "":
		return about, usage(errors.New(a.tr("%q is no licence", licence)), a.tr("an identifier of spdx.org, as CC-BY-4.0, or an address"))
	}
	set, err := portal.Load(a.conf.Portals)
	if err != nil {
		return about, err
	}
	_, rows, err := db.SQL(ctx, sourcesSQL, time.Minute)
	if err != nil {
		return about, err
	}
	for row, err := range rows {
		if err != nil {
			return about, err
		}
		id, _ := row[0].(string)
		site, _ := row[1].(string)
		s := export.SourceOf{Title: id}
		if site != "" {
			if s.Path = webAddress(site); s.Path == "" {
				continue
			}
			s.Title = s.Path
		}
		if p := set.ByID(id); p != nil {
			if p.Name != "" {
				s.Title = p.Name
			}
			if len(p.Start) > 0 {
				s.Path = p.Start[0]
			}
		}
		if !slices.Contains(about.Sources, s) {
			about.Sources = append(about.Sources, s)
		}
	}
	return about, nil
}

func (a *app) exportDatasetteCommand() *cobra.Command {
	var out, licence string
	cmd := &cobra.Command{
		Use:     "datasette",
		Short:   a.tr("write metadata.json, by which Datasette explains the database"),
		Example: "  trich export datasette --out data/ --db trich.db\n  datasette trich.db --metadata data/metadata.json",
		Args:    a.exactArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			db, err := a.readDB(cmd.Context())
			if err != nil {
				return err
			}
			defer db.Close()
			about, err := a.about(cmd.Context(), db, licence)
			if err != nil {
				return err
			}
			if err := os.MkdirAll(out, 0o755); err != nil {
				return usage(err, a.tr("--out names another folder"))
			}
			path := filepath.Join(out, "metadata.json")
			name := filepath.Base(a.conf.DB)
			name = strings.TrimSuffix(name, filepath.Ext(name))
			if err := writeWhole(path, func(w io.Writer) error { return writeDatasette(cmd.Context(), w, db, name, about) }); err != nil {
				return failed(fmt.Errorf("%s: %w", path, err), "")
			}
			fmt.Fprintln(a.out, path)
			return nil
		},
	}
	a.outFlag(cmd, &out)
	a.licenceFlag(cmd, &licence)
	a.dbFlag(cmd)
	return cmd
}

// viewColumns describes columns that views have and tables of the exports
// have not, or name otherwise.
var viewColumns = map[string]corpus.Column{
	"number":         {Description: "the value as a number, to compare and sort by"},
	"text":           {Description: "quote of the article; in v_articles the whole text"},
	"period_first":   {Description: "first day of the period"},
	"period_last":    {Description: "last day of the period"},
	"province_now":   {Description: "province since July 2025, where the article's became a part of another"},
	"province_until": {Description: "last day of the province as the figure means it, where it was merged since"},
}

// writeDatasette describes the views as the database has them.
func writeDatasette(ctx context.Context, w io.Writer, db *store.DB, name string, about export.About) error {
	series := corpus.Table{Name: "series", Title: "Series", Description: "Figures of canonical series, levels only.", Columns: store.FactsTable.Columns}
	var views []corpus.Table
	for _, t := range []corpus.Table{store.ArticlesTable, store.DatesTable, store.CountsTable, store.PercentagesTable, store.OfficialsTable, series} {
		described := map[string]corpus.Column{}
		for _, c := range t.Columns {
			described[c.Name] = c
		}
		t.Columns = nil
		_, rows, err := db.SQL(ctx, "SELECT name FROM pragma_table_info('v_"+t.Name+"') ORDER BY cid", time.Minute)
		if err != nil {
			return err
		}
		for row, err := range rows {
			if err != nil {
				return err
			}
			column, _ := row[0].(string)
			c, known := described[column]
			if !known {
				c = viewColumns[column]
				c.Name = column
			}
			t.Columns = append(t.Columns, c)
		}
		views = append(views, t)
	}
	return export.WriteDatasette(w, name, about, views)
}
