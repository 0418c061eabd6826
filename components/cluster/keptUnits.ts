import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { keepUnits as keepCommand, keptDigest, leaveUnits } from "../../agent/program";
import { baseOf } from "../unit/base";
import { factsOf, type NodeContext, remoteCommand } from "../unit/nodeCommand";

/**
 * Declares the last step on a node: it keeps all units of the stack. Units that an interrupted update left go, with a
 * warning. The node refuses to remove a unit that it keeps. So a destroy begins here, on all nodes: one that doesn't
 * answer stops it before a unit goes.
 *
 * @param told resolves once a preview has told its plan, which the program must not end before
 * @param after the units of all nodes
 */
export function keepUnits(
  name: string,
  context: NodeContext,
  { told, after }: { readonly told: Promise<void>; readonly after: readonly pulumi.Resource[] },
  parent: pulumi.Resource,
): command.remote.Command {
  Object.freeze(context.units);
  const { owner } = context;
  const units = context.units.map(({ unit }) => unit.name).sort();
  const create = Promise.all([factsOf(context), told]).then(([known]) => {
    const left = known?.unkept.filter((each) => each.owner === owner && !units.includes(each.unit)) ?? [];
    const names = left.map(({ unit }) => unit);
    if (names.length > 0)
      void pulumi.log.warn(
        `${context.node.name} has ${names.join(", ")} from an interrupted update; quorate removes it`,
        parent,
      );
    const digestOver = (base: string): string => keptDigest({ owner, base, units });
    const base = baseOf(known, known?.kept.get(owner), digestOver, names);
    return keepCommand(context.node.ssh.become, { owner, base, units });
  });
  return remoteCommand(
    name,
    context,
    { create, delete: leaveUnits(context.node.ssh.become, owner) },
    { parent, dependsOn: [...after] },
  );
}
