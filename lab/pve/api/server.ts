import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { groups } from "./groups";
import type { HaManager } from "./haManager";
import { type Given, Refusal } from "./parameters";
import { resources } from "./resources";
import { rules } from "./rules";
import { status } from "./status";

/** An API token with the privileges that it has on `/`. */
export interface Token {
  readonly secret: string;
  readonly privileges: readonly string[];
}

export interface Heard {
  readonly method: string;
  /** Behind /api2/json/, as it was sent. */
  readonly path: string;
  readonly body: string;
}

/** What answers stand on. */
export interface Backend {
  /** Such as 9.1.6. */
  readonly version: string;
  /** From false credentials to the answer. Milliseconds; on a real one 3 s. */
  readonly refusalMs: number;
  /** The token of a USER@REALM!NAME. */
  tokenOf(name: string): Token | undefined;
  /** Does work on the HA manager's configuration, and keeps its changes. */
  withHa(work: (manager: HaManager) => unknown): unknown;
  /** Called before each answer; may throw a Refusal, or return "hang up". */
  hear(heard: Heard): "hang up" | undefined;
}

const folders = { resources, rules, groups, status };

/** Answers requests below /api2/json/ as Proxmox VE's API does. */
export const answerer =
  (backend: Backend): RequestListener =>
  (request, response) =>
    void answer(backend, request, response);

async function answer(backend: Backend, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const heard = {
    method: request.method ?? "",
    path: (request.url ?? "").replace("/api2/json/", ""),
    body: Buffer.concat(chunks).toString("utf8"),
  };
  response.setHeader("Connection", "close");
  response.setHeader("Content-Type", "application/json;charset=UTF-8");
  try {
    if (backend.hear(heard) === "hang up") {
      request.socket.destroy();
      return;
    }
    const token = checked(backend, request.headers.authorization);
    if (token === undefined) {
      await wait(backend.refusalMs);
      response.statusMessage = request.headers.authorization ? "Authentication failed!" : "No ticket";
      response.writeHead(401).end();
      return;
    }
    response.end(JSON.stringify({ data: call(backend, heard, token) }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status: code, message, errors } = error;
    response.statusMessage = message.split("\n")[0] ?? "";
    response.writeHead(code).end(JSON.stringify({ data: null, message, ...(errors ? { errors } : {}) }));
  }
}

function checked(backend: Backend, header = ""): Token | undefined {
  const [, name = "", secret = ""] = /^PVEAPIToken=(.+)=([^=]+)$/.exec(header) ?? [];
  const token = backend.tokenOf(name);
  return token?.secret === secret ? token : undefined;
}

/** Does one call with a token's privileges. @throws Refusal */
export function call(
  backend: Pick<Backend, "version" | "withHa">,
  { method, path, body }: Heard,
  { privileges }: Pick<Token, "privileges">,
): unknown {
  const { version } = backend;
  const [place = "", query = ""] = path.split("?");
  if (method === "GET" && place === "version")
    return { version, release: version.replace(/\.\d+$/, ""), repoid: "0".repeat(16) };
  if (method === "GET" && place === "access/permissions")
    return { "/": Object.fromEntries(privileges.map((privilege) => [privilege, 1])) };
  const [, folder = "", name = ""] = /^cluster\/ha\/(\w+)\/?(.*)$/.exec(place) ?? [];
  const endpoint = Object.entries(folders).find(([each]) => each === folder)?.[1];
  if (endpoint === undefined) throw new Refusal(501, `Method '${method} /${place}' not implemented\n`);
  if (body !== "" && (method === "GET" || method === "DELETE"))
    throw new Refusal(501, `Unexpected content for method '${method}'\n`);
  const needed = method === "GET" ? "Sys.Audit" : "Sys.Console";
  if (!privileges.includes(needed)) throw new Refusal(403, `Permission check failed (/, ${needed})\n`);
  const given = Object.fromEntries(new URLSearchParams(body === "" ? query : body)) as Given;
  const asked = { method, name: decodeURIComponent(name), given };
  return backend.withHa((manager) => endpoint(manager, Number.parseInt(version), asked));
}
