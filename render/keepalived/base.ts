import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cluster, Node } from "../../model";
import type { Unit, UnitFile } from "../../node/unit";
import { families } from "../families";
import { indent, rootDirectory, rootFile } from "../file";
import * as paths from "./paths";
import { configurationCheck, keepalived } from "./service";

const firewallProgram = "/usr/local/lib/quorate/vrrp-firewall";
const firewallService = "quorate-vrrp-firewall";

/** What every node needs before a VRRP group: the package, the script user, the layout, the firewall's acceptance. */
export function keepalivedBase(cluster: Cluster, node: Node): Unit {
  const { packages } = families[cluster.family];
  return {
    name: "keepalived",
    family: cluster.family,
    packages: [packages.keepalived],
    users: [{ name: cluster.globalDefs.scriptUser, comment: "Keepalived health check script user" }],
    directories: [paths.root, paths.confd, paths.scripts].map((path) => rootDirectory(path)),
    files: [mainFile(), globalDefs(cluster, node), ...firewallFiles()],
    sysctls: [],
    checks: [configurationCheck],
    services: [{ name: firewallService, change: "restart", owned: true }, keepalived],
    verifications: [{ active: firewallService }, { active: "keepalived" }],
  };
}

function mainFile(): UnitFile {
  return rootFile(paths.main, "0644", [`include ${paths.confd}/*.conf`]);
}

function globalDefs({ globalDefs: { scriptUser } }: Cluster, { name }: Node): UnitFile {
  const body = [`router_id ${name}`, "enable_script_security", `script_user ${scriptUser}`];
  return rootFile(paths.globalDefs, "0644", ["global_defs {", ...indent(body), "}"]);
}

function firewallFiles(): UnitFile[] {
  const program = readFileSync(join(__dirname, "vrrp-firewall.sh"), "utf8");
  return [
    { path: firewallProgram, mode: "0755", owner: "root:root", content: program },
    rootFile(`/etc/systemd/system/${firewallService}.service`, "0644", [
      "[Unit]",
      "Description=Acceptance of VRRP in this node's packet filter",
      "# Rules that a packet filter loads anew are without it: it comes back whenever one of these restarts.",
      "After=nftables.service netfilter-persistent.service iptables.service firewalld.service",
      "PartOf=nftables.service netfilter-persistent.service iptables.service firewalld.service",
      "Before=keepalived.service",
      "",
      "[Service]",
      "Type=oneshot",
      "RemainAfterExit=yes",
      `ExecStart=${firewallProgram} accept`,
      `ExecStop=${firewallProgram} revoke`,
      "",
      "[Install]",
      "WantedBy=multi-user.target",
    ]),
  ];
}
