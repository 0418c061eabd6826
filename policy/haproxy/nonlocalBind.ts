import { haproxyNonlocalBind as rule } from "../../model/haproxy/rules/nonlocalBind";
import { balancedAddress, text } from "../example";
import type { Host } from "../host";
import { judgement } from "../judgement";
import { instancesOf } from "../vrrp/instance";
import { bindsOf, proxiesOn } from "./configuration";

export const nonlocalBind = judgement(rule, {
  // Components set the sysctl themselves.
  program: ({ hosts }) => hosts.flatMap(movingBindsOn),
  wrong: balancedAddress,
  right: {
    ...balancedAddress,
    "a:/etc/sysctl.d/98-nonlocalbind.conf": text`
      net.ipv4.ip_nonlocal_bind = 1`,
  },
});

function movingBindsOn(host: Host) {
  const moving = new Set(
    instancesOf(host).flatMap(({ addresses }) => addresses.map(({ address }) => address)),
  );
  return proxiesOn(host)
    .flatMap(bindsOf)
    .filter(({ address }) => moving.has(address))
    .map(({ path, address, ports: [port], params }) => ({
      ...{ path, node: host.name, address, port },
      nonlocal: params.includes("transparent") || allowsNonlocal(host, address),
    }));
}

function allowsNonlocal({ script }: Host, address: string): boolean {
  const family = address.includes(":") ? "ipv6" : "ipv4";
  const set = new RegExp(`^[^#\\n]*net[./]${family}[./]ip_nonlocal_bind['"]?\\s*[=\\s]\\s*1\\b`, "m");
  const written = new RegExp(
    `\\b1\\s*['"]?\\s*(>|\\|\\s*(sudo\\s+)?tee)\\s*/proc/sys/net/${family}/ip_nonlocal_bind`,
  );
  return set.test(script) || written.test(script);
}
