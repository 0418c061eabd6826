import type { Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** corosync-qdevice(8): the third vote must survive the nodes' failure. */
export const quorumQdeviceHost: Rule<Quorum> = {
  name: "quorum-qdevice-host",
  title: "A qdevice must be on a machine outside the cluster",
  why:
    "A qnetd on a member dies with it: the loss of one node costs two votes, and the others stop. The same " +
    "holds for a guest of the cluster, which quorate can't see.",
  items: ({ quorum }) => (quorum ? [{ ...quorum, path: "quorum.qdevice.host" }] : []),
  judge(clusters) {
    return clusters.flatMap(({ path, nodes, qdevice }) => {
      if (qdevice === undefined) return [];
      const { host, witness } = qdevice;
      const member = nodes.find(({ name, addresses }) =>
        [name, ...addresses].some((own) => own === host || own === witness?.address),
      );
      if (member === undefined) return [];
      const message = `${host} is ${member.name} itself, whose failure would cost two votes; write a machine outside the cluster`;
      return [{ path, message }];
    });
  },
};
