import type { z } from "zod";
import { parseCidr } from "./address";
import { type Cluster, resolveCluster } from "./cluster/cluster";
import { clusterFindings } from "./cluster/findings";
import { ConfigurationError, type Finding } from "./finding";
import { deepFreeze } from "./freeze";
import { toFindings } from "./issues";
import { type Corosync, resolveCorosync } from "./quorum/corosync";
import { corosyncFindings } from "./quorum/findings";
import { type LoadBalancer, resolveLoadBalancer } from "./haproxy/loadBalancer";
import type { Model } from "./model";
import { nearest } from "./nearest";
import { type NicWatchdogService, resolveNicWatchdog } from "./fencing/nicWatchdog";
import { rules } from "./rules";
import { clusterSchema } from "./cluster/schema";
import { fencingSchema } from "./fencing/schema";
import { loadBalancerSchema } from "./haproxy/schema";
import { quorateFindings } from "./vrrp/quorateFindings";
import { quorumSchema } from "./quorum/schema";
import { groupName, vrrpGroupSchema } from "./vrrp/schema";
import { type VrrpGroup, resolveVrrpGroup } from "./vrrp/group";

/**
 * The stack's configuration by key, as `pulumi.Config.getObject` returns it. An unknown key is a finding. The model
 * never sees the values in `secrets`.
 */
export interface ConfigurationInput {
  readonly cluster: unknown;
  readonly vrrp?: unknown;
  readonly haproxy?: unknown;
  readonly quorum?: unknown;
  readonly fencing?: unknown;
  readonly [other: string]: unknown;
}

const keys = ["cluster", "quorum", "fencing", "vrrp", "haproxy", "secrets"];

type Parsed<T> = { readonly value?: T; readonly findings: readonly Finding[] };

/**
 * The model of a whole configuration.
 * @throws ConfigurationError with all findings.
 */
export function parseConfiguration(input: ConfigurationInput): Model {
  const cluster = readCluster(input.cluster);
  const watchdog = readNicWatchdog(input.fencing, cluster.value);
  const quorum = readQuorum(input.quorum, cluster.value, watchdog.value);
  const groups = Object.entries(asRecord(input.vrrp)).map(([name, group]) =>
    readGroup(name, group, cluster.value),
  );
  const balancer = input.haproxy === undefined ? undefined : readLoadBalancer(input.haproxy, cluster.value);
  const findings = [
    ...keyFindings(Object.keys(input)),
    ...cluster.findings,
    ...quorum.findings,
    ...watchdog.findings,
    ...recordFindings(input.vrrp),
    ...groups.flatMap((group) => group.findings),
    ...(balancer?.findings ?? []),
    ...quorateFindings(
      groups.flatMap(({ value }) => value ?? []),
      cluster.value,
      input.quorum !== undefined,
    ),
  ];
  if (cluster.value === undefined) throw new ConfigurationError(findings);
  const vrrpGroups = groups.map(({ value }) => value).filter((group) => group !== undefined);
  return judge(
    {
      whole: true,
      cluster: cluster.value,
      vrrpGroups,
      virtualAddresses: writtenAddresses(input.vrrp),
      loadBalancer: balancer?.value,
      quorum: quorum.value,
      nicWatchdog: watchdog.value,
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
  const { value, findings } = readGroup(name, input, cluster);
  if (value === undefined) throw new ConfigurationError(findings);
  judge({ whole: false, cluster, vrrpGroups: [value], virtualAddresses: addressesOf([value]) }, findings);
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

function judge(model: Model, findings: readonly Finding[]): Model {
  const all = [...findings, ...rules.flatMap((rule) => rule.check(model))];
  if (all.length > 0) throw new ConfigurationError(all);
  return deepFreeze(model);
}

function readCluster(input: unknown): Parsed<Cluster> {
  const { value: config, findings } = read(clusterSchema, input, ["cluster"]);
  if (config === undefined) return { findings };
  const value = resolveCluster(config);
  return { value, findings: clusterFindings(config, value) };
}

function readGroup(name: string, input: unknown, cluster: Cluster | undefined): Parsed<VrrpGroup> {
  const badName = read(groupName, name, ["vrrp", name]).findings;
  const { value: config, findings } = read(vrrpGroupSchema, input, ["vrrp", name]);
  if (config === undefined || cluster === undefined) return { findings: [...badName, ...findings] };
  const group = resolveVrrpGroup(name, config, cluster);
  return Array.isArray(group) ? { findings: [...badName, ...group] } : { value: group, findings: badName };
}

function readLoadBalancer(input: unknown, cluster: Cluster | undefined): Parsed<LoadBalancer> {
  const { value: config, findings } = read(loadBalancerSchema, input, ["haproxy"]);
  if (config === undefined || cluster === undefined) return { findings };
  const balancer = resolveLoadBalancer(config, cluster);
  return Array.isArray(balancer) ? { findings: balancer } : { value: balancer, findings: [] };
}

function readQuorum(
  input: unknown,
  cluster: Cluster | undefined,
  fencing: NicWatchdogService | undefined,
): Parsed<Corosync> {
  if (input === undefined) return { findings: [] };
  const { value: config, findings } = read(quorumSchema, input, ["quorum"]);
  if (config === undefined || cluster === undefined) return { findings };
  return { value: resolveCorosync(config, cluster, fencing), findings: corosyncFindings(config, cluster) };
}

function readNicWatchdog(input: unknown, cluster: Cluster | undefined): Parsed<NicWatchdogService> {
  if (input === undefined) return { findings: [] };
  const { value: config, findings } = read(fencingSchema, input, ["fencing"]);
  if (config?.nicWatchdog === undefined || cluster === undefined) return { findings };
  const watchdog = resolveNicWatchdog(config.nicWatchdog, cluster);
  return Array.isArray(watchdog) ? { findings: watchdog } : { value: watchdog, findings: [] };
}

function read<T extends z.ZodType>(schema: T, input: unknown, path: readonly string[]): Parsed<z.output<T>> {
  const result = schema.safeParse(input);
  return result.success
    ? { value: result.data, findings: [] }
    : { findings: toFindings(result.error, input, path) };
}

function keyFindings(given: readonly string[]): Finding[] {
  return given
    .filter((key) => !keys.includes(key))
    .map((key) => {
      const meant = nearest(key, keys);
      const advice = meant ? `write ${meant}` : `the keys here are ${keys.join(", ")}`;
      return { code: "CONFIG_KEY_UNKNOWN", path: key, message: `is not known; ${advice}` };
    });
}

function asRecord(input: unknown): Record<string, unknown> {
  return typeof input === "object" && input !== null && !Array.isArray(input)
    ? (input as Record<string, unknown>)
    : {};
}

function recordFindings(vrrp: unknown): Finding[] {
  if (vrrp === undefined || asRecord(vrrp) === vrrp) return [];
  return [
    { code: "CONFIG_VALUE_INVALID", path: "vrrp", message: "must be a mapping of group names to groups" },
  ];
}

function addressesOf(groups: readonly VrrpGroup[]): string[] {
  return groups.flatMap(({ virtualIpaddress }) => virtualIpaddress.map(({ address }) => address));
}

/** The addresses of all groups in the raw input. A mistake elsewhere in a group then adds no finding on its binds. */
function writtenAddresses(vrrp: unknown): string[] {
  const lists = Object.values(asRecord(vrrp)).map((group) => asRecord(group)["virtualIpaddress"]);
  return lists.flat().flatMap((text) => (typeof text === "string" ? (parseCidr(text)?.address ?? []) : []));
}
