import { printPath } from "../../finding";
import * as limits from "../../limits";
import type { Rule } from "../../rule";

/** An advert interval in seconds. */
export interface AdvertInterval {
  readonly path: string;
  readonly version: 2 | 3;
  readonly advertInt: number;
}

/** RFC 3768 section 5.3.7: whole seconds. RFC 5798 section 5.2.7: hundredths. keepalived rounds other values. */
export const vrrpAdvertInterval: Rule<AdvertInterval> = {
  name: "vrrp-advert-interval",
  title: "An advert interval must fit the group's VRRP version",
  why:
    "RFC 3768 section 5.3.7 has whole seconds in 8 bits, RFC 5798 section 5.2.7 hundredths in 12 bits. " +
    "keepalived rounds other values, and members that round differently discard each other's adverts.",
  items: ({ vrrpGroups }) =>
    vrrpGroups.map(({ name, version, advertInt }) => ({
      path: printPath(["vrrp", name, "advertInt"]),
      version,
      advertInt,
    })),
  judge(intervals) {
    return intervals.flatMap(({ path, version, advertInt }) => {
      const { min, max, step } = version === 2 ? limits.advertIntV2 : limits.advertIntV3;
      const steps = advertInt / step;
      const fits = advertInt >= min && advertInt <= max && Math.abs(steps - Math.round(steps)) < 1e-9;
      if (fits) return [];
      const hint = version === 2 && advertInt < 1 ? ", or version: 3 for less than a second" : "";
      const message = `${String(advertInt)} seconds don't fit VRRP version ${String(version)}, so keepalived would round them; write ${String(min)} to ${String(max)} in steps of ${String(step)}${hint}`;
      return [{ path, message }];
    });
  },
};
