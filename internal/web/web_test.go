package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// sorts are the columns that memory sorts by.
var sorts = []string{"value", "period_first", "province", "published"}

func newSite(store Store) http.Handler { return New(store, Options{Version: "9.9", Sorts: sorts}) }

// get answers a request from loopback.
func get(t testing.TB, h http.Handler, address string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Host = "localhost:8080"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// page answers a request that must succeed with a page.
func page(t testing.TB, h http.Handler, address string) string {
	t.Helper()
	w := get(t, h, address)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: status %d:\n%s", address, w.Code, w.Body)
	}
	return w.Body.String()
}

func wantIn(t testing.TB, body string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(body, want) {
			t.Errorf("got no %q in:\n%s", want, body)
		}
	}
}

func TestPagesAnswer(t *testing.T) {
	h := newSite(sample(t))
	for _, address := range []string{"/", "/search", "/search?q=ma+tuy", "/facts", "/article/1", "/facts?kind=date&lang=en", "/export/facts.csv",
		"/officials", "/officials?name=thuan", "/official?name=Đặng+Hữu+Thuận", "/compare", "/compare?unit=vụ", "/compare?indicator=crime.order.cases&chart=line",
		"/help", "/api/facts?per=2", "/api/search?q=cong+an", "/api/article/1", "/api/facets/facts/unit"} {
		body := page(t, h, address)
		if strings.Contains(body, "ZgotmplZ") {
			t.Errorf("%s: a value was refused by the template", address)
		}
	}
}
