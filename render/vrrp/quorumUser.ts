import type { Check } from "../../model";
import type { SystemUser } from "../../agent/unit";

/**
 * Runs the check of quorum and nothing else, with root's group. If corosync answers a user, that user may also stop
 * it and change its configuration (corosync.conf(5), uidgid). The user of the other scripts must therefore get no
 * answer.
 */
export const quorumUser: SystemUser = {
  name: "keepalived_quorum",
  comment: "Keepalived check of corosync's quorum",
};

export function asksCorosync({ target }: Check): boolean {
  return target.kind === "quorate";
}
