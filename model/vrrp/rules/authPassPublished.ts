import { isPublished } from "../../secret";
import type { Rule } from "../../rule";
import type { GivenPassword } from "./authPassPrintable";

/** The passwords of the articles and of keepalived's samples are public. */
export const vrrpAuthPassPublished: Rule<GivenPassword> = {
  name: "vrrp-auth-pass-published",
  title: "A VRRP password is none that was published",
  why:
    "The examples of articles and of keepalived's own samples are in half of all installations. Another group " +
    "of the segment with the same password, set up from the same article, takes part in the elections of this one.",
  judge(passwords) {
    return passwords
      .filter(({ value }) => isPublished(value))
      .map(({ path }) => ({
        path,
        message:
          "is an example from a published article; write another of 8 characters, or have one generated (RandomPassword)",
      }));
  },
};
