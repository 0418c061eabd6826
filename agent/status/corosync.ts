/** The state of a node's corosync. */
export interface CorosyncAnswer {
  readonly cluster: string;
  /** The running config_version. */
  readonly version: number;
  /** config_version in /etc/corosync/corosync.conf; undefined without the file. */
  readonly fileVersion?: number;
  /** Names of the nodes in the running nodelist, by id. */
  readonly names: ReadonlyMap<number, string>;
  /** Undefined if votequorum doesn't answer. */
  readonly quorum?: QuorumAnswer;
  /** The links to the other nodes. */
  readonly links: readonly LinkAnswer[];
  /** Undefined while corosync-qdevice doesn't run. */
  readonly qdevice?: QdeviceAnswer;
}

/** The output of corosync-quorumtool(8), -s. */
export interface QuorumAnswer {
  readonly quorate: boolean;
  readonly expectedVotes: number;
  readonly totalVotes: number;
  /** Votes that a quorate cluster needs. */
  readonly quorum: number;
  readonly flags: readonly string[];
  /** Ids, ascending. */
  readonly members: readonly number[];
  /** State of this node's qdevice: "A,V,NMW" (alive, votes, no master wins), or "NR" (not registered). */
  readonly qdevice?: string;
}

/** A row of corosync-cfgtool(8), -s. `peer` is the other node's id. */
export interface LinkAnswer {
  readonly peer: number;
  readonly link: number;
  readonly connected: boolean;
}

/** The output of corosync-qdevice-tool(8), -s. */
export interface QdeviceAnswer {
  /** Address and port of qnetd. */
  readonly host: string;
  readonly algorithm: string;
  /** "Connected" or the tool's words for another state. */
  readonly state: string;
}

/** A node with a connection to qnetd: corosync-qnetd-tool(8), -l. */
export interface QdeviceClient {
  readonly cluster: string;
  readonly nodeId: number;
}

/** Reads the output of the tools; `part` gives the lines of each. Undefined while corosync doesn't run. */
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

/** The value behind "Name:" at the start of a line; undefined without such a line. */
function field(lines: readonly string[], name: string): string | undefined {
  const line = lines.find((each) => each.trimStart().startsWith(`${name}:`));
  return line?.slice(line.indexOf(":") + 1).trim();
}

function parseQuorum(lines: readonly string[]): QuorumAnswer | undefined {
  const expected = field(lines, "Expected votes");
  if (expected === undefined) return undefined;
  // Columns: id, votes, flags of a qdevice if there is one, address, "(local)".
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
    // The text is "2 Activity blocked" without quorum.
    quorum: Number.parseInt(field(lines, "Quorum") ?? "", 10),
    flags: (field(lines, "Flags") ?? "").split(" ").filter((flag) => flag !== ""),
    // The qdevice itself has id 0.
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

/** Reads the output of corosync-qnetd-tool. */
export function parseQnetd(lines: readonly string[]): QdeviceClient[] {
  let cluster = "";
  return lines.flatMap((line) => {
    cluster = /^Cluster "(.*)":/.exec(line)?.[1] ?? cluster;
    const nodeId = /^ +Node ID (\d+):/.exec(line)?.[1];
    return nodeId === undefined ? [] : [{ cluster, nodeId: Number(nodeId) }];
  });
}
