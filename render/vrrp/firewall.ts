import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Service, UnitFile } from "../../agent/unit";
import { rootFile } from "../file";

const program = "/usr/local/lib/quorate/vrrp-firewall";

/** The services that load a packet filter's rules, and may thus remove quorate's. */
const loaders = [
  "nftables",
  "netfilter-persistent",
  "iptables",
  "ip6tables",
  "firewalld",
  "ufw",
  "pve-firewall",
]
  .map((name) => `${name}.service`)
  .join(" ");

export const firewallService: Service = { name: "quorate-vrrp-firewall", change: "restart", owned: true };

/** Runs the service again when a loader starts: systemd doesn't start an active service a second time. */
const again = `${firewallService.name}-again`;

/** The program that accepts VRRP in the packet filter, and the services that run it at each load of the filter. */
export function firewallFiles(): UnitFile[] {
  return [
    rootFile(
      program,
      "0755",
      readFileSync(join(__dirname, "vrrp-firewall.sh"), "utf8").trimEnd().split("\n"),
    ),
    systemdUnit(firewallService.name, [
      "[Unit]",
      "Description=Acceptance of VRRP in this node's packet filter",
      `After=${loaders}`,
      "Before=keepalived.service",
      `# ${again} follows a start and a restart of these.`,
      `ReloadPropagatedFrom=${loaders}`,
      "",
      "[Service]",
      "Type=oneshot",
      "RemainAfterExit=yes",
      `ExecStart=${program} accept`,
      `ExecReload=${program} accept`,
      `ExecStop=${program} revoke`,
      "",
      "[Install]",
      "WantedBy=multi-user.target",
      `Also=${again}.service`,
    ]),
    systemdUnit(again, [
      "[Unit]",
      "Description=Acceptance of VRRP in a packet filter that was just started",
      `After=${loaders} ${firewallService.name}.service`,
      "",
      "[Service]",
      "Type=oneshot",
      "# systemd doesn't run a start a second time while it runs, but a reload.",
      `ExecStart=/bin/systemctl --no-block try-reload-or-restart ${firewallService.name}.service`,
      "",
      "[Install]",
      `WantedBy=${loaders}`,
    ]),
  ];
}

function systemdUnit(name: string, lines: readonly string[]): UnitFile {
  return rootFile(`/etc/systemd/system/${name}.service`, "0644", lines);
}
