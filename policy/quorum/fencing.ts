import type { NicWatchdog } from "../../model/quorum/quorum";
import type { Watched } from "../../model/quorum/rules/nicWatchdog";
import { modelOf, nicWatchdogOf, quorumIn } from "../componentArgs";
import type { Component, Program } from "../program";

/** Commands that read an interface's state. */
const looks = /\bip\b[^\n]*\blink\b[^\n]*\bshow\b|\/sys\/class\/net\/|\bethtool\b/;
/** Commands that take a node down. */
const stops = /\b(?:shutdown|poweroff|reboot|halt|systemctl\s+(?:poweroff|reboot|halt))\b|sysrq-trigger/;

/** The machines with a script that takes them down when an interface is down. Undefined if no machine has one. */
export function fencingIn({ hosts }: Program): NicWatchdog | undefined {
  const nodes = hosts
    .filter(({ documents }) => documents.some(({ text }) => looks.test(text) && stops.test(text)))
    .map(({ name }) => name);
  return nodes.length === 0 ? undefined : { nodes, directLink: true };
}

/** A component's cluster with its watchdog, and other components' watchdogs on the same cluster. */
export function watchedBy(component: Component, program: Program): readonly Watched[] {
  if (nicWatchdogOf(component) === undefined) return quorumIn(component);
  const others = program.components
    .filter(({ props }) => props["cluster"] === component.props["cluster"])
    .flatMap((other) => nicWatchdogOf(other) ?? [])
    .filter(({ directLink }) => directLink);
  const watching = [...new Set(others.flatMap(({ nodes }) => nodes))];
  return [
    {
      path: "fencing.nicWatchdog",
      nodes: modelOf(component)?.cluster.nodes ?? [],
      fencing: { directLink: others.length > 0, nodes: watching },
    },
  ];
}
