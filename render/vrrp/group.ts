import type { Cluster, Member, Node, VrrpGroup } from "../../model";
import { printCidr } from "../../model/address";
import { notifyEvents } from "../../model/vrrp/group";
import type { Unit, UnitFile, Wire } from "../../agent/unit";
import { type FamilyNames, families } from "../families";
import { rootFile } from "../file";
import { checkScript, ownScript, withArguments } from "./check";
import { drainDirectories, drainFiles } from "./drain";
import { needsOf } from "./needs";
import { authPassSecret, checksOf, trackFiles, vrrpInstance, vrrpScripts } from "./instance";
import { asksCorosync, quorumUser } from "./quorumUser";
import * as paths from "./paths";
import { configurationCheck, keepalived } from "./service";

/**
 * The group on one of its members. The node needs `keepalivedUnit` first.
 * @throws TypeError if `node` is no member
 */
export function vrrpGroup(group: VrrpGroup, cluster: Cluster, node: Node): Unit {
  const member = group.members.find((candidate) => candidate.node === node.name);
  if (member === undefined) throw new TypeError(`${node.name} is no member of VRRP group ${group.name}`);
  return {
    name: group.name,
    family: node.family,
    packages: packagesOf(group, families[node.family]),
    users: checksOf(group).some(asksCorosync) ? [quorumUser] : [],
    directories: drainDirectories(group),
    files: [
      ...scriptsFile(group, cluster),
      rootFile(paths.vrrpInstance(group.name), "0600", vrrpInstance(group, member, usualUser(cluster))),
      ...checkFiles(group, member, node),
      ...notifyFiles(group.name, group.notify),
      ...drainFiles(group),
    ],
    sysctls: [],
    validations: [configurationCheck],
    services: [keepalived],
    verifications: [{ active: "keepalived" }, { vrrp: group.name }],
    wire: wireOf(group, cluster),
    existing: cluster.existing.keepalived,
    needs: needsOf(group, cluster, member),
    ...(group.raw.length > 0 ? { raw: true } : {}),
    claims: [
      ["vrid", member.interface, String(group.family), String(group.virtualRouterId)],
      ...group.virtualIpaddress.map(({ address }) => ["address", address] as const),
    ],
  };
}

/** The user of a notify script without one; undefined if quorate's global_defs have it. */
export function usualUser({ existing, globalDefs }: Cluster): string | undefined {
  return existing.keepalived === "keep" ? globalDefs.scriptUser : undefined;
}

function packagesOf(group: VrrpGroup, { packages }: FamilyNames): string[] {
  const needs = {
    process: packages.procps,
    systemd: packages.dbus,
    http: packages.curl,
    tcp: undefined,
    quorate: undefined,
    script: undefined,
    command: undefined,
  };
  return [...new Set(checksOf(group).map(({ target }) => needs[target.kind]))].filter(
    (name) => name !== undefined,
  );
}

function scriptsFile(group: VrrpGroup, { globalDefs: { scriptUser } }: Cluster): UnitFile[] {
  const lines = [...vrrpScripts(group, scriptUser), ...trackFiles(group)];
  return lines.length === 0 ? [] : [rootFile(paths.vrrpScripts(group.name), "0644", lines)];
}

function checkFiles(group: VrrpGroup, member: Member, node: Node): UnitFile[] {
  const installed = checksOf(group).filter(({ target }) => target.kind !== "command");
  return installed.map((check) =>
    rootFile(
      paths.checkScript(group.name, check.name),
      "0755",
      checkScript(check, member.address ?? node.address),
    ),
  );
}

/** @param name the group, or the sync group's unit */
export function notifyFiles(name: string, notify: VrrpGroup["notify"]): UnitFile[] {
  return notifyEvents.flatMap((event) => {
    const script = notify[event]?.script;
    if (script === undefined) return [];
    const text = event === "all" ? withArguments(script) : script;
    return [rootFile(paths.notifyScript(name, event), "0755", ownScript(text))];
  });
}

/** The fields that members compare in each other's adverts; RFC 3768 section 7.1 and RFC 5798 section 7.1. */
function wireOf(group: VrrpGroup, { nodes }: Cluster): Wire {
  const addresses = group.virtualIpaddress.map(({ address }) => address);
  const signature = {
    version: group.version,
    virtualRouterId: group.virtualRouterId,
    advertInt: group.advertInt,
    authentication: group.authPass.kind === "none" ? "none" : `PASS ${authPassSecret}`,
    destination: group.unicast ? group.members.map(({ address }) => address).sort() : "multicast",
    addresses: group.virtualIpaddress.map(printCidr).sort(),
  };
  return {
    instance: group.name,
    signature: JSON.stringify(signature),
    addresses,
    members: nodes
      .filter(({ name }) => group.members.some(({ node }) => node === name))
      .map(({ address }) => address)
      .sort(),
    files: [
      paths.vrrpInstance(group.name),
      ...(group.syncGroup === undefined ? [] : [paths.vrrpSyncGroup(group.syncGroup)]),
    ],
  };
}
