// read.mjs ARCHIVE: prints one JSON object a record, as warcio.js reads it:
// type, address, place, HTTP status, body, whether the digests are right.
import { createReadStream } from "node:fs";
import { createHash } from "node:crypto";
import { WARCParser } from "warcio";

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
    digestRight: type !== "response" || digest === "sha256:" + createHash("sha256").update(body).digest("hex"),
  }));
}
