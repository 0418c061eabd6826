import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { listUnits as listCommand, listDigest, leaveUnits } from "../../agent/program";
import { baseOf } from "../unit/base";
import { factsOf, type NodeContext, remoteCommand } from "../unit/nodeCommand";

/**
 * Declares the last step on a node: it lists all units of the stack. Units that an interrupted update left go, with a
 * warning. The node refuses to remove a listed unit. So a destroy begins here, on all nodes: one that doesn't
 * answer stops it before a unit goes.
 *
 * @param told resolves once a preview has told its plan, which the program must not end before
 * @param after the units of all nodes
 */
export function listUnits(
  name: string,
  context: NodeContext,
  { told, after }: { readonly told: Promise<void>; readonly after: readonly pulumi.Resource[] },
  parent: pulumi.Resource,
): command.remote.Command {
  Object.freeze(context.units);
  const { owner } = context;
  const units = context.units.map(({ unit }) => unit.name).sort();
  const create = Promise.all([factsOf(context), told]).then(([known]) => {
    const left = known?.unlisted.filter((each) => each.owner === owner && !units.includes(each.unit)) ?? [];
    const names = left.map(({ unit }) => unit);
    if (names.length > 0)
      void pulumi.log.warn(
        `${context.node.name} has ${names.join(", ")} from an interrupted update; quorate removes it`,
        parent,
      );
    const digestOver = (base: string): string => listDigest({ owner, base, units });
    const base = baseOf(known, known?.lists.get(owner), digestOver, names);
    return listCommand(context.node.ssh.become, { owner, base, units });
  });
  return remoteCommand(
    name,
    context,
    { create, delete: leaveUnits(context.node.ssh.become, owner) },
    { parent, dependsOn: [...after] },
  );
}
