package export

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Articles print "Công an tỉnh" and leave the rest to the reader. In a file
// that holds all provinces the name has to say which: "Công an tỉnh Hòa Bình".

// kindsOfPlace are the words before the name of a place, longer ones first.
var kindsOfPlace = []string{"thành phố", "thị trấn", "thị xã", "đặc khu", "phường", "huyện", "tỉnh", "quận", "xã"}

// committees are the bodies whose name begins with the kind of their place.
var committees = []string{"tỉnh ủy", "thành ủy", "thị ủy", "huyện ủy", "quận ủy", "tỉnh đoàn", "thành đoàn", "thị đoàn", "huyện đoàn", "quận đoàn"}

// naming completes the names that articles print. The function makes the
// spellings of a text one.
type naming func(string) string

// key is what names are compared by: case, spaces and spelling put aside.
func (unify naming) key(name string) string {
	return strings.Join(strings.Fields(unify(name)), " ")
}

// body is the organisation of an office in full: what the canonical title
// adds to the printed one, where it begins like the organisation that was
// printed or spells an abbreviation out, else the organisation as printed.
func (unify naming) body(title, canonical, organisation string) string {
	if title == "" || organisation == "" {
		return organisation
	}
	full, cut := []rune(canonical), len([]rune(title))
	if cut+1 >= len(full) || full[cut] != ' ' || unify.key(string(full[:cut])) != unify.key(title) {
		return organisation
	}
	rest := string(full[cut+1:])
	printed, _, _ := strings.Cut(organisation, " ")
	begins, _, _ := strings.Cut(rest, " ")
	if unify.key(printed) == unify.key(begins) || isAbbreviation(printed) {
		return rest
	}
	return organisation
}

// capital begins a name with a capital.
func capital(name string) string {
	first, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[n:]
}

// isAbbreviation holds for UBND, HĐND, BCĐ.
func isAbbreviation(word string) bool {
	for _, r := range word {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return utf8.RuneCountInString(word) > 1
}

// placed adds to a name the parts of its place that it does not say: "Công an
// tỉnh" of "tỉnh Hòa Bình", "Huyện ủy" of "huyện Lạc Sơn, Hòa Bình".
func (unify naming) placed(name, place string) string {
	if place == "" {
		return name
	}
	for i, part := range strings.Split(place, ", ") {
		kind, bare := placeName(part)
		said := unify.key(name)
		switch {
		case hasWords(said, unify.key(bare)):
		case i > 0:
			name += ", " + part
		case kind != "" && strings.HasSuffix(" "+said, " "+unify.key(kind)), unify.isCommittee(said):
			name += " " + bare
		default:
			name += " " + part
		}
	}
	return name
}

func (unify naming) isCommittee(said string) bool {
	return slices.ContainsFunc(committees, func(c string) bool { return hasWords(said, unify.key(c)) })
}

// placeName splits "tỉnh Hòa Bình" into its kind and its name.
func placeName(place string) (kind, bare string) {
	for _, k := range kindsOfPlace {
		if rest, is := strings.CutPrefix(place, k+" "); is {
			return k, rest
		}
	}
	return "", place
}

var apart = strings.NewReplacer(",", " ", "(", " ", ")", " ")

// hasWords says whether the words stand whole in the text.
func hasWords(text, words string) bool {
	return strings.Contains(" "+apart.Replace(text)+" ", " "+words+" ")
}
