import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { Context, Kind } from "../provider";
import { containsUnknown, reveal, revealAll, text, UNKNOWN, type Properties, type Value } from "../property";
import type { Output } from "./output";

/** Runs one command with the other properties of its resource, without secret marks. */
export type Run = (command: string, properties: Properties, context: Context) => Promise<Output>;

/** The life of a Command, local or remote: the command of each operation, and the state after it. */
export function commandKind(check: Kind["check"], run: Run): Kind {
  const perform = async (command: Value | undefined, inputs: Properties, last: Output, context: Context) => {
    if (typeof command !== "string") return { ...inputs, ...last };
    const properties = { ...(revealAll(inputs) as Properties), ...last };
    return { ...inputs, ...(await run(command, properties, context)) };
  };
  return {
    check,
    // A change inside `triggers` replaces too, but the SDK asks the engine for that.
    replaces: (path) => path === "triggers",
    planCreate: (inputs) => ({ ...inputs, stdout: UNKNOWN, stderr: UNKNOWN }),
    async create(inputs, context) {
      const outputs = await perform(bare(inputs.create), inputs, { stdout: "", stderr: "" }, context);
      const name = context.urn.split("::").slice(3).join("::");
      return { id: name + randomBytes(4).toString("hex"), outputs };
    },
    planUpdate(state, inputs) {
      const output = changedFrom(state, inputs) ? { stdout: UNKNOWN, stderr: UNKNOWN } : outputOf(state);
      return { ...inputs, ...output };
    },
    update: (state, inputs, context) =>
      perform(bare(inputs.update) ?? bare(inputs.create), inputs, outputOf(state), context),
    async delete(state, context) {
      await perform(bare(state.delete), state, outputOf(state), context);
    },
  };
}

function outputOf(state: Properties): Output {
  return { stdout: text(bare(state.stdout)), stderr: text(bare(state.stderr)) };
}

function changedFrom(state: Properties, inputs: Properties): boolean {
  const olds = Object.keys(state).filter((key) => key !== "stdout" && key !== "stderr");
  return (
    containsUnknown(inputs) ||
    olds.some((key) => !isDeepStrictEqual(revealAll(state[key] ?? null), revealAll(inputs[key] ?? null)))
  );
}

function bare(value: Value | undefined): Value | undefined {
  return value === undefined ? undefined : (reveal(value) ?? undefined);
}
