import { exec } from "../../../lab";

/** Whether a node was quorate at one moment. */
export interface QuorumSample {
  readonly node: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly quorate: boolean;
}

/** A node's message: from this moment on it was quorate, or not. */
interface Told {
  readonly time: number;
  readonly quorate: boolean;
}

const stop = "/run/stop-sampling";
const monitor = "/run/quorum-monitor";

/**
 * Prints each change of quorum that corosync reports. It runs on the node at the highest priority, like
 * lab/sample.pl. Each new query would cost corosync 24 MB of shared memory. The last line is the time of the end.
 */
const watch = `rm -f ${stop}
renice -n -20 -p $$ >/dev/null 2>&1
{ echo -20 >/proc/self/autogroup; } 2>/dev/null
while [ ! -e ${stop} ]; do
  { stdbuf -oL corosync-quorumtool -m 2>/dev/null & echo $! >${monitor}; wait; } | while read -r field value _; do
    case $field:$value in
      Quorate::Yes) echo "$(date +%s%3N) 1" ;;
      Quorate::*) echo "$(date +%s%3N) 0" ;;
    esac
  done
  [ -e ${stop} ] || { echo "$(date +%s%3N) 0"; sleep 0.1; }
done
date +%s%3N`;

/** The messages as samples, 0.1 s apart. `end` is in milliseconds since 1970. */
export function samplesOf(node: string, told: readonly Told[], end: number): QuorumSample[] {
  return told.flatMap(({ time, quorate }, index) => {
    const until = told[index + 1]?.time ?? end;
    const count = Math.max(1, Math.ceil((until - time) / 100));
    return Array.from({ length: count }, (_, step) => ({ node, time: time + 100 * step, quorate }));
  });
}

/** Samples the quorum of nodes while `action` runs. */
export async function sampledQuorum(
  nodes: readonly string[],
  action: () => Promise<unknown>,
): Promise<QuorumSample[]> {
  const running = nodes.map(async (node) => {
    const { stdout } = await exec(node, ["setsid", "--wait", "sh", "-c", watch]);
    const lines = stdout.split("\n").filter((line) => line !== "");
    const told = lines.slice(0, -1).map((line): Told => {
      const [time, quorate] = line.split(" ");
      return { time: Number(time), quorate: quorate === "1" };
    });
    return samplesOf(node, told, Number(lines.at(-1)));
  });
  try {
    await action();
  } finally {
    const end = `touch ${stop}; kill "$(cat ${monitor})"`;
    await Promise.all(nodes.map((node) => exec(node, end)));
  }
  return (await Promise.all(running)).flat();
}
