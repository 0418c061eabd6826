import assert from "node:assert/strict";
import { holdersIn } from "../components/cluster/holders";
import { parseConfiguration } from "../model";
import { frontendOutputs, vipOutputs } from "../outputs";
import { spoiled } from "./support/model/configurations";

const vipsOf = (changes: Readonly<Record<string, unknown>>, holders = {}) =>
  vipOutputs(parseConfiguration(spoiled(changes)), holders);

describe("the stack's outputs", () => {
  it("name the holder and the others in their order; an address without a holder, or with two, has none", () => {
    const held = holdersIn(
      ["192.0.2.100", "192.0.2.101", "2001:db8::1"],
      new Map([
        ["n1", ["192.0.2.11", "2001:db8::1"]],
        ["n2", ["192.0.2.12", "192.0.2.100", "2001:db8::1"]],
      ]),
    );
    assert.deepEqual(held, { "192.0.2.100": "n2" });
    const [vip] = vipsOf({}, held);
    assert.deepEqual([vip?.holder, vip?.others, vip?.nodes], ["n2", ["n1", "n3"], ["n1", "n2", "n3"]]);
    const [none] = vipsOf({});
    assert.deepEqual([none?.holder, none?.others], [null, ["n1", "n2", "n3"]]);
  });

  it("have the URL of the service that is checked, else of a frontend; null if quorate knows neither", () => {
    const urls = (changes: Readonly<Record<string, unknown>>) => vipsOf(changes)[0]?.url;
    assert.equal(urls({}), "tcp://192.0.2.100:22");
    const tracks = (...track: object[]) => urls({ "vrrp.ui.track": [...track, { process: "haproxy" }] });
    assert.equal(tracks({ process: "pveproxy" }), "https://192.0.2.100:8006/");
    assert.equal(tracks({ tcp: 25 }), "tcp://192.0.2.100:25");
    assert.equal(urls({ haproxy: undefined }), null);
  });

  it("have the URL of each frontend by its mode", () => {
    const [ssh] = frontendOutputs(parseConfiguration(spoiled({})));
    assert.deepEqual([ssh?.url, ssh?.port, ssh?.backend], ["tcp://192.0.2.100:22", 22, "ssh"]);
  });
});
