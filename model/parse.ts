import { z } from "zod";
import { parseCidr } from "./address";
import type { Cluster } from "./cluster/cluster";
import type { NicWatchdogService } from "./fencing/nicWatchdog";
import { ConfigurationError, type Finding } from "./finding";
import { deepFreeze } from "./freeze";
import type { HighAvailability } from "./ha/ha";
import type { LoadBalancer } from "./haproxy/loadBalancer";
import { misplacedSecrets } from "./misplaced";
import type { Model } from "./model";
import type { Corosync } from "./quorum/corosync";
import {
  read,
  readCluster,
  readGroup,
  readHa,
  readLoadBalancer,
  readNicWatchdog,
  readQuorum,
  readSyncGroup,
} from "./readParts";
import { judgeModel } from "./rules";
import * as t from "./text";
import { asRecord, unusedSyncGroups } from "./vrrp/unusedSyncGroups";
import type { SyncGroup, VrrpGroup } from "./vrrp/group";

/**
 * The stack's configuration by key, as `pulumi.Config.getObject` returns it. An unknown key is a finding.
 * `{secure: …}` stands for an encrypted value, as in the stack's file: the model never sees a secret.
 */
export interface ConfigurationInput {
  readonly cluster: unknown;
  readonly vrrp?: unknown;
  /** Settings of sync groups, by name. */
  readonly syncGroups?: unknown;
  readonly haproxy?: unknown;
  readonly quorum?: unknown;
  readonly fencing?: unknown;
  readonly ha?: unknown;
  /** Whether `quorate up` takes the nodes back if one fails. */
  readonly rollbackOnFailure?: unknown;
  readonly secrets?: unknown;
  readonly [other: string]: unknown;
}

const keys = [
  "cluster",
  "quorum",
  "fencing",
  "vrrp",
  "syncGroups",
  "haproxy",
  "ha",
  "rollbackOnFailure",
  "secrets",
];

/** Passwords, which you set with `pulumi config set --secret`. */
const secretsSchema = t.strict({
  /** By VRRP group. */
  authPass: z.record(z.string(), z.unknown()).optional(),
  statsPassword: z.unknown().optional(),
  /** By the name in the holes of raw lines. */
  raw: z.record(z.string(), z.unknown()).optional(),
  /** Of Proxmox's API. */
  apiToken: z.unknown().optional(),
});

const groupsSchema = z.record(z.string(), z.unknown(), "must be a mapping of group names to groups");

/**
 * The model of a whole configuration.
 * @throws ConfigurationError with all findings.
 */
export function parseConfiguration(input: ConfigurationInput): Model {
  const misplaced = misplacedSecrets(input);
  if (misplaced.length > 0) throw new ConfigurationError(misplaced);
  const cluster = readCluster(input.cluster);
  const watchdog = readNicWatchdog(input.fencing, cluster.value);
  const quorum = readQuorum(input.quorum, cluster.value, watchdog.value);
  const corosync = input.quorum !== undefined || cluster.value?.platform === "proxmox";
  const groups = Object.entries(asRecord(input.vrrp)).map(([name, group]) =>
    readGroup(name, group, cluster.value, corosync),
  );
  const syncGroups = Object.entries(asRecord(input.syncGroups)).map(([name, each]) =>
    readSyncGroup(name, each),
  );
  const balancer = input.haproxy === undefined ? undefined : readLoadBalancer(input.haproxy, cluster.value);
  const ha = readHa(input.ha, cluster.value);
  const findings = [
    ...keyFindings(Object.keys(input)),
    ...(input.secrets === undefined ? [] : read(secretsSchema, input.secrets, ["secrets"]).findings),
    ...(input.rollbackOnFailure === undefined
      ? []
      : read(z.boolean(), input.rollbackOnFailure, ["rollbackOnFailure"]).findings),
    ...cluster.findings,
    ...quorum.findings,
    ...watchdog.findings,
    ...(input.vrrp === undefined ? [] : read(groupsSchema, input.vrrp, ["vrrp"]).findings),
    ...groups.flatMap((group) => group.findings),
    ...(input.syncGroups === undefined ? [] : read(groupsSchema, input.syncGroups, ["syncGroups"]).findings),
    ...syncGroups.flatMap((group) => group.findings),
    ...unusedSyncGroups(asRecord(input.vrrp), asRecord(input.syncGroups)),
    ...(balancer?.findings ?? []),
    ...ha.findings,
  ];
  if (cluster.value === undefined) throw new ConfigurationError(findings);
  const vrrpGroups = groups.map(({ value }) => value).filter((group) => group !== undefined);
  return judge(
    {
      whole: true,
      cluster: cluster.value,
      vrrpGroups,
      syncGroups: syncGroups.map(({ value }) => value).filter((group) => group !== undefined),
      virtualAddresses: writtenAddresses(input.vrrp),
      loadBalancer: balancer?.value,
      quorum: quorum.value && withHa(quorum.value, ha.value),
      nicWatchdog: watchdog.value,
      ha: ha.value,
    },
    findings,
  );
}

/**
 * The cluster alone.
 * @throws ConfigurationError with all findings.
 */
export function parseCluster(input: unknown): Cluster {
  const { value, findings } = readCluster(input);
  if (value === undefined || findings.length > 0) throw new ConfigurationError(findings);
  return deepFreeze(value);
}

/**
 * One VRRP group of `cluster`, judged by the same rules as in a whole configuration.
 * @throws ConfigurationError with all findings.
 */
export function parseVrrpGroup(name: string, input: unknown, cluster: Cluster): VrrpGroup {
  const { value, findings } = readGroup(name, input, cluster, true);
  if (value === undefined) throw new ConfigurationError(findings);
  judge({ whole: false, cluster, vrrpGroups: [value], virtualAddresses: addressesOf([value]) }, findings);
  return value;
}

/**
 * The settings of a sync group of `groups`.
 * @throws ConfigurationError with all findings.
 */
export function parseSyncGroup(
  name: string,
  input: unknown,
  cluster: Cluster,
  groups: readonly VrrpGroup[],
): SyncGroup {
  const { value, findings } = readSyncGroup(name, input);
  if (value === undefined) throw new ConfigurationError(findings);
  const vrrpGroups = groups.filter(({ syncGroup }) => syncGroup === name);
  judge(
    { whole: false, cluster, vrrpGroups, syncGroups: [value], virtualAddresses: addressesOf(groups) },
    findings,
  );
  return value;
}

/**
 * The load balancer of `cluster`. `vips` are the addresses of its VRRP groups, without prefix length.
 * @throws ConfigurationError with all findings.
 */
export function parseLoadBalancer(input: unknown, cluster: Cluster, vips: readonly string[]): LoadBalancer {
  const { value, findings } = readLoadBalancer(input, cluster);
  if (value === undefined) throw new ConfigurationError(findings);
  judge({ whole: false, cluster, vrrpGroups: [], virtualAddresses: vips, loadBalancer: value }, findings);
  return value;
}

/**
 * corosync on the nodes of `cluster`. `fencing` has the form of `quorate:fencing`.
 * @throws ConfigurationError with all findings.
 */
export function parseQuorum(input: unknown, cluster: Cluster, fencing?: unknown): Corosync {
  const watchdog = readNicWatchdog(fencing, cluster);
  const { value, findings } = readQuorum(input, cluster, watchdog.value);
  const all = [...findings, ...watchdog.findings];
  if (value === undefined) throw new ConfigurationError(all);
  judge({ whole: false, cluster, vrrpGroups: [], virtualAddresses: [], quorum: value }, all);
  return value;
}

/**
 * The NIC watchdog of `cluster`. `input` has the form of `nicWatchdog` in `quorate:fencing`.
 * @throws ConfigurationError with all findings.
 */
export function parseNicWatchdog(input: unknown, cluster: Cluster): NicWatchdogService {
  const { value, findings } = readNicWatchdog({ nicWatchdog: input }, cluster);
  if (value === undefined) throw new ConfigurationError(findings);
  judge({ whole: false, cluster, vrrpGroups: [], virtualAddresses: [], nicWatchdog: value }, findings);
  return value;
}

/**
 * Proxmox's HA manager on `cluster`. `quorum` and `fencing` have the form of `quorate:quorum` and `quorate:fencing`.
 * @throws ConfigurationError with all findings.
 */
export function parseHa(
  input: unknown,
  cluster: Cluster,
  { quorum, fencing }: { readonly quorum?: unknown; readonly fencing?: unknown } = {},
): HighAvailability {
  const corosync = readQuorum(quorum, cluster, readNicWatchdog(fencing, cluster).value).value;
  const { value, findings } = readHa(input, cluster);
  if (value === undefined) throw new ConfigurationError(findings);
  const judged = corosync && withHa(corosync, value);
  judge({ whole: false, cluster, vrrpGroups: [], virtualAddresses: [], quorum: judged, ha: value }, findings);
  return value;
}

function judge(model: Model, findings: readonly Finding[]): Model {
  const all = [...findings, ...judgeModel(model)];
  if (all.length > 0) throw new ConfigurationError(all);
  return deepFreeze(model);
}

function withHa(quorum: Corosync, ha: HighAvailability | undefined): Corosync {
  return { ...quorum, haResources: ha?.resources.map(({ sid }) => sid) ?? [] };
}

function keyFindings(given: readonly string[]): Finding[] {
  return given
    .filter((key) => !keys.includes(key))
    .map((key) => ({
      code: "CONFIG_KEY_UNKNOWN",
      path: key,
      message: `is not known; ${t.insteadOf(key, keys)}`,
    }));
}

function addressesOf(groups: readonly VrrpGroup[]): string[] {
  return groups.flatMap(({ virtualIpaddress }) => virtualIpaddress.map(({ address }) => address));
}

/** The addresses of all groups in the raw input. A mistake elsewhere in a group then adds no finding on its binds. */
function writtenAddresses(vrrp: unknown): string[] {
  const lists = Object.values(asRecord(vrrp)).map((group) => asRecord(group)["virtualIpaddress"]);
  return lists.flat().flatMap((written) => {
    const text = typeof written === "string" ? written : asRecord(written)["address"];
    return typeof text === "string" ? (parseCidr(text)?.address ?? []) : [];
  });
}
