import * as pulumi from "@pulumi/pulumi";
import { keepUnits as keepCommand, keptDigest } from "../../agent/program";
import { baseOf } from "../unit/base";
import { factsOf, nodeCommand, type Site } from "../unit/nodeUnit";

/**
 * Declares the last step on a node: it keeps all units of the stack. Units that an interrupted update left go, with a
 * warning.
 */
export function keepUnits(
  name: string,
  site: Site,
  after: readonly pulumi.Resource[],
  parent: pulumi.Resource,
): void {
  Object.freeze(site.units);
  const { owner } = site;
  const units = site.units.map(({ unitName }) => unitName).sort();
  const create = factsOf(site).then((known) => {
    const left = known?.unkept.filter((each) => each.owner === owner && !units.includes(each.unit)) ?? [];
    const names = left.map(({ unit }) => unit);
    if (names.length > 0)
      void pulumi.log.warn(
        `${site.node.name} has ${names.join(", ")}, left by an update that was cut off: it goes`,
        parent,
      );
    const digestOver = (base: string): string => keptDigest({ owner, base, units });
    const base = baseOf(known, known?.kept.get(owner), digestOver, names);
    return keepCommand(site.node.ssh.become, { owner, base, units });
  });
  nodeCommand(name, site, { create, after: [...after, ...site.units.map(({ command }) => command)] }, parent);
}
