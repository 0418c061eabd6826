import { vrrpUnicastPeers as rule } from "../../model/vrrp/rules/unicastPeers";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

const wrong = {
  [keepalivedOn("192.0.2.11")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        unicast_peer {
            192.0.2.12
        }
    }`,
  [keepalivedOn("192.0.2.12")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        unicast_peer {
            192.0.2.13
        }
    }`,
};

export const unicastPeers = judgement(rule, {
  // A component makes each member the peer of all the others.
  program({ hosts }) {
    const instances = hosts.flatMap(instancesOf);
    const unclear = new Set(instances.filter(({ peersKnown }) => !peersKnown).map(({ group }) => group));
    return instances
      .filter(({ group }) => !unclear.has(group))
      .map(({ at, group, node, ownAddress, unicastPeers: peers }) => ({
        ...{ path: at("unicast_peer"), group, node, peers, address: ownAddress },
      }));
  },
  wrong,
  right: corrected(wrong, keepalivedOn("192.0.2.12"), "192.0.2.13", "192.0.2.11"),
});
