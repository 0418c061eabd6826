import { vrrpVipSame as rule } from "../../model/vrrp/rules/vipSame";
import { corrected, keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

const wrong = {
  [keepalivedOn("a")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        virtual_ipaddress {
            192.0.2.100/24
            192.0.2.101/24
        }
    }`,
  [keepalivedOn("b")]: text`
    vrrp_instance ui {
        virtual_router_id 51
        virtual_ipaddress {
            192.0.2.100/24
        }
    }`,
};

export const vipSame = judgement(rule, {
  // A component gives all its members one list.
  host: (host) =>
    instancesOf(host).map(({ at, name, group, node, addresses }) => ({
      path: at("virtual_ipaddress"),
      ...{ group: `${name}, ${group}`, node },
      addresses: addresses
        .filter(({ excluded }) => !excluded)
        .map(({ address, prefix }) => (prefix === undefined ? address : `${address}/${String(prefix)}`)),
    })),
  wrong,
  right: corrected(wrong, keepalivedOn("b"), "192.0.2.100/24", "192.0.2.100/24\n        192.0.2.101/24"),
});
