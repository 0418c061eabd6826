import type { Service } from "../../agent/unit";

export const keepalived: Service = { name: "keepalived", change: "reload", owned: true };

/**
 * Makes keepalived validate its whole configuration. As the first process of a namespace, it has 0 as its parent. If
 * a script has its own user, version 2.2.7 (Debian 12) takes any other parent for a dead one and ends itself.
 */
export const configurationCheck = "unshare --pid --fork keepalived -t";
