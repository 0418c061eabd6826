import { vrrpNumberRange as rule, type VrrpNumber } from "../../model/vrrp/rules/numberRange";
import { groupOf } from "../componentArgs";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

const wrong = {
  [keepalivedOn("a")]: text`
    vrrp_instance ui {
        virtual_router_id 256
        priority 100
    }`,
};

export const numberRange = judgement(rule, {
  component(component): VrrpNumber[] {
    const { group } = groupOf(component) ?? {};
    if (group === undefined) return [];
    const path = `vrrp.${group.name}`;
    return [
      { path: `${path}.virtualRouterId`, kind: "virtualRouterId", value: group.virtualRouterId },
      ...group.members.map(({ node, priority }): VrrpNumber => ({
        path: `${path}.priority.${node}`,
        kind: "priority",
        value: priority,
      })),
    ];
  },
  host: (host) =>
    instancesOf(host).flatMap(({ at, virtualRouterId, priority }): VrrpNumber[] => [
      ...(virtualRouterId === undefined
        ? []
        : [{ path: at("virtual_router_id"), kind: "virtualRouterId" as const, value: virtualRouterId }]),
      ...(priority === undefined
        ? []
        : [{ path: at("priority"), kind: "priority" as const, value: priority }]),
    ]),
  wrong,
  right: corrected(wrong, keepalivedOn("a"), "virtual_router_id 256", "virtual_router_id 51"),
});
