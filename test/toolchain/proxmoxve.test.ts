import assert from "node:assert/strict";
import { join } from "node:path";
import type { Properties } from "../../toolchain/plugins/property";
import { ApiDouble, goodToken } from "../support/proxmox/apiDouble";
import { Refusal } from "../support/proxmox/parameters";
import { Plugin } from "../support/toolchain/plugin";
import { standIns } from "../support/toolchain/standIns";

/** The table also holds for the official plugin. QUORATE_PROXMOXVE_PLUGIN is its path. */
const path = () =>
  process.env.QUORATE_PROXMOXVE_PLUGIN ?? join(standIns(), "plugins", "pulumi-resource-proxmoxve");

const haresource = "proxmoxve:index/haresource:Haresource";
const harule = "proxmoxve:index/harule:Harule";
const hagroup = "proxmoxve:index/hagroup:Hagroup";
const onNodes = { rule: "on-n1", type: "node-affinity", resources: ["vm:100"], nodes: { n1: 2 } };
const apart = {
  rule: "apart",
  type: "resource-affinity",
  resources: ["vm:100", "vm:101"],
  affinity: "negative",
};

describe("the proxmoxve plugin", () => {
  let api: ApiDouble;
  let plugin: Plugin;

  before(async () => {
    api = await ApiDouble.start();
    plugin = await start({});
  });
  after(async () => {
    await plugin.stop();
    await api.stop();
  });
  beforeEach(() => {
    const { ha } = api;
    for (const file of [ha.resources, ha.rules, ha.groups]) file.clear();
    for (const id of ["100", "101", "102"]) ha.guests.set(id, "vm");
    ha.nodeStatus = { n1: "online", n2: "online", n3: "online" };
    ha.quorate = true;
    api.version = "9.1.6";
    api.disturb = () => undefined;
    api.heard.length = 0;
  });

  /** The official plugin has its provider's non-string arguments as JSON in strings, and so has the stand-in. */
  function start(args: Properties, env: NodeJS.ProcessEnv = { SSL_CERT_DIR: api.caFolder }): Promise<Plugin> {
    return Plugin.start(path(), "", { endpoint: api.endpoint, apiToken: goodToken, ...args }, env);
  }

  const said = (): string[] =>
    api.heard.map(
      (each) => `${each.method} ${each.path}${each.body === "" ? "" : ` ${decodeURIComponent(each.body)}`}`,
    );

  async function create(type: string, given: Properties) {
    plugin.type = type;
    const { inputs, failures } = await plugin.check(given);
    assert.deepEqual(failures, []);
    return { inputs, ...(await plugin.create(inputs)) };
  }

  /** An update of what `create` made. */
  async function update(made: { id: string; inputs: Properties; outputs: Properties }, given: Properties) {
    const { inputs } = await plugin.check(given, made.inputs);
    api.heard.length = 0;
    return plugin.update(made.outputs, made.inputs, inputs, { id: made.id });
  }

  const difference = (made: { inputs: Properties }, given: Properties, state: Properties) =>
    plugin.diff(made.inputs, given, state);

  const manage = (...sids: string[]) => {
    for (const sid of sids) api.ha.resources.set(sid, { state: "started" });
  };

  it("asks nothing in a preview", async () => {
    plugin.type = haresource;
    const { inputs } = await plugin.check({ resourceId: "vm:100" });
    await plugin.create(inputs, { preview: true });
    await plugin.diff(inputs, { ...inputs, maxRestart: 2 }, inputs);
    assert.deepEqual(said(), []);
  });

  it("refuses an endpoint without TLS and a token of another form, before any request", async () => {
    assert.deepEqual(await plugin.checkConfig({ endpoint: "http://n1:8006", apiToken: goodToken }), [
      "endpoint",
    ]);
    assert.deepEqual(await plugin.checkConfig({ endpoint: api.endpoint, apiToken: "root:word" }), [
      "apiToken",
    ]);
    assert.deepEqual(await plugin.checkConfig({ endpoint: api.endpoint, apiToken: goodToken }), []);
  });

  describe("Haresource", () => {
    it("is created, and read back with the server's values", async () => {
      const { id, outputs } = await create(haresource, {
        resourceId: "vm:100",
        maxRestart: 2,
        failback: false,
      });
      assert.equal(id, "vm:100");
      assert.deepEqual(said(), [
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

    it("is updated with all that is set, and one list of what isn't any more", async () => {
      const made = await create(haresource, {
        resourceId: "vm:100",
        comment: "old",
        maxRelocate: 3,
        failback: true,
      });
      await update(made, { resourceId: "vm:100", state: "stopped", maxRestart: 2, comment: "new" });
      assert.deepEqual(said(), [
        "PUT cluster/ha/resources/vm:100 comment=new&delete=failback,max_relocate&max_restart=2&state=stopped",
        "GET cluster/ha/resources/vm:100",
      ]);
    });

    it("with another resourceId says that it's updated, does nothing, and differs for ever", async () => {
      const made = await create(haresource, { resourceId: "vm:100" });
      const outputs = await update(made, { resourceId: "vm:101" });
      assert.equal(outputs.resourceId, "vm:100");
      assert.deepEqual([...api.ha.resources.keys()], ["vm:100"]);
      assert.deepEqual(await difference(made, { resourceId: "vm:101" }, outputs), { resourceId: "UPDATE" });
    });

    it("differs for ever with the state enabled, and with another type than the name's", async () => {
      const made = await create(haresource, { resourceId: "vm:100", type: "ct" });
      assert.deepEqual(await difference(made, { resourceId: "vm:100", type: "ct" }, made.outputs), {
        type: "UPDATE",
      });
      assert.deepEqual(await difference(made, { resourceId: "vm:100" }, made.outputs), {});
    });

    it("is deleted with its place in all rules", async () => {
      const made = await create(haresource, { resourceId: "vm:100" });
      api.ha.rules.set("on-n1", { type: "node-affinity", resources: "vm:100", nodes: "n1" });
      api.heard.length = 0;
      await plugin.delete(made.outputs, made.id);
      assert.deepEqual(said(), ["DELETE cluster/ha/resources/vm:100"]);
      assert.equal(api.ha.rules.size, 0);
      await assert.rejects(plugin.delete(made.outputs, made.id), /not HA managed!/);
    });

    it("is read and imported as it is, and gone if the server says so", async () => {
      api.ha.resources.set("vm:100", { state: "stopped", max_restart: 3 });
      plugin.type = haresource;
      const found = await plugin.refresh("vm:100");
      assert.deepEqual([found?.inputs.state, found?.inputs.maxRestart], ["stopped", 3]);
      const made = { resourceId: "vm:100", state: "stopped", maxRestart: 3 };
      assert.deepEqual(await plugin.diff(found?.inputs ?? {}, made, found?.outputs), {});
      assert.equal(await plugin.refresh("vm:999"), undefined);
    });

    it("that is made and then not read back isn't in the state, so a second create fails", async () => {
      api.disturb = ({ method }) => {
        if (method === "GET") throw new Refusal(503, "Service Unavailable\n");
        return undefined;
      };
      await assert.rejects(create(haresource, { resourceId: "vm:100" }), /HTTP 503 response/);
      api.disturb = () => undefined;
      await assert.rejects(
        create(haresource, { resourceId: "vm:100" }),
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
        plugin.type = haresource;
        assert.equal((await plugin.check(given)).failures.length, 1);
        assert.deepEqual(said(), []);
      });
  });

  describe("Harule", () => {
    it("on nodes is created and updated as a whole", async () => {
      manage("vm:100", "vm:101");
      const made = await create(harule, { ...onNodes, comment: "old" });
      assert.deepEqual(said(), [
        "POST cluster/ha/rules/ comment=old&disable=0&nodes=n1:2&resources=vm:100&rule=on-n1&strict=0&type=node-affinity",
        "GET cluster/ha/rules/on-n1",
      ]);
      assert.deepEqual(
        [made.outputs.strict, made.outputs.disable, made.outputs.nodes],
        [false, false, { n1: 2 }],
      );
      await update(made, { ...onNodes, strict: true, resources: ["vm:101"] });
      assert.deepEqual(said(), [
        "PUT cluster/ha/rules/on-n1 delete=comment&disable=0&nodes=n1:2&resources=vm:101&strict=1&type=node-affinity",
        "GET cluster/ha/rules/on-n1",
      ]);
    });

    it("on guests has neither nodes nor strict; its guests have no order", async () => {
      manage("vm:100", "vm:101");
      const made = await create(harule, { ...apart, resources: ["vm:101", "vm:100"] });
      assert.deepEqual(
        said()[0],
        "POST cluster/ha/rules/ affinity=negative&disable=0&resources=vm:101,vm:100&rule=apart&type=resource-affinity",
      );
      assert.deepEqual(await difference(made, apart, made.outputs), {});
    });

    it("is replaced with another name or type, and with nothing else", async () => {
      manage("vm:100", "vm:101");
      const { inputs, outputs } = await create(harule, onNodes);
      assert.deepEqual(await plugin.replaces(inputs, { ...onNodes, rule: "other" }, outputs), ["rule"]);
      assert.deepEqual(await plugin.replaces(inputs, { ...onNodes, strict: true }, outputs), []);
    });

    it("stays disabled after disable: false, and differs for ever", async () => {
      manage("vm:100");
      const made = await create(harule, { ...onNodes, disable: true });
      const outputs = await update(made, { ...onNodes, disable: false });
      assert.equal(outputs.disable, true);
      assert.deepEqual(await difference(made, { ...onNodes, disable: false }, outputs), {
        disable: "UPDATE",
      });
    });

    it("with a priority of 0 reads none back, and differs for ever", async () => {
      manage("vm:100");
      const given = { ...onNodes, nodes: { n1: 0 } };
      const made = await create(harule, given);
      assert.deepEqual(made.outputs.nodes, { n1: null });
      assert.notDeepEqual(await difference(made, given, made.outputs), {});
    });

    it("that is infeasible fails with Proxmox's reason, from the second line", async () => {
      manage("vm:100");
      api.ha.rules.set("a", { type: "node-affinity", resources: "vm:100", nodes: "n2" });
      await assert.rejects(
        create(harule, onNodes),
        /error creating HA rule: received an HTTP 500 response - Reason: create ha rule failed: 400 Rule 'on-n1' is invalid\. \(resources: resource 'vm:100' is already used in another node affinity rule\)/,
      );
    });

    it("on guests that are apart fails before the CRM knows the nodes", async () => {
      manage("vm:100", "vm:101");
      api.ha.nodeStatus = {};
      await assert.rejects(create(harule, apart), /rule defines more resources than available nodes/);
    });

    it("that is gone is deleted without an error", async () => {
      plugin.type = harule;
      await plugin.delete({ ...onNodes }, "on-n1");
      assert.equal(await plugin.refresh("on-n1"), undefined);
    });

    const mistakes: [string, Properties, string][] = [
      ["a node affinity without nodes", { ...onNodes, nodes: null }, "nodes"],
      ["nodes beside a resource affinity", { ...apart, nodes: { n1: 1 } }, "nodes"],
      ["a resource affinity without its kind", { ...apart, affinity: null }, "affinity"],
      ["a strict resource affinity", { ...apart, strict: true }, "strict"],
      ["a bare number", { ...apart, resources: ["100", "vm:101"] }, "resources"],
      ["a priority beyond 1000", { ...onNodes, nodes: { n1: 1001 } }, "nodes"],
    ];
    for (const [name, given, property] of mistakes)
      it(`refuses ${name} in a preview`, async () => {
        plugin.type = harule;
        const { failures } = await plugin.check(given);
        assert.deepEqual(
          failures.map((failure) => failure.property),
          [property],
        );
      });
  });

  describe("Hagroup", () => {
    const given = { group: "g1", nodes: { n1: 2, n2: 1 }, restricted: true };

    it("is created, updated, used and deleted on Proxmox VE 8", async () => {
      api.version = "8.4.1";
      const made = await create(hagroup, given);
      assert.deepEqual(said(), [
        "POST cluster/ha/groups/ group=g1&nodes=n1:2,n2:1&nofailback=0&restricted=1&type=group",
        "GET cluster/ha/groups/g1",
      ]);
      assert.deepEqual(await difference(made, given, made.outputs), {});
      const outputs = await update(made, { ...given, noFailback: true });
      assert.deepEqual(said()[0], "PUT cluster/ha/groups/g1 nodes=n1:2,n2:1&nofailback=1&restricted=1");
      api.ha.resources.set("vm:100", { group: "g1" });
      await assert.rejects(plugin.delete(outputs, "g1"), /ha group is used by service 'vm:100'/);
      api.ha.resources.clear();
      await plugin.delete(outputs, "g1");
      assert.equal(api.ha.groups.size, 0);
    });

    it("fails on Proxmox VE 9", async () => {
      await assert.rejects(
        create(hagroup, given),
        /cannot create group: ha groups have been migrated to rules/,
      );
    });
  });

  describe("the API's refusals", () => {
    const failing = (words: RegExp) => assert.rejects(create(haresource, { resourceId: "vm:100" }), words);

    it("come with their first line, the errors by parameter and the other lines", async () => {
      api.disturb = () => {
        throw new Refusal(400, "Parameter verification failed.\nmore\n", { sid: "invalid\n" });
      };
      await failing(
        /error creating HA resource: received an HTTP 400 response - Reason: Parameter verification failed\. \(sid: invalid - more\)/,
      );
    });

    it("tell of a missing privilege, of a missing guest and of no quorum", async () => {
      const { privileges, secret } = api.tokens["quorate@pve!test"] ?? { privileges: [], secret: "" };
      api.tokens["quorate@pve!test"] = { secret, privileges: ["Sys.Audit"] };
      await failing(/HTTP 403 response - Reason: Permission check failed \(\/, Sys\.Console\)/);
      api.tokens["quorate@pve!test"] = { secret, privileges };
      api.ha.guests.delete("100");
      await failing(/resource 'vm:100' does not exist in cluster/);
      api.ha.quorate = false;
      await failing(/cluster not ready - no quorum\?/);
    });

    it("end a write at once, and a read after three tries over broken connections", async () => {
      api.disturb = () => "hang up";
      await failing(/failed to perform HTTP POST request/);
      assert.equal(api.heard.length, 1);
      api.heard.length = 0;
      plugin.type = haresource;
      await assert.rejects(plugin.refresh("vm:100"), /failed to perform HTTP GET request/);
      assert.equal(api.heard.length, 3);
    });

    it("keep the state at a refresh, unless the object is gone", async () => {
      api.disturb = () => {
        throw new Refusal(596, "tls_process_server_certificate: certificate verify failed\n");
      };
      plugin.type = haresource;
      await assert.rejects(plugin.refresh("vm:100"), /HTTP 596/);
      api.disturb = () => {
        throw new Refusal(404, "Not Found\n");
      };
      assert.equal(await plugin.refresh("vm:100"), undefined);
    });
  });

  it("tells of a false token and of an unknown CA, and takes the CA from SSL_CERT_FILE as well", async () => {
    const attempt = async (args: Properties, env?: NodeJS.ProcessEnv): Promise<string> => {
      const other = await start(args, env);
      other.type = haresource;
      try {
        return String(await other.refresh("vm:999"));
      } catch (error) {
        return (error as Error).message;
      } finally {
        await other.stop();
      }
    };
    const file = join(api.caFolder, "ca.pem");
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
    assert.equal(trusted, "undefined");
  });
});
