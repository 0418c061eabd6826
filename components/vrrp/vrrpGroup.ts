import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { authPassProblem, parseVrrpGroup, type VrrpGroup as Group, type VrrpGroupInput } from "../../model";
import { authPassSecret, vrrpGroup } from "../../render";
import type { ProxmoxCluster } from "../cluster/cluster";
import { checkedPassword } from "../unit/password";
import { releaseUnit, NodeUnit } from "../unit/nodeUnit";
import { rawHoles, type RawSecrets } from "../unit/rawSecrets";
import { predecessors } from "../unit/rollOrder";

export type VrrpGroupArgs = Omit<VrrpGroupInput, "authPass"> & {
  readonly cluster: ProxmoxCluster;
  /**
   * The password of exactly eight characters: a text or a secret, or the length of one that quorate generates; false
   * for none. Default: a generated one in VRRP version 2, none in version 3.
   */
  readonly authPass?: pulumi.Input<string> | { readonly length: number } | false;
  /** The secrets that `raw` names in its holes, by name. */
  readonly rawSecrets?: RawSecrets | undefined;
  /**
   * Resources that must be done before the group moves its addresses: a load balancer that binds them, a settled
   * quorum.
   */
  readonly after?: readonly pulumi.Resource[];
};

/**
 * A VRRP group: addresses that one of its members always holds, and keepalived on each member.
 *
 * @example
 * new VrrpGroup("ui", {
 *   cluster,
 *   virtualRouterId: 51,
 *   virtualIpaddress: ["192.168.1.100/24"],
 *   order: ["pve1", "pve2"],
 *   track: [{ process: "pveproxy" }],
 * });
 */
export class VrrpGroup extends pulumi.ComponentResource {
  readonly group: Group;
  /** By node name. */
  readonly units: ReadonlyMap<string, NodeUnit>;
  /** Once these are done, every member has the change and is in service. */
  readonly releases: readonly pulumi.Resource[];

  /** @throws ConfigurationError with all findings on `args` */
  constructor(
    name: string,
    { cluster, after = [], authPass, rawSecrets, ...args }: VrrpGroupArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const group = parseVrrpGroup(name, { ...args, ...modelled(authPass) }, cluster.model);
    const subnets = cluster.model.networks.find((network) => network.name === group.network)?.subnets;
    super(
      "quorate:vrrp:VrrpGroup",
      name,
      {
        ...args,
        group,
        cluster: cluster.registered,
        subnets,
        ...(isGiven(authPass) ? { authPass: pulumi.secret(authPass) } : {}),
      },
      opts,
    );
    this.group = group;
    const secrets = { [authPassSecret]: this.password(name, group, authPass), ...rawHoles(rawSecrets) };
    const members = group.members.map((member) => member.node);
    const addresses = group.virtualIpaddress.map(({ address }) => address);
    const before = cluster.facts.then((facts) => predecessors(name, members, addresses, facts));

    const units = new Map<string, NodeUnit>();
    for (const node of members) {
      const keepalived = cluster.keepalived(node).command;
      const mates = before.then((order) => (order.get(node) ?? []).flatMap((mate) => units.get(mate) ?? []));
      units.set(
        node,
        new NodeUnit(
          `${name}-${node}`,
          {
            context: cluster.contextOf(node),
            unit: vrrpGroup(group, cluster.model, cluster.node(node)),
            secrets,
            mates,
            order: before.then((order) => order.get(node) ?? []),
            after: mates.then((waits) => [
              keepalived,
              ...after,
              ...waits.slice(-1).map(({ command }) => command),
            ]),
          },
          { parent: this },
        ),
      );
    }
    this.units = units;
    const mates = [...units.values()];
    this.releases = members.map((node) => {
      const unit = vrrpGroup(group, cluster.model, cluster.node(node));
      return releaseUnit(
        `${name}-${node}-release`,
        { context: cluster.contextOf(node), unit, secrets, mates },
        this,
      );
    });
    this.registerOutputs({});
  }

  private password(
    name: string,
    { authPass }: Group,
    given: VrrpGroupArgs["authPass"],
  ): pulumi.Input<string> {
    if (isGiven(given)) return checkedPassword(`vrrp.${name}.authPass`, given, authPassProblem);
    if (authPass.kind !== "generated") return "";
    const { length } = authPass;
    // Letters and digits only: many other characters have a meaning in keepalived.conf.
    return new random.RandomPassword(`${name}-auth-pass`, { length, special: false }, { parent: this })
      .result;
  }
}

function isGiven(authPass: VrrpGroupArgs["authPass"]): authPass is pulumi.Input<string> {
  return typeof authPass === "string" || authPass instanceof Promise || pulumi.Output.isInstance(authPass);
}

function modelled(authPass: VrrpGroupArgs["authPass"]): Pick<VrrpGroupInput, "authPass"> {
  if (authPass === undefined) return {};
  return { authPass: isGiven(authPass) && typeof authPass !== "string" ? { secret: true } : authPass };
}
