import { vrrpLinkLocalFirst as rule } from "../../model/vrrp/rules/linkLocalFirst";
import { groupOf } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import { addressListsOn } from "./addressFamily";

export const linkLocalFirst = judgement(rule, {
  level: "advisory",
  component(component) {
    const { group } = groupOf(component) ?? {};
    if (group === undefined) return [];
    const { name, version, unicast, virtualIpaddress: addresses } = group;
    return [{ path: `vrrp.${name}.virtualIpaddress`, version, unicast, addresses }];
  },
  host: addressListsOn,
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          virtual_router_id 51
          virtual_ipaddress {
              2001:db8::100/64
          }
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          virtual_router_id 51
          virtual_ipaddress {
              fe80::1:51/64
              2001:db8::100/64
          }
      }`,
  },
});
