import type { Service, UnitFile } from "../../agent/unit";
import { rootFile } from "../file";

/** It tells other members this node's groups, whether or not keepalived runs; agent/program/keepalived/join.sh. */
export const membersSocket: Service = { name: "quorate-members.socket", change: "restart", owned: true };

const program = "/var/lib/quorate/node.sh";

/** The socket with its service, and the condition of keepalived's start. */
export function joinFiles(): UnitFile[] {
  return [
    systemdFile(membersSocket.name, [
      "[Unit]",
      "Description=This node's VRRP groups, for their other members at boot",
      "",
      "[Socket]",
      "ListenStream=5112",
      "Accept=yes",
      "MaxConnections=16",
      "# Too many questions must not end the socket.",
      "TriggerLimitIntervalSec=0",
      "",
      "[Install]",
      "WantedBy=sockets.target",
    ]),
    systemdFile("quorate-members@.service", [
      "[Unit]",
      "Description=An answer with this node's VRRP groups",
      "CollectMode=inactive-or-failed",
      "",
      "[Service]",
      `ExecStart=/bin/sh ${program} members`,
      "StandardOutput=socket",
      "StandardError=journal",
      "RuntimeMaxSec=10",
    ]),
    systemdFile("keepalived.service.d/quorate-join.conf", [
      "[Unit]",
      "Wants=network-online.target",
      "After=network-online.target",
      "",
      "[Service]",
      `ExecCondition=/bin/sh -c '[ ! -e ${program} ] || exec sh ${program} join'`,
    ]),
  ];
}

function systemdFile(name: string, lines: readonly string[]): UnitFile {
  return rootFile(`/etc/systemd/system/${name}`, "0644", lines);
}
