import { boot, crash, exec, type Outcome } from "../../../lab";
import type { Unit } from "../../../agent/unit";
import { secretLines } from "../../../agent/manifest";
import { nodeProgram } from "../../../agent/program";
import { run, textOf, type Way } from "./verbs";

/** The killed processes: the working shell alone, whose children live on, or all at once. */
export type Victim = "shell" | "all";

/** Writes stdin into $job, as the program does for its worker. */
const makeJob = `
job=/run/quorate/job.$$
mkdir -p "$job"
awk -v job="$job" '!ended { print >(job "/manifest"); ended = ($0 == "end"); next } { print >(job "/secrets") }'
: >>"$job/secrets"
: >"$job/signature-base"
`;

/**
 * Runs the program's worker under `sh -x`, counts the commands of all its shells, and kills before one of them.
 * dash expands PS4 before each command, command substitution included. $1 is the command's number, $2 the victim,
 * and $3... the verb. A verb that the node calls itself has no worker.
 */
const killScript = `${makeJob}
echo "$1" >/run/kill.left
case $2 in shell) end='kill -9 $$' ;; all) end='kill -9 -$$' ;; esac
shift 2
# Another shell may just be writing it.
count='until read left </run/kill.left; do :; done; left=$((left - 1)); echo $left >/run/kill.left'
export PS4='$('"$count; [ \\$left -ne 0 ] || $end; "'echo "$left ")'
[ "$1" = recover ] || set -- work "$job" "$@"
setsid --wait sh -x /var/lib/quorate/node.sh "$@" </dev/null 2>/run/kill.trace
status=$?
rm -rf "$job"
exit $status
`;

/** Runs a verb, and kills it before its command number `at`, counted from 1. */
export function killedAt(
  node: string,
  at: number,
  victim: Victim,
  verb: readonly string[],
  input = "",
): Promise<Outcome> {
  return exec(node, ["sh", "-c", killScript, "sh", String(at), victim, ...verb], { input });
}

/** Runs verb $3... with a copy of the program, in which function $1 begins with line $2. */
const changedScript = `${makeJob}
awk -v begin="$1() {" -v line="$2" '{ print } $0 == begin { print line }' /var/lib/quorate/node.sh >"$job/node.sh"
! cmp -s /var/lib/quorate/node.sh "$job/node.sh" || { echo "no function $1" >&2; exit 1; }
shift 2
setsid --wait sh "$job/node.sh" work "$job" "$@" </dev/null
status=$?
rm -rf "$job"
exit $status
`;

const changed = (
  node: string,
  step: string,
  line: string,
  verb: readonly string[],
  input: string,
): Promise<Outcome> => exec(node, ["sh", "-c", changedScript, "sh", step, line, ...verb], { input });

/** Runs a verb that fails when it enters a function of the program. */
export const failAt = (node: string, step: string, verb: readonly string[], input = ""): Promise<Outcome> =>
  changed(node, step, "refuse 'as told'", verb, input);

/** Kills all processes of a verb when it enters a function of the program. */
export const killedIn = (node: string, step: string, verb: readonly string[], input = ""): Promise<Outcome> =>
  changed(node, step, "kill -9 -$$", verb, input);

/** Cuts a node's power when a verb enters a function of the program, then boots the node. */
export async function powerCutAt(
  node: string,
  step: string,
  verb: readonly string[],
  input = "",
): Promise<void> {
  const begun = changed(node, step, ": >/run/stopped; sleep 1000", verb, input);
  const ended = begun.then(
    ({ exitCode, stderr }) => `the verb ended with ${String(exitCode)}: ${stderr}`,
    () => "the verb was cut off",
  );
  const stopped = run(node, "timeout 300 sh -c 'until [ -e /run/stopped ]; do sleep 0.02; done'");
  const early = await Promise.race([stopped.then(() => undefined), ended]);
  if (early !== undefined) throw new Error(early);
  await crash(node);
  await ended;
  await boot(node);
}

/** The program's standard input for an apply. */
export const applyInput = (unit: Unit, way?: Way): string =>
  textOf(unit, way) + secretLines(way?.secrets ?? {});

/** The commands of a verb that runs to its end, in order. Command number n has index n - 1. */
export async function commandsOf(node: string, verb: readonly string[], input = ""): Promise<string[]> {
  const most = 1_000_000;
  const { exitCode, stderr } = await killedAt(node, most, "shell", verb, input);
  const { stdout } = await exec(node, "cat /run/kill.trace");
  if (exitCode !== 0) throw new Error(`${stderr}\n${stdout}`);
  const commands: string[] = [];
  for (const [, left = "", words = ""] of stdout.matchAll(/^(\d+) (.*)$/gm))
    commands[most - Number(left)] = words;
  return Array.from(commands, (words: string | undefined) => words ?? "");
}

/** Functions of the program that call the steps of a transaction or of its recovery. */
const transactions = ["apply_steps", "remove_steps", "finish_commit", "put_back", "clear_away"];

/** The functions that `transactions` call, and `open_journal`. */
function steps(): Set<string> {
  const definitions = nodeProgram().matchAll(/^(\w+)\(\) \{\n([^]*?)^\}/gm);
  const bodies = new Map([...definitions].map(([, name = "", body = ""]) => [name, body]));
  const called = transactions.flatMap((name) =>
    [...(bodies.get(name) ?? "").matchAll(/^ +(\w+)/gm)].map(([, word = ""]) => word),
  );
  return new Set(["open_journal", ...called.filter((word) => bodies.has(word))]);
}

/** The step of each command: the last step that began before it. */
export function stepsAt(commands: readonly string[]): string[] {
  const known = steps();
  let step = "the beginning";
  return commands.map((words) => {
    const [first = ""] = words.split(" ");
    if (known.has(first)) step = first;
    return step;
  });
}
