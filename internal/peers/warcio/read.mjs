// read.mjs ARCHIVE: prints one JSON object a record, as warcio.js reads it:
// type, address, place, HTTP status, body, whether the digests are right.
import { createReadStream } from "node:fs";
import { createHash } from "node:crypto";
import { WARCParser } from "warcio";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function base32(bytes) {
  let bits = 0, held = 0, out = "";
  for (const b of bytes) {
    held = (held << 8) | b;
    for (bits += 8; bits >= 5; bits -= 5) out += alphabet[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits ? out + alphabet[(held << (5 - bits)) & 31] : out;
}

const parser = new WARCParser(createReadStream(process.argv[2]));
for await (const record of parser) {
  const type = record.warcType;
  const body = Buffer.from((await record.readFully(false)) ?? []);
  const digest = record.warcHeader("WARC-Payload-Digest");
  console.log(JSON.stringify({
    type,
    url: record.warcTargetURI ?? "",
    id: record.warcHeader("WARC-Record-ID") ?? "",
    offset: parser.offset,
    status: Number(record.httpHeaders?.statusCode ?? 0),
    body: type === "response" ? body.toString("utf8") : "",
    digestRight: type !== "response" || digest === "sha1:" + base32(createHash("sha1").update(body).digest()),
  }));
}
