import { buildImage, command, type Release, up } from "../../lab";
import { interrupt } from "../interrupt";
import type { Step } from "../steps";

/** Runs a command. @throws Error with its last 20 lines if it fails */
async function succeed(argv: readonly string[], report: (line: string) => void): Promise<string> {
  const { exitCode, stdout, stderr } = await command(argv, { onLine: report, signal: interrupt });
  if (exitCode !== 0) throw new Error((stderr || stdout).split("\n").slice(-20).join("\n"));
  return stdout;
}

export const packages: Step = {
  title: "Debian packages",
  run: async (report) => ((await succeed(["lab/packages.sh"], report)) ? "installed" : "all there"),
};

export const pulumi: Step = {
  title: "Pulumi",
  run: async (report) => (await succeed(["bin/pulumi", "version"], report)).split("\n").at(-1),
};

/** The image of the lab's nodes. */
export const image = (release?: Release): Step => ({
  title: `Image of the nodes${release ? ` (${release})` : ""}`,
  run: async (report) => {
    await buildImage({ report, signal: interrupt, release });
    return "there";
  },
});

/** The lab's nodes, booted. */
export const nodes = (release?: Release): Step => ({
  title: "Nodes",
  run: async (report) => {
    await up(undefined, { report, signal: interrupt, release });
    return "up";
  },
});
