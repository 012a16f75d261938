// Reads the exports of one database in FOLDER with other programs and compares
// them cell by cell with its JSON Lines: Parquet with DuckDB, XLSX with exceljs,
// the data package with Frictionless's own library and its published profile,
// croissant.json with a JSON-LD processor.
//
//   node check.mjs FOLDER
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import datapackage from "datapackage";
import ExcelJS from "exceljs";
import jsonld from "jsonld";

const folder = process.argv[2];
const tables = ["articles", "dates", "counts", "percentages", "officials", "people", "series", "indicators"];
let problems = 0;

function check(ok, what, detail = "") {
  if (ok) console.log(`ok    ${what}`);
  else {
    problems++;
    console.log(`WRONG ${what} ${detail}`);
  }
}

const lines = (table) =>
  readFileSync(join(folder, table + ".jsonl"), "utf8").split("\n").filter(Boolean);

// Parquet: every cell as DuckDB reads it is the one of JSON Lines, cast to the
// type that DuckDB found in the file.
async function parquet() {
  const db = await (await DuckDBInstance.create()).connect();
  const rows = async (sql) => (await db.runAndReadAll(sql)).getRowObjects();
  for (const t of tables) {
    const file = `'${join(folder, t + ".parquet")}'`;
    const columns = await rows(`DESCRIBE SELECT * FROM ${file}`);
    const json = `read_json('${join(folder, t + ".jsonl")}', format = 'newline_delimited', columns = {${columns
      .map((c) => `"${c.column_name}": 'VARCHAR'`).join(", ")}})`;
    const cast = columns.map((c) => `CAST("${c.column_name}" AS ${c.column_type}) AS "${c.column_name}"`).join(", ");
    const [{ n }] = await rows(`SELECT count(*) AS n FROM ${file}`);
    const [{ differ }] = await rows(`SELECT count(*) AS differ FROM (
      (SELECT * FROM ${file} EXCEPT ALL SELECT ${cast} FROM ${json}) UNION ALL
      (SELECT ${cast} FROM ${json} EXCEPT ALL SELECT * FROM ${file}))`);
    check(Number(differ) === 0 && Number(n) === lines(t).length, `${t}.parquet: ${n} rows of ${columns.length} columns, cell by cell`, `${differ} differ`);
    const types = new Map(columns.map((c) => [c.column_name, c.column_type]));
    if (types.has("published")) check(types.get("published") === "DATE", `${t}.parquet: published is a DATE`, types.get("published"));
    if (t === "counts" || t === "percentages" || t === "series") {
      check(types.get("value") === "DECIMAL(38,9)", `${t}.parquet: value is a DECIMAL(38,9)`, types.get("value"));
    }
  }
}

// XLSX: every cell is what JSON Lines holds; nothing is a formula.
async function xlsx() {
  for (const t of tables) {
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(join(folder, t + ".xlsx"));
    const sheet = book.getWorksheet(t);
    const names = sheet.getRow(1).values.slice(1);
    const records = lines(t).map((l) => JSON.parse(l));
    let wrong = "";
    for (const [i, record] of records.entries()) {
      for (const [k, name] of names.entries()) {
        const cell = sheet.getRow(i + 2).getCell(k + 1);
        let value = cell.value;
        if (cell.type === ExcelJS.ValueType.Formula) wrong ||= `${cell.address} is a formula`;
        if (value instanceof Date) value = value.toISOString().slice(0, 10);
        const want = record[name] ?? null;
        if ((value ?? null) !== want && String(value) !== String(want)) wrong ||= `${cell.address} is ${value}, not ${want}`;
      }
    }
    check(!wrong && sheet.rowCount === records.length + 1, `${t}.xlsx: ${records.length} rows of ${names.length} columns, cell by cell`, wrong);
  }
}

// The data package: the descriptor against the published profile, every row
// against its schema and keys.
async function frictionless() {
  const path = join(folder, "datapackage.json");
  const { valid, errors } = await datapackage.validate(JSON.parse(readFileSync(path, "utf8")));
  check(valid, "datapackage.json: the published profile", errors.map((e) => e.message).join("; "));
  const pack = await datapackage.Package.load(path);
  for (const r of pack.resources) {
    let n = 0, error = "";
    try {
      n = (await r.read({ relations: true })).length;
    } catch (e) {
      error = [e.message, ...(e.errors ?? []).map((x) => x.message)].join("; ");
    }
    check(!error && n === r.descriptor.rowcount, `${r.descriptor.path}: ${n} rows cast by their schema, keys found`, error);
  }
}

// croissant.json: what the format requires, and files and columns that are there.
async function croissant() {
  const raw = JSON.parse(readFileSync(join(folder, "croissant.json"), "utf8"));
  const [d] = await jsonld.expand(raw, { base: "https://vidu.vn/" });
  const sc = (name) => d["https://schema.org/" + name];
  for (const name of ["name", "description", "license", "url", "creator", "datePublished", "distribution"]) {
    check(sc(name)?.length > 0, `croissant.json: ${name}`);
  }
  check(d["http://purl.org/dc/terms/conformsTo"]?.[0]["@value"] === "http://mlcommons.org/croissant/1.0", "croissant.json: conformsTo");
  const files = new Map(sc("distribution").map((f) => [f["@id"], f]));
  for (const f of files.values()) {
    const name = f["https://schema.org/contentUrl"][0]["@value"];
    const hash = createHash("sha256").update(readFileSync(join(folder, name))).digest("hex");
    check(hash === f["https://schema.org/sha256"][0]["@value"], `croissant.json: hash of ${name}`);
  }
  const cr = (x, name) => x["http://mlcommons.org/croissant/" + name];
  const fields = new Set(cr(d, "recordSet").flatMap((r) => cr(r, "field").map((f) => f["@id"])));
  for (const r of cr(d, "recordSet")) {
    let wrong = "";
    for (const f of cr(r, "field")) {
      const source = cr(f, "source")[0];
      const file = files.get(cr(source, "fileObject")[0]["@id"]);
      const column = cr(cr(source, "extract")[0], "column")[0]["@value"];
      const head = file && readFileSync(join(folder, file["https://schema.org/contentUrl"][0]["@value"]), "utf8").split("\n")[0].trim().split(",");
      if (!head?.includes(column)) wrong ||= `no column ${column}`;
      if (!cr(f, "dataType")[0]["@id"].startsWith("https://schema.org/")) wrong ||= `type of ${column}`;
      for (const to of cr(f, "references") ?? []) if (!fields.has(to["@id"])) wrong ||= `${column} refers to ${to["@id"]}`;
    }
    for (const k of cr(r, "key") ?? []) if (!fields.has(k["@id"])) wrong ||= `key ${k["@id"]}`;
    check(!wrong, `croissant.json: ${cr(r, "field").length} fields of ${r["@id"]}`, wrong);
  }
}

await parquet();
await xlsx();
await frictionless();
await croissant();
if (problems > 0) {
  console.log(`${problems} problems`);
  process.exit(1);
}
