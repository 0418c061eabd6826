import { exec, makeProxmox, type Outcome, scrap, up, waitFor } from "../../../lab";

/** Nodes of flavour pve, beside those that other tests share. */
export const addresses: Readonly<Record<string, string>> = {
  p1: "192.0.2.31",
  p2: "192.0.2.32",
  p3: "192.0.2.33",
  p4: "192.0.2.34",
  pq: "192.0.2.39",
};

/** New nodes of those names, of flavour pve; "pq" stays a plain one. */
export async function freshNodes(names: readonly string[]): Promise<void> {
  await scrap(Object.keys(addresses));
  const nodes = Object.fromEntries(names.map((name) => [name, { address: addresses[name] ?? "" }]));
  await up({ client: "192.0.2.9", nodes });
  await makeProxmox(names.filter((name) => name !== "pq"));
}

export async function scrapNodes(): Promise<void> {
  await scrap(Object.keys(addresses));
}

/** What a command prints on a node, with both outputs; it must succeed. */
export async function say(node: string, line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await exec(node, line);
  if (exitCode !== 0) throw new Error(`${node}: ${line}: ${stderr || stdout}`);
  return `${stdout}${stderr}`;
}

export const run = (node: string, line: string, input?: string): Promise<Outcome> =>
  exec(node, line, { input, timeoutMs: 300_000 });

/** Lets `joiner` log in to `member` as root, with the member's host key known. */
export async function trust(joiner: string, member: string): Promise<void> {
  const make = `mkdir -p /root/.ssh; cd /root/.ssh
    [ -e id_rsa ] || ssh-keygen -q -t rsa -N '' -f id_rsa
    ssh-keyscan -T 60 -t ed25519 ${addresses[member] ?? ""} 2>/dev/null >>known_hosts; cat id_rsa.pub`;
  const key = await say(joiner, make);
  await say(member, `printf '%s\\n' '${key.trim()}' >>/root/.ssh/authorized_keys`);
}

/** A cluster of `first` alone, writable. */
export async function makeCluster(first: string, options = ""): Promise<void> {
  await say(first, `pvecm create lab ${options}`);
  await waitFor(async () => (await exec(first, "touch /etc/pve/ready")).exitCode === 0, {
    what: "/etc/pve to be writable",
  });
}

export async function join(joiner: string, member: string, options = ""): Promise<Outcome> {
  await trust(joiner, member);
  return run(joiner, `pvecm add ${addresses[member] ?? ""} --use_ssh ${options}`);
}

/** Puts what sed makes of /etc/pve/corosync.conf in its place. */
export const edit = (node: string, script: string): Promise<Outcome> =>
  run(
    node,
    `cd /etc/pve && sed '${script}' corosync.conf >corosync.conf.new && mv corosync.conf.new corosync.conf`,
  );

/** The version that a node's corosync runs. */
export async function runningVersion(node: string): Promise<number> {
  const { stdout } = await exec(node, "corosync-cmapctl -g totem.config_version");
  return Number(/= (\d+)/.exec(stdout)?.[1] ?? -1);
}

/** Waits until every node runs a version. */
export async function runs(nodes: readonly string[], version: number): Promise<void> {
  await waitFor(
    async () => (await Promise.all(nodes.map(runningVersion))).every((each) => each === version),
    { what: `version ${version} on ${nodes.join(", ")}` },
  );
}
