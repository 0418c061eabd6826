import assert from "node:assert/strict";
import {
  ConfigurationError,
  type ConfigurationInput,
  type Finding,
  parseConfiguration,
} from "../../../model";
import { keysOf, schemas } from "../../docs/keys";

/** A small valid configuration with three nodes, one group and one load balancer. Tests put mistakes into it. */
export function base(): ConfigurationInput {
  return {
    cluster: {
      name: "lab",
      platform: "debian",
      ssh: { hostKeys: "known_hosts" },
      networks: { lan: { subnet: "192.0.2.0/24", interface: "eth0" } },
      nodes: {
        n1: { address: "192.0.2.11" },
        n2: { address: "192.0.2.12" },
        n3: { address: "192.0.2.13" },
      },
    },
    vrrp: {
      ui: {
        virtualRouterId: 51,
        virtualIpaddress: ["192.0.2.100/24"],
        order: ["n1", "n2", "n3"],
        track: [{ process: "haproxy" }],
      },
    },
    haproxy: {
      frontends: { ssh: { bind: "192.0.2.100:22", defaultBackend: "ssh" } },
      backends: { ssh: { check: { ssh: true }, nodes: 22 } },
    },
  };
}

/** `base()` with other values at dotted paths; undefined removes a value. */
export function spoiled(changes: Readonly<Record<string, unknown>>): ConfigurationInput {
  const input = base();
  for (const [path, value] of Object.entries(changes)) set(input, path.split("."), value);
  return input;
}

function set(target: object, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  const record = target as Record<string, unknown>;
  if (rest.length === 0) {
    if (value === undefined) Reflect.deleteProperty(record, key);
    else record[key] = value;
    return;
  }
  record[key] ??= {};
  set(record[key] as object, rest, value);
}

type Place = readonly PropertyKey[];

/** Every place of the schema that can have a value: the keys, and the structures that hold them. */
export function places(): Place[] {
  const keys = Object.entries(schemas).flatMap(([subject, schema]) =>
    keysOf(schema).map(({ path }) => {
      const own = path.split(".").map((key) => (key === "<>" ? "a" : key));
      return subject === "vrrp" ? [subject, "ui", ...own] : [subject, ...own];
    }),
  );
  const all = keys.flatMap((key) => key.map((_, index) => key.slice(0, index + 1)));
  return [...new Map(all.map((place) => [place.join("\0"), place])).values()];
}

/** `base()` with a value at a place, and its path there: a list on the way has it in its first item. */
export function encryptedAt(place: Place, value: unknown): { input: ConfigurationInput; path: Place } {
  const input = base();
  const path: PropertyKey[] = [];
  let target = input as unknown as Record<PropertyKey, unknown>;
  for (const [index, key] of place.entries()) {
    path.push(key);
    if (index === place.length - 1) target[key] = value;
    else if (typeof target[key] !== "object") target[key] = {};
    target = target[key] as Record<PropertyKey, unknown>;
    if (Array.isArray(target) && index < place.length - 1) {
      path.push(0);
      const list = target as unknown as unknown[];
      if (typeof list[0] !== "object") list[0] = {};
      target = list[0] as Record<PropertyKey, unknown>;
    }
  }
  return { input, path };
}

/** The findings on a configuration; none if it is accepted. */
export function findingsOf(input: ConfigurationInput): readonly Finding[] {
  try {
    parseConfiguration(input);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error.findings;
  }
}
