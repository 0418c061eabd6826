import { duplicates, type Rule } from "../../rule";

/** A node of a corosync.conf, with the values that tell it from the others. */
export interface DistinctNode {
  readonly path: string;
  /** The file. Nodes of one file are judged together. */
  readonly file: string;
  readonly name: string;
  /** Its nodeid, name and addresses, as the file has them. */
  readonly values: readonly { readonly key: string; readonly value: string }[];
}

/** corosync.conf(5), nodelist. `corosync -t` sees a nodeid twice; names and addresses nothing sees. */
export const quorumNodesDistinct: Rule<DistinctNode> = {
  name: "quorum-nodes-distinct",
  title: "Two nodes in a corosync.conf must have different ids, names and addresses",
  why:
    "corosync.conf(5), nodelist: nodeid and the addresses tell nodes apart. corosync refuses a nodeid twice " +
    "at its start. It takes an address twice, and packets for one node then reach the other. With a name " +
    "twice, a node may take the other's entry for its own.",
  circleOf: ({ file }) => file,
  judge(nodes) {
    const values = nodes.flatMap((node) => node.values.map((each) => ({ ...each, node })));
    return duplicates(values, ({ key, value }) => `${kindOf(key)} ${value}`).map(({ first, again }) => ({
      path: `${again.node.path} ${again.key}`,
      message: `${again.value} is ${first.node === again.node ? `this node's ${first.key}` : first.node.name + "'s"} already, so corosync would refuse the file or mistake one node for the other; write another ${again.key}`,
    }));
  },
};

function kindOf(key: string): string {
  return /^ring\d_addr$/.test(key) ? "address" : key;
}
