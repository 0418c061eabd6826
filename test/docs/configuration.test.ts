import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type ConfigurationInput, ConfigurationError, parseConfiguration } from "../../model";

const page = readFileSync(join(__dirname, "../../docs/configuration.md"), "utf8");
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(
  ([, text = ""]) => parse(text) as Record<string, unknown>,
);
const documented = Object.fromEntries(
  blocks
    .flatMap((block) => Object.entries(block))
    .map(([key, value]) => [key.replace("quorate:", ""), value]),
) as unknown as ConfigurationInput & { vrrp: Record<string, Record<string, unknown>> };

/** A separate group moves the page's addresses, and the page leaves it out. */
const balanced = {
  ssh: {
    virtualRouterId: 54,
    virtualIpaddress: ["192.168.1.120/24"],
    order: ["pve1", "pve2", "pve3"],
    track: [{ process: "haproxy" }],
  },
};

describe("docs/configuration.md", () => {
  it("shows a configuration that is one", () => {
    // nopreempt and preemptDelay stand on the page with their defaults, like all keys.
    const model = parseConfiguration({ ...documented, vrrp: { ...documented.vrrp, ...balanced } });
    assert.deepEqual(model.vrrpGroups.map(({ name }) => name).sort(), ["backup", "ssh", "storage", "ui"]);
    assert.equal(model.loadBalancer?.frontends.length, 2);
  });

  it("names the defaults: leaving one out changes nothing", () => {
    const defaults = ["version", "advertInt", "authPass", "unicast", "nopreempt", "preemptDelay", "network"];
    const all = parseConfiguration({ ...documented, vrrp: { ...documented.vrrp, ...balanced } });
    const ui = Object.fromEntries(
      Object.entries(documented.vrrp["ui"] ?? {}).filter(([key]) => !defaults.includes(key)),
    );
    const left = parseConfiguration({ ...documented, vrrp: { ...documented.vrrp, ...balanced, ui } });
    assert.deepEqual(left.vrrpGroups, all.vrrpGroups);
  });

  it("would be refused with a key that isn't known", () => {
    assert.throws(() => parseConfiguration({ ...documented, vrp: {} }), ConfigurationError);
  });
});
