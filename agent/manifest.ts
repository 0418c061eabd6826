import { createHash } from "node:crypto";
import type { Unit, UnitFile, Verification } from "./unit";

/** A required unit on the same node. `digest` is the sha256 of its manifest, so its change shows in this manifest. */
export interface Requirement {
  readonly unit: string;
  readonly digest: string;
}

/**
 * The parts of a manifest beside the unit. `owner` is the cluster that owns the unit, PROJECT/STACK/NAME.
 * `base` is the unit's base, a word without blanks.
 */
export interface ManifestContext {
  readonly owner: string;
  readonly requires: readonly Requirement[];
  readonly base: string;
}

const hole = /\{\{secret:([^}]+)\}\}/g;

/** Names of the secrets in the holes of the unit's files, sorted, each once. */
export function secretNames(unit: Unit): string[] {
  const names = unit.files.flatMap((file) => [...file.content.matchAll(hole)].map((match) => match[1] ?? ""));
  return [...new Set(names)].sort();
}

/** sha256 of a manifest, hexadecimal, equal to the digest in the node's facts. */
export function manifestDigest(manifest: string): string {
  return createHash("sha256").update(manifest).digest("hex");
}

const wireSignature = ({ wire }: Unit): string | undefined =>
  wire && createHash("sha256").update(wire.signature).digest("hex").slice(0, 16);

/** Standard input of the node's program: a line "NAME VALUE" for each secret. */
export function secretLines(secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets)
    .map(([name, value]) => `${name} ${value}\n`)
    .join("");
}

/** sha256 of the wire signature and the secrets, hexadecimal, equal to the signature in the node's facts. */
export function unitSignature(unit: Unit, secrets: Readonly<Record<string, string>>): string {
  return signatureOf(wireSignature(unit), secretLines(secrets));
}

/** The same signature, from the input of an apply: a manifest, secrets, and a line "base NAME". */
export function inputSignature(input: string): string {
  const [text = "", secrets = ""] = input.split(/^end\n/m);
  const [, wire] = /^wire \S+ \S+ (\S+)/m.exec(text) ?? [];
  return signatureOf(wire, secrets.replace(/^base .*\n/m, ""));
}

function signatureOf(wire: string | undefined, secrets: string): string {
  return createHash("sha256")
    .update((wire === undefined ? "" : `${wire}\n`) + secrets)
    .digest("hex");
}

function verification(verification: Verification): string {
  if ("active" in verification) return words("active", verification.active);
  if ("listening" in verification) return words("listening", verification.listening, verification.process);
  if ("sysctl" in verification) return words("sysctl", verification.sysctl, verification.value);
  if ("qdevice" in verification) return words("qdevice", verification.qdevice);
  return words("vrrp", verification.vrrp);
}

function fileLines({ path, mode, owner, content }: UnitFile): string[] {
  if (!content.endsWith("\n")) throw new Error(`${path}: content must end in a newline`);
  const lines = content.slice(0, -1).split("\n");
  return [`file ${place(path, mode, owner)}`, ...lines.map((line) => `|${line}`)];
}

/** Absolute, without "." and "..", so that one file has one path. At least two levels deep. */
const plainPath = /^(\/(?!\.{1,2}(\/|$))[^/\s]+){2,}$/;

function place(path: string, mode: string, owner: string): string {
  if (!plainPath.test(path)) throw new Error(`"${path}" is no absolute path without blanks, "." and ".."`);
  if (!/^[0-7]{4}$/.test(mode)) throw new Error(`${path}: the mode "${mode}" is not four octal digits`);
  if (!/^[^\s:]+:[^\s:]+$/.test(owner)) throw new Error(`${path}: the owner "${owner}" is not user:group`);
  return `${path} ${mode} ${owner}`;
}

/** Blanks separate the words of a manifest's line, so no word may hold one. */
function words(...parts: string[]): string {
  const bad = parts.find((part) => !/^\S+$/.test(part));
  if (bad !== undefined) throw new Error(`"${bad}" cannot stand in a manifest: it is empty or holds a blank`);
  return parts.join(" ");
}

/** The rest of a manifest's line may hold blanks, but no newline. */
function text(value: string): string {
  if (value.includes("\n")) throw new Error(`"${value}" cannot stand in a manifest: it holds a newline`);
  return value;
}

function withoutTwice(paths: readonly string[]): void {
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new Error(`the unit has ${twice} twice; leave one of them out`);
}

/**
 * The text of a unit for the node's program (agent/program/transaction/manifest.sh). Each line states one thing,
 * "|" precedes each line of a file's content, and "end" closes the text. Secrets stay holes.
 * @throws Error when a word holds a blank, a path is not plain or stands twice, or a content has no final newline
 */
export function manifest(unit: Unit, context: ManifestContext): string {
  const { wire, settle } = unit;
  withoutTwice(unit.files.map(({ path }) => path));
  const signature = wireSignature(unit);
  const lines = [
    `unit ${words(unit.name)}`,
    `family ${unit.family}`,
    `owner ${words(context.owner)}`,
    `base ${words(context.base)}`,
    ...context.requires.map(({ unit: name, digest }) => `requires ${words(name, digest)}`),
    ...unit.packages.map((name) => `package ${words(name)}`),
    ...unit.users.map(({ name, comment }) => `user ${words(name)} ${text(comment)}`),
    ...unit.directories.map(({ path, mode, owner }) => `directory ${place(path, mode, owner)}`),
    ...unit.files.flatMap(fileLines),
    ...unit.sysctls.map(({ key, value }) => `sysctl ${words(key, value)}`),
    ...unit.validations.map((command) => `validate ${text(command)}`),
    ...unit.services.map(
      ({ name, change, owned }) => `service ${words(name, change)} ${owned ? "owned" : "notified"}`,
    ),
    ...unit.verifications.map((each) => `verify ${verification(each)}`),
    ...(wire && signature
      ? [`wire ${words(wire.instance, wire.files.join(","), signature, wire.addresses.join(","))}`]
      : []),
    ...(settle ? [`settle ${words(String(settle.version), settle.cluster)}`] : []),
    ...(unit.claims ?? []).map((claim) => `claim ${words(...claim)}`),
    ...(unit.existing ? [`existing ${unit.existing}`] : []),
    ...(unit.extends ?? []).map((path) => `extend ${words(path)}`),
    ...(unit.confirm ? ["confirm"] : []),
    ...(unit.shared ? ["shared"] : []),
    "end",
  ];
  return `${lines.join("\n")}\n`;
}
