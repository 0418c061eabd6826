import type { Existing } from "../../model/cluster/cluster";
import type { Corosync, OsFamily } from "../../model";
import type { Unit } from "../../agent/unit";
import { families } from "../families";
import { rootFile, secretHole } from "../file";
import { corosyncConfig, type Numbers } from "./config";

/** The name of the secret with the key that encrypts and authenticates the traffic between the nodes. */
export const authkeySecret = "authkey";

/** Characters of the key; corosync takes 128 to 4096 bytes (corosync-keygen(8)). */
export const authkeyLength = 256;

/** corosync on any node of the cluster: all have the same files. */
export function corosyncUnit(
  corosync: Corosync,
  family: OsFamily,
  numbers: Numbers,
  existing: Existing = {},
): Unit {
  return {
    name: "corosync",
    family,
    packages: [families[family].packages.corosync],
    users: [],
    directories: [],
    files: [
      rootFile("/etc/corosync/corosync.conf", "0644", corosyncConfig(corosync, numbers)),
      rootFile("/etc/corosync/authkey", "0400", [secretHole(authkeySecret)]),
      rootFile("/etc/systemd/system/corosync.service.d/quorate.conf", "0644", restartLines),
    ],
    sysctls: [],
    validations: ["corosync -t"],
    services: [{ name: "corosync", change: "restart", owned: true }],
    verifications: [{ active: "corosync" }],
    settle: { version: numbers.version, cluster: corosync.clusterName },
    existing: existing.corosync,
    ...(Object.values(corosync.raw).flat().length > 0 ? { raw: true } : {}),
  };
}

/** corosync ends if the other nodes have another config_version. systemd then starts it again until they agree. */
const restartLines = [
  "[Unit]",
  "StartLimitIntervalSec=0",
  "",
  "[Service]",
  "Restart=on-failure",
  "RestartSec=5",
];
