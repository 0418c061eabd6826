import type { ResourceValidationArgs } from "@pulumi/policy";
import type { VrrpGroup } from "../model";

/** The args with which `VrrpGroup` registers itself, as policies see them. */
export interface VrrpGroupProps {
  readonly group: VrrpGroup;
  /** The subnets of the group's network: they tell L2 segments apart across clusters. */
  readonly subnets: readonly string[];
  /** The password where the person gave one. */
  readonly authPass?: string;
}

const type = "quorate:keepalived:VrrpGroup";

/** The group that is being registered, or undefined for every other resource. */
export function vrrpGroupOf(resource: ResourceValidationArgs): VrrpGroupProps | undefined {
  return resource.type === type ? (resource.props as VrrpGroupProps) : undefined;
}
