import { haInfeasible as rule } from "../../model/ha/rules/infeasible";
import { asInModel } from "../componentArgs";
import { judgement } from "../judgement";
import { rulesIn } from "./provider";

const affinity = (rule: string, resources: readonly string[], nodes: Readonly<Record<string, number>>) => ({
  [`${rule}: proxmoxve.Harule`]: { rule, type: "node-affinity", resources, nodes },
});
const near = affinity("near", ["vm:100"], { pve1: 2, pve2: 1 });

export const infeasible = judgement(rule, {
  component: asInModel(rule),
  program: rulesIn,
  wrong: { ...near, ...affinity("far", ["vm:100", "vm:101"], { pve3: 1 }) },
  right: { ...near, ...affinity("far", ["vm:101"], { pve3: 1 }) },
});
