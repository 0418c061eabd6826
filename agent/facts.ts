import { type Looked, parseLook } from "./look/answer";
import { type NodeAnswer, parseAnswer } from "./status/answer";
import { type Applied, parseApplied } from "./applied";
import type { Claim, OwnedUnit } from "./unit";

/** The facts of one node (agent/program/facts/facts.sh). */
export interface Facts {
  /** "debian", "rhel" or another text; "" for a node without quorate. */
  readonly family: string;
  /** Differs after each change, also an undone one, and after each start of the node. */
  readonly stamp: string;
  /** sha256 (`programDigest`) and base of the installed program; undefined if a part of it is missing. */
  readonly program?: { readonly digest: string; readonly base: string };
  /** The node's addresses of global scope, without prefix lengths. */
  readonly addresses: readonly string[];
  /** The owner's units by name. */
  readonly units: ReadonlyMap<string, UnitFacts>;
  /** The units of other owners. */
  readonly others: readonly OtherUnit[];
  /** The claims of the units of other owners. */
  readonly claims: readonly (OwnedUnit & { readonly claim: Claim })[];
  /** sha256 (`listDigest`) and base of each owner's list of units, by owner. */
  readonly lists: ReadonlyMap<string, { readonly digest: string; readonly base: string }>;
  /** Units in no such list: the update that applied them was interrupted, or still runs. */
  readonly unlisted: readonly OwnedUnit[];
  /** Undefined if the node has neither corosync nor a corosync.conf. */
  readonly corosync?: CorosyncFacts;
  /** Units with an interrupted change that is still to be undone or completed, and the reason. */
  readonly open: readonly { readonly unit: string; readonly reason: string }[];
  /** The interfaces that are down while the NIC watchdog keeps the node out of service. */
  readonly cutOff?: readonly string[];
  /** Changes by hand on the node; undefined if no script asked, and on a node without quorate. */
  readonly watched?: NodeAnswer;
  /** What the node has where units are to come; undefined if no script asked. */
  readonly looked?: Looked;
  /** What quorate applied; undefined if no preview asked, and on a node without quorate. */
  readonly applied?: Applied;
}

export interface OtherUnit extends OwnedUnit {
  /** sha256 of the owner's manifest, and its base. */
  readonly digest: string;
  readonly base: string;
  /** One of the further owners of a shared unit: the node has the files of another owner's manifest. */
  readonly further: boolean;
}

export interface UnitFacts {
  /** sha256 of the manifest that the node applied last. */
  readonly digest: string;
  /** A held unit has the change, but stays silent until its release. */
  readonly held: boolean;
  /** The base of its manifest. */
  readonly base: string;
  /** sha256 of its wire signature and its secrets, in hexadecimal. */
  readonly signature: string;
  /** The base of the signature; "" for a unit without wire signature and secrets. */
  readonly signatureBase: string;
  /** One text for each difference from the applied unit; empty without drift. */
  readonly drift: readonly string[];
}

/** The facts of a node's corosync (agent/program/facts/corosync.sh). */
export interface CorosyncFacts {
  /** Undefined while corosync doesn't run. */
  readonly running?: { readonly version: number; readonly quorate: boolean; readonly cluster: string };
  /** `digest` is the sha256 of corosync.conf without its config_version lines. */
  readonly file?: { readonly version: number; readonly digest: string; readonly cluster: string };
  /** The highest config_version that the node ever parked; 0 for none. */
  readonly highest: number;
  /** Some options take effect only after a restart of corosync. */
  readonly restart: boolean;
  /** Set on platform proxmox after quorate's first change of the cluster. */
  readonly proxmox?: ProxmoxFacts;
  /** The running nodelist by name; the file's nodelist while corosync doesn't run. */
  readonly nodes: ReadonlyMap<string, CorosyncNodeFacts>;
  /** The transport of each running link that has one written, by its number. Others have udp. */
  readonly transports?: Readonly<Record<string, string>>;
}

/** The facts of a node's Proxmox cluster (agent/program/proxmox/repair.sh); "" for a missing one. */
export interface ProxmoxFacts {
  /** Digest of the meaning of /etc/pve/corosync.conf, without its version. */
  readonly present: string;
  /** The same digest when quorate last settled the cluster from this node. */
  readonly settled: string;
  /** sha256 of the text that quorate settled on then (`settledDigest`); `settleBase` is its base. */
  readonly wanted: string;
  readonly settleBase: string;
  /** Token of the last drift that quorate repaired on the node. */
  readonly currentToken: string;
}

export interface CorosyncNodeFacts {
  readonly id: number;
  /** Addresses by link number. */
  readonly links: Readonly<Record<string, string>>;
}

/**
 * Reads the lines that the node's program prints, as facts for one owner, and behind an empty line the output of
 * `previewScript` or `lookScript`.
 * @throws Error on an unknown line
 */
export function parseFacts(text: string, owner: string): Facts {
  const [printed = "", more = ""] = text.split(/^\n/m);
  const [watched = ""] = more.split(/^look\n/m);
  const looked = parseLook(more);
  const units = new Map<string, UnitFacts & { drift: string[] }>();
  const lists = new Map<string, { digest: string; base: string }>();
  const unlisted: OwnedUnit[] = [];
  const open: { unit: string; reason: string }[] = [];
  const others: OtherUnit[] = [];
  const claims: (OwnedUnit & { claim: Claim })[] = [];
  const addresses: string[] = [];
  const corosync: string[][] = [];
  let family = "";
  let stamp = "";
  let program: Facts["program"];
  let cutOff: readonly string[] | undefined;
  for (const line of printed.split("\n").filter((each) => each !== "")) {
    const [kind = "", first = "", ...rest] = line.split(" ");
    const unit = units.get(first);
    if (kind === "family") family = [first, ...rest].join(" ");
    else if (kind === "stamp") stamp = [first, ...rest].join(" ");
    else if (kind === "program") program = { digest: first, base: rest.join(" ") };
    else if (kind === "list") lists.set(first, { digest: rest[0] ?? "", base: rest[1] ?? "" });
    else if (kind === "unlisted") unlisted.push({ unit: first, owner: rest[0] ?? "" });
    else if (kind === "address") addresses.push(first);
    else if (kind === "corosync") corosync.push([first, ...rest]);
    else if (kind === "open") {
      open.push({ unit: first, reason: rest.join(" ") });
      unit?.drift.push(`open ${rest.join(" ")}`);
    } else if (kind === "cut-off") cutOff = [first, ...rest];
    else if (kind === "claim") {
      const [name = "", ...claim] = rest;
      if (first !== owner) claims.push({ unit: name, owner: first, claim: claim as unknown as Claim });
    } else if (kind === "unit") {
      const [digest = "", state, ...words] = rest;
      const [base = "", signature = "", signatureBase = "", own = ""] = words.map(unlessNone);
      if (own !== owner) others.push({ unit: first, owner: own, digest, base, further: state === "shared" });
      else units.set(first, { digest, held: state === "held", base, signature, signatureBase, drift: [] });
    } else if (kind === "drift" && (unit || others.some((other) => other.unit === first)))
      unit?.drift.push(rest.join(" "));
    else throw new Error(`the node answered "${line}", which is no fact that quorate knows`);
  }
  return {
    ...{ family, stamp, addresses, units, others, claims, lists, unlisted, open },
    ...(program ? { program } : {}),
    ...(corosync.length > 0 ? { corosync: corosyncFacts(corosync) } : {}),
    ...(cutOff ? { cutOff } : {}),
    ...(watched ? { watched: parseAnswer(watched), applied: parseApplied(watched) } : {}),
    ...(looked ? { looked } : {}),
  };
}

/** Each line is a list of its words, without the first one, "corosync". */
function corosyncFacts(lines: readonly (readonly string[])[]): CorosyncFacts {
  const of = (kind: string) => lines.filter(([first]) => first === kind).map((line) => line.slice(1));
  const [runs] = of("runs");
  const [file] = of("file");
  const [pve] = of("pve");
  const nodes = of("node").map(([id = "", name = "", ...links]) => {
    const pairs = links.map((link) => link.split("=", 2) as [string, string]);
    return [name, { id: Number(id), links: Object.fromEntries(pairs) }] as const;
  });
  return {
    ...(runs
      ? { running: { version: Number(runs[0]), quorate: runs[1] === "yes", cluster: runs[2] ?? "" } }
      : {}),
    ...(pve ? { proxmox: proxmoxFacts(pve) } : {}),
    ...(file ? { file: { version: Number(file[0]), digest: file[1] ?? "", cluster: file[2] ?? "" } } : {}),
    highest: Number(of("high")[0]?.[0] ?? 0),
    restart: of("restart").length > 0,
    nodes: new Map(nodes),
    ...(runs
      ? { transports: Object.fromEntries(of("link").map(([link = "", transport = ""]) => [link, transport])) }
      : {}),
  };
}

const unlessNone = (word: string): string => (word === "-" ? "" : word);

function proxmoxFacts(words: readonly string[]): ProxmoxFacts {
  const [present = "", settled = "", wanted = "", settleBase = "", currentToken = ""] = words.map(unlessNone);
  return { present, settled, wanted, settleBase, currentToken };
}
