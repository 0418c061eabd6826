import type { Host, Model } from "../../../model";
import { type Answers, askAll } from "../../../agent/answers";
import { connectionTo } from "../../../agent/connection";
import { asRoot } from "../../../agent/program";
import { run } from "../../../agent/ssh";
import { timeouts } from "../../../agent/timeouts";
import { type NodeAnswer, parseAnswer } from "../../../agent/status/answer";
import { expectedServices } from "./expectedServices";

/** Asks all nodes and witnesses at once, by agent/status/status.sh; each has `seconds` in total. Never rejects. */
export function ask(model: Model, script: string, seconds: number): Promise<Answers<NodeAnswer>> {
  return askAll(model.cluster, (host) => answerOf(host, script, seconds, expectedServices(model, host)));
}

async function answerOf(
  host: Host,
  script: string,
  seconds: number,
  services: readonly string[],
): Promise<NodeAnswer> {
  // Half the time, so that a tool that hangs doesn't cost the answers of the others.
  const command = asRoot(host.ssh.become, ["sh -s", String(seconds / 2), ...services].join(" "));
  const wholeMs = seconds * 1000;
  const { stdout, stderr, exitCode } = await run(connectionTo(host), command, {
    handshakeMs: wholeMs,
    wholeMs,
    busyMs: Math.max(wholeMs, timeouts.statusBusyMs),
    input: script,
  });
  if (exitCode !== 0)
    throw new Error(stderr.trim() || `the node's shell ended with status ${String(exitCode)}`);
  return parseAnswer(stdout);
}
