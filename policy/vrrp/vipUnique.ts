import { vrrpVipUnique as rule } from "../../model/vrrp/rules/vipUnique";
import { asInModel } from "../componentArgs";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

const wrong = {
  [keepalivedOn("a")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        virtual_ipaddress {
            192.0.2.100/24
        }
    }
    vrrp_instance ssh {
        virtual_router_id 52
        virtual_ipaddress {
            192.0.2.100/24
        }
    }`,
};

export const vipUnique = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    instancesOf(host).flatMap(({ addresses, group, node }) =>
      addresses.map(({ path, address }) => ({ path, group, node, address })),
    ),
  wrong,
  right: corrected(wrong, keepalivedOn("a"), "192.0.2.100/24", "192.0.2.101/24"),
});
