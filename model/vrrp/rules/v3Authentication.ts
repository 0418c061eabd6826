import { printPath } from "../../finding";
import type { Rule } from "../../rule";

export interface VersionedGroup {
  readonly path: string;
  readonly version: 2 | 3;
  /** Whether it has a password or any other authentication. */
  readonly authenticated: boolean;
}

/** RFC 5798 section 9: version 3 has no authentication. */
export const vrrpV3Authentication: Rule<VersionedGroup> = {
  name: "vrrp-v3-authentication",
  title: "VRRP version 3 must have no password",
  why:
    "RFC 5798 section 9: version 3 removed authentication from the protocol. keepalived ignores the " +
    "password, so the configuration shows a protection that isn't there.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.map(({ name, version, authPass }) => ({
      path: printPath(["vrrp", name, "authPass"]),
      version,
      authenticated: authPass.kind !== "none",
    })),
  judge(groups) {
    return groups
      .filter(({ version, authenticated }) => version === 3 && authenticated)
      .map(({ path }) => ({
        path,
        message:
          "VRRP version 3 has no authentication, so keepalived would ignore the password; leave authPass out, or write version: 2",
      }));
  },
};
