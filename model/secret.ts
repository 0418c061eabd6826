/** Passwords from the articles that this project grew from, and from keepalived's own samples. */
const published = ["password", "1234", "MySecretPass", "1111", "k@l!ve"];

/** Characters without a special meaning in keepalived.conf. */
export const authPassCharacters = /^[A-Za-z0-9._+=,:/%&*-]+$/;

/** The problem of a password with other characters. */
export const authPassCharactersProblem =
  "has characters that keepalived.conf may not take literally, so members may have different passwords; write letters, digits and . _ + = , : / % & * -";

/** Whether `value` is one of the published passwords. */
export function isPublished(value: string): boolean {
  return published.some((known) => known.toLowerCase() === value.toLowerCase());
}
