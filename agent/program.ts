import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parts } from "./parts";
import { timeouts } from "./timeouts";

/** Path of the program on a node. */
export const programPath = "/var/lib/quorate/node.sh";

/** It runs before services that use a unit's files, and after systemd-sysctl, which also sets kernel parameters. */
const recoverService = `[Unit]
Description=Undo changes by quorate that a power cut interrupted
DefaultDependencies=no
RequiresMountsFor=/var/lib/quorate
After=local-fs.target systemd-sysctl.service
Before=basic.target shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
TimeoutStartSec=${String(timeouts.recoverSeconds)}
ExecStart=/bin/sh ${programPath} recover boot

[Install]
WantedBy=multi-user.target
`;

const partText = (part: string): string => readFileSync(join(__dirname, "program", `${part}.sh`), "utf8");

/** The text of the node's program: one POSIX sh file, joined from the parts in agent/program. */
export function nodeProgram(): string {
  return parts.map(partText).join("\n");
}

/**
 * A command, and its standard input. A failure's message has the whole command, and none of the input, so texts go
 * there.
 */
export interface CommandWithInput {
  readonly create: string;
  readonly stdin: string;
}

function here(path: string, mode: string, text: string, end: string): string[] {
  return [
    `cat >${path}.new <<'${end}'`,
    `${text}${end}`,
    `chmod ${mode} ${path}.new`,
    `mv ${path}.new ${path}`,
  ];
}

/** Runs `script` as root: unchanged, or with `become` through a passwordless sudo. */
export function asRoot(become: boolean, script: string): string {
  return become ? `sudo -n ${script}` : script;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const withBase = (base: string): string => `${nodeProgram()}# base ${base}\n`;

/** The sha256 of both files of `installProgram` in one text, equal to the digest in the node's facts. */
export const programDigest = (base: string): string => sha256(withBase(base)) + sha256(recoverService);

/**
 * The command that installs the program on a node, then undoes or completes the changes that a power cut interrupted.
 * The program's last line keeps `base`.
 */
export function installProgram(become: boolean, base: string): CommandWithInput {
  const lines = [
    "set -eu",
    "umask 077",
    "mkdir -p /var/lib/quorate/journal",
    ...here(programPath, "0700", withBase(base), "END_OF_PROGRAM"),
    "umask 022",
    ...here("/etc/systemd/system/quorate-recover.service", "0644", recoverService, "END_OF_SERVICE"),
    "systemctl daemon-reload",
    "systemctl enable -q quorate-recover.service",
    // A change that can't be ended must not keep the program's other units from their updates.
    `sh ${programPath} recover || :`,
    "",
  ];
  return { create: asRoot(become, "sh -s"), stdin: lines.join("\n") };
}

/** The command that removes an owner's remaining units from a node, and the program if no other owner has units. */
export function removeProgram(become: boolean, owner: string): string {
  return ifInstalled(become, `uninstall ${owner}`);
}

/** The command that applies the manifest on its standard input. Behind it come the secrets (`secretLines`). */
export function applyManifest(become: boolean): string {
  return asRoot(become, `sh ${programPath} apply`);
}

/** The command that ends an owner's unit; a shared one stays for its other owners. */
export function removeUnit(become: boolean, unit: string, owner: string): string {
  return asRoot(become, `sh ${programPath} remove ${unit} ${owner}`);
}

/** The command that gives all units of owner `from` to owner `to`; nothing on a node without quorate. */
export function handOver(become: boolean, from: string, to: string): string {
  return ifInstalled(become, `hand-over ${from} ${to}`);
}

/** Whether a text can name an owner: PROJECT/STACK/NAME. */
export function isOwner(text: string): boolean {
  return /^(?!-)[\w.-]+(\/[\w.-]+){2}$/.test(text);
}

/** The names of an owner's units on a node. */
export interface UnitList {
  readonly owner: string;
  readonly base: string;
  readonly units: readonly string[];
}

/** The command that lists these as all of the owner's units, and removes the units that an interrupted update left. */
export function listUnits(become: boolean, { owner, base, units }: UnitList): string {
  return asRoot(become, ["sh", programPath, "list", owner, base, ...units].join(" "));
}

/** The command that gives up the owner's list of units. Before that, the node removes no unit in it. */
export function leaveUnits(become: boolean, owner: string): string {
  return ifInstalled(become, `leave ${owner}`);
}

/** sha256 of the list that `listUnits` writes, hexadecimal, equal to the digest in the node's facts. */
export function listDigest({ owner, base, units }: UnitList): string {
  const lines = [`owner ${owner}`, `base ${base}`, ...units];
  return sha256(lines.map((line) => `${line}\n`).join(""));
}

export function releaseUnit(become: boolean, unit: string): string {
  return asRoot(become, `sh ${programPath} release ${unit}`);
}

/** The command for one step of a change of corosync.conf to `version` (agent/program/corosync/change.sh). */
export function corosyncStep(become: boolean, step: "swap" | "settle" | "commit", version: number): string {
  return asRoot(become, `sh ${programPath} corosync ${step} ${String(version)}`);
}

/** The command that restarts corosync if options wait for a restart and the others stay quorate meanwhile. */
export function corosyncRestart(become: boolean): string {
  return asRoot(become, `sh ${programPath} corosync restart`);
}

/** The command that makes a cluster's certificates on the host of its qdevice and prints them. They are a secret. */
export function qnetdCertificates(become: boolean, cluster: string): string {
  return asRoot(become, `sh ${programPath} qnetd ${cluster}`);
}

/**
 * The command that prints a node's facts; only a stamp on a node without quorate. A script on its standard input runs
 * then, and prints more (agent/status/script.ts, agent/look/script.ts).
 */
export function readFacts(become: boolean): string {
  // It differs after a start, also from a restored snapshot, and after a removal of the program's folder.
  const stamp = 'echo "stamp $(cat /proc/sys/kernel/random/boot_id) $(stat -c %y /var/lib)"';
  return ifInstalled(become, "facts </dev/null && echo && exec sh", `else ${stamp}; echo; exec sh;`);
}

function ifInstalled(become: boolean, verb: string, otherwise = ""): string {
  return asRoot(become, `sh -c 'if [ -e ${programPath} ]; then sh ${programPath} ${verb}; ${otherwise} fi'`);
}
