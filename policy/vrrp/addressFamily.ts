import { familyOf } from "../../model/address";
import { type AddressList, vrrpAddressFamily as rule } from "../../model/vrrp/rules/addressFamily";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import type { Host } from "../host";
import { judgement } from "../judgement";
import { instancesOf } from "./instance";

export const addressFamily = judgement(rule, {
  component: asInModel(rule),
  host: addressListsOn,
  wrong: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          virtual_ipaddress {
              192.0.2.100/24
              2001:db8::100/64
          }
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      vrrp_instance ui {
          virtual_ipaddress {
              192.0.2.100/24
          }
      }
      vrrp_instance ui6 {
          virtual_ipaddress {
              fe80::1:51/64
              2001:db8::100/64
          }
      }`,
  },
});

/** The addresses of each instance that its adverts carry. */
export function addressListsOn(host: Host): AddressList[] {
  return instancesOf(host).map(({ at, version, unicastPeers, addresses }) => ({
    path: at("virtual_ipaddress"),
    version,
    unicast: unicastPeers !== undefined,
    addresses: addresses
      .filter(({ excluded }) => !excluded)
      .map(({ address, prefix }) => {
        const family = familyOf(address);
        return { address, prefix: prefix ?? (family === 4 ? 32 : 128), family };
      }),
  }));
}
