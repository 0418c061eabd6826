import { z } from "zod";
import type { Cluster, HighAvailability, LoadBalancer, NicWatchdogService, VrrpGroup } from "../model";
import { isAddress } from "../model/address";
import { platformNames } from "../model/cluster/platforms";
import type { Quorum } from "../model/quorum/quorum";

/** The type of each field of a resolved model, as far as rules rely on it. */
export type Shape<T> = Readonly<Record<keyof Required<T>, z.ZodType>>;

const text = z.string();
const texts = z.array(text);
const number = z.number();
const flag = z.boolean();
const family = z.literal([4, 6]);
const address = text.refine(isAddress);
const mode = z.enum(["tcp", "http"]);
const endpoint = z.object({ address, port: number });
const subnet = text.refine((cidr) => isAddress(cidr.split("/")[0] ?? "") && /\/\d+$/.test(cidr));

export const subnets = z.array(subnet);
export const addresses = z.array(address);

/** Kinds that rules examine. Of others, also those of later versions, they use the weight alone. */
const known = ["process", "systemd", "tcp", "http", "interface", "script", "command", "file"];
const target = z.union([
  z.object({ kind: z.literal("process"), process: text }),
  z.object({ kind: z.literal("systemd"), unit: text }),
  z.object({ kind: z.literal(["tcp", "http"]), port: number }),
  z.object({ kind: z.literal("interface"), interface: text }),
  z.object({ kind: z.literal("script"), script: text, user: text.optional() }),
  z.object({ kind: z.literal("command"), command: text, user: text.optional() }),
  z.object({ kind: z.literal("file"), path: text }),
  z.object({ kind: text.refine((kind) => !known.includes(kind)) }),
]);
const track = z.object({ name: text, target, weight: number });

export const vrrpGroup: Shape<VrrpGroup> = {
  name: text,
  network: text,
  family,
  version: z.literal([2, 3]),
  virtualRouterId: number,
  virtualIpaddress: z.array(z.object({ address, prefix: number, family, interface: text.optional() })),
  virtualRoutes: texts,
  virtualRules: texts,
  advertInt: number,
  garp: z.record(text, number),
  vmac: z.object({ interface: text, xmitBase: flag }).optional(),
  authPass: z.union([
    z.object({ kind: z.literal("none") }),
    z.object({ kind: z.literal("given"), inClear: flag.optional() }),
    z.object({ kind: z.literal("generated"), length: number }),
  ]),
  members: z.array(z.object({ node: text, priority: number, interface: text, address: address.optional() })),
  tracks: z.array(track),
  notify: z.record(text, z.object({ script: text, user: text.optional() })),
  unicast: flag,
  nopreempt: flag,
  preemptDelay: number,
  syncGroup: text.optional(),
  raw: texts,
};

export const loadBalancer: Shape<LoadBalancer> = {
  nodes: texts,
  maxconn: number,
  raw: z.object({ global: texts, defaults: texts }),
  log: z.object({ target: text }),
  timeouts: z.object({ connect: text, client: text, server: text }),
  frontends: z.array(
    z.object({
      ...{ name: text, mode, bind: z.array(endpoint), redirects: flag, defaultBackend: text.optional() },
      hosts: z.array(z.object({ host: text, backend: text })),
      tls: z.object({ minVersion: text }).optional(),
    }),
  ),
  backends: z.array(
    z.object({
      ...{ name: text, mode, balance: text, cookie: z.object({ name: text }).optional() },
      check: z
        .union([z.object({ kind: z.literal("tcp") }), z.object({ kind: z.literal("http"), tls: flag })])
        .optional(),
      tls: z.object({ ca: text.optional() }).optional(),
      servers: z.array(endpoint.extend({ name: text, backup: flag })),
      serverTemplate: z.object({ fqdn: text, port: number, count: number }).optional(),
    }),
  ),
  resolvers: z.array(z.object({ name: text })),
  stats: z.object({ bind: z.array(endpoint).optional(), port: number, user: text.optional() }).optional(),
};

export const quorum: Shape<Quorum> = {
  path: text,
  nodes: z.array(z.object({ name: text, votes: number, addresses: texts })),
  twoNode: flag,
  waitForAll: flag,
  autoTieBreaker: flag,
  lastManStanding: flag,
  expectedVotes: number.optional(),
  qdevice: z
    .object({
      host: text,
      witness: z.object({ address: text }).optional(),
      algorithm: z.enum(["ffsplit", "lms", "test", "2nodelms"]),
      votes: number.optional(),
    })
    .optional(),
  fencing: z.object({ nodes: texts, directLink: flag }).optional(),
  twoNodesAccepted: flag,
  haResources: texts,
};

export const nicWatchdog: Shape<NicWatchdogService> = {
  nodes: texts,
  directLink: flag,
  interfaces: z.record(text, texts),
  interval: number,
  startDelay: number,
  misses: number,
  action: z.enum(["stop", "poweroff", "reboot"]),
  services: texts,
};

const haRule = z.object({ name: text, path: texts, resources: texts });

export const highAvailability: Shape<HighAvailability> = {
  endpoint: text.optional(),
  resources: z.array(z.object({ sid: text })),
  rules: z.array(
    z.union([
      haRule.extend({ type: z.literal("node-affinity"), nodes: z.record(text, number), strict: flag }),
      haRule.extend({
        type: z.literal("resource-affinity"),
        affinity: z.enum(["positive", "negative"]),
      }),
    ]),
  ),
};

export const cluster: Shape<Cluster> = {
  name: text,
  platform: z.enum(platformNames),
  networks: z.array(z.object({ name: text, subnets, interface: text })),
  nodes: z.array(
    z.object({
      ...{ name: text, platform: z.enum(platformNames), address },
      ssh: z.object({ port: number }),
      votes: number,
      networks: z.record(text, z.object({ interface: text, addresses: z.array(address) })),
      links: z.record(text, text),
    }),
  ),
  witnesses: z.array(z.object({ name: text, address })),
  globalDefs: z.object({ scriptUser: text }),
  existing: z.object({
    keepalived: z.enum(["replace", "keep"]).optional(),
    haproxy: z.enum(["replace", "keep"]).optional(),
    corosync: z.literal("replace").optional(),
    sshd: z.literal("replace").optional(),
  }),
  accepted: z.record(text, text),
};

/** A rule read a field that a component lacks, or that isn't known yet. */
class NotKnown extends Error {}

/**
 * A part of a model from a component's args. Another version of quorate's types may have registered them. To read a
 * missing, unknown or malformed field ends the rule: see `ifKnown`.
 * @throws NotKnown when such a field is read.
 */
export function guarded<T extends object>(
  shape: Shape<T>,
  value: unknown,
  unknowns: ReadonlySet<string>,
  path: string,
): T {
  const fields: Readonly<Record<string, unknown>> =
    typeof value === "object" && value !== null ? { ...value } : {};
  const object = {};
  for (const [key, type] of Object.entries<z.ZodType>(shape)) {
    let fits: boolean | undefined;
    const get = (): unknown => {
      fits ??= !isUnknown(`${path}.${key}`, unknowns) && type.safeParse(fields[key]).success;
      if (!fits) throw new NotKnown(`${path}.${key}`);
      return fields[key];
    };
    Object.defineProperty(object, key, { get, enumerable: true });
  }
  return object as T;
}

function isUnknown(path: string, unknowns: ReadonlySet<string>): boolean {
  return [...unknowns].some(
    (unknown) => unknown === path || (unknown.startsWith(path) && /^[.[]/.test(unknown.slice(path.length))),
  );
}

/** The result of `find`, or an empty list if it reads a field that isn't available. */
export function ifKnown<T>(find: () => readonly T[]): readonly T[] {
  try {
    return find();
  } catch (error) {
    if (error instanceof NotKnown) return [];
    throw error;
  }
}
