import type { Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** Proxmox's HA manager fences a node that loses quorum. With two_node a lone node keeps quorum. */
export const quorumHaResources: Rule<Quorum> = {
  name: "quorum-ha-resources",
  title: "Proxmox HA resources need a cluster where a lone node loses quorum",
  why:
    "Proxmox's HA manager fences a node by its losing quorum: the watchdog resets it, and its guests start " +
    "elsewhere. With two_node a lone node keeps quorum, so that both run the same guest on the same disk. The " +
    "article that tries it shows a container running twice.",
  judge(clusters) {
    return clusters
      .filter(({ twoNode, haResources }) => twoNode && haResources.length > 0)
      .map(({ path, haResources }) => ({
        path,
        message: `two_node beside the HA resources ${haResources.join(", ")}: cut apart, both nodes would run them; write a qdevice in place of two_node, or leave HA out`,
      }));
  },
};
