import { printPath } from "../finding";
import type { AuthPass } from "../vrrpGroup";
import type { Rule } from "./rule";

export interface VersionedGroup {
  readonly path: string;
  readonly version: 2 | 3;
  readonly authPass: AuthPass;
}

/** RFC 5798 section 9: version 3 has no authentication. */
export const vrrpVersion3Authentication: Rule<VersionedGroup> = {
  code: "VRRP_V3_AUTHENTICATION",
  policy: "vrrp-v3-authentication",
  subjects: ({ vrrpGroups }) =>
    vrrpGroups.map(({ name, version, authPass }) => ({
      path: printPath(["vrrp", name, "authPass"]),
      version,
      authPass,
    })),
  judge(groups) {
    return groups
      .filter(({ version, authPass }) => version === 3 && authPass.kind !== "none")
      .map(({ path }) => ({
        code: this.code,
        path,
        message:
          "VRRP version 3 has no authentication, and keepalived would ignore it; leave authPass out, or write version: 2",
      }));
  },
};
