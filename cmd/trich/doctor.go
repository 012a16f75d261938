package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/mail"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/crawl"
	"github.com/trich-vn/trich/extract/page"
	"github.com/trich-vn/trich/internal/portal"
	"github.com/trich-vn/trich/store"
)

// A health is how one check ended.
type health int

const (
	healthy health = iota
	worrying
	wrong
)

// A finding is one line of the doctor's report.
type finding struct {
	what   string
	health health
	// found says what was seen, advice what to do about it.
	found, advice string
}

// A doctor gathers findings.
type doctor struct {
	a        *app
	findings []finding
	// locked says that a run is at work, which explains half-written files.
	locked bool
}

func (a *app) doctorCommand() *cobra.Command {
	var portal string
	var loopback bool
	var unread error
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: a.tr("check settings, disk, database, archive, clock and portals"),
		Long: a.tr("Looks at everything an unattended run needs and says what to do about what is wrong. Nothing is changed. " +
			"With --portal it also asks one portal for its robots.txt and a page."),
		Example: "  trich doctor --db t.db\n  trich doctor --portal daknong.gov.vn",
		Args:    a.exactArgs(0),
		// Settings that cannot be read are a finding here, not an end.
		PersistentPreRunE: func(*cobra.Command, []string) error {
			unread = a.configure()
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			d := &doctor{a: a}
			d.examine(cmd.Context(), unread)
			if portal != "" {
				d.portal(cmd.Context(), portal, loopback)
			}
			return d.tell()
		},
	}
	cmd.Flags().StringVar(&portal, "portal", "", a.tr("also ask this portal, by identifier or address"))
	cmd.Flags().BoolVar(&loopback, "allow-loopback", false, a.tr("allow addresses on this machine"))
	a.archiveFlag(cmd)
	a.dbFlag(cmd)
	return cmd
}

// examine looks at everything on this machine.
func (d *doctor) examine(ctx context.Context, unread error) {
	d.settings(unread)
	d.contact()
	d.proxy()
	d.portals()
	d.search(ctx)
	d.lock()
	d.database(ctx)
	d.space(d.a.tr("disk of the database"), d.a.conf.DB)
	if d.a.conf.Archive != noArchive {
		d.space(d.a.tr("disk of the archive"), filepath.Join(d.a.archiveFolder(), "x"))
	}
	d.archive(ctx)
	d.build()
}

func (d *doctor) add(what string, h health, found, advice string) {
	d.findings = append(d.findings, finding{what, h, found, advice})
}

// tell prints the findings; a problem among them is exit code 1.
func (d *doctor) tell() error {
	a := d.a
	t := newTable(a.tr("checked"), a.tr("state"), a.tr("found"), a.tr("what to do"))
	t.SetColumnConfigs([]table.ColumnConfig{
		{Number: 3, WidthMax: 60, WidthMaxEnforcer: text.WrapSoft}, {Number: 4, WidthMax: 50, WidthMaxEnforcer: text.WrapSoft},
	})
	names := map[health]string{healthy: a.tr("ok"), worrying: a.tr("warning"), wrong: a.tr("problem")}
	problems := 0
	for _, f := range d.findings {
		if f.health == wrong {
			problems++
		}
		t.AppendRow(table.Row{f.what, names[f.health], oneLine(a.printable(f.found)), f.advice})
	}
	fmt.Fprintln(a.out, t.Render())
	if problems > 0 {
		return failed(errors.New(a.tr("%d problems found", problems)), "")
	}
	return nil
}

// printable takes the common reasons of the system into the user's language.
func (a *app) printable(s string) string {
	for _, e := range []error{fs.ErrNotExist, syscall.ENOENT, fs.ErrPermission} {
		s = strings.ReplaceAll(s, e.Error(), a.explain(e))
	}
	return s
}

func (d *doctor) settings(unread error) {
	a := d.a
	path := a.flags.config
	if path == "" {
		path = findConfig()
	}
	switch {
	case unread != nil:
		d.add(a.tr("settings"), wrong, unread.Error(), a.tr("the README lists the settings"))
	case path == "":
		d.add(a.tr("settings"), healthy, a.tr("no trich.toml: flags, environment and defaults"), "")
	default:
		d.add(a.tr("settings"), healthy, path, "")
	}
}

func (d *doctor) contact() {
	a := d.a
	advice := a.tr("contact = \"you@your-domain\" in trich.toml")
	switch c := a.conf.Contact; {
	case c == "":
		d.add(a.tr("contact"), worrying, a.tr("none: 'trich run' asks no portal without one"), advice)
	case !plausibleContact(c):
		d.add(a.tr("contact"), wrong, a.tr("%q is no mail or web address", c), advice)
	case placeholder(c):
		d.add(a.tr("contact"), worrying, a.tr("%s is an example: nobody reads it", c), advice)
	default:
		d.add(a.tr("contact"), healthy, c, "")
	}
}

// proxy tells of one that stands before the portals; most machines have none.
func (d *doctor) proxy() {
	a := d.a
	conf := crawl.Config{Proxy: a.conf.Proxy}
	switch p, err := conf.ProxyFor(&url.URL{Scheme: "https", Host: "gov.vn"}); {
	case err != nil:
		d.add(a.tr("proxy"), wrong, err.Error(), a.tr("proxy = \"http://proxy.example:3128\" in trich.toml, or HTTPS_PROXY; \"direct\" uses none"))
	case p != nil:
		d.add(a.tr("proxy"), healthy, p.Host, "")
	}
}

// plausibleContact takes a mail address or a web address at a named host.
func plausibleContact(c string) bool {
	host := ""
	if m, err := mail.ParseAddress(c); err == nil {
		_, host, _ = strings.Cut(m.Address, "@")
	} else if u, err := url.Parse(c); err == nil && (u.Scheme == "http" || u.Scheme == "https") {
		host = u.Hostname()
	}
	return strings.Contains(strings.Trim(host, "."), ".")
}

// placeholder knows the domains that RFC 2606 keeps for examples.
func placeholder(c string) bool {
	c = strings.ToLower(strings.TrimRight(c, "/"))
	for _, end := range []string{"example.org", "example.com", "example.net", ".example", ".invalid", ".test"} {
		if strings.HasSuffix(c, end) {
			return true
		}
	}
	return false
}

func (d *doctor) portals() {
	a := d.a
	set, err := portal.Load(a.conf.Portals)
	if err != nil {
		d.add(a.tr("portal files"), wrong, err.Error(), a.tr("'trich portals lint' checks the portal files"))
		return
	}
	if slips := portal.Lint(set, page.CheckSelector); len(slips) > 0 {
		d.add(a.tr("portal files"), worrying, a.tr("%d slips in the portal files", len(slips))+": "+slips[0],
			a.tr("'trich portals lint' checks the portal files"))
		return
	}
	d.add(a.tr("portal files"), healthy, a.tr("%d portal files, no slips", len(set.All())), "")
}

// search makes an empty database, which needs what every database needs of
// SQLite.
func (d *doctor) search(ctx context.Context) {
	a := d.a
	dir, err := os.MkdirTemp("", "trich-doctor-*")
	if err != nil {
		d.add(a.tr("full-text search"), wrong, err.Error(), a.tr("TMPDIR names another folder for temporary files"))
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	db, err := store.Open(ctx, filepath.Join(dir, "x.db"), storeOptions())
	if err != nil {
		d.add(a.tr("full-text search"), wrong, err.Error(), a.tr("'make build' builds it as it must be"))
		return
	}
	d.note(db.Close(), a.tr("full-text search"), a.tr("SQLite with FTS5"))
}

// note adds what was found where nothing failed, else the failure.
func (d *doctor) note(err error, what, found string) {
	if err != nil {
		d.add(what, wrong, err.Error(), "")
		return
	}
	d.add(what, healthy, found, "")
}

// portal asks one portal, as a run would: robots.txt, then a page.
func (d *doctor) portal(ctx context.Context, name string, loopback bool) {
	a := d.a
	what := a.tr("portal %s", name)
	set, err := portal.Load(a.conf.Portals)
	if err != nil {
		return // told before
	}
	address := name
	if prof := set.ByID(name); prof != nil && len(prof.Start) > 0 {
		address = prof.Start[0]
	}
	if u, err := url.Parse(address); err != nil || u.Host == "" {
		d.add(what, wrong, a.tr("%q is neither a URL nor a portal", name), a.tr("'trich portals list' shows those known"))
		return
	}
	start := time.Now()
	pg, reason := a.firstPage(ctx, crawl.Config{
		Seeds: []string{address}, Contact: a.conf.Contact, AllowLoopback: loopback, Portals: set, Proxy: a.conf.Proxy, Logger: a.logger(),
		MaxPages: 1, MaxDepth: 1, Attempts: 1, Patience: time.Second, For: time.Minute,
	})
	if pg == nil {
		d.add(what, wrong, address+": "+reason, a.tr("does a browser open it? robots.txt is obeyed, and certificates are always checked"))
		return
	}
	d.add(what, healthy, a.tr("%s: %d KB after %.1f s", pg.URL, len(pg.Body)/1024, time.Since(start).Seconds()), "")
}

// firstPage fetches the first page that a crawl finds, or says why there is none.
func (a *app) firstPage(ctx context.Context, conf crawl.Config) (pg *corpus.Page, reason string) {
	one := &oneSink{}
	report, err := crawl.Run(ctx, conf, crawl.NewMemoryFrontier(), one)
	switch {
	case one.page != nil:
		return one.page, ""
	case err != nil:
		return nil, err.Error()
	case len(report.Failures) > 0:
		return nil, report.Failures[0].Reason
	}
	for why := range sortedCounts(report.Reasons) {
		return nil, why
	}
	return nil, a.tr("no page was served")
}
