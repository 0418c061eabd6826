import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { WrittenGroup } from "../schema";

/** Services of Proxmox VE, such as pveproxy of the web UI. */
const ofProxmox = /^(pve|pmx|spiceproxy|qmeventd)/;

export const vrrpCheckElsewhere: PartRule<WrittenGroup> = {
  name: "vrrp-check-elsewhere",
  title: "A check of Proxmox VE's services must not be on other members",
  judgePart({ name, track, order, priority = {} }, { nodes, platform }) {
    const members = order ?? Object.keys(priority);
    const others = nodes.filter((node) => members.includes(node.name) && node.platform !== "proxmox");
    if (platform !== "proxmox" || others.length === 0) return [];
    const names = others.map((node) => node.name).join(", ");
    return track.flatMap(({ process, systemd }, index) => {
      const service = process ?? systemd ?? "";
      if (!ofProxmox.test(service)) return [];
      const message = `${service} is a service of Proxmox VE, which ${names} ${others.length === 1 ? "isn't" : "aren't"}, so the check always fails there; leave the check or ${names} out, or write a group of its own for ${names}`;
      return [{ path: printPath(["vrrp", name, "track", index]), message }];
    });
  },
};
