import type { PartRule } from "../../rule";
import type { WrittenHa } from "./written";

export const haPlatform: PartRule<WrittenHa> = {
  name: "ha-platform",
  title: "HA must be on nodes of Proxmox VE",
  judgePart(_, { platform }) {
    if (platform === "proxmox") return [];
    const message = `HA is a part of Proxmox VE, and the platform is ${platform}; write platform: proxmox under cluster, or leave ha out`;
    return [{ path: "ha", message }];
  },
};
