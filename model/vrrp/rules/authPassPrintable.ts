import { authPassCharacters, authPassCharactersProblem } from "../../secret";
import type { Rule } from "../../rule";

/** A password with its value. Findings never show the value. */
export interface GivenPassword {
  readonly path: string;
  readonly value: string;
}

/** keepalived.conf(5): a blank ends a word, # and ! begin a comment, and quotes, braces, $, ~ and @ are special. */
export const vrrpAuthPassPrintable: Rule<GivenPassword> = {
  name: "vrrp-auth-pass-printable",
  title: "A VRRP password must be of characters that keepalived.conf takes as they are",
  why:
    "A blank ends a word of keepalived.conf, # and ! begin a comment, and quotes, braces, $, ~ and @ have " +
    "a meaning. keepalived reads a password with one of them as another password, depending on its " +
    "version.",
  judge(passwords) {
    return passwords
      .filter(({ value }) => !authPassCharacters.test(value))
      .map(({ path }) => ({ path, message: authPassCharactersProblem }));
  },
};
