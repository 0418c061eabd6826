import { strict as assert } from "node:assert";
import { vrrpVridUnique } from "../../policy/vrrpVridUnique";
import { violations, vrrpGroupProps } from "./validate";

const ui = { name: "ui", props: vrrpGroupProps("ui") };
const ssh = (more: object) => ({
  name: "ssh",
  props: vrrpGroupProps("ssh", { virtualIpaddress: ["192.0.2.101/24"], ...more }),
});

describe("policy vrrp-vrid-unique", () => {
  it("refuses a second group with a segment's VRID, and names both and a free one", async () => {
    const [first, again] = await violations(vrrpVridUnique(), [ui, ssh({ virtualRouterId: 51 })]);
    assert.deepEqual(first, []);
    assert.equal(again?.length, 1);
    assert.match(again[0] ?? "", /^vrrp\.ssh\.virtualRouterId: 51 is ui's already.*write 52$/);
  });

  it("lets pass another VRID, and the same one in another segment", async () => {
    const elsewhere = ssh({ network: "san", virtualIpaddress: ["198.51.100.101/24"] });
    assert.deepEqual(await violations(vrrpVridUnique(), [ui, ssh({ virtualRouterId: 52 })]), [[], []]);
    assert.deepEqual(await violations(vrrpVridUnique(), [ui, elsewhere]), [[], []]);
  });

  it("takes a group that registers again, as in the update after the preview, for one", async () => {
    assert.deepEqual(await violations(vrrpVridUnique(), [ui, ui]), [[], []]);
  });

  it("says nothing of other resources", async () => {
    const other = { name: "b", type: "command:remote:Command", props: ui.props };
    assert.deepEqual(await violations(vrrpVridUnique(), [ui, other]), [[], []]);
  });
});
