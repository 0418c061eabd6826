import { strict as assert } from "node:assert";
import { LoadBalancer, ProxmoxCluster, VrrpGroup } from "../../../components";
import { commands, declare, nodes, sshBalancer, threeNodes, uiGroup } from "../../support/pulumi/mockedStack";

const sshGroup = { ...uiGroup, virtualRouterId: 52, virtualIpaddress: ["192.0.2.101/24"] };

const declareSsh = () =>
  declare(() => {
    const cluster = new ProxmoxCluster("lab", threeNodes());
    const balancer = new LoadBalancer("haproxy", {
      ...sshBalancer,
      cluster,
      virtualAddresses: ["192.0.2.101"],
    });
    new VrrpGroup("ssh", { ...sshGroup, cluster, after: [...balancer.units.values()] });
  });

describe("LoadBalancer", () => {
  it("has haproxy and sshd on each node, and nothing else", async () => {
    const names = [...commands(await declareSsh()).keys()].filter((name) => name.startsWith("haproxy"));
    assert.deepEqual(
      names.sort(),
      nodes.flatMap((node) => [`haproxy-${node}`, `haproxy-sshd-${node}`]).sort(),
    );
  });

  it("comes after sshd has left it the port, and shows sshd's change as its own, which confirms it", async () => {
    const found = commands(await declareSsh());
    const sshd = found.get("haproxy-sshd-n1");
    const haproxy = found.get("haproxy-n1");
    assert.ok(haproxy);
    assert.ok(haproxy.dependsOn.includes("haproxy-sshd-n1"));
    assert.match(String(sshd?.inputs["stdin"]), /^confirm$/m);
    assert.match(String(haproxy.inputs["stdin"]), /^requires sshd [0-9a-f]{64}$/m);
  });

  it("is on the node before an address moves there, and goes after it has gone", async () => {
    const found = commands(await declareSsh());
    for (const node of nodes) assert.ok(found.get(`ssh-${node}`)?.dependsOn.includes(`haproxy-${node}`));
  });

  it("has the password of its statistics on standard input alone, from either place in its args", async () => {
    const password = "six$days#a";
    for (const args of [
      { stats: { auth: { user: "admin", password } } },
      { stats: { auth: { user: "admin", password: { secret: true as const } } }, statsPassword: password },
    ]) {
      const declared = await declare(() => {
        const cluster = new ProxmoxCluster("lab", threeNodes());
        new LoadBalancer("haproxy", { ...sshBalancer, ...args, cluster, virtualAddresses: ["192.0.2.101"] });
      });
      const stdin = commands(declared).get("haproxy-n1")?.wire["stdin"];
      assert.ok("4dabf18193072939515e22adb298388d" in (stdin as object));
      assert.ok(JSON.stringify(stdin).includes(`stats_password ${password}`));
      for (const { name, wire } of declared.values())
        assert.ok(!JSON.stringify({ ...wire, stdin: "" }).includes(password), name);
    }
  });
});
