/** A parameter of an endpoint, as PVE::JSONSchema describes it. */
export interface Parameter {
  readonly type: "string" | "integer" | "boolean";
  readonly required?: true;
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
}

export type Parameters = Readonly<Record<string, Parameter>>;
export type Given = Readonly<Record<string, string>>;

/** An answer that isn't a success. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly errors?: Readonly<Record<string, string>>,
  ) {
    super(message);
  }
}

/** @throws Refusal 400 with an error for each wrong parameter */
export function verify(schema: Parameters, given: Given): void {
  const unknown = Object.keys(given).filter((key) => schema[key] === undefined);
  const wrong = Object.entries(schema).flatMap(([key, parameter]) => {
    const problem = problemOf(parameter, given[key]);
    return problem === undefined ? [] : [[key, problem] as const];
  });
  const strangers = unknown.map(
    (key) =>
      [key, "property is not defined in schema and the schema does not allow additional properties"] as const,
  );
  const errors = [...strangers, ...wrong];
  if (errors.length > 0)
    throw new Refusal(400, "Parameter verification failed.\n", Object.fromEntries(errors));
}

function problemOf({ type, required, ...limits }: Parameter, value: string | undefined): string | undefined {
  const { values, minimum = -Infinity, maxLength = Infinity, pattern } = limits;
  if (value === undefined) return required ? "property is missing and it is not optional" : undefined;
  if (type === "integer" && !/^-?\d+$/.test(value)) return `type check ('integer') failed - got '${value}'`;
  if (type === "boolean" && !/^(0|1)$/.test(value)) return `type check ('boolean') failed - got '${value}'`;
  if (type === "integer" && Number(value) < minimum)
    return `value must have a minimum value of ${String(minimum)}`;
  if (value.length > maxLength) return `value may only be ${String(maxLength)} characters long`;
  if (values && !values.includes(value))
    return `value '${value}' does not have a value in the enumeration '${values.join(", ")}'`;
  if (pattern && !pattern.test(value)) return `invalid format - invalid configuration ID '${value}'\n`;
  return undefined;
}
