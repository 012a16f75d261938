package extract

// A rule is one way to say a fact. Rules stand in their kind's table, most
// specific first; each has its own sentences in testdata.
type rule[F any] struct {
	name string
	// example is a sentence in which the rule finds something.
	example string
	// find reads the fact that starts at token i and says how many tokens it
	// takes, 0 when there is none.
	find func(d *doc, i int) (F, int)
}

// firstOf tries rules in order at token i.
func firstOf[F any](d *doc, i int, rules []rule[F]) (fact F, n int, name string) {
	for k := range rules {
		if fact, n = rules[k].find(d, i); n > 0 {
			return fact, n, rules[k].name
		}
	}
	return fact, 0, ""
}
