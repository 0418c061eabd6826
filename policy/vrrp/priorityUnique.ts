import { vrrpPriorityUnique as rule } from "../../model/vrrp/rules/priorityUnique";
import { asInModel } from "../componentArgs";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

const wrong = {
  [keepalivedOn("a")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        priority 100
    }`,
  [keepalivedOn("b")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        priority 100
    }`,
};

export const priorityUnique = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    instancesOf(host).flatMap(({ at, name, group, node, priority }) =>
      priority === undefined ? [] : [{ path: at("priority"), group, name, node, priority }],
    ),
  wrong,
  right: corrected(wrong, keepalivedOn("b"), "priority 100", "priority 90"),
});
