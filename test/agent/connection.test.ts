import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionTo } from "../../agent/connection";
import { parseCluster } from "../../model";

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE7nF1Yd2Jm0cDq0v8y4Tn1y9zW3hK4yqWlQF0p8kq3u";

describe("the connection to a node", () => {
  let folder: string;
  const agent = process.env["SSH_AUTH_SOCK"];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "quorate-connection-"));
    writeFileSync(join(folder, "key"), "PRIVATE\n");
    writeFileSync(join(folder, "known_hosts"), `192.0.2.11 ${key}\n[192.0.2.12]:2222 ${key}\n`);
    process.env["SSH_AUTH_SOCK"] = join(folder, "agent");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
    if (agent === undefined) delete process.env["SSH_AUTH_SOCK"];
    else process.env["SSH_AUTH_SOCK"] = agent;
  });

  const node = (name: "n1" | "n2" | "n3", ssh: object = {}, n1: object = {}) => {
    const cluster = parseCluster({
      name: "lab",
      platform: "debian",
      ssh: { privateKeyFile: join(folder, "key"), hostKeys: join(folder, "known_hosts"), ...ssh },
      networks: { lan: { subnet: "192.0.2.0/24", interface: "eth0" } },
      nodes: {
        n1: { address: "192.0.2.11", ...n1 },
        n2: { address: "192.0.2.12", ssh: { port: 2222, user: "admin" } },
        n3: { address: "192.0.2.13" },
      },
    });
    const found = cluster.nodes.find((each) => each.name === name);
    assert.ok(found);
    return found;
  };

  it("has the key's text and the pinned host key, of the port in use", () => {
    assert.deepEqual(connectionTo(node("n1")), {
      host: "192.0.2.11",
      port: 22,
      user: "root",
      hostKey: key,
      privateKey: "PRIVATE\n",
    });
    const second = connectionTo(node("n2"));
    assert.deepEqual([second.port, second.user, second.hostKey], [2222, "admin", key]);
  });

  it("is refused without a known host key, with the command that records one", () => {
    assert.throws(
      () => connectionTo(node("n3")),
      /no host key is known for 192\.0\.2\.13.*ssh-keyscan -t ed25519 -p 22/,
    );
  });

  it("takes no revoked host key, neither a known nor a pinned one", () => {
    const other = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAI";
    const line = `192.0.2.11 ${key}\n@revoked * ${key}\n`;
    writeFileSync(join(folder, "known_hosts"), line);
    for (const own of [{}, { hostKey: key }])
      assert.throws(() => connectionTo(node("n1", {}, own)), /the host key of 192\.0\.2\.11 is @revoked in /);
    assert.throws(() => connectionTo(node("n3")), /no host key is known for 192\.0\.2\.13, so /);
    writeFileSync(join(folder, "known_hosts"), `${line}192.0.2.11 ${other}\n`);
    assert.equal(connectionTo(node("n1")).hostKey, other);
  });

  it("says that an authority of host keys isn't enough", () => {
    writeFileSync(join(folder, "known_hosts"), `@cert-authority *,!192.0.2.13 ${key}\n`);
    assert.throws(() => connectionTo(node("n1")), /known for 192\.0\.2\.11: .* has a @cert-authority for it/);
    assert.throws(() => connectionTo(node("n3")), /known for 192\.0\.2\.13, so /);
  });

  it("is refused if the private key's file isn't there", () => {
    assert.throws(
      () => connectionTo(node("n1", { privateKeyFile: join(folder, "none") })),
      /there is no file .*none/,
    );
  });

  it("asks the agent if no key is named, or it's asked for, and not otherwise", () => {
    const asks = (ssh: object) => connectionTo(node("n1", ssh)).agentSocketPath !== undefined;
    assert.deepEqual(
      [asks({}), asks({ agent: true }), asks({ privateKeyFile: undefined })],
      [false, true, true],
    );
  });

  it("goes through a bastion with a host key of its own", () => {
    const bastion = {
      host: "gate.example.net",
      user: "jump",
      hostKey: key,
      privateKeyFile: join(folder, "key"),
    };
    assert.deepEqual(connectionTo(node("n1", { bastion })).proxy, {
      host: "gate.example.net",
      port: 22,
      user: "jump",
      hostKey: key,
      privateKey: "PRIVATE\n",
    });
    assert.throws(
      () => connectionTo(node("n1", { bastion: { host: "gate.example.net" } })),
      /no host key is known for gate/,
    );
  });
});
