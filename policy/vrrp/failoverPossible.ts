import { contender, vrrpFailoverPossible as rule } from "../../model/vrrp/rules/failoverPossible";
import { asInModel } from "../componentArgs";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

const wrong = {
  [keepalivedOn("192.0.2.11")]: text`
    vrrp_script check_ssh {
        script "/etc/keepalived/scripts/check_ssh.sh"
        weight -10
    }
    vrrp_instance ssh {
        virtual_router_id 51
        priority 100
        track_script {
            check_ssh
        }
    }`,
  [keepalivedOn("192.0.2.12")]: text`
    vrrp_instance ssh {
        virtual_router_id 51
        priority 90
    }`,
};

export const failoverPossible = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    instancesOf(host).flatMap(({ group, node, priority, tracks, nopreempt, preemptDelay, ownAddress }) =>
      priority === undefined
        ? []
        : [
            contender({
              group,
              node,
              priority,
              checks: tracks,
              nopreempt,
              preemptDelay,
              address: ownAddress,
            }),
          ],
    ),
  wrong,
  right: corrected(wrong, keepalivedOn("192.0.2.11"), "weight -10", "weight -20"),
});
