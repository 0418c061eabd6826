import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { clone, cut, directory, exec, heal, type Outcome, waitFor } from "../../../lab";
import { pulumi } from "../../support/pulumi/labStack";
import { allQuorate, awaitOutcome, Course } from "../../support/corosync/events";
import { freshLab } from "../../support/corosync/corosyncStack";
import { quorumState } from "../../support/corosync/state";
import { awaitLink } from "../../support/corosync/watchdog";

interface Example {
  config: Record<string, object> & { "quorate:cluster": { ssh: object } };
}

const policies = ["--policy-pack", `${clone}/policy`];

/** An example's file, with the lab's connections to its nodes. */
function fileOf(name: string, edit: (example: Example) => void = () => undefined): string {
  const example = parse(readFileSync(`${clone}/examples/${name}/Pulumi.${name}.yaml`, "utf8")) as Example;
  const lab = parse(readFileSync(`${clone}/Pulumi.lab.yaml`, "utf8")) as Example & { encryptionsalt: string };
  example.config["quorate:cluster"].ssh = lab.config["quorate:cluster"].ssh;
  edit(example);
  mkdirSync(`${directory}/acceptance`, { recursive: true });
  const file = `${directory}/acceptance/${name}.yaml`;
  writeFileSync(file, stringify({ ...lab, ...example }));
  return file;
}

async function deploy(file: string): Promise<void> {
  const { exitCode, stdout, stderr } = await pulumi([
    ...["up", "--yes", "--skip-preview", "--config-file", file],
    ...policies,
  ]);
  assert.equal(exitCode, 0, `${stdout.slice(-4000)}\n${stderr}`);
}

async function previewed(file: string): Promise<Outcome> {
  return pulumi(["preview", "--config-file", file, ...policies]);
}

describe("the examples", () => {
  describe("three-nodes", () => {
    const nodes = ["n1", "n2", "n3"];
    const course = new Course(nodes);

    before(async () => {
      await freshLab();
      await deploy(fileOf("three-nodes"));
      await allQuorate(nodes);
    });
    afterEach(() => course.restore());

    it("goes on with two", async () => {
      await course.happen("crash n3");
      await awaitOutcome(nodes, { n1: "yes", n2: "yes", n3: "off" });
    });

    it("isn't made two nodes without a third vote: the policies refuse it", async () => {
      const { exitCode, stdout } = await previewed(
        fileOf("three-nodes", ({ config }) => {
          const { nodes } = config["quorate:cluster"] as unknown as { nodes: object };
          Reflect.deleteProperty(nodes, "n3");
        }),
      );
      assert.notEqual(exitCode, 0);
      assert.match(stdout, /2 nodes without a third vote/);
    });

    it("loses nothing with one cable of a node", async () => {
      await cut("n1");
      try {
        const down = async (): Promise<boolean> =>
          /LINK ID 0[^]*disconnected[^]*LINK ID 1/.test((await exec("n2", "corosync-cfgtool -s")).stdout);
        await waitFor(down, { what: "link 0 to go down" });
        await awaitOutcome(nodes, { n1: "yes", n2: "yes", n3: "yes" });
      } finally {
        await heal("n1");
      }
    });
  });

  describe("two-nodes-qdevice", () => {
    const nodes = ["n1", "n2"];
    const course = new Course(nodes);

    before(async () => {
      await freshLab("q1");
      await deploy(fileOf("two-nodes-qdevice"));
      await allQuorate(nodes);
    });
    afterEach(() => course.restore());

    it("goes on with one, and starts with one", async () => {
      assert.deepEqual((await quorumState("n1"))?.flags, ["Quorate", "Qdevice"]);
      await course.happen("crash n2");
      const alone = { n1: "yes", n2: "off" };
      await awaitOutcome(nodes, alone);
      await course.happen("crash n1");
      await course.happen("boot n1");
      await awaitOutcome(nodes, alone);
    });

    it("doesn't lose its qdevice: the policies refuse it", async () => {
      const { exitCode, stdout } = await previewed(
        fileOf("two-nodes-qdevice", ({ config }) => {
          Reflect.deleteProperty(config["quorate:quorum"] ?? {}, "qdevice");
        }),
      );
      assert.notEqual(exitCode, 0);
      assert.match(stdout, /2 nodes without a third vote/);
    });

    it("keeps one of two that lose sight of each other", async () => {
      await course.happen("part n1 | n2");
      await awaitOutcome(nodes, { n1: "yes", n2: "no" });
    });
  });

  describe("two-nodes", () => {
    const nodes = ["n1", "n2"];
    const course = new Course(nodes, ["n2"]);

    before(async () => {
      await freshLab();
      await deploy(fileOf("two-nodes"));
      await allQuorate(nodes);
    });
    afterEach(() => course.restore());

    it("goes on with one, and waits for both when it starts", async () => {
      assert.deepEqual((await quorumState("n1"))?.flags, ["2Node", "Quorate", "WaitForAll"]);
      await course.happen("crash n2");
      await awaitOutcome(nodes, { n1: "yes", n2: "off" });
      await course.happen("crash n1");
      await course.happen("boot n1");
      await awaitOutcome(nodes, { n1: "no", n2: "off" });
    });

    it("takes one down when its cable is pulled, and brings it back by the next update", async () => {
      await course.happen("cut n2");
      await awaitOutcome(nodes, { n1: "yes", n2: "off" });
      await heal("n2");
      await awaitLink("n2");
      await deploy(fileOf("two-nodes"));
      await allQuorate(nodes);
    });

    it("is refused by the policies without the watchdog, or without the word for it", async () => {
      for (const edit of [
        ({ config }: Example) => Reflect.deleteProperty(config, "quorate:fencing"),
        ({ config }: Example) => (config["quorate:quorum"] = {}),
      ]) {
        const { exitCode, stdout } = await previewed(fileOf("two-nodes", edit));
        assert.notEqual(exitCode, 0);
        assert.match(stdout, /2 nodes without a third vote/);
      }
    });
  });
});
