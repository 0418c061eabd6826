import { z } from "zod";

const nodeName = z.string();

/** A problem, and its subject. */
const problem = z.strictObject({ subject: z.string(), problem: z.string() });

const node = z.strictObject({
  name: nodeName,
  address: z.string(),
  role: z.enum(["node", "witness"]),
  /** Null if it answered. */
  unreachable: z
    .strictObject({
      reason: z.enum(["no answer", "refused", "unreachable", "host key", "login", "other"]),
      message: z.string(),
    })
    .nullable(),
  addresses: z.array(z.string()),
  /** States of the services that the stack or a unit wants, in systemd's words: active, inactive, failed, ... */
  services: z.record(z.string(), z.string()),
  /** Those of corosync and haproxy that run and don't answer. */
  silent: z.array(z.string()),
  /** The interfaces that are down, if the NIC watchdog keeps the node out of service for them. */
  cutOff: z.array(z.string()),
  /** What `pulumi up` repairs: services that the next boot doesn't start, missing packages. */
  drift: z.array(z.string()),
  /** Changes that quorate doesn't own, each with the command that undoes it. */
  foreign: z.array(z.string()),
  /** Null if quorate never changed the node, or if the node didn't answer. */
  quorate: z
    .strictObject({
      /** The operator whose operation runs on the node, and since when. Null if none runs. */
      busy: z.strictObject({ operator: z.string(), since: z.string() }).nullable(),
      /** The units with their owners, PROJECT/STACK/CLUSTER; a shared unit once for each. */
      owned: z.array(z.strictObject({ unit: z.string(), owner: z.string() })),
      /** Units that are held. */
      held: z.array(z.string()),
      /** Transactions that have not ended, and their phases. */
      pending: z.array(z.strictObject({ unit: z.string(), phase: z.string() })),
    })
    .nullable(),
});

/** One report of the quorum, and the nodes that give it. */
const quorumView = z.strictObject({
  nodes: z.array(nodeName),
  quorate: z.boolean(),
  expectedVotes: z.number().int(),
  totalVotes: z.number().int(),
  /** Votes needed. */
  quorum: z.number().int(),
  flags: z.array(z.string()),
  members: z.array(nodeName),
});

const qdevice = z.strictObject({
  /** The witness; null if the stack has no qdevice. */
  witness: z.string().nullable(),
  nodes: z.array(
    z.strictObject({
      node: nodeName,
      alive: z.boolean(),
      votes: z.boolean(),
      /** "Connected", or another word of corosync-qdevice's; "" if it doesn't run. */
      state: z.string(),
      algorithm: z.string(),
      /** Address and port. */
      qnetd: z.string(),
    }),
  ),
  /** The nodes of this cluster that qnetd reports as connected; null if qnetd didn't answer. */
  clients: z.array(nodeName).nullable(),
});

const quorum = z.strictObject({
  /** More than one if the nodes don't agree. */
  views: z.array(quorumView),
  /** config_version of the running corosync, and of /etc/corosync/corosync.conf. */
  configVersions: z.array(
    z.strictObject({ node: nodeName, running: z.number().int(), file: z.number().int().nullable() }),
  ),
  links: z.array(
    z.strictObject({ link: z.number().int(), from: nodeName, to: nodeName, connected: z.boolean() }),
  ),
  qdevice: qdevice.nullable(),
});

const vip = z.strictObject({
  group: z.string(),
  address: z.string(),
  /** The nodes that may hold it, highest priority first. */
  order: z.array(nodeName),
  /** One, if all is well. */
  holders: z.array(nodeName),
  /** keepalived's own word on each node that answered: MASTER, BACKUP, FAULT, INIT. */
  states: z.record(nodeName, z.string()),
  /** keepalived's word on each check of the group, by the check's and the node's name: GOOD, BAD, INIT. */
  checks: z.record(z.string(), z.record(nodeName, z.string())),
  /** Members that answered and don't run the group. */
  missing: z.array(nodeName),
  /** The first node in the order without a fault or a failed check; null if the group doesn't preempt, or if no node is. */
  preferred: nodeName.nullable(),
});

const server = z.strictObject({
  backend: z.string(),
  name: z.string(),
  address: z.string(),
  port: z.number().int(),
  /**
   * The server's state in each haproxy that answered. `state` and `check` are haproxy's words, "" if it doesn't know
   * the server.
   */
  seen: z.array(z.strictObject({ by: nodeName, state: z.string(), check: z.string(), up: z.boolean() })),
});

/** Proxmox's HA manager. */
const ha = z.strictObject({
  /** The node whose manager leads; null before there was one. */
  manager: nodeName.nullable(),
  /** Seconds since its last round. */
  silentFor: z.number(),
  /** HA that is disarmed fences and restarts nothing. */
  state: z.enum(["armed", "disarming", "disarmed"]),
  /** The manager's words for the nodes: online, maintenance, unknown, fence, gone. */
  nodes: z.record(nodeName, z.string()),
  guests: z.array(
    z.strictObject({
      /** vm:100 */
      guest: z.string(),
      /** Null if the manager doesn't know the guest. */
      node: nodeName.nullable(),
      /** The manager's word, such as started, migrate, error. */
      state: z.string(),
      /** started, stopped, disabled or ignored */
      wanted: z.string(),
    }),
  ),
  /** Rules that Proxmox VE ignores, with its reasons. */
  ignoredRules: z.array(z.strictObject({ rule: z.string(), reasons: z.array(z.string()) })),
});

/** The output of `quorate status --json`. An incompatible change raises `version`. */
export const statusSchema = z.strictObject({
  version: z.literal(1),
  stack: z.string(),
  cluster: z.string(),
  /** Time of the question, ISO 8601. */
  at: z.iso.datetime(),
  /** True without problems. */
  well: z.boolean(),
  problems: z.array(problem),
  nodes: z.array(node),
  /** Null if the stack has no corosync and no node runs one. */
  quorum: quorum.nullable(),
  /** Null if no node has a guest under HA. */
  ha: ha.nullable(),
  vips: z.array(vip),
  servers: z.array(server),
});

export type Status = z.infer<typeof statusSchema>;
export type Problem = z.infer<typeof problem>;
export type NodeStatus = z.infer<typeof node>;
export type QuorumStatus = z.infer<typeof quorum>;
export type HaStatus = z.infer<typeof ha>;
export type QuorumView = z.infer<typeof quorumView>;
export type QdeviceStatus = z.infer<typeof qdevice>;
export type Vip = z.infer<typeof vip>;
export type ServerStatus = z.infer<typeof server>;
