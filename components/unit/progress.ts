import * as pulumi from "@pulumi/pulumi";
import { grouped } from "../preview/grouped";
import type { NodeUnit } from "./nodeUnit";

/** Tells during an update, for a unit that changes on several nodes, how many of them have the change already. */
export function tellProgress(changing: readonly NodeUnit[]): void {
  if (pulumi.runtime.isDryRun()) return;
  for (const all of grouped(changing, ({ unit }) => unit.name)) {
    if (all.length < 2) continue;
    let done = 0;
    for (const { command, unit, node } of all)
      command.stdout.apply(() => {
        const order = unit.wire ? ", BACKUPs first" : "";
        const text = `${unit.name}: ${node} has the change, ${String(++done)} of ${String(all.length)} nodes${order}`;
        // An ephemeral one: it isn't told again at the end.
        void pulumi.log.info(text, command, undefined, true);
      });
  }
}
