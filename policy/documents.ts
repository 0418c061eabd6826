import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { asset } from "@pulumi/pulumi";
import type { Registered } from "./registered";
import { writtenFiles } from "./shell/writtenFiles";
import { type Daemon, daemonOf, excerpts } from "./sniff";

/** A file that a program puts on a machine. */
export interface Document {
  readonly path: string;
  /** Whose format it is in; undefined for every other file. */
  readonly daemon: Daemon | undefined;
  readonly text: string;
  /** The inputs that it may come from, as far as they aren't secrets. */
  readonly clear: string;
}

/** What one resource does on one machine. */
export interface HostPart {
  readonly host: string;
  readonly documents: readonly Document[];
  /** Every text that it runs or writes there. */
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

/** What a command resource of any program does on which machines. */
export async function hostParts(resource: Registered): Promise<HostPart[]> {
  const source = copies[resource.type];
  return source === undefined ? commandParts(resource) : copyParts(resource, source);
}

/** The machine that a command runs on: its connection's host, the resource's name where that isn't known yet. */
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
  // What no file was seen for is looked for in the texts themselves: another language's script, a variable.
  const seen = new Set([...parts.values()].flat().map(({ daemon }) => daemon));
  const rest = excerpts(script).filter(({ daemon }) => !seen.has(daemon));
  parts.get(here)?.push(...rest.map(({ daemon, text }) => ({ path: `${daemon}.conf`, daemon, text, clear })));
  return [...parts].map(([host, documents]) => ({ host, documents, script }));
}

/** The texts of a command by the path of their input. */
function textsOf({ inputs: { values } }: Registered): Map<string, string> {
  const environment = Object.entries(recordOf(values["environment"]));
  const all = [
    ...["create", "update", "stdin"].map((key) => [key, values[key]] as const),
    ...environment.map(([name, value]) => [`environment.${name}`, value] as const),
  ];
  return new Map(all.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Where nobody saw which inputs are secrets, standard input and the environment are taken for such. */
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

/** The texts of an asset or an archive of assets; of nothing that isn't on this machine. */
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

/** Larger files are no configuration of anybody's. */
const largest = 1 << 20;

/** Relative paths are the program's, whose directory the engine was started in. */
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
