import assert from "node:assert/strict";
import fc from "fast-check";
import { type Forwarding, haproxyServerLoop } from "../../../../model/haproxy/rules/serverLoop";

/** A frontend at each port, which forwards to the ports of its row. */
function frontends(rows: readonly (readonly number[])[], bind: string): Forwarding[] {
  return rows.map((ports, port) => ({
    ...{ owner: String(port), own: ["192.0.2.100"], binds: [{ address: bind, ports: [port + 1, port + 1] }] },
    servers: ports.map((to) => ({ path: `${port} ${to}`, address: "192.0.2.100", port: to + 1 })),
  }));
}

/** Warshall's closure: the edges that lie on a circle. */
function onCircles(rows: readonly (readonly number[])[]): string[] {
  const reach = rows.map((ports) => rows.map((_, to) => ports.includes(to)));
  for (const [by] of rows.entries())
    for (const from of reach) if (from[by]) rows.forEach((_, to) => (from[to] ||= reach[by]?.[to] ?? false));
  return rows.flatMap((ports, from) =>
    ports.filter((to) => to === from || reach[to]?.[from]).map((to) => `${from} ${to}`),
  );
}

describe("haproxy-server-loop", () => {
  const row = fc.uniqueArray(fc.nat(6), { maxLength: 3 });
  const rows = fc.array(row, { minLength: 1, maxLength: 6 });

  it("finds exactly the servers on a circle of frontends, at their own binds and under wildcards", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom("192.0.2.100", "0.0.0.0", "::"), (graph, bind) => {
        const found = haproxyServerLoop.judge(frontends(graph, bind)).map(({ path }) => path);
        assert.deepEqual(found.sort(), onCircles(graph).sort());
      }),
    );
  });

  it("leaves a chain alone, and another machine's loopback", () => {
    const [loop] = frontends([[0]], "127.0.0.1");
    assert.ok(loop);
    const servers = [{ path: "s", address: "127.0.0.1", port: 1 }];
    const a: Forwarding = { ...loop, node: "a", servers };
    assert.equal(haproxyServerLoop.judge([a]).length, 1);
    const b: Forwarding = { ...a, node: "b", binds: [{ address: "127.0.0.1", ports: [2, 2] }] };
    assert.deepEqual(haproxyServerLoop.judge([b, { ...a, servers: [] }]), []);
    assert.deepEqual(haproxyServerLoop.judge(frontends([[1], [2], []], "192.0.2.100")), []);
  });
});
