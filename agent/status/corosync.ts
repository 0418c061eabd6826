/** What a node's corosync tells. */
export interface CorosyncAnswer {
  readonly cluster: string;
  /** config_version as it runs. */
  readonly version: number;
  /** config_version in /etc/corosync/corosync.conf; undefined where there is none. */
  readonly fileVersion?: number;
  /** Names of the nodes that it knows, by id. */
  readonly names: ReadonlyMap<number, string>;
  /** Undefined where votequorum doesn't answer. */
  readonly quorum?: QuorumAnswer;
  /** To each other node, by its id. */
  readonly links: readonly LinkAnswer[];
  /** Undefined where corosync-qdevice doesn't run. */
  readonly qdevice?: QdeviceAnswer;
}

/** corosync-quorumtool(8), -s. */
export interface QuorumAnswer {
  readonly quorate: boolean;
  readonly expectedVotes: number;
  readonly totalVotes: number;
  /** Votes that are needed. */
  readonly quorum: number;
  readonly flags: readonly string[];
  /** Ids, ascending. */
  readonly members: readonly number[];
  /** Of the qdevice at this node: "A,V,NMW" (alive, votes, no master wins), "NR" where it isn't registered. */
  readonly qdevice?: string;
}

/** corosync-cfgtool(8), -s. */
export interface LinkAnswer {
  readonly peer: number;
  readonly link: number;
  readonly connected: boolean;
}

/** corosync-qdevice-tool(8), -s. */
export interface QdeviceAnswer {
  /** Address and port of qnetd. */
  readonly host: string;
  readonly algorithm: string;
  /** "Connected", or what it does in place of that. */
  readonly state: string;
}

/** A node that is connected to qnetd; corosync-qnetd-tool(8), -l. */
export interface QdeviceClient {
  readonly cluster: string;
  readonly nodeId: number;
}

/** Reads what the tools print; `part` gives the lines of each. Undefined where corosync doesn't run. */
export function parseCorosync(part: (name: string) => readonly string[]): CorosyncAnswer | undefined {
  const keys = new Map(
    part("cmap").map((line) => {
      const [, key = "", value = ""] = /^(\S+) \(\w+\) = (.*)$/.exec(line) ?? [];
      return [key, value];
    }),
  );
  if (keys.size === 0) return undefined;
  const [fileVersion] = part("corosync-file");
  const quorum = parseQuorum(part("quorum"));
  const qdevice = parseQdevice(part("qdevice"));
  return {
    cluster: keys.get("totem.cluster_name") ?? "",
    version: Number(keys.get("totem.config_version") ?? 0),
    ...(fileVersion === undefined ? {} : { fileVersion: Number(fileVersion) }),
    names: namesIn(keys),
    ...(quorum ? { quorum } : {}),
    links: parseLinks(part("link")),
    ...(qdevice ? { qdevice } : {}),
  };
}

function namesIn(keys: ReadonlyMap<string, string>): Map<number, string> {
  const ids = [...keys].filter(([key]) => key.endsWith(".nodeid"));
  return new Map(
    ids.map(([key, id]) => [Number(id), keys.get(key.replace(/nodeid$/, "name")) ?? `node ${id}`]),
  );
}

/** The value behind "Name:" at the beginning of a line; undefined where there's none. */
function field(lines: readonly string[], name: string): string | undefined {
  const line = lines.find((each) => each.trimStart().startsWith(`${name}:`));
  return line?.slice(line.indexOf(":") + 1).trim();
}

function parseQuorum(lines: readonly string[]): QuorumAnswer | undefined {
  const expected = field(lines, "Expected votes");
  if (expected === undefined) return undefined;
  // Id, votes, the qdevice's flags where there is one, address, "(local)".
  const rows = lines.flatMap((line) => {
    const [, id, flags, local] =
      /^ +(\d+) +\d+ +(?:([A-Z]+(?:,[A-Z]+)*) +)?\S+( \(local\))?/.exec(line) ?? [];
    return id === undefined ? [] : [{ id: Number(id), flags, local: local !== undefined }];
  });
  const qdevice = rows.find(({ local }) => local)?.flags;
  return {
    quorate: field(lines, "Quorate") === "Yes",
    expectedVotes: Number(expected),
    totalVotes: Number(field(lines, "Total votes")),
    // "2 Activity blocked" without quorum.
    quorum: Number.parseInt(field(lines, "Quorum") ?? "", 10),
    flags: (field(lines, "Flags") ?? "").split(" ").filter((flag) => flag !== ""),
    // The qdevice itself is 0.
    members: rows.map(({ id }) => id).filter((id) => id !== 0),
    ...(qdevice === undefined ? {} : { qdevice }),
  };
}

function parseLinks(lines: readonly string[]): LinkAnswer[] {
  let link = 0;
  return lines.flatMap((line) => {
    link = Number(/^LINK ID (\d+)/.exec(line)?.[1] ?? link);
    const [, peer, state] = /^\s+nodeid:\s+(\d+):\s+(\S+)/.exec(line) ?? [];
    if (peer === undefined || state === "localhost") return [];
    return [{ peer: Number(peer), link, connected: state === "connected" }];
  });
}

function parseQdevice(lines: readonly string[]): QdeviceAnswer | undefined {
  const host = field(lines, "QNetd host");
  if (host === undefined) return undefined;
  return { host, algorithm: field(lines, "Algorithm") ?? "", state: field(lines, "State") ?? "" };
}

/** Reads what qnetd's tool prints. */
export function parseQnetd(lines: readonly string[]): QdeviceClient[] {
  let cluster = "";
  return lines.flatMap((line) => {
    cluster = /^Cluster "(.*)":/.exec(line)?.[1] ?? cluster;
    const nodeId = /^ +Node ID (\d+):/.exec(line)?.[1];
    return nodeId === undefined ? [] : [{ cluster, nodeId: Number(nodeId) }];
  });
}
