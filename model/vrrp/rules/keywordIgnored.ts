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
  title: "What is written in keepalived.conf has an effect",
  why:
    "keepalived starts with a log line about keywords that mean nothing where they stand. A `weight` in " +
    "global_defs, which an article has, leaves every check without one; an empty notify script notifies nobody.",
  judge(keywords) {
    return keywords.flatMap(({ path, block, keyword, value }) => {
      if (block === "global_defs" && keyword === "weight") {
        const message = `weight ${value} means nothing in global_defs; write it in each vrrp_script`;
        return [{ path, message }];
      }
      if (/^notify(_|$)/.test(keyword) && value.trim() === "") {
        return [{ path, message: `${keyword} is empty; leave it out where nothing is to run` }];
      }
      return [];
    });
  },
};
