import assert from "node:assert/strict";
import { join } from "node:path";
import type { Properties } from "../../toolchain/plugins/property";
import { goodToken } from "../../lab/pve/api/apiDouble";
import { Refusal } from "../../lab/pve/api/parameters";
import { onEachPlugin, type Proxmoxve } from "../support/toolchain/contract/proxmoxve";

const haresource = "proxmoxve:index/haresource:Haresource";

onEachPlugin("", (start) => {
  let at: Proxmoxve;

  before(async () => {
    at = await start();
  });
  after(() => at.stop());
  beforeEach(() => {
    at.reset();
  });

  it("asks nothing in a preview", async () => {
    at.plugin.type = haresource;
    const { inputs } = await at.plugin.check({ resourceId: "vm:100" });
    await at.plugin.create(inputs, { preview: true });
    await at.plugin.diff(inputs, { ...inputs, maxRestart: 2 }, inputs);
    assert.deepEqual(at.said(), []);
  });

  it("refuses an endpoint without TLS and a token of another form, before any request", async () => {
    assert.deepEqual(await at.plugin.checkConfig({ endpoint: "http://n1:8006", apiToken: goodToken }), [
      "endpoint",
    ]);
    assert.deepEqual(await at.plugin.checkConfig({ endpoint: at.api.endpoint, apiToken: "root:word" }), [
      "apiToken",
    ]);
    assert.deepEqual(await at.plugin.checkConfig({ endpoint: at.api.endpoint, apiToken: goodToken }), []);
  });

  describe("Haresource", () => {
    it("is created, and read back with the server's values", async () => {
      const { id, outputs } = await at.create(haresource, {
        resourceId: "vm:100",
        maxRestart: 2,
        failback: false,
      });
      assert.equal(id, "vm:100");
      assert.deepEqual(at.said(), [
        "POST cluster/ha/resources/ failback=0&max_restart=2&sid=vm:100&state=started&type=vm",
        "GET cluster/ha/resources/vm:100",
      ]);
      const { resourceId, state, type, comment, failback, maxRestart, maxRelocate } = outputs;
      assert.deepEqual(
        [resourceId, state, type, failback, maxRestart],
        ["vm:100", "started", "vm", false, 2],
      );
      assert.deepEqual([comment ?? null, maxRelocate ?? null], [null, null]);
    });

    it("is updated with all that is set, and one list of the keys that aren't any more", async () => {
      const made = await at.create(haresource, {
        resourceId: "vm:100",
        comment: "old",
        maxRelocate: 3,
        failback: true,
      });
      await at.update(made, { resourceId: "vm:100", state: "stopped", maxRestart: 2, comment: "new" });
      assert.deepEqual(at.said(), [
        "PUT cluster/ha/resources/vm:100 comment=new&delete=failback,max_relocate&max_restart=2&state=stopped",
        "GET cluster/ha/resources/vm:100",
      ]);
    });

    it("with another resourceId says that it's updated, does nothing, and differs for ever", async () => {
      const made = await at.create(haresource, { resourceId: "vm:100" });
      const outputs = await at.update(made, { resourceId: "vm:101" });
      assert.equal(outputs.resourceId, "vm:100");
      assert.deepEqual([...at.api.ha.resources.keys()], ["vm:100"]);
      assert.deepEqual(await at.difference(made, { resourceId: "vm:101" }, outputs), {
        resourceId: "UPDATE",
      });
    });

    it("differs for ever with the state enabled, and with another type than the name's", async () => {
      const made = await at.create(haresource, { resourceId: "vm:100", type: "ct" });
      assert.deepEqual(await at.difference(made, { resourceId: "vm:100", type: "ct" }, made.outputs), {
        type: "UPDATE",
      });
      assert.deepEqual(await at.difference(made, { resourceId: "vm:100" }, made.outputs), {});
    });

    it("is deleted with its place in all rules", async () => {
      const made = await at.create(haresource, { resourceId: "vm:100" });
      at.api.ha.rules.set("on-n1", { type: "node-affinity", resources: "vm:100", nodes: "n1" });
      at.api.heard.length = 0;
      await at.plugin.delete(made.outputs, made.id);
      assert.deepEqual(at.said(), ["DELETE cluster/ha/resources/vm:100"]);
      assert.equal(at.api.ha.rules.size, 0);
      await assert.rejects(at.plugin.delete(made.outputs, made.id), /not HA managed!/);
    });

    it("is read and imported as it is, and gone if the server says so", async () => {
      at.api.ha.resources.set("vm:100", { state: "stopped", max_restart: 3 });
      at.plugin.type = haresource;
      const found = await at.plugin.refresh("vm:100");
      assert.deepEqual([found?.inputs.state, found?.inputs.maxRestart], ["stopped", 3]);
      const made = { resourceId: "vm:100", state: "stopped", maxRestart: 3 };
      assert.deepEqual(await at.plugin.diff(found?.inputs ?? {}, made, found?.outputs), {});
      assert.equal(await at.plugin.refresh("vm:999"), undefined);
    });

    it("that is made and then not read back isn't in the state, so a second create fails", async () => {
      at.api.disturb = ({ method }) => {
        if (method === "GET") throw new Refusal(503, "Service Unavailable\n");
        return undefined;
      };
      await assert.rejects(at.create(haresource, { resourceId: "vm:100" }), /HTTP 503 response/);
      at.api.disturb = () => undefined;
      await assert.rejects(
        at.create(haresource, { resourceId: "vm:100" }),
        /resource ID 'vm:100' already defined/,
      );
    });

    const mistakes: [string, Properties][] = [
      ["a bare number", { resourceId: "100" }],
      ["an unknown state", { resourceId: "vm:100", state: "running" }],
      ["eleven restarts", { resourceId: "vm:100", maxRestart: 11 }],
      ["a comment that ends with a blank", { resourceId: "vm:100", comment: "a " }],
      ["a group of one letter", { resourceId: "vm:100", group: "g" }],
    ];
    for (const [name, given] of mistakes)
      it(`refuses ${name} in a preview`, async () => {
        at.plugin.type = haresource;
        assert.equal((await at.plugin.check(given)).failures.length, 1);
        assert.deepEqual(at.said(), []);
      });
  });

  describe("the API's refusals", () => {
    const failing = (words: RegExp) => assert.rejects(at.create(haresource, { resourceId: "vm:100" }), words);

    it("come with their first line, the errors by parameter and the other lines", async () => {
      at.api.disturb = () => {
        throw new Refusal(400, "Parameter verification failed.\nmore\n", { sid: "invalid\n" });
      };
      await failing(
        /error creating HA resource: received an HTTP 400 response - Reason: Parameter verification failed\. \(sid: invalid - more\)/,
      );
    });

    it("tell of a missing privilege, of a missing guest and of no quorum", async () => {
      const { privileges, secret } = at.api.tokens["quorate@pve!test"] ?? { privileges: [], secret: "" };
      at.api.tokens["quorate@pve!test"] = { secret, privileges: ["Sys.Audit"] };
      await failing(/HTTP 403 response - Reason: Permission check failed \(\/, Sys\.Console\)/);
      at.api.tokens["quorate@pve!test"] = { secret, privileges };
      at.api.ha.guests.delete("100");
      await failing(/resource 'vm:100' does not exist in cluster/);
      at.api.ha.quorate = false;
      await failing(/cluster not ready - no quorum\?/);
    });

    it("end a write at once, and a read after three tries over broken connections", async () => {
      at.api.disturb = () => "hang up";
      await failing(/failed to perform HTTP POST request/);
      assert.equal(at.api.heard.length, 1);
      at.api.heard.length = 0;
      at.plugin.type = haresource;
      await assert.rejects(at.plugin.refresh("vm:100"), /failed to perform HTTP GET request/);
      assert.equal(at.api.heard.length, 3);
    });

    it("keep the state at a refresh, unless the object is gone", async () => {
      at.api.disturb = () => {
        throw new Refusal(596, "tls_process_server_certificate: certificate verify failed\n");
      };
      at.plugin.type = haresource;
      await assert.rejects(at.plugin.refresh("vm:100"), /HTTP 596/);
      at.api.disturb = () => {
        throw new Refusal(404, "Not Found\n");
      };
      assert.equal(await at.plugin.refresh("vm:100"), undefined);
    });
  });

  it("tells of a false token and of an unknown CA, and takes the CA from SSL_CERT_FILE as well", async () => {
    const attempt = async (args: Properties, env?: NodeJS.ProcessEnv): Promise<string> => {
      const other = await at.another(args, env);
      other.type = haresource;
      try {
        return (await other.refresh("vm:999")) === undefined ? "gone" : "there";
      } catch (error) {
        return (error as Error).message;
      } finally {
        await other.stop();
      }
    };
    const file = join(at.api.caFolder, "ca.pem");
    const [wrong, untrusted, trusted] = await Promise.all([
      attempt({ apiToken: "root@pam!x=0" }),
      attempt({}, { SSL_CERT_DIR: "/nonexistent" }),
      attempt({}, { SSL_CERT_FILE: file, SSL_CERT_DIR: "" }),
    ]);
    assert.match(wrong, /received an HTTP 401 response - Reason: Authentication failed!/);
    assert.match(
      untrusted,
      /tls: failed to verify certificate: x509: certificate signed by unknown authority/,
    );
    assert.equal(trusted, "gone");
  });
});
