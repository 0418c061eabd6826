import type { PartRule } from "../../rule";
import type { NicWatchdogConfig } from "../schema";

export const fencingOptionIgnored: PartRule<NicWatchdogConfig> = {
  name: "fencing-option-ignored",
  title: "A NIC watchdog must have services only with the action stop",
  judgePart({ action, services }) {
    if (services === undefined || action === "stop") return [];
    const message = `${services.join(", ")} stop with the node anyway when the action is ${action}; leave services out, or write action: stop`;
    return [{ path: "fencing.nicWatchdog.services", message }];
  },
};
