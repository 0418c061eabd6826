import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { rootCertificates } from "node:tls";

/** Go's crypto/x509, root_linux.go: the first of these files, and all files of these folders. */
const files = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];
const folders = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

/** The certificates that a Go program trusts: SSL_CERT_FILE and SSL_CERT_DIR in place of the system's. */
export function trustedByGo(env: Readonly<Record<string, string | undefined>>): string[] {
  const { SSL_CERT_FILE: file = "", SSL_CERT_DIR: list = "" } = env;
  const bundle = file === "" ? files.find((path) => existsSync(path)) : file;
  const extra = (list === "" ? folders : list.split(":")).flatMap(filesIn);
  // Only our own folders can hold CAs that the system's bundle lacks; without a bundle the folder is all there is.
  const paths = [...(bundle === undefined ? [] : [bundle]), ...(list === "" && bundle ? [] : extra)];
  const read = paths.filter((path) => existsSync(path)).map((path) => readFileSync(path, "utf8"));
  const system = file === "" && bundle === undefined ? rootCertificates : [];
  return [...system, ...read.filter((text) => text.includes("BEGIN CERTIFICATE"))];
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => `${folder}/${name}`)
    .filter((path) => existsSync(path) && statSync(path).isFile());
}
