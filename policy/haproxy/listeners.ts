import { canonical, isAddress } from "../../model/address";
import type { Listener } from "../../model/haproxy/rules/bindUnique";
import type { Host } from "../host";
import { bindsOf, proxiesOn } from "./configuration";

/** Maximum number of ports examined in a range. */
const longestRange = 100;

/** The listeners on a machine: its daemons as far as the program shows them, then haproxy. */
export function listenersOn(host: Host): Listener[] {
  const proxies = proxiesOn(host);
  if (proxies.length === 0) return [];
  const haproxy = proxies.flatMap((proxy) =>
    bindsOf(proxy).flatMap(({ path, address, ports: [first, last], params }) =>
      Array.from({ length: Math.min(last - first + 1, longestRange) }, (_, index) => ({
        ...{ path, address, port: first + index },
        owner: `${proxy.kind} ${proxy.name}`,
        ...{ haproxy: true, bothFamilies: !params.includes("v6only") },
      })),
    ),
  );
  return [...sshdOn(host), ...pveproxyOn(host), ...haproxy]
    .filter(({ port }) => port !== 0)
    .map((listener) => ({ ...listener, node: host.name }));
}

/** sshd listens on every address, unless the program sets ListenAddress. */
function sshdOn({ name, script, documents }: Host): Listener[] {
  const said = [script, ...documents.map(({ text }) => text)].join("\n");
  const written = [
    ...said.matchAll(/^[^#\n]*?\bListenAddress\s+\[?([0-9a-fA-F.:]+?)\]?(?::(\d+))?['"\\]?\s*$/gm),
  ];
  const port = Number(/^[^#\n]*?\bPort\s+(\d+)['"\\]?\s*$/m.exec(said)?.[1] ?? 22);
  const places = written.map(([, address = "", own]) => ({
    address: isAddress(address) ? canonical(address) : address,
    port: Number(own ?? port),
  }));
  const everywhere = ["0.0.0.0", "::"].map((address) => ({ address, port }));
  return (places.length > 0 ? places : everywhere).map((place) => ({
    ...place,
    path: name,
    owner: `${name}'s sshd`,
    haproxy: false,
  }));
}

/** Proxmox VE's web server takes 8006 of every address. */
function pveproxyOn({ name, script }: Host): Listener[] {
  if (!/\bpveproxy\b|\bpvecm\b|\/etc\/pve\b|\bha-manager\b/.test(script)) return [];
  const owner = "pveproxy, which takes port 8006 of every address";
  return ["0.0.0.0", "::"].map((address) => ({ address, port: 8006, path: name, owner, haproxy: false }));
}
