import type { ResourceValidationPolicy } from "@pulumi/policy";
import { vrrpAuthPassLength as rule } from "../model/rules/vrrpAuthPassLength";
import { vrrpGroupOf, type VrrpGroupProps } from "./vrrpGroups";

export function vrrpAuthPassLength(): ResourceValidationPolicy {
  return {
    name: rule.policy,
    description:
      "The password of a VRRP group has 8 characters; a generated one is judged by the length asked for",
    enforcementLevel: "mandatory",
    validateResource(resource, reportViolation) {
      const props = vrrpGroupOf(resource);
      const length = props && lengthOf(props);
      if (props === undefined || length === undefined) return;
      const path = `vrrp.${props.group.name}.authPass`;
      for (const finding of rule.judge([{ path, length }]))
        reportViolation(`${finding.path}: ${finding.message}`);
    },
  };
}

function lengthOf({ group, authPass }: VrrpGroupProps): number | undefined {
  if (group.authPass.kind === "generated") return group.authPass.length;
  return group.authPass.kind === "given" ? authPass?.length : undefined;
}
