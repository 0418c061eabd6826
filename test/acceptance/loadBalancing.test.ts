import assert from "node:assert/strict";
import { clientNamespace, command } from "../../lab";
import { login, nodes, vips } from "../support/lab/probes";
import { openSession } from "../support/lab/sessions";
import { standardStack, up } from "../support/pulumi/labStack";

/** The VIP's port of the frontend for each balance algorithm. */
const ports = { roundrobin: 2201, leastconn: 2202, source: 2203 } as const;
const sources = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `192.0.2.${200 + number}`);

async function inClientNamespace(...args: string[]): Promise<void> {
  const { stderr, exitCode } = await command(["ip", "-n", clientNamespace, ...args]);
  assert.equal(exitCode, 0, stderr);
}

/** The nodes that logins reach, one after the other. */
async function logins(port: number, count: number): Promise<string[]> {
  const landed: string[] = [];
  while (landed.length < count) landed.push(await login(vips.ssh, port));
  return landed;
}

describe("spreading over the servers", () => {
  before(standardStack);
  before(() =>
    up(({ haproxy }) => {
      for (const [balance, port] of Object.entries(ports)) {
        haproxy.frontends[balance] = { bind: `${vips.ssh}:${port}`, defaultBackend: balance };
        haproxy.backends[balance] = {
          balance: balance as keyof typeof ports,
          check: { ssh: true },
          nodes: 22,
        };
      }
    }),
  );
  before(() =>
    Promise.all(
      sources.map((address) => inClientNamespace("address", "add", `${address}/24`, "dev", "eth0")),
    ),
  );
  after(() =>
    Promise.all(
      sources.map((address) => inClientNamespace("address", "delete", `${address}/24`, "dev", "eth0")),
    ),
  );

  it("gives each server its turn with roundrobin", async () => {
    const landed = await logins(ports.roundrobin, 6);
    assert.deepEqual([...new Set(landed.slice(0, 3))].sort(), nodes);
    assert.deepEqual(landed.slice(3), landed.slice(0, 3));
  });

  it("gives a connection to the server with the fewest with leastconn", async () => {
    const sessions = [];
    while (sessions.length < 6) sessions.push(await openSession(vips.ssh, ports.leastconn));
    const landed = sessions.map(({ node }) => node).sort();
    assert.deepEqual(landed, [...nodes, ...nodes].sort(), "six held connections are not two each");
    // Two fewer than on the others, so no tie arises while haproxy still counts an ended login.
    const freed = sessions.filter(({ node }) => node === "n2");
    await Promise.all(freed.map((session) => session.close()));
    assert.deepEqual(await logins(ports.leastconn, 4), ["n2", "n2", "n2", "n2"]);
    await Promise.all(
      sessions.filter((session) => !freed.includes(session)).map((session) => session.close()),
    );
  });

  it("gives a client the same server each time with source, and different clients different ones", async () => {
    // One after the other: above ten connections before their login, sshd drops some (MaxStartups).
    const landed: string[][] = [];
    for (const address of sources) {
      const own = [
        await login(vips.ssh, ports.source, address),
        await login(vips.ssh, ports.source, address),
      ];
      landed.push([...new Set(own)]);
    }
    for (const [index, own] of landed.entries())
      assert.equal(own.length, 1, `${sources[index]} reached ${own.join(", ")}`);
    const servers = new Set(landed.flat());
    assert.ok(!servers.has(""), "some login failed");
    assert.ok(servers.size > 1, `every client reached ${[...servers].join()}`);
  });
});
