import { printPath } from "../../finding";
import type { Rule } from "../../rule";

export interface Preemption {
  readonly path: string;
  readonly nopreempt: boolean;
  readonly preemptDelay: number;
}

/** keepalived.conf(5): with nopreempt a preempt_delay has no effect, and keepalived drops it. */
export const vrrpPreemption: Rule<Preemption> = {
  name: "vrrp-preemption",
  title: "A group with nopreempt must have no preempt delay",
  why:
    "keepalived.conf(5): with nopreempt there is no takeover to delay. keepalived drops the delay, so one " +
    "of the two settings is a mistake.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.map(({ name, nopreempt, preemptDelay }) => ({
      path: printPath(["vrrp", name, "preemptDelay"]),
      nopreempt,
      preemptDelay,
    })),
  judge(groups) {
    return groups
      .filter(({ nopreempt, preemptDelay }) => nopreempt && preemptDelay > 0)
      .map(({ path, preemptDelay }) => ({
        path,
        message: `${String(preemptDelay)} seconds before a takeover that nopreempt rules out, so keepalived drops them; leave one of the two out`,
      }));
  },
};
