import { writeFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts } from "../cluster/gatherFacts";
import type { Declared } from "./changes";
import { planOf } from "./plan";
import { planWords } from "./words";

/** The variable with the path of a file for the plan as JSON. `quorate plan` sets it. */
const planFile = "QUORATE_PLAN_FILE";

/** A declared unit, while its text waits for the facts. */
export interface Pending extends Omit<Declared, "manifest" | "before"> {
  readonly manifest: Promise<string>;
  readonly before: Promise<readonly string[]>;
}

/** Ends a preview with its plan in words. Pulumi prints it and stores none of it. Never rejects. */
export async function reportPlan(units: readonly Pending[], facts: Promise<ClusterFacts>): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  try {
    const texts = units.map(async ({ manifest, before, ...each }) => ({
      ...each,
      manifest: await manifest,
      before: await before,
    }));
    const plan = planOf(await Promise.all(texts), await facts);
    const file = process.env[planFile];
    if (file !== undefined) writeFileSync(file, JSON.stringify(plan), { mode: 0o600 });
    const words = planWords(plan);
    if (words !== "") await pulumi.log.info(`what the update does:\n\n${words}`);
  } catch {
    // A unit without a text has reported its error already.
  }
}
