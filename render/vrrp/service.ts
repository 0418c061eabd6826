import type { Service } from "../../agent/unit";

export const keepalived: Service = { name: "keepalived", change: "reload", owned: true };

/**
 * keepalived reads its whole configuration and says what is wrong with it. As the first process of a namespace its
 * parent is 0: version 2.2.7 (Debian 12) takes any other for a dead parent, once a script has a user of its own, and
 * ends itself.
 */
export const configurationCheck = "unshare --pid --fork keepalived -t";
