import { printEndpoint } from "../../address";
import type { Endpoint } from "../../endpoint";
import type { Rule } from "../../rule";

/** A bind at an address that VRRP moves. */
export interface MovingBind extends Endpoint {
  readonly path: string;
  readonly node: string;
  /** Whether haproxy may bind addresses that the node lacks: by the sysctl, or by `transparent` at the bind. */
  readonly nonlocal: boolean;
}

/** ip(7): without ip_nonlocal_bind a program can bind only the node's present addresses. */
export const haproxyNonlocalBind: Rule<MovingBind> = {
  name: "haproxy-nonlocal-bind",
  title: "A node whose haproxy binds a VIP must allow binds of addresses that it lacks",
  why:
    "The VIP is on one node at a time. On all other nodes, and on every node while it boots, haproxy " +
    "refuses to start: `cannot bind socket`. The takeover then finds no haproxy. quorate judges files at " +
    "the end of the preview, when it knows the whole program.",
  judge(binds) {
    return binds
      .filter(({ nonlocal }) => !nonlocal)
      .map(({ path, node, address, port }) => ({
        path,
        message: `${printEndpoint(address, port)} is an address that ${node} has only as MASTER, and ${sysctlFor(address)} is not set there, so haproxy would not start; write ${sysctlFor(address)}=1 in a file under /etc/sysctl.d, and set it with sysctl -w`,
      }));
  },
};

function sysctlFor(address: string): string {
  return `net.${address.includes(":") ? "ipv6" : "ipv4"}.ip_nonlocal_bind`;
}
