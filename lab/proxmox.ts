import { buildSync } from "esbuild";
import { must } from "./command";
import { exec } from "./exec";

const folder = `${__dirname}/pve`;

/**
 * Turns running nodes into nodes of flavour `pve`, until their disks go. They get real corosync, and a double of
 * Proxmox's `pvecm` and `/etc/pve` over it (lab/pve/README.md).
 */
export async function makeProxmox(nodes: readonly string[]): Promise<void> {
  const files = await must(["sh", "-c", `tar -C '${folder}/files' -c . | base64 -w 0`]);
  const install = await must(["cat", `${folder}/install.sh`]);
  const main = buildSync({
    ...{ entryPoints: [`${folder}/node/main.ts`], bundle: true, platform: "node", target: "node20" },
    ...{ write: false, minify: true },
  }).outputFiles[0]?.text;
  const bundle = Buffer.from(main ?? "").toString("base64");
  const script = `set -e; base64 -d <<END | tar -x --no-same-owner -C /\n${files}\nEND\nbase64 -d <<END >/usr/share/pve-double/main.js\n${bundle}\nEND\n${install}`;
  await Promise.all(
    nodes.map(async (node) => {
      const { stderr, exitCode } = await exec(node, ["sh", "-s"], { input: script, timeoutMs: 300_000 });
      if (exitCode !== 0) throw new Error(`${node}: ${stderr}`);
    }),
  );
}
