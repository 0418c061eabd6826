import type { z } from "zod";
import { type Finding, printPath } from "./finding";

const secretKeys = new Set(["authPass", "password"]);

/** zod's issues as findings under `root`. Each shows the offending value, except a secret's. */
export function toFindings(error: z.ZodError, input: unknown, root: readonly PropertyKey[]): Finding[] {
  return error.issues.map((issue) => {
    const path = writtenPath(input, issue.path);
    const value = root[0] === "secrets" ? "" : describeValue(input, path, issue);
    return {
      code: codeFor(issue, input),
      path: printPath([...root, ...path]),
      message: value + firstLine(issue),
    };
  });
}

/**
 * The path in your configuration. A shorthand (`bind: "..."`, `authPass: "..."`) has none of the longer form's keys.
 */
function writtenPath(input: unknown, path: readonly PropertyKey[]): readonly PropertyKey[] {
  const end = path.findIndex((_, index) => {
    const parent = valueAt(input, path.slice(0, index));
    return parent !== undefined && parent !== null && typeof parent !== "object";
  });
  return end === -1 ? path : path.slice(0, end);
}

function codeFor(issue: z.core.$ZodIssue, input: unknown): string {
  if (issue.code === "unrecognized_keys") return "CONFIG_KEY_UNKNOWN";
  const given: unknown = issue.code === "custom" ? issue.params?.["code"] : undefined;
  if (typeof given === "string") return given;
  return valueAt(input, writtenPath(input, issue.path)) === undefined
    ? "CONFIG_VALUE_MISSING"
    : "CONFIG_VALUE_INVALID";
}

function firstLine(issue: z.core.$ZodIssue): string {
  if (issue.code !== "invalid_key") return issue.message;
  return `the name ${issue.issues[0]?.message ?? "is not allowed"}`;
}

function describeValue(input: unknown, path: readonly PropertyKey[], issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys" || issue.code === "invalid_key") return "";
  if (path.some((key) => secretKeys.has(String(key)))) return "";
  const value = valueAt(input, path);
  if (value === undefined) return issue.message === "is missing" ? "" : "is missing; ";
  return typeof value === "object" ? "" : `${JSON.stringify(value)} `;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    input,
  );
}
