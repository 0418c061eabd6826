import * as pulumi from "@pulumi/pulumi";
import type { NetQdevice } from "../../model";
import { qnetdCertificates } from "../../agent/program";
import { qnetdUnit } from "../../render";
import type { ProxmoxCluster } from "../cluster/cluster";
import { secretCommand } from "../unit/nodeCommand";
import { NodeUnit } from "../unit/nodeUnit";

export interface QnetdArgs {
  readonly cluster: ProxmoxCluster;
  /** The name of the witness. */
  readonly host: string;
  readonly tls?: NetQdevice["tls"] | undefined;
}

/**
 * corosync-qnetd on a witness, with its own certificate authority.
 *
 * @example
 * const qnetd = new Qnetd("qnetd", { cluster, host: "q1" });
 * const quorum = new Quorum("corosync", { cluster, qdevice: { host: "q1" }, after: qnetd.ready });
 */
export class Qnetd extends pulumi.ComponentResource {
  readonly unit: NodeUnit;
  /**
   * Certificates by which the nodes and qnetd know each other. Undefined on platform proxmox: `pvecm` makes its own.
   */
  readonly certificates?: pulumi.Output<string>;
  /** Once these are done, a qdevice can be set up. */
  readonly ready: readonly pulumi.Resource[];

  constructor(
    name: string,
    { cluster, host, tls = "on" }: QnetdArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    super("quorate:quorum:Qnetd", name, { host, tls, cluster: cluster.registered }, opts);
    const context = cluster.contextOf(host);
    const unit = qnetdUnit(context.node.family, tls);
    this.unit = new NodeUnit(
      `${name}-${host}`,
      { context, unit, after: [cluster.program(host)] },
      { parent: this },
    );
    if (cluster.model.platform === "proxmox") {
      this.ready = [this.unit.command];
    } else {
      const make = qnetdCertificates(context.node.ssh.become, cluster.model.name);
      const create = this.unit.digest.then((digest) => `# qnetd ${digest.slice(0, 12)}\n${make}`);
      const after = [this.unit.command];
      const certificates = secretCommand(`${name}-${host}-certificates`, context, { create, after }, this);
      this.certificates = pulumi.secret(certificates.stdout.apply((text) => text.trim()));
      this.ready = [certificates];
    }
    this.registerOutputs({});
  }
}
