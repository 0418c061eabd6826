import { isUnknown, isObject, reveal, secret, type Properties, type Value } from "./property";
import type { Failure } from "./provider";

/** The inputs of a resource or of an object in it. */
export interface Shape {
  name: string;
  fields: Record<string, Field>;
}

export interface Field {
  type:
    | "string"
    | "number"
    | "boolean"
    | "list"
    | "map of strings"
    | "map of numbers"
    | "list of strings"
    | Shape;
  required?: true;
  secret?: true;
  default?: Value;
  /** The reason why the stand-in refuses it. */
  missing?: string;
}

/** The inputs, with defaults filled in and secrets marked, and every mistake in them. */
export function checkInputs(shape: Shape, news: Properties): { inputs: Properties; failures: Failure[] } {
  const failures: Failure[] = [];
  const inputs = checkObject(shape, "", news, (property, reason) => failures.push({ property, reason }));
  return { inputs, failures };
}

type Report = (property: string, reason: string) => void;

function checkObject(shape: Shape, path: string, given: Properties, report: Report): Properties {
  const checked: Properties = {};
  for (const [key, value] of Object.entries(given)) {
    if (value === null) continue;
    const field = shape.fields[key];
    if (!field) report(path + key, `Unrecognized field '${key}' on '${shape.name}'`);
    else if (field.missing) report(path + key, field.missing);
    checked[key] = field ? checkField(shape, path + key, key, field, value, report) : value;
  }
  for (const [key, field] of Object.entries(shape.fields)) {
    if (key in checked) continue;
    if (field.default !== undefined) checked[key] = field.default;
    else if (field.required) report(path + key, `Missing required field '${key}' on '${shape.name}'`);
  }
  return checked;
}

function checkField(
  shape: Shape,
  path: string,
  key: string,
  field: Field,
  value: Value,
  report: Report,
): Value {
  const { type } = field;
  let checked = value;
  const bare = reveal(value);
  if (!isUnknown(bare)) {
    if (typeof type === "object" && isObject(bare)) checked = checkObject(type, `${path}.`, bare, report);
    else if (!fits(type, bare)) {
      const wanted = typeof type === "object" ? "object" : type;
      report(path, `Field '${key}' on '${shape.name}' must be a '${wanted}'; got '${nameOf(bare)}' instead`);
    }
  }
  return field.secret || (typeof type === "object" && value !== bare) ? secret(checked) : checked;
}

function fits(type: Field["type"], value: Value): boolean {
  const isString = (inner: Value) => typeof reveal(inner) === "string";
  if (type === "list") return Array.isArray(value);
  if (type === "list of strings") return Array.isArray(value) && value.every(isString);
  if (type === "map of strings") return isObject(value) && Object.values(value).every(isString);
  if (type === "map of numbers")
    return isObject(value) && Object.values(value).every((inner) => typeof reveal(inner) === "number");
  return typeof value === type;
}

function nameOf(value: Value): string {
  return Array.isArray(value) ? "list" : typeof value;
}
