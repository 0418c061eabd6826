import type { Quorum } from "../quorum";
import type { Rule } from "../../rule";

/** corosync-qdevice(8): the third vote must survive the nodes' failure. */
export const quorumQdeviceHost: Rule<Quorum> = {
  code: "QUORUM_QDEVICE_HOST",
  policy: "quorum-qdevice-host",
  title: "A qdevice is on a machine outside the cluster",
  why:
    "A qnetd on a member dies with it: the loss of one node costs two votes, and the others stop. The same holds " +
    "for a guest of the cluster, which no rule here can see.",
  subjects: ({ quorum }) => (quorum ? [quorum] : []),
  judge(clusters) {
    return clusters.flatMap(({ path, nodes, qdevice }) => {
      const member = nodes.find(
        ({ name, addresses }) => qdevice !== undefined && [name, ...addresses].includes(qdevice.host),
      );
      if (member === undefined || qdevice === undefined) return [];
      const message = `${qdevice.host} is ${member.name} itself, whose failure would cost two votes; write a machine outside the cluster`;
      return [{ code: this.code, path, message }];
    });
  },
};
