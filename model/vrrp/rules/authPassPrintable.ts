import { authPassCharacters } from "../../secret";
import type { Rule } from "../../rule";

/** A password with its value. Findings never show the value. */
export interface GivenPassword {
  readonly path: string;
  readonly value: string;
}

/** keepalived.conf(5): a blank ends a word, # and ! begin a comment, and quotes, braces, $, ~ and @ are special. */
export const vrrpAuthPassPrintable: Rule<GivenPassword> = {
  name: "vrrp-auth-pass-printable",
  title: "A VRRP password is of characters that keepalived.conf takes as they are",
  why:
    "A blank ends a word of keepalived.conf, # and ! begin a comment, and quotes, braces, $, ~ and @ have a " +
    "meaning. A password with one of them is another password than it seems, and not the same one in every version.",
  judge(passwords) {
    return passwords
      .filter(({ value }) => !authPassCharacters.test(value))
      .map(({ path }) => ({
        path,
        message:
          "has characters that keepalived.conf may not take literally; write letters, digits and . _ + = , : / % & * -",
      }));
  },
};
