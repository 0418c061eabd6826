import { haproxyBindAddress as rule } from "../../model/haproxy/rules/bindAddress";
import { isAddress } from "../../model/address";
import { asInModel } from "../componentArgs";
import { corrected, haproxyOn, keepalivedOn, text } from "../example";
import type { Program } from "../program";
import { judgement } from "../judgement";
import { instancesOf } from "../vrrp/instance";
import { bindsOf, proxiesOn } from "./configuration";

const wrong = {
  [keepalivedOn("192.0.2.11")]: text`
    vrrp_instance ssh {
        virtual_ipaddress {
            192.0.2.101/24
        }
    }`,
  [haproxyOn("192.0.2.11")]: text`
    frontend ssh
        bind 192.0.2.110:22
        default_backend ssh`,
};

export const bindAddress = judgement(rule, {
  component: asInModel(rule),
  program: bindsIn,
  wrong,
  right: corrected(wrong, haproxyOn("192.0.2.11"), "192.0.2.110:22", "192.0.2.101:22"),
});

/** Binds of machines that have virtual addresses. Without virtual addresses the expected addresses aren't known. */
function bindsIn({ hosts }: Program) {
  const ownAddresses = hosts.map(({ name }) => name).filter(isAddress);
  return hosts.flatMap((host) => {
    const virtualAddresses = instancesOf(host).flatMap(({ addresses }) =>
      addresses.map(({ address }) => address),
    );
    if (virtualAddresses.length === 0 || !ownAddresses.includes(host.name)) return [];
    return proxiesOn(host)
      .flatMap(bindsOf)
      .filter(({ address }) => isAddress(address))
      .map(({ path, address, ports: [port] }) => ({ path, address, port, virtualAddresses, ownAddresses }));
  });
}
