import type { HaCluster } from "../../model/ha/rules/votes";
import type { Quorum } from "../../model/quorum/quorum";
import { clusterOf, highAvailabilityOf, quorumIn } from "../componentArgs";
import type { Component, Program } from "../program";
import { ifKnown } from "../shapes";

/** The clusters of a program's HighAvailability components. Another component may have the cluster's quorum. */
export function clustersOfComponents(program: Program): HaCluster[] {
  return ofEach(program, ({ cluster }, quorum) => {
    const nodes = cluster && clusterOf(cluster)?.nodes;
    return nodes ? [{ path: "ha", nodes, twoNode: quorum?.twoNode ?? false, qdevice: quorum?.qdevice }] : [];
  });
}

/** The quorum of each such cluster, if a component has it, with the guests of HA. */
export function quorumsWithHa(program: Program): Quorum[] {
  return ofEach(program, (component, quorum) => {
    const haResources = highAvailabilityOf(component)?.resources.map(({ sid }) => sid) ?? [];
    // A whole configuration has told its quorum of them already.
    return quorum && quorum.haResources.length === 0 ? [{ ...quorum, haResources }] : [];
  });
}

function ofEach<T>(
  { components }: Program,
  find: (ha: Component, quorum: Quorum | undefined) => readonly T[],
): T[] {
  return components
    .filter((component) => highAvailabilityOf(component) !== undefined)
    .flatMap((component) =>
      ifKnown(() => {
        const [quorum] = components
          .filter(({ cluster }) => cluster !== undefined && cluster.urn === component.cluster?.urn)
          .flatMap(quorumIn);
        return find(component, quorum);
      }),
    );
}
