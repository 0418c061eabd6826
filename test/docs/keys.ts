import type { z } from "zod";
import { clusterSchema } from "../../model/cluster/schema";
import { fencingSchema } from "../../model/fencing/schema";
import { haSchema } from "../../model/ha/schema";
import { loadBalancerSchema } from "../../model/haproxy/schema";
import { quorumSchema } from "../../model/quorum/schema";
import { vrrpGroupSchema } from "../../model/vrrp/schema";

/** The schema that each page describes, by subject. That of `vrrp` is a group's. */
export const schemas = {
  cluster: clusterSchema,
  vrrp: vrrpGroupSchema,
  haproxy: loadBalancerSchema,
  quorum: quorumSchema,
  fencing: fencingSchema,
  ha: haSchema,
};

export interface Key {
  /** Names are joined by dots, and `<>` stands for a name that you choose. */
  readonly path: string;
  readonly defaultValue?: unknown;
  /** The allowed values of an enumeration; otherwise empty. */
  readonly values: readonly string[];
  /** The limits of a whole number, both inclusive. */
  readonly range?: { readonly min: number; readonly max: number };
}

/** The parts of zod's definition of a schema that this file reads. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly defaultValue?: unknown;
  readonly in?: z.ZodType;
  readonly out?: z.ZodType;
  readonly shape?: Record<string, z.ZodType>;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly entries?: Record<string, string>;
}

const definition = (schema: z.ZodType): Definition => schema.def;

/** All keys of a configuration that hold a value. */
export function keysOf(schema: z.ZodType, path: readonly string[] = [], defaultValue?: unknown): Key[] {
  const def = definition(schema);
  const inner = def.innerType ?? def.element;
  if (def.type === "default" && def.innerType) return keysOf(def.innerType, path, def.defaultValue);
  if (def.type === "pipe" && def.in && def.out)
    return keysOf(definition(def.out).type === "transform" ? def.in : def.out, path, defaultValue);
  if (def.shape) return Object.entries(def.shape).flatMap(([key, value]) => keysOf(value, [...path, key]));
  if (def.valueType) return keysOf(def.valueType, [...path, "<>"]);
  if (inner) return keysOf(inner, path, defaultValue);
  const { minValue: min, maxValue: max } = schema as z.ZodNumber;
  return [
    {
      path: path.join("."),
      ...(defaultValue === undefined ? {} : { defaultValue }),
      values: Object.values(def.entries ?? {}),
      ...(def.type === "number" && typeof min === "number" && typeof max === "number" && max < 2 ** 53 - 1
        ? { range: { min, max } }
        : {}),
    },
  ];
}
