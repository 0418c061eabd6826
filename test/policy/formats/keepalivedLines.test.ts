import assert from "node:assert/strict";
import { linesOf } from "../../../policy/formats/keepalivedLines";
import { keepalived, command, violations } from "../../support/policy/pack";

const read = (text: string, surroundings?: Parameters<typeof linesOf>[1]) =>
  linesOf(text, surroundings)
    .map((line) => line.text.trim() + (line.conditional ? " ?" : ""))
    .filter((line) => line !== "");

describe("the lines of keepalived.conf", () => {
  const peers =
    "@main priority 240\n@backup priority 200\nunicast_peer {\n@^main 192.0.2.1\n@^backup 192.0.2.2\n}";

  it("are those of the machine's configuration id, where it is known", () => {
    assert.deepEqual(read(peers, { id: "main" }), ["priority 240", "unicast_peer {", "192.0.2.2", "}"]);
    assert.deepEqual(read(peers, { id: "other" }), ["unicast_peer {", "192.0.2.1", "192.0.2.2", "}"]);
    assert.deepEqual(read(peers).slice(0, 2), ["priority 240 ?", "priority 200 ?"]);
  });

  it("have values for parameters, also recursively, and leave unknown ones", () => {
    const text = "$BASE=10.2.${SUB}\n$SUB=0\n${BASE}.100/32\n$SUB=10\n${BASE}.100/32\n${NONE} $NONE $BASE.x";
    assert.deepEqual(read(text), ["10.2.0.100/32", "10.2.10.100/32", "${NONE} $NONE $BASE.x"]);
    assert.deepEqual(read("@a $P=1\n@b $P=2\npriority $P"), ["priority $P"]);
    assert.deepEqual(read("@a $P=1\n@b $P=2\npriority $P", { id: "b" }), ["priority 2"]);
  });

  it("repeat definitions of several lines, sequences and lists", () => {
    const text = "$I= \\\n vrrp_instance V${N} { \\\n @a priority ${N} \\\n }\n$N=1\n$I\n$N=2\n$I";
    const block = (n: number) => [`vrrp_instance V${n} {`, `priority ${n}`, "}"];
    assert.deepEqual(read(text, { id: "a" }), [...block(1), ...block(2)]);
    assert.deepEqual(read("~SEQ(S, 0, 3) a ${S}"), ["a 0", "a 1", "a 2", "a 3"]);
    assert.deepEqual(read("~SEQx(S, 0x90, 0x10, 0xb0) fe80::${S}"), ["fe80::90", "fe80::a0", "fe80::b0"]);
    assert.deepEqual(read("~SEQ(S, 2) $S"), ["1", "2"]);
    assert.deepEqual(read("~LST({A, B}, {10,1},{20,4}) ${A}.${B}"), ["10.1", "20.4"]);
    assert.deepEqual(read("~LST(A, 1, 2) ~SEQ(B,168,2,170) ${B}.${A}"), ["168.1", "170.1", "168.2", "170.2"]);
    assert.ok(read("~SEQ(A,1,255) ~SEQ(B,1,255) ~SEQ(C,1,255) ${A}.${B}.${C}").length < 6000);
  });

  it("include files, at their own places", () => {
    const files = new Map([
      ["/etc/keepalived/conf.d/a.conf", "$V=1\ninside a"],
      ["/etc/keepalived/b.conf", "include b.conf\ninside b"],
    ]);
    const surroundings = { path: "/etc/keepalived/keepalived.conf", files };
    assert.deepEqual(read("include conf.d/*.conf\nvalue $V", surroundings), ["inside a", "value 1"]);
    const [line] = linesOf("include conf.d/{a,z}.conf", surroundings);
    assert.deepEqual([line?.line, line?.file], [2, "/etc/keepalived/conf.d/a.conf"]);
    assert.deepEqual(read("include_check\nincluder gone.conf", surroundings), [
      "include_check",
      "includer gone.conf",
    ]);
  });
});

describe("one keepalived.conf for two machines", () => {
  const text = [
    "$TOP=110",
    "vrrp_instance front {",
    " interface eth0",
    " virtual_router_id 61",
    " @lb1 priority $TOP",
    " @lb2 priority 100",
    " @lb1 unicast_src_ip 192.0.2.21",
    " @lb2 unicast_src_ip 192.0.2.22",
    " unicast_peer {",
    "  @lb2 192.0.2.21",
    "  @lb1 192.0.2.22",
    " }",
    " virtual_ipaddress {",
    "  192.0.2.200/24",
    " }",
    "}",
  ].join("\n");

  it("is no finding, and a mistake in one machine's part is one", async () => {
    const on = (more: string) => ["192.0.2.21", "192.0.2.22"].map((host) => keepalived(host, more));
    assert.deepEqual(await violations(on(text)), []);
    const equal = text.replace("priority $TOP", "priority 100");
    assert.match((await violations(on(equal))).join("\n"), /^vrrp-priority-unique .*100 is 192\.0\.2\.21's/m);
    const alone = text.replace("  @lb1 192.0.2.22", "  @lb1 192.0.2.29");
    assert.match((await violations(on(alone))).join("\n"), /^vrrp-unicast-peers .*lacks 192\.0\.2\.22/m);
  });

  it("is read by the id that the service starts with, or by the host's name", async () => {
    const plain = text.replace(/^ @lb\d unicast_src_ip.*\n/gm, "").replace("priority $TOP", "priority 256");
    assert.deepEqual(await violations([keepalived("192.0.2.21", plain)], {}, "vrrp-number-range"), []);
    const started = command("192.0.2.21", {
      create: `cat >/etc/keepalived/keepalived.conf <<'EOF'\n${plain}\nEOF\necho 'DAEMON_ARGS="-i lb1"' > /etc/default/keepalived`,
    });
    for (const program of [started, keepalived("lb1.example.net", plain)])
      assert.match((await violations([program], {}, "vrrp-number-range")).join(), /256 is outside/);
  });
});
