import assert from "node:assert/strict";
import { exec, type ExecOptions, type Outcome } from "../../../lab";
import { type Facts, parseFacts } from "../../../agent/facts";
import { manifest, type ManifestContext, manifestDigest, secretLines } from "../../../agent/manifest";
import * as program from "../../../agent/program";
import { previewScript } from "../../../agent/status/script";
import type { Unit } from "../../../agent/unit";

/** How to apply a unit. Default: as root, over base "nothing", without requirements and secrets. */
export interface Way extends Partial<ManifestContext> {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly become?: boolean;
  readonly options?: ExecOptions;
}

export const testOwner = "quorate/test/demo";

/** A unit's manifest, as components/unit/nodeUnit.ts makes it. */
export const textOf = (
  unit: Unit,
  { owner = testOwner, base = "nothing", requires = [] }: Way = {},
): string => manifest(unit, { owner, base, requires });

export const digestOf = (unit: Unit, way?: Way): string => manifestDigest(textOf(unit, way));

/** A command line that applies a manifest, with its own standard input for the secrets. */
export const applyLine = (text: string, become = false): string =>
  `{ cat <<'END_OF_MANIFEST' && cat; } | ${program.applyManifest(become)}\n${text}END_OF_MANIFEST`;

/** Applies a unit to a node, and returns its success or failure. */
export async function tryApply(node: string, unit: Unit, way: Way = {}): Promise<Outcome> {
  const { become = false, secrets = {}, options } = way;
  return exec(node, program.applyManifest(become), {
    input: textOf(unit, way) + secretLines(secrets),
    ...options,
  });
}

/** Demands success. @returns the standard output */
export async function must(outcome: Promise<Outcome>): Promise<string> {
  const { stdout, stderr, exitCode } = await outcome;
  assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
  return stdout;
}

/** Runs a command line on a node, which must succeed. @returns its standard output */
export const run = (node: string, line: string | readonly string[], options?: ExecOptions): Promise<string> =>
  must(exec(node, line, options));

/** Runs a command with the input that it comes with. */
export const runInput = (node: string, { create, stdin }: program.CommandWithInput): Promise<string> =>
  run(node, create, { input: stdin });

export const install = (node: string, become = false): Promise<string> =>
  runInput(node, program.installProgram(become, "nothing"));
export const apply = (node: string, unit: Unit, way?: Way): Promise<string> =>
  must(tryApply(node, unit, way));
export const tryRemove = (node: string, unit: string, owner = testOwner): Promise<Outcome> =>
  exec(node, program.removeUnit(false, unit, owner));
/** Removes a unit as a destroy does, which gives the owner's list up first. */
export async function remove(node: string, unit: string, owner = testOwner): Promise<string> {
  await run(node, program.leaveUnits(false, owner));
  return must(tryRemove(node, unit, owner));
}
export const release = (node: string, unit: string): Promise<string> =>
  run(node, program.releaseUnit(false, unit));
export const tryUninstall = (node: string, owner = testOwner): Promise<Outcome> =>
  exec(node, program.removeProgram(false, owner));
/** Removes an owner as a destroy does. */
export async function uninstall(node: string, owner = testOwner): Promise<string> {
  await run(node, program.leaveUnits(false, owner));
  return must(tryUninstall(node, owner));
}

/** Runs a verb of the program that no Command uses: recover, expire, relieve. */
export const verb = (node: string, words: string): Promise<Outcome> =>
  exec(node, `sh ${program.programPath} ${words}`);

export async function facts(node: string): Promise<Facts> {
  return parseFacts(await run(node, program.readFacts(false)), testOwner);
}

/** The facts that a preview reads: those above, and what the node tells of changes by hand. */
export async function watched(node: string): Promise<Facts> {
  return parseFacts(await run(node, program.readFacts(false), { input: previewScript() }), testOwner);
}
