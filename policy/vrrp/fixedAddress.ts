import { canonical, isAddress } from "../../model/address";
import { type FixedAddress, hostIn, vrrpFixedAddress as rule } from "../../model/vrrp/rules/fixedAddress";
import { asInModel, groupOf } from "../componentArgs";
import { isCommand, recordOf } from "../documents";
import { keepalivedOn, text } from "../example";
import { readCorosync, sectionOf, sectionsOf } from "../formats/corosync";
import { linesOn } from "../haproxy/configuration";
import { documentsOf, type Host, placeIn } from "../host";
import { judgement } from "../judgement";
import type { Component, Program } from "../program";
import type { Registered } from "../registered";
import { ifKnown } from "../shapes";
import { blocksOf, inside } from "./configuration";
import { instancesOf } from "./instance";

export const fixedAddress = judgement(rule, {
  component: asInModel(rule),
  program: placesIn,
  wrong: {
    [keepalivedOn("192.0.2.11")]: text`
      vrrp_instance ui {
          unicast_src_ip 192.0.2.100
          unicast_peer {
              192.0.2.12
          }
          virtual_ipaddress {
              192.0.2.100/24
          }
      }`,
  },
  right: {
    [keepalivedOn("192.0.2.11")]: text`
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

type Place = Omit<FixedAddress, "virtualAddresses">;

function placesIn({ hosts, components, resources }: Program): FixedAddress[] {
  const virtualAddresses = [
    ...hosts.flatMap(instancesOf).flatMap(({ addresses }) => addresses.map(({ address }) => address)),
    ...components.flatMap(virtualIn),
  ];
  if (virtualAddresses.length === 0) return [];
  const places = [
    ...hosts.flatMap((host) => [
      ...machine(host),
      ...adverts(host),
      ...checks(host),
      ...links(host),
      ...haproxy(host),
    ]),
    ...resources.flatMap(bastions),
  ];
  return places.map(({ address, ...place }) => ({
    ...place,
    address: isAddress(address) ? canonical(address) : address,
    virtualAddresses,
  }));
}

function virtualIn(component: Component): string[] {
  return [...ifKnown(() => groupOf(component)?.group.virtualIpaddress.map(({ address }) => address) ?? [])];
}

/** The machine itself, if the program writes a daemon's file on it. */
function machine({ name, documents }: Host): Place[] {
  const file = documents.find(({ daemon }) => daemon !== undefined);
  return file ? [{ path: `${name}:${file.path}`, kind: "host", address: name }] : [];
}

function adverts(host: Host): Place[] {
  return instancesOf(host).flatMap(({ at, unicastSrcIp, unicastPeers = [] }): Place[] => [
    ...(unicastSrcIp === undefined
      ? []
      : [{ path: at("unicast_src_ip"), kind: "source" as const, address: unicastSrcIp }]),
    ...unicastPeers.map((address) => ({ path: at("unicast_peer"), kind: "peer" as const, address })),
  ]);
}

/** Programs that talk to a host in their arguments. */
const probes = /^(\/\S*\/)?(nc|ncat|netcat|curl|wget|ping|ping6|fping|dig|nmap|openssl)$/;

/** The targets of checks that probe a host directly. A script may look first whether its node holds the address. */
function checks(host: Host): Place[] {
  return blocksOf(host, "vrrp_script").flatMap((block) => {
    const script = inside(host, block, "script");
    const [program = "", ...words] = script?.statement.args.join(" ").split(/\s+/) ?? [];
    if (script === undefined || !probes.test(program)) return [];
    return words.map((word): Place => {
      const address = hostIn(word.replace(/^(\w+:\/\/|@)/, "").replace(/\/.*/, ""));
      return { path: script.at(`vrrp_script ${block.statement.args[0] ?? ""}`), kind: "check", address };
    });
  });
}

function links(host: Host): Place[] {
  return documentsOf(host, "corosync").flatMap((document) => {
    const file = readCorosync(document.text);
    const nodes = sectionsOf(sectionOf(file, "nodelist"), "node").flatMap(({ line, values }) =>
      [...values]
        .filter(([key]) => /^ring\d_addr$/.test(key))
        .map(([key, address]): Place => ({
          path: placeIn(host, document, line, key),
          kind: "link",
          address,
        })),
    );
    const net = sectionOf(sectionOf(sectionOf(file, "quorum"), "device"), "net");
    const address = net?.values.get("host");
    const path = placeIn(host, document, net?.line ?? 1, "quorum.device.net.host");
    return [...nodes, ...(address === undefined ? [] : [{ path, kind: "qdevice" as const, address }])];
  });
}

/** haproxy's sources, logs and peers. */
function haproxy(host: Host): Place[] {
  return linesOn(host).flatMap(({ kind, line: { keyword, args }, path }): Place[] => {
    if (keyword === "log") return [{ path, kind: "log", address: hostIn(args[0] ?? "") }];
    if (kind === "peers" && (keyword === "peer" || keyword === "server"))
      return [{ path, kind: "table", address: hostIn(args[1] ?? "") }];
    const words = keyword === "source" ? ["source", ...args] : args;
    return words.flatMap((word, index): Place[] =>
      word === "source" || word === "usesrc"
        ? [{ path, kind: "source", address: hostIn(words[index + 1] ?? "") }]
        : [],
    );
  });
}

function bastions({ name, type, inputs: { values } }: Registered): Place[] {
  const { host } = recordOf(recordOf(values["connection"])["proxy"]);
  if (!isCommand(type) || typeof host !== "string") return [];
  return [{ path: `${name}.connection.proxy`, kind: "bastion", address: host }];
}
