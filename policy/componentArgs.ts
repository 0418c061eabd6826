import type { Cluster, LoadBalancer, NicWatchdogService, VrrpGroup } from "../model";
import type { Model } from "../model";
import type { Corosync } from "../model/quorum/corosync";
import type { Quorum } from "../model/quorum/quorum";
import type { Rule } from "../model/rules";
import { once } from "./once";
import type { Component } from "./program";
import * as shapes from "./shapes";

export const groupType = "quorate:keepalived:VrrpGroup";

/** The args with which `VrrpGroup` registers itself, as far as they're told. */
export interface GroupProps {
  readonly group: VrrpGroup;
  /** The subnets of the group's network: they tell L2 segments apart across clusters. */
  readonly subnets: readonly string[];
  /** The password where the person gave one. */
  readonly authPass: string | undefined;
}

/** Those with which `LoadBalancer` does, as far as they're told. */
export interface BalancerProps {
  readonly balancer: LoadBalancer;
  readonly virtualAddresses: readonly string[];
}

/** The group that a component is, or undefined for every other one. */
export const groupOf = once((component: Component): GroupProps | undefined => {
  if (component.type !== groupType) return undefined;
  const { subnets, authPass } = component.props;
  const known = shapes.subnets.safeParse(subnets);
  return {
    group: partOf(component, "group", shapes.vrrpGroup),
    subnets: known.success ? known.data : [],
    authPass: typeof authPass === "string" ? authPass : undefined,
  };
});

/** The load balancer that a component is, with the addresses that VRRP moves. */
export const balancerOf = once((component: Component): BalancerProps | undefined => {
  if (component.type !== "quorate:haproxy:LoadBalancer") return undefined;
  const known = shapes.addresses.safeParse(component.props["virtualAddresses"]);
  return {
    balancer: partOf(component, "balancer", shapes.loadBalancer),
    virtualAddresses: known.success ? known.data : [],
  };
});

const quorumOf = once((component: Component): Corosync | undefined =>
  component.type === "quorate:corosync:Quorum"
    ? // All of it or nothing: rules judge it as a whole, though none asks for more than how the cluster decides.
      ({ ...partOf<Quorum>(component, "quorum", shapes.quorum) } as Corosync)
    : undefined,
);

/** The NIC watchdog that a component is. */
export const nicWatchdogOf = once((component: Component): NicWatchdogService | undefined =>
  component.type === "quorate:fencing:NicWatchdog"
    ? partOf<NicWatchdogService>(component, "watchdog", shapes.nicWatchdog)
    : undefined,
);

/** The part of a model that a component is, as the configuration check would see it alone. */
export function modelOf(component: Component): Model | undefined {
  const [group, balancer, quorum] = [groupOf(component), balancerOf(component), quorumOf(component)];
  const nicWatchdog = nicWatchdogOf(component);
  if ([group, balancer, quorum, nicWatchdog].every((part) => part === undefined)) return undefined;
  return {
    whole: false,
    cluster: (component.cluster && clusterOf(component.cluster)) ?? clusterAround(group),
    vrrpGroups: group ? [group.group] : [],
    get virtualAddresses() {
      return balancer?.virtualAddresses ?? group?.group.virtualIpaddress.map(({ address }) => address) ?? [];
    },
    loadBalancer: balancer?.balancer,
    quorum,
    nicWatchdog,
  };
}

/** The subjects that a rule finds in a component, as in a configuration. */
export function asInModel<Subject>(rule: Rule<Subject>): (component: Component) => readonly Subject[] {
  return (component) => {
    const model = modelOf(component);
    return (model && rule.subjects?.(model)) ?? [];
  };
}

/** The cluster that a `ProxmoxCluster` is. */
export const clusterOf = once((component: Component): Cluster | undefined =>
  component.type === "quorate:cluster:ProxmoxCluster"
    ? (partOf<Omit<Cluster, "witnesses">>(component, "model", shapes.cluster) as Cluster)
    : undefined,
);

function partOf<T extends object>({ props, unknowns }: Component, name: string, shape: shapes.Shape<T>): T {
  return shapes.told(shape, props[name], unknowns, name);
}

/** What a group tells of its cluster, where a program has no `ProxmoxCluster`. */
function clusterAround(props: GroupProps | undefined): Model["cluster"] {
  const globalDefs = { scriptUser: "keepalived_script" };
  return {
    ...{ name: "", platform: "debian", family: "debian", nodes: [], witnesses: [], globalDefs },
    get networks() {
      return props ? [{ name: props.group.network, subnets: props.subnets, interface: "" }] : [];
    },
  };
}
