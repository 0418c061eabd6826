/** Writes the pack as a folder that works without the clone: node --import tsx policy/bundle.ts FOLDER */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { dependencies } from "../package.json";
import manifest from "./package.json";

/** Packages that the pack shares with the SDK that starts it. The bundle contains all others. */
const shared = ["@pulumi/policy", "@pulumi/pulumi"] as const;

async function main([folder]: readonly string[]): Promise<void> {
  if (folder === undefined) throw new Error("usage: node --import tsx policy/bundle.ts FOLDER");
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(__dirname, "index.ts")],
    outfile: join(folder, manifest.main),
    bundle: true,
    platform: "node",
    external: ["@pulumi/*"],
    logLevel: "warning",
  });
  const needed = Object.fromEntries(shared.map((name) => [name, dependencies[name]]));
  writeFileSync(
    join(folder, "package.json"),
    `${JSON.stringify({ ...manifest, dependencies: needed }, null, 2)}\n`,
  );
  for (const name of ["PulumiPolicy.yaml", "README.md"])
    copyFileSync(join(__dirname, name), join(folder, name));
}

void main(process.argv.slice(2));
