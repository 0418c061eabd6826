import type { HaConfig } from "../schema";

/** The configuration of HA. */
export interface WrittenHa {
  readonly config: HaConfig;
}
