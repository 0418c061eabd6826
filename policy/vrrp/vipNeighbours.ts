import { familyOf, networkAddress } from "../../model/address";
import { type LikelyAddress, vrrpVipNeighbours as rule } from "../../model/vrrp/rules/vipNeighbours";
import { keepalivedOn, text } from "../example";
import type { Host } from "../host";
import { judgement } from "../judgement";
import { type Address, type Instance, instancesOf } from "./instance";
import { nodeSubnets } from "./nodeSubnets";

export const vipNeighbours = judgement(rule, {
  // A component's network has its subnets.
  level: "advisory",
  host: likelyOn,
  options: { subnets: nodeSubnets },
  wrong: {
    [keepalivedOn("192.0.2.11")]: text`
      vrrp_instance ui {
          interface eth0
          virtual_ipaddress {
              198.51.100.10/24
          }
      }`,
  },
  right: {
    [keepalivedOn("192.0.2.11")]: text`
      vrrp_instance ui {
          interface eth0
          virtual_ipaddress {
              192.0.2.100/24
              198.51.100.10/24 dev eth1
              203.0.113.80/32
          }
      }`,
  },
});

function likelyOn(host: Host): LikelyAddress[] {
  return instancesOf(host).flatMap((instance) =>
    instance.addresses.flatMap((virtual) => {
      const subnet = subnetOf(instance, virtual);
      return subnet === undefined ? [] : [{ path: virtual.path, address: virtual.address, subnet }];
    }),
  );
}

/** The subnet of the member's own address, with the virtual address's prefix length, but at most the usual one. */
function subnetOf(instance: Instance, { address, prefix, dev }: Address): string | undefined {
  const own = instance.ownAddress;
  if (own === undefined || familyOf(own) !== familyOf(address)) return undefined;
  const [usual, whole] = familyOf(own) === 4 ? [24, 32] : [64, 128];
  if ((dev !== undefined && dev !== instance.interface) || (prefix ?? whole) === whole) return undefined;
  const length = String(Math.min(prefix ?? usual, usual));
  return `${networkAddress(`${own}/${length}`)}/${length}`;
}
