import type { Rule } from "../../rule";

export interface StoredPassword {
  readonly path: string;
  /** Whether Pulumi stores it as a secret. */
  readonly secret: boolean;
}

/** A plain value is readable in the state, in every preview, and in the message of every failure. */
export const vrrpAuthPassSecret: Rule<StoredPassword> = {
  name: "vrrp-auth-pass-secret",
  title: "A VRRP password must be stored as a secret",
  why:
    "Pulumi shows any other value in clear in the stack's state, in every preview and in the message of " +
    "every failure. An `auth_pass` in a program's text is in its repository as well.",
  judge(passwords) {
    return passwords
      .filter(({ secret }) => !secret)
      .map(({ path }) => ({
        path,
        message:
          "is in clear, so every reader of the program or its state has it; leave a hole for it in the text and fill it on the node from stdin: pulumi.secret(...), config.requireSecret(...) or a RandomPassword",
      }));
  },
};
