import type { Outcome } from "../../../lab";

/** What the engine did with one remote Command. */
export interface Step {
  /** The Command's name. */
  name: string;
  /** create, update, delete, replace, ... */
  op: string;
  /** Numbers of the engine's events. A step that failed has no end. */
  began: number;
  ended: number | undefined;
}

/** A `pulumi up --json`. */
export interface Deployment extends Outcome {
  /** In the order of their beginnings; those that stay as they are don't count. */
  steps: Step[];
  /** What was reported as an error, without the texts of Commands. */
  errors: string;
}

interface StepEvent {
  metadata: { op: string; urn: string; type: string };
}

interface EngineEvent {
  sequence: number;
  diagnosticEvent?: { severity: string; message: string };
  resourcePreEvent?: StepEvent;
  resOutputsEvent?: StepEvent;
}

function isCommand({ metadata: { type, op } }: StepEvent): boolean {
  return type === "command:remote:Command" && op !== "same";
}

/** A failed Command's error begins with its whole text, which may be the node's program. */
const commandText = /running "(?:[^"\\]|\\.)*":/g;

/** Reads the engine's events out of an outcome. */
export function deploymentOf(outcome: Outcome): Deployment {
  const events = outcome.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as EngineEvent);
  const ends = new Map(
    events.flatMap(({ sequence, resOutputsEvent: event }) =>
      event && isCommand(event) ? [[event.metadata.urn, sequence]] : [],
    ),
  );
  const steps = events.flatMap(({ sequence, resourcePreEvent: event }) => {
    if (!event || !isCommand(event)) return [];
    const { urn, op } = event.metadata;
    return [{ name: urn.slice(urn.lastIndexOf("::") + 2), op, began: sequence, ended: ends.get(urn) }];
  });
  const errors = events.flatMap(({ diagnosticEvent: event }) =>
    event?.severity === "error" ? [event.message] : [],
  );
  return { ...outcome, steps, errors: errors.join("\n").replace(commandText, "running ...:") };
}
