import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { WrittenGroup } from "../schema";

export const vrrpOptionIgnored: PartRule<WrittenGroup> = {
  name: "vrrp-option-ignored",
  title: "An option of a VRRP group must have an effect",
  judgePart({ name, track, virtualIpaddress, useVmac, vmacInterface, vmacXmitBase }) {
    const users = track.flatMap(({ user, script }, index) => {
      if (user === undefined || script !== undefined) return [];
      const message = `${user} runs a script, and this check has none; leave user out`;
      return [{ path: printPath(["vrrp", name, "track", index, "user"]), message }];
    });
    const labels = virtualIpaddress.flatMap(({ family, label }, index) => {
      if (label === undefined || family === 4) return [];
      const message = `${label} is for IPv4 alone: the kernel keeps no label of an IPv6 address; leave it out`;
      return [{ path: printPath(["vrrp", name, "virtualIpaddress", index, "label"]), message }];
    });
    const ofVmac = Object.entries({ vmacInterface: vmacInterface !== undefined, vmacXmitBase });
    const vmac = ofVmac.flatMap(([key, written]) => {
      if (useVmac || !written) return [];
      const message = "has no effect without useVmac: true; write it too, or leave this out";
      return [{ path: printPath(["vrrp", name, key]), message }];
    });
    return [...users, ...labels, ...vmac];
  },
};
