package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/trich-vn/trich/corpus"
	"github.com/trich-vn/trich/crawl"
	"github.com/trich-vn/trich/store"
)

// crawlFlags are shared by crawl and run.
type crawlFlags struct {
	contact, since, until string
	allowLoopback         bool
	delay, limit          time.Duration
	maxPages, depth       int
	maxBytes              int64
	workers               int
	report, metrics       string
}

func (a *app) addCrawlFlags(cmd *cobra.Command, f *crawlFlags) {
	fl := cmd.Flags()
	fl.StringVar(&f.contact, "contact", "", a.tr("mail or web address that portals find in the user agent (default: the setting contact)"))
	fl.BoolVar(&f.allowLoopback, "allow-loopback", false, a.tr("allow addresses on this machine"))
	fl.DurationVar(&f.delay, "delay", 0, a.tr("least pause between two requests to a server (default 1s, none on loopback)"))
	fl.DurationVar(&f.limit, "for", 0, a.tr("stop after this time; what is left is done by the next run"))
	fl.IntVar(&f.maxPages, "max-pages", 0, a.tr("stop after so many pages"))
	fl.Int64Var(&f.maxBytes, "max-bytes", 0, a.tr("stop after so many bytes"))
	fl.IntVar(&f.depth, "depth", 0, a.tr("links to follow from a start page, 0 for no limit"))
	fl.IntVar(&f.workers, "workers", 0, a.tr("pages under way at once (default 8; one a server)"))
	fl.StringVar(&f.since, "since", "", a.tr("only articles published on or after this day, where it is known before"))
	fl.StringVar(&f.until, "until", "", a.tr("only articles published on or before this day, where it is known before"))
	a.archiveFlag(cmd)
	fl.StringVar(&f.report, "report", "text", a.tr("format of the report: %s", "text, json"))
	fl.StringVar(&f.metrics, "metrics", "", a.tr("file for the run's figures in the text format of Prometheus"))
	a.dbFlag(cmd)
}

func (a *app) crawlCommand() *cobra.Command {
	var f crawlFlags
	cmd := &cobra.Command{
		Use:   "crawl URL|PORTAL…",
		Short: a.tr("fetch portals into the database, raw pages only"),
		Long: a.tr("Fetches portals politely (robots.txt, pauses, one name with a contact) and keeps the raw pages. " +
			"'trich reextract' or 'trich run' takes the articles out. A second crawl asks only for what may be new."),
		Example: "  trich crawl https://portal.example/ --contact me@example.org --for 1h",
		Args:    a.minArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.crawlRun(cmd.Context(), "crawl", args, &f)
		},
	}
	a.addCrawlFlags(cmd, &f)
	return cmd
}

func (a *app) runCommand() *cobra.Command {
	var f crawlFlags
	cmd := &cobra.Command{
		Use:   "run URL|PORTAL…",
		Short: a.tr("crawl, strip, extract, store and report"),
		Long: a.tr("The nightly job: fetches what is new on the portals, takes the articles and their facts out, stores them and reports. " +
			"Two runs never overlap (exit code 3). A portal that yields nothing or far less than it used to ends with exit code 4."),
		Example: "  trich run https://portal.example/ --db t.db\n  trich run --for 4h --log json daknong.gov.vn",
		Args:    a.minArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.crawlRun(cmd.Context(), "run", args, &f)
		},
	}
	a.addCrawlFlags(cmd, &f)
	return cmd
}

// crawlRun is one run of crawl or run: the lock, the crawl, the report.
func (a *app) crawlRun(ctx context.Context, command string, args []string, f *crawlFlags) error {
	p, err := a.pipeline()
	if err != nil {
		return err
	}
	conf, err := a.crawlConfig(p, args, f)
	if err != nil {
		return err
	}
	return a.alone(ctx, a.openForCrawl, func(db *store.DB) error {
		s := &sink{a: a, db: db}
		if command == "run" {
			s.pipe = p
		}
		return a.crawlInto(ctx, s, command, args, conf, f)
	})
}

// crawlInto crawls into the store and ends the run in the store's books.
func (a *app) crawlInto(ctx context.Context, s *sink, command string, args []string, conf crawl.Config, f *crawlFlags) error {
	if format := f.report; format != "text" && format != "json" {
		return usage(errors.New(a.tr("unknown format %q", format)), a.tr("one of: %s", "text, json"))
	}
	archive, done, err := a.openArchive(ctx, s.db, conf.Contact)
	if err != nil {
		return err
	}
	defer done()
	if s.run, err = s.db.StartRun(ctx, command, args, version); err != nil {
		return failed(err, "")
	}
	bar := a.progress()
	conf.Progress = bar.show
	if archive != nil {
		conf.Archive, s.archive = archive, archive
	}
	report, err := crawl.Run(ctx, conf, s.db.Frontier(), s)
	bar.done()
	s.tally.Seconds = report.Ended.Sub(report.Started).Seconds()
	full := runReport{Crawl: report, Store: s.tally}
	// A crawl that keeps raw pages only finds no articles: nothing to judge.
	switch {
	case err != nil:
	case report.Stopped == crawl.StopSignal: // who stops it wants it to end; the next run learns
	case s.pipe == nil:
		err = namePortals(context.WithoutCancel(ctx), s.db, conf.Portals)
	default:
		if err = s.pipe.learn(context.WithoutCancel(ctx), s.db); err == nil {
			full.Alarms, err = yieldAlarms(context.WithoutCancel(ctx), s.db, report)
		}
	}
	status := store.RunDone
	switch {
	case err != nil:
		status = store.RunFailed
	case len(report.Failures) > 0 || s.tally.Failed > 0 || report.Stopped != crawl.StopDrained:
		status = store.RunPartial
	}
	if ferr := s.db.FinishRun(context.WithoutCancel(ctx), s.run, status, full); err == nil {
		err = ferr
	}
	if f.metrics != "" {
		if merr := crawl.WriteMetricsFile(f.metrics, &report, full.Alarms); err == nil {
			err = merr
		}
	}
	if perr := a.printReport(&full, s.pipe != nil, f.report); err == nil {
		err = perr
	}
	switch {
	case errors.Is(err, crawl.ErrNoContact):
		return usage(err, a.tr("--contact you@example.org, or contact = \"you@example.org\" in trich.toml"))
	case errors.Is(err, crawl.ErrProxy):
		return usage(err, a.tr("proxy = \"http://proxy.example:3128\" in trich.toml, or HTTPS_PROXY; \"direct\" uses none"))
	case err != nil:
		return failed(err, "")
	case report.Stopped == crawl.StopSignal:
		return &exitError{exitPartial, errors.New(a.tr("stopped before the end")), a.tr("the next run goes on where this one was")}
	case len(full.Alarms) > 0:
		return &exitError{exitYield, errors.New(a.alarmText(full.Alarms[0])), a.tr("has the portal's layout changed? 'trich explain URL' shows what is found")}
	case len(report.Failures) > 0:
		return &exitError{exitPartial, errors.New(a.tr("%d pages could not be fetched", len(report.Failures))), a.tr("'trich runs show %d' lists them", s.run)}
	}
	return nil
}

// crawlConfig makes a crawl's settings of the arguments.
func (a *app) crawlConfig(p *pipeline, args []string, f *crawlFlags) (crawl.Config, error) {
	conf := crawl.Config{
		Contact: f.contact, AllowLoopback: f.allowLoopback, Delay: f.delay, For: f.limit, MaxPages: f.maxPages,
		MaxBytes: f.maxBytes, MaxDepth: f.depth, Workers: f.workers, Portals: p.portals, Proxy: a.conf.Proxy, Logger: a.logger(),
	}
	if conf.Contact == "" {
		conf.Contact = a.conf.Contact
	}
	var err error
	if conf.Since, err = a.day("--since", f.since, false); err != nil {
		return conf, err
	}
	if conf.Until, err = a.day("--until", f.until, true); err != nil {
		return conf, err
	}
	for _, arg := range args {
		if prof := p.portals.ByID(arg); prof != nil && len(prof.Start) > 0 {
			conf.Seeds = append(conf.Seeds, prof.Start...)
			continue
		}
		u, err := url.Parse(arg)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return conf, usage(errors.New(a.tr("%q is neither a URL nor a portal", arg)), a.tr("'trich portals list' shows those known"))
		}
		conf.Seeds = append(conf.Seeds, arg)
	}
	return conf, nil
}

// lock keeps two runs from working on one database.
func (a *app) lock() (unlock func(), err error) {
	return a.lockFile(a.conf.DB+".lock", a.conf.DB, a.tr("--db names another database"))
}

// lockFile takes a lock on what a run works on; hint is for a lock file that
// cannot be made.
func (a *app) lockFile(path, what, hint string) (unlock func(), err error) {
	l := flock.New(path)
	ok, err := l.TryLock()
	if err != nil {
		return nil, usage(fmt.Errorf("%s: %w", path, err), hint)
	}
	if !ok {
		return nil, &exitError{exitLocked, errors.New(a.tr("another run works on %s", what)), a.tr("wait until it has ended")}
	}
	return func() { _ = l.Unlock() }, nil
}

// A bar shows progress on a terminal and nothing elsewhere.
type bar struct{ b *progressbar.ProgressBar }

func (a *app) progress() bar {
	if !isTerminal(a.errw) {
		return bar{}
	}
	return bar{progressbar.NewOptions(-1, progressbar.OptionSetWriter(a.errw), progressbar.OptionClearOnFinish(),
		progressbar.OptionShowCount(), progressbar.OptionSetDescription(a.tr("pages")))}
}

func (b bar) show(p crawl.Progress) {
	if b.b != nil {
		_ = b.b.Set(p.Fetched)
	}
}

func (b bar) done() {
	if b.b != nil {
		_ = b.b.Finish()
	}
}

// A runReport is what a run of crawl or run keeps in the store.
type runReport struct {
	Crawl  crawl.Report  `json:"crawl"`
	Store  tally         `json:"store"`
	Alarms []crawl.Alarm `json:"alarms,omitempty"`
}

// yieldAlarms compares what the run's cycle gave with the cycles before it.
func yieldAlarms(ctx context.Context, db *store.DB, r crawl.Report) ([]crawl.Alarm, error) {
	portals := map[string]bool{}
	for _, y := range r.Yields {
		portals[y.Portal] = true
	}
	var history []corpus.Yield
	for p := range portals {
		before, err := db.Frontier().Yields(ctx, p, r.Cycle.Start, crawl.HistoryCycles)
		if err != nil {
			return nil, err
		}
		history = append(history, before...)
	}
	return crawl.Judge(r.Yields, history, r.Stopped == crawl.StopDrained), nil
}

// alarmText tells of an alarm in the user's language.
func (a *app) alarmText(x crawl.Alarm) string {
	reason := a.tr("%s: %.1f, usually %.1f", a.tr(x.Measure), x.Now, x.Usual)
	switch x.Measure {
	case crawl.Silence:
		reason = a.tr("no new article for %.0f nights, usually %.1f in each", x.Now, x.Usual)
	case crawl.NoLists:
		reason = a.tr(crawl.NoLists)
	}
	return a.tr("portal %s: %s (for example %s)", strings.TrimSpace(x.Portal+" "+x.Section), reason, x.Sample)
}

func (a *app) printReport(r *runReport, extracted bool, format string) error {
	if format == "json" {
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		return enc.Encode(r)
	}
	c := r.Crawl
	fmt.Fprintln(a.out, a.tr("fetched: %d answers, %d not modified, %d KB in %.1f s", c.Fetched, c.NotModified, c.Bytes/1024, r.Store.Seconds))
	for state, n := range sortedCounts(byState(c.By)) {
		fmt.Fprintf(a.out, "  %s: %d\n", a.tr(state), n)
	}
	if extracted {
		a.printTally(&r.Store)
	}
	for _, x := range c.Failures {
		fmt.Fprintln(a.errw, "trich: "+oneLine(fmt.Sprintf("%s: %s", x.URL, x.Reason)))
	}
	for _, reason := range slices.Sorted(maps.Keys(c.Cuts)) {
		cut := c.Cuts[reason]
		fmt.Fprintln(a.out, a.tr("left out: %d (%s, for example %s)", cut.Count, a.tr(reason), cut.Sample))
	}
	a.printHosts(c.Hosts)
	if len(c.Dead) > 0 {
		fmt.Fprintln(a.out, a.tr("links that lead nowhere: %d (for example %s: %s)", len(c.Dead), c.Dead[0].URL, c.Dead[0].Reason))
	}
	if c.Stopped != "" && c.Stopped != crawl.StopDrained {
		fmt.Fprintln(a.out, a.tr("stopped: %s; the next run goes on", a.tr(c.Stopped)))
	}
	for _, x := range r.Alarms {
		fmt.Fprintln(a.out, a.alarmText(x))
	}
	return nil
}

// slowestHosts is the number of servers that a printed report names.
const slowestHosts = 5

// printHosts names the slowest servers and those that are left alone for now.
func (a *app) printHosts(hosts []crawl.HostReport) {
	for i := range hosts {
		h := &hosts[i]
		if i < slowestHosts && h.Pages > 0 {
			fmt.Fprintln(a.out, a.tr("server %s: %d answers, %d failures, %.2f s each", h.Host, h.Pages, h.Failures, h.Mean.Seconds()))
		}
		if !h.Parked.IsZero() {
			fmt.Fprintln(a.out, a.tr("server %s is left alone until %s: %s", h.Host, h.Parked.Local().Format(time.DateTime), h.Reason))
		}
	}
}

func byState(by map[corpus.TargetState]int) map[string]int {
	out := map[string]int{}
	for k, n := range by {
		out[string(k)] = n
	}
	return out
}

// fetchOne fetches one address as politely as a crawl does.
func (a *app) fetchOne(ctx context.Context, address string, loopback bool) iter.Seq2[*corpus.Page, error] {
	return func(yield func(*corpus.Page, error) bool) {
		one := &oneSink{}
		report, err := crawl.Run(ctx, crawl.Config{
			Seeds: []string{address}, Contact: a.conf.Contact, AllowLoopback: loopback, MaxPages: 1, Proxy: a.conf.Proxy, Logger: a.logger(),
		}, crawl.NewMemoryFrontier(), one)
		switch {
		case errors.Is(err, crawl.ErrNoContact):
			err = fmt.Errorf("%s: %w (%s)", address, err, a.tr("--contact you@example.org, or contact = \"you@example.org\" in trich.toml"))
		case err != nil:
			err = fmt.Errorf("%s: %w", address, err)
		case one.page == nil && len(report.Failures) > 0:
			err = fmt.Errorf("%s: %s", address, report.Failures[0].Reason)
		case one.page == nil:
			err = fmt.Errorf("%s: %s", address, a.tr("no page was served"))
		}
		yield(one.page, err)
	}
}

// A oneSink keeps the first good page.
type oneSink struct{ page *corpus.Page }

func (s *oneSink) Page(_ context.Context, p *corpus.Page) (crawl.Verdict, error) {
	if s.page == nil && p.Status == 200 {
		s.page = p
	}
	return crawl.Verdict{}, nil
}

func (s *oneSink) Flush(context.Context) error { return nil }
