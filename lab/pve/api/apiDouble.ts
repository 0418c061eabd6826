import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HaManager } from "./haManager";
import { answerer, type Backend, type Heard, type Token } from "./server";

export interface Options {
  readonly version?: string;
  readonly nodes?: readonly string[];
  /** By USER@REALM!NAME. */
  readonly tokens?: Readonly<Record<string, Token>>;
  /** From the first guest until the CRM knows the nodes. Milliseconds; on a real one 10 to 20 s. */
  readonly crmMs?: number;
  /** From false credentials to the answer. Milliseconds; on a real one 3 s. */
  readonly refusalMs?: number;
}

export const goodToken = "quorate@pve!test=0a1b2c3d-0000-4000-8000-00000000000f";
const defaults = {
  version: "9.1.6",
  nodes: ["n1", "n2", "n3"],
  tokens: {
    "quorate@pve!test": {
      secret: goodToken.replace(/^.*=/, ""),
      privileges: ["Sys.Audit", "Sys.Console"],
    },
  },
  crmMs: 20,
  refusalMs: 0,
};

/**
 * A double of Proxmox VE's API over HTTPS on a free port of 127.0.0.1, with a CA of its own. It has /version,
 * /access/permissions and /cluster/ha. Its departures from the real one:
 * - ACLs are on `/` alone, and a missing privilege comes before a wrong parameter;
 * - one connection serves one request, nothing is gzipped, and false credentials wait for `refusalMs` alone;
 * - an option's form is checked as far as `section.ts` and its neighbours have it;
 * - the CRM knows all nodes `crmMs` after the first guest; there is no LRM, no migration and no disarming.
 */
export class ApiDouble implements Backend {
  readonly directory = mkdtempSync(join(tmpdir(), "quorate-api-"));
  readonly heard: Heard[] = [];
  readonly ha: HaManager;
  version: string;
  tokens: Record<string, Token>;
  /** Called before each answer; may throw a Refusal, or return "hang up". */
  disturb: (heard: Heard) => "hang up" | undefined = () => undefined;
  readonly refusalMs: number;
  readonly #server: Server;

  private constructor(options: Options) {
    const { version, nodes, tokens, crmMs, refusalMs } = { ...defaults, ...options };
    this.version = version;
    this.tokens = { ...tokens };
    this.ha = new HaManager(nodes, crmMs);
    this.refusalMs = refusalMs;
    makeCertificates(this.directory);
    const [key, cert] = ["server.key", "server.pem"].map((name) => readFileSync(join(this.directory, name)));
    this.#server = createServer({ key, cert }, answerer(this));
  }

  static async start(options: Options = {}): Promise<ApiDouble> {
    const double = new ApiDouble(options);
    await new Promise<void>((resolve) => double.#server.listen(0, "127.0.0.1", resolve));
    return double;
  }

  get endpoint(): string {
    return `https://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** The certificate of its CA, PEM. */
  get ca(): string {
    return readFileSync(join(this.directory, "ca", "ca.pem"), "utf8");
  }

  /** A folder with this certificate alone, for SSL_CERT_DIR. */
  get caFolder(): string {
    return join(this.directory, "ca");
  }

  tokenOf(name: string): Token | undefined {
    return this.tokens[name];
  }

  withHa(work: (manager: HaManager) => unknown): unknown {
    return work(this.ha);
  }

  hear(heard: Heard): "hang up" | undefined {
    this.heard.push(heard);
    return this.disturb(heard);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.directory, { recursive: true });
  }
}

/** A CA and a server's certificate for 127.0.0.1, as `pvecm updatecerts` makes them for a node. */
function makeCertificates(folder: string): void {
  const script = `
    mkdir ca
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout ca.key -out ca/ca.pem \\
      -subj "/CN=Proxmox Virtual Environment/O=PVE Cluster Manager CA" -addext basicConstraints=critical,CA:true
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout server.key -out server.csr -subj /CN=n1
    openssl x509 -req -in server.csr -CA ca/ca.pem -CAkey ca.key -days 2 -out server.pem -extfile names`;
  writeFileSync(join(folder, "names"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
  execFileSync("sh", ["-euc", script], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
}
