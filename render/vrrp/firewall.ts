import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Service, UnitFile } from "../../agent/unit";
import { rootFile } from "../file";

const program = "/usr/local/lib/quorate/vrrp-firewall";

/** Whatever loads a packet filter's rules, and so may forget ours. */
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

/** What the service can't do itself: while it is active, the start of a loader doesn't run it again. */
const again = `${firewallService.name}-again`;

/** The program that accepts VRRP in the packet filter, and what runs it whenever the filter is loaded. */
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
