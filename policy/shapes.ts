import { z } from "zod";
import type { Cluster, LoadBalancer, NicWatchdogService, VrrpGroup } from "../model";
import { isAddress } from "../model/address";
import { families, platformNames } from "../model/cluster/platforms";
import type { Quorum } from "../model/quorum/quorum";

/** The type of each field of a resolved model, as far as rules rely on it. */
export type Shape<T> = Readonly<Record<keyof Required<T>, z.ZodType>>;

const text = z.string();
const texts = z.array(text);
const number = z.number();
const flag = z.boolean();
const family = z.literal([4, 6]);
const address = text.refine(isAddress);
const endpoint = z.object({ address, port: number });
const subnet = text.refine((cidr) => isAddress(cidr.split("/")[0] ?? "") && /\/\d+$/.test(cidr));

export const subnets = z.array(subnet);
export const addresses = z.array(address);

/** Kinds that rules examine. Of others, also those of later versions, they use the weight alone. */
const known = ["process", "systemd", "tcp", "http", "interface"];
const target = z.union([
  z.object({ kind: z.literal("process"), process: text }),
  z.object({ kind: z.literal("systemd"), unit: text }),
  z.object({ kind: z.literal(["tcp", "http"]), port: number }),
  z.object({ kind: z.literal("interface"), interface: text }),
  z.object({ kind: text.refine((kind) => !known.includes(kind)) }),
]);
const track = z.object({ name: text, target, weight: number });

export const vrrpGroup: Shape<VrrpGroup> = {
  name: text,
  network: text,
  family,
  version: z.literal([2, 3]),
  virtualRouterId: number,
  virtualIpaddress: z.array(z.object({ address, prefix: number, family })),
  advertInt: number,
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
};

export const loadBalancer: Shape<LoadBalancer> = {
  nodes: texts,
  maxconn: number,
  log: z.object({ target: text }),
  timeouts: z.object({ connect: text, client: text, server: text }),
  frontends: z.array(
    z.object({ name: text, mode: z.enum(["tcp", "http"]), bind: z.array(endpoint), defaultBackend: text }),
  ),
  backends: z.array(
    z.object({
      name: text,
      mode: z.enum(["tcp", "http"]),
      balance: text,
      check: z
        .union([z.object({ kind: z.literal("tcp") }), z.object({ kind: z.literal("http"), tls: flag })])
        .optional(),
      servers: z.array(endpoint.extend({ name: text, backup: flag })),
    }),
  ),
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

export const cluster: Shape<Cluster> = {
  name: text,
  platform: z.enum(platformNames),
  family: z.enum(families),
  networks: z.array(z.object({ name: text, subnets, interface: text })),
  nodes: z.array(
    z.object({
      name: text,
      address,
      ssh: z.object({ port: number }),
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
class NotTold extends Error {}

/**
 * A part of a model from a component's args. Another version of quorate's types may have registered them. To read a
 * missing, unknown or malformed field ends the rule: see `whereTold`.
 * @throws NotTold when such a field is read.
 */
export function told<T extends object>(
  shape: Shape<T>,
  value: unknown,
  unknowns: ReadonlySet<string>,
  path: string,
): T {
  const fields: Readonly<Record<string, unknown>> =
    typeof value === "object" && value !== null ? { ...value } : {};
  const guarded = {};
  for (const [key, type] of Object.entries<z.ZodType>(shape)) {
    let fits: boolean | undefined;
    const get = (): unknown => {
      fits ??= !isUnknown(`${path}.${key}`, unknowns) && type.safeParse(fields[key]).success;
      if (!fits) throw new NotTold(`${path}.${key}`);
      return fields[key];
    };
    Object.defineProperty(guarded, key, { get, enumerable: true });
  }
  return guarded as T;
}

function isUnknown(path: string, unknowns: ReadonlySet<string>): boolean {
  return [...unknowns].some(
    (unknown) => unknown === path || (unknown.startsWith(path) && /^[.[]/.test(unknown.slice(path.length))),
  );
}

/** The result of `find`, or an empty list if it reads a field that isn't available. */
export function whereTold<T>(find: () => readonly T[]): readonly T[] {
  try {
    return find();
  } catch (error) {
    if (error instanceof NotTold) return [];
    throw error;
  }
}
