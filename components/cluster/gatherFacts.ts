import * as pulumi from "@pulumi/pulumi";
import type { Cluster, Host } from "../../model";
import { type Answers, askAll } from "../../agent/answers";
import { connectionTo } from "../../agent/connection";
import { type Facts, parseFacts } from "../../agent/facts";
import { readFacts } from "../../agent/program";
import { run } from "../../agent/ssh";
import { lookScript } from "../../agent/look/script";
import type { Unit } from "../../agent/unit";

/** The facts of all nodes and witnesses. */
export type ClusterFacts = Answers<Facts>;

/** The units that are to come on a node. */
export type UnitsOf = (node: string) => readonly Unit[];

/** Asks all nodes of the cluster at once, over one SSH connection each. Never rejects. */
export function gatherFacts(cluster: Cluster, owner: string, unitsOf: UnitsOf): Promise<ClusterFacts> {
  return askAll(cluster, (node) => factsOf(node, owner, unitsOf(node.name)));
}

async function factsOf(node: Host, owner: string, units: readonly Unit[]): Promise<Facts> {
  // The node names another operator at work, and its facts wait for that.
  const tell = (text: string): void => void pulumi.log.warn(text.trim());
  const { stdout, stderr, exitCode } = await run(connectionTo(node), readFacts(node.ssh.become), {
    // An update has nothing to tell of changes by hand beyond its preview.
    input: lookScript(units, pulumi.runtime.isDryRun()),
    onStderr: tell,
  });
  if (exitCode !== 0)
    throw new Error(stderr.trim() || `quorate's program on the node ended with status ${String(exitCode)}`);
  return parseFacts(stdout, owner);
}
