import * as pulumi from "@pulumi/pulumi";
import type * as command from "@pulumi/command";
import { type Cluster, type ClusterInput, type Node, parseCluster } from "../../model";
import { keepalivedUnit } from "../../render";
import { type ClusterFacts, gatherFacts, type UnitsOf } from "./gatherFacts";
import { conflicts } from "./otherOwners";
import { electedHolders, type Holders, holdersIn } from "./holders";
import { listUnits } from "./listedUnits";
import { reportPlan } from "../preview/report";
import { type NodeContext, nodeProgram } from "../unit/nodeCommand";
import { rawHoles, type RawSecrets } from "../unit/rawSecrets";
import { NodeUnit } from "../unit/nodeUnit";
import { tellProgress } from "../unit/progress";
import type { Unit } from "../../agent/unit";
import { reportFound } from "../existing/report";
import { foreignChanges, unaccepted } from "../../agent/status/foreign";
import { verbatimError } from "../verbatimError";

export type ProxmoxClusterArgs = ClusterInput & {
  /** The secrets that `globalDefs.raw` names in its holes, by name. */
  readonly rawSecrets?: RawSecrets | undefined;
  /** Reads the nodes' facts for an owner of units. Default: over SSH. */
  readonly facts?: (cluster: Cluster, owner: string, unitsOf: UnitsOf) => Promise<ClusterFacts>;
};

/**
 * The nodes, each with the program that applies units.
 *
 * @example
 * const cluster = new ProxmoxCluster("home", {
 *   name: "home",
 *   ssh: { privateKeyFile: "~/.ssh/id_ed25519", hostKeys: "known_hosts" },
 *   networks: { lan: { subnet: "192.168.1.0/24", interface: "vmbr0" } },
 *   nodes: { pve1: { address: "192.168.1.101" }, pve2: { address: "192.168.1.102" } },
 * });
 */
export class ProxmoxCluster extends pulumi.ComponentResource {
  readonly model: Cluster;
  readonly facts: Promise<ClusterFacts>;
  /** The cluster's name, once the engine has the resource. Policies recognize a component's cluster by this input. */
  readonly registered: Promise<string>;
  private readonly programs = new Map<string, command.remote.Command>();
  private readonly keepalivedUnits = new Map<string, NodeUnit>();
  private readonly units = new Map<string, NodeUnit[]>();
  private lists: readonly command.remote.Command[] = [];
  private readonly owner: string;
  private readonly rawSecrets: RawSecrets | undefined;
  private readonly resourceName: string;

  /** @throws ConfigurationError with all findings on `args` */
  constructor(
    name: string,
    { facts = gatherFacts, rawSecrets, ...args }: ProxmoxClusterArgs,
    opts: pulumi.ComponentResourceOptions = {},
  ) {
    const model = parseCluster(args);
    super("quorate:cluster:ProxmoxCluster", name, { ...args, model }, opts);
    this.model = model;
    this.rawSecrets = rawSecrets;
    this.resourceName = name;
    this.owner = `${pulumi.getProject()}/${pulumi.getStack()}/${name}`;
    const unitsOf = (node: string): Unit[] => (this.units.get(node) ?? []).map(({ unit }) => unit);
    // Once the program has declared its units, because the nodes look at their places.
    const asked = Promise.resolve().then(() => facts(this.model, this.owner, unitsOf));
    this.facts = asked.then((known) => {
      reportMissing(known);
      this.reportOthers(known);
      reportFound(this.model, unitsOf, known);
      reportForeign(known, model.accepted);
      return known;
    });
    // A promise, because an output would put all of the cluster's children before each component that names the
    // cluster.
    this.registered = new Promise((resolve) => {
      this.urn.apply(() => {
        resolve(model.name);
      });
    });
    for (const node of [...this.model.nodes, ...this.model.witnesses]) {
      this.programs.set(node.name, nodeProgram(`${name}-${node.name}`, this.contextOf(node.name), this));
    }
    this.registerOutputs({});
  }

  /**
   * The node of that name.
   * @throws Error if the cluster has none
   */
  node(name: string): Node {
    const node = this.model.nodes.find((candidate) => candidate.name === name);
    if (node === undefined) throw new Error(`cluster ${this.model.name} has no node ${name}`);
    return node;
  }

  /**
   * The inputs of all Commands on a node or a witness.
   * @throws Error if the cluster has neither of that name
   */
  contextOf(name: string): NodeContext {
    const witness = this.model.witnesses.find((candidate) => candidate.name === name);
    const units = this.units.get(name) ?? [];
    this.units.set(name, units);
    return { node: witness ?? this.node(name), facts: this.facts, owner: this.owner, units };
  }

  /**
   * Declares that the nodes have all their units; call it last. The nodes then remove units of an interrupted update,
   * which the stack's state may not know.
   */
  listUnits(): void {
    const units = [...this.units.values()].flat().map(({ command }) => command);
    const after = [...this.programs.values(), ...units];
    const pending = [...this.units].flatMap(([node, declared]) =>
      declared.map(({ unit, manifest, before }) => ({ node, unit: unit.name, manifest, before })),
    );
    const told = reportPlan(pending, this.facts);
    void this.changing().then(tellProgress, () => undefined);
    this.lists = [...this.model.nodes, ...this.model.witnesses].map(({ name }) =>
      listUnits(`${this.resourceName}-${name}-units`, this.contextOf(name), { told, after }, this),
    );
  }

  /**
   * The node that has each of `addresses`, by address, after `listUnits()`: at the end of an update that changed
   * anything, else now.
   */
  holders(addresses: readonly string[]): pulumi.Output<Holders> {
    const now = this.facts.then((facts) => {
      const given = [...facts.given()].map(([node, known]) => [node, known.addresses] as const);
      return holdersIn(addresses, new Map(given));
    });
    const changing = this.changing();
    if (pulumi.runtime.isDryRun()) return pulumi.output(now);
    return pulumi.all(this.lists.map(({ stdout }) => stdout)).apply(async () => {
      return (await changing).length > 0 ? electedHolders(this.model, addresses) : now;
    });
  }

  /** The units whose text differs from the nodes'. */
  private async changing(): Promise<NodeUnit[]> {
    const facts = await this.facts;
    const changes = [...this.units.values()].flat().map(async (unit) => {
      const present = facts.of(unit.node)?.units.get(unit.unit.name)?.digest;
      return (await unit.digest) === present ? [] : [unit];
    });
    return (await Promise.all(changes)).flat();
  }

  /**
   * The Command that installs the program on a node or a witness.
   * @throws Error if the cluster has neither of that name
   */
  program(name: string): command.remote.Command {
    const program = this.programs.get(name);
    if (program === undefined) throw new Error(`cluster ${this.model.name} has no node ${name}`);
    return program;
  }

  /** Ends a preview, too, if a declared unit belongs to another stack, or takes another stack's address, VRID or bind. */
  private reportOthers(facts: ClusterFacts): void {
    const wanted = [...this.units].map(([node, units]) => ({ node, units: units.map(({ unit }) => unit) }));
    const found = conflicts(wanted, facts, this.owner);
    if (found !== undefined) throw verbatimError(found);
  }

  /** keepalived itself on a node, declared once for all its groups. */
  keepalived(name: string): NodeUnit {
    const unit =
      this.keepalivedUnits.get(name) ??
      new NodeUnit(
        `keepalived-${name}`,
        {
          context: this.contextOf(name),
          unit: keepalivedUnit(this.model, this.node(name)),
          secrets: rawHoles(this.rawSecrets),
          after: [this.program(name)],
        },
        { parent: this },
      );
    this.keepalivedUnits.set(name, unit);
    return unit;
  }
}

/**
 * Reports nodes that don't answer or that the NIC watchdog keeps down. A preview warns; an update stops before any
 * change.
 */
function reportMissing(facts: ClusterFacts): void {
  const silent = facts.unreachable().map(({ host, reason }) => `${host}: ${reason.message}`);
  const open = [...facts.given()].flatMap(([node, known]) =>
    known.open.map(({ unit, reason }) => `  ${node}: unit ${unit}: ${reason}`),
  );
  if (open.length > 0)
    void pulumi.log.warn(
      `interrupted changes are still to be ended:\n${open.join("\n")}\nThe next update of a unit that has a part in one ends it first. If it can't, correct the reason`,
    );
  if (silent.length > 0) {
    const advice = "Bring these nodes back, or take them out of the cluster";
    report("these nodes don't report their facts", silent, advice, "Their drift is unknown");
  }
  const fenced = [...facts.given()].flatMap(([node, { cutOff }]) =>
    cutOff ? [`${node}: no link at ${cutOff.join(", ")}`] : [],
  );
  if (fenced.length > 0) {
    const advice =
      "Bring the links back, or stop these nodes' watchdogs: systemctl stop quorate-nic-watchdog.timer";
    report(
      "the NIC watchdog keeps these nodes out of service",
      fenced,
      advice,
      "Their watchdogs would stop them again",
    );
  }
}

/** Warns of changes by hand that an update leaves as they are. Only a preview asks for them. */
function reportForeign(facts: ClusterFacts, accepted: Cluster["accepted"]): void {
  const answers = [...facts.given()].flatMap(([node, { watched }]) =>
    watched ? [[node, { ...watched, foreign: unaccepted(watched.foreign, accepted) }] as const] : [],
  );
  const found = foreignChanges(new Map(answers)).map((line) => `  ${line}`);
  if (found.length > 0)
    void pulumi.log.warn(`quorate doesn't own these changes, so an update leaves them:\n${found.join("\n")}`);
}

function report(problem: string, nodes: readonly string[], advice: string, consequence: string): void {
  const text = `${problem}:\n${nodes.map((line) => `  ${line}`).join("\n")}`;
  if (!pulumi.runtime.isDryRun()) throw verbatimError(`${text}\nNothing was changed. ${advice}`);
  void pulumi.log.warn(`${text}\n${consequence}, and an update would stop here`);
}
