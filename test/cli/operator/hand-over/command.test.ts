import assert from "node:assert/strict";
import { clone, command, type Outcome } from "../../../../lab";
import { isOwner } from "../../../../agent/program";

const quorate = (...args: string[]): Promise<Outcome> =>
  command([`${clone}/bin/quorate`, "hand-over", ...args]);

describe("bin/quorate hand-over", () => {
  it("takes two owners, whose names no shell on a node could misread, before it reads a stack", async () => {
    for (const args of [
      ["quorate/lab/lab"],
      ["quorate/lab/lab", "lab"],
      ["quorate/lab/lab", "a/b/c d"],
      ["a/b/$(reboot)", "quorate/lab/lab"],
    ]) {
      const { exitCode, stderr } = await quorate(...args, "--stack", "nowhere");
      assert.equal(exitCode, 1, args.join(" "));
      assert.match(stderr, /missing required argument 'new'|Write PROJECT\/STACK\/CLUSTER/);
    }
    const { exitCode, stderr } = await quorate("a/b/c", "quorate/lab/lab", "--stack", "nowhere");
    assert.deepEqual([exitCode, /^quorate: there is no Pulumi\.nowhere\.yaml/.test(stderr)], [2, true]);
  });

  it("knows the name of an owner", () => {
    assert.ok(["quorate/lab/lab", "my.project/prod-2/home_1"].every(isOwner));
    const others = ["", "a/b", "a/b/", "/b/c", "a/b/c/d", "-a/b/c", "a/b/c\n", "a/b/c;d", "a/b/ö"];
    assert.deepEqual(others.filter(isOwner), []);
  });
});
