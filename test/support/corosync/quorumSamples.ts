import { exec } from "../../../lab";

/** Whether a node was quorate, at one moment. */
export interface QuorumSample {
  readonly node: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly quorate: boolean;
}

const stop = "/run/stop-sampling";

/** Five times a second, in a shell of the node's own that goes before all else, as lab/sample.sh. */
const sampler = `rm -f ${stop}
renice -n -20 -p $$ >/dev/null 2>&1
{ echo -20 >/proc/self/autogroup; } 2>/dev/null
while [ ! -e ${stop} ]; do
  if corosync-quorumtool -s 2>/dev/null | grep -q '^Quorate: *Yes'; then quorate=1; else quorate=0; fi
  echo "$(date +%s%3N) $quorate"
  sleep 0.18
done`;

/** Samples some nodes while `action` runs. */
export async function sampledQuorum(
  nodes: readonly string[],
  action: () => Promise<unknown>,
): Promise<QuorumSample[]> {
  const running = nodes.map(async (node) => {
    const { stdout } = await exec(node, ["setsid", "--wait", "sh", "-c", sampler]);
    const lines = stdout.split("\n").filter((line) => line !== "");
    return lines.map((line): QuorumSample => {
      const [time, quorate] = line.split(" ");
      return { node, time: Number(time), quorate: quorate === "1" };
    });
  });
  try {
    await action();
  } finally {
    await Promise.all(nodes.map((node) => exec(node, `touch ${stop}`)));
  }
  return (await Promise.all(running)).flat();
}
