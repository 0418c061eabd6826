import type { Cluster, Node } from "../../model";
import type { Unit, UnitFile } from "../../agent/unit";
import { families } from "../families";
import { indent, rootDirectory, rootFile } from "../file";
import { hasSecret, rawText } from "../raw";
import { ownScript, withArguments } from "./check";
import { firewallFiles, firewallService } from "./firewall";
import { joinFiles, membersSocket } from "./join";
import * as paths from "./paths";
import { configurationCheck, keepalived } from "./service";

/**
 * The unit that a node needs before any VRRP group: the package, the script user, the layout, the firewall's
 * acceptance.
 */
export function keepalivedUnit(cluster: Cluster, node: Node): Unit {
  const { packages } = families[node.family];
  const keep = cluster.existing.keepalived === "keep";
  return {
    name: "keepalived",
    family: node.family,
    packages: [packages.keepalived],
    users: [{ name: cluster.globalDefs.scriptUser, comment: "Keepalived health check script user" }],
    directories: [paths.root, paths.confd, paths.scripts].map((path) => rootDirectory(path)),
    files: [
      mainFile(keep),
      globalDefs(cluster, node, keep),
      ...fifoScript(cluster),
      addressProtocol(),
      ...firewallFiles(),
      ...joinFiles(),
    ],
    sysctls: [],
    validations: [configurationCheck],
    // keepalived ends at once without an instance, so the groups own its service.
    services: [firewallService, membersSocket, { ...keepalived, owned: false }],
    verifications: [{ active: firewallService.name }, { active: membersSocket.name }],
    shared: true,
    existing: cluster.existing.keepalived,
    ...(cluster.globalDefs.raw.length > 0 ? { raw: true } : {}),
    ...(keep ? { extends: [paths.main] } : {}),
  };
}

/** @param beside the line joins your own file, and the node knows it by its comment */
function mainFile(beside: boolean): UnitFile {
  return rootFile(paths.main, "0644", [`include ${paths.confd}/*.conf${beside ? " # by quorate" : ""}`]);
}

/** @param beside without what changes your own instances; keepalived refuses scripts without script security */
function globalDefs({ globalDefs: defs }: Cluster, { name }: Node, beside: boolean): UnitFile {
  const { scriptUser, raw } = defs;
  const own = beside ? [] : [`router_id ${name}`, `script_user ${scriptUser}`];
  const body = [...own.slice(0, 1), "enable_script_security", ...own.slice(1)];
  const lines = [...body, ...fifoLines(defs), ...rawText(raw)];
  return rootFile(paths.globalDefs, hasSecret(raw) ? "0600" : "0644", [
    "global_defs {",
    ...indent(lines),
    "}",
  ]);
}

/** keepalived makes the FIFO for the user of its script, and tells it of VRRP alone. */
function fifoLines({ notifyFifo: fifo, scriptUser }: Cluster["globalDefs"]): string[] {
  if (fifo === undefined) return [];
  const user = fifo.user ?? scriptUser;
  return [
    `vrrp_notify_fifo ${fifo.path} ${user}`,
    ...(fifo.script === undefined ? [] : [`vrrp_notify_fifo_script "${paths.fifoScript}" ${user}`]),
  ];
}

function fifoScript({ globalDefs: { notifyFifo } }: Cluster): UnitFile[] {
  if (notifyFifo?.script === undefined) return [];
  return [rootFile(paths.fifoScript, "0755", ownScript(withArguments(notifyFifo.script)))];
}

/**
 * The name of keepalived in `ip address`, for the VIPs that it sets. If the file is missing, keepalived 2.3 writes it
 * into a directory of mode 0600, and leaves both behind (its lib/rttables.c, `write_addrproto_config`).
 */
function addressProtocol(): UnitFile {
  return rootFile(paths.addressProtocol, "0644", ["18\tkeepalived"]);
}
