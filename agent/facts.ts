/** What a node says of itself (agent/program/facts/facts.sh). */
export interface Facts {
  /** "debian", "rhel" or something else; empty where quorate never was on the node. */
  readonly family: string;
  /** Another one after each change, also one that was undone, and after each start. */
  readonly stamp: string;
  /** The program that is installed: sha256 (`programDigest`) and its base. Undefined where it isn't whole. */
  readonly program?: { readonly digest: string; readonly base: string };
  /** The node's addresses of global scope, without prefix length. */
  readonly addresses: readonly string[];
  readonly units: ReadonlyMap<string, UnitFacts>;
  /** By owner, the list of its units: sha256 (`keptDigest`) and base. */
  readonly kept: ReadonlyMap<string, { readonly digest: string; readonly base: string }>;
  /** Units that are in no such list: the update that brought them was cut off, or isn't at its end. */
  readonly unkept: readonly { readonly unit: string; readonly owner: string }[];
  /** Undefined where neither corosync nor a corosync.conf is there. */
  readonly corosync?: CorosyncFacts;
  /** Its NIC watchdog keeps it out of service, for these interfaces are down. */
  readonly cutOff?: readonly string[];
}

export interface UnitFacts {
  /** sha256 of the manifest that was applied last. */
  readonly digest: string;
  /** A held unit has been changed but keeps silent until it's released. */
  readonly held: boolean;
  /** What its manifest was applied over. */
  readonly base: string;
  /** sha256 of its wire signature and its secrets, in hexadecimal. */
  readonly signature: string;
  /** What this was applied over; "" where it has neither. */
  readonly signatureBase: string;
  /** What differs from the unit as it was applied, one text each; empty where nothing does. */
  readonly drift: readonly string[];
}

/** Facts of a node on which quorate has done nothing yet. */
export const noFacts: Facts = {
  family: "",
  stamp: "",
  addresses: [],
  units: new Map(),
  kept: new Map(),
  unkept: [],
};

/** What a node tells of corosync (agent/program/corosync/change.sh). */
export interface CorosyncFacts {
  /** Undefined where corosync doesn't run. */
  readonly running?: { readonly version: number; readonly quorate: boolean; readonly cluster: string };
  /** `digest` is the sha256 of corosync.conf without the lines of its config_version. */
  readonly file?: { readonly version: number; readonly digest: string; readonly cluster: string };
  /** The highest config_version that was ever to be applied here; 0 for none. */
  readonly highest: number;
  /** Options wait for a restart. */
  readonly restart: boolean;
  /** On platform proxmox, once quorate has done something there. */
  readonly proxmox?: ProxmoxFacts;
  /** The nodelist as it runs, else as the file has it, by name. */
  readonly nodes: ReadonlyMap<string, CorosyncNodeFacts>;
}

/** What a node tells of Proxmox's cluster (agent/program/proxmox/repair.sh); "" for what isn't there. */
export interface ProxmoxFacts {
  /** Digest of what /etc/pve/corosync.conf means, without its version. */
  readonly present: string;
  /** The same when quorate last settled the cluster, from this node. */
  readonly settled: string;
  /** sha256 of the text that it settled on then (`settledDigest`), and over what. */
  readonly wanted: string;
  readonly settleBase: string;
  /** The token of the node's drift that was repaired last. */
  readonly currentToken: string;
}

export interface CorosyncNodeFacts {
  readonly id: number;
  /** Addresses by link number. */
  readonly links: Readonly<Record<string, string>>;
}

/** Reads the lines that the program prints. Throws on a line that it doesn't print. */
export function parseFacts(text: string): Facts {
  const units = new Map<string, UnitFacts & { drift: string[] }>();
  const kept = new Map<string, { digest: string; base: string }>();
  const unkept: { unit: string; owner: string }[] = [];
  const addresses: string[] = [];
  const corosync: string[][] = [];
  let family = "";
  let stamp = "";
  let program: Facts["program"];
  let cutOff: readonly string[] | undefined;
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const [kind = "", first = "", ...rest] = line.split(" ");
    const unit = units.get(first);
    if (kind === "family") family = [first, ...rest].join(" ");
    else if (kind === "stamp") stamp = [first, ...rest].join(" ");
    else if (kind === "program") program = { digest: first, base: rest.join(" ") };
    else if (kind === "kept") kept.set(first, { digest: rest[0] ?? "", base: rest[1] ?? "" });
    else if (kind === "unkept") unkept.push({ unit: first, owner: rest[0] ?? "" });
    else if (kind === "address") addresses.push(first);
    else if (kind === "corosync") corosync.push([first, ...rest]);
    else if (kind === "cut-off") cutOff = [first, ...rest];
    else if (kind === "unit") {
      const [digest = "", state, ...bases] = rest;
      const [base = "", signature = "", signatureBase = ""] = bases.map(unlessNone);
      units.set(first, { digest, held: state === "held", base, signature, signatureBase, drift: [] });
    } else if (kind === "drift" && unit) unit.drift.push(rest.join(" "));
    else throw new Error(`a node answered "${line}" where its facts were expected`);
  }
  return {
    ...{ family, stamp, addresses, units, kept, unkept },
    ...(program ? { program } : {}),
    ...(corosync.length > 0 ? { corosync: corosyncFacts(corosync) } : {}),
    ...(cutOff ? { cutOff } : {}),
  };
}

/** The lines that begin with "corosync", in words without that one. */
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
  };
}

const unlessNone = (word: string): string => (word === "-" ? "" : word);

function proxmoxFacts(words: readonly string[]): ProxmoxFacts {
  const [present = "", settled = "", wanted = "", settleBase = "", currentToken = ""] = words.map(unlessNone);
  return { present, settled, wanted, settleBase, currentToken };
}
