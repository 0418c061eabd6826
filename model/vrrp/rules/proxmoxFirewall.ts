import type { Rule } from "../../rule";

/** Proxmox VE's firewall, which one switch turns on for all nodes of the cluster. */
export interface ProxmoxFirewall {
  readonly path: string;
  /** Whether it drops packets that no rule accepts. */
  readonly drops: boolean;
  /** Whether a rule on the cluster or on a node accepts protocol 112. */
  readonly acceptsVrrp: boolean;
  /** Whether the program has members of VRRP groups. */
  readonly vrrp: boolean;
}

/** PVE::Firewall, ruleset PVEFW-HOST-IN: it accepts corosync and SSH by itself, and VRRP by no rule of its own. */
export const vrrpProxmoxFirewall: Rule<ProxmoxFirewall> = {
  name: "vrrp-proxmox-firewall",
  title: "Proxmox VE's firewall must accept VRRP before it is switched on",
  why:
    "PVE::Firewall accepts corosync, SSH and the web UI among the nodes by itself, but not VRRP. As soon as the " +
    "cluster's firewall is on, no member hears the others, and every member becomes MASTER. quorate judges a " +
    "program that switches the firewall on by the provider of Proxmox VE or by pvesh.",
  judge(firewalls) {
    return firewalls
      .filter(({ drops, acceptsVrrp, vrrp }) => drops && vrrp && !acceptsVrrp)
      .map(({ path }) => ({
        path,
        message:
          "switches Proxmox VE's firewall on, and no rule lets VRRP through, so every member would be MASTER; write a rule with type: in, action: ACCEPT and proto: vrrp in a security group that each node refers to",
      }));
  },
};
