import { haInfeasible as rule } from "../../model/ha/rules/infeasible";
import { asInModel } from "../componentArgs";
import { judgement } from "../judgement";
import { rulesIn } from "./provider";

export const infeasible = judgement(rule, {
  component: asInModel(rule),
  program: rulesIn,
  wrong: {
    "near: proxmoxve.Harule": {
      rule: "near",
      type: "node-affinity",
      resources: ["vm:100"],
      nodes: { pve1: 2, pve2: 1 },
    },
    "far: proxmoxve.Harule": {
      rule: "far",
      type: "node-affinity",
      resources: ["vm:100", "vm:101"],
      nodes: { pve3: 1 },
    },
  },
  right: {
    "near: proxmoxve.Harule": {
      rule: "near",
      type: "node-affinity",
      resources: ["vm:100"],
      nodes: { pve1: 2, pve2: 1 },
    },
    "far: proxmoxve.Harule": {
      rule: "far",
      type: "node-affinity",
      resources: ["vm:101"],
      nodes: { pve3: 1 },
    },
  },
});
