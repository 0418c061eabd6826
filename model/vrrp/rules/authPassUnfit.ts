import * as limits from "../../limits";
import type { ValueRule } from "../../named";
import { authPassCharacters, authPassCharactersProblem, isPublished } from "../../secret";

/** A password that you write, whose value only the schema sees. */
export const vrrpAuthPassUnfit: ValueRule = {
  name: "vrrp-auth-pass-unfit",
  title: "A VRRP password must be 8 characters that keepalived takes as they are, and not published",
  problemOf: authPassProblem,
};

/** Why `value` can't be a VRRP password, or undefined. The text never contains the value. */
export function authPassProblem(value: string): string | undefined {
  if (isPublished(value)) {
    return "is an example from a published article, so an attacker can guess it; write another, or leave authPass out and quorate generates one";
  }
  if (value.length !== limits.authPassLength) {
    return `has ${String(value.length)} characters, and VRRP cuts longer ones off; write exactly ${String(limits.authPassLength)}`;
  }
  return authPassCharacters.test(value) ? undefined : authPassCharactersProblem;
}
