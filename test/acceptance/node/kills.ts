import { boot, crash, exec, type Outcome } from "../../../lab";
import type { Unit } from "../../../node/unit";
import { run, secretLines, textOf, type Way } from "./verbs";

/** Who is killed: the shell that works, whose children live on; all of them at once; or nobody: it stops and waits. */
export type Victim = "shell" | "all" | "nobody";

/**
 * Runs the program's worker under `sh -x`, which counts the commands of all its shells on the way and kills at one of
 * them: dash expands PS4, command substitution included, before each. $1 the command's number, $2 who, $3... the verb.
 * A verb that the node itself calls for has no worker.
 */
const script = `
job=/run/quorate/job.$$
mkdir -p "$job"
awk -v job="$job" '!ended { print >(job "/manifest"); ended = ($0 == "end"); next } { print >(job "/secrets") }'
: >>"$job/secrets"
echo "$1" >/run/kill.left
case $2 in shell) end='kill -9 $$' ;; all) end='kill -9 -$$' ;; nobody) end='{ : >/run/kill.waits; sleep 1000; }' ;; esac
shift 2
count='read left </run/kill.left; left=$((left - 1)); echo $left >/run/kill.left'
export PS4='$('"$count; [ \\$left -ne 0 ] || $end; "'echo "$left ")'
[ "$1" = recover ] || set -- work "$job" "$@"
setsid --wait sh -x /var/lib/quorate/node.sh "$@" </dev/null 2>/run/kill.trace
status=$?
rm -rf "$job"
exit $status
`;

/** Runs a verb and kills it before its command number `at`, counted from 1. */
export function killedAt(
  node: string,
  at: number,
  victim: Victim,
  verb: readonly string[],
  input = "",
): Promise<Outcome> {
  return exec(node, ["sh", "-c", script, "sh", String(at), victim, ...verb], { input });
}

/** Cuts a node's power before a command of a verb, and switches it on again. */
export async function powerCutAt(
  node: string,
  at: number,
  verb: readonly string[],
  input = "",
): Promise<void> {
  const begun = killedAt(node, at, "nobody", verb, input).catch(() => undefined);
  await run(node, "timeout 20 sh -c 'until [ -e /run/kill.waits ]; do sleep 0.02; done'");
  await crash(node);
  await begun;
  await boot(node);
}

/** What to give to the program for an apply. */
export const applyInput = (unit: Unit, way?: Way): string => textOf(unit, way) + secretLines(way?.secrets);

/** The commands of a verb that runs to its end, in their order: which number is what. */
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
