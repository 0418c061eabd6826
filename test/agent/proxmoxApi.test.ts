import assert from "node:assert/strict";
import { type ApiAccess, ApiError, getFromApi } from "../../agent/proxmoxApi";
import { askApi } from "../../components/ha/live";
import { ApiDouble, goodToken } from "../../lab/pve/api/apiDouble";

describe("Proxmox's API", () => {
  let api: ApiDouble;
  let access: ApiAccess;

  before(async () => {
    api = await ApiDouble.start();
    access = { endpoint: api.endpoint, token: goodToken, ca: api.ca };
  });
  after(() => api.stop());

  const refused = async (more: Partial<ApiAccess>, words: RegExp): Promise<void> => {
    await assert.rejects(getFromApi({ ...access, ...more }, "version"), (error) => {
      assert.ok(error instanceof ApiError);
      assert.match(error.message, words);
      assert.doesNotMatch(error.message, /0a1b2c3d|=/);
      return true;
    });
  };

  it("answers over a connection that the CA vouches for", async () => {
    assert.equal((await getFromApi<{ version: string }>(access, "version")).version, "9.1.6");
  });

  it("is told apart from another machine, and from none", async () => {
    const other = await ApiDouble.start();
    await refused({ ca: other.ca }, /isn't what Proxmox VE's own CA signed for this address/);
    const { endpoint } = other;
    await other.stop();
    await refused({ endpoint }, /doesn't answer: /);
  });

  it("names a token that it doesn't accept, without its secret", async () => {
    await refused(
      { token: "quorate@pve!test=wrong" },
      /doesn't accept the token quorate@pve!test \(401 Authen/,
    );
  });

  it("tells what the token lacks, before anything is changed", async () => {
    const { secret = "" } = api.tokens["quorate@pve!test"] ?? {};
    const given = (...privileges: string[]) => {
      api.tokens["quorate@pve!test"] = { secret, privileges };
      return askApi(access, 9);
    };
    await assert.rejects(given("Sys.Audit"), /the API token lacks Sys\.Console on \//);
    await assert.rejects(given(), /lacks Sys\.Audit and Sys\.Console on \//);
    const { rules, resources } = await given("Sys.Audit", "Sys.Console");
    assert.deepEqual([rules, resources], [[], []]);
  });

  it("has no rules before Proxmox VE 9, and isn't asked for them", async () => {
    api.version = "8.4.1";
    assert.deepEqual((await askApi(access, 8)).rules, []);
    api.version = "9.1.6";
  });

  it("lets wait until its manager knows all nodes", async () => {
    const { untilKnown } = await askApi(access, 9);
    let waited = false;
    const waiting = untilKnown(["n1", "n2"]).then(() => (waited = true));
    api.ha.nodeStatus = { n1: "online" };
    await getFromApi(access, "cluster/ha/status/manager_status");
    assert.equal(waited, false);
    api.ha.nodeStatus = { n1: "online", n2: "unknown" };
    await waiting;
  });
});
