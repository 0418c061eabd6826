import * as pulumi from "@pulumi/pulumi";
import {
  type LoadBalancer as Balancer,
  type LoadBalancerInput,
  parseLoadBalancer,
  statsPasswordProblem,
} from "../../model";
import { loadBalancer, sshd, statsSecret } from "../../render";
import type { ProxmoxCluster } from "../cluster/cluster";
import { NodeUnit } from "../unit/nodeUnit";
import { checkedPassword } from "../unit/password";
import { rawHoles, type RawSecrets } from "../unit/rawSecrets";
import { predecessors } from "../unit/rollOrder";

export type LoadBalancerArgs = LoadBalancerInput & {
  readonly cluster: ProxmoxCluster;
  /** The addresses of the VRRP groups, without prefix length; frontends may bind them. */
  readonly virtualAddresses: readonly string[];
  /** The password of the stats page, if `stats.auth` says `{secret: true}`. */
  readonly statsPassword?: pulumi.Input<string> | undefined;
  /** The secrets that `raw` names in its holes, by name. */
  readonly rawSecrets?: RawSecrets | undefined;
};

/**
 * haproxy on the cluster's nodes. If a frontend binds the SSH port of a virtual address, sshd leaves that port to
 * haproxy.
 *
 * @example
 * new LoadBalancer("haproxy", {
 *   cluster,
 *   virtualAddresses: ["192.168.1.101"],
 *   frontends: { ssh: { bind: "192.168.1.101:22", defaultBackend: "ssh" } },
 *   backends: { ssh: { check: { ssh: true }, nodes: 22 } },
 * });
 */
export class LoadBalancer extends pulumi.ComponentResource {
  readonly balancer: Balancer;
  /** haproxy's units by node name. */
  readonly units: ReadonlyMap<string, NodeUnit>;

  /** @throws ConfigurationError with all findings on `args` */
  constructor(
    name: string,
    { cluster, virtualAddresses, statsPassword, rawSecrets, ...args }: LoadBalancerArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const balancer = parseLoadBalancer(args, cluster.model, virtualAddresses);
    const password = statsPassword ?? passwordIn(args);
    super(
      "quorate:haproxy:LoadBalancer",
      name,
      { ...withoutPassword(args), balancer, cluster: cluster.registered, virtualAddresses },
      opts,
    );
    this.balancer = balancer;
    const bound = balancer.frontends.flatMap(({ bind }) => bind.map(({ address }) => address));
    const moving = virtualAddresses.filter((address) => bound.includes(address));
    const before = cluster.facts.then((facts) => predecessors("haproxy", balancer.nodes, moving, facts));
    const units = new Map<string, NodeUnit>();
    for (const node of balancer.nodes) {
      const context = cluster.contextOf(node);
      const after = [cluster.program(node)];
      const sshdUnit = sshd(balancer, cluster.node(node), cluster.model.existing);
      const requires = sshdUnit
        ? [new NodeUnit(`${name}-sshd-${node}`, { context, unit: sshdUnit, after }, { parent: this })]
        : [];
      const unit = loadBalancer(balancer, cluster.node(node), cluster.model.existing);
      const secrets = {
        ...rawHoles(rawSecrets),
        ...(password === undefined
          ? {}
          : {
              [statsSecret]: checkedPassword("haproxy.stats.auth.password", password, statsPasswordProblem),
            }),
      };
      const waits = before.then((order) => [
        ...after,
        ...[units.get(order.get(node)?.at(-1) ?? "")?.command].filter((each) => each !== undefined),
      ]);
      const rolled = before.then((order) => order.get(node) ?? []);
      const args = { context, unit, requires, secrets, order: rolled, after: waits };
      units.set(node, new NodeUnit(`${name}-${node}`, args, { parent: this }));
    }
    this.units = units;
    this.registerOutputs({});
  }
}

/** The password in `args`, if it is a text. */
function passwordIn({ stats }: LoadBalancerInput): string | undefined {
  const password = stats?.auth?.password;
  return typeof password === "string" ? password : undefined;
}

/** The args without the password: Pulumi stores and shows them in clear. */
function withoutPassword<Args extends LoadBalancerInput>(args: Args): Args {
  if (args.stats?.auth === undefined) return args;
  return { ...args, stats: { ...args.stats, auth: { ...args.stats.auth, password: { secret: true } } } };
}
