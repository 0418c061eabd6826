import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { must } from "./command";
import { exec } from "./exec";
import { directory } from "./place";
import type { Topology } from "./topology";

export const privateKeyFile = `${directory}/id_ed25519`;
export const knownHostsFile = `${directory}/known_hosts`;

/** The operator's key pair, made once per clone. */
export async function makeKey(): Promise<void> {
  mkdirSync(directory, { recursive: true });
  if (existsSync(privateKeyFile) && existsSync(`${privateKeyFile}.pub`)) return;
  const temporary = `${privateKeyFile}.new`;
  await must([
    "sh",
    "-c",
    'rm -f "$1" "$1.pub"; ssh-keygen -q -t ed25519 -N "" -C quorate-lab -f "$1"',
    "sh",
    temporary,
  ]);
  await must(["mv", `${temporary}.pub`, `${privateKeyFile}.pub`]);
  await must(["mv", temporary, privateKeyFile]);
}

const admit = `
  while read -r user home; do
    install -d -m 700 -o "$user" -g "$user" "$home/.ssh"
    keys=$home/.ssh/authorized_keys
    # On a node of a Proxmox cluster it's a link to the keys of all nodes.
    if [ -L "$keys" ]; then
      grep -qxF "$1" "$keys" || printf '%s\\n' "$1" >>"$keys"
      continue
    fi
    printf '%s\\n' "$1" >"$keys"
    chown "$user:" "$keys"
  done <<END
root /root
admin /home/admin
END
  printf '%s\\n' "$2" >/etc/hosts
  cat /etc/ssh/ssh_host_*_key.pub`;

/** Admits the operator's key, names the nodes to each other, and records their host keys in known_hosts. */
export async function introduce({ nodes, client }: Topology): Promise<void> {
  const key = readFileSync(`${privateKeyFile}.pub`, "utf8").trim();
  const named = [...Object.entries(nodes), ["client", { address: client }] as const];
  const hosts = ["127.0.0.1 localhost", ...named.map(([name, { address }]) => `${address} ${name}`)].join(
    "\n",
  );
  const lines = await Promise.all(
    Object.entries(nodes).map(async ([node, { address }]) => {
      const { stdout, stderr, exitCode } = await exec(node, ["sh", "-euc", admit, "sh", key, hosts]);
      if (exitCode !== 0) throw new Error(`${node}: ${stderr}`);
      return stdout.split("\n").map((line) => [address, ...line.split(" ").slice(0, 2)].join(" "));
    }),
  );
  writeFileSync(knownHostsFile, `${lines.flat().join("\n")}\n`);
}
