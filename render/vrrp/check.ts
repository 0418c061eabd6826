import type { Check } from "../../model";
import { printEndpoint } from "../../model/address";
import { literal } from "../file";
import { quote } from "../shell";

/**
 * The lines of a check's script. keepalived runs this file, never a tool by its name, because it resolves links
 * first. On Debian, for example, `pidof` is a link to killall5, which then looks for nothing.
 * @param address the node's own, for checks that name no host
 */
export function checkScript(check: Check, address: string): string[] {
  if (check.target.kind === "script") return ownScript(check.target.script);
  return ["#!/bin/sh", ...bodyOf(check, address)];
}

/** The lines of a script that you wrote: shell commands, or a whole script with a #! line. */
export function ownScript(text: string): string[] {
  const script = literal(text.trimEnd());
  return script.startsWith("#!") ? [script] : ["#!/bin/sh", script];
}

/** keepalived gives the notify script its arguments. A script that is one command passes them on. */
export function withArguments(script: string): string {
  return /^\s*\/[\w./-]+( [\w./:=@%+,-]+)*\s*$/.test(script) ? `exec ${script.trim()} "$@"` : script;
}

function bodyOf({ target, timeout }: Check, address: string): string[] {
  switch (target.kind) {
    case "process":
      return processBody(target.process);
    case "systemd":
      return [`exec systemctl is-active --quiet ${quote(target.unit)}`];
    case "tcp":
      return [tcpLine(target.host ?? address, target.port, timeout)];
    case "http":
      return httpBody(target, timeout, address);
    case "script":
    case "command":
      return [];
    case "quorate":
      return [
        `# corosync-quorumtool(8): 0 is quorate. Addresses, not names: without a network no resolver answers.`,
        "exec corosync-quorumtool -si >/dev/null 2>&1",
      ];
  }
}

/** A zombie and a kernel thread have no memory (VmSize). A process of a container has more than one id (NSpid). */
function processBody(name: string): string[] {
  const pattern = quote(name.replace(/[.]/g, "\\."));
  return [
    `# A live process ${name} of this node: no zombie, nothing stopped, nothing of a container.`,
    `for pid in $(pgrep -x -- ${pattern}); do`,
    `    awk '/^State:/ { runs = $2 ~ /^[DRSI]$/ } /^NSpid:/ { own = NF == 2 } /^VmSize:/ { user = 1 }`,
    `        END { exit !(runs && own && user) }' "/proc/$pid/status" 2>/dev/null && exit 0`,
    "done",
    "exit 1",
  ];
}

/**
 * bash opens the connection itself, so the node needs no further package. bash gives no character of a host's name a
 * meaning.
 */
function tcpLine(host: string, port: number, timeout: number): string {
  return `exec timeout ${String(timeout)} bash -c '>/dev/tcp/${host}/${String(port)}' 2>/dev/null`;
}

type HttpTarget = Extract<Check["target"], { kind: "http" }>;

function httpBody(target: HttpTarget, timeout: number, address: string): string[] {
  const place = printEndpoint(target.host ?? address, target.port);
  const url = quote(target.url ?? `${target.scheme}://${place}${target.path}`);
  const options = `--silent --output /dev/null --max-time ${String(timeout)}${target.insecure ? " --insecure" : ""} --noproxy '*'`;
  if (target.status === undefined) return [`exec curl --fail ${options} ${url}`];
  return [`[ "$(curl ${options} --write-out '%{http_code}' ${url})" = ${String(target.status)} ]`];
}
