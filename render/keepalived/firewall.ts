import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Service, UnitFile } from "../../node/unit";
import { rootFile } from "../file";

const program = "/usr/local/lib/quorate/vrrp-firewall";

/** Whatever loads a packet filter's rules, and so forgets ours. */
const loaders = ["nftables", "netfilter-persistent", "iptables", "ip6tables", "firewalld"];

export const firewallService: Service = { name: "quorate-vrrp-firewall", change: "restart", owned: true };

/** The program that accepts VRRP in the packet filter, and the service that runs it whenever the filter is loaded. */
export function firewallFiles(): UnitFile[] {
  const services = loaders.map((name) => `${name}.service`).join(" ");
  return [
    rootFile(
      program,
      "0755",
      readFileSync(join(__dirname, "vrrp-firewall.sh"), "utf8").trimEnd().split("\n"),
    ),
    rootFile(`/etc/systemd/system/${firewallService.name}.service`, "0644", [
      "[Unit]",
      "Description=Acceptance of VRRP in this node's packet filter",
      `After=${services}`,
      "Before=keepalived.service",
      "# A restart, a reload and a start of these leave rules without it: it follows each.",
      `PartOf=${services}`,
      `ReloadPropagatedFrom=${services}`,
      "",
      "[Service]",
      "Type=oneshot",
      "RemainAfterExit=yes",
      `ExecStart=${program} accept`,
      `ExecReload=${program} accept`,
      `ExecStop=${program} revoke`,
      "",
      "[Install]",
      `WantedBy=multi-user.target ${services}`,
    ]),
  ];
}
