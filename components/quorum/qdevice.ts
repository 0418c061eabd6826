import * as pulumi from "@pulumi/pulumi";
import { certificatesSecret, qdeviceUnit } from "../../render";
import type { ProxmoxCluster } from "../cluster/cluster";
import { NodeUnit } from "../unit/nodeUnit";
import type { Qnetd } from "./qnetd";
import type { Quorum } from "./quorum";

export interface QDeviceArgs {
  readonly cluster: ProxmoxCluster;
  /** The quorum whose configuration names the device. */
  readonly quorum: Quorum;
  readonly qnetd: Qnetd;
}

/**
 * corosync-qdevice on the cluster's nodes. It casts qnetd's vote once corosync runs with the device.
 *
 * @example
 * new QDevice("qdevice", { cluster, quorum, qnetd });
 */
export class QDevice extends pulumi.ComponentResource {
  /** By node name. */
  readonly units: ReadonlyMap<string, NodeUnit>;

  /** @throws Error if the quorum's configuration names no device, or on platform proxmox */
  constructor(
    name: string,
    { cluster, quorum, qnetd }: QDeviceArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const { qdevice, nodes } = quorum.corosync;
    const { certificates } = qnetd;
    if (qdevice === undefined || certificates === undefined)
      throw new Error(`${name}: a QDevice needs quorum.qdevice, and a platform other than proxmox`);
    super("quorate:quorum:QDevice", name, { qdevice, cluster: cluster.registered }, opts);
    const declare = (node: string): NodeUnit =>
      new NodeUnit(
        `${name}-${node}`,
        {
          context: cluster.contextOf(node),
          unit: qdeviceUnit(qdevice, cluster.node(node).family),
          secrets: { [certificatesSecret]: certificates },
          after: [cluster.program(node), ...qnetd.ready, ...quorum.settled],
        },
        { parent: this },
      );
    this.units = new Map(nodes.map((node) => [node.name, declare(node.name)]));
    this.registerOutputs({});
  }
}
