import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { clone, command } from "../../lab";

const namespace = `qtest${process.pid}-client`;

describe("bin/lab-namespace.sh", () => {
  let directory: string;
  const unset = { PULUMI_BACKEND_URL: "", PULUMI_STACK: "", PULUMI_HOME: "" };

  /** The namespace of a script after it entered, its backend and its arguments. */
  const enter = async (args: string[], env: Record<string, string> = {}): Promise<string[]> => {
    const { stdout, stderr } = await command([`${directory}/pulumi`, ...args], { env: { ...unset, ...env } });
    assert.equal(stderr, "");
    return stdout.split("\n");
  };
  const outside = ["", "", "unset"];
  const inside = (): string[] => [namespace, `file://${directory}/.lab/state`, ""];

  before(async () => {
    directory = mkdtempSync(`${tmpdir()}/quorate-enter-`);
    mkdirSync(`${directory}/.lab`);
    const script = `#!/bin/sh
      set -eu
      . '${clone}/bin/lab-namespace.sh'
      enter_lab_namespace '${directory}' '${directory}/cache' "$@"
      ip netns identify $$
      echo "$PULUMI_BACKEND_URL"
      echo "\${PULUMI_CONFIG_PASSPHRASE-unset}"
      printf '%s\\n' "$@"`;
    writeFileSync(`${directory}/pulumi`, script, { mode: 0o755 });
    writeFileSync(`${directory}/.lab/netns`, `${namespace}\n`);
    await command(["ip", "netns", "add", namespace]);
  });
  after(async () => {
    await command(["ip", "netns", "delete", namespace]);
    rmSync(directory, { recursive: true });
  });

  for (const args of [
    ["up", "-s", "lab", "--yes"],
    ["up", "--stack", "lab"],
    ["--stack=lab", "preview", "--diff"],
    ["stack", "init", "lab", "--no-select"],
    ["stack", "--non-interactive", "select", "lab"],
    ["config", "set", "--stack", "lab", "a b", "-1"],
  ]) {
    it(`enters for ${args.join(" ")}`, async () => {
      assert.deepEqual(await enter(args), [...inside(), ...args]);
    });
  }

  for (const args of [
    ["up", "-s", "prod"],
    ["preview"],
    ["stack", "select", "prod"],
    ["config", "set", "name", "lab"],
    ["up", "-m", "lab"],
  ]) {
    it(`stays for ${args.join(" ")}`, async () => {
      assert.deepEqual(await enter(args), [...outside, ...args]);
    });
  }

  it("believes the environment and the chosen stack, but an argument more", async () => {
    assert.deepEqual(await enter(["up"], { PULUMI_STACK: "lab" }), [...inside(), "up"]);
    assert.deepEqual(await enter(["up", "-s", "prod"], { PULUMI_STACK: "lab" }), [
      ...outside,
      "up",
      "-s",
      "prod",
    ]);
    const digest = createHash("sha1").update(`${directory}/Pulumi.yaml`).digest("hex");
    mkdirSync(`${directory}/cache/home/workspaces`, { recursive: true });
    const file = `${directory}/cache/home/workspaces/quorate-${digest}-workspace.json`;
    writeFileSync(
      file,
      JSON.stringify({ stacks: { [`file://${directory}/.lab/state`]: "organization/quorate/lab" } }),
    );
    assert.deepEqual(await enter(["up"]), [...inside(), "up"]);
    assert.deepEqual(await enter(["up", "-s", "prod"]), [...outside, "up", "-s", "prod"]);
    rmSync(file);
  });

  it("leaves your own backend, and a script that is inside already", async () => {
    const [, backend] = await enter(["up", "-s", "lab"], { PULUMI_BACKEND_URL: "file:///elsewhere" });
    assert.equal(backend, "file:///elsewhere");
    const within = ["ip", "netns", "exec", namespace, `${directory}/pulumi`, "up", "-s", "lab"];
    const { stdout } = await command(within, { env: unset });
    assert.equal(stdout, [...inside(), "up", "-s", "lab"].join("\n"));
  });

  it("stays outside, with the lab's state, while the lab is down", async () => {
    writeFileSync(`${directory}/.lab/netns`, "no-such-namespace\n");
    assert.deepEqual((await enter(["stack", "ls", "-s", "lab"]))[0], "");
    writeFileSync(`${directory}/.lab/netns`, `${namespace}\n`);
  });
});
