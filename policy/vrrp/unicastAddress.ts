import { familyOf, isAddress } from "../../model/address";
import { vrrpUnicastAddress as rule } from "../../model/vrrp/rules/unicastAddress";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

export const unicastAddress = judgement(rule, {
  component: asInModel(rule),
  host: (host) =>
    instancesOf(host).flatMap(({ at, node, network, family, unicastSrcIp, unicastPeers, addresses }) => {
      if (unicastPeers === undefined || unicastSrcIp === undefined || addresses.length === 0) return [];
      const fits = isAddress(unicastSrcIp) && familyOf(unicastSrcIp) === family;
      return [
        { path: at("unicast_src_ip"), node, network, family, address: fits ? unicastSrcIp : undefined },
      ];
    }),
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          unicast_src_ip 2001:db8::11
          unicast_peer {
              2001:db8::12
          }
          virtual_ipaddress {
              192.0.2.100/24
          }
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          unicast_src_ip 192.0.2.11
          unicast_peer {
              192.0.2.12
          }
          virtual_ipaddress {
              192.0.2.100/24
          }
      }`,
  },
});
