import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import fc from "fast-check";
import { haproxyBindUnique } from "../../../../model/haproxy/rules";

interface Place {
  readonly address: string;
  readonly bothFamilies: boolean;
}

const places: readonly Place[] = [
  ...["127.0.0.1", "127.0.0.2", "0.0.0.0", "::1", "::"].map((address) => ({ address, bothFamilies: false })),
  { address: "::", bothFamilies: true },
];

/** Whether the kernel lets all places listen at one port. Another process may have some of the ports. */
async function canListen(all: readonly Place[]): Promise<boolean> {
  return (await canListenOnce(all)) || (await canListenOnce(all)) || canListenOnce(all);
}

async function canListenOnce(all: readonly Place[]): Promise<boolean> {
  const servers: Server[] = [];
  let port = 0;
  try {
    for (const { address: host, bothFamilies } of all) {
      const server = createServer();
      servers.push(server);
      server.listen({ host, port, ipv6Only: !bothFamilies, exclusive: true });
      await once(server, "listening");
      port = (server.address() as { port: number }).port;
    }
    return true;
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, "EADDRINUSE");
    return false;
  } finally {
    for (const server of servers) server.close();
  }
}

describe("haproxy-bind-unique", () => {
  it("finds nothing exactly if the kernel lets a daemon and haproxy listen", async () => {
    const pair = fc.tuple(fc.constantFrom(...places), fc.constantFrom(...places));
    await fc.assert(
      fc.asyncProperty(pair, async (all) => {
        const listeners = all.map((place, index) => ({
          ...place,
          ...{ port: 22, path: String(index), owner: `listener ${String(index)}`, haproxy: index > 0 },
        }));
        assert.equal(haproxyBindUnique.judge(listeners).length === 0, await canListen(all));
      }),
      { numRuns: 300 },
    );
  });

  it("finds equal binds of haproxy alone, which share a port by SO_REUSEPORT", () => {
    const frontend = (address: string) =>
      ({ address, port: 80, path: address, owner: "f", haproxy: true, bothFamilies: true }) as const;
    const judge = (...addresses: string[]) => haproxyBindUnique.judge(addresses.map(frontend)).length;
    assert.equal(judge("0.0.0.0", "192.0.2.100", "::", "2001:db8::1"), 0);
    assert.equal(judge("0.0.0.0", "0.0.0.0"), 1);
    assert.equal(judge("192.0.2.100", "0.0.0.0", "192.0.2.100"), 1);
  });

  it("finds what a daemon has taken, and says nothing of daemons among themselves", () => {
    const sshd = { address: "0.0.0.0", port: 22, path: "a", owner: "a's sshd", haproxy: false };
    const frontend = { ...sshd, path: "b", owner: "frontend ssh", haproxy: true };
    const [found] = haproxyBindUnique.judge([sshd, { ...frontend, address: "::", bothFamilies: true }]);
    assert.match(found?.message ?? "", /^\[::\]:22 is taken by a's sshd/);
    assert.deepEqual(
      haproxyBindUnique.judge([sshd, { ...frontend, address: "::", bothFamilies: false }]),
      [],
    );
    assert.deepEqual(haproxyBindUnique.judge([sshd, { ...sshd, address: "::", path: "c" }]), []);
  });
});
