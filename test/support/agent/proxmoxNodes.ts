import { exec, makeProxmox, type Outcome, scrap, up, waitFor } from "../../../lab";

/** Addresses of nodes of flavour pve. Other tests share other nodes. */
export const addresses: Readonly<Record<string, string>> = {
  p1: "192.0.2.31",
  p2: "192.0.2.32",
  p3: "192.0.2.33",
  p4: "192.0.2.34",
  pq: "192.0.2.39",
};

/** Makes new nodes of flavour pve with these names; "pq" is a plain node. */
export async function freshNodes(names: readonly string[]): Promise<void> {
  await scrap(Object.keys(addresses));
  const nodes = Object.fromEntries(names.map((name) => [name, { address: addresses[name] ?? "" }]));
  await up({ client: "192.0.2.9", nodes });
  await makeProxmox(names.filter((name) => name !== "pq"));
}

export async function scrapNodes(): Promise<void> {
  await scrap(Object.keys(addresses));
}

/** Both outputs of a command on a node, which must succeed. */
export async function say(node: string, line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await exec(node, line);
  if (exitCode !== 0) throw new Error(`${node}: ${line}: ${stderr || stdout}`);
  return `${stdout}${stderr}`;
}

export const run = (node: string, line: string, input?: string): Promise<Outcome> =>
  exec(node, line, { input, timeoutMs: 300_000 });

/** Lets `joiner` log in to `member` as root, and adds the member's host key on `joiner`. */
export async function trust(joiner: string, member: string): Promise<void> {
  const make = `mkdir -p /root/.ssh; cd /root/.ssh
    [ -e id_rsa ] || ssh-keygen -q -t rsa -b 1024 -N '' -f id_rsa
    ssh-keyscan -T 60 -t ed25519 ${addresses[member] ?? ""} 2>/dev/null >>known_hosts; cat id_rsa.pub`;
  const key = await say(joiner, make);
  await say(member, `printf '%s\\n' '${key.trim()}' >>/root/.ssh/authorized_keys`);
}

export async function join(joiner: string, member: string, options = ""): Promise<Outcome> {
  await trust(joiner, member);
  return run(joiner, `pvecm add ${addresses[member] ?? ""} --use_ssh ${options}`);
}

/** Edits /etc/pve/corosync.conf with a script for sed. */
export const edit = (node: string, script: string): Promise<Outcome> =>
  run(
    node,
    `cd /etc/pve && sed '${script}' corosync.conf >corosync.conf.new && mv corosync.conf.new corosync.conf`,
  );

/** The config_version that a node's corosync runs. */
export async function runningVersion(node: string): Promise<number> {
  const { stdout } = await exec(node, "corosync-cmapctl -g totem.config_version");
  return Number(/= (\d+)/.exec(stdout)?.[1] ?? -1);
}

/** Waits until all nodes run a version. */
export async function runs(nodes: readonly string[], version: number): Promise<void> {
  await waitFor(
    async () => (await Promise.all(nodes.map(runningVersion))).every((each) => each === version),
    { what: `version ${version} on ${nodes.join(", ")}` },
  );
}
