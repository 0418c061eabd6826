import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { text } from "node:stream/consumers";
import { refresh } from "../../../cli/developer/test/copy";
import { command, waitFor } from "../../../lab";

const lab = `qint${String(process.pid)}`;

/** A file of tests that boots a node and waits for ever. */
const endless = `
import { up } from "../../lab";
describe("endless", () => {
  it("waits", async () => {
    await up({ client: "192.0.2.9", nodes: { n1: { address: "192.0.2.11" } } });
    console.log("the node is up, in " + process.pid);
    await new Promise((resolve) => setInterval(resolve, 1_000_000_000));
  });
});
`;

async function namespaces(): Promise<string[]> {
  const { stdout } = await command(["ip", "netns", "list"]);
  return stdout.split("\n").filter((line) => line.startsWith(lab));
}

/** A process's first child; the test command's is mocha. */
function childOf(parent: number): number {
  const children = readFileSync(`/proc/${String(parent)}/task/${String(parent)}/children`, "utf8").trim();
  return Number(children.split(" ")[0]);
}

describe("`npm test` that is interrupted", function () {
  let folder: string;

  before(() => {
    folder = mkdtempSync(`${tmpdir()}/quorate-interrupted-`);
    refresh({ lab, folder });
    writeFileSync(`${folder}/test/acceptance/endless.test.ts`, endless);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the endless file, and sends SIGINT to a process when its node is up. */
  async function interrupted(whom: (quorate: number) => number): Promise<{ code: number; output: string }> {
    const child = spawn(`${folder}/bin/quorate`, ["test", "test/acceptance/endless.test.ts"], {
      env: { ...process.env, QUORATE_LAB: lab, QUORATE_LABS: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    const ended = once(child, "exit");
    await waitFor(async () => (await namespaces()).some((name) => name.startsWith(`${lab}-t1-n1`)), {
      timeoutMs: 300_000,
      what: "the node of the endless test",
    });
    process.kill(whom(child.pid ?? 0), "SIGINT");
    const [code] = (await ended) as [number];
    return { code, output: (await output).join("") };
  }

  it("ends as interrupted, and leaves no lab", async () => {
    const { code, output } = await interrupted((quorate) => quorate);
    assert.equal(code, 130, output);
    assert.deepEqual(await namespaces(), []);
  });

  it("isn't green when mocha alone is interrupted, and leaves no lab", async () => {
    const { code, output } = await interrupted(childOf);
    assert.equal(code, 1, output);
    assert.match(output, /FAILED: test\/acceptance\/endless\.test\.ts ended early/);
    assert.deepEqual(await namespaces(), []);
  });
});
