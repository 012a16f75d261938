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

# Speed: text to facts beside the tokens alone, over growing and hard texts,
# and go-dateparser's search on the same kind of sentences, a module of its own.
bench:
	$(GO) test -tags $(TAGS) -run '^$$' -bench 'Text|Size|Hard' -benchtime 2s -cpu 1 ./extract
	cd internal/peers/dates && GOWORK=off $(GO) test -run '^$$' -bench . -benchtime 3x -cpu 1 .

fmt:
	gofmt -l -w $$(git ls-files '*.go')

clean:
	rm -rf bin demo.db demo.db-wal demo.db-shm
