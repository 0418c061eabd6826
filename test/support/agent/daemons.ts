import type { Unit } from "../../../agent/unit";
import { blank, file } from "./demo";

export const keepalivedUnit: Unit = {
  ...blank,
  name: "keepalived",
  packages: ["keepalived"],
  users: [{ name: "keepalived_script", comment: "Keepalived health check script user" }],
  directories: ["/etc/keepalived", "/etc/keepalived/conf.d", "/etc/iproute2/rt_addrprotos.d"].map((path) => ({
    path,
    mode: "0755",
    owner: "root:root",
  })),
  files: [
    // keepalived 2.3 writes it if it's missing, and leaves it behind.
    file("/etc/iproute2/rt_addrprotos.d/keepalived.conf", "18\tkeepalived\n"),
    file("/etc/keepalived/keepalived.conf", "include /etc/keepalived/conf.d/*.conf\n"),
    file(
      "/etc/keepalived/conf.d/00-global_defs.conf",
      "global_defs {\n  enable_script_security\n  script_user keepalived_script\n}\n",
    ),
  ],
};

const check = "unshare --pid --fork keepalived -t";
const service = { name: "keepalived", change: "reload", owned: true } as const;
const instanceFile = "/etc/keepalived/conf.d/20-vrrp_instances-ui.conf";
const syncFile = "/etc/keepalived/conf.d/30-vrrp_sync_groups-both.conf";

/** A unit for a VRRP group with these addresses on one member, with a hole for the secret `auth_pass`. */
export function vrrp(priority: number, addresses: readonly string[], more = ""): Unit {
  const body = [
    ...["state BACKUP", "interface eth0", "virtual_router_id 77", `priority ${priority}`, "advert_int 1"],
    ...["authentication {", "  auth_type PASS", "  auth_pass {{secret:auth_pass}}", "}"],
    ...["virtual_ipaddress {", ...addresses.map((address) => `  ${address}/24`), "}"],
  ];
  return {
    ...blank,
    name: "ui",
    files: [file(instanceFile, `vrrp_instance ui {\n  ${body.join("\n  ")}\n${more}}\n`, "0600")],
    validations: [check],
    services: [service],
    verifications: [{ active: "keepalived" }, { vrrp: "ui" }],
    wire: {
      instance: "ui",
      files: [instanceFile, syncFile],
      signature: addresses.join(","),
      addresses,
      members: [],
    },
  };
}

/** A unit with a sync group that names the instance, and the second instance that the sync group needs. */
export const syncGroup = (priority: number): Unit => ({
  ...blank,
  name: "sync-both",
  files: [
    file(
      "/etc/keepalived/conf.d/20-vrrp_instances-second.conf",
      `vrrp_instance second {\n  state BACKUP\n  interface eth0\n  virtual_router_id 78\n  priority ${priority}\n  virtual_ipaddress {\n    192.0.2.179/24\n  }\n}\n`,
    ),
    file(syncFile, "vrrp_sync_group both {\n  group {\n    ui\n    second\n  }\n}\n"),
  ],
  validations: [check],
  services: [service],
  verifications: [{ active: "keepalived" }, { vrrp: "ui" }],
});

/** A unit for haproxy with these binds, and the sysctls that let it bind addresses of other nodes. */
export function haproxy(binds: readonly string[], more = ""): Unit {
  const defaults = "mode tcp\n  timeout connect 5s\n  timeout client 1h\n  timeout server 1h";
  const frontend = `frontend ssh\n${binds.map((bind) => `  bind ${bind}\n`).join("")}  default_backend nodes\n`;
  const nonlocal = { key: "net.ipv4.ip_nonlocal_bind", value: "1" };
  return {
    ...blank,
    name: "haproxy",
    packages: ["haproxy"],
    files: [
      file("/etc/sysctl.d/98-nonlocalbind.conf", "net.ipv4.ip_nonlocal_bind = 1\n"),
      file(
        "/etc/haproxy/haproxy.cfg",
        `global\n  user haproxy\n  group haproxy\ndefaults\n  ${defaults}\n${more}${frontend}backend nodes\n  server n1 192.0.2.11:22\n`,
      ),
    ],
    sysctls: [nonlocal],
    validations: ["haproxy -c -f /etc/haproxy/haproxy.cfg"],
    services: [{ name: "haproxy", change: "reload", owned: true }],
    verifications: [
      ...[{ active: "haproxy" }, { sysctl: nonlocal.key, value: nonlocal.value }],
      ...binds.map((listening) => ({ listening, process: "haproxy" })),
    ],
  };
}

/** A unit for sshd on one address: a change that could cut you off. */
export const sshd = (address: string): Unit => ({
  ...blank,
  name: "sshd",
  files: [file("/etc/ssh/sshd_config.d/01-only.conf", `ListenAddress ${address}\n`)],
  validations: ["sshd -t"],
  services: [{ name: "ssh", change: "reload", owned: false }],
  verifications: [{ listening: `${address}:22`, process: "sshd" }],
  confirm: true,
});
