import { canonical, type Family, familyOf, isAddress, networkAddress, parseCidr } from "../../model/address";
import type { WeighingCheck } from "../../model/vrrp/rules/failoverPossible";
import { lastOf, type Statement } from "../formats/keepalived";
import type { Host } from "../host";
import { once } from "../once";
import { blocksOf, linesOf, listIn, numberOf, type Placed, placeOf, textOf } from "./configuration";

/** A virtual address in one member's file. */
export interface Address {
  readonly path: string;
  readonly address: string;
  /** Prefix length. Undefined if none is written, which means /32. */
  readonly prefix: number | undefined;
  /** Its interface, if it isn't the instance's. */
  readonly dev: string | undefined;
  /** Whether it is in virtual_ipaddress_excluded: not in the adverts, so of any family. */
  readonly excluded: boolean;
}

/** A script, process or interface that an instance tracks. */
export interface InstanceTrack extends WeighingCheck {
  /** The block that names it, such as track_script. */
  readonly list: string;
}

/** A vrrp_instance of one machine, with keepalived's defaults for missing keywords. */
export interface Instance {
  readonly node: string;
  readonly name: string;
  /** The path of a finding on one of its keywords. It points at the instance if the keyword is missing. */
  readonly at: (keyword: string) => string;
  readonly interface: string | undefined;
  /** The interface of its virtual MAC, if it has one. */
  readonly vmac: string | undefined;
  readonly virtualRouterId: number | undefined;
  /** Undefined if the file doesn't tell: a placeholder, or a condition that isn't known. */
  readonly priority: number | undefined;
  /** Its first state, MASTER or BACKUP. Undefined if the file doesn't tell. */
  readonly state: string | undefined;
  readonly version: 2 | 3;
  /** `strict_mode` of the instance itself. */
  readonly strictMode: Statement | undefined;
  /** Whether it accepts packets to its addresses: true by `accept`, false by `no_accept`. */
  readonly accept: boolean | undefined;
  readonly family: Family;
  /** Seconds. */
  readonly advertInt: number | undefined;
  readonly addresses: readonly Address[];
  readonly authType: string | undefined;
  /** Undefined if it is missing or a placeholder. */
  readonly authPass: string | undefined;
  /** Whether only secret inputs contain the password. */
  readonly secret: boolean;
  readonly unicastSrcIp: string | undefined;
  /** Source address of its adverts: the one in the file, or else the machine's address in the program. */
  readonly ownAddress: string | undefined;
  readonly unicastPeers: readonly string[] | undefined;
  /** Whether all peers are addresses that this machine certainly has in its list. */
  readonly peersKnown: boolean;
  readonly tracks: readonly InstanceTrack[];
  readonly nopreempt: boolean;
  readonly preemptDelay: number;
  readonly notify: readonly { readonly path: string; readonly event: string; readonly script: string }[];
  /** The subnet of its addresses. Instances with the same network and VRID are members of one group. */
  readonly network: string;
  /** Equal for the members of one group. */
  readonly group: string;
}

export const instancesOf = once((host: Host): readonly Instance[] =>
  blocksOf(host, "vrrp_instance").map((block) => instanceOf(host, block)),
);

function instanceOf(host: Host, block: Placed): Instance {
  const name = block.statement.args[0] ?? "";
  const lines = linesOf(block);
  const find: Find = (keyword) => lines.get(keyword);
  const authentication = find("authentication")?.block;
  const authPass = lastOf(authentication, "auth_pass");
  const written = ["virtual_ipaddress", "virtual_ipaddress_excluded"].flatMap((keyword) =>
    find(keyword) ? listIn(host, block, keyword).flatMap((line) => addressOf(line, keyword)) : [],
  );
  // keepalived drops the second mention of an address, such as one with a label.
  const addresses = [...new Map(written.map((each) => [each.address, each])).values()];
  const family = familyOf(addresses[0]?.address ?? "");
  const globalVersion = blocksOf(host, "global_defs").map((defs) =>
    numberOf(lastOf(defs.statement.block, "vrrp_version")),
  );
  const version = numberOf(find("version")) ?? globalVersion.at(-1) ?? (family === 6 ? 3 : 2);
  const peers = find("unicast_peer") && listIn(host, block, "unicast_peer").map(({ statement }) => statement);
  const unicastSrcIp = textOf(find("unicast_src_ip"));
  const virtualRouterId = numberOf(find("virtual_router_id"));
  const advertised = addresses.filter(({ excluded }) => !excluded);
  const network = networkOf(advertised.length > 0 ? advertised : addresses);
  return {
    node: host.name,
    name,
    at: (keyword) => {
      const found = keyword === "auth_pass" ? authPass : find(keyword);
      const what = `vrrp_instance ${name}${keyword === "" ? "" : ` ${keyword}`}`;
      return placeOf(host, block.document, found ?? block.statement, what);
    },
    interface: textOf(find("interface")),
    vmac: vmacIn(find("use_vmac"), family, virtualRouterId),
    virtualRouterId,
    priority: find("priority") ? numberOf(find("priority")) : 100,
    state: textOf(find("state")),
    version: version === 3 ? 3 : 2,
    strictMode: find("strict_mode"),
    accept: find("accept") ? true : find("no_accept") ? false : undefined,
    family,
    advertInt: find("advert_int") ? numberOf(find("advert_int")) : 1,
    addresses,
    authType: authentication && textOf(lastOf(authentication, "auth_type")),
    authPass: textOf(authPass),
    secret: !block.document.clear.includes(textOf(authPass) ?? ""),
    unicastSrcIp,
    ownAddress: [unicastSrcIp, host.name].find((text) => text !== undefined && isAddress(text)),
    unicastPeers: peers?.map(({ keyword }) => keyword),
    peersKnown: peers?.every(({ keyword, conditional }) => !conditional && isAddress(keyword)) ?? true,
    tracks: tracksOf(host, block, find),
    nopreempt: find("nopreempt") !== undefined,
    preemptDelay: numberOf(find("preempt_delay")) ?? 0,
    notify: notifyOf(host, block, find),
    network,
    group: groupName(host, name, network, find("virtual_router_id")),
  };
}

/** keepalived.conf(5), use_vmac: an interface's name and a MAC address, each optional. */
function vmacIn(line: Statement | undefined, family: Family, vrid: number | undefined): string | undefined {
  if (line === undefined || (line.args.length === 0 && vrid === undefined)) return undefined;
  return line.args[0] ?? `vrrp${family === 6 ? "6" : ""}.${String(vrid)}`;
}

type Find = (keyword: string) => Statement | undefined;

/** The same name for all members of a group. An instance without a VRID forms a group alone. */
function groupName({ name: node }: Host, name: string, network: string, vrid: Statement | undefined): string {
  if (vrid === undefined) return `${name} of ${node}`;
  const known = numberOf(vrid);
  return `${known === undefined ? `instance ${name}` : `VRID ${String(known)}`}${network === "" ? "" : ` in ${network}`}`;
}

function addressOf(line: Placed, keyword: string): Address[] {
  const { keyword: place, args } = line.statement;
  const [address = "", prefix] = place.split("/");
  if (!isAddress(address)) return [];
  const device = args.indexOf("dev");
  return [
    {
      ...{ path: line.at(keyword), address: canonical(address) },
      prefix: parseCidr(`${address}/${prefix ?? ""}`)?.prefix,
      dev: device === -1 ? undefined : args[device + 1],
      excluded: keyword === "virtual_ipaddress_excluded",
    },
  ];
}

/** The lowest of the addresses' subnets. Default prefix length: /24 or /64. */
function networkOf(addresses: readonly Address[]): string {
  const subnets = addresses.map(({ address, prefix }) => {
    const usual = familyOf(address) === 4 ? 24 : 64;
    const length = Math.min(prefix ?? usual, usual);
    return `${networkAddress(`${address}/${String(length)}`)}/${String(length)}`;
  });
  return subnets.sort()[0] ?? "";
}

/** The tracked scripts, processes and interfaces. The weight is the entry's own, or else the definition's. */
function tracksOf(host: Host, block: Placed, find: Find): InstanceTrack[] {
  const lists = [
    { list: "track_script", definition: "vrrp_script", usual: 0 },
    { list: "track_process", definition: "vrrp_track_process", usual: 1 },
    { list: "track_interface", definition: undefined, usual: 0 },
  ];
  const written = lists.filter(({ list }) => find(list) !== undefined);
  return written.flatMap(({ list, definition, usual }) =>
    listIn(host, block, list).flatMap((entry) => {
      const { keyword: name, args } = entry.statement;
      const own = args[0] === "weight" ? Number(args[1]) : undefined;
      const defined = blocksOf(host, definition ?? "").find(({ statement }) => statement.args[0] === name);
      // A script without a visible definition may have any weight.
      if (own === undefined && definition !== undefined && defined === undefined) return [];
      const weight = own ?? numberOf(lastOf(defined?.statement.block, "weight")) ?? usual;
      return [{ list, name, weight, path: entry.at(`${list} ${name}`) }];
    }),
  );
}

function notifyOf(host: Host, { document }: Placed, find: Find): Instance["notify"] {
  return ["notify_master", "notify_backup", "notify_fault", "notify_stop", "notify"].flatMap((keyword) => {
    const found = find(keyword);
    const script = found?.args[0];
    return found && script !== undefined
      ? [
          {
            path: placeOf(host, document, found, keyword),
            event: keyword.replace(/^notify_?/, ""),
            script,
          },
        ]
      : [];
  });
}
