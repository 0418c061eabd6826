import { groupedBy } from "../../model/rule";
import { vrrpTwoMembers as rule } from "../../model/vrrp/rules/twoMembers";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

const wrong = {
  [keepalivedOn("a")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        priority 100
    }`,
};

export const twoMembers = judgement(rule, {
  component: asInModel(rule),
  program: ({ hosts }) =>
    groupedBy(hosts.flatMap(instancesOf), ({ group }) => group).map((members) => ({
      path: members[0]?.at("") ?? "",
      // A unicast peer is a member too, also if another program writes its file.
      nodes: members.flatMap(({ node, unicastPeers = [] }) => [node, ...unicastPeers]),
    })),
  wrong,
  right: {
    ...wrong,
    [keepalivedOn("b")]: text`
      vrrp_instance ui {
          virtual_router_id 51
          priority 90
      }`,
  },
});
