import { isPublished } from "../../secret";
import type { Rule } from "../../rule";
import type { GivenPassword } from "./authPassPrintable";

/** The passwords of the articles and of keepalived's samples are public. */
export const vrrpAuthPassPublished: Rule<GivenPassword> = {
  name: "vrrp-auth-pass-published",
  title: "A VRRP password must not be a published one",
  why:
    "Many installations have the example passwords of articles and of keepalived's samples. Another group " +
    "of the segment with the same password takes part in this group's elections.",
  judge(passwords) {
    return passwords
      .filter(({ value }) => isPublished(value))
      .map(({ path }) => ({
        path,
        message:
          "is an example from a published article, so an attacker can guess it; write another of 8 characters, or a RandomPassword",
      }));
  },
};
