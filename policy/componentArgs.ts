import type { Cluster, HighAvailability, LoadBalancer, NicWatchdogService, VrrpGroup } from "../model";
import type { Model } from "../model";
import type { Corosync } from "../model/quorum/corosync";
import type { Quorum } from "../model/quorum/quorum";
import type { Rule } from "../model/rule";
import { once } from "./once";
import type { Component } from "./program";
import * as shapes from "./shapes";

export const groupType = "quorate:vrrp:VrrpGroup";

/** The args that `VrrpGroup` registers, as far as they are known. */
export interface GroupProps {
  readonly group: VrrpGroup;
  /** The subnets of the group's network. They distinguish L2 segments across clusters. */
  readonly subnets: readonly string[];
  /** The password, if you gave one. */
  readonly authPass: string | undefined;
}

/** The args that `LoadBalancer` registers, as far as they are known. */
export interface BalancerProps {
  readonly balancer: LoadBalancer;
  readonly virtualAddresses: readonly string[];
}

/** The group of a component of type `VrrpGroup`; undefined for other types. */
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

/** The load balancer of a component of type `LoadBalancer`, with its cluster's virtual addresses. */
export const balancerOf = once((component: Component): BalancerProps | undefined => {
  if (component.type !== "quorate:haproxy:LoadBalancer") return undefined;
  const known = shapes.addresses.safeParse(component.props["virtualAddresses"]);
  return {
    balancer: partOf(component, "balancer", shapes.loadBalancer),
    virtualAddresses: known.success ? known.data : [],
  };
});

const quorumOf = once((component: Component): Corosync | undefined =>
  component.type === "quorate:quorum:Quorum"
    ? // The spread reads every field of `Quorum`, or fails at once: rules judge it as a whole and use no others.
      ({ ...partOf<Quorum>(component, "quorum", shapes.quorum) } as Corosync)
    : undefined,
);

/** The cluster's quorum in a component of type `Quorum`; empty for other types. */
export function quorumIn(component: Component): readonly Quorum[] {
  return [quorumOf(component) ?? []].flat();
}

/** The NIC watchdog of a component of type `NicWatchdog`. */
export const nicWatchdogOf = once((component: Component): NicWatchdogService | undefined =>
  component.type === "quorate:fencing:NicWatchdog"
    ? partOf<NicWatchdogService>(component, "watchdog", shapes.nicWatchdog)
    : undefined,
);

/** Proxmox's HA manager in a component of type `HighAvailability`. */
export const highAvailabilityOf = once((component: Component): HighAvailability | undefined =>
  component.type === "quorate:ha:HighAvailability"
    ? partOf<HighAvailability>(component, "ha", shapes.highAvailability)
    : undefined,
);

/** A model with one component's part, as if the configuration had no other part. */
export function modelOf(component: Component): Model | undefined {
  const [group, balancer, quorum] = [groupOf(component), balancerOf(component), quorumOf(component)];
  const [nicWatchdog, ha] = [nicWatchdogOf(component), highAvailabilityOf(component)];
  if ([group, balancer, quorum, nicWatchdog, ha].every((part) => part === undefined)) return undefined;
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
    ha,
  };
}

/** Finds a rule's items in a component, like in a configuration. */
export function asInModel<Item>(rule: Rule<Item>): (component: Component) => readonly Item[] {
  return (component) => {
    const model = modelOf(component);
    return (model && rule.items?.(model)) ?? [];
  };
}

/** The cluster of a component of type `ProxmoxCluster`. */
export const clusterOf = once((component: Component): Cluster | undefined =>
  component.type === "quorate:cluster:ProxmoxCluster"
    ? partOf<Cluster>(component, "model", shapes.cluster)
    : undefined,
);

function partOf<T extends object>({ props, unknowns }: Component, name: string, shape: shapes.Shape<T>): T {
  return shapes.guarded(shape, props[name], unknowns, name);
}

/** The cluster as far as a group shows it, for a program without a `ProxmoxCluster`. */
function clusterAround(props: GroupProps | undefined): Model["cluster"] {
  const globalDefs = { scriptUser: "keepalived_script", raw: [] };
  return {
    ...{ name: "", platform: "debian", nodes: [], witnesses: [], globalDefs },
    existing: {},
    accepted: {},
    get networks() {
      return props ? [{ name: props.group.network, subnets: props.subnets, interface: "" }] : [];
    },
  };
}
