// write.mjs ARCHIVE URL...: fetches the addresses and writes the answers with
// warcio.js as .warc.gz, request, response and one revisit record each.
import { createWriteStream } from "node:fs";
import { WARCRecord, WARCSerializer } from "warcio";

const [archive, ...urls] = process.argv.slice(2);
const warcVersion = "WARC/1.1";
const out = createWriteStream(archive);

async function write(record) {
  out.write(await WARCSerializer.serialize(record, { gzip: true }));
}

await write(await WARCRecord.createWARCInfo({ filename: archive, warcVersion }, { software: "warcio.js" }));
for (const url of urls) {
  const answer = await fetch(url, { headers: { "accept-encoding": "identity" } });
  const body = new Uint8Array(await answer.arrayBuffer());
  const date = new Date().toISOString();
  const httpHeaders = Object.fromEntries(answer.headers);
  async function* content() { yield body; }
  const response = await WARCRecord.create({ warcVersion, url, date, type: "response", httpHeaders }, content());
  await write(response);
  await write(await WARCRecord.create({
    warcVersion, url, date, type: "request", httpHeaders: { "User-Agent": "warcio" },
    statusline: `GET ${new URL(url).pathname} HTTP/1.1`,
    warcHeaders: { "WARC-Concurrent-To": response.warcHeader("WARC-Record-ID") },
  }, (async function* () {})()));
  await write(await WARCRecord.create({
    warcVersion, url, date, type: "revisit", httpHeaders, refersToUrl: url, refersToDate: date,
    warcHeaders: { "WARC-Payload-Digest": response.warcHeader("WARC-Payload-Digest") ?? "" },
  }, (async function* () {})()));
}
out.end();
