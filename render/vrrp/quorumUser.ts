import type { Check } from "../../model";
import type { SystemUser } from "../../agent/unit";

/**
 * Runs the check of quorum and nothing else, with root's group: whom corosync answers at all may stop it as well, and
 * change its configuration (corosync.conf(5), uidgid), so that the user of all other scripts must not be one.
 */
export const quorumUser: SystemUser = {
  name: "keepalived_quorum",
  comment: "Keepalived check of corosync's quorum",
};

export function asksCorosync({ target }: Check): boolean {
  return target.kind === "quorate";
}
