import type { LoadBalancer, VrrpGroup } from "../model";
import type { Model } from "../model";
import type { Corosync } from "../model/corosync";
import type { Rule } from "../model/rules";
import type { Component } from "./program";

/** The args with which `VrrpGroup` registers itself. */
export interface GroupProps {
  readonly group: VrrpGroup;
  /** The subnets of the group's network: they tell L2 segments apart across clusters. */
  readonly subnets?: readonly string[];
  /** The password where the person gave one. */
  readonly authPass?: string;
}

/** The group that a component is, or undefined for every other one. */
export function groupOf({ type, props }: Pick<Component, "type" | "props">): GroupProps | undefined {
  return type === "quorate:keepalived:VrrpGroup" && "group" in props
    ? (props as unknown as GroupProps)
    : undefined;
}

/** The load balancer that a component is, with the addresses that VRRP moves. */
export function balancerOf({
  type,
  props,
}: Component): { readonly balancer: LoadBalancer; readonly virtualAddresses: readonly string[] } | undefined {
  if (type !== "quorate:haproxy:LoadBalancer" || !("balancer" in props)) return undefined;
  return {
    balancer: props["balancer"] as LoadBalancer,
    virtualAddresses: (props["virtualAddresses"] as readonly string[] | undefined) ?? [],
  };
}

/** The part of a model that a component is, as the configuration check would see it alone. */
export function modelOf(component: Component): Model | undefined {
  const group = groupOf(component);
  const balancer = balancerOf(component);
  const quorum = component.type === "quorate:corosync:Quorum" ? component.props["quorum"] : undefined;
  if (group === undefined && balancer === undefined && quorum === undefined) return undefined;
  return {
    whole: false,
    cluster: component.cluster ?? clusterAround(group),
    vrrpGroups: group ? [group.group] : [],
    virtualAddresses:
      balancer?.virtualAddresses ?? group?.group.virtualIpaddress.map(({ address }) => address) ?? [],
    loadBalancer: balancer?.balancer,
    quorum: quorum as Corosync | undefined,
  };
}

/** The subjects that a rule finds in a component, as in a configuration. */
export function asInModel<Subject>(rule: Rule<Subject>): (component: Component) => readonly Subject[] {
  return (component) => {
    const model = modelOf(component);
    return (model && rule.subjects?.(model)) ?? [];
  };
}

/** What a group tells of its cluster, where a program has no `ProxmoxCluster`. */
function clusterAround(group: GroupProps | undefined): Model["cluster"] {
  const networks = group ? [{ name: group.group.network, subnets: group.subnets ?? [], interface: "" }] : [];
  const globalDefs = { scriptUser: "keepalived_script" };
  return { name: "", platform: "debian", family: "debian", networks, nodes: [], witnesses: [], globalDefs };
}
