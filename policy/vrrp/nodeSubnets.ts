import type { PolicyConfigSchema } from "@pulumi/policy";

/** An option for what files don't tell: the subnets of the nodes' interfaces. */
export const nodeSubnets: PolicyConfigSchema["properties"][string] = {
  type: "array",
  items: { type: "string", pattern: "/[0-9]+$" },
  description: "the subnets of the nodes' interfaces, such as 198.51.100.0/24",
};
