import { must } from "./command";
import { exec } from "./exec";

const folder = `${__dirname}/pve`;

/** A folder's files, as a script that puts them on a node. */
async function unpacked(files: string): Promise<string> {
  const packed = await must(["sh", "-c", `tar -C '${files}' -c . | base64 -w 0`]);
  return `base64 -d <<END | tar -x --no-same-owner -C /\n${packed}\nEND\n`;
}

/** The daemons and commands of `node/`, as one program for Node.js. */
export async function proxmoxProgram(): Promise<string> {
  // Only developers have it.
  const { buildSync } = await import("esbuild");
  const { outputFiles } = buildSync({
    ...{ entryPoints: [`${folder}/node/main.ts`], bundle: true, platform: "node", target: "node20" },
    ...{ write: false, minify: true },
  });
  return outputFiles[0]?.text ?? "";
}

/**
 * Turns running nodes into nodes of flavour `pve`, until their disks go. They get real corosync, and a double of
 * Proxmox's tools and `/etc/pve` over it (lab/pve/README.md). With `guests`, the HA manager runs, and the API answers on
 * :8006.
 */
export async function makeProxmox(nodes: readonly string[], { guests = false } = {}): Promise<void> {
  const install = await must(["cat", `${folder}/install.sh`]);
  const more = guests
    ? [await unpacked(`${folder}/guests/files`), await must(["cat", `${folder}/guests/install.sh`])]
    : [];
  const text = Buffer.from(await proxmoxProgram()).toString("base64");
  const program = `base64 -d <<END >/usr/share/pve-double/main.js\n${text}\nEND\n`;
  const script = ["set -e", await unpacked(`${folder}/files`), program, install, ...more].join("\n");
  await Promise.all(
    nodes.map(async (node) => {
      const { stderr, exitCode } = await exec(node, ["sh", "-s"], { input: script, timeoutMs: 300_000 });
      if (exitCode !== 0) throw new Error(`${node}: ${stderr}`);
    }),
  );
}
