// Downloads the official Pulumi CLI. Usage: node download.mjs <version> <file>
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const CONNECT_MS = 5_000;
const DOWNLOAD_MS = 300_000;

const [version, file] = process.argv.slice(2);
const machine = { x64: "x64", arm64: "arm64" }[process.arch];
const url = `https://get.pulumi.com/releases/sdk/pulumi-v${version}-linux-${machine}.tar.gz`;

const answered = new AbortController();
const slow = setTimeout(() => answered.abort(new Error(`no answer in ${CONNECT_MS / 1000} s`)), CONNECT_MS);
try {
  const signal = AbortSignal.any([answered.signal, AbortSignal.timeout(DOWNLOAD_MS)]);
  const response = await fetch(url, { signal });
  clearTimeout(slow);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(file));
} catch (error) {
  clearTimeout(slow);
  console.error(`quorate: the official download can't be had here: ${error.cause?.code ?? error.message}`);
  process.exitCode = 1;
}
