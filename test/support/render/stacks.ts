import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import {
  type ConfigurationInput,
  type Model,
  type Node,
  parseConfiguration,
  type SyncGroup,
} from "../../../model";
import { isInterface } from "../../../model/vrrp/track";
import type { Unit } from "../../../agent/unit";
import {
  corosyncUnit,
  keepalivedUnit,
  loadBalancer,
  nicWatchdog,
  qdeviceUnit,
  sshd,
  syncGroup,
  vrrpGroup,
} from "../../../render";

const top = join(__dirname, "../../..");
export const golden = join(top, "test/golden");

/** The cases under test/golden: the lab's stack, the examples, and further stacks. */
export const cases = readdirSync(golden, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

export function stackModel(name: string): Model {
  return parseConfiguration(readStack(readFileSync(fileOf(name), "utf8")));
}

function fileOf(name: string): string {
  const example = join(top, "examples", name, `Pulumi.${name}.yaml`);
  if (existsSync(example)) return example;
  return name === "lab" ? join(top, "Pulumi.lab.yaml") : join(golden, name, "stack.yaml");
}

/** The keys of a Pulumi.<stack>.yaml. */
export function readStack(text: string): ConfigurationInput {
  const { config } = parse(text) as { config: Record<string, unknown> };
  return {
    cluster: config["quorate:cluster"],
    vrrp: config["quorate:vrrp"],
    syncGroups: config["quorate:syncGroups"],
    haproxy: config["quorate:haproxy"],
    quorum: config["quorate:quorum"],
    fencing: config["quorate:fencing"],
  };
}

/** A sync group's own settings, or none. */
export function settingsOf({ syncGroups = [] }: Model, name: string): SyncGroup {
  return syncGroups.find((each) => each.name === name) ?? { name, notify: {}, raw: [] };
}

/** All units of a node, in the order of their applies. */
export function unitsOf(model: Model, node: Node): Unit[] {
  const { cluster, loadBalancer: balancer, quorum, nicWatchdog: watchdog } = model;
  const nodeIds = new Map(cluster.nodes.map(({ name, nodeId }, index) => [name, nodeId ?? index + 1]));
  const groups = model.vrrpGroups.filter(({ members }) =>
    members.some((member) => member.node === node.name),
  );
  const syncGroups = new Set(groups.flatMap((group) => group.syncGroup ?? []));
  const balanced = balancer?.nodes.includes(node.name) ? balancer : undefined;
  const units = [
    quorum && corosyncUnit(quorum, node.family, { version: 1, nodeIds }),
    quorum?.qdevice && qdeviceUnit(quorum.qdevice, node.family),
    groups.length > 0 && keepalivedUnit(cluster, node),
    ...groups.map((group) => vrrpGroup(group, cluster, node)),
    ...[...syncGroups].map((name) => syncGroup(settingsOf(model, name), groups, cluster, node)),
    balanced && sshd(balanced, node),
    balanced && loadBalancer(balanced, node),
    watchdog?.nodes.includes(node.name) && nicWatchdog(watchdog, node),
  ];
  return units.filter((unit) => unit !== undefined && unit !== false);
}

/** The interfaces in the node's groups and its watchdog. */
export function interfacesOf(model: Model, node: Node): string[] {
  const groups = model.vrrpGroups.filter(({ members }) =>
    members.some((member) => member.node === node.name),
  );
  const own = Object.values(node.networks).map((attachment) => attachment.interface);
  return [
    ...new Set([
      ...own,
      ...groups.flatMap((group) => group.tracks.filter(isInterface).map(({ name }) => name)),
      ...(model.nicWatchdog?.interfaces[node.name] ?? []),
    ]),
  ];
}

/** corosync's addresses on the node. corosync refuses a configuration without a local address. */
export function linksOf(model: Model, node: Node): string[] {
  return model.quorum ? Object.values(node.links) : [];
}
