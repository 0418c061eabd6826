import type { Rule } from "../../rule";

/** A member's first state and its preemption. */
export interface InitialState {
  readonly path: string;
  /** Undefined if it isn't known. keepalived's default is BACKUP. */
  readonly state?: string | undefined;
  readonly nopreempt: boolean;
  /** Seconds. */
  readonly preemptDelay: number;
}

/** keepalived.conf(5), nopreempt: "for this to work, the initial state must not be MASTER". */
export const vrrpInitialState: Rule<InitialState> = {
  name: "vrrp-initial-state",
  title: "An instance with nopreempt or preempt_delay must begin as BACKUP",
  why:
    "keepalived.conf(5): an instance that begins as MASTER takes the addresses at once. keepalived clears " +
    "nopreempt and preempt_delay there, and only logs it. A node that comes back after a failure then takes " +
    "the addresses from the node that works.",
  judge(members) {
    return members.flatMap(({ path, state, nopreempt, preemptDelay }) => {
      if (state !== "MASTER" || (!nopreempt && preemptDelay === 0)) return [];
      const cleared = nopreempt ? "nopreempt" : `preempt_delay ${String(preemptDelay)}`;
      const message = `MASTER beside ${cleared}, which keepalived clears then, so a node that comes back takes the addresses at once; write state BACKUP on all members`;
      return [{ path, message }];
    });
  },
};
