import { existsSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

const file = "/etc/pve-double/ha-pace";

/** Seconds that one second of Proxmox VE's HA manager takes here. Default: 1; all its times keep their proportions. */
export const pace = existsSync(file) ? Number(readFileSync(file, "utf8")) : 1;

/** Proxmox VE's own times, in its seconds (pve-ha-manager 5.2). */
export const times = {
  crmRound: 10,
  lrmRound: 5,
  /** Offline for so long, a node is fenced (PVE::HA::NodeStatus, `$fence_delay`). */
  fenceDelay: 60,
  /** A lock that wasn't renewed for so long belongs to the next node (pmxcfs, CFS_LOCK_TIMEOUT). */
  lock: 120,
  /** The watchdog resets a node that hasn't fed it for so long (watchdog-mux). */
  watchdog: 60,
} as const;

/** One of the times on this node, in milliseconds. */
export const ms = (seconds: number): number => seconds * pace * 1000;

/** Does a round over and over, each time that many of Proxmox's seconds after the last one. */
export async function inRounds(seconds: number, round: () => void, ended: () => boolean): Promise<void> {
  while (!ended()) {
    try {
      round();
    } catch (error) {
      // Without quorum a write fails at any point; the next round begins anew.
      console.error(String(error));
    }
    await wait(ms(seconds));
  }
}
