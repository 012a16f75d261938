package crawl

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// Why a URL is cut. The words stand in the report.
const (
	cutLength   = "URL too long"
	cutDepth    = "path too deep"
	cutRepeat   = "path repeats itself"
	cutCalendar = "calendar out of range"
	cutFruit    = "many pages of this shape led to nothing new"
	cutPrint    = "print view"
	cutFile     = "a file, no page"
	cutDate     = "outside the dates asked for"
	cutLinks    = "too many links on one page"
	cutMaxDepth = "deeper than asked for"
	cutForm     = "further pages only by a form without addresses"
)

// CutReasons are the reasons for which URLs are left out, as the report names
// them.
var CutReasons = []string{cutLength, cutDepth, cutRepeat, cutCalendar, cutFruit, cutPrint, cutFile, cutDate, cutLinks, cutMaxDepth, cutForm}

const (
	maxURL         = 2048
	maxPathDepth   = 20
	maxSameSegment = 3
	// A shape of URL may fail this often before it has to earn its keep.
	barrenPages = 40
	maxShapes   = 4096
	firstYear   = 1995
)

// fileTails are endings of things that are no pages.
var fileTails = map[string]bool{}

func init() {
	for _, t := range strings.Fields(`jpg jpeg png gif bmp webp svg ico tif tiff mp3 mp4 m4a m4v avi wmv flv mov mkv wav
		pdf doc docx xls xlsx ppt pptx odt ods rtf zip rar 7z gz tar exe msi apk iso css js json woff woff2 ttf eot swf ics vcf`) {
		fileTails[t] = true
	}
}

var (
	yearParam  = regexp.MustCompile(`(?i)(?:^|&)(?:year|nam|y|yr)=(\d{1,6})(?:&|$)`)
	dateParam  = regexp.MustCompile(`(?i)(?:^|&)(?:date|day|ngay|from|to|start|month|thang|d)=(\d{4,6})-?\d{1,2}`)
	calPath    = regexp.MustCompile(`(?i)/(?:calendar|lich|events?|su-kien|lich-[a-z-]+|archive|luu-tru)/(\d{4,6})(?:/|-|$)`)
	varying    = regexp.MustCompile(`[0-9A-Za-z]*\d[0-9A-Za-z]*`)
	longDigits = regexp.MustCompile(`\d{3,}`)
)

// cutURL says why a URL is not worth a place in the frontier, "" when it is.
// It looks at the URL alone; trapBook looks at what came of others like it.
func cutURL(u *url.URL, thisYear int) string {
	p := u.EscapedPath()
	if len(p)+len(u.RawQuery) > maxURL {
		return cutLength
	}
	if strings.Count(p, "/") > maxPathDepth {
		return cutDepth
	}
	if repeats(p) {
		return cutRepeat
	}
	if i := strings.LastIndexByte(p, '.'); i >= 0 && len(p)-i <= 6 && fileTails[strings.ToLower(p[i+1:])] {
		return cutFile
	}
	if isPrintView(u) {
		return cutPrint
	}
	for _, m := range [][]string{yearParam.FindStringSubmatch(u.RawQuery), dateParam.FindStringSubmatch(u.RawQuery), calPath.FindStringSubmatch(p)} {
		if m == nil {
			continue
		}
		if y, err := strconv.Atoi(m[1]); err == nil && !plausibleYear(y, thisYear) && !plausibleMonth(y, thisYear) {
			return cutCalendar
		}
	}
	return ""
}

func plausibleYear(y, thisYear int) bool { return y >= firstYear && y <= thisYear+1 }

// plausibleMonth reads 202403.
func plausibleMonth(v, thisYear int) bool {
	return v%100 >= 1 && v%100 <= 12 && plausibleYear(v/100, thisYear)
}

// repeats finds paths that grow out of themselves: a segment three times, or a
// run of two or more segments twice in a row.
func repeats(p string) bool {
	if strings.Count(p, "/") < 3 {
		return false
	}
	parts := strings.Split(strings.Trim(p, "/"), "/")
	for i, a := range parts {
		same := 1
		for _, b := range parts[i+1:] {
			if a == b && !isNumber(a) {
				same++
			}
		}
		if same >= maxSameSegment {
			return true
		}
	}
	for n := 2; n <= len(parts)/2; n++ {
		for i := 0; i+2*n <= len(parts); i++ {
			if equalRuns(parts[i:i+n], parts[i+n:i+2*n]) {
				return true
			}
		}
	}
	return false
}

func isNumber(s string) bool {
	_, err := strconv.ParseUint(s, 10, 64)
	return err == nil
}

func equalRuns(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// shapeOf is a URL with everything that varies inside a family of pages gone:
// digits, slugs, the values of parameters.
func shapeOf(u *url.URL) string {
	var b strings.Builder
	b.WriteString(u.Host)
	parts := strings.Split(u.EscapedPath(), "/")
	for i, s := range parts {
		if i > 0 {
			b.WriteByte('/')
		}
		switch {
		case len(s) > 24 || strings.Count(s, "-") >= 3:
			b.WriteByte('*')
		default:
			b.WriteString(varying.ReplaceAllString(s, "#"))
		}
	}
	if u.RawQuery != "" {
		b.WriteByte('?')
		for _, pair := range strings.Split(u.RawQuery, "&") {
			name, _, _ := strings.Cut(pair, "=")
			b.WriteString(varying.ReplaceAllString(name, "#"))
			b.WriteByte('&')
		}
	}
	return b.String()
}

// familyOf is the path of a URL with a query: facets of one list have as many
// shapes as there are sets of parameters, and one family.
func familyOf(u *url.URL) string {
	if u.RawQuery == "" {
		return ""
	}
	return u.Host + u.EscapedPath() + "?"
}

// A trapBook counts, for each shape of URL, the pages that gave something: an
// article, or links to URLs of another shape that no page of this shape had
// shown before. Sections and their paging always do; calendars, facets and
// sort orders soon do not. A shape that gives nothing for long is cut. The book
// is bounded and lives for one run.
type trapBook struct{ shapes map[string]*fruit }

type fruit struct{ barren int }

func newTrapBook() *trapBook { return &trapBook{shapes: map[string]*fruit{}} }

// A shape is what the book counts a URL under: its shape, and its family.
type shape [2]string

func shapeKeys(u *url.URL) shape { return shape{shapeOf(u), familyOf(u)} }

// closed says that a shape has used up its chances.
func (b *trapBook) closed(k shape) bool {
	for _, key := range k {
		if f := b.shapes[key]; key != "" && f != nil && f.barren >= barrenPages {
			return true
		}
	}
	return false
}

// visited notes, for the shape and the family of a page, whether it gave something.
func (b *trapBook) visited(k shape, fruits [2]bool) {
	for i, key := range k {
		if key == "" {
			continue
		}
		fruitful := fruits[i]
		f := b.shapes[key]
		if f == nil {
			if fruitful || len(b.shapes) >= maxShapes {
				continue
			}
			f = &fruit{}
			b.shapes[key] = f
		}
		if fruitful {
			// One good page buys back a number of bad ones, not all of them.
			f.barren = max(f.barren-barrenPages/4, 0)
		} else {
			f.barren++
		}
	}
}

// sameDocument says that a page may name canon as its canonical URL: they
// share the path, the last segment or the number that identifies it. Portals
// that name their home page on every page are not believed.
func sameDocument(u, canon *url.URL) bool {
	if canon.Path == "/" || canon.Path == "" {
		return u.Path == canon.Path
	}
	if u.Path == canon.Path {
		return canon.RawQuery == "" && len(longDigits.FindAllString(u.RawQuery, 2)) == 0 || canon.RawQuery != ""
	}
	a, b := lastSegment(u.Path), lastSegment(canon.Path)
	if a != "" && strings.TrimSuffix(a, ".html") == strings.TrimSuffix(b, ".html") {
		return true
	}
	ids := longDigits.FindAllString(a+"?"+u.RawQuery, -1)
	canonIDs := longDigits.FindAllString(b+"?"+canon.RawQuery, -1)
	return len(ids) > 0 && len(canonIDs) > 0 && ids[len(ids)-1] == canonIDs[len(canonIDs)-1]
}

func lastSegment(p string) string {
	p = strings.TrimSuffix(p, "/")
	return p[strings.LastIndexByte(p, '/')+1:]
}
