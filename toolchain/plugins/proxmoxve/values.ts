import { isObject, type Properties, type Value } from "../property";
import type { Failure } from "../provider";

/** A value as the API's forms have it: 0 and 1 for a boolean. Undefined if it isn't set. */
export function formValue(value: Value | undefined): string | undefined {
  if (value === undefined || typeof value === "object") return undefined;
  return String(typeof value === "boolean" ? Number(value) : value);
}

/** `delete` of an update: the keys by property that had a value and have none now. */
export function removed(
  keys: Record<string, string>,
  inputs: Properties,
  state: Properties,
): string | undefined {
  const gone = Object.entries(keys).filter(([property]) => {
    const [now, before] = [inputs[property], state[property]];
    return (now === undefined || now === null) && before !== undefined && before !== null;
  });
  return gone.length === 0 ? undefined : gone.map(([, key]) => key).join(",");
}

/** `{n1: 2, n2: 1}` as `n1:2,n2:1`. */
export function nodeList(nodes: Value | undefined): string | undefined {
  if (!isObject(nodes)) return undefined;
  return Object.entries(nodes)
    .map(([node, priority]) => (priority === null ? node : `${node}:${String(priority as number)}`))
    .join(",");
}

/** `n1:2,n2` as `{n1: 2, n2: null}`. */
export function nodesOf(list: Value | undefined): Value {
  if (typeof list !== "string") return null;
  const pairs = list.split(",").map((each) => {
    const [node = "", priority] = each.split(":");
    return [node, priority === undefined ? null : Number(priority)];
  });
  return Object.fromEntries(pairs) as Value;
}

/** A boolean of the API, which is a number; null if it isn't set. */
export function flagOf(value: Value | undefined): Value {
  return value === undefined || value === null ? null : Number(value) === 1;
}

const identifier = /^[a-zA-Z][a-zA-Z0-9\-_.]*[a-zA-Z0-9]$/;

export function identifierMistakes(property: string, value: Value | undefined): Failure[] {
  if (typeof value !== "string" || identifier.test(value)) return [];
  const reason = `Attribute ${property} must start with a letter, end with a letter or number, be composed of letters, numbers, '-', '_' and '.', and must be at least 2 characters long, got: ${value}`;
  return [{ property, reason }];
}

export function commentMistakes(comment: Value | undefined): Failure[] {
  if (typeof comment !== "string") return [];
  if (comment === "")
    return [
      {
        property: "comment",
        reason: "Attribute comment UTF-8 character count must be at least 1, got: 0",
      },
    ];
  return [
    ...(/^\s/.test(comment)
      ? [{ property: "comment", reason: "Attribute comment must not start with whitespace" }]
      : []),
    ...(/\s$/.test(comment)
      ? [{ property: "comment", reason: "Attribute comment must not end with whitespace" }]
      : []),
  ];
}

export function rangeMistakes(property: string, value: Value | undefined, max: number): Failure[] {
  if (typeof value !== "number" || (value >= 0 && value <= max)) return [];
  const reason = `Attribute ${property} value must be between 0 and ${String(max)}, got: ${String(value)}`;
  return [{ property, reason }];
}

export function oneOfMistakes(
  property: string,
  value: Value | undefined,
  words: readonly string[],
): Failure[] {
  if (typeof value !== "string" || words.includes(value)) return [];
  const listed = words.map((word) => `"${word}"`).join(" ");
  return [{ property, reason: `Attribute ${property} value must be one of: [${listed}], got: "${value}"` }];
}

export function nodesMistakes(nodes: Value | undefined): Failure[] {
  if (!isObject(nodes)) return [];
  if (Object.keys(nodes).length === 0)
    return [{ property: "nodes", reason: "Attribute nodes map must contain at least 1 elements, got: 0" }];
  return Object.entries(nodes).flatMap(([node, priority]) => [
    ...(/^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(node)
      ? []
      : [{ property: "nodes", reason: `Attribute nodes must be a valid Proxmox node name, got: ${node}` }]),
    ...rangeMistakes("nodes", priority, 1000),
  ]);
}
