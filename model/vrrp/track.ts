import { printPath } from "../finding";
import type { TrackConfig } from "./trackSchema";

/** The target of a check. If `host` is undefined, it is the node's own address. */
export type CheckTarget =
  | { readonly kind: "process"; readonly process: string }
  | { readonly kind: "systemd"; readonly unit: string }
  | { readonly kind: "tcp"; readonly host?: string | undefined; readonly port: number }
  | {
      readonly kind: "http";
      readonly scheme: "http" | "https";
      readonly url?: string | undefined;
      readonly host?: string | undefined;
      readonly port: number;
      readonly path: string;
      readonly status?: number | undefined;
      readonly insecure: boolean;
    }
  | { readonly kind: "quorate" }
  /** Shell commands or a whole script, which quorate installs. */
  | { readonly kind: "script"; readonly script: string; readonly user?: string | undefined }
  /** A program of the node with its arguments, which keepalived runs without a shell. */
  | { readonly kind: "command"; readonly command: string; readonly user?: string | undefined };

interface Tracked<Target> {
  readonly name: string;
  readonly target: Target;
  /** Below 0: a failure lowers the priority by it. 0: a failure means FAULT. */
  readonly weight: number;
}

/** A script that keepalived runs. Times are in seconds. */
export interface Check extends Tracked<CheckTarget> {
  readonly interval: number;
  readonly timeout: number;
  readonly fall: number;
  readonly rise: number;
  readonly initFail: boolean;
}

/** An interface, which keepalived watches itself. It is called as the interface. */
export type TrackedInterface = Tracked<{ readonly kind: "interface"; readonly interface: string }>;

/** A file with a number, which keepalived watches itself. `initFile`: the number of a missing file. */
export type TrackedFile = Tracked<{
  readonly kind: "file";
  readonly path: string;
  readonly initFile: number;
}>;

/** A condition for a member to be MASTER. */
export type Track = Check | TrackedInterface | TrackedFile;

export function isCheck(track: Track): track is Check {
  return !isInterface(track) && !isFile(track);
}

export function isFile(track: Track): track is TrackedFile {
  return track.target.kind === "file";
}

export function isInterface(track: Track): track is TrackedInterface {
  return track.target.kind === "interface";
}

/** The path of a finding on a track of `group`. */
export function trackPath(group: string, { name }: Pick<Track, "name">): string {
  return `${printPath(["vrrp", group, "track"])} (${name})`;
}

/** @param weight the default */
export function resolveTrack(config: TrackConfig, weight: number): Track {
  if (config.interface !== undefined) {
    const target = { kind: "interface", interface: config.interface } as const;
    return { name: config.interface, target, weight: config.weight ?? weight };
  }
  if (config.file !== undefined) {
    const target = { kind: "file", ...config.file } as const;
    const name = config.name ?? asName(config.file.path.replace(/^.*\//, ""), "file");
    return { name, target, weight: config.weight ?? weight };
  }
  const target = targetOf(config);
  const { interval, fall, rise, initFail } = config;
  return {
    name: config.name ?? nameOf(target),
    target,
    weight: target.kind === "quorate" ? 0 : (config.weight ?? weight),
    interval,
    timeout: config.timeout ?? interval,
    fall,
    rise,
    initFail,
  };
}

function targetOf(config: TrackConfig): CheckTarget {
  if (config.process !== undefined) return { kind: "process", process: config.process };
  if (config.systemd !== undefined) return { kind: "systemd", unit: withSuffix(config.systemd) };
  if (config.tcp !== undefined) return { kind: "tcp", ...config.tcp };
  if (config.http !== undefined) {
    return { kind: "http", scheme: "http", insecure: false, ...config.http, port: config.http.port ?? 80 };
  }
  if (config.https !== undefined) {
    return { kind: "http", scheme: "https", ...config.https, port: config.https.port ?? 443 };
  }
  const { script: { text, path } = {}, user } = config;
  if (text !== undefined) return { kind: "script", script: text, user };
  return path === undefined ? { kind: "quorate" } : { kind: "command", command: path, user };
}

/** Appends `.service` to a name without a suffix, like systemctl. */
function withSuffix(unit: string): string {
  return /\.(service|socket|target|mount|timer|path|slice|scope)$/.test(unit) ? unit : `${unit}.service`;
}

function nameOf(target: CheckTarget): string {
  switch (target.kind) {
    case "process":
      return asLabel(target.process);
    case "systemd":
      return asLabel(target.unit.replace(/\.service$/, ""));
    case "tcp":
      return `tcp-${String(target.port)}`;
    case "http":
      return target.url ? asName(target.url) : `${target.scheme}-${String(target.port)}`;
    case "quorate":
      return "quorate";
    case "script":
      return asName(programOf(target.script.startsWith("#!") ? "script" : target.script), "script");
    case "command":
      return asName(programOf(target.command), "script");
  }
}

/** The name of the first program in a command. */
function programOf(command: string): string {
  return (/^\s*(\S+)/.exec(command)?.[1] ?? "").replace(/^.*\//, "");
}

function asName(text: string, usual = ""): string {
  return asLabel(text).slice(0, 30).replace(/-$/, "") || usual;
}

function asLabel(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
