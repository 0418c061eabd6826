import { z } from "zod";
import { canonical, isAddress, networkAddress, parseCidr } from "./address";
import { meant } from "./meant";
import { parseEndpoint } from "./endpoint";
import * as limits from "./limits";

/** An object without unknown keys. The finding suggests the known key that you probably meant, or `hints[key]`. */
export function strict<T extends z.ZodRawShape>(shape: T, hints: Record<string, string> = {}) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? explainKeys(issue.keys, known, hints) : objectText(issue.input),
  });
}

function explainKeys(
  keys: readonly string[],
  known: readonly string[],
  hints: Record<string, string>,
): string {
  return keys.map((key) => `${key} is not known here; ${hints[key] ?? insteadOf(key, known)}`).join("; ");
}

/** The advice for an unknown key: the known key that you probably meant, or all of them. */
export function insteadOf(key: string, known: readonly string[]): string {
  const found = meant(key, known);
  return found ? `write ${found}` : `write one of ${known.join(", ")}`;
}

function objectText(input: unknown): string {
  return input === undefined ? "is missing" : "must be a mapping of keys to values";
}

/** A mapping whose keys fit `key`. */
export function named<T extends z.ZodType>(key: z.ZodString, value: T) {
  return z.record(key, value, {
    error: (issue) => (issue.code === "invalid_type" ? objectText(issue.input) : undefined),
  });
}

export function text(pattern: RegExp, description: string) {
  return z.string(`must be ${description}`).regex(pattern, `must be ${description}`);
}

export function wholeNumber(min: number, max: number, unit = "") {
  const message = `must be a whole number from ${String(min)} to ${String(max)}${unit}`;
  return z.int(message).min(min, message).max(max, message);
}

export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, `must be one of ${values.join(", ")}`);
}

export const flag = z.boolean("must be true or false");

/** One value or a list of them, as a list. */
export function listOf<T extends z.ZodType>(item: T, description: string) {
  const list = z
    .array(item, `must be ${description} or a list of them`)
    .min(1, `must be at least one: ${description}`);
  const schema = z.preprocess(
    (input) => (Array.isArray(input) || input === undefined ? input : [input]),
    list,
  );
  return schema as unknown as z.ZodType<z.output<T>[], z.input<T> | readonly z.input<T>[]>;
}

interface Primitives {
  readonly string: string;
  readonly number: number;
}

/** Accepts `schema`'s input, or a value of the primitive type that `expand` converts to it. */
export function shorthand<T extends z.ZodType, Kind extends keyof Primitives>(
  kind: Kind,
  expand: (input: Primitives[Kind]) => z.input<T>,
  schema: T,
) {
  const full = z.preprocess(
    (input) => (typeof input === kind ? expand(input as Primitives[Kind]) : input),
    schema,
  );
  return full as unknown as z.ZodType<z.output<T>, Primitives[Kind] | z.input<T>>;
}

/** A DNS label, RFC 1123 section 2.1. */
export const label = text(
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  "a DNS label: lower-case letters, digits and hyphens, at most 63",
);

/** A name in haproxy.cfg: configuration manual, section 2.2. */
export const haproxyName = text(
  /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}$/,
  "letters, digits, and _ . : - (at most 63)",
);

/** A text of several lines. A daemon or a shell takes other control characters for the end of a line or a word. */
export const plainText = /^[^\x00-\x08\x0b-\x1f\x7f]*$/;
export const plainTextProblem =
  "has a carriage return or another control character, which no daemon takes as it is; write newlines and tabs alone";

/** Shell commands, or a whole script with a #! line. */
export const scriptText = z
  .string("must be shell commands")
  .regex(/\S/, "is empty, so it runs nothing; leave the key out")
  .regex(plainText, plainTextProblem);

export const userName = text(/^[a-z_][a-z0-9_-]{0,31}$/, "a user name as useradd takes it");
export const interfaceName = text(
  new RegExp(`^[A-Za-z0-9][A-Za-z0-9_.@-]{0,${String(limits.interfaceNameLength - 1)}}$`),
  "an interface name of at most 15 characters, such as eth0 or vmbr0",
);
export const absolutePath = text(/^\/[\w./-]+$/, "an absolute path without spaces");
export const filePath = z.string("must be a path").min(1, "must be a path");
export const port = wholeNumber(limits.port.min, limits.port.max);

export const address = z
  .string("must be an IP address")
  .refine(isAddress, "must be an IP address, such as 192.0.2.11 or 2001:db8::11")
  .transform((value) => (isAddress(value) ? canonical(value) : value));

export const cidr = z
  .string("must be an address with its prefix length")
  .refine(
    (value) => parseCidr(value) !== undefined,
    "must be an address with its prefix length, such as 192.0.2.100/24",
  )
  .transform((value) => parseCidr(value) ?? { address: value, prefix: 0, family: 4 as const });

export const subnet = z
  .string("must be a subnet")
  .refine((value) => parseCidr(value) !== undefined, "must be a subnet, such as 192.0.2.0/24")
  .refine((value) => {
    const parsed = parseCidr(value);
    return parsed === undefined || parsed.address === networkAddress(value);
  }, "has bits set after its prefix; write the subnet's own address, such as 192.0.2.0/24");

/** A host name or an address. */
export const host = text(/^[A-Za-z0-9:][A-Za-z0-9.:-]*$/, "a host name or an IP address");

/** A name in DNS. */
export const hostName = text(
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
  "a host name, such as web.example.net",
);

const endpoint = z
  .string("must be an address and a port")
  .refine(
    (value) => parseEndpoint(value) !== undefined,
    "must be an address and a port, such as 192.0.2.101:22 or [2001:db8::1]:22",
  )
  .transform((value) => parseEndpoint(value) ?? { address: value, port: 0 });

/** One `address:port`, or a list of them. */
export const endpoints = listOf(endpoint, "an address and a port, such as 192.0.2.101:22");

/** haproxy configuration manual 2.5: a number with us, ms, s, m, h or d. */
export const duration = text(
  /^[1-9]\d{0,8}(us|ms|s|m|h|d)$/,
  "a time with its suffix, such as 500ms, 5s or 1h",
);

/** haproxy configuration manual 2.6: a number with k, m or g. */
export const size = text(/^[1-9]\d{0,8}[kmg]?$/, "a size, such as 10000 or 100k");

/** An HTTP path in one line. */
export const urlPath = text(/^\/[\w.~!$&'()*+,;=:@%/?-]*$/, "a path that begins with /");
