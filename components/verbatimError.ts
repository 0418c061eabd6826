import * as pulumi from "@pulumi/pulumi";

/**
 * An error that Pulumi prints as it stands. The SDK would otherwise put `error serializing property` before its text
 * for every waiting resource, and the stack behind it.
 */
export function verbatimError(text: string): pulumi.RunError {
  const ignored = (): void => undefined;
  return Object.defineProperties(new pulumi.RunError(text), {
    message: { get: () => text, set: ignored },
    stack: { value: text },
  });
}
