import type { Unit, UnitFile } from "../../../agent/unit";
import { run } from "./verbs";

/**
 * Your own service, older than quorate. It notes its running configuration and each load, and refuses a
 * configuration with the word "unloadable".
 */
const fixture = `
mkdir -p /usr/local/lib/demo /etc/demo
cat >/usr/local/lib/demo/load <<'END'
#!/bin/sh
set -eu
if grep -n unloadable /etc/demo/demo.conf >&2; then echo "demo: this can't be loaded" >&2; exit 1; fi
cat /etc/demo/*.conf >/run/demo.loaded
echo "$1" >>/run/demo.log
END
cat >/usr/local/lib/demo/check <<'END'
#!/bin/sh
if grep -n invalid /etc/demo/*.conf >&2; then echo "demo: that line is invalid" >&2; exit 1; fi
END
cat >/etc/systemd/system/demo.service <<'END'
[Service]
Type=exec
ExecStartPre=/usr/local/lib/demo/load start
ExecStart=/bin/sleep infinity
ExecReload=/usr/local/lib/demo/load reload
[Install]
WantedBy=multi-user.target
END
chmod 755 /usr/local/lib/demo/load /usr/local/lib/demo/check
echo 'by hand' >/etc/demo/demo.conf
echo 'left alone' >/etc/demo/own.conf
chmod 640 /etc/demo/demo.conf
chown root:adm /etc/demo/demo.conf
touch -d 2020-02-02 /etc/demo/demo.conf
systemctl daemon-reload
`;

/** Installs the service on a node: enabled and running, or neither. */
export async function installDemo(node: string, running = true): Promise<void> {
  await run(node, `${fixture}\n${running ? "systemctl enable -q --now demo" : ":"}`);
}

/** The service's running configuration; "" while it doesn't run. */
export const loaded = (node: string): Promise<string> =>
  run(node, "if systemctl is-active -q demo; then cat /run/demo.loaded; fi");

/** The service's configuration in files. */
export const configured = (node: string): Promise<string> => run(node, "cat /etc/demo/*.conf");

/** "start" or "reload" for each load. */
export const loads = async (node: string): Promise<string[]> =>
  (await run(node, "cat /run/demo.log")).split("\n");

export const blank: Unit = {
  ...{ name: "demo", family: "debian", packages: [], users: [], directories: [], files: [], sysctls: [] },
  ...{ validations: [], services: [], verifications: [], existing: "replace" },
};

export const file = (path: string, content: string, mode = "0644", owner = "root:root"): UnitFile => ({
  ...{ path, mode, owner, content },
});

/** A unit that takes the service over, with all kinds of parts except packages. Its files hold `setting`. */
export const demo = (setting: string, changes: Partial<Unit> = {}): Unit => ({
  ...blank,
  users: [{ name: "demo_user", comment: "Demo user" }],
  directories: [{ path: "/etc/demo/d", mode: "0750", owner: "root:demo_user" }],
  files: [
    file("/etc/demo/demo.conf", `${setting}\n`, "0600"),
    file(`/etc/demo/d/${setting}.list`, `of ${setting} alone\n`, "0640", "root:demo_user"),
    file("/etc/demo/new/deep/more.conf", `more ${setting}\n`, "0755"),
    file("/etc/sysctl.d/98-demo.conf", "net.ipv4.ip_nonlocal_bind = 1\n"),
  ],
  sysctls: [{ key: "net.ipv4.ip_nonlocal_bind", value: "1" }],
  validations: ["/usr/local/lib/demo/check"],
  services: [{ name: "demo", change: "reload", owned: true }],
  verifications: [{ active: "demo" }, { sysctl: "net.ipv4.ip_nonlocal_bind", value: "1" }],
  ...changes,
});
