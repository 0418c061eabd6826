import { names } from "../../cluster/cluster";
import type { PartRule } from "../../rule";
import type { QuorumConfig } from "../schema";

/** `quorumQdeviceHost` refuses a node as host. */
export const quorumQdeviceHostUnknown: PartRule<QuorumConfig> = {
  name: "quorum-qdevice-host-unknown",
  title: "A qdevice must be on a witness of the cluster",
  judgePart({ qdevice }, { nodes, witnesses }) {
    if (qdevice === undefined) return [];
    const { host } = qdevice;
    if ([...nodes, ...witnesses].some(({ name }) => name === host)) return [];
    const message = `${host} is no witness (${names(witnesses) || "there are none"}); write cluster.witnesses.${host}: {address: ...}`;
    return [{ path: "quorum.qdevice.host", message }];
  },
};
