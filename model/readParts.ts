import type { z } from "zod";
import { type Cluster, corosyncCluster, resolveCluster } from "./cluster/cluster";
import * as clusterRules from "./cluster/rules";
import { type ClusterConfig, clusterSchema } from "./cluster/schema";
import { type NicWatchdogService, resolveNicWatchdog } from "./fencing/nicWatchdog";
import * as fencingRules from "./fencing/rules";
import { fencingSchema, type NicWatchdogConfig } from "./fencing/schema";
import type { Finding } from "./finding";
import { type HighAvailability, resolveHa } from "./ha/ha";
import * as haRules from "./ha/rules";
import type { WrittenHa } from "./ha/rules/written";
import { haSchema } from "./ha/schema";
import { type LoadBalancer, resolveLoadBalancer } from "./haproxy/loadBalancer";
import * as haproxyRules from "./haproxy/rules";
import { type LoadBalancerConfig, loadBalancerSchema } from "./haproxy/schema";
import { toFindings } from "./issues";
import { type Corosync, resolveCorosync } from "./quorum/corosync";
import * as quorumRules from "./quorum/rules";
import { type QuorumConfig, quorumSchema } from "./quorum/schema";
import { judgePart } from "./rules";
import { resolveVrrpGroup, type SyncGroup, type VrrpGroup } from "./vrrp/group";
import * as vrrpRules from "./vrrp/rules";
import { groupName, syncGroupSchema, vrrpGroupSchema, type WrittenGroup } from "./vrrp/schema";

/** A part of the model. It has no value if its mistakes leave nothing to resolve. */
export type Parsed<T> = { readonly value?: T | undefined; readonly findings: readonly Finding[] };

export function readCluster(input: unknown): Parsed<Cluster> {
  const { value: config, findings } = read(clusterSchema, input, ["cluster"]);
  if (config === undefined) return { findings };
  const value = resolveCluster(config);
  return { value, findings: judgePart<ClusterConfig>(clusterRules, config, value) };
}

export function readGroup(
  name: string,
  input: unknown,
  cluster: Cluster | undefined,
  corosync: boolean,
): Parsed<VrrpGroup> {
  const badName = read(groupName, name, ["vrrp", name]).findings;
  const { value: config, findings } = read(vrrpGroupSchema, input, ["vrrp", name]);
  if (config === undefined || cluster === undefined) return { findings: [...badName, ...findings] };
  const written = { ...config, name, corosync };
  const found = judgePart<WrittenGroup>(vrrpRules, written, cluster);
  if (found.length > 0) return { findings: [...badName, ...found] };
  return { value: resolveVrrpGroup(written, cluster), findings: badName };
}

export function readSyncGroup(name: string, input: unknown): Parsed<SyncGroup> {
  const { value, findings } = read(syncGroupSchema, input, ["syncGroups", name]);
  return { value: value && { name, ...value }, findings };
}

export function readLoadBalancer(input: unknown, cluster: Cluster | undefined): Parsed<LoadBalancer> {
  const { value: config, findings } = read(loadBalancerSchema, input, ["haproxy"]);
  if (config === undefined || cluster === undefined) return { findings };
  const found = judgePart<LoadBalancerConfig>(haproxyRules, config, cluster);
  return { value: found.length > 0 ? undefined : resolveLoadBalancer(config, cluster), findings: found };
}

export function readQuorum(
  input: unknown,
  cluster: Cluster | undefined,
  fencing: NicWatchdogService | undefined,
): Parsed<Corosync> {
  if (input === undefined) return { findings: [] };
  const { value: config, findings } = read(quorumSchema, input, ["quorum"]);
  if (config === undefined || cluster === undefined) return { findings };
  const members = corosyncCluster(cluster);
  const found = judgePart<QuorumConfig>(quorumRules, config, members);
  return { value: resolveCorosync(config, members, fencing), findings: found };
}

export function readHa(input: unknown, cluster: Cluster | undefined): Parsed<HighAvailability> {
  if (input === undefined) return { findings: [] };
  const { value: config, findings } = read(haSchema, input, ["ha"]);
  if (config === undefined || cluster === undefined) return { findings };
  const found = judgePart<WrittenHa>(haRules, { config }, corosyncCluster(cluster));
  return { value: resolveHa(config), findings: found };
}

export function readNicWatchdog(input: unknown, cluster: Cluster | undefined): Parsed<NicWatchdogService> {
  if (input === undefined) return { findings: [] };
  const { value: config, findings } = read(fencingSchema, input, ["fencing"]);
  if (config?.nicWatchdog === undefined || cluster === undefined) return { findings };
  const found = judgePart<NicWatchdogConfig>(fencingRules, config.nicWatchdog, cluster);
  return {
    value: found.length > 0 ? undefined : resolveNicWatchdog(config.nicWatchdog, cluster),
    findings: found,
  };
}

/** The value that `schema` makes of `input`, or its findings below `path`. */
export function read<T extends z.ZodType>(
  schema: T,
  input: unknown,
  path: readonly string[],
): Parsed<z.output<T>> {
  const result = schema.safeParse(input);
  return result.success
    ? { value: result.data, findings: [] }
    : { findings: toFindings(result.error, input, path) };
}
