import { request } from "node:https";
import type { IncomingMessage } from "node:http";
import { createSecureContext, type SecureContext } from "node:tls";
import { gunzipSync } from "node:zlib";
import { type Properties, text, type Value } from "../property";
import type { Context, Failure } from "../provider";
import { trustedByGo } from "./trust";

/** The mistakes in the provider's arguments. It asks no server before the first operation on a resource. */
export function checkProvider({ endpoint, apiToken }: Properties): Failure[] {
  const env = process.env;
  const address = endpoint ?? env["PROXMOX_VE_ENDPOINT"];
  const token = apiToken ?? env["PROXMOX_VE_API_TOKEN"];
  return [
    ...(typeof address === "string" && address.startsWith("https://")
      ? []
      : [{ property: "endpoint", reason: "you must specify a secure endpoint (valid: https://host:port/)" }]),
    ...(typeof token === "string" && !/^\S+@\S+!\S+=([a-zA-Z0-9-]+)$/.test(token)
      ? [{ property: "apiToken", reason: "must be a valid API token, e.g. 'USER@REALM!TOKENID=UUID'" }]
      : []),
    ...(token === undefined
      ? [{ property: "apiToken", reason: "the stand-in takes an API token alone; install the Pulumi CLI" }]
      : []),
  ];
}

/** An error of the API, in the official plugin's words. */
export class ApiError extends Error {
  constructor(
    message: string,
    /** The object isn't there. */
    readonly gone: boolean,
  ) {
    super(message);
  }
}

/** Read at the first connection and never again, as in Go. */
let trusted: SecureContext | undefined;

type Method = "GET" | "POST" | "PUT" | "DELETE";

interface Reply {
  status: number;
  reason: string;
  body: string;
}

/** The API of Proxmox VE, as the provider's Go client asks it: one request at a time and no time limit. */
export class Api {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /**
   * @param form values that are undefined are left out
   * @returns `data` of the answer
   */
  async ask(method: Method, path: string, form: Record<string, string | undefined> = {}): Promise<Value> {
    const pairs = Object.entries(form).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
    const body = new URLSearchParams(pairs.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))).toString();
    const reply = await this.#tried(method, path, body);
    if (reply.status >= 200 && reply.status < 300) return (JSON.parse(reply.body) as { data: Value }).data;
    throw errorOf(reply);
  }

  /** A broken connection gives a GET three tries; another request may have been heard. */
  async #tried(method: Method, path: string, body: string): Promise<Reply> {
    for (let tries = method === "GET" ? 3 : 1; ; tries--) {
      try {
        return await this.#send(method, path, body);
      } catch (error) {
        if (tries > 1 && !this.#context.signal.aborted) continue;
        const url = `${this.#origin}/api2/json/${path}`;
        const verb = method.charAt(0) + method.slice(1).toLowerCase();
        throw new ApiError(
          `failed to perform HTTP ${method} request (path: ${path}) - Reason: ${verb} "${url}": ${inGo(error as NodeJS.ErrnoException)}`,
          false,
        );
      }
    }
  }

  get #origin(): string {
    const { endpoint } = this.#context.config;
    // Any path is cut off.
    return new URL(text(endpoint ?? process.env["PROXMOX_VE_ENDPOINT"])).origin;
  }

  #send(method: Method, path: string, body: string): Promise<Reply> {
    const { config, signal } = this.#context;
    const token = text(config["apiToken"] ?? process.env["PROXMOX_VE_API_TOKEN"]);
    const minVersion = `TLSv${text(config["minTls"] ?? "1.3")}` as "TLSv1.3";
    trusted ??= createSecureContext({ ca: trustedByGo(process.env), minVersion });
    const options = {
      ...{ method, signal, agent: false, secureContext: trusted },
      rejectUnauthorized: config["insecure"] !== "true",
      headers: {
        ...{ Accept: "application/json", "Accept-Encoding": "gzip", Authorization: `PVEAPIToken=${token}` },
        ...(body === ""
          ? {}
          : {
              "Content-Type": "application/x-www-form-urlencoded",
              "Content-Length": Buffer.byteLength(body),
            }),
      },
    };
    return new Promise((resolve, reject) => {
      const sent = request(`${this.#origin}/api2/json/${path}`, options, (response) => {
        received(response).then(resolve, reject);
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

async function received(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const whole = Buffer.concat(chunks);
  const zipped = response.headers["content-encoding"] === "gzip";
  const body = (zipped ? gunzipSync(whole) : whole).toString("utf8");
  return { status: response.statusCode ?? 0, reason: response.statusMessage ?? "", body };
}

const goneWords = ["does not exist", "no such resource", "no such ha", "No such file or directory"];

/** The reason is the message's first line; the others and the errors by parameter come behind it in brackets. */
function errorOf({ status, reason, body }: Reply): ApiError {
  const more = furtherWords(body);
  const words = `${reason}${more.length > 0 ? ` (${more.join(" - ")})` : ""}`;
  const gone = status === 404 || (status === 500 && goneWords.some((each) => words.includes(each)));
  return new ApiError(`received an HTTP ${String(status)} response - Reason: ${words}`, gone);
}

function furtherWords(body: string): string[] {
  try {
    const { message = "", errors = {} } = JSON.parse(body) as {
      message?: string;
      errors?: Record<string, string>;
    };
    const lines = message
      .split("\n")
      .slice(1)
      .filter((line) => line !== "");
    return [...Object.entries(errors).map(([key, value]) => `${key}: ${value.trimEnd()}`), ...lines];
  } catch {
    return [];
  }
}

const untrusted = [
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
];

/** A failed connection in the words of Go. */
function inGo(error: NodeJS.ErrnoException): string {
  if (untrusted.includes(error.code ?? ""))
    return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
  if (error.code === "ECONNREFUSED") return "dial tcp: connect: connection refused";
  if (error.code === "ECONNRESET") return "EOF";
  return error.message;
}
