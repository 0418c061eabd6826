import { z } from "zod";
import { haproxyStatsPasswordUnfit } from "./haproxy/rules/statsPasswordUnfit";
import { codeOf, type ValueRule } from "./named";
import { vrrpAuthPassUnfit } from "./vrrp/rules/authPassUnfit";

/** A password whose value isn't known here, such as a Pulumi Output. */
interface Known {
  readonly secret: true;
}

type Given = { readonly kind: "given"; readonly inClear?: boolean };
const given: Given = { kind: "given" };
type AuthPass = Given | { readonly kind: "none" } | { readonly kind: "generated"; readonly length: number };

/** A password, the length of a generated one, or `false` for none. The output never contains the value. */
export const authPass = secret<string | false | { readonly length: number } | Known, AuthPass>(
  "must be a password of 8 characters, {length: 8} for a generated one, or false for none",
  vrrpAuthPassUnfit,
  (input) => {
    if (input === false) return { kind: "none" };
    if (only(input, "secret") === true) return { kind: "given" };
    const length = only(input, "length");
    return typeof length === "number" && Number.isInteger(length) ? { kind: "generated", length } : undefined;
  },
);

/** The password of the statistics page. The output never contains the value. */
export const statsPassword = secret<string | Known, Given>(
  "must be a password",
  haproxyStatsPasswordUnfit,
  (input) => (only(input, "secret") === true ? { kind: "given" } : undefined),
);

/** Builds the schema of a password. `read` returns the meaning of another form than a text, or undefined. */
function secret<Input, Output extends object>(
  form: string,
  rule: ValueRule,
  read: (input: unknown) => Output | Given | undefined,
): z.ZodType<Output, Input> {
  const schema = z.unknown().transform((input, context) => {
    const meant = typeof input === "string" ? { ...given, inClear: true } : read(input);
    const problem = typeof input === "string" ? rule.problemOf(input) : undefined;
    if (meant !== undefined && problem === undefined) return meant;
    context.addIssue(
      problem === undefined
        ? { code: "custom", message: form }
        : { code: "custom", message: problem, params: { code: codeOf(rule) } },
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
