import type { Corosync } from "../../quorum/corosync";
import type { HaConfig } from "../schema";

/** The configuration of HA, and that of corosync if quorate has one. */
export interface WrittenHa {
  readonly config: HaConfig;
  readonly quorum: Corosync | undefined;
}
