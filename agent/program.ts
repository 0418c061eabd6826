import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parts } from "./parts";

/** Where the program lives on a node. */
export const programPath = "/var/lib/quorate/node.sh";

/** Before anything that could run a unit's files; after what could set kernel parameters otherwise. */
const recoverUnit = `[Unit]
Description=Undo changes by quorate that a power cut interrupted
DefaultDependencies=no
RequiresMountsFor=/var/lib/quorate
After=local-fs.target systemd-sysctl.service
Before=basic.target shutdown.target
Conflicts=shutdown.target

[Service]
Type=oneshot
TimeoutStartSec=120
ExecStart=/bin/sh ${programPath} recover boot

[Install]
WantedBy=multi-user.target
`;

/** The program that applies units, one POSIX sh file made of the parts in agent/program. */
export function nodeProgram(): string {
  const text = (part: string): string => readFileSync(join(__dirname, "program", `${part}.sh`), "utf8");
  return parts.map(text).join("\n");
}

function here(path: string, mode: string, text: string, end: string): string[] {
  return [
    `cat >${path}.new <<'${end}'`,
    `${text}${end}`,
    `chmod ${mode} ${path}.new`,
    `mv ${path}.new ${path}`,
  ];
}

/** Runs `script` as root: as it is, or through a sudo that asks nothing. */
export function asRoot(become: boolean, script: string): string {
  return become ? `sudo -n ${script}` : script;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const withBase = (base: string): string => `${nodeProgram()}# base ${base}\n`;

/** sha256 of each of the two files that `installProgram` puts on a node: the same that the node's program computes. */
export const programDigest = (base: string): string => sha256(withBase(base)) + sha256(recoverUnit);

/**
 * The command that installs the program on a node, and undoes what a power cut had interrupted there. `base` names what
 * was there before.
 */
export function installProgram(become: boolean, base: string): string {
  const lines = [
    `${asRoot(become, "sh -s")} <<'INSTALL_QUORATE'`,
    "set -eu",
    "umask 077",
    "mkdir -p /var/lib/quorate/journal",
    ...here(programPath, "0700", withBase(base), "END_OF_PROGRAM"),
    "umask 022",
    ...here("/etc/systemd/system/quorate-recover.service", "0644", recoverUnit, "END_OF_UNIT"),
    "systemctl daemon-reload",
    "systemctl enable -q quorate-recover.service",
    `sh ${programPath} recover`,
    "INSTALL_QUORATE",
  ];
  return lines.join("\n");
}

/** The command that takes an owner's units off a node that are still there, and the program unless another one has some. */
export function removeProgram(become: boolean, owner: string): string {
  return ifInstalled(become, `uninstall ${owner}`);
}

/** The command that applies a manifest; the secrets follow on its standard input. */
export function applyManifest(become: boolean, manifest: string): string {
  return [
    `{ cat <<'END_OF_MANIFEST' && cat; } | ${asRoot(become, `sh ${programPath} apply`)}`,
    `${manifest}END_OF_MANIFEST`,
  ].join("\n");
}

export function removeUnit(become: boolean, unit: string): string {
  return asRoot(become, `sh ${programPath} remove ${unit}`);
}

/** The units that an owner has on a node, by their names. */
export interface Kept {
  readonly owner: string;
  readonly base: string;
  readonly units: readonly string[];
}

/** The command that makes these all the units that the owner has on the node, and clears away what a cut off update left. */
export function keepUnits(become: boolean, { owner, base, units }: Kept): string {
  return asRoot(become, ["sh", programPath, "keep", owner, base, ...units].join(" "));
}

/** sha256 of what the node keeps then, hexadecimal: the same that the node's program computes. */
export function keptDigest({ owner, base, units }: Kept): string {
  const lines = [`owner ${owner}`, `base ${base}`, ...units];
  return sha256(lines.map((line) => `${line}\n`).join(""));
}

export function releaseUnit(become: boolean, unit: string): string {
  return asRoot(become, `sh ${programPath} release ${unit}`);
}

/** The command of one step of a change of corosync.conf to `version` (agent/program/corosync/change.sh). */
export function corosyncStep(become: boolean, step: "swap" | "settle" | "commit", version: number): string {
  return asRoot(become, `sh ${programPath} corosync ${step} ${String(version)}`);
}

/** The command that restarts corosync where options wait for it, while the others stay quorate. */
export function corosyncRestart(become: boolean): string {
  return asRoot(become, `sh ${programPath} corosync restart`);
}

/** The command that prints the certificates of a cluster, made on the host of its qdevice: a secret. */
export function qnetdCertificates(become: boolean, cluster: string): string {
  return asRoot(become, `sh ${programPath} qnetd ${cluster}`);
}

/** The command that prints a node's facts; a stamp alone where quorate never was. */
export function readFacts(become: boolean): string {
  // It differs when the node was put back to an earlier time and started, or the program's folder was taken away.
  const stamp = 'echo "stamp $(cat /proc/sys/kernel/random/boot_id) $(stat -c %y /var/lib)"';
  return ifInstalled(become, "facts", `else ${stamp};`);
}

function ifInstalled(become: boolean, verb: string, otherwise = ""): string {
  return asRoot(
    become,
    `sh -c 'if [ -e ${programPath} ]; then exec sh ${programPath} ${verb}; ${otherwise} fi'`,
  );
}
