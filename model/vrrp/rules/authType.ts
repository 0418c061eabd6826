import type { Rule } from "../../rule";

export interface Authentication {
  readonly path: string;
  readonly type: string;
  readonly family: 4 | 6;
}

/** keepalived.conf(5), authentication: PASS or AH. */
export const vrrpAuthType: Rule<Authentication> = {
  name: "vrrp-auth-type",
  title: "An authentication type must be one that keepalived has",
  why:
    "keepalived.conf(5): auth_type is PASS, or AH for IPv4 alone. keepalived logs any other word and goes on " +
    "without authentication, so the file shows a protection that isn't there.",
  judge(all) {
    return all.flatMap(({ path, type, family }) => {
      if (type === "PASS" || (type === "AH" && family === 4)) return [];
      const reason = type === "AH" ? "works with IPv4 alone" : "is no type that keepalived has";
      const message = `${type} ${reason}, so the adverts have no authentication; write PASS, or leave the block out`;
      return [{ path, message }];
    });
  },
};
