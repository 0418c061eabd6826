import { exec } from "../../../lab";

/** The state of corosync on a node, from its own tools. */
export interface QuorumState {
  readonly quorate: boolean;
  /** Expected votes in corosync-quorumtool(8). */
  readonly expected: number;
  readonly total: number;
  readonly quorum: number;
  readonly flags: readonly string[];
  /** Names of the members that the node sees, in order. */
  readonly members: readonly string[];
}

/** The state of corosync on a node; undefined while it doesn't run or the node is off. */
export async function quorumState(node: string): Promise<QuorumState | undefined> {
  const { stdout } = await exec(node, "corosync-quorumtool -s").catch(() => ({ stdout: "" }));
  const field = (name: string): string => new RegExp(`^${name}: *(.*?) *$`, "m").exec(stdout)?.[1] ?? "";
  if (field("Expected votes") === "") return undefined;
  const members = [...stdout.matchAll(/^ +\d+ +\d+ +(?:[A-Z]+(?:,[A-Z]+)* +)?([^\s(]+)/gm)];
  return {
    quorate: field("Quorate") === "Yes",
    expected: Number(field("Expected votes")),
    total: Number(field("Total votes")),
    quorum: Number(/\d+/.exec(field("Quorum"))?.[0]),
    flags: field("Flags")
      .split(" ")
      .filter((flag) => flag !== ""),
    members: members.map(([, name = ""]) => name).filter((name) => name !== "Qdevice"),
  };
}

/** The config_version that corosync runs, and the one in its file. */
export async function versions(node: string): Promise<{ running: number; file: number }> {
  const { stdout } = await exec(
    node,
    "corosync-cmapctl -g totem.config_version | sed 's/.*= //'; sed -n 's/^ *config_version: //p' /etc/corosync/corosync.conf",
  );
  const [running = 0, file = 0] = stdout.split("\n").map(Number);
  return { running, file };
}

/** The value of a key in the running corosync. */
export async function cmap(node: string, key: string): Promise<string> {
  return (await exec(node, `corosync-cmapctl -g ${key} 2>/dev/null | sed 's/^[^=]*= //'`)).stdout;
}
