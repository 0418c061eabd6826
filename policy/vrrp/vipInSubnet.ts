import { type PlacedAddress, vrrpVipInSubnet as rule } from "../../model/vrrp/rules/vipInSubnet";
import { asInModel } from "../componentArgs";
import { keepalivedOn, text } from "../example";
import { judgement } from "../judgement";
import type { Program } from "../program";
import { instancesOf } from "./instance";
import { nodeSubnets } from "./nodeSubnets";

export const vipInSubnet = judgement(rule, {
  component: asInModel(rule),
  program: placedIn,
  options: { subnets: nodeSubnets },
  wrong: {
    [keepalivedOn("192.0.2.11")]: text`
      vrrp_instance ui {
          virtual_ipaddress {
              192.0.2.255/24
          }
      }`,
  },
  right: {
    [keepalivedOn("192.0.2.11")]: text`
      vrrp_instance ui {
          virtual_ipaddress {
              192.0.2.100/24
          }
      }`,
  },
});

/**
 * The virtual addresses of all members. A member's own address is its adverts' source, or the machine's address in the
 * program.
 */
function placedIn({ hosts }: Program): PlacedAddress[] {
  const instances = hosts.flatMap((host) => instancesOf(host));
  const owned = instances.flatMap((instance) => {
    const { ownAddress, node } = instance;
    return ownAddress === undefined ? [] : [[ownAddress, node] as const];
  });
  const owners = [...new Map(owned)].map(([address, node]) => ({ node, address }));
  return instances.flatMap((instance) =>
    instance.addresses.map((virtual) => ({
      ...virtual,
      network: "the interfaces' subnets",
      subnets: [],
      owners,
    })),
  );
}
