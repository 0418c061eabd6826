import { type LoadBalancer, type Node, allAddresses } from "../model";
import type { Existing } from "../model/cluster/cluster";
import { printEndpoint } from "../model/address";
import type { Unit } from "../agent/unit";
import { families } from "./families";
import { rootFile } from "./file";

/**
 * sshd on the node's own addresses and loopback, so that haproxy can have its port on a VIP. Undefined if no frontend
 * wants that port. quorate applies it before haproxy's unit.
 */
export function sshd(balancer: LoadBalancer, node: Node, existing: Existing = {}): Unit | undefined {
  const { port } = node.ssh;
  const own = allAddresses(node);
  const wanted = balancer.frontends.some(({ bind }) => bind.some((endpoint) => endpoint.port === port));
  if (!wanted || !balancer.nodes.includes(node.name)) return undefined;
  const ipv6 = own.some((address) => address.includes(":"));
  const addresses = [...own, "127.0.0.1", ...(ipv6 ? ["::1"] : [])];
  return {
    name: "sshd",
    family: node.family,
    packages: [],
    users: [],
    directories: [],
    files: [
      rootFile("/etc/ssh/sshd_config.d/01-haproxy.conf", "0644", [
        `AddressFamily ${ipv6 ? "any" : "inet"}`,
        ...addresses.map((address) => `ListenAddress ${address}`),
      ]),
    ],
    sysctls: [],
    validations: ["sshd -t", listensThereOnly(addresses, port)],
    // sshd takes up new listeners on SIGHUP: it executes itself again.
    services: [{ name: families[node.family].sshService, change: "reload", owned: false }],
    verifications: own.map((address) => ({ listening: printEndpoint(address, port), process: "sshd" })),
    confirm: true,
    existing: existing.sshd,
  };
}

/**
 * The shell text that fails if sshd_config doesn't include its .d directory, or has further ListenAddress lines,
 * which add up.
 */
function listensThereOnly(addresses: readonly string[], port: number): string {
  const expected = addresses.map((address) => `listenaddress ${printEndpoint(address, port)}`).sort();
  const words = expected.map((line) => `'${line}'`).join(" ");
  return `[ "$(sshd -T | grep '^listenaddress ' | sort)" = "$(printf '%s\\n' ${words} | sort)" ]`;
}
