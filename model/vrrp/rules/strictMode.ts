import type { Rule } from "../../rule";

/** An instance in strict mode, and its parts that strict mode disables. */
export interface StrictInstance {
  readonly path: string;
  readonly addresses: readonly string[];
  readonly unicast: boolean;
  readonly authenticated: boolean;
  /** Whether keepalived drops packets to the addresses, although hosts should get answers there. */
  readonly silent: boolean;
}

/** keepalived.conf(5), vrrp_strict, and vrrp_complete_instance in keepalived's vrrp.c. */
export const vrrpStrictMode: Rule<StrictInstance> = {
  name: "vrrp-strict-mode",
  title: "A virtual address that answers must be without vrrp_strict",
  why:
    "keepalived.conf(5), vrrp_strict: with the RFC's rules a MASTER that doesn't own the addresses accepts no " +
    "packet to them. keepalived's own packet filter drops them all, ping included. Strict mode also refuses " +
    "unicast peers and drops the password. The distributions' templates have it.",
  judge(instances) {
    return instances.flatMap(({ path, addresses, unicast, authenticated, silent }) => {
      const effects = [
        ...(silent ? [`drops every packet to ${addresses.join(", ")}`] : []),
        ...(unicast ? ["refuses the unicast peers, and the instance with them"] : []),
        ...(authenticated ? ["ignores the password"] : []),
      ];
      if (effects.length === 0) return [];
      const message = `keepalived ${effects.join(" and ")} in strict mode; leave vrrp_strict out, or write strict_mode off in the instance`;
      return [{ path, message }];
    });
  },
};
