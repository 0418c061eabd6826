import type { Rule } from "../../rule";

/** A line that keepalived reads and ignores. */
export interface Keyword {
  readonly path: string;
  /** The block around it, such as global_defs or vrrp_instance. */
  readonly block: string;
  readonly keyword: string;
  readonly value: string;
}

/** keepalived -t reports an unknown keyword, but keepalived starts all the same. */
export const vrrpKeywordIgnored: Rule<Keyword> = {
  name: "vrrp-keyword-ignored",
  title: "A keyword in keepalived.conf must have an effect",
  why:
    "keepalived starts in spite of a keyword without an effect at its place, and only logs it. A `weight` " +
    "in global_defs, which an article has, leaves every check without one. An empty notify script runs " +
    "nothing.",
  judge(keywords) {
    return keywords.flatMap(({ path, block, keyword, value }) => {
      if (block === "global_defs" && keyword === "weight") {
        const message = `weight ${value} has no effect in global_defs, so every check is without one; write it in each vrrp_script`;
        return [{ path, message }];
      }
      if (/^notify(_|$)/.test(keyword) && value.trim() === "") {
        return [{ path, message: `${keyword} is empty, so it runs nothing; leave it out` }];
      }
      return [];
    });
  },
};
