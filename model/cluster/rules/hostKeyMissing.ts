import { printPath } from "../../finding";
import type { PartRule } from "../../rule";
import type { ClusterConfig } from "../schema";

export const clusterHostKeyMissing: PartRule<ClusterConfig> = {
  name: "cluster-host-key-missing",
  title: "Every host must have a host key that SSH can verify",
  judgePart(_, cluster) {
    const hostsOf = (kind: "nodes" | "witnesses") =>
      cluster[kind].map(({ name, address, ssh }) => ({
        path: ["cluster", kind, name, "hostKey"],
        host: address,
        ...ssh,
      }));
    const hosts = [...hostsOf("nodes"), ...hostsOf("witnesses")];
    const { hostKeys, bastion } = cluster.nodes[0]?.ssh ?? {};
    const all = bastion
      ? [...hosts, { path: ["cluster", "ssh", "bastion", "hostKey"], hostKeys, ...bastion }]
      : hosts;
    return all
      .filter((host) => host.hostKey === undefined && host.hostKeys === undefined)
      .map(({ path, host, port }) => ({
        path: printPath(path),
        message:
          "is missing, so SSH can't tell this host from an impostor; " +
          `record the keys with \`ssh-keyscan -p ${String(port)} ${host} >> known_hosts\`, ` +
          "compare them with the host's own, and write cluster.ssh.hostKeys: known_hosts",
      }));
  },
};
