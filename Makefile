# Every Go command of the project runs with these: go-sqlite3 has full-text
# search only with its build tag.
TAGS := sqlite_fts5
GO   := go
BIN  := bin/trich

.PHONY: all build demo test lint bench bench-pages bench-store check-exports soak fmt clean

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

# Loading and asking 200,000 invented articles, beside sqlite3's .import: the
# tables of docs/performance.md.
bench-store:
	cd store && $(GO) test -tags $(TAGS) -run TestBenchStore -articles 200000 -timeout 60m -v .

# An hour of 'trich run' on a paced portal on loopback: memory, descriptors and
# goroutines must stay what they were.
soak:
	cd cmd/trich && TRICH_SOAK=60m $(GO) test -tags $(TAGS) -run TestSoak -timeout 90m -v .

# Other programs read what trich exports of the demo: DuckDB, exceljs,
# Frictionless's library and a JSON-LD processor, by npm.
check-exports: build
	rm -rf bin/exports && mkdir -p bin/exports && ./$(BIN) demo --db bin/exports/demo.db >/dev/null
	for format in jsonl parquet xlsx datapackage; do \
	  ./$(BIN) export articles dates counts percentages officials people series indicators --format $$format --db bin/exports/demo.db --out bin/exports --licence CC-BY-4.0 --home https://vidu.vn/ >/dev/null || exit 1; done
	cd internal/peers/exports && npm install --no-fund --no-audit --silent && node check.mjs ../../../bin/exports

# golangci-lint as it is installed, else built from its module.
lint:
	@if command -v golangci-lint >/dev/null 2>&1; then golangci-lint run ./...; \
	else $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...; fi

# Speed: text to facts beside the tokens alone, over growing and hard texts,
# and go-dateparser's search on the same kind of sentences, a module of its own.
bench:
	$(GO) test -tags $(TAGS) -run '^$$' -bench 'Text|Size|Hard' -benchtime 2s -cpu 1 ./extract
	cd internal/peers/dates && GOWORK=off $(GO) test -run '^$$' -bench . -benchtime 3x -cpu 1 .

fmt:
	gofmt -l -w $$(git ls-files '*.go')

clean:
	rm -rf bin demo.db demo.db-wal demo.db-shm demo.db.lock demo.warc
