import * as pulumi from "@pulumi/pulumi";
import {
  type FencingInput,
  type HaInput,
  type HaResource,
  type HaRule,
  type HighAvailability as Ha,
  parseHa,
  type QuorumInput,
  corosyncCluster,
} from "../../model";
import type { ProxmoxCluster } from "../cluster/cluster";
import { verbatimError } from "../verbatimError";
import { blocked, notInForce, renamed, sameResource, sameRule } from "./adoption";
import { askHa, type LiveHa, majorOf } from "./live";
import { firstWithRules, refusals } from "./refusals";
import { caMapping, trustCa } from "./trust";

export type HighAvailabilityArgs = HaInput & {
  readonly cluster: ProxmoxCluster;
  /** A token of Proxmox's API, USER@REALM!NAME=SECRET, with Sys.Audit and Sys.Console on `/`. */
  readonly apiToken: pulumi.Input<string>;
  /** The cluster's quorum and fencing, as in `quorate:quorum` and `quorate:fencing`: HA depends on the votes. */
  readonly quorum?: QuorumInput | undefined;
  readonly fencing?: FencingInput | undefined;
  /** Resources that must be done before: `settled` of a ProxmoxQuorum. */
  readonly after?: readonly pulumi.Resource[];
  /** Asks the nodes and the API. Default: over SSH and HTTPS. */
  readonly live?: typeof askHa;
};

/**
 * Guests of Proxmox's HA manager, and the rules on their nodes. On Proxmox VE 8 groups take the place of rules.
 *
 * @example
 * new HighAvailability("ha", {
 *   cluster,
 *   apiToken: config.requireSecret("apiToken"),
 *   resources: { "vm:100": { prefer: { pve1: 3, pve2: 2 } } },
 * });
 */
export class HighAvailability extends pulumi.ComponentResource {
  readonly ha: Ha;

  /** @throws ConfigurationError with all findings on `args` */
  constructor(
    name: string,
    { cluster, apiToken, quorum, fencing, after = [], live = askHa, ...args }: HighAvailabilityArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const ha = parseHa(args, cluster.model, { quorum, fencing });
    super("quorate:ha:HighAvailability", name, { ...args, ha, cluster: cluster.registered }, opts);
    this.ha = ha;
    const declared = pulumi.secret(apiToken).apply(async (token) => {
      const now = await live(ha, corosyncCluster(cluster.model), token);
      refuse(ha, now, cluster);
      trustCa(cluster.model.name, now.ca);
      await this.#declare(name, cluster, now, token, after);
      return {};
    });
    this.registerOutputs(declared);
  }

  async #declare(
    name: string,
    cluster: ProxmoxCluster,
    live: LiveHa,
    token: string,
    after: readonly pulumi.Resource[],
  ): Promise<void> {
    // Loaded here, because a stack without HA needs none of it.
    const { Provider } = await import("@muhlba91/pulumi-proxmoxve/provider.js");
    const provider = new Provider(
      `${name}-api`,
      { endpoint: live.endpoint, apiToken: pulumi.secret(token) },
      { parent: this, envVarMappings: caMapping },
    );
    const opts = { parent: this, provider };
    if (hasRules(live)) {
      const managed = await declareResources(name, this.ha, live, { ...opts, dependsOn: [...after] });
      await declareRules(name, this.ha, cluster, live, managed, opts);
    } else {
      const groups = await declareGroups(name, this.ha, { ...opts, dependsOn: [...after] });
      await declareResources(name, this.ha, live, { ...opts, dependsOn: [...after, ...groups] });
    }
  }
}

const hasRules = ({ versions }: LiveHa): boolean =>
  [...versions.values()].every((version) => majorOf(version) >= firstWithRules);

/** @throws RunError with all that the nodes can't hold */
function refuse(ha: Ha, live: LiveHa, { model }: ProxmoxCluster): void {
  const nodes = corosyncCluster(model).nodes.map((node) => node.name);
  const found = [...refusals(ha, live), ...blocked(ha.rules, live.rules, nodes)];
  if (found.length === 0) return;
  const lines = found.map((line) => `  ${line}`).join("\n");
  throw verbatimError(`the nodes can't take this configuration of HA:\n${lines}\nHA stays as it is`);
}

/** One logical name for each guest, because the provider takes another resourceId for no change at all. */
async function declareResources(
  name: string,
  { resources, rules }: Ha,
  live: LiveHa,
  opts: pulumi.CustomResourceOptions,
): Promise<pulumi.CustomResource[]> {
  const { Haresource } = await import("@muhlba91/pulumi-proxmoxve/haresource.js");
  const declare = (resource: HaResource): pulumi.CustomResource => {
    const { sid, state, maxRestart, maxRelocate, failback, comment } = resource;
    const group = rules.find((rule) => rule.resources.includes(sid))?.name;
    const adopted = live.resources.some((each) => sameResource(resource, each));
    return new Haresource(
      `${name}-${sid.replace(":", "-")}`,
      {
        ...{ resourceId: sid, state, maxRestart, maxRelocate },
        ...(comment === undefined ? {} : { comment }),
        // Proxmox VE 8 knows no failback of a guest, and 9 no group.
        ...(hasRules(live) ? { failback } : group === undefined ? {} : { group }),
      },
      adopted ? { ...opts, import: sid } : opts,
    );
  };
  return resources.map(declare);
}

async function declareRules(
  name: string,
  { rules }: Ha,
  { model }: ProxmoxCluster,
  live: LiveHa,
  managed: readonly pulumi.CustomResource[],
  opts: pulumi.CustomResourceOptions,
): Promise<void> {
  if (rules.length === 0) return;
  const { Harule } = await import("@muhlba91/pulumi-proxmoxve/harule.js");
  const update = !pulumi.runtime.isDryRun();
  const known = model.nodes.map((node) => node.name);
  const dependsOn = update
    ? created(managed)
        .then(() => live.untilKnown(known))
        .then(() => [...managed])
    : [...managed];
  const before = renamed(rules, live.rules);
  const declare = (rule: HaRule): pulumi.CustomResource => {
    const old = before.get(rule.name);
    const adopted = live.rules.some((each) => sameRule(rule, each));
    return new Harule(
      `${name}-${rule.name}`,
      {
        ...{ rule: rule.name, type: rule.type, resources: [...rule.resources] },
        ...(rule.type === "node-affinity"
          ? { nodes: { ...rule.nodes }, strict: rule.strict }
          : { affinity: rule.affinity }),
        ...(rule.comment === undefined ? {} : { comment: rule.comment }),
      },
      {
        ...opts,
        dependsOn,
        // Proxmox VE takes no second node affinity rule on a guest.
        deleteBeforeReplace: true,
        ...(old === undefined ? {} : { aliases: [{ name: `${name}-${old}` }] }),
        ...(adopted ? { import: rule.name } : {}),
      },
    );
  };
  const declared = rules.map(declare);
  if (!update) return;
  await created(declared);
  const wrong = notInForce(rules, await live.readRules());
  if (wrong.length === 0) return;
  const lines = wrong.map((line) => `  ${line}`).join("\n");
  throw verbatimError(
    `these rules of HA aren't in force:\n${lines}\nRun \`pulumi up --refresh\`; if Proxmox VE ignores one, change it or the rule beside it`,
  );
}

async function declareGroups(
  name: string,
  { resources, rules }: Ha,
  opts: pulumi.CustomResourceOptions,
): Promise<pulumi.CustomResource[]> {
  const { Hagroup } = await import("@muhlba91/pulumi-proxmoxve/hagroup.js");
  const returns = (sid: string): boolean => resources.find((each) => each.sid === sid)?.failback ?? true;
  return rules.flatMap((rule) =>
    rule.type === "node-affinity"
      ? new Hagroup(
          `${name}-${rule.name}`,
          {
            ...{ group: rule.name, nodes: { ...rule.nodes }, restricted: rule.strict },
            noFailback: !rule.resources.every(returns),
            ...(rule.comment === undefined ? {} : { comment: rule.comment }),
          },
          opts,
        )
      : [],
  );
}

/** Resolves once all are created, in an update. */
function created(resources: readonly pulumi.CustomResource[]): Promise<void> {
  return new Promise((resolve) => {
    pulumi.all(resources.map(({ id }) => id)).apply(() => {
      resolve();
    });
  });
}
