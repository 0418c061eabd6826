import * as limits from "./limits";

/** Passwords from the articles that this project grew from, and from keepalived's own samples. */
const published = ["password", "1234", "MySecretPass", "1111", "k@l!ve"];

/** Characters without a special meaning in keepalived.conf. */
export const authPassCharacters = /^[A-Za-z0-9._+=,:/%&*-]+$/;

/** Whether `value` is one of the published passwords. */
export function isPublished(value: string): boolean {
  return published.some((known) => known.toLowerCase() === value.toLowerCase());
}

/** Why `value` can't be a VRRP auth_pass, or undefined. The text never contains the value. */
export function authPassProblem(value: string): string | undefined {
  if (isPublished(value)) {
    return "is an example from a published article; write another, or leave authPass out and one is generated";
  }
  if (value.length !== limits.authPassLength) {
    return `has ${String(value.length)} characters; it must have exactly ${String(limits.authPassLength)}, as VRRP cuts longer ones off`;
  }
  if (!authPassCharacters.test(value)) {
    return "has characters that keepalived.conf may not take literally; write letters, digits and . _ + = , : / % & * -";
  }
  return undefined;
}

/** Why `value` can't be the password of haproxy's statistics page, or undefined. */
export function statsPasswordProblem(value: string): string | undefined {
  if (value.length < 8) return "has fewer than 8 characters";
  if (!/^[\x21-\x7e]+$/.test(value) || value.includes("'")) {
    return "must be printable ASCII characters without spaces and single quotes";
  }
  return undefined;
}
