import { z } from "zod";
import type { Code } from "./codes";
import { authPassProblem, statsPasswordProblem } from "./secret";

/** A password whose value isn't known here, such as a Pulumi Output. */
interface Known {
  readonly secret: true;
}

type Given = { readonly kind: "given" };
type AuthPass = Given | { readonly kind: "none" } | { readonly kind: "generated"; readonly length: number };

/** A password, the length of a generated one, or `false` for none. The output never contains the value. */
export const authPass = secret<string | false | { readonly length: number } | Known, AuthPass>(
  "must be a password of 8 characters, {length: 8} for a generated one, or false for none",
  (input) => {
    if (input === false) return { kind: "none" };
    if (typeof input === "string") return authPassProblem(input) ?? { kind: "given" };
    if (only(input, "secret") === true) return { kind: "given" };
    const length = only(input, "length");
    return typeof length === "number" && Number.isInteger(length) ? { kind: "generated", length } : undefined;
  },
  "VRRP_AUTH_PASS_UNFIT",
);

/** The password of the statistics page. The output never contains the value. */
export const statsPassword = secret<string | Known, Given>(
  "must be a password",
  (input) => {
    if (typeof input === "string") return statsPasswordProblem(input) ?? { kind: "given" };
    return only(input, "secret") === true ? { kind: "given" } : undefined;
  },
  "HAPROXY_STATS_PASSWORD_UNFIT",
);

/** Builds the schema of a password. `read` returns its meaning, a problem's text, or undefined for any other form. */
function secret<Input, Output extends object>(
  form: string,
  read: (input: unknown) => Output | string | undefined,
  code: Code,
): z.ZodType<Output, Input> {
  const schema = z.unknown().transform((input, context) => {
    const meant = read(input);
    if (typeof meant === "object") return meant;
    context.addIssue(
      meant === undefined
        ? { code: "custom", message: form }
        : { code: "custom", message: meant, params: { code } },
    );
    return z.NEVER;
  });
  return schema as unknown as z.ZodType<Output, Input>;
}

/** The value at `key`, if the object has no other key. */
function only(input: unknown, key: string): unknown {
  if (typeof input !== "object" || input === null || Object.keys(input).join() !== key) return undefined;
  return (input as Record<string, unknown>)[key];
}
