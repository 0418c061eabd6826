import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { disksScript, localDisks } from "../../agent/proxmoxDisks";

const files = {
  "storage.cfg": `dir: local
\tpath /var/lib/vz
\tcontent iso,vztmpl

lvmthin: local-lvm
\tthinpool data

zfspool: tank
\tpool rpool/data

dir: export
\tpath /mnt/export
\tshared 1

nfs: nas
\tserver 192.0.2.30

linstor: drbd
\tredundancy 2
`,
  "replication.cfg": `local: 102-0
\ttarget n2

local: 103-0
\ttarget n2
\tdisable 1
`,
  "nodes/n1/qemu-server/100.conf": `ide2: local:iso/debian.iso,media=cdrom
scsi0: local-lvm:vm-100-disk-0,size=8G
scsi1: nas:100/vm-100-disk-1.qcow2
unused0: local-lvm:vm-100-disk-9
[before]
virtio0: local-lvm:vm-100-disk-2
`,
  "nodes/n2/lxc/101.conf":
    "rootfs: export:101/disk.raw\nmp0: /mnt/photos,mp=/photos\nmp1: /mnt/all,mp=/all,shared=1\n",
  "nodes/n1/qemu-server/102.conf": "scsi0: tank:vm-102-disk-0\nscsi1: tank:vm-102-disk-1,replicate=0\n",
  "nodes/n1/qemu-server/103.conf": "scsi0: tank:vm-103-disk-0\n",
  "nodes/n1/qemu-server/104.conf": "scsi0: drbd:vm-104-disk-0\nscsi1: gone:vm-104-disk-1\n",
};

describe("the disks of a guest", () => {
  const folder = mkdtempSync(join(tmpdir(), "quorate-pve-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const told = (...ids: string[]) => {
    const script = disksScript.replaceAll("/etc/pve", folder);
    return localDisks(execFileSync("sh", ["-s", ...ids], { input: script, encoding: "utf8" }));
  };

  before(() => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  });

  it("are on one node alone by local storage or a path, without snapshots, ISO images and unused ones", () => {
    assert.deepEqual(
      told("100", "101"),
      new Map([
        ["vm:100", [{ disk: "scsi0", place: "local-lvm" }]],
        ["ct:101", [{ disk: "mp0", place: "/mnt/photos" }]],
      ]),
    );
  });

  it("are copied by an enabled job, except those that it leaves out", () => {
    assert.deepEqual(
      told("102", "103"),
      new Map([
        ["vm:102", [{ disk: "scsi1", place: "tank" }]],
        ["vm:103", [{ disk: "scsi0", place: "tank" }]],
      ]),
    );
  });

  it("count as shared if the node doesn't tell of their storage or guest", () => {
    rmSync(join(folder, "replication.cfg"));
    assert.deepEqual(told("104", "999"), new Map());
  });
});
