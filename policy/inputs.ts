import { Secret } from "@pulumi/policy";

/** A resource's inputs without the SDK's proxies. */
export interface Inputs {
  /** Plain values, with secrets unpacked and values that aren't known yet omitted. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Paths of secret values, such as `environment.PASSWORD`. */
  readonly secrets: ReadonlySet<string>;
  /** Paths of the values that aren't known yet. */
  readonly unknowns: ReadonlySet<string>;
}

/**
 * Unwraps the inputs from the SDK's proxies. A proxied read throws at a value that isn't known yet, and unpacks a
 * secret without a trace. The property's descriptor still has the `Secret`, if the SDK got one.
 */
export function inputsOf(props: object): Inputs {
  const secrets = new Set<string>();
  const unknowns = new Set<string>();
  const values = plainObject(props, "", secrets, unknowns);
  return { values, secrets, unknowns };
}

function plainObject(
  proxy: object,
  path: string,
  secrets: Set<string>,
  unknowns: Set<string>,
): Record<string, unknown> {
  const entries = Object.getOwnPropertyNames(proxy).flatMap((key) => {
    const value = plainValue(proxy, key, path === "" ? key : `${path}.${key}`, secrets, unknowns);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

function plainValue(
  owner: object,
  key: string,
  path: string,
  secrets: Set<string>,
  unknowns: Set<string>,
): unknown {
  const below: unknown = Object.getOwnPropertyDescriptor(owner, key)?.value;
  if (below instanceof Secret) secrets.add(path);
  let value: unknown;
  try {
    value = (owner as Record<string, unknown>)[key];
  } catch {
    unknowns.add(path);
    return undefined;
  }
  if (Array.isArray(value)) {
    return Array.from({ length: value.length }, (_, index) =>
      plainValue(value, String(index), `${path}[${String(index)}]`, secrets, unknowns),
    );
  }
  if (typeof value !== "object" || value === null) return value;
  // Assets have a class, and promises that can't be awaited through a proxy.
  if ("__pulumiAsset" in value || "__pulumiArchive" in value)
    return below instanceof Secret ? below.value : below;
  return plainObject(value, path, secrets, unknowns);
}
