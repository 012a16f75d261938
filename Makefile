# Every Go command of the project runs with these: go-sqlite3 has full-text
# search only with its build tag.
TAGS := sqlite_fts5
GO   := go
BIN  := bin/trich

.PHONY: bench-pages all build demo test lint bench fmt clean

all: fmt lint test build

build:
	$(GO) build -tags $(TAGS) -trimpath -o $(BIN) ./cmd/trich

demo: build
	./$(BIN) demo --db demo.db

test:
	$(GO) vet -tags $(TAGS) ./...
	$(GO) test -tags $(TAGS) -race -timeout 12m ./...

# The page extractor beside public ones, on the pages beside the checkout.
bench-pages:
	cd internal/peers && $(GO) run . -pages ../../../shared/corpus/pages

fmt:
	gofmt -l -w $$(git ls-files '*.go')

clean:
	rm -rf bin demo.db demo.db-wal demo.db-shm
