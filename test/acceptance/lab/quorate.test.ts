import assert from "node:assert/strict";
import { command, lanNamespace, type Outcome, up } from "../../../lab";

const quorate = async (...args: string[]): Promise<Outcome> => command(["bin/quorate", ...args]);

describe("bin/quorate lab", () => {
  before(async function () {
    this.timeout(180_000);
    await up();
  });

  it("logs in to a node and gives back what the command gave, whatever its options", async () => {
    const { stdout, exitCode } = await quorate("lab", "ssh", "n2", "hostname", "-s;", "exit", "7");
    assert.deepEqual([stdout, exitCode], ["n2", 7]);
  });

  it("runs a command of this machine beside the nodes, with the lab's state", async () => {
    const script = "ip -o -4 address show dev eth0; echo $PULUMI_BACKEND_URL; ls cli/main.ts";
    const { stdout } = await quorate("lab", "exec", "sh", "-c", script);
    assert.match(stdout, /inet 192\.0\.2\.9\/24[^]*\nfile:\/\/.*\/\.lab\/state\ncli\/main\.ts$/);
  });

  it("pulls a cable, and plugs it in again", async () => {
    const carrier = async (): Promise<string> =>
      (await command(["ip", "-n", lanNamespace, "-br", "link", "show", "n1"])).stdout.split(/\s+/)[1] ?? "";
    assert.equal((await quorate("lab", "cut", "n1")).exitCode, 0);
    assert.equal(await carrier(), "DOWN");
    assert.equal((await quorate("lab", "heal", "n1")).exitCode, 0);
    assert.equal(await carrier(), "UP");
  });

  it("fails in a sentence when there is no such node or command", async () => {
    for (const args of [
      ["crash", "n9"],
      ["ssh", "n9", "true"],
    ]) {
      const { stdout, stderr, exitCode } = await quorate("lab", ...args);
      assert.deepEqual(
        [stdout, stderr, exitCode],
        ["", "\nquorate: the lab has no node n9; it has n1, n2, n3", 1],
      );
    }
    const { stderr, exitCode } = await quorate("lab", "burn", "n1");
    assert.match(stderr, /unknown command 'burn'|too many arguments/);
    assert.equal(exitCode, 1);
  });
});
