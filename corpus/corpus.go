// Package corpus holds the words everyone in Trích speaks: a Page as it was
// fetched, the Article that stood on it, and the facts found in the article's
// text. It imports nothing of the project.
//
// Article.Text is the one coordinate system. Start and End of every Span count
// Unicode code points in it, so that substr(text, start+1, end-start) in SQL
// and text[start:end] in Python give the quote back.
package corpus

import (
	"embed"
	"net/http"
	"time"
)

// Code is this package's source: what facts are checked by.
//
//go:embed *.go
var Code embed.FS

// Media types a Page can hold.
const (
	HTML = "text/html"
	Text = "text/plain"
)

// A Page is one document as it came from a portal or from disk, before
// anything was understood of it.
type Page struct {
	// Source names the document for people: the path or the URL it was read from.
	Source string
	// URL is the final address, after redirects; empty for local files.
	URL string
	// MediaType is HTML or Text.
	MediaType string
	// Status is the HTTP status, 0 for local files.
	Status int
	// Header holds the response headers, nil for local files.
	Header http.Header
	// FetchedAt is when the response arrived, zero for local files.
	FetchedAt time.Time
	// Body holds the bytes as served, after transfer and content decoding
	// and before any change of charset.
	Body []byte
	// Archived says where the archive holds the body; nil where it does not.
	Archived *ArchiveRecord
	// Portal is the identifier of the portal file, when known.
	Portal string
	// Title, Published and Province are known from outside the page (a feed,
	// a JSON Lines field, a flag) and win over what the page says. Published
	// is an ISO date, with or without a time.
	Title, Published, Province string
	// Reason says why a page without a Body is gone.
	Reason string
}

// BlockKind says what a line of Article.Text was on the page.
type BlockKind uint8

// The kinds of block.
const (
	Paragraph BlockKind = iota
	Title
	Lead
	Heading
	Caption
	TableRow
	ListItem
)

// A Block is one line of Article.Text. Start and End are byte offsets: blocks
// stay inside the program.
type Block struct {
	Kind       BlockKind
	Start, End int
}

// An Article is what a page says once everything else on it is gone.
type Article struct {
	Title string `json:"title"`
	Lead  string `json:"lead"`
	// Text is the title, a blank line, then lead, paragraphs, sub-headings,
	// captions and table rows, one a line: valid UTF-8, NFC, single spaces,
	// no invisible characters.
	Text string `json:"text"`
	// Published is the ISO day of publication; PublishedAt is the RFC 3339
	// time where the page gave one, Updated the last change.
	Published   string `json:"published,omitempty"`
	PublishedAt string `json:"published_at,omitempty"`
	Updated     string `json:"updated,omitempty"`
	Byline      string `json:"byline,omitempty"`
	// Origin is the newspaper or portal a repost was taken from.
	Origin   string   `json:"origin,omitempty"`
	Province string   `json:"province,omitempty"`
	Agency   string   `json:"agency,omitempty"`
	Portal   string   `json:"portal,omitempty"`
	URL      string   `json:"url,omitempty"`
	Category string   `json:"category,omitempty"`
	Tags     []string `json:"tags,omitempty"`
	// Method says how the article was taken out of the page: the portal
	// profile's name, "generic" or "text".
	Method string `json:"method,omitempty"`
	// Blocks lists the lines of Text in order.
	Blocks []Block `json:"-"`
}

// A Span is a quote of Article.Text: Text stands at the code points [Start, End).
type Span struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// A Source is what every fact carries beside its values: the quote, the rule
// that found it and the sentence it stands in.
type Source struct {
	Span
	Rule string `json:"rule"`
	// Sentence holds the first and the end code point of the sentence.
	Sentence [2]int `json:"sentence"`
}

// A Date is an expression of time. Value is ISO 8601 or TIMEX3 (2024, 2024-03,
// 2024-03-04, 2024-Q1, 2024-H1, 2018/2023, 2024-01/2024-09, 2024-07-01/..,
// 2024-04-12T20:30, 2025-03-04TAF); First and Last are the days it covers,
// Last empty when open.
type Date struct {
	Source
	Value string `json:"value"`
	First string `json:"first,omitempty"`
	Last  string `json:"last,omitempty"`
	// Inferred names what was not in the quote: "year", "century", "weekday" …
	Inferred string `json:"inferred,omitempty"`
	// Check is "consistent" or "inconsistent" where the text gives a weekday
	// beside the date; Note explains.
	Check string `json:"check,omitempty"`
	Note  string `json:"note,omitempty"`
}

// Bound says on which side of Value the true figure lies.
type Bound string

// The bounds; the empty Bound is an exact figure.
const (
	Over    Bound = "over"     // trên, hơn
	Under   Bound = "under"    // dưới, chưa đến
	Nearly  Bound = "nearly"   // gần
	About   Bound = "about"    // khoảng, ước
	AtLeast Bound = "at_least" // ít nhất, trở lên
	AtMost  Bound = "at_most"  // không quá, tối đa
)

// Change says that a figure is a difference, not a level.
type Change string

// The changes; the empty Change is a level.
const (
	Increase Change = "increase"
	Decrease Change = "decrease"
)

// OfKind says what the second number of a printed pair is.
type OfKind string

// The kinds of second number, empty where the text does not tell.
const (
	OfTotal    OfKind = "total"
	OfTarget   OfKind = "target"
	OfPrevious OfKind = "previous"
	// OfPersons: the first number counts cases, the second the persons in them
	// ("12/15 vụ/đối tượng").
	OfPersons OfKind = "persons"
)

// Status says how final a figure is.
type Status string

// The statuses; the empty Status is a figure of which the text does not say.
const (
	StatusPreliminary Status = "preliminary" // sơ bộ, tạm tính
	StatusEstimated   Status = "estimated"   // ước
	StatusFinal       Status = "final"       // số liệu chính thức
	StatusRevised     Status = "revised"     // điều chỉnh, đánh giá lại
)

// Statuses lists the statuses, the least final first.
func Statuses() []Status {
	return []Status{StatusEstimated, StatusPreliminary, StatusFinal, StatusRevised}
}

// The levels of the area that a figure holds for.
const (
	LevelCountry  = "country"
	LevelProvince = "province"
	LevelDistrict = "district"
	LevelCommune  = "commune"
)

// A Figure is what counts and percentages share.
type Figure struct {
	Source
	Value Decimal `json:"value"`
	// Upper is the upper end of a range.
	Upper  *Decimal `json:"upper,omitempty"`
	Bound  Bound    `json:"bound,omitempty"`
	Change Change   `json:"change,omitempty"`
	// Verb tells how the figure came about, in its table's spelling: 391 cases
	// that happened (xảy ra) are others than 391 that were detected (phát hiện).
	Verb string `json:"verb,omitempty"`
	// What holds the words of the clause that say what is counted.
	What string `json:"what,omitempty"`
	// Status says how final the figure is, where the text tells.
	Status Status `json:"status,omitempty"`
	// Indicator is the identifier of a canonical series.
	Indicator string `json:"indicator,omitempty"`
	// Period and Baseline are date values: the time covered, and the time
	// compared with.
	Period   string `json:"period,omitempty"`
	Baseline string `json:"baseline,omitempty"`
	// Place is where the figure holds, as printed, where the sentence says so.
	Place string `json:"place,omitempty"`
	// Area is that place in full ("thành phố Tuy Hòa, Phú Yên"), or the one that
	// the title says the article is about; Level is its level. Both are empty
	// where nothing tells: then the figure is of the article's province.
	Area  string `json:"area,omitempty"`
	Level string `json:"level,omitempty"`
	// Ambiguous holds the other reading of a separator ("1,250": 1.25 or 1250).
	Ambiguous string `json:"ambiguous,omitempty"`
	// Check is "consistent" or "inconsistent" where the text gives both sides
	// of a sum; Note shows the arithmetic.
	Check string `json:"check,omitempty"`
	Note  string `json:"note,omitempty"`
}

// A Count is an exact number of something. Money is in đồng.
type Count struct {
	Figure
	Unit  string `json:"unit"`
	Class string `json:"class"`
	// Of is the second number of a printed pair ("55/65 vụ").
	Of     *Decimal `json:"of,omitempty"`
	OfKind OfKind   `json:"of_kind,omitempty"`
}

// A Percentage is a share or a rate; Value 82.29 is 82,29 %.
type Percentage struct {
	Figure
}

// A Position is an office held.
type Position struct {
	// Title and Organisation are as printed.
	Title        string `json:"title"`
	Organisation string `json:"organisation,omitempty"`
	// Level is central, province, district or commune.
	Level string `json:"level,omitempty"`
	// Canonical is the title in full, without abbreviations.
	Canonical string `json:"canonical,omitempty"`
	// Jurisdiction is the area the office belongs to, in full.
	Jurisdiction string `json:"jurisdiction,omitempty"`
	Former       bool   `json:"former,omitempty"`
	Acting       bool   `json:"acting,omitempty"`
	// Inferred says that the office was not printed beside this mention.
	Inferred bool `json:"inferred,omitempty"`
}

// An Official is one mention of a holder of public office.
type Official struct {
	Source
	Name      string     `json:"name"`
	Honorific string     `json:"honorific,omitempty"`
	Rank      string     `json:"rank,omitempty"`
	Positions []Position `json:"positions"`
	// Role is what the official does in the sentence: speaks, presides,
	// awards, demands …; Verb is the word that says so.
	Role string `json:"role,omitempty"`
	Verb string `json:"verb,omitempty"`
	// Inferred marks a mention resolved from an office without a name.
	Inferred bool `json:"inferred,omitempty"`
}

// A Rejection is a place that looks like a fact and is none: an impossible
// date, a decree number, a phone.
type Rejection struct {
	Source
	// Kind is the kind of fact it was not: date, count, percentage, official.
	Kind   string `json:"kind"`
	Reason string `json:"reason"`
}

// Facts is everything found in one article, each kind in order of Start.
type Facts struct {
	Dates       []Date       `json:"dates"`
	Officials   []Official   `json:"officials"`
	Counts      []Count      `json:"counts"`
	Percentages []Percentage `json:"percentages"`
	// Resolved lists offices that stand without a name ("Phó Chủ tịch UBND tỉnh
	// yêu cầu …") and whom the article named with them; every one is Inferred.
	Resolved []Official `json:"resolved,omitempty"`
	// Invalid lists impossible dates: they are reported, never rolled over.
	Invalid []Rejection `json:"invalid,omitempty"`
	// Guards lists what was recognised as no figure; filled on demand.
	Guards []Rejection `json:"guards,omitempty"`
}

// NoFacts is the beginning of every list: empty and not nil, so that JSON shows
// [] for a kind of which nothing was found.
func NoFacts() Facts {
	return Facts{Dates: []Date{}, Officials: []Official{}, Counts: []Count{}, Percentages: []Percentage{}}
}

// A Record is what `trich extract` prints for one input: the article and its
// facts, or the reason why there is none.
type Record struct {
	Source  string   `json:"source"`
	Article *Article `json:"article"`
	Reason  string   `json:"reason,omitempty"`
	Facts
}
