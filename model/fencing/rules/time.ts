import * as limits from "../../limits";
import type { PartRule } from "../../rule";
import { millisecondsOf } from "../nicWatchdog";
import type { NicWatchdogConfig } from "../schema";

export const fencingTime: PartRule<NicWatchdogConfig> = {
  name: "fencing-time",
  title: "A NIC watchdog must act before Proxmox VE does, and look no more often than it can",
  judgePart({ interval, misses }) {
    const between = millisecondsOf(interval);
    const path = "fencing.nicWatchdog.interval";
    const [{ min }, { max }] = [limits.watchdogInterval, limits.watchdogTime];
    if (between < min) {
      const message = `${interval} is less than a look takes, so the watchdog would miss looks; write at least ${String(min)}ms`;
      return [{ path, message }];
    }
    if (between * misses <= max) return [];
    const message = `${String(misses)} looks every ${interval} take ${String((between * misses) / 1000)} s; Proxmox VE itself takes a node down after ${String(max / 1000)} s, and the other nodes then start its guests: write a shorter interval or fewer misses`;
    return [{ path, message }];
  },
};
