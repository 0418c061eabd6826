import type { ResourceValidationPolicy } from "@pulumi/policy";
import { type VirtualRouter, vrrpVridUnique as rule } from "../model/rules/vrrpVridUnique";
import { vrrpGroupOf } from "./vrrpGroups";

/** Groups of all components and clusters of the stack, by URN, as they were registered. */
export function vrrpVridUnique(): ResourceValidationPolicy {
  const routers = new Map<string, VirtualRouter>();
  return {
    name: rule.policy,
    description: "A VRID belongs to one VRRP group of an L2 segment",
    enforcementLevel: "mandatory",
    validateResource(resource, reportViolation) {
      const props = vrrpGroupOf(resource);
      if (props === undefined) return;
      const { name, family, virtualRouterId } = props.group;
      const network = [...props.subnets].sort().join(" ");
      const router = { path: `vrrp.${name}.virtualRouterId`, name, network, family, virtualRouterId };
      routers.delete(resource.urn);
      for (const finding of rule.judge([...routers.values(), router]))
        reportViolation(`${finding.path}: ${finding.message}`);
      routers.set(resource.urn, router);
    },
  };
}
