import type { Rule } from "../../rule";

export interface StoredPassword {
  readonly path: string;
  /** Whether Pulumi stores it as a secret, and never had it in clear. */
  readonly secret: boolean;
  /** The VRRP group whose args have it; undefined in a text. */
  readonly component?: string | undefined;
}

/** A plain value is readable in its file, in the state, in every preview, and in the message of every failure. */
export const vrrpAuthPassSecret: Rule<StoredPassword> = {
  name: "vrrp-auth-pass-secret",
  title: "A VRRP password must be stored as a secret",
  why:
    "Pulumi shows any other value in clear in the stack's state, in every preview and in the message of " +
    "every failure. An `auth_pass` in a program's text is in its repository as well, and so is an " +
    "`authPass` in clear in the stack's file.",
  judge(passwords) {
    return passwords
      .filter(({ secret }) => !secret)
      .map(({ path, component }) => ({
        path,
        message: `is in clear, so every reader of the program, its configuration or its state has it; ${
          component === undefined
            ? "leave a hole for it in the text and fill it on the node from stdin: pulumi.secret(...), config.requireSecret(...) or a RandomPassword"
            : `run pulumi config set --secret --path quorate:secrets.authPass.${component}, and write authPass: {secret: true} (in a program: config.requireSecret(...)), or leave it out and quorate generates one`
        }`,
      }));
  },
};
