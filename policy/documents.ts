import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { asset } from "@pulumi/pulumi";
import type { Registered } from "./registered";
import { writtenFiles } from "./shell/writtenFiles";
import { type Daemon, daemonOf, excerpts } from "./sniff";

/** A file that a program writes on a machine. */
export interface Document {
  readonly path: string;
  /** The daemon that reads it; undefined for every other file. */
  readonly daemon: Daemon | undefined;
  readonly text: string;
  /** The non-secret inputs that its text may come from. */
  readonly clear: string;
}

/** One resource's commands and files on one machine. */
export interface HostPart {
  readonly host: string;
  readonly documents: readonly Document[];
  /** Every text that the resource runs or writes there. */
  readonly script: string;
}

const copies: Readonly<Record<string, string>> = {
  "command:remote:CopyToRemote": "source",
  "command:remote:CopyFile": "localPath",
};

/** Whether a resource runs commands or copies files. */
export function isCommand(type: string): boolean {
  return type === "command:remote:Command" || type === "command:local:Command" || Object.hasOwn(copies, type);
}

/** A command resource's part on each machine that it changes. */
export async function hostParts(resource: Registered): Promise<HostPart[]> {
  const source = copies[resource.type];
  return source === undefined ? commandParts(resource) : copyParts(resource, source);
}

/** The machine that a command runs on: its connection's host. If that isn't known yet, the resource's name. */
export function hostOf({ type, name, inputs: { values } }: Registered): string {
  if (type === "command:local:Command") return "localhost";
  const { host } = recordOf(values["connection"]);
  return typeof host === "string" ? host : name;
}

function commandParts(resource: Registered): HostPart[] {
  const texts = textsOf(resource);
  const [create, update, stdin] = ["create", "update", "stdin"].map((path) => texts.get(path));
  const variables = new Map([...texts].map(([path, text]) => [path.replace(/^environment\./, ""), text]));
  const written = [create, update].flatMap((script) =>
    script === undefined ? [] : writtenFiles(script, stdin, variables),
  );
  const script = [...texts.values()].join("\n");
  const clear = [...texts].flatMap(([path, text]) => (isClear(path, resource) ? [text] : [])).join("\n");

  const here = hostOf(resource);
  const parts = new Map<string, Document[]>([[here, []]]);
  for (const { host = here, path, text } of written) {
    parts.set(host, [...(parts.get(host) ?? []), { path, daemon: daemonOf(path, text), text, clear }]);
  }
  // A daemon without a recognised file is searched for in the texts themselves: another language's script, a variable.
  const seen = new Set([...parts.values()].flat().map(({ daemon }) => daemon));
  const rest = excerpts(script).filter(({ daemon }) => !seen.has(daemon));
  parts.get(here)?.push(...rest.map(({ daemon, text }) => ({ path: `${daemon}.conf`, daemon, text, clear })));
  return [...parts].map(([host, documents]) => ({ host, documents, script }));
}

/** A command's texts by the path of their input. */
function textsOf({ inputs: { values } }: Registered): Map<string, string> {
  const environment = Object.entries(recordOf(values["environment"]));
  const all = [
    ...["create", "update", "stdin"].map((key) => [key, values[key]] as const),
    ...environment.map(([name, value]) => [`environment.${name}`, value] as const),
  ];
  return new Map(all.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Whether an input isn't a secret. If the SDK hid the secrets, standard input and the environment count as such. */
function isClear(path: string, { secrets }: Registered): boolean {
  if (secrets === undefined) return path === "create" || path === "update";
  return ![...secrets].some((secret) => path === secret || path.startsWith(`${secret}.`));
}

async function copyParts(resource: Registered, source: string): Promise<HostPart[]> {
  const { values } = resource.inputs;
  const to = typeof values["remotePath"] === "string" ? values["remotePath"] : "";
  const files = await filesOf(values[source], to);
  const documents = files.map(({ path, text }) => ({
    path,
    daemon: daemonOf(path, text),
    text,
    clear: text,
  }));
  return [{ host: hostOf(resource), documents, script: files.map(({ text }) => text).join("\n") }];
}

/** The texts of an asset or an archive of assets on this machine. Remote assets are skipped. */
async function filesOf(source: unknown, to: string): Promise<{ path: string; text: string }[]> {
  if (source instanceof asset.StringAsset) return [{ path: to, text: await source.text }];
  if (source instanceof asset.FileAsset || source instanceof asset.FileArchive) {
    return readAt(await source.path, to);
  }
  if (source instanceof asset.AssetArchive) {
    const assets = Object.entries(await source.assets);
    return (await Promise.all(assets.map(([name, each]) => filesOf(each, join(to, name))))).flat();
  }
  return typeof source === "string" ? readAt(source, to) : [];
}

/** Bytes. A larger file is no daemon's configuration. */
const largest = 1 << 20;

/** A relative path starts at the program's directory, in which the engine was started. */
function readAt(path: string, to: string): { path: string; text: string }[] {
  const places = [process.env["PWD"] ?? "", process.cwd()].map((directory) => resolve(directory, path));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) return [];
  const state = statSync(found);
  if (state.isDirectory())
    return readdirSync(found).flatMap((name) => readAt(join(found, name), join(to, name)));
  return state.isFile() && state.size <= largest ? [{ path: to, text: readFileSync(found, "utf8") }] : [];
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
