import type { NicWatchdog } from "../../model/quorum";
import type { Program } from "../program";

/** A look at an interface's state. */
const looks = /\bip\b[^\n]*\blink\b[^\n]*\bshow\b|\/sys\/class\/net\/|\bethtool\b/;
/** What takes a node down. */
const stops = /\b(?:shutdown|poweroff|reboot|halt|systemctl\s+(?:poweroff|reboot|halt))\b|sysrq-trigger/;

/** The machines with a script that takes them down when an interface is down; undefined where there is none. */
export function fencingIn({ hosts }: Program): NicWatchdog | undefined {
  const nodes = hosts
    .filter(({ documents }) => documents.some(({ text }) => looks.test(text) && stops.test(text)))
    .map(({ name }) => name);
  return nodes.length === 0 ? undefined : { nodes, directLink: true };
}
