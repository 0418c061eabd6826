import assert from "node:assert/strict";
import { type NodeAnswer, parseAnswer } from "../../agent/status/answer";
import { foreignChanges, heldTwice, unaccepted } from "../../agent/status/foreign";

const vip = "192.0.2.100";

/** A member's answer: its state, and whether it has the group's address. */
const member = (state: string, holds = state === "MASTER", ...lines: string[]): NodeAnswer =>
  parseAnswer(
    [`group ui ${vip}`, `vrrp ui ${state}`, ...(holds ? [`address ${vip}`] : []), ...lines, "end"].join("\n"),
  );

const changes = (answers: Record<string, NodeAnswer>): string[] =>
  foreignChanges(new Map(Object.entries(answers)));

describe("changes that quorate doesn't own", () => {
  it("are none while a group has one MASTER, which alone has the address", () => {
    assert.deepEqual(changes({ n1: member("MASTER"), n2: member("BACKUP"), n3: member("FAULT") }), []);
    assert.deepEqual(changes({ n1: member("BACKUP"), n2: member("BACKUP") }), []);
  });

  it("include an address by hand, also on a node outside the group, and name where to undo it", () => {
    const alone = parseAnswer(`address ${vip}\nend\n`);
    assert.deepEqual(changes({ n1: member("MASTER"), n2: member("BACKUP", true), n3: alone }), [
      `VRRP group ui: ${vip} is held by n1, n2 and n3 at once: undo it by \`ip addr flush to ${vip}\` on n2 and n3`,
    ]);
  });

  it("include members that don't get each other's adverts; neither address is a stray one then", () => {
    const [line, ...more] = changes({ n1: member("MASTER"), n2: member("BACKUP"), n3: member("MASTER") });
    assert.match(
      line ?? "",
      /^VRRP group ui: .* by n1 and n3 at once, because they don't get each other's adverts: /,
    );
    assert.deepEqual(more, []);
  });

  it("leave out the files that the configuration accepts, and nothing else of them", () => {
    const path = "/etc/systemd/system/keepalived.service.d/my.conf";
    const texts = [
      `${path} changes keepalived.service: undo it by \`rm\``,
      `${path} sets x`,
      "package x is held",
    ];
    assert.deepEqual(unaccepted(texts, { [`drop-in ${path}`]: "more files" }), texts.slice(1));
    assert.deepEqual(unaccepted(texts, { "drop-in /etc/other.conf": "mine" }), texts);
  });

  it("name no node to take an address from while keepalived's states are unknown", () => {
    const held = { address: vip, holders: ["n1", "n2"], states: {} };
    assert.equal(heldTwice(held), `${vip} is held by n1 and n2 at once`);
  });

  it("include servers that are in maintenance or drain, not those that are down", () => {
    const rows = [
      "# pxname,svname,status",
      "b,one,MAINT",
      "b,two,DRAIN",
      "b,three,DOWN",
      "b,four,MAINT (via b/one)",
    ];
    const answer = member("MASTER", true, ...rows.map((row) => `haproxy ${row}`));
    assert.deepEqual(changes({ n1: answer }), [
      "n1: server b/one is MAINT: undo it by `systemctl reload haproxy`",
      "n1: server b/two is DRAIN: undo it by `systemctl reload haproxy`",
    ]);
  });

  it("include what a node tells of itself, and not what an update repairs", () => {
    const answer = parseAnswer(
      "drift ui keepalived disabled\nforeign package x is held: undo it by `y`\nend\n",
    );
    assert.deepEqual(changes({ n1: answer }), ["n1: package x is held: undo it by `y`"]);
    assert.deepEqual(answer.drift, ["keepalived is disabled"]);
  });
});
