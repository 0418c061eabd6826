import assert from "node:assert/strict";
import { askAll } from "../../agent/answers";
import { parseConfiguration } from "../../model";
import { spoiled } from "../support/model/configurations";

describe("the answers of all hosts", () => {
  it("are those of nodes and witnesses, with the reason for each missing one", async () => {
    const { cluster } = parseConfiguration(
      spoiled({ quorum: {}, "cluster.witnesses": { q1: { address: "192.0.2.21" } } }),
    );
    const refused = new Error("refused");
    const answers = await askAll(cluster, ({ name }) =>
      name === "n2" ? Promise.reject(refused) : Promise.resolve(`it is ${name}`),
    );
    assert.equal(answers.of("q1"), "it is q1");
    assert.equal(answers.of("n2"), undefined);
    assert.equal(answers.of("n9"), undefined);
    assert.deepEqual([...answers.given().keys()], ["n1", "n3", "q1"]);
    assert.deepEqual(answers.unreachable(), [{ host: "n2", reason: refused }]);
  });
});
