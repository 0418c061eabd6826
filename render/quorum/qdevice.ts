import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { NetQdevice, OsFamily } from "../../model";
import type { Unit } from "../../agent/unit";
import { families } from "../families";
import { rootFile, secretHole } from "../file";
import { deviceLines } from "./config";

/**
 * The name of the secret with the certificates: the authority's, and the cluster's with its key as PKCS#12, both in
 * base64.
 */
export const certificatesSecret = "certificates";

const folder = "/etc/corosync/quorate-qdevice";
const database = "/run/quorate-qdevice";

/**
 * corosync-qnetd on a witness. With `required` it refuses a cluster that doesn't encrypt: corosync-qnetd(8), -s. The
 * program's own word for that is `req` (3.0.3: "tls must be one of on, off, req").
 */
export function qnetdUnit(family: OsFamily, tls: NetQdevice["tls"]): Unit {
  const authority = "/etc/corosync/qnetd/nssdb/cert9.db";
  const service = [
    "[Service]",
    // Packages of the RHEL family make no certificates; `+` runs the tool as root.
    `ExecStartPre=+/bin/sh -c 'test -e ${authority} || corosync-qnetd-certutil -i'`,
    "ExecStart=",
    `ExecStart=/usr/bin/corosync-qnetd -f${tls === "required" ? " -s req" : ""}`,
    "Restart=on-failure",
    "RestartSec=2",
  ];
  return {
    ...{ name: "qnetd", family, packages: [families[family].packages.qnetd], users: [], directories: [] },
    files: [rootFile("/etc/systemd/system/corosync-qnetd.service.d/quorate.conf", "0644", service)],
    ...{ sysctls: [], validations: [] },
    services: [{ name: "corosync-qnetd", change: "restart", owned: true }],
    verifications: [{ active: "corosync-qnetd" }, { listening: "[::]:5403", process: "corosync-qnetd" }],
    shared: true,
  };
}

/** corosync-qdevice on any node of the cluster; it reads corosync.conf only when it starts. */
export function qdeviceUnit(qdevice: NetQdevice, family: OsFamily): Unit {
  const service = [
    "# It must start anew for a change of:",
    ...deviceLines(qdevice).map((line) => `#     ${line}`),
    "[Unit]",
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    "RuntimeDirectory=quorate-qdevice",
    `ExecStartPre=/bin/sh ${folder}/import.sh ${folder}/certificates ${database}`,
    "ExecStart=",
    `ExecStart=/usr/sbin/corosync-qdevice -f -S net_nss_db_dir=${database}`,
    "StandardError=journal",
    "Restart=on-failure",
    "RestartSec=2",
  ];
  const importer = readFileSync(join(__dirname, "qdevice-import.sh"), "utf8").trimEnd().split("\n");
  const { packages } = families[family];
  return {
    name: "qdevice",
    family,
    packages: [packages.qdevice, packages.nssTools],
    ...{ users: [], directories: [] },
    files: [
      rootFile(`${folder}/certificates`, "0400", [secretHole(certificatesSecret)]),
      rootFile(`${folder}/import.sh`, "0755", importer),
      rootFile("/etc/systemd/system/corosync-qdevice.service.d/quorate.conf", "0644", service),
    ],
    sysctls: [],
    validations: [quorateWithout],
    services: [{ name: "corosync-qdevice", change: "restart", owned: true }],
    verifications: [{ qdevice: "votes" }],
  };
}

/** Fails if the cluster needs the qdevice's vote for quorum: a restart of the service interrupts that vote. */
const quorateWithout = `corosync-quorumtool -s 2>/dev/null | awk '/^Total votes:/ { total = $3 } /^Quorum:/ { quorum = $2 } $1 == "0" && /Qdevice/ { total -= $2 } END { if (total < quorum) { print "the nodes that are there are not quorate without the vote of the qdevice: bring all back first"; exit 1 } }'`;
