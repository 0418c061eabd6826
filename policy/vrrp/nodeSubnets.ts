import type { PolicyConfigSchema } from "@pulumi/policy";

/** An option for the subnets of the nodes' interfaces, which files don't have. */
export const nodeSubnets: PolicyConfigSchema["properties"][string] = {
  type: "array",
  items: { type: "string", pattern: "/[0-9]+$" },
  description: "the subnets of the nodes' interfaces, such as 198.51.100.0/24",
};
