import { type StrictInstance, vrrpStrictMode as rule } from "../../model/vrrp/rules/strictMode";
import { keepalivedOn, text } from "../example";
import type { Statement } from "../formats/keepalived";
import type { Host } from "../host";
import { judgement } from "../judgement";
import { blocksOf, inside } from "./configuration";
import { instancesOf } from "./instance";

export const strictMode = judgement(rule, {
  // Components never write it.
  program: ({ hosts }) => hosts.flatMap(strictOn),
  wrong: {
    [keepalivedOn("a")]: text`
      global_defs {
          vrrp_strict
      }
      vrrp_instance ui {
          virtual_router_id 51
          virtual_ipaddress {
              192.0.2.100/24
          }
      }`,
  },
  right: {
    [keepalivedOn("a")]: text`
      global_defs {
          router_id a
      }
      vrrp_instance ui {
          virtual_router_id 51
          virtual_ipaddress {
              192.0.2.100/24
          }
      }`,
  },
});

/** A router forwards packets, and needs to answer none at its own addresses. */
const forwards = /net[./]ipv(4[./]ip_forward|6[./]conf[./]\w+[./]forwarding)\b['"]?\s*[=\s]\s*1\b/;

function strictOn(host: Host): StrictInstance[] {
  const global = blocksOf(host, "global_defs").flatMap((defs) => inside(host, defs, "vrrp_strict") ?? []);
  return instancesOf(host).flatMap((instance) => {
    const strict = global.some(({ statement }) => isOn(statement));
    if (!(instance.strictMode === undefined ? strict : isOn(instance.strictMode))) return [];
    const { version, priority, accept, addresses, unicastPeers, authType } = instance;
    // Priority 255 is the owner's. Version 3 lets other members accept, if the file says so.
    const accepts = priority === 255 || (version === 3 && accept === true);
    return [
      {
        path: global[0]?.at() ?? instance.at("strict_mode"),
        addresses: addresses.map(({ address }) => address),
        unicast: unicastPeers !== undefined,
        authenticated: authType !== undefined,
        silent: addresses.length > 0 && !accepts && accept !== false && !forwards.test(host.script),
      },
    ];
  });
}

function isOn({ args: [value = "on"] }: Statement): boolean {
  return !/^(off|false|no)$/.test(value);
}
