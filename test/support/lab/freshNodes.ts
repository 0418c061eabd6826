import { down, up, waitFor } from "../../../lab";
import { install, run } from "../agent/verbs";

export const nodes = ["n1", "n2", "n3"] as const;

/** Makes a new lab. */
export async function freshNodes(): Promise<void> {
  await down();
  await up();
}

/** Makes a new lab with the program on each node. */
export async function preparedNodes(): Promise<void> {
  await freshNodes();
  await Promise.all(nodes.map((node) => install(node)));
}

/** Runs the cases of a test on several nodes at once, for speed: each node takes one case at a time. */
export async function sideBySide<T>(
  cases: readonly T[],
  body: (node: string, one: T) => Promise<void>,
): Promise<void> {
  const queue = [...cases];
  await Promise.all(
    nodes.map(async (node) => {
      for (let one = queue.shift(); one !== undefined; one = queue.shift()) await body(node, one);
    }),
  );
}

/** Waits until a node has ended all interrupted transactions. */
export const nothingLeft = (node: string): Promise<unknown> =>
  waitFor(async () => (await run(node, "ls -A /var/lib/quorate/journal")) === "", {
    what: `${node} to have ended what the power cut interrupted`,
  });
