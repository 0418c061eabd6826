import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { answerer, type Backend } from "../api/server";
import { withHa } from "./liveHa";
import { read, root, thisNode } from "./tree";
import { tokenOf } from "./users";

/** The version that the node pretends to have. */
export const version = readFileSync("/etc/pve-double/version", "utf8").trim();

const backend: Backend = { version, refusalMs: 3000, tokenOf, withHa, hear: () => undefined };

/** pveproxy: the API over this node's /etc/pve, and the page with the node's name. */
export function pveproxy(): void {
  const api = answerer(backend);
  const certificate = {
    key: read(`nodes/${thisNode}/pve-ssl.key`) ?? readFileSync(`${root}/local/pve-ssl.key`, "utf8"),
    cert: read(`nodes/${thisNode}/pve-ssl.pem`),
  };
  createServer(certificate, (request, response) => {
    if (request.url?.startsWith("/api2/json/")) {
      api(request, response);
      return;
    }
    response.writeHead(200, { "Content-Type": "text/html", Connection: "close" });
    response.end(`<title>${thisNode} - Proxmox Virtual Environment</title>\n`);
  }).listen(8006);
}
